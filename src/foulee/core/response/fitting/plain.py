"""The likelihood over many draws at once, in NumPy: the compiled one's twin, for draws that were made otherwise."""

import numpy as np

from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.arrays import CLOCK, CUSTOMERS, LOG_SALES, ZEROS
from foulee.core.response.fitting.layout import AUTO, NOISE, ORDER, SHOCK, SIZE, TREND
from foulee.core.response.fitting.noise import FREEDOM, HALF_A_COUNT, LEAST_NOISE
from foulee.core.response.fitting.posterior import own_efforts
from foulee.core.response.fitting.problem import Problem
from foulee.core.response.simulate import simulate
from foulee.core.types import Floats


def log_likelihood(problem: Problem, natural: Floats, past: ResponseDraws) -> Floats:
    """Log density of the weeks counted (draws,), but for a constant, with means from `simulate` on `past`.

    `natural` (draws, size) gives the noise; `past` may have another response than `natural` would.
    """
    outcome = simulate(past, own_efforts(problem))
    log_mean = np.log(np.maximum(outcome.sales / problem.scales.sales, 1e-12))
    total = np.zeros(natural.shape[0])
    shock = np.zeros_like(log_mean)
    if problem.data.firm[CUSTOMERS]:
        growth = np.exp(natural[:, [TREND]] * (problem.data.weekly[CLOCK] - problem.data.weekly[CLOCK, 0]))
        counted, mean = problem.data.counted, (outcome.new_customers * growth)[:, problem.data.counted]
        shock[:, counted] = problem.data.counts[1] - np.log(mean + HALF_A_COUNT)
        total += _counts(problem.data.counts[0], mean, np.exp(natural[:, [SIZE]]))
    error = problem.data.weekly[LOG_SALES] - log_mean - natural[:, [SHOCK]] * shock
    if problem.data.firm[ZEROS]:
        orders = np.exp(log_mean - natural[:, [ORDER]])
        some = np.log(-np.expm1(-orders))
        error += some
        total += some[:, problem.data.seen[0]].sum(axis=1) - orders[:, problem.data.none].sum(axis=1)
    return total + _surprises(problem, error, natural)


def _counts(counts: Floats, mean: Floats, size: Floats) -> Floats:
    """Negative binomial log density (draws,), what does not change with the mean left out: sizes are those fitted."""
    both = np.log(mean + size)
    return (size * (np.log(size) - both) + counts * (np.log(mean) - both)).sum(axis=1)


def _surprises(problem: Problem, error: Floats, natural: Floats) -> Floats:
    """Student's t around the autoregression (draws,); see `noise.sales_density`."""
    auto, noise = np.tanh(natural[:, [AUTO]]), LEAST_NOISE + np.exp(natural[:, [NOISE]])
    weeks, gap = problem.data.seen
    power = np.where(gap > 0, auto**gap, 0.0)
    spread = np.where(gap > 0, 1.0 - power**2, 1.0) / (1.0 - auto**2)
    surprise = error[:, weeks] - power * error[:, weeks - gap]
    ratio = surprise**2 / (noise**2 * spread * FREEDOM)
    density = -0.5 * (FREEDOM + 1.0) * np.log1p(ratio) - 0.5 * np.log(spread) - np.log(noise)
    return density.sum(axis=1)
