"""The people of a catchment: what they need, whom they know, how they are, and what is in their minds."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ADS, POSTS, SEARCH = 0, 1, 2  # how a lever reaches people
SEEN_FOR = 3  # weeks during which what was noticed adds up before it is remembered
FRIENDS = 6
MOST_NEEDS = 5  # a person goes shopping for the same thing at most so often a week

# Uses of a person's chance in a week; those of needs follow each other from NEEDS on, EACH for one need.
MOVES, FORGETS, NEEDED, LEARNS, MEETS = range(5)
SEES = 8  # two for each lever
NEEDS, EACH = 16, 8
RECALLS, CHOOSES, BASKET, ENJOYS, TELLS, FOLLOWS, SEARCHES, CLICKS = range(8)


class Town(NamedTuple):
    """Who lives there; arrays are (people,). How the two kinds of people read `fading` and `appeal`: their own files.

    `rate`: needs a week; `leaving`: chance a week of moving away, somebody who knows nothing coming instead;
    `passing`: chance a week of walking past; `basket`: what this person spends on average; `quality`: chance that a
    visit pleases; `telling`: chance of speaking of it; `trust`: chance of being believed; `searching`: chance that a
    need begins with a search; `following`: chance of following the firm after a visit; `friends` (people, 6).
    """

    rate: Floats
    basket: Floats
    appeal: Floats
    recall: Floats
    fading: Floats
    passing: Floats
    quality: Floats
    telling: Floats
    trust: Floats
    searching: Floats
    friends: Ints
    leaving: float
    following: float
    habit: float
    most_habit: int


class Levers(NamedTuple):
    """What each lever does to those whom it reaches; arrays are (levers,), `weight` (levers, people).

    `weight`: a person's share of the impressions (ADS); `notice`: chance that one impression is noticed; `learn`:
    chance that noticing teaches; `remind`: how much nearer it brings the firm this week; `gate`: how many must be
    noticed within three weeks before anything happens; `leak`: impressions of a post outside its followers.
    """

    way: Ints
    weight: Floats
    notice: Floats
    learn: Floats
    remind: Floats
    gate: Ints
    leak: Floats


class Weeks(NamedTuple):
    """Weeks to live, (weeks,): `need` multiplies needs, `rivals` makes them stronger; `push` (weeks, levers).

    `push` is impressions (ADS), posts times the chance that a follower sees one (POSTS), or the chance that somebody
    who searches sees the advertisement (SEARCH). `first` is the number of the first week: chance hangs on it.
    """

    need: Floats
    rivals: Floats
    push: Floats
    first: int


class Now(NamedTuple):
    """What one week is like when people go shopping: `found`, `clicked` as `searched` says; `lift` (people,)."""

    week: int
    need: float
    rivals: float
    found: float
    clicked: float
    lift: Floats


class Minds(NamedTuple):
    """What people carry from week to week, (people,).

    `memory`: how deep the firm is remembered, 0 not at all; `habit`: good visits that still count, bad ones below
    zero; `attitude`: between 0 and 1 (people with attitudes only); `visited`, `follower`: 0 or 1; `heard`: what
    friends said since; `noticed` (people, levers, weeks kept): impressions noticed lately.
    """

    memory: Ints
    habit: Ints
    attitude: Floats
    rest: Floats
    visited: Ints
    follower: Ints
    heard: Ints
    noticed: Ints

    def copy(self) -> "Minds":
        """The same minds, to live another life."""
        return Minds._make(part.copy() for part in self)


class Diary(NamedTuple):
    """What happened, (weeks,): visits, sales at people's usual basket, the till's own sum, first visits, searches."""

    visits: Floats
    sales: Floats
    till: Floats
    new: Floats
    searches: Floats


def blank_diary(weeks: int) -> Diary:
    """Nothing has happened yet."""
    return Diary(*(np.zeros(weeks) for _ in range(5)))


def blank_minds(people: int, levers: int, rest: Floats) -> Minds:
    """Nobody has ever heard of the firm."""

    def nothing() -> Ints:
        return np.zeros(people, dtype=np.int64)

    noticed = np.zeros((people, levers, SEEN_FOR), dtype=np.int64)
    return Minds(nothing(), nothing(), rest.copy(), rest.copy(), nothing(), nothing(), nothing(), noticed)


def circle_of_friends(rng: np.random.Generator, people: int) -> Ints:
    """Six friends for each: half of them neighbours, half of them anywhere (people, 6): a small world."""
    own = np.arange(people)[:, None]
    near = (own + rng.integers(1, 12, size=(people, FRIENDS // 2))) % people
    far = rng.integers(0, people, size=(people, FRIENDS - FRIENDS // 2))
    return np.concatenate([near, far], axis=1).astype(np.int64)


@njit(cache=True)
def shares(levers: Levers, lever: int, push: float) -> tuple[float, float]:
    """Impressions of a lever for each follower, and those shared out among everybody; searches are met at a need."""
    if levers.way[lever] == ADS:
        return 0.0, push
    if levers.way[lever] == POSTS:
        return push, push * levers.leak[lever]
    return 0.0, 0.0


@njit(cache=True)
def lately(noticed: Ints, found: int, week: int) -> int:
    """Write down what a person noticed of a lever this week (weeks kept,); the sum over the weeks that still count."""
    noticed[week % SEEN_FOR] = found
    total = 0
    for kept in range(SEEN_FOR):
        total += noticed[kept]
    return total


@njit(cache=True)
def searched(levers: Levers, push: Floats) -> tuple[float, float]:
    """Chance that somebody who searches sees the firm's advertisement and believes it, and how near it brings."""
    found, clicked = 0.0, 0.0
    for lever in range(levers.way.size):
        if levers.way[lever] == SEARCH:
            found, clicked = push[lever] * min(1.0, levers.notice[lever]), levers.remind[lever]
    return found, clicked
