"""The example firms' answers, computed once a day and kept in the cache."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.core.cache import cache

from foulee.advice.advise import advise
from foulee.advice.examples import example, example_names
from foulee.advice.model import Setup
from foulee.advice.result import Advice
from foulee.knowledge import reader
from foulee.reporting.figures import Figures
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language
from foulee.reporting.summary import summarise
from foulee.web.build import build
from foulee.web.diagnosing.answer import Answer, write_answer
from foulee.web.queueing import one_at_a_time

SHOWN_FIRST = "boulangerie-martinique"
DAY = 24 * 3600

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An example in the list: its name in addresses, the firm, its trade and what it is told, once that is computed."""

    name: str
    firm: str
    trade: str
    verdict: str


def example_answer(name: str, code: str, today: dt.date) -> Answer:
    """The answer for an example firm."""

    def make() -> str:
        return write_answer(_advice(name, today), reader.load(today), code).as_json()

    return Answer.from_json(_kept(f"answer:{name}:{code}", today, make))


def listed(language: Language, today: dt.date) -> list[Listed]:
    """The examples, with the verdicts that are known: nobody waits here for the others."""
    return [_listed(name, language, today) for name in example_names()]


def emblem_of(language: Language, today: dt.date) -> str:
    """The red and the blue curve of the example bakery, with their caption and table."""

    def make() -> str:
        advice = _advice(SHOWN_FIRST, today)
        own = Language(language.code, advice.currency, advice.country)
        knowledge = reader.load(today)
        drawn = Figures(advice, knowledge, own, summarise(advice, knowledge, own)).curves()
        assert drawn is not None, "the example bakery has a plan"
        return f'<div class="wide">{drawn.picture.wide}</div><div class="narrow">{drawn.picture.narrow}</div>'

    return _kept(f"emblem:{language.code}", today, make)


def _listed(name: str, language: Language, today: dt.date) -> Listed:
    (firm, trade), labels = _firm(name, today), Labels(language, reader.load(today))
    verdict: str | None = cache.get(_key(f"verdict:{name}", today))
    return Listed(
        name=name,
        firm=firm,
        trade=labels.choice("Trade", trade),
        verdict=labels.sentence("verdict", verdict) if verdict else "",
    )


@lru_cache(maxsize=64)
def _firm(name: str, today: dt.date) -> tuple[str, str]:
    firm = example(name, today).firm
    return firm.name, firm.trade


def _advice(name: str, today: dt.date) -> Advice:
    def make() -> Advice:
        made = advise(example(name, today), reader.load(today), Setup(today=today))
        cache.set(_key(f"verdict:{name}", today), made.diagnosis.verdict.value, DAY)
        return made

    return _kept(f"advice:{name}", today, make)


def _kept(key: str, today: dt.date, make: Callable[[], T]) -> T:
    """What the cache holds, or else what `make` makes; whoever comes meanwhile waits for it."""
    full = _key(key, today)
    found: T | None = cache.get(full)
    if found is None:
        with one_at_a_time(key):
            found = cache.get_or_set(full, make, DAY)
    return make() if found is None else found


def _key(key: str, today: dt.date) -> str:
    return f"{build()}:{today}:{key}"
