"""Levers as they are written on a command line: which follow demand, and what shows it."""

import datetime as dt

import pytest

from foulee.cli.levers import read_levers
from foulee.connectors.files.history.wanted import Told, wanted
from foulee.firmfile.problems import FirmFileError

LEVERS = ("ads=paid_social", "a:b=search")
TODAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize(
    ("follows", "told"),
    [
        ((), {"ads": (None, None), "a:b": (None, None)}),
        (("ads",), {"ads": (True, None), "a:b": (None, None)}),
        (("ads:searches",), {"ads": (True, "searches"), "a:b": (None, None)}),
        ((" ads : foot fall ",), {"ads": (True, "foot fall"), "a:b": (None, None)}),
        (("a:b",), {"ads": (None, None), "a:b": (True, None)}),
        (("a:b:searches", "ads"), {"ads": (True, None), "a:b": (True, "searches")}),
    ],
)
def test_a_lever_may_follow_a_demand_of_its_own(
    follows: tuple[str, ...], told: dict[str, tuple[bool | None, str | None]]
) -> None:
    found = read_levers(LEVERS, follows)
    assert {name: (spec.follows_demand, spec.control) for name, spec in found.items()} == told


@pytest.mark.parametrize("follows", ["other", "other:searches", "ads:", ":searches", ""])
def test_what_follows_must_be_a_lever(follows: str) -> None:
    with pytest.raises(FirmFileError) as caught:
        read_levers(LEVERS, (follows,))
    assert [problem.code for problem in caught.value.problems] == ["lever_follows"]


def test_a_lever_follows_one_demand() -> None:
    with pytest.raises(FirmFileError) as caught:
        read_levers(LEVERS, ("ads:searches", "ads:footfall"))
    assert [(problem.code, problem.values) for problem in caught.value.problems] == [
        ("history_asked_twice", {"found": "ads"})
    ]
    assert read_levers(LEVERS, ("ads:searches", "ads:searches"))["ads"].control == "searches"


def test_the_control_of_a_lever_is_looked_for_once_among_the_columns() -> None:
    levers: dict[str, Told] = {"ads": ("paid_social", "money", "searches"), "search": ("search", None, True)}
    asked = wanted(levers, ("footfall", "searches"), TODAY)
    assert asked.controls == ("footfall", "searches")
    assert wanted(levers, (), TODAY).controls == ("searches",)
    assert [(spec.follows, spec.control) for spec in asked.levers] == [(True, "searches"), (True, None)]
