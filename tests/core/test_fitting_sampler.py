"""Sampling: agreement with another sampler and with what must be true of any posterior."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import arviz_stats.base as arviz
import emcee
import numpy as np
import pytest
from scipy import stats
from tests.weeks import START, believed, weeks_of_a_firm

from foulee.core.history import ExperimentResult, FirmHistory
from foulee.core.response.fitting.arrays import room
from foulee.core.response.fitting.diagnostics import ess_bulk, ess_tail, normal_quantile, rhat
from foulee.core.response.fitting.effect_draws import effects
from foulee.core.response.fitting.fit import CHAINS, Effort, Fitted, NotConverged, Part, Sampling, Step, fit
from foulee.core.response.fitting.kernel import density_of
from foulee.core.response.fitting.posterior import posterior_parameters
from foulee.core.response.fitting.problem import problem
from foulee.core.types import Floats


def fitted(history: FirmHistory, sampling: Sampling | None = None) -> Fitted:
    return fit(problem(history, believed(history)), sampling or Sampling())


def quick(found: Fitted, lever: int = 0) -> Floats:
    """Draws of a lever's quick effect."""
    made = found.problem
    scores = np.zeros((found.scores.shape[0] * found.scores.shape[1], made.layout.levers))
    for number in range(made.layout.levers):
        name = f"{made.history.names[number]} quick"
        scores[:, number] = found.scores[:, :, made.active_names.index(name)].ravel()
    return effects(made.data, scores, 0)[:, lever]


def test_another_sampler_finds_the_same() -> None:
    """An affine-invariant ensemble (Goodman & Weare 2010) on the same density."""
    history = weeks_of_a_firm(weeks=39, levers=1, effect=0.2)
    found = fitted(history, Sampling(effort=Effort(draws=2000)))
    made, size = found.problem, found.problem.data.active.size
    work, gradient = room(made.data, made.layout), np.empty(size)

    def density(score: Floats) -> float:
        value = float(density_of(made.data)(score, gradient, made.data, work))
        return value if np.isfinite(value) else -np.inf

    walkers, rng = 64, np.random.default_rng(2)
    ensemble = emcee.EnsembleSampler(walkers, size, density, moves=emcee.moves.DEMove())
    ensemble.random_state = np.random.RandomState(3).get_state()
    start = found.scores.reshape(-1, size).mean(axis=0) + 0.3 * rng.standard_normal((walkers, size))
    ensemble.run_mcmc(start, 4000)
    other = ensemble.get_chain(discard=1000)
    # Errors of both means, from their own effective sample sizes.
    theirs = other.reshape(-1, size)
    count = theirs.shape[0] / np.maximum(ensemble.get_autocorr_time(quiet=True, tol=0), 1.0)
    ours = found.scores.reshape(-1, size)
    error = np.sqrt(theirs.var(axis=0) / count + ours.var(axis=0) / ess_bulk(found.scores))
    assert np.abs((theirs.mean(axis=0) - ours.mean(axis=0)) / error).max() < 4.5
    np.testing.assert_allclose(theirs.std(axis=0), ours.std(axis=0), rtol=0.12)


def test_diagnostics_agree_with_arviz() -> None:
    rng = np.random.default_rng(6)
    chains = np.cumsum(rng.standard_normal((4, 500, 5)), axis=1) * [0.0, 0.02, 0.05, 0.1, 0.3]
    chains += rng.standard_normal((4, 500, 5))
    chains[:, :, 3] = np.round(chains[:, :, 3])  # ties
    for column in range(5):
        one = chains[:, :, column]
        of_arviz: Any = arviz.array_stats  # type: ignore[attr-defined]
        assert rhat(chains)[column] == pytest.approx(of_arviz.rhat(one, chain_axis=0, draw_axis=1), rel=1e-6)
        bulk = of_arviz.ess(one, chain_axis=0, draw_axis=1, method="bulk")
        tail = of_arviz.ess(one, chain_axis=0, draw_axis=1, method="tail", prob=(0.05, 0.95))
        assert ess_bulk(chains)[column] == pytest.approx(bulk, rel=0.03)
        assert ess_tail(chains)[column] == pytest.approx(tail, rel=0.03)


def test_normal_quantiles_agree_with_scipy() -> None:
    shares = np.concatenate([np.linspace(1e-6, 1.0 - 1e-6, 1001), [1e-12, 1e-30, 1.0 - 1e-12]])
    np.testing.assert_allclose(normal_quantile(shares), stats.norm.ppf(shares), rtol=1e-9, atol=1e-12)


def test_the_same_seed_gives_the_same_draws_whatever_the_threads() -> None:
    history = weeks_of_a_firm(weeks=60, levers=1)
    one = fitted(history, Sampling(seed=5, effort=Effort(threads=1)))
    two = fitted(history, Sampling(seed=5, effort=Effort(threads=2)))
    np.testing.assert_array_equal(one.scores, two.scores)
    assert not np.array_equal(one.scores, fitted(history, Sampling(seed=6)).scores)


def test_chains_that_do_not_agree_yet_go_on_from_where_they_stand() -> None:
    """Twelve draws cannot be healthy: the same chains go on, by as many again, as far as they may."""
    history = weeks_of_a_firm(weeks=60, levers=1)
    few = Effort(tuning=(20, 20, 20), draws=12, threads=1)
    drawn = []
    for most in (0, 40):
        effort = replace(few, most=most)
        with pytest.raises(NotConverged) as refusal:
            fitted(history, Sampling(seed=5, effort=effort, harder=effort))
        drawn.append(refusal.value.fitted.scores)
    assert [scores.shape[1] for scores in drawn] == [12, 36]
    np.testing.assert_array_equal(drawn[0], drawn[1][:, :12])
    enough = fitted(history, Sampling(seed=5, effort=Effort(draws=500, most=1000, threads=1)))
    assert enough.scores.shape[1] in {500, 1000}
    assert not enough.diagnostics.reran


def test_almost_no_weeks_leave_the_prior() -> None:
    """Without data the posterior is the prior (MODEL §6)."""
    history = weeks_of_a_firm(weeks=3, levers=1, seed=4)
    found = fitted(history)
    names = found.problem.active_names
    for name in ("trend", "loss", "lever 0 carryover", "lever 0 half_saturation", "lever 0 quick", "lever 0 slow"):
        draws = found.scores[:, :, names.index(name)].ravel()
        assert abs(draws.mean()) < 0.15, name
        assert draws.std() == pytest.approx(1.0, abs=0.07), name


def test_many_weeks_find_the_truth() -> None:
    history = weeks_of_a_firm(weeks=400, levers=2, effect=0.25, noise=0.08)
    found = fitted(history)
    draws = quick(found)
    low, high = np.quantile(draws, [0.01, 0.99])
    # The true response is concave with half-saturation at the usual effort; 1 at it.
    assert low < 0.25 < high
    assert high - low < 0.15
    assert (quick(found, 1) == 0.0).mean() > 0.5  # the other lever does nothing


def test_a_wild_week_does_not_rule_the_fit() -> None:
    history = weeks_of_a_firm(weeks=104, levers=1, effect=0.15)
    wild = history.sales.copy()
    wild[50] *= 10.0
    plain, typo = quick(fitted(history)), quick(fitted(replace(history, sales=wild)))
    assert abs(np.median(plain) - np.median(typo)) < 0.4 * (np.quantile(plain, 0.9) - np.quantile(plain, 0.1))


def test_missing_weeks_are_missing_and_not_zero() -> None:
    history = weeks_of_a_firm(weeks=104, levers=1, effect=0.15)
    gaps = history.sales.copy()
    gaps[::7] = np.nan
    plain, holes = quick(fitted(history)), quick(fitted(replace(history, sales=gaps)))
    assert abs(np.median(plain) - np.median(holes)) < 0.06


def test_a_lever_that_follows_demand_keeps_its_prior() -> None:
    """Spend that rises with sales would look like a miracle; nothing tells it from demand."""
    history = weeks_of_a_firm(weeks=104, levers=1, effect=0.0)
    spent = 0.02 * history.sales
    follower = replace(history.levers[0], effort=spent, follows_demand=True)
    found = fitted(replace(history, levers=(follower,)))
    assert found.problem.followers == ("lever 0",)
    assert "lever 0 quick" not in found.problem.active_names
    natural = posterior_parameters(found, seed=1)
    place = found.problem.names.index("lever 0 quick")
    assert natural[:, place].std() == pytest.approx(1.0, abs=0.05)


def test_two_runs_that_do_not_agree_are_a_refusal() -> None:
    history, heard = weeks_of_a_firm(weeks=60, levers=1), list[Step]()
    short = Effort(tuning=(3, 5, 3), draws=12)
    with pytest.raises(NotConverged) as refusal:
        fitted(history, Sampling(effort=short, harder=short, heard=heard.append))
    once = [Step(Part.TUNING), *(Step(Part.DRAWING, done) for done in range(CHAINS + 1))]
    assert heard == [*once, Step(Part.AGAIN), *once]
    assert refusal.value.fitted.diagnostics.reran
    assert refusal.value.fitted.scores.shape[1] == 12


def test_customers_counted_as_a_levers_own_are_a_lower_bound() -> None:
    """Forty customers told us so, of whom a third at most would: the effect cannot be nil, and is drawn up."""
    history = weeks_of_a_firm(weeks=60, levers=1, noise=0.3)
    counted = np.zeros(60)
    counted[::3] = 2.0
    told = replace(history, attributed={"lever 0": counted}, orders=np.full(60, 100.0))
    plain, bounded = quick(fitted(history)), quick(fitted(told))
    assert (plain == 0.0).mean() > 0.1
    assert (bounded < 1e-4).mean() < 0.01
    # Forty customers of 6,000 orders are 0.7 % of sales; with a capture of about a third, some 2 %.
    assert 0.007 < np.median(bounded) < 0.06


def test_a_trial_draws_the_effect_to_what_it_found() -> None:
    history = weeks_of_a_firm(weeks=60, levers=1, effect=0.0, noise=0.3)
    usual = history.levers[0].typical
    trial = ExperimentResult(
        lever="lever 0", effect=0.1 * 5000.0 / usual, error=0.01 * 5000.0 / usual, start=START, weeks=8
    )
    found = quick(fitted(replace(history, experiments=(trial,))))
    assert np.median(found) == pytest.approx(0.1, abs=0.01)
    assert found.std() < 0.02


def test_a_trial_of_a_lever_that_the_weeks_never_saw_is_read_at_its_own_effort() -> None:
    """Tried before the first week: what is believed of it is believed of what the trial put in, not of one euro."""
    history = weeks_of_a_firm(weeks=60, levers=1, effect=0.0, noise=0.3)
    unused = replace(history.levers[0], effort=np.zeros(60))
    trial = ExperimentResult(
        lever="lever 0", effect=4.0, error=0.4, start=START - timedelta(weeks=30), weeks=12, effort=60.0, instead=0.0
    )
    history = replace(history, levers=(unused,), experiments=(trial,))
    made = problem(history, believed(history))
    assert made.scales.typical.tolist() == [60.0]
    assert np.median(quick(fitted(history))) == pytest.approx(4.0 * 60.0 / made.scales.sales, rel=0.15)


def test_a_trial_is_read_at_the_efforts_and_in_the_weeks_that_it_compared() -> None:
    """A burst from once to three times the usual, in weeks half as good as the mean one."""
    history = weeks_of_a_firm(weeks=60, levers=1, effect=0.0, noise=0.3)
    usual, half = history.levers[0].typical, 1.0
    rise = 0.05 * (1.0 + half) * (3.0 / (3.0 + half) - 1.0 / (1.0 + half))  # what a quick effect of 0.05 would add
    trial = ExperimentResult(
        lever="lever 0",
        effect=rise * 2500.0 / (2.0 * usual),
        error=0.1 * rise * 2500.0 / (2.0 * usual),
        start=START,
        weeks=8,
        effort=3.0 * usual,
        instead=usual,
        sales=2500.0,
    )
    told = quick(fitted(replace(history, experiments=(trial,))))
    blind = quick(fitted(replace(history, experiments=(replace(trial, effort=None, instead=None, sales=None),))))
    assert np.median(told) == pytest.approx(0.05, abs=0.015)
    assert np.median(blind) < 0.6 * np.median(told)


def test_the_sampler_compiled_alone_is_the_one_that_fits(tmp_path: Path) -> None:
    """Were its types others than those of a fit, a fit would compile it again."""
    program = """
import numpy as np
from dataclasses import replace
from contextlib import suppress
from tests.weeks import believed, weeks_of_a_firm
from foulee.core.response.fitting.fit import Effort, NotConverged, Sampling, fit
from foulee.core.response.fitting.problem import problem
from foulee.core.response.fitting.sampler import compile_alone, sample
compile_alone()
assert len(sample.signatures) == 1
history, brief = weeks_of_a_firm(weeks=40, levers=1), Effort(tuning=(5, 10, 5), draws=20)
for told in (history, replace(history, new_customers=np.full(40, 9.0))):
    with suppress(NotConverged):
        fit(problem(told, believed(told)), Sampling(effort=brief, harder=brief))
assert len(sample.signatures) == 1
"""
    around = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program], check=True, env=around)
    assert len(list(tmp_path.rglob("sampler.sample-*.nbc"))) == 1
