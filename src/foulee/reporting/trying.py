"""What the sliders try, in words and one picture."""

from dataclasses import dataclass

from foulee.advice.what_if import WhatIf
from foulee.core.projecting.compare import PathResult
from foulee.knowledge.reader import Knowledge
from foulee.reporting.efforts import doing
from foulee.reporting.figures import Figure, curves
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One place of the sliders: the plan in a sentence, what to do, what may come of it, and the curves.

    `curves` is None where nothing is done.
    """

    plan: str
    channels: tuple[str, ...]
    outcome: tuple[str, ...]
    curves: Figure | None


def tell_try(tried: WhatIf, own: PathResult, knowledge: Knowledge, language: Language) -> Tried:
    """Put one place of the sliders into words; `own`: the steady pace of the answer itself, to compare with."""
    labels = Labels(language, knowledge)
    if not tried.efforts:
        told = language.say("{offer}: nothing fits, so nothing is spent and nothing comes of it.")
        return Tried(plan=told.format(offer=_offer(tried, language)), channels=(), outcome=(), curves=None)
    outcome = (_used(tried, language), _chance(tried.blue, own, language), _stakes(tried.blue, labels))
    named = language.listed([labels.channel(effort.name) for effort in tried.efforts])
    return Tried(
        plan=language.say("{offer}: {plan}.").format(offer=_offer(tried, language), plan=named),
        channels=tuple(doing(effort, labels) for effort in tried.efforts),
        outcome=tuple(line for line in outcome if line),
        curves=curves(tried, language, key="tried-curves", description=" ".join(outcome[1:])),
    )


def hours_told(hours: float, language: Language) -> str:
    """Where the slider of hours stands."""
    if hours <= 0.0:
        return language.say("no time at all")
    return language.say("{hours} a week").format(hours=language.hours(hours))


def money_told(money: float, language: Language) -> str:
    """Where the slider of money stands."""
    if money <= 0.0:
        return language.say("no money")
    return language.say("{money} a month").format(money=language.exact_money(round(money)))


def _offer(tried: WhatIf, language: Language) -> str:
    hours, money = hours_told(tried.hours, language), money_told(tried.money, language)
    if tried.hours <= 0.0 and tried.money <= 0.0:
        return language.say("Without time or money")
    if tried.hours <= 0.0:
        return language.say("With {money} but no time").format(money=money)
    if tried.money <= 0.0:
        return language.say("With {hours} and no money").format(hours=hours)
    return language.say("With {hours} and {money}").format(hours=hours, money=money)


def _used(tried: WhatIf, language: Language) -> str:
    """What the plan takes; said because it often leaves part of what is offered."""
    hours, money = hours_told(tried.hours_used, language), money_told(tried.money_used, language)
    if tried.money_used <= 0.0:
        return language.say("The plan takes {hours} of it.").format(hours=hours)
    return language.say("The plan takes {hours} and {money} of it.").format(hours=hours, money=money)


def _chance(blue: PathResult, own: PathResult, language: Language) -> str:
    told, before = language.chances(blue.chance_pays), language.chances(own.chance_pays)
    if told == before:
        return language.say("{chances} that it pays back within three years, as in your answer.").format(chances=told)
    template = language.say("{chances} that it pays back within three years, instead of {before} in your answer.")
    return template.format(chances=told, before=before)


def _stakes(blue: PathResult, labels: Labels) -> str:
    low, mid, high = blue.gain
    return labels.sentence("stakes", "told", {"low_money": low, "mid_money": mid, "high_money": high})
