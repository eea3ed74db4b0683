"""Does the fitted model make weeks like the firm's own? Posterior predictive checks (Gelman, Meng & Stern 1996)."""

from dataclasses import dataclass

import numpy as np

from foulee.core.response.ahead import Believed
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.counts import HALF_A_COUNT
from foulee.core.response.fitting.layout import AUTO, NOISE, ORDER
from foulee.core.response.fitting.noise import FREEDOM, LEAST_NOISE
from foulee.core.response.fitting.plain import counted_means
from foulee.core.response.fitting.problem import Problem
from foulee.core.response.simulate import Outcome, simulate
from foulee.core.response.weighing import taught
from foulee.core.types import WEEKS_PER_YEAR, Floats, Interval, interval

REPLICATES = 400
ODD = 0.01  # a share of replicates so small that the model does not make weeks like these


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing seen in the firm's weeks, and what the model makes of it.

    `seen`: in the firm's own weeks; `made`: 80 % interval over weeks drawn from the model; `chance`: share of those at
    least as far out, on the side where it lies, doubled.
    """

    seen: float
    made: Interval
    chance: float

    @property
    def odd(self) -> bool:
        """Whether the model hardly ever makes weeks like these."""
        return self.chance < ODD


def predictive_checks(believed: Believed, natural: Floats, *, seed: int) -> dict[str, Check]:
    """Compare the firm's weeks with weeks drawn from the model at `natural` (draws, size), those of `believed`.

    `year`: mean of the last year over the mean of all; `peak`: highest week over the mean; `trough`: lowest week with
    sales; `jump`: median change from a week to the next, on logs; `zeros`: share of weeks without any sale.
    """
    drawn = _replicates(believed, natural[:REPLICATES], np.random.default_rng([seed, 31]))
    sales = believed.problem.history.sales
    closed = (sales == 0.0) & ~np.isin(np.arange(sales.size), believed.problem.data.none)
    counted = ~np.isnan(sales) & ~closed
    seen, made = _figures(sales[None, counted]), _figures(drawn[:, counted])
    return {name: _check(float(seen[name][0]), made[name]) for name in seen}


def _replicates(believed: Believed, natural: Floats, rng: np.random.Generator) -> Floats:
    """Weeks of sales drawn from the model (draws, weeks)."""
    past = taught(believed.problem, believed.past.take(slice(0, natural.shape[0])))
    outcome = simulate(past, believed.efforts)
    mean = outcome.sales * _shocks(believed.problem, natural, past, outcome, rng)
    auto, noise = np.tanh(natural[:, AUTO]), LEAST_NOISE + np.exp(natural[:, NOISE])
    surprise = rng.standard_t(FREEDOM, mean.shape) * noise[:, None]
    surprise[:, 0] /= np.sqrt(1.0 - auto**2)
    for week in range(1, mean.shape[1]):
        surprise[:, week] += auto * surprise[:, week - 1]
    if not believed.problem.data.none.size:
        return mean * np.exp(surprise)
    worth = np.exp(natural[:, ORDER])[:, None] * believed.problem.scales.sales
    some = -np.expm1(-mean / worth)
    return np.where(rng.random(mean.shape) < some, mean / some * np.exp(surprise), 0.0)


def _shocks(
    problem: Problem, natural: Floats, past: ResponseDraws, outcome: Outcome, rng: np.random.Generator
) -> Floats:
    """What each week's surprise in people and orders does to its sales, as a factor (draws, weeks)."""
    factor = np.ones(outcome.sales.shape)
    for counts, expected, size, shock in counted_means(problem, natural, past, outcome):
        mean = np.maximum(expected[:, counts.weeks], 1e-9)
        spread = np.exp(natural[:, [size]])
        drawn = rng.poisson(rng.gamma(spread, mean / spread, mean.shape))
        factor[:, counts.weeks] *= ((drawn + HALF_A_COUNT) / (mean + HALF_A_COUNT)) ** natural[:, [shock]]
    return factor


def _figures(sales: Floats) -> dict[str, Floats]:
    """What is compared, for each row of weeks."""
    mean = sales.mean(axis=1)
    positive = np.where(sales > 0.0, sales, np.nan)
    with np.errstate(invalid="ignore"):
        steps = np.abs(np.diff(np.log(positive), axis=1))
    return {
        "year": sales[:, -WEEKS_PER_YEAR:].mean(axis=1) / mean,
        "peak": sales.max(axis=1) / mean,
        "trough": np.nanmin(positive, axis=1) / mean,
        "jump": np.nanmedian(steps, axis=1) if steps.shape[1] else np.zeros(mean.size),
        "zeros": (sales == 0.0).mean(axis=1),
    }


def _check(seen: float, made: Floats) -> Check:
    above, below = float((made >= seen).mean()), float((made <= seen).mean())
    return Check(seen=seen, made=interval(made), chance=min(2.0 * min(above, below), 1.0))
