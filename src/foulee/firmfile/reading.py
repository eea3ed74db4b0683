"""Reading a firm's file: everything wrong with it at once, or a checked document."""

import datetime as dt
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from foulee.firmfile import toml
from foulee.firmfile.contradictions import contradictions
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.schema import FirmFile

LIMITS = {
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("at_least", "ge"),
    "less_than": ("below", "lt"),
    "less_than_equal": ("at_most", "le"),
}
KINDS = {
    "float": "not_a_number",
    "int": "not_a_whole_number",
    "bool": "not_true_or_false",
    "string": "not_a_text",
    "list": "not_a_list",
    "date": "not_a_date",
    "dict": "not_a_section",
    "model": "not_a_section",
}
MAX_PERCENT = 100
MOST_TOLD = 200  # more than the file has answers: beyond, it is no firm's file
STAND_IN = {"name": "-", "trade": "other", "country": "XX"}  # so that the other answers can still be checked


def read(data: bytes, *, today: dt.date) -> FirmFile:
    """Read a firm's file from its bytes (TOML, UTF-8).

    `today` tells which dates are past. Raises FirmFileError with all the problems found.
    """
    return check(toml.parse(data), today=today)


def load_firm(path: str | Path, *, today: dt.date) -> FirmFile:
    """Read a firm's file from a path. Raises FirmFileError, also for a file that is missing or unreadable."""
    return read(read_bytes(path), today=today)


def read_bytes(path: str | Path) -> bytes:
    """Read a file whole. Raises FirmFileError if it is missing or cannot be read."""
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise FirmFileError([Problem("file_missing", values={"file": str(path)})]) from error
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        raise FirmFileError([Problem("file_unreadable", values={"file": str(path)})]) from error


def check(values: Mapping[str, Any], *, today: dt.date) -> FirmFile:
    """Check raw values (from TOML or from a form) and make the document.

    Raises FirmFileError: wrong values and contradictions between the right ones, together.
    """
    try:
        document = FirmFile.model_validate(values)
    except ValidationError as error:
        problems = [problem_of(issue) for issue in error.errors()[:MOST_TOLD]]
        raise FirmFileError(problems + _contradictions_of_the_rest(values, error, today)) from error
    problems = contradictions(document, today=today)
    if problems:
        raise FirmFileError(problems)
    return document


def _contradictions_of_the_rest(values: Mapping[str, Any], error: ValidationError, today: dt.date) -> list[Problem]:
    """Look for contradictions among the answers that are right on their own."""
    if not isinstance(values, Mapping):
        return []
    rest = _copied(values)
    for issue in error.errors():
        _remove(rest, [part for part in issue["loc"] if part != "[key]"])
    rest["firm"] = STAND_IN | rest.get("firm", {})
    try:
        return contradictions(FirmFile.model_validate(rest), today=today)
    except ValidationError:
        return []


def _copied(values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy whose tables can lose answers without touching the owner's."""
    return {key: _copied(value) if isinstance(value, Mapping) else value for key, value in values.items()}


def _remove(values: Any, loc: list[int | str]) -> None:  # noqa: ANN401 - raw TOML
    """Drop the value at `loc`, or its nearest list: a list with a hole is no longer the owner's list."""
    for part in loc[:-1]:
        inner = values[part] if isinstance(values, dict) and part in values else None
        if not isinstance(inner, dict):
            values.pop(part, None) if isinstance(values, dict) else None
            return
        values = inner
    if isinstance(values, dict):
        values.pop(loc[-1], None)


def problem_of(issue: Mapping[str, Any], root: type[BaseModel] = FirmFile) -> Problem:
    """Say in a code what pydantic found wrong with a document of the shape `root`."""
    loc = [part for part in issue["loc"] if part != "[key]"]
    path = _path(loc)
    kind = str(issue["type"])
    if kind == "missing":
        return Problem("missing", path)
    if kind == "extra_forbidden":
        return Problem("unknown_key", path, _nearest(loc, root))
    if kind == "enum":
        return Problem("not_a_choice", path, {"found": _short(issue["input"]), "accepted": _accepted(issue)})
    if kind in LIMITS:
        return _limit(kind, path, issue)
    if kind in {"string_too_long", "too_long", "too_short", "string_too_short"}:
        return _length(kind, path, issue)
    word = kind.partition("_")[0]
    return Problem(KINDS.get(word, "not_accepted"), path, {"found": _short(issue["input"])})


def _limit(kind: str, path: str, issue: Mapping[str, Any]) -> Problem:
    word, key = LIMITS[kind]
    limit, found = issue["ctx"][key], issue["input"]
    if limit == 1 and word == "at_most" and isinstance(found, int | float) and 1 < found <= MAX_PERCENT:
        return Problem("percent_not_share", path, {"found": found, "wanted": found / 100})
    shown = found if isinstance(found, int | float) else _short(found)
    return Problem(f"must_be_{word}", path, {"found": shown, "limit": limit})


def _length(kind: str, path: str, issue: Mapping[str, Any]) -> Problem:
    context = issue["ctx"]
    limit = context.get("max_length", context.get("min_length"))
    if kind.startswith("string"):
        return Problem("text_too_long" if kind.endswith("long") else "text_empty", path, {"limit": limit})
    return Problem("list_length", path, {"limit": limit, "found": context.get("actual_length")})


def _accepted(issue: Mapping[str, Any]) -> str:
    return str(issue["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")


def _path(loc: list[int | str]) -> str:
    text = ""
    for part in loc:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _short(found: object) -> str:
    try:
        text = str(found)
    except ValueError:  # Python does not write out whole numbers of thousands of digits
        return "…"
    text = text.encode(errors="replace").decode()  # half of a character cannot be shown
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - a line of the terminal


def _nearest(loc: list[int | str], root: type[BaseModel]) -> dict[str, object]:
    """Suggest the key that was probably meant."""
    model: type[BaseModel] | None = root
    for part in loc[:-1]:
        model = _inner_model(model, part)
    if model is None:
        return {"nearest": "", "accepted": ""}
    names = list(model.model_fields)
    close = get_close_matches(str(loc[-1]), names, n=1, cutoff=0.6)
    return {"nearest": close[0] if close else "", "accepted": ", ".join(names)}


def _inner_model(model: type[BaseModel] | None, part: int | str) -> type[BaseModel] | None:
    if model is None or isinstance(part, int):
        return model
    field = model.model_fields.get(part)
    if field is None:
        return None
    inner = field.annotation
    candidates = [inner, *getattr(inner, "__args__", ())]
    return next((kind for kind in candidates if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
