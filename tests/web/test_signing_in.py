"""Signing up, in and out: passwords, codes, the app, and what nobody can find out or force."""

import re

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.people import Town, bakery, person
from tests.web.signing import (
    PASSWORD,
    app_code,
    code_in,
    is_in,
    posted,
    sign_in,
    sign_up,
    signed_up,
    text_of,
    with_app,
)

from foulee.records.models import Membership, Person
from foulee.web.access import HELD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Other tests signed in from here too."""
    cache.clear()


@pytest.fixture
def mails(settings: Settings) -> None:
    """Mails are really sent."""
    settings.MAIL_SENT = True
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = False


# --- signing up --------------------------------------------------------------------------------------------------


def test_on_a_fresh_installation_an_account_is_made_without_a_mail() -> None:
    client = Client()
    answer = sign_up(client, "aline@example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/firms/")
    assert is_in(client)
    assert mail.outbox == []


@pytest.mark.usefixtures("mails")
def test_where_mails_are_sent_the_address_is_confirmed_by_its_code() -> None:
    client = Client()
    answer = sign_up(client, "aline@example.org")
    assert answer["Location"] == "/account/confirm-email/"
    assert not is_in(client)
    page = text_of(client.get("/account/confirm-email/"))
    assert "aline@example.org" in page
    wrong = client.post("/account/confirm-email/", {"code": "000000"})
    assert "Ce code" in text_of(wrong)
    assert client.post("/account/confirm-email/", {"code": code_in(mail.outbox[0].body)}).status_code == 302
    assert is_in(client)


@pytest.mark.usefixtures("mails")
def test_three_wrong_codes_end_it_and_the_right_one_comes_too_late() -> None:
    client = Client()
    sign_up(client, "aline@example.org")
    right = code_in(mail.outbox[0].body)
    wrong = "111111" if right != "111111" else "222222"
    for _ in range(3):
        client.post("/account/confirm-email/", {"code": wrong})
    client.post("/account/confirm-email/", {"code": right})
    assert not is_in(client)


@pytest.mark.usefixtures("mails")
def test_whether_an_address_has_an_account_is_told_to_its_owner_alone() -> None:
    person("aline")
    fresh, taken = sign_up(Client(), "bruno@example.org"), sign_up(Client(), "aline@example.org")
    assert (fresh.status_code, fresh["Location"]) == (taken.status_code, taken["Location"])
    assert [sent.to for sent in mail.outbox] == [["bruno@example.org"], ["aline@example.org"]]
    assert not re.search(r"^\d{6}$", str(mail.outbox[1].body), re.MULTILINE)
    assert "déjà" in mail.outbox[1].subject
    assert Person.objects.filter(email="aline@example.org").count() == 1


def test_without_mails_an_address_that_is_taken_is_said_and_leads_to_signing_in() -> None:
    person("aline")
    answer = posted(Client(), "/account/signup/", {"email": "aline@example.org", "password1": PASSWORD})
    assert answer.redirect_chain[-1][0] == "/account/login/"
    assert "déjà un compte" in text_of(answer)


@pytest.mark.parametrize(
    ("email", "password", "told"),
    [
        ("", PASSWORD, "Écrivez votre adresse"),
        ("aline", PASSWORD, "ne ressemble pas"),
        ("aline@" + "a" * 300 + ".org", PASSWORD, "ne ressemble pas"),
        ("aline@" + ".".join(["a" * 60] * 5) + ".org", PASSWORD, "254"),
        ("al\u202eine@example.org", PASSWORD, "ne ressemble pas"),
        ('"<b>"@example.org', PASSWORD, "ne ressemble pas"),
        ("aline@example.org", "", "Choisissez un mot de passe"),
        ("aline@example.org", "court", "trop court"),
        ("aline@example.org", "password123", "devine"),
        ("aline@example.org", "aline@example.org", "ressemble trop"),
        ("aline\x00@example.org", PASSWORD, ""),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_what_was_typed_stays(email: str, password: str, told: str) -> None:
    answer = sign_up(Client(), email, password)
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert 'class="problem"' in answer.content.decode()
    if email.isprintable() and '"' not in email:
        assert f'value="{email}"' in answer.content.decode()
    assert not Person.objects.exists()


def test_the_password_is_hashed_with_argon2(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    _, made = signed_up("aline@example.org")
    assert made.password.startswith("argon2$argon2id$")


def test_by_invitation_only_nobody_else_makes_an_account(settings: Settings) -> None:
    settings.SIGNUP = "invited"
    page = Client().get("/account/signup/")
    assert "invitation" in text_of(page)
    sign_up(Client(), "aline@example.org")
    assert not Person.objects.exists()


def test_a_file_begun_without_an_account_is_kept_by_making_one_and_by_signing_in() -> None:
    for turn in ("up", "in"):
        town_client, firm = Client(), bakery()
        session = town_client.session
        session[HELD] = [str(firm.id)]
        session.save()
        town_client.cookies["sessionid"] = session.session_key or ""
        answer = (
            sign_up(town_client, "aline@example.org") if turn == "up" else sign_in(town_client, "aline@example.org")
        )
        assert answer.status_code == 302
        assert Membership.objects.get(firm=firm).role == "owner"
        assert town_client.session[HELD] == []


# --- signing in --------------------------------------------------------------------------------------------------


def test_signing_in_changes_the_session_key() -> None:
    signed_up("aline@example.org")
    client = Client()
    session = client.session
    session["before"] = "kept"
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    sign_in(client, "aline@example.org")
    assert client.cookies["sessionid"].value != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_capitals_in_the_address_do_not_matter() -> None:
    signed_up("aline@example.org")
    client = Client()
    sign_in(client, "Aline@Example.ORG")
    assert is_in(client)


def test_after_five_wrong_passwords_the_right_one_is_refused_from_here_but_not_from_elsewhere() -> None:
    signed_up("aline@example.org")
    statuses = [sign_in(Client(), "aline@example.org", "wrong password").status_code for _ in range(6)]
    assert statuses[:4] == [200] * 4
    assert statuses[5] == 429
    locked = sign_in(Client(), "aline@example.org")
    assert locked.status_code == 429
    assert "quinze minutes" in text_of(locked)
    assert reverse("account_reset_password") in locked.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.77")
    sign_in(elsewhere, "aline@example.org")
    assert is_in(elsewhere)


def test_the_lock_is_the_same_for_an_address_without_account() -> None:
    statuses = [sign_in(Client(), "nobody@example.org", "wrong password").status_code for _ in range(6)]
    assert statuses[5] == 429


def test_wrong_address_and_wrong_password_are_told_alike() -> None:
    signed_up("aline@example.org")
    one = text_of(sign_in(Client(), "aline@example.org", "wrong password"))
    other = text_of(sign_in(Client(), "bruno@example.org", "wrong password"))
    assert "ne vont pas ensemble" in one
    assert one.replace("aline", "") == other.replace("bruno", "")


def test_the_table_of_attempts_names_nobody() -> None:
    sign_in(Client(), "aline@example.org", "wrong password")
    row = str(AccessAttempt.objects.values_list().get())
    assert "aline" not in row
    assert "wrong password" not in row


def test_many_tries_from_one_place_are_slowed_whatever_the_addresses() -> None:
    statuses = [sign_in(Client(), f"a{n}@example.org", "wrong password").status_code for n in range(32)]
    assert 429 in statuses[30:]


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize("how", ["query", "body"])
def test_nobody_is_led_to_another_site(elsewhere: str, how: str) -> None:
    signed_up("aline@example.org")
    client = Client()
    values = {"login": "aline@example.org", "password": PASSWORD}
    if how == "body":
        answer = client.post("/account/login/", values | {"next": elsewhere})
    else:
        answer = client.post("/account/login/", values, query_params={"next": elsewhere})
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]
    out = client.post("/account/logout/", {"next": elsewhere})
    assert "evil" not in out["Location"]


def test_forms_without_their_token_are_refused() -> None:
    signed_up("aline@example.org")
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client, "aline@example.org")
    assert answer.status_code == 403
    assert "plus valable" in text_of(answer)


def test_signing_out_asks_first_and_closes_the_pages() -> None:
    client, _ = signed_up("aline@example.org")
    assert client.get("/account/logout/").status_code == 200
    assert is_in(client)
    assert "Votre session est fermée" in text_of(posted(client, "/account/logout/", {}))
    assert not is_in(client)


def test_a_closed_account_does_not_open() -> None:
    _, made = signed_up("aline@example.org")
    Person.objects.filter(pk=made.pk).update(is_active=False)
    client = Client()
    sign_in(client, "aline@example.org")
    assert not is_in(client)
    assert client.get("/account/inactive/").status_code == 200


# --- another password --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", [True, False])
def test_a_forgotten_password_is_replaced_with_a_code(settings: Settings, sent: bool) -> None:
    elsewhere, _ = signed_up("aline@example.org")
    settings.MAIL_SENT = sent
    client = Client()
    assert client.post("/account/password/reset/", {"email": "aline@example.org"}).status_code == 302
    assert "aline@example.org" in text_of(client.get("/account/password/reset/confirm/"))
    client.post("/account/password/reset/confirm/", {"code": code_in(mail.outbox[-1].body)})
    both = {"password1": "another long one", "password2": "another long one"}
    differ = client.post("/account/password/reset/complete/", both | {"password2": "something else"})
    assert "sont différents" in text_of(differ)
    done = posted(client, "/account/password/reset/complete/", both)
    assert "Votre mot de passe est changé" in text_of(done)
    assert not is_in(elsewhere)  # whoever was in with the old one is out
    fresh = Client()
    sign_in(fresh, "aline@example.org", "another long one")
    assert is_in(fresh)


@pytest.mark.usefixtures("mails")
def test_asking_for_another_password_tells_nobody_whether_the_address_is_known() -> None:
    person("aline")
    known, unknown = Client(), Client()
    for client, email in ((known, "aline@example.org"), (unknown, "nemo@example.org")):
        assert (
            client.post("/account/password/reset/", {"email": email})["Location"] == "/account/password/reset/confirm/"
        )
    pages = [text_of(client.get("/account/password/reset/confirm/")) for client in (known, unknown)]
    assert pages[0].replace("aline", "nemo") == pages[1]
    assert len(mail.outbox) == 2
    assert not re.search(r"^\d{6}$", str(mail.outbox[1].body), re.MULTILINE)


def test_the_password_is_changed_by_whoever_knows_it_and_other_browsers_are_out() -> None:
    client, _ = signed_up("aline@example.org")
    other = Client()
    sign_in(other, "aline@example.org")
    values = {"oldpassword": "not this one", "password1": "another long one", "password2": "another long one"}
    assert "actuel" in text_of(client.post("/account/password/change/", values))
    assert client.post("/account/password/change/", values | {"oldpassword": PASSWORD})["Location"] == "/account/"
    assert is_in(client)
    assert not is_in(other)


# --- another address ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("mails")
def test_a_new_address_counts_once_its_code_was_typed() -> None:
    client = Client()
    sign_up(client, "aline@example.org")
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1].body)})
    asked = client.post("/account/email/", {"email": "boutique@example.org", "action_add": "yes"})
    assert asked["Location"].startswith("/account/reauthenticate/")
    answer = client.post(asked["Location"], {"password": PASSWORD})  # then goes on with what was asked
    assert answer["Location"] == "/account/confirm-email/"
    assert mail.outbox[-1].to == ["boutique@example.org"]
    assert Person.objects.get().email == "aline@example.org"
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1].body)})
    assert Person.objects.get().email == "boutique@example.org"
    assert mail.outbox[-1].to == ["aline@example.org"]  # the former one is told


@pytest.mark.usefixtures("mails")
def test_somebody_elses_address_cannot_be_taken_and_is_not_betrayed() -> None:
    other = person("bruno")
    client = Client()
    sign_up(client, "aline@example.org")
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1].body)})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = posted(client, "/account/email/", {"email": "bruno@example.org", "action_add": "yes"})
    assert answer.status_code == 200
    assert "déjà" not in text_of(answer)
    assert Person.objects.get(email="bruno@example.org") == other


# --- the app -----------------------------------------------------------------------------------------------------


def test_with_the_app_the_password_alone_no_longer_opens() -> None:
    client, _ = signed_up("aline@example.org")
    secret = with_app(client)
    codes = re.findall(r"<code>(\d{8})</code>", client.get("/account/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    fresh = Client()
    assert sign_in(fresh, "aline@example.org")["Location"] == "/account/2fa/authenticate/"
    assert not is_in(fresh)
    assert "pas le bon" in text_of(fresh.post("/account/2fa/authenticate/", {"code": "000000"}))
    assert not is_in(fresh)
    fresh.post("/account/2fa/authenticate/", {"code": app_code(secret, 1)})
    assert is_in(fresh)
    lost = Client()
    sign_in(lost, "aline@example.org")
    lost.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert is_in(lost)
    again = Client()
    sign_in(again, "aline@example.org")
    again.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert not is_in(again)  # each opens once


def test_codes_of_the_app_cannot_be_guessed_by_trying() -> None:
    client, _ = signed_up("aline@example.org")
    secret = with_app(client)
    fresh = Client()
    sign_in(fresh, "aline@example.org")
    for guess in range(5):
        fresh.post("/account/2fa/authenticate/", {"code": f"00000{guess}"})
    answer = fresh.post("/account/2fa/authenticate/", {"code": app_code(secret, 1)})
    assert "Trop d’essais" in text_of(answer)
    assert not is_in(fresh)


def test_recovery_codes_are_taken_away_as_a_file_in_our_words() -> None:
    client, _ = signed_up("aline@example.org")
    with_app(client)
    taken = client.get("/account/2fa/recovery-codes/download/")
    assert taken["Content-Type"].startswith("text/plain")
    assert "codes de secours" in taken.content.decode()
    assert len(re.findall(r"^\d{8}$", taken.content.decode(), re.MULTILINE)) == 10


def test_the_apps_secret_is_encrypted_at_rest() -> None:
    from allauth.mfa.models import Authenticator

    client, _ = signed_up("aline@example.org")
    secret = with_app(client)
    assert secret not in str(list(Authenticator.objects.values_list("data")))


@pytest.mark.usefixtures("mails")
def test_an_address_that_nobody_confirmed_cannot_be_locked_with_an_app() -> None:
    client = Town().client("reader")
    client.get("/account/email/")  # the address becomes known to the library, unconfirmed
    answer = client.get("/account/2fa/totp/activate/", follow=True)
    assert "Confirmez" in text_of(answer)


def test_sensitive_acts_ask_for_the_password_again_once_a_while_has_passed(settings: Settings) -> None:
    client, _ = signed_up("aline@example.org")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    for address in ("/account/erase/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"):
        assert client.get(address)["Location"].startswith("/account/reauthenticate/"), address
    wrong = client.post("/account/reauthenticate/", {"password": "not this one"})
    assert "pas votre mot de passe" in text_of(wrong)
