"""From a firm's weeks to a trial of one lever that would tell what it brings, or to none (METHOD B6)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from foulee.advice.believing import beliefs
from foulee.advice.firm import FirmFigures, firm_figures
from foulee.core.history import DAYS, FirmHistory, LeverKind, Unit
from foulee.core.measuring.analysis import Analysis, analyse
from foulee.core.measuring.design import BOOST, Belief, Ground, Limits, Planner, Trial, choose
from foulee.core.measuring.noise import Noise, TooFewWeeksError
from foulee.core.measuring.schedule import Schedule
from foulee.core.measuring.table import Told, TrialError, lever_of, noise_of_history
from foulee.core.response.effects import at_most
from foulee.core.response.fitting.beliefs import LeverBeliefs
from foulee.core.response.priors import FirmPrior, Normals
from foulee.core.types import WEEKS_PER_YEAR, Floats
from foulee.firmfile.reading import STAND_IN
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge

DRAWS = 2000
LATEST = 13  # weeks: what is done "now" is what was done in the last quarter
FEWEST = 16  # counted weeks below which the noise is taken from other shops rather than from one's own
USED = 0.1  # of the usual effort: below it, a lever is not in use now
HOUR = 3600.0  # seconds
NOTHING_SAID: Mapping[str, float] = MappingProxyType({})
RATES = np.array([-1.2816, -0.5244, 0.0, 0.5244, 1.2816])  # normal quantiles at 10, 30, 50, 70 and 90 %: five as likely
# How a week of a trial is marked in a calendar file, so that it can be read back whatever its words.
EFFORT_MARK = "X-FOULEE-EFFORT"
LEVER_MARK = "X-FOULEE-LEVER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What trial is asked for: of which `lever`, from when, within which limits; what the owner knows of the firm.

    `alike`: correlation of two like areas' weekly sales (None: one area); `margin`: share of sales, and `effort`: hours
    or money of a usual week, None where not said; `document`: the firm's file, None where there is none.
    """

    lever: str
    start: dt.date
    weeks: int = 26
    money: float = float("inf")
    boost: float = BOOST
    margin: float | None = None
    alike: float | None = None
    effort: float | None = None
    document: FirmFile | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialAdvice:
    """Trials that could be made of a lever, and which to make.

    `effort` and `unit`: its usual week; `cost`: what that costs, hours at their price; `ground`: the firm, `lent`
    where its noise is other shops'; `works`: chance that it does anything at all; `gives`: relative rise of sales that
    one would expect of it if it does; `chosen`: None if no affordable trial can tell; `assumed`: what was not known of
    the firm, by name.
    """

    lever: str
    kind: LeverKind
    effort: float
    unit: Unit
    cost: float
    ground: Ground
    lent: bool
    works: float
    gives: float
    limits: Limits
    trials: tuple[Trial, ...]
    chosen: Trial | None
    start: dt.date
    assumed: tuple[str, ...] = field(default=())

    def schedule(self, trial: Trial) -> Schedule:
        """The weeks of one of the trials."""
        return Schedule(lever=self.lever, start=self.start, efforts=trial.efforts, block=trial.block)


def plan_trial(
    history: FirmHistory, asked: Asked, knowledge: Knowledge, given: LeverBeliefs | None = None
) -> TrialAdvice:
    """Say which trial of a lever would tell what it brings, how long and how much it takes.

    `given`: what is believed of the lever; from the knowledge base where not given. Raises TrialError if the history
    has no such lever, or one never used and no effort is told, or no sales in the last year.
    """
    lever, firm = lever_of(history, asked.lever), _firm(asked.document, knowledge)
    if asked.effort is None and not lever.ever_used:
        raise TrialError("unused")
    usual, sales = asked.effort or lever.typical, weekly_sales(history)
    told = {"margin"} if asked.margin is not None else set()
    used = {"margin", "hour_cost"} if lever.unit is Unit.HOURS else {"margin"}
    hour = firm.prior.hour_cost.mid
    cost = usual * (hour if lever.unit is Unit.HOURS else 1.0)
    told_effort = {} if asked.effort is None else {lever.name: asked.effort}
    held = believed(history, knowledge, hour, told_effort)
    belief = drawn_belief(given or held[lever.name], knowledge, asked)
    noise, lent = noise_for(history, knowledge, carryovers(held))
    customers, new_share = _customers(history, firm.prior, sales, asked.document)
    ground = Ground(
        noise=noise,
        sales=sales,
        counted=int(history.counted.sum()),
        margin=firm.prior.margin.mid if asked.margin is None else asked.margin,
        cost=cost,
        in_use=bool(lever.effort[-LATEST:].mean() > USED * usual),
        customers=customers,
        new_share=new_share,
        alike=asked.alike,
        asking=(customers or 0.0) * knowledge.prior("trial.asking_seconds").mid / HOUR * hour,
    )
    limits = Limits(weeks=asked.weeks, money=asked.money, boost=asked.boost)
    trials = Planner(ground=ground, belief=belief, limits=limits, seed=asked.seed).trials()
    return TrialAdvice(
        lever=lever.name,
        kind=lever.kind,
        effort=usual,
        unit=lever.unit,
        cost=cost,
        ground=ground,
        lent=lent,
        works=float((belief.rise > 0.0).mean()),
        gives=float(belief.usual().rise[0]),
        limits=limits,
        trials=trials,
        chosen=choose(trials, limits),
        start=asked.start,
        assumed=tuple(sorted(used & set(firm.assumed) - told)),
    )


class Counted(StrEnum):
    """What is compared between the weeks of a trial."""

    SALES = "sales"
    NEW_CUSTOMERS = "new_customers"


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How to compare: what is `counted`, `beside` which control (sales of a like shop), `seed` of the other draws."""

    counted: Counted = Counted.SALES
    beside: str | None = None
    seed: int = 1


def tell(history: FirmHistory, schedule: Schedule, knowledge: Knowledge, how: How) -> Analysis:
    """Say what a trial has told, on sales or on new customers. Raises TrialError.

    On new customers its `result` is in people per unit of effort, and no evidence for the engine, which reads sales.
    """
    lever = lever_of(history, schedule.lever)
    held = believed(history, knowledge, _firm(None, knowledge).prior.hour_cost.mid)
    if how.counted is Counted.NEW_CUSTOMERS:
        if history.new_customers is None:
            raise TrialError("no_new_customers")
        history = replace(history, sales=history.new_customers)
    told = Told(
        carryover=carryovers(held),
        rates=tuple(held[lever.name].carryover.draw(RATES).tolist()),
        worth_seeing=held[lever.name].quick.mid,
        beside=how.beside,
    )
    return analyse(history, schedule, np.random.default_rng(how.seed), told)


# --- what is believed of the lever -----------------------------------------------------------------------------------


def believed(
    history: FirmHistory, knowledge: Knowledge, hour_cost: float, usual: Mapping[str, float] = NOTHING_SAID
) -> Mapping[str, LeverBeliefs]:
    """What is believed of each lever before any trial, at its usual effort, or at the one told (`usual`, by lever)."""
    held = beliefs(history, knowledge, hour_cost).levers
    times = {lever.name: usual.get(lever.name, lever.typical) / lever.typical for lever in history.levers}
    return {name: replace(each, quick=each.quick.times(times[name])) for name, each in held.items()}


def carryovers(held: Mapping[str, LeverBeliefs]) -> Mapping[str, float]:
    """Weekly carryover by lever, as one would think it before any week."""
    return {name: each.carryover.mid for name, each in held.items()}


def drawn_belief(held: LeverBeliefs, knowledge: Knowledge, asked: Asked) -> Belief:
    """Draw what is believed of the lever."""
    normals = Normals(asked.seed, DRAWS)
    works = normals.uniform("trial works") >= held.nil_quick
    ceiling = np.full(DRAWS, knowledge.prior("lift.ceiling").mid)
    captured = held.captured.draw(normals("trial captured"))
    # Some do not show the code, and some who do would have come without it: the count errs both ways.
    really = knowledge.prior("incremental").draw(normals("trial incremental"))
    return Belief(
        rise=np.where(works, at_most(held.quick.draw(normals("trial quick")), ceiling), 0.0),
        carryover=held.carryover.draw(normals("trial carryover")),
        half_saturation=held.half_saturation.draw(normals("trial half_saturation")),
        slope=np.ones(DRAWS),
        from_new=knowledge.prior("trial.from_new").draw(normals("trial from_new")),
        caught=captured / really,
    )


# --- what is known of the firm ---------------------------------------------------------------------------------------


def weekly_sales(history: FirmHistory) -> float:
    """Mean sales of the last year's weeks that had any. Raises TrialError."""
    last = history.sales[-WEEKS_PER_YEAR:]
    with np.errstate(invalid="ignore"):
        known = last[last > 0.0]
    if not known.size:
        raise TrialError("no_sales")
    return float(known.mean())


def noise_for(history: FirmHistory, knowledge: Knowledge, carried: Mapping[str, float]) -> tuple[Noise, bool]:
    """The firm's own noise; other shops', and True, where it has too few weeks to show any."""
    if int(history.counted.sum()) >= FEWEST:
        try:
            return noise_of_history(history, carried), False
        except TooFewWeeksError:
            pass
    autocorrelation = float(np.tanh(knowledge.prior("weeks.autocorrelation").mid))
    return Noise(sd=knowledge.prior("noise.week").mid, autocorrelation=autocorrelation), True


def _firm(document: FirmFile | None, knowledge: Knowledge) -> FirmFigures:
    return firm_figures(document or FirmFile.model_validate({"firm": STAND_IN}), knowledge)


def _customers(
    history: FirmHistory, prior: FirmPrior, sales: float, document: FirmFile | None
) -> tuple[float | None, float | None]:
    """Customers a week, and the share of them who come for the first time; None where nobody said."""
    told = document is not None and document.firm.average_basket is not None
    counted = _mean(history.orders)
    customers = counted if counted is not None else sales / prior.basket.mid if told else None
    new = _mean(history.new_customers)
    if customers is None:
        return None, None
    if new is not None:
        return customers, min(new / customers, 1.0)
    if document is None:
        return customers, None
    lost = 1.0 - prior.kept_per_year.mid ** (1.0 / WEEKS_PER_YEAR)
    return customers, min(lost * WEEKS_PER_YEAR / prior.orders_per_year.mid, 1.0)


def _mean(values: Floats | None) -> float | None:
    known = np.zeros(0) if values is None else values[np.isfinite(values) & (values > 0.0)]
    return float(known.mean()) if known.size else None


def plain(name: str) -> str:
    """A name without what no calendar can show: line breaks and control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())


def monday_from(day: dt.date) -> dt.date:
    """The Monday on which a trial can begin: that day, or the next."""
    return day + dt.timedelta(days=-day.weekday() % DAYS)


def first_monday(history: FirmHistory, today: dt.date) -> dt.date:
    """The first Monday after the last week counted, and not before today."""
    return monday_from(max(today, history.monday(history.weeks)))
