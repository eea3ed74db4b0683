"""Where the density is highest and how it curves there: the sampler's start and its first metric."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from foulee.core.response.fitting.arrays import Data, Work
from foulee.core.response.fitting.kernel import density_of
from foulee.core.types import Floats

STEPS = 200
FLAT = 1e-6  # gain that is none
ARMIJO = 1e-4
SHORTENINGS = 25
LONGEST = 4.0  # prior standard deviations in one step
DIFFERENCE = 1e-4
LEAST_CURVATURE = 0.6  # the prior alone curves by 1; less comes from noise in the differences or a ramp


class Summit(NamedTuple):
    """The mode (active,), the log density there, and a factor of the inverse curvature (active, active)."""

    mode: Floats
    value: float
    factor: Floats


def climb(data: Data, work: Work, start: Floats) -> Summit:
    """Go up from `start` (BFGS, Nocedal & Wright 2006, algorithm 6.1) and measure the curvature at the top."""
    here, gradient, density = start.copy(), np.empty_like(start), density_of(data)
    value = density(here, gradient, data, work)
    inverse = np.eye(start.size)
    after = np.empty_like(start)
    for _ in range(STEPS):
        direction = inverse @ gradient
        rise = float(direction @ gradient)
        if rise <= 0.0:
            inverse, direction, rise = np.eye(start.size), gradient, float(gradient @ gradient)
        there, found = _search(_Slope(here, value, direction, rise), lambda at: density(at, after, data, work))
        if not found > value + FLAT:
            break
        move, turn = there - here, gradient - after
        inverse = _updated(inverse, move, turn)
        here, value, gradient = there, found, after.copy()
    return Summit(mode=here, value=value, factor=curvature_factor(here, data, work))


class _Slope(NamedTuple):
    """Where a search starts, the density there, the way up and how steep it is."""

    here: Floats
    value: float
    direction: Floats
    rise: float


def _search(slope: _Slope, density: Callable[[Floats], float]) -> tuple[Floats, float]:
    """Shorten the step until it gains enough."""
    length = min(1.0, LONGEST / float(np.sqrt(slope.direction @ slope.direction)))
    for _ in range(SHORTENINGS):
        there = slope.here + length * slope.direction
        found = density(there)
        if found >= slope.value + ARMIJO * length * slope.rise:
            return there, found
        length *= 0.5
    return slope.here, slope.value


def _updated(inverse: Floats, move: Floats, turn: Floats) -> Floats:
    """The inverse curvature once a step has shown more of it."""
    along = float(move @ turn)
    if along <= 1e-10:  # noqa: PLR2004 - no curvature to learn from
        return inverse
    left = np.eye(move.size) - np.outer(move, turn) / along
    return left @ inverse @ left.T + np.outer(move, move) / along


def curvature_factor(mode: Floats, data: Data, work: Work) -> Floats:
    """Symmetric square root of the inverse curvature, from differences of the gradient."""
    size, density = mode.size, density_of(data)
    curvature = np.empty((size, size))
    above, below = np.empty(size), np.empty(size)
    for place in range(size):
        shifted = mode.copy()
        shifted[place] += DIFFERENCE
        density(shifted, above, data, work)
        shifted[place] -= 2.0 * DIFFERENCE
        density(shifted, below, data, work)
        curvature[place] = (below - above) / (2.0 * DIFFERENCE)
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2.0)
    scale = 1.0 / np.sqrt(np.maximum(values, LEAST_CURVATURE))
    return (vectors * scale) @ vectors.T
