"""Visits and orders of the website, typed on the check's own page: answers like all others."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from foulee.firmfile.answering import Raw, drop, problems_of, put, take, with_stand_in
from foulee.firmfile.problems import Problem
from foulee.records.models import Firm
from foulee.reporting.language import Language
from foulee.reporting.problems import spoken
from foulee.web.access import Seat
from foulee.web.clock import today_of
from foulee.web.diagnosing.fields import ANSWER, Control, Posted
from foulee.web.diagnosing.questions import asked_field, seal
from foulee.web.language import firm_language

PATHS = (
    "presence.website.visits_per_month",
    "presence.website.bounce",
    "presence.website.sells_online",
    "presence.website.orders_per_month",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One of the questions with its control, and what is wrong with what was typed."""

    path: str
    ask: str
    control: Control
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The questions together; `was`: a mark of the answers as they stood."""

    entries: tuple[Entry, ...]
    was: str

    @property
    def wrong(self) -> bool:
        """Whether something is wrong with one of them."""
        return any(entry.problems for entry in self.entries)

    @property
    def told(self) -> bool:
        """Whether one of them has an answer."""
        return any(entry.control.value or any(c.chosen for c in entry.control.choices) for entry in self.entries)

    @classmethod
    def known(cls, firm: Firm, language: Language) -> "Figures":
        """The questions with the firm's answers."""
        return cls.of(firm, language, {path: Posted(typed=take(firm.answers, path)) for path in PATHS})

    @classmethod
    def of(cls, firm: Firm, language: Language, posted: dict[str, Posted]) -> "Figures":
        """The questions with what was typed."""
        return cls(entries=tuple(_entry(path, posted[path], language) for path in PATHS), was=_seal(firm))


def _entry(path: str, posted: Posted, language: Language) -> Entry:
    asked = asked_field(path, language)
    return Entry(
        path=path,
        ask=language.typeset(asked.question.ask.get(language.code)),
        control=asked.control(posted.typed),
        problems=tuple(spoken(problem, language) for problem in posted.problems),
    )


def _seal(firm: Firm) -> str:
    return seal([take(firm.answers, path) for path in PATHS])


def read(request: HttpRequest, seat: Seat) -> tuple[Figures, dict[str, Any]]:
    """What was typed: the questions with what is wrong, and the answers by path, None where not known."""
    language = firm_language(request, seat.firm)
    posted = {path: _posted(request.POST, path, language) for path in PATHS}
    posted = _judged(request, seat, posted)
    return Figures.of(seat.firm, language, posted), {path: item.answer for path, item in posted.items()}


def _posted(data: QueryDict, path: str, language: Language) -> Posted:
    """One answer out of the form; empty is not known."""
    alone = QueryDict(mutable=True)
    alone[ANSWER] = data.get(path, "")
    return asked_field(path, language).posted(alone)


def _judged(request: HttpRequest, seat: Seat, posted: dict[str, Posted]) -> dict[str, Posted]:
    """What came, with what is wrong with each, alone or beside the others."""
    merged: Raw = with_stand_in(seat.firm.answers)
    for path, item in posted.items():
        if item.answer is None:
            drop(merged, path)
        elif not item.problems:
            put(merged, path, item.answer)
    found = {path: _problems(request, merged, path, item) for path, item in posted.items()}
    if request.POST.get("was", "") not in {"", _seal(seat.firm)}:
        found[PATHS[0]] = [Problem("changed_meanwhile", PATHS[0])]
    return {path: Posted(typed=item.typed, answer=item.answer, problems=found[path]) for path, item in posted.items()}


def _problems(request: HttpRequest, merged: Raw, path: str, item: Posted) -> list[Problem]:
    """What is wrong with one of them; a contradiction is told where it is found."""
    if item.problems or item.answer is None:
        return item.problems
    found: Any = problems_of(path, item.answer, merged, today_of(request))
    return [problem for problem in found if problem.path == path]
