"""The page of the website check at rest: the last look in words, the address, the figures, earlier looks."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from foulee.actions.measuring import LOOK
from foulee.advice.evidence import as_seen
from foulee.core.diagnosing.website_findings import website_findings
from foulee.core.roles import Right
from foulee.firmfile.answering import take
from foulee.knowledge import reader
from foulee.knowledge.website_rules import load_website_rules
from foulee.records.models import Firm, Result
from foulee.records.models.job import State
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import latest, result_of, results_of
from foulee.records.queries.measuring import ADDRESS, look_of, website_of
from foulee.records.queries.operating import job_of
from foulee.reporting.language import Language
from foulee.reporting.website import ToldLook, headline_of, short, tell_look
from foulee.web.access import Seat
from foulee.web.clock import today_of
from foulee.web.language import firm_language
from foulee.web.measuring.figures import Figures
from foulee.web.measuring.wording import wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A look as the page shows it."""

    number: int
    day: str
    address: str
    told: ToldLook | None


def page_of(
    request: HttpRequest,
    seat: Seat,
    *,
    typed: str | None = None,
    problem: str = "",
    figures: Figures | None = None,
) -> HttpResponse:
    """The page at rest; `typed` and `problem`: the address as it came and what is wrong with it."""
    language = firm_language(request, seat.firm)
    results = results_of(seat.firm, Kind.WEBSITE)
    last = result_of(seat.firm, Kind.WEBSITE, results[0].number) if results else None
    refused = problem or _failure(seat.firm, last, language)
    figures = figures or Figures.known(seat.firm, language)
    address = take(seat.firm.answers, ADDRESS)
    page = {
        "firm": seat.firm,
        "look": shown(last, language, request) if last else None,
        "earlier": [_listed(item, language) for item in results[1:]],
        "address": (address if isinstance(address, str) else "") if typed is None else typed,
        "problem": refused,
        "figures": figures,
        "may_answer": seat.may(Right.ANSWER),
        "counted": not last or _is_counted(seat.firm),
    }
    failed = bool(problem) or figures.wrong
    return render(request, "measuring/website.html.jinja", page, status=_status(problem, language) if failed else 200)


def _status(problem: str, language: Language) -> int:
    busy = {wrong("too_many", language), wrong("too_many_here", language)}
    return 429 if problem in busy else 422


def _failure(firm: Firm, last: Result | None, language: Language) -> str:
    """Why the last look that was asked for came to nothing, if none was made since."""
    asked = job_of(firm, LOOK)
    if asked is None or asked.state != State.FAILED or (last is not None and last.made_at > asked.made_at):
        return ""
    return wrong(asked.error, language)


def _is_counted(firm: Firm) -> bool:
    """Whether the firm's answer rests on what was last seen; also where there is no answer yet."""
    answer, seen = latest(firm, Kind.DIAGNOSIS), website_of(firm)
    return answer is None or answer.inputs.get("website") == (as_seen(seen) if seen else None)


def _listed(result: Result, language: Language) -> dict[str, Any]:
    day = language.date(localdate(result.made_at))
    return {"number": result.number, "day": day, "told": headline_of(result.outcome, language)}


def shown(result: Result, language: Language, request: HttpRequest) -> Shown:
    """A look in words; without words where another version kept it in a way that this one cannot read."""
    look = look_of(result)
    told = None
    if look is not None:
        rate = _rate(request, language)
        found = (reason.costing(rate) for reason in website_findings(look, load_website_rules().books))
        told = tell_look(look, tuple(found), language)
    day = language.date(localdate(result.made_at))
    return Shown(number=result.number, day=day, address=short(str(result.inputs.get("address", ""))), told=told)


def _rate(request: HttpRequest, language: Language) -> float:
    """Euros in the currency of the page."""
    countries = reader.load(today_of(request)).countries.values()
    return next((item.rates["EUR"][1] for item in countries if item.currency == language.currency), 1.0)
