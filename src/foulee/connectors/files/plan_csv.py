"""A path of effort given by the owner: a CSV of weeks and one column per channel."""

import csv
import io
import math
from dataclasses import dataclass

import numpy as np

from foulee.core.types import Floats
from foulee.firmfile.problems import FirmFileError, Problem

WEEK = ("week", "semaine")
MOST = 100_000.0  # items a week or money a month: beyond it is a slip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTable:
    """Amounts by week: `channels` names the columns of `amounts` (weeks, channels)."""

    channels: tuple[str, ...]
    amounts: Floats


def read_plan(data: bytes, name: str, accepted: tuple[str, ...]) -> PlanTable:
    """Read a plan: columns `week` (1, 2, 3 …) and channels among `accepted`, commas or semicolons between them.

    Amounts are items a week (posts, letters …), or money a month for ads; empty is zero. Raises FirmFileError
    with every bad line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FirmFileError([Problem("not_utf8", values={"line": line})]) from error
    first = text.split("\n", 1)[0]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=None), delimiter=";" if ";" in first else ","))
    except csv.Error as error:  # a cell without end
        raise FirmFileError([Problem("file_unreadable", values={"file": name})]) from error
    header = [cell.strip() for cell in rows[0]] if rows else []
    channels = tuple(_channel(cell, accepted) for cell in header[1:])
    once = len(set(channels)) == len(channels)
    if not header or header[0].lower() not in WEEK or not channels or not once or not set(channels) <= set(accepted):
        raise FirmFileError([Problem("plan_columns", values={"file": name, "accepted": ", ".join(accepted)})])
    amounts, problems = _amounts(rows[1:], len(channels), name)
    if not amounts and not problems:
        problems.append(Problem("plan_empty", values={"file": name}))
    if problems:
        raise FirmFileError(problems)
    return PlanTable(channels=channels, amounts=np.array(amounts))


def _channel(cell: str, accepted: tuple[str, ...]) -> str:
    """A column's channel; a network alone means the hours given to it."""
    return f"{cell}.hours" if f"{cell}.hours" in accepted else cell


def _amounts(rows: list[list[str]], columns: int, name: str) -> tuple[list[list[float]], list[Problem]]:
    amounts: list[list[float]] = []
    problems: list[Problem] = []
    for line, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if row[0].strip() != str(len(amounts) + 1):
            problems.append(Problem("plan_weeks", values={"file": name, "line": line, "found": row[0].strip()}))
        cells = [_amount(cell) for cell in (row[1:] + [""] * columns)[:columns]]
        bad = [cell for cell, value in zip(row[1:], cells, strict=False) if value is None]
        bad += [cell for cell in row[columns + 1 :] if cell.strip()]  # "2,5" between commas is two cells
        problems += [Problem("bad_plan", values={"file": name, "line": line, "found": cell}) for cell in bad]
        amounts.append([value or 0.0 for value in cells])
    return amounts, problems


def _amount(cell: str) -> float | None:
    """An amount ≥ 0, a decimal comma accepted between semicolons; None if it is not one."""
    text = cell.strip().replace("\u202f", "").replace("\u00a0", "").replace(",", ".")
    try:
        value = float(text or "0")
    except ValueError:
        return None
    return value if math.isfinite(value) and 0.0 <= value <= MOST else None
