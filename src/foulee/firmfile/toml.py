"""From bytes to raw values: encoding and TOML syntax, with decimal commas recognised."""

import re
import tomllib

from foulee.firmfile.problems import FirmFileError, Problem

MAX_BYTES = 1_000_000
DECIMAL_COMMA = re.compile(r"^\s*([A-Za-z0-9_.-]+)\s*=\s*([+-]?\d[\d_ \u00a0\u202f]*),(\d+)\s*(?:#.*)?$")
PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def parse(data: bytes) -> dict[str, object]:
    """Read the bytes of a firm's file into raw values.

    Raises FirmFileError: file too large, not UTF-8, decimal commas (every line that has one), or another
    TOML error with its line and column.
    """
    if len(data) > MAX_BYTES:
        raise FirmFileError([Problem("file_too_large", values={"limit": MAX_BYTES})])
    text = _decode(data)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FirmFileError(_decimal_commas(text) or [_syntax(text, error)]) from error


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FirmFileError([Problem("not_utf8", values={"line": line})]) from error


def _decimal_commas(text: str) -> list[Problem]:
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = DECIMAL_COMMA.match(line)
        if match:
            key, whole, decimals = match.groups()
            found = f"{whole},{decimals}"
            wanted = f"{re.sub(r'[^0-9+-]', '', whole)}.{decimals}"
            problems.append(Problem("decimal_comma", key, {"line": number, "found": found, "wanted": wanted}))
    return problems


def _syntax(text: str, error: tomllib.TOMLDecodeError) -> Problem:
    match = PLACE.search(str(error))
    if match:
        line, column = int(match[1]), int(match[2])
    else:  # "at end of document"
        line, column = text.count("\n") + 1, 1
    shown = text.split("\n")[min(line, text.count("\n") + 1) - 1].strip()[:80]
    return Problem("toml_syntax", values={"line": line, "column": column, "found": shown})
