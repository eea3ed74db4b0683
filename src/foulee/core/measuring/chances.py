"""The normal and Student's law, as far as trials need them."""

import math
from statistics import NormalDist

import numpy as np

from foulee.core.types import Floats

RISK = 0.05  # of seeing an effect where there is none: what journals ask for, so that our word weighs as much as theirs
POWER = (
    0.8  # chance of seeing the effect where it is: four times in five, as planners of trials have it since Cohen 1988
)
INTERVAL = 0.8  # as everywhere in the house
_NORMAL = NormalDist()


def normal_below(values: Floats) -> Floats:
    """Standard normal distribution function, any shape."""
    given = np.asarray(values, dtype=float)
    halves = np.fromiter((math.erfc(-value / math.sqrt(2.0)) for value in given.ravel()), float, given.size)
    return 0.5 * halves.reshape(given.shape)


def normal_quantile(share: float) -> float:
    """Quantile of the standard normal law; `share` in (0, 1)."""
    return _NORMAL.inv_cdf(share)


def student_quantile(share: float, freedom: float) -> float:
    """Quantile of Student's law with `freedom` degrees, ≥ 3.

    Expansion around the normal one (Abramowitz & Stegun 1964, 26.7.5): within one hundredth from 4 degrees on, for
    shares between 0.025 and 0.975.
    """
    z = normal_quantile(share)
    terms = (
        (z**3 + z) / 4.0,
        (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0,
        (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0,
        (79.0 * z**9 + 776.0 * z**7 + 1482.0 * z**5 - 1920.0 * z**3 - 945.0 * z) / 92160.0,
    )
    return z + sum(term / freedom ** (place + 1) for place, term in enumerate(terms))


def power(effect: Floats, error: Floats | float) -> Floats:
    """Chance of telling an `effect` from none, either way, when its standard error is `error` (same unit)."""
    edge = normal_quantile(1.0 - RISK / 2.0)
    ratio = np.abs(np.asarray(effect, dtype=float)) / error
    return normal_below(ratio - edge) + normal_below(-ratio - edge)
