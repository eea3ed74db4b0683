"""The weeks of a trial as they come back: our calendar file, or a table of weeks with and without."""

import csv
import datetime as dt
import io
import math
import re
from dataclasses import dataclass

from icalendar import Calendar

from foulee.advice.experiments import EFFORT_MARK, LEVER_MARK, plain
from foulee.core.history import DAYS
from foulee.core.measuring.schedule import Schedule, block_of
from foulee.firmfile.problems import FirmFileError, Problem

WITH = frozenset({"with", "yes", "on", "true", "x", "avec", "oui", "vrai"})
WITHOUT = frozenset({"without", "no", "off", "false", "", "sans", "non", "faux"})
WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.IGNORECASE)
MOST = 20.0  # times the usual effort: beyond it is a slip
MOST_WEEKS = 520
CELLS = 2


@dataclass(frozen=True, slots=True)
class _Week:
    monday: dt.date
    effort: float


def read_schedule(data: bytes, name: str, lever: str) -> Schedule:
    """Read a trial of `lever` from a calendar file of ours (.ics) or from a CSV: a week, then with or without.

    A table's second column holds `with`/`without` (`avec`/`sans`, yes/no …) or times the usual effort. Raises
    FirmFileError.
    """
    weeks = _from_calendar(data, name, lever) if b"BEGIN:VCALENDAR" in data[:1000].upper() else _from_table(data, name)
    weeks.sort(key=lambda week: week.monday)
    if not weeks:
        raise FirmFileError([Problem("schedule_empty", values={"file": name, "lever": lever})])
    for place, week in enumerate(weeks):
        expected = weeks[0].monday + dt.timedelta(days=DAYS * place)
        if week.monday != expected or place >= MOST_WEEKS:
            raise FirmFileError([Problem("schedule_gap", values={"file": name, "found": week.monday})])
    efforts = tuple(week.effort for week in weeks)
    return Schedule(lever=lever, start=weeks[0].monday, efforts=efforts, block=block_of(efforts))


def _from_calendar(data: bytes, name: str, lever: str) -> list[_Week]:
    try:
        events = Calendar.from_ical(data).walk("VEVENT")
        return [
            _Week(_day(event.decoded("DTSTART")), float(str(event[EFFORT_MARK])))
            for event in events
            if EFFORT_MARK in event and str(event.get(LEVER_MARK, lever)) in {lever, plain(lever)}
        ]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise FirmFileError([Problem("file_unreadable", values={"file": name})]) from error


def _day(value: dt.date | dt.datetime) -> dt.date:
    """The Monday of an event's first day."""
    day = value.date() if isinstance(value, dt.datetime) else value
    return day - dt.timedelta(days=day.weekday())


def _from_table(data: bytes, name: str) -> list[_Week]:
    try:
        text = data.decode("utf-8-sig")
        first = text.split("\n", 1)[0]
        rows = list(csv.reader(io.StringIO(text, newline=None), delimiter=";" if ";" in first else ","))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FirmFileError([Problem("file_unreadable", values={"file": name})]) from error
    weeks: list[_Week] = []
    problems: list[Problem] = []
    for line, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (line == 1 and _monday(cells[0]) is None):
            continue
        monday, effort = _monday(cells[0]), _effort(cells[1] if len(cells) >= CELLS else "")
        if monday is None or effort is None:
            problems.append(
                Problem("schedule_line", values={"file": name, "line": line, "found": ", ".join(cells)[:60]})
            )
        else:
            weeks.append(_Week(monday, effort))
    if problems:
        raise FirmFileError(problems)
    return weeks


def _monday(cell: str) -> dt.date | None:
    week = WEEK.fullmatch(cell)
    try:
        return dt.date.fromisocalendar(int(week[1]), int(week[2]), 1) if week else _day(dt.date.fromisoformat(cell))
    except ValueError:
        return None


def _effort(cell: str) -> float | None:
    word = cell.lower()
    if word in WITH or word in WITHOUT:
        return float(word in WITH)
    try:
        effort = float(word.replace(",", "."))
    except ValueError:
        return None
    return effort if math.isfinite(effort) and 0.0 <= effort <= MOST else None
