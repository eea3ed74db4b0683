"""Every page of the accounts library is ours or closed; what is not a passkey is refused."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from tests.web.signing import sign_in, signed_up, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Other tests signed in from here too."""
    cache.clear()


# --- passkeys, as far as a browser is not needed -----------------------------------------------------------------

HOSTILE = ["", "{}", "[]", "null", '"text"', '{"id": 1}', '{"type": "public-key", "response": {}}', "{" * 5000,
           '{"response": {"userHandle": "AAAA", "clientDataJSON": "AAAA"}}']  # fmt: skip


@pytest.mark.parametrize("credential", HOSTILE)
def test_what_is_not_a_passkey_is_refused(credential: str) -> None:
    assert Client().post("/account/2fa/webauthn/login/", {"credential": credential}).status_code == 302
    client, _ = signed_up("aline@example.org")
    client.get("/account/2fa/webauthn/add/")
    answer = client.post("/account/2fa/webauthn/add/", {"credential": credential, "name": "<b>x</b>"})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()
    assert 'class="problem" role="alert"' in answer.content.decode()


# --- every page of the library is ours ---------------------------------------------------------------------------

PAGES = [
    "account/", "account/email/", "account/logout/", "account/password/change/", "account/erase/", "account/inactive/",
    "account/reauthenticate/", "account/2fa/", "account/2fa/totp/activate/", "account/2fa/webauthn/",
    "account/2fa/webauthn/add/", "account/password/reset/", "firms/",
]  # fmt: skip
AFTER_APP = ["account/2fa/", "account/2fa/totp/deactivate/", "account/2fa/recovery-codes/",
             "account/2fa/recovery-codes/generate/", "account/2fa/reauthenticate/"]  # fmt: skip
OPEN = ["account/login/", "account/signup/", "account/password/reset/", "account/inactive/"]


def ours(client: Client, address: str) -> None:
    for lang in ("fr", "en"):
        answer = client.get(f"/{address}", {"lang": lang})
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert f'<html lang="{lang}">' in page
        assert 'class="brand"' in page
        assert "style=" not in page
        assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
        assert page.count("<h1") == 1


def test_every_page_of_accounts_is_in_our_look_and_both_languages() -> None:
    for address in OPEN:
        ours(Client(), address)
    client, _ = signed_up("aline@example.org")
    for address in PAGES:
        ours(client, address)
    with_app(client)
    for address in AFTER_APP:
        ours(client, address)
    half = Client()
    sign_in(half, "aline@example.org")
    ours(half, "account/2fa/authenticate/")


CLOSED = ["login/code/", "login/code/confirm/", "password/set/", "confirm-email/abc/", "password/reset/key/1-abc/",
          "signup/passkey/", "3rdparty/", "sessions/", "social/signup/", "2fa/trust/", "2fa/webauthn/signup/",
          "phone/verify/"]  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_what_nothing_leads_to_is_closed(address: str) -> None:
    client, _ = signed_up("aline@example.org")
    assert client.get(f"/account/{address}").status_code == 404
    assert Client().get(f"/account/{address}").status_code == 404
