"""Log density of the weeks and of the priors, with its gradient.

Compiled, for it is called a hundred thousand times. `plain.py` is its twin over `simulate`, slow and short; a
test holds them together, and the gradient to finite differences.
"""

from foulee.core.response.fitting.arrays import SLOPE, VALUE, Data, Work
from foulee.core.response.fitting.backward import backward, evidence
from foulee.core.response.fitting.compiling import compiled
from foulee.core.response.fitting.forward import forward
from foulee.core.response.fitting.noise import likelihood
from foulee.core.types import Floats


@compiled
def log_density(score: Floats, gradient: Floats, data: Data, work: Work) -> float:
    """Log density at `score` (active,), standard normals behind the parameters; fills `gradient` (active,)."""
    natural, slope = work.natural[VALUE], work.natural[SLOPE]
    slope[:] = 0.0
    for place in range(data.active.size):
        at = data.active[place]
        natural[at] = data.prior[0, at] + data.prior[1, at] * score[place]
    forward(data, work)
    total = likelihood(data, work)
    backward(data, work)
    total += evidence(data, work)
    for place in range(data.active.size):
        at = data.active[place]
        total -= 0.5 * score[place] * score[place]
        gradient[place] = slope[at] * data.prior[1, at] - score[place]
    return total
