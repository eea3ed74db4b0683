"""What is believed of a firm's levers before its weeks are read: from the knowledge base to the engine's beliefs."""

import math
from types import MappingProxyType

from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.quantities import Z90, Quantity, Scale
from foulee.core.response.fitting.beliefs import FirmBeliefs, LeverBeliefs, normal
from foulee.core.response.fitting.observed import new_customers
from foulee.core.response.fitting.problem import Scales, scales_of
from foulee.knowledge.reader import Knowledge

LEAST_CARRIED = 0.01  # a carryover of exactly nothing has no log-odds
RETURNS = MappingProxyType(
    {
        LeverKind.PAID_SOCIAL: "return.paid",
        LeverKind.LOCAL_ADS: "return.paid",
        LeverKind.OTHER: "return.paid",
        LeverKind.SEARCH: "return.search",
        LeverKind.ORGANIC_SOCIAL: "return.posting",
        LeverKind.BLOG: "return.posting",
        LeverKind.EMAIL: "return.letters",
        LeverKind.LOCAL_LISTING: "return.letters",
    }
)
CARRYOVERS = MappingProxyType(
    {
        LeverKind.PAID_SOCIAL: "proposed.carryover.paid_social",
        LeverKind.LOCAL_ADS: "proposed.carryover.paid_social",
        LeverKind.SEARCH: "proposed.carryover.paid_search",
        LeverKind.ORGANIC_SOCIAL: "proposed.carryover.instagram",
        LeverKind.OTHER: "proposed.carryover.instagram",
        LeverKind.BLOG: "proposed.carryover.blog",
        LeverKind.EMAIL: "proposed.carryover.newsletter",
        LeverKind.LOCAL_LISTING: "proposed.carryover.newsletter",
    }
)
INTENT = frozenset({LeverKind.EMAIL, LeverKind.LOCAL_LISTING})


def beliefs(history: FirmHistory, knowledge: Knowledge, hour_cost: float, scales: Scales | None = None) -> FirmBeliefs:
    """What is believed of the firm of a history. `hour_cost` in money turns hours into what they cost."""
    units = scales or scales_of(history)
    prior = knowledge.prior
    later = prior("slow_ratio")
    if new_customers(history) is not None:
        # Those whom a lever wins come back, which the recursion then counts by itself: only the rest is slow.
        later = later.times(prior("customers.slow_left").mid)
    levers = {
        lever.name: _lever(lever, knowledge, _worth(lever, typical, hour_cost) / units.sales, later)
        for lever, typical in zip(history.levers, units.typical, strict=True)
    }
    return FirmBeliefs(
        level=prior("weeks.level"),
        trend=prior("weeks.trend"),
        drift=prior("weeks.drift"),
        noise=prior("noise.week"),
        autocorrelation=normal(prior("weeks.autocorrelation")),
        loss=prior("goodwill.loss_per_year"),
        held_for=prior("weeks.held_for"),
        ceiling=prior("lift.ceiling").mid,
        season=prior("season.wave").mid,
        events=prior("season.event").mid,
        control=normal(prior("control.elasticity")),
        follows=normal(prior("control.missed")),
        first=prior("customers.first_orders"),
        kept=prior("customers.kept"),
        active=prior("customers.at_start"),
        shock=normal(prior("customers.shock")),
        size=prior("customers.spread"),
        bond=prior("customers.bond"),
        split=normal(prior("customers.split")),
        order=prior("orders.worth"),
        orders_shock=normal(prior("orders.shock")),
        online=prior("online.share").mid,
        online_trend=prior("online.growth").mid,
        online_noise=prior("online.noise"),
        brought_online=prior("online.brought").mid,
        counting=prior("captured.slip").mid,
        new_trend=prior("customers.new_growth"),
        staying=prior("customers.staying"),
        levers=levers,
    )


def _worth(lever: LeverHistory, typical: float, hour_cost: float) -> float:
    """What a week of the usual effort costs, in money."""
    return typical * (hour_cost if lever.unit is Unit.HOURS else 1.0)


def _lever(lever: LeverHistory, knowledge: Knowledge, share: float, later: Quantity) -> LeverBeliefs:
    """One lever; `share`: what a usual week of it costs, as a share of a week's sales; `later`: slow effect ÷ quick."""
    quick = knowledge.prior(RETURNS[lever.kind]).times(share)
    fact = knowledge.facts[CARRYOVERS[lever.kind]]
    low, mid, high = (max(value or 0.0, LEAST_CARRIED) for value in (fact.low, fact.value, fact.high))
    nil = "return.nil_intent" if lever.kind in INTENT else "return.nil"
    return LeverBeliefs(
        carryover=Quantity(low, mid, max(high, mid), Scale.LOGIT),
        half_saturation=knowledge.prior("shape.concave.half_saturation"),
        quick=quick,
        slow=product(quick, later),
        nil_quick=knowledge.prior(nil).mid,
        nil_slow=knowledge.prior("return.nil_slow").mid,
        captured=knowledge.prior("captured"),
    )


def product(one: Quantity, other: Quantity) -> Quantity:
    """Product of two independent log-normal quantities."""
    (middle, spread), (also, beside) = normal(one), normal(other)
    width = Z90 * math.hypot(spread, beside)
    both = middle + also
    return Quantity(math.exp(both - width), math.exp(both), math.exp(both + width))
