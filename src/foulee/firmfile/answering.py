"""Answers given one at a time: put, taken, and checked against those before them."""

import datetime as dt
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from foulee.firmfile.fields import fields
from foulee.firmfile.numbers import doubtful
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.reading import STAND_IN, check
from foulee.firmfile.schema import FirmFile, is_unknown

CHANNELS = "presence.channels"
WITHIN = f"{CHANNELS}."  # asked once for each presence
NOT_NUMBERS = frozenset({"not_a_number", "not_a_whole_number"})

Raw = dict[str, Any]  # answers as the file holds them: sections of values


def put(values: Raw, path: str, answer: Any) -> None:  # noqa: ANN401 - a raw TOML value
    """Set an answer at its path."""
    *sections, name = path.split(".")
    for section in sections:
        values = values.setdefault(section, {})
    values[name] = answer


def take(values: Raw, path: str) -> Any:  # noqa: ANN401 - a raw TOML value
    """Return the answer at a path, or None where there is none."""
    found: Any = values
    for part in path.split("."):
        if not isinstance(found, dict) or part not in found:
            return None
        found = found[part]
    return found


def drop(values: Raw, path: str) -> None:
    """Remove the answer at a path, and the sections it leaves empty."""
    section, _, name = path.rpartition(".")
    inner = take(values, section) if section else values
    if isinstance(inner, dict):
        inner.pop(name, None)
        if section and not inner:
            drop(values, section)


def presences(networks: list[str]) -> list[Raw]:
    """The networks one is on, as the file lists them."""
    return [{"network": network} for network in networks]


def problems_of(path: str, answer: Any, values: Raw, today: dt.date) -> list[Problem]:  # noqa: ANN401 - a raw TOML value
    """What is wrong with one answer, given those before it."""
    merged = with_stand_in(values)
    if path.startswith(WITHIN):
        path, answer = CHANNELS, [{"network": "facebook", path.removeprefix(WITHIN): answer}]
    put(merged, path, answer)
    try:
        check(merged, today=today)
    except FirmFileError as error:
        return [_doubt(problem) for problem in error.problems]
    return []


def _doubt(problem: Problem) -> Problem:
    """What could be two numbers is asked again by naming both."""
    both = doubtful(str(problem.values["found"])) if problem.code in NOT_NUMBERS else None
    if both is None:
        return problem
    code = "ambiguous_number" if both[0].isdecimal() else "ambiguous_decimals"
    return Problem(code, problem.path, {"small": both[0], "large": int(both[1])})


def problems_without(path: str, values: Raw, today: dt.date) -> list[Problem]:
    """What is wrong with the other answers once this one is taken away."""
    merged = with_stand_in(values)
    drop(merged, path)
    try:
        check(with_stand_in(merged), today=today)
    except FirmFileError as error:
        return error.problems
    return []


def with_stand_in(values: Mapping[str, Any]) -> Raw:
    """A copy with a name, a trade and a country where they are not told yet, so that the rest can be used."""
    merged: Raw = deepcopy(dict(values))  # a refused answer must leave no trace
    merged["firm"] = {**STAND_IN, **merged.get("firm", {})}
    return merged


def document_of(values: Mapping[str, Any], today: dt.date) -> FirmFile:
    """The document that unfinished answers make. Raises FirmFileError."""
    return check(with_stand_in(values), today=today)


def known(values: Mapping[str, Any]) -> Raw:
    """Raw answers without those that a file gives as unknown (`"?"` or empty)."""
    found = {key: known(value) if isinstance(value, Mapping) else value for key, value in values.items()}
    return {key: _known_items(value) for key, value in found.items() if not is_unknown(value)}


def _known_items(value: Any) -> Any:  # noqa: ANN401 - a raw value
    """A list's tables without what is unknown; anything else as it is."""
    return [known(item) if isinstance(item, Mapping) else item for item in value] if isinstance(value, list) else value


def dated(values: Mapping[str, Any]) -> Raw:
    """Raw answers whose dates were kept as texts, with true dates, as a firm's file writes them."""
    found: Raw = deepcopy(dict(values))
    for field in fields():
        if field.kind == "date" and not field.path.startswith(WITHIN):
            told = take(found, field.path)
            if isinstance(told, str):
                put(found, field.path, dt.date.fromisoformat(told))
    for presence in take(found, CHANNELS) or []:
        if isinstance(presence.get("since"), str):
            presence["since"] = dt.date.fromisoformat(presence["since"])
    return found


def in_order(values: Mapping[str, Any]) -> Raw:
    """Raw answers in the file's order, whatever order a database gives them back in."""
    found: Raw = {}
    for field in fields():
        told = None if field.path.startswith(WITHIN) else take(dict(values), field.path)
        if told is not None:
            put(found, field.path, _choices_in_order(told, field.choices) if field.kind == "counts" else told)
    names = [field.path.removeprefix(WITHIN) for field in fields() if field.path.startswith(WITHIN)]
    for presence in take(found, CHANNELS) or []:
        ordered = {name: presence[name] for name in names if name in presence}
        presence.clear()
        presence.update(ordered)
    return found


def _choices_in_order(told: Mapping[str, Any], choices: tuple[str, ...]) -> Raw:
    return {code: told[code] for code in choices if code in told}


def settled(values: Mapping[str, Any], document: FirmFile) -> Raw:
    """Raw answers with the dates as the document read them: a file may write them in several ways."""
    found: Raw = deepcopy(dict(values))
    if document.objective.by is not None:
        put(found, "objective.by", document.objective.by)
    for presence, read in zip(take(found, CHANNELS) or [], document.presence.channels, strict=True):
        if read.since is not None:
            presence["since"] = read.since
    return found


def undated(values: Any) -> Any:  # noqa: ANN401 - raw TOML values
    """Raw answers with dates as texts, as JSON can keep them."""
    if isinstance(values, Mapping):
        return {key: undated(value) for key, value in values.items()}
    if isinstance(values, list):
        return [undated(value) for value in values]
    return values.isoformat() if isinstance(values, dt.date) else values
