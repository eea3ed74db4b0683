"""Sampling one firm's posterior: start at the summit, tune, draw, check, and once more before refusing (MODEL §4)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from foulee.core.response.fitting.arrays import STRETCH, Work, room
from foulee.core.response.fitting.diagnostics import ess_bulk, ess_tail, rhat
from foulee.core.response.fitting.laplace import climb
from foulee.core.response.fitting.problem import Problem
from foulee.core.response.fitting.sampler import MOVING, POSITION, chain, sample
from foulee.core.response.fitting.stretching import relaxed, stretched
from foulee.core.types import Floats

CHAINS = 4
MOST_RHAT = 1.01
LEAST_ESS = 400.0
MOST_DIVERGED = 0.01  # share of draws
FIRST_STEP = 0.3
START = 0.1  # just inside of where effects are not nil, so that the first gradient shows them


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard to sample: draws of tuning in three parts (step, metric, step), then those kept; acceptance sought.

    Where chains do not agree yet after `draws`, the same ones go on by as many again, as far as `most`.
    """

    tuning: tuple[int, int, int] = (75, 125, 75)
    draws: int = 1000
    most: int = 0
    acceptance: float = 0.9
    threads: int = 2


HARDER = Effort(tuning=(200, 500, 200), draws=2000, most=6000, acceptance=0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """How the sampling went: worst r-hat and smallest effective sample sizes over all parameters, and what it took."""

    max_rhat: float
    min_ess_bulk: float
    min_ess_tail: float
    divergences: int
    steps_per_draw: float
    weeks: int
    cpu_seconds: float = 0.0
    reran: bool = False

    @property
    def min_ess(self) -> float:
        """The smaller of the two effective sample sizes; NaN if one of them is, which is not healthy."""
        return float(np.minimum(self.min_ess_bulk, self.min_ess_tail))

    def healthy(self, draws: int) -> bool:
        """Whether the draws can be trusted; never where a figure is NaN, which compares to nothing."""
        agree = self.max_rhat < MOST_RHAT and self.min_ess > LEAST_ESS
        return agree and self.divergences <= MOST_DIVERGED * draws


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Draws of what the sampler moved, as standard normals of the prior: (chains, draws, active)."""

    problem: Problem
    scores: Floats
    diagnostics: Diagnostics


class NotConverged(Exception):  # noqa: N818 - it is a finding, not a mistake
    """The chains did not agree, twice. `fitted` carries what they found, which is not to be shown as an answer."""

    def __init__(self, fitted: Fitted) -> None:
        found = fitted.diagnostics
        super().__init__(
            f"r-hat {found.max_rhat:.3f}, effective sample size {found.min_ess:.0f}, {found.divergences} divergences"
        )
        self.fitted = fitted


class Part(StrEnum):
    """What a fit is at: finding its stride, drawing, the same once more and for longer; then it is done."""

    TUNING = "tuning"
    DRAWING = "drawing"
    AGAIN = "again"
    FITTED = "fitted"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a fit is: `done` of its chains are through with this part."""

    part: Part
    done: int = 0


def unheard(_step: Step) -> None:
    """Nobody asks how far a fit is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How a fit is made: its seed, the first attempt and the second, and a clock of processor seconds, if at hand.

    `heard` is called, by the thread that fits, whenever a part begins and when one of its chains is through with it.
    """

    seed: int = 1
    effort: Effort = Effort()
    harder: Effort = HARDER
    clock: Callable[[], float] = lambda: 0.0
    heard: Callable[[Step], None] = unheard


def fit(problem: Problem, sampling: Sampling) -> Fitted:
    """Draw from the posterior. Raises NotConverged if a second, longer run does not converge either.

    The same problem, seed and efforts give the same draws, whatever the number of threads.
    """
    began = sampling.clock()
    found = _attempt(problem, sampling.seed, sampling.effort, sampling.heard)
    reran = not _good(found)
    if reran:
        sampling.heard(Step(Part.AGAIN))
        found = _attempt(problem, sampling.seed + 1, sampling.harder, sampling.heard)
    seconds = sampling.clock() - began
    found = replace(found, diagnostics=replace(found.diagnostics, cpu_seconds=seconds, reran=reran))
    if not _good(found):
        raise NotConverged(found)
    sampling.heard(Step(Part.FITTED, CHAINS))
    return found


def _good(fitted: Fitted) -> bool:
    return fitted.diagnostics.healthy(fitted.scores.shape[0] * fitted.scores.shape[1])


def _attempt(problem: Problem, seed: int, effort: Effort, heard: Callable[[Step], None]) -> Fitted:
    run = _Run(problem, seed, effort, heard)
    run.tune()
    scores, stats = run.draw()
    found = _found(problem, scores, stats)
    while not _good(found) and scores.shape[1] + effort.draws <= effort.most:
        more, their = run.draw()
        scores, stats = np.concatenate([scores, more], axis=1), np.concatenate([stats, their], axis=2)
        found = _found(problem, scores, stats)
    return found


def _found(problem: Problem, scores: Floats, stats: Floats) -> Fitted:
    return Fitted(
        problem=problem,
        scores=scores,
        diagnostics=Diagnostics(
            max_rhat=float(np.max(rhat(scores))),
            min_ess_bulk=float(np.min(ess_bulk(scores))),
            min_ess_tail=float(np.min(ess_tail(scores))),
            divergences=int(stats[:, 2].sum()),
            steps_per_draw=float(stats[:, 1].mean()),
            weeks=int(problem.history.counted.sum()),
        ),
    )


class _Run:
    """Four chains on their way: where they stand, their common metric and step."""

    def __init__(self, problem: Problem, seed: int, effort: Effort, heard: Callable[[Step], None]) -> None:
        self.problem, self.effort, self.heard = problem, effort, heard
        self.size = problem.data.active.size
        self.data = stretched(problem.data)
        self.works: list[Work] = [room(problem.data, problem.layout) for _ in range(CHAINS)]
        summit = climb(self.data, self.works[0], np.full(self.size, START))
        self.centre, self.factor = summit.mode, summit.factor
        self.rngs = [np.random.default_rng([seed, number]) for number in range(CHAINS)]
        self.at = [rng.standard_normal(self.size) for rng in self.rngs]
        self.step = FIRST_STEP

    def tune(self) -> None:
        """Find the step, the metric, and the step again."""
        settle, learn, settle_again = self.effort.tuning
        self.heard(Step(Part.TUNING))
        self._go(settle, self.effort.acceptance)
        positions, _ = self._go(learn, self.effort.acceptance)
        self._learn(positions)
        self._go(settle_again, self.effort.acceptance)

    def draw(self) -> tuple[Floats, Floats]:
        """Draw, from where the chains stand: scores (chains, draws, active), statistics (chains, 4, draws)."""
        self.heard(Step(Part.DRAWING))
        positions, stats = self._go(self.effort.draws, 0.0)
        return relaxed(self.problem, self.data.firm[STRETCH], self.centre + positions @ self.factor.T), stats

    def _go(self, count: int, acceptance: float) -> tuple[Floats, Floats]:
        positions = np.empty((CHAINS, count, self.size))
        stats = np.zeros((CHAINS, 4, count))
        chains = [chain(self.centre, self.factor, self.data, work) for work in self.works]

        def one(number: int) -> float:
            """Let one chain go; its step."""
            rng, own = self.rngs[number], chains[number]
            own.states[MOVING, POSITION] = self.at[number]
            own.chance[0] = rng.integers(2**63)
            positions[number] = rng.standard_normal((count, self.size))
            stats[number, 0, 0] = acceptance
            return float(sample(own, positions[number], stats[number], self.step))

        with ThreadPoolExecutor(self.effort.threads) as pool:
            each = enumerate(pool.map(one, range(CHAINS)), start=1)
            steps = np.array([self._through(number, step, acceptance) for number, step in each])
        self.at = list(positions[:, -1])
        self.step = float(np.exp(np.log(steps).mean()))
        return positions, stats

    def _through(self, number: int, step: float, acceptance: float) -> float:
        """Say that one more chain is through with its draws; its step."""
        if not acceptance:
            self.heard(Step(Part.DRAWING, number))
        return step

    def _learn(self, positions: Floats) -> None:
        """Take the metric from what all chains have seen, held to the one before where that is little."""
        seen = positions.reshape(-1, self.size)
        own = seen.shape[0] / (seen.shape[0] + 2.0 * self.size)
        covariance = own * np.cov(seen.T).reshape(self.size, self.size) + (1.0 - own) * np.eye(self.size)
        factor = np.linalg.cholesky(covariance)
        middle = seen.mean(axis=0)
        self.at = [np.linalg.solve(factor, place - middle) for place in self.at]
        self.centre, self.factor = self.centre + self.factor @ middle, np.ascontiguousarray(self.factor @ factor)
