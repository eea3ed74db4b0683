"""`foulee trial` and `foulee trial-result`: from weeks to a calendar, and from the calendar to a result."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from icalendar import Calendar
from tests.trials import CARRYOVER, LEVER, Truth, demand, firm, two_shops

from foulee.core.history import FirmHistory
from foulee.core.measuring.schedule import carried

Run = Callable[..., Result]
DAY = ("--today", "2026-11-28")
ON = ("--lever", "ads=paid_social", "--on", LEVER)


def table(history: FirmHistory, **more: np.ndarray) -> str:
    """A history as a CSV."""
    columns = {"sales": history.sales, LEVER: history.levers[0].effort, **more}
    lines = [["week", *columns]]
    lines += [
        [history.monday(week).isoformat(), *(f"{column[week]:.2f}" for column in columns.values())]
        for week in range(history.weeks)
    ]
    return "\n".join(map(",".join, lines)) + "\n"


def weeks(sd: float = 0.02, spend: float = 10.0, past: int = 104) -> FirmHistory:
    """A firm that spends five hundred a week on ads."""
    found = firm(demand(np.random.default_rng(3), past, Truth(sd=sd)), np.ones(past))
    return replace(found, levers=(replace(found.levers[0], effort=found.levers[0].effort * spend),))


@pytest.fixture
def calm(tmp_path: Path) -> FirmHistory:
    found = weeks()
    (tmp_path / "weeks.csv").write_text(table(found), encoding="utf-8")
    return found


def test_a_trial_is_planned_written_and_told(run: Run, tmp_path: Path, calm: FirmHistory) -> None:
    said = run("trial", "weeks.csv", *ON, *DAY, "--margin", "0.6", "--ics", "trial.ics")
    assert said.stdout.startswith("Do this for “ads”: weeks with and weeks without, drawn at random")
    assert "Written: trial.ics" in said.stderr
    events = Calendar.from_ical((tmp_path / "trial.ics").read_bytes()).walk("VEVENT")
    efforts = np.array([float(str(event["X-FOULEE-EFFORT"])) for event in events])
    assert f"over {efforts.size} weeks" in said.stdout
    start = events[0].decoded("DTSTART")
    assert start.isoformat() == "2026-11-30"
    # The weeks go by; the lever brings a fifth more.
    gone = (start - calm.start).days // 7
    done = np.concatenate([np.ones(gone), efforts])
    sales = demand(np.random.default_rng(5), done.size, Truth(sd=0.02)) * (1.0 + 0.2 * carried(done, CARRYOVER, 1.0))
    later = replace(firm(sales, done), levers=(replace(calm.levers[0], effort=500.0 * done),))
    (tmp_path / "later.csv").write_text(table(later), encoding="utf-8")
    told = run("trial-result", "later.csv", *ON, "--today", "2028-01-01", "--schedule", "trial.ics")
    assert told.stdout.startswith("“ads” brings sales.")
    found = json.loads(
        run(
            "trial-result", "later.csv", *ON, "--today", "2028-01-01", "--schedule", "trial.ics", "--format", "json"
        ).stdout
    )
    assert found["rise"]["p10"] < 0.2 < found["rise"]["p90"]
    assert found["effect_per_unit"] == pytest.approx(0.2 * sales[-efforts.size :].mean() / 1.1 / 500.0, rel=0.25)
    assert found["weeks_counted"] == found["weeks"] == efforts.size
    assert found["drawn"]
    assert found["words"] in told.stdout


def test_json_says_the_same_and_the_seed_decides_the_weeks(run: Run, calm: FirmHistory) -> None:
    one, again, other = (
        json.loads(run("trial", "weeks.csv", *ON, *DAY, "--format", "json", "--seed", seed).stdout) for seed in "112"
    )
    assert one == again
    assert one["chosen"] == "on_off"
    trial = one["trials"]["on_off"]
    assert trial["tells"]
    assert trial["power"] >= 0.8
    assert len(trial["schedule"]) == trial["weeks"]
    assert {week["effort"] for week in trial["schedule"]} == {0.0, 1.0}
    assert trial["schedule"] != other["trials"]["on_off"]["schedule"]
    assert one["assumed"] == ["margin"]
    assert one["cost_week"] == pytest.approx(500.0)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_where_none_can_tell_it_says_so_and_writes_no_calendar(run: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "weeks.csv").write_text(table(weeks(sd=0.2, spend=0.5)), encoding="utf-8")
    said = run("trial", "weeks.csv", *ON, *DAY, "--lang", lang, "--ics", "trial.ics")
    first = said.stdout.splitlines()[0]
    assert first.startswith("No trial of “ads”" if lang == "en" else "Aucun essai de «\u202fads\u202f»")
    assert not (tmp_path / "trial.ics").exists()
    assert ("No calendar" if lang == "en" else "Aucun agenda") in said.stderr


def test_limits_of_time_and_money_hold(run: Run, tmp_path: Path, calm: FirmHistory) -> None:
    short = json.loads(run("trial", "weeks.csv", *ON, *DAY, "--weeks", "3", "--format", "json").stdout)
    assert (short["chosen"], short["trials"]) == (None, {})
    # Not used for a year: the weeks with would have to be paid.
    lever = calm.levers[0]
    idle = replace(calm, levers=(replace(lever, effort=np.where(np.arange(104) < 52, lever.effort, 0.0)),))
    (tmp_path / "idle.csv").write_text(table(idle), encoding="utf-8")
    asked = ("trial", "idle.csv", *ON, *DAY, "--margin", "0.1", "--format", "json", "--money")
    poor, rich = (json.loads(run(*asked, money).stdout) for money in ("0", "90000"))
    assert not rich["in_use"]
    assert rich["chosen"] == "on_off"
    assert 0.0 < rich["trials"]["on_off"]["cost"] < 90000
    assert poor["chosen"] is None


def test_a_start_is_moved_to_its_monday(run: Run, calm: FirmHistory) -> None:
    found = json.loads(run("trial", "weeks.csv", *ON, *DAY, "--start", "2027-02-03", "--format", "json").stdout)
    assert found["trials"]["on_off"]["schedule"][0]["week"] == "2027-02-08"


def test_two_shops_side_by_side(run: Run, tmp_path: Path) -> None:
    history, drawn = two_shops(np.random.default_rng(1), Truth(sd=0.02, rise=0.2, trial=12))
    (tmp_path / "weeks.csv").write_text(table(history, other=history.controls["other"]), encoding="utf-8")
    lines = [f"{drawn.monday(week)},0" for week in range(12)]
    # This shop stopped: its efforts before are what the trial's are held against.
    (tmp_path / "stop.csv").write_text("\n".join(lines), encoding="utf-8")
    words = (
        "weeks.csv",
        *ON,
        "--control",
        "other",
        "--beside",
        "other",
        "--schedule",
        "stop.csv",
        "--today",
        "2028-01-01",
    )
    found = json.loads(run("trial-result", *words, "--format", "json").stdout)
    assert found["rise"]["p50"] == pytest.approx(0.2, abs=0.05)
    assert not found["drawn"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--lever", "ads=paid_social", "--on", "radio"), "radio is none of the levers"),
        (("--on", "ads"), "ads is none of the levers named with --lever: –"),
        (("--lever", "ads=television", "--on", "ads"), "television"),
        (("--lever", "radio=local_ads", "--on", "radio"), "radio"),
        ((*ON, "--firm", "none.toml"), "none.toml"),
    ],
)
def test_what_is_asked_wrongly_is_refused(run: Run, calm: FirmHistory, words: tuple[str, ...], told: str) -> None:
    assert told in run("trial", "weeks.csv", *DAY, *words, code=2).stderr


def test_weeks_without_sales_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "weeks.csv").write_text("week,sales,ads\n2026-01-05,0,10\n2026-01-12,0,10\n", encoding="utf-8")
    assert "without sales" in run("trial", "weeks.csv", *ON, *DAY, code=2).stderr


def test_a_year_closed_and_a_lever_never_used_are_refused(run: Run, tmp_path: Path, calm: FirmHistory) -> None:
    closed = replace(calm, sales=np.where(np.arange(104) < 50, calm.sales, 0.0))
    (tmp_path / "closed.csv").write_text(table(closed), encoding="utf-8")
    assert "No week of the last year has sales" in run("trial", "closed.csv", *ON, *DAY, code=2).stderr
    never = replace(calm, levers=(replace(calm.levers[0], effort=np.zeros(104)),))
    (tmp_path / "never.csv").write_text(table(never), encoding="utf-8")
    assert "--effort" in run("trial", "never.csv", *ON, *DAY, code=2).stderr
    assert "not in use now; €200" in run("trial", "never.csv", *ON, *DAY, "--effort", "200").stdout


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        ("2026-01-05,with\n2026-01-12,without\n", "Too few weeks of the trial"),
        ("2024-01-01,with\n" + "2024-01-08,without\n", "Too few weeks of the trial"),
        ("2024-01-01,perhaps\n", "line 1: 2024-01-01, perhaps is no week of a trial"),
        ("", "holds no week of a trial"),
        ("\n".join(f"2024-W{week:02},{week % 2}" for week in range(1, 11)), "do not follow the weeks drawn"),
    ],
)
def test_results_that_cannot_be_told_are_refused(
    run: Run, tmp_path: Path, calm: FirmHistory, schedule: str, told: str
) -> None:
    (tmp_path / "trial.csv").write_text(schedule, encoding="utf-8")
    assert told in run("trial-result", "weeks.csv", *ON, *DAY, "--schedule", "trial.csv", code=2).stderr


def test_comparing_with_what_is_not_there_is_refused(run: Run, tmp_path: Path, calm: FirmHistory) -> None:
    (tmp_path / "trial.csv").write_text("\n".join(f"2024-W{week:02},{week % 2}" for week in range(1, 11)))
    asked = ("trial-result", "weeks.csv", *ON, *DAY, "--schedule", "trial.csv")
    assert "--control" in run(*asked, "--beside", "other", code=2).stderr
    assert "no column new_customers" in run(*asked, "--counted", "new_customers", code=2).stderr
    assert "none.ics" in run(*asked[:-1], "none.ics", code=2).stderr
