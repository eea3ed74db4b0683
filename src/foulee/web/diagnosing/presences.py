"""What is asked of each network one is on: since when, how many followers, how many posts a month."""

import datetime as dt
import re
from typing import Any

from django.http import QueryDict

from foulee.firmfile.answering import CHANNELS, Raw
from foulee.firmfile.fields import Field
from foulee.firmfile.problems import Problem
from foulee.firmfile.typed import parse
from foulee.knowledge.texts import load_questions
from foulee.reporting.language import Language
from foulee.reporting.problems import spoken
from foulee.web.typed import clean_line

NUMBERS = ("followers", "posts_per_month")
LONGEST = 40
YEAR = re.compile(r"^(\d{4})$")
MONTH = re.compile(r"^(\d{1,2})[/.-](\d{4})$")
PLACE = re.compile(rf"^{re.escape(CHANNELS)}\[(\d+)\]\.(\w+)$")


class Presence:
    """One network of the firm's: what is told of it, as shown and as raw values."""

    def __init__(self, number: int, told: Raw, language: Language) -> None:
        self.place = f"{CHANNELS}[{number}]"
        self.network: str = told["network"]
        self.language = language
        self.label = load_questions().choices["Network"][self.network].get(language.code)
        self.values: dict[str, Any] = {key: told.get(key) for key in ("since", *NUMBERS)}
        self.typed = {key: self._shown(key, value) for key, value in self.values.items()}
        self.problems: list[Problem] = []
        self.said: dict[str, str] = {}

    def _shown(self, key: str, value: Any) -> str:  # noqa: ANN401 - a raw value
        if value is None:
            return ""
        if key == "since":
            day = dt.date.fromisoformat(str(value))
            return f"{day:%m/%Y}"
        return f"{value:.10g}".replace(".", "," if self.language.code == "fr" else ".")

    def read(self, data: QueryDict) -> None:
        """Read what was sent for this network."""
        for key in self.typed:
            told = clean_line(data.get(f"{key}.{self.network}", ""), LONGEST)
            unmoved = told == self.typed[key]
            self.typed[key] = told
            if not unmoved:  # a date shown by its month keeps its day
                self.values[key] = (since(told) if key == "since" else parse(told, _NUMBER)) if told else None
        if isinstance(self.values["since"], str) and self.typed["since"] == self.values["since"]:
            self.problems.append(Problem("not_a_date", f"{self.place}.since", {"found": self.typed["since"]}))

    def raw(self) -> Raw:
        """What the file holds of this network."""
        return {"network": self.network} | {key: value for key, value in self.values.items() if value is not None}


_NUMBER = Field(path="", kind="number", required=False)


def since(told: str) -> dt.date | str:
    """A date from a year, a month and a year, or a date in full; what cannot be read comes back as it is."""
    year, month = YEAR.match(told), MONTH.match(told)
    try:
        if year:
            return dt.date(int(year[1]), 1, 1)
        if month:
            return dt.date(int(month[2]), int(month[1]), 1)
        return dt.date.fromisoformat(told)
    except ValueError:
        return told


def blame(entries: list[Presence], problem: Problem) -> None:
    """Put what is wrong beside the box that it concerns."""
    place = PLACE.match(problem.path)
    number, key = (int(place[1]) - 1, place[2]) if place else (0, "since")
    entry = entries[min(number, len(entries) - 1)]
    told = spoken(problem, entry.language)
    if problem.code == "not_a_date":
        told = entry.language.say("Write a year, such as 2019, or a month, such as 03/2019.")
    entry.said[key if key in entry.typed else "since"] = told
