"""The sliders: the advice itself at the firm's own place, the same luck elsewhere, and ends that make sense."""

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.people import TODAY

from foulee.advice.examples import example, example_names
from foulee.advice.model import Setup
from foulee.advice.result import Advice
from foulee.advice.what_if import MOST_STEPS, Offer, Range, WhatIf, at_rest, ranges, what_if
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge

Answered = Callable[[str], Advice]
PAGE = Path(__file__).parents[2] / "docs" / "methode" / "what-if.md"


def tried(name: str, knowledge: Knowledge, hours: float, money: float, draws: int = 1000) -> WhatIf:
    setup = Setup(today=TODAY, draws=draws)
    return what_if(example(name, TODAY), knowledge, setup, Offer(hours=hours, money=money))


def with_means(document: FirmFile, **means: Any) -> FirmFile:
    return document.model_copy(update={"means": document.means.model_copy(update=means)})


@pytest.mark.parametrize("name", ["boulangerie-martinique", "pme-quebec", "artisane"])
def test_at_the_firms_own_place_it_is_the_advice_to_the_last_bit(
    answered: Answered, knowledge: Knowledge, name: str
) -> None:
    rest = at_rest(answered(name))
    again = tried(name, knowledge, rest.hours, rest.money, draws=answered(name).draws)
    assert again.efforts == rest.efforts
    assert (again.hours_used, again.money_used) == (rest.hours_used, rest.money_used)
    for path in ("none", "red", "blue"):
        one, other = (found.projection.paths[path] for found in (again, rest))
        assert one.gain == other.gain
        assert one.chance_pays == other.chance_pays
        assert np.array_equal(one.extra_sales.p50, other.extra_sales.p50)


def test_with_nothing_nothing_is_done(knowledge: Knowledge) -> None:
    found = tried("restaurant", knowledge, 0.0, 0.0)
    assert found.efforts == ()
    assert (found.hours_used, found.money_used) == (0.0, 0.0)
    assert tuple(found.blue.gain) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("hours", "money"), [(0.5, 0.0), (2.0, 40.0), (6.0, 300.0), (12.0, 0.0)])
def test_a_plan_never_takes_more_than_is_offered(knowledge: Knowledge, hours: float, money: float) -> None:
    found = tried("restaurant", knowledge, hours, money, draws=400)
    assert found.hours_used <= hours + 1e-6
    assert found.money_used <= money + 1e-6
    assert found.hours_used == pytest.approx(sum(effort.hours_week for effort in found.efforts))


def test_money_opens_what_money_buys(knowledge: Knowledge) -> None:
    without, with_money = (tried("restaurant", knowledge, 3.0, money) for money in (0.0, 300.0))
    assert not any(effort.name.endswith(".ads") for effort in without.efforts)
    assert any(effort.name.endswith(".ads") for effort in with_money.efforts)


@pytest.mark.parametrize("value", [-1.0, math.inf, math.nan])
def test_what_nobody_can_offer_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="cannot offer"):
        Offer(hours=value, money=0.0)
    with pytest.raises(ValueError, match="cannot offer"):
        Offer(hours=0.0, money=value)


# --- the ends ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", example_names())
def test_the_firms_own_place_is_a_stop_between_the_ends(knowledge: Knowledge, name: str) -> None:
    document = example(name, TODAY)
    found = ranges(document, knowledge)
    assert found.hours.own == (document.means.hours_per_week or 0.0) + (document.means.other_hours_per_week or 0.0)
    assert found.money.own == (document.means.budget_per_month or 0.0)
    for slider in (found.hours, found.money):
        assert slider.stops[0] == 0.0
        assert slider.stops[-1] == slider.most
        assert slider.stops.count(slider.own) == 1
        assert slider.most >= 2.0 * slider.own
        assert 10 <= len(slider.stops) <= MOST_STEPS + 2


@pytest.mark.parametrize("means", [{"hours_per_week": 80.0, "other_hours_per_week": 80.0}, {"budget_per_month": 1e10}])
def test_a_firm_with_enormous_means_has_sliders_that_a_thumb_can_hold(
    knowledge: Knowledge, means: dict[str, float]
) -> None:
    found = ranges(with_means(example("restaurant", TODAY), **means), knowledge)
    for slider in (found.hours, found.money):
        assert len(slider.stops) <= 2 * MOST_STEPS
        assert slider.most >= 2.0 * slider.own


def test_an_own_place_between_two_steps_is_a_stop_of_its_own() -> None:
    assert Range(least=0.0, most=30.0, step=10.0, own=15.0).stops == (0.0, 10.0, 15.0, 20.0, 30.0)
    assert Range(least=0.0, most=0.5, step=0.25, own=0.25).stops == (0.0, 0.25, 0.5)


# --- worked numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["boulangerie-martinique", "restaurant"])
def test_the_page_tells_what_fewer_draws_would_say(answered: Answered, knowledge: Knowledge, name: str) -> None:
    row = re.search(rf"^\| {name} \| ([\d.]+) \| ([\d.]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert row
    rest = at_rest(answered(name))
    few = tried(name, knowledge, rest.hours, rest.money, draws=1000)
    assert [f"{chance:.3f}" for chance in (few.blue.chance_pays, rest.blue.chance_pays)] == list(row.groups())
