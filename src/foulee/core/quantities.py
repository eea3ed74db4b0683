"""An uncertain quantity told by three numbers, and its draws."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from foulee.core.types import Floats

Z90 = 1.2815515655446004  # standard normal quantile at 90 %
EDGE = 1e-6


class Scale(StrEnum):
    """On which scale a quantity is (two-piece) normal."""

    LOG = "log"  # positive: money, counts, rates
    LOGIT = "logit"  # a share between 0 and 1
    LINEAR = "linear"  # may be negative


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity known up to an 80 % interval: two-piece normal on `scale`.

    `low`, `mid`, `high` are the 10th, 50th and 90th percentiles; equal ends mean that it is known.
    Raises ValueError if they are out of order or outside the scale.
    """

    low: float
    mid: float
    high: float
    scale: Scale = Scale.LOG

    def __post_init__(self) -> None:
        if not self.low <= self.mid <= self.high:
            raise ValueError(f"percentiles out of order: {self.low}, {self.mid}, {self.high}")
        if self.scale is not Scale.LINEAR and self.low < 0.0:
            raise ValueError(f"{self.low} is outside the {self.scale} scale")
        if self.scale is Scale.LOGIT and self.high > 1.0:
            raise ValueError(f"{self.high} is outside the {self.scale} scale")

    @property
    def known(self) -> bool:
        """Whether there is nothing to draw."""
        return self.low == self.high

    def draw(self, normal: Floats) -> Floats:
        """Turn standard normal draws (any shape) into draws of the quantity."""
        if self.known:
            return np.full(np.shape(normal), self.mid)
        low, mid, high = (forward(value, self.scale) for value in (self.low, self.mid, self.high))
        width = np.where(normal < 0.0, mid - low, high - mid) / Z90
        return backward(mid + width * normal, self.scale)

    def times(self, factor: float) -> "Quantity":
        """The same quantity in another unit, or scaled by a known factor ≥ 0."""
        return Quantity(self.low * factor, self.mid * factor, self.high * factor, self.scale)


def known(value: float) -> Quantity:
    """A quantity that is not uncertain."""
    return Quantity(value, value, value, Scale.LINEAR)


def forward(value: float, scale: Scale) -> float:
    """A value on the scale where its quantity is normal."""
    if scale is Scale.LOG:
        return float(np.log(max(value, EDGE)))
    if scale is Scale.LOGIT:
        share = min(max(value, EDGE), 1.0 - EDGE)
        return float(np.log(share / (1.0 - share)))
    return value


def backward(value: Floats, scale: Scale) -> Floats:
    """Values back from the scale where their quantity is normal."""
    if scale is Scale.LOG:
        return np.exp(value)
    if scale is Scale.LOGIT:
        return 1.0 / (1.0 + np.exp(-value))
    return value
