"""People with attitudes: nobody "knows" a firm or not; everybody thinks something of it, from 0 to 1.

An attitude is moved by friends whose own is not too far away (bounded confidence: Deffuant et al., Advances in Complex
Systems 3, 2000), by what is seen, if it wins a place among everything else that asks for attention that week (limited
attention: Weng et al., Scientific Reports 2, 2012), and most by visits. Now and then one falls half-way back to what
one thinks at rest (`fading`). At a need the firm is chosen if attitude, taste (`appeal`) and the moment's noise clear
the bar that rivals set. What is thought at rest follows what was
lived, the more the more people there are of habit (`habit`).
"""

import math

import numpy as np
from benchmarks.markets.chance import chance, count, week_key
from benchmarks.markets.people import (
    BASKET,
    CHOOSES,
    CLICKS,
    EACH,
    ENJOYS,
    FOLLOWS,
    FORGETS,
    FRIENDS,
    MEETS,
    MOST_NEEDS,
    MOVES,
    NEEDED,
    NEEDS,
    RECALLS,
    SEARCHES,
    SEES,
    Diary,
    Floats,
    Levers,
    Minds,
    Now,
    Town,
    Weeks,
    lately,
    searched,
    shares,
)
from numba import njit

SLOTS = 4.0  # pieces of news that a person really takes in, a week
CLUTTER = 12.0  # pieces of news that ask for it besides
OPEN = 0.35  # how far a friend's opinion may lie from one's own and still count
NEARER = 0.3  # how much of the way is gone
STEEP = 7.0  # what a whole attitude weighs against the noise of a choice
STEP = 0.35  # how far what was taken in moves an attitude towards liking
TAUGHT = 0.25  # how far a visit moves it
SETTLES = 0.1  # how much of it stays for good, where habit is one
LOW, SPREAD = 0.1, 0.15  # what is thought at rest of a firm not yet met


@njit(cache=True)
def _renew(town: Town, minds: Minds, person: int) -> None:
    """Somebody else moves in, who thinks little of a firm not yet met."""
    minds.rest[person] = LOW + SPREAD * town.recall[person]
    minds.attitude[person] = minds.rest[person]
    minds.visited[person] = 0
    minds.follower[person] = 0
    minds.noticed[person] = 0


@njit(cache=True)
def _drift(town: Town, minds: Minds, key: np.uint64) -> None:
    """A week passes: some move, one meets somebody, one falls back, one walks past."""
    attitude, rest, fading, passing, telling = minds.attitude, minds.rest, town.fading, town.passing, town.telling
    leaving = town.leaving
    for person in range(attitude.size):
        moves = chance(key, person, MOVES)
        if moves < leaving:
            _renew(town, minds, person)
        own = attitude[person]
        meets = chance(key, person, MEETS)
        if meets < telling[person]:
            other = attitude[town.friends[person, int(meets / telling[person] * FRIENDS)]]
            if abs(other - own) < OPEN:
                own += NEARER * (other - own)
        if chance(key, person, FORGETS) < fading[person]:
            own += 0.5 * (rest[person] - own)
        if moves > 1.0 - passing[person]:
            own += 0.5 * STEP * (1.0 - own)
        attitude[person] = own


@njit(cache=True)
def _look(levers: Levers, minds: Minds, key: np.uint64, now: tuple[int, Floats], lift: Floats) -> None:
    """What levers do to people this week: attitudes move; `lift` is how much nearer the firm is brought, now."""
    week, push = now
    attitude, follower, noticed = minds.attitude, minds.follower, minds.noticed
    lift[:] = 0.0
    for lever in range(levers.way.size):
        remind, learn = levers.remind[lever], levers.learn[lever]
        gate, notice = levers.gate[lever], levers.notice[lever]
        followed, shown = shares(levers, lever, push[lever])
        weight = levers.weight[lever]
        if gate == 1 and (followed + shown) * notice <= 0.0:
            continue
        for person in range(attitude.size):
            met = followed * follower[person] + shown * weight[person]
            taken = notice * met * (SLOTS + CLUTTER) / (SLOTS + CLUTTER + met)
            found = count(chance(key, person, SEES + 2 * lever), taken) if taken > 0.0 else 0
            if gate > 1:
                found = min(found, lately(noticed[person, lever], found, week) // gate)
            if found > 0:
                lift[person] = max(lift[person], remind)
                if chance(key, person, SEES + 2 * lever + 1) < learn:
                    attitude[person] += STEP * (1.0 - attitude[person])


@njit(cache=True)
def _after(town: Town, minds: Minds, key: np.uint64, spot: tuple[int, int]) -> None:
    """What a visit leaves."""
    person, base = spot
    pleased = chance(key, person, base + ENJOYS) < town.quality[person]
    aim = 1.0 if pleased else 0.0
    minds.attitude[person] += TAUGHT * (aim - minds.attitude[person])
    minds.rest[person] += SETTLES * town.habit * (minds.attitude[person] - minds.rest[person])
    if pleased and chance(key, person, base + FOLLOWS) < town.following:
        minds.follower[person] = 1
    minds.visited[person] = 1


@njit(cache=True)
def _buys(basket: float, key: np.uint64, person: int, base: int) -> float:
    """What this visit puts into the till: log-normal around the person's basket."""
    radius = math.sqrt(-2.0 * math.log(chance(key, person, base + BASKET)))
    normal = radius * math.cos(2.0 * math.pi * chance(key, person, base + RECALLS))
    return basket * math.exp(0.6 * normal - 0.18)


@njit(cache=True)
def _shop(town: Town, minds: Minds, key: np.uint64, now: Now, diary: Diary) -> None:
    """The needs of a week: attitude, taste and the moment against the bar."""
    rate, searching, appeal, basket = town.rate, town.searching, town.appeal, town.basket
    attitude, lift, week = minds.attitude, now.lift, now.week
    for person in range(rate.size):
        for need in range(count(chance(key, person, NEEDED), rate[person] * now.need, MOST_NEEDS)):
            base = NEEDS + EACH * need
            near = lift[person]
            if chance(key, person, base + SEARCHES) < searching[person]:
                diary.searches[week] += 1.0
                if chance(key, person, base + CLICKS) < now.found:
                    near = max(near, now.clicked)
            unit = chance(key, person, base + CHOOSES)
            moment = math.log(unit / (1.0 - unit))
            if STEEP * (attitude[person] - 0.5) + appeal[person] + near - now.rivals + moment > 0.0:
                diary.visits[week] += 1.0
                diary.sales[week] += basket[person]
                diary.till[week] += _buys(basket[person], key, person, base)
                diary.new[week] += 1.0 - minds.visited[person]
                _after(town, minds, key, (person, base))


@njit(cache=True)
def live(town: Town, levers: Levers, minds: Minds, weeks: Weeks, told: tuple[int, Diary]) -> None:
    """Let everybody live these weeks: `minds` change, the diary is written; `told` is the life's number and it."""
    life, diary = told
    lift = np.zeros(town.rate.size)
    for week in range(weeks.need.size):
        key = week_key(life, weeks.first + week)
        _drift(town, minds, key)
        _look(levers, minds, key, (weeks.first + week, weeks.push[week]), lift)
        found, clicked = searched(levers, weeks.push[week])
        _shop(town, minds, key, Now(week, weeks.need[week], weeks.rivals[week], found, clicked, lift), diary)
