"""The same firm under another response shape, which its weeks do not teach (MODEL §1, structural alternatives)."""

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

import numpy as np

from foulee.core.response.carryover import carry
from foulee.core.response.draws import ResponseDraws, joined
from foulee.core.response.priors import Normals, ShapePrior
from foulee.core.response.saturation import scaled_hill
from foulee.core.types import Floats, Shape

LEAST_RESPONSE = 1e-9
BLEND_SEED = 36


def reshaped(
    draws: ResponseDraws, shape: Shape, prior: ShapePrior, normals: Normals, multiples: Floats
) -> ResponseDraws:
    """Draws of the concave response turned into those of another shape, with the same sum of responses over the weeks.

    What the weeks told, what the efforts made in them (weeks, levers) brought in all, is kept; only how it goes on
    beyond them differs. A lever that was never used keeps its effect at the usual effort. Where results might go on
    rising, it is well beyond the largest effort carried in these weeks, and not only beyond the usual one.
    """
    count = draws.count
    index = np.full(count, tuple(Shape).index(shape))
    if shape is Shape.CONCAVE or not draws.levers:
        return replace(draws, shape=index)
    half, slope = draws.lever.half_saturation.copy(), draws.lever.slope.copy()
    for column, name in enumerate(draws.levers):
        half[:, column] = prior.half_saturation[shape].draw(normals(f"half_saturation {name}"))
        slope[:, column] = prior.slope[shape].draw(normals(f"slope {name}"))
    if shape is Shape.FAR:
        half *= reduce(np.maximum, _carried(draws, multiples), np.ones_like(half))
    before, after = np.zeros_like(half), np.zeros_like(half)
    for carried in _carried(draws, multiples):
        before += scaled_hill(carried, draws.lever.half_saturation, draws.lever.slope)
        after += scaled_hill(carried, half, slope)
    kept = np.where(before > LEAST_RESPONSE, before / np.maximum(after, LEAST_RESPONSE), 1.0)
    # Now and then a threshold would ask for an effect beyond belief to keep that sum: no shape is worth a miracle.
    kept = np.minimum(kept, prior.most_kept)
    lever = replace(
        draws.lever,
        quick=draws.lever.quick * kept,
        slow=draws.lever.slow * kept,
        repeat=draws.lever.repeat * kept,
        loyal=draws.lever.loyal * kept,
        half_saturation=half,
        slope=slope,
    )
    return replace(draws, shape=index, lever=lever)


def _carried(draws: ResponseDraws, multiples: Floats) -> Iterator[Floats]:
    """Carried efforts week by week (draws, levers): what responses read, so that one wild week is no new height."""
    carried = np.broadcast_to(draws.carried, draws.lever.half_saturation.shape)
    for effort in multiples:
        carried = carry(carried, effort, draws.lever.carryover)
        yield carried


def mixed(by_shape: dict[Shape, Floats], weights: dict[Shape, float]) -> Floats:
    """Draws of all shapes, each in its weight: the first part from one, the next from another (draws, …)."""
    total, parts, start = sum(weights.values()), [], 0.0
    for shape, draws in by_shape.items():
        end = start + weights[shape] / total
        parts.append(draws[round(start * draws.shape[0]) : round(end * draws.shape[0])])
        start = end
    return np.concatenate(parts)


def blended(by_shape: dict[Shape, ResponseDraws], weights: dict[Shape, float], count: int) -> ResponseDraws:
    """So many draws (or all there are, if fewer) of all shapes, each in its weight and no place taken twice."""
    there = min(draws.count for draws in by_shape.values())
    chosen = np.random.default_rng(BLEND_SEED).permutation(there)[:count]  # neighbours in a chain are alike
    ends = np.cumsum([weights[shape] for shape in by_shape]) / sum(weights[shape] for shape in by_shape)
    parts = np.split(chosen, np.round(ends[:-1] * chosen.size).astype(np.int64))
    return joined([draws.take(part) for draws, part in zip(by_shape.values(), parts, strict=True)])
