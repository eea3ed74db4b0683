"""Rows of weeks or of days, as weeks one after the other: merged, sorted, summed, what is missing left missing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from foulee.connectors.files.history.checks import MOST_SLIPS, neighbours, shown, slips
from foulee.connectors.files.history.columns import Column, Role
from foulee.connectors.files.history.days import When, monday
from foulee.core.history import DAYS
from foulee.core.response.levels import Measure
from foulee.core.types import Bools, Floats
from foulee.firmfile.problems import Problem

DAILY = 5.0  # days between rows, at the median: fewer are days, more are weeks
MONTHLY = 20.0
HALF = 0.5
LONGEST_GAP = 104  # weeks: beyond it a year was mistyped
FURTHEST = 156  # weeks to come


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What each row tells: its day (of a week where rows are weeks), its line, and its numbers (rows, columns)."""

    days: Sequence[dt.date]
    lines: Sequence[int]
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """Weeks from `start`: `values` (weeks, columns), NaN where nothing was counted; whether rows were days."""

    start: dt.date
    values: Floats
    daily: bool


def are_days(found: Sequence[When]) -> bool:
    """Whether rows are days rather than weeks."""
    return not any(one.week for one in found) and 0.0 < _usual_gap([one.day for one in found]) < DAILY


def are_months(found: Sequence[When]) -> bool:
    """Whether rows are too far apart to be weeks."""
    return len(found) > len("ab") and _usual_gap([one.day for one in found]) > MONTHLY


def _usual_gap(days: Sequence[dt.date]) -> float:
    numbers = np.unique([day.toordinal() for day in days])
    return float(np.median(np.diff(numbers))) if numbers.size > 1 else 0.0


def merged(rows: Rows, daily: bool) -> tuple[Rows, list[Problem], list[Problem]]:
    """One row for each day or week, in order; problems where two rows of one disagree, and notes."""
    keys = list(rows.days) if daily else [monday(day) for day in rows.days]
    places: dict[dt.date, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    order = sorted(places)
    twice = "history_day_twice" if daily else "history_week_twice"
    several = [key for key in order if len(places[key]) > 1]
    problems = [
        Problem(twice, values={"found": key, "lines": _lines(rows, places[key])})
        for key in several
        if _disagree(rows.values[places[key]])
    ]
    notes = [] if order == list(dict.fromkeys(keys)) else [Problem("history_unsorted")]
    if several and not problems:
        told = {"count": len(several), "first": several[0]}
        notes.append(Problem("history_repeated", values=told))
    firsts = [rows.lines[places[key][0]] for key in order]
    values = np.array([_first_known(rows.values[places[key]]) for key in order]).reshape(len(order), -1)
    return Rows(days=order, lines=firsts, values=values), problems, notes


def _lines(rows: Rows, places: list[int]) -> str:
    return ", ".join(str(rows.lines[place]) for place in places)


def _first_known(values: Floats) -> Floats:
    """The first number known of each column."""
    known = ~np.isnan(values)
    return np.where(known.any(axis=0), values[known.argmax(axis=0), np.arange(values.shape[1])], np.nan)


def _disagree(values: Floats) -> bool:
    known = np.where(np.isnan(values), _first_known(values), values)
    return not bool(np.array_equal(known, np.broadcast_to(known[0], known.shape), equal_nan=True))


def far_weeks(rows: Rows, today: dt.date) -> list[Problem]:
    """Rows so far from the others, or so far ahead, that their year must be a slip."""
    problems = []
    for place, day in enumerate(rows.days):
        before = rows.days[place - 1] if place else day
        far = (day - before).days > LONGEST_GAP * DAYS or (day - today).days > FURTHEST * DAYS
        if far:
            values = {"line": rows.lines[place], "found": day, "before": before}
            ahead = (day - today).days > FURTHEST * DAYS
            problems.append(Problem("history_far_ahead" if ahead else "history_far_apart", values=values))
    return problems


def by_week(rows: Rows, columns: Sequence[Column], daily: bool) -> tuple[Weekly, list[Problem]]:
    """Lay rows (merged, in order) on the weeks; days are summed, what is a state is averaged."""
    start = monday(rows.days[0])
    weeks = (monday(rows.days[-1]) - start).days // DAYS + 1
    places = np.array([(day - start).days for day in rows.days])
    if not daily:
        values = np.full((weeks, len(columns)), np.nan)
        values[places // DAYS] = rows.values
        return Weekly(start=start, values=values, daily=False), []
    grid = np.full((weeks * DAYS, len(columns)), np.nan)
    grid[places] = rows.values
    by_day = grid.reshape(weeks, DAYS, len(columns))
    notes: list[Problem] = []
    values = np.column_stack([_summed(by_day[:, :, place], column) for place, column in enumerate(columns)])
    for place, column in enumerate(columns):
        if column.role is Role.COUNTED and column.name.startswith("sales"):
            notes += _partial(by_day[:, :, place], column, start) + _day_slips(by_day[:, :, place], column, start)
    return Weekly(start=start, values=values, daily=True), notes


def _summed(days: Floats, column: Column) -> Floats:
    """One column's weeks from its days (weeks, 7)."""
    known = ~np.isnan(days)
    if column.role is Role.CONTROL or column.name.partition("_")[0] == Measure.FOLLOWERS:
        counts = known.sum(axis=1)
        return np.where(counts > 0, np.nansum(days, axis=1) / np.maximum(counts, 1), np.nan)
    sums = np.where(known.any(axis=1), np.nansum(days, axis=1), np.nan)
    return np.where(_too_few(days), np.nan, sums) if column.role is Role.COUNTED else sums


def _absent(days: Floats) -> Floats:
    """How many of the usual days of opening were not counted, week by week (weeks,)."""
    known = ~np.isnan(days)
    usual = known.mean(axis=0) >= HALF
    return (usual & ~known).sum(axis=1).astype(np.float64)


def _too_few(days: Floats) -> Bools:
    """Weeks of which too many days are missing to be summed: more than half, or than one where the file begins or ends.

    In the middle a day without a row is most often a day of closing, whose sales are truly nil.
    """
    absent = _absent(days)
    usual = (~np.isnan(days)).mean(axis=0) >= HALF
    few: Bools = absent > HALF * usual.sum()
    few[[0, -1]] |= absent[[0, -1]] > 1.0
    return few


def _partial(days: Floats, column: Column, start: dt.date) -> list[Problem]:
    absent, few = _absent(days), _too_few(days)
    some = ~np.isnan(days).all(axis=1)
    notes = []
    for code, weeks in (("history_days_missing", (absent > 0) & ~few & some), ("history_week_incomplete", few & some)):
        if weeks.any():
            first = start + dt.timedelta(days=DAYS * int(weeks.argmax()))
            values = {"count": int(weeks.sum()), "first": first, "column": column.header}
            notes.append(Problem(code, values=values))
    return notes


def _day_slips(days: Floats, column: Column, start: dt.date) -> list[Problem]:
    """Days that are eight times the same day of the weeks around, or an eighth: a slip that its week would hide."""
    odd = np.column_stack([slips(days[:, day]) for day in range(DAYS)])
    usual = np.column_stack([neighbours(days[:, day]) for day in range(DAYS)])
    places = np.argwhere(odd)
    if len(places) > MOST_SLIPS:
        return []
    return [
        Problem(
            "history_day_slip",
            values={
                "column": column.header,
                "day": start + dt.timedelta(days=DAYS * int(week) + int(day)),
                "found": shown(days[week, day]),
                "usual": shown(usual[week, day]),
            },
        )
        for week, day in places
    ]
