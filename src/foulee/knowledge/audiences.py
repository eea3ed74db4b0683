"""Use of networks by age in a country: which facts feed the estimate, read from `usage.yaml`."""

from dataclasses import dataclass

import numpy as np

from foulee.core.audience import (
    LAST_AGE,
    LendingRules,
    UseByAge,
    UsePoint,
    band_overlap,
    estimate_use,
    logit,
    people_by_band,
    share_between,
)
from foulee.core.quantities import Z90, Quantity
from foulee.core.types import Network
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.schema import Fact
from foulee.knowledge.structures import Usage

LENDER = "US"
ADULT = 18
OF_WORKING_AGE = 64
FULL = 100.0
PLAIN = {"uses", "ever_uses", "monthly"}
WHOLE = {"adults", "population"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceEstimate:
    """Share of the target that uses a network, the facts behind it, and whether it was borrowed."""

    share: Quantity
    facts: tuple[str, ...]
    borrowed: bool


def pyramid(knowledge: Knowledge, country: str) -> list[tuple[int, int, float]]:
    """Age pyramid of a country: (from, to, share of the whole population)."""
    bands = knowledge.countries[country].population
    return [(start, end, knowledge.facts[fact].value / FULL) for start, end, fact in bands]


def target_share(knowledge: Knowledge, country: str, ages: tuple[int, int]) -> float:
    """Share of a country's population within the target's ages."""
    return share_between(pyramid(knowledge, country), *ages)


def audience(knowledge: Knowledge, country: str, network: Network, ages: tuple[int, int]) -> AudienceEstimate:
    """Estimate the share of people of these ages who use the network. Raises KeyError for e-mail and the like."""
    estimate, facts = _use(knowledge, country, network)
    weights = people_by_band(pyramid(knowledge, country), estimate.bands)
    weights = weights * band_overlap(estimate.bands, *ages)
    return AudienceEstimate(share=estimate.share(weights), facts=tuple(facts), borrowed=not estimate.own_figures)


def _use(knowledge: Knowledge, country: str, network: Network) -> tuple[UseByAge, list[str]]:
    if country == LENDER:
        return _lender(knowledge, network)
    lender, lenders = _use(knowledge, str(knowledge.usage.countries[country]["lends_from"]), network)
    rules = LendingRules(
        level_sd=knowledge.usage.level_sd,
        shape_sd=knowledge.usage.shape_sd,
        reach_in_bands=knowledge.usage.reach_in_bands,
    )
    facts = _own_facts(knowledge.usage, country, network)
    points = [_point(knowledge, country, knowledge.facts[fact]) for fact in facts]
    people = people_by_band(pyramid(knowledge, country), knowledge.usage.bands)
    return estimate_use(lender, people, points, rules), facts or lenders


def _own_facts(usage: Usage, country: str, network: Network) -> list[str]:
    facts = usage.countries[country][network]
    return list(facts) if isinstance(facts, tuple) else []


def lending_facts(usage: Usage, network: Network) -> tuple[str, ...]:
    """Facts of the table that lends, by age band."""
    names = [_band_name(start, end) for start, end in usage.bands]
    return tuple(usage.lender[network].format(band=name) for name in names)


def _lender(knowledge: Knowledge, network: Network) -> tuple[UseByAge, list[str]]:
    facts = [knowledge.facts[name] for name in lending_facts(knowledge.usage, network)]
    values = np.array([fact.value / FULL for fact in facts])
    sd = np.array([_log_odds_sd(fact, FULL) for fact in facts])
    estimate = UseByAge(bands=knowledge.usage.bands, log_odds=logit(values), sd=sd, own_figures=True)
    return estimate, [fact.id for fact in facts]


def _band_name(start: int, end: int) -> str:
    return f"{start}plus" if end >= LAST_AGE else f"{start}_{end}"


def _point(knowledge: Knowledge, country: str, fact: Fact) -> UsePoint:
    """A fact as a share of the people of its ages; counts of persons become shares of the adults."""
    full = FULL
    if fact.unit == "persons":
        full = knowledge.facts[knowledge.countries[country].people].value
    if fact.age_from is None:  # counted on the whole population: hardly anyone below fifteen has an account
        full *= share_between(pyramid(knowledge, country), ADULT - 3, LAST_AGE)
    sd = _log_odds_sd(fact, full)
    if fact.metric not in PLAIN or fact.base not in WHOLE or fact.age_from is None:
        sd = float(np.hypot(sd, knowledge.usage.definition_sd))
    return UsePoint(
        age_from=max(fact.age_from or ADULT, ADULT),
        age_to=fact.age_to or LAST_AGE,
        share=min(fact.value / full, 0.97),
        log_odds_sd=sd,
    )


def _log_odds_sd(fact: Fact, full: float) -> float:
    low, high = (fact.low if fact.low is not None else fact.value), (fact.high or fact.value)
    ends = logit(np.array([low, high]) / full)
    return max(float(ends[1] - ends[0]) / (2.0 * Z90), 0.02)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A country's own figure beside what it would have borrowed: shares of its people of these ages."""

    country: str
    network: Network
    fact: str
    ages: tuple[int, int]
    borrowed: float
    own: float

    @property
    def difference(self) -> float:
        """Own minus borrowed, in log-odds."""
        own, borrowed = logit(np.array([self.own, self.borrowed]))
        return float(own - borrowed)

    @property
    def all_ages(self) -> bool:
        """Whether the figure is about adults at large, and so tells the level rather than the shape."""
        return self.ages[0] <= ADULT and self.ages[1] >= OF_WORKING_AGE


def comparisons(knowledge: Knowledge) -> tuple[Comparison, ...]:
    """Every figure of `usage.yaml` of a country's own, beside the borrowed one for the same ages."""
    return tuple(
        _comparison(knowledge, country, network, fact)
        for country in knowledge.usage.countries
        for network in knowledge.usage.lender
        for fact in _own_facts(knowledge.usage, country, network)
    )


def _comparison(knowledge: Knowledge, country: str, network: Network, fact: str) -> Comparison:
    lender, _ = _use(knowledge, str(knowledge.usage.countries[country]["lends_from"]), network)
    point = _point(knowledge, country, knowledge.facts[fact])
    ages = (point.age_from, point.age_to)
    weights = people_by_band(pyramid(knowledge, country), lender.bands) * band_overlap(lender.bands, *ages)
    borrowed = lender.share(weights).mid
    return Comparison(country=country, network=network, fact=fact, ages=ages, borrowed=borrowed, own=point.share)


def observed_spread(found: tuple[Comparison, ...]) -> tuple[float, float]:
    """Root mean square of the differences in level and in shape, in log-odds: what `level_sd` and `shape_sd` judge.

    The level is the difference at large (adults of all ages, averaged by country and network); the shape is what
    a narrower age adds to it, wherever the level is known.
    """
    levels: dict[tuple[str, Network], list[float]] = {}
    for one in found:
        if one.all_ages:
            levels.setdefault((one.country, one.network), []).append(one.difference)
    wide = [one.difference for one in found if one.all_ages]
    narrow = [
        one.difference - float(np.mean(levels[one.country, one.network]))
        for one in found
        if not one.all_ages and (one.country, one.network) in levels
    ]
    return _root_mean_square(wide), _root_mean_square(narrow)


def _root_mean_square(values: list[float]) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
