"""What the rules look at: the owner's answers and what the model computed from them."""

from dataclasses import dataclass, field

from foulee.core.diagnosing.motives import MotiveReading
from foulee.core.diagnosing.website_seen import SeenWebsite
from foulee.core.types import Interval, Network, Objective


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentChannel:
    """A presence that exists already."""

    network: Network
    months: float | None
    followers: int | None
    posts_per_month: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers that rules read; None means not known. Shares run from 0 to 1, money is the country's."""

    country: str
    consumers: bool
    has_premises: bool
    sells_online: bool
    people: float | None
    kept_per_year: float | None
    mission: bool
    promise: bool
    difference: bool
    objective: Objective | None
    motive: MotiveReading
    metric: str
    metric_number: float | None
    months_to_date: float | None
    benefits: bool
    target_told: bool
    target_ages: tuple[int, int] | None
    asked: int | None
    would_follow: int | None
    champion: str
    hours_per_week: float | None
    regular_hours: bool | None
    skills: frozenset[str] | None
    trained: bool | None
    budget_per_month: float | None
    validation_minutes: float | None
    validation_days: float | None
    outsourced: bool | None
    ideas_per_month: float | None
    share_about_us: float | None
    content_planned: bool | None
    site_exists: bool | None
    site_age_years: int | None
    site_on_phone: bool | None
    site_seconds: float | None
    site_visits_per_month: int | None
    site_bounce: float | None
    site_orders_per_month: float | None
    channels: tuple[PresentChannel, ...]
    wanted: tuple[Network, ...]
    email_list: int | None
    listing_claimed: bool | None
    rating: float | None
    reviews: int | None
    past_ads_spent: float | None
    past_reached: int | None
    past_online_orders: int | None
    shop_tracked: bool | None
    asks_how_heard: bool | None
    complaints_known: bool | None
    answered_by: str
    reply_hours: float | None
    procedures: bool | None
    answers_reviews: bool | None
    crisis_plan: bool | None
    accepts_criticism: bool | None
    ready_for_dialogue: bool | None
    constraints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What the model says of the best feasible plan; money over the horizon, discounted.

    `chance_pays`: probability that the plan brings back its hours and money within the horizon. `gain`: its
    profit against doing nothing. `breakeven_per_year`: extra sales a year it needs to pay, `expected_per_year` those
    the model expects on average over the horizon. `customer_value`: margin a new customer brings over the horizon.
    `plan_networks`, `plan_skills`: what the plan uses and the skills it needs. `plan_items_per_month`: things to
    show that it needs. `plan_hours`: hours a week. `cheapest_hours`: hours a week of the least demanding channel.
    `wanted_hours`: hours a week that all the presences wanted or already open need at their minimum rhythm.
    `target_use`: share of the target that uses each network. `blue_ahead`: probability that the steady path
    ends ahead of the burst, by response shape and overall (key `all`).
    """

    chance_pays: float
    gain: Interval
    breakeven_per_year: float
    expected_per_year: Interval
    customer_value: Interval
    years: float
    plan_networks: tuple[Network, ...]
    plan_skills: frozenset[str]
    plan_items_per_month: float
    plan_hours: float
    cheapest_hours: float
    wanted_hours: float
    hours_available: float
    target_use: dict[Network, float]
    blue_ahead: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One firm as the rules see it; `seen`: its website as it was looked at, if it was."""

    answers: Answers
    computed: Computed
    seen: SeenWebsite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found: which of its outcomes, on what evidence, and the values that fill its sentence.

    `evidence` lists keys: `answer:means.champion`, `fact:threshold.bounce.ecommerce.p75`, `computed:chance_pays`,
    `seen:presence.website.exists@2026-11-22`.
    """

    outcome: str
    evidence: tuple[tuple[str, float | str | None], ...]
    values: dict[str, float | str] = field(default_factory=dict)
