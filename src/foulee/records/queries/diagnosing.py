"""Questions asked of the records about answers and results."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from foulee.advice.result import Advice
from foulee.advice.storing import StoredAdviceError, restore
from foulee.records.models import Firm, Rendering, Result, Step
from foulee.records.models.result import Kind


def latest(firm: Firm, kind: str) -> Result | None:
    """The firm's last result of a kind; what it holds, which is long, is fetched once it is read."""
    return Result.objects.filter(firm=firm, kind=kind).defer("payload").order_by("-number").first()


def result_of(firm: Firm, kind: str, number: int) -> Result | None:
    """The firm's result of a kind by its number; what it holds is fetched once it is read."""
    return Result.objects.filter(firm=firm, kind=kind, number=number).defer("payload").first()


def is_latest(result: Result) -> bool:
    """Whether the firm has no later result of the same kind."""
    return not Result.objects.filter(firm_id=result.firm_id, kind=result.kind, number__gt=result.number).exists()


def results_of(firm: Firm, kind: str) -> list[Result]:
    """The firm's results of a kind, newest first, without what they hold."""
    return list(Result.objects.filter(firm=firm, kind=kind).defer("payload", "inputs").order_by("-number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An answer as the list of answers tells it: what was said, to whom, from what.

    `channels`, `answers`: as stored; `customers`: who had answered the survey by then, None where nobody had; `weeks`:
    how many of the firm's own it rests on, None where it rests on none.
    """

    number: int
    verdict: str
    channels: Any
    answers: Any
    customers: int | None
    weeks: int | None
    facts_date: dt.date | None
    method_version: str
    made_at: dt.datetime
    name: str | None
    email: str | None


def versions_of(firm: Firm, *, page: int, size: int) -> tuple[list[Version], bool]:
    """One page of a firm's answers, newest first, and whether there are more; the database takes out what is told."""
    first = (page - 1) * size
    rows = Result.objects.filter(firm=firm, kind=Kind.DIAGNOSIS).order_by("-number").values(
        "number", "facts_date", "method_version", "made_at", verdict=F("outcome"),
        channels=F("payload__focus__channels"), answers=F("inputs__answers"), customers=F("inputs__customers__asked"),
        weeks=F("payload__weeks__counted"), name=F("made_by__name"), email=F("made_by__email"),
    )[first : first + size + 1]  # fmt: skip
    found = [Version(**row) for row in rows]
    return found[:size], len(found) > size


def numbers_of(firm: Firm) -> list[tuple[int, dt.datetime]]:
    """Number and day of every answer of a firm, newest first."""
    found = Result.objects.filter(firm=firm, kind=Kind.DIAGNOSIS).order_by("-number")
    return list(found.values_list("number", "made_at"))


def advice_of(result: Result) -> Advice:
    """The advice that a result holds. Raises StoredAdviceError if it is of another shape."""
    return restore(result.payload)


def is_readable(result: Result) -> bool:
    """Whether this version can read the advice that a result holds."""
    try:
        restore(result.payload)
    except StoredAdviceError:
        return False
    return True


def rendering_of(result: Result, name: str) -> bytes | None:
    """A result in words and pictures, if it was kept."""
    found = Rendering.objects.filter(result=result, name=name).values_list("body", flat=True).first()
    return None if found is None else bytes(found)


def ticked(firm: Firm) -> set[str]:
    """Keys of the first steps that are done."""
    return set(Step.objects.filter(firm=firm).values_list("key", flat=True))
