"""Taking in a firm's weeks: the file as it was sent, then its weeks as they were checked."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction

from foulee.actions.projecting import ask_for_reading
from foulee.actions.trail import note
from foulee.advice.weeks_storing import dump_history
from foulee.core.history import FirmHistory
from foulee.firmfile.answering import Raw
from foulee.records.models import Firm, Person, Weeks, WeeksFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file of weeks as it was sent."""

    name: str
    body: bytes

    @property
    def digest(self) -> str:
        """Of its bytes."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Weeks as they were checked: of which file, with which columns `told` to be what."""

    name: str
    digest: str
    told: Raw
    history: FirmHistory
    numbered: bool
    problems: int
    notes: int


@transaction.atomic
def keep_file(*, firm: Firm, sent: Sent, by: Person | None, now: dt.datetime) -> WeeksFile:
    """Keep a file that was sent, in place of the last one; what was said of that one's columns is kept too."""
    held = WeeksFile.objects.select_for_update().filter(firm=firm).first()
    if held is not None and held.digest == sent.digest:
        return held
    values = {"name": sent.name, "digest": sent.digest, "body": sent.body, "made_at": now, "made_by": by}
    return WeeksFile.objects.update_or_create(firm=firm, defaults=values)[0]


@transaction.atomic
def keep_told(*, firm: Firm, told: Raw) -> None:
    """Keep what was said of the file's columns, right or wrong, so that nothing has to be said twice."""
    WeeksFile.objects.filter(firm=firm).update(told=told)


@transaction.atomic
def import_weeks(*, firm: Firm, checked: Checked, by: Person | None, now: dt.datetime) -> Weeks:
    """Keep checked weeks and have them read; the same ones again change nothing."""
    Firm.objects.select_for_update().get(id=firm.id)
    last = Weeks.objects.filter(firm=firm).order_by("-number").first()
    stored = dump_history(checked.history)
    if last is None or (last.told, last.history, last.numbered) != (checked.told, stored, checked.numbered):
        number = 1 if last is None else last.number + 1
        last = Weeks.objects.create(
            firm=firm,
            number=number,
            file_name=checked.name,
            digest=checked.digest,
            told=checked.told,
            history=stored,
            numbered=checked.numbered,
            problems=checked.problems,
            notes=checked.notes,
            made_at=now,
            made_by=by,
        )
        note("weeks", firm=firm, by=by, now=now, number=number)
    ask_for_reading(firm=firm, by=by, now=now)
    return last
