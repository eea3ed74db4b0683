"""A portfolio: the firms of an adviser, where each one's weeks are, and which of their columns are levers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from foulee.core.types import Country
from foulee.firmfile import toml
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.reading import problem_of, read_bytes
from foulee.firmfile.schema import Section, Trade

LISTED = "portfolio.toml"
Text = Annotated[str, Field(min_length=1, max_length=200)]
Share = Annotated[float, Field(ge=0.0, le=1.0, strict=True)]


class Usual(Section):
    """What holds for every firm that does not say otherwise."""

    trade: Trade | None = None
    country: Country | None = None
    margin: Share | None = None
    levers: dict[Text, Text] = Field(default_factory=dict, max_length=100)
    follows: list[Text] = Field(default_factory=list, max_length=100)
    controls: list[Text] = Field(default_factory=list, max_length=100)


class Entry(Usual):
    """One firm. `levers`: kind, or kind and unit (`paid_social:money`), by column of its history."""

    name: Text
    history: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A firm of a portfolio as it was found: its entry and where its history is, or what is wrong with it."""

    name: str
    entry: Entry | None = None
    history: Path | None = None
    problems: tuple[Problem, ...] = ()


def read_portfolio(path: Path) -> list[Listed]:
    """Read a portfolio's file, or a folder: its `portfolio.toml`, else one file for each firm.

    A firm that cannot be read is listed with its problems. Raises FirmFileError where the portfolio itself cannot be.
    """
    if path.is_dir() and not (path / LISTED).is_file():
        found = [_alone(file) for file in sorted(path.glob("*.toml"))]
    else:
        found = _listed(path / LISTED if path.is_dir() else path)
    if not found:
        raise FirmFileError([Problem("portfolio_empty", values={"file": str(path)})])
    return _once(found)


def _listed(path: Path) -> list[Listed]:
    values = toml.parse(read_bytes(path))
    unknown = sorted(set(values) - {"defaults", "firm"})
    firms, defaults = values.get("firm", []), values.get("defaults", {})
    if unknown or not isinstance(firms, list) or not isinstance(defaults, dict):
        raise FirmFileError([Problem("portfolio_shape", values={"file": str(path)})])
    try:
        Usual.model_validate(defaults)
    except ValidationError as error:
        raise FirmFileError([problem_of(issue, Usual) for issue in error.errors()]) from error
    return [_entry(values, defaults, f"[[firm]] {number}", path.parent) for number, values in enumerate(firms, 1)]


def _alone(path: Path) -> Listed:
    try:
        return _entry(toml.parse(read_bytes(path)), {}, path.name, path.parent)
    except FirmFileError as error:
        return Listed(name=path.name, problems=tuple(error.problems))


def _entry(values: Any, defaults: Mapping[str, Any], stand_in: str, folder: Path) -> Listed:  # noqa: ANN401 - raw TOML
    if not isinstance(values, dict):
        return Listed(name=stand_in, problems=(Problem("not_a_section", stand_in, {"found": "…"}),))
    told = values.get("name")
    name = told.strip() if isinstance(told, str) and told.strip() else stand_in
    try:
        entry = Entry.model_validate({**defaults, **values})
    except ValidationError as error:
        return Listed(name=name, problems=tuple(problem_of(issue, Entry) for issue in error.errors()))
    return Listed(name=name, entry=entry, history=folder / entry.history)


def _once(found: list[Listed]) -> list[Listed]:
    """Refuse the second of two firms of one name: their answers would take each other's place."""
    seen: set[str] = set()
    kept = []
    for firm in found:
        again = firm.name.casefold() in seen
        seen.add(firm.name.casefold())
        twice = Problem("portfolio_twice", values={"found": firm.name})
        kept.append(Listed(name=firm.name, problems=(twice,)) if again else firm)
    return kept
