"""Carryover: an action's effect spills over the following weeks (geometric adstock, Broadbent 1979)."""

import numpy as np

from foulee.core.types import Floats


def carry(previous: Floats, effort: Floats, carryover: Floats) -> Floats:
    """Advance the carried effort one week: `s[t] = c s[t-1] + (1-c) u[t]` (MODEL §1).

    Weights sum to one: a steady effort carries over to itself. All arguments broadcast; `carryover`
    is a weekly rate in [0, 1), efforts are in any unit, the same for both.
    """
    return carryover * previous + (1.0 - carryover) * effort


def half_life_weeks(carryover: Floats) -> Floats:
    """Weeks after which half of an effect is gone: `ln 0.5 / ln c`; 0 for no carryover."""
    rate = np.asarray(carryover, dtype=float)
    with np.errstate(divide="ignore"):
        return np.where(rate > 0.0, np.log(0.5) / np.log(rate), 0.0)
