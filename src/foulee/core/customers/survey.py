"""What a firm's own customers say when they are asked: their counts, put together and with their doubt (METHOD E2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from foulee.core.audience import beta_quantiles, in_effect, told_by_customers
from foulee.core.quantities import Quantity
from foulee.core.types import Interval, Network

JEFFREYS = 0.5  # what a share is believed to be before anybody answered: Beta(½, ½)
STEP = 10  # answers at a time, when asking how many are useful
MOST_TRIED = 300
ONE_POINT = 0.01

Code = TypeVar("Code", bound=StrEnum)


class FollowFor(StrEnum):
    """What somebody would follow a firm for, above all."""

    NEWS = "news"
    OFFERS = "offers"
    PRACTICAL = "practical"
    MAKING = "making"
    ADVICE = "advice"


class Heard(StrEnum):
    """How somebody first heard of a firm."""

    PASSING = "passing"
    FRIEND = "friend"
    GOOGLE = "google"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    OTHER_NETWORK = "other_network"
    PRINT = "print"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyCounts:
    """Customers asked, and how many of them answered what; `would_follow` is None where it was not asked.

    A network that is missing from `uses` was not asked about; 0 means that nobody uses it.
    """

    asked: int = 0
    uses: Mapping[Network, int] = field(default_factory=lambda: MappingProxyType({}))
    would_follow: int | None = None
    follow_for: Mapping[FollowFor, int] = field(default_factory=lambda: MappingProxyType({}))
    heard: Mapping[Heard, int] = field(default_factory=lambda: MappingProxyType({}))

    def asks_like(self, other: "SurveyCounts") -> bool:
        """Whether both asked about the same networks, and whether people would follow."""
        return self.uses.keys() == other.uses.keys() and (self.would_follow is None) == (other.would_follow is None)


def together(paper: SurveyCounts, phones: SurveyCounts) -> SurveyCounts:
    """Counts taken on paper and answers given on phones, as one: each customer counts once.

    Only what was asked alike can be added. Where the paper lacks a question, the larger of the two stands alone,
    for a network asked of some cannot be counted over all.
    """
    if not paper.asked or not phones.asked:
        return phones if phones.asked else paper
    if not paper.asks_like(phones):
        return phones if phones.asked >= paper.asked else paper
    return SurveyCounts(
        asked=paper.asked + phones.asked,
        uses={network: count + phones.uses[network] for network, count in paper.uses.items()},
        would_follow=None if paper.would_follow is None else paper.would_follow + (phones.would_follow or 0),
        follow_for=phones.follow_for,
        heard=phones.heard,
    )


def tally(codes: Iterable[str], kind: type[Code]) -> dict[Code, int]:
    """Count codes: every one of the kind, with 0 where nobody said it; unknown ones are left out."""
    found = dict.fromkeys(kind, 0)
    for code in codes:
        if code in kind:
            found[kind(code)] += 1
    return found


def share_told(count: int, asked: int, at_most: float) -> Interval:
    """Share of all customers that `count` of `asked` tells, with its 80 % interval (Jeffreys' prior)."""
    weight = in_effect(asked, at_most)
    yes = weight * count / asked if asked else 0.0
    low, mid, high = beta_quantiles(yes + JEFFREYS, weight - yes + JEFFREYS, np.array([0.1, 0.5, 0.9]))
    return Interval(float(low), float(mid), float(high))


def with_answers(before: Quantity, asked: int, at_most: float) -> Quantity:
    """The share one may expect to know after `asked` answers, if customers are as the published figure says."""
    return told_by_customers(before, before.mid * asked, asked, at_most)


def useful_answers(before: Quantity, at_most: float) -> int:
    """How many answers are worth collecting: from there on, ten more narrow the interval by less than a point."""
    width = before.high - before.low
    for asked in range(STEP, MOST_TRIED + STEP, STEP):
        after = with_answers(before, asked, at_most)
        narrower = after.high - after.low
        if width - narrower < ONE_POINT:
            return asked - STEP
        width = narrower
    return MOST_TRIED
