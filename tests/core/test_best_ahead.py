"""The best path from where a firm's weeks end: what it may put in, and draws of all response shapes together."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.projecting.best import month_of_week
from foulee.core.projecting.best_ahead import best_ahead
from foulee.core.response.draws import ResponseDraws, joined
from foulee.core.response.gradient import margin_and_gradient
from foulee.core.response.shapes import blended
from foulee.core.types import Floats, Shape

MakeDraws = Callable[..., ResponseDraws]
WEEKS, COUNT = 104, 20
TYPICAL = np.array([100.0, 2.0, 50.0])
UNITS = (Unit.MONEY, Unit.HOURS, Unit.MONEY)


def history(*efforts: Floats) -> FirmHistory:
    """A firm with one lever for each of the efforts."""
    levers = tuple(
        LeverHistory(name=f"lever {place}", kind=LeverKind.OTHER, unit=UNITS[place], effort=effort)
        for place, effort in enumerate(efforts)
    )
    return FirmHistory(start=dt.date(2024, 1, 1), sales=np.full(80, 2000.0), levers=levers)


def usual() -> FirmHistory:
    """Ads at 60 a week with one week at 150, 2.5 hours of posts, flyers at 30 a week."""
    rng = np.random.default_rng(2)
    ads, posts = np.full(80, 60.0), rng.uniform(2.0, 3.0, 80)
    ads[10] = 150.0
    return history(ads, posts, np.full(80, 30.0))


def working(make_draws: MakeDraws, **chosen: float | Floats) -> ResponseDraws:
    """Draws in which every lever brings far more than it costs, each with its own season and efforts under way."""
    rng = np.random.default_rng(3)
    draws = make_draws(levers=3, count=COUNT, discount=0.001, **({"quick": 2.0, "slow": 1.0, "level": 60.0} | chosen))
    return replace(draws, season=rng.uniform(0.7, 1.3, (WEEKS, COUNT)), carried=rng.uniform(0.0, 1.0, (COUNT, 3)))


def test_it_takes_no_more_than_last_years_hours_and_money_and_twice_what_was_tried(make_draws: MakeDraws) -> None:
    firm = usual()
    best = best_ahead(working(make_draws), firm, TYPICAL, WEEKS)
    weekly = best[month_of_week(WEEKS)]
    hours = firm.levers[1].effort[-52:].mean()
    assert best.shape == (24, 3)
    assert weekly[:, 1].max() == pytest.approx(hours)  # every lever pays: all there is is used
    assert weekly[:, [0, 2]].sum() == pytest.approx(90.0 * WEEKS)
    assert (best >= 0.0).all()
    assert (best.max(axis=0) <= 2.0 * np.array([150.0, 3.0, 30.0]) + 1e-6).all()


def test_money_goes_where_it_brings_most(make_draws: MakeDraws) -> None:
    effects = np.tile([3.0, 1.0, 0.0], (COUNT, 1))
    best = best_ahead(working(make_draws, quick=effects, slow=0.0), usual(), TYPICAL, WEEKS)
    assert best[:, 2].max() < 1e-6
    assert best[:, 0].mean() == pytest.approx(90.0, rel=0.05)


def test_where_no_effort_pays_nothing_is_done(make_draws: MakeDraws) -> None:
    best = best_ahead(working(make_draws, quick=0.0, slow=0.0), usual(), TYPICAL, WEEKS)
    np.testing.assert_allclose(best, 0.0, atol=1e-9)


def test_a_lever_never_used_stays_unused_and_one_given_up_gets_no_more_than_there_is(make_draws: MakeDraws) -> None:
    given_up = np.where(np.arange(80) < 20, 80.0, 0.0)  # more than a year ago: no money of last year's
    firm = history(given_up, np.full(80, 2.0), np.zeros(80))
    best = best_ahead(working(make_draws), firm, TYPICAL, WEEKS)
    np.testing.assert_allclose(best[:, [0, 2]], 0.0, atol=1e-6)
    np.testing.assert_allclose(best[:-3, 1], 2.0, rtol=1e-6)


@pytest.mark.parametrize("efforts", [(), (np.zeros(80), np.zeros(80))])
def test_a_firm_that_did_nothing_is_told_to_go_on_so(make_draws: MakeDraws, efforts: tuple[Floats, ...]) -> None:
    draws = working(make_draws).only(tuple(f"lever {place}" for place in range(len(efforts))))
    best = best_ahead(draws, history(*efforts), TYPICAL[: len(efforts)], WEEKS)
    assert best.shape == (24, len(efforts))
    assert not best.any()


def test_a_short_horizon_and_few_weeks_are_no_trouble(make_draws: MakeDraws) -> None:
    few = FirmHistory(start=dt.date(2024, 1, 1), sales=np.full(1, 900.0), levers=usual().first(1).levers)
    best = best_ahead(working(make_draws), few, TYPICAL, 1)
    assert best.shape == (1, 3)
    assert np.isfinite(best).all()


# --- draws of all shapes ---------------------------------------------------------------------------------------------


def by_shape(make_draws: MakeDraws, count: int = 100) -> dict[Shape, ResponseDraws]:
    """The same draws under each shape; the level numbers them."""
    levels = np.arange(1.0, count + 1.0)
    draws = make_draws(levers=2, count=count, level=levels)
    draws = replace(draws, season=np.tile(levels, (156, 1)), carried=np.tile(levels[:, None], 2))
    return {shape: replace(draws, shape=np.full(count, place)) for place, shape in enumerate(Shape)}


def test_shapes_are_blended_in_their_weights_without_any_place_twice(make_draws: MakeDraws) -> None:
    shapes = by_shape(make_draws)
    weights = {Shape.CONCAVE: 3.0, Shape.THRESHOLD: 1.0, Shape.FAR: 1.0}
    few = blended(shapes, weights, 50)
    np.testing.assert_array_equal(np.bincount(few.shape), [30, 10, 10])
    assert np.unique(few.firm.level).size == 50
    np.testing.assert_array_equal(few.season[7], few.firm.level)  # each keeps its own season and efforts under way
    np.testing.assert_array_equal(few.carried[:, 1], few.firm.level)
    assert blended(shapes, weights, 1000).count == 100
    assert few.firm.level[:30].max() > 60.0  # not the first part of the chains alone


def test_joined_draws_earn_the_mean_of_their_parts_whatever_season_they_share(make_draws: MakeDraws) -> None:
    """One part has a season for all draws, the other one for each."""
    one = make_draws(levers=2, count=3, season=np.linspace(0.5, 1.5, 20), carried=0.7, quick=0.4)
    other = replace(make_draws(levers=2, count=1, quick=0.1), season=np.full((20, 1), 1.2), carried=np.zeros((1, 2)))
    path = np.random.default_rng(5).uniform(0.0, 2.0, (20, 2))
    values, slopes = zip(*(margin_and_gradient(draws, path) for draws in (one, other)), strict=True)
    value, slope = margin_and_gradient(joined([one, other]), path)
    assert value == pytest.approx(0.75 * values[0] + 0.25 * values[1])
    np.testing.assert_allclose(slope, 0.75 * slopes[0] + 0.25 * slopes[1])
