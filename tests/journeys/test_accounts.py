"""Accounts in a real browser: a passkey made and used, and pages that everybody can read."""

import time
from typing import Any

import pytest
from playwright.sync_api import CDPSession
from tests.journeys.conftest import Meet, Visitor

PASSWORD = "three brown loaves"
PAGES = ["account/", "account/2fa/", "account/2fa/totp/activate/", "account/2fa/webauthn/", "account/2fa/webauthn/add/",
         "account/email/", "account/password/change/", "account/logout/", "account/erase/", "firms/"]  # fmt: skip
OPEN = ["account/login/", "account/signup/", "account/password/reset/"]


def telephone(visitor: Visitor) -> tuple[CDPSession, str]:
    """Give a browser something that keeps passkeys and recognises its owner."""
    wire = visitor.context.new_cdp_session(visitor.page)
    wire.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return wire, wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def made_account(visitor: Visitor) -> str:
    """Make an account; its address."""
    email = f"aline{time.monotonic_ns()}@example.org"
    page = visitor.go("/account/signup/")
    page.fill("#email", email)
    page.fill("#password1", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/firms/")
    return email


def once_more(visitor: Visitor, path: str) -> None:
    """Open a page that asks for the password once more."""
    page = visitor.go(path)
    page.fill("#password", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**{path}")


def signed_out(visitor: Visitor) -> None:
    visitor.go("/account/logout/").locator("main form button").click()
    visitor.says("Votre session est fermée")


def test_a_passkey_is_made_and_opens_the_account_without_a_password(meet: Meet) -> None:
    aline = meet("phone", "fr")
    wire, key = telephone(aline)
    made_account(aline)
    once_more(aline, "/account/2fa/webauthn/add/")
    aline.page.fill("#name", "Mon téléphone <b>")
    aline.page.locator("form[data-passkey] button").click()
    aline.page.wait_for_url("**/recovery-codes/")
    assert aline.page.locator("ul.codes li").count() == 10
    aline.go("/account/2fa/webauthn/")
    aline.says("Mon téléphone <b>")
    signed_out(aline)
    aline.go("/account/login/").locator("form[data-passkey] button").click()
    aline.page.wait_for_url("**/firms/")
    signed_out(aline)
    wire.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})  # another's finger
    aline.go("/account/login/").locator("form[data-passkey] button").click()
    aline.says("La clé d’accès n’a pas répondu")


def test_after_the_password_a_passkey_is_the_second_step(meet: Meet) -> None:
    aline = meet("phone", "fr")
    telephone(aline)
    email = made_account(aline)
    once_more(aline, "/account/2fa/webauthn/add/")
    aline.page.locator("form[data-passkey] button").click()
    aline.page.wait_for_url("**/recovery-codes/")
    signed_out(aline)
    page = aline.go("/account/login/")
    page.fill("#login", email)
    page.fill("#password", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/2fa/authenticate/")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/firms/")


def test_without_scripts_no_button_promises_what_cannot_be(meet: Meet) -> None:
    aline = meet("phone", "fr", java_script_enabled=False)
    page = aline.go("/account/login/")
    assert not page.locator("form[data-passkey] button").is_visible()
    made_account(aline)


@pytest.mark.parametrize(("lang", "theme"), [("fr", "light"), ("en", "dark")])
def test_nothing_stands_in_anybodys_way_on_the_pages_of_accounts(meet: Meet, lang: str, theme: str) -> None:
    aline = meet("phone", lang, color_scheme=theme)
    for path in OPEN:
        aline.go(f"/{path}")
        assert aline.faults() == [], path
        assert aline.fits(), path
    made_account(aline)
    once_more(aline, "/account/2fa/totp/activate/")
    for path in PAGES:
        aline.go(f"/{path}")
        assert aline.faults() == [], path
        assert aline.fits(), path
