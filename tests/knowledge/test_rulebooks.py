"""The rules' file: it agrees with the code, its numbers are grounded, its sentences read well."""

import datetime as dt
import importlib.util
import inspect
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from foulee.core.diagnosing import rules_shared
from foulee.core.diagnosing.rules import RULES
from foulee.core.types import Severity
from foulee.knowledge.reader import Knowledge, load
from foulee.knowledge.rulebooks import (
    Limit,
    OutcomeEntry,
    OutcomeTexts,
    Sentence,
    load_rules,
    placeholders,
)
from foulee.knowledge.schema import Status, Words
from foulee.knowledge.website_rules import load_website_rules

THIN = "\u202f"
METHOD = {
    f"{letter}{number}"
    for letter, last in {"A": 5, "B": 10, "C": 5, "D": 8, "E": 4}.items()
    for number in range(1, last + 1)
}
JARGON = re.compile(
    r"\b(kpis?|roi|roas|funnel|tunnel|engagement|cibles?|ciblage|targets?|targeting|leads|prospects?|"
    r"community manager|"
    r"conversions?|trafic|traffic|branding|benchmark|storytelling|reporting|insights?|persona|impressions?|"
    r"stakeholders?|leverage|optimi[sz]e|optimiser|digital|contenus? viral)\b",
    re.IGNORECASE,
)
SCOLDING = re.compile(
    r"\b(vous devez|vous auriez dû|il faut absolument|you must|you should have|hélas|erreur de votre part)\b",
    re.IGNORECASE,
)
AMERICAN = re.compile(
    r"\b(\w+ization|organize\w*|recogniz\w*|center|color|favorite|program\b|inquir\w*)", re.IGNORECASE
)
LONGEST = 330


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(dt.date(2026, 11, 22))


def outcomes() -> Iterator[tuple[str, str, OutcomeTexts]]:
    """Every outcome of the file with its texts."""
    for rule, texts in load_rules().texts.items():
        for outcome, text in texts.items():
            yield rule, outcome, text


def sentences() -> Iterator[tuple[str, Words]]:
    """Every sentence shown to the owner, with its place."""
    for rule, outcome, text in outcomes():
        yield f"{rule}.{outcome}.says", text.says
        if text.do is not None:
            yield f"{rule}.{outcome}.do", text.do
    for rule, texts in load_website_rules().texts.items():
        for outcome, text in texts.items():
            yield f"website.{rule}.{outcome}.says", text.says
            if text.do is not None:
                yield f"website.{rule}.{outcome}.do", text.do
    for feature in load_rules().features:
        yield f"features.{feature.id}", feature.says


ALL = dict(sentences())
each_sentence = pytest.mark.parametrize("place", sorted(ALL))


def test_file_and_code_hold_the_same_rules_in_the_same_order() -> None:
    assert list(load_rules().books) == list(RULES)
    assert len(RULES) >= 40


def test_rules_are_named_after_their_functions() -> None:
    assert all(getattr(rule, "__name__", None) == name for name, rule in RULES.items())


def test_every_line_of_the_method_is_served() -> None:
    texts = load_rules()
    cited = {line for book in texts.books.values() for line in book.cites}
    cited |= {line for feature in texts.features for line in feature.cites}
    assert cited == METHOD


def test_every_limit_rests_on_a_fact_or_a_judgement(knowledge: Knowledge) -> None:
    texts = load_rules()
    grounds = {**texts.grounds, "verdict": texts.verdict_grounds}
    for rule, limits in grounds.items():
        for name, limit in limits.items():
            if limit.fact is None:
                assert limit.judgement, f"{rule}.{name}"
            else:
                assert limit.fact in knowledge.facts, f"{rule}.{name}: {limit.fact}"
                expected = knowledge.facts[limit.fact].value * (limit.times or 0.0)
                assert limit.value == pytest.approx(expected), f"{rule}.{name}"


def test_judgements_cite_facts_that_exist(knowledge: Knowledge) -> None:
    for rule, limits in load_rules().grounds.items():
        for limit in limits.values():
            for fact in re.findall(r"\b[a-z]+(?:\.[a-z0-9_]+){2,}\b", limit.judgement or ""):
                assert fact in knowledge.facts, f"{rule}: {fact}"


def test_anecdotes_are_never_quoted(knowledge: Knowledge) -> None:
    used = {limit.fact for limits in load_rules().grounds.values() for limit in limits.values() if limit.fact}
    assert not {fact for fact in used if knowledge.facts[fact].evidence == "anecdote"}


def test_assumptions_are_shown_as_estimates(knowledge: Knowledge) -> None:
    """A limit quoted in a sentence and resting on a working assumption is said to be our estimate."""
    for rule, outcome, text in outcomes():
        for name, limit in load_rules().grounds[rule].items():
            quoted = name in text.says.names
            if quoted and limit.fact and knowledge.facts[limit.fact].status is Status.ASSUMPTION:
                assert "notre estimation" in text.says.fr, f"{rule}.{outcome}"
                assert "our estimate" in text.says.en, f"{rule}.{outcome}"


def test_years_in_sentences_are_those_of_the_facts(knowledge: Knowledge) -> None:
    for rule, outcome, text in outcomes():
        facts = [limit.fact for limit in load_rules().grounds[rule].values() if limit.fact]
        years = {str(knowledge.facts[fact].year) for fact in facts}
        for sentence in (text.says.fr, text.says.en):
            assert set(re.findall(r"\b(?:19|20)\d\d\b", sentence)) <= years, f"{rule}.{outcome}"


def test_limits_quoted_in_sentences_come_with_where_and_when(knowledge: Knowledge) -> None:
    """A fact's figure is never shown bare: the sentence says its year."""
    for rule, outcome, text in outcomes():
        for name, limit in load_rules().grounds[rule].items():
            if limit.fact is None or name not in text.says.names:
                continue
            fact = knowledge.facts[limit.fact]
            if fact.status is not Status.ASSUMPTION:
                assert str(fact.year) in text.says.fr, f"{rule}.{outcome}: {name}"


def test_no_limit_is_idle() -> None:
    """Every limit is read by the code of its rule, or by what the rules share."""
    for rule, limits in load_rules().grounds.items():
        code = inspect.getsource(sys.modules[RULES[rule].__module__]) + inspect.getsource(rules_shared)
        for name in limits:
            head = name.partition("_")[0]
            assert f'"{name}"' in code or f'f"{head}_{{' in code, f"{rule}.{name}"


@each_sentence
def test_placeholders_are_the_same_in_both_languages(place: str) -> None:
    assert placeholders(ALL[place].fr) == placeholders(ALL[place].en)


@each_sentence
def test_french_typography(place: str) -> None:
    text = ALL[place].fr
    assert not re.search(r"[^\u202f][;!?»%]|[^\u202f]:", text), "a narrow no-break space before : ; ! ? » %"
    assert not re.search(r"«(?!\u202f)", text), "a narrow no-break space after «"
    assert "'" not in text, "a curly apostrophe"
    assert '"' not in text
    assert "  " not in text
    assert f"{THIN}{THIN}" not in text
    assert not re.search(r"\d[.]\d", text), "a decimal comma"


@each_sentence
def test_english_typography(place: str) -> None:
    text = ALL[place].en
    assert THIN not in text
    assert "'" not in text
    assert '"' not in text
    assert "«" not in text
    assert not re.search(r"\s[:;!?]", text)
    assert not AMERICAN.search(text)


@each_sentence
def test_plain_words(place: str) -> None:
    for text in (ALL[place].fr, ALL[place].en):
        bare = re.sub(r"\{[^}]*\}", "", text)
        assert not JARGON.search(bare)
        assert not SCOLDING.search(bare)
        assert len(text) <= LONGEST, f"{len(text)} characters"
        assert text[-1] in ".?!"


@each_sentence
def test_one_or_two_sentences_and_one_thing_to_do(place: str) -> None:
    for text in (ALL[place].fr, ALL[place].en):
        ends = len(re.findall(r"[.?!](?= [A-ZÀÉÎŒ{]|$)", text))
        assert ends <= (1 if place.endswith(".do") else 3)


@each_sentence
def test_no_elision_is_needed_before_a_name_nor_marks_around_quoted_words(place: str) -> None:
    french = ALL[place].fr
    assert not re.search(r"\b(de|que|le|la) \{\w+_(networks?|skills|constraints|text)\}", french)
    for text in (french, ALL[place].en):
        assert not re.search(r"[«“\"]\s?\{\w+_text\}", text)


@each_sentence
def test_the_owner_is_spoken_to(place: str) -> None:
    """In the polite form in French, and without the masculine imposed on a woman."""
    french = ALL[place].fr
    assert not re.search(r"\b(tu|ton|tes|toi)\b", french, re.IGNORECASE)
    assert not re.search(r"\b(vous êtes|êtes-vous) (seul|prêt|sûr|perdu|obligé|content)\b", french, re.IGNORECASE)


def test_costs_are_sensible() -> None:
    for rule, book in load_rules().books.items():
        for name, outcome in book.outcomes.items():
            if outcome.severity is Severity.STRENGTH:
                assert outcome.hours is None
                assert outcome.money is None
            else:
                assert outcome.hours is not None, f"{rule}.{name}"
                assert outcome.money is not None, f"{rule}.{name}"
                assert 0.0 < outcome.hours <= 16.0, f"{rule}.{name}"
                assert outcome.money <= 500.0, f"{rule}.{name}"


def test_features_say_where_they_are() -> None:
    features = load_rules().features
    assert len({feature.id for feature in features}) == len(features)
    for feature in features:
        if " " not in feature.where:
            assert importlib.util.find_spec(feature.where), feature.where


def test_what_is_read_cannot_be_changed() -> None:
    texts = load_rules()
    frozen: Any = texts.books
    with pytest.raises(TypeError):
        frozen["motive"] = None
    limits: Any = texts.limits
    with pytest.raises(TypeError):
        limits["most_do_first_fit"] = 9.0


GOOD = {"fr": "Vous avez {kept_pct} de fidèles.", "en": "You keep {kept_pct}."}


@pytest.mark.parametrize(
    "limit",
    [
        {"value": 1.0},
        {"value": 1.0, "fact": "a.b"},
        {"value": 1.0, "times": 2.0, "judgement": "because we think that it is so"},
        {"value": 1.0, "fact": "a.b", "times": 1.0, "judgement": "because we think that it is so"},
        {"value": 1.0, "judgement": "why not"},
    ],
)
def test_a_limit_without_a_single_ground_is_refused(limit: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Limit.model_validate(limit)


@pytest.mark.parametrize(
    "words",
    [
        {"fr": "Vous avez {kept_pct}.", "en": "You keep many."},
        {"fr": "Vous avez {kept}.", "en": "You keep {kept}."},
        {"fr": "Vous avez {}.", "en": "You keep {}."},
        {"fr": "Vous avez {kept_pct:.0f}.", "en": "You keep {kept_pct:.0f}."},
        {"fr": "", "en": "You."},
    ],
)
def test_a_sentence_that_cannot_be_filled_is_refused(words: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Sentence.model_validate(words)


@pytest.mark.parametrize(
    "entry",
    [
        {"severity": "strength", "hours": 1.0, "money": 0.0, "says": GOOD},
        {"severity": "strength", "hours": None, "money": None, "says": GOOD, "do": GOOD},
        {"severity": "advice", "hours": 1.0, "money": 0.0, "says": GOOD},
        {"severity": "advice", "hours": None, "money": 0.0, "says": GOOD, "do": GOOD},
        {"severity": "advice", "hours": -1.0, "money": 0.0, "says": GOOD, "do": GOOD},
        {"severity": "grave", "hours": 1.0, "money": 0.0, "says": GOOD, "do": GOOD},
    ],
)
def test_an_outcome_that_does_not_hold_together_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OutcomeEntry.model_validate(entry)
