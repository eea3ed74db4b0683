"""The density of a level given the pattern it should follow, everything that is its own integrated out.

On logs: a constant, a yearly trend and two yearly waves of the level's own, as good as flat beside its noise; noise of
unknown size (inverse gamma), autocorrelated of the first order. Conjugate linear regression, see Gelman et al. 2013,
Bayesian Data Analysis, chapter 14.
"""

import math
from dataclasses import dataclass

import numpy as np

from foulee.core.types import WEEKS_PER_YEAR, Bools, Floats, Ints

FLAT = 30.0  # standard deviation of the level's own terms, in multiples of its noise: as good as flat
AUTOS = (0.0, 0.3, 0.6, 0.85, 0.97)  # autocorrelations over which to add up
WILD = 4.0  # robust standard deviations
MAD = 1.4826
MOSTLY_WILD = 0.1  # of the weeks: so many are no accident
HALF = 0.5  # degrees of freedom of the noise's prior, by two: it says next to nothing
MEDIAN_CHI = 0.4549364  # of a chi-square of one degree of freedom


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The weeks of a level that are known: `place` (known,), `logs` (known,) around their median, `noise` believed."""

    place: Ints
    logs: Floats
    noise: float

    def without(self, wild: Bools) -> "Series":
        """The same without some of its weeks."""
        return Series(place=self.place[~wild], logs=self.logs[~wild], noise=self.noise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whitener:
    """Turns a series into independent surprises: weight of the week before and spread of each surprise (known,)."""

    before: Floats
    spread: Floats

    def __call__(self, values: Floats) -> Floats:
        """Surprises of (…, known)."""
        told = values / self.spread
        told[..., 1:] -= values[..., :-1] * (self.before[1:] / self.spread[1:])
        return told


def whitener(place: Ints, auto: float) -> Whitener:
    """For weeks that may have gaps between them."""
    gaps = np.diff(place, prepend=place[:1]).astype(np.float64)
    before = auto**gaps
    before[0] = 0.0
    spread = np.sqrt((1.0 - before**2) / (1.0 - auto**2))
    return Whitener(before=before, spread=spread)


def own_terms(place: Ints) -> Floats:
    """What is the level's own (known, 6): a constant, a trend by year, two yearly waves."""
    years = place / WEEKS_PER_YEAR
    waves = [wave(2.0 * np.pi * turn * years) for turn in (1, 2) for wave in (np.sin, np.cos)]
    return np.stack([np.ones(place.size), years - years.mean(), *waves], axis=1)


def densities(series: Series, offsets: Floats) -> Floats:
    """Log density (autocorrelations, draws) of the level around each offset (draws, known)."""
    terms = own_terms(series.place)
    return np.array([_density(series, terms, offsets, auto) for auto in AUTOS])


def _density(series: Series, terms: Floats, offsets: Floats, auto: float) -> Floats:
    white = whitener(series.place, auto)
    own, rest = white(terms.T), white(series.logs - offsets)
    corner = np.linalg.cholesky(own @ own.T + np.eye(own.shape[0]) / FLAT**2)
    explained = np.linalg.solve(corner, own @ rest.T)
    square = np.maximum((rest**2).sum(axis=1) - (explained**2).sum(axis=0), 0.0)
    half, scale = series.place.size / 2.0, HALF * MEDIAN_CHI * series.noise**2
    constant = (
        -half * math.log(2.0 * math.pi)
        - float(np.log(white.spread).sum())
        - own.shape[0] * math.log(FLAT)
        - float(np.log(np.diag(corner)).sum())
        + HALF * math.log(scale)
        + math.lgamma(HALF + half)
        - math.lgamma(HALF)
    )
    return constant - (HALF + half) * np.log(scale + square / 2.0)


def surprises(series: Series, offset: Floats) -> Floats:
    """Surprises (known,) left around one offset at its likeliest autocorrelation, in robust standard deviations."""
    auto = AUTOS[int(densities(series, offset[None, :])[:, 0].argmax())]
    white = whitener(series.place, auto)
    own, rest = white(own_terms(series.place).T), white(series.logs - offset)
    gram = own @ own.T + np.eye(own.shape[0]) / FLAT**2
    left = rest - own.T @ np.linalg.solve(gram, own @ rest)
    usual = MAD * float(np.median(np.abs(left - np.median(left))))
    return left / usual if usual > 0.0 else np.zeros(left.size)


def wild(series: Series, offset: Floats) -> Bools:
    """Weeks (known,) that are wild around an offset; none where they are many."""
    found: Bools = np.abs(surprises(series, offset)) > WILD
    return found if found.mean() <= MOSTLY_WILD else np.zeros(found.size, dtype=bool)


def averaged(logs: Floats, axis: int | tuple[int, ...] | None = None) -> Floats:
    """Log of the mean of exponentials."""
    top = logs.max(axis=axis, keepdims=True)
    return np.asarray(np.log(np.exp(logs - top).mean(axis=axis)) + np.squeeze(top, axis=axis))
