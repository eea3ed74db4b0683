"""A trial's weeks in a calendar file: what another program reads in it, and what we read back."""

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar

from foulee.connectors.files.schedule_file import read_schedule
from foulee.core.history import Unit
from foulee.core.measuring.design import TrialKind
from foulee.core.measuring.schedule import Schedule
from foulee.reporting.calendar_file import CalendarWriter
from foulee.reporting.language import Language

MONDAY = dt.date(2026, 12, 28)
DAY = dt.date(2026, 11, 28)
ODD = "Publicité, « locale »; 100 % \\ 😀\r\nBEGIN:VEVENT \u202e <b>=1+1</b>"


def schedule(lever: str = "ads", efforts: tuple[float, ...] = (0.0, 1.0, 1.0, 0.0), block: int = 1) -> Schedule:
    return Schedule(lever=lever, start=MONDAY, efforts=efforts, block=block)


def written(found: Schedule, kind: TrialKind = TrialKind.ON_OFF, lang: str = "en", unit: Unit = Unit.MONEY) -> bytes:
    return CalendarWriter(kind, 50.0 if unit is Unit.MONEY else 2.0, unit, Language(lang)).write(found, DAY)


def events(content: bytes) -> list[dict[str, Any]]:
    """Every event as another program would read it."""
    calendar = Calendar.from_ical(content)
    return [
        {name: event.decoded(name) if name.startswith("DT") else str(event[name]) for name in event}
        for event in calendar.walk("VEVENT")
    ]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_week_is_an_all_day_event_from_monday_to_sunday(lang: str) -> None:
    found = events(written(schedule(), lang=lang))
    assert [event["DTSTART"] for event in found] == [MONDAY + dt.timedelta(weeks=week) for week in range(4)]
    for event in found:
        assert type(event["DTSTART"]) is dt.date
        assert event["DTEND"] - event["DTSTART"] == dt.timedelta(days=7)  # the end is not in it
        assert event["TRANSP"] == "TRANSPARENT"
    words = ("SANS", "AVEC") if lang == "fr" else ("WITHOUT", "WITH")
    assert [str(event["SUMMARY"]).rsplit(" ", 1)[-1] for event in found] == [words[0], words[1], words[1], words[0]]


def test_the_same_week_keeps_its_event_and_another_lever_has_its_own() -> None:
    one, again, other = (
        [event["UID"] for event in events(written(found, lang=lang))]
        for found, lang in ((schedule(), "en"), (schedule(efforts=(1.0, 0.0) * 2), "fr"), (schedule("letters"), "en"))
    )
    assert one == again
    assert len(set(one)) == 4
    assert not set(one) & set(other)
    assert written(schedule()) == written(schedule())


def test_odd_names_break_nothing() -> None:
    content = written(schedule(ODD), lang="fr")
    found = events(content)
    assert len(found) == 4
    assert "Publicité, « locale »; 100 % \\ 😀 BEGIN:VEVENT" in str(found[0]["SUMMARY"])
    assert "\u202e" not in content.decode()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert read_schedule(content, "trial.ics", ODD).efforts == (0.0, 1.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("kind", "efforts", "words"),
    [
        (TrialKind.BURST, (3.0, 1.0), ["ads: week at 3 times the usual", "ads: week as usual"]),
        (TrialKind.BURST, (3.0, 0.0), ["ads: week at 3 times the usual", "ads: week WITHOUT"]),
        (TrialKind.AREA, (0.0, 0.0), ["ads: week WITHOUT here only"] * 2),
        (TrialKind.AREA, (1.0, 1.0), ["ads: week WITH here only"] * 2),
        (TrialKind.CODE, (1.0, 1.0), ["ads: week of counting at the till"] * 2),
        (TrialKind.NEW_CUSTOMERS, (1.0, 0.0), ["ads: week WITH", "ads: week WITHOUT"]),
    ],
)
def test_each_kind_says_what_to_do(kind: TrialKind, efforts: tuple[float, ...], words: list[str]) -> None:
    found = events(written(schedule(efforts=efforts, block=0), kind))
    assert [event["SUMMARY"] for event in found] == words
    asked = "Ask each customer whether it is a first visit." in str(found[0]["DESCRIPTION"])
    assert asked == (kind is TrialKind.NEW_CUSTOMERS)


def test_the_effort_of_a_week_is_said_in_its_unit() -> None:
    assert "€150 this week" in str(events(written(schedule(efforts=(3.0, 1.0)), TrialKind.BURST))[0]["DESCRIPTION"])
    assert "2\u00a0h this week" in str(events(written(schedule(), unit=Unit.HOURS))[1]["DESCRIPTION"])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_was_written_is_read_back(lang: str) -> None:
    for found in (schedule(), schedule(efforts=(1.0, 1.0, 0.0, 0.0), block=2), schedule(efforts=(3.0, 1.0), block=0)):
        assert read_schedule(written(found, lang=lang), "trial.ics", "ads") == found
