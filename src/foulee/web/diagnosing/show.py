"""The answer: asked for, shown, ticked, printed, and tried with other hours and money."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from foulee.actions.diagnosing import diagnose, tick
from foulee.actions.projecting import READ, ask_for_reading, is_read
from foulee.core.roles import Right
from foulee.firmfile.problems import FirmFileError
from foulee.records.models import Result
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import is_latest, latest, result_of, ticked
from foulee.records.queries.measuring import has_site
from foulee.records.queries.operating import job_of
from foulee.reporting.problems import spoken
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of, today_of
from foulee.web.diagnosing.freshness import stale
from foulee.web.diagnosing.kept import answer_of, strategy_of
from foulee.web.diagnosing.trying import shown_try, sliders
from foulee.web.errors import too_many
from foulee.web.language import firm_language, language_of
from foulee.web.projecting.show import too_often
from foulee.web.throttle import HOUR, address_of, allowed

DIAGNOSES = 300  # an hour, from one address: each takes a processor some two seconds
UNNAMED = re.compile(r"[^\w-]+")


@firm_page(Right.ANSWER)
@require_POST
def ask(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Compute the answer, then show it; what is missing or contradictory is said, with the way to it."""
    return answered_anew(request, seat)


def answered_anew(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Compute the answer, then show it; where there was one before, show what has changed."""
    if not allowed(f"diagnose:{address_of(request)}", DIAGNOSES, HOUR, now_of(request)):
        return too_many(request)
    before = latest(seat.firm, Kind.DIAGNOSIS)
    try:
        result = diagnose(firm=seat.firm, by=seat.person, now=now_of(request), today=today_of(request))
    except FirmFileError as error:
        return refused(request, seat, error)
    _read_weeks_again(request, seat)
    if before is not None and before.number != result.number:
        return redirect("compare", seat.firm.id, before.number, result.number)
    return redirect("answer_number", seat.firm.id, result.number)


def _read_weeks_again(request: HttpRequest, seat: Seat) -> None:
    """Have the firm's weeks read again, behind, where answers have changed on which their last reading rests.

    The answer stands on that last reading meanwhile. Once asked for since the answers changed, whatever came of it.
    """
    last = job_of(seat.firm, READ)
    asked = last is not None and last.made_at >= seat.firm.answered_at
    if asked or latest(seat.firm, Kind.READING) is None or is_read(seat.firm, today_of(request)):
        return
    if not too_often(request, seat):
        ask_for_reading(firm=seat.firm, by=seat.person, now=now_of(request))


def refused(request: HttpRequest, seat: Seat, error: FirmFileError) -> HttpResponse:
    """Say what is missing or contradictory in the answers."""
    language = firm_language(request, seat.firm)
    problems = [(spoken(problem, language), problem.path) for problem in error.problems]
    page = {"firm": seat.firm, "problems": problems}
    return render(request, "diagnosing/refused.html.jinja", page, status=422)


@firm_page(Right.READ)
@require_safe
def latest_answer(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Go to the last answer, or to the questions where there is none yet."""
    found = latest(seat.firm, Kind.DIAGNOSIS)
    if found is not None:
        return redirect("answer_number", seat.firm.id, found.number)
    if seat.may(Right.ANSWER):
        return redirect("questions", seat.firm.id)
    return render(request, "diagnosing/none_yet.html.jinja", {"firm": seat.firm})


def numbered(seat: Seat, number: int) -> Result:
    """The firm's diagnosis of this number; 404 if there is none."""
    found = result_of(seat.firm, Kind.DIAGNOSIS, number)
    if found is None:
        raise Http404
    return found


@firm_page(Right.READ)
@require_safe
def answer(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show an answer."""
    result = numbered(seat, number)
    written = answer_of(result, language_of(request).code, today_of(request))
    done = ticked(seat.firm)
    moving = sliders(request, seat, result)
    is_last = is_latest(result)
    page = {
        "firm": seat.firm,
        "result": result,
        "answer": written,
        "ticked": done,
        "all_done": written.all_done(done),
        "is_last": is_last,
        "stale": stale(result, seat.firm, language_of(request), today_of(request)) if is_last else [],
        "may_answer": seat.may(Right.ANSWER),
        "may_share": seat.may(Right.SHARE),
        "has_site": has_site(seat.firm),
        "sliders": moving,
    }
    return render(request, "diagnosing/answer.html.jinja", page, status=moving.status if moving else 200)


@firm_page(Right.READ)
@require_safe
def strategy(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """The strategy in four pages, to print or to send."""
    result = numbered(seat, number)
    return pdf(strategy_of(result, language_of(request).code, today_of(request)), seat.firm.name)


def pdf(body: bytes, name: str) -> HttpResponse:
    """A PDF to look at, with a file name that every machine accepts."""
    plain = UNNAMED.sub("-", name).strip("-").encode("ascii", "ignore").decode() or "foulee"
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{plain}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


@firm_page(Right.READ)
@require_safe
def what_if_now(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """The same firm with other hours and another budget: a piece of page."""
    return shown_try(request, seat, numbered(seat, number))


@firm_page(Right.ANSWER)
@require_POST
def tick_step(request: HttpRequest, seat: Seat, rule: str) -> HttpResponse:
    """Tick a first step, or take the tick back."""
    result = latest(seat.firm, Kind.DIAGNOSIS)
    written = answer_of(result, language_of(request).code, today_of(request)) if result else None
    step = next((item for item in written.steps if item.rule == rule), None) if written else None
    if step is None or result is None or written is None:
        raise Http404
    done = request.POST.get("done") == "1"
    tick(firm=seat.firm, key=step.key, done=done, by=seat.person, now=now_of(request))
    if request.headers.get("HX-Request"):
        page = {"firm": seat.firm, "step": step, "done": done, "all_done": written.all_done(ticked(seat.firm))}
        return render(request, "diagnosing/ticked.html.jinja", page)
    return redirect(f"{reverse('answer_number', args=[seat.firm.id, result.number])}#step-{rule}")
