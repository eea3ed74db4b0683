"""A reading of weeks in words, in both languages: what is said is what was found, at any width, whatever the names."""

import datetime as dt
import json
import re
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import foulee
from foulee.advice.reading import Finding, LeverReading
from foulee.core.measuring.effects import LeverEffect
from foulee.core.projecting.verdicts import Verdict
from foulee.core.types import Interval, Shape
from foulee.firmfile.problems import Problem
from foulee.knowledge.reader import Knowledge
from foulee.reporting.fit_html import as_html
from foulee.reporting.fit_payload import as_json, payload
from foulee.reporting.fit_telling import Shown, Told, customer_cost, tell_reading
from foulee.reporting.fit_text import reading_text
from foulee.reporting.language import Language

WEEKS = 40
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "json.md"
SHOWN = Shown(name="weeks.csv", assumed=("hour_cost", "margin"))
ENGLISH, FRENCH = Language("en"), Language("fr")
NASTY = '<b>"ads"</b> & co_\u202e'


@pytest.fixture(scope="module")
def reading(knowledge: Knowledge) -> foulee.Reading:
    """A shop with hours and money, and new customers counted."""
    rng = np.random.default_rng(7)
    hours = np.where(rng.random(WEEKS) < 0.7, 2.0, 0.0)
    spent = np.where(rng.random(WEEKS) < 0.5, rng.gamma(4.0, 10.0, WEEKS), 0.0)
    history = foulee.FirmHistory(
        start=dt.date(2025, 1, 6),
        sales=1000.0 * np.exp(0.05 * rng.standard_normal(WEEKS)),
        new_customers=rng.poisson(8.0, WEEKS).astype(float),
        levers=(
            foulee.LeverHistory(
                name="posts", kind=foulee.LeverKind.ORGANIC_SOCIAL, unit=foulee.Unit.HOURS, effort=hours
            ),
            foulee.LeverHistory(name=NASTY, kind=foulee.LeverKind.PAID_SOCIAL, unit=foulee.Unit.MONEY, effort=spent),
        ),
    )
    setup = foulee.ReadingSetup(margin=0.5, hour_cost=20.0, weeks=60)
    return foulee.read_weeks(history, knowledge, setup, {"mine": np.tile([2.0, 500.0], (60, 1))})


def found(reading: foulee.Reading, name: str = "posts", **changes: Any) -> foulee.Reading:
    """The same reading, one lever's result changed."""
    return replace(reading, levers=reading.levers | {name: replace(reading.levers[name], **changes)})


def judged(reading: foulee.Reading, **changes: Any) -> foulee.Reading:
    """The same reading, blue against red changed, both ways round."""
    duels = dict(reading.futures.duels)
    mirror = {Verdict.FIRST: Verdict.SECOND, Verdict.SECOND: Verdict.FIRST}
    duels["blue", "red"] = replace(duels["blue", "red"], **changes)
    turned = duels["blue", "red"]
    duels["red", "blue"] = replace(
        turned,
        probability=1.0 - turned.probability,
        prior_probability=1.0 - turned.prior_probability,
        by_shape={shape: 1.0 - chance for shape, chance in turned.by_shape.items()},
        verdict=mirror.get(turned.verdict, turned.verdict),
    )
    return replace(reading, futures=replace(reading.futures, duels=duels))


def told(reading: foulee.Reading, language: Language = ENGLISH) -> Told:
    return tell_reading(reading, SHOWN, language)


# --- levers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("finding", "english", "french", "answer"),
    [
        (Finding.PROBABLY, "Probably:", "Probablement", "probably brings something"),
        (Finding.NO_EFFECT, "No effect found:", "Aucun effet trouvé", "No effect found of “posts”"),
        (Finding.CANNOT_TELL, "Cannot tell:", "On ne peut pas dire", "our weeks cannot tell what"),
    ],
)
def test_a_finding_is_said_with_its_chance(
    reading: foulee.Reading, finding: Finding, english: str, french: str, answer: str
) -> None:
    changed = found(reading, finding=finding)
    for language, begins in ((ENGLISH, english), (FRENCH, french)):
        said = told(changed, language).levers[0].said[0]
        assert said.startswith(begins)
        assert language.chances(reading.levers["posts"].posterior.chance_positive) in said
    assert answer in told(changed).answer


def test_what_the_weeks_changed_is_said_from_to(reading: foulee.Reading) -> None:
    changed = found(
        reading,
        told=0.5,
        posterior=replace(
            reading.levers["posts"].posterior, roas_with_tail=Interval(2.0, 4.5, 7.0), chance_positive=0.95
        ),
        prior=replace(reading.levers["posts"].prior, roas_with_tail=Interval(0.0, 3.0, 20.0), chance_positive=0.7),
    )
    english, french = (told(changed, language).levers[0].said[1] for language in (ENGLISH, FRENCH))
    assert english == (
        "Your weeks moved the sales for an hour from €3 (€0 to €20) to €4.50 (€2 to €7), and the chance that it brings "
        "something from 70% to 95%. The range is narrower by 75%."
    )
    assert french.startswith("Vos semaines ont fait passer les ventes pour une heure de 3\u00a0€")
    wider = found(changed, posterior=reading.levers["posts"].prior)
    assert "no narrower" in told(found(wider, prior=wider.levers["posts"].posterior)).levers[0].said[1]


@pytest.mark.parametrize(
    "changes", [{"told": 0.0}, {"apart": True}, {"apart": True, "suspected": True}, {"spent": 0.0}], ids=str
)
def test_where_the_weeks_taught_nothing_it_is_said(reading: foulee.Reading, changes: dict[str, Any]) -> None:
    english, french = (told(found(reading, **changes), language).levers[0].said for language in (ENGLISH, FRENCH))
    assert "taught n" in english[1]
    assert "n’ont" in french[1]
    assert "rien appris" in french[1]
    if changes.get("suspected"):
        assert "must be set by them" in english[0]


def test_a_customer_who_does_not_come_has_no_price(reading: foulee.Reading) -> None:
    lever = reading.levers["posts"]
    effect = replace(lever.posterior, cost_per_customer=Interval(1.5, 4.0, 1e12))
    assert customer_cost(lever, effect) == (1.5, 4.0, None)
    text = reading_text(found(reading, posterior=effect), SHOWN, ENGLISH)
    assert "4.0 (1.5 or more)" in text
    assert "1,000,000,000" not in text
    never = replace(effect, cost_per_customer=Interval(1e9, 1e10, 1e12))
    assert customer_cost(lever, never) == (None, None, None)
    assert json.loads(as_json(found(reading, posterior=never), SHOWN, ENGLISH))["levers"]["posts"][
        "cost_per_customer"
    ] == {"p10": None, "p50": None, "p90": None}


# --- paths -----------------------------------------------------------------------------------------------------------


def test_a_verdict_is_said_with_what_it_rests_on(reading: foulee.Reading) -> None:
    shapes = {Shape.CONCAVE: 0.97, Shape.THRESHOLD: 0.86, Shape.FAR: 0.92}
    sure = judged(reading, verdict=Verdict.FIRST, probability=0.93, prior_probability=0.6, by_shape=shapes, told=0.5)
    verdict = told(sure).verdicts[0]
    assert verdict.said == "Steady pace does better than splash: 9 chances in 10 (before your weeks: 6 chances in 10)."
    assert "86%" in verdict.why
    turned = judged(
        reading,
        verdict=Verdict.SECOND,
        probability=0.07,
        by_shape={shape: 1.0 - chance for shape, chance in shapes.items()},
    )
    assert told(turned).verdicts[0].said.startswith("Splash does better than steady pace: 9 chances in 10")
    assert told(turned, FRENCH).verdicts[0].said.startswith("Coup d’éclat fait mieux que pas régulier")


@pytest.mark.parametrize(
    ("shapes", "moved", "why"),
    [
        ((0.9, 0.9, 0.9), 0.0, "hardly a part in it"),
        ((0.9, 0.2, 0.8), 0.5, "It hangs on how results follow effort"),
        ((0.9, 0.7, 0.75), 0.5, "not by enough to choose by it: 70%"),
        ((0.9, 0.7999, 0.9), 0.5, "79% at the least, where 80% are asked"),
    ],
)
def test_why_nobody_can_tell(
    reading: foulee.Reading, shapes: tuple[float, float, float], moved: float, why: str
) -> None:
    by_shape = dict(zip(Shape, shapes, strict=True))
    unsure = judged(reading, verdict=Verdict.CANNOT_TELL, probability=0.8, by_shape=by_shape, told=moved)
    verdict = told(unsure).verdicts[0]
    assert "cannot tell which does better" in verdict.said
    assert why in verdict.why


def test_a_tie_says_what_would_not_matter(reading: foulee.Reading) -> None:
    tie = judged(reading, verdict=Verdict.TIE, probability=0.5, chance_tie=0.9)
    said = told(tie).verdicts[0].said
    assert "no difference that matters" in said
    assert ENGLISH.money(reading.futures.material) in said


def test_what_was_never_tried_is_flagged(reading: foulee.Reading) -> None:
    mine = next(block for block in told(reading).paths if block.key == "mine")
    assert "beyond anything ever tried" in " ".join(mine.said)
    assert mine.title == "“mine”"


# --- the whole -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", [ENGLISH, FRENCH], ids=["en", "fr"])
@pytest.mark.parametrize("width", [32, 50, 80, 200])
def test_text_fits_its_terminal(reading: foulee.Reading, language: Language, width: int) -> None:
    longest = max(len(line) for line in reading_text(reading, SHOWN, language, width=width).split("\n"))
    assert longest <= max(min(width, 80), 34)  # names and figures are not cut


def test_before_stands_beside_after_everywhere(reading: foulee.Reading) -> None:
    words = told(reading)
    for block in (*words.levers, *words.paths):
        assert block.rows
        assert all(row.now and row.before for row in block.rows)
    text = reading_text(reading, SHOWN, ENGLISH)
    assert text.count("with your weeks") == text.count("before them") == len(words.levers) + len(words.paths)


@pytest.mark.parametrize("language", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_no_sentence_is_left_open(reading: foulee.Reading, language: Language) -> None:
    text = reading_text(reading, SHOWN, language)
    assert re.findall(r"\{\w*\}|\bnan\b|\binf\b|None", text) == []
    assert "'" not in text
    if language is FRENCH:
        assert not re.search(r"\b(your|weeks|the|sales|chance in)\b", text.replace("weeks.csv", ""))


def test_what_it_rests_on_is_said(reading: foulee.Reading) -> None:
    rests = " ".join(told(reading).rests)
    assert "40 weeks counted, from 6 January 2025" in rests
    assert "r-hat 1.00" in rests
    assert "since nobody said (--margin or --firm)" in rests
    assert "since nobody said" not in " ".join(tell_reading(reading, Shown(name="x"), ENGLISH).rests)
    odd = {name: replace(check, chance=0.0) for name, check in reading.checks.items()}
    assert "Take care" in " ".join(told(replace(reading, checks=odd)).rests)


class Seen(HTMLParser):
    """Tags and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "action"}]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("language", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_the_page_stands_alone(reading: foulee.Reading, language: Language) -> None:
    shown = replace(SHOWN, name=NASTY, notes=(Problem("history_unsorted"),))
    seen = Seen(as_html(found(reading, finding=Finding.CANNOT_TELL), shown, language))
    assert seen.tags.count("h1") == 1
    assert {"script", "b", "img", "link", "iframe", "form"} & set(seen.tags) == set()
    assert seen.links == []
    assert seen.tags.count("svg") >= 6  # two fans; levers by hours and by money; gains, twice each
    assert NASTY in "".join(seen.texts)
    for heading in ("Before your figures", "With your figures", "What would tell", "What it rests on", "Worth knowing"):
        assert language.say(heading) in seen.texts


def test_without_a_lever_the_page_and_the_text_hold(reading: foulee.Reading, knowledge: Knowledge) -> None:
    history = replace(reading.history, levers=(), new_customers=None)
    bare = foulee.read_weeks(history, knowledge, replace(reading.setup, weeks=13))
    assert [block.key for block in told(bare).paths] == ["none"]
    assert told(bare).verdicts == ()
    assert Seen(as_html(bare, SHOWN, ENGLISH)).tags.count("h1") == 1
    assert payload(bare, SHOWN, ENGLISH)["levers"] == {}


def test_every_key_of_the_json_is_documented(reading: foulee.Reading) -> None:
    guide = GUIDE.read_text(encoding="utf-8").partition("## What one's own weeks tell")[2]
    written = payload(reading, SHOWN, ENGLISH)
    plan, duel = written["plans"]["mine"], written["compare"]["blue>red"]
    lever, check = written["levers"]["posts"], next(iter(written["diagnostics"]["checks"].values()))
    keys = {*written, *lever, *lever["prior"], *plan, *duel, *written["diagnostics"], *check}
    assert [key for key in sorted(keys) if f"`{key}`" not in guide] == []


def test_numbers_that_are_none_are_null(reading: foulee.Reading) -> None:
    effect = reading.levers["posts"].posterior
    broken = replace(effect, marginal=Interval(0.0, float("nan"), float("inf")))
    again = json.loads(as_json(found(reading, posterior=broken), SHOWN, ENGLISH))
    assert again["levers"]["posts"]["marginal"] == {"p10": 0.0, "p50": None, "p90": None}


def test_a_field_that_the_engine_adds_is_not_forgotten(reading: foulee.Reading) -> None:
    lever = payload(reading, SHOWN, ENGLISH)["levers"]["posts"]
    apart = {"name", "posterior", "usual", "most", "apart"}  # the key, the values themselves, `follows_demand`
    assert {item.name for item in fields(LeverEffect)} <= set(lever)
    assert {item.name for item in fields(LeverReading)} - apart <= set(lever)
