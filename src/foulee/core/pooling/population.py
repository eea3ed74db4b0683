"""What firms have in common, from the draws of each: a shift and a spread (Lunn, Barrett, Sweeting & Thompson 2013).

Every score is a standard normal of the prior that is common to all firms. Among firms of a trade it is believed to be
normal around a shift `m` of their own with a spread `s`, and `m` itself normal around none with variance `1 - s²`, so
that a firm without peers has the common prior again, whatever `s`. Nothing is known of `s²`: uniform between 0 and 1.

A firm's weeks enter through its draws alone: their density under `(m, s)` is in proportion to the mean of
`N(z; m, s²) / N(z; 0, 1)` over them. Weights are bounded, since `s < 1`; where too few draws carry them, the normal
that has the draws' mean and variance takes their place.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from foulee.core.pooling.heard import CENTRES, Heard
from foulee.core.pooling.topics import Topic
from foulee.core.types import Floats, Ints

LEAST_FIRMS = 5  # peers
LEAST_CARRIED = 25.0  # effective draws under which the weights of a firm's draws are not relied on
BY_CHANCE = 3.0  # standard errors within which draws cannot be told from the common prior's: a thousand such firms
# would add up to something that none of them has said
UNMOVED = 0.95  # variance from which no normal can be taken for what the weeks said
ANY_TRADE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """What is believed of one more firm, given others: all that ever leaves them.

    `shift`, `spread`: mean and standard deviation of its score; `learnt`: how much of what was unsure of the shift they
    took away, 0 to 1; `firms`: how many; `weeks` of theirs.
    """

    shift: float
    spread: float
    learnt: float
    firms: int
    weeks: int


Shared = Mapping[Topic, Population]


class Grid(NamedTuple):
    """Pairs of shift and spread (pairs,), the log of their prior, and log density ratios (bins, pairs)."""

    shift: Floats
    spread: Floats
    prior: Floats
    ratio: Floats


@cache
def grid() -> Grid:
    """Every pair looked at."""
    shift, spread = (
        side.ravel() for side in np.meshgrid(np.linspace(-3.0, 3.0, 121), np.linspace(0.1, 0.98, 23), indexing="ij")
    )
    variance = 1.0 - spread**2
    prior = np.log(spread) - 0.5 * np.log(variance) - 0.5 * shift**2 / variance
    away = (CENTRES[:, None] - shift) / spread
    ratio = 0.5 * CENTRES[:, None] ** 2 - 0.5 * away**2 - np.log(spread)
    return Grid(shift, spread, prior, ratio)


def evidence(counts: Ints, effective: float) -> Floats:
    """Log density of one firm's weeks under every pair of the grid (pairs,), up to a constant."""
    share = counts / counts.sum()
    pairs, (weights, squares) = grid(), _weights()
    mean, square = share @ weights, share @ squares
    carried = effective * mean**2 / np.maximum(square, 1e-300)
    middle = float(share @ CENTRES)
    variance = float(share @ (CENTRES - middle) ** 2)
    error = BY_CHANCE / math.sqrt(effective)
    if abs(middle) < error and abs(variance - 1.0) < math.sqrt(2.0) * error:
        return np.zeros_like(pairs.shift)
    log_mean = np.log(np.maximum(mean, 1e-300))
    if variance >= UNMOVED:
        return log_mean
    return np.where(carried >= LEAST_CARRIED, log_mean, _normal(middle, variance, pairs))


@cache
def _weights() -> tuple[Floats, Floats]:
    """Density ratios of every bin and pair, and their squares."""
    weights = np.exp(grid().ratio)
    return weights, weights**2


def _normal(middle: float, variance: float, pairs: Grid) -> Floats:
    """The same for a firm whose draws are normal: what its weeks say is then normal too."""
    error = variance / (1.0 - variance)
    at = middle / (1.0 - variance)
    apart = pairs.spread**2 + error
    own = -0.5 * (at - pairs.shift) ** 2 / apart - 0.5 * np.log(apart)
    return own + 0.5 * at**2 / (1.0 + error) + 0.5 * np.log(1.0 + error)


def share(heard: Sequence[Heard]) -> tuple[Shared, ...]:
    """What each firm may lean on, in the order given: learnt from the others only, so that its own weeks count once.

    From those of its trade where there are enough; of levers, else from all that have one of that kind.
    """
    circles: dict[tuple[str, Topic], _Circle] = {}
    for number, firm in enumerate(heard):
        for topic, counts in firm.said.items():
            told = np.sum([evidence(one, firm.effective) for one in counts], axis=0)
            for trade in _trades(firm.trade, topic):
                circles.setdefault((trade, topic), _Circle()).add(number, told, firm.weeks)
    known = {topic for _, topic in circles}
    return tuple(_shared(number, firm.trade, known, circles) for number, firm in enumerate(heard))


class _Circle:
    """Firms that share one topic."""

    def __init__(self) -> None:
        self.told: dict[int, Floats] = {}
        self.weeks: dict[int, int] = {}
        self.total: Floats = grid().prior.copy()

    def add(self, number: int, told: Floats, weeks: int) -> None:
        """Hear one more firm."""
        self.told[number], self.weeks[number] = told, weeks
        self.total += told

    def without(self, number: int) -> Population | None:
        """What the others have in common; None where they are too few."""
        firms = len(self.told) - (number in self.told)
        if firms < LEAST_FIRMS:
            return None
        return _population(
            self.total - self.told.get(number, 0.0), firms, sum(self.weeks.values()) - self.weeks.get(number, 0)
        )


def _trades(trade: str, topic: Topic) -> tuple[str, ...]:
    """Whom a firm shares a topic with, nearest first."""
    return tuple(dict.fromkeys(([trade] if trade else []) + ([ANY_TRADE] if topic.kind else [])))


def _shared(
    number: int, trade: str, known: Iterable[Topic], circles: Mapping[tuple[str, Topic], _Circle]
) -> dict[Topic, Population]:
    found = {}
    for topic in sorted(known):
        near = [circles[place] for wide in _trades(trade, topic) if (place := (wide, topic)) in circles]
        first = next((made for circle in near if (made := circle.without(number)) is not None), None)
        if first is not None:
            found[topic] = first
    return found


def _population(log_density: Floats, firms: int, weeks: int) -> Population:
    """Mean and standard deviation of one more firm's score, over all pairs of shift and spread."""
    shift, unsure, own = _moments(log_density)
    return Population(
        shift=shift,
        spread=math.sqrt(unsure + own),
        learnt=max(1.0 - unsure / _unsure_before(), 0.0),
        firms=firms,
        weeks=weeks,
    )


def _moments(log_density: Floats) -> tuple[float, float, float]:
    """Mean of the shift, its variance, and the mean of the squared spread."""
    pairs = grid()
    weight = np.exp(log_density - log_density.max())
    weight /= weight.sum()
    shift = float(weight @ pairs.shift)
    return shift, float(weight @ (pairs.shift - shift) ** 2), float(weight @ pairs.spread**2)


@cache
def _unsure_before() -> float:
    return _moments(grid().prior)[1]
