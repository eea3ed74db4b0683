"""What a firm's own customers say when they are asked: their counts, put together and with their doubt (METHOD E2)."""

from collections import Counter
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


class Follow(StrEnum):
    """Whether somebody would follow the firm on a network."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class FollowFor(StrEnum):
    """What somebody would follow a firm for."""

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
class Told:
    """Answers to one question: how many said yes, of how many who were asked it."""

    yes: int
    asked: int

    def __add__(self, other: "Told") -> "Told":
        """Both together: nobody is counted twice, for those on paper and those on a phone are not the same."""
        return Told(yes=self.yes + other.yes, asked=self.asked + other.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyCounts:
    """Customers asked, and what they answered; what was not asked is missing, or None.

    `follows`, `follow_for` and `heard` count each answer by its code; only phones ask for them.
    """

    asked: int = 0
    uses: Mapping[Network, Told] = field(default_factory=lambda: MappingProxyType({}))
    would_follow: Told | None = None
    follows: Mapping[Follow, int] = field(default_factory=lambda: MappingProxyType({}))
    follow_for: Mapping[FollowFor, int] = field(default_factory=lambda: MappingProxyType({}))
    heard: Mapping[Heard, int] = field(default_factory=lambda: MappingProxyType({}))


def together(paper: SurveyCounts, phones: SurveyCounts) -> SurveyCounts:
    """Counts taken on paper and answers given on phones, as one.

    Question by question, for a network that the paper did not ask about is counted over the phones alone.
    """
    return SurveyCounts(
        asked=paper.asked + phones.asked,
        uses={
            network: _both(paper.uses.get(network), phones.uses.get(network))
            for network in {**paper.uses, **phones.uses}
        },
        would_follow=_both(paper.would_follow, phones.would_follow)
        if paper.would_follow or phones.would_follow
        else None,
        follows=phones.follows,
        follow_for=phones.follow_for,
        heard=phones.heard,
    )


def _both(one: Told | None, other: Told | None) -> Told:
    nobody = Told(yes=0, asked=0)
    return (one or nobody) + (other or nobody)


def tally(codes: Iterable[str], kind: type[Code]) -> dict[Code, int]:
    """Count codes: every one of the kind, with 0 where nobody said it; unknown ones are left out."""
    heard = Counter(codes)
    return {code: heard[code.value] for code in kind}


def share_told(told: Told, at_most: float) -> Interval:
    """Share of all customers that the answers alone tell, with its 80 % interval (Jeffreys' prior)."""
    weight = in_effect(told.asked, at_most)
    yes = weight * told.yes / told.asked if told.asked else 0.0
    low, mid, high = beta_quantiles(yes + JEFFREYS, weight - yes + JEFFREYS, np.array([0.1, 0.5, 0.9]))
    return Interval(float(low), float(mid), float(high))


def updated(before: Quantity, told: Told | None, at_most: float) -> Quantity:
    """A share as it is believed once customers have answered; as before where nobody was asked."""
    if told is None or not told.asked:
        return before
    return told_by_customers(before, told.yes, told.asked, at_most)


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
