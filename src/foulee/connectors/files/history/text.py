"""Bytes that should be a CSV, as a table of cells: encoding, separator, where the heading stands."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from foulee.connectors.files.history.columns import is_week
from foulee.firmfile.problems import FirmFileError, Problem

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
SEPARATORS = (";", "\t", ",")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf")
PAGES = ("<!doctype", "<html", "<?xml", "<table")
MOST_TOLD = 50
BEFORE_HEADING = 20  # lines of title that exports write above the columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns of cells as they were given; `lines` says where each row stands in the file.

    `decimal`: the sign before decimals where no cell tells ("": not known); between commas it can only be a point.
    """

    header: tuple[str, ...]
    columns: tuple[Sequence[object], ...]
    lines: tuple[int, ...]
    decimal: str = ""


def read_table(data: bytes, name: str) -> tuple[Table, list[Problem]]:
    """Make a table of a file's bytes, and notes on how it was read. Raises FirmFileError if it is no CSV."""
    text, notes = _decoded(data, name)
    rows, decimal = _rows(text, name)
    if not rows:
        raise _refused("history_not_csv", file=name)
    heading = next((place for place, (_, row) in enumerate(rows[:BEFORE_HEADING]) if any(map(is_week, row))), 0)
    header = tuple(" ".join(cell.split()) for cell in rows[heading][1])
    width, body = len(header), rows[heading + 1 :]
    extra = [
        Problem("history_extra_cells", values={"line": line, "found": len(row), "wanted": width})
        for line, row in body
        if any(cell.strip() for cell in row[width:])
    ]
    if len(body) > MOST_ROWS:
        extra = [Problem("history_too_long", values={"limit": MOST_ROWS, "found": len(body)})]
    if extra:
        raise FirmFileError(told(extra))
    padded = [(row + [""] * width)[:width] for _, row in body]
    columns = tuple(tuple(column) for column in zip(*padded, strict=True)) if padded else ((),) * width
    lines = tuple(line for line, _ in body)
    return Table(header=header, columns=columns, lines=lines, decimal=decimal), notes


def told(problems: list[Problem]) -> list[Problem]:
    """As many problems as one reads, and how many more there are."""
    left = len(problems) - MOST_TOLD
    return problems if left <= 0 else [*problems[:MOST_TOLD], Problem("history_more", values={"count": left})]


def _decoded(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Byte order mark, else strict UTF-8, else Windows' own; no detector (they take cp1252 for cp1250)."""
    if len(data) > MOST_BYTES:
        raise _refused("history_too_large", file=name, limit=MOST_BYTES // 1_000_000)
    if data.startswith(WORKBOOKS):
        raise _refused("history_workbook", file=name)
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")
    if data.startswith(OTHERS) or (not marked.startswith("utf-16") and b"\x00" in data):
        raise _refused("history_not_csv", file=name)
    notes: list[Problem] = []
    try:
        text = data.decode(marked or "utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        notes = [Problem("history_windows_text", values={"file": name})]
    if not text.strip("\ufeff \t\r\n,;"):
        raise _refused("history_empty", file=name)
    if text.lstrip("\ufeff \t\r\n").lower().startswith(PAGES):
        raise _refused("history_not_csv", file=name)
    return text.replace("\ufeff", ""), notes


def _rows(text: str, name: str) -> tuple[list[tuple[int, list[str]]], str]:
    """Rows that hold something, with the line on which each ends, and the decimal sign that the separator leaves."""
    first = next(line for line in text.splitlines() if line.strip())
    declared = first.strip().lower().removeprefix("sep=") if first.lower().startswith("sep=") else ""
    separator = {"": ",", "\\t": "\t"}.get(declared, declared[:1]) if declared else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=separator)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:  # a cell without end
        raise _refused("history_not_csv", file=name) from error
    return (rows[1:] if declared and len(rows) > 1 else rows), ("." if separator == "," else "")


def _separator(text: str) -> str:
    """What parts the cells: whatever parts the heading into most columns, where the week's column is seen."""
    lines = [line for line in text.splitlines()[: BEFORE_HEADING * 2] if line.strip()][:BEFORE_HEADING]
    headings = [line for line in lines if any(is_week(cell) for sign in SEPARATORS for cell in _cells(line, sign))]
    line = (headings or lines)[0]
    return max(SEPARATORS, key=lambda sign: len(_cells(line, sign)))


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return [line]


def _refused(code: str, **values: object) -> FirmFileError:
    return FirmFileError([Problem(code, values=values)])
