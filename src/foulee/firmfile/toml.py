"""From bytes to raw values: encoding and TOML syntax, with decimal commas recognised."""

import re
import tomllib

from foulee.firmfile.problems import FirmFileError, Problem

MAX_BYTES = 1_000_000
DEEPEST = 20  # tables and lists one inside the other; the file's own answers go four deep
SHOWN = 80  # characters of a line that cannot be read
DECIMAL_COMMA = re.compile(r"^\s*([A-Za-z0-9_.-]+)\s*=\s*([+-]?\d[\d_ \u00a0\u202f]*),(\d+)\s*(?:#.*)?$")
PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
KEY = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
ENDLESS = re.compile(rf"(?<![\w\\-]){KEY}(?:[ \t]*+\.[ \t]*+{KEY}){{{DEEPEST}}}", re.ASCII)


def parse(data: bytes) -> dict[str, object]:
    """Read the bytes of a firm's file into raw values.

    Raises FirmFileError: file too large, not UTF-8, decimal commas (every line that has one), or another
    TOML error with its line and column.
    """
    if len(data) > MAX_BYTES:
        raise FirmFileError([Problem("file_too_large", values={"limit": MAX_BYTES})])
    text = _decode(data)
    endless = ENDLESS.search(text)
    if endless:  # a.a.a.a…: for thousands of points the reader itself would take hours
        raise FirmFileError([_at(text, endless.start())])
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FirmFileError(_decimal_commas(text) or [_syntax(text, error)]) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or brackets without end
        raise FirmFileError([_oversized(text)]) from error
    if _too_deep(values):
        raise FirmFileError([_oversized(text)])
    return values


def _too_deep(values: object) -> bool:
    """Whether tables and lists go deeper than any file of ours, so that nothing after this has to climb them."""
    level = [values]
    for _ in range(DEEPEST):
        level = [inner for value in level for inner in _within(value)]
    return bool(level)


def _within(value: object) -> list[object]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return list(inner)


def _oversized(text: str) -> Problem:
    """Point at the longest line: what Python itself refuses to read has no place of its own."""
    lines = text.split("\n")
    number = max(range(len(lines)), key=lambda index: len(lines[index]))
    return Problem("toml_syntax", values={"line": number + 1, "column": 1, "found": lines[number].strip()[:SHOWN]})


def _at(text: str, place: int) -> Problem:
    """What cannot be read, by its place in the text."""
    begins = text.rfind("\n", 0, place) + 1
    line, found = text.count("\n", 0, place) + 1, text[begins : begins + SHOWN].strip()
    return Problem("toml_syntax", values={"line": line, "column": place - begins + 1, "found": found})


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
    shown = text.split("\n")[min(line, text.count("\n") + 1) - 1].strip()[:SHOWN]
    return Problem("toml_syntax", values={"line": line, "column": column, "found": shown})
