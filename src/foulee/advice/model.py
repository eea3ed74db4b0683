"""The model of one firm before any data: market, draws and what they rest on."""

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from foulee.advice.evidence import NOTHING_MORE, Evidence, all_customers
from foulee.advice.firm import FirmFigures, weekly_discount
from foulee.advice.market import Audience
from foulee.advice.parts import Spine, firm_parts
from foulee.advice.with_weeks import with_weeks
from foulee.core.customers.survey import SurveyCounts
from foulee.core.focusing import Market
from foulee.core.plans import Capacity, Option
from foulee.core.quantities import known
from foulee.core.response.demand import seasonal_profile
from foulee.core.response.draws import FirmDraws
from foulee.core.response.priors import (
    Lever,
    Normals,
    Presence,
    Setting,
    ShapePrior,
    assemble,
)
from foulee.core.types import WEEKS_PER_MONTH, WEEKS_PER_YEAR, Floats, Means, Network, Shape
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge

WEEKS = 156
DRAWS = 4000
WEEKS_AS_SAID = 4.0  # four ideas a month are one a week
DAYS_PER_WEEK = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmModel:
    """Everything computed about one firm reads this.

    `target`: people the firm wants to speak to (draws,), of these `ages`; `unknowns`: the uncertain quantities
    by name; `material`: share of a year's margin under which a difference does not matter;
    `least_hour_cost`: what an hour of work costs at the least in the country, all charges; `customers`: what they
    said, on paper and on phones.
    """

    figures: FirmFigures
    firm: FirmDraws
    market: Market
    capacity: Capacity
    audiences: dict[Network, Audience]
    ages: tuple[int, int]
    target: Floats
    unknowns: dict[str, Floats]
    material: float
    least_hour_cost: float
    evidence: Evidence
    customers: SurveyCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How to compute: seed, number of draws, horizon in weeks, the day on which it begins."""

    seed: int = 1
    draws: int = DRAWS
    weeks: int = WEEKS
    today: dt.date


def build(document: FirmFile, knowledge: Knowledge, setup: Setup, evidence: Evidence = NOTHING_MORE) -> FirmModel:
    """Build the firm's model from its answers, its customers', its own weeks and what is known of the world."""
    normals, weeks = Normals(setup.seed, setup.draws), evidence.weeks
    parts = firm_parts(document, knowledge, normals, all_customers(document.target, evidence))
    levers = {
        option.name: Lever(effects=parts.effects[option.name], presence=_presence(option, document, setup.today))
        for option in parts.options
    }
    spine = Spine(parts=parts, levers=levers, setting=_setting(parts.figures, knowledge, setup))
    if weeks is not None:
        spine = with_weeks(spine, weeks, setup.today)
    parts = spine.parts
    draws = assemble(parts.firm, spine.levers, spine.setting, normals)
    market = Market(
        options=parts.options,
        draws=draws,
        overlap=parts.builder.overlaps(parts.options),
        redundancy=parts.unknowns.prior("redundancy"),
        reach=_stack([parts.met[option.name] for option in parts.options], setup.draws),
    )
    return FirmModel(
        figures=parts.figures,
        firm=draws.firm,
        market=market,
        capacity=capacity(document, knowledge, setup.weeks),
        audiences=parts.builder.audiences,
        ages=parts.builder.ages,
        target=parts.builder.target,
        least_hour_cost=knowledge.countries[document.firm.country].hour_cost[0],
        material=knowledge.prior("material_difference").mid,
        unknowns=parts.unknowns.uncertain() | _firm_unknowns(parts.figures, parts.firm),
        evidence=evidence,
        customers=parts.customers,
    )


def capacity(document: FirmFile, knowledge: Knowledge, weeks: int) -> Capacity:
    """Hours a week, money a month, things to show a week; the usual hours where the owner does not know yet."""
    means = document.means
    own = knowledge.prior("means.usual_hours").mid if means.hours_per_week is None else means.hours_per_week
    ideas = document.content.ideas_per_month
    return Capacity(
        hours=own + (means.other_hours_per_week or 0.0),
        money=means.budget_per_month or 0.0,
        weeks=weeks,
        ideas=math.inf if ideas is None else ideas / WEEKS_AS_SAID,
    )


def _stack(columns: list[Floats], count: int) -> Floats:
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))


def _firm_unknowns(figures: FirmFigures, firm: FirmDraws) -> dict[str, Floats]:
    """The firm's own uncertain figures, under the names of its answers."""
    drawn = {
        "sales_per_year": firm.orders_rate * firm.active * firm.basket,
        "customers_kept_per_year": firm.retention_logit,
        "margin": firm.margin,
        "hour_cost": firm.hour_cost,
        "orders_per_customer_per_year": firm.orders_rate,
        "average_basket": firm.basket,
        "goodwill.loss_per_year": firm.depreciation,
    }
    return {name: values for name, values in drawn.items() if name in figures.assumed or "." in name}


def _setting(figures: FirmFigures, knowledge: Knowledge, setup: Setup) -> Setting:
    return Setting(
        shapes=shape_prior(knowledge),
        season=seasonal_profile(np.array(figures.season), setup.weeks, setup.today.month),
        weekly_discount=weekly_discount(knowledge),
    )


def shape_prior(knowledge: Knowledge) -> ShapePrior:
    """Response shapes and their weights, from the knowledge base."""
    return ShapePrior(
        weights={shape: knowledge.prior(f"weight.{shape}").mid for shape in Shape},
        half_saturation={shape: knowledge.prior(f"shape.{shape}.half_saturation") for shape in Shape},
        slope={
            Shape.CONCAVE: known(1.0),
            Shape.THRESHOLD: knowledge.prior("shape.threshold.slope"),
            Shape.FAR: known(1.0),
        },
        most_kept=knowledge.prior("shape.most_kept").mid,
    )


def _presence(option: Option, document: FirmFile, today: dt.date) -> Presence:
    """What is already done on a social network, from the posts a month and the date it began."""
    for channel in document.presence.channels:
        if channel.network is option.network and option.means is Means.HOURS and channel.posts_per_month:
            weeks = (today - channel.since).days / DAYS_PER_WEEK if channel.since else WEEKS_PER_YEAR
            return Presence(multiple=channel.posts_per_month / WEEKS_PER_MONTH / option.typical, weeks=max(weeks, 0.0))
    return Presence()
