"""What a firm has counted, week by week: sales, customers, efforts, and what else moved (MODEL §2)."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from foulee.core.types import WEEKS_PER_YEAR, Bools, Floats

DAYS = 7
NOTHING: Mapping[str, Floats] = MappingProxyType({})


def folded(name: str) -> str:
    """A name as columns and levers are recognised: small letters without accents, all other signs one underscore."""
    spread = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return re.sub(r"[^\w]+|_+", "_", plain).strip("_")


class LeverKind(StrEnum):
    """What kind of effort a lever is: it decides what is believed of it before any week is counted."""

    PAID_SOCIAL = "paid_social"
    ORGANIC_SOCIAL = "organic_social"
    SEARCH = "search"
    EMAIL = "email"
    LOCAL_LISTING = "local_listing"
    LOCAL_ADS = "local_ads"
    BLOG = "blog"
    OTHER = "other"


class Unit(StrEnum):
    """What a lever's efforts are counted in."""

    HOURS = "hours"
    MONEY = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverHistory:
    """One lever's efforts.

    `effort` (weeks,): hours or money of each week, ≥ 0, never missing (nothing noted is nothing done).
    `follows_demand`: its effort is set by demand (paid search, a share of sales, a budget on the season), so that it
    rises with sales whether or not it brings any; `control`: the control that shows the demand it follows, None where
    any of the history's does. `since`: when it started, None where nobody said.
    """

    name: str
    kind: LeverKind
    unit: Unit
    effort: Floats
    follows_demand: bool = False
    since: dt.date | None = None
    control: str | None = None

    @property
    def ever_used(self) -> bool:
        """Whether anything was ever done."""
        return bool((self.effort > 0.0).any())

    @property
    def typical(self) -> float:
        """Its usual effort: the mean over the weeks in which it was used; 1 where it never was."""
        used = self.effort[self.effort > 0.0]
        return float(used.mean()) if used.size else 1.0

    @property
    def lately(self) -> float:
        """Its mean effort a week over the last year, or over all weeks if there are fewer."""
        return float(self.effort[-WEEKS_PER_YEAR:].mean()) if self.effort.size else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentResult:
    """What a trial of one lever found: `effect` in sales per unit of effort (quick effect), and its standard error.

    `lever` names the lever; `start` and `weeks` say when it was, for the record. `effort` and `instead`: units a week
    that were compared, with and without; `sales`: what its weeks sold on average without the lever. None where nobody
    kept them: the lever's usual effort was then compared with none, in weeks like the mean one.
    """

    lever: str
    effect: float
    error: float
    start: dt.date
    weeks: int
    effort: float | None = None
    instead: float | None = None
    sales: float | None = None

    def __post_init__(self) -> None:
        """Refuse what compares nothing: ValueError."""
        if (self.effort is None) != (self.instead is None):
            raise ValueError("a trial compares two efforts")
        if self.effort is not None and self.instead is not None and not 0.0 <= self.instead < self.effort < np.inf:
            raise ValueError("a trial compares an effort with a smaller one")
        if self.sales is not None and not 0.0 < self.sales < np.inf:
            raise ValueError("weeks without sales compare nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmHistory:
    """Weeks from `start` (a Monday), none left out: what was not counted is NaN, never zero.

    Every array is (weeks,). `sales` in money; `new_customers`, `returning_customers` (people) and `orders` are
    counts; `attributed` (by lever) are customers counted by a code, a link or the question at the till, a lower
    bound; `levels` are followers, visits, reach by name; `controls` follow demand but are moved by no lever (search
    queries, footfall); `events` are calendar regressors, 0 in an ordinary week.
    """

    start: dt.date
    sales: Floats
    levers: tuple[LeverHistory, ...] = ()
    sales_online: Floats | None = None
    sales_shop: Floats | None = None
    new_customers: Floats | None = None
    returning_customers: Floats | None = None
    orders: Floats | None = None
    attributed: Mapping[str, Floats] = field(default_factory=lambda: NOTHING)
    levels: Mapping[str, Floats] = field(default_factory=lambda: NOTHING)
    controls: Mapping[str, Floats] = field(default_factory=lambda: NOTHING)
    events: Mapping[str, Floats] = field(default_factory=lambda: NOTHING)
    experiments: tuple[ExperimentResult, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no reader should have let through: ValueError."""
        if self.start.isoweekday() != 1:
            raise ValueError(f"weeks start on a Monday, {self.start} is none")
        for name, values in self.series().items():
            if values.shape != (self.weeks,):
                raise ValueError(f"{name} has {values.shape}, not ({self.weeks},)")
            if np.isinf(values).any():
                raise ValueError(f"{name} holds an infinite number")
        for name, values in self._counts().items():
            below = np.flatnonzero(values < 0.0)
            if below.size:
                raise ValueError(f"{name} is below zero in the week of {self.monday(int(below[0]))}")
        for lever in self.levers:
            if not (lever.effort >= 0.0).all():
                raise ValueError(f"efforts of {lever.name} must be numbers of 0 or more")

    @property
    def weeks(self) -> int:
        """How many weeks there are, counted or not."""
        return int(self.sales.size)

    @property
    def counted(self) -> Bools:
        """Weeks whose sales are known (weeks,)."""
        return ~np.isnan(self.sales)

    @property
    def names(self) -> tuple[str, ...]:
        """The levers' names, in order."""
        return tuple(lever.name for lever in self.levers)

    def controls_of(self, lever: LeverHistory) -> tuple[str, ...]:
        """The controls that tell a lever from the demand it follows: its own, or all of them, if they ever move."""
        asked = self.controls if lever.control is None else (lever.control,)
        return tuple(name for name in asked if name in self.controls and _varies(self.controls[name]))

    def monday(self, week: int) -> dt.date:
        """The day on which a week starts; `week` may lie beyond the history."""
        return self.start + dt.timedelta(days=DAYS * week)

    def series(self) -> dict[str, Floats]:
        """Every array by name, for checks and tables."""
        own = {
            "sales": self.sales,
            "sales_online": self.sales_online,
            "sales_shop": self.sales_shop,
            "new_customers": self.new_customers,
            "returning_customers": self.returning_customers,
            "orders": self.orders,
        }
        given = {name: values for name, values in own.items() if values is not None}
        efforts = {f"effort {lever.name}": lever.effort for lever in self.levers}
        named = {
            f"{kind} {name}": values
            for kind, group in (
                ("attributed", self.attributed),
                ("level", self.levels),
                ("control", self.controls),
                ("event", self.events),
            )
            for name, values in group.items()
        }
        return given | efforts | named

    def _counts(self) -> dict[str, Floats]:
        """Every array of what was counted, which cannot be less than nothing; efforts, checked apart, are no counts."""
        moving = ("effort ", "control ", "event ")
        return {name: values for name, values in self.series().items() if not name.startswith(moving)}

    def first(self, weeks: int) -> "FirmHistory":
        """The same firm when only its first `weeks` had been counted."""

        def cut(values: Floats | None) -> Floats | None:
            """Keep the first weeks of a series, where there is one."""
            return None if values is None else values[:weeks]

        def each(group: Mapping[str, Floats]) -> dict[str, Floats]:
            """Keep the first weeks of every series of a group."""
            return {name: values[:weeks] for name, values in group.items()}

        return replace(
            self,
            sales=self.sales[:weeks],
            levers=tuple(replace(lever, effort=lever.effort[:weeks]) for lever in self.levers),
            sales_online=cut(self.sales_online),
            sales_shop=cut(self.sales_shop),
            new_customers=cut(self.new_customers),
            returning_customers=cut(self.returning_customers),
            orders=cut(self.orders),
            attributed=each(self.attributed),
            levels=each(self.levels),
            controls=each(self.controls),
            events=each(self.events),
        )


def _varies(values: Floats) -> bool:
    """Whether what was counted ever changes."""
    known = values[~np.isnan(values)]
    return bool(known.size and np.ptp(known) > 0.0)
