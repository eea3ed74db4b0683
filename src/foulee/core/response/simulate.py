"""The recursion over weeks, written once: projection, counterfactual, likelihood and best path read it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from foulee.core.response.demand import demand, growth
from foulee.core.response.draws import FirmDraws, ResponseDraws
from foulee.core.response.goodwill import year_of_effort
from foulee.core.response.saturation import ceiling, hill
from foulee.core.types import Floats

BLOCK = 8192  # efforts carried at once, of all levers and draws


@dataclass(frozen=True, slots=True, kw_only=True)
class Efforts:
    """What is put in, week by week.

    `multiples` (weeks, levers), or (weeks, draws, levers) where each draw has its own: effort in multiples
    of each lever's typical effort (what the response reads). `hours` and `money` (weeks,) or (draws, weeks):
    everything it costs, fixed work included.
    """

    multiples: Floats
    hours: Floats
    money: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows, each (draws, weeks): counts of people and orders, money not discounted."""

    new_customers: Floats
    active_customers: Floats
    sales: Floats
    profit: Floats


def no_effort(weeks: int, levers: int) -> Efforts:
    """The path on which nothing is done."""
    return Efforts(multiples=np.zeros((weeks, levers)), hours=np.zeros(weeks), money=np.zeros(weeks))


def simulate(draws: ResponseDraws, efforts: Efforts) -> Outcome:
    """Run every draw through the weeks (MODEL §1).

    `N[t] = b[t] (1 + Σ quick_j f_j + G[t])`, `C[t] = r[t] C[t-1] + b[t] (1 + staying (Σ quick_j f_j + G[t]))`,
    `O[t] = growth[t] (N[t] + λ season[t] (1 + Σ repeat_j f_j) C[t-1])`, `Y = basket · O`; profit is
    margin · Y − money − hours · hour cost. Weeks are the loop and draws the vector.
    """
    weeks = efforts.multiples.shape[0]
    season = draws.season[:weeks]
    grown = growth(draws.firm.yearly_trend, weeks)
    lift, repeat, retention = Recursion(draws).through(efforts.multiples)
    base = demand(draws.firm.level, season)
    new, staying = base * (1.0 + lift), who_stay(draws.firm, base, lift)
    before = there_before(draws.firm.active, retention, staying)
    orders = new + demand(draws.firm.orders_rate, season) * (1.0 + repeat) * before
    sales = orders * grown * draws.firm.basket
    hours, money = (part[:, None] if part.ndim == 1 else part.T for part in (efforts.hours, efforts.money))
    profit = draws.firm.margin * sales - (money + hours * draws.firm.hour_cost)
    return Outcome(
        new_customers=new.T, active_customers=(retention * before + staying).T, sales=sales.T, profit=profit.T
    )


def after(draws: ResponseDraws, efforts: Efforts, season: Floats) -> ResponseDraws:
    """The same firm once these weeks are over: stocks, customers and growth where they stand then.

    `season` (weeks, draws) is that of the weeks to come.
    """
    weeks, run = efforts.multiples.shape[0], Recursion(draws)
    lift, _, retention = run.through(efforts.multiples)
    staying = who_stay(draws.firm, demand(draws.firm.level, draws.season[:weeks]), lift)
    active = kept_on(draws.firm.active, retention, staying)[-1] if weeks else draws.firm.active
    grown = growth(draws.firm.yearly_trend, weeks + 1)[-1]
    firm = replace(
        draws.firm,
        level=draws.firm.level * grown,
        active=active * grown,
        goodwill_new=run.reputation,
        goodwill_loyal=run.bond,
    )
    return replace(draws, firm=firm, season=season, carried=np.ascontiguousarray(run.carried.T))


def kept_on(start: Floats, kept: Floats, inflow: Floats) -> Floats:
    """`x[t] = kept · x[t-1] + inflow[t]` from `start` on, written over `inflow` (weeks, …).

    `kept` is the same each week, or (weeks, …). Carried efforts, stocks and active customers all go on so.
    """
    before, by_week = start, np.broadcast_to(kept, inflow.shape)
    for week in range(inflow.shape[0]):
        inflow[week] += by_week[week] * before
        before = inflow[week]
    return inflow


def who_stay(firm: FirmDraws, base: Floats, lift: Floats) -> Floats:
    """New customers of each week who may come back: those of their own accord, and part of those whom levers win.

    `base`: new customers without any lever; `lift`: what levers add, relative to it; all (weeks, draws).
    """
    stay: Floats = base * (1.0 + firm.staying * lift)
    return stay


def there_before(start: Floats, retention: Floats, staying: Floats) -> Floats:
    """Active customers at the beginning of each week, `start` at that of the first; all (weeks, draws) but `start`.

    `staying`: see `who_stay`.
    """
    before = np.empty_like(staying)
    before[:1] = start
    before[1:] = staying[:-1]
    kept_on(start, retention[:-1], before[1:])
    return before


class Block(NamedTuple):
    """Some weeks one after the other.

    Carried efforts and the share of the largest possible response that they bring, (weeks, levers, draws); lifts of new
    customers and of repeat orders, and retention, (weeks, draws).
    """

    weeks: slice
    carried: Floats
    share: Floats
    lift: Floats
    repeat: Floats
    retention: Floats


class Recursion:
    """The state carried from week to week, for all draws at once; arrays (levers, draws): levers add up faster so.

    `weights` (levers, 4, draws): quick, repeat, slow, loyal. What does not hang on the week before is computed for a
    block of weeks at once, small enough for the processor's own memory.
    """

    def __init__(self, draws: ResponseDraws) -> None:
        lever, self.firm = draws.lever, draws.firm
        per_year = 1.0 / year_of_effort(draws.firm.depreciation)[:, None]
        parts = (lever.quick, lever.repeat, lever.slow * per_year, lever.loyal * per_year)
        self.weights = np.stack([part.T for part in parts], axis=1)
        shape = (lever.carryover, lever.half_saturation, lever.slope)
        self.carryover, self.half_saturation, self.slope = (np.ascontiguousarray(part.T) for part in shape)
        self.power: Floats | float = 1.0 if (self.slope == 1.0).all() else self.slope  # powers take the longest
        self.ceiling = ceiling(self.half_saturation, self.slope)
        carried, self.reputation, self.bond, _ = draws.start
        self.carried = carried.T

    def through(self, multiples: Floats) -> tuple[Floats, Floats, Floats]:
        """Go through all weeks; lifts of new customers and of repeat orders, and the retention, (weeks, draws)."""
        lift, repeat, retention = np.empty((3, multiples.shape[0], self.weights.shape[2]))
        for block in self.blocks(multiples):
            lift[block.weeks], repeat[block.weeks], retention[block.weeks] = block.lift, block.repeat, block.retention
        return lift, repeat, retention

    def blocks(self, multiples: Floats) -> Iterator[Block]:
        """Take the weeks' efforts, a block at a time."""
        size = max(BLOCK // max(self.carryover.size, 1), 1)
        for first in range(0, multiples.shape[0], size):
            yield self._block(slice(first, first + size), multiples[first : first + size])

    def _block(self, weeks: slice, multiples: Floats) -> Block:
        effort = multiples[:, :, None] if multiples.ndim == 2 else multiples.swapaxes(1, 2)  # noqa: PLR2004 - of all draws
        carried = kept_on(self.carried, self.carryover, (1.0 - self.carryover) * effort)
        share = hill(carried, self.half_saturation, self.power)
        response = share * self.ceiling
        quick, repeat, slow, loyal = (self.weights * response[:, :, None]).sum(axis=1).swapaxes(0, 1)
        keep = 1.0 - self.firm.depreciation
        reputation, bond = kept_on(self.reputation, keep, slow), kept_on(self.bond, keep, loyal)
        self.carried, self.reputation, self.bond = carried[-1], reputation[-1], bond[-1]
        retention = 1.0 / (1.0 + np.exp(-(self.firm.retention_logit + bond)))
        return Block(weeks, carried, share, quick + reputation, repeat, retention)


def discount_factors(weekly_discount: float, weeks: int) -> Floats:
    """Present value of one unit of money in each week (weeks,)."""
    return (1.0 + weekly_discount) ** -np.arange(1, weeks + 1, dtype=float)


def present_value(profit: Floats, weekly_discount: float) -> Floats:
    """Discounted total of weekly profit (draws, weeks) → (draws,)."""
    return profit @ discount_factors(weekly_discount, profit.shape[1])
