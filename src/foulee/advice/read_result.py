"""What is kept of a reading of a firm's weeks: everything a page needs, and none of the draws.

Kept apart from the engine's own types: a page reads these without loading compiled code, and what was kept one day
stays readable when the engine learns to say more.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foulee.advice.describing import LeverUse, Tells, describe
from foulee.core.history import LeverKind, Unit
from foulee.core.measuring.design import TrialKind
from foulee.core.projecting.futures import Future
from foulee.core.projecting.verdicts import Duel
from foulee.core.response.levels import Level, Part
from foulee.core.types import Interval

if TYPE_CHECKING:  # what the engine made is compiled, and slow to load
    from foulee.advice.experiments import TrialAdvice
    from foulee.advice.reading import LeverReading, Reading
    from foulee.core.measuring.effects import LeverEffect
    from foulee.core.response.fitting.indicators import Indication

WEEKS_VERSION = "weeks-3"  # of how weeks are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a lever is believed to have brought, each as an 80 % interval.

    `returned`, `marginal`: sales for one unit of effort put in, and for one more, tails included; `sales` in the
    window; `sales_in_all` with the tail; `short`: share of it that came at once; `works`: chance that it brings
    anything worth the name; `customer`: effort for one new customer, None where they are not counted; `online`: share
    of it bought online, None where sales are not told apart.
    """

    returned: Interval
    marginal: Interval
    sales: Interval
    sales_in_all: Interval
    short: Interval
    works: float
    customer: Interval | None
    online: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTrial:
    """The trial that would tell what a lever brings; `kind` None where none that is affordable would.

    `start` is a Monday; `efforts` by week in usual efforts; `power`: chance of seeing what one would think of;
    `cost` and `worth` in money: what it takes beyond going on, and what knowing would be worth over a year.
    """

    kind: TrialKind | None
    start: dt.date
    efforts: tuple[float, ...] = ()
    block: int = 0
    power: float = 0.0
    cost: float = 0.0
    worth: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLever:
    """One lever, before and after its weeks were read; `finding` is the engine's code; `trial` None where none is.

    `spent`, `usual`, `most` in its unit; `used`: weeks in which it was; `why`: what such weeks can say of it at all;
    `like`: the lever it always goes with, "" where there is none; `told`: how far the weeks moved what is believed of
    what it brings, 0 to 1; `apart`: it follows demand, and nothing tells the two apart; `suspected`: nobody said so,
    but it moves like sales.
    """

    name: str
    kind: LeverKind
    unit: Unit
    spent: float
    usual: float
    most: float
    after: Brought
    before: Brought
    told: float
    apart: bool
    suspected: bool
    used: int
    why: Tells
    like: str
    finding: str
    trial: KeptTrial | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDuel:
    """Path `one` against path `other`."""

    one: str
    other: str
    duel: Duel


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLevel:
    """A level and the part it had; `levers`: the names of those it may show; `wild`: how many weeks were left out."""

    level: Level
    levers: tuple[str, ...]
    part: Part
    wild: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the sampling went."""

    max_rhat: float
    min_ess: float
    divergences: int
    cpu_seconds: float
    reran: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReading:
    """A reading of weeks.

    `start`, `end`: first and last day of the weeks read, `weeks` of them, `counted` with sales; `margin`, `hour_cost`:
    what turned sales into profit, `assumed` which of them was taken from what is usual; `horizon`: weeks ahead;
    `after`, `before`: where paths lead, with the weeks and without; `beyond`: levers that a path pushes beyond anything
    tried; `odd`: in what weeks drawn from the model hardly ever look like the firm's own; `contraction`: by parameter,
    the share of its first variance that the weeks took away; `closed`: Mondays of weeks ahead in which the shop is
    taken to be shut; `levels`: followers, visits and reach; `heard`: how far they were, 0 where that was not safe.
    """

    method_version: str
    start: dt.date
    end: dt.date
    weeks: int
    counted: int
    margin: float
    hour_cost: float
    assumed: tuple[str, ...]
    horizon: int
    seed: int
    levers: tuple[KeptLever, ...]
    after: dict[str, Future]
    before: dict[str, Future]
    duels: tuple[KeptDuel, ...]
    material: float
    beyond: dict[str, tuple[str, ...]]
    odd: tuple[str, ...]
    contraction: dict[str, float]
    health: Health
    closed: tuple[dt.date, ...] = ()
    levels: tuple[KeptLevel, ...] = ()
    heard: float = 1.0

    def duel(self, one: str, other: str) -> Duel | None:
        """One path against another, None where they were not compared."""
        return next((kept.duel for kept in self.duels if (kept.one, kept.other) == (one, other)), None)


# --- out of the engine's hands ---------------------------------------------------------------------------------------


def kept(reading: "Reading", trials: "Mapping[str, TrialAdvice | None]", assumed: tuple[str, ...]) -> KeptReading:
    """What is kept of a reading; `trials` by lever, None where none can be planned; `assumed`: see there."""
    history, found = reading.history, reading.diagnostics
    uses = {use.lever.name: use for use in describe(history).levers}
    return KeptReading(
        method_version=WEEKS_VERSION,
        start=history.start,
        end=history.monday(history.weeks) - dt.timedelta(days=1),
        weeks=history.weeks,
        counted=int(history.counted.sum()),
        margin=reading.setup.margin,
        hour_cost=reading.setup.hour_cost or 0.0,
        assumed=assumed,
        horizon=reading.setup.weeks,
        seed=reading.setup.seed,
        levers=tuple(_lever(lever, uses[lever.name], trials[lever.name]) for lever in reading.levers.values()),
        after=dict(reading.futures.posterior),
        before=dict(reading.futures.prior),
        duels=tuple(KeptDuel(one=one, other=other, duel=duel) for (one, other), duel in reading.futures.duels.items()),
        material=reading.futures.material,
        beyond=dict(reading.beyond),
        odd=tuple(name for name, check in reading.checks.items() if check.odd),
        contraction=dict(reading.contraction),
        health=Health(
            max_rhat=found.max_rhat,
            min_ess=found.min_ess,
            divergences=found.divergences,
            cpu_seconds=found.cpu_seconds,
            reran=found.reran,
        ),
        closed=reading.closed_weeks,
        levels=tuple(_level(found, reading) for found in reading.indicators.levels),
        heard=reading.indicators.power,
    )


def _level(found: "Indication", reading: "Reading") -> KeptLevel:
    names = tuple(reading.history.levers[place].name for place in found.level.levers)
    return KeptLevel(level=found.level, levers=names, part=found.part, wild=found.wild)


def _lever(lever: "LeverReading", use: LeverUse, trial: "TrialAdvice | None") -> KeptLever:
    return KeptLever(
        name=lever.name,
        kind=lever.kind,
        unit=lever.unit,
        spent=lever.spent,
        usual=lever.usual,
        most=lever.most,
        after=_brought(lever.posterior),
        before=_brought(lever.prior),
        told=lever.told,
        apart=lever.apart,
        suspected=lever.suspected,
        used=use.weeks_used,
        why=use.tells,
        like=use.like[0] if use.like else "",
        finding=lever.finding.value,
        trial=None if trial is None else _trial(trial),
    )


def _brought(effect: "LeverEffect") -> Brought:
    return Brought(
        returned=effect.roas_with_tail,
        marginal=effect.marginal,
        sales=effect.sales_in_window,
        sales_in_all=effect.sales_with_tail,
        short=effect.share_short,
        works=effect.chance_positive,
        customer=effect.cost_per_customer,
        online=effect.share_online,
    )


def _trial(advice: "TrialAdvice") -> KeptTrial:
    chosen = advice.chosen
    if chosen is None:
        return KeptTrial(kind=None, start=advice.start)
    return KeptTrial(
        kind=chosen.kind,
        start=advice.start,
        efforts=chosen.efforts,
        block=chosen.block,
        power=chosen.power,
        cost=chosen.cost,
        worth=chosen.worth.money,
    )
