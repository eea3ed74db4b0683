"""Which answers are worth trying otherwise: those that the result itself points at."""

from collections.abc import Iterator

from foulee.advice.comparing import FIRST
from foulee.advice.result import Advice
from foulee.firmfile.answering import WITHIN
from foulee.knowledge.texts import load_questions

MOST = 8  # a list that fits a telephone's screen
TRIED = {  # what a change that was tried on the firm is called in the file
    "mailing_list": "presence.email_list",
    "hours": "means.hours_per_week",
    "cheaper": "means.hour_cost",
    "money": "means.budget_per_month",
}
LEVERS = ("means.hours_per_week", "means.budget_per_month", "objective.kind")


def answers_that_matter(advice: Advice) -> tuple[str, ...]:
    """Paths of the questions to try first, most telling first.

    What would change the answer; what is unknown and weighs; what the first steps rest on; then hours, money and aim.
    """
    known = {question.path for question in load_questions().questions if not question.path.startswith(WITHIN)}
    found = [path for path in _pointed_at(advice) if path in known]
    return tuple(dict.fromkeys(found))[:MOST]


def _pointed_at(advice: Advice) -> Iterator[str]:
    for change in advice.would_change:
        yield TRIED.get(change.code, "")
    for unknown in advice.unknowns:
        yield _path(unknown.name)
    yield from LEVERS[:2]
    for reason in advice.diagnosis.reasons:
        if reason.severity in FIRST:
            yield from (evidence.key for evidence in reason.evidence if evidence.kind == "answer")
    yield from LEVERS[2:]


def _path(name: str) -> str:
    """The question about a quantity that the file knows by the last part of its path."""
    paths = (question.path for question in load_questions().questions)
    return next((path for path in paths if path == name or path.endswith(f".{name}")), "")
