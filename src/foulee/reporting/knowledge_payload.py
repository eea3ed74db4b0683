"""Figures and their sources as plain values, for JSON."""

from collections.abc import Iterable
from typing import Any

from foulee.core.types import Network
from foulee.knowledge.audiences import AudienceEstimate
from foulee.knowledge.errors import Problem
from foulee.knowledge.places import Places
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.schema import Fact
from foulee.knowledge.structures import Prior
from foulee.knowledge.uses import Use

DIGITS = 6


def fact_payload(fact: Fact, places: Places) -> dict[str, Any]:
    """A fact as plain values, with its table and line; computed ends to six significant figures."""
    table, line = places.facts[fact.id]
    values = fact.model_dump(mode="json")
    ends = {name: _short(values[name]) for name in ("low", "high")}
    return values | ends | {"table": table, "line": line}


def shown_payload(fact: Fact, knowledge: Knowledge, places: Places, named: Iterable[Use]) -> dict[str, Any]:
    """A fact as plain values, its sources and uses spelt out."""
    sources = [knowledge.sources[key].model_dump() for key in fact.source]
    used = [{"kind": use.kind.value, "name": use.name, "file": use.file} for use in named]
    return fact_payload(fact, places) | {"sources": sources, "used_by": used}


def prior_payload(name: str, prior: Prior) -> dict[str, Any]:
    """A prior as plain values."""
    return {"name": name} | prior.model_dump(mode="json")


def audience_payload(found: AudienceEstimate, country: str, network: Network, ages: tuple[int, int]) -> dict[str, Any]:
    """An estimate of use as plain values: shares from 0 to 1."""
    share = {name: _short(getattr(found.share, name)) for name in ("low", "mid", "high")}
    return {
        "country": country,
        "network": network.value,
        "ages": list(ages),
        "share": share,
        "borrowed": found.borrowed,
        "facts": list(found.facts),
    }


def problem_payload(problem: Problem) -> dict[str, Any]:
    """A problem as plain values, its sentence in English."""
    return {
        "level": problem.level.value,
        "file": problem.file,
        "place": problem.place,
        "sentence": problem.told,
    }


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")
