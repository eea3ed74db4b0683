"""Weeks unlike others: public and school holidays, sales periods, Christmas, feasts, as weekly regressors.

Each is 0 in an ordinary week and of order 1 in the heaviest:

- `public_holiday`: holidays that fall from Monday to Saturday, counted (two in the heaviest weeks);
- `school_holiday`: share of the week's seven days, the French zones averaged or one zone;
- `sales_period`: share of the week's days within the *soldes*, by the legal rule;
- `christmas`: share of the week's days among those before 25 December;
- `feast`: Saint Valentine's, Easter, Mother's Day: the share of the days of buying ahead that fall in the week.

Five columns at most: each is one more thing to learn from the same weeks.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from foulee.core.history import DAYS, FirmHistory
from foulee.core.types import Country, Floats
from foulee.knowledge.reader import read_as
from foulee.knowledge.schema import Strict

FILE = "calendar.yaml"
ZONES = ("A", "B", "C")
SATURDAY, SUNDAY = 6, 7
DECIMALS = 6  # seven sevenths are one
PENTECOST = 49  # days after Easter
CHRISTMAS = (12, 25)


class Moved(Strict):
    """A year in which a sales period was set otherwise."""

    start: dt.date
    weeks: int


class SalesRule(Strict):
    """How the first day of a sales period is found."""

    month: int
    weekday: int
    nth: int
    latest: int
    moved: dict[int, Moved]
    source: str
    note: str


class FeastRule(Strict):
    """A feast: a day of the month, a day of a week of a month, or so many days after Easter."""

    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    after_easter: int | None = None
    not_on_pentecost: bool = False


class Columns(Strict):
    """What one country's calendar has."""

    public: tuple[str, ...]
    school: bool
    sales: tuple[str, ...]
    feasts: tuple[str, ...]


class CalendarRules(Strict):
    """The file `calendar.yaml`."""

    countries: dict[Country, Columns]
    sales: dict[str, SalesRule]
    weeks_since: dict[int, int]
    feasts: dict[str, FeastRule]
    feast_days: int
    christmas_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`events`: a regressor (weeks,) by name, those that are 0 all along left out.

    `unknown`: years of the window that a regressor does not know, by name (every year where the country's are not
    known at all); it is 0 there.
    """

    events: Mapping[str, Floats]
    unknown: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a regressor is worth each day, and which days it knows."""

    worth: Callable[[dt.date], float]
    knows: Callable[[dt.date], bool]


def calendar_events(country: Country, start: dt.date, weeks: int, zone: str = "") -> Calendar:
    """What the weeks from `start` (a Monday) are beside ordinary ones. Raises ValueError for a zone not A, B or C."""
    if zone and zone not in ZONES:
        raise ValueError(f"zone must be one of {', '.join(ZONES)}, not {zone!r}")
    days = [start + dt.timedelta(days=number) for number in range(weeks * DAYS)]
    known = _regressors(country, zone, range(days[0].year - 1, days[-1].year + 2) if days else range(0))
    events = {name: _by_week(days, one) for name, one in known.items()}
    unknown = {name: tuple(sorted({day.year for day in days if not one.knows(day)})) for name, one in known.items()}
    return Calendar(
        events={name: values for name, values in events.items() if values.any()},
        unknown={name: years for name, years in unknown.items() if years},
    )


def with_calendar(history: FirmHistory, country: Country, zone: str = "") -> FirmHistory:
    """The same history with its country's calendar as `events`; those that it already has are kept."""
    found = calendar_events(country, history.start, history.weeks, zone)
    return replace(history, events={**found.events, **history.events})


def _by_week(days: list[dt.date], regressor: _Known) -> Floats:
    worth = [regressor.worth(day) if regressor.knows(day) else 0.0 for day in days]
    return np.round(np.array(worth, dtype=np.float64).reshape(-1, DAYS).sum(axis=1), DECIMALS)


@cache
def load_calendar() -> CalendarRules:
    """Read the file. Raises KnowledgeError."""
    return read_as(FILE, CalendarRules)


def _regressors(country: Country, zone: str, years: range) -> dict[str, _Known]:
    rules = load_calendar()
    columns = rules.countries[country]
    christmas = {
        dt.date(year, *CHRISTMAS) - dt.timedelta(days=before)
        for year in years
        for before in range(1, rules.christmas_days + 1)
    }
    return {
        "public_holiday": _public(columns, years),
        "school_holiday": _school(columns, zone),
        "sales_period": _sales(rules, columns, years),
        "christmas": _Known(worth=lambda day: (day in christmas) / DAYS, knows=_always),
        "feast": _feasts(rules, columns, years),
    }


def _always(_day: dt.date) -> bool:
    return True


def _never(_day: dt.date) -> bool:
    return False


NOTHING_KNOWN = _Known(worth=lambda _day: 0.0, knows=_never)
NOTHING_THERE = _Known(worth=lambda _day: 0.0, knows=_always)


def _public(columns: Columns, years: range) -> _Known:
    if not columns.public:
        return NOTHING_KNOWN
    import holidays  # noqa: PLC0415 - slow to import, and most commands need no calendar

    place, part = columns.public
    found = holidays.country_holidays(place, subdiv=part or None, years=years)
    oldest, latest = type(found).start_year, type(found).end_year
    return _Known(
        worth=lambda day: float(day.isoweekday() <= SATURDAY and day in found),
        knows=lambda day: oldest <= day.year <= latest,
    )


def _school(columns: Columns, zone: str) -> _Known:
    """French zones A, B and C; the library knows neither overseas nor Québec."""
    if not columns.school:
        return NOTHING_KNOWN
    closed = _school_days()
    zones = (zone,) if zone else ZONES
    first, last = min(closed), max(closed)
    return _Known(
        worth=lambda day: sum(one in closed.get(day, ()) for one in zones) / len(zones) / DAYS,
        knows=lambda day: first <= day <= last,
    )


@cache
def _school_days() -> dict[dt.date, str]:
    """Days without school, and the zones that have none."""
    from vacances_scolaires_france import (  # type: ignore[import-untyped]  # noqa: PLC0415 - reads forty years
        SchoolHolidayDates,
    )

    rows = SchoolHolidayDates().data
    return {day: "".join(zone for zone in ZONES if row[f"vacances_zone_{zone.lower()}"]) for day, row in rows.items()}


def _sales(rules: CalendarRules, columns: Columns, years: range) -> _Known:
    if not columns.sales:
        return NOTHING_THERE
    oldest = min(rules.weeks_since)
    periods = [sales_period(rules.sales[name], year) for name in columns.sales for year in years if year >= oldest]
    return _Known(
        worth=lambda day: any(first <= day < end for first, end in periods) / DAYS,
        knows=lambda day: day.year >= oldest,
    )


def sales_period(rule: SalesRule, year: int) -> tuple[dt.date, dt.date]:
    """First day of a year's sales period, and the day after its last."""
    moved = rule.moved.get(year)
    since = load_calendar().weeks_since
    weeks = moved.weeks if moved else since[max(first for first in since if first <= year)]
    first = moved.start if moved else nth_day(year, rule)
    if not moved and first.day > rule.latest:
        first -= dt.timedelta(days=DAYS)
    return first, first + dt.timedelta(days=DAYS * weeks)


def nth_day(year: int, rule: SalesRule | FeastRule) -> dt.date:
    """The second Wednesday of January, the last Sunday of May and the like."""
    if rule.nth > 0:
        first = dt.date(year, rule.month, 1)
        return first + dt.timedelta(days=(rule.weekday - first.isoweekday()) % DAYS + DAYS * (rule.nth - 1))
    after = dt.date(year + rule.month // 12, rule.month % 12 + 1, 1)
    return after - dt.timedelta(days=(after.isoweekday() - rule.weekday - 1) % DAYS + 1)


def _feasts(rules: CalendarRules, columns: Columns, years: range) -> _Known:
    if not columns.feasts:
        return NOTHING_KNOWN
    ahead = {
        feast_day(rules.feasts[name], year) - dt.timedelta(days=before)
        for name in columns.feasts
        for year in years
        for before in range(rules.feast_days)
    }
    return _Known(worth=lambda day: (day in ahead) / rules.feast_days, knows=_always)


def feast_day(rule: FeastRule, year: int) -> dt.date:
    """The day of a feast; Mother's Day gives way to Pentecost in France, by a week."""
    if rule.after_easter is not None:
        return easter(year) + dt.timedelta(days=rule.after_easter)
    if rule.day:
        return dt.date(year, rule.month, rule.day)
    day = nth_day(year, rule)
    late = rule.not_on_pentecost and day == easter(year) + dt.timedelta(days=PENTECOST)
    return day + dt.timedelta(days=DAYS) if late else day


def easter(year: int) -> dt.date:
    """Easter Sunday (anonymous Gregorian algorithm; Meeus, Astronomical Algorithms, 1991, ch. 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - moon + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
