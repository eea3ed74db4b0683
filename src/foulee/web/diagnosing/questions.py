"""One question a screen: shown, answered or left, in the order that asks little first."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from foulee.actions.diagnosing import save_answer
from foulee.advice.asking import Asking, next_questions
from foulee.advice.asking import picture as picture_of
from foulee.advice.model import Setup
from foulee.core.roles import Right
from foulee.firmfile.answering import CHANNELS, WITHIN, problems_of, take
from foulee.firmfile.answering import presences as presences_of
from foulee.firmfile.fields import find
from foulee.firmfile.problems import Problem
from foulee.knowledge import reader
from foulee.knowledge.texts import load_questions
from foulee.reporting.asking import tell_picture
from foulee.reporting.language import Language
from foulee.reporting.problems import spoken
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of, today_of
from foulee.web.diagnosing.fields import AskedField, Posted
from foulee.web.diagnosing.presences import Presence, blame
from foulee.web.language import firm_language

MORE = "more"  # go on although the answer can be given


# --- which one ---------------------------------------------------------------------------------------------------


@firm_page(Right.ANSWER)
@require_safe
def following(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Go to the next question, or to the page that says it is enough."""
    asking = asking_of(request, seat)
    if not asking.next or (asking.enough and MORE not in request.GET):
        return redirect("ready", seat.firm.id)
    return redirect(question_address(request, seat, asking.next[0].path))


def asking_of(request: HttpRequest, seat: Seat) -> Asking:
    """What is worth asking now."""
    today = today_of(request)
    return next_questions(seat.firm.answers, frozenset(seat.firm.asked), reader.load(today), Setup(today=today))


def question_address(request: HttpRequest, seat: Seat, path: str) -> str:
    """Address of a question's page; `more` goes along."""
    address = reverse("question", args=[seat.firm.id, path])
    return f"{address}?{urlencode({MORE: 1})}" if MORE in request.GET else address


@firm_page(Right.ANSWER)
@require_safe
def ready(request: HttpRequest, seat: Seat) -> HttpResponse:
    """It is enough for an answer: see it, or go on."""
    asking = asking_of(request, seat)
    if asking.essential_left:
        return redirect("questions", seat.firm.id)
    return render(request, "diagnosing/ready.html.jinja", {"firm": seat.firm, "asking": asking})


# --- one question ------------------------------------------------------------------------------------------------


@firm_page(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, seat: Seat, field: str) -> HttpResponse:
    """Show a question, or save its answer and go on."""
    asked = asked_field(field, firm_language(request, seat.firm))
    if request.method != "POST":
        return _shown(request, seat, asked, Posted(typed=take(seat.firm.answers, field)))
    unknown = "unknown" in request.POST
    if unknown and asked.field.required:
        unknown = False  # the page offers no such button; whoever sends it anyway is asked again
    posted = Posted() if unknown else asked.posted(request.POST)
    posted = _judged(request, seat, asked, posted, unknown=unknown)
    if posted.problems:
        return _shown(request, seat, asked, posted, status=422)
    save_answer(firm_id=seat.firm.id, path=field, answer=_raw(asked, posted, seat), by=seat.person, now=now_of(request))
    if field == CHANNELS and posted.answer:
        return redirect("presences", seat.firm.id)
    return _onwards(request, seat)


def asked_field(path: str, language: Language) -> AskedField:
    """The field and its question; 404 if nothing of this name is asked on a page of its own."""
    found, text = find(path), load_questions().find(path)
    if found is None or text is None or path.startswith(WITHIN):
        raise Http404
    return AskedField(found, text, language)


def _judged(request: HttpRequest, seat: Seat, asked: AskedField, posted: Posted, *, unknown: bool) -> Posted:
    """What came, with what is wrong with it."""
    if posted.problems or unknown:
        return posted
    path, today = asked.field.path, today_of(request)
    if posted.answer is None:
        return replace(posted, problems=[Problem("nothing_typed", path)])
    if request.POST.get("was", "") not in {"", seal(take(seat.firm.answers, path))}:
        return replace(posted, problems=[Problem("changed_meanwhile", path)])
    return replace(posted, problems=problems_of(path, _raw(asked, posted, seat), seat.firm.answers, today))


def _raw(asked: AskedField, posted: Posted, seat: Seat) -> Any:  # noqa: ANN401 - a raw value
    """The raw answer; presences already told keep what is known of them."""
    if asked.field.path != CHANNELS or posted.answer is None:
        return posted.answer
    known = {item["network"]: item for item in take(seat.firm.answers, CHANNELS) or []}
    return [known.get(item["network"], item) for item in presences_of(posted.answer)]


def seal(value: Any) -> str:  # noqa: ANN401 - a raw value
    """A mark of an answer as it stood when its page was made, to notice another tab's change."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _onwards(request: HttpRequest, seat: Seat) -> HttpResponse:
    if request.POST.get("back") == "answers":
        return redirect("answers", seat.firm.id)
    address = reverse("questions", args=[seat.firm.id])
    return redirect(f"{address}?{urlencode({MORE: 1})}" if MORE in request.GET else address)


def _shown(request: HttpRequest, seat: Seat, asked: AskedField, posted: Posted, status: int = 200) -> HttpResponse:
    language, path = asked.language, asked.field.path
    section = next(item for item in load_questions().sections if item.key == path.partition(".")[0])
    page = {
        "firm": seat.firm,
        "path": path,
        "required": asked.field.required,
        "kind": asked.field.kind,
        "section": section.title.get(language.code),
        "ask": language.typeset(asked.question.ask.get(language.code)),
        "why": language.typeset(asked.question.why.get(language.code)),
        "example": asked.example(),
        "control": asked.control(posted.typed),
        "problems": [(spoken(problem, language), _elsewhere(problem.path, path)) for problem in posted.problems],
        "was": seal(take(seat.firm.answers, path)),
        "previous": _previous(seat, path),
        "count": len(set(seat.firm.asked) - {path}) + 1,
        "back": request.GET.get("back", request.POST.get("back", "")),
        "more": MORE in request.GET,
    }
    return render(request, "diagnosing/question.html.jinja", page, status=status)


def _previous(seat: Seat, path: str) -> str | None:
    """The question asked before this one."""
    asked = [item for item in seat.firm.asked if not item.startswith(WITHIN)]
    before = asked[: asked.index(path)] if path in asked else asked
    return before[-1] if before else None


def _elsewhere(concerned: str, path: str) -> str:
    """The other question that a contradiction concerns, to go and look at it; empty if it is this one."""
    concerned = CHANNELS if concerned.startswith(CHANNELS) else concerned
    return concerned if concerned not in {"", path} and find(concerned) else ""


# --- presences: one screen for all that is known of each ---------------------------------------------------------


@firm_page(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def presences(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Ask since when, how many followers and how many posts, for each network ticked."""
    told = take(seat.firm.answers, CHANNELS) or []
    if not told:
        return _onwards(request, seat)
    language = firm_language(request, seat.firm)
    entries = [Presence(item, language) for item in told]
    if request.method == "POST":
        for entry in entries:
            entry.read(request.POST)
        answer = [entry.raw() for entry in entries]
        problems = [problem for entry in entries for problem in entry.problems]
        problems = problems or problems_of(CHANNELS, answer, seat.firm.answers, today_of(request))
        if not problems:
            save_answer(firm_id=seat.firm.id, path=CHANNELS, answer=answer, by=seat.person, now=now_of(request))
            return _onwards(request, seat)
        for problem in problems:
            blame(entries, problem)
    page = {"firm": seat.firm, "entries": entries, "more": MORE in request.GET, "previous": CHANNELS}
    return render(request, "diagnosing/presences.html.jinja", page, status=422 if request.method == "POST" else 200)


@firm_page(Right.ANSWER)
@require_safe
def picture_now(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Where things stand with what is known so far: a piece of page, asked for once the question shows."""
    today = today_of(request)
    knowledge = reader.load(today)
    found = picture_of(seat.firm.answers, knowledge, Setup(today=today))
    told = tell_picture(found, knowledge, firm_language(request, seat.firm))
    return render(request, "diagnosing/picture.html.jinja", {"told": told})
