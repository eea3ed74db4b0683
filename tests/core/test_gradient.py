"""The way back through the recursion, against finite differences of the way forth."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from foulee.core.response.draws import ResponseDraws
from foulee.core.response.gradient import margin_and_gradient
from foulee.core.response.simulate import Efforts, present_value, simulate
from foulee.core.types import Floats

MakeDraws = Callable[..., ResponseDraws]
WEEKS = 16
RELATIVE = 2e-6


def model(make_draws: MakeDraws, seed: int, *, threshold: bool, under_way: bool) -> ResponseDraws:
    """Two levers and three draws with every mechanism at work."""
    rng = np.random.default_rng(seed)
    spread = (3, 2)
    return make_draws(
        levers=2,
        count=3,
        season=rng.uniform(0.5, 1.5, WEEKS),
        discount=0.004,
        carried=0.8 if under_way else 0.0,
        goodwill_new=rng.uniform(0.1, 0.4, 3) if under_way else 0.0,
        goodwill_loyal=rng.uniform(0.1, 0.4, 3) if under_way else 0.0,
        carryover=rng.uniform(0.0, 0.8, spread),
        quick=rng.uniform(0.05, 0.5, spread),
        slow=rng.uniform(0.05, 0.5, spread),
        repeat=rng.uniform(0.05, 0.3, spread),
        loyal=rng.uniform(0.05, 0.3, spread),
        half_saturation=rng.uniform(0.5, 3.0, spread),
        slope=rng.uniform(2.0, 4.0, spread) if threshold else 1.0,
        margin=rng.uniform(0.3, 0.8, 3),
        yearly_trend=rng.uniform(-0.1, 0.1, 3),
        depreciation=rng.uniform(0.005, 0.05, 3),
        staying=rng.uniform(0.3, 0.9, 3),
        active=rng.uniform(100.0, 600.0, 3),
    )


def mean_margin(draws: ResponseDraws, multiples: Floats) -> float:
    """What the projection itself says of the discounted margin, effort being free."""
    free = Efforts(multiples=multiples, hours=np.zeros(WEEKS), money=np.zeros(WEEKS))
    return float(present_value(simulate(draws, free).profit, draws.weekly_discount).mean())


def by_differences(draws: ResponseDraws, multiples: Floats, step: float = 1e-4) -> Floats:
    """Central differences, one effort at a time."""
    found = np.empty_like(multiples)
    for place in np.ndindex(*multiples.shape):
        change = np.zeros_like(multiples)
        change[place] = step
        found[place] = (mean_margin(draws, multiples + change) - mean_margin(draws, multiples - change)) / (2 * step)
    return found


def apart(gradient: Floats, expected: Floats) -> float:
    """Largest difference, beside the largest slope."""
    return float(np.abs(gradient - expected).max() / np.abs(expected).max())


@pytest.mark.parametrize("threshold", [False, True])
@pytest.mark.parametrize("under_way", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_gradient_is_the_slope_of_the_projection(
    make_draws: MakeDraws, seed: int, *, threshold: bool, under_way: bool
) -> None:
    draws = model(make_draws, seed, threshold=threshold, under_way=under_way)
    multiples = np.random.default_rng(seed + 10).uniform(0.1, 2.0, (WEEKS, 2))
    value, gradient = margin_and_gradient(draws, multiples)
    assert value == pytest.approx(mean_margin(draws, multiples), rel=1e-12)
    assert apart(gradient, by_differences(draws, multiples)) < RELATIVE


@pytest.mark.parametrize("forgotten", ["quick", "slow", "repeat", "loyal", "carryover"])
def test_forgetting_any_mechanism_would_be_seen(make_draws: MakeDraws, forgotten: str) -> None:
    """Negative control: without one of the chains the two ways differ by far more than the tolerance."""
    draws = model(make_draws, 1, threshold=True, under_way=True)
    multiples = np.random.default_rng(11).uniform(0.1, 2.0, (WEEKS, 2))
    nil = np.zeros_like(draws.lever.quick)
    poorer = replace(draws, lever=replace(draws.lever, **{forgotten: nil}))
    _, gradient = margin_and_gradient(poorer, multiples)
    assert apart(gradient, by_differences(draws, multiples)) > 1000.0 * RELATIVE


@pytest.mark.parametrize("threshold", [False, True])
def test_gradient_where_each_draw_has_its_own_season_and_efforts_under_way(
    make_draws: MakeDraws, *, threshold: bool
) -> None:
    """Draws of a posterior differ in both."""
    rng = np.random.default_rng(4)
    draws = model(make_draws, 4, threshold=threshold, under_way=True)
    draws = replace(draws, season=rng.uniform(0.5, 1.5, (WEEKS, 3)), carried=rng.uniform(0.0, 2.0, (3, 2)))
    multiples = rng.uniform(0.1, 2.0, (WEEKS, 2))
    value, gradient = margin_and_gradient(draws, multiples)
    assert value == pytest.approx(mean_margin(draws, multiples), rel=1e-12)
    assert apart(gradient, by_differences(draws, multiples)) < RELATIVE
    one_for_all = replace(draws, season=draws.season.mean(axis=1))
    assert apart(margin_and_gradient(one_for_all, multiples)[1], gradient) > 1000.0 * RELATIVE
