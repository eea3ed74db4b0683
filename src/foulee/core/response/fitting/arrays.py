"""What the likelihood reads and where it works: few arrays in named tuples, which numba passes around cheaply."""

from typing import NamedTuple

import numpy as np

from foulee.core.response.fitting.layout import Layout
from foulee.core.types import Floats, Ints


class Counts(NamedTuple):
    """People or orders counted.

    In which `weeks` (n,); `values` (2, n): how many, and their log with half a one more; `kinds` (2, m): counts that
    occur, and how often.
    """

    weeks: Ints
    values: Floats
    kinds: Floats


class Data(NamedTuple):
    """What does not change from one evaluation to the next. Columns and rows by name below.

    `effort` (levers, weeks) in typical efforts; `design` (weeks, linear); `weekly` (3, weeks): years from the middle of
    the window, log of sales in multiples of their mean, log-odds of the share of sales made online; `seen` (2, n):
    weeks with sales, and weeks since the one before (0 for the first); `none`: weeks without any sale; `shared` (2, n):
    as `seen`, weeks whose share online is known; `new` and `orders`: counted new customers, and orders (those that are
    not first ones, where both are counted); `trials` (n, 5): results of experiments; `lever` (levers, 11), `firm`
    (10,); `prior` (2, size): mean and standard deviation of every parameter; `active`: which of them the sampler moves.
    """

    effort: Floats
    design: Floats
    weekly: Floats
    seen: Ints
    none: Ints
    shared: Ints
    new: Counts
    orders: Counts
    trials: Floats
    lever: Floats
    firm: Floats
    prior: Floats
    active: Ints


# Data.weekly
CLOCK, LOG_SALES, LOG_ODDS_ONLINE = range(3)
# Data.lever: effort before the first week and for how many weeks (negative: nobody said); whether the weeks may teach
# its effect; normal score under which an effect is nil, scale and spread of the log-normal above it, quick then slow;
# customers counted as its own, customers that an effect of 1 would be. NaN: there is none.
BEFORE, HELD, USED, NIL, SCALE, SPREAD, MARKED, PER_UNIT = 0, 1, 2, 3, 5, 7, 9, 10
LEVER_COLUMNS = 11
# Data.trials: which lever; what was found, as a share of mean sales, and its error; at what effort, instead of what.
TRIED, FOUND, FOUND_ERROR, AT, INSTEAD = range(5)
# Data.firm: whether customers are modelled, weeks without sales, orders, shares online; mean new customers, mean
# orders; ceiling of effects; spread of the log-odds of the share of what a lever brings that is bought online, and how
# much its score is stretched for each unit of the lever's effect (see `stretching`); variance of the log of customers
# counted as a lever's own beyond chance.
CUSTOMERS, ZEROS, ORDERS_TOO, SHARES, MEAN_NEW, MEAN_ORDERS, CAP, SPREAD_ONLINE, STRETCH, COUNTING = range(10)


class Work(NamedTuple):
    """Room for one evaluation, one for each chain.

    `natural` (2, size): the parameters, and the derivatives of the log density by them; `response` (2, levers, weeks):
    carried efforts and responses; `weekly` (rows, weeks + 1); `lever` (2, levers, 9) and `firm` (2, 14): what the
    recursion reads, and the derivatives by it.
    """

    natural: Floats
    response: Floats
    weekly: Floats
    lever: Floats
    firm: Floats


VALUE, SLOPE = 0, 1  # first axis of natural, lever and firm
CARRIED, RESPONSE = 0, 1
# Work.weekly; a name that ends in _D holds derivatives. Stock and people have the state before the first week in front.
SEASON, STOCK, LIFT, AGAIN, NEW_PEOPLE, PEOPLE, STAY, ORDERS, LOG_MEAN, LOG_MEAN_D, SEASON_D, STOCK_D = range(12)
ERROR, ERROR_D = range(12, 14)
# Of each thing counted three rows, in this order: mean, derivative by its log, surprise.
COUNT_MEAN, COUNT_D, SURPRISE, ORDERS_COUNT_MEAN, ORDERS_COUNT_D, ORDERS_SURPRISE = range(14, 20)
# Of sales online: stock and lifts that are bought there, how they move the log-odds of the share; derivatives by the
# stock and lifts; and of the log-odds by lifts, new customers and orders again of whatever place.
ONLINE_STOCK, ONLINE_LIFT, ONLINE_AGAIN, MOVED, ONLINE_LIFT_D, ONLINE_AGAIN_D, ONLINE_STOCK_D = range(20, 27)
SHARE_BY_LIFT, SHARE_BY_AGAIN, SHARE_BY_NEW, SHARE_BY_ORDERS, WEEKLY_ROWS = range(27, 32)
L_CARRY, L_HALF, L_NEW, L_AGAIN, L_SLOW, L_WEIGHT, L_QUICK, L_START, L_ONLINE, LEVER_PARTS = range(10)
F_KEEP, F_LOSS, F_START, F_MEAN, F_NEW, F_ORDERS, F_RATE, F_KEPT, F_ACTIVE, F_BOND, F_FIRST, F_HELD = range(12)
F_ONLINE_START, F_STAYING, FIRM_PARTS = range(12, 15)


def room(data: Data, layout: Layout) -> Work:
    """Empty room for one chain."""
    levers, weeks = data.effort.shape
    natural = np.zeros((2, layout.size))
    natural[VALUE] = data.prior[0]
    return Work(
        natural=natural,
        response=np.zeros((2, levers, weeks)),
        weekly=np.zeros((WEEKLY_ROWS, weeks + 1)),
        lever=np.zeros((2, levers, LEVER_PARTS)),
        firm=np.zeros((2, FIRM_PARTS)),
    )
