"""How a firm's sales move from week to week when nobody does anything: noise, season and trend taken out.

Log sales are a line, a season and noise, `e[t] = ρ e[t-1] + ν[t]` (autoregressive of order one). Weeks that were not
counted are gaps: the law of `e[t]` given the last counted week is exact, `ρ^g e[t-g]` with variance
`σ² (1 - ρ^2g) / (1 - ρ²)` after `g` weeks. `ρ` is not picked but averaged over, each value weighing as its restricted
likelihood (Patterson & Thompson 1971, Biometrika 58: 545–554) under a flat prior.
"""

from dataclasses import dataclass

import numpy as np

from foulee.core.types import Bools, Floats, Ints

DAYS_PER_YEAR = 365.25
WEEKS_IN_A_YEAR = DAYS_PER_YEAR / 7.0
HARMONICS = 2  # two waves a year: a summer and a Christmas; more would eat the few weeks there are
GRID = np.linspace(-0.4, 0.96, 35)
RANK_EDGE = 1e-8
LEAST_FREEDOM = 4  # weeks left over once everything is estimated: fewer say nothing of the noise
WILD = 4.5  # robust standard deviations: beyond, a week is left out; one in 150 000 if weeks were normal
MOST_WILD = 0.1  # share of the weeks; beyond, the firm is like that and none is left out
HUBER = 1.345  # 95 % as precise as least squares where all is normal (Huber 1981)
MAD = 1.4826  # median absolute deviation to standard deviation
ROUNDS = 30
TINY = 1e-12


class TooFewWeeksError(Exception):
    """Too few weeks to estimate anything from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Week-to-week noise of log sales: `sd` of a week's surprise, and `autocorrelation` with the week before."""

    sd: float
    autocorrelation: float = 0.0

    @property
    def spread(self) -> float:
        """Standard deviation of a week around season and trend, whatever the week before."""
        return float(self.sd / np.sqrt(1.0 - self.autocorrelation**2))

    def times(self, factor: float) -> "Noise":
        """The same noise, louder or softer."""
        return Noise(sd=self.sd * factor, autocorrelation=self.autocorrelation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whitening:
    """What turns autocorrelated noise into independent noise of variance `sd²`.

    `w[t] = (e[t] - back[t] e[t-1]) scale[t]`. Arrays are (weeks,), over counted weeks only; `back[0]` is 0.
    """

    back: Floats
    scale: Floats

    def apply(self, values: Floats) -> Floats:
        """Whiten rows: (weeks,) or (weeks, columns)."""
        table = values[:, None] if values.ndim == 1 else values
        before = np.vstack([np.zeros((1, table.shape[1])), table[:-1]])
        white = (table - self.back[:, None] * before) * self.scale[:, None]
        return white[:, 0] if values.ndim == 1 else white

    def turned(self, weights: Floats) -> Floats:
        """Weights (weeks,) or (weeks, columns) on whitened weeks as weights on the weeks themselves."""
        table = weights[:, None] if weights.ndim == 1 else weights
        scaled = table * self.scale[:, None]
        following = np.vstack([scaled[1:] * self.back[1:, None], np.zeros((1, table.shape[1]))])
        turned = scaled - following
        return turned[:, 0] if weights.ndim == 1 else turned


def whitening(weeks: Ints, autocorrelation: float) -> Whitening:
    """Make the whitening of weeks counted at `weeks` (increasing), for a noise of that autocorrelation."""
    gaps = np.diff(weeks)
    back = np.append(0.0, np.power(autocorrelation, gaps))
    stationary = 1.0 / (1.0 - autocorrelation**2)
    variance = np.append(stationary, stationary * (1.0 - np.power(autocorrelation, 2 * gaps)))
    return Whitening(back=back, scale=1.0 / np.sqrt(variance))


def seasonal_columns(weeks: Ints) -> Floats:
    """What is taken out of log sales: a level, a trend (a year), and waves of a year (weeks, columns)."""
    years = weeks / WEEKS_IN_A_YEAR
    waves = [wave(2.0 * np.pi * turn * years) for turn in range(1, HARMONICS + 1) for wave in (np.cos, np.sin)]
    return np.stack([np.ones(weeks.size), years - years.mean(), *waves], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Regressions for one autocorrelation, one for each candidate column; arrays (candidates,).

    `values` and their `errors`, `sds` of the noise, log `likelihoods`.
    """

    values: Floats
    errors: Floats
    sds: Floats
    likelihoods: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A coefficient averaged over what the autocorrelation, and the column, may be; `freedom`: weeks left over.

    `weights` (candidates,): how well each candidate agrees with the weeks; they add up to 1.
    """

    value: float
    error: float
    noise: Noise
    freedom: int
    weights: Floats


def estimate(series: Floats, columns: Floats, nuisance: Floats, weeks: Ints) -> Estimate:
    """Estimate the coefficient of a column in `series` (weeks,), `nuisance` (weeks, columns) taken out.

    Generalised least squares; `weeks` are the places of the counted weeks. `columns` (weeks,), or (weeks, candidates)
    where several are as likely beforehand: not knowing which widens the error. Raises TooFewWeeksError.
    """
    table = columns[:, None] if columns.ndim == 1 else columns
    freedom = weeks.size - _basis(nuisance)[0].shape[1] - 1
    if freedom < LEAST_FREEDOM:
        raise TooFewWeeksError(f"{weeks.size} weeks")
    fits = [_fit(series, table, nuisance, whitening(weeks, float(value)), freedom) for value in GRID]
    # A candidate is no likelier for being smaller: each is held against its own size without any memory.
    sizes = np.log(np.maximum((outside(table, nuisance, whitening(weeks, 0.0)) ** 2).sum(axis=0), TINY))
    likelihood = np.stack([fit.likelihoods for fit in fits]) + 0.5 * sizes
    weight = np.exp(likelihood - likelihood.max())
    weight /= weight.sum()
    values = np.stack([fit.values for fit in fits])
    value = float((weight * values).sum())
    variance = float((weight * (np.stack([fit.errors for fit in fits]) ** 2 + values**2)).sum()) - value**2
    noise = Noise(
        sd=float(np.sqrt((weight * np.stack([fit.sds for fit in fits]) ** 2).sum())),
        autocorrelation=float(weight.sum(axis=1) @ GRID),
    )
    error = float(np.sqrt(max(variance, TINY)))
    return Estimate(value=value, error=error, noise=noise, freedom=freedom, weights=weight.sum(axis=0))


def _fit(series: Floats, columns: Floats, nuisance: Floats, made: Whitening, freedom: int) -> Fit:
    basis, spans = _basis(made.apply(nuisance))
    own, told = made.apply(columns), made.apply(series)
    own = own - basis @ (basis.T @ own)
    told = told - basis @ (basis.T @ told)
    amounts = np.maximum((own**2).sum(axis=0), TINY)
    values = told @ own / amounts
    variances = np.maximum(told @ told - values**2 * amounts, TINY) / freedom
    volumes = 2.0 * np.log(spans).sum() + np.log(amounts) - 2.0 * np.log(made.scale).sum()
    return Fit(
        values=values,
        errors=np.sqrt(variances / amounts),
        sds=np.sqrt(variances),
        likelihoods=-0.5 * (freedom * np.log(variances) + volumes),
    )


def _basis(columns: Floats) -> tuple[Floats, Floats]:
    """Orthonormal basis of what the columns span (weeks, rank), and their spans; columns that repeat count once."""
    basis, spans, _ = np.linalg.svd(columns, full_matrices=False)
    kept = spans > RANK_EDGE * max(float(spans.max(initial=0.0)), TINY)
    return basis[:, kept], spans[kept]


def outside(column: Floats, nuisance: Floats, made: Whitening) -> Floats:
    """What of a column (weeks,), or of several (weeks, columns), no nuisance explains, whitened."""
    basis, _ = _basis(made.apply(nuisance))
    own = made.apply(column)
    return own - basis @ (basis.T @ own)


def tame(series: Floats, columns: Floats) -> Bools:
    """Which weeks to keep: not those that lie wildly apart from all others (weeks,).

    A robust regression (Huber) on `columns` (weeks, columns); a week more than `WILD` robust deviations off is left
    out, unless there are so many that the firm is like that.
    """
    weight = np.ones(series.size)
    rest, scale = series, 1.0
    for _ in range(ROUNDS):
        root = np.sqrt(weight)
        found, *_ = np.linalg.lstsq(columns * root[:, None], series * root, rcond=None)
        rest = series - columns @ found
        scale = max(MAD * float(np.median(np.abs(rest))), TINY)
        weight = HUBER / np.maximum(np.abs(rest) / scale, HUBER)
    # Columns fit their own weeks: what is left over is too small by that much.
    spread = scale * np.sqrt(series.size / max(series.size - columns.shape[1], 1))
    kept = np.abs(rest) <= WILD * spread
    return kept if (~kept).mean() <= MOST_WILD else np.ones(series.size, dtype=bool)


def noise_of(series: Floats, columns: Floats, weeks: Ints) -> Noise:
    """Noise of `series` (weeks,), log sales, once `columns` (weeks, columns) are taken out and wild weeks left out.

    Raises TooFewWeeksError.
    """
    kept = tame(series, columns)
    # The level is what is "estimated": any column of the nuisance does, since only the noise is read.
    return estimate(series[kept], columns[kept, 0], columns[kept, 1:], weeks[kept]).noise
