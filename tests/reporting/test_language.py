"""Numbers, money, plurals and typography the French and the English way."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.reporting.language import Language, rounded

FR, EN = Language("fr"), Language("en")
NARROW, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212\u2060"  # the minus never leaves its number at a line end
FIXED = settings(derandomize=True, deadline=None, max_examples=150)


def test_only_two_languages() -> None:
    with pytest.raises(ValueError, match="fr, en"):
        Language("de")


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0.0, "0", "0"),
        (0.25, "0,25", "0.25"),
        (1.0, "1", "1"),
        (1.54, "1,5", "1.5"),
        (12.4, "12", "12"),
        (1234.5, f"1{NARROW}234", "1,234"),
        (-3.5, "-3,5", "-3.5"),
    ],
)
def test_numbers(value: float, french: str, english: str) -> None:
    assert (FR.number(value), EN.number(value)) == (french, english)


@pytest.mark.parametrize(
    ("share", "french", "english"),
    [
        (0.0, "0", "0"),
        (0.0004, "0,1", "0.1"),
        (0.005, "0,5", "0.5"),
        (0.5, "50", "50"),
        (0.994, "99", "99"),
        (0.999, "99", "99"),
        (1.0, "100", "100"),
    ],
)
def test_percentages_are_never_certain_unless_they_are(share: float, french: str, english: str) -> None:
    assert (FR.percent(share), EN.percent(share)) == (f"{french}{NARROW}%", f"{english}%")


@pytest.mark.parametrize(
    ("lang", "currency", "country", "value", "written"),
    [
        ("fr", "EUR", "FR", 1234.0, f"1{NARROW}200{NO_BREAK}€"),
        ("en", "EUR", "FR", 1234.0, "€1,200"),
        ("fr", "EUR", "MQ", -57.4, f"{MINUS}57{NO_BREAK}€"),
        ("en", "EUR", "FR", -57.4, f"{MINUS}€57"),
        ("fr", "CAD", "QC", 1234.0, f"1{NO_BREAK}200{NO_BREAK}$"),
        ("en", "CAD", "CA", 1234.0, "$1,200"),
        ("en", "CAD", "QC", 98765.0, "$99,000"),
        ("fr", "EUR", "FR", 0.2, f"0{NO_BREAK}€"),
    ],
)
def test_money(lang: str, currency: str, country: str, value: float, written: str) -> None:
    assert Language(lang, currency, country).money(value) == written


@FIXED
@given(st.floats(-1e9, 1e9))
def test_money_is_rounded_to_two_figures(value: float) -> None:
    found = rounded(value)
    assert abs(found - value) <= max(0.5, 0.05 * abs(value) + 1e-9)
    if abs(found) >= 100:
        assert len(f"{abs(found):.0f}".rstrip("0")) <= 2


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0.01, f"5{NARROW}min", f"5{NO_BREAK}min"),
        (0.5, f"30{NARROW}min", f"30{NO_BREAK}min"),
        (0.94, f"55{NARROW}min", f"55{NO_BREAK}min"),
        (0.96, f"1{NARROW}h", f"1{NO_BREAK}h"),
        (1.5, f"1{NARROW}h{NARROW}30", f"1.5{NO_BREAK}h"),
        (2.25, f"2{NARROW}h{NARROW}15", f"2.25{NO_BREAK}h"),
        (40.0, f"40{NARROW}h", f"40{NO_BREAK}h"),
    ],
)
def test_hours(value: float, french: str, english: str) -> None:
    assert (FR.hours(value), EN.hours(value)) == (french, english)


@pytest.mark.parametrize(
    ("count", "french", "english"), [(0, True, False), (1, True, True), (1.5, True, False), (2, False, False)]
)
def test_plurals(count: float, french: bool, english: bool) -> None:
    assert (FR.singular(count), EN.singular(count)) == (french, english)


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(0, "0 jour", "0 days"), (1, "1 jour", "1 day"), (1.5, "1,5 jour", "1.5 days"), (2, "2 jours", "2 days")],
)
def test_counted_things(count: float, french: str, english: str) -> None:
    assert FR.counted("{n} day", "{n} days", count) == french
    assert EN.counted("{n} day", "{n} days", count) == english


@pytest.mark.parametrize(
    ("probability", "french", "english"),
    [
        (0.0, "1 chance sur 100", "1 chance in 100"),
        (0.03, "3 chances sur 100", "3 chances in 100"),
        (0.1, "1 chance sur 10", "1 chance in 10"),
        (0.5, "5 chances sur 10", "5 chances in 10"),
        (0.9, "9 chances sur 10", "9 chances in 10"),
        (0.97, "97 chances sur 100", "97 chances in 100"),
        (1.0, "99 chances sur 100", "99 chances in 100"),
    ],
)
def test_chances_are_never_certain(probability: float, french: str, english: str) -> None:
    assert (FR.chances(probability), EN.chances(probability)) == (french, english)


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("l'heure", "l’heure", "l’heure"),
        ("Vraiment ?", f"Vraiment{NARROW}?", "Vraiment ?"),
        ("a : b ; c !", f"a{NARROW}: b{NARROW}; c{NARROW}!", "a : b ; c !"),
        ("« oui »", f"«{NARROW}oui{NARROW}»", "« oui »"),
        ('say "yes" now', 'say "yes" now', "say “yes” now"),
        ("50 %", f"50{NARROW}%", "50 %"),
    ],
)
def test_typography(text: str, french: str, english: str) -> None:
    assert (FR.typeset(text), EN.typeset(text)) == (french, english)


@FIXED
@given(st.text("abc 'l:;!?«»%\" \u202f\u00a0", max_size=30))
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    for language in (FR, EN):
        assert language.typeset(language.typeset(text)) == language.typeset(text)


def test_owners_words_are_quoted_on_one_line() -> None:
    assert FR.quoted("bon\n pain") == f"«{NARROW}bon pain{NARROW}»"
    assert EN.quoted("good bread") == "“good bread”"


@pytest.mark.parametrize(
    ("items", "french", "english"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a et b", "a and b"), (["a", "b", "c"], "a, b et c", "a, b and c")],
)
def test_lists(items: list[str], french: str, english: str) -> None:
    assert (FR.listed(items), EN.listed(items)) == (french, english)


def test_dates() -> None:
    day = dt.date(2026, 11, 2)
    assert (FR.date(day), EN.date(day)) == ("2 novembre 2026", "2 November 2026")
    assert FR.date(dt.date(2026, 2, 1)) == "1er février 2026"
    assert (FR.month(day), EN.month(day)) == ("novembre 2026", "November 2026")
    assert Language("en", "CAD", "CA").date(day) == "November 2, 2026"


@pytest.mark.parametrize(
    ("name", "value", "french", "english"),
    [
        ("share_pct", 0.5, f"50{NARROW}%", "50%"),
        ("low_money", 100.0, f"100{NO_BREAK}€", "€100"),
        ("week_hours", 0.5, f"30{NARROW}min", f"30{NO_BREAK}min"),
        ("best_chances", 0.5, "5 chances sur 10", "5 chances in 10"),
        ("built_year", 2019, "2019", "2019"),
        ("reply_days", 1.5, "1,5 jour", "1.5 days"),
        ("left_months", 3, "3 mois", "3 months"),
        ("rating_stars", 4.0, "4,0", "4.0"),
        ("people_count", 1500, f"1{NARROW}500", "1,500"),
        ("by", dt.date(2027, 6, 30), "30 juin 2027", "30 June 2027"),
        ("reason_text", "pain", f"«{NARROW}pain{NARROW}»", "“pain”"),
        ("channel", "Facebook", "Facebook", "Facebook"),
    ],
)
def test_the_end_of_a_name_says_how_its_value_is_written(name: str, value: object, french: str, english: str) -> None:
    template = f"[{{{name}}}]"
    assert FR.fill(template, {name: value}) == f"[{french}]"
    assert EN.fill(template, {name: value}) == f"[{english}]"


def test_a_placeholder_without_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        FR.fill("{missing}", {})
