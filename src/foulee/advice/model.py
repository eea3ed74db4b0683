"""The model of one firm before any data: market, draws and what they rest on."""

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from foulee.advice.evidence import NOTHING_MORE, Evidence, all_customers
from foulee.advice.firm import FirmFigures, firm_figures, weekly_discount
from foulee.advice.market import Audience, MarketBuilder
from foulee.advice.options import options
from foulee.advice.unknowns import Unknowns
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
    draw_firm,
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
    """Build the firm's model from its answers, what its customers said and what is known of the world."""
    unknowns = Unknowns(knowledge=knowledge, normals=Normals(setup.seed, setup.draws))
    figures = firm_figures(document, knowledge)
    firm = draw_firm(figures.prior, unknowns.normals)
    customers = all_customers(document.target, evidence)
    builder = MarketBuilder(document, figures, firm, unknowns, customers)
    found = options(document, knowledge)
    made = {option.name: builder.effects(option) for option in found}
    levers = {
        option.name: Lever(effects=made[option.name][0], presence=_presence(option, document, setup.today))
        for option in found
    }
    draws = assemble(firm, levers, _setting(figures, knowledge, setup), unknowns.normals)
    market = Market(
        options=found,
        draws=draws,
        overlap=builder.overlaps(found),
        redundancy=unknowns.prior("redundancy"),
        reach=_stack([made[option.name][1] for option in found], setup.draws),
    )
    return FirmModel(
        figures=figures,
        firm=draws.firm,
        market=market,
        capacity=capacity(document, knowledge, setup.weeks),
        audiences=builder.audiences,
        ages=builder.ages,
        target=builder.target,
        least_hour_cost=knowledge.countries[document.firm.country].hour_cost[0],
        material=knowledge.prior("material_difference").mid,
        unknowns=unknowns.uncertain() | _firm_unknowns(figures, firm),
        evidence=evidence,
        customers=customers,
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
    )


def _presence(option: Option, document: FirmFile, today: dt.date) -> Presence:
    """What is already done on a social network, from the posts a month and the date it began."""
    for channel in document.presence.channels:
        if channel.network is option.network and option.means is Means.HOURS and channel.posts_per_month:
            weeks = (today - channel.since).days / DAYS_PER_WEEK if channel.since else WEEKS_PER_YEAR
            return Presence(multiple=channel.posts_per_month / WEEKS_PER_MONTH / option.typical, weeks=max(weeks, 0.0))
    return Presence()
