"""Saturation: more effort brings less and less, or nothing below a threshold (Hill function)."""

import numpy as np

from foulee.core.types import Floats

LEAST_EFFORT = 1e-9  # below, slopes are those at this effort: none divides by nothing


def hill(effort: Floats, half_saturation: Floats, slope: Floats | float) -> Floats:
    """Share of the largest possible response, `s^h / (s^h + k^h)`, in [0, 1) (MODEL §1).

    `effort` ≥ 0 and `half_saturation` > 0 are in the same unit; `slope` 1 is concave, above 1 S-shaped.
    """
    ratio = (np.maximum(effort, 0.0) / half_saturation) ** slope  # the operator knows that a power of 1.0 is nothing
    return ratio / (1.0 + ratio)


def scaled_hill(effort: Floats, half_saturation: Floats, slope: Floats) -> Floats:
    """Response in multiples of the response to effort 1 (the lever's typical effort).

    With effort and half-saturation in multiples of the typical effort this is 1 at typical effort, so
    that effects and shape have separate parameters; it can reach `1 + k^h`.
    """
    return hill(effort, half_saturation, slope) * ceiling(half_saturation, slope)


def ceiling(half_saturation: Floats, slope: Floats) -> Floats:
    """Largest response, in multiples of the response to typical effort: `1 + k^h`."""
    return 1.0 + np.power(half_saturation, slope)


def scaled_hill_slope(effort: Floats, half_saturation: Floats, slope: Floats) -> Floats:
    """Derivative of `scaled_hill` with respect to effort (per typical effort)."""
    return slope_from_share(hill(effort, half_saturation, slope), effort, half_saturation, slope)


def slope_from_share(share: Floats, effort: Floats, half_saturation: Floats, slope: Floats) -> Floats:
    """The same where `share = hill(effort, …)` is known already: powers take longer than all the rest."""
    at_least = hill(np.array(LEAST_EFFORT), half_saturation, slope)
    some = np.where(effort < LEAST_EFFORT, at_least, share)
    return slope * ceiling(half_saturation, slope) * some * (1.0 - some) / np.maximum(effort, LEAST_EFFORT)
