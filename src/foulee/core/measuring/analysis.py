"""What a trial has told: the difference between its weeks, season and trend taken out, with its interval.

Log sales are regressed on the weeks drawn, as they carry over, by generalised least squares (`noise.py`); a wild week
is left out. What was *drawn* is compared, not what was done: an owner who did a little in a week without, or nothing
in a week with, blurs the result but does not bend it, for the difference in sales is divided by the difference in
effort that the same weights find (the ratio of two such differences is the instrumental-variable estimate of Wald
1940). As a check, what would have been found under every other draw is looked at (permutation: Fisher 1935).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from foulee.core.history import ExperimentResult, FirmHistory
from foulee.core.measuring.chances import INTERVAL, RISK, normal_below, student_quantile
from foulee.core.measuring.noise import Estimate, Noise, TooFewWeeksError, estimate, outside, tame, whitening
from foulee.core.measuring.schedule import REDRAWS, Schedule, carried, redrawn
from foulee.core.measuring.table import (
    VARIES,
    Table,
    Told,
    TrialError,
    before,
    drawn_work,
    lever_of,
    placed_on,
    rates_of,
    trial_table,
    varying,
)
from foulee.core.types import Bools, Floats, Interval, Ints

LEAST_FOLLOWED = 0.25  # of the difference in effort that was planned: below, nothing was tried
CLEAR = 0.9  # chance from which an effect is called probable


class Finding(StrEnum):
    """What may be said of a lever after its trial."""

    FOUND = "found"  # told from none, at the usual risk
    PROBABLE = "probable"  # likely, yet chance could have done it
    NONE_FOUND = "none_found"  # nothing seen, and what was believed of it would have been seen
    CANNOT_TELL = "cannot_tell"


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


def analyse(history: FirmHistory, schedule: Schedule, rng: np.random.Generator, told: Told) -> Analysis:
    """Say what the trial of a lever has told; its weeks that are not counted yet are left out. Raises TrialError."""
    table = trial_table(history, schedule, told)
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
    least = without * float(np.exp(found.value * table.least))  # the rise is one from there
    result = ExperimentResult(
        lever=schedule.lever,
        effect=rise * least / made,
        error=float(np.exp(found.value)) * found.error * least / made,
        start=schedule.start,
        weeks=schedule.weeks,
        effort=table.instead + made,
        instead=table.instead,
        sales=without,
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


# --- the estimate ----------------------------------------------------------------------------------------------------


def _estimate(table: Table) -> tuple[Estimate, Bools]:
    """The log rise at full effort, and which weeks it rests on (weeks,)."""
    weeks = np.flatnonzero(table.counted)
    series, nuisance = np.log(table.sales[weeks]), varying(table.nuisance[weeks])
    if weeks.size <= nuisance.shape[1] + 1:
        raise TooFewWeeksError(f"{weeks.size} weeks")
    keep = weeks[tame(series, np.column_stack([table.columns[weeks, table.middle], nuisance]))]
    kept = np.zeros(table.counted.size, dtype=bool)
    kept[keep] = True
    return estimate(np.log(table.sales[keep]), table.columns[keep], varying(table.nuisance[keep]), keep), kept


def _effort_made(table: Table, found: Estimate, kept: Bools) -> float:
    """The difference in effort that the estimate's own weights find."""
    weeks = np.flatnonzero(kept)
    made = whitening(weeks, found.noise.autocorrelation)
    own = outside(table.columns[weeks], varying(table.nuisance[weeks]), made)
    # Efforts outside the trial are what they are: only how the trial's own differ is weighed.
    done = made.apply(np.where(table.inside[:, None], table.efforts, table.columns * table.planned)[weeks])
    return float(found.weights @ ((own * done).sum(axis=0) / np.maximum((own**2).sum(axis=0), VARIES)))


def _others(history: FirmHistory, schedule: Schedule, rng: np.random.Generator, told: Told) -> Floats:
    """Columns of the other draws (weeks, draws), for the rate in the middle."""
    rates = rates_of(told, schedule.lever)
    rate = float(rates[rates.size // 2])
    draws = redrawn(schedule, rng).T / max(schedule.efforts)
    placed = placed_on(history, schedule)
    drawn = np.zeros((history.weeks, draws.shape[1]))
    drawn[placed.inside] = draws[placed.within]
    return drawn_work(drawn, placed.inside, rate, before(lever_of(history, schedule.lever), placed.first, rate))


def _by_chance(table: Table, found: Estimate, kept: Bools, others: Floats) -> float:
    """Share of the draws under which as much would have been found, the one that was made included."""
    weeks: Ints = np.flatnonzero(kept)
    made = whitening(weeks, found.noise.autocorrelation)
    nuisance = varying(table.nuisance[weeks])
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
