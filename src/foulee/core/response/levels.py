"""Followers, visits, reach: what each level a firm notes is taken to show, of which levers, and what part it had."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from foulee.core.history import FirmHistory, LeverHistory, LeverKind, folded

SITE = frozenset(
    {"site", "web", "website", "site_web", "site_internet", "page", "total", "totales", "totale", "tout", "all"}
)
# What a lever's name says beside the network: how it is counted, or what is done.
COUNTED_IN = frozenset(
    [
        "hours",
        "heures",
        "h",
        "minutes",
        "spend",
        "budget",
        "cost",
        "cout",
        "depense",
        "depenses",
        "money",
        "euros",
        "ads",
        "ad",
        "annonces",
        "pub",
        "pubs",
        "publicites",
        "posts",
        "publications",
        "time",
        "temps",
    ]
)


class Measure(StrEnum):
    """What a level counts."""

    FOLLOWERS = "followers"
    VISITS = "visits"
    REACH = "reach"


class Part(StrEnum):
    """What part a level had."""

    FOLLOWS = "follows"  # it speaks clearly for following its lever
    NOTHING = "nothing"  # it does not
    FEW = "few"  # too few weeks of it
    NO_LEVER = "no_lever"  # it belongs to none
    STILL = "still"  # its lever was never used, or always the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of the history and the places of the levers that it may show; `bare`: its name names none of them."""

    name: str
    measure: Measure
    levers: tuple[int, ...]
    bare: bool


def levels_of(history: FirmHistory) -> tuple[Level, ...]:
    """What each level is taken for; one whose name begins with no measure shows nothing that we know."""
    found = []
    for name in history.levels:
        word, _, rest = folded(name).partition("_")
        if word in set(Measure):
            bare = not rest or rest in SITE
            measure = Measure(word)
            levers = _all(measure, history.levers) if bare else belonging(rest, history.levers)
            found.append(Level(name=name, measure=measure, levers=levers, bare=bare))
    return tuple(found)


def belonging(told: str, levers: Sequence[LeverHistory]) -> tuple[int, ...]:
    """Places of the levers meant by the end of a level's name: that very name, else those that say little more."""
    names = [folded(lever.name) for lever in levers]
    if told in names:
        return (names.index(told),)
    words = told.split("_")
    return tuple(place for place, name in enumerate(names) if _named(name.split("_"), words))


def _named(name: list[str], told: list[str]) -> bool:
    """Whether a lever's name is the one told, but for the words that say how it is counted."""
    return name[: len(told)] == told and COUNTED_IN.issuperset(name[len(told) :])


def _all(measure: Measure, levers: Sequence[LeverHistory]) -> tuple[int, ...]:
    """The levers that a level without a lever's name may show: followers come from what is posted."""
    if measure is not Measure.FOLLOWERS:
        return tuple(range(len(levers)))
    return tuple(place for place, lever in enumerate(levers) if lever.kind is LeverKind.ORGANIC_SOCIAL)
