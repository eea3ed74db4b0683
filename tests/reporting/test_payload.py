"""The answer as JSON: the keys that others may rely on, and only finite numbers."""

import json
import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from foulee.advice.examples import example_names
from foulee.advice.result import Advice
from foulee.core.types import Means, Network, Severity, Shape, Verdict
from foulee.knowledge.reader import Knowledge
from foulee.reporting.language import Language
from foulee.reporting.payload import _number, _plain, as_json

PATHS = ("red", "blue", "none", "best")
CHANNEL = ("network", "means", "hours_week", "posts_week", "budget_month", "chance_best")


def refuse(word: str) -> None:
    raise AssertionError(f"{word} in the answer")


@pytest.fixture(scope="session")
def payloads(answered: Callable[[str], Advice], knowledge: Knowledge) -> dict[str, Any]:
    """The JSON of every example, read back."""
    found = {}
    for name in example_names():
        advice = answered(name)
        told = as_json(advice, knowledge, Language("fr", advice.currency, advice.country))
        found[name] = json.loads(told, parse_constant=refuse)
    return found


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, float):
        yield value


@pytest.mark.parametrize("name", example_names())
def test_the_promised_keys_are_there(payloads: dict[str, Any], name: str) -> None:
    answer = payloads[name]
    assert answer["verdict"] in {verdict.value for verdict in Verdict}
    assert set(answer["questions"]) == {"interest", "readiness", "fit"}
    assert answer["facts_date"] <= answer["today"] == "2026-11-22"
    assert answer["method_version"]
    assert answer["seed"] == 1
    assert answer["draws"] == 4000


@pytest.mark.parametrize("name", example_names())
def test_every_reason_has_its_rule_its_line_of_the_method_and_its_evidence(payloads: dict[str, Any], name: str) -> None:
    reasons = payloads[name]["reasons"]
    assert reasons
    for reason in reasons:
        assert {"rule", "cites", "severity", "evidence", "text"} <= set(reason)
        assert reason["severity"] in {severity.value for severity in Severity}
        assert reason["cites"]
        assert reason["evidence"]
        assert reason["text"].strip()


@pytest.mark.parametrize("name", example_names())
def test_the_focus(payloads: dict[str, Any], name: str) -> None:
    focus = payloads[name]["focus"]
    assert {"objective", "target", "channels", "one_more"} <= set(focus)
    assert set(focus["target"]) == {"ages", "people", "text"}
    for channel in focus["channels"]:
        assert set(CHANNEL) <= set(channel)
        assert channel["network"] in {network.value for network in Network}
        assert channel["means"] in {means.value for means in Means}
        assert 0.0 <= channel["chance_best"] <= 1.0
        assert (channel["posts_week"] is None) == (channel["means"] == "ads")
    assert focus["hours_week"] == pytest.approx(sum(channel["hours_week"] for channel in focus["channels"]), rel=1e-4)
    assert len({more["name"] for more in focus["one_more"]}) == len(focus["one_more"])


@pytest.mark.parametrize("name", example_names())
def test_the_projection(payloads: dict[str, Any], name: str) -> None:
    projection = payloads[name]["projection"]
    weeks = projection["weeks"]
    assert weeks == 156
    assert set(projection["paths"]) == set(PATHS)
    for path in PATHS:
        for quantity in ("sales", "profit"):
            fan = projection["paths"][path][quantity]
            assert set(fan) == {"p10", "p50", "p90"}
            assert {len(values) for values in fan.values()} == {weeks}
            for low, mid, high in zip(fan["p10"], fan["p50"], fan["p90"], strict=True):
                assert low <= mid <= high
    assert {"blue_overtakes_week", "chance_blue_ahead_end", "by_shape", "payback_week"} <= set(projection)
    assert set(projection["by_shape"]) == {shape.value for shape in Shape}
    for week in (projection["blue_overtakes_week"], projection["payback_week"]):
        assert week is None or 0 <= week <= weeks


@pytest.mark.parametrize("name", example_names())
def test_numbers_are_finite_and_short(payloads: dict[str, Any], name: str) -> None:
    for value in numbers(payloads[name]):
        assert math.isfinite(value)
        assert float(f"{value:.6g}") == value


def test_sentences_of_the_answer_are_the_only_thing_that_changes_with_the_language(
    answered: Callable[[str], Advice], knowledge: Knowledge
) -> None:
    advice = answered("restaurant")
    french, english = (json.loads(as_json(advice, knowledge, Language(lang))) for lang in ("fr", "en"))
    assert french["verdict_text"] != english["verdict_text"]
    assert french["projection"] == english["projection"]
    assert french["questions"] == english["questions"]
    assert {key for key in french if french[key] != english[key]} == {
        "lang",
        "verdict_text",
        "questions_text",
        *(key for key in ("changes",) if french[key]),
        "reasons",
        "focus",
        "unknowns",
    }


def test_what_is_no_number_is_null() -> None:
    assert [_number(value) for value in (math.nan, math.inf, -math.inf, 1 / 3)] == [None, None, None, 0.333333]
    assert _plain({"a": (math.nan, 1, True, None, "x")}) == {"a": [None, 1, True, None, "x"]}
