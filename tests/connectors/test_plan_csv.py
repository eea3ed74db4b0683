"""An owner's own path of effort, as a CSV made by a spreadsheet, French or English."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.connectors.files.plan_csv import PlanTable, read_plan
from foulee.firmfile.problems import FirmFileError
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

ACCEPTED = ("facebook.hours", "instagram.hours", "facebook.ads")
FIXED = settings(derandomize=True, deadline=None, max_examples=150)


def plan(text: str | bytes) -> PlanTable:
    data = text if isinstance(text, bytes) else text.encode()
    return read_plan(data, "own.csv", ACCEPTED)


def refused(text: str | bytes) -> list[tuple[str, object, object]]:
    with pytest.raises(FirmFileError) as caught:
        plan(text)
    for problem in caught.value.problems:
        assert sentence(problem, Language("fr")) != sentence(problem, Language("en"))
    return [
        (problem.code, problem.values.get("line"), problem.values.get("found")) for problem in caught.value.problems
    ]


@pytest.mark.parametrize(
    "text",
    [
        "week,facebook.hours,facebook.ads\n1,2.5,100\n2,,50\n3,0,0\n",
        "week;facebook.hours;facebook.ads\n1;2,5;100\n2;;50\n3;0;0\n",
        "\ufeffweek;facebook.hours;facebook.ads\r\n1;2,5;100\r\n2;;50\r\n3;0;0\r\n",
        "week;facebook.hours;facebook.ads\r1;2,5;100\r2;;50\r3;0;0\r",
        "week , facebook.hours , facebook.ads\n 1 , 2.5 , 100\n\n2,,50\n,,\n3\n",
        'week,"facebook.hours","facebook.ads"\n1,"2,5",100\n2,,50\n3,0,0',
    ],
    ids=["English", "French", "French on Windows", "old Mac", "spaces and empty lines", "quoted"],
)
def test_one_plan_written_in_many_ways(text: str) -> None:
    found = plan(text)
    assert found.channels == ("facebook.hours", "facebook.ads")
    np.testing.assert_array_equal(found.amounts, [[2.5, 100.0], [0.0, 50.0], [0.0, 0.0]])


def test_thousands_may_be_spaced_as_the_french_do() -> None:
    assert plan("week;facebook.ads\n1;1\u202f000,5\n2;1\u00a0000\n").amounts.tolist() == [[1000.5], [1000.0]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "week\n1\n",
        "week,myspace.hours\n1,2\n",
        "week,facebook.hours,facebook.hours\n1,2,3\n",
        "facebook.hours,week\n1,2\n",
        "week,facebook.hours,\n1,2,\n",
    ],
)
def test_the_first_line_must_name_week_and_known_channels_once(text: str) -> None:
    assert refused(text) == [("plan_columns", None, None)]


def test_a_plan_without_weeks_is_empty() -> None:
    assert refused("week,facebook.hours\n\n") == [("plan_empty", None, None)]


def test_every_bad_line_is_told_with_its_number_in_the_file() -> None:
    text = "week,facebook.hours,facebook.ads\n1,x,100\n\n2,-1,nan\n4,1,1\n4,1,inf\n"
    assert refused(text) == [
        ("bad_plan", 2, "x"),
        ("bad_plan", 4, "-1"),
        ("bad_plan", 4, "nan"),
        ("plan_weeks", 5, "4"),
        ("bad_plan", 6, "inf"),
    ]


def test_a_decimal_comma_between_commas_is_not_read_as_two_amounts() -> None:
    assert refused("week,facebook.hours\n1,2,5\n") == [("bad_plan", 2, "5")]


def test_weeks_start_at_one() -> None:
    assert refused("week,facebook.hours\n0,2\n")[0] == ("plan_weeks", 2, "0")


def test_bytes_that_are_not_utf8_are_told_with_their_line() -> None:
    assert refused("week;facebook.hours\n1;é\n".encode("latin-1")) == [("not_utf8", 2, None)]


def test_a_cell_without_end_is_refused() -> None:
    assert refused('week,facebook.hours\n1,"' + "9" * 200_000)[0][0] == "file_unreadable"


@FIXED
@given(st.binary(max_size=80) | st.text("week,;facebook.hours\n\r\"'0123456789.-e ", max_size=120).map(str.encode))
def test_any_bytes_are_a_plan_or_a_refusal(data: bytes) -> None:
    for start in (b"", b"week,facebook.hours\n"):
        try:
            found = plan(start + data)
        except FirmFileError:
            continue
        assert np.isfinite(found.amounts).all()
        assert (found.amounts >= 0.0).all()
