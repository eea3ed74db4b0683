"""A table of weeks or days, checked whole, as a `FirmHistory`: good rows kept beside what is wrong with the others."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from foulee.connectors.files.history.cells import Style, amount, hours, style_of, two_readings
from foulee.connectors.files.history.checks import oddities
from foulee.connectors.files.history.columns import Column, Role, identified, unused, week_column
from foulee.connectors.files.history.days import When, days_of, month_first
from foulee.connectors.files.history.text import Table, read_table, told
from foulee.connectors.files.history.tidying import tidied
from foulee.connectors.files.history.units import counted, lever_of
from foulee.connectors.files.history.wanted import Wanted
from foulee.connectors.files.history.weekly import (
    Rows,
    Weekly,
    are_days,
    are_months,
    by_week,
    far_weeks,
    merged,
)
from foulee.core.history import DAYS, FirmHistory, LeverHistory, Unit
from foulee.core.types import Floats
from foulee.firmfile.problems import FirmFileError, Problem

SUNDAY = 7
MOSTLY = 0.9  # of a column's cells, before it is taken for numbers
SHORT = 40  # signs of a cell that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFile:
    """A history, what is to be corrected in its file (by line; those cells count as missing), and what to know.

    `unused` are columns of numbers that nothing uses: levers, perhaps. `daily`: whether rows were days.
    `numbered`: weeks were numbers without a year, so that their place in the calendar is not known.
    """

    history: FirmHistory
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    unused: tuple[str, ...]
    daily: bool
    numbered: bool


def parse_history(data: bytes, name: str, asked: Wanted) -> HistoryFile:
    """Read a history from a file's bytes. Raises FirmFileError with everything that forbids it."""
    table, notes = read_table(data, name)
    found = history_of(table, name, asked)
    return replace(found, notes=(*notes, *found.notes))


def history_of(table: Table, name: str, asked: Wanted) -> HistoryFile:
    """Check a table and make its history. Raises FirmFileError with everything that forbids it."""
    table, numbered = tidied(table, asked.today)
    columns, fatal = identified(table.header, asked)
    place = week_column(table.header)
    if fatal or place is None:
        raise FirmFileError(told(fatal))
    if not table.lines:
        raise FirmFileError([Problem("history_no_rows", values={"file": name})])
    days, notes, fatal = _days(table, place)
    values, problems, unreadable = _values(table, columns, asked)
    fatal += unreadable
    if fatal:
        raise FirmFileError(told(fatal))
    read = [one for one in days if one]
    rows = Rows(days=[one.day for one in read], lines=table.lines, values=values)
    weekly, more = _weekly(rows, columns, read, asked.today)
    history, about = _history(weekly, columns, asked)
    history, unfinished = _without_unfinished(history, asked.today)
    notes += [Problem("history_numbered", values={"last": history.monday(history.weeks - 1)})] if numbered else []
    odd = _with_headers(oddities(history, asked.today), columns)
    notes += [*unused(table.header, columns, asked), *more, *about, *unfinished, *odd]
    return HistoryFile(
        history=history,
        problems=tuple(told(problems)),
        notes=tuple(notes),
        unused=_numbers_unused(table, columns),
        daily=weekly.daily,
        numbered=numbered,
    )


def _with_headers(notes: Sequence[Problem], columns: Sequence[Column]) -> list[Problem]:
    """The same notes, columns named as the file names them."""
    headers = {column.name: column.header for column in columns}
    return [
        replace(note, values={**note.values, "column": headers.get(str(note.values["column"]), "sales")})
        if "column" in note.values
        else note
        for note in notes
    ]


def _numbers_unused(table: Table, columns: Sequence[Column]) -> tuple[str, ...]:
    """Columns of numbers that nothing uses."""
    used = {column.index for column in columns} | {week_column(table.header)}
    style = Style(decimal=table.decimal or ",")
    return tuple(
        header
        for place, header in enumerate(table.header)
        if place not in used and header and _mostly_numbers(table.columns[place], style)
    )


def _mostly_numbers(cells: Sequence[object], style: Style) -> bool:
    tried = (amount(cell, style) if hours(cell) is None else hours(cell) for cell in cells)
    read = [value for value in tried if value is not None]
    return len(read) > len(cells) * MOSTLY and not all(map(math.isnan, read))


# --- cells -----------------------------------------------------------------------------------------------------


def _days(table: Table, place: int) -> tuple[list[When | None], list[Problem], list[Problem]]:
    """The day of each row; notes, and what forbids to go on."""
    cells = table.columns[place]
    found, shifted = days_of(cells)
    if month_first(cells):
        first = next(line for line, one in zip(table.lines, found, strict=True) if one is None)
        return found, [], [Problem("history_month_first", values={"line": first})]
    bad = [
        Problem("history_not_a_week", values={"line": line, "found": _short(cell)})
        for line, cell, one in zip(table.lines, cells, found, strict=True)
        if one is None
    ]
    read = [one for one in found if one]
    if not bad and are_months(read):
        bad = [Problem("history_months")]
    notes = [Problem("history_midnights")] if shifted else []
    if len(read) > 1 and not are_days(read) and all(one.day.isoweekday() == SUNDAY for one in read):
        notes.append(Problem("history_sundays"))
    return found, notes, bad


def _values(table: Table, columns: Sequence[Column], asked: Wanted) -> tuple[Floats, list[Problem], list[Problem]]:
    """Numbers (rows, columns); problems of cells that count as missing, and of those that forbid to go on."""
    style = style_of((cell for column in columns for cell in table.columns[column.index]), table.decimal)
    specs = {spec.name: spec for spec in asked.levers}
    values = np.full((len(table.lines), len(columns)), np.nan)
    problems: list[Problem] = []
    fatal: list[Problem] = []
    for place, column in enumerate(columns):
        spec = specs.get(column.name) if column.role is Role.LEVER else None
        in_hours = spec is not None and counted(spec, column.header).unit is Unit.HOURS
        for row, cell in enumerate(table.columns[column.index]):
            value = amount(cell, style)
            value = hours(cell) if value is None and in_hours else value
            wrong = _wrong(cell, value, column, style)
            if wrong is None:
                values[row, place] = value
                continue
            told_wrong = replace(wrong, values={"line": table.lines[row], "column": column.header, **wrong.values})
            (problems if wrong.code == "history_not_an_amount" else fatal).append(told_wrong)
    return values, problems, fatal


def _wrong(cell: object, value: float | None, column: Column, style: Style) -> Problem | None:
    """What is wrong with a cell; only an unreadable amount of what was counted leaves its row usable."""
    shown: Mapping[str, object] = {"found": _short(cell)}
    if value is None:
        readings = two_readings(cell, style)
        if readings:
            return Problem("history_two_readings", values={**shown, "small": readings[0], "large": readings[1]})
        forbids = column.role in {Role.LEVER, Role.CONTROL}
        return Problem("history_not_an_effort" if forbids else "history_not_an_amount", values=shown)
    if value < 0.0 and column.role is not Role.CONTROL:
        sales = column.role is Role.COUNTED and column.name.startswith("sales")
        return Problem("history_negative_sales" if sales else "history_negative", values=shown)
    return None


def _short(cell: object) -> str:
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in str(cell)).split())
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


# --- weeks -----------------------------------------------------------------------------------------------------


def _weekly(
    rows: Rows, columns: Sequence[Column], read: Sequence[When], today: dt.date
) -> tuple[Weekly, list[Problem]]:
    """Rows laid on the weeks, and notes. Raises FirmFileError for rows that disagree or lie too far away."""
    daily = are_days(read)
    in_order, fatal, notes = merged(rows, daily)
    fatal += far_weeks(in_order, today)
    if fatal:
        raise FirmFileError(told(fatal))
    weekly, more = by_week(in_order, columns, daily)
    return weekly, [*notes, *more]


def _history(weekly: Weekly, columns: Sequence[Column], asked: Wanted) -> tuple[FirmHistory, list[Problem]]:
    series = {(column.role, column.name): weekly.values[:, place] for place, column in enumerate(columns)}
    headers = {column.name: column.header for column in columns if column.role is Role.LEVER}
    levers: list[LeverHistory] = []
    notes: list[Problem] = []
    for spec in asked.levers:
        lever, more = lever_of(spec, headers[spec.name], series[Role.LEVER, spec.name])
        levers.append(lever)
        notes += more
    known = {name: values for (role, name), values in series.items() if role is Role.COUNTED}
    sales = _total(known)
    if not np.nansum(sales) > 0.0:
        raise FirmFileError([Problem("history_nothing_sold")])
    history = FirmHistory(
        start=weekly.start,
        sales=sales,
        levers=tuple(levers),
        sales_online=known.get("sales_online"),
        sales_shop=known.get("sales_shop"),
        new_customers=known.get("new_customers"),
        returning_customers=known.get("returning_customers"),
        orders=known.get("orders"),
        attributed=_group(series, Role.ATTRIBUTED),
        levels=_group(series, Role.LEVEL),
        controls=_group(series, Role.CONTROL),
    )
    return history, notes


def _total(known: Mapping[str, Floats]) -> Floats:
    """Sales in total: as given, else online and shop together (missing where one of them is)."""
    if "sales" in known:
        return known["sales"]
    parts = [known[name] for name in ("sales_online", "sales_shop") if name in known]
    return np.sum(parts, axis=0)


def _group(series: Mapping[tuple[Role, str], Floats], wanted_role: Role) -> dict[str, Floats]:
    return {name: values for (role, name), values in series.items() if role is wanted_role}


def _without_unfinished(history: FirmHistory, today: dt.date) -> tuple[FirmHistory, list[Problem]]:
    """The week that is still running at the end of a file is not counted yet: its sales are a part of a week's."""
    last = history.weeks - 1
    begins = history.monday(last)
    if not begins <= today < begins + dt.timedelta(days=DAYS) or np.isnan(history.sales[last]):
        return history, []

    def cut(values: Floats | None) -> Floats | None:
        return None if values is None else np.where(np.arange(values.size) == last, np.nan, values)

    kept = replace(
        history,
        sales=np.where(np.arange(history.weeks) == last, np.nan, history.sales),
        sales_online=cut(history.sales_online),
        sales_shop=cut(history.sales_shop),
        new_customers=cut(history.new_customers),
        returning_customers=cut(history.returning_customers),
        orders=cut(history.orders),
    )
    return kept, [Problem("history_unfinished", values={"week": begins, "today": today})]
