"""Which channel a lever is: by its kind, its unit and its name, or as somebody said."""

import datetime as dt

import numpy as np
import pytest

from foulee.advice.examples import example
from foulee.advice.lever_channels import channels_of, guessed, without_twins
from foulee.advice.options import options
from foulee.core.history import LeverHistory, LeverKind, Unit
from foulee.core.plans import Option
from foulee.firmfile.problems import FirmFileError
from foulee.knowledge import reader

DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def found() -> tuple[Option, ...]:
    return options(example("boulangerie-martinique", DAY), reader.load(DAY))


def lever(name: str, kind: str, unit: str = "hours", weeks: int = 5) -> LeverHistory:
    effort = np.zeros(10)
    effort[:weeks] = 1.0
    return LeverHistory(name=name, kind=LeverKind(kind), unit=Unit(unit), effort=effort)


@pytest.mark.parametrize(
    ("told", "channel"),
    [
        (lever("instagram_hours", "organic_social"), "instagram.hours"),
        (lever("Insta – posts", "organic_social"), "instagram.hours"),
        (lever("heures FB", "organic_social"), "facebook.hours"),
        (lever("posts", "organic_social"), ""),
        (lever("facebook and instagram", "organic_social"), ""),
        (lever("linkedin", "organic_social"), ""),  # none of a bakery's
        (lever("instagram", "organic_social", "money"), ""),  # money for posts is none of the channels
        (lever("facebook_ads", "paid_social", "money"), "facebook.ads"),
        (lever("meta", "paid_social", "money"), "facebook.ads"),
        (lever("pub", "search", "money"), "google_search.ads"),
        (lever("pub", "search", "hours"), ""),
        (lever("lettre", "email"), "newsletter.hours"),
        (lever("fiche", "local_listing"), "google_business.hours"),
        (lever("articles", "blog"), ""),  # the firm has no website
        (lever("leaflets", "local_ads", "money"), ""),
        (lever("instagram", "other"), ""),
        (lever("\u202einstagram\x00 <b>", "organic_social"), "instagram.hours"),
        (lever("x" * 5000, "organic_social"), ""),
    ],
)
def test_a_lever_is_the_channel_that_its_kind_and_its_name_say(
    found: tuple[Option, ...], told: LeverHistory, channel: str
) -> None:
    assert guessed(told, found) == channel


def test_what_was_said_goes_before(found: tuple[Option, ...]) -> None:
    levers = (lever("posts", "organic_social"), lever("instagram", "organic_social"))
    told = channels_of(levers, found, {"posts": "facebook.hours", "instagram": "none"})
    assert told == {"posts": "facebook.hours", "instagram": ""}


def test_two_levers_cannot_be_one_channel(found: tuple[Option, ...]) -> None:
    levers = (lever("letters", "email"), lever("mailing", "email", weeks=8))
    with pytest.raises(FirmFileError) as refused:
        channels_of(levers, found)
    assert [problem.code for problem in refused.value.problems] == ["channel_twice_told"]
    # Where nobody can be asked, it is the one that was used in more weeks.
    assert without_twins(levers, found) == {"letters": "", "mailing": "newsletter.hours"}


def test_everything_wrong_is_said_at_once(found: tuple[Option, ...]) -> None:
    with pytest.raises(FirmFileError) as refused:
        channels_of((lever("letters", "email"),), found, {"leters": "newsletter.hours", "letters": "news"})
    assert [problem.code for problem in refused.value.problems] == ["channel_lever", "channel_option"]
