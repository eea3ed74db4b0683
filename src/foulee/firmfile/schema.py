"""What a firm's file may say (`firm.toml`), section by section.

One pydantic document for the terminal, the library and the web pages. Apart from a small core (name, trade
and country) every answer may be missing or `"?"`: unknown widens the answer and never breaks it. Money is in
the country's currency, shares run from 0 to 1, hours are per week unless the name says otherwise.
"""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from foulee.core.types import Country, Network, Objective

MAX_TEXT = 2000

Text = Annotated[str, Field(max_length=MAX_TEXT)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
# Numbers and yes/no are strict: `margin = true` or `people = "two"` is a mistake to point out, not to convert.
Number = Annotated[float, Field(strict=True)]
Whole = Annotated[int, Field(strict=True)]
YesNo = Annotated[bool, Field(strict=True)]
Share = Annotated[Number, Field(ge=0.0, le=1.0)]
Count = Annotated[Whole, Field(ge=0, le=100_000_000)]
Money = Annotated[Number, Field(ge=0.0, le=1e10)]
HoursPerWeek = Annotated[Number, Field(ge=0.0, le=80.0)]


class Trade(StrEnum):
    """Trades for which the knowledge base has figures; `OTHER` uses the widest."""

    BAKERY = "bakery"
    RESTAURANT = "restaurant"
    HAIRDRESSER = "hairdresser"
    GARAGE = "garage"
    FLORIST = "florist"
    CLOTHING = "clothing"
    GIFT_SHOP = "gift_shop"
    GROCERY = "grocery"
    MAKER = "maker"
    BUILDING = "building"
    WINE = "wine"
    WORKSHOP = "workshop"
    SERVICES = "services"
    CARE = "care"
    ONLINE_SHOP = "online_shop"
    OTHER = "other"


class SellsTo(StrEnum):
    """Who buys."""

    CONSUMERS = "consumers"
    FIRMS = "firms"
    BOTH = "both"


class Place(StrEnum):
    """Where sales take place."""

    SHOP = "shop"
    MARKETS = "markets"
    CUSTOMER_PLACE = "customer_place"
    ONLINE = "online"


class Skill(StrEnum):
    """What somebody in the firm does well enough to show it."""

    WRITING = "writing"
    PHOTO = "photo"
    VIDEO = "video"
    DESIGN = "design"
    ADVERTISING = "advertising"


class Equipment(StrEnum):
    """What is at hand."""

    SMARTPHONE = "smartphone"
    COMPUTER = "computer"
    CAMERA = "camera"
    TRIPOD = "tripod"
    MICROPHONE = "microphone"


class Constraint(StrEnum):
    """Trades whose advertising the law restricts."""

    ALCOHOL = "alcohol"
    HEALTH = "health"
    LAW = "law"
    FINANCE = "finance"
    GAMBLING = "gambling"
    CHILDREN = "children"


class Section(BaseModel):
    """A part of the file: unknown keys are refused, `"?"` counts as not answered."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _question_mark_is_unknown(cls, values: Any) -> Any:  # noqa: ANN401 - raw TOML
        if not isinstance(values, dict):
            return values
        return {key: _answered(value) for key, value in values.items() if not is_unknown(value)}


def _answered(value: object) -> object:
    """A table without its unknown entries (`target.uses` is no section of its own)."""
    if not isinstance(value, dict):
        return value
    return {key: inner for key, inner in value.items() if not is_unknown(inner)}


def is_unknown(value: object) -> bool:
    """Whether a file gives this answer as not known."""
    return isinstance(value, str) and value.strip() in {"", "?"}


class FirmSection(Section):
    """What the firm is and sells."""

    name: Name
    trade: Trade
    country: Country
    place: Name | None = None
    founded: Annotated[Whole, Field(ge=1500)] | None = None
    people: Annotated[Number, Field(ge=0.1, le=10_000.0)] | None = None
    sells_to: SellsTo = SellsTo.CONSUMERS
    sells_where: list[Place] = Field(default_factory=list, max_length=4)
    sales_per_year: Annotated[Number, Field(gt=0.0, le=1e10)] | None = None
    yearly_growth: Annotated[Number, Field(ge=-0.9, le=5.0)] | None = None
    seasons: Annotated[list[Annotated[Number, Field(ge=0.0)]], Field(min_length=12, max_length=12)] | None = None
    average_basket: Annotated[Number, Field(gt=0.0, le=1e9)] | None = None
    orders_per_customer_per_year: Annotated[Number, Field(gt=0.0, le=1000.0)] | None = None
    customers_kept_per_year: Share | None = None
    active_customers: Annotated[Whole, Field(ge=1, le=100_000_000)] | None = None
    margin: Annotated[Number, Field(gt=0.0, le=1.0)] | None = None
    catchment_population: Annotated[Count, Field(ge=1)] | None = None
    share_from_catchment: Share | None = None


class BrandSection(Section):
    """The brand in plain words (METHOD B1)."""

    mission: Text | None = None
    promise: Text | None = None
    difference: Text | None = None


class ObjectiveSection(Section):
    """What for (METHOD C1, E1)."""

    kind: Objective | None = None
    reason: Text | None = None
    metric: Text | None = None
    number: Annotated[Number, Field(gt=0.0)] | None = None
    by: dt.date | None = None
    benefits: Text | None = None


class TargetSection(Section):
    """For whom (METHOD D4, E2). `uses` counts, among the `asked`, who uses each network."""

    who: Text | None = None
    ages: Annotated[list[Annotated[Whole, Field(ge=0, le=120)]], Field(min_length=2, max_length=2)] | None = None
    place: Text | None = None
    buyers: Annotated[Whole, Field(ge=1, le=100_000_000)] | None = None
    asked: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = None
    uses: dict[Network, Annotated[Whole, Field(ge=0, le=1_000_000)]] = Field(default_factory=dict)
    would_follow: Annotated[Whole, Field(ge=0, le=1_000_000)] | None = None


class MeansSection(Section):
    """With what (METHOD B2, C3, C4, D2)."""

    champion: Name | None = None
    hours_per_week: HoursPerWeek | None = None
    other_hours_per_week: HoursPerWeek | None = None
    regular_hours: YesNo | None = None
    equipment: list[Equipment] = Field(default_factory=list, max_length=5)
    skills: list[Skill] | None = None
    trained: YesNo | None = None
    budget_per_month: Money | None = None
    hour_cost: Annotated[Number, Field(gt=0.0, le=1000.0)] | None = None
    validated_by: Name | None = None
    validation_minutes: Annotated[Number, Field(ge=0.0, le=600.0)] | None = None
    validation_days: Annotated[Number, Field(ge=0.0, le=365.0)] | None = None
    outsourced: YesNo | None = None


class ContentSection(Section):
    """What there is to say (METHOD A4, C2)."""

    ideas_per_month: Annotated[Number, Field(ge=0.0, le=1000.0)] | None = None
    topics: list[Text] = Field(default_factory=list, max_length=50)
    share_about_us: Share | None = None
    planned: YesNo | None = None


class WebsiteSection(Section):
    """The website (METHOD B4, C5)."""

    exists: YesNo | None = None
    address: Text | None = None
    built: Annotated[Whole, Field(ge=1990)] | None = None
    works_on_phone: YesNo | None = None
    seconds_to_load: Annotated[Number, Field(ge=0.0, le=600.0)] | None = None
    sells_online: YesNo | None = None
    visits_per_month: Count | None = None
    bounce: Share | None = None
    orders_per_month: Annotated[Number, Field(ge=0.0, le=1e7)] | None = None


class ChannelSection(Section):
    """A presence that exists already."""

    network: Network
    since: dt.date | None = None
    followers: Count | None = None
    posts_per_month: Annotated[Number, Field(ge=0.0, le=3000.0)] | None = None


class PresenceSection(Section):
    """Where the firm is already."""

    website: WebsiteSection = Field(default_factory=WebsiteSection)
    channels: list[ChannelSection] = Field(default_factory=list, max_length=30)
    wanted: list[Network] = Field(default_factory=list, max_length=14)
    email_list: Count | None = None
    listing_claimed: YesNo | None = None
    reviews: Count | None = None
    rating: Annotated[Number, Field(ge=1.0, le=5.0)] | None = None


class PastSection(Section):
    """What was tried, and what came of it (METHOD B6)."""

    ads_spent: Money | None = None
    people_reached: Count | None = None
    likes: Count | None = None
    online_orders: Count | None = None
    shop_tracked: YesNo | None = None
    asks_how_heard: YesNo | None = None


class ServiceSection(Section):
    """Ready to be talked to (METHOD B5, D3, D8)."""

    promise: Text | None = None
    complaints: list[Text] | None = Field(default=None, max_length=50)
    answered_by: Name | None = None
    reply_hours: Annotated[Number, Field(ge=0.0, le=10_000.0)] | None = None
    procedures: YesNo | None = None
    answers_reviews: YesNo | None = None
    crisis_plan: YesNo | None = None


class PhilosophySection(Section):
    """Does it suit us (METHOD E2, E3)?"""

    accepts_criticism: YesNo | None = None
    ready_for_dialogue: YesNo | None = None
    constraints: list[Constraint] = Field(default_factory=list, max_length=6)


class FirmFile(Section):
    """The whole file."""

    firm: FirmSection
    brand: BrandSection = Field(default_factory=BrandSection)
    objective: ObjectiveSection = Field(default_factory=ObjectiveSection)
    target: TargetSection = Field(default_factory=TargetSection)
    means: MeansSection = Field(default_factory=MeansSection)
    content: ContentSection = Field(default_factory=ContentSection)
    presence: PresenceSection = Field(default_factory=PresenceSection)
    past: PastSection = Field(default_factory=PastSection)
    service: ServiceSection = Field(default_factory=ServiceSection)
    philosophy: PhilosophySection = Field(default_factory=PhilosophySection)
