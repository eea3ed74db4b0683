"""The same weeks from what an analyst holds in memory: pandas, polars, NumPy arrays."""

import datetime as dt
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pytest

import foulee
from foulee.core.history import FirmHistory
from foulee.firmfile.problems import FirmFileError
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

TODAY = dt.date(2026, 11, 22)
DAYS = [dt.date(2024, 2, 12) + dt.timedelta(weeks=week) for week in range(60)]
SALES = [1000.0 + 10.0 * (week % 7) for week in range(60)]
SALES[4] = np.nan
HOURS = [float(week % 3) for week in range(60)]
LEVERS = {"instagram_hours": "organic_social"}


def frames() -> dict[str, Any]:
    columns = {"week": DAYS, "sales": SALES, "instagram_hours": HOURS}
    return {
        "pandas": pd.DataFrame(columns),
        "pandas with timestamps": pd.DataFrame(columns).assign(week=pd.to_datetime(DAYS)),
        "pandas with missing integers": pd.DataFrame(columns).assign(sales=pd.array(SALES, dtype="Float64")),
        "polars": pl.DataFrame(columns),
        "polars with nulls": pl.DataFrame(columns).with_columns(pl.col("sales").fill_nan(None)),
        "arrays": {
            "week": np.array(DAYS, dtype="datetime64[D]"),
            "sales": np.array(SALES),
            "instagram_hours": np.array(HOURS),
        },
        "texts": {"week": [f"{day:%G-W%V}" for day in DAYS], "sales": list(map(str, SALES)), "instagram_hours": HOURS},
    }


@pytest.mark.parametrize("kind", frames())
def test_every_frame_gives_the_same_history(kind: str) -> None:
    found = foulee.history_from_frame(frames()[kind], LEVERS, today=TODAY)
    assert found.problems == ()
    assert [note.code for note in found.notes] == ["history_gaps"]
    _same(found.history)


def test_a_file_gives_the_same_history(tmp_path: Any) -> None:
    path = tmp_path / "weeks.csv"
    frames()["pandas"].to_csv(path, index=False)
    _same(foulee.read_history(path, LEVERS, today=TODAY).history)


def _same(history: FirmHistory) -> None:
    assert history.start == DAYS[0]
    np.testing.assert_array_equal(history.sales, SALES)
    assert history.levers[0].effort.tolist() == HOURS
    assert history.levers[0].unit == "hours"


def test_days_of_a_frame_are_summed() -> None:
    days = pd.date_range("2024-02-12", periods=21, tz="Europe/Paris")
    found = foulee.history_from_frame(pd.DataFrame({"date": days, "sales": 10}), today=TODAY)
    assert found.history.sales.tolist() == [70.0, 70.0, 70.0]


@pytest.mark.parametrize("first", [0, 1])
def test_weeks_only_numbered_end_before_today_and_are_said(first: int) -> None:
    found = foulee.history_from_frame({"week": np.arange(first, 60 + first), "sales": np.array(SALES)}, today=TODAY)
    assert found.numbered
    assert found.history.monday(59) == dt.date(2026, 11, 9)
    assert [note.code for note in found.notes] == ["history_numbered", "history_gaps"]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"week": DAYS, "sales": SALES[:-1]}, "history_uneven"),
        ({}, "history_no_week"),
        ({"week": DAYS}, "history_no_sales"),
        ({"week": [], "sales": []}, "history_no_rows"),
        ({"week": [pd.NaT, *DAYS[1:]], "sales": SALES}, "history_not_a_week"),
        ({"week": DAYS, "sales": [-1.0, *SALES[1:]]}, "history_negative_sales"),
        ({"date": list(range(60)), "sales": SALES}, "history_not_a_week"),
        ({"week": list(range(45000, 45060)), "sales": SALES}, "history_not_a_week"),
        ({"week": [*range(1, 53), *range(1, 9)], "sales": SALES}, "history_not_a_week"),
    ],
)
def test_a_frame_that_cannot_be_used(frame: Any, code: str) -> None:
    with pytest.raises(FirmFileError) as caught:
        foulee.history_from_frame(frame, today=TODAY)
    assert code in [problem.code for problem in caught.value.problems]
    assert all(sentence(problem, Language("fr")) for problem in caught.value.problems)


@pytest.mark.parametrize("cell", [np.inf, -np.inf, True, object()])
def test_cells_that_are_no_number(cell: Any) -> None:
    found = foulee.history_from_frame({"week": DAYS, "sales": [cell, *SALES[1:]]}, today=TODAY)
    assert [problem.values.get("line") for problem in found.problems] == [1]  # noqa: PD011 - no data frame
    assert np.isnan(found.history.sales[0])


@pytest.mark.parametrize("told", ["posters", ("blog", "francs"), ""])
def test_a_kind_or_a_unit_that_does_not_exist(told: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        foulee.history_from_frame(frames()["arrays"], {"instagram_hours": told}, today=TODAY)


def test_reading_a_file_needs_no_data_frame_library() -> None:
    program = (
        "import sys, datetime, foulee\n"
        "from importlib.resources import files\n"
        "path = files('foulee') / 'examples' / 'bakery_history.csv'\n"
        "foulee.read_history(path, today=datetime.date(2026, 11, 22))\n"
        "print(sorted({'pandas', 'polars', 'narwhals', 'holidays', 'django', 'numba'} & set(sys.modules)))\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
