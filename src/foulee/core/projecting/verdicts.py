"""Which of two paths is better, said only when it is earned (MODEL §5)."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from foulee.core.response.shapes import mixed
from foulee.core.response.telling import TOLD, told
from foulee.core.types import Floats, Interval, Shape, interval

HIGH = 0.8  # chance from which a difference is pronounced
EVEN = 0.5


class Verdict(StrEnum):
    """What can be said of two paths A and B."""

    FIRST = "A"
    SECOND = "B"
    TIE = "tie"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duel:
    """Path A against path B.

    `probability`: chance that A earns more over the horizon, if the difference matters; `prior_probability`: the same
    before any week was read; `by_shape`: the same under each response shape; `chance_tie`: chance that the difference
    does not matter; `difference`: of profit; `told`: how far the firm's weeks moved it, 0 to 1.
    """

    probability: float
    prior_probability: float
    by_shape: dict[Shape, float]
    chance_tie: float
    difference: Interval
    prior_difference: Interval
    told: float
    verdict: Verdict


def duel(after: dict[Shape, Floats], before: dict[Shape, Floats], weights: dict[Shape, float], material: float) -> Duel:
    """Compare by the draws of the difference in profit, A less B, under each shape (draws,), posterior and prior.

    `material`: the difference under which it does not matter.
    """
    by_shape = {shape: _ahead(draws, material) for shape, draws in after.items()}
    ties = {shape: _tie(draws, material) for shape, draws in after.items()}
    posterior, prior = mixed(after, weights), mixed(before, weights)
    moved = told(prior, posterior)
    return Duel(
        probability=_ahead(posterior, material),
        prior_probability=_ahead(prior, material),
        by_shape=by_shape,
        chance_tie=_tie(posterior, material),
        difference=interval(posterior),
        prior_difference=interval(prior),
        told=moved,
        verdict=_verdict(
            {shape: _bounds(draws, material) for shape, draws in after.items()}, ties, had_a_part=moved >= TOLD
        ),
    )


def _verdict(bounds: dict[Shape, tuple[float, float]], ties: dict[Shape, float], *, had_a_part: bool) -> Verdict:
    if min(ties.values()) >= HIGH:
        return Verdict.TIE
    if not had_a_part:
        return Verdict.CANNOT_TELL
    if max(ties.values()) > EVEN:  # more likely than not it does not matter, though not surely
        return Verdict.CANNOT_TELL
    if min(low for low, _ in bounds.values()) >= HIGH:
        return Verdict.FIRST
    if max(high for _, high in bounds.values()) <= 1.0 - HIGH:
        return Verdict.SECOND
    return Verdict.CANNOT_TELL


def _ahead(draws: Floats, material: float) -> float:
    """Chance that it is better, among the draws in which the difference matters; one in two where it never does."""
    better, worse = float((draws >= material).sum()), float((draws <= -material).sum())
    return (better + 0.5) / (better + worse + 1.0)


def _bounds(draws: Floats, material: float) -> tuple[float, float]:
    """Between what the chance lies that so many draws could tell: twice its Monte Carlo error to either side."""
    chance, deciding = _ahead(draws, material), float((np.abs(draws) >= material).sum())
    error = math.sqrt(chance * (1.0 - chance) / (deciding + 1.0))
    return chance - 2.0 * error, chance + 2.0 * error


def _tie(draws: Floats, material: float) -> float:
    return float((np.abs(draws) < material).mean())
