"""A plan of efforts for the weeks to come, in the units of the history."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.connectors.files.history.plan import LeverPlan, read_lever_plan
from foulee.core.history import LeverHistory, LeverKind, Unit
from foulee.firmfile.problems import FirmFileError
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

FIXED = settings(derandomize=True, deadline=None, max_examples=60)
LEVERS = (
    LeverHistory(name="instagram", kind=LeverKind.ORGANIC_SOCIAL, unit=Unit.HOURS, effort=np.ones(3)),
    LeverHistory(name="Pub été", kind=LeverKind.PAID_SOCIAL, unit=Unit.MONEY, effort=np.ones(3)),
)


def plan(text: str | bytes) -> LeverPlan:
    return read_lever_plan(text if isinstance(text, bytes) else text.encode(), "own.csv", LEVERS)


def refused(text: str | bytes) -> list[tuple[str, object]]:
    with pytest.raises(FirmFileError) as caught:
        plan(text)
    for problem in caught.value.problems:
        assert sentence(problem, Language("fr")) != sentence(problem, Language("en"))
    return [(problem.code, problem.values.get("line")) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        "week,instagram,Pub été\n1,2.5,0\n2,0,50\n3,1,\n",
        "semaine;pub_ete;Instagram\n0;0;2 h 30\n1;50 €;\n2;0;1\n",
        "week,instagram,Pub été\n2026-W50,2.5,0\n2026-W52,1,0\n2026-W51,,50\n",
        "date;instagram;Pub été\n09/12/2026;2,5;0\n16/12/2026;0;50,00 €\n23/12/2026;1;0\n",
    ],
    ids=["numbered", "from nought, French", "ISO weeks not in order", "days"],
)
def test_one_plan_written_in_many_ways(text: str) -> None:
    found = plan(text)
    assert found.efforts.tolist() == [[2.5, 0.0], [0.0, 50.0], [1.0, 0.0]]
    assert found.start in {None, dt.date(2026, 12, 7)}
    assert found.notes == ()


def test_weeks_and_levers_left_out_do_nothing_and_weeks_are_said() -> None:
    found = plan("week,instagram,remark\n1,2,\n4,2,rain\n")
    assert found.efforts.tolist() == [[2.0, 0.0], [0.0, 0.0], [0.0, 0.0], [2.0, 0.0]]
    assert [note.code for note in found.notes] == ["plan_unused", "plan_left_out"]


def test_weeks_of_the_year_s_end_follow_each_other() -> None:
    found = plan("week,instagram\n2026-W52,1\n2026-W53,2\n2027-W01,3\n")
    assert found.efforts[:, 0].tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", [("history_empty", None)]),
        ("week,instagram\n", [("history_no_rows", None)]),
        ("instagram,ads\n1,2\n", [("history_no_week", None)]),
        ("week,radio\n1,2\n", [("plan_columns", None)]),
        ("week,instagram,instagram\n1,2,3\n", [("plan_columns", None)]),
        ("week,instagram,pub_et\n1,2,3\n", [("plan_near", None)]),
        ("week,instagram\n1,2\n1,3\n", [("plan_week_twice", 2), ("plan_week_twice", 3)]),
        ("week,instagram\n1,-2\n2,much\n", [("history_negative", 2), ("history_not_an_effort", 3)]),
        ("week;instagram\n1;1,234\n", [("history_two_readings", 2)]),
        ("week,instagram\nsoon,2\n", [("history_not_a_week", 2)]),
        ("week,instagram\n1,2\n900,2\n", [("plan_too_long", None)]),
        ("week,instagram\n2026-W01,2\n2126-W01,2\n", [("plan_too_long", None)]),
        (b"PK\x03\x04", [("history_workbook", None)]),
    ],
)
def test_what_is_no_plan(text: str | bytes, told: list[tuple[str, object]]) -> None:
    assert refused(text) == told


@FIXED
@given(st.text("week,;instagram\n\r\"'0123456789.-W ", max_size=120))
def test_any_text_is_a_plan_or_a_refusal(text: str) -> None:
    for start in ("", "week,instagram\n"):
        try:
            found = plan(start + text)
        except FirmFileError:
            continue
        assert np.isfinite(found.efforts).all()
        assert (found.efforts >= 0.0).all()
