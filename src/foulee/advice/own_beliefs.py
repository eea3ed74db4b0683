"""What is believed of this very firm and its channels, before its weeks: the spine's own prior, in the engine's terms.

Two witnesses speak of what a channel brings: the spine, which counts from people met to people who come, and what such
efforts have returned elsewhere. They are wide apart for some firms, and each is too sure of itself to be believed
alone: the weeks start from a range that holds both.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from foulee.advice.model import shape_prior
from foulee.advice.parts import FirmParts
from foulee.advice.with_weeks import lever_multiple
from foulee.core.history import FirmHistory
from foulee.core.quantities import Quantity, Scale
from foulee.core.response.demand import seasonal_profile
from foulee.core.response.fitting.beliefs import FirmBeliefs, LeverBeliefs
from foulee.core.response.fitting.observed import new_customers
from foulee.core.response.fitting.problem import Scales
from foulee.core.response.learnt import NIL, rises_of
from foulee.core.response.priors import repeat_share
from foulee.core.response.saturation import scaled_hill
from foulee.core.types import WEEKS_PER_YEAR, Floats, Shape

LEAST_FIRST = 0.001  # of the orders: beyond either end a share has no log-odds to speak of
SEASON_WAVES = 4  # what twelve months can tell, and as many as the longest histories are fitted with
LEAST_MONTH = 0.1  # of the mean month: a month told as nil is a closure, which no wave follows
MOST = 0.9  # of the ceiling: what flattens there would have to be without end before it did


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBeliefs:
    """The firm as its answers tell of it, and the option that each lever is, "" for none.

    `placed`: whether its weeks have a place in the calendar, without which its season says nothing of them.
    """

    parts: FirmParts
    channels: Mapping[str, str]
    placed: bool = True

    def laid_on(self, believed: FirmBeliefs, history: FirmHistory, scales: Scales) -> FirmBeliefs:
        """What is believed of any firm, narrowed to this one; levers that are no channel stay as they are."""
        levers = dict(believed.levers)
        first = self._first(scales) if new_customers(history) is not None else None
        for lever, usual in zip(history.levers, scales.typical, strict=True):
            channel = self.channels.get(lever.name, "")
            if channel and lever.ever_used:
                found = self._rises(channel, lever_multiple(self.parts.option(channel), usual, lever.unit), first)
                levers[lever.name] = self._lever(levers[lever.name], found, believed.ceiling)
        told = self.parts.document.firm.yearly_growth
        return replace(
            believed,
            levers=levers,
            trend=believed.trend if told is None else _moved(believed.trend, told),
            kept=self.parts.figures.prior.kept_per_year,
            first=believed.first if first is None else _quantity(first, Scale.LOGIT),
            waves=waves_of(self.parts.figures.season) if self.placed else believed.waves,
        )

    def _first(self, scales: Scales) -> Floats:
        """Share of orders that are first ones: new customers as counted, among orders of the basket told or usual."""
        share = scales.new * self.parts.firm.basket / scales.sales
        return np.clip(share, LEAST_FIRST, 1.0 - LEAST_FIRST)

    def _rises(self, channel: str, multiple: float, first: Floats | None) -> "_Believed":
        """What is believed of a channel at a lever's usual effort, `multiple` of its own: rises at once, and slow ones.

        Where new customers are counted (`first`: share of first orders), a slow rise is one of their number.
        """
        parts, effects = self.parts, self.parts.effects[channel]
        half = shape_prior(parts.knowledge).half_saturation[Shape.CONCAVE]
        drawn = half.draw(parts.unknowns.normals(f"half_saturation {channel}"))
        response = scaled_hill(np.asarray(multiple), drawn, np.ones_like(drawn))
        if first is None:
            found = rises_of(parts.firm, effects)
            quick, slow = found.quick, found.year - found.quick
        else:
            again = repeat_share(parts.firm, effects.repeat_orders)
            quick = first * effects.quick_customers / parts.firm.level + (1.0 - first) * again
            slow = effects.slow_customers / parts.firm.level
        return _Believed(quick * response, slow * response, effects.carryover, half.times(1.0 / multiple))

    def _lever(self, elsewhere: LeverBeliefs, found: "_Believed", ceiling: float) -> LeverBeliefs:
        """One lever as its channel is believed here, and such a lever elsewhere."""
        quick, nil_quick = _if_it_works(found.quick, ceiling)
        slow, nil_slow = _if_it_works(found.slow, ceiling)
        return replace(
            elsewhere,
            carryover=_quantity(found.carryover, Scale.LOGIT),
            half_saturation=found.half_saturation,
            quick=_either(quick, elsewhere.quick),
            nil_quick=elsewhere.nil_quick if quick is None else 0.5 * (nil_quick + elsewhere.nil_quick),
            slow=_either(slow, elsewhere.slow),
            nil_slow=elsewhere.nil_slow if slow is None else 0.5 * (nil_slow + elsewhere.nil_slow),
        )


def waves_of(monthly: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """The yearly waves (sine, cosine) of the log of a season told by month, as the fit has them."""
    profile = np.log(np.maximum(seasonal_profile(np.array(monthly), WEEKS_PER_YEAR), LEAST_MONTH))
    angle = 2.0 * np.pi * (np.arange(WEEKS_PER_YEAR) + 0.5) / WEEKS_PER_YEAR
    turns = range(1, SEASON_WAVES + 1)
    return tuple(
        (2.0 * float((profile * np.sin(turn * angle)).mean()), 2.0 * float((profile * np.cos(turn * angle)).mean()))
        for turn in turns
    )


class _Believed(NamedTuple):
    """A channel at a lever's usual effort (draws,)."""

    quick: Floats
    slow: Floats
    carryover: Floats
    half_saturation: Quantity


def _if_it_works(rise: Floats, ceiling: float) -> tuple[Quantity | None, float]:
    """A rise where there is one, before it flattens under the ceiling, and the chance that there is none.

    None where there never is one.
    """
    works = rise > NIL
    if not works.any():
        return None, 1.0
    under = np.minimum(rise[works], MOST * ceiling)
    return _quantity(under / (1.0 - under / ceiling), Scale.LOG), float(1.0 - works.mean())


def _either(one: Quantity | None, other: Quantity) -> Quantity:
    """A range that holds both, its middle between theirs (on the log)."""
    if one is None:
        return other
    middle = math.sqrt(one.mid * other.mid)
    return Quantity(min(one.low, other.low), middle, max(one.high, other.high), Scale.LOG)


def _quantity(draws: Floats, scale: Scale) -> Quantity:
    low, mid, high = np.percentile(draws, (10.0, 50.0, 90.0))
    return Quantity(float(low), float(mid), float(high), scale)


def _moved(quantity: Quantity, middle: float) -> Quantity:
    """The same width around another middle."""
    by = middle - quantity.mid
    return Quantity(quantity.low + by, middle, quantity.high + by, quantity.scale)
