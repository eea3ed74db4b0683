# ruff: noqa: ANN401 - values of any type, told by annotations
"""An advice kept as plain values, and read back into the same dataclasses, bit for bit (DESIGN §3).

Everything goes by the types' own annotations: a dataclass is its fields by name, a named tuple a list, an enumeration
its value, a date its ISO form, a table the list of its pairs (a database may not keep the order of keys). The weekly
arrays, nearly all of the bytes, are the base64 of their little-endian doubles: exact, half as long as their digits and
read at once. A number that JSON cannot hold (nan, inf), or that a database may write otherwise (−0, or so large that
it comes back as a whole number), is written `{"float": "inf"}`.

A stored payload belongs to the version that wrote it: a field too many, or missing without a default, is an error that
says where, never a guess.
"""

import base64
import dataclasses
import datetime as dt
import math
import types
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from foulee.advice.result import Advice
from foulee.core.types import Reason

Hint = Any  # what an annotation evaluates to
T = TypeVar("T")

DOUBLE = np.dtype("<f8")
LARGE = 1e16  # from here on a double is a whole number, and some databases write it as one
SPECIAL = "float"


class StoredAdviceError(Exception):
    """A stored advice has another shape than the one this version reads: `place` and `found` say where and what."""

    def __init__(self, place: str, found: str) -> None:
        super().__init__(f"stored advice, {place or 'whole'}: {found}")
        self.place = place
        self.found = found


def dump(advice: Advice) -> dict[str, Any]:
    """Turn an advice into values that JSON holds exactly, in text as in a database."""
    plain: dict[str, Any] = _plain(advice)
    return plain


def restore(payload: dict[str, Any]) -> Advice:
    """Read back what `dump` made; equal to the original to the last bit. Raises StoredAdviceError."""
    advice: Advice = _dataclass(Advice, payload, "")
    return advice


def restore_reasons(stored: Any) -> tuple[Reason, ...]:
    """Read back the reasons alone, `diagnosis.reasons` of what `dump` made. Raises StoredAdviceError."""
    reasons: tuple[Reason, ...] = _read(tuple[Reason, ...], stored, "diagnosis.reasons")
    return reasons


def dump_as_read(value: Any) -> dict[str, Any]:
    """Turn another dataclass than an advice into such values."""
    plain: dict[str, Any] = _plain(value)
    return plain


def restore_as(kind: type[T], payload: Any) -> T:
    """Read back a dataclass of a kind. Raises StoredAdviceError."""
    read: T = _dataclass(kind, payload, "")
    return read


# --- writing -----------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, dict):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return base64.b64encode(value.astype(DOUBLE).tobytes()).decode("ascii")
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return float(value) if _ordinary(value) else {SPECIAL: repr(float(value))}
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"an advice holds a {type(value).__name__}, which cannot be stored")


def _ordinary(value: float) -> bool:
    """Whether every writer of JSON gives the number back as it was."""
    return abs(value) < LARGE and not (value == 0.0 and math.copysign(1.0, value) < 0.0)


# --- reading -----------------------------------------------------------------------------------------------------


def _read(hint: Hint, value: Any, place: str) -> Any:
    """Read a value as its annotation says."""
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return _union(get_args(hint), value, place)
    if origin in CONTAINERS:
        return CONTAINERS[origin](get_args(hint), value, place)
    if dataclasses.is_dataclass(hint):
        return _dataclass(hint, value, place)
    if issubclass(hint, tuple):  # a named one
        return hint(*_tuple(tuple(get_type_hints(hint).values()), value, place))
    if not isinstance(value, WRITTEN_AS.get(hint, str)):
        raise StoredAdviceError(place, f"{type(value).__name__} where {hint.__name__} is expected")
    try:
        return READERS[hint](value) if hint in READERS else hint(value) if issubclass(hint, Enum) else value
    except (KeyError, TypeError, ValueError) as error:
        raise StoredAdviceError(place, f"{value!r} is no {hint.__name__}") from error


def _dataclass(hint: Hint, value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        raise StoredAdviceError(place, "not a table")
    hints, needed = _fields(hint)
    unknown, missing = sorted(value.keys() - hints.keys()), sorted(needed - value.keys())
    if unknown or missing:
        told = {"unknown": unknown, "missing": missing}
        words = "; ".join(f"{what}: {', '.join(names)}" for what, names in told.items() if names)
        raise StoredAdviceError(place, words)
    return hint(**{name: _read(hints[name], item, _below(place, name)) for name, item in value.items()})


@cache
def _fields(hint: Hint) -> tuple[dict[str, Hint], frozenset[str]]:
    """Annotations of a dataclass by field, and the fields without a default."""
    bare = dataclasses.MISSING
    needed = {item.name for item in dataclasses.fields(hint) if item.default is bare and item.default_factory is bare}
    return get_type_hints(hint), frozenset(needed)


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _union(hints: tuple[Hint, ...], value: Any, place: str) -> Any:
    """The first of the alternatives that the value is."""
    for hint in hints:
        try:
            return _read(hint, value, place)
        except StoredAdviceError:
            continue
    raise StoredAdviceError(place, f"{type(value).__name__} is none of its types")


def _tuple(hints: tuple[Hint, ...], value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise StoredAdviceError(place, "not a list")
    if hints[-1] is Ellipsis:
        hints = hints[:1] * len(value)
    if len(hints) != len(value):
        raise StoredAdviceError(place, f"{len(value)} values instead of {len(hints)}")
    return tuple(_read(hint, item, f"{place}[{n}]") for n, (hint, item) in enumerate(zip(hints, value, strict=True)))


def _dict(hints: tuple[Hint, ...], value: Any, place: str) -> dict[Any, Any]:
    return dict(_tuple((types.GenericAlias(tuple, hints), ...), value, place))


def _array(_hints: tuple[Hint, ...], value: Any, place: str) -> Any:
    try:
        return np.frombuffer(base64.b64decode(value, validate=True), dtype=DOUBLE).astype(np.float64)
    except (TypeError, ValueError) as error:  # also bytes that are not base64
        raise StoredAdviceError(place, "not the doubles of an array") from error


def _number(value: Any) -> Any:
    """A number keeps the kind it was written with: a count of customers stays whole."""
    return float(value[SPECIAL]) if isinstance(value, dict) else value


CONTAINERS: dict[Hint, Callable[[tuple[Hint, ...], Any, str], Any]] = {tuple: _tuple, dict: _dict, np.ndarray: _array}
READERS: dict[Hint, Callable[[Any], Any]] = {
    float: _number,
    dt.date: dt.date.fromisoformat,
    dt.datetime: dt.datetime.fromisoformat,
}
WRITTEN_AS: dict[Hint, Any] = {float: float | int | dict, int: int, bool: bool, types.NoneType: types.NoneType}
