"""Plans: channels with their costs, amounts of effort, and what limits them. Shared by the stages."""

import math
from dataclasses import dataclass

import numpy as np

from foulee.core.response.simulate import Efforts
from foulee.core.types import MONTHS_PER_WEEK, Means, Network

SETTING_UP_WEEKS = 4
GOOD_BET = 0.5  # chance from which a channel is worth its cost more likely than not
MOST = 2.0  # typical efforts: beyond, published figures say nothing
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A channel the firm could use, with what it costs.

    `minimum` and `typical`: items a week (posts, letters …) for `Means.HOURS`, money a month for `Means.ADS`.
    `hours_fixed`: watching, design and measuring, per week; `hours_per_item`: producing, having it validated
    and answering, per item; `hours_once`, `money_once`: learning and setting up; `money_fixed`: subscriptions,
    per month; `ideas_per_item`: new things to show that an item uses up (METHOD A4).
    """

    name: str
    network: Network
    means: Means
    minimum: float
    typical: float
    hours_fixed: float
    hours_per_item: float
    hours_once: float
    money_once: float = 0.0
    money_fixed: float = 0.0
    ideas_per_item: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option at a chosen effort: `amount` is items a week, or money a month for ads."""

    option: Option
    amount: float

    @property
    def multiple(self) -> float:
        """Effort in multiples of the typical one."""
        return self.amount / self.option.typical

    @property
    def hours(self) -> float:
        """Hours a week."""
        variable = self.option.hours_per_item * self.amount if self.option.means is Means.HOURS else 0.0
        return self.option.hours_fixed + variable

    @property
    def money(self) -> float:
        """Money a month."""
        return self.option.money_fixed + (self.amount if self.option.means is Means.ADS else 0.0)

    @property
    def ideas(self) -> float:
        """New things to show that it uses up, per week."""
        return self.option.ideas_per_item * self.amount if self.option.means is Means.HOURS else 0.0


Plan = tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What the firm has: hours a week, money a month and new things to show a week; `weeks` of horizon."""

    hours: float
    money: float
    weeks: int
    ideas: float = math.inf

    def holds(self, plan: Plan) -> bool:
        """Whether the plan fits the hours, the money and what there is to show."""
        hours = sum(choice.hours for choice in plan)
        money = sum(choice.money for choice in plan)
        ideas = sum(choice.ideas for choice in plan)
        room = (self.hours - hours, self.money - money, self.ideas - ideas)
        return min(room) >= -TOLERANCE


def steady(plan: Plan, weeks: int) -> Efforts:
    """A plan held for `weeks`; setting up and learning fall in the first weeks. Levers in the plan's order."""
    hours = np.full(weeks, sum(choice.hours for choice in plan), dtype=float)  # an empty plan sums to the integer 0
    money = np.full(weeks, sum(choice.money for choice in plan) * MONTHS_PER_WEEK)
    hours[:SETTING_UP_WEEKS] += sum(choice.option.hours_once for choice in plan) / SETTING_UP_WEEKS
    money[:SETTING_UP_WEEKS] += sum(choice.option.money_once for choice in plan) / SETTING_UP_WEEKS
    multiples = np.tile(np.array([choice.multiple for choice in plan], dtype=float), (weeks, 1))
    return Efforts(multiples=multiples, hours=hours, money=money)
