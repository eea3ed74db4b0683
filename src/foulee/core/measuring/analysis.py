"""What a trial has told: the difference between its weeks, season and trend taken out, with its interval.

Log sales are regressed on the weeks drawn, as they carry over, by generalised least squares (`noise.py`); a wild week
is left out. What was *drawn* is compared, not what was done: an owner who did a little in a week without, or nothing
in a week with, blurs the result but does not bend it, for the difference in sales is divided by the difference in
effort that the same weights find (the ratio of two such differences is the instrumental-variable estimate of Wald
1940). As a check, what would have been found under every other draw is looked at (permutation: Fisher 1935).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from foulee.core.history import DAYS, ExperimentResult, FirmHistory, LeverHistory
from foulee.core.measuring.chances import INTERVAL, RISK, normal_below, student_quantile
from foulee.core.measuring.noise import (
    Estimate,
    Noise,
    TooFewWeeksError,
    estimate,
    noise_of,
    outside,
    seasonal_columns,
    tame,
    whitening,
)
from foulee.core.measuring.schedule import REDRAWS, Schedule, carried, redrawn
from foulee.core.types import Bools, Floats, Interval, Ints

LEAST_WEEKS = 3  # counted weeks with, and as many without
LEAST_FOLLOWED = 0.25  # of the difference in effort that was planned: below, nothing was tried
CLEAR = 0.9  # chance from which an effect is called probable
YEAR = 52  # counted weeks from which the calendar's own days are taken out: before, each was seen once at most
VARIES = 1e-9


class Finding(StrEnum):
    """What may be said of a lever after its trial."""

    FOUND = "found"  # told from none, at the usual risk
    PROBABLE = "probable"  # likely, yet chance could have done it
    NONE_FOUND = "none_found"  # nothing seen, and what was believed of it would have been seen
    CANNOT_TELL = "cannot_tell"


class TrialError(Exception):
    """The trial cannot be analysed.

    `code` says why: `lever`, `not_counted`, `not_followed`, `too_few`, `beside`, `no_new_customers`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What was found.

    `result`: sales per unit of effort, as evidence for the engine; `rise`: relative rise of sales from the least to the
    most effort of the trial, 80 % interval; `chance_positive`; `by_chance`: share of the draws of the weeks that would
    have shown as much, None where they were not drawn; `counted`: weeks of the trial; `wild`: weeks left out as too far
    from all others (places in the history); `followed`: difference in effort made, by that planned.
    """

    result: ExperimentResult
    rise: Interval
    chance_positive: float
    by_chance: float | None
    noise: Noise
    counted: int
    wild: tuple[int, ...]
    followed: float
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told beside the weeks.

    `carryover` by lever, weekly, 0 for one that is not named; `rates`: what that of the lever tried may be, as likely
    each (none: as in `carryover`); `worth_seeing`: relative rise that one would have thought
    of the lever, without which it cannot be said that nothing was found; `beside`: a control of the history that holds
    the sales of a like area, left as it was (None: there is none).
    """

    carryover: Mapping[str, float]
    rates: tuple[float, ...] = ()
    worth_seeing: float = 0.0
    beside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A history as the regression reads it, over all weeks.

    `columns` (weeks, rates): what was planned, 1 at the trial's full effort, as it may carry over; `efforts` (weeks,
    rates): what was done, the same; `planned`: difference in effort planned; `nuisance` (weeks, columns): what else is
    taken out.
    """

    sales: Floats
    columns: Floats
    efforts: Floats
    planned: float
    nuisance: Floats
    inside: Bools
    counted: Bools

    @property
    def middle(self) -> int:
        """The rate in the middle."""
        return self.columns.shape[1] // 2


def analyse(history: FirmHistory, schedule: Schedule, rng: np.random.Generator, told: Told) -> Analysis:
    """Say what the trial of a lever has told; its weeks that are not counted yet are left out. Raises TrialError."""
    table = _table(history, schedule, told)
    try:
        found, kept = _estimate(table)
    except TooFewWeeksError as error:
        raise TrialError("too_few") from error
    made = _effort_made(table, found, kept)
    if made < LEAST_FOLLOWED * table.planned:
        raise TrialError("not_followed")
    rise, quantile = float(np.expm1(found.value)), student_quantile(0.5 + INTERVAL / 2.0, found.freedom)
    ends = (np.expm1(found.value + side * quantile * found.error) for side in (-1.0, 0.0, 1.0))
    column = table.columns[:, table.middle]
    without = float(np.mean((table.sales / np.exp(found.value * column))[kept & table.inside]))
    result = ExperimentResult(
        lever=schedule.lever,
        effect=rise * without / made,
        error=float(np.exp(found.value)) * found.error * without / made,
        start=schedule.start,
        weeks=schedule.weeks,
    )
    return Analysis(
        result=result,
        rise=Interval(*(float(end) for end in ends)),
        chance_positive=float(normal_below(np.array(found.value / found.error))),
        by_chance=_by_chance(table, found, kept, _others(history, schedule, rng, told)) if schedule.block else None,
        noise=found.noise,
        counted=int((kept & table.inside).sum()),
        wild=tuple(int(week) for week in np.flatnonzero(table.counted & ~kept)),
        followed=made / table.planned,
        finding=_finding(found, told.worth_seeing),
    )


def analyse_areas(area: Floats, other: Floats, first: int, *, carryover: float = 0.0) -> Estimate:
    """Compare an area, changed from period `first` on, with a like one left as it was: log rise, with its error.

    `area`, `other` (periods,): sales of both, NaN where not counted; their difference has no season and no trend of its
    own if they are alike. Raises TrialError.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        series = np.log(area) - np.log(other)
    weeks = np.flatnonzero(np.isfinite(series))
    changed = (np.arange(series.size) >= first).astype(np.float64)
    column, level = carried(changed, carryover), np.ones((series.size, 1))
    keep = weeks[tame(series[weeks], np.column_stack([column, level])[weeks])]
    try:
        return estimate(series[keep], column[keep], level[keep], keep)
    except TooFewWeeksError as error:
        raise TrialError("too_few") from error


def noise_of_history(history: FirmHistory, carryover: Mapping[str, float]) -> Noise:
    """Noise of a firm's weekly sales, what its levers and its calendar do being taken out. Raises TooFewWeeksError."""
    weeks = np.flatnonzero(_open(history.sales))
    columns = [seasonal_columns(np.arange(history.weeks)), *_others_columns(history)]
    columns += [_at_work(lever, carryover)[:, None] for lever in history.levers]
    return noise_of(np.log(history.sales[weeks]), _varying(np.column_stack(columns)[weeks]), weeks)


def lever_of(history: FirmHistory, name: str) -> LeverHistory:
    """The lever of that name. Raises TrialError."""
    for lever in history.levers:
        if lever.name == name:
            return lever
    raise TrialError("lever")


# --- the table -------------------------------------------------------------------------------------------------------


def _table(history: FirmHistory, schedule: Schedule, told: Told) -> Table:
    """Put what was drawn, what was done and what else moved side by side. Raises TrialError."""
    lever, rates = lever_of(history, schedule.lever), _rates(told, schedule.lever)
    placed = _placed(history, schedule)
    sales = history.sales if told.beside is None else _beside(history, told.beside)
    counted = _open(sales)
    started = before(lever, placed.first, rates[rates.size // 2])
    levels = (*schedule.efforts, *(() if schedule.block else (started,)))
    spread = max(max(levels) - min(levels), VARIES)
    _enough(placed, counted, blocks=bool(schedule.block))
    return Table(
        sales=sales,
        columns=_columns(lever, placed, rates, drawn=bool(schedule.block)) / spread,
        efforts=carried(lever.effort, rates),
        planned=spread * lever.typical,
        nuisance=_nuisance(history, lever, placed, told, drawn=bool(schedule.block)),
        inside=placed.inside,
        counted=counted,
    )


def _rates(told: Told, lever: str) -> Floats:
    return np.array(told.rates or (told.carryover.get(lever, 0.0),))


def _columns(lever: LeverHistory, placed: "Placed", rates: Floats, *, drawn: bool) -> Floats:
    """Efforts as planned at work (weeks, rates), in usual efforts: of the trial only where its weeks were drawn."""
    if not drawn:
        return carried(np.where(placed.inside, placed.efforts, lever.effort / lever.typical), rates)
    each = [_drawn_work(placed.efforts, placed.inside, rate, before(lever, placed.first, rate)) for rate in rates]
    return np.stack(each, axis=1)


def _nuisance(history: FirmHistory, lever: LeverHistory, placed: "Placed", told: Told, *, drawn: bool) -> Floats:
    """What is taken out (weeks, columns); beside a like area, season and trend are already."""
    if told.beside is not None:
        return np.ones((history.weeks, 1))
    columns = [seasonal_columns(np.arange(history.weeks)), *_others_columns(history)]
    columns += [_at_work(other, told.carryover)[:, None] for other in history.levers if other is not lever]
    if drawn:
        # Efforts outside the trial were not drawn: what they seem to do is taken out, not counted for the lever.
        own = np.where(placed.inside, 0.0, _at_work(lever, told.carryover))
        # A level of the trial's own, as in its design: what else began with it must not pass for the lever.
        columns += [own[:, None], placed.inside[:, None].astype(np.float64)]
    return np.column_stack(columns)


def _beside(history: FirmHistory, name: str) -> Floats:
    """Sales against those of a like area, a control of that name, in the firm's own money. Raises TrialError."""
    if name not in history.controls:
        raise TrialError("beside")
    other = history.controls[name]
    other = np.where(_open(other), other, np.nan)
    if np.isnan(other).all():
        raise TrialError("beside")
    return history.sales / other * np.nanmean(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A schedule on a history's weeks.

    `efforts` (weeks,), 0 elsewhere; which weeks are `inside` and the `first` of them; which of the schedule's own weeks
    are `within` the history.
    """

    efforts: Floats
    inside: Bools
    within: Bools
    first: int


def _drawn_work(drawn: Floats, inside: Bools, rate: float, start: float) -> Floats:
    """What was drawn (weeks, …) as it carries over inside the trial, on top of what was at work before; 0 elsewhere."""
    work = np.zeros(drawn.shape)
    work[inside] = carried(drawn[inside], rate, start)
    return work


def _placed(history: FirmHistory, schedule: Schedule) -> Placed:
    """Put a schedule on the history's weeks. Raises TrialError."""
    first = (schedule.start - history.start).days // DAYS
    places = np.arange(first, first + schedule.weeks)
    within = (places >= 0) & (places < history.weeks)
    if not within.any():
        raise TrialError("not_counted")
    planned, inside = np.zeros(history.weeks), np.zeros(history.weeks, dtype=bool)
    planned[places[within]] = np.array(schedule.efforts)[within]
    inside[places[within]] = True
    return Placed(efforts=planned, inside=inside, within=within, first=int(places[within][0]))


def before(lever: LeverHistory, week: int, rate: float) -> float:
    """Effort at work just before a week, in usual efforts; 0 before the history."""
    return float(carried(lever.effort[:week], rate)[-1]) / lever.typical if week else 0.0


def _enough(placed: Placed, counted: Bools, *, blocks: bool) -> None:
    drawn = placed.efforts[placed.inside & counted] > 0.0
    if drawn.size < LEAST_WEEKS or (blocks and min(drawn.sum(), (~drawn).sum()) < LEAST_WEEKS):
        raise TrialError("not_counted")


def _open(sales: Floats) -> Bools:
    """Weeks with sales: one without any, or not counted, has no logarithm."""
    with np.errstate(invalid="ignore"):
        return np.isfinite(sales) & (sales > 0.0)


def _at_work(lever: LeverHistory, carryover: Mapping[str, float]) -> Floats:
    return carried(lever.effort / lever.typical, carryover.get(lever.name, 0.0))


def _others_columns(history: FirmHistory) -> list[Floats]:
    """The calendar and what follows demand, as columns (weeks, 1); what was not counted is put at its mean."""
    columns = []
    events = tuple(history.events.values()) if _open(history.sales).sum() >= YEAR else ()
    for values in (*events, *history.controls.values()):
        known = np.isfinite(values)
        if known.any():
            columns.append(np.where(known, values, values[known].mean())[:, None])
    return columns


def _varying(columns: Floats) -> Floats:
    """The level, and the columns that vary, brought to one size."""
    spread = columns.std(axis=0)
    kept = spread > VARIES
    return np.column_stack(
        [np.ones(columns.shape[0]), (columns[:, kept] - columns[:, kept].mean(axis=0)) / spread[kept]]
    )


# --- the estimate ----------------------------------------------------------------------------------------------------


def _estimate(table: Table) -> tuple[Estimate, Bools]:
    """The log rise at full effort, and which weeks it rests on (weeks,)."""
    weeks = np.flatnonzero(table.counted)
    series, nuisance = np.log(table.sales[weeks]), _varying(table.nuisance[weeks])
    if weeks.size <= nuisance.shape[1] + 1:
        raise TooFewWeeksError(f"{weeks.size} weeks")
    keep = weeks[tame(series, np.column_stack([table.columns[weeks, table.middle], nuisance]))]
    kept = np.zeros(table.counted.size, dtype=bool)
    kept[keep] = True
    return estimate(np.log(table.sales[keep]), table.columns[keep], _varying(table.nuisance[keep]), keep), kept


def _effort_made(table: Table, found: Estimate, kept: Bools) -> float:
    """The difference in effort that the estimate's own weights find."""
    weeks = np.flatnonzero(kept)
    made = whitening(weeks, found.noise.autocorrelation)
    own = outside(table.columns[weeks], _varying(table.nuisance[weeks]), made)
    # Efforts outside the trial are what they are: only how the trial's own differ is weighed.
    done = made.apply(np.where(table.inside[:, None], table.efforts, table.columns * table.planned)[weeks])
    return float(found.weights @ ((own * done).sum(axis=0) / np.maximum((own**2).sum(axis=0), VARIES)))


def _others(history: FirmHistory, schedule: Schedule, rng: np.random.Generator, told: Told) -> Floats:
    """Columns of the other draws (weeks, draws), for the rate in the middle."""
    rates = _rates(told, schedule.lever)
    rate = float(rates[rates.size // 2])
    draws = redrawn(schedule, rng).T / max(schedule.efforts)
    placed = _placed(history, schedule)
    drawn = np.zeros((history.weeks, draws.shape[1]))
    drawn[placed.inside] = draws[placed.within]
    return _drawn_work(drawn, placed.inside, rate, before(lever_of(history, schedule.lever), placed.first, rate))


def _by_chance(table: Table, found: Estimate, kept: Bools, others: Floats) -> float:
    """Share of the draws under which as much would have been found, the one that was made included."""
    weeks: Ints = np.flatnonzero(kept)
    made = whitening(weeks, found.noise.autocorrelation)
    nuisance = _varying(table.nuisance[weeks])
    told = outside(np.log(table.sales[weeks]), nuisance, made)
    own = outside(np.column_stack([table.columns[:, table.middle], others])[weeks], nuisance, made)
    sizes = np.maximum(np.sqrt((own**2).sum(axis=0)), VARIES)
    ratios = np.abs(told @ own) / sizes
    # The draw that was made counts: it is among all orders, and is added to those drawn again.
    among = ratios if others.shape[1] == REDRAWS else ratios[1:]
    return float((among >= ratios[0] - VARIES).mean())


def _finding(found: Estimate, worth_seeing: float) -> Finding:
    """Put it in one word."""
    ratio = found.value / found.error
    if abs(ratio) > student_quantile(1.0 - RISK / 2.0, found.freedom):
        return Finding.FOUND
    chance = float(normal_below(np.array(ratio)))
    if chance > CLEAR or chance < 1.0 - CLEAR:
        return Finding.PROBABLE
    most = found.value + student_quantile(0.5 + INTERVAL / 2.0, found.freedom) * found.error
    return Finding.NONE_FOUND if np.expm1(most) < worth_seeing else Finding.CANNOT_TELL
