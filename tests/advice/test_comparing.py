"""Two answers side by side: known differences are found, and nothing else."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.conftest import TODAY

from foulee.advice.advise import advise
from foulee.advice.comparing import compare, same
from foulee.advice.examples import example
from foulee.advice.model import Setup
from foulee.advice.result import Advice
from foulee.core.types import Interval, Objective, Question, Severity, Verdict, interval
from foulee.knowledge.reader import Knowledge

Answered = Callable[[str], Advice]
BAKERY = "boulangerie-martinique"


@pytest.fixture
def bakery(answered: Answered) -> Advice:
    return answered(BAKERY)


def with_blue(advice: Advice, **values: Any) -> Advice:
    """The same answer with other figures for the steady path."""
    paths = advice.projection.paths | {"blue": dataclasses.replace(advice.projection.paths["blue"], **values)}
    return dataclasses.replace(advice, projection=dataclasses.replace(advice.projection, paths=paths))


def with_reasons(advice: Advice, *reasons: Any) -> Advice:
    return dataclasses.replace(advice, diagnosis=dataclasses.replace(advice.diagnosis, reasons=reasons))


def without_channels(advice: Advice) -> Advice:
    return dataclasses.replace(advice, focus=dataclasses.replace(advice.focus, channels=()))


def test_an_answer_has_not_moved_from_itself(bakery: Advice) -> None:
    found = compare(bakery, bakery)
    assert found.moved == ()
    assert len(found.steps.kept) + len(found.reasons.kept) == len(bakery.diagnosis.reasons)
    assert [*found.efforts] == [channel.name for channel in bakery.focus.channels]


def test_other_draws_of_the_same_answer_are_the_same(bakery: Advice, knowledge: Knowledge) -> None:
    """What chance alone moves, between two computations of one answer, is not called a difference."""
    again = advise(example(BAKERY, TODAY), knowledge, Setup(today=TODAY, seed=2))
    found = compare(bakery, again)
    assert bakery.projection.paths["blue"].gain != again.projection.paths["blue"].gain
    assert not {"verdict", "focus", "chance", "gain", "sales", "customer", "ways"} & set(found.moved)


@pytest.mark.parametrize("backwards", [False, True])
def test_the_verdict_alone(bakery: Advice, *, backwards: bool) -> None:
    other = next(verdict for verdict in Verdict if verdict is not bakery.diagnosis.verdict)
    changed = dataclasses.replace(bakery, diagnosis=dataclasses.replace(bakery.diagnosis, verdict=other))
    found = compare(changed, bakery) if backwards else compare(bakery, changed)
    assert found.moved == ("verdict",)
    assert {found.verdict.before, found.verdict.after} == {bakery.diagnosis.verdict, other}


def test_one_question_alone(bakery: Advice) -> None:
    answers = bakery.diagnosis.questions
    other = "no" if answers[Question.FIT] != "no" else "yes"
    diagnosis = dataclasses.replace(bakery.diagnosis, questions=answers | {Question.FIT: other})
    found = compare(bakery, dataclasses.replace(bakery, diagnosis=diagnosis))
    assert found.moved == ("questions",)
    assert [question for question, shift in found.questions.items() if shift.moved] == [Question.FIT]


def test_a_reason_that_came_and_one_that_went(bakery: Advice) -> None:
    first = [reason for reason in bakery.diagnosis.reasons if reason.severity is Severity.DO_FIRST]
    kept = [reason for reason in bakery.diagnosis.reasons if reason is not first[0]]
    went = compare(bakery, with_reasons(bakery, *kept))
    assert went.moved == ("steps",)
    assert (went.steps.gone, went.steps.new) == ((first[0],), ())
    came = compare(with_reasons(bakery, *kept), bakery)
    assert (came.steps.gone, came.steps.new) == ((), (first[0],))


def test_other_figures_within_a_reason_are_no_other_reason(bakery: Advice) -> None:
    first, *others = bakery.diagnosis.reasons
    changed = dataclasses.replace(first, values=dict.fromkeys(first.values, 1.0))
    assert compare(bakery, with_reasons(bakery, changed, *others)).moved == ()


def test_a_reason_that_weighs_otherwise_goes_from_one_list_to_the_other(bakery: Advice) -> None:
    at = next(place for place, reason in enumerate(bakery.diagnosis.reasons) if reason.severity is Severity.DO_FIRST)
    reasons = list(bakery.diagnosis.reasons)
    reasons[at] = dataclasses.replace(reasons[at], outcome="milder", severity=Severity.ADVICE)
    found = compare(bakery, with_reasons(bakery, *reasons))
    assert found.moved == ("steps", "reasons")
    assert [reason.outcome for reason in found.reasons.new] == ["milder"]


def test_channels_in_and_out(bakery: Advice, answered: Answered) -> None:
    restaurant = answered("restaurant")
    other = dataclasses.replace(bakery, focus=dataclasses.replace(bakery.focus, channels=restaurant.focus.channels))
    found = compare(bakery, other)
    before = {channel.name for channel in bakery.focus.channels}
    after = {channel.name for channel in restaurant.focus.channels}
    assert set(found.added) == after - before
    assert set(found.removed) == before - after
    assert set(found.efforts) == before & after


@pytest.mark.parametrize(("more", "moved"), [(0.1, False), (0.3, True)])
def test_hours_are_told_by_quarters(bakery: Advice, more: float, *, moved: bool) -> None:
    channels = tuple(
        dataclasses.replace(channel, hours_week=channel.hours_week + more) for channel in bakery.focus.channels
    )
    found = compare(bakery, dataclasses.replace(bakery, focus=dataclasses.replace(bakery.focus, channels=channels)))
    assert found.moved == (("effort",) if moved else ())


@pytest.mark.parametrize(("fall", "moved"), [(0.04, False), (0.06, True)])
def test_chances_are_told_by_tenths(bakery: Advice, fall: float, *, moved: bool) -> None:
    chance = bakery.projection.paths["blue"].chance_pays
    found = compare(bakery, with_blue(bakery, chance_pays=chance - fall))
    assert found.moved == (("chance",) if moved else ())


def test_amounts_below_what_matters_to_the_firm_are_the_same(bakery: Advice) -> None:
    gain, material = bakery.projection.paths["blue"].gain, bakery.projection.material
    shifted = [Interval(*(end + step * material for end in gain)) for step in (0.9, -0.9, 3.0)]
    assert [compare(bakery, with_blue(bakery, gain=other)).moved for other in shifted] == [(), (), ("gain",)]


def test_nothing_advised_has_neither_chance_nor_gain(bakery: Advice) -> None:
    nothing = without_channels(bakery)
    found = compare(bakery, nothing)
    assert found.removed == tuple(channel.name for channel in bakery.focus.channels)
    assert (found.chances["pays"].after, found.gain.after, found.extra_sales.after) == (None, None, None)
    assert {"focus", "chance", "gain"} <= set(found.moved)
    assert compare(nothing, nothing).moved == ()


def test_money_of_two_currencies_is_not_compared(bakery: Advice) -> None:
    found = compare(bakery, dataclasses.replace(bakery, currency="CAD"))
    assert not found.one_currency
    assert {"gain", "sales", "customer", "ways"} <= set(found.moved)
    assert "chance" not in found.moved


def test_another_aim(bakery: Advice) -> None:
    other = next(aim for aim in Objective if aim is not bakery.focus.objective)
    found = compare(bakery, dataclasses.replace(bakery, focus=dataclasses.replace(bakery.focus, objective=other)))
    assert found.moved == ("objective",)


# --- what the same means -----------------------------------------------------------------------------------------


def test_two_samples_of_one_law_are_the_same_and_of_two_laws_are_not() -> None:
    """On skewed gains such as the model's: few false alarms, and a rise by a fifth is seen every time."""
    rng = np.random.default_rng(1)
    samples = [np.exp(rng.normal(9.0, 0.8, 4000)) - 3000.0 for _ in range(200)]
    intervals = [interval(sample) for sample in samples]
    alarms = [
        not same(one, other, draws=4000, least=0.0) for one, other in zip(intervals[::2], intervals[1::2], strict=True)
    ]
    assert sum(alarms) <= 3
    seen = [
        not same(interval(sample), interval(1.2 * sample + 600.0), draws=4000, least=0.0) for sample in samples[:20]
    ]
    assert all(seen)


def test_fewer_draws_tell_less() -> None:
    one, other = Interval(0.0, 100.0, 200.0), Interval(8.0, 108.0, 208.0)
    assert not same(one, other, draws=4000, least=0.0)
    assert same(one, other, draws=400, least=0.0)
    assert same(one, other, draws=4000, least=10.0)


def test_an_interval_without_width_is_the_same_only_as_itself() -> None:
    known = Interval(5.0, 5.0, 5.0)
    assert same(known, known, draws=4000, least=0.0)
    assert not same(known, Interval(5.0, 5.0, 6.0), draws=4000, least=0.0)
