"""How many people of each age use a network, where few figures exist: borrowed, corrected, honestly wide.

A country's use by age is the lender's, on the log-odds scale, plus a deviation: a level common to all ages and
a shape that varies smoothly with age (a Gaussian process over age bands; Rasmussen & Williams 2006, §2.2). Every
figure of the country's own is an observation of the average over its ages, with its own precision.
"""

from dataclasses import dataclass

import numpy as np

from foulee.core.quantities import Z90, Quantity, Scale
from foulee.core.types import Floats

LAST_AGE = 99
EDGE = 0.003
GRID_REACH, GRID_POINTS = 14.0, 8001


@dataclass(frozen=True, slots=True)
class UsePoint:
    """A figure of the country's own: share of people aged `age_from` to `age_to` who use the network.

    `share` in (0, 1); `log_odds_sd` its imprecision on the log-odds scale.
    """

    age_from: int
    age_to: int
    share: float
    log_odds_sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UseByAge:
    """Estimate by age band: `log_odds` and `sd` (bands,), and whether the country had figures of its own."""

    bands: tuple[tuple[int, int], ...]
    log_odds: Floats
    sd: Floats
    own_figures: bool

    def share(self, weights: Floats) -> Quantity:
        """Share of a mix of ages (weights (bands,), any scale) that uses the network."""
        part = weights / weights.sum()
        shares = inverse_logit(self.log_odds)
        mean = float(part @ shares)
        # Errors of neighbouring ages go together: the sd of the mix is taken as the mean sd.
        sd = float(part @ self.sd)
        centre = np.log(mean / (1.0 - mean))
        ends = inverse_logit(np.array([centre - Z90 * sd, centre + Z90 * sd]))
        return Quantity(float(ends[0]), mean, float(ends[1]), Scale.LOGIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class LendingRules:
    """How far a country may differ from its lender, in log-odds: at large, by age, and how smoothly (bands)."""

    level_sd: float
    shape_sd: float
    reach_in_bands: float


def logit(share: Floats) -> Floats:
    """Log-odds of shares, kept away from 0 and 1."""
    inside = np.clip(share, EDGE, 1.0 - EDGE)
    return np.log(inside / (1.0 - inside))


def inverse_logit(log_odds: Floats) -> Floats:
    """Shares of log-odds."""
    return 1.0 / (1.0 + np.exp(-log_odds))


def estimate_use(lender: UseByAge, people: Floats, points: list[UsePoint], rules: LendingRules) -> UseByAge:
    """Estimate use by age from the lender's figures and the country's own.

    `people` (bands,) is the country's population by band, which weighs the ages within a point's range. The
    deviation's posterior mean and variance are those of linear regression with a Gaussian prior; shares over
    a range are linearised around the lender's.
    """
    count = len(lender.bands)
    prior = _prior_covariance(count, rules) + np.diag(lender.sd**2)
    if not points:
        sd = np.sqrt(np.diag(prior))
        return UseByAge(bands=lender.bands, log_odds=lender.log_odds, sd=sd, own_figures=False)
    centre, covariance = np.zeros(count), prior
    for _ in range(3):  # the linearisation is redone around the estimate
        shares = inverse_logit(lender.log_odds + centre)
        design, target = _observations(lender.bands, people, points, shares)
        noise = np.diag([point.log_odds_sd**2 for point in points])
        observed = np.array([point.share for point in points])
        residual = logit(observed) - logit(target) + design @ centre
        gain = prior @ design.T @ np.linalg.inv(design @ prior @ design.T + noise)
        centre = gain @ residual
        covariance = prior - gain @ design @ prior
    sd = np.sqrt(np.diag(covariance))
    return UseByAge(bands=lender.bands, log_odds=lender.log_odds + centre, sd=sd, own_figures=True)


def _prior_covariance(count: int, rules: LendingRules) -> Floats:
    place = np.arange(count)
    distance = (place[:, None] - place[None, :]) / rules.reach_in_bands
    covariance: Floats = rules.level_sd**2 + rules.shape_sd**2 * np.exp(-0.5 * distance**2)
    return covariance


def _observations(
    bands: tuple[tuple[int, int], ...], people: Floats, points: list[UsePoint], shares: Floats
) -> tuple[Floats, Floats]:
    """Weights of each band's log-odds in each point's log-odds, and the points' shares as they stand now."""
    design, target = [], []
    for point in points:
        weights = people * band_overlap(bands, point.age_from, point.age_to)
        weights = weights / weights.sum()
        share = float(weights @ shares)
        slope = weights * shares * (1.0 - shares) / (share * (1.0 - share))
        design.append(slope)
        target.append(share)
    return np.array(design), np.array(target)


def band_overlap(bands: tuple[tuple[int, int], ...], age_from: int, age_to: int) -> Floats:
    """Share of each band's ages that lies within a range (bands,); the nearest band if none does."""
    inside = np.array([max(0, min(end, age_to) - max(start, age_from) + 1) / (end - start + 1) for start, end in bands])
    if inside.sum() > 0.0:
        return inside
    middles = np.array([(start + end) / 2 for start, end in bands])
    nearest = np.zeros(len(bands))
    nearest[np.argmin(np.abs(middles - (age_from + age_to) / 2))] = 1.0
    return nearest


def people_by_band(pyramid: list[tuple[int, int, float]], bands: tuple[tuple[int, int], ...]) -> Floats:
    """Share of the whole population in each band, from a coarser or different pyramid of (from, to, share).

    Within a step of the pyramid ages are taken as equally many.
    """
    return np.array([share_between(pyramid, start, end) for start, end in bands])


def share_between(pyramid: list[tuple[int, int, float]], age_from: int, age_to: int) -> float:
    """Share of the whole population aged `age_from` to `age_to`, both included."""
    total = 0.0
    for start, end, share in pyramid:
        years = max(0, min(end, age_to) - max(start, age_from) + 1)
        total += share * years / (end - start + 1)
    return total


def told_by_customers(before: Quantity, uses: float, asked: float, at_most: float = np.inf) -> Quantity:
    """Update a share with what customers answered: `uses` of `asked` (Beta–Binomial; METHOD E2).

    The Beta has the mean and spread of `before`; the answer's 80 % interval comes from its quantiles. `at_most`:
    see `in_effect`.
    """
    spread = (before.high - before.low) / (2.0 * Z90)
    mean = min(max(before.mid, EDGE), 1.0 - EDGE)
    weight = max(mean * (1.0 - mean) / max(spread, EDGE) ** 2 - 1.0, 1.0)
    heard = 1.0 / (1.0 + asked / at_most)
    yes, no = mean * weight + heard * uses, (1.0 - mean) * weight + heard * (asked - uses)
    low, mid, high = beta_quantiles(yes, no, np.array([0.1, 0.5, 0.9]))
    return Quantity(float(low), float(mid), float(high), Scale.LOGIT)


def in_effect(asked: float, at_most: float) -> float:
    """How many people drawn by lot the answers of `asked` people are worth, who were not: fewer than `at_most`.

    Whoever answers may differ from the rest by some points that asking more of the same kind does not mend. If that
    difference has the spread of a draw of `at_most` people, both spreads add: 1 / (1 / asked + 1 / at_most)
    (an effective sample size; Kish 1965, §8.2).
    """
    return asked / (1.0 + asked / at_most)


def beta_quantiles(yes: float, no: float, levels: Floats) -> Floats:
    """Quantiles of a Beta(yes, no) law by summing its density on a fine grid (error under one in a thousand).

    The grid is even on the log-odds scale, where the density stays smooth near 0 and 1.
    """
    log_odds = np.linspace(-GRID_REACH, GRID_REACH, GRID_POINTS)
    share = inverse_logit(log_odds)
    density = yes * np.log(share) + no * np.log1p(-share)
    mass = np.cumsum(np.exp(density - density.max()))
    return np.interp(levels, mass / mass[-1], share)
