"""How the log density changes with each parameter: the recursion of `forward` run backwards (adjoint)."""

import math

from foulee.core.response.fitting.arrays import (
    AGAIN,
    AT,
    BEFORE,
    CARRIED,
    CLOCK,
    COUNT_D,
    COUNTING,
    CUSTOMERS,
    F_ACTIVE,
    F_BOND,
    F_FIRST,
    F_HELD,
    F_KEEP,
    F_KEPT,
    F_LOSS,
    F_MEAN,
    F_NEW,
    F_ONLINE_START,
    F_ORDERS,
    F_RATE,
    F_START,
    F_STAYING,
    FOUND,
    FOUND_ERROR,
    HELD,
    INSTEAD,
    L_AGAIN,
    L_CARRY,
    L_HALF,
    L_NEW,
    L_ONLINE,
    L_QUICK,
    L_SLOW,
    L_WEIGHT,
    LIFT,
    LOG_MEAN_D,
    MARKED,
    NEW_PEOPLE,
    ONLINE_AGAIN_D,
    ONLINE_LIFT_D,
    ONLINE_STOCK_D,
    ORDERS,
    ORDERS_COUNT_D,
    PEOPLE,
    PER_UNIT,
    RESPONSE,
    SEASON,
    SEASON_D,
    SHARE_BY_AGAIN,
    SHARE_BY_LIFT,
    SHARE_BY_NEW,
    SHARE_BY_ORDERS,
    SHARES,
    SLOPE,
    STAY,
    STOCK,
    STOCK_D,
    TRIED,
    USED,
    VALUE,
    Data,
    Work,
)
from foulee.core.response.fitting.compiling import inner
from foulee.core.response.fitting.counts import HALF_A_COUNT
from foulee.core.response.fitting.forward import LUCK, OWN_LUCK, WEEKLY, effect, logistic
from foulee.core.response.fitting.layout import (
    ACTIVE,
    BOND,
    CAPTURE,
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
    NEW_TREND,
    QUICK,
    SLOW,
    SPLIT,
    STAYING,
    TREND,
)


@inner
def customers_back(work: Work, week: int, by_people: float, with_shares: bool) -> tuple[float, float, float]:
    """One week of customers backwards: derivative by new customers, by active ones before it, by the log of season.

    The first is that of their orders alone; `by_people` is also what those are worth who stay.
    Leaves in `STOCK_D` the derivative by the stock through retention, in `AGAIN` that by the lift of repeat orders.
    """
    weekly, firm, by = work.weekly, work.firm[VALUE], work.firm[SLOPE]
    by_orders = weekly[LOG_MEAN_D, week] / weekly[ORDERS, week] - by[F_ORDERS]
    people, stay = weekly[PEOPLE, week], weekly[STAY, week]
    usual = firm[F_RATE] * weekly[SEASON, week] * people
    again = weekly[AGAIN, week]
    by_repeat = by_orders + weekly[ORDERS_COUNT_D, week] / (usual * again)
    by_logit = by_people * people * stay * (1.0 - stay)
    by[F_KEPT] += by_logit
    by[F_BOND] += by_logit * weekly[STOCK, week + 1]
    weekly[STOCK_D, week + 1] = by_logit * firm[F_BOND]
    by_new = by_orders + weekly[COUNT_D, week] / weekly[NEW_PEOPLE, week]
    by_again = 0.0
    if with_shares:
        by_new += weekly[SHARE_BY_NEW, week]
        by_repeat += weekly[SHARE_BY_ORDERS, week]
        by_again = weekly[SHARE_BY_AGAIN, week]
    by[F_RATE] += by_repeat * usual * again / firm[F_RATE]
    weekly[AGAIN, week] = by_repeat * usual + by_again
    return by_new, by_people * stay + by_repeat * usual * again / people, by_repeat * usual * again


@inner
def run_back(data: Data, work: Work) -> None:
    """The weeks from the last to the first: derivatives by the lift (left in `LIFT`) and by the log of season."""
    weekly, firm, by = work.weekly, work.firm[VALUE], work.firm[SLOPE]
    with_customers, with_shares = data.firm[CUSTOMERS] > 0.0, data.firm[SHARES] > 0.0
    by_people, by_trend, by_mean, by_log_new, season_d = 0.0, 0.0, 0.0, 0.0, 0.0
    for week in range(data.effort.shape[1]):
        by_mean += weekly[LOG_MEAN_D, week]
    by[F_ORDERS] = by_mean / firm[F_ORDERS]
    work.natural[SLOPE, LEVEL] += by_mean
    for week in range(data.effort.shape[1] - 1, -1, -1):
        mean_d = weekly[LOG_MEAN_D, week]
        if with_customers:
            by_trend += (weekly[COUNT_D, week] + weekly[ORDERS_COUNT_D, week]) * data.weekly[CLOCK, week]
            work.natural[SLOPE, NEW_TREND] += weekly[COUNT_D, week] * data.weekly[CLOCK, week]
            base, won = by_people * firm[F_NEW] * weekly[SEASON, week], weekly[LIFT, week] - 1.0
            by[F_STAYING] += base * won
            by_new, by_people, season_d = customers_back(work, week, by_people, with_shares)
            new = by_new * weekly[NEW_PEOPLE, week]
            staying, won_d = base * (1.0 + firm[F_STAYING] * won), base * firm[F_STAYING]
        else:
            new, staying, won_d = mean_d - by[F_ORDERS] * weekly[ORDERS, week], 0.0, 0.0
        by_trend += mean_d * data.weekly[CLOCK, week]
        by_log_new += new + staying
        weekly[SEASON_D, week] = season_d + new + staying
        weekly[LIFT, week] = new / weekly[LIFT, week] + won_d
        if with_shares:
            weekly[LIFT, week] += weekly[SHARE_BY_LIFT, week]
    by[F_NEW] = by_log_new
    by[F_ACTIVE] = by_people * firm[F_ACTIVE]
    work.natural[SLOPE, TREND] += by_trend


@inner
def accumulate_back(data: Data, work: Work) -> None:
    """The stock from the last week to the first; what keeps the mean of the window as it is told takes its part."""
    weekly, firm, by = work.weekly, work.firm[VALUE], work.firm[SLOPE]
    weeks = data.effort.shape[1]
    share = by[F_NEW] * firm[F_NEW] / (firm[F_MEAN] * weeks)
    by_stock = 0.0
    for week in range(weeks - 1, -1, -1):
        weekly[LIFT, week] -= share
        by_stock = by_stock * firm[F_KEEP] + weekly[LIFT, week]
        if data.firm[CUSTOMERS]:
            by_stock += weekly[STOCK_D, week + 1]
        by[F_KEEP] += by_stock * weekly[STOCK, week]
        weekly[STOCK_D, week + 1] = by_stock
    by[F_START] = by_stock * firm[F_KEEP]


@inner
def respond_back(data: Data, work: Work) -> None:
    """From what levers add each week to their parameters and to the linear terms."""
    levers, weeks = data.effort.shape
    weekly, with_customers, with_shares = work.weekly, data.firm[CUSTOMERS] > 0.0, data.firm[SHARES] > 0.0
    for lever in range(levers):
        if not data.lever[lever, USED]:
            continue
        own, by = work.lever[VALUE, lever], work.lever[SLOPE, lever]
        carried, responses = work.response[CARRIED, lever], work.response[RESPONSE, lever]
        carry, half, by_carried = own[L_CARRY], own[L_HALF], 0.0
        for week in range(weeks - 1, -1, -1):
            response, here = responses[week], carried[week]
            lift_d, stock_d, again_d = weekly[LIFT, week], weekly[STOCK_D, week + 1], weekly[AGAIN, week]
            if with_shares:
                lift_d += own[L_ONLINE] * weekly[ONLINE_LIFT_D, week]
                stock_d += own[L_ONLINE] * weekly[ONLINE_STOCK_D, week + 1]
                again_d += own[L_ONLINE] * weekly[ONLINE_AGAIN_D, week]
            by[L_NEW] += lift_d * response
            by[L_WEIGHT] += stock_d * response
            by_response = own[L_NEW] * lift_d + own[L_WEIGHT] * stock_d
            if with_customers:
                by[L_AGAIN] += again_d * response
                by_response += own[L_AGAIN] * again_d
            turn = by_response / ((here + half) * (here + half))
            by_carried = by_carried * carry + turn * half * (1.0 + half)
            by[L_HALF] += turn * here * (here - 1.0)
            before = carried[week - 1] if week > 0 else data.lever[lever, BEFORE]
            by[L_CARRY] += by_carried * (before - data.effort[lever, week])
    for week in range(weeks):
        by_season = work.weekly[SEASON_D, week]
        for term in range(data.design.shape[1]):
            work.natural[SLOPE, FIRM + term] += by_season * data.design[week, term]


@inner
def start_back(data: Data, work: Work) -> None:
    """From the stock at the start, and the weights of the slow effects, to the parameters behind them."""
    firm, by = work.firm[VALUE], work.firm[SLOPE]
    loss, keep = firm[F_LOSS], firm[F_KEEP]
    by_held, by_loss = 0.0, 0.0
    for lever in range(data.effort.shape[0]):
        if not data.lever[lever, USED]:
            continue
        own, mine = work.lever[VALUE, lever], work.lever[SLOPE, lever]
        slow, half, went, held = own[L_SLOW], own[L_HALF], data.lever[lever, BEFORE], data.lever[lever, HELD]
        response = went * (1.0 + half) / (went + half)
        by_start = by[F_START] + (own[L_ONLINE] * by[F_ONLINE_START] if data.firm[SHARES] else 0.0)
        weeks = firm[F_HELD] if held < 0.0 else held
        left = keep**weeks
        filled = 1.0 - left
        mine[L_SLOW] += mine[L_WEIGHT] * (1.0 - keep) / loss + by_start * response * filled / loss
        by[F_KEEP] -= mine[L_WEIGHT] * slow / loss
        by_loss -= mine[L_WEIGHT] * slow * (1.0 - keep) / (loss * loss)
        by_loss -= by_start * slow * response * filled / (loss * loss)
        turn = went * (went - 1.0) / ((went + half) * (went + half))
        mine[L_HALF] += by_start * slow * turn * filled / loss
        by_left = -by_start * slow * response / loss
        by[F_KEEP] += by_left * weeks * left / keep
        if held < 0.0:
            by_held += by_left * left * math.log(keep)
    by[F_HELD] = by_held
    by[F_LOSS] = by_loss - by[F_KEEP] * keep / (1.0 - loss) * WEEKLY


@inner
def levers_back(data: Data, work: Work) -> None:
    """To the levers' own parameters."""
    block, first = FIRM + data.design.shape[1], work.firm[VALUE, F_FIRST]
    for lever in range(data.effort.shape[0]):
        if not data.lever[lever, USED]:
            continue
        at = block + LEVER * lever
        natural, out = work.natural[VALUE, at : at + LEVER], work.natural[SLOPE, at : at + LEVER]
        own, by = work.lever[VALUE, lever], work.lever[SLOPE, lever]
        by_quick = by[L_NEW]
        if data.firm[CUSTOMERS]:
            split = logistic(natural[SPLIT] + work.natural[VALUE, FIRST])
            by_quick = by[L_NEW] * split / first + by[L_AGAIN] * (1.0 - split) / (1.0 - first)
            turn = split * (1.0 - split) * own[L_QUICK]
            by_odds = (by[L_NEW] / first - by[L_AGAIN] / (1.0 - first)) * turn
            out[SPLIT] += by_odds
            work.natural[SLOPE, FIRST] += by_odds
            at_first = by[L_AGAIN] * own[L_AGAIN] / (1.0 - first) - by[L_NEW] * own[L_NEW] / first
            work.firm[SLOPE, F_FIRST] += at_first
        out[CARRY] += by[L_CARRY] * own[L_CARRY] * (1.0 - own[L_CARRY])
        out[HALF] += by[L_HALF] * own[L_HALF]
        by_quick += by[L_QUICK]
        later = by[L_SLOW] * effect(LUCK * natural[QUICK] + OWN_LUCK * natural[SLOW], lever, 1, data)[1]
        out[QUICK] += by_quick * effect(natural[QUICK], lever, 0, data)[1] + LUCK * later
        out[SLOW] += OWN_LUCK * later


@inner
def firm_back(data: Data, work: Work) -> None:
    """To the firm's own parameters; new customers, active ones and the basket come as derivatives by their logs."""
    firm, by, out = work.firm[VALUE], work.firm[SLOPE], work.natural[SLOPE]
    out[LOSS] += by[F_LOSS] * firm[F_LOSS] * (1.0 - firm[F_LOSS])
    out[HELD_FOR] += by[F_HELD] * firm[F_HELD]
    if not data.firm[CUSTOMERS]:
        return
    first, kept = firm[F_FIRST], firm[F_KEPT]
    stay = kept**WEEKLY
    stay_d = stay * WEEKLY * (1.0 - kept)  # of the weekly share, by the log-odds of the yearly one
    by_rate = by[F_RATE] * firm[F_RATE]
    out[NEW] += by[F_NEW] + by[F_ACTIVE]
    out[FIRST] += by[F_FIRST] * first * (1.0 - first) - by_rate
    out[KEPT] += by[F_KEPT] * stay_d / (stay * (1.0 - stay)) + (by[F_ACTIVE] - by_rate) * stay_d / (1.0 - stay)
    out[ACTIVE] += by[F_ACTIVE]
    out[BOND] += by[F_BOND] * firm[F_BOND] * (1.0 - firm[F_BOND] / MOST_BOND)
    out[STAYING] += by[F_STAYING] * firm[F_STAYING] * (1.0 - firm[F_STAYING])


@inner
def trials(data: Data, work: Work) -> float:
    """Log density of what experiments found: the quick effect, at the efforts that were compared."""
    total, block = 0.0, FIRM + data.design.shape[1]
    for row in range(data.trials.shape[0]):
        trial = data.trials[row]
        lever = int(trial[TRIED])
        at = block + LEVER * lever
        quick, slope = effect(work.natural[VALUE, at + QUICK], lever, 0, data)
        half, more, less = math.exp(work.natural[VALUE, at + HALF]), trial[AT], trial[INSTEAD]
        step = (1.0 + half) * (more / (more + half) - less / (less + half))
        turn = more * (more - 1.0) / ((more + half) * (more + half))
        turn -= less * (less - 1.0) / ((less + half) * (less + half))
        score = (quick * step - trial[FOUND]) / trial[FOUND_ERROR]
        total -= 0.5 * score * score
        pull = -score / trial[FOUND_ERROR]
        work.natural[SLOPE, at + QUICK] += pull * step * slope
        work.natural[SLOPE, at + HALF] += pull * quick * turn * half
    return total


@inner
def marked(data: Data, work: Work) -> float:
    """Log density of the customers counted as a lever's own, given the quick effects."""
    total, block = 0.0, FIRM + data.design.shape[1]
    for lever in range(data.effort.shape[0]):
        at, own = block + LEVER * lever, data.lever[lever]
        if math.isnan(own[MARKED]):
            continue
        quick, slope = effect(work.natural[VALUE, at + QUICK], lever, 0, data)
        capture = logistic(work.natural[VALUE, at + CAPTURE])
        mean = capture * quick * own[PER_UNIT] + HALF_A_COUNT
        score = math.log((own[MARKED] + HALF_A_COUNT) / mean)
        pull = score / (1.0 / (own[MARKED] + 1.0) + data.firm[COUNTING])
        total -= 0.5 * score * pull
        by_mean = pull / mean * own[PER_UNIT] * capture
        work.natural[SLOPE, at + QUICK] += by_mean * slope
        work.natural[SLOPE, at + CAPTURE] += by_mean * quick * (1.0 - capture)
    return total


@inner
def backward(data: Data, work: Work) -> None:
    """Everything from the means of the weeks to the parameters."""
    run_back(data, work)
    accumulate_back(data, work)
    respond_back(data, work)
    start_back(data, work)
    levers_back(data, work)
    firm_back(data, work)
