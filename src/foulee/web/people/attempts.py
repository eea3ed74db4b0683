"""Failed attempts to sign in: five for one address from one place, then a quarter of an hour of rest."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from foulee.web.errors import Way, shown
from foulee.web.language import language_of
from foulee.web.throttle import address_of

NOWHERE = "0.0.0.0"  # noqa: S104 - stands for an address that is not known
TOO_MANY = 429


def client_ip(request: HttpRequest) -> str:
    """The visitor's network address as the libraries want one; of IPv6 the beginning that a whole home shares.

    Behind proxies it is what the outermost of ours saw: see `FOULEE_PROXIES` and `throttle.address_of`.
    """
    found = address_of(request).partition("/")[0]
    return NOWHERE if found == "unknown" else found


def tried_address(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What stands for the address that somebody tries to sign in with: nobody can read it from the table."""
    given = credentials or request.POST
    tried = str(given.get("email") or given.get("login") or "").strip().lower()
    return salted_hmac("foulee.attempts", tried, algorithm="sha256").hexdigest()


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Say that there were too many attempts, and what can be done."""
    say = language_of(request).say
    return shown(
        request,
        TOO_MANY,
        say("That was too many wrong passwords."),
        say(
            "For fifteen minutes, nobody can sign in from here with this address and its password. "
            "If you have forgotten it, you can choose another one at once."
        ),
        Way(reverse("account_reset_password"), say("Choose another password")),
    )
