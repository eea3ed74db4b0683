"""What the installation does by itself at night."""

import datetime as dt
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult
from tests.people import NOW, bakery, diagnosed, person

from foulee.actions.backups import keep_latest
from foulee.actions.jobs import enqueue, run
from foulee.actions.operating import beat, forget_firms, forget_renderings, last_night, months_before, purge, tick
from foulee.records.models import Firm, Invitation, Job, Membership, Rendering, Tick
from foulee.records.models.job import State
from foulee.records.queries.operating import last_beat, overdue_jobs, worker_alive

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


def seen(firm: Firm, at: dt.datetime) -> Firm:
    """The firm, last opened at this time."""
    firm.seen_at = at
    firm.save()
    return firm


@pytest.mark.django_db
def test_files_that_nobody_has_opened_for_months_go_away_unless_they_have_a_member() -> None:
    idle, opened, owned = (bakery(by) for by in (None, None, person("owner")))
    seen(idle, NOW - 185 * DAY)
    seen(opened, NOW - 180 * DAY)
    seen(owned, NOW - 400 * DAY)
    diagnosed(idle)
    purge(now=NOW)
    assert set(Firm.objects.all()) == {opened, owned}


@pytest.mark.django_db
def test_many_idle_files_go_away_in_one_night() -> None:
    old = NOW - 300 * DAY
    Firm.objects.bulk_create(Firm(made_at=old, answered_at=old, seen_at=old) for _ in range(250))
    assert forget_firms(before=NOW) == 250


@pytest.mark.django_db
def test_what_is_about_people_goes_away_when_it_has_served() -> None:
    Session.objects.create(session_key="old", expire_date=NOW - MINUTE)
    Session.objects.create(session_key="new", expire_date=NOW + MINUTE)
    firm = bakery(person("owner"))
    for name, age in (("old", 40), ("new", 3)):
        Invitation.objects.create(
            firm=firm, email=f"{name}@example.org", role="reader", digest=name, made_at=NOW, expires_at=NOW - age * DAY
        )
    attempt = AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=1)
    AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=NOW - 2 * DAY)
    purge(now=NOW)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(Invitation.objects.values_list("email", flat=True)) == ["new@example.org"]
    assert not AccessAttempt.objects.exists()
    assert Membership.objects.count() == 1


@pytest.mark.django_db
def test_ended_jobs_and_their_wake_ups_go_away_and_open_ones_stay() -> None:
    for state, age in ((State.DONE, 40), (State.DONE, 3), (State.FAILED, 40), (State.WAITING, 40)):
        ended = None if state == State.WAITING else NOW - age * DAY
        Job.objects.create(name="x", state=state, made_at=NOW - age * DAY, due_at=NOW - age * DAY, ended_at=ended)
    for age in (3, 0):
        DBTaskResult.objects.create(
            args_kwargs={}, task_path="x", backend_name="default", run_after=NOW, started_at=NOW - age * DAY
        )
    purge(now=NOW)
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "waiting"]
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_renderings_of_another_build_go_away() -> None:
    result = diagnosed(bakery())
    for name in ("answer-fr@old", "answer-fr@new"):
        Rendering.objects.create(result=result, name=name, body=b"")
    assert forget_renderings(build="new") == 1
    assert Rendering.objects.get().name == "answer-fr@new"


@pytest.mark.django_db
def test_the_works_of_a_night_are_asked_for_once() -> None:
    assert tick(now=NOW) == ["purge", "backup"]
    assert tick(now=NOW + MINUTE) == []
    tick(now=NOW + DAY)  # those of yesterday have not even been done
    assert Job.objects.count() == 2
    run(Job.objects.get(name="purge").id, clock=lambda: NOW + DAY)
    tick(now=NOW + 2 * DAY)
    assert Job.objects.filter(name="purge").count() == 2
    assert Tick.objects.filter(name="purge").count() == 3


@pytest.mark.django_db
def test_a_machine_that_was_off_at_night_catches_up_once() -> None:
    tick(now=NOW)
    Job.objects.update(state=State.DONE)
    assert tick(now=NOW + 5 * DAY) == ["purge", "backup"]
    assert tick(now=NOW + 5 * DAY) == []


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-11-22T01:59:00+00:00", "2026-11-21T03:00:00+01:00"),
        ("2026-11-22T02:00:00+00:00", "2026-11-22T03:00:00+01:00"),
        ("2026-11-22T22:30:00+00:00", "2026-11-22T03:00:00+01:00"),
        ("2026-03-29T12:00:00+00:00", "2026-03-29T03:00:00+02:00"),  # the night that has no two o'clock
    ],
)
def test_the_last_night_is_by_the_clock_of_the_place(now: str, night: str) -> None:
    assert last_night(dt.datetime.fromisoformat(now), 3) == dt.datetime.fromisoformat(night)


@pytest.mark.parametrize(
    ("months", "before"), [(6, "2026-05-22"), (11, "2025-12-22"), (12, "2025-11-22"), (0, "2026-11-22")]
)
def test_months_are_counted_by_the_calendar(months: int, before: str) -> None:
    assert months_before(NOW, months).date() == dt.date.fromisoformat(before)


@pytest.mark.django_db
def test_a_worker_is_alive_as_long_as_it_gives_signs() -> None:
    assert not worker_alive(NOW)
    beat(now=NOW)
    beat(now=NOW)  # another worker, in the same second
    assert worker_alive(NOW + MINUTE)
    assert not worker_alive(NOW + 3 * MINUTE)
    assert not worker_alive(NOW - MINUTE)  # the clock was put back: that sign proves nothing
    assert last_beat(NOW + 3 * MINUTE) == NOW


@pytest.mark.django_db
def test_work_is_late_when_it_has_waited_for_more_than_ten_minutes() -> None:
    asked = enqueue("purge", now=NOW)
    assert overdue_jobs(NOW + 9 * MINUTE) == 0
    assert overdue_jobs(NOW + 11 * MINUTE) == 1
    Job.objects.filter(id=asked.id).update(state=State.RUNNING, leased_until=NOW + 30 * MINUTE)
    assert overdue_jobs(NOW + 39 * MINUTE) == 0
    assert overdue_jobs(NOW + 41 * MINUTE) == 1


def test_the_backups_of_the_last_seven_nights_are_kept(tmp_path: Path) -> None:
    for day in range(10, 20):
        (tmp_path / f"foulee-nightly-2026-11-{day}-040000.zip").touch()
    (tmp_path / "foulee-backup-2026-01-01-040000.zip").touch()
    assert len(keep_latest(tmp_path, "nightly")) == 3
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left[0] == "foulee-backup-2026-01-01-040000.zip"
    assert left[1] == "foulee-nightly-2026-11-13-040000.zip"
    assert len(left) == 8
