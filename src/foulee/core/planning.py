"""Planning: who does it, at what true yearly cost (METHOD B2, C3, C4)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from foulee.core.types import WEEKS_PER_YEAR, Floats, Interval, interval

YEARS = 3.0  # learning and setting up are spread over the horizon


class Way(StrEnum):
    """Ways of having the work done."""

    ONESELF = "oneself"
    PART_TIME = "part_time"
    FREELANCE = "freelance"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What each way costs, as draws (draws,), in the country's currency.

    `hour_cost`: an hour of the owner's; `training`, `training_hours`: to do it oneself, once; `paid_hour`: an
    hour paid to an employee, all charges; `useful_share`: hours of use per hour paid; `least_paid_hours`: the
    shortest contract anyone takes, in hours a week; `freelance`, `agency`: per month; `owner_share`: share of the
    plan's hours that stay with the owner when others do it.
    """

    hour_cost: Floats
    training: Floats
    training_hours: Floats
    paid_hour: Floats
    useful_share: Floats
    least_paid_hours: Floats
    freelance: Floats
    agency: Floats
    owner_share: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class WayCost:
    """One way's yearly cost: all in, of which money paid out; hours a year that stay with the owner."""

    way: Way
    total: Interval
    paid: Interval
    owner_hours: Interval


def compare_ways(hours_per_week: float, money_per_month: float, prices: Prices) -> tuple[WayCost, ...]:
    """Compare the yearly cost of the same plan done four ways; advertising money is the same in all."""
    hours = hours_per_week * WEEKS_PER_YEAR
    ads = money_per_month * 12.0
    kept = hours * prices.owner_share
    contract = prices.least_paid_hours * WEEKS_PER_YEAR
    paid = {
        Way.ONESELF: prices.training / YEARS + ads,
        Way.PART_TIME: np.maximum(hours / prices.useful_share, contract) * prices.paid_hour + ads,
        Way.FREELANCE: prices.freelance * 12.0 + ads,
        Way.AGENCY: prices.agency * 12.0 + ads,
    }
    own = {
        Way.ONESELF: hours + prices.training_hours / YEARS,
        Way.PART_TIME: kept,
        Way.FREELANCE: kept,
        Way.AGENCY: kept,
    }
    return tuple(
        WayCost(
            way=way,
            total=interval(paid[way] + own[way] * prices.hour_cost),
            paid=interval(paid[way]),
            owner_hours=interval(own[way]),
        )
        for way in Way
    )
