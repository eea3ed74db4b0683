"""People with memories: they know the firm or do not, and choose among those they can think of.

Somebody comes to know a firm by walking past, by an advertisement or a post that was noticed, or because a friend
said so. Each time deepens the memory by one; each week one of its layers may go (`fading`), sooner for some than for
others, and with the last layer the firm is forgotten. At a need, a firm that is known may or may not come to mind
(`recall`); then it is chosen against the rivals (`appeal`, a taste, plus habit: McFadden's discrete choice). A good
visit makes a habit and a deeper memory, a bad one loses more than a good one won.
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
    LEARNS,
    MOST_NEEDS,
    MOVES,
    NEEDED,
    NEEDS,
    RECALLS,
    SEARCHES,
    SEES,
    TELLS,
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

DEEPEST = 6
WORST, LOST = -3, 2  # a habit's lowest; what a bad visit costs
FIRST_TIME = 2.0  # a first visit is told more often
AUTOMATIC = 2  # from this habit on, the firm always comes to mind
STRANGE = 2.5  # a name never met before convinces less
LAPSES = 0.04  # chance that a visit to a rival wears a habit


@njit(cache=True)
def _renew(minds: Minds, person: int) -> None:
    """Somebody else moves in, who knows nothing."""
    minds.memory[person] = 0
    minds.habit[person] = 0
    minds.visited[person] = 0
    minds.follower[person] = 0
    minds.heard[person] = 0
    minds.noticed[person] = 0


@njit(cache=True)
def _remember(town: Town, minds: Minds, key: np.uint64) -> None:
    """A week passes: some move, friends have spoken, some things fade, one walks past."""
    memory, heard, fading, passing = minds.memory, minds.heard, town.fading, town.passing
    leaving = town.leaving
    for person in range(memory.size):
        moves = chance(key, person, MOVES)
        if moves < leaving:
            _renew(minds, person)
        if heard[person] > 0:
            memory[person] = min(memory[person] + 1, DEEPEST)
        elif heard[person] < 0:
            minds.habit[person] = max(minds.habit[person] - 1, WORST)
        heard[person] = 0
        if memory[person] > 0 and chance(key, person, FORGETS) < fading[person]:
            memory[person] -= 1
        if moves > 1.0 - passing[person] and memory[person] < 2:
            memory[person] += 1


@njit(cache=True)
def _look(levers: Levers, minds: Minds, key: np.uint64, now: tuple[int, Floats], lift: Floats) -> None:
    """What levers do to people this week: memories deepen; `lift` is how much nearer the firm is brought, now."""
    week, push = now
    memory, follower, noticed = minds.memory, minds.follower, minds.noticed
    lift[:] = 0.0
    for lever in range(levers.way.size):
        remind, learn = levers.remind[lever], levers.learn[lever]
        gate, notice = levers.gate[lever], levers.notice[lever]
        followed, shown = shares(levers, lever, push[lever])
        weight = levers.weight[lever]
        if gate == 1 and (followed + shown) * notice <= 0.0:
            continue
        for person in range(memory.size):
            met = notice * (followed * follower[person] + shown * weight[person])
            found = count(chance(key, person, SEES + 2 * lever), met) if met > 0.0 else 0
            if gate > 1:
                found = min(found, lately(noticed[person, lever], found, week) // gate)
            if found > 0:
                lift[person] = max(lift[person], remind)
                if chance(key, person, SEES + 2 * lever + 1) < learn and memory[person] < DEEPEST:
                    memory[person] += 1


@njit(cache=True)
def _after(town: Town, minds: Minds, key: np.uint64, spot: tuple[int, int]) -> None:
    """What a visit leaves: pleased or not, told or not."""
    person, base = spot
    pleased = chance(key, person, base + ENJOYS) < town.quality[person]
    minds.memory[person] = min(minds.memory[person] + 1, DEEPEST)
    if pleased:
        minds.habit[person] = min(minds.habit[person] + 1, town.most_habit)
    else:
        minds.habit[person] = max(minds.habit[person] - LOST, WORST)
    says = chance(key, person, base + TELLS)
    often = town.telling[person] * (1.0 if minds.visited[person] else FIRST_TIME)
    if says < often:
        friend = town.friends[person, int(says / often * FRIENDS)]
        if chance(key, friend, LEARNS) < town.trust[friend]:
            minds.heard[friend] = 1 if pleased else -1
    if pleased and chance(key, person, base + FOLLOWS) < town.following:
        minds.follower[person] = 1
    minds.visited[person] = 1


@njit(cache=True)
def _buys(basket: float, key: np.uint64, person: int, base: int) -> float:
    """What this visit puts into the till: most little, some much, the person's usual basket on average."""
    unit = chance(key, person, base + BASKET)
    return -basket * 0.5 * math.log(unit * chance(key + np.uint64(1), person, base + BASKET))


@njit(cache=True)
def _shop(town: Town, minds: Minds, key: np.uint64, now: Now, diary: Diary) -> None:
    """The needs of a week: search or not, think of the firm or not, choose, buy, remember."""
    rate, searching, recall, appeal, basket = town.rate, town.searching, town.recall, town.appeal, town.basket
    memory, habit, lift, week = minds.memory, minds.habit, now.lift, now.week
    for person in range(rate.size):
        for need in range(count(chance(key, person, NEEDED), rate[person] * now.need, MOST_NEEDS)):
            base = NEEDS + EACH * need
            near = lift[person]
            if chance(key, person, base + SEARCHES) < searching[person]:
                diary.searches[week] += 1.0
                if chance(key, person, base + CLICKS) < now.found:
                    near = max(near, now.clicked)
            if memory[person] == 0 and near <= 0.0:
                continue
            if near <= 0.0 and habit[person] < AUTOMATIC and chance(key, person, base + RECALLS) > recall[person]:
                continue
            liking = appeal[person] + town.habit * habit[person] + near - now.rivals
            if memory[person] == 0:
                liking -= STRANGE
            if chance(key, person, base + CHOOSES) < 1.0 / (1.0 + math.exp(-liking)):
                diary.visits[week] += 1.0
                diary.sales[week] += basket[person]
                diary.till[week] += _buys(basket[person], key, person, base)
                diary.new[week] += 1.0 - minds.visited[person]
                _after(town, minds, key, (person, base))
            elif habit[person] > 0 and chance(key, person, base + ENJOYS) < LAPSES:
                habit[person] -= 1


@njit(cache=True)
def live(town: Town, levers: Levers, minds: Minds, weeks: Weeks, told: tuple[int, Diary]) -> None:
    """Let everybody live these weeks: `minds` change, the diary is written; `told` is the life's number and it."""
    life, diary = told
    lift = np.zeros(town.rate.size)
    for week in range(weeks.need.size):
        key = week_key(life, weeks.first + week)
        _remember(town, minds, key)
        _look(levers, minds, key, (weeks.first + week, weeks.push[week]), lift)
        found, clicked = searched(levers, weeks.push[week])
        _shop(town, minds, key, Now(week, weeks.need[week], weeks.rivals[week], found, clicked, lift), diary)
