"""The answer, as typed frozen results."""

import datetime as dt
from dataclasses import dataclass

from foulee.advice.changes import WouldChange
from foulee.core.customers.survey import Told
from foulee.core.diagnosing.verdict import Diagnosis
from foulee.core.history import Unit
from foulee.core.planning import WayCost
from foulee.core.plans import Capacity
from foulee.core.projecting.compare import Fan, Projection
from foulee.core.projecting.knowing import Unknown
from foulee.core.types import Interval, Means, Network, Objective, Verdict

METHOD_VERSION = "spine-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAdvice:
    """A channel of the focus: what to do there and what it costs; `chance_best`: chance that the best plan has it.

    `hours_week` include everything; `items_week` is None for ads; `budget_month` in the country's currency;
    `people_week`: people of the target met in a week.
    """

    name: str
    network: Network
    means: Means
    hours_week: float
    items_week: float | None
    budget_month: float
    chance_best: float
    people_week: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateAdvice:
    """A plan that was run whole: its channels, gain over the horizon, chances that it pays and that it is best."""

    channels: tuple[str, ...]
    hours_week: float
    budget_month: float
    gain: Interval
    expected_gain: float
    chance_pays: float
    chance_best: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMoreAdvice:
    """What a further presence costs the others.

    `fits` is false where hours, money or ideas cannot hold it, and `lacking` says which; `ideas_needed`: things
    to show a month at its minimum.
    """

    name: str
    network: Network
    fits: bool
    hours_needed: float
    money_needed: float
    change: Interval
    expected_change: float
    chance_better: float
    hours_taken: dict[str, float]
    lacking: str
    ideas_needed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why a channel is not in the focus, in a code.

    `not_studied`, `wrong_customers`, `nothing_to_start`, `no_room_hours`, `no_room_money`, `no_room_ideas`,
    `costs_more`, `a_bet` or `small_gain`.
    """

    network: Network
    means: Means
    code: str
    values: dict[str, float | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceAdvice:
    """Share of the target that uses a network: before and after the customers' own answers (`told`), and people."""

    network: Network
    before: Interval
    share: Interval
    people: Interval
    borrowed: bool
    facts: tuple[str, ...]
    told: Told | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusAdvice:
    """One objective, one target, the channels that fit, and why not the others.

    `asked`: customers who answered, on paper and on phones; `unasked`: the channels that would have been chosen had
    nobody asked them, None where nobody has.
    """

    objective: Objective
    target_ages: tuple[int, int]
    target_people: Interval
    channels: tuple[ChannelAdvice, ...]
    candidates: tuple[CandidateAdvice, ...]
    chance_nothing: float
    one_more: tuple[OneMoreAdvice, ...]
    why_not: tuple[WhyNot, ...]
    audiences: tuple[AudienceAdvice, ...]
    hours_week: float
    budget_month: float
    capacity: Capacity
    asked: int = 0
    unasked: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtLever:
    """A lever of the firm's weeks, and what they moved.

    `channel`: the option that it is, "" where it is none of the firm's; `taught`: whether such weeks can teach its
    effect at all; `told`: how far they moved what is believed of it, 0 to 1; `finding` in the engine's code; `before`,
    `after`: sales for one `unit` of effort, later ones included; `beyond`: the plan pushes it beyond anything tried.
    """

    name: str
    channel: str
    unit: Unit
    taught: bool
    told: float
    finding: str
    before: Interval
    after: Interval
    chance_before: float
    chance_after: float
    beyond: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeWeeks:
    """What the answer would be without the firm's weeks, with the same luck.

    `gain`, `chance_pays`: of the plan that would then be chosen (`channels`); `sales`: weekly sales on the red, the
    blue and the empty path of the plan that is chosen with the weeks.
    """

    verdict: Verdict
    channels: tuple[str, ...]
    gain: Interval
    chance_pays: float
    sales: dict[str, Fan]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeksAdvice:
    """What the firm's own weeks have in the answer: `counted` of them, between two days, `since` weeks ago."""

    start: dt.date
    end: dt.date
    placed: bool
    counted: int
    since: int
    levers: tuple[TaughtLever, ...]
    before: BeforeWeeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The whole answer for one firm. Money is in `currency`; `assumed` lists answers taken from the trade.

    `weeks`: what the firm's own weeks have in it, None where there are none; `unread`: why those that there are have
    nothing in it, in a code.
    """

    firm_name: str
    trade: str
    country: str
    currency: str
    sells_to_firms: bool
    today: dt.date
    facts_date: dt.date
    method_version: str
    seed: int
    draws: int
    diagnosis: Diagnosis
    focus: FocusAdvice
    projection: Projection
    customer_value: Interval
    ways: tuple[WayCost, ...]
    unknowns: tuple[Unknown, ...]
    would_change: tuple[WouldChange, ...]
    assumed: tuple[str, ...]
    law: tuple[str, ...]
    weeks: WeeksAdvice | None = None
    unread: str = ""
