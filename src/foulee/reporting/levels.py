"""Followers, visits and reach: what each is taken for."""

from collections.abc import Iterable
from typing import Any

from foulee.core.history import FirmHistory
from foulee.core.response.levels import Level, Measure
from foulee.reporting.language import Language
from foulee.reporting.reading_words import name_of


def shown_level(level: Level, language: Language) -> str:
    """A level's name as it is told: what it counts, and of what."""
    say = language.say
    words = {
        Measure.REACH: say("reach"),
        Measure.VISITS: say("visits"),
        Measure.FOLLOWERS: say("followers"),
    }
    of = name_of(level.name.partition("_")[2])
    return f"{words[level.measure]} ({of})" if of else words[level.measure]


def begun_with(level: Level, language: Language) -> str:
    """The same at the beginning of a sentence."""
    name = shown_level(level, language)
    return name[:1].upper() + name[1:]


def taken_for(level: Level, history: FirmHistory, language: Language) -> str:
    """What a level is taken for, in a sentence."""
    say = language.say
    names, told = language.listed([history.levers[place].name for place in level.levers]), begun_with(level, language)
    if not level.levers:
        return say("{level}: of no lever that was named; nothing is drawn from it.").format(
            level=begun_with(level, language)
        )
    templates = {
        Measure.REACH: say("{level}: taken for how many people {levers} reached in the week."),
        Measure.VISITS: say("{level}: taken for the visits that {levers} brought in the week."),
        Measure.FOLLOWERS: say("{level}: taken for what {levers} gathered so far; people seldom unfollow."),
    }
    return templates[level.measure].format(level=told, levers=names)


def levels_payload(levels: Iterable[Level], history: FirmHistory) -> dict[str, Any]:
    """What each level is taken for, as plain values."""
    return {
        level.name: {"measure": level.measure.value, "levers": [history.levers[place].name for place in level.levers]}
        for level in levels
    }
