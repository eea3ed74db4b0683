"""Pages that say what went wrong, and what to do."""

import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import escape_leading_slashes

from foulee.web.access import seat_of
from foulee.web.language import language_of
from foulee.web.plain import plain
from foulee.web.typed import clean_text

FIRMS = "/firm/"  # where the pages of firms begin
ANSWERS = frozenset({"answer", "since", "followers", "posts_per_month"})  # fields of the questions' forms
LONGEST = 100_000  # signs of a text that are shown again
FIRM = re.compile(rf"{FIRMS}([0-9a-f-]+)(?:/|$)")


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from an error page: where to, and what its button says."""

    to: str
    says: str


def shown(request: HttpRequest, status: int, title: str, says: str, way: Way | None = None) -> HttpResponse:
    """Show an error page."""
    page = {"title": title, "says": says, "status": status, "way": way, "typed": typed_in(request)}
    return render(request, "error.html.jinja", page, status=status)


def typed_in(request: HttpRequest) -> str:
    """The answers that came with a refused form, to be copied rather than lost; never anything but answers."""
    if request.method != "POST" or not request.path.startswith(FIRMS):
        return ""
    try:
        sent = request.POST
    except (OSError, SuspiciousOperation):  # what was sent did not arrive whole, or is too large
        return ""
    names = [name for name in sent if name.partition(".")[0] in ANSWERS]
    told = [clean_text(text, LONGEST) for name in names for text in sent.getlist(name)]
    return "\n".join(text for text in told if text)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400: what was sent cannot be understood."""
    say = language_of(request).say
    return shown(request, 400, say("This could not be read."), say("Go back, and try again; nothing was changed."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: signed in, but this is not among one's rights."""
    say = language_of(request).say
    return shown(
        request,
        403,
        say("You may not do this here."),
        say("Your role in this firm does not allow it. Ask the owner, who can change your role."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: no such page, or not for this visitor: the two are not told apart."""
    say = language_of(request).say
    if request.path.startswith(FIRMS) and not _is_open(request):
        return shown(
            request,
            404,
            say("This browser cannot open this file."),
            say(
                "If you were answering questions here, this browser no longer remembers it. What was saved is still"
                " there: open the private link that you kept, or sign in. Without either, begin again."
            ),
        )
    return shown(
        request,
        404,
        say("This page does not exist, or you have no access to it."),
        say("If it is yours, sign in, or open the private link that you kept."),
    )


def _is_open(request: HttpRequest) -> bool:
    """Whether the firm of this address is open to this visitor: then only the page does not exist."""
    found = FIRM.match(request.path)
    try:
        return found is not None and seat_of(request, uuid.UUID(found[1])) is not None
    except ValueError:
        return False  # no firm has such an address


def failed(request: HttpRequest) -> HttpResponse:
    """500: the fault is ours, and may be the database's: nothing of it is asked here."""
    say = language_of(request).say
    values = {
        "title": say("Something broke on our side."),
        "says": say(
            "Nothing you wrote is lost. Try again in a minute; if it breaks again, tell whoever runs this machine."
        ),
        "status": 500,
        "way": None,
    }
    return plain(request, "error.html.jinja", values, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: the form was too old, or came from another site."""
    if request.path.startswith(FIRMS) and not request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        return not_found(request)  # nothing is remembered of this visitor: the form is not what is wrong
    say = language_of(request).say
    if typed_in(request):
        return shown(
            request,
            403,
            say("This form has expired."),
            say("What you typed was not saved. Copy it below, open the page again and paste it there."),
            Way(escape_leading_slashes(request.path), say("Open the page again")),
        )
    return shown(
        request,
        403,
        say("This form has expired."),
        say("Open the page again and send it from there. Your browser must accept this site's cookies."),
    )


def gone(request: HttpRequest) -> HttpResponse:
    """410: a link that was taken back."""
    say = language_of(request).say
    return shown(
        request,
        410,
        say("This link no longer works."),
        say("Whoever sent it to you has taken it back. Ask them for a new one."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too fast."""
    say = language_of(request).say
    return shown(request, 429, say("That was a lot at once."), say("Wait a few minutes, then try again."))


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than any page of ours asks for; the page comes without session, before anything is read."""
    say = language_of(request).say
    values = {
        "title": say("This is too large."),
        "says": say("A file may have one megabyte at the most. Nothing was changed."),
        "status": 413,
        "way": _back(request),
    }
    return plain(request, "error.html.jinja", values, 413)


def _back(request: HttpRequest) -> Way | None:
    """The page that a visitor comes from, as far as the browser tells: its path alone, so that it is one of ours."""
    try:
        path = urlsplit(request.headers.get("Referer", "")).path
    except ValueError:
        return None
    say = language_of(request).say
    return Way(escape_leading_slashes(path), say("Go back and choose another")) if path.startswith("/") else None
