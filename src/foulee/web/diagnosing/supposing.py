"""Change one answer and see what moves: both answers computed on the same draws, nothing saved until it is wanted."""

import datetime as dt
from copy import deepcopy
from dataclasses import dataclass

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from foulee.actions.diagnosing import digest_of, rests_on, save_answer
from foulee.advice.advise import advise
from foulee.advice.comparing import compare
from foulee.advice.evidence import Evidence
from foulee.advice.grounds import changes
from foulee.advice.mattering import answers_that_matter
from foulee.advice.model import Setup
from foulee.advice.result import Advice
from foulee.advice.storing import StoredAdviceError
from foulee.core.roles import Right
from foulee.firmfile.answering import Raw, document_of, drop, put, take
from foulee.firmfile.problems import FirmFileError
from foulee.knowledge import reader
from foulee.records.models import Firm, Result
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import advice_of, latest, ticked
from foulee.records.queries.focusing import customers_of
from foulee.records.queries.measuring import website_of
from foulee.records.queries.projecting import learnt_in
from foulee.reporting.answers import ToldAnswer, ToldSection, told, told_answers
from foulee.reporting.comparing import Told, tell
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language
from foulee.web.access import Seat, firm_page
from foulee.web.build import build
from foulee.web.clock import now_of, today_of
from foulee.web.diagnosing.freshness import grounds_now, grounds_of
from foulee.web.diagnosing.questions import asked_field, seal
from foulee.web.diagnosing.show import answered_anew, refused
from foulee.web.diagnosing.tentative import Tentative, forget, recall
from foulee.web.errors import too_many
from foulee.web.language import firm_language, language_of
from foulee.web.throttle import HOUR, allowed

TRIES = 60  # an hour: each takes a processor some two seconds


# --- which answer ------------------------------------------------------------------------------------------------


@firm_page(Right.ANSWER)
@require_safe
def suppose(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Choose the answer to change: those that matter most first, all the others behind."""
    result = latest(seat.firm, Kind.DIAGNOSIS)
    if result is None:
        return redirect("answer", seat.firm.id)
    sections = told_answers(seat.firm.answers, firm_language(request, seat.firm))
    page = {"firm": seat.firm, "sections": sections, "first": _first(result, sections)}
    return render(request, "diagnosing/suppose.html.jinja", page)


def _first(result: Result, sections: tuple[ToldSection, ...]) -> list[ToldAnswer]:
    """The answers that the result points at, with what was answered; none if another version wrote it."""
    known = {answer.path: answer for section in sections for answer in section.answers}
    try:
        paths = answers_that_matter(advice_of(result))
    except StoredAdviceError:
        return []
    return [known[path] for path in paths if path in known]


# --- what moves --------------------------------------------------------------------------------------------------


@firm_page(Right.ANSWER)
@require_safe
def supposed(request: HttpRequest, seat: Seat, field: str) -> HttpResponse:
    """Show what another answer would move; computed when `now` is asked for, which the page does by itself."""
    language = firm_language(request, seat.firm)
    asked = asked_field(field, language)
    tried, result = recall(request, seat.firm.id, field), latest(seat.firm, Kind.DIAGNOSIS)
    if tried is None or result is None:
        return redirect("suppose", seat.firm.id)
    own = take(seat.firm.answers, field)
    page = {
        "firm": seat.firm,
        "path": field,
        "ask": language.typeset(asked.question.ask.get(language.code)),
        "own": told(asked.field, own, language),
        "other": told(asked.field, tried.answer, language),
        "alike": own == tried.answer,
        "moved_meanwhile": tried.was != seal(own),
        "told": None,
        "here": reverse("supposed", args=[seat.firm.id, field]),
    }
    if "now" not in request.GET or page["alike"]:
        return render(request, "diagnosing/supposed.html.jinja", page)
    return _computed(request, seat, with_answer(seat.firm.answers, field, tried.answer), page)


def _computed(request: HttpRequest, seat: Seat, answers: Raw, page: Raw) -> HttpResponse:
    result = latest(seat.firm, Kind.DIAGNOSIS)
    assert result is not None, "asked for above"
    today, language = today_of(request), language_of(request)
    key = _key(seat.firm, result, answers, today, language)
    page["told"] = cache.get(key)
    if page["told"] is None:
        if not allowed(f"suppose:{seat.counted_as}", TRIES, HOUR, now_of(request)):
            return _whole_page(request, page) or too_many(request)
        try:
            before, after = both(seat.firm, result, answers, today)
        except FirmFileError as error:
            return _whole_page(request, page) or refused(request, seat, error)
        page["told"] = words(before, after, seat.firm, language, today)
        cache.set(key, page["told"], HOUR)
    piece = "moved" if request.headers.get("HX-Request") else "supposed"
    return render(request, f"diagnosing/{piece}.html.jinja", page)


def _key(firm: Firm, result: Result, answers: Raw, today: dt.date, language: Language) -> str:
    """Name of a comparison in the cache: everything it hangs on."""
    evidence = Evidence(website=website_of(firm), customers=customers_of(firm))
    found = {"own": firm.answers, "other": answers, "done": sorted(ticked(firm)), "result": str(result.pk)}
    found["evidence"] = [str(evidence), learnt_in([firm.id]).get(firm.id)]
    return "supposed:" + digest_of(found, build(), today.isoformat(), language.code)


def _whole_page(request: HttpRequest, page: Raw) -> HttpResponse | None:
    """What cannot be shown within the page is shown as a page of its own."""
    if not request.headers.get("HX-Request"):
        return None
    return HttpResponse(headers={"HX-Redirect": f"{page['here']}?now=1"})


def with_answer(answers: Raw, path: str, answer: object) -> Raw:
    """A firm's answers with one of them otherwise; None where it is not known."""
    changed: Raw = deepcopy(answers)
    if answer is None:
        drop(changed, path)
    else:
        put(changed, path, answer)
    return changed


@dataclass(frozen=True, slots=True)
class _Base:
    """What one of the two computations shares with the other: day, draws and luck, knowledge, measurements."""

    setup: Setup
    evidence: Evidence

    def advise(self, answers: Raw) -> Advice:
        day = self.setup.today
        return advise(document_of(answers, day), reader.load(day), self.setup, self.evidence)


def both(firm: Firm, result: Result, answers: Raw, today: dt.date) -> tuple[Advice, Advice]:
    """The firm's answer as it stands, and with other answers: same day, same seed, same draws.

    Raises FirmFileError. Where the last result still holds it is taken as it is, else both are computed today.
    """
    _, evidence = rests_on(firm, document_of(firm.answers, today), reader.load(today))
    stored = _still_holds(result, firm, today)
    if stored is not None:
        setup = Setup(seed=stored.seed, draws=stored.draws, today=stored.today)
        return stored, _Base(setup, evidence).advise(answers)
    base = _Base(Setup(today=today), evidence)
    return base.advise(firm.answers), base.advise(answers)


def _still_holds(result: Result, firm: Firm, today: dt.date) -> Advice | None:
    """The advice of a result that rests on what is known now."""
    if changes(grounds_of(result), grounds_now(firm, today)).kinds:
        return None
    try:
        return advice_of(result)
    except StoredAdviceError:
        return None


def words(before: Advice, after: Advice, firm: Firm, language: Language, today: dt.date) -> Told:
    """Two answers to a firm in words, each in its own currency."""
    knowledge = reader.load(today)
    labels = [Labels(Language(language.code, advice.currency, advice.country), knowledge) for advice in (before, after)]
    return tell(compare(before, after), ticked(firm), *labels)


# --- keeping it --------------------------------------------------------------------------------------------------


@firm_page(Right.ANSWER)
@require_POST
def keep_supposed(request: HttpRequest, seat: Seat, field: str) -> HttpResponse:
    """Give the answer that was tried, and make the firm's answer again; refused if another tab has changed it."""
    asked_field(field, firm_language(request, seat.firm))
    tried = recall(request, seat.firm.id, field)
    if tried is None:
        return redirect("suppose", seat.firm.id)
    if tried.was != seal(take(seat.firm.answers, field)):
        say = language_of(request).say
        messages.error(request, say("This answer was changed meanwhile, in another window perhaps. Nothing was saved."))
        return redirect("supposed", seat.firm.id, field)
    return _kept(request, seat, field, tried)


def _kept(request: HttpRequest, seat: Seat, field: str, tried: Tentative) -> HttpResponse:
    try:
        document_of(with_answer(seat.firm.answers, field, tried.answer), today_of(request))
    except FirmFileError as error:
        return refused(request, seat, error)
    firm = save_answer(firm_id=seat.firm.id, path=field, answer=tried.answer, by=seat.person, now=now_of(request))
    forget(request, firm.id, field)
    return answered_anew(request, Seat(firm, seat.role, seat.person))
