"""Reading a firm's weeks: what each lever brought, what paths lead to, and how much of it the weeks themselves told."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from foulee.advice.believing import beliefs
from foulee.advice.firm import weekly_discount
from foulee.advice.indicating import levels_heard
from foulee.advice.model import shape_prior
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.measuring.checks import Check, predictive_checks
from foulee.core.measuring.effects import LeverEffect, lever_draws, summed
from foulee.core.pooling.pooled import pooled
from foulee.core.pooling.population import Shared
from foulee.core.projecting.best import month_of_week
from foulee.core.projecting.best_ahead import best_ahead
from foulee.core.projecting.futures import Futures, futures
from foulee.core.projecting.paths import BEYOND_TRIED, BURST_WEEKS
from foulee.core.response.ahead import Believed, believe, drifting, on_average
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.arrays import CUSTOMERS
from foulee.core.response.fitting.beliefs import FirmBeliefs
from foulee.core.response.fitting.fit import Diagnostics, Effort, Fitted, Sampling, Step, fit, unheard
from foulee.core.response.fitting.indicators import Indicated
from foulee.core.response.fitting.posterior import Money, posterior_parameters, prior_parameters
from foulee.core.response.fitting.problem import Problem, Scales, problem, scales_of
from foulee.core.response.priors import Normals, ShapePrior
from foulee.core.response.shapes import blended, reshaped
from foulee.core.response.simulate import Efforts, after
from foulee.core.response.telling import TOLD, told
from foulee.core.response.weighing import borne_out
from foulee.core.types import WEEKS_PER_YEAR, Bools, Country, Floats, Shape
from foulee.knowledge.calendar import calendar_events
from foulee.knowledge.reader import Knowledge

DRAWS = 2000  # of the posterior's, for what is computed from them
FUTURE_DRAWS = 1000
BEST_PATH_DRAWS = 200
SURE = 0.9
LEAST_MARGIN = 0.01  # a firm that keeps nothing of its sales earns nothing by selling more
MUCH_LESS = 0.5  # of the most that was believed: an effect that may be nil and cannot be that much was not found
LIKE_SALES = 0.9  # correlation from which efforts look as if set by sales
ENOUGH_WEEKS = 12  # to tell that


Own = Callable[[FirmBeliefs, FirmHistory, Scales], FirmBeliefs]


class Finding(StrEnum):
    """What can be said of a lever."""

    PROBABLY = "probably"
    NO_EFFECT = "no_effect_found"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSetup:
    """How to read a history.

    `margin`: share of sales left after variable costs; `weeks` ahead; `country`: whose calendar, and whose hour cost
    where `hour_cost` is not told; `shared`: what its peers have in common, where it has any; `draws` to
    answer from, of which the years ahead and the best path take their part; `own`: narrows what is believed of any
    firm to this one.
    """

    margin: float
    weeks: int = 156
    seed: int = 1
    country: Country = Country.FRANCE
    hour_cost: float | None = None
    effort: Effort = field(default_factory=Effort)
    shared: Shared = field(default_factory=dict)
    draws: int = DRAWS
    own: Own | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverReading:
    """One lever before and after its weeks were read.

    `told`: how far the weeks moved what is believed of what it brings, 0 to 1; `apart`: it follows demand and nothing
    tells it from demand, so that its effect is only what was believed before; `suspected`: nobody said so, but its
    efforts move like sales; `spent` in its unit; `usual`, `most`: its usual and largest effort.
    """

    name: str
    kind: LeverKind
    unit: Unit
    spent: float
    usual: float
    most: float
    posterior: LeverEffect
    prior: LeverEffect
    told: float
    apart: bool
    suspected: bool
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that a history tells.

    `beyond`: levers that a path pushes beyond anything ever tried, by path; `best_path`: efforts a week by month
    (months, levers) in the levers' units, None where paths were given; `checks`: whether the model makes weeks like
    these; `shut` (weeks ahead,): closed again, as at that time of the years counted; `contraction`: by parameter, the
    share of its prior variance that the weeks took away. `indicators`: what the levels said, and which draws they kept;
    `fitted` and its diagnostics are the sampler's own, before them.
    """

    history: FirmHistory
    setup: ReadingSetup
    levers: dict[str, LeverReading]
    futures: Futures
    beyond: dict[str, tuple[str, ...]]
    best_path: Floats | None
    checks: dict[str, Check]
    shut: Bools
    contraction: dict[str, float]
    diagnostics: Diagnostics
    fitted: Fitted
    indicators: Indicated

    @property
    def closed_weeks(self) -> tuple[dt.date, ...]:
        """Mondays of the weeks ahead in which the shop is taken to be closed."""
        return tuple(self.history.monday(self.history.weeks + int(week)) for week in np.flatnonzero(self.shut))


def read_weeks(
    history: FirmHistory,
    knowledge: Knowledge,
    setup: ReadingSetup,
    paths: Mapping[str, Floats] | None = None,
    *,
    heard: Callable[[Step], None] = unheard,
) -> Reading:
    """Fit a history and answer from the posterior, the prior beside it.

    `paths`: efforts week by week (weeks, levers) in the units of the history, beside none, red, blue and best; one that
    takes the name of ours takes its place.
    `heard` is told how far the fit is, until the sampling is done and the computing begins.

    Raises NotConverged, and ValueError where no week has any sales.
    """
    suspects = suspected_followers(history)
    hour_cost = hour_cost_of(setup, knowledge)
    ready = pooled(made_ready(history, knowledge, setup, paths), setup.shared)
    fitted = fit(ready, Sampling(seed=setup.seed, effort=setup.effort, clock=time.process_time, heard=heard))
    natural = posterior_parameters(
        fitted, seed=setup.seed, thin=max(fitted.scores.shape[0] * fitted.scores.shape[1] // setup.draws, 1)
    )
    indicators = levels_heard(ready, natural, knowledge, setup.seed)
    natural = natural[indicators.places]
    money = Money(margin=setup.margin, hour_cost=hour_cost, weekly_discount=weekly_discount(knowledge))
    events = events_ahead(history, setup.country, setup.weeks)
    posterior = believe(ready, natural, money, setup.weeks, events)
    prior = believe(ready, prior_parameters(ready, seed=setup.seed, draws=setup.draws), money, setup.weeks, events)
    shapes, normals = shape_prior(knowledge), Normals(setup.seed, setup.draws * FUTURE_DRAWS // DRAWS)
    ahead = _by_shape(posterior, shapes, normals, weighed=True)
    before = _by_shape(prior, shapes, normals, weighed=False)
    few = blended(ahead, shapes.weights, setup.draws * BEST_PATH_DRAWS // DRAWS)
    best = best_ahead(few, history, ready.scales.typical, setup.weeks)
    own = {name: _padded(path, setup.weeks) for name, path in (paths or {}).items()}
    chosen = _ours(history, setup) | {"best": best[month_of_week(setup.weeks)]} | own
    efforts = {name: _efforts(ready, path, setup.weeks) for name, path in chosen.items()}
    return Reading(
        history=history,
        setup=setup,
        levers=_levers(ready, posterior, prior, (suspects, _bars(ready, setup, knowledge))),
        futures=futures(ahead, before, efforts, shapes.weights, _material(history, setup, knowledge)),
        beyond={name: _beyond(ready, path) for name, path in efforts.items()},
        best_path=best,
        checks=predictive_checks(posterior, natural, seed=setup.seed),
        shut=posterior.shut,
        contraction=_contraction(fitted),
        diagnostics=fitted.diagnostics,
        fitted=fitted,
        indicators=indicators,
    )


def made_ready(
    history: FirmHistory, knowledge: Knowledge, setup: ReadingSetup, paths: Mapping[str, Floats] | None = None
) -> Problem:
    """Make a history ready to be fitted, under the prior that is common to all firms. ValueError without any sales.

    The usual effort of a lever that was never used is what `paths` would put into it.
    """
    marked = _following(history, suspected_followers(history))
    scales = scales_of(marked)
    for column, lever in enumerate(marked.levers):
        planned = np.concatenate([path[:, column] for path in (paths or {}).values()] or [np.zeros(0)])
        if not lever.ever_used and (planned > 0.0).any():
            scales.typical[column] = planned[planned > 0.0].mean()
    believed = beliefs(marked, knowledge, hour_cost_of(setup, knowledge), scales)
    return problem(marked, setup.own(believed, marked, scales) if setup.own else believed, scales)


def hour_cost_of(setup: ReadingSetup, knowledge: Knowledge) -> float:
    """What an hour costs: as told, else as usual in the country."""
    return knowledge.countries[setup.country].hour_cost[1] if setup.hour_cost is None else setup.hour_cost


def suspected_followers(history: FirmHistory) -> frozenset[str]:
    """Levers whose efforts move so much like sales, week by week, that they must have been set by them.

    No lever known explains nine tenths of what moves a firm's sales; a budget set as a share of sales does.
    """
    return frozenset(lever.name for lever in history.levers if not lever.follows_demand and _like(lever, history))


def _like(lever: LeverHistory, history: FirmHistory) -> bool:
    both = history.counted & (history.sales > 0.0) & (lever.effort > 0.0)
    if both.sum() < ENOUGH_WEEKS:
        return False
    effort, sales = np.log(lever.effort[both]), np.log(history.sales[both])
    return bool(effort.std() > 0.0 and sales.std() > 0.0 and np.corrcoef(effort, sales)[0, 1] > LIKE_SALES)


def _following(history: FirmHistory, suspects: frozenset[str]) -> FirmHistory:
    """The same history, suspected levers taken to follow demand."""
    levers = tuple(replace(lever, follows_demand=True) if lever.name in suspects else lever for lever in history.levers)
    return replace(history, levers=levers)


def events_ahead(history: FirmHistory, country: Country, weeks: int) -> Floats:
    """So many weeks to come as the calendar has them (weeks, events of the history)."""
    known = calendar_events(country, history.monday(history.weeks), weeks).events
    none = np.zeros(weeks)
    return np.array([known.get(name, none) for name in history.events]).reshape(len(history.events), weeks).T


# --- paths -----------------------------------------------------------------------------------------------------------


def _ours(history: FirmHistory, setup: ReadingSetup) -> dict[str, Floats]:
    """Nothing, and the last year's efforts in one quarter or held evenly."""
    nothing = np.zeros((setup.weeks, len(history.levers)))
    usual = np.array([lever.lately for lever in history.levers])
    red, burst = nothing.copy(), min(BURST_WEEKS, setup.weeks)
    red[:burst] = usual * setup.weeks / burst
    return {"none": nothing, "red": red, "blue": np.tile(usual, (setup.weeks, 1))}


def _padded(path: Floats, weeks: int) -> Floats:
    """End a shorter path in silence."""
    padded = np.zeros((weeks, path.shape[1]))
    padded[: min(weeks, path.shape[0])] = path[:weeks]
    return padded


def _efforts(ready: Problem, path: Floats, weeks: int) -> Efforts:
    """What a path puts in, in typical efforts, hours and money."""
    hours, money = np.zeros(weeks), np.zeros(weeks)
    for column, lever in enumerate(ready.history.levers):
        if lever.unit is Unit.HOURS:
            hours += path[:, column]
        else:
            money += path[:, column]
    return Efforts(multiples=path / ready.scales.typical, hours=hours, money=money)


def _beyond(ready: Problem, path: Efforts) -> tuple[str, ...]:
    """Levers that a path pushes beyond the largest effort ever made."""
    pushed = path.multiples.max(axis=0) > ready.data.effort.max(axis=1) * BEYOND_TRIED
    return tuple(name for name, far in zip(ready.history.names, pushed, strict=True) if far)


def _material(history: FirmHistory, setup: ReadingSetup, knowledge: Knowledge) -> float:
    """Smallest difference over the horizon that matters to this firm, in money."""
    yearly = float(np.nanmean(history.sales)) * WEEKS_PER_YEAR * setup.margin
    return yearly * knowledge.prior("material_difference").mid


def _by_shape(believed: Believed, shapes: ShapePrior, normals: Normals, *, weighed: bool) -> dict[Shape, ResponseDraws]:
    """The firm from the end of its weeks on, under each response shape; `weighed` by what its weeks bear out of it."""
    some, multiples = believed.past.take(slice(0, normals.count)), believed.efforts.multiples
    natural, season = believed.natural[: normals.count], believed.ahead.season[:, : normals.count]
    found = {}
    for shape in Shape:
        bent, place = reshaped(some, shape, shapes, normals, multiples), np.arange(some.count)
        if weighed and shape is not Shape.CONCAVE and believed.problem.history.levers:
            rng = np.random.default_rng([normals.seed, 43])
            place = borne_out(believed.problem, natural, bent, some, rng)
        then = after(on_average(bent.take(place), natural[place]), believed.efforts, season[:, place])
        found[shape] = drifting(then, believed.problem)
    return found


# --- levers ----------------------------------------------------------------------------------------------------------


def _levers(
    ready: Problem, posterior: Believed, prior: Believed, known: tuple[frozenset[str], dict[str, float]]
) -> dict[str, LeverReading]:
    """What each lever brought; `known`: which are suspected to follow demand, and what is worth the name of each."""
    suspects, bars = known
    counted = bool(ready.data.firm[CUSTOMERS])
    found, believed = lever_draws(posterior, counted=counted), lever_draws(prior, counted=counted)
    levers = {}
    for column, lever in enumerate(ready.history.levers):
        after_weeks = summed(found[lever.name], bars[lever.name])
        before = summed(believed[lever.name], bars[lever.name])
        moved = told(believed[lever.name].tail, found[lever.name].tail)
        levers[lever.name] = LeverReading(
            name=lever.name,
            kind=lever.kind,
            unit=lever.unit,
            spent=float(lever.effort.sum()),
            usual=float(ready.scales.typical[column]),
            most=float(lever.effort.max()),
            posterior=after_weeks,
            prior=before,
            told=moved,
            apart=lever.name in ready.followers,
            suspected=lever.name in suspects,
            finding=_finding(after_weeks, before, moved),
        )
    return levers


def _bars(ready: Problem, setup: ReadingSetup, knowledge: Knowledge) -> dict[str, float]:
    """Sales per unit of effort under which a lever brings nothing worth the name: a small share of what it costs."""
    share = knowledge.prior("weeks.worth_the_name").mid
    hour_cost = hour_cost_of(setup, knowledge)
    return {
        lever.name: share * (hour_cost if lever.unit is Unit.HOURS else 1.0) / max(setup.margin, LEAST_MARGIN)
        for lever in ready.history.levers
    }


def _finding(after_weeks: LeverEffect, before: LeverEffect, moved: float) -> Finding:
    """What the weeks let one say: nothing where they did not move what was believed."""
    if moved < TOLD:
        return Finding.CANNOT_TELL
    if after_weeks.chance_positive >= SURE and after_weeks.roas_with_tail.p10 > 0.0:
        return Finding.PROBABLY
    fell = after_weeks.chance_positive < before.chance_positive and after_weeks.roas_with_tail.p10 <= 0.0
    if fell and after_weeks.roas_with_tail.p90 <= MUCH_LESS * before.roas_with_tail.p90:
        return Finding.NO_EFFECT
    return Finding.CANNOT_TELL


def _contraction(fitted: Fitted) -> dict[str, float]:
    """Share of each parameter's prior variance that the weeks took away; the scores' prior variance is 1."""
    variance = fitted.scores.reshape(-1, fitted.scores.shape[2]).var(axis=0)
    return {name: float(1.0 - value) for name, value in zip(fitted.problem.active_names, variance, strict=True)}
