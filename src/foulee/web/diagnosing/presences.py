"""What is asked of each network one is on: since when, how many followers, how many posts a month."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from foulee.firmfile.answering import CHANNELS, WITHIN, Raw, problems_of
from foulee.firmfile.days import since
from foulee.firmfile.numbers import written
from foulee.firmfile.problems import Problem
from foulee.firmfile.typed import read_number
from foulee.knowledge.texts import load_questions
from foulee.reporting.language import Language
from foulee.reporting.problems import spoken
from foulee.web.typed import clean_line

NUMBERS = ("followers", "posts_per_month")
LONGEST = 40
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
        return written(value, self.language.code)

    def read(self, data: QueryDict) -> None:
        """Read what was sent for this network."""
        for key in self.typed:
            told = clean_line(data.get(f"{key}.{self.network}", ""), LONGEST)
            unmoved = told == self.typed[key]
            self.typed[key] = told
            if not unmoved:  # a date shown by its month keeps its day
                self.values[key] = self._value(key, told) if told else None

    def _value(self, key: str, told: str) -> Any:  # noqa: ANN401 - a raw value
        """What was typed, as a raw value; a number that cannot be read stays as it is, to be refused."""
        if key != "since":
            return read_number(told, self.language.code, f"{WITHIN}{key}")
        found = since(told)
        if found is None:
            self.problems.append(Problem("not_a_date", f"{self.place}.since", {"found": told}))
        return found

    def wrong(self, today: dt.date) -> list[Problem]:
        """Everything that is wrong, box by box: one mistake does not hide another."""
        found = [
            replace(problem, path=f"{self.place}.{key}")
            for key, value in self.values.items()
            if value is not None
            for problem in problems_of(f"{WITHIN}{key}", value, {}, today)
        ]
        return self.problems + found

    def raw(self) -> Raw:
        """What the file holds of this network."""
        return {"network": self.network} | {key: value for key, value in self.values.items() if value is not None}


def blame(entries: list[Presence], problem: Problem) -> None:
    """Put what is wrong beside the box that it concerns."""
    place = PLACE.match(problem.path)
    number, key = (int(place[1]) - 1, place[2]) if place else (0, "since")
    entry = entries[min(number, len(entries) - 1)]
    told = spoken(problem, entry.language)
    if problem.code == "not_a_date":
        told = entry.language.say("Write a year, such as 2019, or a month, such as 03/2019.")
    entry.said[key if key in entry.typed else "since"] = told
