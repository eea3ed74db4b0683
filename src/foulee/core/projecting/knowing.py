"""What it would be worth to know: expected value of partial perfect information (MODEL §5, value of knowing).

For a decision between options whose net benefits are drawn, knowing one quantity exactly is worth the rise of
the expected benefit of the best option given it. The conditional expectations are regressions of the drawn
benefits on the quantity (Strong, Oakley & Brennan 2014, Medical Decision Making 34: 311–326), here cubic in its
normal score.
"""

from dataclasses import dataclass

import numpy as np

from foulee.core.types import Floats

DEGREE = 3
SHUFFLES = 8
BEYOND = 0.05  # half of the tenth by which chances are told
CLEARLY = 2.0  # standard deviations of the shuffled worths


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """How much one unknown matters.

    `worth`: money that knowing it exactly is worth, through better decisions; `share`: share of the
    variance of the chosen plan's gain that it explains (0 to 1).
    """

    name: str
    worth: float
    share: float


def rank_unknowns(benefits: Floats, chosen: int, unknowns: dict[str, Floats], *, seed: int) -> tuple[Unknown, ...]:
    """Rank unknowns by worth, then by share of variance.

    `benefits` (options, draws): net benefit of each option, doing nothing included; `chosen`: row of the one that
    would be chosen now; `unknowns`: draws (draws,) by name. What shuffled unknowns seem to be worth, by
    regression noise alone, is taken off; a worth that does not stand out of that noise is nil.
    """
    found = [_unknown(name, values, benefits, chosen, seed) for name, values in unknowns.items()]
    return tuple(sorted(found, key=lambda unknown: (-unknown.worth, -unknown.share)))


def _unknown(name: str, values: Floats, benefits: Floats, chosen: int, seed: int) -> Unknown:
    rng = np.random.default_rng([seed, *name.encode("utf-8")])  # by name: one unknown does not move another
    score = normal_scores(values)
    fitted = regress(score, benefits)
    now = float(benefits.mean(axis=1).max())
    noise = [float(regress(rng.permutation(score), benefits).max(axis=0).mean()) - now for _ in range(SHUFFLES)]
    apparent = float(fitted.max(axis=0).mean()) - now
    clear = apparent > float(np.mean(noise)) + CLEARLY * float(np.std(noise))
    worth = apparent - float(np.mean(noise)) if clear else 0.0
    spread = float(benefits[chosen].var())
    share = float(fitted[chosen].var()) / spread if spread > 0.0 else 0.0
    return Unknown(name=name, worth=max(worth, 0.0), share=share)


def chance_to_move(pays: Floats, values: Floats, limits: tuple[float, ...], *, seed: tuple[int, ...]) -> float:
    """Chance that knowing one unknown moves the chance to pay clearly over one of `limits`, from 0 to 1.

    `pays` (draws,): 1.0 where the plan pays, else 0.0. The chance given the unknown is the same regression as in
    `rank_unknowns`, and counts once it is `BEYOND` the limit; what shuffled values seem to move, by regression noise
    alone, is taken off.
    """
    score, rng = normal_scores(values), np.random.default_rng(seed)
    noise = [_moved(rng.permutation(score), pays, limits) for _ in range(SHUFFLES)]
    apparent = _moved(score, pays, limits)
    clear = apparent > float(np.mean(noise)) + CLEARLY * float(np.std(noise))
    return apparent - float(np.mean(noise)) if clear else 0.0


def _moved(score: Floats, pays: Floats, limits: tuple[float, ...]) -> float:
    """Share of draws in which the chance given the score is clearly beyond a limit that the chance now is not."""
    now = float(pays.mean())
    above = min((limit for limit in limits if limit > now), default=np.inf)
    below = max((limit for limit in limits if limit <= now), default=-np.inf)
    given = regress(score, pays[None, :])[0]
    return float(((given >= above + BEYOND) | (given < below - BEYOND)).mean())


def normal_scores(values: Floats) -> Floats:
    """Ranks turned into a roughly normal scale (Van der Waerden scores, by a logistic approximation)."""
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable") + 0.5
    share = ranks / values.size
    return np.log(share / (1.0 - share)) / 1.702


def regress(score: Floats, benefits: Floats) -> Floats:
    """Cubic regression of each row of benefits on a score: fitted values (options, draws)."""
    design = np.vander(score, DEGREE + 1)
    coefficients, *_ = np.linalg.lstsq(design, benefits.T, rcond=None)
    return (design @ coefficients).T
