"""Chance that belongs to a person and a week: the same draw in every life that is compared.

A draw is a hash of (life, week, person, use) and not the next number of a stream. So when a lever is taken away, a
person whom it did not touch lives exactly the same weeks, and the difference between two lives is what it did (common
random numbers). The mixing function is that of SplitMix64 (Steele, Lea & Flood, OOPSLA 2014).
"""

import math

import numpy as np
from numba import njit

Floats = np.typing.NDArray[np.float64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
USES = np.uint64(64)
TO_UNIT = 1.0 / 9007199254740992.0  # 2⁻⁵³
MOST = 60  # a count beyond it is cut


@njit(cache=True)
def mixed(bits: np.uint64) -> np.uint64:
    """Bits that look like chance, always the same for the same bits."""
    bits = (bits ^ (bits >> np.uint64(30))) * FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * SECOND
    return bits ^ (bits >> np.uint64(31))


@njit(cache=True)
def week_key(life: int, week: int) -> np.uint64:
    """What all draws of one week of one life share."""
    return mixed(mixed(np.uint64(life) * GOLDEN + np.uint64(1)) + np.uint64(week) * GOLDEN)


@njit(cache=True)
def chance(key: np.uint64, person: int, use: int) -> float:
    """A number between 0 and 1, both left out, for one use (0 to 63) of a person's week."""
    bits = mixed(key + (np.uint64(person) * USES + np.uint64(use)) * GOLDEN)
    return (float(bits >> np.uint64(11)) + 0.5) * TO_UNIT


@njit(cache=True)
def count(unit: float, mean: float, most: int = MOST) -> int:
    """How often something happens that happens `mean` times on average, `most` at most (Poisson, `unit` inverted)."""
    if unit < 1.0 - mean:  # e⁻ᵐ ≥ 1 − m: most weeks need no exponential
        return 0
    term = math.exp(-mean)
    total = term
    found = 0
    while unit > total and found < most:
        found += 1
        term *= mean / found
        total += term
    return found


def wandering(rng: np.random.Generator, weeks: int, spread: float, memory: float) -> Floats:
    """A quantity around 0 (weeks,) that keeps a part of itself from week to week: weather, what rivals do."""
    found = np.empty(weeks)
    value = spread * rng.standard_normal()
    fresh = spread * math.sqrt(1.0 - memory * memory)
    for week in range(weeks):
        found[week] = value
        value = memory * value + fresh * rng.standard_normal()
    return found
