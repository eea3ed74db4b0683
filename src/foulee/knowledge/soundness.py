"""What the reader refuses beyond the shape of files: unknown codes, and priors that rest on nothing solid."""

from collections.abc import Collection, Iterator, Mapping

from foulee.knowledge.errors import Problem, mark
from foulee.knowledge.places import Places
from foulee.knowledge.schema import EvidenceKind, Fact
from foulee.knowledge.structures import Codes, Prior

PRIORS = "priors.yaml"


def unknown_codes(facts: Mapping[str, Fact], codes: Codes, places: Places) -> Iterator[Problem]:
    """Find networks, countries, units and populations that are not in `codes.yaml`."""
    lists: dict[str, Collection[str]] = {
        "network": codes.networks,
        "country": codes.countries,
        "unit": codes.units,
        "base": codes.bases,
    }
    for fact in facts.values():
        cells = {"network": fact.network, "country": fact.country, "unit": fact.unit, "base": fact.base}
        for column, code in cells.items():
            if code is not None and code not in lists[column]:
                sentence = mark("the {column} {code} is not in codes.yaml")
                yield Problem(*places.fact(fact.id), sentence, values={"column": column, "code": code})


def unfounded_priors(facts: Mapping[str, Fact], priors: Mapping[str, Prior], places: Places) -> Iterator[Problem]:
    """Find priors that name facts that do not exist, or an anecdote (METHOD E4)."""
    for name, prior in priors.items():
        for key in prior.facts:
            if key not in facts:
                sentence = mark("the fact {fact} does not exist")
                yield Problem(*places.entry(PRIORS, name, key), sentence, values={"fact": key})
            elif facts[key].evidence is EvidenceKind.ANECDOTE:
                sentence = mark("the fact {fact} is an anecdote, and an anecdote never feeds a prior")
                yield Problem(*places.entry(PRIORS, name, key), sentence, values={"fact": key})
