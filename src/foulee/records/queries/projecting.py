"""Questions asked of the records about a firm's weeks and what was read in them."""

from foulee.advice.read_result import KeptReading
from foulee.advice.storing import StoredAdviceError, restore_as
from foulee.advice.weeks_storing import StoredWeeksError, restore_history
from foulee.core.history import FirmHistory
from foulee.records.models import Firm, Result, Weeks, WeeksFile


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
