"""Days as people type them: a year, a month in words or in figures, a date in full."""

import datetime as dt
import re
import unicodedata

CENTURY = 2000
MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
SHORTEST = 3
YEAR = re.compile(r"(?:depuis |since |en |in )*(\d{4})")
MONTH = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})")
WORDS = re.compile(r"(?:depuis |since |en |in |le )*(?:(\d{1,2})(?:er|st|nd|rd|th)? (?:of )?)?([a-z]+)\.? (\d{4})")
FULL = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})")


def day(told: str) -> dt.date | None:
    """A date in full: year first, day first, or with the month in words; None if it is none."""
    text = _bare(told)
    full, words = FULL.fullmatch(text), WORDS.fullmatch(text)
    try:
        if full:
            return dt.date(_year(full[3]), int(full[2]), int(full[1]))
        if words and words[1]:
            return dt.date(int(words[3]), _month(words[2]), int(words[1]))
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def since(told: str) -> dt.date | None:
    """A date, or the first day of a month or of a year; None if it is none of these."""
    text = _bare(told)
    year, month, words = YEAR.fullmatch(text), MONTH.fullmatch(text), WORDS.fullmatch(text)
    first = YEAR_FIRST.fullmatch(text)
    try:
        if year:
            return dt.date(int(year[1]), 1, 1)
        if month:
            return dt.date(_year(month[2]), int(month[1]), 1)
        if first:
            return dt.date(int(first[1]), int(first[2]), 1)
        if words and not words[1]:
            return dt.date(int(words[3]), _month(words[2]), 1)
    except ValueError:
        return None
    return day(told)


def _year(told: str) -> int:
    return int(told) + (CENTURY if len(told) == len("19") else 0)


def _month(word: str) -> int:
    """A month by its name in either language, or how it begins. Raises ValueError if it is none, or several."""
    found = [
        number
        for number, names in enumerate(MONTHS, start=1)
        if word in names or (len(word) >= SHORTEST and any(name.startswith(word) for name in names))
    ]
    if len(found) != 1:
        raise ValueError(word)
    return found[0]


def _bare(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("\u202f", " ").replace("\u00a0", " ").strip().lower())
    plain = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return " ".join(re.sub(r"\b(?:environ|vers|about|around)\b|~", " ", plain).split())
