"""A trial's weeks as a calendar file (iCalendar, RFC 5545): one all-day event a week, for the owner's own calendar."""

import datetime as dt
import hashlib

from icalendar import Calendar, Event

from foulee.advice.experiments import EFFORT_MARK, LEVER_MARK, plain
from foulee.core.history import Unit
from foulee.core.measuring.design import TrialKind
from foulee.core.measuring.schedule import Schedule
from foulee.reporting.language import Language

USUAL = 1.0
DAYS = 7


class CalendarWriter:
    """Writes the weeks of one kind of trial in one language; `effort` of a usual week, in `unit`."""

    def __init__(self, kind: TrialKind, effort: float, unit: Unit, language: Language) -> None:
        self.kind = kind
        self.effort = effort
        self.unit = unit
        self.language = language

    def write(self, schedule: Schedule, made_on: dt.date) -> bytes:
        """Write the file; a week keeps its event, so that importing it twice doubles nothing."""
        calendar = Calendar()
        calendar.add("prodid", f"-//Foulee//trial//{self.language.code.upper()}")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", self.language.say("Trial: {lever}").format(lever=plain(schedule.lever)))
        for week in range(schedule.weeks):
            calendar.add_component(self._event(schedule, week, made_on))
        return bytes(calendar.to_ical())

    def _event(self, schedule: Schedule, week: int, made_on: dt.date) -> Event:
        monday, effort = schedule.monday(week), schedule.efforts[week]
        event = Event()
        event.add("uid", f"{_digest(schedule.lever, monday)}@foulee")
        event.add("dtstamp", dt.datetime.combine(made_on, dt.time(), dt.UTC))
        event.add("dtstart", monday)
        event.add("dtend", monday + dt.timedelta(days=DAYS))  # the day after the last, as the standard has it
        event.add("summary", self.title(schedule.lever, effort))
        event.add("description", self.advice(schedule.lever, effort))
        event.add("transp", "TRANSPARENT")  # a week of a trial does not make its owner busy
        event.add(EFFORT_MARK, f"{effort:g}")
        event.add(LEVER_MARK, plain(schedule.lever))
        return event

    def title(self, lever: str, effort: float) -> str:
        """What is done that week, in a few words."""
        say = self.language.say
        if self.kind is TrialKind.CODE:
            told = say("{lever}: week of counting at the till")
        elif self.kind is TrialKind.AREA:
            told = say("{lever}: week WITH here only") if effort else say("{lever}: week WITHOUT here only")
        elif effort > USUAL:
            told = say("{lever}: week at {times} times the usual")
        elif self.kind is TrialKind.BURST:
            told = say("{lever}: week as usual") if effort else say("{lever}: week WITHOUT")
        else:
            told = say("{lever}: week WITH") if effort else say("{lever}: week WITHOUT")
        return told.format(lever=plain(lever), times=self.language.number(effort))

    def advice(self, lever: str, effort: float) -> str:
        """What to mind that week."""
        say, name = self.language.say, plain(lever)
        amount = self._amount(effort * self.effort)
        if self.kind is TrialKind.CODE:
            first = say("Ask every customer how they came, or count the codes shown.")
        elif effort:
            first = say("{lever}: {amount} this week, and note what you really did.").format(lever=name, amount=amount)
        else:
            first = say("{lever}: nothing this week, whatever happens.").format(lever=name)
        asked = [say("Ask each customer whether it is a first visit.")] if self.kind is TrialKind.NEW_CUSTOMERS else []
        return " ".join([first, *asked, say("Change nothing else because of the trial.")])

    def _amount(self, effort: float) -> str:
        return self.language.hours(effort) if self.unit is Unit.HOURS else self.language.money(effort)


def _digest(lever: str, monday: dt.date) -> str:
    return hashlib.sha256(f"{lever}\n{monday.isoformat()}".encode()).hexdigest()[:32]
