"""Earlier answers, and what has changed between two."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foulee.advice.comparing import compare
from foulee.advice.grounds import changes
from foulee.advice.result import Advice
from foulee.advice.storing import StoredAdviceError
from foulee.core.roles import Right
from foulee.core.types import Verdict
from foulee.firmfile.answering import WITHIN, take
from foulee.firmfile.fields import fields
from foulee.knowledge import reader
from foulee.knowledge.reader import Knowledge
from foulee.records.models import Result
from foulee.records.queries.diagnosing import Version, advice_of, numbers_of, ticked, versions_of
from foulee.reporting.comparing import Told, tell, verdict_headline
from foulee.reporting.grounds import ToldChanges, tell_changes
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language
from foulee.web.access import Seat, firm_page
from foulee.web.clock import today_of
from foulee.web.diagnosing.freshness import grounds_of
from foulee.web.diagnosing.show import numbered
from foulee.web.language import firm_language, language_of

PAGE = 20
LAST_PAGE = 1000
LONGEST_NUMBER = 9  # digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An answer in the list, in words."""

    number: int
    day: str
    verdict: str
    focus: str
    asked_by: str
    rests_on: tuple[str, ...]
    before: int | None


# --- the list ----------------------------------------------------------------------------------------------------


@firm_page(Right.READ)
@require_safe
def versions(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List the answers, newest first; two of them chosen in the form are compared."""
    chosen = [_number(request.GET.get(name, "")) for name in ("before", "after")]
    choices = numbers_of(seat.firm)
    known = {number for number, _ in choices}
    if "before" in request.GET or "after" in request.GET:
        before, after = chosen
        if before in known and after in known and before != after:
            return redirect("compare", seat.firm.id, min(before, after), max(before, after))
    page_number = min(max(_number(request.GET.get("page", "")), 1), LAST_PAGE)
    found, more = versions_of(seat.firm, page=page_number, size=PAGE)
    language = firm_language(request, seat.firm)
    labels = Labels(language, reader.load(today_of(request)))
    page = {
        "firm": seat.firm,
        "entries": [_entry(version, known, labels) for version in found],
        "choices": [(number, _day(made_at, language)) for number, made_at in choices],
        "chosen": chosen if any(chosen) else [choices[1][0], choices[0][0]] if len(choices) > 1 else [0, 0],
        "wrong": bool({"before", "after"} & request.GET.keys()),
        "number": page_number,
        "more": more,
        "may_answer": seat.may(Right.ANSWER),
    }
    return render(request, "diagnosing/versions.html.jinja", page, status=422 if page["wrong"] else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _day(made_at: dt.datetime, language: Language) -> str:
    return language.date(timezone.localdate(made_at))


def _entry(version: Version, known: set[int], labels: Labels) -> Entry:
    language = labels.language
    asker = version.name or version.email
    by = language.say("Asked by {name}.").format(name=asker) if asker else language.say("Asked without an account.")
    return Entry(
        number=version.number,
        day=_day(version.made_at, language),
        verdict=labels.sentence("verdict", version.verdict) if version.verdict in set(Verdict) else version.verdict,
        focus=_focus(version.channels, labels),
        asked_by=by,
        rests_on=tuple(_rests_on(version, language)),
        before=max((number for number in known if number < version.number), default=None),
    )


def _focus(channels: Any, labels: Labels) -> str:  # noqa: ANN401 - as stored, perhaps by another version
    """The channels advised; empty where they cannot be read."""
    if not isinstance(channels, list):
        return ""
    names = [str(item.get("name")) for item in channels if isinstance(item, dict)]
    known = [labels.channel(name) for name in names if name in labels.knowledge.channels]
    return labels.language.listed(known) or labels.sentence("focus", "none")


def _rests_on(version: Version, language: Language) -> list[str]:
    """What an answer was made from, in words."""
    answers = version.answers if isinstance(version.answers, dict) else {}
    count = sum(take(answers, field.path) is not None for field in fields() if not field.path.startswith(WITHIN))
    told = [language.counted("{n} answer of yours", "{n} answers of yours", count)]
    if version.customers:
        told.append(language.counted("{n} customer asked", "{n} customers asked", version.customers))
    if version.weeks:
        told.append(language.counted("{n} week of sales", "{n} weeks of sales", version.weeks))
    if version.facts_date is not None:
        told.append(language.say("figures checked up to {date}").format(date=language.date(version.facts_date)))
    told.append(language.say("calculation {method}").format(method=version.method_version))
    return told


# --- two answers -------------------------------------------------------------------------------------------------


@firm_page(Right.READ)
@require_safe
def compared(request: HttpRequest, seat: Seat, before: int, after: int) -> HttpResponse:
    """Say what has changed between two answers, the earlier one first."""
    if before == after:
        return redirect("answer_number", seat.firm.id, after)
    if before > after:
        return redirect("compare", seat.firm.id, after, before)
    pair = numbered(seat, before), numbered(seat, after)
    knowledge = reader.load(today_of(request))
    labels = Labels(firm_language(request, seat.firm), knowledge)
    told = _told(pair, ticked(seat.firm), knowledge, language_of(request).code)
    page = {
        "firm": seat.firm,
        "numbers": (before, after),
        "days": [_day(result.made_at, labels.language) for result in pair],
        "told": told,
        "headline": told.headline if told else verdict_headline(pair[0].outcome, pair[1].outcome, labels),
        "changes": _changes(pair, labels),
    }
    return render(request, "diagnosing/compared.html.jinja", page)


def _changes(pair: tuple[Result, Result], labels: Labels) -> ToldChanges:
    before, after = (grounds_of(result) for result in pair)
    return tell_changes(changes(before, after), before, after, labels)


def _told(pair: tuple[Result, Result], done: set[str], knowledge: Knowledge, code: str) -> Told | None:
    """Two answers in words; None where one was written by a version that this one cannot read."""
    try:
        before, after = (advice_of(result) for result in pair)
    except StoredAdviceError:
        return None
    return tell(compare(before, after), done, *(_labels(advice, knowledge, code) for advice in (before, after)))


def _labels(advice: Advice, knowledge: Knowledge, code: str) -> Labels:
    return Labels(Language(code, advice.currency, advice.country), knowledge)
