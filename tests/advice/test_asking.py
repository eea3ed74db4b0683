"""What is worth asking next: little first, then what may change the answer, and nothing held against silence."""

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.people import BAKERY, TODAY, bakery_payload

from foulee.advice.advise import advise
from foulee.advice.asking import Outlook, open_questions, outlook, uncomputed
from foulee.advice.examples import example, example_bytes
from foulee.advice.model import Setup, build
from foulee.advice.result import Advice
from foulee.advice.storing import restore
from foulee.advice.tries import tries, with_answer
from foulee.core.diagnosing.knowing import disagreement, remaining, worth_of_telling
from foulee.core.projecting.knowing import chance_to_move
from foulee.core.types import Country, Severity, Verdict
from foulee.firmfile import toml
from foulee.firmfile.answering import Raw, document_of, drop, known, put, take, undated
from foulee.firmfile.fields import fields, find
from foulee.firmfile.problems import FirmFileError
from foulee.firmfile.schema import Trade
from foulee.knowledge import reader
from foulee.knowledge.asking import load_order
from foulee.knowledge.texts import load_questions

PAGE = Path(__file__).parents[2] / "docs" / "methode" / "asking.md"
SETUP = Setup(today=TODAY)
TEN_MINUTES = 25  # screens, at a little under half a minute each


def raw(name: str) -> Raw:
    """An example's answers, as a file under way would hold them."""
    return known(undated(toml.parse(example_bytes(name))))


def seen(values: Raw, asked: list[str]) -> Outlook:
    return outlook(values, frozenset(asked), reader.load(TODAY), SETUP)


@cache
def replayed(name: str) -> tuple[tuple[str, ...], Raw, Outlook]:
    """Answer as an example does, in the order asked, until it is enough: questions put, answers, where it ends."""
    whole, values = raw(name), Raw()
    asked: list[str] = []
    while True:
        found = uncomputed(values, frozenset(asked))  # the same order at the beginning, for nothing
        found = found if found.asking.next[0].why in {"essential", "frame"} else seen(values, asked)
        if found.asking.enough:
            return tuple(asked), values, found
        path = found.asking.next[0].path
        asked.append(path)
        told = take(whole, path)
        if told is not None:
            put(values, path, told)


@cache
def first_answer() -> Advice:
    """What the baker is told once enough is known."""
    return advise(document_of(replayed(BAKERY)[1], TODAY), reader.load(TODAY), Setup(today=TODAY, draws=1000))


def test_the_baker_has_a_first_answer_in_ten_minutes_and_it_is_the_answer_of_her_whole_file() -> None:
    asked, _, found = replayed(BAKERY)
    assert len(asked) <= TEN_MINUTES
    assert len(asked) == int(number("baker"))
    short = first_answer()
    whole = restore(bakery_payload())
    assert short.diagnosis.verdict is whole.diagnosis.verdict is Verdict.PREPARE
    assert short.diagnosis.questions == whole.diagnosis.questions
    assert [item.name for item in short.focus.channels] == [item.name for item in whole.focus.channels]
    assert found.picture is not None
    assert found.picture.verdict is whole.diagnosis.verdict
    # What differs: things to do first that hang on questions not put yet, which the page says may still be added.
    first = {reason.rule for reason in whole.diagnosis.reasons if reason.severity is Severity.DO_FIRST}
    told = {reason.rule for reason in short.diagnosis.reasons if reason.severity is Severity.DO_FIRST}
    assert told <= first
    assert first - told == {"measuring_shop", "budget", "reviews_answered"}
    assert found.asking.worth_asking_left >= len(first - told)


def test_no_essential_question_needs_any_computing_and_they_are_few() -> None:
    found = seen({}, [])
    assert found.picture is None
    assert found.asking.essential_left == len(load_order().essential) <= 8
    assert [item.path for item in found.asking.next[:3]] == ["firm.name", "firm.trade", "firm.country"]


def test_every_question_comes_once_and_none_is_put_again() -> None:
    values: Raw = {}
    asked = [*load_order().essential, *load_order().frame]
    for found, left in ((uncomputed(values, frozenset()), []), (seen(values, asked), asked)):
        listed = [item.path for item in found.asking.next]
        assert len(listed) == len(set(listed))
        assert set(listed) == set(open_questions(values, frozenset(left)))
        assert not set(listed) & set(left)


def test_who_says_i_do_not_know_throughout_reaches_an_answer_too() -> None:
    values: Raw = {}
    asked = [*load_order().essential, *load_order().frame]
    while not (found := seen(values, asked)).asking.enough:
        asked += [item.path for item in found.asking.next if item.needed]
        assert len(asked) < 60
    assert found.picture is not None
    assert found.picture.verdict is not Verdict.GO


def test_what_was_not_asked_is_not_held_against_the_firm() -> None:
    """The things to do first of a first answer hang on answers, or on computed figures, not on questions kept back."""
    asked, _, _ = replayed(BAKERY)
    for reason in first_answer().diagnosis.reasons:
        if reason.severity in {Severity.BLOCKER, Severity.DO_FIRST}:
            paths = [item.key for item in reason.evidence if item.kind == "answer"]
            assert not paths or set(paths) & set(asked), reason.rule


def test_a_question_that_hangs_on_a_no_is_never_put() -> None:
    values: Raw = {"presence": {"website": {"exists": False}}, "past": {"ads_spent": 0}}
    listed = set(open_questions(values, frozenset()))
    assert not {path for path in listed if path.startswith("presence.website.")}
    assert "past.likes" not in listed
    assert "presence.website.bounce" in open_questions({}, frozenset())  # nobody has said no yet
    assert "presence.website.bounce" not in open_questions({}, frozenset({"presence.website.exists"}))  # nor knows


def test_the_figure_that_moves_the_choice_is_asked_and_its_answer_sharpens_the_picture() -> None:
    asked, values, _ = replayed(BAKERY)
    index = asked.index("firm.sales_per_year")
    before: Raw = {}
    for path in asked[:index]:
        told = take(values, path)
        if told is not None:
            put(before, path, told)
    found = seen(before, list(asked[:index]))
    first = found.asking.next[0]
    assert first.path == "firm.sales_per_year"
    assert first.why == "worth"
    assert first.money > 0.0
    put(before, "firm.sales_per_year", 309000)
    then = seen(before, [*asked[:index], "firm.sales_per_year"])
    assert then.picture is not None
    assert found.picture is not None
    wide = found.picture.gain.p90 - found.picture.gain.p10
    assert then.picture.gain.p90 - then.picture.gain.p10 < 0.7 * wide  # the picture sharpens


def test_a_go_is_not_said_while_most_answers_to_come_would_take_it_back() -> None:
    """A firm with everything told that a go needs, and nothing of what could take it back."""
    values = raw("garage-ontario")
    kept = {"firm", "objective", "target", "brand"}
    values = {key: told for key, told in values.items() if key in kept} | {
        "means": {"champion": "Dan", "hours_per_week": 4, "budget_per_month": 200, "skills": ["photo", "writing"]},
        "content": {"ideas_per_month": 8},
        "presence": {"website": {"exists": True}, "listing_claimed": True, "email_list": 900},
        "philosophy": {"accepts_criticism": True, "ready_for_dialogue": True},
        "service": {"answered_by": "Dan"},
    }
    found = seen(values, ["presence.channels", "firm.sells_to"])
    assert found.picture is not None
    assert found.picture.verdict is Verdict.GO
    assert found.picture.agree < load_order().agree
    assert not found.asking.enough
    doubts = {item.path for item in found.asking.next if item.why == "doubt"}
    assert {"means.regular_hours", "content.share_about_us"} <= doubts
    settled = {**values, "means": {**values["means"], "regular_hours": False, "validation_days": 14}}
    settled["content"] = {"ideas_per_month": 8, "share_about_us": 0.95}
    then = seen(settled, ["presence.channels", "firm.sells_to"])
    assert then.picture is not None
    assert then.picture.verdict is Verdict.PREPARE  # three things to do first: nothing left can make it a go again
    assert then.picture.agree == 1.0
    assert not [item for item in then.asking.next if item.why == "doubt"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
)
def test_every_example_reaches_the_verdict_of_its_whole_file(line: str) -> None:
    name, count, then, whole = (cell.strip(" `") for cell in line.strip("|").split("|"))
    asked, values, _ = replayed(name)
    assert str(len(asked)) == count
    words = {"go": Verdict.GO, "prepare": Verdict.PREPARE, "not now": Verdict.NOT_NOW}
    reached = advise(document_of(values, TODAY), reader.load(TODAY), SETUP).diagnosis.verdict
    assert reached is words[then]
    assert advise(example(name, TODAY), reader.load(TODAY), SETUP).diagnosis.verdict is words[whole]


def test_answers_that_contradict_one_another_are_refused_and_the_order_is_still_told() -> None:
    values: Raw = {"objective": {"by": "2020-01-01"}}
    asked = list(load_order().essential)
    with pytest.raises(FirmFileError):
        seen(values, asked)
    assert uncomputed(values, frozenset(asked)).asking.next


def test_the_same_file_is_told_the_same() -> None:
    values, asked = {"means": {"hours_per_week": 2}}, list(load_order().essential)
    assert seen(values, asked) == seen(values, asked)


# --- the file that orders ----------------------------------------------------------------------------------------


def test_the_order_names_questions_that_exist_and_no_other() -> None:
    order = load_order()
    named = [*order.essential, *order.frame, *order.only_if, *order.only_if.values(), *order.tries]
    named += [path for paths in order.narrows.values() for path in paths]
    named += [path for item in order.not_known for path in item.paths]
    assert [path for path in named if find(path) is None or load_questions().find(path) is None] == []
    assert len(set(order.essential) | set(order.frame)) == len(order.essential) + len(order.frame)


def test_a_question_comes_before_those_that_hang_on_it() -> None:
    order, paths = load_order(), [item.path for item in fields()]
    assert all(paths.index(parent) < paths.index(path) for path, parent in order.only_if.items())


def test_every_unknown_that_is_narrowed_is_one_of_the_models() -> None:
    drawn = set()
    for name in ("boutique-500-euros", "atelier-b2b"):
        document = example(name, TODAY)
        bare = document.model_copy(
            update={
                "firm": type(document.firm)(
                    name="-", trade=Trade.OTHER, country=Country.FRANCE, sells_to=document.firm.sells_to
                ),
                "target": type(document.target)(),
                "means": type(document.means)(),
            }
        )
        drawn |= set(modelled(bare))
        drawn |= set(modelled(document))
    for unknown in load_order().narrows:
        assert any(name == unknown or (unknown.endswith(".") and name.startswith(unknown)) for name in drawn), unknown


def modelled(document: Any) -> dict[str, Any]:

    bare = document.model_copy(
        update={"presence": document.presence.model_copy(update={"website": no_visits(document)})}
    )
    return build(bare, reader.load(TODAY), Setup(today=TODAY, draws=50)).unknowns


def no_visits(document: Any) -> Any:
    return document.presence.website.model_copy(update={"visits_per_month": None, "exists": True})


def test_each_try_is_an_answer_that_the_file_accepts() -> None:
    document = document_of({}, TODAY)
    for path, listed in tries().items():
        assert len(listed) >= 2, path
        for value in listed:
            inner: Any = with_answer(document, path, value)
            for part in path.split("."):
                inner = getattr(inner, part)
            assert inner == value


# --- what telling is worth ---------------------------------------------------------------------------------------


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def number(name: str) -> str:
    """A number of the method page, by the mark in front of it."""
    found = re.search(rf"<!-- {name} -->\**(\d+(?:\.\d+)?)", page())
    assert found, name
    return found[1]


def test_the_worked_numbers_of_the_method_page() -> None:
    """Two refusals, each a coin: not now unless both say yes, three times in four."""
    first = np.array([0, 0, 1, 1])
    second = np.array([0, 1, 0, 1])
    verdicts = np.where((first == 1) & (second == 1), 1, 0)
    assert disagreement(verdicts) == pytest.approx(float(number("before")))
    assert remaining(verdicts, first) == pytest.approx(float(number("after")))
    assert disagreement(verdicts) - remaining(verdicts, first) == pytest.approx(float(number("worth")))
    order = load_order()
    assert float(number("hours")) == order.least.hours
    assert float(number("chance")) == order.least.chance
    assert float(number("agree")) == order.agree


def test_an_answer_that_settles_the_verdict_is_worth_all_the_doubt() -> None:
    told = np.arange(400) % 2
    assert worth_of_telling(told, told, seed=(1,)) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_an_answer_that_has_nothing_to_do_with_it_is_worth_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert worth_of_telling(rng.integers(2, size=200), rng.integers(3, size=200), seed=(seed,)) < 0.01


def test_a_verdict_without_doubt_leaves_nothing_to_gain() -> None:
    assert worth_of_telling(np.ones(200, dtype=np.int64), np.arange(200) % 3, seed=(1,)) == 0.0


def test_an_unknown_that_decides_whether_it_pays_moves_the_chance_and_another_does_not() -> None:
    rng = np.random.default_rng(1)
    margin, luck = rng.standard_normal(300), rng.standard_normal(300)
    pays = (margin + 0.3 * rng.standard_normal(300) > 0.0).astype(np.float64)
    assert chance_to_move(pays, margin, (0.35, 0.65), seed=(1,)) > 0.3
    assert chance_to_move(pays, luck, (0.35, 0.65), seed=(1,)) < 0.05


def test_dates_kept_as_texts_are_read() -> None:
    values = raw("artisane")
    assert isinstance(take(values, "objective.by"), str)
    found = seen(values, [])
    assert found.picture is not None
    drop(values, "objective.by")
    assert dt.date.fromisoformat("2028-12-31") > TODAY
