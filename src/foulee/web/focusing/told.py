"""What customers said, ready for the owner's page: in words, with a picture, and with what it changes."""

from dataclasses import dataclass

from django.http import HttpRequest

from foulee.advice.customers import HeardSoFar, heard_so_far
from foulee.advice.evidence import Evidence, from_counted
from foulee.advice.storing import StoredAdviceError
from foulee.core.customers.survey import SurveyCounts
from foulee.firmfile.answering import document_of
from foulee.firmfile.problems import FirmFileError
from foulee.knowledge import reader
from foulee.records.models import Firm, Result
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import advice_of, latest
from foulee.records.queries.focusing import customers_of
from foulee.reporting.customers import FOLLOW_FOR, FOLLOWS, HEARD, what_asking_changed
from foulee.reporting.customers_figure import customers_figure
from foulee.reporting.figures import Figure
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language
from foulee.web.clock import today_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One answer to a question with how many gave it, and its share of all answers for the picture (0 to 1)."""

    words: str
    count: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page says: the count in a sentence, how many more are useful, the picture, and the other answers.

    `choice`: whether the answers change the choice of channels, as the last result has it; `since`: answers that came
    after it.
    """

    opening: str
    left: str
    asked: int
    phones: int
    figure: Figure | None
    following: str
    follows: tuple[Tally, ...]
    reasons: tuple[Tally, ...]
    heard: tuple[Tally, ...]
    choice: str
    since: str
    has_result: bool


def told_so_far(request: HttpRequest, firm: Firm, language: Language) -> Told:
    """Everything that the owner's page says of the answers."""
    today = today_of(request)
    knowledge = reader.load(today)
    phones = customers_of(firm) or SurveyCounts()
    try:
        document = document_of(firm.answers, today)
    except FirmFileError:  # contradictory answers: the published figures then stand for everybody
        document = document_of({}, today)
    heard = heard_so_far(document, knowledge, Evidence(customers=phones))
    result = latest(firm, Kind.DIAGNOSIS)
    return Told(
        opening=_opening(heard, language),
        left=_left(heard, language),
        asked=heard.counts.asked,
        phones=phones.asked,
        figure=customers_figure(heard, knowledge, language) if heard.counts.asked else None,
        following=_following(heard, knowledge.prior("follow.promise").mid, language),
        follows=_tallies({FOLLOWS[code]: count for code, count in phones.follows.items()}, language, ranked=False),
        reasons=_tallies({FOLLOW_FOR[code]: count for code, count in phones.follow_for.items()}, language),
        heard=_tallies({HEARD[code]: count for code, count in phones.heard.items()}, language),
        choice=_choice(result, Labels(language, knowledge)),
        since=_since(result, phones, language),
        has_result=result is not None,
    )


def _opening(heard: HeardSoFar, language: Language) -> str:
    count = heard.counts.asked
    if not count:
        return language.say("Your question is out: the answers will come in here.")
    return language.plural("{n} customer has answered.", "{n} customers have answered.", count).format(
        n=language.number(count)
    )


def _left(heard: HeardSoFar, language: Language) -> str:
    """How many are useful, or how many more."""
    if not heard.left:
        return language.say("More answers would hardly teach anything new: you may close, or let it run.")
    if not heard.counts.asked:
        told = language.plural(
            "About {n} answer is useful; beyond that, ten more hardly narrow the picture.",
            "About {n} answers are useful; beyond that, ten more hardly narrow the picture.",
            heard.left,
        )
        return told.format(n=language.number(heard.left))
    told = language.plural(
        "About {n} more is useful; beyond that, ten more hardly narrow the picture.",
        "About {n} more are useful; beyond that, ten more hardly narrow the picture.",
        heard.left,
    )
    return told.format(n=language.number(heard.left))


def _following(heard: HeardSoFar, kept: float, language: Language) -> str:
    """How many would follow, among all customers; `kept`: share of those who say so and are taken to do it."""
    if heard.following is None or heard.counts.would_follow is None:
        return ""
    told = heard.counts.would_follow
    low, high = language.percent(heard.following.p10), language.percent(heard.following.p90)
    says = language.say(
        "{yes} of {asked} say yes. Among all your customers, that means between {low} and {high} (8 chances in 10)."
    ).format(yes=told.yes, asked=told.asked, low=low, high=high)
    does = language.say("Saying yes costs little: the calculation takes it that {share} of those who say so do it.")
    return f"{says} {does.format(share=language.percent(kept))}"


def _tallies(counts: dict[str, int], language: Language, *, ranked: bool = True) -> tuple[Tally, ...]:
    """Answers with their counts, most frequent first; none where nobody answered."""
    most = max(counts.values(), default=0)
    if not most:
        return ()
    found = [Tally(words=language.say(words), count=count, share=count / most) for words, count in counts.items()]
    return tuple(sorted(found, key=lambda item: -item.count)) if ranked else tuple(found)


def _choice(result: Result | None, labels: Labels) -> str:
    """What the answers change in the last result's choice; empty where it was made without any."""
    if result is None:
        return ""
    try:
        return what_asking_changed(advice_of(result).focus, labels)
    except StoredAdviceError:  # made by another version: its own page still shows it
        return ""


def _since(result: Result | None, phones: SurveyCounts, language: Language) -> str:
    """What came after the last result; empty where nothing did."""
    if result is None:
        return ""
    used = from_counted(result.inputs.get("customers")) or SurveyCounts()
    new = phones.asked - used.asked
    if new > 0:
        return language.plural(
            "{n} answer has come since your last result.", "{n} answers have come since your last result.", new
        ).format(n=language.number(new))
    return language.say("Answers were erased since your last result.") if new < 0 else ""
