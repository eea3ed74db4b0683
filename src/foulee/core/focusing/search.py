"""The search: every small set of channels at a grid of efforts, then the best sets whole through the model.

A first pass values each channel alone and adds up the sets, audiences met twice counted once; the best sets are
then run whole on the same draws, so that "the chance that it is the best" compares plans on the same luck.
"""

from dataclasses import dataclass
from itertools import combinations
from math import floor

import numpy as np

from foulee.core.focusing.market import Market
from foulee.core.plans import GOOD_BET, MOST, TOLERANCE, Capacity, Choice, Option, Plan, steady
from foulee.core.response.saturation import scaled_hill
from foulee.core.response.simulate import Efforts, discount_factors, no_effort, present_value, simulate
from foulee.core.types import Floats, Means, Objective

LARGEST_SET = 3
SCREENING_DRAWS = 300
STEPS = (1.0, 1.5, 2.0)  # of the typical effort, beside the minimum and all that fits
SHARES = (0.25, 0.5, 0.75, 1.0)  # of the money
SEEN = (Objective.BE_KNOWN, Objective.RECRUIT)  # objectives counted in people met, not in money


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A plan run through the model on the screening draws.

    `gain` (draws,): discounted profit over the horizon against doing nothing. `score` (draws,): what the
    objective counts, the gain or the people of the target met in a week. `chance_best`: share of draws in
    which no other candidate, nor doing nothing, does better.
    """

    plan: Plan
    gain: Floats
    score: Floats
    chance_best: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMore:
    """What a further presence takes from the others (METHOD D5).

    `plan` is the best one that includes it, empty if none fits the hours and the money; `change` (draws,)
    its gain minus that of the chosen plan; `hours_needed` a week at its minimum; `hours_taken` a week from
    each channel already chosen; `lacking`: what does not suffice where none fits (`hours`, `money` or `ideas`).
    """

    option: Option
    plan: Plan
    change: Floats
    hours_needed: float
    hours_taken: dict[str, float]
    lacking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """The chosen plan among the candidates, the chance that doing nothing is best, each presence more."""

    chosen: Candidate
    candidates: tuple[Candidate, ...]
    chance_nothing: float
    one_more: tuple[OneMore, ...]

    def chance_of(self, option: Option) -> float:
        """Chance that the best plan includes this option."""
        return sum(
            candidate.chance_best
            for candidate in self.candidates
            if any(choice.option == option for choice in candidate.plan)
        )


def focus(
    market: Market, capacity: Capacity, objective: Objective, *, finalists: int = 10, one_more: bool = True
) -> Focus:
    """Choose the plan with the highest expected score whose every further channel is a good bet; say how sure it is.

    `finalists` sets are run whole through the model. From the best of them, channels that would more likely than
    not do less than they cost are dropped: their expected worth rests on a lucky tail that only assumptions
    support (METHOD E4). Where nothing fits, the chosen plan is empty. What each further presence would take is left
    out unless `one_more`.
    """
    search = _Search(market, capacity, objective)
    found, chosen = _choose(search, finalists)
    candidates = _with_chances(found)
    chosen = next((candidate for candidate in candidates if candidate.plan == chosen.plan), search.nothing)
    others = [option for option in market.options if all(choice.option != option for choice in chosen.plan)]
    others = others if one_more else []
    return Focus(
        chosen=chosen,
        candidates=candidates,
        chance_nothing=1.0 - sum(candidate.chance_best for candidate in candidates),
        one_more=tuple(search.one_more(option, chosen) for option in others),
    )


def choose(market: Market, capacity: Capacity, objective: Objective, *, finalists: int = 10) -> Candidate:
    """The plan that `focus` would choose, without what surrounds it."""
    return _choose(_Search(market, capacity, objective), finalists)[1]


def _choose(search: "_Search", finalists: int) -> tuple[list[Candidate], Candidate]:
    """The finalists, and the one kept."""
    found = [search.run(plan) for plan in search.best_of_sets()[:finalists]]
    best = max(found, key=lambda candidate: float(candidate.score.mean()), default=search.nothing)
    sound = search.only_good_bets(best)
    if sound.plan and all(sound.plan != candidate.plan for candidate in found):
        found.append(sound)
    return found, sound


def _with_chances(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Fill in the chance that each is the best, doing nothing (score 0) included."""
    if not candidates:
        return ()
    scores = np.array([candidate.score for candidate in candidates])
    best = np.where(scores.max(axis=0) > 0.0, scores.argmax(axis=0), -1)
    return tuple(
        Candidate(plan=found.plan, gain=found.gain, score=found.score, chance_best=float((best == place).mean()))
        for place, found in enumerate(candidates)
    )


class _Runner:
    """Runs plans through the model and scores them."""

    def __init__(self, market: Market, capacity: Capacity, objective: Objective) -> None:
        self.market = market
        self.capacity = capacity
        self.in_money = objective not in SEEN
        nothing = simulate(market.draws.only(()), no_effort(capacity.weeks, 0))
        self.idle = present_value(nothing.profit, market.draws.weekly_discount)
        self.ran: dict[Plan, Candidate] = {}

    def alone(self, choices: list[Choice]) -> tuple[Floats, Floats]:
        """Expected gross score and cost of each effort of an option used alone, (efforts,) each."""
        if not self.in_money:
            met = np.array([float(self._met((choice,)).mean()) for choice in choices])
            return met, np.zeros(len(choices))
        cost = np.array([self._cost((choice,)) for choice in choices])
        return self._gains(choices).mean(axis=1) + cost, cost

    def _gains(self, choices: list[Choice]) -> Floats:
        """Gain of each effort of an option used alone (efforts, draws): all in one run, the draws side by side."""
        if not choices:
            return np.zeros((0, self.idle.size))
        count, weeks = self.idle.size, self.capacity.weeks
        draws = self.market.draws_for((choices[0],)).take(np.tile(np.arange(count), len(choices)))
        paths = [steady((choice,), weeks) for choice in choices]
        side_by_side = Efforts(
            multiples=np.repeat(np.stack([path.multiples for path in paths], axis=1), count, axis=1),
            hours=np.repeat(np.stack([path.hours for path in paths]), count, axis=0),
            money=np.repeat(np.stack([path.money for path in paths]), count, axis=0),
        )
        profit = simulate(draws, side_by_side).profit
        return present_value(profit, draws.weekly_discount).reshape(len(choices), count) - self.idle

    def _cost(self, plan: Plan) -> float:
        efforts = steady(plan, self.capacity.weeks)
        spent = efforts.money + efforts.hours * float(self.market.draws.firm.hour_cost.mean())
        return float(spent @ discount_factors(self.market.draws.weekly_discount, self.capacity.weeks))

    def run(self, plan: Plan) -> Candidate:
        """Run a plan whole through the model; a plan met again is not run again."""
        if plan not in self.ran:
            self.ran[plan] = self._run(plan)
        return self.ran[plan]

    def _run(self, plan: Plan) -> Candidate:
        draws = self.market.draws_for(plan)
        outcome = simulate(draws, steady(plan, self.capacity.weeks))
        gain = present_value(outcome.profit, draws.weekly_discount) - self.idle
        score = gain if self.in_money else self._met(plan)
        return Candidate(plan=plan, gain=gain, score=score)

    def _met(self, plan: Plan) -> Floats:
        """People of the target met in a week under the plan (draws,)."""
        columns = [self.market.column(choice) for choice in plan]
        draws = self.market.draws_for(plan)
        multiples = np.array([choice.multiple for choice in plan])
        response = scaled_hill(multiples, draws.lever.half_saturation, draws.lever.slope)
        met: Floats = (self.market.reach[:, columns] * response * self.market.worth(columns)).sum(axis=1)
        return met


class _Search:
    """The grid of efforts, what each is worth alone, and the sets made of them."""

    def __init__(self, market: Market, capacity: Capacity, objective: Objective) -> None:
        self.runner = _Runner(market, capacity, objective)
        self.market = market
        self.capacity = capacity
        self.nothing = Candidate(
            plan=(), gain=np.zeros(market.draws.count), score=np.zeros(market.draws.count), chance_best=1.0
        )
        self.grid = [_efforts(option, capacity) for option in market.options]
        few = _Runner(market.take(slice(0, SCREENING_DRAWS)), capacity, objective)
        self.alone = [few.alone(choices) for choices in self.grid]

    def run(self, plan: Plan) -> Candidate:
        """Run a plan whole through the model, on all draws."""
        return self.runner.run(plan)

    def best_of_sets(self) -> list[Plan]:
        """The best efforts of every small set that fits, best set first."""
        columns = [column for column, choices in enumerate(self.grid) if choices]
        found = []
        for size in range(1, LARGEST_SET + 1):
            for members in combinations(columns, size):
                value, plan = self._best_efforts(members)
                if plan:
                    found.append((value, plan))
        return [plan for _, plan in sorted(found, key=lambda pair: -pair[0])]

    def _best_efforts(self, members: tuple[int, ...]) -> tuple[float, Plan]:
        """The best fitting combination of efforts of a set: all are tried."""
        worth = self.market.worth(list(members)).mean(axis=0)
        shape = tuple(len(self.grid[column]) for column in members)
        value, hours, money, ideas = (np.zeros(shape) for _ in range(4))
        for axis, column in enumerate(members):
            along = [1] * len(members)
            along[axis] = -1
            gross, cost = self.alone[column]
            value += (worth[axis] * gross - cost).reshape(along)
            hours += np.array([choice.hours for choice in self.grid[column]]).reshape(along)
            money += np.array([choice.money for choice in self.grid[column]]).reshape(along)
            ideas += np.array([choice.ideas for choice in self.grid[column]]).reshape(along)
        room = self.capacity
        fits = (hours <= room.hours + TOLERANCE) & (money <= room.money + TOLERANCE) & (ideas <= room.ideas + TOLERANCE)
        if not fits.any():
            return -np.inf, ()
        place = np.unravel_index(np.argmax(np.where(fits, value, -np.inf)), shape)
        plan = tuple(self.grid[column][int(step)] for column, step in zip(members, place, strict=True))
        return float(value[place]), plan

    def only_good_bets(self, candidate: Candidate) -> Candidate:
        """Drop, one by one, the channel least likely to be worth its cost while that chance is under one half."""
        while len(candidate.plan) > 1:
            without = [self._without(candidate.plan, choice) for choice in candidate.plan]
            chances = [float((candidate.score > other.score).mean()) for other in without]
            if min(chances) >= GOOD_BET:
                break
            candidate = without[int(np.argmin(chances))]
        return candidate

    def _without(self, plan: Plan, dropped: Choice) -> Candidate:
        """The best efforts of the plan's other channels, which share the hours set free."""
        columns = tuple(self.market.column(choice) for choice in plan if choice is not dropped)
        return self.run(self._best_efforts(columns)[1])

    def one_more(self, option: Option, chosen: Candidate) -> OneMore:
        """Add a presence to the chosen ones, under the same hours and money."""
        kept = [self.market.column(choice) for choice in chosen.plan]
        column = self.market.options.index(option)
        cheapest = Choice(option=option, amount=option.minimum)
        _, plan = self._best_efforts((*kept, column)) if self.grid[column] else (0.0, ())
        change = self.run(plan).gain - chosen.gain if plan else np.zeros(self.market.draws.count)
        taken = {
            before.option.name: before.hours - after.hours for before, after in zip(chosen.plan, plan, strict=False)
        }
        return OneMore(
            option=option,
            plan=plan,
            change=change,
            hours_needed=cheapest.hours,
            hours_taken=taken,
            lacking="" if plan else self._lacking((*chosen.plan, cheapest)),
        )

    def _lacking(self, plan: Plan) -> str:
        """What the plan lacks even at the minimum rhythm of each channel."""
        least = [Choice(option=choice.option, amount=choice.option.minimum) for choice in plan]
        if sum(choice.money for choice in least) > self.capacity.money + TOLERANCE:
            return "money"
        return "hours" if sum(choice.hours for choice in least) > self.capacity.hours + TOLERANCE else "ideas"


def _efforts(option: Option, capacity: Capacity) -> list[Choice]:
    """The efforts worth trying that fit the capacity alone: from the minimum to all that fits."""
    if option.means is Means.ADS:
        room = min(capacity.money - option.money_fixed, MOST * option.typical)
        amounts = [room * share for share in SHARES]
    else:
        room = (capacity.hours - option.hours_fixed) / option.hours_per_item
        if option.ideas_per_item > 0.0:
            room = min(room, capacity.ideas / option.ideas_per_item)
        amounts = [option.minimum, room, *(step * option.typical for step in STEPS)]
    sensible = [amount for amount in amounts if option.minimum <= amount <= MOST * option.typical]
    # Rounded down: what fits exactly must not be lost to a rounding up.
    kept = sorted({max(floor(amount * 100.0 + TOLERANCE) / 100.0, option.minimum) for amount in sensible})
    choices = [Choice(option=option, amount=amount) for amount in kept]
    return [choice for choice in choices if capacity.holds((choice,))]
