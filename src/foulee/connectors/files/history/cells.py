"""Numbers of a column of cells: currency signs, spaced thousands, decimal commas, and what stands for nothing.

How a file writes its decimals is learnt from the whole of it; what could still be two numbers is not guessed.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from foulee.firmfile.numbers import number

SPACES = dict.fromkeys(map(ord, " \u00a0\u2009\u202f\t'\u2019"), None) | {0x2212: "-"}
CURRENCY = re.compile(r"(?:€|£|CA\$|\$US|US\$|\$CA|\$|EUR|CAD|USD|euros?)", re.IGNORECASE)
NOTHING = frozenset(
    {"", "-", "--", "–", "—", "?", "na", "n/a", "nan", "null", "none", "nd", "n.d.", "nc", "n.c.", "nat"}
)
NOTHING |= {"#n/a", "#n/d", "<na>", "manquant", "missing"}
PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)*|[-+]?[.,]\d+")
SCIENTIFIC = re.compile(r"[-+]?\d+(?:[.,]\d+)?e[-+]?\d{1,3}", re.IGNORECASE)
BRACKETED = re.compile(r"\((.+)\)")  # how accountants write what is below zero
GROUP = 3
ABSENT = frozenset({"<NA>", "NaT"})
LARGEST = 1e10
LONG = 60


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes numbers: the sign before its decimals, where that could be seen ("" where it could not)."""

    decimal: str = ""


def style_of(cells: Iterable[object], usual: str = "") -> Style:
    """Learn how decimals are written from every cell that leaves no doubt; `usual` where none does."""
    votes = {",": 0, ".": 0}
    for cell in cells:
        sign = _decimal_sign(bare(cell)) if isinstance(cell, str) and len(cell) < LONG else ""
        if sign:
            votes[sign] += 1
    if votes[","] and votes["."]:
        return Style()
    seen = next((sign for sign, count in votes.items() if count), "")
    return Style(decimal=seen or usual)


def amount(cell: object, style: Style) -> float | None:
    """A number; NaN where nothing was counted; None where it cannot be read, or could be read in two ways."""
    if cell is None:
        return math.nan
    if isinstance(cell, bool):
        return None
    if not isinstance(cell, str):
        return _given(cell)
    if cell.strip().lower() in NOTHING:
        return math.nan
    value = _typed(bare(cell), style) if len(cell) < LONG else None
    return value if value is not None and abs(value) <= LARGEST else None


def _given(cell: object) -> float | None:
    """A number of a data frame or an array; pandas has a nothing of its own."""
    if str(cell) in ABSENT:
        return math.nan
    try:
        value = float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return value if math.isnan(value) or abs(value) <= LARGEST else None


def hours(cell: object) -> float | None:
    """Hours and minutes as people write them: `2 h 30`, `45 min`; None where it is none."""
    return number(cell, "", "hours") if isinstance(cell, str) and len(cell) < LONG else None


def two_readings(cell: object, style: Style) -> tuple[str, str] | None:
    """The two numbers that `1,234` may be; None where there is no doubt."""
    text = bare(cell) if isinstance(cell, str) else ""
    if style.decimal or not _doubtful(text):
        return None
    whole, rest = re.split(r"[.,]", text)
    return f"{whole}.{rest}", f"{whole}{rest}"


def bare(cell: str) -> str:
    """A cell without spaces and currency signs."""
    text = CURRENCY.sub("", cell.strip()).translate(SPACES)
    inside = BRACKETED.fullmatch(text)
    return f"-{inside[1]}" if inside else text


def _typed(text: str, style: Style) -> float | None:
    if SCIENTIFIC.fullmatch(text):
        return float(text.replace(",", "."))
    if not PLAIN.fullmatch(text):
        return None
    sign = _decimal_sign(text) or (style.decimal if _doubtful(text) else "")
    whole, _, decimals = text.rpartition(sign) if sign and sign in text else (text, "", "")
    groups = re.split(r"[.,]", whole)
    if (_doubtful(text) and not sign) or any(len(group) != GROUP for group in groups[1:]):
        return None
    return float(f"{''.join(groups)}.{decimals or 0}")


def _decimal_sign(text: str) -> str:
    """The sign before the decimals of a number that leaves no doubt; "" where there are none, or where it does."""
    signs = re.findall(r"[.,]", text)
    if not signs or not PLAIN.fullmatch(text) or _doubtful(text):
        return ""
    return signs[-1] if signs.count(signs[-1]) == 1 else ""


def _doubtful(text: str) -> bool:
    """Whether one sign stands before three digits, so that it may part thousands or begin decimals."""
    parts = re.split(r"[.,]", text.lstrip("+-"))
    return len(parts) == len("ab") and len(parts[1]) == GROUP and 0 < len(parts[0]) <= GROUP and parts[0][0] != "0"
