"""What each fact is used for: priors, channels, trades, countries, audiences and rules that name it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from foulee.knowledge.audiences import LENDER, lending_facts
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.rulebooks import RULES_FILE, RuleTexts
from foulee.knowledge.structures import Channel, CountryFigures, Help


class UseKind(StrEnum):
    """What may name a fact."""

    PRIOR = "prior"
    CHANNEL = "channel"
    TRADE = "trade"
    COUNTRY = "country"
    AUDIENCE = "audience"
    RULE = "rule"


FILES = {
    UseKind.PRIOR: "priors.yaml",
    UseKind.CHANNEL: "channels.yaml",
    UseKind.TRADE: "trades.yaml",
    UseKind.COUNTRY: "countries.yaml",
    UseKind.AUDIENCE: "usage.yaml",
    UseKind.RULE: RULES_FILE,
}


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """One thing that names a fact: `name` is a prior, a channel, a trade, a rule, or a country's code."""

    kind: UseKind
    name: str

    @property
    def file(self) -> str:
        """The file where it stands."""
        return FILES[self.kind]


def uses(knowledge: Knowledge, rules: RuleTexts) -> dict[str, tuple[Use, ...]]:
    """List by fact id what names it, in a fixed order; ids that do not exist included."""
    found: dict[str, dict[Use, None]] = {}
    for use, fact in _named(knowledge, rules):
        found.setdefault(fact, {})[use] = None
    return {fact: tuple(named) for fact, named in found.items()}


def _named(knowledge: Knowledge, rules: RuleTexts) -> Iterator[tuple[Use, str]]:
    for name, prior in knowledge.priors.items():
        yield from _each(UseKind.PRIOR, name, prior.facts)
    for name, channel in knowledge.channels.items():
        yield from _each(UseKind.CHANNEL, name, _of_channel(channel))
    for name, trade in knowledge.trades.items():
        yield from _each(UseKind.TRADE, name, trade.facts)
    for name, country in knowledge.countries.items():
        yield from _each(UseKind.COUNTRY, name, _of_country(country))
    yield from _of_audiences(knowledge)
    for name, grounds in {**rules.grounds, "verdict": rules.verdict_grounds}.items():
        yield from _each(UseKind.RULE, name, tuple(limit.fact for limit in grounds.values() if limit.fact))


def _each(kind: UseKind, name: str, facts: tuple[str, ...]) -> Iterator[tuple[Use, str]]:
    for fact in facts:
        yield Use(kind, name), fact


def _of_channel(channel: Channel) -> tuple[str, ...]:
    made = tuple(part.fact for part in channel.minutes)
    return (*channel.rhythm.facts, *made, *channel.reach_facts, channel.carryover)


def _of_country(country: CountryFigures) -> tuple[str, ...]:
    bands = tuple(fact for _, _, fact in country.population)
    advertising = (country.ad_cost_per_thousand.fact, *country.ad_cost_per_thousand.also)
    return (country.people, *bands, *country.hour_cost_facts, *advertising, *_of_help(country.help))


def _of_help(ways: Help) -> tuple[str, ...]:
    paid = (ways.training.once, ways.part_time.hour)
    return (*(fact for fact in paid if fact), *ways.freelance.facts, *ways.agency.facts)


def _of_audiences(knowledge: Knowledge) -> Iterator[tuple[Use, str]]:
    for network in knowledge.usage.lender:
        yield from _each(UseKind.AUDIENCE, LENDER, lending_facts(knowledge.usage, network))
    for country, entry in knowledge.usage.countries.items():
        for facts in entry.values():
            if isinstance(facts, tuple):
                yield from _each(UseKind.AUDIENCE, country, facts)
