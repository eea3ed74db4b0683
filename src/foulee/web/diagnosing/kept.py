"""A result in words and pictures: taken from what is kept, or made and kept."""

import datetime as dt

from foulee.actions.diagnosing import keep_rendering
from foulee.firmfile.answering import document_of
from foulee.knowledge import reader
from foulee.records.models import Result
from foulee.records.queries.diagnosing import advice_of, rendering_of
from foulee.reporting.language import Language
from foulee.web.build import build
from foulee.web.diagnosing.answer import Answer, write_answer


def answer_of(result: Result, code: str, today: dt.date) -> Answer:
    """The answer in one language."""
    name = f"answer-{code}@{build()}"
    found = rendering_of(result, name)
    if found is not None:
        return Answer.from_json(found)
    made = write_answer(advice_of(result), reader.load(today), code)
    keep_rendering(result=result, name=name, body=made.as_json().encode("utf-8"))
    return made


def strategy_of(result: Result, code: str, today: dt.date) -> bytes:
    """The strategy in four pages (PDF), in one language."""
    from foulee.reporting.strategy import strategy_pdf  # noqa: PLC0415 - a large library

    name = f"strategy-{code}@{build()}"
    found = rendering_of(result, name)
    if found is not None:
        return found
    advice = advice_of(result)
    document = document_of(result.inputs["answers"], advice.today)
    language = Language(code, advice.currency, advice.country)
    made = strategy_pdf(advice, reader.load(today), language, firm=document)
    keep_rendering(result=result, name=name, body=made)
    return made
