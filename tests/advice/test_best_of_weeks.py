"""The best path that a reading of weeks finds, and how it is compared with the others."""

import datetime as dt

import numpy as np
import pytest

import foulee
from foulee.core.projecting.best import month_of_week
from foulee.knowledge.reader import Knowledge

WEEKS, AHEAD = 70, 104


@pytest.fixture(scope="module")
def history() -> foulee.FirmHistory:
    """A shop that pays dearly for flyers, and does what letters bring far too seldom."""
    rng = np.random.default_rng(11)
    flyers = np.where(rng.random(WEEKS) < 0.8, 200.0, 0.0)
    letters = np.where(np.arange(WEEKS) % 5 == 0, 30.0, 0.0)
    level = np.where(letters > 0.0, 2500.0, 2000.0)
    return foulee.FirmHistory(
        start=dt.date(2025, 1, 6),
        sales=level * np.exp(0.04 * rng.standard_normal(WEEKS)),
        levers=(
            foulee.LeverHistory(name="flyers", kind=foulee.LeverKind.LOCAL_ADS, unit=foulee.Unit.MONEY, effort=flyers),
            foulee.LeverHistory(name="letters", kind=foulee.LeverKind.EMAIL, unit=foulee.Unit.MONEY, effort=letters),
        ),
    )


@pytest.fixture(scope="module")
def reading(history: foulee.FirmHistory, knowledge: Knowledge) -> foulee.Reading:
    return foulee.read_weeks(history, knowledge, foulee.ReadingSetup(margin=0.5, weeks=AHEAD))


def test_the_best_path_is_one_of_the_paths_and_in_the_levers_units(
    history: foulee.FirmHistory, reading: foulee.Reading
) -> None:
    best = reading.best_path
    assert best is not None
    assert set(reading.futures.posterior) == {"none", "red", "blue", "best"} == set(reading.beyond)
    assert best.shape == (24, 2)
    weekly = best[month_of_week(AHEAD)]
    lately = sum(lever.effort[-52:].mean() for lever in history.levers)
    assert weekly.sum() <= lately * AHEAD + 1e-6
    assert (best.max(axis=0) <= np.array([400.0, 60.0]) + 1e-6).all()


def test_it_does_more_of_what_the_weeks_showed_to_work_and_less_of_what_did_not(
    history: foulee.FirmHistory, reading: foulee.Reading
) -> None:
    flyers, letters = reading.best_path.mean(axis=0)  # type: ignore[union-attr]
    assert flyers < 0.5 * history.levers[0].effort[-52:].mean()
    assert letters > 2.0 * history.levers[1].effort[-52:].mean()


def test_it_beats_going_on_as_before(reading: foulee.Reading) -> None:
    assert reading.futures.posterior["best"].gain.p50 > reading.futures.posterior["blue"].gain.p50
    assert reading.futures.duels["best", "blue"].probability > 0.8


def test_it_is_flagged_where_it_goes_beyond_what_was_tried(reading: foulee.Reading) -> None:
    pushed = reading.best_path.max(axis=0) > 1.1 * np.array([200.0, 30.0])  # type: ignore[union-attr]
    names = ("flyers", "letters")
    assert reading.beyond["best"] == tuple(name for name, far in zip(names, pushed, strict=True) if far)
