"""Whether chains agree: rank-normalised split r-hat, bulk and tail effective sample size (Vehtari et al. 2021)."""

from statistics import NormalDist

import numpy as np

from foulee.core.types import Floats

RANK_SHIFT = 0.375
TAILS = (0.05, 0.95)


def normal_quantile(share: Floats) -> Floats:
    """Standard normal quantile, any shape; `share` in (0, 1). Ranks repeat: each different share is looked up once."""
    shares, where = np.unique(share, return_inverse=True)
    quantiles = np.fromiter(map(NormalDist().inv_cdf, shares), np.float64, shares.size)
    return quantiles[where].reshape(np.shape(share))


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

    NaN for what never moves, or is no number.
    """
    halves = _split(chains)
    folded = np.abs(halves - np.median(halves.reshape(-1, halves.shape[2]), axis=0))
    return _of_numbers(chains, np.maximum(_plain_rhat(_ranked(halves)), _plain_rhat(_ranked(folded))))


def _of_numbers(chains: Floats, found: Floats) -> Floats:
    """What was found (parameters,), NaN where a draw is no number: ranks would hide it."""
    return np.where(np.isfinite(chains).all(axis=(0, 1)), found, np.nan)


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
    """Effective sample size of the bulk (parameters,), of (chains, draws, parameters); NaN as for r-hat."""
    return _of_numbers(chains, _plain_ess(_ranked(_split(chains))))


def ess_tail(chains: Floats) -> Floats:
    """Effective sample size of the tails: the smaller of those of the 5 % and the 95 % quantile (parameters,).

    NaN as for r-hat.
    """
    halves = _split(chains)
    flat = halves.reshape(-1, halves.shape[2])
    found = [_plain_ess((halves <= np.quantile(flat, tail, axis=0)).astype(np.float64)) for tail in TAILS]
    return _of_numbers(chains, np.minimum(*found))
