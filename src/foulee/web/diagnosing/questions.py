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
from foulee.advice.asking import Asking
from foulee.core.roles import Right
from foulee.firmfile.answering import CHANNELS, WITHIN, problems_of, problems_without, take, undated
from foulee.firmfile.answering import presences as presences_of
from foulee.firmfile.fields import find
from foulee.firmfile.problems import Problem
from foulee.knowledge import reader
from foulee.knowledge.asking import load_order
from foulee.knowledge.texts import load_questions
from foulee.records.queries.measuring import has_site
from foulee.records.queries.sharing import links_of
from foulee.reporting.asking import tell_picture
from foulee.reporting.language import Language
from foulee.reporting.problems import spoken
from foulee.web.access import Seat, firm_page
from foulee.web.clock import now_of, today_of
from foulee.web.diagnosing.fields import AskedField, Posted
from foulee.web.diagnosing.looking import look, look_before
from foulee.web.diagnosing.presences import Presence, blame
from foulee.web.diagnosing.tentative import TRY, Tentative, remember
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
    return look(request, seat).asking


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
    page = {"firm": seat.firm, "asking": asking, "has_site": has_site(seat.firm)}
    return render(request, "diagnosing/ready.html.jinja", page)


# --- one question ------------------------------------------------------------------------------------------------


@firm_page(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, seat: Seat, field: str) -> HttpResponse:
    """Show a question, or save its answer and go on."""
    asked = asked_field(field, firm_language(request, seat.firm))
    if request.method != "POST":
        return _shown(request, seat, asked, Posted(typed=take(seat.firm.answers, field)))
    unknown = "unknown" in request.POST
    posted = Posted() if unknown else asked.posted(request.POST)
    posted = _judged(request, seat, asked, posted, unknown=unknown)
    if posted.problems:
        return _shown(request, seat, asked, posted, status=422)
    answer = _raw(asked, posted, seat)
    if request.POST.get("back") == TRY:
        remember(request, seat.firm.id, field, Tentative(answer, seal(take(seat.firm.answers, field))))
        return redirect("supposed", seat.firm.id, field)
    save_answer(firm_id=seat.firm.id, path=field, answer=answer, by=seat.person, now=now_of(request))
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
    path, today, stored = asked.field.path, today_of(request), take(seat.firm.answers, asked.field.path)
    if unknown:
        problems = problems_without(path, seat.firm.answers, today) if stored is not None else []
        return replace(posted, typed=stored, problems=problems)
    if posted.problems:
        return posted
    if posted.answer is None:
        return replace(posted, problems=[Problem("nothing_typed", path)])
    answer = _raw(asked, posted, seat)
    if undated(answer) == stored:  # sent twice, or sent again as it stands
        return posted
    if request.POST.get("was", "") not in {"", seal(stored)}:
        return replace(posted, problems=[Problem("changed_meanwhile", path)])
    return replace(posted, problems=problems_of(path, answer, seat.firm.answers, today))


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
    follows, back = load_order().follows(path), request.GET.get("back", request.POST.get("back", ""))
    section = next(item for item in load_questions().sections if item.key == path.partition(".")[0])
    page = {
        "firm": seat.firm,
        "path": path,
        "follows": language.typeset(follows.get(language.code)) if follows else "",
        "keep": seat.person is None and all(link.result_id for link in links_of(seat.firm)),
        "alone": seat.person is None,
        "kind": asked.field.kind,
        "section": section.title.get(language.code),
        "ask": language.typeset(asked.question.ask.get(language.code)),
        "why": language.typeset(asked.question.why.get(language.code)),
        "example": asked.example(),
        "control": asked.control(posted.typed),
        "problems": _said(posted, language, path),
        "was": seal(take(seat.firm.answers, path)),
        "previous": _previous(seat, path),
        "number": len(set(seat.firm.asked) - {path}) + 1,
        "left": 0 if back else _left(request, seat, path),
        "back": back,
        "more": MORE in request.GET,
    }
    return render(request, "diagnosing/question.html.jinja", page, status=status)


def _left(request: HttpRequest, seat: Seat, path: str) -> int:
    """How many more questions a first answer waits for after this one; 0 before there is a picture to tell it."""
    seen = look(request, seat)
    return sum(item.needed and item.path != path for item in seen.asking.next) if seen.picture else 0


def _previous(seat: Seat, path: str) -> str | None:
    """The question asked before this one."""
    asked = [item for item in seat.firm.asked if not item.startswith(WITHIN)]
    before = asked[: asked.index(path)] if path in asked else asked
    return before[-1] if before else None


def _said(posted: Posted, language: Language, path: str) -> list[tuple[str, str]]:
    """What is wrong, each thing once, with the other question that it concerns."""
    told = ((spoken(problem, language), _elsewhere(problem.path, path)) for problem in posted.problems)
    return list(dict.fromkeys(told))


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
    entries = [Presence(number, item, language) for number, item in enumerate(told, start=1)]
    if request.method == "POST" and "unknown" in request.POST:
        return _onwards(request, seat)  # the networks are saved; what is known of them stays as it is
    if request.method == "POST":
        for entry in entries:
            entry.read(request.POST)
        problems = [problem for entry in entries for problem in entry.wrong(today_of(request))]
        if not problems:
            answer = [entry.raw() for entry in entries]
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
    language, knowledge = firm_language(request, seat.firm), reader.load(today_of(request))
    before = look_before(request, seat)
    told = tell_picture(look(request, seat), before.picture if before else None, knowledge, language)
    return render(request, "diagnosing/picture.html.jinja", {"told": told})
