"""The figures that an answer rests on, as plain numbers by name: kept with it, so that a later change can be named.

Names begin with where a figure stands: `facts.ID`, `priors.NAME`, `limits.RULE.NAME`, `channels.NAME.FIELD`,
`usage.FIELD`, and for the firm's own trade and country `trade.FIELD`, `country.FIELD`. Only what bears on firms of the
trade and the country is listed; of facts the value alone, since how wide it is taken also hangs on the day.
"""

from collections.abc import Iterator
from typing import Any

from foulee.knowledge.reader import Knowledge
from foulee.knowledge.rulebooks import load_rules
from foulee.knowledge.uses import UseKind, uses

Numbers = list[float]


def figures(knowledge: Knowledge, *, trade: str, country: str) -> dict[str, Numbers]:
    """List the figures that bear on a firm of this trade in this country, once for each knowledge base.

    Raises KeyError for an unknown trade or country.
    """
    known = _LISTED.get((trade, country))
    if known is None or known[0] is not knowledge:  # a page asks each time it shows an answer
        known = _LISTED[trade, country] = (knowledge, _listed(knowledge, trade, country))
    return dict(known[1])


_LISTED: dict[tuple[str, str], tuple[Knowledge, dict[str, Numbers]]] = {}


def _listed(knowledge: Knowledge, trade: str, country: str) -> dict[str, Numbers]:
    rules = load_rules()
    bearing = _bearing(knowledge, trade, country)
    named = {
        fact
        for fact, found in uses(knowledge, rules).items()
        if any(use.kind not in bearing or use.name in bearing[use.kind] for use in found)
    }
    facts = {fact: [knowledge.facts[fact].value] for fact in sorted(named) if fact in knowledge.facts}
    limits = {name: {key: limit.value for key, limit in grounds.items()} for name, grounds in rules.grounds.items()}
    own = {key: value for key, value in knowledge.countries[country].model_dump().items() if key != "population"}
    return dict(
        _numbers("", {
            "facts": facts,
            "priors": {name: _of_prior(knowledge, name) for name in knowledge.priors},
            "limits": limits,
            "channels": {name: channel.model_dump() for name, channel in knowledge.channels.items()},
            "usage": knowledge.usage.model_dump(exclude={"countries", "lender", "bands"}),
            "trade": knowledge.trades[trade].model_dump(),
            "country": own,
        })
    )  # fmt: skip


def _of_prior(knowledge: Knowledge, name: str) -> Numbers:
    told = knowledge.priors[name].quantity
    return [told.low, told.mid, told.high]


def _bearing(knowledge: Knowledge, trade: str, country: str) -> dict[UseKind, set[str]]:
    """Names of the uses that bear on such a firm, for the kinds that not all firms share.

    A country also rests on those that lend it their figures.
    """
    countries = [country]
    while (lender := knowledge.usage.countries.get(countries[-1], {}).get("lends_from")) and lender not in countries:
        countries.append(str(lender))
    return {UseKind.TRADE: {trade}, UseKind.COUNTRY: {country}, UseKind.AUDIENCE: set(countries)}


def _numbers(name: str, value: Any) -> Iterator[tuple[str, Numbers]]:  # noqa: ANN401 - values as plain data
    """Numbers among plain data, by the path that leads to them."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(f"{name}.{key}".lstrip("."), item)
    elif isinstance(value, list | tuple) and value and all(map(_is_number, value)):
        yield name, [float(item) for item in value]
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _numbers(f"{name}.{place}", item)
    elif _is_number(value):
        yield name, [float(value)]


def _is_number(value: Any) -> bool:  # noqa: ANN401 - values as plain data
    return isinstance(value, int | float) and not isinstance(value, bool)
