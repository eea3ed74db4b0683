"""Reading a firm's weeks: what each lever brought, what paths lead to, and how much of it the weeks themselves told."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from foulee.advice.believing import beliefs
from foulee.advice.firm import weekly_discount
from foulee.advice.model import shape_prior
from foulee.core.history import FirmHistory, LeverKind, Unit
from foulee.core.measuring.effects import LeverEffect, lever_draws, summed
from foulee.core.projecting.futures import Futures, futures
from foulee.core.response.ahead import Believed, believe
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.fit import Diagnostics, Effort, Fitted, Sampling, fit
from foulee.core.response.fitting.posterior import Money, posterior_parameters, prior_parameters
from foulee.core.response.fitting.problem import Problem, problem
from foulee.core.response.priors import Normals, ShapePrior
from foulee.core.response.shapes import reshaped
from foulee.core.response.simulate import Efforts, after
from foulee.core.types import WEEKS_PER_YEAR, Country, Floats, Interval, Shape
from foulee.knowledge.calendar import calendar_events
from foulee.knowledge.reader import Knowledge

DRAWS = 2000  # of the posterior's, for what is computed from them
FUTURE_DRAWS = 1000
BURST_WEEKS = 13
SURE = 0.9
NO_MORE_THAN = 0.5  # an effect whose upper end is under half of what was believed at first is none that matters
NEARLY_NIL = 0.02
BEYOND = 1.1  # times the largest effort ever made
TOLD = 0.15  # the least by which an interval must narrow before the weeks are said to have told something


class Finding(StrEnum):
    """What can be said of a lever."""

    PROBABLY = "probably"
    NO_EFFECT = "no_effect_found"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSetup:
    """How to read: `margin` share of sales left after variable costs, `weeks` ahead, seed, country (calendar, hour cost)."""

    margin: float
    weeks: int = 156
    seed: int = 1
    country: Country = Country.FRANCE
    hour_cost: float | None = None
    effort: Effort = Effort()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverReading:
    """One lever before and after its weeks were read.

    `told`: how much the weeks narrowed what is believed of its return, 0 to 1; `apart`: it follows demand and nothing tells
    it from demand, so that its effect is only what was believed before; `spent` in its unit; `usual`, `most`: its usual and
    largest effort.
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
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that a history tells. `beyond`: levers that a path pushes beyond anything ever tried, by path.

    `contraction`: by parameter, the share of its prior variance that the weeks took away.
    """

    history: FirmHistory
    setup: ReadingSetup
    levers: dict[str, LeverReading]
    futures: Futures
    beyond: dict[str, tuple[str, ...]]
    contraction: dict[str, float]
    diagnostics: Diagnostics
    fitted: Fitted


def read_weeks(
    history: FirmHistory, knowledge: Knowledge, setup: ReadingSetup, paths: Mapping[str, Floats] | None = None
) -> Reading:
    """Fit a history and answer from the posterior, the prior beside it.

    `paths`: efforts week by week (weeks, levers) in the history's units, compared with none, red and blue. Raises
    NotConverged, and ValueError where no week has any sales.
    """
    hour_cost = knowledge.countries[setup.country].hour_cost[1] if setup.hour_cost is None else setup.hour_cost
    ready = problem(history, beliefs(history, knowledge, hour_cost))
    fitted = fit(ready, Sampling(seed=setup.seed, effort=setup.effort, clock=time.process_time))
    thin = max(fitted.scores.shape[0] * fitted.scores.shape[1] // DRAWS, 1)
    money = Money(margin=setup.margin, hour_cost=hour_cost, weekly_discount=weekly_discount(knowledge))
    events = _events(history, setup)
    after_weeks = believe(ready, posterior_parameters(fitted, seed=setup.seed, thin=thin), money, setup.weeks, events)
    before = believe(ready, prior_parameters(ready, seed=setup.seed, draws=DRAWS), money, setup.weeks, events)
    efforts = {name: _efforts(ready, path, setup.weeks) for name, path in _paths(history, setup, paths).items()}
    shapes = shape_prior(knowledge)
    normals = Normals(setup.seed, FUTURE_DRAWS)
    return Reading(
        history=history,
        setup=setup,
        levers=_levers(ready, after_weeks, before, knowledge, hour_cost),
        futures=futures(
            _by_shape(after_weeks, shapes, normals),
            _by_shape(before, shapes, normals),
            efforts,
            shapes.weights,
            _material(history, setup, knowledge),
        ),
        beyond={name: _beyond(ready, path) for name, path in efforts.items()},
        contraction=_contraction(fitted),
        diagnostics=fitted.diagnostics,
        fitted=fitted,
    )


def _events(history: FirmHistory, setup: ReadingSetup) -> Floats:
    """The calendar of the weeks to come (weeks, events of the history)."""
    known = calendar_events(setup.country, history.monday(history.weeks), setup.weeks).events
    none = np.zeros(setup.weeks)
    return np.array([known.get(name, none) for name in history.events]).reshape(len(history.events), setup.weeks).T


def _material(history: FirmHistory, setup: ReadingSetup, knowledge: Knowledge) -> float:
    """Smallest difference over the horizon that matters to this firm, in money."""
    yearly = float(np.nanmean(history.sales)) * WEEKS_PER_YEAR * setup.margin
    return yearly * knowledge.prior("material_difference").mid


# --- paths -------------------------------------------------------------------------------------------------------------


def _paths(history: FirmHistory, setup: ReadingSetup, given: Mapping[str, Floats] | None) -> dict[str, Floats]:
    """Nothing, the last year's efforts all in one quarter or held evenly, and the paths given, which may take their place."""
    nothing = np.zeros((setup.weeks, len(history.levers)))
    usual = np.array([lever.effort[-WEEKS_PER_YEAR:].mean() for lever in history.levers])
    red = nothing.copy()
    red[: min(BURST_WEEKS, setup.weeks)] = usual * setup.weeks / min(BURST_WEEKS, setup.weeks)
    ours = {"none": nothing, "red": red, "blue": np.tile(usual, (setup.weeks, 1))}
    return ours | {name: _padded(path, setup.weeks) for name, path in (given or {}).items()}


def _padded(path: Floats, weeks: int) -> Floats:
    """A shorter path ends in silence."""
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
    most = ready.data.effort.max(axis=1)
    pushed = path.multiples.max(axis=0) > np.maximum(most * BEYOND, 0.0)
    return tuple(name for name, far in zip(ready.history.names, pushed, strict=True) if far)


def _by_shape(believed: Believed, shapes: ShapePrior, normals: Normals) -> dict[Shape, ResponseDraws]:
    """The firm from the end of its weeks on, under each response shape."""
    some = believed.past.take(slice(0, normals.count))
    season = believed.ahead.season[:, : normals.count]
    efforts = believed.efforts
    return {shape: after(reshaped(some, shape, shapes, normals, efforts.multiples), efforts, season) for shape in Shape}


# --- levers ------------------------------------------------------------------------------------------------------------


def _levers(
    ready: Problem, posterior: Believed, prior: Believed, knowledge: Knowledge, hour_cost: float
) -> dict[str, LeverReading]:
    counted = ready.history.new_customers is not None
    found, believed = lever_draws(posterior, counted=counted), lever_draws(prior, counted=counted)
    levers = {}
    for column, lever in enumerate(ready.history.levers):
        unit = hour_cost if lever.unit is Unit.HOURS else 1.0
        nearly_nil = NEARLY_NIL * unit
        after_weeks, before = summed(found[lever.name], nearly_nil), summed(believed[lever.name], nearly_nil)
        told = 1.0 - _width(after_weeks.roas_with_tail) / max(_width(before.roas_with_tail), 1e-12)
        levers[lever.name] = LeverReading(
            name=lever.name,
            kind=lever.kind,
            unit=lever.unit,
            spent=float(lever.effort.sum()),
            usual=float(ready.scales.typical[column]),
            most=float(lever.effort.max()),
            posterior=after_weeks,
            prior=before,
            told=max(told, 0.0),
            apart=lever.name in ready.followers,
            finding=_finding(after_weeks, before, told),
        )
    return levers


def _width(interval: Interval) -> float:
    return interval.p90 - interval.p10


def _finding(after_weeks: LeverEffect, before: LeverEffect, told: float) -> Finding:
    if told < TOLD:
        return Finding.CANNOT_TELL
    if after_weeks.chance_positive >= SURE and after_weeks.roas_with_tail.p10 > 0.0:
        return Finding.PROBABLY
    if after_weeks.chance_positive < before.chance_positive and after_weeks.roas_with_tail.p10 <= 0.0:
        return Finding.NO_EFFECT
    return Finding.CANNOT_TELL


def _contraction(fitted: Fitted) -> dict[str, float]:
    """Share of each parameter's prior variance that the weeks took away; the scores' prior variance is 1."""
    variance = fitted.scores.reshape(-1, fitted.scores.shape[2]).var(axis=0)
    return {name: float(1.0 - value) for name, value in zip(fitted.problem.active_names, variance, strict=True)}
