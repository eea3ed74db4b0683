"""How things stand so far, in words and as a small drawing, beside the next question."""

from dataclasses import dataclass

from foulee.advice.asking import Outlook, Picture
from foulee.core.types import Interval
from foulee.knowledge.asking import load_order
from foulee.knowledge.reader import Knowledge
from foulee.reporting.labels import Labels, small
from foulee.reporting.language import Language, rounded

SETTLED = 0.95  # share of the ways of answering the rest that end at the verdict, from which it is said to stand
PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An interval on the drawing's scale, in hundredths of its width; `told` says it in words."""

    label: str
    told: str
    start: float
    middle: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPicture:
    """The picture: `lead` in one sentence, `lines` below it, bars on one scale with its `zero`, if there is enough."""

    lead: str
    lines: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    zero: float = 0.0


def tell_picture(outlook: Outlook, before: Picture | None, knowledge: Knowledge, language: Language) -> ToldPicture:
    """Tell how things stand, and how they stood before the last answer."""
    now, left = outlook.picture, outlook.asking.essential_left
    if now is None:
        told = language.plural(
            "After {n} more question, a first picture will stand here.",
            "After {n} more questions, a first picture will stand here.",
            left,
        )
        return ToldPicture(lead=told.format(n=left) if left else "")
    labels = Labels(language, knowledge)
    verdict = small(labels.sentence("verdict", now.verdict))
    lines = [_standing(outlook, now, labels, language), _money(now, language), _through(now, labels, language)]
    if now.least_known is not None:
        told = small(labels.unknown(now.least_known.name)[0])
        lines.append(language.say("What would help most to know: {what}").format(what=told))
    kept = before if before is not None and before.channels and now.channels else None
    if kept is not None and _same(now, kept):
        lines.append(language.say("Your last answer hardly moved this."))
        kept = None
    bars, zero = _bars(now, kept, language) if now.channels else ((), 0.0)
    return ToldPicture(
        lead=language.say("For now: {verdict}").format(verdict=verdict),
        lines=tuple(line for line in lines if line),
        bars=bars,
        zero=zero,
    )


def _standing(outlook: Outlook, now: Picture, labels: Labels, language: Language) -> str:
    """How far what is left to ask could change the verdict."""
    if not outlook.asking.next:
        return language.say("Everything has been asked.")
    if now.agree >= SETTLED:  # said once nothing more need be asked: before, it would mock the questions to come
        settled = language.say("Whatever you answer to the rest, that will hardly change.")
        return settled if outlook.asking.enough else ""
    if now.agree >= load_order().agree:
        return language.say("A few answers still to come could change that.")
    if now.leaning is now.verdict:
        return language.say("The answers still to come may well change that.")
    leaning = small(labels.sentence("verdict", now.leaning))
    return language.say("But most ways of answering the rest would lead to: {verdict}").format(verdict=leaning)


def _money(now: Picture, language: Language) -> str:
    if not now.channels:
        return language.say("With these hours and this money, nothing fits yet.")
    template = language.say("{chances} that the best plan pays back its hours and its money.")
    return template.format(chances=_capital(language.chances(now.chance_pays)))


def _through(now: Picture, labels: Labels, language: Language) -> str:
    if not now.channels:
        return ""
    channels = language.listed([labels.channel(name) for name in now.channels])
    return language.say("That plan, with what is known: {channels}.").format(channels=channels)


def _same(now: Picture, before: Picture) -> bool:
    """Whether both would be told in the same words."""
    alike = [rounded(one) == rounded(other) for one, other in zip(now.gain, before.gain, strict=True)]
    same_words = now.verdict is before.verdict and now.channels == before.channels
    return all(alike) and same_words and round(10 * now.chance_pays) == round(10 * before.chance_pays)


def _bars(now: Picture, before: Picture | None, language: Language) -> tuple[tuple[Bar, ...], float]:
    """Now, and before the last answer, on one scale that holds zero."""
    shown = [(language.say("Now"), now)] + ([(language.say("Before your last answer"), before)] if before else [])
    ends = [0.0, *(end for _, picture in shown for end in (picture.gain.p10, picture.gain.p90))]
    lowest, width = min(ends), (max(ends) - min(ends)) or 1.0

    def place(value: float) -> float:
        return round(PERCENT * (value - lowest) / width, 1)

    bars = tuple(
        Bar(
            label=label,
            told=_between(picture.gain, picture.years, language),
            start=place(picture.gain.p10),
            middle=place(picture.gain.p50),
            end=place(picture.gain.p90),
        )
        for label, picture in shown
    )
    return bars, place(0.0)


def _between(gain: Interval, years: float, language: Language) -> str:
    told = language.plural(
        "between {low} and {high} in {n} year, beyond what it costs (8 chances in 10)",
        "between {low} and {high} in {n} years, beyond what it costs (8 chances in 10)",
        years,
    )
    return told.format(low=language.money(gain.p10), high=language.money(gain.p90), n=language.number(years))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
