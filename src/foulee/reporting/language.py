"""French and English: chrome from the catalogue, numbers and dates the way each language writes them."""

import datetime as dt
import gettext
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import as_file, files

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

LANGUAGES = ("fr", "en")
NARROW = "\u202f"
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
CLOSING = re.compile(r"[ \u00a0](?=[:;!?»%])")
OPENING = re.compile(r"«[ \u00a0]")
QUOTED = re.compile(r'(?<!\S)"([^"]+)"')
HUNDRED = 100.0
FRENCH_PLURAL = 2.0
NEARLY_ALL = 99.0
SMALL = 10.0


class Language:
    """One of the two languages, with the currency of the firm's country."""

    def __init__(self, code: str, currency: str = "EUR", country: str = "FR") -> None:
        if code not in LANGUAGES:
            raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {code!r}")
        self.code = code
        self.currency = currency
        canada = country in {"QC", "CA"}
        self.locale = {"fr": "fr_CA" if canada else "fr_FR", "en": "en_CA" if canada else "en_GB"}[code]
        self.translations = _catalogue(code)

    def say(self, message: str) -> str:
        """Translate a label."""
        return self.typeset(self.translations.gettext(message))

    def plural(self, one: str, many: str, count: float) -> str:
        """Translate with the language's own plural: in French 0 and 1.5 are singular."""
        return self.typeset(self.translations.ngettext(one, many, 1 if self.singular(count) else 2))

    def singular(self, count: float) -> bool:
        """Whether a count takes the singular: below two in French, exactly one in English."""
        return abs(count) < FRENCH_PLURAL if self.code == "fr" else count == 1.0

    def typeset(self, text: str) -> str:
        """Curly apostrophes and quotation marks, and in French the narrow spaces that its marks want."""
        text = APOSTROPHE.sub("’", text)
        if self.code == "fr":
            return OPENING.sub(f"«{NARROW}", CLOSING.sub(NARROW, text))
        return QUOTED.sub(r"“\1”", text)

    # --- numbers -------------------------------------------------------------------------------------------------

    def number(self, value: float) -> str:
        """Write a number: one decimal under ten, none above, two significant figures when small."""
        size = abs(value)
        pattern = "#,##0" if size >= SMALL or value == round(value) else "#,##0.#" if size >= 1.0 else "#,##0.##"
        return format_decimal(value, format=pattern, locale=self.locale)

    def percent(self, share: float) -> str:
        """Write a share as a percentage, never 0 or 100 % unless it is."""
        points = HUNDRED * share
        if 0.0 < points < 1.0:
            text = format_decimal(max(points, 0.1), format="0.#", locale=self.locale)
        else:
            text = str(round(points)) if not NEARLY_ALL < points < HUNDRED else "99"
        return f"{text}{NARROW}%" if self.code == "fr" else f"{text}%"

    def money(self, value: float) -> str:
        """Write money, rounded to what can be known: two significant figures above a hundred."""
        pattern = "#,##0\u00a0¤" if self.code == "fr" else "¤#,##0"
        text = format_currency(rounded(value), self.currency, locale=self.locale, currency_digits=False, format=pattern)
        return text.replace("-", "\u2212\u2060")

    def exact(self, value: float) -> str:
        """Write a number as it was told, without rounding beyond two decimals."""
        return format_decimal(value, format="#,##0.##", locale=self.locale)

    def exact_money(self, value: float) -> str:
        """Write money as it was told: cents only where there are some."""
        decimals = "" if value == round(value) else ".00"
        pattern = f"#,##0{decimals}\u00a0¤" if self.code == "fr" else f"¤#,##0{decimals}"
        return format_currency(value, self.currency, locale=self.locale, currency_digits=False, format=pattern)

    def hours(self, value: float) -> str:
        """Write hours: minutes under one hour, halves and quarters as people say them."""
        if value < 0.95:  # noqa: PLR2004 - less than an hour is said in minutes
            minutes = max(5, round(value * 60 / 5) * 5)
            return f"{minutes}{NARROW}min" if self.code == "fr" else f"{minutes}\u00a0min"
        if self.code == "fr":
            whole, minutes = divmod(round(value * 4) * 15, 60)
            return f"{whole}{NARROW}h" + (f"{NARROW}{minutes:02d}" if minutes else "")
        return f"{format_decimal(round(value * 4) / 4, format='#,##0.##', locale=self.locale)}\u00a0h"

    def date(self, day: dt.date) -> str:
        """Write a date in full; in French the first of a month is an ordinal."""
        told = format_date(day, format="long", locale=self.locale)
        return told.replace("1", "1er", 1) if self.code == "fr" and day.day == 1 else told

    def month(self, day: dt.date) -> str:
        """Write a month and its year."""
        return format_date(day, format="MMMM y", locale=self.locale)

    def month_names(self) -> list[str]:
        """Names of the twelve months."""
        return [format_date(dt.date(2026, month, 1), format="LLLL", locale=self.locale) for month in range(1, 13)]

    def chances(self, probability: float) -> str:
        """Say a probability in chances out of ten (out of a hundred at the ends)."""
        tenths = round(10 * probability)
        if 1 <= tenths <= 9:  # noqa: PLR2004 - a figure out of ten
            return self.plural("{n} chance in 10", "{n} chances in 10", tenths).format(n=tenths)
        hundredths = min(max(round(HUNDRED * probability), 1), 99)
        return self.plural("{n} chance in 100", "{n} chances in 100", hundredths).format(n=hundredths)

    # --- sentences -----------------------------------------------------------------------------------------------

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        """Fill a sentence's placeholders; the end of each name says how its value is written."""
        return self.typeset(PLACEHOLDER.sub(lambda match: self._written(match[1], values[match[1]]), template))

    def _written(self, name: str, value: object) -> str:
        kind = name.rpartition("_")[2]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._written_number(kind, float(value))
        if isinstance(value, dt.date):
            return self.date(value)
        if kind == "text":
            return self.quoted(str(value))
        return str(value)

    def _written_number(self, kind: str, value: float) -> str:
        writers: dict[str, Callable[[float], str]] = {
            "pct": self.percent,
            "money": self.money,
            "hours": self.hours,
            "chances": self.chances,
            "year": lambda number: str(round(number)),
            "days": lambda number: self.counted("{n} day", "{n} days", number),
            "months": lambda number: self.counted("{n} month", "{n} months", number),
            "stars": lambda number: format_decimal(number, format="0.0", locale=self.locale),
        }
        return writers.get(kind, self.number)(value)

    def counted(self, one: str, many: str, count: float) -> str:
        """Write a number with its unit, singular or plural; the messages hold `{n}`."""
        return self.plural(one, many, count).format(n=self.number(count))

    def quoted(self, text: str) -> str:
        """Put the owner's own words between quotation marks."""
        inside = " ".join(text.split())
        return f"«{NARROW}{inside}{NARROW}»" if self.code == "fr" else f"“{inside}”"

    def listed(self, items: list[str]) -> str:
        """Join items as a sentence would."""
        if len(items) < 2:  # noqa: PLR2004 - nothing to join
            return "".join(items)
        last = self.say("and")
        return f"{', '.join(items[:-1])} {last} {items[-1]}"


def mark(message: str) -> str:
    """Mark a message for the catalogue where its language is not known yet; `say` translates it later."""
    return message


def rounded(value: float) -> float:
    """Round money to two significant figures above a hundred, to tens or units below."""
    size = abs(value)
    if size < HUNDRED:
        return round(value)
    step = 10.0 ** (len(str(int(size))) - 2)
    return round(value / step) * step


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    with as_file(files("foulee") / "locale") as folder:
        return gettext.translation("foulee", localedir=str(folder), languages=[code], fallback=code == "en")
