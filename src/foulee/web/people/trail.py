"""The trail of a firm's file: who did what, and when, in plain words."""

import datetime as dt
from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foulee.core.roles import Right, Role
from foulee.knowledge import reader
from foulee.records.models import Event
from foulee.records.queries.people import events_of
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language, mark
from foulee.web.access import Seat, firm_page
from foulee.web.clock import today_of
from foulee.web.language import firm_language
from foulee.web.people.roles import role_name

PAGE = 100
LAST_PAGE = 1000

ACTS = {
    "opened": mark("opened the file"),
    "answered": mark("answered “{question}”"),
    "imported": mark("took the answers from a file"),
    "made_diagnosis": mark("asked for answer number {number}"),
    "made_website": mark("had the website looked at"),
    "weeks": mark("sent weeks of sales"),
    "made_reading": mark("had the weeks read"),
    "ticked": mark("ticked a first step"),
    "unticked": mark("took the tick off a first step"),
    "linked": mark("made a private link to the file"),
    "shared": mark("made a private link to an answer"),
    "revoked": mark("took a private link back"),
    "claimed": mark("took the file into an account"),
    "invited": mark("invited somebody: {role}"),
    "withdrew": mark("withdrew an invitation"),
    "declined": mark("declined an invitation"),
    "joined": mark("joined: {role}"),
    "gave_role": mark("gave a member another role: {role}"),
    "removed": mark("removed a member"),
    "left": mark("left the firm"),
    "exported": mark("took the whole file away"),
    "survey_opened": mark("began the survey of customers"),
    "survey_offer_changed": mark("changed what the survey offers customers"),
    "survey_closed": mark("closed the survey"),
    "survey_reopened": mark("opened the survey again"),
    "survey_emptied": mark("threw the survey's answers away"),
}


@firm_page(Right.MANAGE)
@require_safe
def trail(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what was done to a firm's file, newest first."""
    number = min(max(_number(request.GET.get("page", "")), 1), LAST_PAGE)
    events, more = events_of(seat.firm, page=number, size=PAGE)
    language = firm_language(request, seat.firm)
    labels = Labels(language, reader.load(today_of(request)))
    lines = [(timezone.localtime(event.at), who(event, language), told(event, labels)) for event in events]
    days = [(language.date(day), list(found)) for day, found in groupby(lines, key=_day)]
    page = {"firm": seat.firm, "days": days, "number": number, "more": more}
    return render(request, "people/trail.html.jinja", page)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE)) else 1


def _day(line: tuple[dt.datetime, str, str]) -> dt.date:
    return line[0].date()


def who(event: Event, language: Language) -> str:
    """Who did it: by name or address, or without an account."""
    return str(event.person) if event.person else language.say("Somebody without an account")


def told(event: Event, labels: Labels) -> str:
    """What was done, in plain words; an act that this version does not know is told by its code."""
    language = labels.language
    if event.act not in ACTS:
        return language.say("did something ({act})").format(act=event.act)
    values: dict[str, Callable[[Any], str]] = {
        "number": str,
        "role": lambda role: role_name(role, language) if role in set(Role) else str(role),
        "path": lambda path: labels.answer(str(path)),
    }
    written = {key: write(event.values[key]) for key, write in values.items() if key in event.values}
    return language.say(ACTS[event.act]).format_map({"question": written.pop("path", ""), **written})
