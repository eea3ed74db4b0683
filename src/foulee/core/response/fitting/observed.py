"""What of a history the likelihood reads: counts, shares, trials, in the units of the fit."""

import numpy as np

from foulee.core.history import FirmHistory
from foulee.core.response.closures import closed
from foulee.core.response.fitting.arrays import Counts
from foulee.core.types import Bools, Floats, Ints

LEAST_COUNT = 0.1  # mean a week that a count is held above


def seen(known: Bools) -> Ints:
    """The weeks that are known, and how many weeks after the one before; 0 for the first."""
    weeks = np.flatnonzero(known)
    return np.array([weeks, np.diff(weeks, prepend=weeks[:1])])


def lone_zeros(sales: Floats) -> Ints:
    """Weeks without sales that stand alone: bad luck. Two or more in a row are a closure, and teach nothing."""
    return np.flatnonzero((sales == 0.0) & ~closed(sales))


def mean_count(counted: Floats | None) -> float:
    """Mean of what was counted, held off nil; 1 where nothing was."""
    known = np.zeros(0) if counted is None else counted[~np.isnan(counted)]
    return max(float(known.mean()) if known.size else 1.0, LEAST_COUNT)


def new_customers(history: FirmHistory) -> Floats | None:
    """New customers (weeks,): as counted, or what orders are left once those who came back are taken out.

    None where no week tells any.
    """
    found = _noted(history.new_customers)
    if found is None and history.orders is not None and history.returning_customers is not None:
        left = history.orders - history.returning_customers
        return _noted(np.where(left >= 0.0, left, np.nan))
    return found


def orders(history: FirmHistory) -> Floats | None:
    """Orders counted (weeks,); beside new customers only those of customers who came back. None where there are none.

    A count that contradicts another, more new customers than orders, tells nothing.
    """
    new, every, again = new_customers(history), _noted(history.orders), _noted(history.returning_customers)
    if new is None:
        return every
    if again is None and every is not None:
        return np.where(every >= new, every - new, np.nan)
    return again


def _noted(counted: Floats | None) -> Floats | None:
    """A series, None where it holds no number: a column that was left empty says no more than none."""
    return None if counted is None or np.isnan(counted).all() else counted


def counts(counted: Floats | None, history: FirmHistory) -> Counts:
    """What was counted, closed weeks left out: where nothing was sold nobody came, which is told once, by the sales."""
    values = np.full(history.weeks, np.nan) if counted is None else counted
    weeks = np.flatnonzero(~np.isnan(values) & ~(history.sales == 0.0))
    whole = np.round(values[weeks])
    return Counts(
        weeks=weeks,
        values=np.array([whole, np.log(whole + 0.5)]),
        kinds=np.array(np.unique(whole, return_counts=True), dtype=np.float64),
    )


def online(history: FirmHistory) -> tuple[Bools, Floats]:
    """Weeks whose share of sales made online is known and neither nil nor all, and its log-odds (weeks,)."""
    web, shop = history.sales_online, history.sales_shop
    if web is None or shop is None:
        return np.zeros(history.weeks, dtype=bool), np.zeros(history.weeks)
    with np.errstate(invalid="ignore"):
        known = (web > 0.0) & (shop > 0.0)
    return known, np.log(np.where(known, web, 1.0) / np.where(known, shop, 1.0))


def trials(history: FirmHistory, sales: float, typical: Floats) -> Floats:
    """Results of experiments as shares of their weeks' sales, and the efforts compared in usual ones (trials, 5)."""
    rows = []
    for found in history.experiments:
        if found.lever not in history.names:
            continue  # a trial of something that this history has no column for
        lever = history.names.index(found.lever)
        usual = float(typical[lever])
        at = 1.0 if found.effort is None else found.effort / usual
        instead = 0.0 if found.instead is None else found.instead / usual
        step = (at - instead) * usual / (found.sales or sales)
        rows.append((float(lever), found.effect * step, found.error * step, at, instead))
    return np.array(rows).reshape(len(rows), 5)


def attributed(history: FirmHistory, sales: float, typical: Floats) -> tuple[Floats, Floats]:
    """Counted customers as evidence on the quick effect: how many, and how many an effect of 1 would be."""
    marked, per_unit = (np.full(len(history.levers), np.nan) for _ in range(2))
    basket = _basket(history)
    for row, lever in enumerate(history.levers):
        own = history.attributed.get(lever.name)
        if own is not None and basket is not None and not np.isnan(own).all():
            known = ~np.isnan(own)
            marked[row] = float(own[known].sum())
            per_unit[row] = sales * float((lever.effort[known] / typical[row]).sum()) / basket
    return marked, per_unit


def _basket(history: FirmHistory) -> float | None:
    """Money per order, where orders or customers are counted."""
    every = _noted(history.orders)
    if every is None and history.new_customers is not None and history.returning_customers is not None:
        every = history.new_customers + history.returning_customers
    if every is None or not np.nansum(every):
        return None
    both = ~np.isnan(every) & history.counted
    return float(history.sales[both].sum() / every[both].sum()) if every[both].sum() else None
