"""The rules' file: what each rule weighs, on what limits it rests, and what is said (`rules/*.yaml`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import Field, field_validator, model_validator

from foulee.core.diagnosing.verdict import Limits, Outcome, RuleBook
from foulee.core.types import Question, Severity
from foulee.knowledge.reader import read_as
from foulee.knowledge.schema import Id, MethodLine, Strict, Words

RULES_FILE = "rules/diagnosing.yaml"
FEATURES_FILE = "rules/features.yaml"
T = TypeVar("T")

# Ends of placeholders' names, which tell how a value is shown (see the head of the rules' file).
SUFFIXES = (
    "pct",
    "money",
    "hours",
    "days",
    "months",
    "count",
    "year",
    "stars",
    "network",
    "networks",
    "skills",
    "constraints",
    "names",
    "text",
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_GOOD_NAME = re.compile(rf"[a-z]+(?:_[a-z]+)*_(?:{'|'.join(SUFFIXES)})")

Name = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
Cites = Annotated[tuple[MethodLine, ...], Field(min_length=1)]


def placeholders(text: str) -> frozenset[str]:
    """Names between braces in a sentence."""
    return frozenset(_PLACEHOLDER.findall(text))


class Limit(Strict):
    """A number that a rule compares with or quotes: a fact's value multiplied by `times`, or a judgement."""

    value: float
    fact: Id | None = None
    times: float | None = None
    judgement: str | None = Field(default=None, min_length=20)

    @model_validator(mode="after")
    def _one_ground(self) -> "Limit":
        if (self.fact is None) == (self.judgement is None):
            raise ValueError("a limit rests on a fact or on a judgement: give one of them")
        if (self.fact is None) != (self.times is None):
            raise ValueError("fact and times go together")
        return self


class Sentence(Words):
    """Words with placeholders, the same in both languages."""

    @model_validator(mode="after")
    def _same_placeholders(self) -> "Sentence":
        if placeholders(self.fr) != placeholders(self.en):
            raise ValueError("the placeholders are not the same in French and in English")
        bad = [name for name in placeholders(self.fr) if not _GOOD_NAME.fullmatch(name)]
        if bad:
            raise ValueError(f"placeholders without a known suffix: {', '.join(sorted(bad))}")
        return self

    @property
    def names(self) -> frozenset[str]:
        """Names of the values that the sentence needs."""
        return placeholders(self.fr)


class OutcomeEntry(Strict):
    """One outcome of a rule: its weight, what doing something about it costs, and what is said."""

    severity: Severity
    hours: float | None = Field(ge=0)
    money: float | None = Field(ge=0)
    says: Sentence
    do: Sentence | None = None

    @model_validator(mode="after")
    def _strength_has_nothing_to_do(self) -> "OutcomeEntry":
        given = [part is not None for part in (self.do, self.hours, self.money)]
        if self.severity is Severity.STRENGTH and any(given):
            raise ValueError("a strength has nothing to do: no do, hours and money null")
        if self.severity is not Severity.STRENGTH and not all(given):
            raise ValueError("what is not a strength says what to do, and its hours and money")
        return self


class RuleEntry(Strict):
    """One rule of the file."""

    question: Question
    cites: Cites
    limits: dict[Name, Limit]
    outcomes: Annotated[dict[Name, OutcomeEntry], Field(min_length=1)]


class VerdictLimits(Strict):
    """How many `do_first` findings each question bears, and how long the answer is good for by itself."""

    most_do_first_interest: Limit
    most_do_first_readiness: Limit
    most_do_first_fit: Limit
    redo_after_months: Limit


class RulesFile(Strict):
    """The whole file of rules."""

    verdict: VerdictLimits
    rules: Annotated[dict[Name, RuleEntry], Field(min_length=1)]


class Feature(Strict):
    """A part of the software that serves lines of the method: `where` is a module or a command."""

    id: Name
    cites: Cites
    where: str = Field(pattern=r"^foulee([.][a-z_]+)+$|^foulee [a-z-]+$")
    says: Words

    @field_validator("says")
    @classmethod
    def _no_placeholder(cls, says: Words) -> Words:
        if placeholders(says.fr + says.en):
            raise ValueError("a feature's sentence has no placeholder")
        return says


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeTexts:
    """What is said to the owner: the finding, and what to do about it (nothing for a strength)."""

    says: Sentence
    do: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTexts:
    """The rules' file, read: what the core needs (`books`, verdict `limits`) and what is shown.

    `texts` by rule and outcome; `grounds` by rule and limit: the fact or the judgement behind each number;
    `verdict_grounds` the same for the verdict's limits.
    """

    books: Mapping[str, RuleBook]
    limits: Limits
    texts: Mapping[str, Mapping[str, OutcomeTexts]]
    grounds: Mapping[str, Mapping[str, Limit]]
    verdict_grounds: Mapping[str, Limit]
    features: tuple[Feature, ...]


@cache
def load_rules() -> RuleTexts:
    """Read the rules and the features, once. Raises KnowledgeError with everything wrong in a file."""
    return rule_texts(read_as(RULES_FILE, RulesFile), read_as(FEATURES_FILE, tuple[Feature, ...]))


def rule_texts(read: RulesFile, features: tuple[Feature, ...]) -> RuleTexts:
    """Put a checked file into the form that is used."""
    verdict = {name: getattr(read.verdict, name) for name in VerdictLimits.model_fields}
    return RuleTexts(
        books=_frozen({name: book_of(entry) for name, entry in read.rules.items()}),
        limits=_values(verdict),
        texts=_frozen({name: texts_of(entry) for name, entry in read.rules.items()}),
        grounds=_frozen({name: _frozen(entry.limits) for name, entry in read.rules.items()}),
        verdict_grounds=_frozen(verdict),
        features=features,
    )


def _frozen(values: dict[str, T]) -> Mapping[str, T]:
    return MappingProxyType(values)


def _values(limits: Mapping[str, Limit]) -> Limits:
    return _frozen({name: limit.value for name, limit in limits.items()})


def book_of(entry: RuleEntry) -> RuleBook:
    """What the core needs of a rule."""
    outcomes = {
        name: Outcome(severity=outcome.severity, hours=outcome.hours, money=outcome.money)
        for name, outcome in entry.outcomes.items()
    }
    return RuleBook(
        question=entry.question, cites=entry.cites, limits=_values(entry.limits), outcomes=_frozen(outcomes)
    )


def texts_of(entry: RuleEntry) -> Mapping[str, OutcomeTexts]:
    """What is said of a rule's outcomes."""
    return _frozen({name: OutcomeTexts(says=item.says, do=item.do) for name, item in entry.outcomes.items()})
