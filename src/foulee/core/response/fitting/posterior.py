"""From draws of the parameters, prior or posterior, to what the recursion of `simulate` reads."""

from dataclasses import dataclass, replace

import numpy as np

from foulee.core.response.demand import demand
from foulee.core.response.draws import FirmDraws, LeverDraws, ResponseDraws
from foulee.core.response.fitting.arrays import BEFORE, CLOCK, CUSTOMERS, HELD, SPREAD_ONLINE
from foulee.core.response.fitting.effect_draws import quick_and_slow
from foulee.core.response.fitting.fit import Fitted
from foulee.core.response.fitting.forward import WEEKLY
from foulee.core.response.fitting.layout import (
    ACTIVE,
    BOND,
    BROUGHT_ONLINE,
    CARRY,
    FIRM,
    FIRST,
    HALF,
    HELD_FOR,
    KEPT,
    LEVEL,
    LEVER,
    LOSS,
    MOST_BOND,
    NEW,
    ONLINE,
    ONLINE_TREND,
    QUICK,
    SLOW,
    SPLIT,
    STAYING,
    TREND,
)
from foulee.core.response.fitting.problem import Problem
from foulee.core.response.goodwill import year_of_effort
from foulee.core.response.saturation import scaled_hill
from foulee.core.response.simulate import Efforts, Recursion, simulate, there_before, who_stay
from foulee.core.types import WEEKS_PER_YEAR, Floats, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What turns sales into profit: share of sales left after variable costs, cost of an hour, yearly discount rate."""

    margin: float
    hour_cost: float
    weekly_discount: float


def posterior_parameters(fitted: Fitted, *, seed: int, thin: int = 1) -> Floats:
    """Parameters on their own scale (draws, size): those sampled, and the prior's for the others."""
    # Draws of all chains in turn, so that the first of them are the first of every chain.
    scores = fitted.scores[:, ::thin].swapaxes(0, 1).reshape(-1, fitted.scores.shape[2])
    return _natural(fitted.problem, scores, seed)


def prior_parameters(problem: Problem, *, seed: int, draws: int) -> Floats:
    """Parameters before any week is counted (draws, size)."""
    return _natural(problem, np.zeros((draws, 0)), seed)


def _natural(problem: Problem, scores: Floats, seed: int) -> Floats:
    mean, sd = problem.data.prior
    rng = np.random.default_rng([seed, 7])
    standard = rng.standard_normal((scores.shape[0], mean.size))
    if scores.shape[1]:
        standard[:, problem.data.active] = scores
    return mean + sd * standard


def logistic(values: Floats) -> Floats:
    """From log-odds to shares."""
    return 1.0 / (1.0 + np.exp(-values))


def _levers(problem: Problem, natural: Floats) -> dict[str, Floats]:
    """What `simulate` reads of the levers (draws, levers)."""
    count, block = problem.layout.levers, FIRM + problem.layout.linear
    table = natural[:, block:].reshape(natural.shape[0], count, LEVER)
    quick, slow = quick_and_slow(problem.data, table[:, :, QUICK], table[:, :, SLOW])
    new, again, loyal = quick, np.zeros_like(quick), np.zeros_like(quick)
    if problem.data.firm[CUSTOMERS]:
        first, split = logistic(natural[:, [FIRST]]), logistic(table[:, :, SPLIT] + natural[:, [FIRST]])
        new, again = quick * split / first, quick * (1.0 - split) / (1.0 - first)
        loyal = slow * MOST_BOND * logistic(natural[:, [BOND]])
    return {
        "carryover": logistic(table[:, :, CARRY]),
        "quick": new,
        "slow": slow,
        "repeat": again,
        "loyal": loyal,
        "half_saturation": np.exp(table[:, :, HALF]),
        "slope": np.ones_like(quick),
    }


def window(problem: Problem, natural: Floats, money: Money) -> ResponseDraws:
    """The firm over the weeks of its history, as `simulate` reads it: run on the history's own efforts it gives sales.

    Where new customers are not counted, nobody comes again, and "new customers" are in multiples of their mean.
    """
    count, levers = natural.shape[0], LeverDraws(**_levers(problem, natural))
    firm = _firm(problem, natural, money, levers)
    season = np.exp(problem.data.design @ natural[:, FIRM : FIRM + problem.layout.linear].T)
    bare = ResponseDraws(
        levers=problem.history.names,
        shape=np.full(count, tuple(Shape).index(Shape.CONCAVE)),
        lever=levers,
        firm=replace(firm, level=np.ones(count), yearly_trend=np.zeros(count)),
        season=np.ones(problem.history.weeks),
        weekly_discount=money.weekly_discount,
        carried=problem.data.lever[:, BEFORE],
    )
    # Demand without action, and what an order is worth, make the means of the window as they are told; see `forward`.
    efforts = own_efforts(problem)
    steady = replace(bare.firm, level=firm.level / simulate(bare, efforts).new_customers.mean(axis=1))
    orders = simulate(replace(bare, season=season, firm=steady), efforts).sales.mean(axis=1)
    return replace(bare, season=season, firm=_grown(replace(steady, basket=firm.basket**2 / orders), problem, natural))


def _grown(firm: FirmDraws, problem: Problem, natural: Floats) -> FirmDraws:
    """The firm as it is before the first week: growth is told from the middle of the window."""
    trend = natural[:, TREND]
    grown = np.exp(trend * problem.data.weekly[CLOCK, 0])
    return replace(firm, yearly_trend=trend, level=firm.level * grown, active=firm.active * grown)


def bought_online(problem: Problem, natural: Floats) -> Floats:
    """Share of what each lever brings that is bought online (draws, levers)."""
    table = natural[:, FIRM + problem.layout.linear :].reshape(natural.shape[0], problem.layout.levers, LEVER)
    return logistic(natural[:, [ONLINE]] / 2.0 + problem.data.firm[SPREAD_ONLINE] * table[:, :, BROUGHT_ONLINE])


def online_shares(problem: Problem, natural: Floats, past: ResponseDraws) -> Floats:
    """Share of each week's sales that is made online (draws, weeks), as `online.shares` has it."""
    part = bought_online(problem, natural)
    lever = past.lever
    start = (lever.slow * part * _start(problem, natural, lever, past.firm.depreciation)).sum(axis=1)
    online = replace(
        past,
        lever=replace(lever, quick=lever.quick * part, slow=lever.slow * part, repeat=lever.repeat * part),
        firm=replace(past.firm, goodwill_new=start),
    )
    lift, repeat, orders, new = _lifts(problem, past)
    lift_there, repeat_there, _, _ = _lifts(problem, online)
    first, told = new / orders, natural[:, ONLINE]
    every = first * lift / (1.0 + lift) + (1.0 - first) * repeat / (1.0 + repeat)
    there = first * lift_there / (1.0 + lift) + (1.0 - first) * repeat_there / (1.0 + repeat)
    share = logistic(told)
    moved = np.log(1.0 - every + there / share) - np.log(1.0 - every + (every - there) / (1.0 - share))
    trend = natural[:, ONLINE_TREND] * problem.data.weekly[CLOCK][:, None]
    return logistic(told + trend + moved - moved.mean(axis=0)).T


def _lifts(problem: Problem, past: ResponseDraws) -> tuple[Floats, Floats, Floats, Floats]:
    """Lifts of new customers and of orders again, orders and new customers (weeks, draws), growth left out."""
    lift, repeat, stays = Recursion(past).through(problem.data.effort.T)
    base = demand(past.firm.level, past.season)
    new, before = base * (1.0 + lift), there_before(past.firm.active, stays, who_stay(past.firm, base, lift))
    return lift, repeat, new + demand(past.firm.orders_rate, past.season) * (1.0 + repeat) * before, new


def own_efforts(problem: Problem) -> Efforts:
    """The history's own efforts; what they cost is not counted here."""
    weeks = problem.history.weeks
    return Efforts(multiples=problem.data.effort.T.copy(), hours=np.zeros(weeks), money=np.zeros(weeks))


def _firm(problem: Problem, natural: Floats, money: Money, levers: LeverDraws) -> FirmDraws:
    """What `simulate` reads of the firm; `level` and `basket` are still the means of new customers and of sales."""
    count = natural.shape[0]
    loss = logistic(natural[:, LOSS])
    depreciation = 1.0 - (1.0 - loss) ** WEEKLY
    told = {
        "level": np.ones(count),
        "retention_logit": np.zeros(count),
        "orders_rate": np.zeros(count),
        "active": np.zeros(count),
        "staying": np.ones(count),
    }
    if problem.data.firm[CUSTOMERS]:
        first, stay = logistic(natural[:, FIRST]), logistic(natural[:, KEPT]) ** WEEKLY
        mean_new = np.exp(natural[:, NEW]) * problem.scales.new
        told = {
            "level": mean_new,
            "retention_logit": np.log(stay / (1.0 - stay)),
            "orders_rate": (1.0 - stay) * (1.0 - first) / first,
            "active": mean_new * np.exp(natural[:, ACTIVE]) / (1.0 - stay),
            "staying": logistic(natural[:, STAYING]),
        }
    start = _start(problem, natural, levers, depreciation)
    return FirmDraws(
        **told,
        basket=np.exp(natural[:, LEVEL]) * problem.scales.sales,
        yearly_trend=np.zeros(count),
        margin=np.full(count, money.margin),
        hour_cost=np.full(count, money.hour_cost),
        depreciation=depreciation,
        goodwill_new=(levers.slow * start).sum(axis=1),
        goodwill_loyal=(levers.loyal * start).sum(axis=1),
    )


def _start(problem: Problem, natural: Floats, levers: LeverDraws, depreciation: Floats) -> Floats:
    """How full each lever's stock is before the first week, 1 after a year of typical effort (draws, levers)."""
    before, held = problem.data.lever[:, BEFORE], problem.data.lever[:, HELD]
    response = scaled_hill(before, levers.half_saturation, levers.slope)
    keep = (1.0 - depreciation)[:, None]
    weeks = np.where(held < 0.0, WEEKS_PER_YEAR * np.exp(natural[:, HELD_FOR])[:, None], held)
    filled = 1.0 - keep**weeks
    return response * filled / (depreciation * year_of_effort(depreciation))[:, None]
