"""Weeks ahead in which the shop is taken to be shut again, in words."""

import datetime as dt
from collections.abc import Sequence

from foulee.core.history import DAYS
from foulee.core.types import WEEKS_PER_YEAR
from foulee.reporting.language import Language


def closed_words(mondays: Sequence[dt.date], language: Language) -> str:
    """When the shop is taken to be shut in the years ahead; nothing where it is taken to be open."""
    if not mondays:
        return ""
    spans = _spans([day for day in mondays if (day - mondays[0]).days < DAYS * WEEKS_PER_YEAR])
    between = language.say("from {start} to {end}")
    told = [
        between.format(start=language.date(first), end=language.date(last + dt.timedelta(days=DAYS - 1)))
        for first, last in spans
    ]
    template = language.say(
        "Your weeks without sales are taken for closing time that comes back every year, {spans}, and so on: nothing "
        "is sold then in the years ahead, and what is put in still counts."
    )
    return language.typeset(template.format(spans=language.listed(told)))


def _spans(mondays: Sequence[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """First and last Monday of each run of weeks."""
    spans: list[tuple[dt.date, dt.date]] = []
    for day in mondays:
        if spans and (day - spans[-1][1]).days == DAYS:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans
