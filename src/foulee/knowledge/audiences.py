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

ADULT = 18
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
    return AudienceEstimate(
        share=estimate.share(weights), facts=tuple(facts), borrowed=not estimate.own_figures
    )


def _use(knowledge: Knowledge, country: str, network: Network) -> tuple[UseByAge, list[str]]:
    if country == "US":
        return _lender(knowledge, network)
    entry = knowledge.usage.countries[country]
    lender, lender_facts = _use(knowledge, str(entry["lends_from"]), network)
    facts = [fact for fact in entry[network] if isinstance(entry[network], tuple)]
    rules = LendingRules(
        level_sd=knowledge.usage.level_sd,
        shape_sd=knowledge.usage.shape_sd,
        reach_in_bands=knowledge.usage.reach_in_bands,
    )
    points = [_point(knowledge, country, knowledge.facts[fact]) for fact in facts]
    people = people_by_band(pyramid(knowledge, country), knowledge.usage.bands)
    return estimate_use(lender, people, points, rules), facts or lender_facts


def _lender(knowledge: Knowledge, network: Network) -> tuple[UseByAge, list[str]]:
    pattern = knowledge.usage.lender[network]
    names = [_band_name(start, end) for start, end in knowledge.usage.bands]
    facts = [knowledge.facts[pattern.format(band=name)] for name in names]
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
