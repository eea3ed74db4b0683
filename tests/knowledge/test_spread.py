"""The spread given to figures whose source states none."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foulee.knowledge.reader import load, read_yaml
from foulee.knowledge.schema import EvidenceKind, Fact, SpreadKind, Status
from foulee.knowledge.spread import SpreadRules, with_spread

ON = dt.date(2026, 11, 22)
RULES = SpreadRules(
    evidence={kind.value: 1.5 for kind in EvidenceKind} | {"official": 1.1, "anecdote": 2.5},
    status={status.value: 1.0 for status in Status} | {"assumption": 2.0},
    per_year_of_age=1.1,
)


def fact(value: float, **changes: object) -> Fact:
    """A fact of this year without stated spread."""
    cells = {
        "id": "a.b",
        "country": "FR",
        "base": "adults",
        "metric": "uses",
        "value": value,
        "unit": "percent",
        "year": ON.year,
        "source": ("S01",),
        "evidence": EvidenceKind.SURVEY,
        "status": Status.SEEN,
        "checked_on": ON,
        "label_fr": "Une part de quelque chose",
        "label_en": "A share of something",
    }
    return Fact.model_validate(cells | changes)


def ends(value: float, scale: str, **changes: object) -> tuple[float, float]:
    spread = with_spread(fact(value, **changes), scale, RULES, ON)
    assert spread.low is not None
    assert spread.high is not None
    assert spread.low <= value <= spread.high
    return spread.low, spread.high


@pytest.mark.parametrize(
    ("scale", "value", "low", "high"),
    [
        ("positive", 30.0, 20.0, 45.0),
        ("share", 50.0, 40.0, 60.0),  # odds of 1, divided and multiplied by 1.5
        ("share", 20.0, 100 * 0.25 / 1.75, 100 * 0.375 / 1.375),
        ("fraction", 0.5, 0.4, 0.6),
        ("additive", -10.0, -10.0 - 10 * math.log(1.5), -10.0 + 10 * math.log(1.5)),
        ("none", 1.0, 1.0, 1.0),
        ("share", 0.0, 0.0, 0.0),
        ("share", 100.0, 100.0, 100.0),
        ("fraction", 1.0, 1.0, 1.0),
    ],
)
def test_known_answers(scale: str, value: float, low: float, high: float) -> None:
    assert ends(value, scale) == pytest.approx((low, high))


def test_a_stated_spread_is_left_alone() -> None:
    stated = fact(50.0, low=48.0, high=52.0, spread=SpreadKind.MARGIN)
    assert with_spread(stated, "share", RULES, ON) is stated


def test_factors_multiply() -> None:
    low, high = ends(10.0, "positive", status=Status.ASSUMPTION, year=ON.year - 2)
    assert high / 10.0 == pytest.approx(1.5 * 2.0 * 1.1**2)
    assert 10.0 / low == pytest.approx(1.5 * 2.0 * 1.1**2)


def test_a_figure_of_next_year_is_no_younger_than_new() -> None:
    assert ends(10.0, "positive", year=ON.year + 1) == ends(10.0, "positive")


@given(st.floats(0.01, 99.99), st.integers(1990, 2026))
def test_a_share_stays_a_share_and_widens_with_age(value: float, year: int) -> None:
    low, high = ends(value, "share", year=year)
    older_low, older_high = ends(value, "share", year=year - 1)
    assert 0.0 < older_low < low
    assert high < older_high < 100.0


def test_weaker_evidence_is_wider() -> None:
    official = ends(10.0, "positive", evidence=EvidenceKind.OFFICIAL)
    anecdote = ends(10.0, "positive", evidence=EvidenceKind.ANECDOTE)
    assert anecdote[0] < official[0]
    assert official[1] < anecdote[1]


def test_the_file_of_spreads_covers_every_kind_and_never_narrows() -> None:
    raw = read_yaml("spreads.yaml")
    assert set(raw["evidence"]) == set(EvidenceKind)
    assert set(raw["status"]) == set(Status)
    assert min([*raw["evidence"].values(), *raw["status"].values(), raw["per_year_of_age"]]) >= 1.0


def test_the_same_fact_is_wider_when_read_later() -> None:
    now, later = load(ON), load(dt.date(2030, 1, 1))
    key = "usage.facebook.fr.18_24.2025"
    assert now.facts[key].value == later.facts[key].value
    assert (later.facts[key].low or 0.0) < (now.facts[key].low or 0.0)
