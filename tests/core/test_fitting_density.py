"""The compiled log density: its gradient, and its twin over `simulate`."""

from dataclasses import replace

import numpy as np
import pytest
from tests.weeks import believed, weeks_of_a_firm, with_everything

from foulee.core.response.fitting.arrays import LOG_MEAN, NEW_PEOPLE, STRETCH, VALUE, room
from foulee.core.response.fitting.compiling import STAMP
from foulee.core.response.fitting.effect_draws import effects
from foulee.core.response.fitting.kernel import density_of, with_shares, without_shares
from foulee.core.response.fitting.layout import FIRM, ORDERS_SIZE, SIZE
from foulee.core.response.fitting.observed import lone_zeros
from foulee.core.response.fitting.plain import log_likelihood
from foulee.core.response.fitting.posterior import Money, own_efforts, prior_parameters, window
from foulee.core.response.fitting.problem import Problem, problem
from foulee.core.response.fitting.stretching import relaxed, stretched
from foulee.core.response.simulate import simulate
from foulee.core.types import Floats

MONEY = Money(margin=0.5, hour_cost=20.0, weekly_discount=0.001)
KINDS = [(zeros, customers, apart) for zeros in (False, True) for customers in (False, True) for apart in (False, True)]


def ready(*, zeros: bool, customers: bool, apart: bool = True) -> Problem:
    history = with_everything(weeks_of_a_firm(levers=3, effect=0.1), zeros=zeros, customers=customers, apart=apart)
    return problem(history, believed(history))


def density(ready: Problem, score: Floats) -> tuple[float, Floats]:
    gradient = np.empty(score.size)
    return float(density_of(ready.data)(score, gradient, ready.data, room(ready.data, ready.layout))), gradient


def the_gradient_is_that_of_differences(made: Problem, score: Floats) -> None:
    _, gradient = density(made, score)
    for place in range(score.size):
        above, below = score.copy(), score.copy()
        above[place] += 1e-5
        below[place] -= 1e-5
        slope = (density(made, above)[0] - density(made, below)[0]) / 2e-5
        assert gradient[place] == pytest.approx(slope, rel=2e-5, abs=2e-5), made.active_names[place]


@pytest.mark.parametrize(("zeros", "customers", "apart"), KINDS)
def test_the_gradient_is_that_of_differences(*, zeros: bool, customers: bool, apart: bool) -> None:
    made = ready(zeros=zeros, customers=customers, apart=apart)
    score = 0.5 * np.random.default_rng(1).standard_normal(made.data.active.size)
    the_gradient_is_that_of_differences(made, score)


@pytest.mark.parametrize("customers", [False, True])
def test_stretched_scores_have_their_gradient_and_the_same_density(*, customers: bool) -> None:
    """What is sampled in stretched scores is the same density, but for the volume that the stretching makes."""
    made = ready(zeros=False, customers=customers)
    tight = replace(made, data=stretched(made.data))
    score = 0.5 * np.random.default_rng(2).standard_normal(made.data.active.size)
    the_gradient_is_that_of_differences(tight, score)
    plain = relaxed(made, tight.data.firm[STRETCH], score)
    moved = [name for name, one, other in zip(made.active_names, plain, score, strict=True) if one != other]
    assert moved == ["lever 0 online", "lever 1 online", "lever 2 online"]
    by = [(relaxed(made, tight.data.firm[STRETCH], score + step) - plain) / 1e-3 for step in 1e-3 * np.eye(score.size)]
    volume = np.log(np.abs(np.linalg.det(np.array(by))))
    assert density(tight, score)[0] == pytest.approx(density(made, plain)[0] + volume, abs=1e-6)


@pytest.mark.parametrize("customers", [False, True])
def test_its_means_are_those_of_simulate(*, customers: bool) -> None:
    """One recursion: what is fitted is what is projected."""
    made = ready(zeros=False, customers=customers)
    natural = prior_parameters(made, seed=3, draws=20)
    outcome = simulate(window(made, natural, MONEY), own_efforts(made))
    work = room(made.data, made.layout)
    gradient = np.empty(made.data.active.size)
    for draw in range(20):
        work.natural[VALUE] = natural[draw]
        score = ((natural[draw] - made.data.prior[0]) / made.data.prior[1])[made.data.active]
        density_of(made.data)(score, gradient, made.data, work)
        expected = np.exp(work.weekly[LOG_MEAN, :-1]) * made.scales.sales
        np.testing.assert_allclose(outcome.sales[draw], expected, rtol=1e-12)
        if customers:
            grown = outcome.new_customers[draw] / outcome.new_customers[draw, 0]
            np.testing.assert_allclose(grown, work.weekly[NEW_PEOPLE, :-1] / work.weekly[NEW_PEOPLE, 0], rtol=1e-12)


@pytest.mark.parametrize(("zeros", "customers", "apart"), KINDS)
def test_its_twin_over_many_draws_differs_by_a_constant(*, zeros: bool, customers: bool, apart: bool) -> None:
    history = with_everything(weeks_of_a_firm(levers=3, effect=0.1), zeros=zeros, customers=customers, apart=apart)
    made = problem(replace(history, experiments=(), attributed={}), believed(history))
    natural = prior_parameters(made, seed=3, draws=10)
    for size in (SIZE, ORDERS_SIZE):
        natural[:, size] = natural[0, size]  # what changes with it alone is left out by the twin
    twin = log_likelihood(made, natural, window(made, natural, MONEY))
    scores = ((natural - made.data.prior[0]) / made.data.prior[1])[:, made.data.active]
    work, gradient = room(made.data, made.layout), np.empty(scores.shape[1])
    compiled = []
    for place, score in enumerate(scores):
        work.natural[VALUE] = natural[place]
        compiled.append(density_of(made.data)(score, gradient, made.data, work) + 0.5 * float(score @ score))
    assert np.ptp(np.array(compiled) - twin) < 1e-6


def test_the_mean_of_the_window_is_the_level_told() -> None:
    """Whatever the levers bring: they do not move the mean, so that it need not be unlearnt."""
    made = ready(zeros=False, customers=False)
    natural = prior_parameters(made, seed=4, draws=50)
    natural[:, FIRM : FIRM + made.layout.linear] = 0.0
    natural[:, 1] = 0.0
    sales = simulate(window(made, natural, MONEY), own_efforts(made)).sales
    np.testing.assert_allclose(sales.mean(axis=1), np.exp(natural[:, 0]) * made.scales.sales, rtol=1e-12)


def test_effects_have_their_prior() -> None:
    """Nil as often as told, and the quantiles told where they are not (below the ceiling that flattens them)."""
    history = weeks_of_a_firm(levers=1)
    beliefs = believed(history)
    made = problem(history, beliefs)
    drawn = effects(made.data, np.random.default_rng(5).standard_normal((200_000, 1)), 0)[:, 0]
    assert (drawn == 0.0).mean() == pytest.approx(beliefs.levers["lever 0"].nil_quick, abs=0.005)
    told = beliefs.levers["lever 0"].quick.high
    assert np.quantile(drawn[drawn > 0.0], 0.9) == pytest.approx(told / (1.0 + told / beliefs.ceiling), rel=0.03)


def test_zeros_that_stand_alone_are_bad_luck() -> None:
    sales = np.array([0.0, 5.0, 0.0, 0.0, 4.0, np.nan, 0.0, 3.0, 0.0])
    assert lone_zeros(sales).tolist() == [0, 6, 8]


def test_what_is_kept_on_disk_is_asked_anew_when_any_source_changes() -> None:
    for density in (without_shares, with_shares):
        assert density._cache._cache_file._source_stamp == STAMP  # type: ignore[attr-defined]
