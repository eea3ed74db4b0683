"""Followers, visits and reach: what each is taken for, and what part it had in an answer."""

from collections.abc import Iterable
from typing import Any

from foulee.advice.read_result import KeptLevel, KeptReading
from foulee.core.history import FirmHistory
from foulee.core.response.levels import Level, Measure, Part
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


def parts_kept(read: KeptReading, language: Language) -> tuple[str, ...]:
    """What part each level had in a reading that was kept, and how far those that had one were heard."""
    told = parts_had(read.levels, read.heard, language)
    if not any(kept.part is Part.FOLLOWS for kept in read.levels) or read.heard in {0.0, 1.0}:
        return told
    share = language.percent(read.heard)
    return (*told, language.say("They count for a part only, {share}, as far as it is safe.").format(share=share))


def parts_had(levels: Iterable[KeptLevel], heard: float, language: Language) -> tuple[str, ...]:
    """What part each level had in the answer, or why it had none; `heard`: how far, 0 where that was not safe."""
    return tuple(_part(kept, heard > 0.0, language) for kept in levels)


def _part(kept: KeptLevel, heard: bool, language: Language) -> str:
    say = language.say
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
    unheard = say(
        "{level}: it follows {levers}, but says too much at once to be weighed safely: it had no part in the answer."
    )
    template = unheard if kept.part is Part.FOLLOWS and not heard else templates[kept.part]
    names = language.listed([language.quoted(name_of(name)) for name in kept.levers])
    sentence = template.format(level=begun_with(kept.level, language), levers=names)
    if not kept.wild:
        return sentence
    left = language.plural("{n} wild week was left out.", "{n} wild weeks were left out.", kept.wild)
    return f"{sentence} {left.format(n=language.number(kept.wild))}"


def levels_payload(levels: Iterable[Level], history: FirmHistory) -> dict[str, Any]:
    """What each level is taken for, as plain values."""
    return {
        level.name: {"measure": level.measure.value, "levers": [history.levers[place].name for place in level.levers]}
        for level in levels
    }
