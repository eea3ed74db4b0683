"""The owner's answers in words, as a page or a comparison shows them."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from foulee.firmfile.answering import CHANNELS, WITHIN, take
from foulee.firmfile.fields import Field, fields
from foulee.knowledge.texts import QuestionText, load_questions
from foulee.reporting.language import Language

MONEY = "{currency}"
PERCENTS = {"firm.yearly_growth"}  # a share that may be negative


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAnswer:
    """A question and its answer in words; `told` is empty where there is none."""

    path: str
    ask: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSection:
    """A part of the firm's file: its title and its answers in order."""

    title: str
    answers: tuple[ToldAnswer, ...]


def told_answers(values: Mapping[str, Any], language: Language) -> tuple[ToldSection, ...]:
    """All the questions with their answers, section by section."""
    questions = load_questions()
    asked = [(field, questions.find(field.path)) for field in fields() if not field.path.startswith(WITHIN)]
    return tuple(
        ToldSection(
            title=language.typeset(section.title.get(language.code)),
            answers=tuple(
                ToldAnswer(
                    path=field.path,
                    ask=language.typeset(text.ask.get(language.code)),
                    told=told(field, take(dict(values), field.path), language),
                )
                for field, text in asked
                if text is not None and field.path.partition(".")[0] == section.key
            ),
        )
        for section in questions.sections
    )


def told(field: Field, value: Any, language: Language) -> str:  # noqa: ANN401 - a raw value
    """One answer in words; empty where there is none."""
    if value is None:
        return ""
    question = load_questions().find(field.path)
    if field.path == CHANNELS:
        return language.listed([_presence(item, field, language) for item in value]) or language.say("None")
    if isinstance(value, bool):
        return language.say("Yes") if value else language.say("No")
    if isinstance(value, int | float):
        return _number(field, question, float(value), language)
    return _words(field, value, language)


def _words(field: Field, value: Any, language: Language) -> str:  # noqa: ANN401 - a raw value
    writers: dict[str, Callable[[], str]] = {
        "date": lambda: language.date(value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))),
        "choice": lambda: label(field, str(value), language),
        "choices": lambda: language.listed([label(field, code, language) for code in value]) or language.say("None"),
        "counts": lambda: ", ".join(
            f"{label(field, code, language)} {language.number(n)}" for code, n in value.items()
        ),
        "numbers": lambda: " – ".join(language.number(item) for item in value),
        "texts": lambda: language.listed([language.quoted(item) for item in value]),
    }
    return writers.get(field.kind, lambda: str(value))()


def _number(field: Field, question: QuestionText | None, value: float, language: Language) -> str:
    if field.share or field.path in PERCENTS:
        return language.percent(value)
    words = _unit(question, value, language)
    if MONEY in words:
        return language.typeset(f"{language.exact_money(value)}{words.replace(MONEY, '')}")
    whole = value == round(value)
    year = whole and field.path in {"firm.founded", "presence.website.built"}
    told_ = str(round(value)) if year else language.exact(value)
    return language.typeset(f"{told_} {words}".strip())


def _unit(question: QuestionText | None, value: float, language: Language) -> str:
    """What a number counts, in the singular where the language wants it."""
    if question is None or question.unit is None:
        return ""
    one = question.unit_one if language.singular(value) else None
    return (one or question.unit).get(language.code)


def _presence(item: Mapping[str, Any], field: Field, language: Language) -> str:
    """A network with what is known of it."""
    name = label(field, item["network"], language)
    parts = []
    if item.get("since") is not None:
        parts.append(language.month(dt.date.fromisoformat(str(item["since"]))))
    if item.get("followers") is not None:
        parts.append(language.counted("{n} follower", "{n} followers", item["followers"]))
    if item.get("posts_per_month") is not None:
        parts.append(language.counted("{n} post a month", "{n} posts a month", item["posts_per_month"]))
    return f"{name} ({', '.join(parts)})" if parts else name


def label(field: Field, code: str, language: Language) -> str:
    """A closed list's code in words."""
    words = load_questions().choices.get(field.choices_name, {}).get(code)
    return language.typeset(words.get(language.code)) if words else code
