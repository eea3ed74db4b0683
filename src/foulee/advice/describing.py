"""What a history holds before anything is fitted to it: how much, when, how it moves, what it could ever tell.

Ordinary least squares on sales (trend, season, calendar, controls, levers), wild weeks set aside: rough on purpose,
in milliseconds. What the levers brought is the engine's affair; here only how small an effect could be seen at all.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from foulee.core.history import DAYS, FirmHistory, LeverHistory
from foulee.core.response.levels import Level, levels_of
from foulee.core.types import Bools, Floats

YEAR_DAYS = 365.25
HARMONICS = 2
YEAR = 52
LEAST = 26  # weeks counted before an effect can be looked for
FEW_USES = 8  # weeks with, or weeks without
SEASONAL = 0.5  # share of an effort's movements that the season explains
TOGETHER, MOSTLY = 0.95, 0.7  # correlations of two efforts
WILD = 4.0  # robust standard deviations
MAD = 1.4826  # of a normal's standard deviation, for each median absolute deviation
SEEN = 2.8  # standard errors: an effect of this size is found 8 times in 10, at 5 % of false alarms
SINGULAR = 0.999
MONTHS = 12


class Tells(StrEnum):
    """What a history can say of a lever."""

    UNUSED = "unused"
    CONSTANT = "constant"
    TOO_SHORT = "too_short"
    FEW_USES = "few_uses"
    TOGETHER = "together"
    FOLLOWS = "follows"  # it follows demand, and nothing says how demand went
    SEASON = "season"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverUse:
    """How a lever was used, and what can be told of it.

    `share_of_sales`: money spent over sales of the same weeks, None for hours. `season`: share of its movements that
    the season explains. `like`: the lever it moves with most, and their correlation. `smallest_seen`: sales for one
    unit of effort below which an effect would go unseen, None where none could be seen.
    """

    lever: LeverHistory
    weeks_used: int
    share_of_sales: float | None
    season: float
    like: tuple[str, float] | None
    smallest_seen: float | None
    tells: Tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A history in figures.

    `years`: sales and weeks counted of each ISO year. `season`: each month against the mean of the year (12,), None
    with less than a year. `scatter`: how far a week's sales are from trend, season and levers, relative to the mean.
    `levels`: what followers, visits and reach are taken for.
    """

    history: FirmHistory
    end: dt.date
    counted: int
    total: float
    years: Mapping[int, tuple[float, int]]
    season: Floats | None
    scatter: float | None
    levers: tuple[LeverUse, ...]
    levels: tuple[Level, ...]


def describe(history: FirmHistory) -> Description:
    """Describe a history with at least one week of sales."""
    known = history.counted & (history.sales > 0.0)
    kept = _without_wild(history, known)
    scatter = _scatter(history, kept) if known.sum() >= LEAST else None
    return Description(
        history=history,
        end=history.monday(history.weeks) - dt.timedelta(days=1),
        counted=int(history.counted.sum()),
        total=float(np.nansum(history.sales)),
        years=_years(history),
        season=_season(history, kept) if known.sum() >= YEAR else None,
        scatter=None if scatter is None else scatter / float(history.sales[kept].mean()),
        levers=tuple(_use(history, lever, kept, scatter) for lever in history.levers),
        levels=levels_of(history),
    )


def _years(history: FirmHistory) -> dict[int, tuple[float, int]]:
    years = np.array([history.monday(week).isocalendar().year for week in range(history.weeks)])
    return {
        int(year): (float(np.nansum(history.sales[years == year])), int(history.counted[years == year].sum()))
        for year in np.unique(years)
    }


# --- trend and season ------------------------------------------------------------------------------------------


def _calm(history: FirmHistory) -> Floats:
    """Trend and season by week (weeks, columns): a constant, a line, two waves of the year where there is one."""
    weeks = np.arange(history.weeks, dtype=np.float64)
    columns = [np.ones_like(weeks), (weeks - weeks.mean()) / max(history.weeks, 1)]
    waves = HARMONICS if history.weeks >= YEAR else 1
    columns += [wave(_angle(history.start, weeks) * turn) for turn in range(1, waves + 1) for wave in (np.sin, np.cos)]
    return np.column_stack(columns)


def _known(history: FirmHistory) -> Floats:
    """Trend and season, and once a year was seen the calendar and the controls too (weeks, columns)."""
    if history.counted.sum() < YEAR:
        return _calm(history)
    others = [*history.events.values(), *map(_filled, history.controls.values())]
    return np.column_stack([_calm(history), *others])


def _filled(values: Floats) -> Floats:
    """A control against its own mean, which stands where nothing was counted."""
    if np.isnan(values).all():
        return np.zeros_like(values)
    return np.nan_to_num(values / (np.nanmean(values) or 1.0) - 1.0, nan=0.0)


def _angle(start: dt.date, weeks: Floats) -> Floats:
    """Where in the year a week stands, in radians."""
    first = start.timetuple().tm_yday + DAYS / 2
    return 2.0 * np.pi * (first + DAYS * weeks) / YEAR_DAYS


def _fitted(columns: Floats, values: Floats, kept: Bools) -> Floats:
    """Least squares on the weeks kept, read off at every week."""
    coefficients = np.linalg.lstsq(columns[kept], values[kept], rcond=None)[0]
    fitted: Floats = columns @ coefficients
    return fitted


def _without_wild(history: FirmHistory, known: Bools) -> Bools:
    """Weeks known, those far from trend and season set aside."""
    if known.sum() < LEAST:
        return known
    logs = np.log(np.where(known, history.sales, 1.0))
    rest = logs - _fitted(_calm(history), logs, known)
    limit = WILD * MAD * float(np.median(np.abs(rest[known] - np.median(rest[known]))))
    return known & (np.abs(rest) <= limit) if limit > 0.0 else known


def _season(history: FirmHistory, kept: Bools) -> Floats:
    """Each month's sales against the mean of the year, trend taken out (12,)."""
    calm, logs = _calm(history), np.log(np.where(kept, history.sales, 1.0))
    coefficients = np.linalg.lstsq(calm[kept], logs[kept], rcond=None)[0]
    days = 2.0 * np.pi * (np.arange(MONTHS) + 0.5) / MONTHS
    waves = np.column_stack([wave(days * turn) for turn in range(1, HARMONICS + 1) for wave in (np.sin, np.cos)])
    levels = np.exp(waves @ coefficients[2:])
    return np.asarray(levels / levels.mean() - 1.0, dtype=np.float64)


def _scatter(history: FirmHistory, kept: Bools) -> float:
    """What a week's sales are away from trend, season and levers, in money."""
    columns = np.column_stack([_known(history), *(_scaled(lever) for lever in history.levers)])
    rest = (history.sales - _fitted(columns, np.nan_to_num(history.sales), kept))[kept]
    freedom = max(rest.size - columns.shape[1], 1)
    return float(np.sqrt((rest**2).sum() / freedom))


def _scaled(lever: LeverHistory) -> Floats:
    return lever.effort / lever.typical


# --- levers ----------------------------------------------------------------------------------------------------


def _use(history: FirmHistory, lever: LeverHistory, kept: Bools, scatter: float | None) -> LeverUse:
    sold = float(np.nansum(history.sales))
    spent = float(lever.effort[history.counted].sum())
    others = [other for other in history.levers if other is not lever]
    season = _explained(_calm(history), lever.effort, kept)
    like = max(((other.name, _correlation(lever.effort, other.effort)) for other in others), key=_second, default=None)
    tells = _tells(history, lever, season, like)
    blind = tells in {Tells.UNUSED, Tells.CONSTANT, Tells.TOO_SHORT, Tells.TOGETHER}
    return LeverUse(
        lever=lever,
        weeks_used=int((lever.effort > 0.0).sum()),
        share_of_sales=spent / sold if lever.unit == "money" and sold else None,
        season=season,
        like=like if like and like[1] > MOSTLY else None,
        smallest_seen=None if blind or scatter is None else _smallest(history, lever, kept, scatter),
        tells=tells,
    )


def _second(pair: tuple[str, float]) -> float:
    return pair[1]


def _tells(history: FirmHistory, lever: LeverHistory, season: float, like: tuple[str, float] | None) -> Tells:
    used = int((lever.effort > 0.0).sum())
    reasons = {
        Tells.UNUSED: not used,
        Tells.CONSTANT: np.ptp(lever.effort) == 0.0,
        Tells.TOO_SHORT: history.counted.sum() < LEAST,
        Tells.TOGETHER: like is not None and like[1] > TOGETHER,
        Tells.FOLLOWS: lever.follows_demand and not history.controls_of(lever),
        Tells.FEW_USES: used < FEW_USES,
        Tells.SEASON: season > SEASONAL,
    }
    return next((reason for reason, holds in reasons.items() if holds), Tells.MAYBE)


def _smallest(history: FirmHistory, lever: LeverHistory, kept: Bools, scatter: float) -> float | None:
    """The smallest effect that would be seen, in sales for one unit of effort; None if others hide it."""
    others = [_scaled(other) for other in history.levers if other is not lever]
    columns = np.column_stack([_known(history), *others])
    hidden = _explained(columns, lever.effort, kept)
    moved = float(lever.effort[kept].std()) * np.sqrt(kept.sum() * max(1.0 - hidden, 0.0))
    return SEEN * scatter / moved if hidden < SINGULAR and moved > 0.0 else None


def _explained(columns: Floats, values: Floats, kept: Bools) -> float:
    """Share of the movements of `values` that the columns explain, 0 to 1."""
    spread = float(values[kept].var()) if kept.any() else 0.0
    if spread == 0.0 or kept.sum() <= columns.shape[1]:
        return 0.0
    rest = (values - _fitted(columns, values, kept))[kept]
    return float(np.clip(1.0 - rest.var() / spread, 0.0, 1.0))


def _correlation(one: Floats, other: Floats) -> float:
    if one.size < LEAST // 2 or np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
