"""The website check: an address, a look in the background, what was seen, and again."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from foulee.actions.measuring import LOOK, NO_NETWORK, ask_for_look, save_figures
from foulee.connectors.http import NetworkError
from foulee.connectors.website import usable
from foulee.connectors.website.addresses import host_of
from foulee.core.roles import Right
from foulee.firmfile.schema import MAX_TEXT
from foulee.records.models import Job
from foulee.records.models.job import State
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import result_of
from foulee.records.queries.operating import job_of, worker_alive
from foulee.reporting.website import short
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of
from foulee.web.language import firm_language
from foulee.web.measuring.figures import read
from foulee.web.measuring.page import page_of, shown
from foulee.web.measuring.wording import wrong
from foulee.web.throttle import HOUR, address_of, allowed
from foulee.web.typed import clean_line

LOOKS_OF_FIRM = 10  # an hour
LOOKS_OF_VISITOR = 20
LOOKS_AT_HOST = 20
UNDER_WAY = {State.WAITING, State.RUNNING}


# --- the page ----------------------------------------------------------------------------------------------------


@firm_page(Right.READ)
@require_safe
def website(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The last look at the website; or how to have it looked at, or that it is being looked at."""
    under_way = job_of(seat.firm, LOOK)
    if under_way is not None and under_way.state in UNDER_WAY:
        return render(request, "measuring/looking.html.jinja", _progress(request, seat, under_way))
    return page_of(request, seat)


@firm_page(Right.READ)
@require_safe
def earlier_look(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """An earlier look, as it was on its day."""
    result = result_of(seat.firm, Kind.WEBSITE, number)
    if result is None:
        raise Http404
    look = shown(result, firm_language(request, seat.firm), request)
    return render(request, "measuring/earlier.html.jinja", {"firm": seat.firm, "look": look})


# --- asking for a look -------------------------------------------------------------------------------------------


@firm_page(Right.ANSWER)
@require_POST
def ask(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Ask for a look at an address; what may not be looked at is said next to it."""
    language = firm_language(request, seat.firm)
    typed = clean_line(request.POST.get("address", ""), MAX_TEXT)
    try:
        address = _checked(typed)
    except NetworkError as error:
        return page_of(request, seat, typed=typed, problem=wrong(error.code, language))
    under_way = job_of(seat.firm, LOOK)
    if under_way is None or under_way.state not in UNDER_WAY:
        busy = _too_often(request, seat, address)
        if busy:
            return page_of(request, seat, typed=typed, problem=wrong(busy, language))
        ask_for_look(firm=seat.firm, address=address, by=seat.person, now=now_of(request))
    return redirect("website", seat.firm.id)


def _checked(typed: str) -> str:
    """The whole address. Raises NetworkError."""
    if not typed:
        raise NetworkError("nothing_typed", permanent=True)
    return usable(typed, getattr(settings, "DOOR_PERMISSION", None))


def _too_often(request: HttpRequest, seat: Seat, address: str) -> str:
    """Why this look has to wait, counting it; empty if it may begin."""
    now = now_of(request)
    if not allowed(f"website firm {seat.firm.id}", LOOKS_OF_FIRM, HOUR, now):
        return "too_many"
    if not allowed(f"website visitor {address_of(request)}", LOOKS_OF_VISITOR, HOUR, now):
        return "too_many"
    return "" if allowed(f"website host {host_of(address)}", LOOKS_AT_HOST, HOUR, now) else "too_many_here"


# --- while it is looked at ---------------------------------------------------------------------------------------


@firm_page(Right.READ)
@require_safe
def progress(request: HttpRequest, seat: Seat) -> HttpResponse:
    """How far the look is: a piece of page, which has the whole page fetched again once it is over."""
    under_way = job_of(seat.firm, LOOK)
    if under_way is None or under_way.state not in UNDER_WAY:
        response = HttpResponse("")
        response["HX-Refresh"] = "true"
        return response
    return render(request, "measuring/progress.html.jinja", _progress(request, seat, under_way))


def _progress(request: HttpRequest, seat: Seat, under_way: Job) -> dict[str, Any]:
    return {
        "firm": seat.firm,
        "address": short(str(under_way.arguments.get("address", ""))),
        "running": under_way.state == State.RUNNING,
        "again": bool(under_way.error),
        "shut_in": under_way.error == NO_NETWORK,
        "alive": worker_alive(now_of(request)),
    }


# --- visits and orders -------------------------------------------------------------------------------------------


@firm_page(Right.ANSWER)
@require_POST
def figures(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Save visits and orders, all of them or none."""
    told, answers = read(request, seat)
    if told.wrong:
        return page_of(request, seat, figures=told)
    save_figures(firm=seat.firm, answers=answers, by=seat.person, now=now_of(request))
    return redirect("website", seat.firm.id)
