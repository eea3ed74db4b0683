"""From the rules' findings to the answer: go, prepare first, or not now (METHOD B9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foulee.core.diagnosing.case import Case, Found
from foulee.core.types import Evidence, Question, Reason, Severity, Verdict

Limits = Mapping[str, float]
Rule = Callable[[Case, Limits], Found | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an outcome of a rule weighs, and what doing something about it costs (None: nothing to do)."""

    severity: Severity
    hours: float | None
    money: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """What the rules' file says of a rule: question, method lines, thresholds, outcomes."""

    question: Question
    cites: tuple[str, ...]
    limits: Limits
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The verdict, how each question is answered (`yes`, `almost`, `no`), and every reason, gravest first."""

    verdict: Verdict
    questions: dict[Question, str]
    reasons: tuple[Reason, ...]


def apply_rules(case: Case, rules: Mapping[str, Rule], books: Mapping[str, RuleBook]) -> tuple[Reason, ...]:
    """Run every rule. Raises KeyError if a rule returns an outcome that its file does not know."""
    reasons = []
    for name, rule in rules.items():
        book = books[name]
        found = rule(case, book.limits)
        if found is not None:
            reasons.append(_reason(name, book, found))
    order = list(Severity)
    return tuple(sorted(reasons, key=lambda reason: order.index(reason.severity)))


def _reason(name: str, book: RuleBook, found: Found) -> Reason:
    outcome = book.outcomes[found.outcome]
    evidence = tuple(
        Evidence(kind=key.partition(":")[0], key=key.partition(":")[2], value=value) for key, value in found.evidence
    )
    return Reason(
        rule=name,
        outcome=found.outcome,
        question=book.question,
        severity=outcome.severity,
        cites=book.cites,
        evidence=evidence,
        values=dict(found.values),
        hours=outcome.hours,
        money=outcome.money,
    )


def conclude(reasons: tuple[Reason, ...], limits: Limits) -> Diagnosis:
    """Answer the three questions and give the verdict.

    A blocker makes a question `no`; `do_first` findings beyond the question's `most_do_first` make it `almost`.
    *Not now*: the interest or the fit is `no`. *Go*: all three are `yes`. Otherwise *prepare first*.
    """
    answers = {question: _answer(question, reasons, limits) for question in Question}
    if "no" in (answers[Question.INTEREST], answers[Question.FIT]):
        verdict = Verdict.NOT_NOW
    elif all(answer == "yes" for answer in answers.values()):
        verdict = Verdict.GO
    else:
        verdict = Verdict.PREPARE
    return Diagnosis(verdict=verdict, questions=answers, reasons=reasons)


def _answer(question: Question, reasons: tuple[Reason, ...], limits: Limits) -> str:
    about = [reason.severity for reason in reasons if reason.question is question]
    if Severity.BLOCKER in about:
        return "no"
    most = limits[f"most_do_first_{question}"]
    return "almost" if about.count(Severity.DO_FIRST) > most else "yes"
