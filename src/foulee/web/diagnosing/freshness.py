"""What an answer rests on, what it would rest on now, and why it is no longer up to date."""

import datetime as dt

from django.utils.timezone import localdate

from foulee.actions.diagnosing import inputs_now
from foulee.advice.grounds import Grounds
from foulee.advice.result import METHOD_VERSION
from foulee.firmfile.answering import document_of
from foulee.firmfile.problems import FirmFileError
from foulee.knowledge import reader
from foulee.records.models import Firm, Result
from foulee.reporting.ageing import why_stale
from foulee.reporting.language import Language


def grounds_of(result: Result) -> Grounds:
    """What an answer rests on."""
    return Grounds(
        inputs=result.inputs,
        method_version=result.method_version,
        facts_date=result.facts_date,
        day=localdate(result.made_at),
    )


def grounds_now(firm: Firm, today: dt.date) -> Grounds:
    """What an answer made now would rest on; without figures where the answers cannot be used as they stand."""
    knowledge = reader.load(today)
    try:
        inputs = inputs_now(firm, document_of(firm.answers, today), knowledge)
    except FirmFileError:
        inputs = {"answers": firm.answers}
    return Grounds(inputs=inputs, method_version=METHOD_VERSION, facts_date=knowledge.facts_date, day=today)


def stale(result: Result, firm: Firm, language: Language, today: dt.date) -> list[str]:
    """Why an answer is no longer up to date, in sentences; none where it is."""
    return why_stale(grounds_of(result), grounds_now(firm, today), language)
