"""How to reach the firm, as its page says it: telephone, mail, postal address, opening hours."""

import re
from functools import cache

# As numbers are written in France and overseas, in North America, and anywhere with the country's sign.
PHONES = (
    re.compile(
        r"(?<![\d.,/-])(?:\+33|0033)[\s.\u00a0\u202f-]?\(?0?\)?[\s.\u00a0\u202f-]?[1-9](?:[\s.\u00a0\u202f-]?\d{2}){4}(?!\d)"
    ),
    re.compile(r"(?<![\d.,/-])0[1-9](?:[\s.\u00a0\u202f-]?\d{2}){4}(?!\d)"),
    re.compile(r"(?<![\d.,/-])(?:\+?1[\s.\u00a0-]?)?\(?[2-9]\d{2}\)?[\s.\u00a0-]\d{3}[\s.\u00a0-]\d{4}(?!\d)"),
    re.compile(r"(?<![\d.,/-])\+\d{2,3}[\s.\u00a0\u202f-]?\(?\d{1,4}\)?(?:[\s.\u00a0\u202f-]?\d{2,4}){2,4}(?!\d)"),
)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}(?![\w-])", re.IGNORECASE)
PLACES = (
    re.compile(r"(?<!\d)\d{5}[\s\u00a0,]{1,3}[A-ZÀ-Ý][\w’'-]{2,}"),  # 97200 Fort-de-France
    re.compile(r"\b[A-Z]\d[A-Z][\s\u00a0]?\d[A-Z]\d\b"),  # H2X 1Y4
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"),  # EC1A 1BB
)
TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])\s?(?:h(?:eures?)?\s?(?:[0-5]\d)?\b|:[0-5]\d|[ap]\.?m\b)|\b(?:midi|noon)\b", re.IGNORECASE
)
LONGEST = 40
MOST_DAYS = 200
TWO = 2  # hours begin and end


def phone_in(text: str) -> str:
    """The first telephone number of a text, as written; empty if there is none."""
    found = [match for pattern in PHONES if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start())[0][:LONGEST].strip() if found else ""


def mail_in(text: str) -> bool:
    """Whether a text holds a mail address."""
    return MAIL.search(text) is not None


def place_in(text: str) -> bool:
    """Whether a text holds a postal address, told by its code."""
    return any(pattern.search(text) for pattern in PLACES)


def hours_in(text: str, days: tuple[str, ...], close: int) -> bool:
    """Whether a text gives opening hours: a day, and two times within `close` characters of it."""
    for number, match in enumerate(_day_pattern(days).finditer(text)):
        if number == MOST_DAYS:
            break
        if len(TIME.findall(text[match.end() : match.end() + close])) >= TWO:
            return True
    return False


@cache
def _day_pattern(days: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(day) for day in sorted(days, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})s?(?!\w)", re.IGNORECASE)
