"""The owner's side of the survey: open it, print its poster, see what customers say and what it changes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from foulee.actions.focusing import (
    LONGEST_OFFER,
    change_offer,
    close_survey,
    open_survey,
    reopen_survey,
    reset_survey,
)
from foulee.core.roles import Right
from foulee.records.models import Survey
from foulee.records.queries.focusing import survey_of
from foulee.reporting.language import Language
from foulee.reporting.poster import Poster, poster_pdf, typed
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of
from foulee.web.diagnosing.show import pdf
from foulee.web.focusing.told import Told, told_so_far
from foulee.web.language import firm_language, language_of
from foulee.web.typed import clean_line

LONGEST_NAME = 80
LONGEST_KEPT = 10_000  # of what is too long, so that it is shown whole

Act = Callable[..., Any]
ACTS: dict[str, Act] = {"close": close_survey, "reopen": reopen_survey, "reset": reset_survey}


@firm_page(Right.READ)
@require_safe
def survey(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What customers say so far; or, where nobody was asked yet, how to ask them."""
    return _shown(request, seat)


@firm_page(Right.READ)
@require_safe
def answers_now(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The answers alone: a piece of page, asked for again while the page is open."""
    told = _told(request, seat)
    return render(request, "focusing/answers.html.jinja", {"survey": survey_of(seat.firm), "told": told, "sources": {}})


def _shown(request: HttpRequest, seat: Seat, *, typed_offer: str | None = None, problem: str = "") -> HttpResponse:
    found = survey_of(seat.firm)
    page: dict[str, Any] = {
        "firm": seat.firm,
        "survey": found,
        "told": _told(request, seat),
        "sources": {},
        "may_share": seat.may(Right.SHARE),
        "may_answer": seat.may(Right.ANSWER),
        "offer": (found.offer if found else "") if typed_offer is None else typed_offer,
        "problem": problem,
        "address": typed(address_of(found)) if found else "",
    }
    return render(request, "focusing/survey.html.jinja", page, status=422 if problem else 200)


def _told(request: HttpRequest, seat: Seat) -> Told:
    return told_so_far(request, seat.firm, firm_language(request, seat.firm))


def address_of(found: Survey) -> str:
    """The whole address that customers open."""
    return settings.PUBLIC_URL + reverse("survey_page", args=[found.code])


@firm_page(Right.SHARE)
@require_POST
def open_or_change(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open the survey, or change what it offers in thanks."""
    offer = clean_line(request.POST.get("offer", ""), LONGEST_KEPT)
    if len(offer) > LONGEST_OFFER:
        say = language_of(request).say
        problem = say("That is too long for a poster: {limit} letters at most.").format(limit=LONGEST_OFFER)
        return _shown(request, seat, typed_offer=offer, problem=problem)
    found = open_survey(firm=seat.firm, offer=offer, by=seat.person, now=now_of(request))
    if found.offer != offer:
        change_offer(survey=found, offer=offer, by=seat.person, now=now_of(request))
    return redirect("survey", seat.firm.id)


@firm_page(Right.SHARE)
@require_POST
def change(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Close the survey, open it again, or erase its answers."""
    found, act = survey_of(seat.firm), ACTS.get(request.POST.get("act", ""))
    if found is None or act is None:
        raise Http404
    act(survey=found, by=seat.person, now=now_of(request))
    return redirect("survey", seat.firm.id)


@firm_page(Right.READ)
@require_safe
def poster(_request: HttpRequest, seat: Seat, codes: tuple[str, ...]) -> HttpResponse:
    """The poster, to print."""
    found = survey_of(seat.firm)
    if found is None:
        raise Http404
    name = clean_line(seat.firm.name, LONGEST_NAME)[:LONGEST_NAME]
    content = Poster(firm=name, address=address_of(found), offer=found.offer)
    return pdf(poster_pdf(content, tuple(Language(code) for code in codes)), f"{name} {'-'.join(codes)}")
