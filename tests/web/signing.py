"""Signing up and in, as a browser does it."""

import re
import time
from collections.abc import Mapping
from html import unescape
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from foulee.records.models import Person

PASSWORD = "three brown loaves"


def sign_up(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    """Ask for an account."""
    return client.post("/account/signup/", {"email": email, "password1": password, **more})


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    """Sign in with a password."""
    return client.post("/account/login/", {"login": email, "password": password, **more})


def signed_up(email: str) -> tuple[Client, Person]:
    """A browser in which somebody has made an account, signed in, and just typed the password once more."""
    sign_up(Client(), email)
    client = Client()
    sign_in(client, email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client, Person.objects.get(email=email)


def is_in(client: Client) -> bool:
    """Whether somebody is signed in."""
    return client.get("/account/").status_code == 200


def text_of(response: Any) -> str:
    """What a page says, without its tags."""
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def code_in(body: object) -> str:
    """The code in a mail."""
    found = re.search(r"^\d{6}$", str(body), re.MULTILINE)
    assert found, body
    return found[0]


def link_in(body: object, beginning: str = "/invitations/") -> str:
    """The path of the link in a mail or a page."""
    found = re.search(re.escape(beginning) + r"[\w-]+/", str(body))
    assert found, body
    return found[0]


def app_code(secret: str, steps: int = 0) -> str:
    """What the app on a telephone shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_app(client: Client) -> str:
    """Set up the app that gives codes; return its secret."""
    page = client.get("/account/2fa/totp/activate/").content.decode()
    found = re.search(r'<code id="secret">([A-Z2-7]+)</code>', page)
    assert found, page
    answer = client.post("/account/2fa/totp/activate/", {"code": app_code(found[1])})
    assert answer.status_code == 302, text_of(answer)
    return found[1]


def posted(client: Client, address: str, values: Mapping[str, str]) -> Any:
    """Send a form and follow where it leads."""
    return client.post(address, dict(values), follow=True)
