"""What is wrong with a firm's file, in codes: the sentence is made by whoever shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong.

    `code` names the kind of problem, `path` the answer concerned (`means.hours_per_week`; empty when the file
    itself is concerned), `values` fill the sentence's placeholders (line, limit, what was found …).
    """

    code: str
    path: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


class FirmFileError(Exception):
    """The file cannot be used. `problems` holds everything found, in the order of the file's sections."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.path or 'file'}: {problem.code}" for problem in problems))
        self.problems = problems
