"""The likelihood over many draws at once, in NumPy: the compiled one's twin, for draws that were made otherwise."""

import numpy as np

from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.arrays import (
    CLOCK,
    CUSTOMERS,
    LOG_ODDS_ONLINE,
    LOG_SALES,
    ORDERS_TOO,
    SHARES,
    ZEROS,
    Counts,
)
from foulee.core.response.fitting.counts import HALF_A_COUNT
from foulee.core.response.fitting.layout import (
    AUTO,
    LEVEL,
    NEW_TREND,
    NOISE,
    ONLINE_AUTO,
    ONLINE_NOISE,
    ORDER,
    ORDERS_LEVEL,
    ORDERS_SHOCK,
    ORDERS_SIZE,
    SHOCK,
    SIZE,
    TREND,
)
from foulee.core.response.fitting.noise import FREEDOM, LEAST_NOISE
from foulee.core.response.fitting.posterior import online_shares, own_efforts
from foulee.core.response.fitting.problem import Problem
from foulee.core.response.simulate import Outcome, simulate
from foulee.core.types import Floats, Ints


def log_likelihood(problem: Problem, natural: Floats, past: ResponseDraws) -> Floats:
    """Log density of the weeks counted (draws,), but for a constant, with means from `simulate` on `past`.

    `natural` (draws, size) gives the noise; `past` may have another response than `natural` would.
    """
    outcome, data = simulate(past, own_efforts(problem)), problem.data
    log_mean = np.log(np.maximum(outcome.sales / problem.scales.sales, 1e-12))
    error = data.weekly[LOG_SALES] - log_mean
    total = np.zeros(natural.shape[0])
    for counts, mean, size, shock in counted_means(problem, natural, past, outcome):
        known = mean[:, counts.weeks]
        surprise = np.zeros_like(error)
        surprise[:, counts.weeks] = counts.values[1] - np.log(known + HALF_A_COUNT)
        error -= natural[:, [shock]] * surprise
        total += _counts(counts.values[0], known, np.exp(natural[:, [size]]))
    if data.firm[ZEROS]:
        worth = np.exp(log_mean - natural[:, [ORDER]])
        some = np.log(-np.expm1(-worth))
        error += some
        total += some[:, data.seen[0]].sum(axis=1) - worth[:, data.none].sum(axis=1)
    total += _surprises(data.seen, error, natural[:, [NOISE]], natural[:, [AUTO]])
    if data.firm[SHARES]:
        share = online_shares(problem, natural, past)
        error = data.weekly[LOG_ODDS_ONLINE] - np.log(share / (1.0 - share))
        total += _surprises(data.shared, error, natural[:, [ONLINE_NOISE]], natural[:, [ONLINE_AUTO]])
    return total


def counted_means(
    problem: Problem, natural: Floats, past: ResponseDraws, outcome: Outcome
) -> list[tuple[Counts, Floats, int, int]]:
    """What is counted beside sales: counts, their means (draws, weeks), and the places of their size and shock."""
    found, data = [], problem.data
    growth = np.exp(natural[:, [TREND]] * (data.weekly[CLOCK] - data.weekly[CLOCK, 0]))
    new = outcome.new_customers * growth
    if data.firm[CUSTOMERS]:
        own = np.exp(natural[:, [NEW_TREND]] * data.weekly[CLOCK])
        found.append((data.new, new * own, SIZE, SHOCK))
    if data.firm[ORDERS_TOO]:
        if data.firm[CUSTOMERS]:
            again = outcome.sales / past.firm.basket[:, None] - new
            found.append((data.orders, again, ORDERS_SIZE, ORDERS_SHOCK))
        else:
            each = np.exp(natural[:, [ORDERS_LEVEL]] - natural[:, [LEVEL]]) * problem.scales.orders
            found.append((data.orders, each * outcome.sales / problem.scales.sales, ORDERS_SIZE, ORDERS_SHOCK))
    return found


def _counts(counts: Floats, mean: Floats, size: Floats) -> Floats:
    """Negative binomial log density (draws,), what does not change with the mean left out: sizes are those fitted."""
    both = np.log(mean + size)
    return (size * (np.log(size) - both) + counts * (np.log(mean) - both)).sum(axis=1)


def _surprises(seen: Ints, error: Floats, log_noise: Floats, tanh_auto: Floats) -> Floats:
    """Student's t around the autoregression (draws,); see `noise.surprises`."""
    auto, noise = np.tanh(tanh_auto), LEAST_NOISE + np.exp(log_noise)
    weeks, gap = seen
    power = np.where(gap > 0, auto**gap, 0.0)
    spread = np.where(gap > 0, 1.0 - power**2, 1.0) / (1.0 - auto**2)
    surprise = error[:, weeks] - power * error[:, weeks - gap]
    ratio = surprise**2 / (noise**2 * spread * FREEDOM)
    density = -0.5 * (FREEDOM + 1.0) * np.log1p(ratio) - 0.5 * np.log(spread) - np.log(noise)
    return density.sum(axis=1)
