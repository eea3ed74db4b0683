"""Followers, visits and reach: what part each had in an answer, and why others had none."""

from typing import Any

from foulee.advice.read_result import KeptLevel
from foulee.core.history import FirmHistory
from foulee.core.response.fitting.indicators import Indicated
from foulee.core.response.levels import Part
from foulee.reporting.language import Language
from foulee.reporting.levels import parts_had

DIGITS = 4


def parts_words(found: Indicated, history: FirmHistory, language: Language) -> tuple[str, ...]:
    """Which levels had a part in the answer, and why the others had none."""
    levels = tuple(
        KeptLevel(
            level=one.level,
            levers=tuple(history.levers[place].name for place in one.level.levers),
            part=one.part,
            wild=one.wild,
        )
        for one in found.levels
    )
    told = parts_had(levels, found.power, language)
    if found.power == 0.0 or not any(one.part is Part.FOLLOWS for one in found.levels):
        return told
    return (*told, _weighed(found, language))


def _weighed(found: Indicated, language: Language) -> str:
    """How far the draws could be weighed by the levels."""
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
