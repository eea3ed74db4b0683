"""Columns of followers, visits and reach: which are read, and of which lever each is."""

import datetime as dt

import numpy as np
import pytest

from foulee.connectors.files.history.reading import HistoryFile, parse_history
from foulee.connectors.files.history.wanted import Told, wanted
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.response.levels import Measure, levels_of
from foulee.firmfile.problems import FirmFileError

LEVERS: dict[str, Told] = {
    "instagram_hours": "organic_social",
    "facebook_ads": "paid_social",
    "posts": "organic_social",
}


def read(columns: str, levers: dict[str, Told] | None = None, rows: int = 3) -> HistoryFile:
    header = f"week;sales;{';'.join(LEVERS)};{columns}"
    cells = ";".join("7" for _ in columns.split(";"))
    lines = [f"2024-W{week + 7:02};1000;1;2;3;{cells}" for week in range(rows)]
    return parse_history("\n".join([header, *lines]).encode(), "mine.csv", wanted(levers or LEVERS, (), TODAY))


TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("column", "name", "levers"),
    [
        ("reach", "reach", ("instagram_hours", "facebook_ads", "posts")),
        ("followers", "followers", ("instagram_hours", "posts")),
        ("reach_instagram", "reach_instagram", ("instagram_hours",)),
        ("Portée Instagram", "reach_instagram", ("instagram_hours",)),
        ("instagram_reach", "reach_instagram", ("instagram_hours",)),
        ("reach_instagram_hours", "reach_instagram_hours", ("instagram_hours",)),
        ("Personnes touchées (Facebook)", "reach_facebook", ("facebook_ads",)),
        ("portee_facebook_ads", "reach_facebook_ads", ("facebook_ads",)),
        ("abonnés de Facebook", "followers_facebook", ("facebook_ads",)),
        ("ABONNÉS d’Instagram", "followers_instagram", ("instagram_hours",)),
        ("sessions", "visits", ("instagram_hours", "facebook_ads", "posts")),
        ("visites du site", "visits_site", ("instagram_hours", "facebook_ads", "posts")),
        ("followers_posts", "followers_posts", ("posts",)),
        ("reach_tiktok", "reach_tiktok", ()),
        ("reach_insta", "reach_insta", ()),
        ("reach_=1+1", "reach_1_1", ()),
        ("reach_<b>hi</b>", "reach_b_hi_b", ()),
    ],
)
def test_a_level_belongs_to_the_lever_it_names(column: str, name: str, levers: tuple[str, ...]) -> None:
    history = read(column).history
    assert list(history.levels) == [name]
    (level,) = levels_of(history)
    assert tuple(history.names[place] for place in level.levers) == levers
    assert level.measure is Measure(name.partition("_")[0])


@pytest.mark.parametrize(
    "column", ["outreach", "reachable", "tiktok_reach", "preach_instagram", "likes_instagram", "rea ch"]
)
def test_other_columns_are_no_levels(column: str) -> None:
    found = read(column)
    assert not found.history.levels
    assert found.unused == (column,)


def test_a_lever_may_be_called_like_a_level() -> None:
    history = read("reach_instagram", {"reach_instagram": "paid_social"}).history
    assert (history.names, dict(history.levels)) == (("reach_instagram",), {})


def test_two_columns_of_the_same_level_are_refused() -> None:
    with pytest.raises(FirmFileError) as refusal:
        read("reach_instagram;Portée Instagram")
    assert [problem.code for problem in refusal.value.problems] == ["history_same_columns"]


def test_of_daily_rows_followers_are_averaged_and_reach_is_summed() -> None:
    rows = [f"{dt.date(2024, 2, 12) + dt.timedelta(days=day)},100,1,{100 + day},{10}" for day in range(21)]
    text = "date,sales,posts,followers_posts,reach_posts\n" + "\n".join(rows)
    found = parse_history(text.encode(), "mine.csv", wanted({"posts": "organic_social"}, (), TODAY))
    assert found.history.levels["followers_posts"].tolist() == [103.0, 110.0, 117.0]
    assert found.history.levels["reach_posts"].tolist() == [70.0, 70.0, 70.0]


def test_levels_given_by_hand_are_known_by_their_names() -> None:
    lever = LeverHistory(name="Insta posts", kind=LeverKind.ORGANIC_SOCIAL, unit=Unit.HOURS, effort=np.ones(2))
    history = FirmHistory(
        start=dt.date(2024, 2, 12),
        sales=np.ones(2),
        levers=(lever,),
        levels={name: np.ones(2) for name in ("Reach insta posts", "reach Insta", "likes", "", "reach")},
    )
    assert [(level.name, level.levers) for level in levels_of(history)] == [
        ("Reach insta posts", (0,)),
        ("reach Insta", (0,)),
        ("reach", (0,)),
    ]
