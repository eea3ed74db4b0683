"""Published lift tests: our comparison of like areas against what other people's methods print."""

from pathlib import Path

import numpy as np
import pytest

from foulee.core.measuring.analysis import analyse_areas
from foulee.core.measuring.chances import student_quantile
from foulee.core.measuring.noise import Estimate
from foulee.core.types import Floats

DATA = Path(__file__).parent / "lift_tests"
DAYS = 7


def columns(name: str) -> dict[str, Floats]:
    """A file of numbers by column, dates left out."""
    head, *rows = (DATA / name).read_text("utf-8").splitlines()
    names = head.split(",")
    cells = [row.split(",") for row in rows]
    return {
        column: np.array([float(row[place]) for row in cells]) for place, column in enumerate(names) if column != "date"
    }


def ends(found: Estimate, share: float) -> tuple[float, float]:
    """Interval of the relative rise that holds it with probability `share`."""
    half = student_quantile(0.5 + share / 2.0, found.freedom) * found.error
    return float(np.expm1(found.value - half)), float(np.expm1(found.value + half))


# Added to the last thirty points; printed: relative effect, its standard deviation, 95 % interval.
PRINTED = [(5.0, 0.0406, 0.0026, (0.0354, 0.0455)), (1.0, 0.0074, 0.0025, (0.0022, 0.012))]


@pytest.mark.parametrize(("added", "rise", "deviation", "interval"), PRINTED)
def test_causal_impacts_own_example(added: float, rise: float, deviation: float, interval: tuple[float, float]) -> None:
    table = columns("causal_impact.csv")
    series = table["y"] + np.where(np.arange(100) >= 70, added, 0.0)
    found = analyse_areas(series, table["x"], 70)
    assert np.expm1(found.value) == pytest.approx(rise, abs=deviation)  # within one of its standard deviations
    assert found.error == pytest.approx(deviation, rel=0.3)
    assert ends(found, 0.95) == pytest.approx(interval, abs=deviation)


def test_where_nothing_was_added_nothing_is_found() -> None:
    table = columns("causal_impact.csv")
    low, high = ends(analyse_areas(table["y"], table["x"], 70), 0.8)
    assert low < 0.0 < high


def test_geolifts_example_with_six_cities_in_place_of_its_synthetic_one() -> None:
    """Rougher than a synthetic control, hence only: both intervals hold the printed rise, and they overlap."""
    days = columns("geolift_test.csv")
    treated = days.pop("chicago") + days.pop("portland")
    assert len(days) == 6
    others = np.sum(list(days.values()), axis=0)
    weeks = [values[DAYS : DAYS + 14 * DAYS].reshape(14, DAYS).sum(axis=1) for values in (treated, others)]
    found = analyse_areas(weeks[0], weeks[1], 12)  # from 8 January; the campaign's second day begins the 13th week
    low, high = ends(found, 0.9)
    assert low < 0.054 < high
    total = treated[90:].sum()
    most, least = (float(total * (1.0 - 1.0 / (1.0 + end))) for end in (high, low))
    assert least < 4667 < most
    assert least < 11350
    assert most > -2451
