"""Questions asked of the records about a firm's weeks and what was read in them."""

import uuid
from collections.abc import Iterable

from foulee.advice.read_result import KeptReading
from foulee.advice.storing import StoredAdviceError, restore_as
from foulee.advice.weeks_read import VERSION, StoredDrawsError, WeeksRead, load
from foulee.advice.weeks_storing import StoredWeeksError, restore_history
from foulee.core.history import FirmHistory
from foulee.records.models import Firm, Learnt, Result, Weeks, WeeksFile


def sent_file(firm: Firm) -> WeeksFile | None:
    """The file of weeks that was last sent."""
    return WeeksFile.objects.filter(firm=firm).first()


def latest_weeks(firm: Firm) -> Weeks | None:
    """The firm's last import; its weeks, which are long, are fetched once they are read."""
    return Weeks.objects.filter(firm=firm).defer("history").order_by("-number").first()


def history_of(weeks: Weeks) -> FirmHistory | None:
    """The checked weeks of an import; None where another version kept them in another shape."""
    try:
        return restore_history(weeks.history)
    except StoredWeeksError:
        return None


def reading_of(result: Result) -> KeptReading | None:
    """What was read; None where another version kept it in another shape."""
    try:
        return restore_as(KeptReading, result.payload)
    except StoredAdviceError:
        return None


def learnt_in(firm_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Digest of what the weeks of each firm tell for its answers, for those whose weeks were read."""
    return dict(Learnt.objects.filter(firm__in=list(firm_ids), version=VERSION).values_list("firm_id", "digest"))


def learnt_of(firm: Firm, digest: str | None = None) -> WeeksRead | None:
    """What the firm's weeks tell for its answers; None where none were read, or where another version kept them.

    `digest`: that of one answer, which may rest on weeks that were read again since: then None too.
    """
    kept = Learnt.objects.filter(firm=firm, version=VERSION, **({} if digest is None else {"digest": digest})).first()
    if kept is None:
        return None
    try:
        return load(bytes(kept.body))
    except StoredDrawsError:
        return None
