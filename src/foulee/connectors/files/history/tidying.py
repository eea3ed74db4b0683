"""Tables as people and programs keep them: rows of totals, years beside numbers of weeks, weeks only numbered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from foulee.connectors.files.history.columns import week_column, year_column
from foulee.connectors.files.history.days import monday
from foulee.connectors.files.history.text import Table
from foulee.core.history import DAYS, folded

NUMBERED = frozenset({"week", "weeks", "semaine", "semaines", "sem"})
LONGEST = 5  # figures of a number of a week
FEW_LEFT_OUT = 2  # numbers for each row, at most


def tidied(table: Table, today: dt.date) -> tuple[Table, bool]:
    """The same table without rows of totals, weeks and their years in one column; whether weeks are only numbers.

    Weeks numbered from 0 or 1 without a year are laid so that the last is the last one over.
    """
    place = week_column(table.header)
    if place is None:
        return table, False
    table = _with_years(_without_totals(table, place), place)
    numbers = _numbers(table.columns[place]) if folded(table.header[place]) in NUMBERED else []
    if not numbers:
        return table, False
    last = monday(today) - dt.timedelta(days=DAYS)
    days = tuple(last - dt.timedelta(days=DAYS * (max(numbers) - number)) for number in numbers)
    return _replaced(table, place, days), True


def _numbers(cells: Sequence[object]) -> list[int]:
    """Weeks told by number from 0 or 1, each once and few left out; empty if they are anything else."""
    told = [str(cell).strip().removesuffix(".0") for cell in cells]
    if not all(one.isdecimal() and len(one) <= LONGEST for one in told):
        return []
    numbers = [int(one) for one in told]
    once = len(set(numbers)) == len(numbers) > 1
    return numbers if once and min(numbers) <= 1 and max(numbers) <= FEW_LEFT_OUT * len(numbers) else []


def _replaced(table: Table, place: int, cells: Sequence[object]) -> Table:
    columns = tuple(cells if number == place else column for number, column in enumerate(table.columns))
    return replace(table, columns=columns)


def _without_totals(table: Table, place: int) -> Table:
    """The same table without the rows that a spreadsheet adds up in."""
    kept = [row for row, cell in enumerate(table.columns[place]) if not str(cell).strip().lower().startswith("total")]
    if len(kept) == len(table.lines):
        return table
    columns = tuple(tuple(column[row] for row in kept) for column in table.columns)
    return replace(table, columns=columns, lines=tuple(table.lines[row] for row in kept))


def _with_years(table: Table, place: int) -> Table:
    """The same table where weeks are numbers beside a column of years: 2024 and 7 are 2024-W07, in one column."""
    years = year_column(table.header)
    numbers = [str(cell).strip() for cell in table.columns[place]]
    if years is None or not all(number.isdecimal() and len(number) <= len("53") for number in numbers):
        return table
    labels = tuple(f"{str(year).strip()}-W{week}" for year, week in zip(table.columns[years], numbers, strict=True))
    kept = [number for number in range(len(table.header)) if number != years]
    columns = tuple(labels if number == place else table.columns[number] for number in kept)
    return replace(table, header=tuple(table.header[number] for number in kept), columns=columns)
