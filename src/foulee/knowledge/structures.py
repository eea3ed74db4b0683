"""What the YAML files of knowledge must look like: priors, trades, countries, channels, uses, law, codes."""

import datetime as dt
from typing import Annotated

from pydantic import Field, model_validator

from foulee.core.quantities import Quantity, Scale
from foulee.core.types import Means, Network
from foulee.knowledge.schema import EvidenceKind, Id, SpreadKind, Status, Strict, Words

Triple = tuple[float, float, float]
Ordered = Annotated[Triple, Field(description="10th, 50th and 90th percentiles")]


class PriorRange(Strict):
    """A prior's 80 % interval and the scale on which it is drawn."""

    low: float
    mid: float
    high: float
    scale: Scale

    @model_validator(mode="after")
    def _ordered(self) -> "PriorRange":
        Quantity(self.low, self.mid, self.high, self.scale)
        return self


class Prior(Strict):
    """A quantity believed before any figure of the firm's own."""

    label: Words
    quantity: PriorRange
    unit: Words
    status: str = Field(pattern="^(from_facts|assumption)$")
    facts: tuple[Id, ...]
    why: Words
    measure: Words | None = None

    @model_validator(mode="after")
    def _facts_if_from_facts(self) -> "Prior":
        if self.status == "from_facts" and not self.facts:
            raise ValueError("status is from_facts but no fact is named")
        return self

    def as_quantity(self) -> Quantity:
        """Return what the model draws."""
        return Quantity(self.quantity.low, self.quantity.mid, self.quantity.high, self.quantity.scale)


class TradeFigures(Strict):
    """What is usual in a trade, in euros: 80 % ranges, and relative sales by month."""

    basket: Ordered
    orders: Ordered
    kept: Ordered
    margin: Ordered
    sales: Ordered
    season: tuple[float, ...] = Field(min_length=12, max_length=12)
    facts: tuple[Id, ...]


class AdCost(Strict):
    """Which facts tell the price of a thousand impressions, in dollars."""

    fact: Id
    also: tuple[Id, ...] = ()


class Training(Strict):
    """Learning to do it oneself: price once (a fact in euros, or amounts in the country's currency)."""

    once: Id | None = None
    once_amount: Ordered | None = None
    hours_once: Ordered


class PartTime(Strict):
    """Hiring by the hour; `hours_share`: hours of use per hour paid."""

    hour: Id | None = None
    hour_amount: Ordered | None = None
    hours_share: Ordered


class Monthly(Strict):
    """A provider's price per month, in the country's currency."""

    month: Ordered
    facts: tuple[Id, ...]


class Help(Strict):
    """What each way of having it done costs (METHOD B2, C4)."""

    training: Training
    part_time: PartTime
    freelance: Monthly
    agency: Monthly


class CountryFigures(Strict):
    """A country's currency, language, people and costs."""

    law: tuple[str, ...]
    currency: str = Field(pattern="^[A-Z]{3}$")
    language: str
    people: Id
    population: tuple[tuple[int, int, Id], ...]
    hour_cost: Ordered
    hour_cost_facts: tuple[Id, ...]
    rates: dict[str, Ordered]
    ad_cost_per_thousand: AdCost
    help: Help


class Rhythm(Strict):
    """Items a week (or money a month, in euros, for ads): the least that makes sense, and the usual."""

    minimum: float = Field(gt=0)
    typical: float = Field(gt=0)
    facts: tuple[Id, ...] = ()


class ItemMinutes(Strict):
    """One kind of item and its share of what is made."""

    fact: Id
    share: float = Field(gt=0, le=1)


class Channel(Strict):
    """A channel: how it works, what it costs in time, and what it needs."""

    network: Network
    means: Means
    studied: bool = True
    family: str = Field(pattern="^(social|list|listing|site|blog|ads_social|ads_search)$")
    label: Words
    item: Words
    one: Words
    customers: str = Field(pattern="^(consumers|firms|both)$")
    rhythm: Rhythm
    minutes: tuple[ItemMinutes, ...] = ()
    hours_fixed: float = Field(ge=0)
    hours_setup: float = Field(ge=0)
    hours_learning: float = Field(ge=0)
    skills: tuple[str, ...] = ()
    reach_per_item: Ordered | None = None
    reach_facts: tuple[Id, ...] = ()
    carryover: Id
    money_fixed: float = Field(default=0.0, ge=0)
    ideas_per_item: float = Field(default=1.0, ge=0)
    note: Words


class Usage(Strict):
    """How use by age is estimated; see the head of `usage.yaml`."""

    level_sd: float = Field(gt=0)
    shape_sd: float = Field(gt=0)
    reach_in_bands: float = Field(gt=0)
    definition_sd: float = Field(ge=0)
    bands: tuple[tuple[int, int], ...]
    lender: dict[Network, str]
    countries: dict[str, dict[str, str | tuple[Id, ...]]]


class LawEntry(Strict):
    """One line of the legal checklist."""

    id: Id
    countries: tuple[str, ...]
    rule: Words
    do: Words
    networks: tuple[str, ...]
    source: tuple[str, ...]
    status: Status
    checked_on: dt.date


class Unit(Strict):
    """What a value counts: how a default spread is applied to it, and how it is written after the number."""

    scale: str = Field(pattern="^(share|positive|fraction|additive|none)$")
    fr: str
    en: str

    def get(self, lang: str) -> str:
        """Return the unit's words in `lang` (`fr` or `en`); empty for a bare number."""
        return self.fr if lang == "fr" else self.en


class Codes(Strict):
    """The closed lists of `codes.yaml`, with their labels."""

    countries: dict[str, Words]
    networks: dict[str, str | Words]
    units: dict[str, Unit]
    bases: dict[str, Words]
    evidence: dict[EvidenceKind, Words]
    spreads: dict[SpreadKind, Words]

    def network(self, code: str, lang: str) -> str:
        """Return a network's name in `lang`: most bear the same name everywhere."""
        name = self.networks[code]
        return name if isinstance(name, str) else name.get(lang)


class Declared(Strict):
    """Facts of one table that nothing computes with, by patterns of ids, and why they are kept."""

    ids: tuple[str, ...] = Field(min_length=1)
    why: str = Field(min_length=10)


class KeptSource(Strict):
    """A source that no fact cites, and why it stays in the table."""

    key: str
    why: str = Field(min_length=10)


class Background(Strict):
    """What is known and not computed with; see the head of `background.yaml`."""

    tables: dict[str, tuple[Declared, ...]]
    kept_sources: tuple[KeptSource, ...] = ()
    rejected_sources: tuple[KeptSource, ...] = ()
