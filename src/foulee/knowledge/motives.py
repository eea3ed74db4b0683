"""The words by which motives are read, and what is answered to each (`rules/motives.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

import yaml
from pydantic import AfterValidator, Field, ValidationError

from foulee.core.diagnosing.motives import (
    MotiveClass,
    MotiveLexicon,
    MotiveTurns,
    PurposeSign,
    compile_lexicon,
)
from foulee.knowledge.errors import KnowledgeError, Problem
from foulee.knowledge.schema import Id, Strict, Words

FILE = "rules/motives.yaml"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _no_empty_line(text: str) -> str:
    if not all(line.strip() for line in text.strip().splitlines()):
        raise ValueError("one phrase to a line, and no empty line")
    return text


def _no_empty_entry(text: str) -> str:
    if not all(entry.strip() for entry in text.split(",")):
        raise ValueError("entries between commas, none empty")
    return text


_Lines = Annotated[str, Field(min_length=1), AfterValidator(_no_empty_line)]
_Entries = Annotated[str, Field(min_length=1), AfterValidator(_no_empty_entry)]


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(line.strip() for text in texts for line in text.strip().splitlines())


def _entries(text: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in text.split(","))


class _Phrases(Strict):
    fr: _Lines
    en: _Lines

    def both(self) -> tuple[str, ...]:
        return _lines(self.fr, self.en)


class _Motive(Strict):
    code: Id
    mild: bool
    phrases: _Phrases
    hints: _Phrases | None = None
    says: Words
    ask: Words


class _Sign(Strict):
    code: Id
    weight: int = Field(ge=1)
    phrases: _Phrases


class _Turns(Strict):
    rejections: _Phrases
    negations: _Phrases
    dismissals: _Phrases
    doubts: _Phrases
    contrasts: _Phrases


class _File(Strict):
    purpose_needs: int = Field(ge=1)
    hints_below: int = Field(ge=1)
    sets: dict[str, _Entries]
    motives: tuple[_Motive, ...] = Field(min_length=1)
    purposes: tuple[_Sign, ...] = Field(min_length=1)
    turns: _Turns
    short_forms: dict[str, str]
    plain_words: _Lines


@dataclass(frozen=True, slots=True)
class MotiveTexts:
    """What is told to an owner whose motive is of one class: what we understood, and one question."""

    says: Words
    ask: Words


@dataclass(frozen=True, slots=True)
class Motives:
    """The lexicon to read motives with, and the texts by class code."""

    lexicon: MotiveLexicon
    texts: Mapping[str, MotiveTexts]


@cache
def load_motives() -> Motives:
    """Read `rules/motives.yaml`, once. Raises KnowledgeError with everything wrong in it."""
    return parse_motives(files("foulee.knowledge").joinpath(FILE).read_text(encoding="utf-8"))


def parse_motives(text: str) -> Motives:
    """Check and convert the text of a motives file, every phrase read once. Raises KnowledgeError."""
    try:
        read = _File.model_validate(yaml.load(text, Loader=_Loader))  # noqa: S506 - a safe loader, in C if there is one
    except yaml.YAMLError as error:
        raise KnowledgeError([Problem(FILE, "file", str(error))]) from error
    except ValidationError as error:
        raise KnowledgeError(_problems(error)) from error
    lexicon = _lexicon(read)
    try:
        compile_lexicon(lexicon)
    except ValueError as error:
        raise KnowledgeError([Problem(FILE, "phrases", str(error))]) from error
    texts = {motive.code: MotiveTexts(motive.says, motive.ask) for motive in read.motives}
    return Motives(lexicon, MappingProxyType(texts))


def _lexicon(read: _File) -> MotiveLexicon:
    motives = tuple(
        MotiveClass(
            code=motive.code,
            mild=motive.mild,
            phrases=motive.phrases.both(),
            hints=motive.hints.both() if motive.hints else (),
        )
        for motive in read.motives
    )
    purposes = tuple(
        PurposeSign(code=sign.code, weight=sign.weight, phrases=sign.phrases.both()) for sign in read.purposes
    )
    return MotiveLexicon(
        motives=motives,
        purposes=purposes,
        purpose_needs=read.purpose_needs,
        hints_below=read.hints_below,
        turns=_turns(read.turns),
        sets=tuple((name, _entries(entries)) for name, entries in read.sets.items()),
        short_forms=tuple(read.short_forms.items()),
        plain_words=tuple(read.plain_words.split()),
    )


def _turns(read: _Turns) -> MotiveTurns:
    return MotiveTurns(
        rejections=read.rejections.both(),
        negations=read.negations.both(),
        dismissals=read.dismissals.both(),
        doubts=read.doubts.both(),
        contrasts=read.contrasts.both(),
    )


def _problems(error: ValidationError) -> list[Problem]:
    return [Problem(FILE, ".".join(map(str, issue["loc"])), issue["msg"]) for issue in error.errors()]
