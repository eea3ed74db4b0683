"""The sentences of the answer and the questions to the owner, read from their files."""

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from foulee.knowledge.reader import read_as, read_yaml
from foulee.knowledge.schema import MethodLine, Strict, Words

SENTENCES = dict[str, dict[str, Words]]


class QuestionText(Strict):
    """One question of the firm's file: what is asked, why, an example, what a number counts (and one of it)."""

    path: str
    ask: Words
    why: Words
    example: Words
    cites: tuple[MethodLine, ...] = ()
    ask_first: int
    unit: Words | None = None
    unit_one: Words | None = None


class SectionText(Strict):
    """A part of the firm's file and its title."""

    key: str
    title: Words


@dataclass(frozen=True, slots=True)
class Questions:
    """All questions in order, the sections' titles, and the labels of closed lists by name and code."""

    questions: tuple[QuestionText, ...]
    sections: tuple[SectionText, ...]
    choices: dict[str, dict[str, Words]]

    def find(self, path: str) -> QuestionText | None:
        """Return the question about a field, or None."""
        return next((question for question in self.questions if question.path == path), None)


@cache
def load_sentences() -> SENTENCES:
    """Read `rules/answers.yaml`: sentences by topic and case. Raises KnowledgeError."""
    return read_as("rules/answers.yaml", SENTENCES)


@cache
def load_questions() -> Questions:
    """Read `questions.yaml`. Raises KnowledgeError or a pydantic error."""
    raw = read_yaml("questions.yaml")
    choices = {
        name: {code: Words(fr=entry["fr"], en=entry["en"]) for code, entry in labels.items()}
        for name, labels in raw["choices"].items()
    }
    return Questions(
        questions=TypeAdapter(tuple[QuestionText, ...]).validate_python(raw["questions"]),
        sections=TypeAdapter(tuple[SectionText, ...]).validate_python(raw["sections"]),
        choices=choices,
    )
