"""From the parameters to what each week should bring: the recursion of `simulate`, for one draw at a time."""

import math

from foulee.core.response.fitting.arrays import (
    AGAIN,
    BEFORE,
    CAP,
    CARRIED,
    CLOCK,
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
    F_ORDERS,
    F_RATE,
    F_START,
    F_STAYING,
    HELD,
    L_AGAIN,
    L_CARRY,
    L_HALF,
    L_NEW,
    L_QUICK,
    L_SLOW,
    L_START,
    L_WEIGHT,
    LIFT,
    LOG_MEAN,
    MEAN_NEW,
    NEW_PEOPLE,
    NIL,
    ORDERS,
    PEOPLE,
    RESPONSE,
    SCALE,
    SEASON,
    SPREAD,
    STAY,
    STOCK,
    USED,
    VALUE,
    Data,
    Work,
)
from foulee.core.response.fitting.compiling import inner
from foulee.core.response.fitting.layout import (
    ACTIVE,
    BOND,
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
    QUICK,
    SLOW,
    SPLIT,
    STAYING,
    TREND,
)
from foulee.core.types import WEEKS_PER_YEAR

WEEKLY = 1.0 / WEEKS_PER_YEAR
RAMP = 0.5  # width, in standard normals, over which an effect rises from nil
LUCK = 0.5  # correlation of the luck of quick and slow effects: what works at once more often works later too
OWN_LUCK = math.sqrt(1.0 - LUCK * LUCK)


@inner
def logistic(value: float) -> float:
    """From log-odds to a share."""
    return 1.0 / (1.0 + math.exp(-value))


@inner
def effect(score: float, lever: int, part: int, data: Data) -> tuple[float, float]:
    """An effect and its slope in its standard normal score: none under a limit, log-normal above, flat towards `cap`.

    `part` is 0 for the quick effect, 1 for the slow one. A smooth ramp, so that a gradient can follow it.
    """
    place = (score - data.lever[lever, NIL + part]) / RAMP
    if place <= 0.0:
        return 0.0, 0.0
    spread = data.lever[lever, SPREAD + part]
    full = data.lever[lever, SCALE + part] * math.exp(spread * score)
    rise, steep = 1.0, 0.0
    if place < 1.0:
        rise = place * place * place * (10.0 + place * (6.0 * place - 15.0))
        steep = 30.0 * place * place * (1.0 - place) * (1.0 - place) / RAMP
    squeeze = 1.0 + full * rise / data.firm[CAP]
    return full * rise / squeeze, full * (spread * rise + steep) / (squeeze * squeeze)


@inner
def read_firm(data: Data, work: Work) -> None:
    """What the recursion reads of the firm; where no customers are counted, every order is a first one."""
    natural, firm = work.natural[VALUE], work.firm[VALUE]
    firm[F_LOSS] = logistic(natural[LOSS])
    firm[F_KEEP] = (1.0 - firm[F_LOSS]) ** WEEKLY
    firm[F_HELD] = WEEKS_PER_YEAR * math.exp(natural[HELD_FOR])
    firm[F_MEAN] = 1.0
    if data.firm[CUSTOMERS]:
        first, kept = logistic(natural[FIRST]), logistic(natural[KEPT])
        stay = kept**WEEKLY
        firm[F_FIRST], firm[F_KEPT] = first, kept
        firm[F_MEAN] = data.firm[MEAN_NEW] * math.exp(natural[NEW])
        firm[F_RATE] = (1.0 - stay) * (1.0 - first) / first
        firm[F_ACTIVE] = firm[F_MEAN] * math.exp(natural[ACTIVE]) / (1.0 - stay)
        firm[F_BOND] = MOST_BOND * logistic(natural[BOND])
        firm[F_STAYING] = logistic(natural[STAYING])


@inner
def read_levers(data: Data, work: Work) -> None:
    """What the recursion reads of the levers, and how full the stock is at the start."""
    firm, block = work.firm[VALUE], FIRM + data.design.shape[1]
    firm[F_START] = 0.0
    for lever in range(data.effort.shape[0]):
        natural = work.natural[VALUE, block + LEVER * lever : block + LEVER * (lever + 1)]
        own = work.lever[VALUE, lever]
        own[L_CARRY] = logistic(natural[CARRY])
        own[L_HALF] = math.exp(natural[HALF])
        own[L_QUICK] = effect(natural[QUICK], lever, 0, data)[0]
        own[L_SLOW] = effect(LUCK * natural[QUICK] + OWN_LUCK * natural[SLOW], lever, 1, data)[0]
        own[L_NEW], own[L_AGAIN] = own[L_QUICK], 0.0
        if data.firm[CUSTOMERS]:
            split = logistic(natural[SPLIT] + work.natural[VALUE, FIRST])
            own[L_NEW] = own[L_QUICK] * split / firm[F_FIRST]
            own[L_AGAIN] = own[L_QUICK] * (1.0 - split) / (1.0 - firm[F_FIRST])
        own[L_WEIGHT] = own[L_SLOW] * (1.0 - firm[F_KEEP]) / firm[F_LOSS]
        if data.lever[lever, USED]:
            went, held = data.lever[lever, BEFORE], data.lever[lever, HELD]
            response = went * (1.0 + own[L_HALF]) / (went + own[L_HALF])
            filled = 1.0 - firm[F_KEEP] ** (firm[F_HELD] if held < 0.0 else held)
            own[L_START] = own[L_SLOW] * response * filled / firm[F_LOSS]
            firm[F_START] += own[L_START]


@inner
def respond(data: Data, work: Work) -> None:
    """Carried efforts and responses, lever by lever; what they add at once (to 1), and to the stock."""
    levers, weeks = data.effort.shape
    lift, again, stock = work.weekly[LIFT], work.weekly[AGAIN], work.weekly[STOCK]
    lift[:] = 1.0
    again[:] = 1.0
    stock[:] = 0.0
    for lever in range(levers):
        if not data.lever[lever, USED]:
            continue
        own = work.lever[VALUE, lever]
        carry, half, before = own[L_CARRY], own[L_HALF], data.lever[lever, BEFORE]
        carried, responses = work.response[CARRIED, lever], work.response[RESPONSE, lever]
        for week in range(weeks):
            before = carry * before + (1.0 - carry) * data.effort[lever, week]
            carried[week] = before
        for week in range(weeks):
            response = carried[week] * (1.0 + half) / (carried[week] + half)
            responses[week] = response
            lift[week] += own[L_NEW] * response
            again[week] += own[L_AGAIN] * response
            stock[week + 1] += own[L_WEIGHT] * response


@inner
def accumulate(data: Data, work: Work) -> None:
    """The stock week by week, and demand without action: what makes the mean of the window as it is told."""
    firm, stock, lift = work.firm[VALUE], work.weekly[STOCK], work.weekly[LIFT]
    weeks = data.effort.shape[1]
    stock[0] = firm[F_START]
    total = 0.0
    for week in range(weeks):
        stock[week + 1] += firm[F_KEEP] * stock[week]
        lift[week] += stock[week + 1]
        total += lift[week]
    firm[F_NEW] = firm[F_MEAN] * weeks / total


@inner
def seasons(data: Data, work: Work) -> None:
    """Season, calendar and controls as a multiplier of demand."""
    weeks, terms = data.design.shape
    for week in range(weeks):
        total = 0.0
        for term in range(terms):
            total += data.design[week, term] * work.natural[VALUE, FIRM + term]
        work.weekly[SEASON, week] = math.exp(total)


@inner
def run(data: Data, work: Work) -> None:
    """The weeks one after the other: new customers, active customers, orders, and the log of mean sales.

    What an order is worth is what makes the mean of the window as it is told.
    """
    firm, weekly = work.firm[VALUE], work.weekly
    with_customers = data.firm[CUSTOMERS] > 0.0
    stay = firm[F_KEPT] ** WEEKLY if with_customers else 0.5
    log_odds = math.log(stay / (1.0 - stay))
    people, total, weeks = firm[F_ACTIVE], 0.0, data.effort.shape[1]
    weekly[PEOPLE, 0] = people
    for week in range(weeks):
        base = firm[F_NEW] * weekly[SEASON, week]
        new = base * weekly[LIFT, week]
        orders = new
        if with_customers:
            weekly[NEW_PEOPLE, week] = new
            orders += firm[F_RATE] * weekly[SEASON, week] * weekly[AGAIN, week] * people
            weekly[STAY, week] = logistic(log_odds + firm[F_BOND] * weekly[STOCK, week + 1])
            people = weekly[STAY, week] * people + base * (1.0 + firm[F_STAYING] * (weekly[LIFT, week] - 1.0))
            weekly[PEOPLE, week + 1] = people
        weekly[ORDERS, week] = orders
        total += orders
    firm[F_ORDERS] = total
    log_basket, trend = work.natural[VALUE, LEVEL] - math.log(total / weeks), work.natural[VALUE, TREND]
    for week in range(weeks):
        weekly[LOG_MEAN, week] = log_basket + math.log(weekly[ORDERS, week]) + trend * data.weekly[CLOCK, week]


@inner
def forward(data: Data, work: Work) -> None:
    """Everything from the parameters to the mean of each week."""
    read_firm(data, work)
    read_levers(data, work)
    respond(data, work)
    accumulate(data, work)
    seasons(data, work)
    run(data, work)
