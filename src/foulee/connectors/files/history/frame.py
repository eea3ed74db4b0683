"""The same reading for what an analyst holds in memory: pandas, polars, or columns by name."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from foulee.connectors.files.history.reading import HistoryFile, history_of, parse_history
from foulee.connectors.files.history.text import Table
from foulee.connectors.files.history.wanted import LeverSpec, Told, wanted
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.reading import read_bytes

Levers = Mapping[str, Told | LeverSpec]


def read_history(
    path: str | Path, levers: Levers | None = None, controls: Iterable[str] = (), *, today: dt.date
) -> HistoryFile:
    """Read a history from a CSV file.

    `levers` names the columns that are levers, with their kind: `{"instagram_hours": "organic_social"}`, or kind,
    unit and whether they follow demand: `("search", "money", True)`. `controls` names those that follow demand and
    that no lever moves. Raises FirmFileError with everything that forbids to read it, ValueError for an unknown kind.
    """
    return parse_history(bytes_of(path), str(path), wanted(levers or {}, controls, today))


def bytes_of(path: str | Path) -> bytes:
    """A file's bytes. Raises FirmFileError: `foulee new` makes no history, so that a missing one has its own words."""
    try:
        return read_bytes(path)
    except FirmFileError as error:
        missing = error.problems[0].code == "file_missing"
        raise FirmFileError([Problem("history_missing", values={"file": str(path)})]) if missing else error from error


def history_from_frame(
    frame: Any,  # noqa: ANN401 - any data frame that narwhals knows, or columns by name
    levers: Levers | None = None,
    controls: Iterable[str] = (),
    *,
    today: dt.date,
) -> HistoryFile:
    """Read a history from a data frame (pandas, polars …) or from arrays by name; a row's number counts as its line.

    Same columns, same checks and same errors as `read_history`.
    """
    columns = _columns(frame)
    sizes = {len(cells) for cells in columns.values()}
    if len(sizes) > 1:
        raise FirmFileError([Problem("history_uneven", values={"found": ", ".join(map(str, sorted(sizes)))})])
    table = Table(
        header=tuple(" ".join(name.split()) for name in columns),
        columns=tuple(columns.values()),
        lines=tuple(range(1, sizes.pop() + 1)) if sizes else (),
        decimal=".",
    )
    return history_of(table, "frame", wanted(levers or {}, controls, today))


def _columns(frame: Any) -> dict[str, Sequence[object]]:  # noqa: ANN401 - see above
    if isinstance(frame, Mapping):
        return {str(name): _cells(values) for name, values in frame.items()}
    import narwhals as nw  # noqa: PLC0415 - only callers with a data frame need it

    known = nw.from_native(frame, eager_only=True)
    return {name: known[name].to_list() for name in known.columns}


def _cells(values: Any) -> Sequence[object]:  # noqa: ANN401 - an array, a list, a series
    """Python's own values; NumPy's days become dates."""
    array = values if isinstance(values, np.ndarray) else None
    if array is None:
        return list(values)
    return array.astype("datetime64[us]").tolist() if array.dtype.kind == "M" else array.tolist()
