"""Two answers in words: one sentence says what moved, and what is written alike has not moved."""

import dataclasses
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from tests.advice.test_comparing import with_blue, with_reasons, without_channels
from tests.advice.test_grounds import DAY, answers, grounds, with_inputs

from foulee.advice.comparing import compare
from foulee.advice.grounds import Changes, FigureMoved, Grounds, changes
from foulee.advice.result import Advice
from foulee.advice.steps import step_key
from foulee.core.types import Interval, Objective, Question, Verdict
from foulee.knowledge.reader import Knowledge
from foulee.reporting.ageing import why_stale
from foulee.reporting.bars import two_bars
from foulee.reporting.comparing import Told, tell, verdict_headline
from foulee.reporting.grounds import tell_changes
from foulee.reporting.labels import Labels
from foulee.reporting.language import LANGUAGES, Language

Answered = Callable[[str], Advice]


@pytest.fixture
def bakery(answered: Answered) -> Advice:
    return answered("boulangerie-martinique")


@pytest.fixture
def labels(knowledge: Knowledge) -> Labels:
    return Labels(Language("en"), knowledge)


@pytest.fixture
def told(labels: Labels) -> Callable[..., Told]:
    def make(before: Advice, after: Advice, ticked: set[str] | None = None) -> Told:
        return tell(compare(before, after), ticked or set(), labels, labels)

    return make


def with_verdict(advice: Advice, verdict: Verdict) -> Advice:
    return dataclasses.replace(advice, diagnosis=dataclasses.replace(advice.diagnosis, verdict=verdict))


Making = Callable[..., Told]


def test_the_same_answer_has_nothing_to_tell(bakery: Advice, told: Making) -> None:
    found = told(bakery, bakery)
    assert found.headline == "Nothing that counts has moved."
    assert found.others == ()
    lines = found.questions + found.efforts + found.chances + found.amounts + found.ways
    assert len(lines) >= 12
    assert not [line for line in lines if line.moved or line.bars or line.before != line.after]


def test_the_verdict_comes_first_and_the_rest_after(bakery: Advice, answered: Answered, told: Making) -> None:
    other = with_verdict(with_blue(bakery, chance_pays=0.41, gain=Interval(-9e4, -2e4, 1e4)), Verdict.NOT_NOW)
    found = told(bakery, other)
    assert found.headline == "The answer changes: it was “Prepare first, then go”, it is now “Not now”."
    assert found.others == (
        "The chance that it pays back goes from 85% to 41%.",
        "What it would leave in three years goes from €4,900 to −\u2060€20,000, in the middle.",
    )
    assert [line.moved for line in found.chances] == [True, False]
    assert found.amounts[0].bars.startswith("<svg")


def test_the_focus(bakery: Advice, answered: Answered, told: Making, labels: Labels) -> None:
    other = answered("restaurant").focus.channels[-1]
    changed = dataclasses.replace(bakery, focus=dataclasses.replace(bakery.focus, channels=(other,)))
    old, new = (labels.channel(channel.name) for channel in (bakery.focus.channels[0], other))
    assert told(bakery, changed).headline == f"Same answer, other channels: {new} in, {old} out."
    assert told(changed, bakery).headline == f"Same answer, other channels: {old} in, {new} out."


def test_no_channel_any_more(bakery: Advice, told: Making) -> None:
    found = told(bakery, without_channels(bakery))
    assert found.headline.endswith("Google listing out.")
    assert [line.after for line in found.chances] == ["nothing advised"] * 2
    assert found.amounts[0].after == "nothing advised"
    assert found.amounts[0].bars == ""
    nothing = told(without_channels(bakery), without_channels(bakery))
    assert nothing.focus == ("No channel for now.",)


def test_a_chance_alone_a_gain_alone_a_range_alone(bakery: Advice, told: Making) -> None:
    low, mid, high = bakery.projection.paths["blue"].gain
    chance = told(bakery, with_blue(bakery, chance_pays=0.6))
    gain = told(bakery, with_blue(bakery, gain=Interval(low + 9000, mid + 9000, high + 9000)))
    spread = told(bakery, with_blue(bakery, gain=Interval(low - 9000, mid, high + 9000)))
    assert chance.headline == "Same answer, but the chance that it pays back goes from 85% to 60%."
    assert gain.headline.startswith("Same answer, but what it would leave in three years goes from €4,900 to €14,000")
    assert spread.headline == "Same answer; only the range of what it would leave in three years moves."
    assert (gain.others, spread.others) == ((), ())


def test_steps_new_done_and_gone(bakery: Advice, told: Making) -> None:
    first = [reason for reason in bakery.diagnosis.reasons if reason.severity in {"blocker", "do_first"}]
    fewer = with_reasons(bakery, *(reason for reason in bakery.diagnosis.reasons if reason not in first[:2]))
    found = told(bakery, fewer, {step_key(first[0]), "another"})
    assert found.headline == "Same answer, same channels; what to do first has changed."
    assert (len(found.steps.done), len(found.steps.gone), found.steps.kept) == (1, 1, len(first) - 2)
    back = told(fewer, bakery)
    assert set(back.steps.new) == {*found.steps.done, *found.steps.gone}


def test_reasons_of_an_unknown_version_are_left_out(bakery: Advice, told: Making) -> None:
    strange = dataclasses.replace(bakery.diagnosis.reasons[-1], rule="abolished", outcome="other")
    emptied = dataclasses.replace(bakery.diagnosis.reasons[0], outcome="mixed", values={})
    found = told(bakery, with_reasons(bakery, strange, emptied))
    assert found.headline
    assert "" not in found.steps.new + found.came + found.went


def test_a_channel_of_an_unknown_version_is_told_by_its_name(bakery: Advice, told: Making) -> None:
    strange = dataclasses.replace(bakery.focus.channels[0], name="minitel.hours")
    changed = dataclasses.replace(bakery, focus=dataclasses.replace(bakery.focus, channels=(strange,)))
    assert "minitel.hours in" in told(bakery, changed).headline


def test_what_is_written_alike_has_not_moved(bakery: Advice, told: Making) -> None:
    channels = tuple(
        dataclasses.replace(channel, items_week=(channel.items_week or 0) + 1) for channel in bakery.focus.channels
    )
    found = told(bakery, dataclasses.replace(bakery, focus=dataclasses.replace(bakery.focus, channels=channels)))
    assert found.headline == "Same answer, same channels; only details move."
    assert not [line for line in found.efforts if line.moved]


def test_two_currencies_are_told_each_in_its_own(bakery: Advice, knowledge: Knowledge) -> None:
    euros, dollars = (
        Labels(Language("en", code, country), knowledge) for code, country in (("EUR", "MQ"), ("CAD", "QC"))
    )
    found = tell(compare(bakery, dataclasses.replace(bakery, currency="CAD")), set(), euros, dollars)
    assert "€" in found.amounts[0].before
    assert "$" in found.amounts[0].after
    assert not [line for line in found.amounts if line.bars]
    assert not found.one_currency


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_part_is_told_in_both_languages(
    bakery: Advice, answered: Answered, knowledge: Knowledge, code: str
) -> None:
    labels = Labels(Language(code), knowledge)
    found = tell(compare(bakery, answered("restaurant")), set(), labels, labels)
    words = str(dataclasses.asdict(found))
    assert "{" not in words.replace("{'", "").replace(": {", "")
    assert [line.label.rstrip("\u202f ?") for line in found.questions] != [line.label for line in found.questions]


def test_a_question_answered_otherwise_is_said(bakery: Advice, told: Making) -> None:
    questions = bakery.diagnosis.questions | {Question.FIT: "almost"}
    changed = dataclasses.replace(bakery, diagnosis=dataclasses.replace(bakery.diagnosis, questions=questions))
    found = told(bakery, changed)
    assert found.headline == "Same answer, same channels; but the three questions are not answered as before."
    assert [(line.label, line.before, line.after) for line in found.questions if line.moved] == [
        ("Does it suit you?", "Yes", "To be seen with your customers")
    ]


def test_verdicts_alone_can_be_compared(labels: Labels) -> None:
    assert verdict_headline("go", "go", labels) == "The answer is the same; its figures cannot be compared."
    assert "“Go, at your own pace”, it is now “perhaps”" in verdict_headline("go", "perhaps", labels)


# --- bars --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [((-5, 0, 5), (1, 2, 3)), ((0, 0, 0), (0, 0, 0)), ((-3, -2, -1), (-9, -8, -7)), ((1e-9, 1, 1e12), (5, 5, 5))],
)
def test_bars_stay_within_their_drawing(before: Any, after: Any) -> None:
    picture = ET.fromstring(two_bars(Interval(*before), Interval(*after)))
    places = [float(item.attrib[name]) for item in picture for name in ("x1", "x2", "cx") if name in item.attrib]
    assert all(0.0 <= place <= 320.0 for place in places)
    lines = [item for item in picture if item.tag.endswith("line")][1:]
    dots = [item for item in picture if item.tag.endswith("circle")]
    for line, dot in zip(lines, dots, strict=True):
        assert float(line.attrib["x1"]) <= float(dot.attrib["cx"]) <= float(line.attrib["x2"])


def test_zero_is_where_it_should_be() -> None:
    picture = ET.fromstring(two_bars(Interval(-10, 0, 10), Interval(-10, 5, 10)))
    zero, dots = picture[0], [item for item in picture if item.tag.endswith("circle")]
    assert float(zero.attrib["x1"]) == pytest.approx(160.0) == float(dots[0].attrib["cx"])
    assert float(dots[1].attrib["cx"]) == pytest.approx(236.0)


# --- what they rest on -------------------------------------------------------------------------------------------


def sentences(before: Grounds, after: Grounds, labels: Labels) -> str:
    found = tell_changes(changes(before, after), before, after, labels)
    return " ".join((*found.sentences, found.caution))


def test_nothing_changed_but_the_day(labels: Labels) -> None:
    told = sentences(grounds(), grounds(day=DAY.replace(year=2027)), labels)
    assert (
        "Your answers are the same. Published figures are the same. The calculation is the same. Only the day" in told
    )


def test_an_answer_is_told_before_and_after(labels: Labels) -> None:
    changed = answers()
    changed["means"]["hours_per_week"] = 7
    del changed["brand"]["promise"]
    changed["presence"]["channels"] = [{"network": "facebook", "followers": 12}]
    before, after = grounds(), with_inputs(answers=changed)
    found = tell_changes(changes(before, after), before, after, labels)
    lines = {line.label: (line.before, line.after) for line in found.answers}
    assert ("2 hours a week", "7 hours a week") in lines.values()
    assert "no answer" in [after for _, after in lines.values()]
    assert "Facebook (12 followers)" in [after for _, after in lines.values()]
    assert "Your answers are the same." not in found.sentences
    assert found.caution == ""


def test_figures_are_named_with_their_units(labels: Labels, knowledge: Knowledge) -> None:
    moved = (
        FigureMoved(name="facts.trade.bakery.fr.ticket", before=(6.33,), after=(7.0,)),
        FigureMoved(name="priors.customers.following", before=(0.02, 0.08, 0.2), after=(0.02, 0.1, 0.2)),
        FigureMoved(name="channels.facebook.hours.rhythm.typical", before=(2.5,), after=(3.0,)),
        FigureMoved(name="limits.motive.some_count", before=(2.0,), after=()),
        FigureMoved(name="trade.season", before=(1.0,) * 12, after=(0.9,) * 12),
        FigureMoved(name="facts.abolished", before=(1.0,), after=()),
        FigureMoved(name="novel.kind", before=(), after=(1.0,)),
    )
    known = Changes(answers=(), measured=(), figures=moved, facts=True, method=False, day=True)
    found = tell_changes(known, grounds(), grounds(), labels)
    told = [(line.label, line.before, line.after) for line in found.figures]
    assert told[0] == (labels.fact("trade.bakery.fr.ticket"), "6.33 EUR", "7 EUR")
    assert told[1][1:] == ("8% (2% to 20%)", "10% (2% to 20%)")
    assert told[2] == ("Facebook: what it takes and what it reaches", "2.5", "3")
    assert told[3][2] == "not used"
    assert told[5][0] == told[6][0] == "a figure that is no longer used"
    assert "7 published figures changed." in found.sentences


def test_measurements_are_told_and_several_changes_are_not_told_apart(labels: Labels) -> None:
    after = grounds(inputs={**grounds().inputs, "customers": {"asked": 3}, "other": 1}, method_version="two")
    told = sentences(grounds(), after, labels)
    assert "Your customers answered your survey. Something was measured." in told
    assert "The calculation changed: one, then two." in told
    assert "cannot be put down to one of them alone" in told
    assert "A measurement no longer counts." in sentences(after, grounds(), labels)
    assert why_stale(grounds(inputs=after.inputs), grounds(), labels.language) == ["A measurement no longer counts."]


def test_why_an_answer_is_stale_in_words(labels: Labels) -> None:
    later = grounds(day=DAY.replace(year=2028), inputs={**grounds().inputs, "other": 1}, method_version="two")
    assert why_stale(grounds(), later, labels.language) == [
        "Something was measured since.",
        "The calculation has changed since.",
        "It was made more than 6 months ago.",
    ]
    assert why_stale(grounds(), grounds(), labels.language) == []


def test_another_aim_is_told(bakery: Advice, told: Making) -> None:
    other = next(aim for aim in Objective if aim is not bakery.focus.objective)
    changed = dataclasses.replace(bakery, focus=dataclasses.replace(bakery.focus, objective=other))
    found = told(bakery, changed)
    assert found.headline == "Same answer, same channels; only details move."
    assert [line.label for line in found.efforts if line.moved] == ["What it is for"]
