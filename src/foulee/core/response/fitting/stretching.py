"""Coordinates in which shares bought online can be sampled.

The weeks' shares tell the product of what a lever brings and of how far its share is from the firm's own. Where they
tell that it is about nil, either the lever brings nothing and its share may be anything, or its share is the firm's own
and it may bring much: a cross, with one arm as thin as the weeks are many, on which no sampler turns. In scores counted
from the firm's own share and stretched by what the lever brings, that arm is as wide as the other (Papaspiliopoulos,
Roberts & Sköld 2007, on such changes of coordinates).
"""

import numpy as np

from foulee.core.response.fitting.arrays import LOG_ODDS_ONLINE, SHARES, SPREAD_ONLINE, STRETCH, Data
from foulee.core.response.fitting.effect_draws import quick_and_slow
from foulee.core.response.fitting.layout import BROUGHT_ONLINE, ONLINE, QUICK, SLOW
from foulee.core.response.fitting.noise import LEAST_NOISE
from foulee.core.response.fitting.problem import Problem
from foulee.core.types import Floats

MOVING = 0.5  # standard deviation of a lever's response over the weeks, about


def stretched(data: Data) -> Data:
    """The same data, to be sampled in stretched scores; itself where no shares are known."""
    if not data.firm[SHARES]:
        return data
    odds = data.weekly[LOG_ODDS_ONLINE, data.shared[0]]
    steps = np.diff(odds)
    noise = max(float(np.median(np.abs(steps))) if steps.size else 1.0, LEAST_NOISE)
    firm = data.firm.copy()
    firm[STRETCH] = MOVING * data.firm[SPREAD_ONLINE] * np.sqrt(odds.size) / noise
    return data._replace(firm=firm)


def relaxed(problem: Problem, stretch: float, scores: Floats) -> Floats:
    """From stretched scores to those of the prior (…, active), standard normals all."""
    if not stretch:
        return scores
    mean, sd = problem.data.prior
    places = {int(place): column for column, place in enumerate(problem.data.active)}
    found = scores.copy()
    own = mean[ONLINE] + sd[ONLINE] * scores[..., places[ONLINE]]
    for lever in range(problem.layout.levers):
        at = places.get(problem.layout.lever(lever, BROUGHT_ONLINE))
        if at is not None:
            parts = (scores[..., places[problem.layout.lever(lever, part)], None] for part in (QUICK, SLOW))
            quick, slow = quick_and_slow(_only(problem.data, lever), *parts)
            by = 1.0 + stretch * (quick + slow)[..., 0]
            found[..., at] = scores[..., at] / by + own / (2.0 * problem.data.firm[SPREAD_ONLINE])
    return found


def _only(data: Data, lever: int) -> Data:
    return data._replace(lever=data.lever[lever : lever + 1])
