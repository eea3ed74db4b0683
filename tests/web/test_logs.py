"""The log says what broke, and nothing of who was there."""

import io
import logging
import logging.config
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.people import NOW, Town
from tests.web.test_access import addresses

from foulee.actions import jobs
from foulee.actions.mailing import deliver
from foulee.reporting.mails import Mail
from foulee.web.operating.logs import Discreet, scrubbed

LOGGING: dict[str, Any] = settings.LOGGING
TOKEN = "Zq3vB8xK1mN5pL7rT9wY2cD4"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log would say, as the settings write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet(LOGGING["formatters"]["plain"]["format"]))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", [f"/s/{TOKEN}/", f"/nowhere/{TOKEN}/", f"/invitations/{TOKEN}/", "/aline.dupont@example.org/"]
)
def test_a_page_that_is_not_there_leaves_no_trace_of_what_was_asked_for(
    client: Client, log: io.StringIO, path: str
) -> None:
    client.get(path, REMOTE_ADDR="192.0.2.77")
    assert "django.request GET" in log.getvalue()
    for trace in (TOKEN, "aline", "192.0.2.77"):
        assert trace not in log.getvalue()


@pytest.mark.django_db
def test_a_page_that_breaks_says_where_and_not_with_what(
    client: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(f"aline@example.org wrote {TOKEN}")

    monkeypatch.setattr("foulee.web.operating.views.health", broken)
    client.raise_request_exception = False
    assert client.get("/health/").status_code == 500
    said = log.getvalue()
    assert "ERROR django.request GET /health/ 500" in said
    assert "test_logs.py" in said
    assert "builtins.ValueError" in said
    assert "aline" not in said
    assert TOKEN not in said


@pytest.mark.django_db
def test_a_form_that_is_refused_leaves_no_trace(log: io.StringIO) -> None:
    Client(enforce_csrf_checks=True).post("/account/login/", {"login": "aline@example.org"}, REMOTE_ADDR="192.0.2.77")
    for trace in ("aline", "192.0.2.77"):
        assert trace not in log.getvalue()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("mail to Aline <aline@example.org> refused", "mail to Aline <…> refused"),
        ("aline+shop@example.org,bob@example.org", "…,…"),
        ("from 192.0.2.77:8000, 10.0.0.1", "from …:8000, …"),
        ("from 2001:db8::1 and [::1]:80", "from … and […]:80"),
        (f"GET /s/{TOKEN}?x=1", "GET /s/…?x=1"),
        ("at 16:34:17 with 5.2.19 in file.py:33", "at 16:34:17 with 5.2.19 in file.py:33"),
        ("job 0a1b2c3d-1111-4222-8333-444455556666 done", "job 0a1b2c3d-1111-4222-8333-444455556666 done"),
    ],
)
def test_addresses_and_secrets_are_taken_out_and_the_rest_stays(said: str, written: str) -> None:
    assert scrubbed(said) == written


def test_what_was_raised_is_named_with_its_causes_place_and_without_its_words() -> None:
    try:
        int("aline")
    except ValueError:
        told = Discreet().formatException(sys.exc_info())
    assert "test_logs.py" in told
    assert "aline" not in told


def test_a_traceback_inside_a_line_loses_its_words() -> None:
    """As the web server writes it."""
    said = scrubbed(
        "Application callable raised an exception\nTraceback (most recent call last):\n"
        '  File "a.py", line 3, in asked\n    raise ValueError(name)\nValueError: Aline wrote this\nand that'
    )
    assert said == 'Application callable raised an exception\n  File "a.py", line 3, in asked\nValueError'


def test_settings_log_through_the_discreet_formatter_alone() -> None:
    """Every handler that a logger of the product, of Django or of a library ends at writes discreetly."""
    used = {handler["formatter"] for handler in LOGGING["handlers"].values()}
    assert {LOGGING["formatters"][name]["()"] for name in used} == {"foulee.web.operating.logs.Discreet"}
    assert LOGGING["loggers"]["django"]["handlers"] == []


PERSONAL = {
    "login": "aline.dupont@example.org",
    "email": "aline.dupont@example.org",
    "name": "Aline Dupont",
    "value": "Aline Dupont",
}
BREAKING = (
    "home.views.emblem_of", "home.views.listed", "home.views.example_answer", "diagnosing.show.answer_of",
    "diagnosing.show.strategy_of", "diagnosing.show.shown_try", "diagnosing.show.diagnose",
    "diagnosing.sharing.answer_of", "diagnosing.sharing.strategy_of",
)  # fmt: skip
TRACES = ("aline", "Dupont", "192.0.2.77", "example.org")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_leaves_a_trace_of_who_came_whatever_the_answer(
    town: Town, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """Every address of the configuration, as a stranger and as the owner, with a form that holds a person.

    What takes long breaks instead, with a person in its words.
    """

    def broken(*_: object, **__: object) -> None:
        raise ValueError(PERSONAL["name"])

    for name in BREAKING:
        monkeypatch.setattr(f"foulee.web.{name}", broken)
    clients = [Client(enforce_csrf_checks=True), town.client("owner")]
    for item in addresses():
        path = reverse(item.name, kwargs=town.arguments(item.arguments))
        for client in clients:
            client.raise_request_exception = False
            getattr(client, method)(f"{path}?who={PERSONAL['email']}", PERSONAL, REMOTE_ADDR="192.0.2.77")
    said = log.getvalue()
    assert said, "pages that refuse are logged"
    for trace in (*TRACES, town.link.secret, town.firm.name, str(settings.SECRET_KEY)):
        assert trace not in said, [line for line in said.splitlines() if trace in line][:3]


@pytest.mark.django_db
def test_a_mail_that_cannot_be_sent_and_a_job_that_fails_say_nothing_of_whom(
    log: io.StringIO, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert not deliver(Mail(subject="Aline Dupont", body="aline"), to="aline.dupont@example.org")

    @jobs.job("of the test", retries=0)
    def fail(*, whom: str, now: Any) -> None:
        raise ValueError(f"{whom} at 192.0.2.77")

    try:
        jobs.run(jobs.enqueue("of the test", arguments={"whom": "aline.dupont@example.org"}, now=NOW).id)
    finally:
        del jobs.WORKS["of the test"]
    said = log.getvalue()
    assert "a mail could not be sent" in said
    assert "ValueError" in said
    for trace in TRACES:
        assert trace not in said
