"""A stored advice comes back bit for bit, and a stored one of another shape is refused, never guessed at."""

import dataclasses
import datetime as dt
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foulee.advice import storing
from foulee.advice.examples import example_names
from foulee.advice.result import Advice
from foulee.advice.storing import StoredAdviceError, dump, restore
from foulee.core.types import Evidence, Floats, Interval, Shape, Verdict
from foulee.knowledge.reader import Knowledge
from foulee.reporting.html import as_html
from foulee.reporting.language import Language
from foulee.reporting.payload import as_json
from foulee.reporting.text import as_text

Answered = Callable[[str], Advice]
EVERY_DOUBLE = st.floats(allow_nan=True, allow_infinity=True)


def through_a_text(payload: Any) -> Any:
    """What a column of text gives back: JSON in the strict sense."""
    return json.loads(json.dumps(payload, allow_nan=False))


def through_a_database(payload: Any) -> Any:
    """What PostgreSQL's jsonb gives back: keys in its own order, very large numbers without their exponent."""
    return json.loads(json.dumps(payload, allow_nan=False, sort_keys=True), parse_float=_as_numeric)


def _as_numeric(digits: str) -> float | int:
    number = float(digits)
    return int(number) if "e+" in digits else abs(number) if number == 0.0 else number


def same(one: Any, other: Any) -> bool:  # noqa: PLR0911 - one for each kind of value
    """Whether two values are equal to the last bit, whatever NumPy and nan think of equality."""
    if isinstance(one, np.ndarray):
        return bool(one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes())
    if dataclasses.is_dataclass(one):
        names = [item.name for item in dataclasses.fields(one)]
        return type(one) is type(other) and all(same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, dict):
        pairs = zip(one.items(), other.items(), strict=True)
        return all(same(left, right) for pair in pairs for left, right in zip(*pair, strict=True))
    if isinstance(one, tuple):
        return type(one) is type(other) and all(same(left, right) for left, right in zip(one, other, strict=True))
    if isinstance(one, float):
        if math.isnan(one):  # of nan the sign means nothing, and is not kept
            return isinstance(other, float) and math.isnan(other)
        return isinstance(other, float) and np.float64(one).tobytes() == np.float64(other).tobytes()
    return bool(one == other)


# --- there and back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", example_names())
def test_every_example_comes_back_to_the_last_bit(answered: Answered, name: str) -> None:
    advice = answered(name)
    assert same(advice, restore(through_a_text(dump(advice))))
    assert same(advice, restore(through_a_database(dump(advice))))


@pytest.mark.parametrize("name", example_names())
def test_what_is_written_from_a_stored_advice_is_the_same_bytes(
    answered: Answered, knowledge: Knowledge, name: str
) -> None:
    advice = answered(name)
    back = restore(through_a_database(dump(advice)))
    language = Language("fr", advice.currency, advice.country)
    assert as_json(back, knowledge, language) == as_json(advice, knowledge, language)
    assert as_text(back, knowledge, language) == as_text(advice, knowledge, language)


def test_the_report_from_a_stored_advice_is_the_same_bytes(answered: Answered, knowledge: Knowledge) -> None:
    for name in ("pme-quebec", "salon-coiffure-presque-vide"):
        advice = answered(name)
        language = Language("en", advice.currency, advice.country)
        assert as_html(restore(dump(advice)), knowledge, language) == as_html(advice, knowledge, language)


def test_dumping_again_gives_the_same_text(answered: Answered) -> None:
    once = dump(answered("restaurant"))
    assert json.dumps(dump(restore(once))) == json.dumps(once)


@pytest.mark.parametrize("name", example_names())
def test_a_stored_advice_stays_small(answered: Answered, name: str) -> None:
    assert len(json.dumps(dump(answered(name)))) < 130_000


def test_an_array_read_back_can_be_written_into(answered: Answered) -> None:
    fan = restore(dump(answered("restaurant"))).projection.paths["blue"].extra_sales
    fan.p50[0] = 1.0
    assert fan.p50[0] == 1.0


@given(EVERY_DOUBLE, st.lists(EVERY_DOUBLE), EVERY_DOUBLE | st.text() | st.none() | st.booleans() | st.integers())
def test_every_number_survives_where_it_stands(value: float, weekly: list[float], told: Any) -> None:
    thing = Thing(
        amount=value,
        span=Interval(value, -value, 0.0),
        weekly=np.array(weekly, dtype=np.float64),
        told=Evidence(kind="answer", key="k", value=told),
        by_shape={Shape.FAR: value, Shape.CONCAVE: -value},
    )
    plain = storing._plain(thing)
    for back in (through_a_text(plain), through_a_database(plain)):
        found = storing._dataclass(Thing, back, "")
        assert same(thing, found)
        assert list(found.by_shape) == [Shape.FAR, Shape.CONCAVE]


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One of each kind of field that an advice has."""

    amount: float
    span: Interval
    weekly: Floats
    told: Evidence
    by_shape: dict[Shape, float]
    week: int | None = None
    day: dt.date = dt.date(2026, 11, 22)
    verdict: Verdict = Verdict.GO


# --- another shape -------------------------------------------------------------------------------------------------


def stored(advice: Advice, place: str, value: Any) -> dict[str, Any]:
    """A stored advice with one value changed; `place` is a path of keys."""
    payload: dict[str, Any] = through_a_text(dump(advice))
    *above, last = place.split(".")
    inner: Any = payload
    for part in above:
        inner = inner[part]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return payload


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("colour", "red", "whole: unknown: colour"),
        ("law", ..., "whole: missing: law"),
        ("diagnosis.verdict", "perhaps", "diagnosis.verdict: 'perhaps' is no Verdict"),
        ("diagnosis.questions", [["interest"]], r"diagnosis.questions\[0\]: 1 values instead of 2"),
        ("diagnosis", None, "diagnosis: not a table"),
        ("focus.capacity.hours", "two", "focus.capacity.hours: str where float is expected"),
        ("focus.capacity.hours", {"flaot": "inf"}, "focus.capacity.hours: .* is no float"),
        ("focus.capacity.hours", {"float": "much"}, "focus.capacity.hours: .* is no float"),
        ("focus.channels", "facebook", "focus.channels: not a list"),
        ("focus.target_ages", [25], "focus.target_ages: 1 values instead of 2"),
        ("customer_value", [1.0, 2.0], "customer_value: 2 values instead of 3"),
        ("customer_value", [1.0, 2.0, "3"], r"customer_value\[2\]: str where float"),
        ("today", "22/11/2026", "today: '22/11/2026' is no date"),
        ("today", 20261122, "today: int where date is expected"),
        ("seed", "1", "seed: str where int is expected"),
        ("projection.blue_overtakes_week", "soon", "projection.blue_overtakes_week: str is none of its types"),
    ],
)
def test_another_shape_is_refused_and_the_place_is_said(answered: Answered, place: str, value: Any, told: str) -> None:
    with pytest.raises(StoredAdviceError, match=told):
        restore(stored(answered("restaurant"), place, value))


@pytest.mark.parametrize("value", ["not base64!", "AAAA", 3.0, None])
def test_a_damaged_array_is_refused(answered: Answered, value: Any) -> None:
    payload = through_a_text(dump(answered("restaurant")))
    name, path = payload["projection"]["paths"][0]
    path["sales"]["p50"] = value
    with pytest.raises(StoredAdviceError, match=r"projection\.paths\[0\]\[1\]\.sales\.p50: not the doubles"):
        restore(payload)
    assert name == "none"


def test_a_field_with_a_default_may_be_missing(answered: Answered) -> None:
    """A version that adds a field with a default still reads what was stored before."""
    advice = answered("restaurant")
    payload = through_a_text(dump(advice))
    del payload["focus"]["capacity"]["ideas"]
    capacity = replace(advice.focus.capacity, ideas=math.inf)
    assert restore(payload).focus.capacity == capacity


@pytest.mark.parametrize("payload", [None, [], "{}", {}, {"firm_name": "x"}])
def test_what_is_no_advice_at_all_is_refused(payload: Any) -> None:
    with pytest.raises(StoredAdviceError):
        restore(payload)


def test_what_cannot_be_stored_is_not_written_in_silence(answered: Answered) -> None:
    whole: Any = np.int64(1)
    odd = replace(answered("restaurant"), seed=whole)
    with pytest.raises(TypeError, match="int64"):
        dump(odd)
