"""Questions asked of the records about answers and results."""

from foulee.advice.result import Advice
from foulee.advice.storing import restore
from foulee.records.models import Firm, Rendering, Result, Step


def latest(firm: Firm, kind: str) -> Result | None:
    """The firm's last result of a kind."""
    return Result.objects.filter(firm=firm, kind=kind).order_by("-number").first()


def result_of(firm: Firm, kind: str, number: int) -> Result | None:
    """The firm's result of a kind by its number."""
    return Result.objects.filter(firm=firm, kind=kind, number=number).first()


def results_of(firm: Firm, kind: str) -> list[Result]:
    """The firm's results of a kind, newest first, without what they hold."""
    return list(Result.objects.filter(firm=firm, kind=kind).defer("payload", "inputs").order_by("-number"))


def advice_of(result: Result) -> Advice:
    """The advice that a result holds. Raises StoredAdviceError if it is of another shape."""
    return restore(result.payload)


def rendering_of(result: Result, name: str) -> bytes | None:
    """A result in words and pictures, if it was kept."""
    found = Rendering.objects.filter(result=result, name=name).values_list("body", flat=True).first()
    return None if found is None else bytes(found)


def ticked(firm: Firm) -> set[str]:
    """Rules whose first step is done."""
    return set(Step.objects.filter(firm=firm).values_list("rule", flat=True))
