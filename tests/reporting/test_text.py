"""The answer on one screen of the terminal."""

import re
from collections.abc import Callable

import pytest

from foulee.advice.examples import example_names
from foulee.advice.result import Advice
from foulee.knowledge.reader import Knowledge
from foulee.reporting.language import Language
from foulee.reporting.summary import summarise
from foulee.reporting.text import as_text

COLUMNS, LINES = 80, 60
LEFT_OVER = re.compile(r"\{[a-z_]+\}|\bnan\b|\binf\b|\bNone\b")
BULLET = re.compile(r"^ +[?!□•] ", re.MULTILINE)
PLAIN_SPACE = re.compile(r"[ \u00a0][:;!?»%]|« ")


def written(advice: Advice, knowledge: Knowledge, lang: str) -> str:
    return as_text(advice, knowledge, Language(lang, advice.currency, advice.country))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", example_names())
def test_every_example_fits_one_screen(
    answered: Callable[[str], Advice], knowledge: Knowledge, name: str, lang: str
) -> None:
    lines = written(answered(name), knowledge, lang).splitlines()
    assert max(len(line) for line in lines) <= COLUMNS
    assert len(lines) <= LINES


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", example_names())
def test_nothing_is_left_unfilled(
    answered: Callable[[str], Advice], knowledge: Knowledge, name: str, lang: str
) -> None:
    told = written(answered(name), knowledge, lang)
    assert LEFT_OVER.findall(told) == []
    if lang == "fr":
        assert PLAIN_SPACE.findall(BULLET.sub("", told)) == []


@pytest.mark.parametrize("name", example_names())
def test_the_answer_opens_with_firm_and_verdict_and_closes_with_seed_and_date(
    answered: Callable[[str], Advice], knowledge: Knowledge, name: str
) -> None:
    advice = answered(name)
    told = written(advice, knowledge, "en")
    summary = summarise(advice, knowledge, Language("en", advice.currency, advice.country))
    assert told.startswith(f"{advice.firm_name} — {summary.verdict}")
    assert "seed 1" in " ".join(told.split())
    assert "22 November 2026" in told or "November 22, 2026" in told


def test_each_kind_of_style_is_asked_for(answered: Callable[[str], Advice], knowledge: Knowledge) -> None:
    asked: set[str] = set()

    def style(text: str, kind: str) -> str:
        asked.add(kind)
        return text

    advice = answered("restaurant")
    language = Language("fr", advice.currency, advice.country)
    assert as_text(advice, knowledge, language, style) == as_text(advice, knowledge, language)
    assert asked == {"title", "strong", "faint", "red", "blue"}


def test_the_two_curves_are_shown_where_there_is_a_plan(
    answered: Callable[[str], Advice], knowledge: Knowledge
) -> None:
    for name in example_names():
        advice = answered(name)
        drawn = any("\u2800" < sign <= "\u28ff" for sign in written(advice, knowledge, "en"))
        assert drawn == bool(advice.focus.channels)


def test_proofs_name_skills_in_words(answered: Callable[[str], Advice], knowledge: Knowledge) -> None:
    advice = answered("restaurant")
    found = summarise(advice, knowledge, Language("fr", advice.currency, advice.country))
    points = (*found.first_steps, *found.advice, *found.strengths)
    told = [proof.text for point in points for proof in point.proofs if "savoir-faire" in proof.text]
    assert told
    assert not [text for text in told if "writing" in text or "advertising" in text]
