"""Mails: their words, a real mail server that gets them, files where there is none, and a server that refuses."""

import email
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from string import Formatter

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.core.cache import cache
from django.core.mail import get_connection
from django.test import Client
from pytest_django.fixtures import Settings
from tests.people import Town
from tests.web.signing import PASSWORD, code_in, is_in, link_in, posted, sign_up, text_of

from foulee.actions.mailing import deliver
from foulee.records.models import Invitation, Person
from foulee.reporting.language import LANGUAGES, Language
from foulee.reporting.mails import MAILS, Mail, write_mail
from foulee.settings import _mail

VALUES = dict.fromkeys(
    ["code", "from_email", "to_email", "deleted_email", "home_url", "login_url", "signup_url", "password_url",
     "inviter", "firm", "role", "does", "link", "expires"], "{x} <b>",
)  # fmt: skip


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MAILS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_mail_is_short_plain_and_whole_in_both_languages(kind: str, code: str) -> None:
    mail = write_mail(kind, Language(code), VALUES)
    assert "\n" not in mail.subject
    assert 0 < len(mail.subject) < 80
    assert len(mail.body) < 1200
    left = mail.subject.replace("{x}", "") + mail.body.replace("{x}", "")
    assert not [name for _, name, _, _ in Formatter().parse(left) if name]


@pytest.mark.parametrize("kind", MAILS)
def test_every_mail_is_translated(kind: str) -> None:
    for words in (MAILS[kind][0], *MAILS[kind][1]):
        if words != "{" + words.strip("{}") + "}":
            assert Language("fr").say(words) != words


def test_every_mail_of_the_library_has_our_words() -> None:
    import allauth

    kinds = {
        path.name.removesuffix("_subject.txt").removesuffix("_message.txt")
        for folder in ("account", "mfa")
        for path in (Path(allauth.__path__[0]) / "templates" / folder / "email").glob("*_subject.txt")
    }
    closed = {"base", "password_reset_key", "login_code", "base_notification", "email_confirm"}
    assert kinds - closed <= set(MAILS)


# --- a real mail server ------------------------------------------------------------------------------------------


class Box:
    """What a mail server has received."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's
        if not session.authenticated:
            return "530 Who are you?"
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.got.append((envelope.rcpt_tos, message))
        return "250 OK"


def known(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    good = isinstance(given, LoginPassword) and (given.login, given.password) == (b"me@example.org", b"p@ss:w/rd")
    return AuthResult(success=good)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def box(settings: Settings) -> Iterator[Box]:
    """A mail server to which this installation sends."""
    cache.clear()
    received, port = Box(), free_port()
    server = Controller(received, hostname="127.0.0.1", port=port, authenticator=known, auth_require_tls=False)
    server.start()
    address = f"smtp://me%40example.org:p%40ss%3Aw%2Frd@127.0.0.1:{port}"
    for name, value in _mail(address).items():
        setattr(settings, name, value)
    settings.MAIL_SENT = True
    settings.DEFAULT_FROM_EMAIL = "Foulée <foulee@example.org>"
    yield received
    server.stop()


def body(message: EmailMessage) -> str:
    part = message.get_body()
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.django_db
def test_signing_up_through_a_real_mail_server(box: Box) -> None:
    client = Client()
    sign_up(client, "aline@example.org")
    to, message = box.got[0]
    assert to == ["aline@example.org"]
    assert str(message["From"]) == "Foulée <foulee@example.org>"
    assert message.get_content_type() == "text/plain"
    client.post("/account/confirm-email/", {"code": code_in(body(message))})
    assert is_in(client)


@pytest.mark.django_db
def test_an_invitation_through_a_real_mail_server(box: Box) -> None:
    town = Town()
    values = {"email": "guest@example.org", "role": "reader"}
    town.client("owner").post(f"/firm/{town.firm.id}/people/invite/", values)
    assert Client().get(link_in(body(box.got[0][1]))).status_code == 200


@pytest.mark.django_db
def test_a_notice_tells_the_owner_that_the_password_was_changed(box: Box) -> None:
    client = Client()
    sign_up(client, "aline@example.org")
    client.post("/account/confirm-email/", {"code": code_in(body(box.got[0][1]))})
    new = {"password1": "another long one", "password2": "another long one"}
    client.post("/account/password/change/", {"oldpassword": PASSWORD, **new})
    assert "mot de passe" in str(box.got[-1][1]["Subject"])
    assert "127.0.0.1" not in body(box.got[-1][1])


# --- no mail server, or one that fails ---------------------------------------------------------------------------


def test_without_a_mail_server_mails_are_files(settings: Settings, tmp_path: Path) -> None:
    made = _mail("")
    assert made["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = made["EMAIL_BACKEND"], tmp_path / "mails"
    assert deliver(Mail("Bonjour 🥐", "Un essai.\n"), to="aline@example.org")
    written = next((tmp_path / "mails").iterdir()).read_bytes()
    assert "aline@example.org" in written.decode()


@pytest.mark.parametrize(
    ("address", "port", "ssl", "tls"),
    [
        ("smtp://mail.example.org", 587, False, False),
        ("smtp://mail.example.org?starttls=1", 587, False, True),
        ("smtps://a:b@mail.example.org", 465, True, False),
        ("smtp://mail.example.org:25", 25, False, False),
    ],
)
def test_addresses_of_mail_servers(address: str, port: int, ssl: bool, tls: bool) -> None:
    made = _mail(address)
    assert (made["EMAIL_PORT"], made["EMAIL_USE_SSL"], made["EMAIL_USE_TLS"]) == (port, ssl, tls)


def broken(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER = "127.0.0.1", free_port(), ""
    settings.MAIL_SENT = True


@pytest.mark.django_db
def test_a_mail_that_cannot_be_sent_is_said_and_breaks_nothing(settings: Settings) -> None:
    cache.clear()
    broken(settings)
    get_connection()
    answer = posted(Client(), "/account/signup/", {"email": "aline@example.org", "password1": PASSWORD})
    assert answer.status_code == 200
    assert "n’a pas pu" in text_of(answer)
    assert Person.objects.filter(email="aline@example.org").exists()


@pytest.mark.django_db
def test_an_invitation_whose_mail_cannot_be_sent_gives_its_link_instead(settings: Settings) -> None:
    broken(settings)
    town = Town()
    values = {"email": "guest@example.org", "role": "reader"}
    answer = posted(town.client("owner"), f"/firm/{town.firm.id}/people/invite/", values)
    assert "n’a pas pu" in text_of(answer)
    assert Client().get(link_in(answer.content.decode())).status_code == 200
    assert Invitation.objects.count() == 1
