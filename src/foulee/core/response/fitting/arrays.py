"""What the likelihood reads and where it works: few arrays in named tuples, which numba passes around cheaply."""

from typing import NamedTuple

import numpy as np

from foulee.core.response.fitting.layout import Layout
from foulee.core.types import Floats, Ints


class Data(NamedTuple):
    """What does not change from one evaluation to the next. Columns and rows by name below.

    `effort` (levers, weeks) in typical efforts; `design` (weeks, linear); `weekly` (2, weeks): years from the middle of
    the window, log of sales in multiples of their mean; `seen` (2, n): weeks with sales, and weeks since the one before
    (0 for the first); `none`: weeks without any sale; `counted` (n,): weeks in which new customers were counted,
    `counts` (2, n): how many, and their log with half a one more; `kinds` (2, m): counts that occur, and how often;
    `lever` (levers, 13); `firm` (4,); `prior` (2, size): mean and standard deviation of every parameter; `active`:
    which of them the sampler moves.
    """

    effort: Floats
    design: Floats
    weekly: Floats
    seen: Ints
    none: Ints
    counted: Ints
    counts: Floats
    kinds: Floats
    lever: Floats
    firm: Floats
    prior: Floats
    active: Ints


# Data.weekly
CLOCK, LOG_SALES = range(2)
# Data.lever: effort before the first week and for how many weeks (negative: nobody said); whether the weeks may teach
# its effect; normal score under which an effect is nil, scale and spread of the log-normal above it, quick then slow; a
# trial's effect and error; customers counted as its own, customers that an effect of 1 would be. NaN: there is none.
BEFORE, HELD, USED, NIL, SCALE, SPREAD, TRIAL, TRIAL_ERROR, MARKED, PER_UNIT = 0, 1, 2, 3, 5, 7, 9, 10, 11, 12
LEVER_COLUMNS = 13
# Data.firm: whether customers are modelled, whether weeks without sales are; mean new customers; ceiling of effects.
CUSTOMERS, ZEROS, MEAN_NEW, CAP = range(4)


class Work(NamedTuple):
    """Room for one evaluation, one for each chain.

    `natural` (2, size): the parameters, and the derivatives of the log density by them; `response` (2, levers, weeks):
    carried efforts and responses; `weekly` (17, weeks + 1); `lever` (2, levers, 7) and `firm` (2, 12): what the
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
SEASON, STOCK, LIFT, AGAIN, NEW_PEOPLE, PEOPLE, STAY, ORDERS, LOG_MEAN, LOG_MEAN_D, SEASON_D, COUNT_D = range(12)
SURPRISE, ERROR, ERROR_D, STOCK_D, COUNT_MEAN, WEEKLY_ROWS = range(12, 18)
L_CARRY, L_HALF, L_NEW, L_AGAIN, L_SLOW, L_WEIGHT, L_QUICK, LEVER_PARTS = range(8)
F_KEEP, F_LOSS, F_START, F_MEAN, F_NEW, F_ORDERS, F_RATE, F_KEPT, F_ACTIVE, F_BOND, F_FIRST, F_HELD = range(12)
FIRM_PARTS = 12


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
