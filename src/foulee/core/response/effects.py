"""From what is done on a channel to customers: one chain of steps per family of channel.

Every argument is an array of draws (draws,) of a quantity that an owner can discuss; the result is what the lever
brings at its typical effort. Effects are relative to the firm's own flow of customers, so that a bakery and
a kitchen maker are treated alike: someone reached is so many times as likely to become a customer that week, and
a customer reached orders so much more that week.
"""

from dataclasses import dataclass

import numpy as np

from foulee.core.response.priors import LeverEffects
from foulee.core.types import WEEKS_PER_MONTH, WEEKS_PER_YEAR, Floats

MOST_SEEN = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The firm's own flow without action (draws,): new customers a week, orders a week by existing customers."""

    new_customers: Floats
    repeat_orders: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How people respond, the same for all channels of a kind; arrays (draws,).

    `uplift_new`: someone reached in a week is `1 + uplift` times as likely to become a customer that week;
    `uplift_later`: the same for what reputation brings, with its own luck; `uplift_repeat`: a customer reached
    orders so much more that week; `slow_ratio`: slow effect after a year ÷ quick effect; `works`: 1, or 0 where
    there is no effect at all.
    """

    uplift_new: Floats
    uplift_later: Floats
    uplift_repeat: Floats
    slow_ratio: Floats
    works: Floats


def by_contact(
    flow: Flow, response: Response, reached: Floats, customers_reached: Floats, carryover: Floats
) -> LeverEffects:
    """Effects of meeting people in a week at typical effort.

    `reached`: share of the target met in a week; `customers_reached`: share of the customers met in a week.
    """
    strangers = flow.new_customers * np.minimum(reached, 1.0) * response.works
    customers = flow.repeat_orders * np.minimum(customers_reached, 1.0) * response.works
    return LeverEffects(
        quick_customers=strangers * response.uplift_new,
        slow_customers=strangers * response.uplift_later * response.slow_ratio,
        repeat_orders=customers * response.uplift_repeat * WEEKS_PER_YEAR,
        fewer_losses=np.zeros_like(reached),
        carryover=carryover,
    )


def by_demand(flow: Flow, lift: Floats, slow_ratio: Floats, carryover: Floats) -> LeverEffects:
    """Effects of being found by people who already look: `lift` is the relative rise of new customers at once."""
    return LeverEffects(
        quick_customers=flow.new_customers * lift,
        slow_customers=flow.new_customers * lift * slow_ratio,
        repeat_orders=np.zeros_like(lift),
        fewer_losses=np.zeros_like(lift),
        carryover=carryover,
    )


def by_letters(orders: Floats, carryover: Floats) -> LeverEffects:
    """Effects of writing to people who have bought already: `orders` more a week."""
    zero = np.zeros_like(orders)
    return LeverEffects(
        quick_customers=zero,
        slow_customers=zero,
        repeat_orders=orders * WEEKS_PER_YEAR,
        fewer_losses=zero,
        carryover=carryover,
    )


def reached_by_posting(followers: Floats, seen: Floats, items: float, beyond: Floats, people: Floats) -> Floats:
    """People reached in a week by `items` posts, followers and others, never more than the `people` there are.

    `seen`: share of followers who see one item; items are taken as seen independently of each other.
    """
    return np.minimum(followers * seen_in_a_week(seen, items) * (1.0 + beyond), people)


def seen_in_a_week(seen: Floats, items: float) -> Floats:
    """Share of followers who see at least one of the week's `items`."""
    return 1.0 - (1.0 - np.minimum(seen, MOST_SEEN)) ** items


def reached_by_ads(money: float, cost_per_thousand: Floats, frequency: Floats, people: Floats) -> Floats:
    """People reached in a week by `money` a month, never more than the `people` there are."""
    impressions = money / WEEKS_PER_MONTH / cost_per_thousand * 1000.0
    return np.minimum(impressions / frequency, people)


def at_most(amount: Floats, ceiling: Floats) -> Floats:
    """An amount that flattens out below a ceiling: `1 / (1/amount + 1/ceiling)`."""
    return amount * ceiling / np.maximum(amount + ceiling, 1e-300)
