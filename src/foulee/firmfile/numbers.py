"""Numbers as people type them: in groups of three, with a decimal comma or point, with their unit.

What could be two numbers is never settled by guessing: a price divided by a thousand would go unseen.
"""

import re
import unicodedata
from functools import cache

from foulee.knowledge.texts import load_questions

SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f\t"), " ") | {0x2212: "-", 0x2019: "'"}
THOUSANDS = {"fr": ".", "en": ","}  # with the space and the apostrophe, which are so in both
GROUP = 3
HOUR = 60
NUMBER = re.compile(r"([^0-9]*?)([-+]?\s?[0-9](?:[0-9 .,']*[0-9])?)([^0-9]*)", re.DOTALL)
DIGITS = re.compile(r"[0-9]{1,60}")
ABOUT = re.compile(
    r"\b(?:environ|env\.?|a peu pres|autour de|plus ou moins|about|around|approximately|approx\.?|roughly)(?!\w)|[~≈±]"
)
SLASH = re.compile(r"/\s*(?=[^\W\d_])")
YEARLY = re.compile(r"\b(?:par|per) an\b")
HOURS = r"(?:h|hrs?|heures?|hours?)"
MINUTES = r"(?:minutes?|min|mn|m)\b"
TIME = re.compile(rf"(?:(\d{{1,3}})\s*{HOURS})?\s*(?:et|and)?\s*(?:(\d{{1,3}})\s*(?:{MINUTES})?)?([^0-9]*)")
OUT_OF = re.compile(r"(.+?)\s*(?:/|\bsur\b|\bout of\b|\bin\b)\s*(.+)")
WORDS_AFTER = re.compile(r"(?:\s+[^\W\d_]+)+$")
PERCENT = re.compile(r"\s*(?:%|pour ?cents?\b|per ?cent\b)\s*")
MAYBE = re.compile(r"(?<![\d.,])([1-9]\d{0,2})([.,])(\d{3})(?![\d.,])")
SMALL_WORDS = frozenset({"par", "per", "a", "an", "de", "d", "l", "each", "every", "the", "la", "le", "les", "'", "."})
SAME = {
    "hour": "h hr hrs heure heures hour hours",
    "day": "j jour jours day days",
    "week": "sem semaine semaines week weeks",
    "month": "mois month months",
    "year": "an ans annee annees year years yr ages",
    "minute": "min mn minute minutes",
    "second": "s sec seconde secondes second seconds",
    "money": "€ $ £ eur euro euros dollar dollars usd cad {currency}",
    "person": "personne personnes people person persons",
    "post": "publication publications post posts",
    "follower": "abonne abonnes follower followers",
}
MEANT = {word: meant for meant, words in SAME.items() for word in words.split()}


def number(told: str, language: str = "", path: str = "") -> int | float | None:
    """The number typed for the question at `path`; None if it cannot be read, or could be read in two ways."""
    text = _bare(told)
    if "hours" in re.split(r"[._]", path):
        time = _time(text, path)
        if time is not None:
            return time
    found = NUMBER.fullmatch(text)
    if found is None:
        return None
    before, digits, after = found.groups()
    if not _counted(f"{before} ", path, frozenset()) or not _counted(after, path, SMALL_WORDS):
        return None
    value = _value(digits.lstrip("-+ "), language)
    return -value if value is not None and digits.startswith("-") else value


def hundredths(told: str, language: str = "", path: str = "") -> int | float | None:
    """A share typed in hundredths: `62`, `62 %`, `8 sur 10`, `8/10`; None if it cannot be read."""
    text = PERCENT.sub(" ", _bare(told))
    parts = OUT_OF.fullmatch(text)
    if parts is None:
        return number(text, language, path)
    part, whole = (number(WORDS_AFTER.sub("", side), language) for side in parts.groups())
    return None if part is None or not whole or whole < 0 else round(100 * part / whole, 10)


def doubtful(told: str) -> tuple[str, str] | None:
    """The two numbers that `280,000` may be, as they would be typed without doubt; None where there is no doubt."""
    found = MAYBE.findall(_bare(told))
    if len(found) != 1:
        return None
    whole, sign, rest = found[0]
    return (whole if rest == "0" * GROUP else f"{whole}{sign}{rest}0"), f"{whole}{rest}"


def written(value: float, language: str) -> str:
    """A number as one would type it; read back, it is the same."""
    text = str(value) if isinstance(value, int) else f"{value:.10f}".rstrip("0").rstrip(".")
    whole, _, decimals = text.partition(".")
    if len(decimals) == GROUP and whole.strip("-") != "0":
        text = f"{whole}.{decimals}0"  # three decimals could be thousands
    return text.replace(".", ",") if language == "fr" else text


def _bare(text: str) -> str:
    """Small letters without accents, plain spaces, and without the words that say `about`."""
    spread = unicodedata.normalize("NFD", text.translate(SPACES).strip().lower())
    plain = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return " ".join(ABOUT.sub(" ", plain).split())


def _value(digits: str, language: str) -> int | float | None:
    """Read digits with their signs."""
    parts, signs = re.split(r"[ .,']", digits), re.findall(r"[ .,']", digits)
    if not all(DIGITS.fullmatch(part) for part in parts):
        return None
    if not signs:
        return int(parts[0])
    thousands = THOUSANDS.get(language)
    if len(set(signs)) > 1:
        return _mixed(parts, signs, thousands)
    if _grouped(parts):
        sure = len(signs) > 1 or signs[0] in {" ", "'", thousands}
        return int("".join(parts)) if sure else None
    return _decimal(*parts) if len(signs) == 1 and signs[0] in ".," else None


def _mixed(parts: list[str], signs: list[str], thousands: str | None) -> int | float | None:
    """Read a number with thousands and decimals; where the last sign would be one for thousands, it is no number."""
    last, others = signs[-1], set(signs[:-1])
    unsure = len(parts[-1]) == GROUP and last == thousands
    if len(others) > 1 or last in others or last in " '" or unsure or not _grouped(parts[:-1]):
        return None
    return _decimal("".join(parts[:-1]), parts[-1])


def _grouped(parts: list[str]) -> bool:
    """Whether these could be thousands: groups of three after one that begins with no zero."""
    return len(parts[0]) <= GROUP and not parts[0].startswith("0") and all(len(part) == GROUP for part in parts[1:])


def _decimal(whole: str, decimals: str) -> int | float:
    """A number with decimals; a whole one where they are all zero."""
    return float(f"{whole}.{decimals}") if decimals.strip("0") else int(whole)


def _time(text: str, path: str) -> float | None:
    """Hours and minutes: `2 h 30`, `45 min`."""
    found = TIME.fullmatch(text)
    if found is None or found[2] is None or not _counted(found[3], path, SMALL_WORDS):
        return None
    if found[1] is None:
        return round(int(found[2]) / HOUR, 4) if re.match(rf"\d+\s*{MINUTES}\b", text) else None
    return int(found[1]) + round(int(found[2]) / HOUR, 4) if int(found[2]) < HOUR else None


def _counted(text: str, path: str, small: frozenset[str]) -> bool:
    """Whether these words only say what the number counts: those of its own question."""
    told = YEARLY.sub("par annee", SLASH.sub(" par ", text))
    words = {word for word in re.findall(r"[^\W\d_]+|[^\w\s]", told) if word not in small}
    return not words or {MEANT.get(word, word) for word in words} <= _units(path)


@cache
def _units(path: str) -> frozenset[str]:
    """Words that may stand beside the number of a question."""
    question = load_questions().find(path)
    units = [unit for unit in (question.unit, question.unit_one) if unit] if question else []
    text = " ".join(_bare(unit.get(lang)) for unit in units for lang in ("fr", "en"))
    words = {*re.findall(r"\{currency\}|[^\W\d_]+|[^\w\s]", YEARLY.sub("par annee", text)), *re.split(r"[._]", path)}
    return frozenset(MEANT.get(word, word) for word in words if word not in SMALL_WORDS)
