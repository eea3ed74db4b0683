"""What two answers rest on, side by side, in words: answers, measurements, published figures, method and day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foulee.advice.grounds import ANSWERS, Changes, FigureMoved, Grounds
from foulee.core.quantities import Scale
from foulee.firmfile.answering import take
from foulee.firmfile.fields import find
from foulee.knowledge.texts import load_questions
from foulee.reporting.answers import told
from foulee.reporting.comparing import Line
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language, mark

SHARE = Scale.LOGIT  # a prior on this scale is a share
MEASURED = {
    "customers": mark("Your customers answered your survey."),
    "website": mark("Your website was looked at."),
    "weeks": mark("Your weeks were read."),
}
PLACES = {
    "limits": mark("A threshold that the reasons use"),
    "usage": mark("How use by age is estimated"),
    "trade": mark("What is usual in your trade"),
    "country": mark("Costs in your country"),
}
UNKNOWN = mark("a figure that is no longer used")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChanges:
    """What changed between two answers besides the answer itself.

    `sentences` sum up, one for each kind of thing; `answers` and `figures` list them one by one; `caution` says what
    cannot be concluded.
    """

    answers: tuple[Line, ...]
    figures: tuple[Line, ...]
    sentences: tuple[str, ...]
    caution: str


def tell_changes(found: Changes, before: Grounds, after: Grounds, labels: Labels) -> ToldChanges:
    """Put what changed into words."""
    language = labels.language
    was, now = (grounds.inputs.get(ANSWERS) or {} for grounds in (before, after))
    sentences = [
        *([] if found.answers else [language.say("Your answers are the same.")]),
        *(_of_measure(name, language, counts=name in after.inputs) for name in found.measured),
        _of_facts(found, before, after, language),
        _of_method(found, before, after, language),
    ]
    return ToldChanges(
        answers=tuple(_answer(path, was, now, language) for path in found.answers),
        figures=tuple(_figure(figure, labels) for figure in found.figures or ()),
        sentences=tuple(filter(None, sentences)),
        caution=_caution(found, language),
    )


def _answer(path: str, was: Mapping[str, Any], now: Mapping[str, Any], language: Language) -> Line:
    """A question and its answer before and after."""
    question, field = load_questions().find(path), find(path)
    label = question.ask.get(language.code) if question else path
    nothing = language.say("no answer")
    before, after = (
        (told(field, take(dict(values), path), language) if field else "") or nothing for values in (was, now)
    )
    return Line(label=language.typeset(label), before=before, after=after, moved=True)


def _of_measure(name: str, language: Language, *, counts: bool) -> str:
    """A measurement that was made meanwhile, or that counts no more."""
    if not counts:
        return language.say("A measurement no longer counts.")
    return language.say(MEASURED[name]) if name in MEASURED else language.say("Something was measured.")


def _of_facts(found: Changes, before: Grounds, after: Grounds, language: Language) -> str:
    """The published figures: the same, changed, or checked again without our knowing which."""
    dates = [language.date(grounds.facts_date) for grounds in (before, after) if grounds.facts_date]
    between = dict(zip(("before", "after"), dates, strict=False))
    if found.figures:
        count = len(found.figures)
        return language.counted("{n} published figure changed.", "{n} published figures changed.", count)
    if found.facts and len(between) > 1:
        words = (
            language.say(
                "Published figures were checked again ({before}, then {after}); those that bear on you are the same."
            )
            if found.figures is not None
            else language.say(
                "Published figures were checked again ({before}, then {after}); which ones changed was not kept."
            )
        )
        return words.format(**between)
    return language.say("Published figures are the same.")


def _of_method(found: Changes, before: Grounds, after: Grounds, language: Language) -> str:
    if not found.method:
        return language.say("The calculation is the same.")
    told_ = language.say("The calculation changed: {before}, then {after}.")
    return told_.format(before=before.method_version, after=after.method_version)


def _caution(found: Changes, language: Language) -> str:
    """What cannot be concluded: where several things changed at once, or nothing but the day."""
    if len(found.kinds) > 1:
        return language.say("Several things changed at once: what moved cannot be put down to one of them alone.")
    if not found.kinds and found.day:
        return language.say(
            "Only the day changed: the three years begin later, at another season, and older figures are less sure."
        )
    return ""


# --- figures -----------------------------------------------------------------------------------------------------


def _figure(figure: FigureMoved, labels: Labels) -> Line:
    """A figure of the knowledge base before and after."""
    nothing = labels.language.say("not used")
    before, after = (
        _values(figure.name, values, labels) if values else nothing for values in (figure.before, figure.after)
    )
    return Line(label=_label(figure.name, labels), before=before, after=after, moved=True)


def _label(name: str, labels: Labels) -> str:
    place, _, rest = name.partition(".")
    knowledge, say = labels.knowledge, labels.language.say
    if place == "facts":
        return labels.fact(rest) if rest in knowledge.facts else say(UNKNOWN)
    if place == "priors":
        prior = knowledge.priors.get(rest)
        return labels.language.typeset(prior.label.get(labels.language.code)) if prior else say(UNKNOWN)
    if place == "channels":
        channel = next((name for name in knowledge.channels if rest.startswith(f"{name}.")), None)
        label = labels.channel(channel) if channel else ""
        return say("{channel}: what it takes and what it reaches").format(channel=label) if label else say(UNKNOWN)
    return say(PLACES.get(place, UNKNOWN))


def _values(name: str, values: tuple[float, ...], labels: Labels) -> str:
    language, place, key = labels.language, *name.split(".", 1)
    if place == "facts" and key in labels.knowledge.facts:
        unit = labels.knowledge.codes.units[labels.knowledge.facts[key].unit].get(language.code)
        return language.typeset(f"{language.exact(values[0])} {unit}".strip())
    prior = labels.knowledge.priors.get(key) if place == "priors" else None
    write = language.percent if prior and prior.quantity.scale is SHARE else language.exact
    if prior and len(values) == len(("low", "mid", "high")):
        low, mid, high = (write(value) for value in values)
        return language.say("{mid} ({low} to {high})").format(low=low, mid=mid, high=high)
    return " – ".join(write(value) for value in values)
