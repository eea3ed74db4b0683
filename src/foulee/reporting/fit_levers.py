"""What a firm's weeks told of a lever, in words: what can be said, what the weeks changed, and why no more."""

from collections.abc import Callable

from foulee.advice.describing import LeverUse, Tells
from foulee.advice.reading import Finding, LeverReading
from foulee.core.history import Unit
from foulee.core.measuring.effects import LeverEffect
from foulee.core.response.telling import TOLD
from foulee.core.types import Interval
from foulee.reporting.language import Language
from foulee.reporting.reading_words import name_of

CENTS_BELOW, DECIMALS_BELOW = 1.0, 10.0
VISIBLE = 0.05  # of a range: a change that one would see
SMALLEST = 1e-12

Writer = Callable[[float], str]


def finding_words(lever: LeverReading, use: LeverUse, language: Language) -> str:
    """What can be said of a lever, in one sentence, with its chance and its interval."""
    if use.tells is Tells.UNUSED:
        return _never_used(lever, language)
    if lever.apart:
        return _apart(lever, language)
    templates = {
        Finding.PROBABLY: language.say(
            "Probably: {chances} that {lever} brings something; {one}, about {mid} of sales, later effects included "
            "(8 chances in 10: {low} to {high})."
        ),
        Finding.NO_EFFECT: language.say(
            "No effect found: {chances} that {lever} brings anything worth the name; {one}, {high} of sales at the "
            "very most (9 chances in 10)."
        ),
        Finding.CANNOT_TELL: language.say(
            "Cannot tell: {chances} that {lever} brings something; {one}, anything from {low} to {high} of sales, "
            "later effects included (8 chances in 10)."
        ),
    }
    return _filled(templates[lever.finding], lever, lever.posterior, language)


def believed_words(lever: LeverReading, language: Language) -> str:
    """What was believed of a lever before its weeks were read."""
    template = language.say(
        "Before your weeks: {chances} that {lever} brings something; {one}, about {mid} of sales (8 chances in 10: "
        "{low} to {high})."
    )
    return _filled(template, lever, lever.prior, language)


def change_words(lever: LeverReading, language: Language) -> str:
    """What the weeks did to what was believed."""
    say, now, before = language.say, lever.posterior, lever.prior
    if lever.apart or lever.spent <= 0.0:
        return say("Your weeks taught nothing about it: this is what was believed before them.")
    if lever.told < TOLD:
        return say("Your weeks taught next to nothing about it: the answer is almost what was believed before them.")
    moved = say(
        "Your weeks moved the sales for {one} from {before} to {now}, and the chance that it brings something from "
        "{chance_before} to {chance_now}."
    ).format(
        before=worth(before.roas_with_tail, language),
        now=worth(now.roas_with_tail, language),
        chance_before=language.percent(before.chance_positive),
        chance_now=language.percent(now.chance_positive),
        one=one_unit(lever.unit, language),
    )
    return language.typeset(f"{moved} {_narrowed(lever, language)}")


def _narrowed(lever: LeverReading, language: Language) -> str:
    """What became of the range."""
    now, before = (effect.roas_with_tail for effect in (lever.posterior, lever.prior))
    narrower = 1.0 - (now.p90 - now.p10) / max(before.p90 - before.p10, SMALLEST)
    if narrower < VISIBLE:
        return language.say("The range is no narrower.")
    return language.say("The range is narrower by {share}.").format(share=language.percent(narrower))


def why_words(lever: LeverReading, use: LeverUse, language: Language) -> str:
    """Why no more can be said, where the weeks themselves show it; else nothing."""
    if lever.finding is not Finding.CANNOT_TELL or lever.apart:
        return ""
    say = language.say
    reasons = {
        Tells.CONSTANT: say("It is the same every week, so that nothing shows what it brings."),
        Tells.TOGETHER: say("It always goes with {other}: your weeks cannot say which of the two brings what."),
        Tells.SEASON: say("It comes and goes with the season, which hides what it brings."),
        Tells.FEW_USES: say("It was used in {used} weeks only."),
        Tells.TOO_SHORT: say("There are too few weeks yet."),
    }
    other = language.quoted(name_of(use.like[0])) if use.like else ""
    return language.typeset(reasons.get(use.tells, "").format(other=other, used=use.weeks_used))


def _never_used(lever: LeverReading, language: Language) -> str:
    template = language.say(
        "Cannot tell: {lever} was never used in these weeks. What is believed of such efforts elsewhere: {chances} "
        "that they bring something; {one}, {low} to {high} of sales (8 chances in 10)."
    )
    return _filled(template, lever, lever.prior, language)


def _apart(lever: LeverReading, language: Language) -> str:
    suspected = language.say(
        "Cannot tell: {lever} moves so much like sales that it must be set by them, and nothing here tells it from "
        "demand, so that this is only what was believed before: {chances} that it brings something; {one}, {low} to "
        "{high} of sales (8 chances in 10)."
    )
    template = (
        suspected
        if lever.suspected
        else language.say(
            "Cannot tell: {lever} follows demand and nothing here tells it from demand, so that this is only what was "
            "believed before: {chances} that it brings something; {one}, {low} to {high} of sales (8 chances in 10)."
        )
    )
    return _filled(template, lever, lever.posterior, language)


def _filled(template: str, lever: LeverReading, effect: LeverEffect, language: Language) -> str:
    low, mid, high = (amount(value, language) for value in effect.roas_with_tail)
    return language.typeset(
        template.format(
            chances=language.chances(effect.chance_positive),
            lever=language.quoted(name_of(lever.name)),
            one=language.say("for {one}").format(one=one_unit(lever.unit, language)),
            low=low,
            mid=mid,
            high=high,
        )
    )


# --- amounts ---------------------------------------------------------------------------------------------------------


def one_unit(unit: Unit, language: Language) -> str:
    """One unit of effort: an hour, or one of the currency."""
    return language.say("an hour") if unit is Unit.HOURS else language.exact_money(1.0)


def amount(value: float, language: Language) -> str:
    """Money as precisely as it means something: cents below one, tens of cents below ten."""
    size = abs(value)
    if size >= DECIMALS_BELOW or value == 0.0:
        return language.money(value)
    return language.exact_money(round(value, 2 if size < CENTS_BELOW else 1))


def worth(found: Interval, language: Language) -> str:
    """What a unit brings: the middle, then the ends."""
    return between(found, lambda value: amount(value, language), language)


def between(found: Interval, write: Writer, language: Language) -> str:
    """An interval: the middle, then the ends."""
    low, mid, high = (write(value) for value in found)
    return language.typeset(language.say("{mid} ({low} to {high})").format(low=low, mid=mid, high=high))
