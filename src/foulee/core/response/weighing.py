"""Which draws of another response shape the weeks themselves bear out."""

from dataclasses import replace

import numpy as np

from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.arrays import USED
from foulee.core.response.fitting.plain import log_likelihood
from foulee.core.response.fitting.problem import Problem
from foulee.core.response.fitting.refit import HEAVIEST, smoothed, systematic
from foulee.core.types import Floats, Ints

LEAST_WORTH = 100.0  # draws that the weights must be worth


def borne_out(
    problem: Problem, natural: Floats, bent: ResponseDraws, straight: ResponseDraws, rng: np.random.Generator
) -> Ints:
    """Places (draws,) of the draws of another shape, drawn again in the measure in which the weeks bear them out.

    `natural` (draws, size), `bent` and `straight` are the same draws under the other shape and under the one that was
    fitted: importance sampling from the posterior of the one to that of the other, Pareto-smoothed. Where the two are
    too far apart for that, a heavy tail or a handful of draws left, all draws stay as they are, which is wider.
    """
    there, here = (log_likelihood(problem, natural, taught(problem, draws)) for draws in (bent, straight))
    weights, tail = smoothed(there - here)
    if tail > HEAVIEST or 1.0 / float((weights**2).sum()) < LEAST_WORTH:
        return np.arange(weights.size)
    return rng.permutation(systematic(weights, rng))


def taught(problem: Problem, draws: ResponseDraws) -> ResponseDraws:
    """The draws with the levers alone whose effect the weeks may teach: those that only follow demand do nothing."""
    used = problem.data.lever[:, USED]
    lever = replace(
        draws.lever,
        quick=draws.lever.quick * used,
        slow=draws.lever.slow * used,
        repeat=draws.lever.repeat * used,
        loyal=draws.lever.loyal * used,
    )
    return replace(draws, lever=lever)
