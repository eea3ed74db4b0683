"""Levels from the history to the answer: what a reading takes from them, and what stays the sampler's own."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

import foulee
from foulee.advice.indicating import indicator_prior, levels_heard
from foulee.advice.reading import Reading
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.response.fitting.indicators import response
from foulee.core.response.fitting.layout import CARRY
from foulee.core.response.fitting.posterior import posterior_parameters
from foulee.core.response.levels import Part
from foulee.core.types import Floats

WEEKS = 80
TODAY = dt.date(2026, 11, 22)
SETUP = foulee.ReadingSetup(margin=0.5, weeks=26, draws=800)


def reached(carryover: float) -> Floats:
    rng = np.random.default_rng(5)
    made = response(bare().levers[0].effort / 2.0, 1.0, np.array([carryover]), np.array([1.0]))[0]
    return np.asarray(np.round(900.0 * made * np.exp(0.2 * rng.standard_normal(WEEKS))))


def bare() -> FirmHistory:
    rng = np.random.default_rng(1)
    hours = rng.gamma(4.0, 0.5, WEEKS) * (rng.random(WEEKS) < 0.6)
    sales = 5000.0 * np.exp(0.12 * rng.standard_normal(WEEKS))
    lever = LeverHistory(name="posts", kind=LeverKind.ORGANIC_SOCIAL, unit=Unit.HOURS, effort=hours)
    return FirmHistory(start=dt.date(2024, 1, 1), sales=sales, levers=(lever,))


@pytest.fixture(scope="module")
def readings() -> tuple[Reading, Reading]:
    """Without reach, and with."""
    history, knowledge = bare(), foulee.load_knowledge(TODAY)
    levels = {"reach_posts": reached(0.7)}
    found = [foulee.read_weeks(told, knowledge, SETUP) for told in (history, replace(history, levels=levels))]
    return found[0], found[1]


def test_a_reading_takes_its_levels_in_and_leaves_the_sampler_s_draws(readings: tuple[Reading, Reading]) -> None:
    without, with_it = readings
    assert without.indicators.levels == ()
    assert not without.indicators.moved
    (level,) = with_it.indicators.levels
    assert level.part is Part.FOLLOWS
    assert with_it.indicators.moved
    assert with_it.indicators.worth < with_it.indicators.places.size
    np.testing.assert_array_equal(without.fitted.scores, with_it.fitted.scores)
    assert with_it.diagnostics.min_ess == without.diagnostics.min_ess
    assert with_it.levers["posts"].posterior != without.levers["posts"].posterior
    assert with_it.levers["posts"].prior == without.levers["posts"].prior


def test_what_was_read_holds_carryovers_near_the_reach(readings: tuple[Reading, Reading]) -> None:
    fitted, indicators = readings[1].fitted, readings[1].indicators
    natural = posterior_parameters(fitted, seed=SETUP.seed, thin=5)
    odds = natural[:, fitted.problem.layout.lever(0, CARRY)]
    kept = odds[indicators.places]
    assert np.ptp(np.quantile(kept, [0.1, 0.9])) < np.ptp(np.quantile(odds, [0.1, 0.9]))
    assert np.median(kept) > np.median(odds)
    again = levels_heard(fitted.problem, natural, foulee.load_knowledge(TODAY), SETUP.seed)
    np.testing.assert_array_equal(again.places, indicators.places)


def test_the_knowledge_base_declares_what_is_believed_of_levels() -> None:
    prior = indicator_prior(foulee.load_knowledge(TODAY))
    assert 0.0 < prior.own_way < prior.follows
    assert prior.follows + prior.own_way < 1.0
    assert min(prior.near) > 0.0
    assert list(prior.unfollow) == sorted(prior.unfollow)
