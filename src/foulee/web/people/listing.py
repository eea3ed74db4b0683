"""The list of firms: for each its verdict, what to do next, what is no longer up to date and why."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from foulee.advice.grounds import Grounds
from foulee.advice.result import METHOD_VERSION, ChannelAdvice
from foulee.advice.steps import step_key
from foulee.advice.storing import StoredAdviceError, restore_as, restore_reasons
from foulee.core.types import Reason, Severity, Verdict
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.rulebooks import load_rules
from foulee.records.models import Firm
from foulee.records.queries.people import Told, ticked_in, told_to
from foulee.reporting.ageing import why_stale
from foulee.reporting.efforts import doing
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language, mark

FIRST = (Severity.BLOCKER, Severity.DO_FIRST)
ALL_DONE = mark("All done? Bring your answers up to date, then redo the diagnosis.")
VERDICTS = {verdict.value: place for place, verdict in enumerate((Verdict.GO, Verdict.PREPARE, Verdict.NOT_NOW))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A firm in the list, in words; `told_at` is None while it has no answer yet."""

    firm: Firm
    role: str
    code: str
    verdict: str
    next_step: str
    todo: bool  # a first step is left
    stale: tuple[str, ...]
    told_at: dt.datetime | None

    @property
    def id(self) -> uuid.UUID:
        """The firm's identity."""
        return self.firm.id


Tongue = Callable[[Firm], Language]  # the page's language, with the firm's currency


def entries_of(firms: Iterable[tuple[Firm, str]], knowledge: Knowledge, tongue: Tongue) -> list[Entry]:
    """The list of firms with one's role in each, in as many questions to the database whatever their number."""
    pairs = list(firms)
    ids = [firm.id for firm, _ in pairs]
    told, ticked = told_to(firm for firm, _ in pairs), ticked_in(ids)
    return [
        _entry(firm, role, told.get(firm.id), ticked.get(firm.id, set()), Labels(tongue(firm), knowledge))
        for firm, role in pairs
    ]


def _entry(firm: Firm, role: str, told: Told | None, ticked: set[str], labels: Labels) -> Entry:
    if told is None:
        return Entry(firm=firm, role=role, code="", verdict="", next_step="", todo=False, stale=(), told_at=None)
    known = told.verdict in labels.sentences["verdict"]
    step, todo = _next(told, ticked, labels)
    return Entry(
        firm=firm,
        role=role,
        code=told.verdict,
        verdict=labels.sentence("verdict", told.verdict) if known else "",
        next_step=step,
        todo=todo,
        stale=tuple(stale(told, firm, labels)),
        told_at=told.made_at,
    )


def _next(told: Told, ticked: set[str], labels: Labels) -> tuple[str, bool]:
    """What to do next, in words, and whether it is a first step.

    The first that is not ticked; once all are, to make the answer again; where there never was one and the verdict is
    to go, the plan's first gesture. Else nothing.
    """
    reason = None
    try:
        for reason in _first_steps(told.reasons):
            if step_key(reason) not in ticked:
                return _do(reason, labels), True
        if reason is not None:
            return labels.language.say(ALL_DONE), False
        return (_gesture(told.channels, labels) if told.verdict == Verdict.GO else ""), False
    except StoredAdviceError:
        return "", False  # told by another version: the answer's own page still shows it


def _first_steps(reasons: Any) -> Iterator[Reason]:  # noqa: ANN401 - as stored
    """First steps, each restored once it is asked for: to restore them all would take ten times as long."""
    known = [item for item in reasons or [] if isinstance(item, dict)]
    for severity in FIRST:
        yield from (restore_reasons([item])[0] for item in known if item.get("severity") == severity)


def _gesture(channels: Any, labels: Labels) -> str:  # noqa: ANN401 - as stored
    """What the plan's first channel asks for every week; empty where there is no plan, or its channel is not known."""
    if not isinstance(channels, list) or not channels:
        return ""
    channel = restore_as(ChannelAdvice, channels[0])
    return doing(channel, labels) if channel.name in labels.knowledge.channels else ""


def _do(reason: Reason, labels: Labels) -> str:
    texts = load_rules().texts.get(reason.rule, {}).get(reason.outcome)
    if texts is None:
        return ""
    says = texts.do or texts.says
    return labels.language.fill(says.get(labels.language.code), labels.values(reason.values))


def stale(told: Told, firm: Firm, labels: Labels) -> list[str]:
    """Why an answer is no longer up to date, in sentences; none where it is."""
    made = Grounds(
        inputs={"answers": told.answers, "customers": told.customers, "website": told.website, "weeks": told.weeks},
        method_version=told.method_version,
        facts_date=told.facts_date,
        day=localdate(told.made_at),
    )
    knowledge = labels.knowledge
    now = Grounds(
        inputs={
            "answers": firm.answers,
            "customers": told.customers_now,
            "website": told.website_now,
            "weeks": told.weeks_now,
        },
        method_version=METHOD_VERSION,
        facts_date=knowledge.facts_date,
        day=knowledge.on,
    )
    return why_stale(made, now, labels.language)


# --- choosing and sorting ----------------------------------------------------------------------------------------

CHOICES: dict[str, Callable[[Entry], bool]] = {
    "all": lambda _: True,
    "todo": lambda entry: entry.todo,
    "stale": lambda entry: bool(entry.stale),
    "unanswered": lambda entry: entry.told_at is None,
}
ORDERS: dict[str, Callable[[Entry], tuple[object, ...]]] = {
    "name": lambda entry: (entry.firm.name.casefold(),),
    "oldest": lambda entry: (entry.told_at or entry.firm.answered_at,),
    "verdict": lambda entry: (VERDICTS.get(entry.code, len(VERDICTS)), entry.firm.name.casefold()),
}


def chosen(entries: list[Entry], show: str, order: str, named: str = "") -> list[Entry]:
    """The firms that were asked for, in the order that was asked for."""
    wanted = CHOICES[show]
    kept = [entry for entry in entries if wanted(entry) and named.casefold() in entry.firm.name.casefold()]
    return sorted(kept, key=ORDERS[order])
