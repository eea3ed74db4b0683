"""Followers, visits and reach: what part each had in an answer, and why others had none."""

from typing import Any

from foulee.core.history import FirmHistory
from foulee.core.response.fitting.indicators import Indicated, Indication, Part
from foulee.reporting.language import Language
from foulee.reporting.levels import begun_with
from foulee.reporting.reading_words import name_of

DIGITS = 4


def parts_words(found: Indicated, history: FirmHistory, language: Language) -> tuple[str, ...]:
    """Which levels had a part in the answer, and why the others had none."""
    if not found.levels:
        return ()
    told = [_part(one, history, language) for one in found.levels]
    if any(one.part is Part.FOLLOWS for one in found.levels):
        told.append(_weighed(found, language))
    return tuple(told)


def _part(one: Indication, history: FirmHistory, language: Language) -> str:
    say = language.say
    names = language.listed([language.quoted(name_of(history.levers[place].name)) for place in one.level.levers])
    templates = {
        Part.FOLLOWS: say(
            "{level}: it follows {levers}, and had a part in how long the effect lasts and how soon it flattens, not in"
            " whether it sells."
        ),
        Part.NOTHING: say("{level}: nothing in it follows {levers}, so that it had no part in the answer."),
        Part.FEW: say("{level}: too few weeks to say anything."),
        Part.NO_LEVER: say("{level}: of no lever that was named; it had no part in the answer."),
        Part.STILL: say("{level}: {levers} never changed, so that it had no part in the answer."),
    }
    sentence = templates[one.part].format(level=begun_with(one.level, language), levers=names)
    if not one.wild:
        return sentence
    left = language.plural("{n} wild week was left out.", "{n} wild weeks were left out.", one.wild)
    return f"{sentence} {left.format(n=language.number(one.wild))}"


def _weighed(found: Indicated, language: Language) -> str:
    """How far the draws could be weighed by the levels."""
    if found.power == 0.0:
        return language.say("They say too much at once to be weighed safely: the answer was left as it was.")
    worth, draws = language.number(round(found.worth)), language.number(found.places.size)
    if found.power < 1.0:
        template = language.say("They count for a part only, {share}, as far as it is safe: {worth} draws of {draws}.")
        return template.format(share=language.percent(found.power), worth=worth, draws=draws)
    template = language.say("With them the answer rests on {worth} draws of {draws}.")
    return template.format(worth=worth, draws=draws)


def parts_payload(found: Indicated) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "levels": {
            one.level.name: {
                "part": one.part.value,
                "follows": round(one.follows, DIGITS),
                "own_way": round(one.own_way, DIGITS),
                "wild": one.wild,
            }
            for one in found.levels
        },
        "draws": int(found.places.size),
        "worth": round(found.worth, 1),
        "power": found.power,
        "tail": round(found.tail, DIGITS),
    }
