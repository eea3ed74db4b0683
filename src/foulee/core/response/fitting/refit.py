"""One more week: the last posterior's draws, weighted by what the week says; a new fit only where that will not do.

Importance sampling with Pareto-smoothed weights (Vehtari, Simpson, Gelman, Yao & Gabry 2024, JMLR 25), then systematic
resampling within each chain, which keeps the order of the draws and with it what the diagnostics read.
"""

from dataclasses import replace

import numpy as np

from foulee.core.response.fitting.arrays import room
from foulee.core.response.fitting.diagnostics import ess_bulk, ess_tail, rhat
from foulee.core.response.fitting.fit import Fitted, Sampling, fit
from foulee.core.response.fitting.kernel import density_of
from foulee.core.response.fitting.problem import Problem
from foulee.core.types import Floats

HEAVIEST = 0.7  # shape of the weights' tail above which they cannot be trusted (same article)
LEAST_KEPT = 0.3  # share of the draws that the weights must be worth
LEAST_TAIL = 5


def refit(last: Fitted, problem: Problem, sampling: Sampling) -> Fitted:
    """Take up the last posterior with a longer history; a whole fit where the weeks changed too much.

    `problem` must be told in the units of the last one (`last.problem.scales`). Raises NotConverged as `fit` does.
    """
    began = sampling.clock()
    if problem.active_names != last.problem.active_names or problem.scales is not last.problem.scales:
        return fit(problem, sampling)
    chains, draws, _ = last.scores.shape
    weights, tail = smoothed(densities(problem, last.scores) - densities(last.problem, last.scores))
    worth = 1.0 / float((weights**2).sum()) / weights.size
    rng = np.random.default_rng([sampling.seed, 41])
    # Each chain is resampled in the measure of its own weight, so that chains that disagree go on showing it.
    rows = weights.reshape(chains, draws)
    scores = np.array([last.scores[number, systematic(rows[number], rng)] for number in range(chains)])
    found = replace(
        last.diagnostics,
        max_rhat=float(np.max(rhat(scores))),
        min_ess_bulk=float(np.min(ess_bulk(scores))) * worth,
        min_ess_tail=float(np.min(ess_tail(scores))) * worth,
        weeks=int(problem.history.counted.sum()),
        cpu_seconds=sampling.clock() - began,
        reran=False,
    )
    if tail > HEAVIEST or worth < LEAST_KEPT or not found.healthy(chains * draws):
        return fit(problem, sampling)
    return Fitted(problem=problem, scores=scores, diagnostics=found)


def densities(problem: Problem, scores: Floats) -> Floats:
    """Log density of each draw (draws of all chains,), of scores (chains, draws, active)."""
    work, gradient = room(problem.data, problem.layout), np.empty(scores.shape[2])
    density = density_of(problem.data)
    return np.array([density(score, gradient, problem.data, work) for score in scores.reshape(-1, scores.shape[2])])


def smoothed(log_weights: Floats) -> tuple[Floats, float]:
    """Weights that sum to 1, the largest replaced by quantiles of a Pareto tail; and the shape of that tail."""
    shifted = log_weights - log_weights.max()
    weights = np.exp(shifted)
    count = int(min(0.2 * weights.size, 3.0 * np.sqrt(weights.size)))
    order = np.argsort(weights)
    if count < LEAST_TAIL or np.ptp(weights[order[-count:]]) == 0.0:
        return weights / weights.sum(), 0.0
    floor = weights[order[-count - 1]]
    shape, scale = pareto_tail(weights[order[-count:]] - floor)
    middles = (np.arange(count) + 0.5) / count
    with np.errstate(over="ignore"):  # a tail that heavy is not trusted anyway
        weights[order[-count:]] = np.minimum(floor + pareto_quantile(middles, shape, scale), 1.0)
    return weights / weights.sum(), shape


def pareto_tail(excess: Floats) -> tuple[float, float]:
    """Shape and scale of a generalised Pareto distribution (Zhang & Stephens 2009), shape drawn a little towards 0.5.

    `excess` (n,) above the threshold, in rising order.
    """
    count = excess.size
    grid = 30 + int(np.sqrt(count))
    quarter = excess[max(int(count / 4 + 0.5) - 1, 0)]
    steps = 1.0 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))
    candidates = steps / (3.0 * max(float(quarter), 1e-300)) + 1.0 / excess[-1]
    shapes = np.log1p(-candidates[:, None] * excess).mean(axis=1)
    profile = count * (np.log(-candidates / shapes) - shapes - 1.0)
    weights = 1.0 / np.exp(profile[None, :] - profile[:, None]).sum(axis=1)
    best = float((candidates * weights).sum() / weights.sum())
    shape = float(np.log1p(-best * excess).mean())
    return (shape * count + 10.0 * 0.5) / (count + 10.0), -shape / best


def pareto_quantile(share: Floats, shape: float, scale: float) -> Floats:
    """Quantiles of the generalised Pareto distribution."""
    if abs(shape) < 1e-9:  # noqa: PLR2004 - an exponential tail
        return -scale * np.log1p(-share)
    return scale * np.expm1(-shape * np.log1p(-share)) / shape


def systematic(weights: Floats, rng: np.random.Generator) -> Floats:
    """Places drawn in proportion to weights, as evenly as can be, in order (Kitagawa 1996)."""
    marks = (np.arange(weights.size) + rng.random()) / weights.size
    return np.minimum(np.searchsorted(np.cumsum(weights) / weights.sum(), marks), weights.size - 1)
