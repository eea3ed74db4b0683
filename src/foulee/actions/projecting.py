"""Reading in the background what a firm's own weeks tell."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from foulee.actions.diagnosing import digest_of, keep, stands
from foulee.actions.jobs import enqueue, job
from foulee.advice.experiments import Asked, TrialAdvice, first_monday, plan_trial
from foulee.advice.firm import firm_figures
from foulee.advice.read_result import WEEKS_VERSION, KeptReading, kept
from foulee.advice.storing import dump_as_read
from foulee.core.history import FirmHistory
from foulee.core.measuring.table import TrialError
from foulee.core.types import Country
from foulee.firmfile.answering import Raw, document_of
from foulee.firmfile.problems import FirmFileError
from foulee.firmfile.schema import FirmFile
from foulee.knowledge import reader
from foulee.knowledge.calendar import with_calendar
from foulee.knowledge.reader import Knowledge
from foulee.records.models import Firm, Job, Person, Result, Weeks
from foulee.records.models.job import State
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import latest
from foulee.records.queries.projecting import history_of, latest_weeks

READ = "read_weeks"
RETRIES = 2
HORIZON = 156
SEED = 1
NOT_CONVERGED, NO_SALES, UNREADABLE, ANSWERS, BUSY = "not_converged", "no_sales", "unreadable", "answers", "under_way"


class Stage(StrEnum):
    """How far a reading is."""

    OPENING = "opening"
    FITTING = "fitting"
    WORKING_OUT = "working_out"


class ReadingError(Exception):
    """The weeks were not read: `code` says why; `permanent` where another try would end in the same way."""

    def __init__(self, code: str, *, permanent: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


# --- asking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_reading(*, firm: Firm, by: Person | None, now: dt.datetime) -> Job | None:
    """Have the last weeks read, unless they are being read, or were with everything as it is now. None: not needed."""
    weeks = latest_weeks(firm)
    if weeks is None or is_read(firm, localdate(now)):
        return None
    arguments = {"firm_id": str(firm.id), "number": weeks.number, "by": by.pk if by else None}
    return enqueue(READ, firm=firm, arguments=arguments, key=f"{READ} {firm.id} {weeks.number}", now=now)


# --- what a reading rests on -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a reading rests on beside the weeks: the firm's answers where they say, else its trade's usual figures."""

    document: FirmFile
    country: Country
    margin: float
    hour_cost: float

    def inputs(self, weeks: Weeks) -> Raw:
        """Everything it rests on, as it is kept with the result."""
        return {
            "weeks": weeks.number,
            "file": weeks.digest,
            "margin": round(self.margin, 6),
            "hour_cost": round(self.hour_cost, 6),
            "country": self.country.value,
            "horizon": HORIZON,
            "seed": SEED,
        }


def basis_of(firm: Firm, knowledge: Knowledge, today: dt.date) -> Basis:
    """What a reading made now would rest on. Raises FirmFileError where the answers contradict one another."""
    document = document_of(firm.answers, today)
    prior = firm_figures(document, knowledge).prior
    return Basis(
        document=document,
        country=document.firm.country,
        margin=prior.margin.mid,
        hour_cost=prior.hour_cost.mid,
    )


def is_read(firm: Firm, today: dt.date) -> bool:
    """Whether the last reading is what one made now would be."""
    weeks, found = latest_weeks(firm), latest(firm, Kind.READING)
    if weeks is None or found is None:
        return False
    knowledge = reader.load(today)
    try:
        inputs = basis_of(firm, knowledge, today).inputs(weeks)
    except FirmFileError:
        return True  # to read again with these answers is not possible
    return found.digest == _digest(inputs, knowledge)


def _digest(inputs: Raw, knowledge: Knowledge) -> str:
    return digest_of(inputs, WEEKS_VERSION, str(knowledge.facts_date))


# --- reading ---------------------------------------------------------------------------------------------------------


@job(READ, retries=RETRIES, lease=dt.timedelta(minutes=2), pause=dt.timedelta(seconds=15))
def refresh_reading(*, firm_id: str, number: int, by: int | None, now: dt.datetime) -> None:
    """Read a firm's last weeks and keep what they tell.

    Raises ReadingError where nothing can be told: the last good reading then stands.
    """
    firm = Firm.objects.filter(id=uuid.UUID(firm_id)).first()
    weeks = latest_weeks(firm) if firm else None
    if firm is None or weeks is None or weeks.number != number:  # erased meanwhile, or newer weeks came
        return
    if _others(firm, number):
        raise ReadingError(BUSY, permanent=False)
    today = localdate(now)
    knowledge = reader.load(today)
    try:
        basis = basis_of(firm, knowledge, today)
    except FirmFileError as error:
        raise ReadingError(ANSWERS) from error
    inputs = basis.inputs(weeks)
    digest = _digest(inputs, knowledge)
    found = latest(firm, Kind.READING)
    if found is not None and stands(found, digest, now):
        return

    def tell(stage: Stage) -> None:
        Job.objects.filter(firm=firm, name=READ, state=State.RUNNING).update(stage=stage)

    read = _read(weeks, basis, knowledge, tell)
    result = Result(
        firm=firm,
        kind=Kind.READING,
        inputs=inputs,
        digest=digest,
        outcome="read",
        payload=dump_as_read(read),
        method_version=WEEKS_VERSION,
        seed=SEED,
        revision=firm.revision,
        facts_date=knowledge.facts_date,
        made_at=now,
        made_by=Person.objects.filter(pk=by or 0).first(),
    )
    _keep_unless_older(result)


def _others(firm: Firm, number: int) -> bool:
    """Whether earlier weeks of the same firm are being read: one fit at a time."""
    running = Job.objects.filter(firm=firm, name=READ, state=State.RUNNING)
    return any(asked.arguments.get("number") != number for asked in running)


def _read(weeks: Weeks, basis: Basis, knowledge: Knowledge, tell: Callable[[Stage], None]) -> KeptReading:
    """Fit and answer. Raises ReadingError."""
    from foulee.advice.reading import ReadingSetup, read_weeks  # noqa: PLC0415 - compiled code, slow to load
    from foulee.core.response.fitting.fit import NotConverged  # noqa: PLC0415

    tell(Stage.OPENING)
    history = history_of(weeks)
    if history is None:
        raise ReadingError(UNREADABLE)
    if not weeks.numbered:
        history = with_calendar(history, basis.country)
    setup = ReadingSetup(
        margin=basis.margin, weeks=HORIZON, seed=SEED, country=basis.country, hour_cost=basis.hour_cost
    )
    if not (history.sales > 0.0).any():
        raise ReadingError(NO_SALES)
    tell(Stage.FITTING)
    try:
        reading = read_weeks(history, knowledge, setup)
    except NotConverged as error:
        raise ReadingError(NOT_CONVERGED) from error
    tell(Stage.WORKING_OUT)
    trials = {lever.name: _trial(history, lever.name, basis, knowledge) for lever in history.levers}
    return kept(reading, trials, basis.hour_cost)


def _trial(history: FirmHistory, lever: str, basis: Basis, knowledge: Knowledge) -> TrialAdvice | None:
    """The trial that would tell what a lever brings; None where none can be planned."""
    start = first_monday(history, knowledge.on)
    try:
        return plan_trial(history, Asked(lever=lever, start=start, document=basis.document, seed=SEED), knowledge)
    except TrialError:
        return None


@transaction.atomic
def _keep_unless_older(result: Result) -> None:
    """Keep a reading, unless newer weeks have been read meanwhile."""
    Firm.objects.select_for_update().get(id=result.firm_id)
    found = latest(result.firm, Kind.READING)
    if found is None or _number(found.inputs) <= _number(result.inputs):
        keep(result)


def _number(inputs: Any) -> int:  # noqa: ANN401 - as stored
    return int(inputs.get("weeks", 0))
