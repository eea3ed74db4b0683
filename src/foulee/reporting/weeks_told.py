"""What a firm's own weeks have in its answer, in words: before your figures, with your figures."""

from dataclasses import dataclass

from foulee.advice.result import Advice, FocusAdvice, TaughtLever, WeeksAdvice
from foulee.core.history import Unit
from foulee.core.response.telling import TOLD
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language
from foulee.reporting.reading_words import between, name_of

LONG_AGO = 8  # weeks since the last one, from which that is said


@dataclass(frozen=True, slots=True, kw_only=True)
class BothAnswers:
    """Two answers side by side: a title, the heads of the columns, and rows whose first cell is their head."""

    title: str
    head: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTaught:
    """A lever of the weeks in words: its name, the channel that it is, and what the weeks did to what is believed."""

    name: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWeeks:
    """What the weeks have in the answer: what it rests on, both answers side by side, lever by lever."""

    rests_on: tuple[str, ...]
    both: BothAnswers
    levers: tuple[ToldTaught, ...]


def titles(language: Language) -> tuple[str, str]:
    """What the two sides are called."""
    return language.say("Before your figures"), language.say("With your figures")


def tell_weeks(advice: Advice, labels: Labels) -> ToldWeeks | None:
    """Put into words what the firm's weeks have in its answer; None where there are none."""
    weeks = advice.weeks
    if weeks is None:
        return None
    return ToldWeeks(
        rests_on=_rests_on(weeks, labels.language),
        both=_both(advice, weeks, labels),
        levers=tuple(_lever(lever, advice.focus, labels) for lever in weeks.levers),
    )


def unread(advice: Advice, language: Language) -> str:
    """Why weeks that there are have nothing in the answer; empty where they do, or where there are none."""
    if not advice.unread:
        return ""
    return language.say(
        "Your weeks have no part in this answer: twice, the calculation did not agree with itself. It rests on your "
        "answers and on published figures alone."
    )


def caveat(advice: Advice, language: Language) -> str:
    """What is the firm's own in the answer, and what is not; empty where it has no weeks."""
    if advice.weeks is None:
        return ""
    return language.say(
        "Your sales, and what your efforts bring as far as your weeks tell, are your own figures; all the rest is what "
        "published studies of others suggest, and our assumptions."
    )


# --- sentences -------------------------------------------------------------------------------------------------------


def _rests_on(weeks: WeeksAdvice, language: Language) -> tuple[str, ...]:
    if not weeks.placed:
        one, many = "This answer rests on {n} week of your sales.", "This answer rests on {n} weeks of your sales."
        told = language.counted(one, many, weeks.counted)
        return (told,)
    between_days = language.plural(
        "This answer rests on {n} week of your sales, between {start} and {end}.",
        "This answer rests on {n} weeks of your sales, between {start} and {end}.",
        weeks.counted,
    )
    told = between_days.format(
        n=language.number(weeks.counted), start=language.date(weeks.start), end=language.date(weeks.end)
    )
    if weeks.since < LONG_AGO:
        return (told,)
    gone_on = language.counted(
        "They ended {n} week ago: what you did last is taken to have gone on since.",
        "They ended {n} weeks ago: what you did last is taken to have gone on since.",
        weeks.since,
    )
    return told, gone_on


def _both(advice: Advice, weeks: WeeksAdvice, labels: Labels) -> BothAnswers:
    """The two answers side by side."""
    language, before, blue = labels.language, weeks.before, advice.projection.paths["blue"]
    say = language.say
    now = tuple(channel.name for channel in advice.focus.channels)
    rows = (
        (
            say("The answer"),
            labels.sentence("verdict", before.verdict),
            labels.sentence("verdict", advice.diagnosis.verdict),
        ),
        (say("Where"), _channels(before.channels, labels), _channels(now, labels)),
        (
            say("It pays back its hours and money"),
            language.chances(before.chance_pays),
            language.chances(blue.chance_pays),
        ),
        (
            say("Left after three years, hours and money paid"),
            between(before.gain, language),
            between(blue.gain, language),
        ),
    )
    title = say("The same question, before your figures and with them")
    return BothAnswers(title=title, head=(say("The question"), *titles(language)), rows=rows)


def _channels(names: tuple[str, ...], labels: Labels) -> str:
    return labels.language.listed([labels.channel(name) for name in names]) or labels.language.say("Nowhere")


def _lever(lever: TaughtLever, focus: FocusAdvice, labels: Labels) -> ToldTaught:
    language = labels.language
    name = language.quoted(name_of(lever.name))
    says = [_told(lever, language)]
    if not lever.channel:
        says.append(
            language.say("It is none of the channels looked at here: it explains your past sales, and no more.")
        )
    elif all(channel.name != lever.channel for channel in focus.channels):
        says.append(_left_out(lever, focus, language))
    if lever.beyond:
        says.append(language.say("The plan goes beyond anything you have tried there: what comes of it is a guess."))
    return ToldTaught(name=f"{name} ({labels.channel(lever.channel)})" if lever.channel else name, says=tuple(says))


def _left_out(lever: TaughtLever, focus: FocusAdvice, language: Language) -> str:
    """That a plan leaves out what the firm has done; that it lacks money, where its own weeks may say otherwise."""
    reasons = {f"{reason.network}.{reason.means}": reason for reason in focus.why_not}
    reason = reasons.get(lever.channel)
    if reason is None or reason.code != "no_room_money":
        return language.say("This plan leaves it out: the reason stands with those of the other channels.")
    told = language.say("This plan leaves it out: it takes at least {needed} a month, more than the budget you gave.")
    return told.format(needed=language.money(float(reason.values.get("money", 0.0))))


def _told(lever: TaughtLever, language: Language) -> str:
    """What the weeks did to what is believed of a lever."""
    say = language.say
    if not lever.taught:
        return say("Weeks like these cannot tell what it brings: this is what is seen of such efforts elsewhere.")
    if lever.told < TOLD:
        return say("Your weeks say almost nothing of it: this is what is seen of such efforts elsewhere.")
    return say("{one} brings in sales {after}; before your weeks, one would have said {before}.").format(
        one=say("An hour") if lever.unit is Unit.HOURS else language.exact_money(1.0),
        after=between(lever.after, language),
        before=between(lever.before, language),
    )
