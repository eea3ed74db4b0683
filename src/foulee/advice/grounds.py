"""What an answer rests on, and what has changed of it since: answers, measurements, published figures, method, day."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foulee.firmfile.answering import CHANNELS, WITHIN, Raw, take
from foulee.firmfile.fields import Field, fields

ANSWERS, FIGURES = "answers", "figures"  # names among an answer's inputs; all the others are measurements
GONE = "gone"  # code of a measurement that no longer counts
DAYS_PER_MONTH = 365.25 / 12.0
OWN = {"firm.trade": "trade.", "firm.country": "country."}  # answers that choose which figures bear on the firm


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What an answer rests on.

    `inputs`: `answers` as the file holds them, `figures` of the knowledge base by name (`knowledge.figures`) if they
    were kept, and measurements by name (`customers`, `website` …). `facts_date`: when a fact was last checked.
    """

    inputs: Mapping[str, Any]
    method_version: str
    facts_date: dt.date | None
    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureMoved:
    """A figure of the knowledge base before and after; empty where it did not bear on the answer."""

    name: str
    before: tuple[float, ...]
    after: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs between two grounds.

    `answers`: paths of the questions; `measured`: names of the measurements; `figures`: None where one of the two did
    not keep them; `facts`, `method`, `day`: whether the day of the facts, the method, the day differ.
    """

    answers: tuple[str, ...]
    measured: tuple[str, ...]
    figures: tuple[FigureMoved, ...] | None
    facts: bool
    method: bool
    day: bool

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which kinds of thing changed, apart from the day."""
        found = {
            "answers": bool(self.answers),
            "measured": bool(self.measured),
            "facts": self.facts or bool(self.figures),
            "method": self.method,
        }
        return tuple(kind for kind, changed in found.items() if changed)


def changes(before: Grounds, after: Grounds) -> Changes:
    """List what differs between two grounds."""
    answers = answers_moved(before.inputs.get(ANSWERS) or {}, after.inputs.get(ANSWERS) or {})
    return Changes(
        answers=answers,
        measured=tuple(_measured(before.inputs, after.inputs)),
        figures=_figures(before.inputs, after.inputs, answers),
        facts=before.facts_date != after.facts_date,
        method=before.method_version != after.method_version,
        day=before.day != after.day,
    )


def outdated(made: Grounds, now: Grounds, *, months: float) -> tuple[str, ...]:
    """Why an answer is no longer up to date, in codes; `months`: how long an answer is good for by itself."""
    found = changes(made, now)
    newer = made.facts_date is not None and now.facts_date is not None and made.facts_date < now.facts_date
    codes = {
        "answers": bool(found.answers),
        **dict.fromkeys((name if name in now.inputs else GONE for name in found.measured), True),
        "method": found.method,
        "facts": newer or bool(found.figures),
        "old": is_old(made.day, now.day, months=months),
    }
    return tuple(code for code, holds in codes.items() if holds)


def is_old(made: dt.date, today: dt.date, *, months: float) -> bool:
    """Whether an answer was made more than `months` ago."""
    return (today - made).days > months * DAYS_PER_MONTH


# --- what differs ------------------------------------------------------------------------------------------------


def answers_moved(before: Raw, after: Raw) -> tuple[str, ...]:
    """Paths of the questions whose answers differ, in the file's order."""
    return tuple(
        field.path
        for field in fields()
        if not field.path.startswith(WITHIN) and _said(field, before) != _said(field, after)
    )


def _said(field: Field, values: Raw) -> Any:  # noqa: ANN401 - a raw value
    """An answer without what does not count in it: the order of ticks and of networks."""
    value = take(values, field.path)
    if isinstance(value, list) and field.path == CHANNELS:
        return sorted(value, key=lambda item: str(item.get("network")))
    return sorted(value) if isinstance(value, list) and field.kind == "choices" else value


def _measured(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *after)):
        if name not in {ANSWERS, FIGURES} and before.get(name) != after.get(name):
            yield name


def _figures(
    before: Mapping[str, Any], after: Mapping[str, Any], answers: tuple[str, ...]
) -> tuple[FigureMoved, ...] | None:
    """Figures that differ; those that only bear on another trade or country have not changed."""
    was, now = before.get(FIGURES), after.get(FIGURES)
    if not was or not now:
        return None
    skipped = tuple(prefix for path, prefix in OWN.items() if path in answers)
    shared = was.keys() & now.keys() if skipped else was.keys() | now.keys()
    return tuple(
        FigureMoved(name=name, before=tuple(was.get(name, ())), after=tuple(now.get(name, ())))
        for name in (*was, *(name for name in now if name not in was))
        if name in shared and was.get(name) != now.get(name) and not name.startswith(skipped or ("?",))
    )
