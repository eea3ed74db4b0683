"""Jobs: asked for, taken, tried again; without a worker process."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from tests.people import NOW, bakery

from foulee.actions import jobs
from foulee.actions.jobs import WORKS, claim, enqueue, job, pause_after, run, wake_forgotten
from foulee.records.models import Job
from foulee.records.models.job import State
from foulee.records.queries.operating import job_of

MINUTE = dt.timedelta(minutes=1)
pytestmark = pytest.mark.django_db


class TroubleError(Exception):
    """Something that went wrong while a job was done."""

    def __init__(self, code: str = "trouble", *, permanent: bool = False) -> None:
        super().__init__("with what Aline had written")
        self.code = code
        self.permanent = permanent


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Jobs of the tests: `noted` notes its words, `failing` raises what stands in the list."""
    monkeypatch.setattr(jobs, "WORKS", WORKS.copy())
    noted: list[Any] = []

    @job("noted")
    def note_words(*, words: str, now: dt.datetime) -> None:
        noted.append((words, now))

    @job("failing", retries=2, pause=MINUTE)
    def fail(*, now: dt.datetime) -> None:
        raise noted[0]

    return noted


def test_a_job_is_asked_for_with_the_transaction_or_not_at_all(
    done: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        enqueue("noted", arguments={"words": "bread"}, now=NOW)
        assert not DBTaskResult.objects.exists()  # nobody is woken before the row is there
    assert DBTaskResult.objects.count() == 1

    def stumble() -> None:
        with transaction.atomic():
            enqueue("noted", arguments={"words": "cake"}, now=NOW)
            raise TroubleError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(TroubleError):
        stumble()
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_one_job_of_a_key_is_open_at_a_time(done: list[Any]) -> None:
    first = enqueue("noted", arguments={"words": "bread"}, key="the oven", now=NOW)
    assert enqueue("noted", arguments={"words": "cake"}, key="the oven", now=NOW) == first
    run(first.id, clock=lambda: NOW)
    assert enqueue("noted", arguments={"words": "cake"}, key="the oven", now=NOW) != first
    assert [words for words, _ in done] == ["bread"]


def test_jobs_without_a_key_do_not_hinder_one_another(done: list[Any]) -> None:
    asked = {enqueue("noted", arguments={"words": "bread"}, now=NOW).id for _ in range(3)}
    assert len(asked) == 3


def test_a_job_gets_its_arguments_and_the_time(done: list[Any]) -> None:
    asked = enqueue("noted", arguments={"words": "bread"}, now=NOW)
    run(asked.id, clock=lambda: NOW + MINUTE)
    assert done == [("bread", NOW + MINUTE)]
    assert Job.objects.get(id=asked.id).state == State.DONE


def test_a_job_is_done_once_however_often_somebody_is_woken(done: list[Any]) -> None:
    asked = enqueue("noted", arguments={"words": "bread"}, now=NOW)
    for _ in range(3):
        run(asked.id, clock=lambda: NOW)
    assert len(done) == 1


def test_a_job_is_not_begun_before_it_is_due(done: list[Any]) -> None:
    asked = enqueue("noted", arguments={"words": "bread"}, now=NOW)
    assert claim(asked.id, now=NOW - MINUTE) is None
    assert claim(asked.id, now=NOW) is not None


def test_a_taken_job_is_free_again_only_when_its_lease_has_passed(done: list[Any]) -> None:
    asked = enqueue("noted", arguments={"words": "bread"}, now=NOW)
    assert claim(asked.id, now=NOW)
    assert claim(asked.id, now=NOW + jobs.WORKS["noted"].lease) is None
    assert claim(asked.id, now=NOW + jobs.WORKS["noted"].lease + MINUTE)


def test_whoever_has_lost_the_lease_no_longer_changes_the_row(done: list[Any]) -> None:
    asked = enqueue("noted", arguments={"words": "bread"}, now=NOW)

    @job("noted")
    def dawdle(*, words: str, now: dt.datetime) -> None:
        assert claim(asked.id, now=NOW + 2 * MINUTE)  # another worker, because the lease has passed
        raise TroubleError

    run(asked.id, clock=lambda: NOW)
    row = Job.objects.get(id=asked.id)
    assert (row.state, row.attempts, row.error) == (State.RUNNING, 2, "")


def test_a_failed_try_is_followed_by_another_after_a_growing_pause(done: list[Any]) -> None:
    done.append(TroubleError())
    asked = enqueue("failing", now=NOW)
    pauses = []
    for _ in range(2):
        row = Job.objects.get(id=asked.id)
        now = row.due_at
        run(asked.id, clock=lambda: now)  # noqa: B023 - called at once
        row.refresh_from_db()
        assert (row.state, row.error) == (State.WAITING, "trouble")
        pauses.append(row.due_at - now)
    assert 0.75 * MINUTE <= pauses[0] <= 1.25 * MINUTE
    assert 1.5 * MINUTE <= pauses[1] <= 2.5 * MINUTE


def test_a_job_that_fails_too_often_is_given_up(done: list[Any]) -> None:
    done.append(TroubleError("no_flour"))
    asked = enqueue("failing", now=NOW)
    for attempt in range(3):
        run(asked.id, clock=lambda: NOW + attempt * 60 * MINUTE)  # noqa: B023 - called at once
    row = Job.objects.get(id=asked.id)
    assert (row.state, row.attempts, row.error, row.ended_at) == (State.FAILED, 3, "no_flour", NOW + 120 * MINUTE)


def test_what_would_fail_again_in_the_same_way_is_not_tried_again(done: list[Any]) -> None:
    done.append(TroubleError("closed", permanent=True))
    asked = enqueue("failing", now=NOW)
    run(asked.id, clock=lambda: NOW)
    assert Job.objects.get(id=asked.id).state == State.FAILED


def test_an_error_without_a_code_is_named_after_its_kind(done: list[Any]) -> None:
    done.append(ZeroDivisionError("12 / 0 by aline@example.org"))
    asked = enqueue("failing", now=NOW)
    run(asked.id, clock=lambda: NOW)
    assert Job.objects.get(id=asked.id).error == "ZeroDivisionError"


def test_pauses_are_the_same_each_time_they_are_computed_and_differ_between_jobs(done: list[Any]) -> None:
    taken = [Job(name="failing", attempts=1) for _ in range(20)]
    pauses = [pause_after(one) for one in taken]
    assert pauses == [pause_after(one) for one in taken]
    assert len(set(pauses)) == 20
    assert pause_after(Job(name="failing", attempts=30)) <= 1.25 * jobs.LONGEST_PAUSE


def test_a_job_that_this_version_does_not_know_waits_for_one_that_does(done: list[Any]) -> None:
    asked = enqueue("of the next version", now=NOW)
    run(asked.id, clock=lambda: NOW)
    assert wake_forgotten(now=NOW + MINUTE, grace=MINUTE / 2) == 0
    assert Job.objects.get(id=asked.id).state == State.WAITING


def test_a_forgotten_job_is_woken_once(done: list[Any]) -> None:
    enqueue("noted", arguments={"words": "bread"}, now=NOW)
    assert wake_forgotten(now=NOW, grace=MINUTE) == 0
    assert wake_forgotten(now=NOW + 2 * MINUTE, grace=MINUTE) == 1
    assert wake_forgotten(now=NOW + 2 * MINUTE, grace=MINUTE) == 0  # it stands in the queue


def test_pages_see_the_last_job_of_a_firm(done: list[Any]) -> None:
    firm = bakery()
    enqueue("noted", firm=firm, arguments={"words": "bread"}, now=NOW)
    last = enqueue("noted", firm=firm, arguments={"words": "cake"}, now=NOW + MINUTE)
    assert job_of(firm, "noted") == last
    assert job_of(firm, "failing") is None
