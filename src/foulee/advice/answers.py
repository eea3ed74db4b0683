"""The owner's answers and the computed figures, as the rules read them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from foulee.advice.model import FirmModel
from foulee.core.customers.survey import SurveyCounts
from foulee.core.diagnosing.case import Answers, Computed, PresentChannel
from foulee.core.diagnosing.motives import MotiveReading
from foulee.core.focusing import Focus
from foulee.core.plans import Choice
from foulee.core.projecting.compare import Projection
from foulee.core.types import WEEKS_PER_MONTH, WEEKS_PER_YEAR, Floats, Means, Network, interval
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge

DAYS_PER_MONTH = 30.44


def answers(document: FirmFile, model: FirmModel, motive: MotiveReading, today: dt.date) -> Answers:
    """Put the firm's file into the form that the rules read."""
    return Answers(
        consumers=model.figures.consumers,
        has_premises=model.figures.has_premises,
        sells_online=model.figures.sells_online,
        motive=motive,
        **_what_for(document, today),
        **_customers(model.customers),
        **_means(document),
        **_website(document, today),
        **_presence(document, today),
        **_service(document),
    )


def _what_for(document: FirmFile, today: dt.date) -> dict[str, Any]:
    firm, aim, target = document.firm, document.objective, document.target
    return {
        "country": firm.country,
        "people": firm.people,
        "kept_per_year": firm.customers_kept_per_year,
        "mission": bool(document.brand.mission),
        "promise": bool(document.brand.promise or document.service.promise),
        "difference": bool(document.brand.difference),
        "objective": aim.kind,
        "metric": aim.metric or "",
        "metric_number": aim.number,
        "months_to_date": _months(today, aim.by),
        "benefits": bool(aim.benefits),
        "target_told": bool(target.who),
        "target_ages": (target.ages[0], target.ages[1]) if target.ages else None,
    }


def _customers(said: SurveyCounts) -> dict[str, Any]:
    follow = said.would_follow
    return {
        "asked": (follow.asked if follow else said.asked) or None,
        "would_follow": follow.yes if follow else None,
    }


def _means(document: FirmFile) -> dict[str, Any]:
    means, content = document.means, document.content
    return {
        "champion": means.champion or "",
        "hours_per_week": means.hours_per_week,
        "regular_hours": means.regular_hours,
        "skills": None if means.skills is None else frozenset(skill.value for skill in means.skills),
        "trained": means.trained,
        "budget_per_month": means.budget_per_month,
        "validation_minutes": means.validation_minutes,
        "validation_days": means.validation_days,
        "outsourced": means.outsourced,
        "ideas_per_month": content.ideas_per_month,
        "share_about_us": content.share_about_us,
        "content_planned": content.planned,
    }


def _website(document: FirmFile, today: dt.date) -> dict[str, Any]:
    site = document.presence.website
    return {
        "site_exists": site.exists,
        "site_age_years": None if site.built is None else today.year - site.built,
        "site_on_phone": site.works_on_phone,
        "site_seconds": site.seconds_to_load,
        "site_visits_per_month": site.visits_per_month,
        "site_bounce": site.bounce,
        "site_orders_per_month": site.orders_per_month,
    }


def _presence(document: FirmFile, today: dt.date) -> dict[str, Any]:
    presence, past = document.presence, document.past
    return {
        "channels": tuple(
            PresentChannel(
                network=channel.network,
                months=_months(channel.since, today),
                followers=channel.followers,
                posts_per_month=channel.posts_per_month,
            )
            for channel in presence.channels
        ),
        "wanted": tuple(presence.wanted),
        "email_list": presence.email_list,
        "listing_claimed": presence.listing_claimed,
        "rating": presence.rating,
        "reviews": presence.reviews,
        "past_ads_spent": past.ads_spent,
        "past_reached": past.people_reached,
        "past_online_orders": past.online_orders,
        "shop_tracked": past.shop_tracked,
        "asks_how_heard": past.asks_how_heard,
    }


def _service(document: FirmFile) -> dict[str, Any]:
    service, philosophy = document.service, document.philosophy
    return {
        "complaints_known": None if service.complaints is None else bool(service.complaints),
        "answered_by": service.answered_by or "",
        "reply_hours": service.reply_hours,
        "procedures": service.procedures,
        "answers_reviews": service.answers_reviews,
        "crisis_plan": service.crisis_plan,
        "accepts_criticism": philosophy.accepts_criticism,
        "ready_for_dialogue": philosophy.ready_for_dialogue,
        "constraints": tuple(constraint.value for constraint in philosophy.constraints),
    }


def _months(start: dt.date | None, end: dt.date | None) -> float | None:
    if start is None or end is None:
        return None
    return (end - start).days / DAYS_PER_MONTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was computed of a firm, gathered for the rules."""

    document: FirmFile
    knowledge: Knowledge
    model: FirmModel
    focus: Focus
    projection: Projection
    customer_value: Floats


def computed(found: Answered) -> Computed:
    """Put the model's results into the form that the rules read."""
    plan, blue = found.focus.chosen.plan, found.projection.paths["blue"]
    years = found.projection.weeks / WEEKS_PER_YEAR
    cost = blue.hours * float(found.model.firm.hour_cost.mean()) + blue.money
    channels = [found.knowledge.channels[choice.option.name] for choice in plan]
    extra = blue.extra_total
    return Computed(
        chance_pays=blue.chance_pays if plan else 0.0,
        gain=blue.gain,
        breakeven_per_year=cost / float(found.model.firm.margin.mean()) / years,
        expected_per_year=type(extra)(*(value / years for value in extra)),
        customer_value=interval(found.customer_value),
        years=years,
        plan_networks=tuple(dict.fromkeys(choice.option.network for choice in plan)),
        plan_skills=frozenset(skill for channel in channels for skill in channel.skills),
        plan_items_per_month=sum(choice.ideas for choice in plan) * WEEKS_PER_MONTH,
        plan_hours=sum(choice.hours for choice in plan),
        cheapest_hours=_cheapest_hours(found.model),
        wanted_hours=wanted_hours(found),
        hours_available=found.model.capacity.hours,
        target_use={network: audience.share.mid for network, audience in found.model.audiences.items()},
        blue_ahead={"all": found.projection.chance_blue_ahead_end}
        | {shape.value: chance for shape, chance in found.projection.by_shape.items()},
    )


def _cheapest_hours(model: FirmModel) -> float:
    least = [Choice(option=option, amount=option.minimum).hours for option in model.market.options]
    return min(least, default=0.0)


def wanted_hours(found: Answered) -> float:
    """Hours a week that the presences wanted or open already need at their minimum rhythm."""
    presence = found.document.presence
    networks: set[Network] = {*presence.wanted, *(channel.network for channel in presence.channels)}
    return sum(
        Choice(option=option, amount=option.minimum).hours
        for option in found.model.market.options
        if option.network in networks and option.means is Means.HOURS
    )
