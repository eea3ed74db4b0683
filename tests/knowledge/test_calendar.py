"""The calendar against dates that anybody can look up."""

import datetime as dt
import subprocess
import sys

import numpy as np
import pytest

from foulee.core.history import FirmHistory
from foulee.core.types import Country
from foulee.knowledge.calendar import calendar_events, easter, feast_day, load_calendar, sales_period, with_calendar

START = dt.date(2023, 1, 2)
WEEKS = 156


def monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def worth(country: Country, name: str, day: dt.date, zone: str = "") -> float:
    """What a regressor is in the week of a day; 0 where the country has it not at all."""
    found = calendar_events(country, monday(day) - dt.timedelta(weeks=1), 3, zone).events
    return float(found[name][1]) if name in found else 0.0


@pytest.mark.parametrize(
    ("country", "day", "count"),
    [
        (Country.FRANCE, dt.date(2025, 4, 21), 1.0),  # Easter Monday
        (Country.FRANCE, dt.date(2024, 5, 8), 2.0),  # 8 May and Ascension
        (Country.FRANCE, dt.date(2025, 12, 25), 1.0),
        (Country.FRANCE, dt.date(2026, 11, 1), 0.0),  # a Sunday
        (Country.FRANCE, dt.date(2025, 6, 24), 0.0),
        (Country.QUEBEC, dt.date(2025, 6, 24), 1.0),  # Fête nationale
        (Country.QUEBEC, dt.date(2025, 7, 14), 0.0),
        (Country.CANADA, dt.date(2025, 7, 1), 1.0),
        (Country.MARTINIQUE, dt.date(2025, 5, 22), 1.0),  # abolition of slavery
        (Country.FRANCE, dt.date(2025, 5, 22), 0.0),
        (Country.OTHER, dt.date(2025, 12, 25), 0.0),
    ],
)
def test_public_holidays(country: Country, day: dt.date, count: float) -> None:
    assert worth(country, "public_holiday", day) == count


@pytest.mark.parametrize(
    ("day", "zone", "share"),
    [
        (dt.date(2025, 2, 19), "C", 1.0),  # winter holidays of Paris and Montpellier, 15 February to 3 March 2025
        (dt.date(2025, 2, 12), "A", 0.0),
        (dt.date(2025, 2, 19), "A", 2 / 7),  # from Saturday the 22nd
        (dt.date(2025, 2, 19), "", (2 / 7 + 1.0 + 1.0) / 3),
        (dt.date(2025, 8, 6), "", 1.0),
        (dt.date(2025, 9, 10), "", 0.0),
        (dt.date(2024, 10, 23), "B", 1.0),  # 19 October to 4 November 2024
    ],
)
def test_school_holidays(day: dt.date, zone: str, share: float) -> None:
    assert worth(Country.FRANCE, "school_holiday", day, zone) == pytest.approx(share, abs=1e-5)


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        ("winter", dt.date(2025, 1, 8), dt.date(2025, 2, 4)),
        ("winter", dt.date(2024, 1, 10), dt.date(2024, 2, 6)),
        ("winter", dt.date(2026, 1, 7), dt.date(2026, 2, 3)),  # the second Wednesday falls after the 12th
        ("winter", dt.date(2020, 1, 8), dt.date(2020, 2, 4)),
        ("winter", dt.date(2021, 1, 20), dt.date(2021, 3, 2)),  # put off, then prolonged
        ("winter", dt.date(2017, 1, 11), dt.date(2017, 2, 21)),  # six weeks
        ("summer", dt.date(2025, 6, 25), dt.date(2025, 7, 22)),
        ("summer", dt.date(2022, 6, 22), dt.date(2022, 7, 19)),  # the last Wednesday falls after the 28th
        ("summer", dt.date(2020, 7, 15), dt.date(2020, 8, 11)),
        ("summer", dt.date(2015, 6, 24), dt.date(2015, 8, 4)),
        ("autumn_mq", dt.date(2020, 10, 1), dt.date(2020, 10, 28)),
    ],
)
def test_sales_periods(rule: str, first: dt.date, last: dt.date) -> None:
    assert sales_period(load_calendar().sales[rule], first.year) == (first, last + dt.timedelta(days=1))


def test_sales_periods_by_week_and_country() -> None:
    assert worth(Country.FRANCE, "sales_period", dt.date(2025, 1, 8)) == pytest.approx(5 / 7, abs=1e-5)
    assert worth(Country.FRANCE, "sales_period", dt.date(2025, 1, 15)) == 1.0
    assert worth(Country.MARTINIQUE, "sales_period", dt.date(2025, 7, 2)) == 0.0
    assert worth(Country.MARTINIQUE, "sales_period", dt.date(2025, 10, 8)) == 1.0
    assert worth(Country.QUEBEC, "sales_period", dt.date(2025, 1, 15)) == 0.0


@pytest.mark.parametrize(("year", "day"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2000, (4, 23))])
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == dt.date(year, *day)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("mothers_fr", dt.date(2025, 5, 25)),
        ("mothers_fr", dt.date(2023, 6, 4)),  # 28 May was Pentecost
        ("mothers_fr", dt.date(2020, 6, 7)),  # 31 May was Pentecost
        ("mothers_ca", dt.date(2025, 5, 11)),
        ("valentine", dt.date(2025, 2, 14)),
        ("easter", dt.date(2025, 4, 20)),
    ],
)
def test_feasts(rule: str, day: dt.date) -> None:
    assert feast_day(load_calendar().feasts[rule], day.year) == day


def test_people_buy_before_a_feast_and_before_christmas() -> None:
    assert worth(Country.FRANCE, "feast", dt.date(2025, 4, 20)) == 1.0  # Easter ends its week
    assert worth(Country.FRANCE, "feast", dt.date(2025, 4, 22)) == 0.0
    assert worth(Country.FRANCE, "christmas", dt.date(2023, 12, 20)) == 1.0
    assert worth(Country.FRANCE, "christmas", dt.date(2025, 12, 24)) == pytest.approx(3 / 7, abs=1e-5)
    assert worth(Country.OTHER, "christmas", dt.date(2023, 12, 20)) == 1.0


@pytest.mark.parametrize("country", list(Country))
def test_regressors_are_nought_in_most_weeks_and_of_order_one_in_the_heaviest(country: Country) -> None:
    found = calendar_events(country, START, WEEKS)
    assert 1 <= len(found.events) <= 5
    for name, values in found.events.items():
        assert values.shape == (WEEKS,)
        assert 0.0 <= values.min() < 1e-9
        assert 0.7 <= values.max() <= 2.0, name


def test_what_is_not_known_is_nought_and_said() -> None:
    quebec = calendar_events(Country.QUEBEC, START, WEEKS)
    assert "school_holiday" not in quebec.events
    assert quebec.unknown["school_holiday"] == (2023, 2024, 2025)
    ahead = calendar_events(Country.FRANCE, dt.date(2035, 1, 1), 52)
    assert ahead.unknown == {"school_holiday": (2035,)}
    assert "public_holiday" in ahead.events
    past = calendar_events(Country.FRANCE, dt.date(2007, 1, 1), 52)
    assert past.unknown == {"sales_period": (2007,)}


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="zone must be one of"):
        calendar_events(Country.FRANCE, START, 4, "D")


def test_a_history_keeps_its_own_events() -> None:
    own = np.ones(WEEKS)
    history = FirmHistory(
        start=START, sales=np.full(WEEKS, 100.0), events={"christmas": own, "works_in_the_street": own}
    )
    found = with_calendar(history, Country.FRANCE)
    assert found.events["christmas"] is own
    assert set(found.events) == {
        "public_holiday", "school_holiday", "sales_period", "christmas", "feast", "works_in_the_street"
    }  # fmt: skip
    assert with_calendar(found.first(10), Country.FRANCE).events["feast"].shape == (10,)


def test_libraries_of_holidays_are_imported_only_when_asked() -> None:
    program = (
        "import sys, foulee.knowledge.calendar\n"
        "print(sorted({'holidays', 'vacances_scolaires_france'} & set(sys.modules)))\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
