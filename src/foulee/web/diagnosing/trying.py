"""The sliders: the same firm with other hours a week and another budget a month, tried at once.

A slider's place is the number of one of its stops, so that the firm's own hours and budget are always among them. What
is tried is kept in the cache: the same place asked for again, by the same person or another, costs nothing.
"""

import dataclasses
import json
import re

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from foulee.actions.diagnosing import keep_rendering
from foulee.advice.evidence import Evidence, from_counted
from foulee.advice.model import Setup
from foulee.advice.result import METHOD_VERSION, Advice
from foulee.advice.what_if import Offer, Range, WhatIf, at_rest, ranges, what_if
from foulee.firmfile.answering import document_of
from foulee.firmfile.problems import FirmFileError
from foulee.knowledge import reader
from foulee.records.models import Result
from foulee.records.queries.diagnosing import advice_of, rendering_of
from foulee.records.queries.projecting import learnt_in, learnt_of
from foulee.reporting.language import Language
from foulee.reporting.trying import hours_told, money_told, tell_try
from foulee.web.access import Seat
from foulee.web.build import build
from foulee.web.clock import now_of, today_of
from foulee.web.language import language_of
from foulee.web.throttle import DAY, HOUR, allowed

TRIES = 600  # places computed an hour for one visitor: more than a thumb can do, and half of one core's time at most
PLACE = re.compile(r"-?[0-9]{1,30}")
NOT_A_PLACE, TOO_MANY = 422, 429


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """One slider: what it says at each stop, and the number of the stop that is the firm's own place."""

    told: tuple[str, ...]
    own: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """The sliders of one answer in one language, before they are moved: pieces of a page that do not change."""

    hours: Slider
    money: Slider
    words: str
    picture: str

    def as_json(self) -> str:
        """Write it down, to be kept."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> "Resting":
        """Read what was kept."""
        values = json.loads(text)
        sliders = {
            name: Slider(told=tuple(values[name]["told"]), own=values[name]["own"]) for name in ("hours", "money")
        }
        return cls(**values | sliders)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sliders:
    """The sliders where they stand now; `problem` with its HTTP status where what was asked cannot be shown."""

    hours: Slider
    money: Slider
    at: tuple[int, int]
    words: str
    picture: str
    problem: str = ""
    status: int = 200

    @property
    def moved(self) -> bool:
        """Whether they stand elsewhere than the firm does."""
        return self.at != (self.hours.own, self.money.own)


class NotAPlaceError(Exception):
    """What was asked for is no place of a slider."""


def shown_try(request: HttpRequest, seat: Seat, result: Result) -> HttpResponse:
    """The same firm with other hours and money: a piece of page."""
    found = sliders(request, seat, result)
    return render(request, "diagnosing/tried.html.jinja", {"sliders": found}, status=found.status if found else 410)


def sliders(request: HttpRequest, seat: Seat, result: Result) -> Sliders | None:
    """The sliders where the address says, else at rest; None for an answer that this version would not give."""
    if not _current(result, request):
        return None
    try:
        rest = _resting(result, language_of(request).code, request)
    except FirmFileError:  # answers that were right on their day, and are not by today's rules
        return None
    own = (rest.hours.own, rest.money.own)
    shown = Sliders(hours=rest.hours, money=rest.money, at=own, words=rest.words, picture=rest.picture)
    say = language_of(request).say
    try:
        at = _place(request, "hours", rest.hours), _place(request, "money", rest.money)
    except NotAPlaceError:
        told = say("This is no place of the sliders. Move them, and the answer follows.")
        return dataclasses.replace(shown, problem=told, status=NOT_A_PLACE)
    if at == own:
        return shown
    found = _tried(request, seat, result, at)
    if found is None:
        told = say("That was a lot of tries in one hour. Wait a few minutes, then go on.")
        return dataclasses.replace(shown, at=at, problem=told, status=TOO_MANY)
    return dataclasses.replace(shown, at=at, words=found[0], picture=found[1])


def _current(result: Result, request: HttpRequest) -> bool:
    """Whether an answer rests on today's method, facts and weeks: one must not compare what two methods say."""
    facts = reader.load(today_of(request)).facts_date
    weeks = result.inputs.get("weeks")
    there = weeks is None or learnt_in([result.firm_id]).get(result.firm_id) == weeks
    return there and result.method_version == METHOD_VERSION and result.facts_date == facts


def _place(request: HttpRequest, name: str, slider: Slider) -> int:
    """The number of the stop that the address gives, brought back between the ends; the firm's own by default."""
    told = request.GET.get(name)
    if told is None:
        return slider.own
    if not PLACE.fullmatch(told):
        raise NotAPlaceError
    return min(max(int(told), 0), len(slider.told) - 1)


# --- pieces of page ----------------------------------------------------------------------------------------------


def _resting(result: Result, code: str, request: HttpRequest) -> Resting:
    """The sliders at rest, taken from what is kept, or made and kept."""
    name = f"sliders-{code}@{build()}"
    found = rendering_of(result, name)
    if found is not None:
        return Resting.from_json(found)
    advice = advice_of(result)
    knowledge = reader.load(today_of(request))
    language = Language(code, advice.currency, advice.country)
    reach = ranges(document_of(result.inputs["answers"], advice.today), knowledge)
    words, picture = _pieces(at_rest(advice), advice, request, language)
    made = Resting(
        hours=_slider(reach.hours, [hours_told(stop, language) for stop in reach.hours.stops]),
        money=_slider(reach.money, [money_told(stop, language) for stop in reach.money.stops]),
        words=words,
        picture=picture,
    )
    keep_rendering(result=result, name=name, body=made.as_json().encode("utf-8"))
    return made


def _slider(reach: Range, told: list[str]) -> Slider:
    return Slider(told=tuple(told), own=reach.stops.index(reach.own))


def _tried(request: HttpRequest, seat: Seat, result: Result, at: tuple[int, int]) -> tuple[str, str] | None:
    """Words and picture at a place of the sliders; None where this visitor has asked for too much."""
    code = language_of(request).code
    key = f"try:{build()}:{result.pk}:{code}:{at[0]}:{at[1]}"
    found: tuple[str, str] | None = cache.get(key)
    if found is None and allowed(f"try:{seat.counted_as}", TRIES, HOUR, now_of(request)):
        advice = advice_of(result)
        knowledge = reader.load(today_of(request))
        document = document_of(result.inputs["answers"], advice.today)
        reach = ranges(document, knowledge)
        offer = Offer(hours=reach.hours.stops[at[0]], money=reach.money.stops[at[1]])
        setup = Setup(seed=advice.seed, draws=advice.draws, today=advice.today)
        weeks = learnt_of(result.firm, digest) if (digest := result.inputs.get("weeks")) else None
        evidence = Evidence(customers=from_counted(result.inputs.get("customers")), weeks=weeks)
        made = what_if(document, knowledge, setup, offer, evidence)
        found = _pieces(made, advice, request, Language(code, advice.currency, advice.country))
        cache.set(key, found, DAY)
    return found


def _pieces(tried: WhatIf, advice: Advice, request: HttpRequest, language: Language) -> tuple[str, str]:
    """What is said of a place, and its curves, as pieces of a page."""
    told = tell_try(tried, advice.projection.paths["blue"], reader.load(today_of(request)), language)
    values = {"tried": told, "say": language.say, "plural": language.plural, "sources": {}}
    names = ("words", "picture")
    words, picture = (render_to_string(f"diagnosing/tried_{name}.html.jinja", values) for name in names)
    return words, picture
