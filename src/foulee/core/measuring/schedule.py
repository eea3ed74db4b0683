"""The weeks of a trial: with and without, drawn at random within pairs of blocks (randomised complete blocks).

A block is as long as what was done takes to wear off (a switchback design: Bojinov, Simchi-Levi & Zhao 2023,
Management Science 69: 3759–3777). Blocks go two by two, one with and one without, in an order drawn at random, so that
season and trend fall on both alike and no more than two like blocks ever follow each other.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np

from foulee.core.history import DAYS
from foulee.core.response.carryover import carry
from foulee.core.types import Floats

WASHED = 0.2  # share of an action that may still be at work when the next block begins: a fifth blurs little
ALL_ORDERS = 10  # pairs up to which every order is looked at, 1024 of them
REDRAWS = 999  # beyond, so many are drawn: the share of those as far out is known to one in a hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A trial of one lever from `start` (a Monday): `efforts` by week in multiples of its usual effort.

    `block` weeks go together; 0 where the order was not drawn at random (a burst, a count).
    """

    lever: str
    start: dt.date
    efforts: tuple[float, ...]
    block: int = 0

    @property
    def weeks(self) -> int:
        """How long it lasts."""
        return len(self.efforts)

    @property
    def end(self) -> dt.date:
        """The Monday after its last week."""
        return self.monday(self.weeks)

    def monday(self, week: int) -> dt.date:
        """The day on which its week begins; 0 is the first."""
        return self.start + dt.timedelta(days=DAYS * week)


def washout_weeks(carryover: float) -> int:
    """Weeks after which no more than `WASHED` of an action is still at work; at least 1."""
    if carryover <= WASHED:
        return 1
    return int(np.ceil(np.log(WASHED) / np.log(carryover)))


def draw_efforts(rng: np.random.Generator, weeks: int, block: int, *, effort: float = 1.0) -> tuple[float, ...]:
    """Draw which weeks are with and which without; a rest too short for a pair of blocks is left out."""
    pairs = weeks // (2 * block)
    return _spread(rng.integers(2, size=pairs), block, effort)


def _spread(first: Iterable[int], block: int, effort: float) -> tuple[float, ...]:
    """Weeks of pairs of blocks, each begun with (1) or without (0)."""
    return tuple(effort * which for one in first for which in (int(one), 1 - int(one)) for _ in range(block))


def redrawn(schedule: Schedule, rng: np.random.Generator) -> Floats:
    """What the draw could also have given (draws, weeks): every order where they are few, else `REDRAWS` of them."""
    pairs, effort = schedule.weeks // (2 * schedule.block), max(schedule.efforts)
    if pairs <= ALL_ORDERS:
        return np.array([_spread(order, schedule.block, effort) for order in product((0, 1), repeat=pairs)])
    first = rng.integers(2, size=(REDRAWS, pairs))
    return effort * np.repeat(np.stack([first, 1 - first], axis=2).reshape(REDRAWS, 2 * pairs), schedule.block, axis=1)


def block_of(efforts: tuple[float, ...]) -> int:
    """Read the block's length off the weeks of a schedule; 0 if they do not go by pairs of blocks.

    The first block is followed by its opposite, so that the first run of like weeks is one block.
    """
    run = next((week for week, effort in enumerate(efforts) if effort != efforts[0]), 0)
    ends = sorted(set(efforts))
    if run == 0 or len(efforts) % (2 * run) or len(ends) != 2 or ends[0] != 0.0:  # noqa: PLR2004 - with and without
        return 0
    blocks = [efforts[place : place + run] for place in range(0, len(efforts), run)]
    whole = all(len(set(weeks)) == 1 for weeks in blocks)
    opposed = all(one[0] != other[0] for one, other in zip(blocks[::2], blocks[1::2], strict=True))
    return run if whole and opposed else 0


def carried(efforts: Floats, carryover: Floats | float, before: Floats | float = 0.0) -> Floats:
    """Efforts still at work by week, `s[t] = c s[t-1] + (1-c) u[t]` (MODEL §1), along the first axis.

    `efforts` (weeks, …); `carryover` and `before` (what was at work before the first week) broadcast to the rest.
    """
    rate = np.asarray(carryover, dtype=float)
    work = np.empty((efforts.shape[0], *np.broadcast_shapes(efforts.shape[1:], rate.shape)))
    state: Floats = np.asarray(before, dtype=float)
    for week, effort in enumerate(efforts):
        state = carry(state, effort, rate)
        work[week] = state
    return work
