"""How profit changes with each week's effort: the recursion of `simulate`, run backwards (adjoint)."""

import numpy as np

from foulee.core.response.demand import demand, growth
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.saturation import slope_from_share
from foulee.core.response.simulate import Recursion, discount_factors, there_before, who_stay
from foulee.core.types import Floats

QUICK, REPEAT, SLOW, LOYAL = range(4)  # as `Recursion.weights` has them


def margin_and_gradient(draws: ResponseDraws, multiples: Floats) -> tuple[float, Floats]:
    """Mean discounted margin over draws, and its derivative by each week's effort (weeks, levers).

    `multiples` (weeks, levers) in typical efforts. Costs are not included: they are linear in effort. Exact to
    rounding; a test compares it with finite differences.
    """
    tape = Forward(draws, multiples)
    return tape.value, backward(tape)


class Forward:
    """A run whose `value` is the mean discounted margin, and which remembers what the way back needs.

    Arrays are (weeks, draws), or (weeks, levers, draws).
    """

    def __init__(self, draws: ResponseDraws, multiples: Floats) -> None:
        weeks, levers = multiples.shape
        firm, season = draws.firm, draws.season[:weeks]
        self.run = Recursion(draws)
        self.base = demand(firm.level, season)
        self.again = demand(firm.orders_rate, season)
        worth = discount_factors(draws.weekly_discount, weeks)[:, None]
        self.order = worth * firm.margin * firm.basket * growth(firm.yearly_trend, weeks)  # today's money
        self.carried, self.share = np.empty((2, weeks, levers, draws.count))
        self.repeat, self.retention, self.before = np.empty((3, weeks, draws.count))
        self.value = self._run(multiples)

    def _run(self, multiples: Floats) -> float:
        lift = np.empty_like(self.before)
        for block in self.run.blocks(multiples):
            at = block.weeks
            self.carried[at], self.share[at] = block.carried, block.share
            lift[at], self.repeat[at], self.retention[at] = block.lift, block.repeat, block.retention
        new, staying = self.base * (1.0 + lift), who_stay(self.run.firm, self.base, lift)
        self.before = there_before(self.run.firm.active, self.retention, staying)
        orders = new + self.again * (1.0 + self.repeat) * self.before
        return float((self.order * orders).sum(axis=0).mean())


def backward(tape: Forward) -> Floats:
    """Derivative of a run's value by each week's effort (weeks, levers)."""
    run = tape.run
    keep = 1.0 - run.firm.depreciation
    steepness = slope_from_share(tape.share, tape.carried, run.half_saturation, run.slope)
    by_repeat = tape.order * tape.again * tape.before
    later = tape.order * tape.again * (1.0 + tape.repeat)
    by_retention = tape.before * tape.retention * (1.0 - tape.retention)
    by = np.zeros((4, keep.size))  # value of one more of what a response feeds (parts, draws)
    by_active, by_carried = np.zeros(keep.size), np.zeros_like(run.carryover)
    slopes = np.empty_like(tape.carried)
    for week in range(slopes.shape[0] - 1, -1, -1):
        by_lift = (tape.order[week] + by_active * run.firm.staying) * tape.base[week]
        by[QUICK], by[REPEAT] = by_lift, by_repeat[week]
        by[SLOW] = by_lift + keep * by[SLOW]
        by[LOYAL] = by_active * by_retention[week] + keep * by[LOYAL]
        by_carried = (run.weights * by).sum(axis=1) * steepness[week] + run.carryover * by_carried
        slopes[week] = by_carried
        by_active = later[week] + by_active * tape.retention[week]
    return ((1.0 - run.carryover) * slopes).mean(axis=2)
