"""What is said of a history before any fit, against histories whose truth is known."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from foulee.advice.describing import Tells, describe
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.types import Floats

START = dt.date(2022, 1, 3)
WEEKS = 208


def lever(name: str, effort: NDArray[Any], *, follows_demand: bool = False) -> LeverHistory:
    money, given = Unit.MONEY, np.asarray(effort, dtype=np.float64)
    return LeverHistory(name=name, kind=LeverKind.PAID_SOCIAL, unit=money, effort=given, follows_demand=follows_demand)


def season(size: float) -> Floats:
    """One wave a year, highest in the middle of July."""
    days = np.array([(START + dt.timedelta(weeks=week, days=3)).timetuple().tm_yday for week in range(WEEKS)])
    wave: Floats = size * np.cos(2.0 * np.pi * (days - 196) / 365.25)
    return wave


def history(sales: NDArray[Any], *levers: LeverHistory, controls: dict[str, Floats] | None = None) -> FirmHistory:
    return FirmHistory(start=START, sales=np.asarray(sales, dtype=np.float64), levers=levers, controls=controls or {})


def test_a_season_of_known_size_is_seen_and_a_wild_week_changes_nothing() -> None:
    sales = 1000.0 * np.exp(season(0.2))
    sales[50] *= 10.0
    found = describe(history(sales))
    assert found.season is not None
    assert int(found.season.argmax()) == 6
    assert found.season.max() == pytest.approx(np.exp(0.2) / np.mean(np.exp(season(0.2))) - 1.0, abs=0.01)
    assert found.scatter == pytest.approx(0.0, abs=0.02)


def test_years_add_up_and_missing_weeks_are_not_counted() -> None:
    sales = np.full(WEEKS, 100.0)
    sales[60:70] = np.nan
    found = describe(history(sales))
    assert sum(total for total, _ in found.years.values()) == found.total == 100.0 * (WEEKS - 10)
    assert [weeks for _, weeks in found.years.values()] == [52, 42, 52, 52]
    assert found.counted == WEEKS - 10


def test_the_smallest_effect_seen_is_that_of_least_squares() -> None:
    """A lever on or off by lot: standard error = scatter / (spread of the effort × √weeks)."""
    rng = np.random.default_rng(5)
    effort = 50.0 * (rng.random(WEEKS) < 0.5)
    sales = 1000.0 + 80.0 * rng.standard_normal(WEEKS)
    (use,) = describe(history(sales, lever("ads", effort))).levers
    assert use.tells is Tells.MAYBE
    assert use.smallest_seen == pytest.approx(2.8 * 80.0 / (25.0 * np.sqrt(WEEKS)), rel=0.15)


def test_an_effect_of_that_size_is_found_about_eight_times_in_ten() -> None:
    rng = np.random.default_rng(6)
    effort = 50.0 * (rng.random(WEEKS) < 0.5)
    found = []
    for _ in range(200):
        noise = 80.0 * rng.standard_normal(WEEKS)
        (use,) = describe(history(1000.0 + noise, lever("ads", effort))).levers
        assert use.smallest_seen is not None
        slope = np.polyfit(effort, noise + use.smallest_seen * effort, 1)[0]
        found.append(slope > 1.96 * use.smallest_seen / 2.8)
    assert np.mean(found) == pytest.approx(0.8, abs=0.1)


def test_an_effort_that_goes_with_the_season_shows_less() -> None:
    rng = np.random.default_rng(7)
    sales = 1000.0 * np.exp(season(0.1)) + 50.0 * rng.standard_normal(WEEKS)
    free = lever("free", 50.0 * (rng.random(WEEKS) < 0.5))
    bound = lever("bound", 50.0 * (season(1.0) > 0.0))
    one, other = describe(history(sales, free, bound)).levers
    assert (one.tells, other.tells) == (Tells.MAYBE, Tells.SEASON)
    assert other.season > 0.5 > one.season
    assert one.smallest_seen is not None
    assert other.smallest_seen is not None
    assert other.smallest_seen > 1.3 * one.smallest_seen


def test_levers_that_cannot_be_told() -> None:
    rng = np.random.default_rng(8)
    some = 50.0 * (rng.random(WEEKS) < 0.5)
    rare = np.where(np.arange(WEEKS) % 40 == 0, 50.0, 0.0)
    sales = 1000.0 + 50.0 * rng.standard_normal(WEEKS)
    levers = (
        lever("one", some),
        lever("twin", 2.0 * some),
        lever("never", np.zeros(WEEKS)),
        lever("same", np.ones(WEEKS)),
        lever("rare", rare),
        lever("follows", 50.0 * (rng.random(WEEKS) < 0.5), follows_demand=True),
    )
    told = {use.lever.name: use.tells.value for use in describe(history(sales, *levers)).levers}
    assert told == {
        "one": "together", "twin": "together", "never": "unused", "same": "constant", "rare": "few_uses",
        "follows": "follows",
    }  # fmt: skip
    helped = describe(history(sales, levers[-1], controls={"searches": sales.copy()})).levers[0]
    assert helped.tells is Tells.MAYBE


@pytest.mark.parametrize("weeks", [1, 2, 12, 30])
def test_short_histories_are_described_without_claims(weeks: int) -> None:
    rng = np.random.default_rng(9)
    sales = 1000.0 + 50.0 * rng.standard_normal(WEEKS)
    found = describe(history(sales, lever("ads", 50.0 * (rng.random(WEEKS) < 0.5))).first(weeks))
    assert found.season is None
    assert (found.scatter is None) == (weeks < 26)
    assert (found.levers[0].smallest_seen is None) == (weeks < 26)


def test_a_history_of_hardly_any_sale_is_described() -> None:
    sales = np.zeros(WEEKS)
    sales[100] = 50.0
    found = describe(history(sales, lever("ads", np.ones(WEEKS))))
    assert (found.total, found.season, found.scatter) == (50.0, None, None)
