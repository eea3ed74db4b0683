"""The list of firms: for each its verdict, what to do next, what is no longer up to date and why."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from foulee.advice.grounds import Grounds
from foulee.advice.result import METHOD_VERSION
from foulee.advice.storing import StoredAdviceError, restore_reasons
from foulee.core.types import Reason, Severity, Verdict
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.rulebooks import load_rules
from foulee.records.models import Firm
from foulee.records.queries.people import Told, ticked_in, told_to
from foulee.reporting.ageing import why_stale
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language

FIRST = (Severity.BLOCKER, Severity.DO_FIRST)
VERDICTS = {verdict.value: place for place, verdict in enumerate((Verdict.GO, Verdict.PREPARE, Verdict.NOT_NOW))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A firm in the list, in words; `told_at` is None while it has no answer yet."""

    firm: Firm
    role: str
    code: str
    verdict: str
    next_step: str
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
    told, ticked = told_to(ids), ticked_in(ids)
    return [
        _entry(firm, role, told.get(firm.id), ticked.get(firm.id, set()), Labels(tongue(firm), knowledge))
        for firm, role in pairs
    ]


def _entry(firm: Firm, role: str, told: Told | None, ticked: set[str], labels: Labels) -> Entry:
    if told is None:
        return Entry(firm=firm, role=role, code="", verdict="", next_step="", stale=(), told_at=None)
    known = told.verdict in labels.sentences["verdict"]
    return Entry(
        firm=firm,
        role=role,
        code=told.verdict,
        verdict=labels.sentence("verdict", told.verdict) if known else "",
        next_step=next_step(told, ticked, labels),
        stale=tuple(stale(told, firm, labels)),
        told_at=told.made_at,
    )


def next_step(told: Told, ticked: set[str], labels: Labels) -> str:
    """The first of the first steps that is not ticked, in words; empty where none is left."""
    first = next(_left(told.reasons, ticked), None)
    try:
        return _do(restore_reasons([first])[0], labels) if first else ""
    except StoredAdviceError:
        return ""  # told by another version: the answer's own page still shows it


def _left(reasons: Any, ticked: set[str]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - as stored
    """First steps that are not ticked, as stored: to restore them all would take ten times as long."""
    known = [item for item in reasons or [] if isinstance(item, dict)]
    for severity in FIRST:
        yield from (item for item in known if item.get("severity") == severity and item.get("rule") not in ticked)


def _do(reason: Reason, labels: Labels) -> str:
    texts = load_rules().texts.get(reason.rule, {}).get(reason.outcome)
    if texts is None:
        return ""
    says = texts.do or texts.says
    return labels.language.fill(says.get(labels.language.code), labels.values(reason.values))


def stale(told: Told, firm: Firm, labels: Labels) -> list[str]:
    """Why an answer is no longer up to date, in sentences; none where it is."""
    made = Grounds(
        inputs={"answers": told.answers, "customers": told.customers},
        method_version=told.method_version,
        facts_date=told.facts_date,
        day=told.made_at.date(),
    )
    knowledge = labels.knowledge
    now = Grounds(
        inputs={"answers": firm.answers, "customers": told.customers_now},
        method_version=METHOD_VERSION,
        facts_date=knowledge.facts_date,
        day=knowledge.on,
    )
    return why_stale(made, now, labels.language)


# --- choosing and sorting ----------------------------------------------------------------------------------------

CHOICES: dict[str, Callable[[Entry], bool]] = {
    "all": lambda _: True,
    "todo": lambda entry: bool(entry.next_step),
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
