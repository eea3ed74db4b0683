"""Weeks ahead in which the shop is taken to be shut, in words."""

import datetime as dt

from tests.readings import a_reading

from foulee.advice.read_result import KeptReading
from foulee.advice.storing import dump_as_read, restore_as
from foulee.reporting.closing import closed_words
from foulee.reporting.language import Language
from foulee.reporting.reading_words import tell_reading

AUGUST = dt.date(2027, 8, 2)


def mondays(*firsts: dt.date, weeks: int = 3) -> list[dt.date]:
    return [first + dt.timedelta(weeks=week) for first in firsts for week in range(weeks)]


def test_an_open_shop_says_nothing() -> None:
    assert closed_words([], Language("en")) == ""


def test_the_weeks_of_the_first_year_are_named_and_no_others() -> None:
    shut = mondays(AUGUST, dt.date(2027, 12, 27), dt.date(2028, 7, 31))
    english, french = (closed_words(shut, Language(code)).replace("\u00a0", " ") for code in ("en", "fr"))
    assert "from 2 August 2027 to 22 August 2027 and from 27 December 2027 to 16 January 2028" in english
    assert "2028, and so on" in english
    assert "du 2 août 2027 au 22 août 2027" in french
    assert "juillet" not in french


def test_the_page_of_a_reading_says_it_and_one_kept_before_it_could_be_said_is_read() -> None:
    language = Language("en")
    shut, open_all_year = a_reading(closed=tuple(mondays(AUGUST))), a_reading()
    assert "closing time that comes back" in str(tell_reading(shut, language))
    assert "closing time" not in str(tell_reading(open_all_year, language))
    stored = dump_as_read(shut)
    assert restore_as(KeptReading, stored).closed == shut.closed
    del stored["closed"]
    assert restore_as(KeptReading, stored).closed == ()
