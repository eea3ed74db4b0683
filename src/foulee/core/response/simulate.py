"""The recursion over weeks, written once: projection, counterfactual, likelihood and best path read it."""

from dataclasses import dataclass, replace

import numpy as np

from foulee.core.response.carryover import carry
from foulee.core.response.demand import demand, growth
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.goodwill import next_goodwill, year_of_effort
from foulee.core.response.saturation import ceiling, hill
from foulee.core.types import Floats


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

    `N[t] = b[t] (1 + Σ quick_j f_j + G[t])`, `C[t] = r[t] C[t-1] + N[t]`,
    `O[t] = growth[t] (N[t] + λ season[t] (1 + Σ repeat_j f_j) C[t-1])`, `Y = basket · O`; profit is
    margin · Y − money − hours · hour cost. Weeks are the loop and draws the vector.
    """
    weeks = efforts.multiples.shape[0]
    season = draws.season[:weeks]
    base, grown = demand(draws.firm.level, season), growth(draws.firm.yearly_trend, weeks)
    new = np.empty((weeks, draws.count))
    active = np.empty((weeks, draws.count))
    orders = np.empty((weeks, draws.count))
    run = Recursion(draws)
    for week in range(weeks):
        lift, repeat, retention = run.step(efforts.multiples[week])
        new[week] = base[week] * (1.0 + lift)
        orders[week] = new[week] + draws.firm.orders_rate * season[week] * (1.0 + repeat) * run.active
        run.active = retention * run.active + new[week]
        active[week] = run.active
    sales = (orders * grown).T * draws.firm.basket[:, None]
    spent = efforts.money + efforts.hours * draws.firm.hour_cost[:, None]
    profit = draws.firm.margin[:, None] * sales - spent
    return Outcome(new_customers=new.T, active_customers=active.T, sales=sales, profit=profit)


def after(draws: ResponseDraws, efforts: Efforts, season: Floats) -> ResponseDraws:
    """The same firm once these weeks are over: stocks, customers and growth where they stand then.

    `season` (weeks, draws) is that of the weeks to come.
    """
    weeks, run = efforts.multiples.shape[0], Recursion(draws)
    base = demand(draws.firm.level, draws.season[:weeks])
    for week in range(weeks):
        lift, _, retention = run.step(efforts.multiples[week])
        run.active = retention * run.active + base[week] * (1.0 + lift)
    grown = growth(draws.firm.yearly_trend, weeks + 1)[-1]
    firm = replace(
        draws.firm,
        level=draws.firm.level * grown,
        active=run.active * grown,
        goodwill_new=run.reputation,
        goodwill_loyal=run.bond,
    )
    return replace(draws, firm=firm, season=season, carried=np.ascontiguousarray(run.carried.T))


class Recursion:
    """The state carried from week to week, for all draws at once; arrays (levers, draws): levers add up faster so.

    `weights` (levers, 4, draws): quick, repeat, slow, loyal; `share` (levers, draws): what the last week's response was
    of the largest possible.
    """

    def __init__(self, draws: ResponseDraws) -> None:
        lever, self.firm = draws.lever, draws.firm
        per_year = 1.0 / year_of_effort(draws.firm.depreciation)[:, None]
        parts = (lever.quick, lever.repeat, lever.slow * per_year, lever.loyal * per_year)
        self.weights = np.stack([part.T for part in parts], axis=1)
        shape = (lever.carryover, lever.half_saturation, lever.slope)
        self.carryover, self.half_saturation, self.slope = (np.ascontiguousarray(part.T) for part in shape)
        self.ceiling = ceiling(self.half_saturation, self.slope)
        carried, self.reputation, self.bond, self.active = draws.start
        self.carried = carried.T

    def step(self, multiples: Floats) -> tuple[Floats, Floats, Floats]:
        """Take one week's efforts; return the lifts of new customers and of repeat orders, and the retention."""
        effort = multiples[:, None] if multiples.ndim == 1 else multiples.T
        self.carried = carry(self.carried, effort, self.carryover)
        self.share = hill(self.carried, self.half_saturation, self.slope)
        response = self.share * self.ceiling
        quick, repeat, slow, loyal = (self.weights * response[:, None]).sum(axis=0)
        self.reputation = next_goodwill(self.reputation, slow, self.firm.depreciation)
        self.bond = next_goodwill(self.bond, loyal, self.firm.depreciation)
        return quick + self.reputation, repeat, 1.0 / (1.0 + np.exp(-(self.firm.retention_logit + self.bond)))


def discount_factors(weekly_discount: float, weeks: int) -> Floats:
    """Present value of one unit of money in each week (weeks,)."""
    return (1.0 + weekly_discount) ** -np.arange(1, weeks + 1, dtype=float)


def present_value(profit: Floats, weekly_discount: float) -> Floats:
    """Discounted total of weekly profit (draws, weeks) → (draws,)."""
    return profit @ discount_factors(weekly_discount, profit.shape[1])
