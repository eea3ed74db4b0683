"""The spine with a firm's own weeks in it: posterior draws in place of the prior's, and nothing else different."""

import datetime as dt
from dataclasses import replace

import numpy as np

from foulee.advice.parts import FirmParts, Spine, firm_parts
from foulee.advice.weeks_read import LeverRead, WeeksRead
from foulee.core.history import Unit
from foulee.core.plans import Choice, Option
from foulee.core.response.draws import FirmDraws
from foulee.core.response.learnt import LearntLever, Rises, from_rises, paired, rises_of
from foulee.core.response.priors import Lever, LeverEffects, Presence, draw_shapes
from foulee.core.response.saturation import scaled_hill
from foulee.core.types import WEEKS_PER_MONTH, WEEKS_PER_YEAR, Floats, Ints

Levers = dict[str, LearntLever]


def with_weeks(spine: Spine, weeks: WeeksRead, today: dt.date) -> Spine:
    """The firm as its weeks tell of it: its sales, growth, season and stock, and the channels that its levers are.

    Every draw of the posterior is taken whole, and given to the draw of the prior that it is most like; what the weeks
    do not tell, margin, hours, other channels, stays as it was.
    """
    parts, horizon = spine.parts, spine.setting.season.shape[0]
    read = {name: lever for name, lever in weeks.mapped.items() if name in parts.effects}
    places = _places(spine, read, weeks)
    since = weeks.weeks_since(today)
    season, mean = weeks.season(since, horizon, places)
    firm = _firm(parts.firm, weeks, places, mean * np.exp(weeks.trend[places] * since / WEEKS_PER_YEAR))
    anew = firm_parts(parts.document, parts.knowledge, parts.unknowns.normals, parts.customers, firm)
    learnt = {name: _on_channel(lever, parts.option(name)).take(places) for name, lever in read.items()}
    levers = {name: replace(lever, effects=anew.effects[name]) for name, lever in spine.levers.items()}
    # What is under way is known from the weeks even where they do not tell what it brings.
    for name, quiet in weeks.quiet.items():
        if name in levers:
            draws = _on_channel(quiet, parts.option(name)).take(places)
            levers[name] = replace(levers[name], presence=Presence(multiple=draws.carried, held=draws.held))
    # Sales are counted now: whatever was taken for them stands in for nobody any more.
    assumed = tuple(name for name in anew.figures.assumed if name != "sales_per_year")
    return Spine(
        parts=replace(anew, figures=replace(anew.figures, assumed=assumed)),
        levers=levers | _levers(anew, learnt),
        setting=replace(spine.setting, season=season, shape=weeks.shape[places]),
    )


def lever_multiple(option: Option, effort: float, unit: Unit) -> float:
    """A week's effort, hours or money, in multiples of an option's typical one.

    An hour of the firm is an hour of the option: what is fixed in it and what goes into each item alike.
    """
    usual = Choice(option=option, amount=option.typical)
    return effort / usual.hours if unit is Unit.HOURS else effort * WEEKS_PER_MONTH / usual.money


def _on_channel(lever: LeverRead, option: Option) -> LearntLever:
    return lever.draws.in_efforts_of(lever_multiple(option, lever.usual, lever.unit))


def _places(spine: Spine, read: dict[str, LeverRead], weeks: WeeksRead) -> Ints:
    """For each draw of the spine, the draw of the posterior that it takes (draws,)."""
    parts = spine.parts
    count = parts.unknowns.normals.count
    there = np.arange(count) % weeks.count
    shape = draw_shapes(spine.setting.shapes, parts.unknowns.normals)
    own, found = [np.zeros((count, 0))], [np.zeros((count, 0))]
    for name, lever in read.items():
        prior, learnt = rises_of(parts.firm, parts.effects[name]), lever.draws.take(there)
        own.append(np.stack([prior.year, prior.quick], axis=1))
        found.append(np.stack([learnt.quick + learnt.slow, learnt.quick], axis=1))
    return there[paired(np.concatenate(own, axis=1), np.concatenate(found, axis=1), (shape, weeks.shape[there]))]


def _firm(prior: FirmDraws, weeks: WeeksRead, places: Ints, since: Floats) -> FirmDraws:
    """The firm with the sales that its weeks tell; `since`: season of a year and growth since then (draws,).

    Customers and orders stay in the proportions that were believed.
    """
    retention = 1.0 / (1.0 + np.exp(-prior.retention_logit))
    active = weeks.level[places] * since / prior.basket / (1.0 - retention + prior.orders_rate)
    return replace(
        prior,
        level=(1.0 - retention) * active,
        active=active,
        yearly_trend=weeks.trend[places],
        depreciation=weeks.depreciation[places],
    )


def _levers(parts: FirmParts, learnt: Levers) -> dict[str, Lever]:
    """The channels that levers of the weeks are, as the model reads them.

    Rises are told against demand without action, while the firm's sales are today's, with what is under way in them.
    """
    firm = parts.firm
    effects = {
        name: from_rises(firm, parts.effects[name], Rises(quick=lever.quick, year=lever.quick + lever.slow))
        for name, lever in learnt.items()
    }
    under_way = np.zeros_like(firm.level)
    for name, lever in learnt.items():
        response = scaled_hill(lever.carried, lever.half_saturation, lever.slope)
        brought = effects[name].quick_customers * response + effects[name].slow_customers * lever.held
        under_way += brought / firm.level
    return {name: _lever(effects[name], lever, 1.0 / (1.0 + under_way)) for name, lever in learnt.items()}


def _lever(effects: LeverEffects, lever: LearntLever, bare: Floats) -> Lever:
    """`bare`: share of today's new customers who would come without what is under way (draws,)."""
    return Lever(
        effects=replace(
            effects,
            quick_customers=effects.quick_customers * bare,
            slow_customers=effects.slow_customers * bare,
            carryover=lever.carryover,
        ),
        presence=Presence(multiple=lever.carried, held=lever.held),
        form=(lever.half_saturation, lever.slope),
    )
