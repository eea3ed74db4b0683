"""What the firm could do: channels with their costs, amounts of effort, plans, and what limits them."""

import math
from dataclasses import dataclass, replace

import numpy as np

from foulee.core.response.draws import ResponseDraws
from foulee.core.response.simulate import Efforts
from foulee.core.types import Floats, Means, Network

SETTING_UP_WEEKS = 4
MONTHS_PER_WEEK = 12.0 / 52.0
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What the choice works on.

    `draws` has one lever per option, in the same order. `overlap` (options, options): share of the column's
    audience that is also met on the row; 0 on the diagonal and where it does not matter. `redundancy`
    (draws,): share of a contact's worth that is lost when the person is also met elsewhere. `reach` (draws,
    options): people of the target met in a week at typical effort.
    """

    options: tuple[Option, ...]
    draws: ResponseDraws
    overlap: Floats
    redundancy: Floats
    reach: Floats

    def take(self, draws: slice) -> "Market":
        """Keep some draws."""
        return replace(
            self, draws=self.draws.take(draws), redundancy=self.redundancy[draws], reach=self.reach[draws]
        )

    def column(self, choice: Choice) -> int:
        """Column of a choice's option."""
        return self.options.index(choice.option)

    def worth(self, columns: list[int]) -> Floats:
        """What a contact on each of these channels keeps of its worth beside the others (draws, columns).

        `1 / (1 + redundancy · Σ overlap)`: two channels with the same audience and full redundancy are
        worth one.
        """
        shared = self.overlap[np.ix_(columns, columns)].sum(axis=0)
        return 1.0 / (1.0 + self.redundancy[:, None] * shared)

    def draws_for(self, plan: Plan) -> ResponseDraws:
        """The model's draws for the plan's channels, audiences met twice counted accordingly."""
        if not plan:
            return self.draws.only(())
        columns = [self.column(choice) for choice in plan]
        worth = self.worth(columns)
        kept = self.draws.only(tuple(self.draws.levers[column] for column in columns))
        lever = replace(
            kept.lever,
            quick=kept.lever.quick * worth,
            slow=kept.lever.slow * worth,
            repeat=kept.lever.repeat * worth,
            loyal=kept.lever.loyal * worth,
        )
        return replace(kept, lever=lever)


def steady(plan: Plan, weeks: int) -> Efforts:
    """A plan held for `weeks`; setting up and learning fall in the first weeks. Levers in the plan's order."""
    hours = np.full(weeks, sum(choice.hours for choice in plan))
    money = np.full(weeks, sum(choice.money for choice in plan) * MONTHS_PER_WEEK)
    hours[:SETTING_UP_WEEKS] += sum(choice.option.hours_once for choice in plan) / SETTING_UP_WEEKS
    money[:SETTING_UP_WEEKS] += sum(choice.option.money_once for choice in plan) / SETTING_UP_WEEKS
    multiples = np.tile(np.array([choice.multiple for choice in plan], dtype=float), (weeks, 1))
    return Efforts(multiples=multiples, hours=hours, money=money)
