"""What is believed before any week is counted, in quantities that people can discuss (MODEL §3).

Nothing here knows a number about the world: the caller gives each from the knowledge base or the firm's answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from foulee.core.quantities import Z90, Quantity, Scale, forward

NO_TERMS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverBeliefs:
    """One lever. Effects are relative rises of all sales at the typical effort: `quick` at once, `slow` after a year.

    Each is what it is *if it is not nil*; `nil_quick`, `nil_slow`: chance that it is. `half_saturation` in typical
    efforts. `captured`: share of its customers that are counted as its own.
    """

    carryover: Quantity
    half_saturation: Quantity
    quick: Quantity
    slow: Quantity
    nil_quick: float
    nil_slow: float
    captured: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmBeliefs:
    """The firm. Shares per year; `noise`: standard deviation of a week's surprise on the log of sales.

    `level`: true mean sales in multiples of those counted; `drift`: how far growth after the weeks may differ;
    `held_for`: years that levers had been held, where nobody said; `season`: standard deviation of the first yearly
    wave of the log of sales, the k-th having a k-th of it; `waves`: the middle of each (sine, cosine), where a season
    is believed of this very firm; `events`: the same as `season` for a calendar event; `control`, `follows`:
    elasticity to a control, and to what a control misses of the demand that a lever follows (mean, standard
    deviation); `ceiling`: relative rise towards which any effect flattens; `first`: share of orders that are first
    orders; `active`: customers at the start in multiples of a steady firm's; `shock`: how far a week's surprise in new
    customers goes into its sales, `orders_shock` the same for orders; `size`: of the negative binomial; `bond`: rise
    of the log-odds of staying per unit of the stock; `split`: log of the odds that an order brought at once is a first
    one, in multiples of those of any order (mean, standard deviation); `order`: what an order is worth, in mean weeks
    of sales. Of the log-odds of the share of sales made online, standard deviations: `online` of what it is without
    levers around what was counted, `online_trend` of its growth a year, `brought_online` of that of what a lever
    brings; `online_noise` of a week's surprise in it. `counting`: standard deviation of the log of the customers
    counted as a lever's own, beyond chance; `new_trend`: growth of new customers beyond that of sales; `staying`:
    share of the customers whom levers win who come back as the others do.
    """

    level: Quantity
    trend: Quantity
    drift: Quantity
    noise: Quantity
    autocorrelation: tuple[float, float]
    loss: Quantity
    held_for: Quantity
    ceiling: float
    season: float
    events: float
    control: tuple[float, float]
    follows: tuple[float, float]
    first: Quantity
    kept: Quantity
    active: Quantity
    shock: tuple[float, float]
    size: Quantity
    bond: Quantity
    split: tuple[float, float]
    order: Quantity
    orders_shock: tuple[float, float]
    online: float
    online_trend: float
    online_noise: Quantity
    brought_online: float
    counting: float
    new_trend: Quantity
    staying: Quantity
    waves: tuple[tuple[float, float], ...] = ()
    levers: Mapping[str, LeverBeliefs] = field(default_factory=lambda: MappingProxyType({}))


def share_of(quantity: Quantity, most: float) -> Quantity:
    """A positive quantity as a share of the most that it can be, told by its log-odds."""
    return Quantity(quantity.low / most, quantity.mid / most, quantity.high / most, Scale.LOGIT)


def normal(quantity: Quantity) -> tuple[float, float]:
    """Mean and standard deviation on the quantity's own scale; both sides of a two-piece one made alike."""
    low, mid, high = (forward(value, quantity.scale) for value in (quantity.low, quantity.mid, quantity.high))
    return mid, (high - low) / (2.0 * Z90)
