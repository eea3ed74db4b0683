"""Answers that an owner might give to the questions still open, and what the rules would then find."""

import dataclasses
import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from pydantic import BaseModel

from foulee.advice.answers import Answered, answers, computed, wanted_hours
from foulee.advice.evidence import all_customers
from foulee.core.diagnosing.case import Answers, Case
from foulee.core.diagnosing.motives import read_motive
from foulee.core.diagnosing.rules import RULES
from foulee.core.diagnosing.verdict import apply_rules, conclude
from foulee.core.types import Ints, Reason, Severity, Verdict
from foulee.firmfile.answering import Raw, put
from foulee.firmfile.fields import fields
from foulee.firmfile.reading import STAND_IN
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.asking import load_order
from foulee.knowledge.motives import load_motives
from foulee.knowledge.rulebooks import load_rules

COMPLETIONS = 200
GRAVE = (Severity.BLOCKER, Severity.DO_FIRST)
NOT_ASKED = -1
VERDICTS = tuple(Verdict)

Change = dict[str, Any]  # what an answer changes of what the rules read


@cache
def tries() -> dict[str, tuple[Any, ...]]:
    """What is tried of each question that rules read, as the document holds it; yes and no where it is that."""
    found = {item.path: (True, False) for item in fields() if item.kind == "yes_no"}
    return found | {path: tuple(_held(path, told) for told in listed) for path, listed in load_order().tries.items()}


def _held(path: str, told: Any) -> Any:  # noqa: ANN401 - a raw value, then a value of the document
    """A raw value as the document holds it."""
    values: Raw = {"firm": dict(STAND_IN)}
    put(values, path, told)
    document: Any = FirmFile.model_validate(values)
    for part in path.split("."):
        document = getattr(document, part)
    return document


def with_answer(document: FirmFile, path: str, value: Any) -> FirmFile:  # noqa: ANN401 - a value of the document
    """The document with one answer changed; nothing is checked again."""
    changed: FirmFile = _changed(document, path, value)
    return changed


def _changed(section: BaseModel, path: str, value: Any) -> Any:  # noqa: ANN401
    name, _, rest = path.partition(".")
    inner = _changed(getattr(section, name), rest, value) if rest else value
    return section.model_copy(update={name: inner})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The rules applied to a firm whose open questions are answered at random.

    `now`: the verdict with the open questions left open; `verdicts` (draws,): place of each in `VERDICTS`; `told`: by
    question, which try was drawn (draws,); `adds`: questions of which some answer would add a thing to do first, or a
    blocker.
    """

    now: Verdict
    verdicts: Ints
    told: dict[str, Ints]
    adds: frozenset[str]

    @property
    def leaning(self) -> Verdict:
        """The commonest verdict."""
        return VERDICTS[int(np.bincount(self.verdicts).argmax())]

    @property
    def agree(self) -> float:
        """Share of the draws that end at the verdict one would give now."""
        return float((self.verdicts == VERDICTS.index(self.now)).mean())


class Trials:
    """Tries answers on one firm."""

    def __init__(self, found: Answered, today: dt.date) -> None:
        self.found = found
        self.today = today
        self.motive = read_motive(found.document.objective.reason or "", load_motives().lexicon)
        self.computed = computed(found)
        self.base = self._read(found.document)

    def reasons(self, change: Change | None = None) -> tuple[Reason, ...]:
        """What the rules find, gravest first, once an answer has changed what they read."""
        read = self.base | (change or {})
        hours = read.pop("wanted_hours")
        case = Case(answers=Answers(**read), computed=replace(self.computed, wanted_hours=hours))
        return apply_rules(case, RULES, load_rules().books)

    def run(self, open_questions: tuple[str, ...], *, seed: int) -> Trial:
        """Answer the open questions at random, `COMPLETIONS` times over."""
        tried = {path: self._changes(path) for path in open_questions if path in tries()}
        changes = {path: listed for path, listed in tried.items() if any(listed)}
        told = {path: _drawn(path, len(listed), seed) for path, listed in changes.items()}
        for path in told:  # in the file's order: what an answer hangs on comes before it
            told[path] = _silenced(path, told)
        verdicts = [self._verdict(_merged(changes, told, draw)) for draw in range(COMPLETIONS if told else 1)]
        return Trial(
            now=VERDICTS[self._verdict({})], verdicts=np.array(verdicts), told=told, adds=self._adding(changes)
        )

    def _read(self, document: FirmFile) -> Change:
        """What the rules read of a document, by name; `wanted_hours` is computed, the others are answers."""
        model = self.found.model
        found = replace(self.found, document=document)
        asked = replace(model, customers=all_customers(document.target, model.evidence))
        read = answers(document, asked, self.motive, self.today)
        return {item.name: getattr(read, item.name) for item in dataclasses.fields(read)} | {
            "wanted_hours": wanted_hours(found)
        }

    def _changes(self, path: str) -> list[Change]:
        """What each try of a question changes."""
        read = [self._read(with_answer(self.found.document, path, value)) for value in tries()[path]]
        return [{name: told for name, told in found.items() if told != self.base[name]} for found in read]

    def _adding(self, changes: dict[str, list[Change]]) -> frozenset[str]:
        """Questions of which some answer adds a thing to do first."""
        now = _grave(self.reasons())
        return frozenset(
            path
            for path, listed in changes.items()
            if any(change and _grave(self.reasons(change)) - now for change in listed)
        )

    def _verdict(self, change: Change) -> int:
        return VERDICTS.index(conclude(self.reasons(change), load_rules().limits).verdict)


def _drawn(path: str, count: int, seed: int) -> Ints:
    """Which try is drawn each time; by name, so that one question does not move another's luck."""
    return np.random.default_rng([seed, *path.encode("utf-8")]).integers(count, size=COMPLETIONS)


def _silenced(path: str, told: dict[str, Ints]) -> Ints:
    """A question does not arise in the draws where the answer it hangs on says no."""
    parent = load_order().only_if.get(path)
    if parent not in told:
        return told[path]
    says_yes = np.array([*(bool(value) for value in tries()[parent]), False])  # the last one: not asked
    return np.where(says_yes[told[parent]], told[path], NOT_ASKED)


def _merged(changes: dict[str, list[Change]], told: dict[str, Ints], draw: int) -> Change:
    merged: Change = {}
    for path, listed in changes.items():
        if told[path][draw] != NOT_ASKED:
            merged |= listed[told[path][draw]]
    return merged


def _grave(reasons: tuple[Reason, ...]) -> set[tuple[str, str]]:
    return {(reason.rule, reason.outcome) for reason in reasons if reason.severity in GRAVE}
