"""The fields of the firm's file, read off its schema: path, kind and choices of each."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from foulee.core.types import Network
from foulee.firmfile.schema import FirmFile

SIMPLE = {str: "text", float: "number", int: "number", bool: "yes_no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One answer of the file.

    `kind`: text, number, date, yes_no, choice, choices, texts, numbers, counts (a table) or tables (a list of
    them). `share`: a number from 0 to 1; `choices`: accepted codes; `choices_name`: the name of their list.
    """

    path: str
    kind: str
    required: bool
    share: bool = False
    choices: tuple[str, ...] = ()
    choices_name: str = ""


def find(path: str) -> Field | None:
    """The field at a path, or None."""
    return next((field for field in fields() if field.path == path), None)


@cache
def fields() -> tuple[Field, ...]:
    """All fields in the file's order; those of tables within lists have the list's path and their own name."""
    return tuple(_fields(FirmFile, ""))


def _fields(model: type[BaseModel], prefix: str) -> Iterator[Field]:
    for name, info in model.model_fields.items():
        path = f"{prefix}{name}"
        kind = _bare(info.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _fields(kind, f"{path}.")
            continue
        word, listed = _kind(kind)
        yield Field(
            path=path,
            kind=word,
            required=info.is_required(),
            share=word == "number" and _at_most_one(info.annotation, info.metadata),
            choices=tuple(item.value for item in listed) if listed else (),
            choices_name=listed.__name__ if listed else "",
        )
        if word == "tables":
            yield from _fields(_bare(get_args(kind)[0]), f"{path}.")


def _at_most_one(kind: Any, metadata: list[Any]) -> bool:  # noqa: ANN401 - a type form
    """Whether a number is a share: its schema ends at one."""
    return "le=1.0" in f"{kind!r} {metadata!r}"


def _bare(kind: Any) -> Any:  # noqa: ANN401 - a type form
    """The type without its constraints and without None."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in {Union, types.UnionType}:
        inner = [part for part in get_args(kind) if part is not type(None)]
        return _bare(inner[0])
    return kind


def _kind(kind: Any) -> tuple[str, type[StrEnum] | None]:  # noqa: ANN401 - a type form
    if get_origin(kind) is dict:
        return "counts", get_args(kind)[0]
    if get_origin(kind) is list:
        inner = _bare(get_args(kind)[0])
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return "tables", Network
        word, listed = _kind(inner)
        return {"choice": "choices", "text": "texts", "number": "numbers"}[word], listed
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "choice", kind
    return SIMPLE.get(kind, "date"), None
