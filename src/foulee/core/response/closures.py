"""Weeks in which the shop is shut: those that were counted, and those of the years to come when it shuts again."""

import numpy as np

from foulee.core.types import Bools, Floats, Ints

CLOSED_RUN = 2  # weeks without sales in a row are a closure, not bad luck
WEEKS_OF_YEAR = 365.25 / 7.0
YEAR = 52
MOST = 26  # weeks of a closure that one year alone makes a habit


def closed(sales: Floats) -> Bools:
    """Weeks of closure (weeks,): runs of weeks without any sale."""
    found = np.zeros(sales.size, dtype=bool)
    for first, last in _runs(sales == 0.0):
        found[first:last] = last - first >= CLOSED_RUN
    return found


def closed_ahead(sales: Floats, weeks: int) -> Bools:
    """Which of the `weeks` after a history the shop is taken to be shut in.

    Closures of the last year come back at the same time of the year, if the shop was shut then in every year before
    that was counted. One year alone makes no habit of a closure of more than half of it, nor of one that the history
    cuts off, at its start or its end: the shop had not opened yet, or may never open again.
    """
    shut, found = closed(sales), np.zeros(weeks, dtype=bool)
    later = sales.size + np.arange(weeks)
    for run in _runs(shut):
        if run[1] > sales.size - YEAR and _again(run, shut, sales):
            found |= _as_in(run, later, weeks + YEAR)
    return found


def _runs(flags: Bools) -> list[tuple[int, int]]:
    """First week of each run of true, and the week after it."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int64), [0]))))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _as_in(run: tuple[int, int], weeks: Ints, horizon: int) -> Bools:
    """Which weeks lie where a run did, one or more years before."""
    years = np.arange(1, int(horizon / WEEKS_OF_YEAR) + 3)
    places = np.round(weeks[:, None] - WEEKS_OF_YEAR * years)
    return np.asarray(((places >= run[0]) & (places < run[1])).any(axis=1), dtype=bool)


def _again(run: tuple[int, int], shut: Bools, sales: Floats) -> bool:
    """Whether a run is a habit: the shop was shut at that time in every year before it that was counted."""
    seen = [
        bool(shut[there].any())
        for years in range(1, int(sales.size / WEEKS_OF_YEAR) + 1)
        if (there := _earlier(run, years)).size and not np.isnan(sales[there]).all()
    ]
    doubtful = run[0] == 0 or run[1] == sales.size or run[1] - run[0] > MOST
    return all(seen) and (bool(seen) or not doubtful)


def _earlier(run: tuple[int, int], years: int) -> Ints:
    """The weeks of a run so many years before, where the history has all of them; none of its own."""
    there = np.round(np.arange(*run) - WEEKS_OF_YEAR * years).astype(np.int64)
    return there[there < run[0]] if there[0] >= 0 else there[:0]
