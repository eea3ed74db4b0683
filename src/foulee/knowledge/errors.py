"""A problem in a data file, said with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How serious a problem is: an error makes answers wrong, a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"


def mark(sentence: str) -> str:
    """Mark a sentence for translation by whoever shows it."""
    return sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a knowledge file: where, and what is accepted.

    `sentence` is English; with `values` it is a template, so that it can be translated before they are put in.
    """

    file: str
    place: str
    sentence: str
    level: Level = Level.ERROR
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def told(self) -> str:
        """The sentence with its values, in English."""
        return self.sentence.format_map(self.values) if self.values else self.sentence

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.told}"


class KnowledgeError(Exception):
    """The knowledge files cannot be used; `problems` lists everything wrong, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
