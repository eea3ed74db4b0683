"""Numbers, shares and days as people type them; what could be two numbers is asked again."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.firmfile.answering import problems_of
from foulee.firmfile.days import day, since
from foulee.firmfile.fields import find
from foulee.firmfile.numbers import hundredths, number, written
from foulee.firmfile.typed import parse
from foulee.reporting.language import Language
from foulee.reporting.problems import spoken

TODAY = dt.date(2026, 11, 22)
HOURS = "means.hours_per_week"
FIXED = settings(derandomize=True, deadline=None, max_examples=200)


@pytest.mark.parametrize(
    ("told", "lang", "path", "value"),
    [
        ("320,000", "en", "firm.sales_per_year", 320_000),
        ("280.000", "fr", "firm.sales_per_year", 280_000),
        ("1 234,50", "fr", "", 1234.5),
        ("1\u202f234,50\u00a0€", "fr", "firm.average_basket", 1234.5),
        ("1,234.50", "en", "", 1234.5),
        ("280.000,50", "fr", "", 280_000.5),
        ("280.000,50", "en", "", 280_000.5),
        ("6,000 people", "en", "target.buyers", 6000),
        ("1'234", "en", "", 1234),
        ("1’234’567", "fr", "", 1_234_567),
        ("1.234.567", "en", "", 1_234_567),
        ("1,234,567", "fr", "", 1_234_567),
        ("1,5", "en", "", 1.5),
        ("1.5", "fr", "", 1.5),
        ("0,500", "fr", "", 0.5),
        ("0.125", "en", "", 0.125),
        ("1234,500", "fr", "", 1234.5),
        ("8,00", "fr", "", 8),
        ("12", "", "", 12),
        ("-3", "", "", -3),
        ("\u22123,5", "fr", "", -3.5),
        ("environ 300", "fr", "", 300),
        ("à peu près 300", "fr", "", 300),
        ("about 300", "en", "", 300),
        ("300 environ", "fr", "", 300),
        ("~300", "fr", "", 300),
        ("€12.50", "en", "firm.average_basket", 12.5),
        ("320 000 € par an", "fr", "firm.sales_per_year", 320_000),
        ("50 € par mois", "fr", "means.budget_per_month", 50),
        ("12 €/h", "fr", "means.hour_cost", 12),
        ("12 € de l'heure", "fr", "means.hour_cost", 12),
        ("2h", "fr", HOURS, 2),
        ("2 h 30", "fr", HOURS, 2.5),
        ("2h30 par semaine", "fr", HOURS, 2.5),
        ("2 hours and 30 minutes", "en", HOURS, 2.5),
        ("45 min", "fr", HOURS, 0.75),
        ("30 minutes", "fr", "means.validation_minutes", 30),
        ("30 ans", "fr", "target.ages", 30),
    ],
)
def test_a_number_is_read_as_it_was_meant(told: str, lang: str, path: str, value: float) -> None:
    assert number(told, lang, path) == value


@pytest.mark.parametrize(
    "told",
    [
        *("0x10", "1e5", "1_000", "true", "nan", "inf", "[1]", "{a=1}", "12,5,7", "1.2.3", "12 34", "0 500", "1, 5"),
        *(".5", "", "deux", "320k", "50 € par an", "2 jours", "5-10", "8/10", "1 000 000.5 5", "9" * 5000, "²"),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en", ""])
def test_what_is_no_number_is_not_guessed(told: str, lang: str) -> None:
    assert number(told, lang, "means.budget_per_month") is None


@pytest.mark.parametrize(
    ("told", "lang", "sentence"),
    [
        ("280,000", "fr", "Voulez-vous dire 280 ou 280 000 ? Écrivez-le sans point ni virgule."),
        ("280.000 €", "en", "Do you mean 280 or 280,000? Write it without point or comma."),
        ("320.500", "en", "Do you mean 320.5000 or 320,500? Write 320.5000 for the first; the second, without point"),
    ],
)
def test_what_could_be_two_numbers_is_asked_again(told: str, lang: str, sentence: str) -> None:
    found = find("firm.sales_per_year")
    assert found is not None
    problems = problems_of(found.path, parse(told, found, lang), {}, TODAY)
    assert len(problems) == 1
    assert plain(spoken(problems[0], Language(lang))).startswith(plain(sentence))


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


@FIXED
@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([" ", ".", ",", "'"]), st.sampled_from(["fr", "en"]))
def test_a_thousand_is_never_lost(first: int, rest: int, sign: str, lang: str) -> None:
    value = number(f"{first}{sign}{rest:03}", lang)
    assert value in {None, first * 1000 + rest}


@FIXED
@given(
    st.floats(-1e9, 1e9).map(lambda value: round(value, 4)) | st.integers(-(10**12), 10**12),
    st.sampled_from(["fr", "en"]),
)
def test_what_is_written_is_read_back(value: float, lang: str) -> None:
    assert number(written(value, lang), lang) == value


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("8", 8),
        ("80 %", 80),
        ("80%", 80),
        ("80 pour cent", 80),
        ("80 percent", 80),
        ("62,5", 62.5),
        ("-5 %", -5),
        ("8 sur 10", 80),
        ("8 out of 10", 80),
        ("8/10", 80),
        ("environ 8 clients sur 10", 80),
        ("1/0", None),
        ("8 sur", None),
        ("a/b", None),
        ("1/2/3", None),
    ],
)
def test_a_share_may_be_told_out_of_something(told: str, value: float | None) -> None:
    assert hundredths(told, "fr") == value


@pytest.mark.parametrize(
    ("path", "answer", "french", "english"),
    [
        ("firm.margin", 1.1, "Entre 0 et 100 : 110, c'est trop.", "Between 0 and 100: 110 is too much."),
        ("firm.margin", 200.0, "Entre 0 et 100 : 20 000, c'est trop.", "Between 0 and 100: 20,000 is too much."),
        ("presence.website.bounce", -0.05, "Entre 0 et 100 : -5, c'est trop peu.", "Between 0 and 100: -5 is too"),
        ("firm.yearly_growth", 6.0, "600, c'est trop ; 500 au plus.", "600 is too much; at most 500."),
        (HOURS, 1234.5, "1 234,5, c'est trop ; 80 au plus.", "1,234.5 is too much; at most 80."),
    ],
)
def test_limits_are_told_as_the_question_asks(path: str, answer: Any, french: str, english: str) -> None:
    for lang, sentence in (("fr", french), ("en", english)):
        told = plain(spoken(problems_of(path, answer, {}, TODAY)[0], Language(lang)))
        assert told.startswith(sentence), told


@pytest.mark.parametrize("path", ["firm.founded", "presence.website.built"])
def test_a_year_to_come_is_told_as_such(path: str) -> None:
    told = spoken(problems_of(path, 3000, {}, TODAY)[0], Language("fr"))
    assert "3000" in told
    assert "2026" in told


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("2019", dt.date(2019, 1, 1)),
        ("depuis 2019", dt.date(2019, 1, 1)),
        ("03/2019", dt.date(2019, 3, 1)),
        ("03/19", dt.date(2019, 3, 1)),
        ("2019-03", dt.date(2019, 3, 1)),
        ("mars 2019", dt.date(2019, 3, 1)),
        ("March 2019", dt.date(2019, 3, 1)),
        ("sept. 2019", dt.date(2019, 9, 1)),
        ("août 2019", dt.date(2019, 8, 1)),
        ("15/03/2019", dt.date(2019, 3, 15)),
        ("1er mai 2020", dt.date(2020, 5, 1)),
        ("2019-03-15", dt.date(2019, 3, 15)),
        ("13/2019", None),
        ("31/02/2019", None),
        ("ju 2019", None),
        ("mars", None),
        ("0000", None),
        ("1234567890", None),
    ],
)
def test_a_presence_may_be_dated_by_a_month_or_a_year(told: str, found: dt.date | None) -> None:
    assert since(told) == found


def test_a_date_in_full_is_needed_elsewhere() -> None:
    assert day("30/06/2027") == day("30 juin 2027") == day("2027-06-30") == dt.date(2027, 6, 30)
    assert day("2027") is None
    assert day("06/2027") is None
