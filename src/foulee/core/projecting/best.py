"""The best path: efforts by month that maximise expected discounted profit (MODEL §5).

Projected gradient ascent with the spectral step of Birgin, Martínez & Raydan (2000), from several starting
paths since an S-shaped response has several summits; hours are limited each month, money over the whole horizon.
The same climb serves a plan on paper (here) and a firm whose weeks were read (`best_ahead`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from foulee.core.plans import MOST, SETTING_UP_WEEKS, Capacity, Plan
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.gradient import Forward, backward
from foulee.core.response.simulate import Efforts, discount_factors
from foulee.core.types import MONTHS_PER_WEEK, Floats, Ints, Means

STEPS = 25
WORTH_A_STEP = 1e-3  # of all that was gained since the start
SMALLEST_GAIN = 1e-7  # of the value itself
SHORTENINGS = 6
BISECTIONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on efforts (in typical efforts) by month: `least` (levers,), `most` (levers,).

    `hours` (levers,): hours a week per typical effort, 0 for ads; `hours_room` a week for all; `money` (levers,): money
    a month per typical effort, 0 for hours; `money_room` over the whole horizon; `lengths` (months,): how long each
    month is, 1 on average, since money is paid by the week and months have four or five.
    """

    least: Floats
    most: Floats
    hours: Floats
    hours_room: float
    money: Floats
    money_room: float
    lengths: Floats


def best_path(draws: ResponseDraws, plan: Plan, capacity: Capacity) -> Efforts:
    """Find the efforts by month that maximise expected discounted profit.

    `draws` has the plan's levers, in its order; a few hundred draws are enough. Every channel of the plan keeps
    its minimum rhythm (ads may pause), the hours of each week and the money of the whole are respected.
    """
    months = month_of_week(capacity.weeks)
    limits = _limits(plan, capacity, month_lengths(months))
    level = np.array([choice.multiple for choice in plan])
    return _as_efforts(plan, best_efforts(draws, limits, months, even_and_tapered(level, limits))[months])


def best_efforts(draws: ResponseDraws, limits: Limits, months: Ints, starts: Sequence[Floats]) -> Floats:
    """The efforts by month (months, levers), in typical efforts, that earn most of the summits above the starts.

    `draws` has the limits' levers, in their order; `months` is the month of each week; what effort costs follows from
    the limits' hours and money, and from the draws' price of an hour.
    """
    climber = _Climber(draws, limits, months)
    return max([climber.climb(start) for start in starts], key=climber.profit)


def month_of_week(weeks: int) -> Ints:
    """Index of the month (twelve to 52 weeks) to which each week belongs (weeks,)."""
    return (np.arange(weeks) * MONTHS_PER_WEEK).astype(np.int64)


def month_lengths(months: Ints) -> Floats:
    """How long each month is, 1 on average (months,)."""
    return np.bincount(months).astype(np.float64) * MONTHS_PER_WEEK


def even_and_tapered(level: Floats, limits: Limits) -> tuple[Floats, Floats]:
    """Two paths to start from: a steady one, and one of the same total that starts high and ends low."""
    count = limits.lengths.size
    return np.tile(level, (count, 1)), np.linspace(1.6, 0.4, count)[:, None] * level


def _limits(plan: Plan, capacity: Capacity, lengths: Floats) -> Limits:
    by_hours = np.array([choice.option.means is Means.HOURS for choice in plan])
    typical = np.array([choice.option.typical for choice in plan])
    minimum = np.array([choice.option.minimum for choice in plan])
    per_item = np.array([choice.option.hours_per_item for choice in plan])
    fixed = sum(choice.option.hours_fixed for choice in plan)
    ideas = np.array([choice.option.ideas_per_item * choice.option.typical for choice in plan])
    left = capacity.ideas - sum(choice.ideas for choice in plan)
    told = np.array([choice.multiple for choice in plan])
    most = np.where(by_hours & (ideas > 0.0), told + left / np.maximum(ideas, 1e-9), MOST)
    return Limits(
        least=np.where(by_hours, minimum / typical, 0.0),
        most=np.clip(most, np.maximum(told, minimum / typical), max(MOST, float(told.max()))),
        hours=np.where(by_hours, per_item * typical, 0.0),
        hours_room=capacity.hours - fixed,
        money=np.where(by_hours, 0.0, typical),
        money_room=sum(choice.amount for choice in plan if choice.option.means is Means.ADS) * float(lengths.sum()),
        lengths=lengths,
    )


class _Climber:
    """Expected profit as a function of efforts by month (months, levers), and the way up it."""

    def __init__(self, draws: ResponseDraws, limits: Limits, months: Ints) -> None:
        self.draws = draws
        self.months = months
        self.limits = limits
        weekly = limits.hours * float(draws.firm.hour_cost.mean()) + limits.money * MONTHS_PER_WEEK
        self.cost = discount_factors(draws.weekly_discount, months.size)[:, None] * weekly

    def profit(self, monthly: Floats) -> float:
        """Expected discounted margin less what effort costs."""
        return self.run(monthly)[0]

    def run(self, monthly: Floats) -> tuple[float, Forward]:
        """Profit, and the run from which its gradient can be had."""
        weekly = monthly[self.months]
        forward = Forward(self.draws, weekly)
        return forward.value - float((self.cost * weekly).sum()), forward

    def uphill(self, forward: Forward) -> Floats:
        """Gradient of profit by month (months, levers)."""
        by_month = np.zeros((self.limits.lengths.size, self.limits.least.size))
        np.add.at(by_month, self.months, backward(forward) - self.cost)
        return by_month

    def climb(self, start: Floats) -> Floats:
        """Go up until no step gains anything."""
        here = project(start, self.limits)
        value, forward = self.run(here)
        gradient, first = self.uphill(forward), value
        step = 0.5 / max(float(np.abs(gradient).max()), 1e-12)
        for _ in range(STEPS):
            there, after, uphill = self._step(here, value, gradient, step)
            if after - value <= max(WORTH_A_STEP * (after - first), SMALLEST_GAIN * abs(value)):
                return there
            change, turn = there - here, uphill - gradient
            curvature = -float((change * turn).sum())
            step = float((change * change).sum()) / curvature if curvature > 0.0 else 2.0 * step
            here, value, gradient = there, after, uphill
        return here

    def _step(self, here: Floats, value: float, gradient: Floats, step: float) -> tuple[Floats, float, Floats]:
        """One projected step, shortened until it gains."""
        for _ in range(SHORTENINGS):
            there = project(here + step * gradient, self.limits)
            after, forward = self.run(there)
            if after > value:
                return there, after, self.uphill(forward)
            step /= 4.0
        return here, value, gradient


def project(monthly: Floats, limits: Limits) -> Floats:
    """Nearest efforts that respect the limits: hours within each month, money over all months."""
    by_hours = _shrink(monthly, limits.hours, limits.hours_room, limits)
    if not limits.money.any():
        return by_hours
    months = monthly.shape[0]
    flat = replace(limits, least=np.tile(limits.least, months), most=np.tile(limits.most, months))
    prices = np.outer(limits.lengths, limits.money).ravel()
    by_money = _shrink(monthly.reshape(1, -1), prices, limits.money_room, flat).reshape(monthly.shape)
    return np.where(limits.money > 0.0, by_money, by_hours)  # no effort costs both


def _shrink(rows: Floats, price: Floats, room: float, limits: Limits) -> Floats:
    """Euclidean projection of each row on `price · row ≤ room` within the bounds, by bisection on its multiplier."""
    inside = np.clip(rows, limits.least, limits.most)
    over = inside @ price > room
    if not over.any():
        return inside
    tight = rows[over]  # from where the step went, not from the bounds: else the point found is not the nearest
    low = np.zeros(tight.shape[0])
    high = (tight / np.where(price > 0.0, price, np.inf)).max(axis=1) + 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2.0
        above = np.clip(tight - middle[:, None] * price, limits.least, limits.most) @ price > room
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    inside[over] = np.clip(tight - high[:, None] * price, limits.least, limits.most)
    return inside


def _as_efforts(plan: Plan, weekly: Floats) -> Efforts:
    """Turn weekly multiples (weeks, levers) into a path with its hours and money."""
    typical = np.array([choice.option.typical for choice in plan])
    per_item = np.array([choice.option.hours_per_item for choice in plan])
    by_hours = np.array([choice.option.means is Means.HOURS for choice in plan])
    amounts = weekly * typical
    hours = amounts @ np.where(by_hours, per_item, 0.0) + sum(choice.option.hours_fixed for choice in plan)
    fixed = sum(choice.option.money_fixed for choice in plan)
    money = (amounts @ np.where(by_hours, 0.0, 1.0) + fixed) * MONTHS_PER_WEEK
    hours[:SETTING_UP_WEEKS] += sum(choice.option.hours_once for choice in plan) / SETTING_UP_WEEKS
    money[:SETTING_UP_WEEKS] += sum(choice.option.money_once for choice in plan) / SETTING_UP_WEEKS
    return Efforts(multiples=weekly, hours=hours, money=money)
