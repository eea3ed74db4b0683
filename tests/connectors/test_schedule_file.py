"""The weeks of a trial as they come back: tables, calendars of other programs, and files that are wrong."""

import datetime as dt

import pytest

from foulee.connectors.files.schedule_file import read_schedule
from foulee.firmfile.problems import FirmFileError
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

TABLE = "week,trial\n2027-01-04,with\n2027-01-11,without\n2027-01-18,without\n2027-01-25,with\n"


def problems(text: str | bytes, lever: str = "ads") -> list[str]:
    """Codes of what is wrong, each of which can be said in both languages."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(FirmFileError) as caught:
        read_schedule(data, "weeks.csv", lever)
    for problem in caught.value.problems:
        for code in ("fr", "en"):
            assert "{" not in sentence(problem, Language(code))
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        "\ufeff" + TABLE.replace(",", ";").replace("with\n", "oui\n").replace("without", "non"),
        "2027-W01,1\n2027-W02,0\n2027W03,0\n2027-w04,1\n",
        "semaine;essai\n2027-01-07;avec\n2027-01-14;sans\n\n2027-01-21;Sans\n2027-01-28;AVEC\n",
        "2027-01-25,x\n2027-01-18,\n2027-01-11,\n2027-01-04,x\n",
    ],
    ids=["plain", "semicolons", "iso weeks", "french, any day", "backwards"],
)
def test_tables_of_weeks(text: str) -> None:
    found = read_schedule(text.encode(), "weeks.csv", "ads")
    assert found.start == dt.date(2027, 1, 4)
    assert found.efforts == (1.0, 0.0, 0.0, 1.0)
    assert found.block == 1


def test_efforts_may_be_numbers_and_blocks_none() -> None:
    found = read_schedule(b'2027-01-04,3\n2027-01-11,1\n2027-01-18,"0,5"\n', "weeks.csv", "ads")
    assert found.efforts == (3.0, 1.0, 0.5)
    assert found.block == 0


def test_a_shop_that_stops_is_without_in_every_week() -> None:
    found = read_schedule(b"2027-01-04,without\n2027-01-11,0\n", "weeks.csv", "ads")
    assert (found.efforts, found.block) == ((0.0, 0.0), 0)


def test_the_year_ends_in_the_middle_of_a_week() -> None:
    found = read_schedule(b"2026-12-31,with\n2027-01-04,without\n", "weeks.csv", "ads")
    assert found.start == dt.date(2026, 12, 28)
    assert read_schedule(b"2026-W53,with\n2027-W01,without\n", "weeks.csv", "ads") == found


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["schedule_empty"]),
        ("week,trial\n", ["schedule_empty"]),
        ("2027-01-04,with\n2027-01-18,without\n", ["schedule_gap"]),
        ("2027-01-04,with\n2027-01-05,without\n", ["schedule_gap"]),
        ("2027-01-04,perhaps\n2027-13-45,with\n2027-W60,with\n", ["schedule_line"] * 3),
        ("2027-01-04,-1\n2027-01-11,1e9\n2027-01-18,nan\n", ["schedule_line"] * 3),
        ("week,trial\n2027-01-04,=1+1\n<b>2027</b>,with\n", ["schedule_line"] * 2),
        (b"\xff\xfe\x00", ["file_unreadable"]),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nnonsense", ["file_unreadable"]),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", ["schedule_empty"]),
    ],
)
def test_files_that_are_wrong(text: str | bytes, codes: list[str]) -> None:
    assert problems(text) == codes


def calendar(start: str, effort: str, lever: str = "ads") -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:other\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\n"
        f"DTSTART{start}\r\nSUMMARY:a week\r\nX-FOULEE-EFFORT:{effort}\r\nX-FOULEE-LEVER:{lever}\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20270101T000000Z\r\nDTSTART;VALUE=DATE:20270105\r\nSUMMARY:Dentist\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_a_calendar_that_another_program_saved_with_its_own_events_in_it() -> None:
    for start in (";VALUE=DATE:20270104", ":20270104T000000", ":20270104T080000Z"):
        found = read_schedule(calendar(start, "1").encode(), "trial.ics", "ads")
        assert (found.start, found.efforts) == (dt.date(2027, 1, 4), (1.0,))


@pytest.mark.parametrize(
    ("effort", "lever", "codes"),
    [("much", "ads", ["file_unreadable"]), ("1", "letters", ["schedule_empty"])],
)
def test_calendars_that_are_wrong(effort: str, lever: str, codes: list[str]) -> None:
    assert problems(calendar(";VALUE=DATE:20270104", effort, lever)) == codes
