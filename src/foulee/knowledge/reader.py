"""The strict reader: data files in, a frozen `Knowledge` out, or every problem at once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from foulee.core.quantities import Quantity
from foulee.knowledge.errors import KnowledgeError, Problem
from foulee.knowledge.places import FACTS, SOURCES, Places
from foulee.knowledge.schema import Fact, Source, Status
from foulee.knowledge.soundness import unfounded_priors, unknown_codes
from foulee.knowledge.spread import SpreadRules, with_spread
from foulee.knowledge.structures import Channel, Codes, CountryFigures, LawEntry, Prior, TradeFigures, Usage
from foulee.knowledge.tables import read_facts, read_sources

T = TypeVar("T")
FOLDER: Traversable = files("foulee.knowledge")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All that is known of the world on a date: facts with their spread, priors, trades, countries, channels."""

    on: dt.date
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    priors: Mapping[str, Prior]
    trades: Mapping[str, TradeFigures]
    countries: Mapping[str, CountryFigures]
    channels: Mapping[str, Channel]
    usage: Usage
    law: tuple[LawEntry, ...]
    codes: Codes
    facts_date: dt.date = field(init=False)  # the day on which a fact was last checked, the latest of all

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts_date", max(fact.checked_on for fact in self.facts.values()))

    def prior(self, name: str) -> Quantity:
        """Return the prior called `name`. Raises KeyError."""
        return self.priors[name].as_quantity()

    def is_assumption(self, fact: str) -> bool:
        """Whether a fact is a working assumption, to be shown as such."""
        return self.facts[fact].status is Status.ASSUMPTION


def read_yaml(name: str, folder: Traversable = FOLDER) -> Any:  # noqa: ANN401 - raw YAML
    """Read a YAML file of the knowledge folder. Raises KnowledgeError with line and column."""
    try:
        return yaml.load(folder.joinpath(name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - safe loaders only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "file"
        raise KnowledgeError([Problem(name, place, str(error.problem))]) from error


def read_as(name: str, kind: type[T], folder: Traversable = FOLDER) -> T:
    """Read a YAML file and check it against a type. Raises KnowledgeError."""
    try:
        return TypeAdapter(kind).validate_python(read_yaml(name, folder))
    except ValidationError as error:
        raise KnowledgeError(
            [Problem(name, ".".join(map(str, issue["loc"])), issue["msg"]) for issue in error.errors()]
        ) from error


@lru_cache(maxsize=2)  # today's and yesterday's: a server that runs for months must not keep every day
def load(on: dt.date) -> Knowledge:
    """Load all knowledge as of a date: older facts get wider. Cached.

    Raises KnowledgeError: bad shape, unknown codes, or a prior that rests on an anecdote or on nothing.
    """
    knowledge, places = read(on, FOLDER), Places(FOLDER)
    problems = [
        *unknown_codes(knowledge.facts, knowledge.codes, places),
        *unfounded_priors(knowledge.facts, knowledge.priors, places),
    ]
    if problems:
        raise KnowledgeError(problems)
    return knowledge


def read(on: dt.date, folder: Traversable) -> Knowledge:
    """Read a folder of knowledge as of a date, whatever its files say. Raises KnowledgeError on bad shape only."""
    codes = read_as("codes.yaml", Codes, folder)
    return Knowledge(
        on=on,
        facts=_facts(on, codes, folder),
        sources=read_sources(folder.joinpath(SOURCES)),
        priors=read_as("priors.yaml", dict[str, Prior], folder),
        trades=read_as("trades.yaml", dict[str, TradeFigures], folder),
        countries=read_as("countries.yaml", dict[str, CountryFigures], folder),
        channels=read_as("channels.yaml", dict[str, Channel], folder),
        usage=read_as("usage.yaml", Usage, folder),
        law=read_as("legal.yaml", tuple[LawEntry, ...], folder),
        codes=codes,
    )


def _facts(on: dt.date, codes: Codes, folder: Traversable) -> dict[str, Fact]:
    raw = read_yaml("spreads.yaml", folder)
    rules = SpreadRules(evidence=raw["evidence"], status=raw["status"], per_year_of_age=raw["per_year_of_age"])
    scales = {name: unit.scale for name, unit in codes.units.items()}
    return {
        key: with_spread(fact, scales.get(fact.unit, "none"), rules, on)
        for key, fact in read_facts(folder.joinpath(FACTS)).items()
    }
