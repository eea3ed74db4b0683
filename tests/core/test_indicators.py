"""Levels as indicators of the response: what they teach, what they must not, and what they are worth."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.weeks import believed, weeks_of_a_firm

from foulee.core.history import FirmHistory, LeverKind
from foulee.core.response.fitting.indicators import (
    Indicated,
    IndicatorPrior,
    gathered,
    indicated,
    response,
    trusted,
)
from foulee.core.response.fitting.layout import CARRY, HALF, QUICK
from foulee.core.response.fitting.level_density import (
    AUTOS,
    FLAT,
    MEDIAN_CHI,
    Series,
    densities,
    own_terms,
)
from foulee.core.response.fitting.level_density import (
    HALF as DEGREES,
)
from foulee.core.response.fitting.posterior import logistic, prior_parameters
from foulee.core.response.fitting.problem import Problem, problem
from foulee.core.response.levels import Part
from foulee.core.types import Floats, Ints

WEEKS = 104
DRAWS = 1000
PRIOR = IndicatorPrior(follows=0.5, own_way=0.15, near=(0.71, 0.54), noise=0.2, unfollow=(0.02, 0.1, 0.3))


def firm(levers: int = 1, weeks: int = WEEKS) -> FirmHistory:
    history = weeks_of_a_firm(weeks=weeks, levers=levers)
    return replace(history, levers=tuple(replace(one, kind=LeverKind.ORGANIC_SOCIAL) for one in history.levers))


def ready(levels: dict[str, Floats], history: FirmHistory | None = None) -> Problem:
    told = replace(history or firm(), levels=levels)
    return problem(told, believed(told))


def draws_of(made: Problem, seed: int = 3, count: int = DRAWS) -> Floats:
    """Draws of the prior, in place of a posterior that has learnt nothing."""
    return prior_parameters(made, seed=seed, draws=count)


def column(made: Problem, draws: Floats, part: int, lever: int = 0) -> Floats:
    return np.asarray(draws[:, made.layout.lever(lever, part)])


def followed(carryover: float, half: float, rng: np.random.Generator, noise: float = 0.2) -> Floats:
    """Reach that follows the only lever with this carryover and half-saturation."""
    made = ready({})
    reached = response(made.data.effort[0], 1.0, np.array([carryover]), np.array([half]))[0]
    return np.asarray(np.round(900.0 * reached * np.exp(noise * rng.standard_normal(reached.size))))


def width(values: Floats, places: Ints | slice = slice(None)) -> float:
    low, high = np.quantile(values[places], [0.1, 0.9])
    return float(high - low)


def heard(values: Floats, name: str = "reach") -> tuple[Problem, Floats, Indicated]:
    made = ready({name: values})
    draws = draws_of(made)
    return made, draws, indicated(made, draws, PRIOR, seed=1)


# --- the density ---------------------------------------------------------------------------------------------------


def test_the_density_is_that_of_a_multivariate_t() -> None:
    """Everything integrated out at once: Student's t with the covariance of noise and own terms, weeks missing."""
    rng = np.random.default_rng(0)
    place = np.array([0, 1, 2, 5, 6, 9, 10, 11, 30, 31, 32, 33, 60])
    logs, offsets = rng.standard_normal(place.size), rng.standard_normal((3, place.size))
    found = densities(Series(place=place, logs=logs, noise=0.2), offsets)
    terms, lags = own_terms(place), np.abs(place[:, None] - place[None, :])
    for row, auto in enumerate(AUTOS):
        scale = auto**lags / (1.0 - auto**2) + FLAT**2 * terms @ terms.T
        spread = scale * MEDIAN_CHI * 0.2**2  # b / a of the inverse gamma
        rest, free, size = logs - offsets, 2.0 * DEGREES, place.size
        square = np.einsum("dn,nd->d", rest, np.linalg.solve(spread, rest.T))
        expected = (
            math.lgamma((free + size) / 2.0)
            - math.lgamma(free / 2.0)
            - size / 2.0 * math.log(free * math.pi)
            - np.linalg.slogdet(spread)[1] / 2.0
            - (free + size) / 2.0 * np.log1p(square / free)
        )
        np.testing.assert_allclose(found[row], expected, rtol=1e-7)


def test_followers_are_what_came_and_stayed() -> None:
    kept = (1.0 - 0.1) ** (1.0 / 52.0)
    found = gathered(np.array([[1.0, 0.0, 2.0]]), 0.1)[0]
    assert found.tolist() == pytest.approx([1.0, kept, kept**2 + 2.0])


# --- what a level teaches --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("carryover", "half"), [(0.1, 0.6), (0.35, 1.5), (0.6, 0.8)])
def test_reach_that_follows_narrows_carryover_and_half_saturation(carryover: float, half: float) -> None:
    made, draws, found = heard(followed(carryover, half, np.random.default_rng(4)))
    (level,) = found.levels
    assert level.part is Part.FOLLOWS
    assert found.power == 1.0
    assert 100.0 < found.worth < 0.9 * DRAWS
    odds, saturation = column(made, draws, CARRY), column(made, draws, HALF)
    assert width(odds, found.places) < 0.8 * width(odds)
    assert width(saturation, found.places) < 0.9 * width(saturation)
    # What it leaves in doubt is a standard deviation of 0.65, the ways of a level being near those of sales only.
    assert abs(np.median(odds[found.places]) - math.log(carryover / (1.0 - carryover))) < 0.75
    assert abs(np.median(saturation[found.places]) - math.log(half)) < 0.4


def test_followers_that_gather_teach_it_too() -> None:
    rng = np.random.default_rng(2)
    values = 300.0 + np.cumsum(followed(0.6, 0.8, rng, 0.1) / 100.0)
    made, draws, found = heard(np.round(values), "followers_lever_0")
    assert found.levels[0].part is Part.FOLLOWS
    odds = column(made, draws, CARRY)
    assert np.median(logistic(odds[found.places])) > np.median(logistic(odds)) + 0.1


def test_no_level_says_whether_a_lever_sells() -> None:
    made, draws, found = heard(followed(0.35, 1.0, np.random.default_rng(4)))
    luck = column(made, draws, QUICK)
    assert found.moved
    assert abs(luck[found.places].mean() - luck.mean()) < 4.0 / math.sqrt(found.worth)


def series(kind: str, seed: int) -> Floats:
    rng, weeks = np.random.default_rng(seed), np.arange(WEEKS)
    logs = {
        "noise": 0.3 * rng.standard_normal(WEEKS),
        "walk": np.cumsum(0.08 * rng.standard_normal(WEEKS)),
        "season": 0.5 * np.sin(weeks / 8.3) + 0.2 * rng.standard_t(3.0, WEEKS),
        "trend": 0.01 * weeks + 0.2 * rng.standard_normal(WEEKS),
        "bursts": 3.0 * (rng.random(WEEKS) < 0.06) + 0.2 * rng.standard_normal(WEEKS),
        "counts": np.log(rng.poisson(3.0, WEEKS) / 800.0 + 1e-9),
    }
    return np.asarray(np.round(800.0 * np.exp(logs[kind])))


@pytest.mark.parametrize("name", ["reach", "visits", "followers"])
@pytest.mark.parametrize("kind", ["noise", "walk", "season", "trend", "bursts", "counts"])
def test_a_level_that_has_nothing_to_do_with_the_lever_moves_no_draw(kind: str, name: str) -> None:
    _, _, found = heard(series(kind, 8), name)
    assert found.levels[0].part is Part.NOTHING
    assert not found.moved
    assert found.worth == pytest.approx(DRAWS)


def test_a_random_level_beside_a_true_one_changes_nothing() -> None:
    true = followed(0.35, 1.5, np.random.default_rng(4))
    alone, both = (ready(levels) for levels in ({"reach": true}, {"reach": true, "visits": series("noise", 8)}))
    one, two = (indicated(made, draws_of(made), PRIOR, seed=1) for made in (alone, both))
    assert one.places.tolist() == two.places.tolist()


# --- accidents -------------------------------------------------------------------------------------------------------


def test_one_viral_week_changes_hardly_anything() -> None:
    calm = followed(0.35, 1.5, np.random.default_rng(4))
    viral = calm.copy()
    viral[np.abs(calm - np.median(calm)).argmin()] *= 50.0
    (made, draws, without), (_, _, with_it) = heard(calm), heard(viral)
    assert (without.levels[0].wild, with_it.levels[0].wild) == (0, 1)
    odds = column(made, draws, CARRY)
    assert np.median(odds[with_it.places]) == pytest.approx(np.median(odds[without.places]), abs=0.25)


def test_weeks_that_were_not_noted_are_missing_not_zero() -> None:
    values = followed(0.35, 1.5, np.random.default_rng(4))
    values[::3] = np.nan
    made, draws, found = heard(values)
    assert found.levels[0].part is Part.FOLLOWS
    assert abs(np.median(logistic(column(made, draws, CARRY)[found.places])) - 0.35) < 0.15


@pytest.mark.parametrize(
    ("values", "part"),
    [
        (np.full(WEEKS, np.nan), Part.FEW),
        (np.where(np.arange(WEEKS) < 11, 5.0, np.nan), Part.FEW),
        (np.zeros(WEEKS), Part.NOTHING),
        (np.full(WEEKS, 1234.0), Part.NOTHING),
        (np.where(np.arange(WEEKS) == 50, 1e300, 1.0), Part.NOTHING),
        (np.where(np.arange(WEEKS) == 50, 1.0, 0.0), Part.NOTHING),
    ],
)
def test_levels_that_cannot_tell_are_left(values: Floats, part: Part) -> None:
    _, _, found = heard(values)
    assert found.levels[0].part is part
    assert not found.moved


def test_a_lever_that_never_changes_teaches_nothing() -> None:
    history = firm()
    steady = replace(history, levers=(replace(history.levers[0], effort=np.full(WEEKS, 2.0)),))
    made = ready({"reach": series("noise", 1), "reach_other": series("noise", 1)}, steady)
    found = indicated(made, draws_of(made), PRIOR, seed=1)
    assert [one.part for one in found.levels] == [Part.STILL, Part.NO_LEVER]
    assert not found.moved


def test_a_bare_level_may_follow_any_of_several_levers() -> None:
    history = firm(levers=3)
    made = ready({}, history)
    reached = response(made.data.effort[1], 1.0, np.array([0.7]), np.array([0.8]))[0]
    values = np.round(900.0 * reached * np.exp(0.2 * np.random.default_rng(3).standard_normal(WEEKS)))
    made = ready({"reach": values}, history)
    draws = draws_of(made)
    found = indicated(made, draws, PRIOR, seed=1)
    assert found.levels[0].part is Part.FOLLOWS
    for lever in (0, 2):
        other = column(made, draws, CARRY, lever)
        assert np.median(other[found.places]) == pytest.approx(
            np.median(other), abs=0.5
        )  # half a standard deviation of the prior
    own = logistic(column(made, draws, CARRY, 1))
    assert np.median(own[found.places]) > np.median(own) + 0.2


# --- weights ---------------------------------------------------------------------------------------------------------


def test_weights_that_cannot_be_trusted_are_tempered_or_left() -> None:
    rng = np.random.default_rng(0)
    alike, power, _ = trusted(1e-3 * rng.standard_normal(DRAWS))
    assert (power, np.ptp(alike)) == (1.0, 0.0)
    _, power, tail = trusted(4.0 * rng.standard_exponential(DRAWS))
    assert 0.0 < power < 1.0
    assert tail <= 0.7
    single = np.zeros(DRAWS)
    single[7] = 1e4
    weights, power, _ = trusted(single)
    assert power == 0.0
    assert weights.tolist() == [1.0 / DRAWS] * DRAWS


def test_the_same_seed_keeps_the_same_draws() -> None:
    values = followed(0.35, 1.5, np.random.default_rng(4))
    assert heard(values)[2].places.tolist() == heard(values)[2].places.tolist()


def test_truths_fall_among_the_weighed_draws_as_often_as_they_should() -> None:
    """Simulation-based calibration without a fit: truth, level and draws all from what is believed."""
    history, inside, count = firm(weeks=60), [], 16
    made = ready({}, history)
    draws = draws_of(made)
    carry, half = (made.layout.lever(0, part) for part in (CARRY, HALF))
    for seed in range(count):
        rng = np.random.default_rng(seed)
        truth = draws_of(made, seed=1000 + seed, count=2)
        near = rng.random() < PRIOR.follows / (PRIOR.follows + PRIOR.own_way)
        own = (
            truth[0, [carry, half]] + np.array(PRIOR.near) * rng.standard_normal(2) if near else truth[1, [carry, half]]
        )
        reached = response(made.data.effort[0], 1.0, logistic(own[:1]), np.exp(own[1:]))[0]
        values = np.round(900.0 * (0.1 + reached) * np.exp(0.2 * rng.standard_normal(60)))
        told = ready({"reach": values}, history)
        kept = draws[indicated(told, draws, PRIOR, seed=1).places]
        ranks = (kept[:, [carry, half]] < truth[0, [carry, half]]).mean(axis=0)
        inside += (np.abs(ranks - 0.5) <= 0.4).tolist()
    share, error = float(np.mean(inside)), math.sqrt(0.8 * 0.2 / (2 * count))
    assert abs(share - 0.8) < 3.0 * error
