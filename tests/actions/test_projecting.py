"""Weeks taken in and read by a worker: once, again, and what is kept where nothing can be told."""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.people import NOW, bakery
from tests.readings import checked, file_sent, imported, read, some_weeks

from foulee.actions.diagnosing import save_answer
from foulee.actions.jobs import run
from foulee.actions.projecting import (
    ANSWERS,
    BUSY,
    NO_SALES,
    NOT_CONVERGED,
    READ,
    UNREADABLE,
    ask_for_reading,
    is_read,
    teller,
)
from foulee.actions.weeks import import_weeks, keep_told
from foulee.advice.reading import Finding
from foulee.core.response.fitting import fit
from foulee.records.models import Event, Firm, Job, Learnt, Result, Weeks, WeeksFile
from foulee.records.models.job import State
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import latest
from foulee.records.queries.projecting import reading_of
from foulee.reporting.reading_words import NO_EFFECT, PROBABLY

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
TODAY = NOW.date()


@pytest.fixture
def firm() -> Firm:
    """A bakery."""
    return bakery()


def done(firm: Firm, at: dt.datetime = NOW) -> Job:
    """The last reading that was asked for, done."""
    asked = Job.objects.filter(firm=firm, name=READ).latest("made_at")
    run(asked.id, clock=lambda: at)
    asked.refresh_from_db()
    return asked


# --- taking in -------------------------------------------------------------------------------------------------------


def test_weeks_are_kept_and_a_reading_is_asked_for(firm: Firm) -> None:
    weeks = imported(firm)
    assert (weeks.number, weeks.file_name, weeks.made_at) == (1, "semaines.csv", NOW)
    asked = Job.objects.get(firm=firm)
    assert (asked.name, asked.state, asked.arguments["number"]) == (READ, State.WAITING, 1)
    assert Event.objects.filter(firm=firm, act="weeks").count() == 1


def test_the_same_weeks_twice_change_nothing(firm: Firm) -> None:
    first = imported(firm)
    again = imported(firm, at=NOW + HOUR)
    assert first.id == again.id
    assert (Weeks.objects.count(), Job.objects.count()) == (1, 1)
    assert Event.objects.filter(firm=firm, act="weeks").count() == 1


@pytest.mark.parametrize(
    "change",
    [{"told": {"columns": []}}, {"numbered": True}, {"history": some_weeks(41)}],
    ids=["told", "numbered", "longer"],
)
def test_whatever_changes_what_is_read_is_a_new_import(firm: Firm, change: dict[str, Any]) -> None:
    imported(firm)
    import_weeks(firm=firm, checked=checked(**change), by=None, now=NOW)
    assert list(Weeks.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Job.objects.count() == 2


def test_weeks_that_come_back_are_new_again(firm: Firm) -> None:
    imported(firm)
    imported(firm, some_weeks(30))
    assert imported(firm).number == 3


def test_a_file_replaces_the_last_and_keeps_what_was_said_of_it(firm: Firm) -> None:
    file_sent(firm, b"week,sales\n2025-W02,5\n")
    keep_told(firm=firm, told={"columns": [{"name": "sales"}]})
    file_sent(firm, b"week,sales\n2025-W02,6\n", name="autre.csv")
    held = WeeksFile.objects.get(firm=firm)
    assert (held.name, bytes(held.body)[-2:]) == ("autre.csv", b"6\n")
    assert held.told == {"columns": [{"name": "sales"}]}


def test_asked_twice_a_reading_is_made_once(firm: Firm) -> None:
    imported(firm)
    assert ask_for_reading(firm=firm, by=None, now=NOW) == Job.objects.get(firm=firm)
    assert Job.objects.count() == 1


def test_without_weeks_there_is_nothing_to_ask_for(firm: Firm) -> None:
    assert ask_for_reading(firm=firm, by=None, now=NOW) is None


# --- reading ---------------------------------------------------------------------------------------------------------


def test_a_worker_reads_the_weeks_and_keeps_what_they_tell(firm: Firm) -> None:
    """One true fit, the whole way."""
    imported(firm)
    asked = done(firm)
    assert (asked.state, asked.error, asked.stage) == (State.DONE, "", "planning")
    result = latest(firm, Kind.READING)
    assert result is not None
    found = reading_of(result)
    assert found is not None
    lever = found.levers[0]
    assert (lever.name, found.weeks, found.counted) == ("instagram", 40, 39)
    assert lever.finding in set(Finding)
    assert lever.after.returned.p90 > lever.after.returned.p50 >= 0.0
    assert set(found.after) == set(found.before) >= {"none", "red", "blue"}
    assert found.after["blue"].weekly.p50.shape == (156,)
    assert found.duel("blue", "red") is not None
    assert (found.margin, found.hour_cost) == pytest.approx((result.inputs["margin"], result.inputs["hour_cost"]))
    assert found.health.max_rhat < fit.MOST_RHAT
    assert is_read(firm, TODAY)
    assert ask_for_reading(firm=firm, by=None, now=NOW + HOUR) is None  # nothing has changed
    save_answer(firm_id=firm.id, path="firm.margin", answer=0.31, by=None, now=NOW)
    firm.refresh_from_db()
    assert not is_read(firm, TODAY)
    assert ask_for_reading(firm=firm, by=None, now=NOW + HOUR) is not None


def test_where_the_chains_do_not_agree_the_last_good_reading_stays(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both attempts are true ones; only what is asked of them is more than anything can give."""
    good = read(firm, inputs={"weeks": 0})
    imported(firm, some_weeks(30))
    Learnt.objects.create(firm=firm, reading=1, version="learnt-1", digest="good", body=b"", made_at=NOW)
    monkeypatch.setattr(fit, "LEAST_ESS", 1e9)
    asked = done(firm)
    assert (asked.state, asked.error, asked.attempts) == (State.FAILED, NOT_CONVERGED, 1)
    assert latest(firm, Kind.READING) == good
    assert Learnt.objects.get(firm=firm).digest == "good"


def test_without_sales_nothing_is_kept_and_nothing_tried_again(firm: Firm) -> None:
    good = read(firm, inputs={"weeks": 0})
    imported(firm, replace(some_weeks(), sales=np.zeros(40)))
    asked = done(firm)
    assert (asked.state, asked.error, asked.attempts) == (State.FAILED, NO_SALES, 1)
    assert latest(firm, Kind.READING) == good


def test_weeks_of_another_version_are_told(firm: Firm) -> None:
    imported(firm)
    Weeks.objects.update(history={})
    assert (done(firm).state, done(firm).error) == (State.FAILED, UNREADABLE)


def test_contradictory_answers_are_told(firm: Firm) -> None:
    imported(firm)
    Firm.objects.filter(id=firm.id).update(answers={"firm": {"trade": "bakery", "margin": "half"}})
    assert (done(firm).state, done(firm).error) == (State.FAILED, ANSWERS)


def test_weeks_that_newer_ones_have_replaced_are_not_read(firm: Firm) -> None:
    imported(firm)
    asked = Job.objects.get(firm=firm)
    imported(firm, some_weeks(30))
    run(asked.id, clock=lambda: NOW)
    asked.refresh_from_db()
    assert asked.state == State.DONE
    assert not Result.objects.exists()


def test_one_reading_at_a_time(firm: Firm) -> None:
    imported(firm)
    Job.objects.update(state=State.RUNNING, leased_until=NOW + HOUR)
    imported(firm, some_weeks(30), at=NOW + HOUR / 2)
    asked = done(firm, at=NOW + HOUR / 2)
    assert (asked.state, asked.error) == (State.WAITING, BUSY)  # and tried again a little later


def test_an_erased_firm_is_no_failure(firm: Firm) -> None:
    imported(firm)
    asked = Job.objects.get(firm=firm)
    Job.objects.update(firm=None)
    firm.delete()
    run(asked.id, clock=lambda: NOW)
    asked.refresh_from_db()
    assert asked.state == State.DONE


def test_the_words_know_the_engine_s_codes() -> None:
    assert {PROBABLY, NO_EFFECT} == {Finding.PROBABLY.value, Finding.NO_EFFECT.value}


def test_how_far_a_fit_is_is_noted_and_one_made_again_says_so_until_it_is_done(firm: Firm) -> None:
    imported(firm)
    Job.objects.update(state=State.RUNNING, stage="fitting")
    tell, once = teller(firm), [fit.Step(fit.Part.TUNING), fit.Step(fit.Part.DRAWING), fit.Step(fit.Part.DRAWING, 1)]
    seen = []
    for step in [*once, fit.Step(fit.Part.AGAIN), *once, fit.Step(fit.Part.FITTED)]:
        tell(step)
        seen.append(Job.objects.get(name=READ).stage)
    assert seen == ["fitting", "drawing", "drawing", "again", "again", "again", "again", "answering"]
