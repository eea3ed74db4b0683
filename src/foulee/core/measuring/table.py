"""A trial's weeks as the regression reads them: what was drawn, what was done, what else is taken out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from foulee.core.history import DAYS, ExperimentResult, FirmHistory, LeverHistory
from foulee.core.measuring.noise import Noise, noise_of, seasonal_columns
from foulee.core.measuring.schedule import Schedule, carried
from foulee.core.types import Bools, Floats

LEAST_WEEKS = 3  # counted weeks with, and as many without
YEAR = 52  # counted weeks from which the calendar's own days are taken out: before, each was seen once at most
VARIES = 1e-9


class TrialError(Exception):
    """The trial cannot be analysed.

    `code` says why: `lever`, `unused`, `no_sales`, `not_counted`, `not_followed`, `too_few`, `beside`,
    `no_new_customers`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


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
    rates): what was done, the same; `planned`: difference in effort planned; `least`: the column at the least effort of
    the trial, and `instead`: units a week that were put in there; `nuisance` (weeks, columns): what else is taken out.
    """

    sales: Floats
    columns: Floats
    efforts: Floats
    planned: float
    least: float
    instead: float
    nuisance: Floats
    inside: Bools
    counted: Bools

    @property
    def middle(self) -> int:
        """The rate in the middle."""
        return self.columns.shape[1] // 2


def lever_of(history: FirmHistory, name: str) -> LeverHistory:
    """The lever of that name. Raises TrialError."""
    for lever in history.levers:
        if lever.name == name:
            return lever
    raise TrialError("lever")


def noise_of_history(history: FirmHistory, carryover: Mapping[str, float]) -> Noise:
    """Noise of a firm's weekly sales, what its levers and its calendar do being taken out. Raises TooFewWeeksError."""
    weeks = np.flatnonzero(_open(history.sales))
    columns = [seasonal_columns(np.arange(history.weeks)), *_others_columns(history)]
    columns += [_at_work(lever, carryover)[:, None] for lever in history.levers]
    return noise_of(np.log(history.sales[weeks]), varying(np.column_stack(columns)[weeks]), weeks)


def with_result(history: FirmHistory, result: ExperimentResult) -> FirmHistory:
    """The history with a trial's result as evidence; what its weeks counted is set aside, or it would count twice.

    Efforts stay: what was done in those weeks goes on working in the next. The same result told again tells no more.
    """
    if result in history.experiments:
        return history
    since = np.array([(history.monday(week) - result.start).days // DAYS for week in range(history.weeks)])
    inside = (since >= 0) & (since < result.weeks)
    return replace(
        history,
        sales=np.where(inside, np.nan, history.sales),
        sales_online=_aside(history.sales_online, inside),
        sales_shop=_aside(history.sales_shop, inside),
        new_customers=_aside(history.new_customers, inside),
        returning_customers=_aside(history.returning_customers, inside),
        orders=_aside(history.orders, inside),
        attributed={name: np.where(inside, np.nan, values) for name, values in history.attributed.items()},
        experiments=(*history.experiments, result),
    )


def _aside(values: Floats | None, weeks: Bools) -> Floats | None:
    return None if values is None else np.where(weeks, np.nan, values)


# --- the table -------------------------------------------------------------------------------------------------------


def trial_table(history: FirmHistory, schedule: Schedule, told: Told) -> Table:
    """Put what was drawn, what was done and what else moved side by side. Raises TrialError."""
    lever, rates = lever_of(history, schedule.lever), rates_of(told, schedule.lever)
    placed = placed_on(history, schedule)
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
        least=min(levels) / spread,
        instead=_instead(lever, placed, started, drawn=bool(schedule.block)),
        nuisance=_nuisance(history, lever, placed, told, drawn=bool(schedule.block)),
        inside=placed.inside,
        counted=counted,
    )


def rates_of(told: Told, lever: str) -> Floats:
    """Weekly carryovers to average over (rates,); the lever's own, or none, where no others are told."""
    return np.array(told.rates or (told.carryover.get(lever, 0.0),))


def _columns(lever: LeverHistory, placed: "Placed", rates: Floats, *, drawn: bool) -> Floats:
    """Efforts as planned at work (weeks, rates), in usual efforts: of the trial only where its weeks were drawn."""
    if not drawn:
        return carried(np.where(placed.inside, placed.efforts, lever.effort / lever.typical), rates)
    each = [drawn_work(placed.efforts, placed.inside, rate, before(lever, placed.first, rate)) for rate in rates]
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


def drawn_work(drawn: Floats, inside: Bools, rate: float, start: float) -> Floats:
    """What was drawn (weeks, …) as it carries over inside the trial, on top of what was at work before; 0 elsewhere."""
    work = np.zeros(drawn.shape)
    work[inside] = carried(drawn[inside], rate, start)
    return work


def placed_on(history: FirmHistory, schedule: Schedule) -> Placed:
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


def _instead(lever: LeverHistory, placed: "Placed", started: float, *, drawn: bool) -> float:
    """Units a week put in at the least effort of a trial: in its own weeks of least, else as before it."""
    least = float(placed.efforts[placed.inside].min())
    if not drawn and started <= least:
        return started * lever.typical
    return float(lever.effort[placed.inside & (placed.efforts == least)].mean())


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


def varying(columns: Floats) -> Floats:
    """The level, and the columns that vary, brought to one size."""
    spread = columns.std(axis=0)
    kept = spread > VARIES
    return np.column_stack(
        [np.ones(columns.shape[0]), (columns[:, kept] - columns[:, kept].mean(axis=0)) / spread[kept]]
    )
