"""Opening a file, answering its questions, asking for the answer, ticking its first steps."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from foulee.actions.trail import note
from foulee.advice.advise import advise
from foulee.advice.evidence import Evidence, as_counted, as_seen
from foulee.advice.grounds import is_old
from foulee.advice.model import Setup
from foulee.advice.result import METHOD_VERSION
from foulee.advice.steps import rule_of
from foulee.advice.storing import dump
from foulee.core.roles import Role
from foulee.firmfile.answering import Raw, document_of, drop, known, put, take, undated
from foulee.firmfile.schema import FirmFile
from foulee.knowledge import reader
from foulee.knowledge.figures import figures
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.rulebooks import load_rules
from foulee.records.models import Firm, Membership, Person, Rendering, Result, Step
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import is_readable, latest
from foulee.records.queries.focusing import customers_of
from foulee.records.queries.measuring import website_of
from foulee.records.queries.projecting import learnt_in, learnt_of

KEPT_MONTHS = 6  # a file without account that nobody opens any more


@transaction.atomic
def open_firm(*, language: str, by: Person | None, now: dt.datetime) -> Firm:
    """Open an empty file; whoever is signed in owns it."""
    firm = Firm.objects.create(language=language, made_at=now, answered_at=now, seen_at=now)
    if by is not None:
        Membership.objects.create(firm=firm, person=by, role=Role.OWNER, made_at=now)
    note("opened", firm=firm, by=by, now=now)
    return firm


def seen_firm(*, firm: Firm, now: dt.datetime) -> None:
    """Remember when a file without account was last opened: one that nobody opens any more is erased."""
    Firm.objects.filter(id=firm.id).update(seen_at=now)


@transaction.atomic
def save_answer(*, firm_id: uuid.UUID, path: str, answer: Any, by: Person | None, now: dt.datetime) -> Firm:  # noqa: ANN401
    """Save one answer, None where it is not known; the others stay as they are, whoever wrote them meanwhile."""
    firm = Firm.objects.select_for_update().get(id=firm_id)
    before = take(firm.answers, path)
    if answer is None:
        drop(firm.answers, path)
    else:
        put(firm.answers, path, undated(answer))
    firm.asked = [*(item for item in firm.asked if item != path), path]
    if take(firm.answers, path) != before:
        _changed(firm, now)
        note("answered", firm=firm, by=by, now=now, path=path)
    firm.save()
    return firm


@transaction.atomic
def replace_answers(*, firm_id: uuid.UUID, answers: Raw, by: Person | None, now: dt.datetime) -> Firm:
    """Take all answers from a file that was checked before."""
    firm = Firm.objects.select_for_update().get(id=firm_id)
    firm.answers = known(undated(answers))
    firm.asked = []
    _changed(firm, now)
    firm.save()
    note("imported", firm=firm, by=by, now=now)
    return firm


def _changed(firm: Firm, now: dt.datetime) -> None:
    firm.revision += 1
    firm.answered_at = now
    firm.name = str(take(firm.answers, "firm.name") or "")[:200]


def diagnose(*, firm: Firm, by: Person | None, now: dt.datetime, today: dt.date) -> Result:
    """Compute the answer and keep it; where nothing it rests on has changed, the latest stands.

    Raises FirmFileError if the answers cannot be used.
    """
    document = document_of(firm.answers, today)
    knowledge = reader.load(today)
    inputs, evidence = rests_on(firm, document, knowledge)
    digest = digest_of(inputs, METHOD_VERSION, str(knowledge.facts_date))
    found = latest(firm, Kind.DIAGNOSIS)
    if found is not None and stands(found, digest, now):
        return found
    advice = advise(document, knowledge, Setup(today=today), evidence)
    made = Result(
        firm=firm,
        kind=Kind.DIAGNOSIS,
        inputs=inputs,
        digest=digest,
        outcome=advice.diagnosis.verdict.value,
        payload=dump(advice),
        method_version=advice.method_version,
        seed=advice.seed,
        revision=firm.revision,
        facts_date=advice.facts_date,
        made_at=now,
        made_by=by,
    )
    return keep(made)


def rests_on(firm: Firm, document: FirmFile, knowledge: Knowledge) -> tuple[Raw, Evidence]:
    """What an answer made now would rest on: its inputs as they are kept, and the measurements among them."""
    evidence = Evidence(website=website_of(firm), customers=customers_of(firm), weeks=learnt_of(firm))
    return _inputs(firm, document, knowledge, evidence, evidence.weeks.digest if evidence.weeks else None), evidence


def inputs_now(firm: Firm, document: FirmFile, knowledge: Knowledge) -> Raw:
    """The same inputs, without the draws that weeks come with."""
    evidence = Evidence(website=website_of(firm), customers=customers_of(firm))
    return _inputs(firm, document, knowledge, evidence, learnt_in([firm.id]).get(firm.id))


def _inputs(firm: Firm, document: FirmFile, knowledge: Knowledge, evidence: Evidence, weeks: str | None) -> Raw:
    inputs: Raw = {
        "answers": firm.answers,
        "figures": figures(knowledge, trade=document.firm.trade, country=document.firm.country),
    }
    if evidence.customers is not None:
        inputs["customers"] = as_counted(evidence.customers)
    if evidence.website is not None:
        inputs["website"] = as_seen(evidence.website)
    if weeks is not None:
        inputs["weeks"] = weeks
    return inputs


def keep(result: Result) -> Result:
    """Number a result and keep it; the same one asked for twice at once is kept once."""
    with transaction.atomic():
        Firm.objects.select_for_update().get(id=result.firm_id)
        found = latest(result.firm, result.kind)
        if found is not None and stands(found, result.digest, result.made_at):
            return found
        last = Result.objects.filter(firm_id=result.firm_id, kind=result.kind).aggregate(last=Max("number"))["last"]
        result.number = (last or 0) + 1
        result.save(force_insert=True)
        note(f"made_{result.kind}", firm=result.firm, by=result.made_by, now=result.made_at, number=result.number)
    return result


def stands(result: Result, digest: str, now: dt.datetime) -> bool:
    """Whether a result is what would be computed now: it rests on the same, and is not too old for that."""
    months = load_rules().limits["redo_after_months"]
    too_old = result.kind == Kind.DIAGNOSIS and is_old(localdate(result.made_at), localdate(now), months=months)
    if result.digest != digest or too_old:
        return False
    return result.kind != Kind.DIAGNOSIS or is_readable(result)


def digest_of(inputs: Raw, *others: str) -> str:
    """A digest of what a result rests on."""
    text = json.dumps([inputs, *others], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def keep_rendering(*, result: Result, name: str, body: bytes) -> None:
    """Keep a result's words and pictures, made again only with another version of the code."""
    try:
        with transaction.atomic():
            Rendering.objects.filter(result=result, name__startswith=name.partition("@")[0] + "@").delete()
            Rendering.objects.create(result=result, name=name, body=body)
    except IntegrityError:
        pass  # another request has just kept the same


@transaction.atomic
def tick(*, firm: Firm, key: str, done: bool, by: Person | None, now: dt.datetime) -> None:
    """Tick a first step by its key, or take the tick back."""
    rule = rule_of(key)
    if done:
        Step.objects.update_or_create(firm=firm, rule=rule, defaults={"key": key, "done_at": now, "done_by": by})
    else:
        Step.objects.filter(firm=firm, rule=rule).delete()
    note("ticked" if done else "unticked", firm=firm, by=by, now=now, rule=rule)
