"""What a firm's weeks have in its answer, in words and pictures: on the screen, on paper, as data."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.learnt import taught, weeks
from tests.people import BAKERY

from foulee.advice.result import Advice, BeforeWeeks, TaughtLever, WhyNot
from foulee.advice.storing import dump, restore
from foulee.core.history import Unit
from foulee.core.types import Means, Network
from foulee.knowledge.reader import Knowledge
from foulee.reporting.html import as_html
from foulee.reporting.language import Language
from foulee.reporting.payload import as_json
from foulee.reporting.text import as_text

EVIL = "<b>=1+1\u202e\x1b[31m🥖"


@pytest.fixture
def advice(answered: Callable[[str], Advice]) -> Advice:
    return answered(BAKERY)


def written(advice: Advice, knowledge: Knowledge, lang: str) -> str:
    """The answer on the screen, its lines put together again."""
    text = as_text(advice, knowledge, Language(lang, advice.currency, advice.country))
    return " ".join(text.replace("\u202f", " ").split())


def paged(advice: Advice, knowledge: Knowledge, lang: str = "en") -> str:
    return as_html(advice, knowledge, Language(lang, advice.currency, advice.country))


def test_both_answers_are_told(advice: Advice, knowledge: Knowledge) -> None:
    told = written(replace(advice, weeks=weeks(advice)), knowledge, "en")
    assert "This answer rests on 149 weeks of your sales, between 1 January 2024 and 15 November 2026." in told
    assert "Where: Google listing (Before your figures: Nowhere)" in told
    assert "It pays back its hours and money: 9 chances in 10 (Before your figures: 3 chances in 10)" in told
    assert "An hour brings in sales between €30 and €80; before your weeks, one would have said between €0" in told
    assert "ended" not in told
    french = written(replace(advice, weeks=weeks(advice)), knowledge, "fr")
    assert "Où aller : Fiche Google (Avant vos chiffres : Nulle part)" in french
    assert "Une heure rapporte entre 30 € et 80 € de ventes" in french


def test_an_answer_that_did_not_move_says_so(advice: Advice, knowledge: Knowledge) -> None:
    blue = advice.projection.paths["blue"]
    same = BeforeWeeks(
        verdict=advice.diagnosis.verdict,
        channels=tuple(channel.name for channel in advice.focus.channels),
        gain=blue.gain,
        chance_pays=blue.chance_pays,
        sales={},
    )
    told = written(replace(advice, weeks=weeks(advice, before=same)), knowledge, "en")
    assert "The answer is the same as before your figures." in told


@pytest.mark.parametrize(
    ("lever", "says"),
    [
        (taught(told=0.1), "Your weeks say almost nothing of it"),
        (taught(taught=False), "Weeks like these cannot tell what it brings"),
        (taught(channel=""), "It is none of the channels looked at here"),
        (taught(beyond=True), "The plan goes beyond anything you have tried there"),
        (taught(unit=Unit.MONEY), "€1 brings in sales between"),
    ],
)
def test_each_lever_says_what_the_weeks_did_to_it(
    advice: Advice, knowledge: Knowledge, lever: TaughtLever, says: str
) -> None:
    assert says in written(replace(advice, weeks=weeks(advice, lever)), knowledge, "en")


@pytest.mark.parametrize(
    ("channel", "says"),
    [
        ("facebook.ads", "This plan leaves it out: it takes at least €50 a month"),
        ("instagram.hours", "This plan leaves it out: the reason stands with"),
        ("tiktok.hours", "This plan leaves it out: the reason stands with"),
    ],
)
def test_what_the_firm_does_and_the_plan_leaves_out_is_said(
    advice: Advice, knowledge: Knowledge, channel: str, says: str
) -> None:
    reason = WhyNot(network=Network.FACEBOOK, means=Means.ADS, code="no_room_money", values={"money": 50.0})
    other = replace(reason, network=Network.INSTAGRAM, means=Means.HOURS, code="no_room_ideas", values={"ideas": 6.0})
    focus = replace(advice.focus, why_not=(reason, other))
    found = replace(advice, focus=focus, weeks=weeks(advice, taught(channel=channel)))
    assert says in written(found, knowledge, "en")
    assert "leaves it out" not in written(replace(advice, weeks=weeks(advice)), knowledge, "en")


@pytest.mark.parametrize(("spread", "wider"), [(1.0, False), (0.5, True)])
def test_a_band_that_is_wider_with_the_weeks_is_not_called_better_known(
    advice: Advice, knowledge: Knowledge, spread: float, wider: bool
) -> None:
    kept = weeks(advice)
    sales = {
        name: replace(fan, p10=fan.p50 - spread * (fan.p50 - fan.p10), p90=fan.p50 + spread * (fan.p90 - fan.p50))
        for name, fan in kept.before.sales.items()
    }
    html = paged(replace(advice, weeks=replace(kept, before=replace(kept.before, sales=sales))), knowledge)
    assert ("It is wider with your figures" in html) is wider
    assert ("the narrower, the more is known" in html) is not wider


@pytest.mark.parametrize(
    ("changes", "says", "silent"),
    [
        ({"since": 47}, "They ended 47 weeks ago", "They ended 1 week"),
        ({"placed": False, "since": 0}, "This answer rests on 149 weeks of your sales.", "between 1 January"),
        ({"counted": 1}, "This answer rests on 1 week of your sales", "1 weeks"),
    ],
)
def test_what_it_rests_on(
    advice: Advice, knowledge: Knowledge, changes: dict[str, object], says: str, silent: str
) -> None:
    told = written(replace(advice, weeks=weeks(advice, **changes)), knowledge, "en")
    assert says in told
    assert silent not in told


def test_what_is_ones_own_is_no_longer_called_a_study(advice: Advice, knowledge: Knowledge) -> None:
    before = written(advice, knowledge, "en")
    after = written(replace(advice, weeks=weeks(advice)), knowledge, "en")
    assert "Before your own figures, all this is what published studies" in before
    assert "Before your own figures, all this" not in after
    assert "are your own figures; all the rest" in after


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_fans_stand_side_by_side_on_the_page(advice: Advice, knowledge: Knowledge, lang: str) -> None:
    html = paged(replace(advice, weeks=weeks(advice)), knowledge, lang)
    titles = {"fr": ("Avant vos chiffres", "Avec vos chiffres"), "en": ("Before your figures", "With your figures")}
    halves = html[html.index('class="halves"') :]
    assert all(title in halves for title in titles[lang])
    assert halves.count("<svg") >= 2
    assert 'id="weeks"' not in paged(advice, knowledge, lang)


def test_a_lever_may_be_called_anything(advice: Advice, knowledge: Knowledge) -> None:
    evil = replace(advice, weeks=weeks(advice, taught(name=EVIL, channel="")))
    html = paged(evil, knowledge)
    assert "<b>=1+1" not in html
    assert "\x1b" not in html + as_text(evil, knowledge, Language("en", "EUR", advice.country))
    assert "\u202e" not in html


def test_as_data(advice: Advice, knowledge: Knowledge) -> None:
    language = Language("en", advice.currency, advice.country)
    told = json.loads(as_json(replace(advice, weeks=weeks(advice)), knowledge, language))["weeks"]
    assert (told["read"], told["counted"], told["before"]["verdict"]) == (True, 149, "not_now")
    assert told["levers"][0]["after"] == {"p10": 30.0, "p50": 50.0, "p90": 80.0}
    assert len(told["before"]["sales"]["blue"]["p50"]) == advice.projection.weeks
    assert json.loads(as_json(advice, knowledge, language))["weeks"] is None


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_weeks_that_refused_are_said_to_have_no_part(advice: Advice, knowledge: Knowledge, lang: str) -> None:
    refused = replace(advice, unread="not_converged")
    sentence = {"fr": "aucune part dans cette réponse", "en": "have no part in this answer"}[lang]
    assert sentence in written(refused, knowledge, lang)
    assert sentence in re.sub(r"\s+", " ", paged(refused, knowledge, lang))


def test_what_is_kept_comes_back_and_what_was_kept_before_weeks_counted_too(advice: Advice) -> None:
    found = replace(advice, weeks=weeks(advice))
    again = restore(json.loads(json.dumps(dump(found))))
    assert again.weeks is not None
    assert again.weeks.levers == (taught(),)
    old = dump(advice)
    del old["weeks"], old["unread"]
    assert restore(old).weeks is None
