"""What each lever brought: the same weeks without it, draw by draw (MODEL §5, counterfactuals)."""

from dataclasses import dataclass, replace

import numpy as np

from foulee.core.response.ahead import Believed
from foulee.core.response.demand import growth
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.arrays import SHARES
from foulee.core.response.fitting.posterior import bought_online
from foulee.core.response.simulate import Efforts, simulate
from foulee.core.types import WEEKS_PER_YEAR, Floats, Interval, interval

ONE_MORE = 0.1  # the next step, as a share of the usual effort


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverDrawsOf:
    """One lever, draw by draw (draws,).

    Sales it brought in the window, with its tail, and of these at once (through no stock); `marginal`: sales that one
    more unit a week in the last year would have brought, tail included, for each unit; `customers`: new customers it
    brought with its tail, None where they are not counted; `online`: share of what it brings that is bought online,
    None where sales are not told apart; `spent`: units put in.
    """

    window: Floats
    tail: Floats
    short: Floats
    marginal: Floats
    customers: Floats | None
    online: Floats | None
    spent: float


def lever_draws(believed: Believed, *, counted: bool) -> dict[str, LeverDrawsOf]:
    """What each lever brought, draw by draw: the window as it was, against the same without the lever.

    `counted`: whether new customers are counted, so that a cost for each can be told.
    """
    whole, weeks = believed.whole, believed.efforts.multiples.shape[0]
    apart = bool(believed.problem.data.firm[SHARES])
    online = bought_online(believed.problem, believed.natural)
    efforts = np.concatenate([believed.efforts.multiples, np.zeros((believed.weeks, len(whole.levers)))])
    full, found = _run(whole, efforts), {}
    grown = growth(whole.firm.yearly_trend, efforts.shape[0]).T  # `simulate` counts customers without it
    for column, name in enumerate(whole.levers):
        lever = believed.problem.history.levers[column]
        without = _run(whole, _without(efforts, column))
        at_once = _run(_no_stock(whole, column), efforts)
        spent = float(lever.effort.sum())
        more, step = efforts.copy(), ONE_MORE
        last = slice(max(weeks - WEEKS_PER_YEAR, 0), weeks)
        more[last, column] += step
        added = step * believed.problem.scales.typical[column] * (last.stop - last.start)
        found[name] = LeverDrawsOf(
            window=(full[0] - without[0])[:, :weeks].sum(axis=1),
            tail=(full[0] - without[0]).sum(axis=1),
            short=(at_once[0] - without[0]).sum(axis=1),
            marginal=(_run(whole, more)[0] - full[0]).sum(axis=1) / added,
            customers=((full[1] - without[1]) * grown).sum(axis=1) if counted else None,
            online=online[:, column] if apart else None,
            spent=spent,
        )
    return found


def _run(draws: ResponseDraws, multiples: Floats) -> tuple[Floats, Floats]:
    none = np.zeros(multiples.shape[0])
    outcome = simulate(draws, Efforts(multiples=multiples, hours=none, money=none))
    return outcome.sales, outcome.new_customers


def _without(multiples: Floats, column: int) -> Floats:
    """The same weeks had the lever never been used in them; what was built up before them stays."""
    less = multiples.copy()
    less[:, column] = 0.0
    return less


def _no_stock(draws: ResponseDraws, column: int) -> ResponseDraws:
    """The same firm if the lever fed no stock within these weeks."""
    slow, loyal = draws.lever.slow.copy(), draws.lever.loyal.copy()
    slow[:, column], loyal[:, column] = 0.0, 0.0
    return replace(draws, lever=replace(draws.lever, slow=slow, loyal=loyal))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverEffect:
    """What one lever is believed to have brought, as 80 % intervals; money, or sales per unit of effort (`roas`).

    `share_short`: share of what it brings that comes at once; `chance_positive`: chance that it brings anything worth
    the name; `cost_per_customer`: None where new customers are not counted; `share_online`: share of what it brings
    that is bought online, None where sales online and in the shop are not told apart.
    """

    roas_in_window: Interval
    roas_with_tail: Interval
    marginal: Interval
    sales_in_window: Interval
    sales_with_tail: Interval
    share_short: Interval
    cost_per_customer: Interval | None
    share_online: Interval | None
    chance_positive: float


def summed(found: LeverDrawsOf, nearly_nil: float) -> LeverEffect:
    """Sum up a lever's draws. `nearly_nil`: sales per unit of effort that are not worth the name."""
    spent, bought = max(found.spent, 1e-300), found.customers
    # Of a lever never used, what its first units would bring is all that can be told.
    used = found.spent > 0.0
    window, tail = (found.window / spent, found.tail / spent) if used else (found.marginal, found.marginal)
    some = found.tail > 0.0
    short = np.clip(np.where(some, found.short / np.where(some, found.tail, 1.0), np.nan), 0.0, 1.0)
    return LeverEffect(
        roas_in_window=from_nil(window),
        roas_with_tail=from_nil(tail),
        marginal=from_nil(found.marginal),
        sales_in_window=from_nil(found.window),
        sales_with_tail=from_nil(found.tail),
        share_short=interval(short[some]) if some.any() else Interval(0.0, 0.0, 0.0),
        cost_per_customer=None if bought is None else interval(spent / np.maximum(bought, 1e-9)),
        share_online=None if found.online is None else interval(found.online[some] if some.any() else found.online),
        chance_positive=float((tail > nearly_nil).mean()),
    )


def from_nil(draws: Floats) -> Interval:
    """From the 10th to the 90th percentile of what cannot be negative; where one draw in ten is nil it begins there.

    It then holds more than 80 %: all but the highest tenth.
    """
    p10, p50, p90 = interval(draws)
    return Interval(0.0, p50, p90) if p10 <= 0.0 else Interval(p10, p50, p90)
