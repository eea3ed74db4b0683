"""Followers, visits and reach in words, in both languages."""

import datetime as dt

import numpy as np
import pytest

from foulee.advice.describing import describe
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.response.fitting.indicators import Indicated, Indication
from foulee.core.response.levels import Part, levels_of
from foulee.reporting.fit_indicators import parts_payload, parts_words
from foulee.reporting.history import history_payload, history_text
from foulee.reporting.language import Language

HOSTILE = "reach_<b>\u202e\x07"


def history(*levels: str) -> FirmHistory:
    lever = LeverHistory(name="insta_hours", kind=LeverKind.ORGANIC_SOCIAL, unit=Unit.HOURS, effort=np.ones(30))
    return FirmHistory(
        start=dt.date(2024, 1, 1),
        sales=np.full(30, 1000.0),
        levers=(lever,),
        levels={name: np.full(30, 5.0) for name in levels},
    )


def indicated(*parts: Part, power: float = 1.0, wild: int = 0) -> Indicated:
    level = levels_of(history("reach_insta"))[0]
    found = tuple(Indication(level=level, part=part, follows=0.7, own_way=0.2, wild=wild) for part in parts)
    return Indicated(levels=found, places=np.arange(2000), worth=812.3, power=power, tail=0.2)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("Followers, visits, reach", "Reach (insta)")), ("fr", ("Abonnés, visites, portée", "Portée (insta)"))],
)
def test_a_history_says_what_each_level_is_taken_for(lang: str, words: tuple[str, ...]) -> None:
    described = describe(history("reach_insta", "followers", "visits", "reach_tiktok", HOSTILE))
    told = history_text("mine.csv", described, Language(lang))
    assert all(word in told for word in words)
    assert "{" not in told
    assert not {"\u202e", "\x07"} & set(told)
    assert history_payload(described)["levels"]["reach_insta"] == {"measure": "reach", "levers": ["insta_hours"]}
    assert history_payload(described)["levels"]["reach_tiktok"]["levers"] == []


def test_without_levels_or_levers_nothing_is_said_of_them() -> None:
    english = Language("en")
    assert "reach" not in history_text("mine.csv", describe(history()), english).lower()
    assert parts_words(indicated(), history(), english) == ()


@pytest.mark.parametrize("part", list(Part))
def test_each_part_has_words_in_both_languages(part: Part) -> None:
    made = indicated(part, wild=2)
    english, french = (parts_words(made, history("reach_insta"), Language(lang)) for lang in ("en", "fr"))
    assert english[0] != french[0]
    assert "{" not in " ".join(english + french)
    assert "2 wild weeks were left out" in english[0]
    assert len(english) == len(french) == (2 if part is Part.FOLLOWS else 1)


@pytest.mark.parametrize(
    ("power", "words"), [(1.0, "rests on 812 draws of 2,000"), (0.4, "40%"), (0.0, "had no part in the answer")]
)
def test_how_far_the_draws_could_be_weighed_is_said(power: float, words: str) -> None:
    made = indicated(Part.FOLLOWS, power=power)
    assert words in parts_words(made, history("reach_insta"), Language("en"))[-1]
    assert parts_payload(made)["power"] == power
    assert parts_payload(made)["levels"]["reach_insta"]["part"] == "follows"
