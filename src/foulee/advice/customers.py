"""What the firm's customers have said so far, beside what is published: quick enough for a page (METHOD E2)."""

from dataclasses import dataclass

from foulee.advice.evidence import Evidence, all_customers
from foulee.advice.market import ages_of, at_most
from foulee.core.customers.survey import SurveyCounts, Told, share_told, updated, useful_answers
from foulee.core.quantities import Quantity
from foulee.core.types import Interval, Network
from foulee.firmfile.schema import FirmFile, SellsTo
from foulee.knowledge.audiences import audience
from foulee.knowledge.reader import Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A network: share of those the firm speaks to who use it, as published and with the customers' answers."""

    network: Network
    before: Interval
    share: Interval
    told: Told | None
    borrowed: bool
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardSoFar:
    """What customers said: on paper and on phones together.

    `following`: share of all customers who would say yes, from the answers alone, None where nobody was asked;
    `useful`: answers after which ten more would hardly narrow anything; `at_most`: see `core.audience.in_effect`.
    """

    counts: SurveyCounts
    ages: tuple[int, int]
    uses: tuple[Use, ...]
    following: Interval | None
    useful: int
    at_most: float

    @property
    def left(self) -> int:
        """How many more answers are worth collecting."""
        return max(self.useful - self.counts.asked, 0)


def heard_so_far(document: FirmFile, knowledge: Knowledge, evidence: Evidence) -> HeardSoFar:
    """Put the customers' answers beside the published figures."""
    counts = all_customers(document.target, evidence)
    ages = ages_of(document, consumers=document.firm.sells_to is not SellsTo.FIRMS)
    most = at_most(knowledge)
    found = {network: audience(knowledge, document.firm.country, network, ages) for network in knowledge.usage.lender}
    uses = [
        Use(
            network=Network(network),
            before=_interval(estimate.share),
            share=_interval(updated(estimate.share, counts.uses.get(Network(network)), most)),
            told=counts.uses.get(Network(network)),
            borrowed=estimate.borrowed,
            facts=estimate.facts,
        )
        for network, estimate in found.items()
    ]
    return HeardSoFar(
        counts=counts,
        ages=ages,
        uses=tuple(sorted(uses, key=lambda use: -use.share.p50)),
        following=share_told(counts.would_follow, most) if counts.would_follow else None,
        useful=max(useful_answers(estimate.share, most) for estimate in found.values()),
        at_most=most,
    )


def _interval(quantity: Quantity) -> Interval:
    return Interval(quantity.low, quantity.mid, quantity.high)
