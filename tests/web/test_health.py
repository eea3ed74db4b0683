"""The health page tells the truth: to programs in JSON, to people in sentences."""

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from foulee.actions.jobs import enqueue
from foulee.actions.operating import beat
from foulee.web.operating import health

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def working(db: None) -> dt.datetime:
    """A worker that was heard of now."""
    now = timezone.now()
    beat(now=now - MINUTE / 60)
    return now


def asked(client: Client) -> tuple[int, dict[str, bool]]:
    """Status and findings."""
    response = client.get("/health/")
    return response.status_code, response.json()


def test_all_is_well_where_a_worker_lives(client: Client, working: dt.datetime) -> None:
    status, found = asked(client)
    assert (status, set(found.values())) == (200, {True})
    assert set(found) == {"foulee", "database", "migrations", "worker", "jobs", "disk"}


@pytest.mark.django_db
def test_whoever_watches_learns_that_the_worker_is_dead(client: Client) -> None:
    beat(now=timezone.now() - 3 * MINUTE)
    status, found = asked(client)
    assert (status, found["worker"], found["database"]) == (503, False, True)


def test_late_work_is_told(client: Client, working: dt.datetime) -> None:
    enqueue("purge", now=working - 11 * MINUTE)
    status, found = asked(client)
    assert (status, found["jobs"]) == (503, False)


def test_a_full_disk_is_told(client: Client, working: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_DISK", 10**18)
    status, found = asked(client)
    assert (status, found["disk"]) == (503, False)


def test_a_database_of_another_version_is_told(client: Client, working: dt.datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr(health, "unapplied", lambda: ["records.0002_something"])
    status, found = asked(client)
    assert (status, found["migrations"], found["database"]) == (503, False, True)


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_database_that_does_not_answer_is_told_in_json_and_as_a_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    """No fixture opens the database here: whatever asks it is refused by the tests themselves."""

    def silent(*_: object) -> None:
        raise OperationalError

    for name in ("unapplied", "worker_alive", "overdue_jobs"):
        monkeypatch.setattr(health, name, silent)
    response = client.get("/health/", headers={"Accept": accept})
    assert response.status_code == 503
    assert response.headers["Content-Type"].startswith(accept)
    if accept == "application/json":
        assert response.json() == {"foulee": False, "database": False, "disk": True}  # of the rest nothing is known
    else:
        assert response.content.decode().count("✗") == 1


@pytest.mark.parametrize(("language", "said"), [("fr", "foulee doctor"), ("en", "Something is not well")])
@pytest.mark.django_db
def test_people_get_sentences(client: Client, language: str, said: str) -> None:
    response = client.get(f"/health/?lang={language}", headers={"Accept": "text/html,*/*"})
    assert response.status_code == 503
    assert said in response.content.decode()


def test_a_page_that_breaks_comes_without_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one who asks has a session, which cannot be read."""

    def broken(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", broken)
    monkeypatch.setattr("foulee.web.operating.views.health", broken)
    client.cookies["sessionid"] = "a" * 32
    client.raise_request_exception = False
    response = client.get("/health/?lang=en")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_nothing_keeps_the_page(client: Client, working: dt.datetime) -> None:
    assert "no-store" in client.get("/health/").headers["Cache-Control"]
    assert client.post("/health/").status_code == 405
