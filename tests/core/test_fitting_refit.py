"""Taking up the last posterior when a week is added."""

from dataclasses import replace

import arviz_stats.base as arviz
import numpy as np
import pytest
from tests.weeks import believed, weeks_of_a_firm

from foulee.core.response.fitting.fit import Fitted, Sampling, fit
from foulee.core.response.fitting.problem import Problem, problem
from foulee.core.response.fitting.refit import refit, smoothed, systematic

HISTORY = weeks_of_a_firm(weeks=100, levers=1, effect=0.15)


def told(weeks: int, like: Problem | None = None) -> Problem:
    history = HISTORY.first(weeks)
    return problem(history, believed(history), like.scales if like else None)


@pytest.fixture(scope="module")
def last() -> Fitted:
    return fit(told(90), Sampling())


def test_one_more_week_is_what_a_whole_fit_finds(last: Fitted) -> None:
    ready = told(91, last.problem)
    taken_up = refit(last, ready, Sampling(seed=3))
    whole = fit(ready, Sampling(seed=8))
    size = last.scores.shape[2]
    ours, theirs = (found.scores.reshape(-1, size) for found in (taken_up, whole))
    assert np.abs((ours.mean(axis=0) - theirs.mean(axis=0)) / theirs.std(axis=0)).max() < 0.15
    np.testing.assert_allclose(ours.std(axis=0), theirs.std(axis=0), rtol=0.15)
    assert set(map(tuple, ours[:, :2])) <= set(map(tuple, last.scores.reshape(-1, size)[:, :2]))  # no new draw made
    assert taken_up.diagnostics.weeks == 91


def test_weeks_that_change_everything_are_fitted_anew(last: Fitted) -> None:
    """Half as many sales from now on: the old draws are worth next to nothing."""
    sales = HISTORY.sales.copy()
    sales[90:] *= 0.5
    history = replace(HISTORY, sales=sales)
    ready = problem(history, believed(history), last.problem.scales)
    found = refit(last, ready, Sampling(seed=3))
    size = last.scores.shape[2]
    assert not set(map(tuple, found.scores.reshape(-1, size))) & set(map(tuple, last.scores.reshape(-1, size)))


def test_other_units_are_fitted_anew(last: Fitted) -> None:
    found = refit(last, told(91), Sampling(seed=3))
    assert found.scores[0, 0, 0] not in last.scores


def test_smoothed_weights_are_those_of_arviz() -> None:
    rng = np.random.default_rng(1)
    for tail in (0.3, 1.0, 2.0):
        log_weights = tail * rng.standard_normal(4000)
        ours, shape = smoothed(log_weights)
        # It takes log-likelihoods, whose weights are their inverse.
        theirs, other = arviz.array_stats.psislw(-log_weights)  # type: ignore[attr-defined, no-untyped-call]
        assert shape == pytest.approx(float(other), abs=0.02)
        kept = np.exp(theirs - theirs.max())
        np.testing.assert_allclose(np.sort(ours), np.sort(kept / kept.sum()), rtol=0.05)


def test_equal_weights_stay_equal() -> None:
    weights, shape = smoothed(np.zeros(1000))
    assert shape == 0.0
    np.testing.assert_allclose(weights, 1e-3)


def test_drawing_in_proportion_is_even() -> None:
    places = systematic(np.array([0.5, 0.0, 0.25, 0.25]), np.random.default_rng(0))
    assert sorted(places.tolist()).count(1) == 0
    assert places.tolist().count(0) == 2
