"""What an owner types at a question, turned into the file's raw values."""

import unicodedata
from collections.abc import Callable
from typing import Any

from foulee.firmfile.days import day, since
from foulee.firmfile.fields import Field
from foulee.firmfile.numbers import hundredths, number
from foulee.knowledge.texts import load_questions

YES = dict.fromkeys(("oui", "o", "yes", "y", "true"), True)
YES_NO = YES | dict.fromkeys(("non", "n", "no", "false"), False)
WHOLE = 100


def parse(told: str, found: Field, language: str = "") -> Any:  # noqa: ANN401 - a raw TOML value
    """Turn what was typed into a raw value: numbers of choices, lists, decimal commas, yes and no.

    `language` tells which sign parts thousands. What cannot be read comes back as it was typed, to be refused.
    """
    inside = told.strip("[] ")
    readers: dict[str, Callable[[], Any]] = {
        "text": lambda: told,
        "choice": lambda: _choice(told, found),
        "choices": lambda: [_choice(part, found) for part in _parts(inside, ",")],
        "tables": lambda: [_choice(part, found) for part in _parts(inside, ",")],
        "texts": lambda: [part.strip('" ') for part in _parts(inside, ";")],
        "number": lambda: _share(told, found, language) if found.share else read_number(told, language, found.path),
        "numbers": lambda: _numbers(inside, found, language),
        "counts": lambda: _counts(told, found, language),
        "yes_no": lambda: YES_NO.get(told.lower(), told),
        "date": lambda: _date(told, found),
    }
    return readers[found.kind]()


def read_number(told: str, language: str, path: str) -> Any:  # noqa: ANN401 - a raw TOML value
    """One number, or what was typed where it cannot be read."""
    value = number(told, language, path)
    return told if value is None else value


def _date(told: str, found: Field) -> Any:  # noqa: ANN401 - a raw TOML value
    read = since if found.path.endswith(".since") else day
    return read(told) or told


def _parts(told: str, separator: str) -> list[str]:
    return [part.strip() for part in told.split(separator) if part.strip()]


def _numbers(told: str, found: Field, language: str) -> list[Any]:
    parts = _parts(told, ";" if ";" in told else ",")
    return [read_number(part, language, found.path) for part in parts]


def _counts(told: str, found: Field, language: str) -> Any:  # noqa: ANN401 - a raw TOML value
    """`facebook 35, instagram 12` as a table."""
    counts = {}
    for part in told.replace(";", ",").split(","):
        name, _, count = part.strip().replace("=", " ").replace(":", " ").rpartition(" ")
        counts[_choice(name.strip(), found)] = read_number(count, language, found.path)
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


def _share(told: str, found: Field, language: str) -> Any:  # noqa: ANN401 - a raw TOML value
    """A share from 0 to 1; `62`, `62 %` or `62 sur 100` is sixty-two in a hundred."""
    plain = number(told, language)
    if plain is not None and 0 <= plain <= 1:
        return float(plain)
    value = hundredths(told, language, found.path)
    return told if value is None else value / WHOLE
