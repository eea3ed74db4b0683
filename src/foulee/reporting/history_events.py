"""The calendar beside a history, in words: which weeks are unlike others, and what no library knows."""

import textwrap
from collections.abc import Mapping
from typing import Any

from foulee.core.history import FirmHistory
from foulee.reporting.history import WIDTH
from foulee.reporting.language import Language


def event_words(language: Language) -> dict[str, str]:
    """What each regressor of the calendar is."""
    say = language.say
    return {
        "public_holiday": say("public holidays"),
        "school_holiday": say("school holidays"),
        "sales_period": say("legal sales periods"),
        "christmas": say("the weeks before Christmas"),
        "feast": say("feasts one buys for (Valentine's, Easter, Mother's Day)"),
    }


def events_payload(history: FirmHistory, unknown: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """The calendar as plain values: each regressor by week, and the years that it does not know."""
    return {
        "calendar": {name: [round(float(value), 4) for value in values] for name, values in history.events.items()},
        "calendar_unknown": {name: list(years) for name, years in unknown.items()},
    }


def events_text(history: FirmHistory, unknown: Mapping[str, tuple[int, ...]], language: Language) -> str:
    """One sentence on what the calendar takes into account, one on what it does not know."""
    words = event_words(language)
    told = [words[name] for name in history.events if name in words]
    lines = []
    if told:
        template = language.say("The calendar takes into account: {events}.")
        lines.append(template.format(events=language.listed(told)))
    if unknown:
        template = language.say("Not known for this country or these years: {events}.")
        lines.append(template.format(events=language.listed([words[name] for name in unknown])))
    return "".join(f"\n{textwrap.fill(line, WIDTH)}\n" for line in lines)
