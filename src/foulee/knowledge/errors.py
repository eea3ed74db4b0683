"""A problem in a data file, said with its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a knowledge file: where, and what is accepted."""

    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.sentence}"


class KnowledgeError(Exception):
    """The knowledge files cannot be used; `problems` lists everything wrong, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
