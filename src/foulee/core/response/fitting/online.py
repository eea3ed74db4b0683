"""What part of sales is made online: without levers, and of what each of them brings (MODEL §2).

The share of each week tells of the levers whatever else moves all sales: weather, season and a wild week leave it
where it is.
"""

import math

from foulee.core.response.fitting.arrays import (
    AGAIN,
    CLOCK,
    CUSTOMERS,
    ERROR,
    ERROR_D,
    F_KEEP,
    F_ONLINE_START,
    L_AGAIN,
    L_NEW,
    L_ONLINE,
    L_QUICK,
    L_SLOW,
    L_START,
    L_WEIGHT,
    LIFT,
    LOG_ODDS_ONLINE,
    MOVED,
    NEW_PEOPLE,
    ONLINE_AGAIN,
    ONLINE_AGAIN_D,
    ONLINE_LIFT,
    ONLINE_LIFT_D,
    ONLINE_STOCK,
    ONLINE_STOCK_D,
    ORDERS,
    RESPONSE,
    SHARE_BY_AGAIN,
    SHARE_BY_LIFT,
    SHARE_BY_NEW,
    SHARE_BY_ORDERS,
    SLOPE,
    SPREAD_ONLINE,
    STRETCH,
    USED,
    VALUE,
    WEEKLY_ROWS,
    Data,
    Work,
)
from foulee.core.response.fitting.compiling import inner
from foulee.core.response.fitting.forward import logistic
from foulee.core.response.fitting.layout import (
    BROUGHT_ONLINE,
    FIRM,
    LEVER,
    ONLINE,
    ONLINE_AUTO,
    ONLINE_NOISE,
    ONLINE_TREND,
)
from foulee.core.response.fitting.noise import surprises


@inner
def bought_there(data: Data, work: Work, lever: int) -> float:
    """Share of what a lever brings that is bought online.

    Its log-odds lie between those of the firm's whole share and even ones: a lever may send everybody to either place.
    Where the score is stretched, it is counted from the firm's whole share, in steps that shrink as the effect grows.
    """
    own, spread = work.natural[VALUE, ONLINE], data.firm[SPREAD_ONLINE]
    score = work.natural[VALUE, FIRM + data.design.shape[1] + LEVER * lever + BROUGHT_ONLINE]
    if data.firm[STRETCH] > 0.0:
        return logistic(own + spread * score / stretch(data, work, lever))
    return logistic(own / 2.0 + spread * score)


@inner
def stretch(data: Data, work: Work, lever: int) -> float:
    """By how much a lever's score is stretched: its weeks tell its share the better the more it brings."""
    mine = work.lever[VALUE, lever]
    return 1.0 + data.firm[STRETCH] * (mine[L_QUICK] + mine[L_SLOW])


@inner
def lifts_online(data: Data, work: Work) -> None:
    """What is bought online of what levers add to 1: at once and through the stock, and again."""
    weekly = work.weekly
    lift, again, stock = weekly[ONLINE_LIFT], weekly[ONLINE_AGAIN], weekly[ONLINE_STOCK]
    levers, weeks = data.effort.shape
    lift[:] = 0.0
    again[:] = 0.0
    stock[:] = 0.0
    for lever in range(levers):
        if not data.lever[lever, USED]:
            continue
        mine, responses = work.lever[VALUE, lever], work.response[RESPONSE, lever]
        part = bought_there(data, work, lever)
        mine[L_ONLINE] = part
        stock[0] += part * mine[L_START]
        for week in range(weeks):
            lift[week] += part * mine[L_NEW] * responses[week]
            again[week] += part * mine[L_AGAIN] * responses[week]
            stock[week + 1] += part * mine[L_WEIGHT] * responses[week]
    for week in range(weeks):
        stock[week + 1] += work.firm[VALUE, F_KEEP] * stock[week]
        lift[week] += stock[week + 1]


@inner
def brought(data: Data, work: Work, week: int) -> tuple[float, float]:
    """Share of a week's orders that levers brought, and share that they brought online."""
    weekly = work.weekly
    lift, there = weekly[LIFT, week], weekly[ONLINE_LIFT, week]
    every, online = 1.0 - 1.0 / lift, there / lift
    if data.firm[CUSTOMERS]:
        first = weekly[NEW_PEOPLE, week] / weekly[ORDERS, week]
        again, there_again = weekly[AGAIN, week], weekly[ONLINE_AGAIN, week]
        every = first * every + (1.0 - first) * (1.0 - 1.0 / again)
        online = first * online + (1.0 - first) * there_again / again
    return every, online


@inner
def brought_back(data: Data, work: Work, week: int, by: tuple[float, float]) -> None:
    """From the derivatives by the two shares of `brought` to those by lifts and orders."""
    weekly, (by_every, by_online) = work.weekly, by
    lift, there, part = weekly[LIFT, week], weekly[ONLINE_LIFT, week], 1.0
    if data.firm[CUSTOMERS]:
        orders = weekly[ORDERS, week]
        part = weekly[NEW_PEOPLE, week] / orders
        again, there_again = weekly[AGAIN, week], weekly[ONLINE_AGAIN, week]
        weekly[ONLINE_AGAIN_D, week] = by_online * (1.0 - part) / again
        weekly[SHARE_BY_AGAIN, week] = (1.0 - part) * (by_every - by_online * there_again) / (again * again)
        new = by_every * (1.0 - 1.0 / lift) + by_online * there / lift
        repeat = by_every * (1.0 - 1.0 / again) + by_online * there_again / again
        mean = part * new + (1.0 - part) * repeat
        weekly[SHARE_BY_NEW, week] = (new - mean) / orders
        weekly[SHARE_BY_ORDERS, week] = (repeat - mean) / orders
    weekly[ONLINE_LIFT_D, week] = by_online * part / lift
    weekly[SHARE_BY_LIFT, week] = part * (by_every - by_online * there) / (lift * lift)


@inner
def stretched_density(data: Data, work: Work) -> float:
    """What the density of stretched scores has beyond that of standard normals."""
    total, block = 0.0, FIRM + data.design.shape[1]
    for lever in range(data.effort.shape[0]):
        if data.lever[lever, USED]:
            score = work.natural[VALUE, block + LEVER * lever + BROUGHT_ONLINE]
            by = stretch(data, work, lever)
            own = score / by + work.natural[VALUE, ONLINE] / (2.0 * data.firm[SPREAD_ONLINE])
            total += 0.5 * (score * score - own * own) - math.log(by)
    return total


@inner
def shares_back(data: Data, work: Work) -> None:
    """From the derivatives by each week's surprise to those by what levers brought, and by the share of the window."""
    natural, weekly, weeks = work.natural, work.weekly, data.effort.shape[1]
    mean, by_share = 0.0, 0.0
    for week in data.shared[0]:
        by_error = weekly[ERROR_D, week]
        mean += by_error / weeks
        natural[SLOPE, ONLINE] -= by_error
        natural[SLOPE, ONLINE_TREND] -= by_error * data.weekly[CLOCK, week]
    share = logistic(natural[VALUE, ONLINE])
    for week in range(weeks):
        by_moved = mean - weekly[ERROR_D, week]
        every, online = brought(data, work, week)
        there = 1.0 - every + online / share
        elsewhere = 1.0 - every + (every - online) / (1.0 - share)
        by_every = -by_moved * (1.0 / there + share / ((1.0 - share) * elsewhere))
        by_online = by_moved * (1.0 / (share * there) + 1.0 / ((1.0 - share) * elsewhere))
        one_less = 1.0 - share
        by_share -= by_moved * (online / (share * share * there) + (every - online) / (one_less * one_less * elsewhere))
        brought_back(data, work, week, (by_every, by_online))
    natural[SLOPE, ONLINE] += by_share * share * (1.0 - share)


@inner
def stock_online_back(data: Data, work: Work) -> None:
    """The stock of what is bought online from the last week to the first."""
    weekly, keep, by_stock = work.weekly, work.firm[VALUE, F_KEEP], 0.0
    for week in range(data.effort.shape[1] - 1, -1, -1):
        by_stock = by_stock * keep + weekly[ONLINE_LIFT_D, week]
        work.firm[SLOPE, F_KEEP] += by_stock * weekly[ONLINE_STOCK, week]
        weekly[ONLINE_STOCK_D, week + 1] = by_stock
    work.firm[SLOPE, F_ONLINE_START] = by_stock * keep


@inner
def levers_online_back(data: Data, work: Work, lever: int) -> None:
    """How the share of what one lever brings that is bought online moves the weeks' shares."""
    weekly, own, total = work.weekly, work.lever[VALUE, lever], 0.0
    responses = work.response[RESPONSE, lever]
    for week in range(data.effort.shape[1]):
        by_response = own[L_NEW] * weekly[ONLINE_LIFT_D, week] + own[L_AGAIN] * weekly[ONLINE_AGAIN_D, week]
        total += responses[week] * (by_response + own[L_WEIGHT] * weekly[ONLINE_STOCK_D, week + 1])
    total += own[L_START] * work.firm[SLOPE, F_ONLINE_START]
    total *= own[L_ONLINE] * (1.0 - own[L_ONLINE])
    natural, spread = work.natural, data.firm[SPREAD_ONLINE]
    at = FIRM + data.design.shape[1] + LEVER * lever + BROUGHT_ONLINE
    if data.firm[STRETCH] > 0.0:
        stretched, more = stretch(data, work, lever), data.firm[STRETCH]
        step = natural[VALUE, at] / stretched
        score = step + natural[VALUE, ONLINE] / (2.0 * spread)
        by_step = total * spread - score
        natural[SLOPE, at] += by_step / stretched + natural[VALUE, at]
        natural[SLOPE, ONLINE] += total - score / (2.0 * spread)
        by_effect = -(by_step * step + 1.0) * more / stretched
        work.lever[SLOPE, lever, L_QUICK] += by_effect
        work.lever[SLOPE, lever, L_SLOW] += by_effect
    else:
        natural[SLOPE, at] += total * spread
        natural[SLOPE, ONLINE] += total / 2.0


@inner
def shares_density(data: Data, work: Work) -> float:
    """Log density of the shares of sales made online: Student's t around their log-odds, autoregressive.

    Levers multiply what is sold online and what is sold in the shop, each by its own factor: the log-odds move by the
    log of the one over the other, around their mean over the window.
    """
    natural, weekly, weeks = work.natural, work.weekly, data.effort.shape[1]
    lifts_online(data, work)
    share, mean = logistic(natural[VALUE, ONLINE]), 0.0
    for week in range(weeks):
        every, online = brought(data, work, week)
        there = 1.0 - every + online / share
        elsewhere = 1.0 - every + (every - online) / (1.0 - share)
        weekly[MOVED, week] = math.log(there / elsewhere)
        mean += weekly[MOVED, week] / weeks
    weekly[ONLINE_LIFT_D:WEEKLY_ROWS] = 0.0
    weekly[ERROR_D] = 0.0
    for week in data.shared[0]:
        told = natural[VALUE, ONLINE] + natural[VALUE, ONLINE_TREND] * data.weekly[CLOCK, week]
        weekly[ERROR, week] = data.weekly[LOG_ODDS_ONLINE, week] - told - weekly[MOVED, week] + mean
    total, by_noise, by_auto = surprises(data.shared, weekly, natural[VALUE, ONLINE_NOISE], natural[VALUE, ONLINE_AUTO])
    natural[SLOPE, ONLINE_NOISE] += by_noise
    natural[SLOPE, ONLINE_AUTO] += by_auto
    shares_back(data, work)
    stock_online_back(data, work)
    for lever in range(data.effort.shape[0]):
        if data.lever[lever, USED]:
            levers_online_back(data, work, lever)
    if data.firm[STRETCH] > 0.0:
        total += stretched_density(data, work)
    return total
