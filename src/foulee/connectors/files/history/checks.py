"""What is odd in weeks that were read: slips, closures, gaps, levers that cannot be told apart. Kept, and said."""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from foulee.core.history import FirmHistory, LeverHistory
from foulee.core.types import Bools, Floats
from foulee.firmfile.problems import Problem

TENFOLD = 8.0  # times its neighbours: a zero too many, or too few
AROUND = 2  # neighbours on each side
FEW_USES = 8  # below it nobody knows what a lever's usual effort is
TOGETHER = 0.95  # correlation of two levers' efforts
YEAR = 52
MOST_SLIPS = 5  # told for each series: more are a way of selling, not slips
CLOSED = 2  # weeks without sales in a row that are told
SMALL = 10.0
ALIKE = 0.02  # of sales: how far online and shop may be from the total


def oddities(history: FirmHistory, today: dt.date) -> list[Problem]:
    """Everything worth knowing about a history before believing it, in the order of its weeks."""
    return [
        *_length(history),
        *_gaps(history),
        *_to_come(history, today),
        *_closures(history),
        *_slips(history),
        *_split(history),
        *(note for lever in history.levers for note in _use(history, lever)),
        *_pairs(history),
        *_attributed(history),
    ]


def _length(history: FirmHistory) -> Iterator[Problem]:
    counted = int(history.counted.sum())
    if counted == 1:
        yield Problem("history_one_week")
    elif counted < YEAR:
        yield Problem("history_few_weeks", values={"count": counted})


def _gaps(history: FirmHistory) -> Iterator[Problem]:
    missing = ~history.counted
    if missing.any():
        values = {"count": int(missing.sum()), "first": history.monday(int(missing.argmax()))}
        yield Problem("history_gaps", values=values)


def _to_come(history: FirmHistory, today: dt.date) -> Iterator[Problem]:
    coming = np.array([history.monday(week) > today for week in range(history.weeks)]) & history.counted
    if coming.any():
        first = int(coming.argmax())
        values = {"count": int(coming.sum()), "first": history.monday(first), "today": today}
        yield Problem("history_to_come", values=values)


def _closures(history: FirmHistory) -> Iterator[Problem]:
    for first, length in runs(history.sales == 0.0):
        if length >= CLOSED:
            code = "history_closed_year" if length >= YEAR else "history_closed"
            last = history.monday(first + length - 1)
            yield Problem(code, values={"count": length, "first": history.monday(first), "last": last})


def runs(flags: Bools) -> list[tuple[int, int]]:
    """Where runs of true begin, and how long they are."""
    edges = np.diff(np.concatenate(([0], flags.astype(np.int64), [0])))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [(int(start), int(end - start)) for start, end in zip(starts, ends, strict=True)]


def _slips(history: FirmHistory) -> Iterator[Problem]:
    for name, values in (("sales", history.sales), ("new_customers", history.new_customers)):
        if values is not None:
            yield from _told(history, name, slips(values), neighbours(values))
    for lever in history.levers:
        effort = lever.effort
        if (effort > 0.0).sum() >= FEW_USES:
            usual = np.full(effort.shape, np.median(effort[effort > 0.0]))
            yield from _told(history, lever.name, effort > TENFOLD * usual, usual, effort)


def slips(values: Floats) -> Bools:
    """Weeks that are eight times their neighbours, or an eighth of them; a week of nothing is no slip."""
    usual = neighbours(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = values / usual
    found: Bools = (values > 0.0) & (usual > 0.0) & ((ratio >= TENFOLD) | (ratio <= 1.0 / TENFOLD))
    return found


def neighbours(values: Floats) -> Floats:
    """The middle of the weeks around each, weeks of nothing left out; NaN where fewer than two are known."""
    open_weeks = np.where(values > 0.0, values, np.nan)
    padded = np.concatenate((np.full(AROUND, np.nan), open_weeks, np.full(AROUND, np.nan)))
    offsets = [offset for offset in range(2 * AROUND + 1) if offset != AROUND]
    around = np.column_stack([padded[offset : offset + values.size] for offset in offsets])
    enough = (~np.isnan(around)).sum(axis=1) >= AROUND
    middle = np.full(values.size, np.nan)
    if enough.any():
        middle[enough] = np.nanmedian(around[enough], axis=1)
    return middle


def _told(
    history: FirmHistory, name: str, odd: Bools, usual: Floats, values: Floats | None = None
) -> Iterator[Problem]:
    told = history.series().get(name) if values is None else values
    places = np.flatnonzero(odd)
    if told is None or places.size > MOST_SLIPS:
        return
    for place in places:
        values_told = {"found": shown(told[place]), "usual": shown(usual[place]), "week": history.monday(int(place))}
        yield Problem("history_slip", values={"column": name, **values_told})


def shown(value: float) -> float:
    """A number as one says it: whole, unless it is small."""
    return round(float(value)) if value >= SMALL else round(float(value), 1)


def _split(history: FirmHistory) -> Iterator[Problem]:
    if history.sales_online is None or history.sales_shop is None:
        return
    both = history.sales_online + history.sales_shop
    with np.errstate(invalid="ignore"):
        apart = np.abs(both - history.sales) > ALIKE * np.maximum(both, history.sales)
    if apart.any():
        values = {"count": int(apart.sum()), "first": history.monday(int(apart.argmax()))}
        yield Problem("history_split_differs", values=values)


def _use(history: FirmHistory, lever: LeverHistory) -> Iterator[Problem]:
    if not lever.ever_used:
        yield Problem("history_lever_unused", values={"lever": lever.name})
    elif history.weeks > 1 and np.ptp(lever.effort) == 0.0:
        yield Problem("history_lever_constant", values={"lever": lever.name})


def _pairs(history: FirmHistory) -> Iterator[Problem]:
    for one, other in combinations(history.levers, 2):
        if correlation(one.effort, other.effort) > TOGETHER:
            yield Problem("history_levers_together", values={"one": one.name, "other": other.name})


def _attributed(history: FirmHistory) -> Iterator[Problem]:
    """Customers counted as a lever's own where nobody counts all: what one of them buys is not known then."""
    all_counted = _any(history.orders) or (_any(history.new_customers) and _any(history.returning_customers))
    for name, values in history.attributed.items():
        if name in history.names and _any(values) and not all_counted:
            yield Problem("history_attributed_alone", values={"lever": name})


def _any(counted: Floats | None) -> bool:
    return counted is not None and not bool(np.isnan(counted).all())


def correlation(one: Floats, other: Floats) -> float:
    """Correlation of two series; 0 where one of them never changes."""
    if one.size < CLOSED + 1 or np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
