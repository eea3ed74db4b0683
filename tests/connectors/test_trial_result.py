"""A trial's result, read as evidence."""

import datetime as dt
import json
from typing import Any

import pytest

from foulee.connectors.files.trial_result import read_result
from foulee.core.history import ExperimentResult
from foulee.firmfile.problems import FirmFileError
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

TOLD = {
    "version": 1,
    "lever": "ads",
    "counted": "sales",
    "start": "2027-01-04",
    "weeks": 24,
    "effect_per_unit": 1.98,
    "error": 0.41,
}


def told(**changes: Any) -> bytes:
    return json.dumps(TOLD | changes).encode()


def test_a_result_is_read() -> None:
    wanted = ExperimentResult(lever="ads", effect=1.98, error=0.41, start=dt.date(2027, 1, 4), weeks=24)
    assert read_result(told(), "result.json") == wanted


def test_what_was_compared_is_read_where_the_file_holds_it() -> None:
    found = read_result(told(effort=300.0, instead=100.0, sales=4000.0), "result.json")
    assert (found.effort, found.instead, found.sales) == (300.0, 100.0, 4000.0)


@pytest.mark.parametrize(
    "data",
    [
        told(effort=300.0),
        told(effort=100.0, instead=300.0),
        told(effort=100.0, instead=-1.0),
        told(effort=float("inf"), instead=0.0),
        told(effort=float("nan"), instead=0.0),
        told(effort="much", instead=0.0),
        told(sales=0.0),
        told(sales=float("nan")),
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"lever": "ads"}',
        told(counted="new_customers"),
        told(effect_per_unit=None),
        told(effect_per_unit=float("nan")),
        told(error=0.0),
        told(error=-1.0),
        told(error="much"),
        told(start="soon"),
        told(start=None),
        told(weeks=0),
        told(weeks=10**9),
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(FirmFileError) as caught:
        read_result(data, "result.json")
    (problem,) = caught.value.problems
    for code in ("fr", "en"):
        assert sentence(problem, Language(code)).startswith("result.json")
