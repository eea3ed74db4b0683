"""What an owner types at a question, turned into the file's raw values."""

import tomllib
import unicodedata
from collections.abc import Callable
from typing import Any

from foulee.firmfile.fields import Field
from foulee.knowledge.texts import load_questions

YES = dict.fromkeys(("oui", "o", "yes", "y", "true"), True)
YES_NO = YES | dict.fromkeys(("non", "n", "no", "false"), False)
WHOLE = 100


def parse(told: str, found: Field) -> Any:  # noqa: ANN401 - a raw TOML value
    """Turn what was typed into a raw value: numbers of choices, lists, decimal commas, yes and no."""
    inside = told.strip("[] ")
    readers: dict[str, Callable[[], Any]] = {
        "text": lambda: told,
        "choice": lambda: _choice(told, found),
        "choices": lambda: [_choice(part, found) for part in _parts(inside, ",")],
        "tables": lambda: [_choice(part, found) for part in _parts(inside, ",")],
        "texts": lambda: [part.strip('" ') for part in _parts(inside, ";")],
        "numbers": lambda: [_number_or_date(part) for part in _parts(inside, ";" if ";" in inside else ",")],
        "counts": lambda: _counts(told, found),
        "yes_no": lambda: YES_NO.get(told.lower(), told),
    }
    return readers.get(found.kind, lambda: _share(told) if found.share else _number_or_date(told))()


def _parts(told: str, separator: str) -> list[str]:
    return [part.strip() for part in told.split(separator) if part.strip()]


def _counts(told: str, found: Field) -> Any:  # noqa: ANN401 - a raw TOML value
    """`facebook 35, instagram 12` as a table."""
    counts = {}
    for part in told.replace(";", ",").split(","):
        name, _, count = part.strip().replace("=", " ").replace(":", " ").rpartition(" ")
        counts[_choice(name.strip(), found)] = _number_or_date(count)
    return counts


def _choice(told: str, found: Field) -> str:
    """A code from its number in the list, its label in either language (or how it begins), or itself."""
    if told.isdecimal() and 1 <= int(told) <= len(found.choices):
        return found.choices[int(told) - 1]
    labels = load_questions().choices.get(found.choices_name, {})
    wanted = _bare(told)
    begun = [
        code
        for code, words in labels.items()
        if wanted and any(_bare(words.get(lang)).startswith(wanted) for lang in ("fr", "en"))
    ]
    return begun[0] if len(begun) == 1 and told not in found.choices else told


def _bare(text: str) -> str:
    """Small letters without accents."""
    spread = unicodedata.normalize("NFKD", text.strip().lower())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def _share(told: str) -> Any:  # noqa: ANN401 - a raw TOML value
    """A share from 0 to 1; `62`, or `62 %`, is sixty-two in a hundred."""
    value = _number_or_date(told.rstrip().removesuffix("%"))
    if isinstance(value, int | float) and not isinstance(value, bool) and (1 < value <= WHOLE or "%" in told):
        return value / WHOLE
    return float(value) if type(value) is int else value


def _number_or_date(told: str) -> Any:  # noqa: ANN401 - a raw TOML value
    text = told.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".").rstrip("€$")
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return told
