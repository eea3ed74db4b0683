"""What levels say of the response: followers, visits and reach as indicators of it, with noise (MODEL §2.5).

Taken in by weights, after the fit: each posterior draw says how a level should have moved, the level says how likely
that is. Three things may be true of a level, in the measure declared: it follows its lever about as sales do, carrying
over and saturating nearly alike; it follows its lever in a way of its own; it has nothing to do with it. The last two
are alike for all draws, so that a level that fits none leaves them where they were. A level teaches how the response
carries over and saturates, never whether it sells.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from foulee.core.response.carryover import carry
from foulee.core.response.fitting.arrays import BEFORE
from foulee.core.response.fitting.layout import CARRY, HALF
from foulee.core.response.fitting.level_density import Series, averaged, densities, wild
from foulee.core.response.fitting.posterior import logistic
from foulee.core.response.fitting.problem import Problem
from foulee.core.response.fitting.refit import HEAVIEST, smoothed, systematic
from foulee.core.response.goodwill import next_goodwill
from foulee.core.response.levels import Level, Measure, Part, levels_of
from foulee.core.response.saturation import scaled_hill
from foulee.core.types import WEEKS_PER_YEAR, Floats, Ints

NODES, FURTHEST = 25, 3.2  # of the grid of carryovers and half-saturations; prior standard deviations each way
BASES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9)  # shares of a level that would be there without its lever, over which to add up
ENOUGH = 12  # weeks noted, before a level can say anything
HALF_A_COUNT = 0.5
FELL = 1.0 / 3.0  # of the chance that a level has nothing to do with its lever: if more is left it is not heard
SKETCH = 8  # one node in so many is enough to see which weeks are wild
LEAST_WORTH = 100.0  # draws that the weights must be worth
AS_GOOD_AS_ALL = 0.99  # of the draws: nothing to draw again
POWERS = (1.0, 0.8, 0.6, 0.4, 0.2, 0.1)
SEED = 59


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPrior:
    """What is believed of levels.

    Chances that one `follows` its lever about as sales do, or in its `own_way`; `near`: how far its carryover (on
    log-odds) and its half-saturation (on logs) then are from those of sales, as standard deviations; `noise` of a week,
    on logs; `unfollow`: shares of followers lost in a year, over which to add up.
    """

    follows: float
    own_way: float
    near: tuple[float, float]
    noise: float
    unfollow: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """One level.

    Its part; the chance that it `follows` its lever about as sales do, or in its `own_way`; how many wild weeks were
    left out.
    """

    level: Level
    part: Part
    follows: float = 0.0
    own_way: float = 0.0
    wild: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicated:
    """All levels taken in.

    `places` (draws,) of the draws drawn again; `worth`: how many independent ones their weights are worth; `power` to
    which these were raised, 0 where they could not be trusted at all; `tail`: the shape of theirs.
    """

    levels: tuple[Indication, ...]
    places: Ints
    worth: float
    power: float
    tail: float

    @property
    def moved(self) -> bool:
        """Whether any draw was left out or taken twice."""
        return not np.array_equal(self.places, np.arange(self.places.size))


def indicated(problem: Problem, natural: Floats, prior: IndicatorPrior, seed: int) -> Indicated:
    """Take in the levels of a history: which of the draws `natural` (draws, size) to keep, and how often."""
    count, logs = natural.shape[0], np.zeros(natural.shape[0])
    levels = []
    for level in levels_of(problem.history):
        part = _silent(problem, level)
        if part is None:
            found, told = Ear(problem, level, prior).heard(natural)
            # One that does not clearly follow its lever leaves all draws exactly where they were.
            logs += told if found.part is Part.FOLLOWS else 0.0
        else:
            found = Indication(level=level, part=part)
        levels.append(found)
    weights, power, tail = trusted(logs)
    worth, places = 1.0 / float((weights**2).sum()), np.arange(count)
    if worth < AS_GOOD_AS_ALL * count:
        rng = np.random.default_rng([seed, SEED])
        # In no order, so that the first of them stand for all.
        places = rng.permutation(systematic(weights, rng))
    return Indicated(levels=tuple(levels), places=places, worth=worth, power=power, tail=tail)


def trusted(logs: Floats) -> tuple[Floats, float, float]:
    """Weights that sum to 1, smoothed; the largest power of them that can be trusted; the shape of their tail."""
    alike = np.full(logs.size, 1.0 / logs.size)
    plain = np.exp(logs - logs.max())
    if plain.sum() ** 2 / (plain**2).sum() >= AS_GOOD_AS_ALL * logs.size:
        return alike, 1.0, 0.0
    tail = 0.0
    for power in POWERS:
        weights, tail = smoothed(power * logs)
        if tail <= HEAVIEST and 1.0 / float((weights**2).sum()) >= min(LEAST_WORTH, logs.size / 2.0):
            return weights, power, tail
    return alike, 0.0, tail


def _silent(problem: Problem, level: Level) -> Part | None:
    """Why a level says nothing; None where it may."""
    if not level.levers:
        return Part.NO_LEVER
    if (problem.history.levels[level.name] >= 0.0).sum() < ENOUGH:
        return Part.FEW
    return None if any(np.ptp(problem.data.effort[lever]) > 0.0 for lever in level.levers) else Part.STILL


class Ear:
    """Hears one level: its density over a grid of carryovers and half-saturations of each of its levers.

    Grids are in standard deviations of the prior, (NODES, NODES) laid flat, carryover first.
    """

    def __init__(self, problem: Problem, level: Level, prior: IndicatorPrior) -> None:
        self.problem, self.level, self.prior = problem, level, prior
        self.axis = np.linspace(-FURTHEST, FURTHEST, NODES)
        self.values = problem.history.levels[level.name]
        self.series, self.wild = self._calm()

    def heard(self, natural: Floats) -> tuple[Indication, Floats]:
        """What the level says of each draw: its log density (draws,), whatever it may follow added up."""
        grids = [self._grid(lever) for lever in self.level.levers]
        pairs = list(zip(self.level.levers, grids, strict=True))
        near = averaged(np.array([self._near(lever, grid, natural) for lever, grid in pairs]), axis=0)
        own_way = averaged(np.array([self._mean(grid) for grid in grids]))
        free = averaged(densities(self.series, np.zeros((1, self.series.place.size))))
        believed = self.prior.follows, self.prior.own_way, 1.0 - self.prior.follows - self.prior.own_way
        parts = [density + np.log(chance) for density, chance in zip((near, own_way, free), believed, strict=True)]
        told = np.logaddexp(parts[0], np.logaddexp(parts[1], parts[2]))
        whole = averaged(told)
        follows, alone = (float(np.exp(averaged(part) - whole)) for part in parts[:2])
        part = Part.FOLLOWS if 1.0 - follows - alone < FELL * believed[2] else Part.NOTHING
        return Indication(level=self.level, part=part, follows=follows, own_way=alone, wild=self.wild), told

    def _calm(self) -> tuple[Series, int]:
        """The level's weeks without those that are wild even under what is likeliest; how many these were."""
        place = np.flatnonzero(self.values >= 0.0)  # what was not noted compares with nothing
        logs = np.log(self.values[place] + HALF_A_COUNT)
        series = Series(place=place, logs=logs - np.median(logs), noise=self.prior.noise)
        for _ in range(2):  # the wildest may have hidden others
            ways = (way for lever in self.level.levers for way in self._offsets(lever, series))
            offsets = np.concatenate([way[::SKETCH] for way in ways])
            nothing = np.zeros((1, series.place.size))
            around, free = densities(series, offsets), densities(series, nothing)
            likeliest = offsets[around.max(axis=0).argmax()] if averaged(around) > averaged(free) else nothing[0]
            odd = wild(series, likeliest)
            series = series.without(odd)
        return series, place.size - series.place.size

    # --- over the grid ---------------------------------------------------------------------------------------------

    def _grid(self, lever: int) -> Floats:
        """Log density of the level at each node (nodes²,), over all that is its own."""
        ways = [averaged(densities(self.series, offset), axis=0) for offset in self._offsets(lever, self.series)]
        return averaged(np.array(ways), axis=0)

    def _mean(self, grid: Floats) -> Floats:
        """Log of its mean under the prior: what a level says of a response that is its own."""
        alone = -0.5 * self.axis**2
        weights = (alone[:, None] + alone[None, :]).ravel()
        return np.asarray(np.logaddexp.reduce(grid + weights) - np.logaddexp.reduce(weights))

    def _near(self, lever: int, grid: Floats, natural: Floats) -> Floats:
        """Log density given each draw (draws,), the level's own response being near that of sales."""
        places = [self.problem.layout.lever(lever, part) for part in (CARRY, HALF)]
        mean, sd = self.problem.data.prior[:, places]
        scores = (natural[:, places] - mean) / sd
        carried, half = (
            _kernel(scores[:, part], self.axis, self.prior.near[part] / float(sd[part])) for part in range(2)
        )
        top = grid.max()
        density = np.einsum("dc,ch,dh->d", carried, np.exp(grid - top).reshape(NODES, NODES), half, optimize=True)
        return np.asarray(np.log(np.maximum(density, np.finfo(float).tiny)) + top)

    # --- patterns --------------------------------------------------------------------------------------------------

    def _offsets(self, lever: int, series: Series) -> Iterator[Floats]:
        """The log of the level as it should be, one array (nodes², known) for each way of following the lever."""
        mean = float(self.values[series.place].mean())
        for pattern in self._patterns(lever):
            known = pattern[:, series.place]
            known = known / np.maximum(known.mean(axis=1, keepdims=True), np.finfo(float).tiny)
            for base in BASES:
                logs = np.log(mean * (base + (1.0 - base) * known) + HALF_A_COUNT)
                yield logs - np.median(logs, axis=1, keepdims=True)

    def _patterns(self, lever: int) -> Iterator[Floats]:
        """What the level may follow, (nodes², weeks): the lever alone or, beside it, all others as they are believed.

        Reach and visits follow the response of the week; followers all that came so far, some being lost on the way.
        """
        carried, half = np.meshgrid(self.axis, self.axis, indexing="ij")
        alone = self._response(lever, carried.ravel(), half.ravel())
        others = [self._response(other, np.zeros(1), np.zeros(1)) for other in self.level.levers if other != lever]
        for pattern in [alone, alone + np.sum(others, axis=0)] if others else [alone]:
            if self.level.measure is not Measure.FOLLOWERS:
                yield pattern
                continue
            for lost in self.prior.unfollow:
                yield gathered(pattern, lost)

    def _response(self, lever: int, carried: Floats, half: Floats) -> Floats:
        """The response of a lever (n, weeks) at these scores of its carryover and half-saturation (n,)."""
        places = [self.problem.layout.lever(lever, part) for part in (CARRY, HALF)]
        mean, sd = self.problem.data.prior[:, places]
        carryover, saturation = logistic(mean[0] + sd[0] * carried), np.exp(mean[1] + sd[1] * half)
        return response(
            self.problem.data.effort[lever], float(self.problem.data.lever[lever, BEFORE]), carryover, saturation
        )


def _kernel(scores: Floats, axis: Floats, width: float) -> Floats:
    """Weights (draws, nodes) of the nodes near each score, that sum to 1."""
    logs = -0.5 * ((axis[None, :] - scores[:, None]) / width) ** 2
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def response(effort: Floats, before: float, carryover: Floats, half: Floats) -> Floats:
    """Carried and saturated response in each week (n, weeks), 1 at the usual effort; efforts (weeks,) in usual ones."""
    state, found = np.full(carryover.size, before), np.empty((carryover.size, effort.size))
    for week, done in enumerate(effort):
        state = carry(state, np.asarray(done), carryover)
        found[:, week] = state
    return scaled_hill(found, half[:, None], np.ones((1, 1)))


def gathered(pattern: Floats, lost: float) -> Floats:
    """Those who came and stayed so far (n, weeks), a share `lost` of them leaving each year."""
    weekly = np.asarray(1.0 - (1.0 - lost) ** (1.0 / WEEKS_PER_YEAR))
    stock, found = np.zeros(pattern.shape[0]), np.empty_like(pattern)
    for week in range(pattern.shape[1]):
        stock = next_goodwill(stock, pattern[:, week], weekly)
        found[:, week] = stock
    return found
