"""What the result of a trial would be worth: how often it would change the decision, and by how much money.

The trial is imagined many times over (preposterior analysis: Raiffa & Schlaifer 1961, Applied Statistical Decision
Theory, ch. 4–5): a draw is taken for the truth, its result is drawn, and all draws are weighed again by how well they
agree with that result. One goes on if the benefit so expected is above none.
"""

from dataclasses import dataclass

import numpy as np

from foulee.core.types import Floats

IMAGINED = 400  # results: the chance of a change is known to two points or so


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """`changes`: chance that the result would change what one does; `money`: expected gain of deciding with it."""

    changes: float
    money: float


def by_estimate(seen: Floats, errors: Floats, rng: np.random.Generator) -> Floats:
    """Weights (results, draws) after imagined estimates, normal around `seen` (draws,) with those `errors` (draws,)."""
    truths = rng.integers(seen.size, size=IMAGINED)
    if not np.isfinite(errors).all():
        return np.full((IMAGINED, seen.size), 1.0 / seen.size)
    results = seen[truths] + errors[truths] * rng.standard_normal(IMAGINED)
    return _weighed(-0.5 * ((results[:, None] - seen) / errors) ** 2 - np.log(errors))


def by_count(expected: Floats, rng: np.random.Generator) -> Floats:
    """Weights (results, draws) after imagined counts, Poisson around `expected` (draws,)."""
    truths = rng.integers(expected.size, size=IMAGINED)
    counts = rng.poisson(expected[truths]).astype(np.float64)
    rate = np.maximum(expected, 1e-9)  # where nothing is brought, hardly anybody is counted
    return _weighed(counts[:, None] * np.log(rate)[None, :] - rate[None, :])


def _weighed(likelihood: Floats) -> Floats:
    weights = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def worth(told: Floats, benefit: Floats) -> Worth:
    """What results are worth that weigh the draws by `told` (results, draws); `benefit` (draws,): that of going on."""
    now, after = float(benefit.mean()), told @ benefit
    changed = (after > 0.0) != (now > 0.0)
    gain = float(np.where(changed, np.abs(after), 0.0).mean())  # only a change of mind earns anything
    return Worth(changes=float(changed.mean()), money=gain)
