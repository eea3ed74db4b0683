"""No-U-turn sampling of the log density, compiled (Hoffman & Gelman 2014, multinomial as in Betancourt 2017).

Positions are whitened: `score = centre + factor @ position`, so that the metric is the identity. Subtrees are built
leaf by leaf with checkpoints of momenta instead of recursion (Phan, Pradhan & Jankowiak 2019). A test holds its draws
to those of a library's sampler on the same density.
"""

import math
from typing import Any, NamedTuple, cast

import numpy as np
from numba import typeof
from numpy.typing import NDArray

from foulee.core.response.fitting.arrays import Counts, Data, Work
from foulee.core.response.fitting.compiling import Place, Promise, compiled, inner, spliced
from foulee.core.response.fitting.kernel import Density, density_of
from foulee.core.types import Floats

DEEPEST = 9
DIVERGED = 1000.0
GAMMA, SHIFT, DECAY = 0.05, 10.0, 0.75  # dual averaging, as in Hoffman & Gelman 2014
# States of a tree; of one type for numba, which compiles a function anew for each plain integer that it is called with.
LEFT, RIGHT, MOVING, CHOSEN, OFFERED = (cast("int", np.int64(state)) for state in range(5))
POSITION, MOMENTUM, GRADIENT = range(3)


class Chain(NamedTuple):
    """One chain's room: whitening, density, and the states of a tree.

    `states` (5, 3, active): position, momentum and gradient of each; `total` (2, active) sums of momenta of the tree
    and of the subtree; `marks` (2, deepest + 1, active) checkpoints; `score` (2, active): where the density is asked,
    and its gradient there; `value` (5,): log density at each state; `chance` (1,): state of the uniform numbers;
    `density`: the log density, called by its place.
    """

    centre: Floats
    factor: Floats
    data: Data
    work: Work
    score: Floats
    states: Floats
    total: Floats
    marks: Floats
    value: Floats
    chance: NDArray[np.uint64]
    density: Density


def chain(centre: Floats, factor: Floats, data: Data, work: Work, density: Density | None = None) -> Chain:
    """Empty room for a chain; `density`: that of the data, unless told."""
    size = centre.size
    return Chain(
        centre=centre,
        factor=factor,
        data=data,
        work=work,
        score=np.zeros((2, size)),
        states=np.zeros((5, 3, size)),
        total=np.zeros((2, size)),
        marks=np.zeros((2, DEEPEST + 1, size)),
        value=np.zeros(5),
        chance=np.zeros(1, dtype=np.uint64),
        density=density or Place(density_of(data), centre, centre, data, work),
    )


@inner
def uniform(chance: NDArray[np.uint64]) -> float:
    """A number drawn evenly between 0 and 1 (SplitMix64: Steele, Lea & Flood 2014)."""
    state = chance[0] + np.uint64(0x9E3779B97F4A7C15)
    chance[0] = state
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return float((state ^ (state >> np.uint64(31))) >> np.uint64(11)) * 2.0**-53


@inner
def leapfrog(chain: Chain, step: float) -> float:
    """Move one step; return the log density less the kinetic energy there. A step of 0 only looks."""
    size = chain.centre.size
    position, momentum, gradient = chain.states[MOVING]
    for place in range(size):
        momentum[place] += 0.5 * step * gradient[place]
        position[place] += step * momentum[place]
    for place in range(size):
        total = chain.centre[place]
        for column in range(size):
            total += chain.factor[place, column] * position[column]
        chain.score[0, place] = total
    value = chain.density(chain.score[0], chain.score[1], chain.data, chain.work)
    for column in range(size):
        gradient[column] = 0.0
    for place in range(size):
        pull = chain.score[1, place]
        for column in range(size):
            gradient[column] += chain.factor[place, column] * pull
    chain.value[MOVING] = value
    for place in range(size):
        momentum[place] += 0.5 * step * gradient[place]
        value -= 0.5 * momentum[place] * momentum[place]
    return value if math.isfinite(value) else -math.inf


@inner
def turning(first: Floats, last: Floats, total: Floats) -> bool:
    """Whether going on would bring the ends of a trajectory closer together."""
    ahead, behind = 0.0, 0.0
    for place in range(total.size):
        middle = total[place] - 0.5 * (first[place] + last[place])
        ahead += first[place] * middle
        behind += last[place] * middle
    return ahead <= 0.0 or behind <= 0.0


@inner
def subtree_turns(momentum: Floats, total: Floats, marks: Floats, leaf: int) -> bool:
    """Note a leaf's momentum, and whether any finished subtree that ends with it turns back on itself."""
    index, bits = 0, leaf >> 1
    while bits:
        index += bits & 1
        bits >>= 1
    if leaf % 2 == 0:
        for place in range(total.size):
            marks[0, index, place] = momentum[place]
            marks[1, index, place] = total[place]
        return False
    ones, rest = 0, leaf
    while rest & 1:
        ones += 1
        rest >>= 1
    for mark in range(index, index - ones, -1):
        first, earlier = marks[0, mark], marks[1, mark]
        ahead, behind = 0.0, 0.0
        for place in range(total.size):
            middle = total[place] - earlier[place] + 0.5 * (first[place] - momentum[place])
            ahead += first[place] * middle
            behind += momentum[place] * middle
        if ahead <= 0.0 or behind <= 0.0:
            return True
    return False


@inner
def copy(states: Floats, value: Floats, source: int, target: int) -> None:
    """Copy one state of the tree onto another."""
    for part in range(3):
        for place in range(states.shape[2]):
            states[target, part, place] = states[source, part, place]
    value[target] = value[source]


@inner
def joined(one: float, other: float) -> float:
    """Log of the sum of two weights told by their logs."""
    high = max(one, other)
    return high + math.log(math.exp(one - high) + math.exp(other - high)) if high > -math.inf else high


@spliced
def grow(chain: Chain, leaves: int, step: float, start: float) -> tuple[float, float, int, int]:
    """Build a subtree from the moving state: log weight, summed acceptance, steps, and how it ended.

    0: it may be used; 1: it turned back; 2: it diverged.
    """
    weight, accepted = -math.inf, 0.0
    for place in range(chain.centre.size):
        chain.total[1, place] = 0.0
    for leaf in range(leaves):
        change = leapfrog(chain, step) - start
        accepted += math.exp(min(change, 0.0))
        if not change > -DIVERGED:
            return weight, accepted, leaf + 1, 2
        for place in range(chain.centre.size):
            chain.total[1, place] += chain.states[MOVING, MOMENTUM, place]
        weight = joined(weight, change)
        if math.log(uniform(chain.chance)) < change - weight:
            copy(chain.states, chain.value, MOVING, OFFERED)
        if subtree_turns(chain.states[MOVING, MOMENTUM], chain.total[1], chain.marks, leaf):
            return weight, accepted, leaf + 1, 1
    return weight, accepted, leaves, 0


@spliced
def transition(chain: Chain, momenta: Floats, step: float) -> tuple[float, int, int]:
    """One draw, from the chosen state to the chosen state: acceptance, steps, 1 if it diverged."""
    value = chain.value[CHOSEN]
    for place in range(chain.centre.size):
        chain.states[CHOSEN, MOMENTUM, place] = momenta[place]
        chain.total[0, place] = momenta[place]
        value -= 0.5 * momenta[place] * momenta[place]
    copy(chain.states, chain.value, CHOSEN, LEFT)
    copy(chain.states, chain.value, CHOSEN, RIGHT)
    weight, accepted, steps = 0.0, 0.0, 0
    for depth in range(DEEPEST):
        forwards = uniform(chain.chance) < 0.5  # noqa: PLR2004 - a fair coin
        side = RIGHT if forwards else LEFT
        copy(chain.states, chain.value, side, MOVING)
        found, taken, leaves, end = grow(chain, 2**depth, step if forwards else -step, value)
        accepted += taken
        steps += leaves
        if end > 0:
            return accepted / steps, steps, end // 2
        copy(chain.states, chain.value, MOVING, side)
        if math.log(uniform(chain.chance)) < found - weight:
            copy(chain.states, chain.value, OFFERED, CHOSEN)
        weight = joined(weight, found)
        for place in range(chain.centre.size):
            chain.total[0, place] += chain.total[1, place]
        if turning(chain.states[LEFT, MOMENTUM], chain.states[RIGHT, MOMENTUM], chain.total[0]):
            break
    return accepted / steps, steps, 0


@compiled
def sample(chain: Chain, draws: Floats, stats: Floats, step: float) -> float:
    """Fill `draws` (n, active), standard normals for the momenta on entry, with positions; return the step.

    It starts where the moving state stands.

    `stats` (4, n): acceptance, steps, divergence, log density; `stats[0, 0]` holds on entry the acceptance to tune the
    step for, or 0 to keep the step.
    """
    target = stats[0, 0]
    centre, mean, smooth = math.log(10.0 * step), 0.0, math.log(step)
    leapfrog(chain, 0.0)
    copy(chain.states, chain.value, MOVING, CHOSEN)
    for draw in range(draws.shape[0]):
        accepted, steps, diverged = transition(chain, draws[draw], step)
        for place in range(draws.shape[1]):
            draws[draw, place] = chain.states[CHOSEN, POSITION, place]
        stats[0, draw], stats[1, draw], stats[2, draw], stats[3, draw] = accepted, steps, diverged, chain.value[CHOSEN]
        if target > 0.0:
            turn = draw + 1.0
            mean += (target - accepted - mean) / (turn + SHIFT)
            log_step = centre - math.sqrt(turn) / GAMMA * mean
            smooth += turn**-DECAY * (log_step - smooth)
            step = math.exp(log_step)
    return math.exp(smooth) if target > 0.0 else step


def compile_alone() -> None:
    """Compile `sample`, and keep it on disk, without the density, which is compiled for itself: see `compiling.Place`.

    It is compiled for types and not for a firm: arrays of nothing will do.
    """
    import numba.experimental.function_type  # noqa: F401, PLC0415 - else only a first call tells numba of promises

    row, table, places = np.zeros(0), np.zeros((0, 0)), np.zeros(0, dtype=np.int64)
    pairs, counts = np.zeros((2, 0), dtype=np.int64), Counts(places, table, table)
    data = Data(table, table, table, pairs, places, pairs, counts, counts, table, table, row, table, places)
    work = Work(table, np.zeros((0, 0, 0)), table, np.zeros((0, 0, 0)), table)
    made: Any = sample
    told = chain(row, table, data, work, Promise(row, row, data, work))
    made.compile(tuple(map(typeof, (told, table, table, 0.0))))
