"""Reading in the background what a firm's own weeks tell."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from foulee.actions.diagnosing import digest_of, keep, stands
from foulee.actions.jobs import enqueue, job
from foulee.advice.evidence import Evidence
from foulee.advice.experiments import Asked, TrialAdvice, first_monday, plan_trial
from foulee.advice.firm import firm_figures
from foulee.advice.lever_channels import without_twins
from foulee.advice.options import options
from foulee.advice.read_result import WEEKS_VERSION, KeptReading, kept
from foulee.advice.storing import dump_as_read
from foulee.advice.weeks_read import VERSION, WeeksRead, dump
from foulee.core.history import FirmHistory
from foulee.core.measuring.table import TrialError
from foulee.core.types import Country
from foulee.firmfile.answering import Raw, document_of
from foulee.firmfile.problems import FirmFileError
from foulee.firmfile.schema import FirmFile
from foulee.knowledge import reader
from foulee.knowledge.calendar import with_calendar
from foulee.knowledge.figures import figures
from foulee.knowledge.reader import Knowledge
from foulee.records.models import Firm, Job, Learnt, Person, Result, Weeks
from foulee.records.models.job import State
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import latest
from foulee.records.queries.focusing import customers_of
from foulee.records.queries.projecting import history_of, latest_weeks

if TYPE_CHECKING:  # compiled code, slow to load
    from collections.abc import Callable

    from foulee.core.response.fitting.fit import Step

READ = "read_weeks"
RETRIES = 2
HORIZON = 156
SEED = 1
SECTIONS = ("firm", "target", "means", "presence")  # answers on which what is believed of channels rests
NOT_CONVERGED, NO_SALES, UNREADABLE, ANSWERS, BUSY = "not_converged", "no_sales", "unreadable", "answers", "under_way"


class Stage(StrEnum):
    """How far a reading is."""

    OPENING = "opening"
    FITTING = "fitting"
    DRAWING = "drawing"
    AGAIN = "again"
    ANSWERING = "answering"
    PLANNING = "planning"


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
    """What a reading rests on: weeks, and the firm's answers where they say, else its trade's usual figures."""

    firm: Firm
    weeks: Weeks
    document: FirmFile
    knowledge: Knowledge

    @property
    def country(self) -> Country:
        """Whose holidays count."""
        return self.document.firm.country

    @property
    def inputs(self) -> Raw:
        """Everything it rests on, as it is kept with the result."""
        prior = firm_figures(self.document, self.knowledge).prior
        answers = {section: self.firm.answers.get(section) for section in SECTIONS}
        return {
            "weeks": self.weeks.number,
            "file": self.weeks.digest,
            "margin": round(prior.margin.mid, 6),
            "hour_cost": round(prior.hour_cost.mid, 6),
            "country": self.country.value,
            "horizon": HORIZON,
            "seed": SEED,
            "answers": digest_of(answers),
        }

    @property
    def digest(self) -> str:
        """Of all that, and of what is known."""
        known = figures(self.knowledge, trade=self.document.firm.trade, country=self.country)
        basis = self.inputs | {"figures": known, "draws": VERSION}
        return digest_of(basis, WEEKS_VERSION, str(self.knowledge.facts_date))


def basis_of(firm: Firm, today: dt.date) -> Basis | None:
    """What a reading made now would rest on; None without weeks. Raises FirmFileError for contradictory answers."""
    weeks = latest_weeks(firm)
    if weeks is None:
        return None
    return Basis(firm=firm, weeks=weeks, document=document_of(firm.answers, today), knowledge=reader.load(today))


def is_read(firm: Firm, today: dt.date) -> bool:
    """Whether the last reading is what one made now would be."""
    found = latest(firm, Kind.READING)
    try:
        basis = basis_of(firm, today)
    except FirmFileError:
        return found is not None  # with these answers, none better can be made
    return basis is not None and found is not None and found.digest == basis.digest


# --- reading ---------------------------------------------------------------------------------------------------------


@job(READ, retries=RETRIES, lease=dt.timedelta(minutes=2), pause=dt.timedelta(seconds=15))
def refresh_reading(*, firm_id: str, number: int, by: int | None, now: dt.datetime) -> None:
    """Read a firm's last weeks and keep what they tell.

    Raises ReadingError where nothing can be told: the last good reading then stands.
    """
    firm = Firm.objects.filter(id=uuid.UUID(firm_id)).first()
    if firm is None:  # erased meanwhile
        return
    try:
        basis = basis_of(firm, localdate(now))
    except FirmFileError as error:
        raise ReadingError(ANSWERS) from error
    if basis is None or basis.weeks.number != number:  # newer weeks came
        return
    if _others(firm, number):
        raise ReadingError(BUSY, permanent=False)
    found = latest(firm, Kind.READING)
    if found is None or not stands(found, basis.digest, now):
        read, learnt = _read(basis)
        made = _result(basis, read, by=Person.objects.filter(pk=by or 0).first(), now=now)
        _keep_unless_older(made, learnt.digest, dump(learnt))


def _result(basis: Basis, read: KeptReading, *, by: Person | None, now: dt.datetime) -> Result:
    return Result(
        firm=basis.firm,
        kind=Kind.READING,
        inputs=basis.inputs,
        digest=basis.digest,
        outcome="read",
        payload=dump_as_read(read),
        method_version=WEEKS_VERSION,
        seed=SEED,
        revision=basis.firm.revision,
        facts_date=basis.knowledge.facts_date,
        made_at=now,
        made_by=by,
    )


def _tell(firm: Firm, stage: Stage) -> None:
    """Note how far the reading is, for whoever looks at its page."""
    Job.objects.filter(firm=firm, name=READ, state=State.RUNNING).update(stage=stage)


def teller(firm: Firm) -> "Callable[[Step], None]":
    """Who is told how far a fit is; one that is done again says so until it is done."""
    told = [Stage.FITTING]

    def tell(step: "Step") -> None:
        """Note the stage that a step belongs to, once."""
        stage = {"drawing": Stage.DRAWING, "again": Stage.AGAIN, "fitted": Stage.ANSWERING}.get(step.part, told[-1])
        if stage != told[-1] and (told[-1] is not Stage.AGAIN or stage is Stage.ANSWERING):
            told.append(stage)
            _tell(firm, stage)

    return tell


def _others(firm: Firm, number: int) -> bool:
    """Whether earlier weeks of the same firm are being read: one fit at a time."""
    running = Job.objects.filter(firm=firm, name=READ, state=State.RUNNING)
    return any(asked.arguments.get("number") != number for asked in running)


def _read(basis: Basis) -> tuple[KeptReading, WeeksRead]:
    """Fit and answer; and what the firm's answers take of it. Raises ReadingError.

    What is believed of each channel before the weeks is what the firm's answer believes of it, its customers' answers
    until now included.
    """
    from foulee.advice.learning import Known, read_and_learn  # noqa: PLC0415 - compiled code, slow to load
    from foulee.advice.reading_setup import Said, reading_setup  # noqa: PLC0415
    from foulee.core.response.fitting.fit import NotConverged  # noqa: PLC0415

    _tell(basis.firm, Stage.OPENING)
    history = _history(basis)
    said = Said(document=basis.document)
    known = Known(
        document=basis.document,
        knowledge=basis.knowledge,
        channels=without_twins(history.levers, options(basis.document, basis.knowledge)),
        evidence=Evidence(customers=customers_of(basis.firm)),
        placed=not basis.weeks.numbered,
    )
    setup, assumed = reading_setup(said, history, basis.knowledge, weeks=HORIZON, seed=SEED)
    _tell(basis.firm, Stage.FITTING)
    try:
        reading, learnt = read_and_learn(history, known, setup, heard=teller(basis.firm))
    except NotConverged as error:
        raise ReadingError(NOT_CONVERGED) from error
    _tell(basis.firm, Stage.PLANNING)
    trials = {lever.name: _trial(history, lever.name, basis) for lever in history.levers}
    return kept(reading, trials, assumed), learnt


def _history(basis: Basis) -> FirmHistory:
    """The weeks with their calendar, where they have a place in it. Raises ReadingError."""
    history = history_of(basis.weeks)
    if history is None:
        raise ReadingError(UNREADABLE)
    if not (history.sales > 0.0).any():
        raise ReadingError(NO_SALES)
    return history if basis.weeks.numbered else with_calendar(history, basis.country)


def _trial(history: FirmHistory, lever: str, basis: Basis) -> TrialAdvice | None:
    """The trial that would tell what a lever brings; None where none can be planned."""
    start = first_monday(history, basis.knowledge.on)
    asked = Asked(lever=lever, start=start, document=basis.document, seed=SEED)
    try:
        return plan_trial(history, asked, basis.knowledge)
    except TrialError:
        return None


@transaction.atomic
def _keep_unless_older(result: Result, digest: str, draws: bytes) -> None:
    """Keep a reading, and in place of the last what answers take of it; unless newer weeks were read meanwhile."""
    Firm.objects.select_for_update().get(id=result.firm_id)
    found = latest(result.firm, Kind.READING)
    if found is None or _number(found.inputs) <= _number(result.inputs):
        number = keep(result).number
        values = {"reading": number, "version": VERSION, "digest": digest, "body": draws}
        Learnt.objects.update_or_create(firm=result.firm, defaults=values | {"made_at": result.made_at})


def _number(inputs: Any) -> int:  # noqa: ANN401 - as stored
    return int(inputs.get("weeks", 0))
