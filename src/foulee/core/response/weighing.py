"""Which draws of another response shape the weeks themselves bear out."""

import numpy as np

from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.plain import log_likelihood
from foulee.core.response.fitting.problem import Problem
from foulee.core.response.fitting.refit import smoothed, systematic
from foulee.core.types import Floats, Ints


def borne_out(
    problem: Problem, natural: Floats, bent: ResponseDraws, straight: ResponseDraws, rng: np.random.Generator
) -> Ints:
    """Places (draws,) of the draws of another shape, drawn again in the measure in which the weeks bear them out.

    `natural` (draws, size), `bent` and `straight` are the same draws under the other shape and under the one that was
    fitted: importance sampling from the posterior of the one to that of the other, Pareto-smoothed.
    """
    weights, _ = smoothed(log_likelihood(problem, natural, bent) - log_likelihood(problem, natural, straight))
    return rng.permutation(systematic(weights, rng))
