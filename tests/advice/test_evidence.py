"""What was seen of the website is part of what the answer rests on."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from foulee.advice.advise import advise
from foulee.advice.evidence import NOTHING_MORE, Evidence
from foulee.advice.examples import example
from foulee.advice.model import Setup
from foulee.advice.result import Advice
from foulee.advice.storing import dump, restore
from foulee.core.diagnosing.website_seen import Landing, SeenWebsite
from foulee.core.types import Reason
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge
from foulee.reporting.language import Language
from foulee.reporting.summary import summarise

TODAY = dt.date(2026, 11, 22)
GOOD = SeenWebsite(since=dt.date(2026, 11, 20), landing=Landing.PAGE, on_phone=True, seconds=0.5)
FEW = Setup(today=TODAY, draws=200)
Advised = Callable[..., Advice]


@pytest.fixture
def advised(knowledge: Knowledge) -> Advised:
    """Advise a shop whose answers about its website are changed, on what was seen."""

    def make(evidence: Evidence = NOTHING_MORE, **answers: Any) -> Advice:
        return advise(with_site(example("yarn-shop", TODAY), answers), knowledge, FEW, evidence)

    return make


def with_site(document: FirmFile, answers: dict[str, Any]) -> FirmFile:
    """The same firm with other answers about its website."""
    site = document.presence.website.model_copy(update=answers)
    return document.model_copy(update={"presence": document.presence.model_copy(update={"website": site})})


def reason(advice: Advice, rule: str) -> Reason:
    """What a rule found."""
    return next(item for item in advice.diagnosis.reasons if item.rule == rule)


def test_what_was_seen_against_what_was_said(advised: Advised, knowledge: Knowledge) -> None:
    seen = replace(GOOD, on_phone=False)
    advice = advised(Evidence(website=seen), exists=True, works_on_phone=True)
    found = reason(advice, "website_phone")
    assert found.outcome == "seen_no_said_yes"
    kinds = {(item.kind, item.key): item.value for item in found.evidence}
    assert kinds == {
        ("answer", "presence.website.works_on_phone"): True,
        ("seen", "presence.website.works_on_phone@2026-11-20"): False,
    }
    for code, words in (("fr", "Vu par Foulée le 20 novembre 2026"), ("en", "Seen by Foulée on 20 November 2026")):
        summary = summarise(advice, knowledge, Language(code))
        points = (*summary.first_steps, *summary.advice, *summary.strengths)
        point = next(item for item in points if item.rule == "website_phone")
        assert any(words in proof.text for proof in point.proofs)
    assert restore(dump(advice)).diagnosis == advice.diagnosis


def test_what_was_seen_fills_what_was_not_told(advised: Advised) -> None:
    nothing = {"exists": None, "works_on_phone": None, "seconds_to_load": None}
    found = advised(Evidence(website=replace(GOOD, on_phone=False, seconds=5.0)), **nothing)
    assert reason(found, "website_phone").outcome == "seen_no"
    assert reason(found, "website_slow").outcome == "slow"
    assert "website_exists" not in {item.rule for item in found.diagnosis.reasons}
    unseen = advised(**nothing)
    assert reason(unseen, "website_exists").outcome == "unknown"
    assert {"website_phone", "website_slow"}.isdisjoint(item.rule for item in unseen.diagnosis.reasons)


def test_what_was_seen_changes_no_figure_of_the_model(advised: Advised) -> None:
    before, after = advised(), advised(Evidence(website=GOOD))
    assert before.projection.paths["blue"].gain == after.projection.paths["blue"].gain
    assert before.focus.channels == after.focus.channels
