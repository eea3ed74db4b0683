"""A plan for the weeks to come: a week and one column per lever, in the units of the history that was fitted."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from foulee.connectors.files.history.cells import Style, amount, hours, style_of, two_readings
from foulee.connectors.files.history.columns import CLOSE_ASKED, is_week, placed, week_column
from foulee.connectors.files.history.days import days_of, monday
from foulee.connectors.files.history.text import Table, read_table, told
from foulee.connectors.files.history.units import PER_HOUR, minutes
from foulee.core.history import DAYS, LeverHistory, Unit, folded
from foulee.core.types import Floats
from foulee.firmfile.problems import FirmFileError, Problem

MOST_WEEKS = 520
SHORT = 40  # signs of a cell that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverPlan:
    """Efforts week by week: `efforts` (weeks, levers), in the order and the units of the levers given.

    `start` is the Monday of the first week, None where weeks are numbered only. `notes`: columns that nothing uses,
    weeks left out (nothing is done in them).
    """

    efforts: Floats
    start: dt.date | None
    notes: tuple[Problem, ...]


def read_lever_plan(data: bytes, name: str, levers: tuple[LeverHistory, ...]) -> LeverPlan:
    """Read a plan: weeks numbered from 1 (or 0), or dated; a lever without a column does nothing.

    Raises FirmFileError with every bad line.
    """
    table, notes = read_table(data, name)
    places, problems = _places(table.header, levers, name)
    at = week_column(table.header)
    if problems or at is None:
        raise FirmFileError(told(problems or [Problem("history_no_week", values={"columns": ", ".join(table.header)})]))
    if not table.lines:
        raise FirmFileError([Problem("history_no_rows", values={"file": name})])
    weeks, start, problems = _weeks(table, at)
    efforts, wrong = _efforts(table, levers, places)
    problems += wrong
    if problems:
        raise FirmFileError(told(problems))
    laid = np.zeros((max(weeks) + 1, len(levers)))
    laid[weeks] = efforts
    used = {at, *places.values()}
    notes += [
        Problem("plan_unused", values={"column": cell})
        for place, cell in enumerate(table.header)
        if cell and place not in used and not is_week(cell)
    ]
    left_out = len(laid) - len(weeks)
    notes += [Problem("plan_left_out", values={"count": left_out})] if left_out else []
    return LeverPlan(efforts=laid, start=start, notes=tuple(notes))


def _places(
    header: tuple[str, ...], levers: tuple[LeverHistory, ...], name: str
) -> tuple[dict[str, int], list[Problem]]:
    """Where each lever stands; a column that is nearly a lever's name is a slip, which would count as doing nothing."""
    found = {lever.name: place for lever in levers if (place := placed(header, lever.name)) is not None}
    names = ", ".join(lever.name for lever in levers)
    absent = {folded(lever.name): lever.name for lever in levers if lever.name not in found}
    problems = []
    for place, cell in enumerate(header):
        near = get_close_matches(folded(cell), absent, n=1, cutoff=CLOSE_ASKED)
        if near and place not in found.values() and not is_week(cell):
            problems.append(Problem("plan_near", values={"found": cell, "nearest": absent[near[0]]}))
    if not found and not problems:
        problems.append(Problem("plan_columns", values={"file": name, "accepted": names}))
    twice = len(set(found.values())) < len(found) or any(header.count(header[place]) > 1 for place in found.values())
    problems += [Problem("plan_columns", values={"file": name, "accepted": names})] if twice else []
    return found, problems


def _weeks(table: Table, at: int) -> tuple[list[int], dt.date | None, list[Problem]]:
    """The place of each row among the weeks, and the first Monday where weeks are dated."""
    cells = [str(cell).strip() for cell in table.columns[at]]
    if all(cell.isdecimal() and len(cell) <= len(str(MOST_WEEKS)) for cell in cells):
        numbers = [int(cell) for cell in cells]
        weeks, start = [number - min(*numbers, 1) for number in numbers], None
    else:
        weeks, start, bad = _dated(table, at)
        if bad:
            return [], None, bad
    counts = Counter(weeks)
    problems = [
        Problem("plan_week_twice", values={"line": line, "found": cell})
        for line, cell, week in zip(table.lines, cells, weeks, strict=True)
        if counts[week] > 1
    ]
    if max(weeks) >= MOST_WEEKS:
        problems.append(Problem("plan_too_long", values={"limit": MOST_WEEKS}))
    return weeks, start, problems


def _dated(table: Table, at: int) -> tuple[list[int], dt.date | None, list[Problem]]:
    """Weeks counted from the first Monday of all, in whatever order."""
    found, _ = days_of(table.columns[at])
    bad = [
        Problem("history_not_a_week", values={"line": line, "found": str(cell).strip()[:SHORT]})
        for line, cell, one in zip(table.lines, table.columns[at], found, strict=True)
        if one is None
    ]
    if bad:
        return [], None, bad
    mondays = [monday(one.day) for one in found if one]
    start = min(mondays)
    return [(day - start).days // DAYS for day in mondays], start, []


def _efforts(table: Table, levers: tuple[LeverHistory, ...], places: dict[str, int]) -> tuple[Floats, list[Problem]]:
    """Efforts of each row (rows, levers); empty is nothing."""
    style = style_of((cell for place in places.values() for cell in table.columns[place]), table.decimal)
    efforts = np.zeros((len(table.lines), len(levers)))
    problems: list[Problem] = []
    for index, lever in enumerate(levers):
        if lever.name in places:
            place = places[lever.name]
            values, wrong = _column(table, place, style, lever.unit)
            per = PER_HOUR if lever.unit is Unit.HOURS and minutes(table.header[place]) else 1.0
            efforts[:, index] = np.array(values) / per
            problems += wrong
    return efforts, problems


def _column(table: Table, place: int, style: Style, unit: Unit) -> tuple[Sequence[float], list[Problem]]:
    values: list[float] = []
    problems: list[Problem] = []
    for line, cell in zip(table.lines, table.columns[place], strict=True):
        value = amount(cell, style)
        value = hours(cell) if value is None and unit is Unit.HOURS else value
        at = {"line": line, "column": table.header[place], "found": str(cell).strip()[:SHORT]}
        readings = two_readings(cell, style) if value is None else None
        if readings:
            problems.append(Problem("history_two_readings", values={**at, "small": readings[0], "large": readings[1]}))
        elif value is None:
            problems.append(Problem("history_not_an_effort", values=at))
        elif value < 0.0:
            problems.append(Problem("history_negative", values=at))
        values.append(0.0 if value is None or np.isnan(value) else value)
    return values, problems
