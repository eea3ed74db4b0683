"""From a history and beliefs to the arrays of the likelihood."""

import math
from dataclasses import dataclass

import numpy as np

from foulee.core.history import FirmHistory, LeverHistory
from foulee.core.quantities import Scale
from foulee.core.response.closures import WEEKS_OF_YEAR
from foulee.core.response.fitting.arrays import (
    AT,
    BEFORE,
    CUSTOMERS,
    HELD,
    INSTEAD,
    LEVER_COLUMNS,
    MARKED,
    ORDERS_TOO,
    SHARES,
    TRIED,
    USED,
    ZEROS,
    Data,
)
from foulee.core.response.fitting.beliefs import FirmBeliefs, LeverBeliefs, normal, share_of
from foulee.core.response.fitting.diagnostics import normal_quantile
from foulee.core.response.fitting.layout import (
    ACTIVE,
    AUTO,
    BOND,
    BROUGHT_ONLINE,
    CAPTURE,
    CARRY,
    FIRM,
    FIRM_NAMES,
    FIRST,
    HALF,
    HELD_FOR,
    KEPT,
    LEVEL,
    LEVER,
    LEVER_NAMES,
    LOSS,
    MOST_BOND,
    NEW,
    NEW_TREND,
    NOISE,
    ONLINE,
    ONLINE_AUTO,
    ONLINE_NOISE,
    ONLINE_TREND,
    ORDER,
    ORDERS_LEVEL,
    ORDERS_SHOCK,
    ORDERS_SIZE,
    QUICK,
    SHOCK,
    SIZE,
    SLOW,
    SPLIT,
    STAYING,
    TREND,
    Layout,
)
from foulee.core.response.fitting.observed import (
    attributed,
    counts,
    lone_zeros,
    mean_count,
    new_customers,
    online,
    orders,
    seen,
    trials,
)
from foulee.core.types import WEEKS_PER_YEAR, Floats, Ints

WAVES = ((78, 4), (40, 3), (0, 2))  # from so many weeks on, so many yearly waves
ONSET = 4  # weeks at the start that tell what went on before it
LEAST_CHANCE = 1e-4
USUAL_SPREAD = 0.2  # of the log of what follows demand


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """Units of the fit: `sales`, `new` customers and `orders` in the mean week, `typical` (levers,) efforts.

    Kept when weeks are added, so that a posterior stays readable.
    """

    sales: float
    new: float
    orders: float
    typical: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A history ready to be fitted: `names` of the whole vector, `terms` of its linear part, in order.

    `followers`: levers that follow demand without anything to tell them from it, whose effect these weeks cannot teach.
    """

    history: FirmHistory
    beliefs: FirmBeliefs
    scales: Scales
    layout: Layout
    data: Data
    names: tuple[str, ...]
    terms: tuple[str, ...]
    followers: tuple[str, ...]

    @property
    def active_names(self) -> tuple[str, ...]:
        """Names of what the sampler moves."""
        return tuple(self.names[place] for place in self.data.active)


def scales_of(history: FirmHistory) -> Scales:
    """Units that the history itself suggests."""
    sales = history.sales[history.counted & (history.sales > 0.0)]
    return Scales(
        sales=_trimmed(sales),
        new=mean_count(new_customers(history)),
        orders=mean_count(orders(history)),
        typical=np.array([_usual(lever, history) for lever in history.levers]),
    )


def _usual(lever: LeverHistory, history: FirmHistory) -> float:
    """Its usual effort; where these weeks never saw it, what trials of it put in."""
    tried = [trial.effort for trial in history.experiments if trial.lever == lever.name and trial.effort is not None]
    return lever.typical if lever.ever_used or not tried else float(np.mean(tried))


def _trimmed(sales: Floats) -> float:
    """Mean without a wild week or two."""
    if not sales.size:
        return 1.0
    limit = 4.0 * float(np.median(sales))
    return float(sales[sales <= limit].mean())


def followers(history: FirmHistory) -> tuple[str, ...]:
    """Levers that follow demand, where no control and no trial tells them from it."""
    tried = {trial.lever for trial in history.experiments}
    apart = [lever for lever in history.levers if lever.follows_demand and not history.controls_of(lever)]
    return tuple(lever.name for lever in apart if lever.name not in tried)


def problem(history: FirmHistory, beliefs: FirmBeliefs, scales: Scales | None = None) -> Problem:
    """Make a history ready to be fitted. Raises ValueError where no week has any sales."""
    units = scales or scales_of(history)
    if not (history.counted & (history.sales > 0.0)).any():
        raise ValueError("no week has any sales")
    apart = followers(history)
    terms, design, spread = _linear(history, beliefs, apart)
    layout = Layout(linear=len(terms), levers=len(history.levers))
    own = [beliefs.levers[lever.name] for lever in history.levers]
    lone = lone_zeros(history.sales)
    new, also = counts(new_customers(history), history), counts(orders(history), history)
    shared, odds = online(history)
    data = Data(
        effort=_multiples(history, units),
        design=design,
        weekly=np.array([*_weekly(history, units), odds]),
        seen=seen(history.counted & (history.sales > 0.0)),
        none=lone,
        shared=seen(shared),
        new=new,
        orders=also,
        trials=trials(history, units.sales, units.typical),
        lever=_levers(history, units, own, apart),
        firm=np.array(
            [
                float(new_customers(history) is not None),
                float(lone.size > 0),
                float(also.weeks.size > 0),
                float(shared.any()),
                units.new,
                units.orders,
                beliefs.ceiling,
                beliefs.brought_online,
                0.0,
                beliefs.counting**2,
            ]
        ),
        prior=_priors(beliefs, own, spread, odds[shared]),
        active=np.zeros(0, dtype=np.int64),
    )
    names = (*FIRM_NAMES, *terms, *(f"{lever.name} {part}" for lever in history.levers for part in LEVER_NAMES))
    return Problem(
        history=history,
        beliefs=beliefs,
        scales=units,
        layout=layout,
        data=data._replace(active=_active(data, layout)),
        names=names,
        terms=terms,
        followers=apart,
    )


def _active(data: Data, layout: Layout) -> Ints:
    """What the sampler moves: nothing that only repeats its prior."""
    used = data.lever[:, USED] > 0.0
    firm = [LEVEL, TREND, NOISE, AUTO]
    firm += [LOSS] if used.any() else []
    firm += [HELD_FOR] if (used & (data.lever[:, BEFORE] > 0.0) & (data.lever[:, HELD] < 0.0)).any() else []
    firm += [ORDER] if data.firm[ZEROS] else []
    if data.firm[CUSTOMERS]:
        firm += [NEW, NEW_TREND, FIRST, KEPT, ACTIVE, SHOCK, SIZE] + ([BOND, STAYING] if used.any() else [])
    if data.firm[ORDERS_TOO]:
        firm += [ORDERS_SIZE, ORDERS_SHOCK] + ([] if data.firm[CUSTOMERS] else [ORDERS_LEVEL])
    firm += [ONLINE, ONLINE_TREND, ONLINE_NOISE, ONLINE_AUTO] if data.firm[SHARES] else []
    moved = [*firm, *range(FIRM, FIRM + layout.linear)]
    for lever in range(layout.levers):
        marked, own = not np.isnan(data.lever[lever, MARKED]), data.trials[data.trials[:, TRIED] == lever]
        parts = [QUICK] if marked or own.size else []
        parts += [HALF] if (own[:, AT] != 1.0).any() or own[:, INSTEAD].any() else []
        if used[lever]:
            parts = [CARRY, HALF, QUICK, SLOW] + ([SPLIT] if data.firm[CUSTOMERS] else [])
            parts += [BROUGHT_ONLINE] if data.firm[SHARES] else []
        moved += [layout.lever(lever, part) for part in parts + ([CAPTURE] if marked else [])]
    return np.array(moved, dtype=np.int64)


def _linear(
    history: FirmHistory, beliefs: FirmBeliefs, apart: tuple[str, ...]
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Season, calendar and controls: names, (weeks, terms), prior (terms, 2)."""
    columns: dict[str, tuple[Floats, float, float]] = {}
    waves = max(next(count for weeks, count in WAVES if history.weeks >= weeks), len(beliefs.waves))
    angle = 2.0 * np.pi * season_position(history, np.arange(history.weeks))
    for wave in range(1, waves + 1):
        sine, cosine = beliefs.waves[wave - 1] if wave <= len(beliefs.waves) else (0.0, 0.0)
        columns[f"season sin {wave}"] = (np.sin(wave * angle), sine, beliefs.season / wave)
        columns[f"season cos {wave}"] = (np.cos(wave * angle), cosine, beliefs.season / wave)
    for name, values in history.events.items():
        if np.ptp(values) > 0.0:
            columns[f"event {name}"] = (values, 0.0, beliefs.events)
    for name, values in history.controls.items():
        columns[f"control {name}"] = (_log_deviation(values), *beliefs.control)
    # A control never shows the whole of demand: what it misses moves the lever's effort too, and sales with it.
    for lever in history.levers:
        if lever.follows_demand and lever.name not in apart and lever.ever_used:
            columns[f"demand {lever.name}"] = (_log_deviation(lever.effort), *beliefs.follows)
    names = tuple(columns)
    if not names:
        return (), np.zeros((history.weeks, 0)), np.zeros((0, 2))
    design = np.stack([columns[name][0] for name in names], axis=1)
    return names, np.ascontiguousarray(design), np.array([columns[name][1:] for name in names])


def season_position(history: FirmHistory, weeks: Ints) -> Floats:
    """Place in the year, 0 to 1, of the middle of each week; the same week next year has nearly the same."""
    first = history.start.timetuple().tm_yday
    return ((first + 3.0) / 365.25 + weeks / WEEKS_OF_YEAR) % 1.0


def future_design(problem: Problem, weeks: int, events: Floats | None) -> Floats:
    """The linear terms of the weeks after the history (weeks, terms): season, the calendar given, controls as usual."""
    later = np.arange(problem.history.weeks, problem.history.weeks + weeks)
    angle = 2.0 * np.pi * season_position(problem.history, later)
    named = {} if events is None else dict(zip(problem.history.events, events.T, strict=True))
    design = np.zeros((weeks, len(problem.terms)))
    for column, term in enumerate(problem.terms):
        kind, _, rest = term.partition(" ")
        if kind == "season":
            turn, wave = rest.split()
            design[:, column] = (np.sin if turn == "sin" else np.cos)(int(wave) * angle)
        elif kind == "event" and rest in named:
            design[:, column] = named[rest]
    return design


def _log_deviation(values: Floats) -> Floats:
    """Log of a positive series around its mean, so that its coefficient is an elasticity; missing weeks at the mean.

    What goes below nil, degrees say, has no log: its deviations are brought to the spread that logs usually have.
    """
    known = values[~np.isnan(values)]
    if known.size and known.min() < 0.0:
        spread = float(known.std())
        return np.nan_to_num(values - known.mean()) * (USUAL_SPREAD / spread if spread > 0.0 else 0.0)
    positive = known[known > 0.0]
    if not positive.size:
        return np.zeros(values.size)
    floor = 0.5 * float(positive.min())
    logs = np.log(np.maximum(np.nan_to_num(values, nan=float(positive.mean())), floor))
    return logs - logs.mean()


def _multiples(history: FirmHistory, units: Scales) -> Floats:
    efforts = np.array([lever.effort for lever in history.levers]).reshape(len(history.levers), history.weeks)
    return np.ascontiguousarray(efforts / units.typical[:, None])


def _levers(history: FirmHistory, units: Scales, own: list[LeverBeliefs], apart: tuple[str, ...]) -> Floats:
    """What the likelihood reads of each lever, in the columns of `arrays`."""
    multiples = _multiples(history, units)
    taught = [lever.ever_used and lever.name not in apart for lever in history.levers]
    columns = (
        multiples[:, :ONSET].mean(axis=1),
        [_held(lever, history) for lever in history.levers],
        taught,
        *_effects(own),
        *attributed(history, units.sales, units.typical),
    )
    return np.ascontiguousarray(np.array(columns, dtype=np.float64).T.reshape(len(history.levers), LEVER_COLUMNS))


def _held(lever: LeverHistory, history: FirmHistory) -> float:
    """For how many weeks a lever had been held before the first; -1 where nobody said."""
    if lever.since is None:
        return -1.0
    return max((history.start - lever.since).days / 7.0, 0.0)


def _weekly(history: FirmHistory, units: Scales) -> Floats:
    clock = (np.arange(history.weeks) - (history.weeks - 1) / 2.0) / WEEKS_PER_YEAR
    some = history.counted & (history.sales > 0.0)
    return np.array([clock, np.log(np.where(some, history.sales, units.sales) / units.sales)])


def _effects(own: list[LeverBeliefs]) -> Floats:
    """Normal score below which an effect is nil, and the log-normal above: its median *given that it works* is kept."""
    nil, scale, spread = (np.zeros((len(own), 2)) for _ in range(3))
    for row, lever in enumerate(own):
        for part, (quantity, chance) in enumerate(((lever.quick, lever.nil_quick), (lever.slow, lever.nil_slow))):
            if quantity.scale is not Scale.LOG:
                raise ValueError("effects are told on the log scale")
            middle, width = normal(quantity)
            edge = min(max(chance, LEAST_CHANCE), 1.0 - LEAST_CHANCE)
            shares = np.array([edge, (1.0 + edge) / 2.0, edge + 0.9 * (1.0 - edge)])
            low, mid, high = normal_quantile(shares)
            # Spread so that the 90th percentile given that it works is the one told.
            spread[row, part] = width * 1.2815515655446004 / (high - mid)
            scale[row, part] = math.exp(middle - spread[row, part] * mid)
            nil[row, part] = low
    return np.concatenate([nil.T, scale.T, spread.T])


def _priors(beliefs: FirmBeliefs, own: list[LeverBeliefs], spread: Floats, odds: Floats) -> Floats:
    """Mean and standard deviation of every parameter (2, size); `odds`: log-odds of the shares online that are known.

    The share online without levers is a level, like that of sales: told around what was counted.
    """
    middle = float(np.median(odds)) if odds.size else 0.0
    firm: dict[int, tuple[float, float]] = {
        LEVEL: normal(beliefs.level),
        TREND: normal(beliefs.trend),
        NOISE: normal(beliefs.noise),
        AUTO: beliefs.autocorrelation,
        LOSS: normal(beliefs.loss),
        HELD_FOR: normal(beliefs.held_for),
        ORDER: normal(beliefs.order),
        NEW: normal(beliefs.level),
        FIRST: normal(beliefs.first),
        KEPT: normal(beliefs.kept),
        ACTIVE: normal(beliefs.active),
        SHOCK: beliefs.shock,
        SIZE: normal(beliefs.size),
        BOND: normal(share_of(beliefs.bond, MOST_BOND)),
        ORDERS_LEVEL: normal(beliefs.level),
        ORDERS_SIZE: normal(beliefs.size),
        ORDERS_SHOCK: beliefs.orders_shock,
        ONLINE: (middle, beliefs.online),
        ONLINE_TREND: (0.0, beliefs.online_trend),
        ONLINE_NOISE: normal(beliefs.online_noise),
        ONLINE_AUTO: beliefs.autocorrelation,
        NEW_TREND: normal(beliefs.new_trend),
        STAYING: normal(beliefs.staying),
    }
    rows = [firm[place] for place in range(FIRM)] + [(float(mean), float(sd)) for mean, sd in spread]
    for lever in own:
        block = [(0.0, 1.0)] * LEVER
        block[CARRY], block[HALF] = normal(lever.carryover), normal(lever.half_saturation)
        block[SPLIT], block[CAPTURE] = beliefs.split, normal(lever.captured)
        rows += block
    return np.ascontiguousarray(np.array(rows).T)
