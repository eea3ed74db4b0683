"""`foulee doctor`: each trouble in a sentence, with what to do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from tests.installations import Installation, installed, lived_in
from tests.postgres import free_port

from foulee.cli.doctor import deployment, mail
from foulee.configuration import Configuration
from foulee.reporting.language import Language

ENGLISH = Language("en")


@pytest.fixture
def ill(tmp_path: Path) -> Installation:
    """An installation that will get troubles."""
    return lived_in("sqlite", tmp_path / "ill")


def test_what_was_never_started_is_said(tmp_path: Path) -> None:
    said = installed("sqlite", tmp_path / "none").foulee("doctor", code=1)
    assert "Nothing has been started here yet" in said
    assert not (tmp_path / "none").exists()


def test_wrong_variables_are_all_named_and_no_secret_is_shown(ill: Installation) -> None:
    said = ill.foulee("doctor", code=1, FOULEE_WORKERS="none", FOULEE_SMTP="aline:hush@mail")
    assert "FOULEE_WORKERS" in said
    assert "FOULEE_SMTP" in said
    assert "hush" not in said


def test_many_troubles_at_once_are_each_told_with_a_remedy(ill: Installation) -> None:
    (ill.data / "encryption.key").chmod(0o644)
    (ill.data / "static.build").write_text("older")
    ill.data.chmod(0o755)
    said = ill.foulee("doctor", code=1, FOULEE_HOST="0.0.0.0", FOULEE_DEBUG="1")
    for sentence in (
        "Other users of this machine can look into",
        "can read encryption.key",
        f"chmod 600 {ill.data}/encryption.key",
        "Nobody has done the background work yet",
        "There is no backup of the last two nights",
        "The pages are not being served",
        "foulee prepare",
        "Take FOULEE_DEBUG away",
        "passwords and answers can be read on the way",
    ):
        assert sentence in said


def test_a_stuck_queue_and_failures_are_told(ill: Installation) -> None:
    ill.program(
        "import datetime as dt\nfrom django.utils import timezone\nfrom foulee.records.models import Job\n"
        "now = timezone.now(); old = now - dt.timedelta(hours=1)\n"
        "Job.objects.create(name='purge', made_at=old, due_at=old)\n"
        "failed = {'state': 'failed', 'error': 'timeout', 'ended_at': now}\n"
        "Job.objects.create(name='website_check', made_at=old, due_at=old, **failed)"
    )
    said = ill.foulee("doctor", code=1)
    assert "1 job should have begun long ago" in said
    assert "website_check (timeout) × 1" in said


def test_a_damaged_database_is_told(ill: Installation) -> None:
    database = ill.data / "foulee.sqlite3"
    whole = database.read_bytes()
    database.write_bytes(whole[:8192] + bytes(len(whole) - 8192))
    said = ill.foulee("doctor", code=1)
    assert "is damaged" in said or "does not answer" in said


def test_a_database_of_an_older_version_is_told(ill: Installation) -> None:
    ill.foulee("manage", "migrate", "sessions", "zero", "--verbosity", "0")
    assert "The database is not of this version yet" in ill.foulee("doctor", code=1)


def test_postgresql_is_examined_too(tmp_path: Path) -> None:
    said = lived_in("postgresql", tmp_path / "postgres").foulee("doctor", code=1)
    assert "The database answers (PostgreSQL" in said
    assert "Backups can be made" in said


# --- mail --------------------------------------------------------------------------------------------------------


def let_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, told: Any) -> AuthResult:
    """Aline may send."""
    return AuthResult(success=(told.login, told.password) == (b"aline", b"p@ss"), handled=False)


class Post:
    """Takes nothing: no mail is to be sent."""

    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802 - the library's name
        """Refuse a mail."""
        raise AssertionError("the doctor sends no mail")


@pytest.fixture
def post() -> Iterator[Controller]:
    """A mail server."""
    controller = Controller(
        Post(), hostname="127.0.0.1", port=free_port(), authenticator=let_in, auth_require_tls=False
    )
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def judged(post: Controller, settings: Any) -> Callable[..., str]:
    """Ask the doctor about mail, with these settings."""

    def asked(**changes: Any) -> str:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "aline", "p@ss"
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        for name, value in changes.items():
            setattr(settings, name, value)
        return mail.server(ENGLISH).says

    return asked


def test_a_mail_server_that_lets_us_in_is_fine(judged: Callable[..., str]) -> None:
    assert judged() == "The mail server answers and lets us in."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"EMAIL_HOST_PASSWORD": "wrong"}, "refuses the name or the password"),
        ({"EMAIL_PORT": 1}, "does not answer"),
        ({"EMAIL_USE_TLS": True}, "does not know what FOULEE_SMTP asks"),
        ({"EMAIL_USE_SSL": True}, "No safe connection"),
    ],
)
def test_what_is_wrong_with_the_mail_server_is_told(
    judged: Callable[..., str], changes: dict[str, Any], said: str
) -> None:
    assert said in judged(**changes)


# --- the way from outside ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "well"),
    [
        ({}, True),
        ({"FOULEE_HOST": "0.0.0.0"}, False),
        ({"FOULEE_URL": "http://foulee.example.org"}, False),
        ({"FOULEE_URL": "https://foulee.example.org"}, False),  # no proxy told
        ({"FOULEE_URL": "https://foulee.example.org", "FOULEE_PROXIES": "1"}, True),
    ],
)
def test_the_way_to_the_pages_is_judged(variables: dict[str, str], well: bool) -> None:
    assert deployment.safety(Configuration(variables), ENGLISH).well is well
