"""Weeks and days as files write them: `2024-W07`, `S7 2024`, 12/02/2024, a timestamp; and the Monday of each."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from foulee.firmfile.days import day

YEAR_FIRST = re.compile(r"(\d{4})\W{0,2}(?:w|s|sem\.?|semaine|week)\W{0,2}(\d{1,2})(?:-[1-7])?", re.IGNORECASE)
YEAR_LAST = re.compile(r"(?:w|s|sem\.?|semaine|week)\W{0,2}(\d{1,2})\W{1,3}(\d{4})", re.IGNORECASE)
SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
CLOCK = re.compile(r"(.+?)[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
WEEKDAY = re.compile(
    r"^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? ",
    re.IGNORECASE,
)
UTC = frozenset({"Z", "UTC", "+00:00", "+0000", "-00:00"})
EVENING = frozenset({22, 23})  # midnight in France, told in universal time: summer and winter
OLDEST = 1800
LONG = 60
MONTHS = 12


@dataclass(frozen=True, slots=True)
class When:
    """A day of the week told, and whether it is a whole week's label; `late`: 22 or 23 o'clock of universal time."""

    day: dt.date
    week: bool = False
    late: bool = False


def days_of(cells: Sequence[object]) -> tuple[list[When | None], bool]:
    """What each cell tells, None where it cannot be read; and whether midnights were put back on their own day.

    A French day exported in universal time begins at 22 or 23 o'clock the day before: where every row says so,
    rows are put on the day that begins then, or Mondays would be counted in the week before.
    """
    found = [when(cell) for cell in cells]
    read = [one for one in found if one]
    shifted = bool(read) and all(one.late for one in read)
    if shifted:
        found = [one and When(one.day + dt.timedelta(days=1)) for one in found]
    return found, shifted


def when(cell: object) -> When | None:
    """Read one cell; None if it names no week and no day."""
    if isinstance(cell, dt.datetime):
        return _timed(cell.date(), cell.hour, cell.minute, str(cell.tzinfo) if cell.tzinfo else "")
    if isinstance(cell, dt.date):
        return _kept(When(cell))
    if not isinstance(cell, str) or len(cell) > LONG:
        return None
    text = " ".join(cell.split())
    label = YEAR_FIRST.fullmatch(text)
    last = YEAR_LAST.fullmatch(text)
    if label or last:
        year, week = (label[1], label[2]) if label else (last[2], last[1]) if last else ("", "")
        return _week(int(year), int(week))
    clock = CLOCK.fullmatch(text)
    if clock:
        return _timed(_day(clock[1]), int(clock[2]), int(clock[3]), clock[4] or "")
    found = _day(text)
    return _kept(When(found)) if found else None


def month_first(cells: Sequence[object]) -> bool:
    """Whether days are written the American way: some cell can only be read with its month first, none day first."""
    parts = [MONTH_FIRST.fullmatch(cell.strip()) for cell in cells if isinstance(cell, str)]
    pairs = [(int(one[1]), int(one[2])) for one in parts if one]
    return any(second > MONTHS for _, second in pairs) and all(first <= MONTHS for first, _ in pairs)


def monday(found: dt.date) -> dt.date:
    """The first day of an ISO week."""
    return found - dt.timedelta(days=found.weekday())


def _week(year: int, week: int) -> When | None:
    """An ISO week: week 53 exists in some years only."""
    try:
        return _kept(When(dt.date.fromisocalendar(year, week, 1), week=True))
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    slashed = SLASHED.fullmatch(text)
    told = "-".join(part.zfill(2) for part in slashed.groups()) if slashed else WEEKDAY.sub("", text)
    if re.fullmatch(r"\d+", told):  # 20240212 is a day to some, 45334 to a spreadsheet, 7 a week of no year
        return None
    return day(told)


def _timed(found: dt.date | None, hour: int, minute: int, zone: str) -> When | None:
    return None if found is None else _kept(When(found, late=hour in EVENING and minute == 0 and zone.upper() in UTC))


def _kept(found: When) -> When | None:
    return found if found.day.year >= OLDEST else None
