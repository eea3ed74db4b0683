"""In what order the questions are put, and when enough is known (`asking.yaml`)."""

from functools import cache
from typing import Annotated, Any

from pydantic import Field

from foulee.knowledge.reader import read_as
from foulee.knowledge.schema import Strict, Words

FILE = "asking.yaml"
ANY = "."  # at the end of a name: all that begin so


class Least(Strict):
    """What an answer must be worth for its question to be put: hours of the owner's, or a surer verdict."""

    hours: Annotated[float, Field(gt=0.0)]
    chance: Annotated[float, Field(gt=0.0, lt=1.0)]


class NotKnown(Strict):
    """What follows from not knowing the answer to these questions."""

    paths: tuple[str, ...]
    says: Words


class Order(Strict):
    """The file: what comes first, what depends on what, what is tried and what narrows which unknown."""

    essential: tuple[str, ...]
    frame: tuple[str, ...]
    least: Least
    agree: Annotated[float, Field(gt=0.0, le=1.0)]
    only_if: dict[str, str]
    narrows: dict[str, tuple[str, ...]]
    tries: dict[str, tuple[Any, ...]]
    not_known: tuple[NotKnown, ...]

    def narrowing(self, unknown: str) -> tuple[str, ...]:
        """Questions whose answers would narrow an unknown of the model, the best one first."""
        found = self.narrows.get(unknown)
        if found is not None:
            return found
        families = ((name, paths) for name, paths in self.narrows.items() if name.endswith(ANY))
        return next((paths for name, paths in families if unknown.startswith(name)), ())

    def follows(self, path: str) -> Words | None:
        """What follows from not knowing the answer to a question, where it is more than doing without."""
        return next((item.says for item in self.not_known if path in item.paths), None)


@cache
def load_order() -> Order:
    """Read `asking.yaml`. Raises KnowledgeError or a pydantic error."""
    return read_as(FILE, Order)
