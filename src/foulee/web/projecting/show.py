"""What a firm's weeks tell: the page of the last reading, how far a new one is, earlier ones, a trial's calendar."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from foulee.actions.projecting import READ, ask_for_reading, is_read
from foulee.core.roles import Right
from foulee.records.models import Job, Result, Weeks
from foulee.records.models.job import State
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import latest, result_of, results_of
from foulee.records.queries.operating import job_of, worker_alive
from foulee.records.queries.projecting import latest_weeks, reading_of, sent_file
from foulee.reporting.calendar_file import CalendarWriter
from foulee.reporting.language import Language
from foulee.reporting.reading_words import schedule_of
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of, today_of
from foulee.web.errors import too_many
from foulee.web.language import firm_language
from foulee.web.projecting.kept import told_of
from foulee.web.projecting.wording import STAGES, WAITING, refused
from foulee.web.throttle import HOUR, address_of, allowed

UNDER_WAY = {State.WAITING, State.RUNNING}
READINGS_OF_FIRM = 30  # an hour: each takes a processor some seconds
READINGS_OF_VISITOR = 60


# --- the page ----------------------------------------------------------------------------------------------------


@firm_page(Right.READ)
@require_safe
def weeks(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The last reading; before there is one, what to do first."""
    read, result = latest_weeks(seat.firm), latest(seat.firm, Kind.READING)
    if read is None and result is None:
        page = {"firm": seat.firm, "may_answer": seat.may(Right.ANSWER), "problems": [], "held": sent_file(seat.firm)}
        return render(request, "projecting/first.html.jinja", page)
    language, asked = firm_language(request, seat.firm), job_of(seat.firm, READ)
    under_way = asked is not None and asked.state in UNDER_WAY
    page = {
        **_common(seat),
        "reading": told_of(result, language, request) if result else None,
        "result": result,
        "day": language.date(localdate(result.made_at)) if result else "",
        "file_name": read.file_name if read else "",
        "progress": _progress(request, seat, asked) if asked and under_way else None,
        "failure": "" if under_way else _failure(asked, result, language),
        "stale": _stale(request, seat, read, result) if result and not under_way else "",
        "earlier": [_listed(item, language) for item in results_of(seat.firm, Kind.READING)[1:]],
    }
    return render(request, "projecting/weeks.html.jinja", page)


@firm_page(Right.READ)
@require_safe
def earlier(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """An earlier reading, as it was on its day."""
    result, language = _numbered(seat, number), firm_language(request, seat.firm)
    page = {
        **_common(seat),
        "reading": told_of(result, language, request),
        "result": result,
        "day": language.date(localdate(result.made_at)),
    }
    return render(request, "projecting/earlier.html.jinja", page)


def _common(seat: Seat) -> dict[str, Any]:
    return {"firm": seat.firm, "may_answer": seat.may(Right.ANSWER)}


def _numbered(seat: Seat, number: int) -> Result:
    found = result_of(seat.firm, Kind.READING, number)
    if found is None:
        raise Http404
    return found


def _failure(asked: Job | None, last: Result | None, language: Language) -> str:
    """Why the last reading that was asked for came to nothing, if none was made since."""
    if asked is None or asked.state != State.FAILED or (last is not None and last.made_at > asked.made_at):
        return ""
    return refused(asked.error, language)


def _stale(request: HttpRequest, seat: Seat, read: Weeks | None, result: Result) -> str:
    """Why a reading made now would be another; empty where it would be the same."""
    if is_read(seat.firm, today_of(request)):
        return ""
    say = firm_language(request, seat.firm).say
    if read is not None and read.number != result.inputs.get("weeks"):
        return say("Newer weeks have been sent since, and are not read.")
    return say("Your answers, or what is known, have changed since these weeks were read.")


def _listed(result: Result, language: Language) -> dict[str, Any]:
    return {"number": result.number, "day": language.date(localdate(result.made_at))}


# --- reading again, and while it is read -------------------------------------------------------------------------


@firm_page(Right.ANSWER)
@require_POST
def again(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Have the weeks read again with what the firm has answered since."""
    if too_often(request, seat):
        return too_many(request)
    ask_for_reading(firm=seat.firm, by=seat.person, now=now_of(request))
    return redirect("weeks", seat.firm.id)


def too_often(request: HttpRequest, seat: Seat) -> bool:
    """Whether this reading has to wait, counting it."""
    now = now_of(request)
    if not allowed(f"weeks firm {seat.firm.id}", READINGS_OF_FIRM, HOUR, now):
        return True
    return not allowed(f"weeks visitor {address_of(request)}", READINGS_OF_VISITOR, HOUR, now)


@firm_page(Right.READ)
@require_safe
def progress(request: HttpRequest, seat: Seat) -> HttpResponse:
    """How far the reading is: a piece of page, which has the whole page fetched again once it is over."""
    asked = job_of(seat.firm, READ)
    if asked is None or asked.state not in UNDER_WAY:
        response = HttpResponse("")
        response["HX-Refresh"] = "true"
        return response
    return render(request, "projecting/progress.html.jinja", {"progress": _progress(request, seat, asked)})


def _progress(request: HttpRequest, seat: Seat, asked: Job) -> dict[str, Any]:
    language = firm_language(request, seat.firm)
    stages = list(STAGES)
    running = asked.state == State.RUNNING and asked.stage in STAGES
    return {
        "says": language.say(STAGES[asked.stage] if running else WAITING),
        "done": stages.index(asked.stage) + 1 if running else 0,
        "of": len(stages) + 1,
        "alive": worker_alive(now_of(request)),
    }


# --- the calendar of a trial -------------------------------------------------------------------------------------


@firm_page(Right.READ)
@require_safe
def trial(request: HttpRequest, seat: Seat, number: int, place: int) -> HttpResponse:
    """The weeks of the trial that would tell what a lever brings, for the owner's calendar."""
    result = _numbered(seat, number)
    read = reading_of(result)
    lever = read.levers[place] if read is not None and place < len(read.levers) else None
    if lever is None or lever.trial is None or lever.trial.kind is None:
        raise Http404
    writer = CalendarWriter(lever.trial.kind, lever.usual, lever.unit, firm_language(request, seat.firm))
    response = HttpResponse(writer.write(schedule_of(lever, lever.trial), localdate(result.made_at)))
    response["Content-Type"] = "text/calendar; charset=utf-8"
    response["Content-Disposition"] = 'attachment; filename="foulee.ics"'
    return response
