"""The sliders of the answer: the same firm with other hours a week and another budget a month.

The channels are chosen again as `advise` chooses them, and projected on the advice's own draws: the same luck at every
place of the sliders, and at the firm's own hours and budget the very numbers of the advice, so that a difference is of
hours and money alone. The best path, which takes most of the time, is left out. What fewer draws would save, and what
they would cost, is measured in `docs/methode/what-if.md`.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from foulee.advice.advise import CHOOSING_DRAWS, project_plan
from foulee.advice.evidence import NOTHING_MORE, Evidence
from foulee.advice.model import FirmModel, Setup, build, capacity
from foulee.advice.options import options
from foulee.advice.result import Advice
from foulee.core.focusing import choose
from foulee.core.focusing.search import LARGEST_SET
from foulee.core.plans import Choice, Option
from foulee.core.projecting.compare import PathResult, Projection
from foulee.core.types import Means, Network, Objective
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge

ROOM = 2.0  # a slider lets a firm double what it has, at the least
QUARTERS = (0.25, 0.5, 1.0, 2.0, 5.0)  # hours, as people say time
ROUND = (1.0, 2.0, 5.0)  # money, as people say it, and ten times these
MOST_STEPS = 60  # more would be finer than a thumb
SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is offered: hours a week and money a month, both ≥ 0. Raises ValueError for anything else."""

    hours: float
    money: float

    def __post_init__(self) -> None:
        if not (0.0 <= self.hours < math.inf and 0.0 <= self.money < math.inf):
            raise ValueError(f"cannot offer {self.hours} hours a week and {self.money} a month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What is put into one channel: hours a week and money a month in all; `items_week` is None for ads."""

    name: str
    network: Network
    means: Means
    hours_week: float
    items_week: float | None
    budget_month: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The plan that the firm would be advised with these hours and this money, and its three years.

    `hours`, `money`: what is offered, a week and a month; `hours_used`, `money_used`: what the plan takes of it. Empty
    `efforts`: nothing fits, or nothing is offered. The projection has the paths none, red and blue.
    """

    today: dt.date
    objective: Objective
    hours: float
    money: float
    efforts: tuple[Effort, ...]
    hours_used: float
    money_used: float
    projection: Projection

    @property
    def blue(self) -> PathResult:
        """The plan held every week."""
        return self.projection.paths["blue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A slider: its ends, its step, and where the firm's own file stands."""

    least: float
    most: float
    step: float
    own: float

    @property
    def stops(self) -> tuple[float, ...]:
        """Where the slider can stand: every step, and the firm's own place even where it falls between two."""
        count = round((self.most - self.least) / self.step)
        places = (self.least + number * self.step for number in range(count + 1))
        return tuple(sorted({place for place in places if abs(place - self.own) > SAME} | {self.own}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """The two sliders: hours a week, and money a month in the country's currency."""

    hours: Range
    money: Range


def what_if(
    document: FirmFile, knowledge: Knowledge, setup: Setup, offer: Offer, evidence: Evidence = NOTHING_MORE
) -> WhatIf:
    """Choose and project again with what is offered instead of the file's own hours and money.

    `evidence`: what the answer itself was made with, beside the file.
    """
    model = build(document, knowledge, setup, evidence)
    offered = replace(model, capacity=replace(model.capacity, hours=offer.hours, money=offer.money))
    return _projected(offered, document.objective.kind or Objective.SELL, setup.today)


def _projected(model: FirmModel, objective: Objective, today: dt.date) -> WhatIf:
    plan = choose(model.market.take(slice(0, CHOOSING_DRAWS)), model.capacity, objective).plan
    return WhatIf(
        today=today,
        objective=objective,
        hours=model.capacity.hours,
        money=model.capacity.money,
        efforts=tuple(_effort(choice) for choice in plan),
        hours_used=sum(choice.hours for choice in plan),
        money_used=sum(choice.money for choice in plan),
        projection=project_plan(model, plan, best=False),
    )


def _effort(choice: Choice) -> Effort:
    return Effort(
        name=choice.option.name,
        network=choice.option.network,
        means=choice.option.means,
        hours_week=choice.hours,
        items_week=choice.amount if choice.option.means is Means.HOURS else None,
        budget_month=choice.money,
    )


def at_rest(advice: Advice) -> WhatIf:
    """Where the sliders stand before they are moved: the advice itself, with nothing computed again."""
    focus = advice.focus
    efforts = tuple(
        Effort(
            name=channel.name,
            network=channel.network,
            means=channel.means,
            hours_week=channel.hours_week,
            items_week=channel.items_week,
            budget_month=channel.budget_month,
        )
        for channel in focus.channels
    )
    return WhatIf(
        today=advice.today,
        objective=focus.objective,
        hours=focus.capacity.hours,
        money=focus.capacity.money,
        efforts=efforts,
        hours_used=focus.hours_week,
        money_used=focus.budget_month,
        projection=advice.projection,
    )


# --- the sliders -------------------------------------------------------------------------------------------------


def ranges(document: FirmFile, knowledge: Knowledge) -> Ranges:
    """The sliders' ends: nothing at all, and what the usual rhythm of the heaviest channels would take.

    As many channels as a plan may have, at their typical effort; twice what the firm has where that is more. Hours go
    by quarters; money by the round amount under the smallest budget that makes sense; both more coarsely where that
    would make too many steps.
    """
    own = capacity(document, knowledge, weeks=0)
    found = options(document, knowledge)
    heaviest = sorted((_usual(option).hours for option in found), reverse=True)[:LARGEST_SET]
    ads = [option for option in found if option.means is Means.ADS]
    spent = sum(_usual(option).money for option in ads)
    least = min((option.minimum for option in ads), default=own.money)
    first = 10.0 ** math.floor(math.log10(least)) if least > 0.0 else 1.0
    return Ranges(
        hours=_range(own.hours, sum(heaviest), QUARTERS),
        money=_range(own.money, spent, [first * lead * 10.0**power for power in range(9) for lead in ROUND]),
    )


def _usual(option: Option) -> Choice:
    return Choice(option=option, amount=option.typical)


def _range(own: float, usual: float, steps: Sequence[float]) -> Range:
    """From nothing to what is usual, or to twice what the firm has, by the finest of `steps` that is not too fine."""
    top = max(usual, ROOM * own)
    step = next((step for step in steps if top <= MOST_STEPS * step), steps[-1])
    return Range(least=0.0, most=max(math.ceil(top / step), 1) * step, step=step, own=own)
