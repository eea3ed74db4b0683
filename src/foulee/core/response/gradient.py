"""How profit changes with each week's effort: the recursion of `simulate`, run backwards (adjoint)."""

import numpy as np

from foulee.core.response.demand import demand, growth
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.goodwill import year_of_effort
from foulee.core.response.saturation import scaled_hill, scaled_hill_slope
from foulee.core.response.simulate import discount_factors
from foulee.core.types import Floats


def margin_and_gradient(draws: ResponseDraws, multiples: Floats) -> tuple[float, Floats]:
    """Mean discounted margin over draws, and its derivative by each week's effort (weeks, levers).

    `multiples` (weeks, levers) in typical efforts. Costs are not included: they are linear in effort. Exact to
    rounding; a test compares it with finite differences.
    """
    tape = Forward(draws, multiples)
    return tape.value, backward(tape)


class Forward:
    """A run whose `value` is the mean discounted margin, and which remembers what the way back needs.

    Arrays are (weeks, draws[, levers]).
    """

    def __init__(self, draws: ResponseDraws, multiples: Floats) -> None:
        self.draws, self.multiples = draws, multiples
        weeks, levers = multiples.shape
        self.worth = discount_factors(draws.weekly_discount, weeks)
        self.season = draws.season[:weeks]
        self.base = demand(draws.firm.level, self.season)
        self.unit = draws.firm.margin * draws.firm.basket * growth(draws.firm.yearly_trend, weeks)
        self.carried = np.empty((weeks, draws.count, levers))
        self.repeat = np.empty((weeks, draws.count))
        self.retention = np.empty((weeks, draws.count))
        self.before = np.empty((weeks, draws.count))
        self.per_year = 1.0 / year_of_effort(draws.firm.depreciation)
        self.value = self._run(draws, multiples)

    def _run(self, draws: ResponseDraws, multiples: Floats) -> float:
        lever, firm = draws.lever, draws.firm
        slow, loyal = (part * self.per_year[:, None] for part in (lever.slow, lever.loyal))
        carried, reputation, bond, active = draws.start
        total = 0.0
        for week, effort in enumerate(multiples):
            carried = lever.carryover * carried + (1.0 - lever.carryover) * effort
            response = scaled_hill(carried, lever.half_saturation, lever.slope)
            reputation = (1.0 - firm.depreciation) * reputation + (slow * response).sum(axis=1)
            bond = (1.0 - firm.depreciation) * bond + (loyal * response).sum(axis=1)
            self.repeat[week] = (lever.repeat * response).sum(axis=1)
            self.retention[week] = 1.0 / (1.0 + np.exp(-(firm.retention_logit + bond)))
            self.carried[week], self.before[week] = carried, active
            new = self.base[week] * (1.0 + (lever.quick * response).sum(axis=1) + reputation)
            again = firm.orders_rate * self.season[week] * (1.0 + self.repeat[week]) * active
            active = self.retention[week] * active + new
            total += self.worth[week] * float((self.unit[week] * (new + again)).mean())
        return total


def backward(tape: Forward) -> Floats:
    """Derivative of a run's value by each week's effort (weeks, levers)."""
    draws, multiples = tape.draws, tape.multiples
    lever, firm = draws.lever, draws.firm
    slow, loyal = (part * tape.per_year[:, None] for part in (lever.slow, lever.loyal))
    keep = 1.0 - firm.depreciation
    by_active = np.zeros(draws.count)
    by_reputation, by_bond = np.zeros(draws.count), np.zeros(draws.count)
    by_carried = np.zeros_like(lever.quick)
    gradient = np.empty_like(multiples)
    for week in range(multiples.shape[0] - 1, -1, -1):
        by_order = tape.worth[week] * tape.unit[week]
        again = firm.orders_rate * tape.season[week]
        by_lift = (by_order + by_active) * tape.base[week]
        retention, before = tape.retention[week], tape.before[week]
        by_reputation = by_lift + keep * by_reputation
        by_bond = by_active * before * retention * (1.0 - retention) + keep * by_bond
        by_repeat = by_order * again * before
        by_response = (
            lever.quick * by_lift[:, None]
            + slow * by_reputation[:, None]
            + loyal * by_bond[:, None]
            + lever.repeat * by_repeat[:, None]
        )
        steepness = scaled_hill_slope(tape.carried[week], lever.half_saturation, lever.slope)
        by_carried = by_response * steepness + lever.carryover * by_carried
        gradient[week] = ((1.0 - lever.carryover) * by_carried).mean(axis=0)
        by_active = by_order * again * (1.0 + tape.repeat[week]) + by_active * retention
    return gradient
