"""The numbers of docs/methode/with-weeks.md, computed again."""

import re
from pathlib import Path

import numpy as np
import pytest

from foulee.core.response.draws import FirmDraws
from foulee.core.response.learnt import MOST_AVOIDED, LearntLever, Rises, from_rises, rises_of
from foulee.core.response.priors import LeverEffects

PAGE = (Path(__file__).parents[2] / "docs" / "methode" / "with-weeks.md").read_text(encoding="utf-8")
ONE, NONE = np.ones(1), np.zeros(1)
FIRM = FirmDraws(
    level=10.0 * ONE,
    yearly_trend=NONE,
    retention_logit=np.log(0.99 / 0.01) * ONE,
    orders_rate=0.09 * ONE,
    basket=40.0 * ONE,
    margin=0.6 * ONE,
    hour_cost=20.0 * ONE,
    depreciation=0.005 * ONE,
    active=1000.0 * ONE,
    staying=ONE,
    goodwill_new=NONE,
    goodwill_loyal=NONE,
)
FOUND_BY_SEARCH = LeverEffects(
    quick_customers=2.0 * ONE, slow_customers=NONE, repeat_orders=NONE, fewer_losses=NONE, carryover=0.2 * ONE
)


def test_the_rows_of_the_table() -> None:
    alone = rises_of(FIRM, FOUND_BY_SEARCH)
    assert alone.quick[0] == pytest.approx(0.02)
    rows = re.findall(r"^\| ([\d.]+) %.*? \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 4
    assert float(rows[0][0]) == pytest.approx(100.0 * alone.year[0], abs=0.005)
    years = [alone.year[0], *(float(row[0]) / 100.0 for row in rows[1:])]
    for year, row in zip(years, rows, strict=True):
        found = from_rises(FIRM, FOUND_BY_SEARCH, Rises(quick=0.02 * ONE, year=year * ONE))
        told = (found.quick_customers[0], found.repeat_orders[0], found.slow_customers[0])
        for value, printed, places in zip(told, row[1:], (2, 0, 2), strict=True):
            assert f"{abs(value):.{places}f}" == printed


def test_another_unit_of_effort() -> None:
    lever = LearntLever(
        quick=0.03 * ONE,
        slow=0.05 * ONE,
        carryover=0.2 * ONE,
        half_saturation=1.5 * ONE,
        slope=ONE,
        carried=ONE,
        held=0.5 * ONE,
    ).in_efforts_of(0.5)
    printed = re.search(r"is ([\d.]+) % at the option's, half-saturation ([\d.]+); .* is ([\d.]+) full here", PAGE)
    assert printed is not None
    found = (100.0 * lever.quick[0], lever.half_saturation[0], lever.held[0])
    assert [float(number) for number in printed.groups()] == pytest.approx(found, abs=0.005)
    assert f"losses avoided up to {MOST_AVOIDED:g}" in PAGE
