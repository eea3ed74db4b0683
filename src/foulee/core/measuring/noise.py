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
        """Weights (weeks,) on whitened weeks as weights on the weeks themselves."""
        scaled = weights * self.scale
        following = np.append(scaled[1:] * self.back[1:], 0.0)
        return scaled - following


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
    """One regression for one autocorrelation: `value` and its `error`, `sd` of the noise, log likelihood."""

    value: float
    error: float
    sd: float
    likelihood: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A coefficient averaged over what the autocorrelation may be; `freedom`: weeks left over."""

    value: float
    error: float
    noise: Noise
    freedom: int


def estimate(series: Floats, column: Floats, nuisance: Floats, weeks: Ints) -> Estimate:
    """Estimate the coefficient of `column` (weeks,) in `series` (weeks,), `nuisance` (weeks, columns) taken out.

    Generalised least squares; `weeks` are the places of the counted weeks. Raises TooFewWeeksError.
    """
    freedom = weeks.size - _basis(nuisance)[0].shape[1] - 1
    if freedom < LEAST_FREEDOM:
        raise TooFewWeeksError(f"{weeks.size} weeks")
    fits = [_fit(series, column, nuisance, whitening(weeks, float(value)), freedom) for value in GRID]
    likelihood = np.array([fit.likelihood for fit in fits])
    weight = np.exp(likelihood - likelihood.max())
    weight /= weight.sum()
    values = np.array([fit.value for fit in fits])
    value = float(weight @ values)
    variance = float(weight @ (np.array([fit.error for fit in fits]) ** 2 + values**2)) - value**2
    noise = Noise(
        sd=float(np.sqrt(weight @ np.array([fit.sd for fit in fits]) ** 2)), autocorrelation=float(weight @ GRID)
    )
    return Estimate(value=value, error=float(np.sqrt(max(variance, TINY))), noise=noise, freedom=freedom)


def _fit(series: Floats, column: Floats, nuisance: Floats, made: Whitening, freedom: int) -> Fit:
    basis, spans = _basis(made.apply(nuisance))
    own, told = made.apply(column), made.apply(series)
    own = own - basis @ (basis.T @ own)
    told = told - basis @ (basis.T @ told)
    amount = max(float(own @ own), TINY)
    value = float(own @ told) / amount
    variance = max(float(told @ told) - value**2 * amount, TINY) / freedom
    volume = 2.0 * float(np.log(spans).sum()) + np.log(amount) - 2.0 * float(np.log(made.scale).sum())
    return Fit(
        value=value,
        error=float(np.sqrt(variance / amount)),
        sd=float(np.sqrt(variance)),
        likelihood=-0.5 * (freedom * float(np.log(variance)) + volume),
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
