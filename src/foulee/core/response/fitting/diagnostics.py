"""Whether chains agree: rank-normalised split r-hat, bulk and tail effective sample size (Vehtari et al. 2021)."""

import numpy as np

from foulee.core.types import Floats

RANK_SHIFT = 0.375
TAILS = (0.05, 0.95)


def normal_quantile(share: Floats) -> Floats:
    """Standard normal quantile (Wichura 1988, algorithm AS 241, double precision)."""
    centre = share - 0.5
    inner = np.abs(centre) <= 0.425  # noqa: PLR2004 - the algorithm's own
    square = 0.180625 - centre * centre
    middle = centre * _ratio(square, _MIDDLE)
    tail = np.sqrt(-np.log(np.clip(np.minimum(share, 1.0 - share), 1e-300, 0.5)))
    outer = np.where(tail <= 5.0, _ratio(tail - 1.6, _OUTER), _ratio(tail - 5.0, _FAR))  # noqa: PLR2004
    return np.where(inner, middle, np.sign(centre) * outer)


def _ratio(value: Floats, coefficients: tuple[tuple[float, ...], tuple[float, ...]]) -> Floats:
    return np.polyval(coefficients[0][::-1], value) / np.polyval(coefficients[1][::-1], value)


_MIDDLE = (
    (
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ),
    (
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ),
)
_OUTER = (
    (
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ),
    (
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)
_FAR = (
    (
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ),
    (
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)


def _split(chains: Floats) -> Floats:
    """Each chain cut in two halves: (2 chains, draws // 2, …)."""
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, -half:]])


def _ranked(chains: Floats) -> Floats:
    """Normal scores of the ranks over all chains (ties share their mean rank)."""
    flat = chains.reshape(-1, chains.shape[2])
    scores = np.empty_like(flat)
    for column in range(flat.shape[1]):
        _, where, counts = np.unique(flat[:, column], return_inverse=True, return_counts=True)
        ends = np.cumsum(counts)
        ranks = (ends - (counts - 1) / 2.0)[where]
        scores[:, column] = (ranks - RANK_SHIFT) / (flat.shape[0] + 1.0 - 2.0 * RANK_SHIFT)
    return normal_quantile(scores).reshape(chains.shape)


def _plain_rhat(chains: Floats) -> Floats:
    draws = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean(axis=0)
    between = draws * chains.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sqrt(((draws - 1.0) / draws * within + between / draws) / within)


def rhat(chains: Floats) -> Floats:
    """Largest of the rank-normalised and the folded split r-hat, (parameters,), of (chains, draws, parameters).

    NaN for what never moves.
    """
    halves = _split(chains)
    folded = np.abs(halves - np.median(halves.reshape(-1, halves.shape[2]), axis=0))
    return np.fmax(_plain_rhat(_ranked(halves)), _plain_rhat(_ranked(folded)))


def _plain_ess(chains: Floats) -> Floats:
    """Effective sample size by Geyer's initial monotone sequence (Vehtari et al. 2021, equations 10 to 13)."""
    count, draws = chains.shape[:2]
    centred = chains - chains.mean(axis=1, keepdims=True)
    power = np.fft.rfft(centred, 2 * draws, axis=1)
    covariance = np.fft.irfft(power * np.conj(power), 2 * draws, axis=1)[:, :draws] / draws
    mean_variance = covariance[:, 0].mean(axis=0) * draws / (draws - 1.0)
    overall = mean_variance * (draws - 1.0) / draws + chains.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rho = 1.0 - (mean_variance - covariance.mean(axis=0)) / overall
    rho[0] = 1.0
    return np.array([_one_ess(rho[:, column], count * draws) for column in range(chains.shape[2])])


def _one_ess(rho: Floats, total: int) -> float:
    if not np.isfinite(rho).all():
        return float("nan")
    pairs = rho[: rho.size // 2 * 2].reshape(-1, 2).sum(axis=1)
    falls = np.flatnonzero(pairs < 0.0)
    kept = np.minimum.accumulate(pairs[: falls[0] if falls.size else pairs.size])
    odd = float(rho[2 * kept.size]) if 2 * kept.size < rho.size else 0.0
    tau = max(-1.0 + 2.0 * float(kept.sum()) + max(odd, 0.0), 1.0 / np.log10(total))
    return total / tau


def ess_bulk(chains: Floats) -> Floats:
    """Effective sample size of the bulk (parameters,), of (chains, draws, parameters)."""
    return _plain_ess(_ranked(_split(chains)))


def ess_tail(chains: Floats) -> Floats:
    """Effective sample size of the tails: the smaller of those of the 5 % and the 95 % quantile (parameters,)."""
    halves = _split(chains)
    flat = halves.reshape(-1, halves.shape[2])
    found = [_plain_ess((halves <= np.quantile(flat, tail, axis=0)).astype(np.float64)) for tail in TAILS]
    return np.fmin(*found)
