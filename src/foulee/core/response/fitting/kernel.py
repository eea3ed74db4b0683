"""Log density of the weeks and of the priors, with its gradient.

Two of them, for compiling takes longer than a fit, and most firms tell their sales in total alone. Compiled, for it is
called a hundred thousand times. `plain.py` is its twin over `simulate`, slow and short; a
test holds them together, and the gradient to finite differences.
"""

from collections.abc import Callable

from foulee.core.response.fitting.arrays import SHARES, SLOPE, VALUE, Data, Work
from foulee.core.response.fitting.backward import backward, marked, trials
from foulee.core.response.fitting.compiling import inner, placed
from foulee.core.response.fitting.forward import forward
from foulee.core.response.fitting.noise import sales_density
from foulee.core.response.fitting.online import shares_density
from foulee.core.types import Floats

Density = Callable[[Floats, Floats, Data, Work], float]


@inner
def unfold(score: Floats, data: Data, work: Work) -> None:
    """From scores to parameters on their own scale; no derivative yet."""
    natural = work.natural[VALUE]
    work.natural[SLOPE] = 0.0
    work.firm[SLOPE] = 0.0
    work.lever[SLOPE] = 0.0
    for place in range(data.active.size):
        at = data.active[place]
        natural[at] = data.prior[0, at] + data.prior[1, at] * score[place]


@inner
def fold(score: Floats, gradient: Floats, data: Data, work: Work) -> float:
    """The scores' own log density, and the gradient by them."""
    slope, total = work.natural[SLOPE], 0.0
    for place in range(data.active.size):
        at = data.active[place]
        total -= 0.5 * score[place] * score[place]
        gradient[place] = slope[at] * data.prior[1, at] - score[place]
    return total


@placed
def without_shares(score: Floats, gradient: Floats, data: Data, work: Work) -> float:
    """Log density at `score` (active,) where sales are told in total alone; fills `gradient` (active,)."""
    unfold(score, data, work)
    forward(data, work)
    total = sales_density(data, work)
    backward(data, work)
    total += trials(data, work) + marked(data, work)
    return total + fold(score, gradient, data, work)


@placed
def with_shares(score: Floats, gradient: Floats, data: Data, work: Work) -> float:
    """Log density at `score` (active,) where sales online and in the shop are told apart; fills `gradient` too."""
    unfold(score, data, work)
    forward(data, work)
    total = sales_density(data, work) + shares_density(data, work)
    backward(data, work)
    total += trials(data, work) + marked(data, work)
    return total + fold(score, gradient, data, work)


def density_of(data: Data) -> Density:
    """The log density of such data."""
    return with_shares if data.firm[SHARES] else without_shares
