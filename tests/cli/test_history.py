"""`foulee history`: a firm's weeks read, checked and described."""

import datetime as dt
import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result

from foulee.cli.levers import read_levers, read_plans
from foulee.core.history import LeverHistory, LeverKind, Unit
from foulee.firmfile.problems import FirmFileError
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

Run = Callable[..., Result]
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "history.md"
SAMPLE = re.compile(
    r"--lang (?P<lang>en|fr) --today [^\n]*\n```\n\n```text\n(?P<text>.*?)\n```$", re.DOTALL | re.MULTILINE
)
DAY = ("--today", "2026-11-22")
LEVERS = ("--lever", "instagram_hours=organic_social", "--lever", "facebook_ads=paid_social")


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    path = tmp_path / "bakery_history.csv"
    path.write_bytes((files("foulee") / "examples" / "bakery_history.csv").read_bytes())
    return path


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def test_the_guide_s_program_runs() -> None:
    block = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[0]
    names: dict[str, Any] = {}
    exec(block, names)
    assert names["history"].weeks == 156
    assert "feast" in names["history"].events


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_guide_shows_what_the_command_prints(run: Run, bakery: Path, lang: str) -> None:
    samples = {found["lang"]: found["text"] for found in SAMPLE.finditer(GUIDE.read_text(encoding="utf-8"))}
    assert lines(samples[lang]) == lines(run("history", bakery, *LEVERS, "--lang", lang, *DAY).stdout)


def test_without_levers_the_flags_to_write_are_listed(run: Run, bakery: Path) -> None:
    told = run("history", bakery, *DAY).stdout
    assert "--lever instagram_hours=KIND" in told
    assert "--lever facebook_ads=KIND" in told
    assert all(kind.value in told for kind in LeverKind)
    assert "is not used" not in told


def test_json_holds_the_same(run: Run, bakery: Path) -> None:
    found = json.loads(run("history", bakery, *LEVERS, "--control", "new_customers", "--format", "json", *DAY).stdout)
    assert (found["weeks"], found["counted"], found["missing"]) == (156, 149, 7)
    assert found["start"] == "2023-01-02"
    assert sum(year["sales"] for year in found["years"].values()) == pytest.approx(found["sales_total"], abs=0.01)
    assert len(found["season"]) == 12
    assert found["levers"]["instagram_hours"]["unit"] == "hours"
    assert found["levers"]["facebook_ads"]["tells"] == "maybe"
    assert found["levers"]["facebook_ads"]["smallest_seen"] > 0.0
    assert found["controls"] == ["new_customers"]
    assert [note["code"] for note in found["notes"]] == ["history_gaps"]
    assert all(len(values) == 156 for values in found["calendar"].values())


def test_an_effect_of_the_smallest_size_seen_is_about_what_more_weeks_would_halve(run: Run, tmp_path: Path) -> None:
    """Four times the weeks, half the smallest effect: as the errors of least squares do."""
    seen = {}
    for count in (60, 240):
        rows = [f"{_day(week)},{1000 + 40 * (week * 37 % 11 - 5)},{50 * (week * 53 % 7 < 3)}" for week in range(count)]
        text = "\n".join(["date,sales,ads", *rows])
        (tmp_path / "weeks.csv").write_text(text, encoding="utf-8")
        words = ("--lever", "ads=paid_social", "--format", "json", "--country", "XX")
        found = json.loads(run("history", "weeks.csv", *words, *DAY).stdout)
        seen[count] = found["levers"]["ads"]["smallest_seen"]
    assert seen[60] / seen[240] == pytest.approx(2.0, rel=0.2)


def _day(week: int) -> str:
    return (dt.date(2021, 1, 4) + dt.timedelta(weeks=week)).isoformat()


@pytest.mark.parametrize(
    ("country", "told"),
    [("FR", "school holidays"), ("QC", "Not known for this country"), ("XX", "the weeks before Christmas")],
)
def test_the_country_s_calendar_and_currency(run: Run, bakery: Path, country: str, told: str) -> None:
    text = run("history", bakery, "--country", country, "--lang", "en", *DAY).stdout
    assert told in text
    assert ("CA$" in text or "$" in text) == (country == "QC")


def test_levers_that_cannot_be_told(run: Run, tmp_path: Path) -> None:
    rows = "".join(
        f"{_day(week)},{1000 + week % 9},2,0,{week % 3},{week % 3 * 2},{week % 5},1\n" for week in range(110)
    )
    (tmp_path / "weeks.csv").write_text("date,sales,same,never,one,other,paid,rare\n" + rows, encoding="utf-8")
    words = [f"--lever={name}={kind}" for name, kind in (
        ("same", "blog"), ("never", "email"), ("one", "organic_social"), ("other", "paid_social"), ("paid", "search"),
    )]  # fmt: skip
    found = json.loads(run("history", "weeks.csv", *words, "--format", "json", *DAY).stdout)
    assert {name: use["tells"] for name, use in found["levers"].items()} == {
        "same": "constant", "never": "unused", "one": "together", "other": "together", "paid": "follows",
    }  # fmt: skip
    told = run("history", "weeks.csv", *words, "--lang", "en", *DAY).stdout
    for part in ("never used", "never changes", "always goes with", "follows demand"):
        assert part in told


def test_problems_are_told_by_line_and_the_rest_is_described(run: Run, tmp_path: Path) -> None:
    (tmp_path / "weeks.csv").write_text("semaine;ventes\n2024-S07;1000\n2024-S08;beaucoup\n", encoding="utf-8")
    told = run("history", "weeks.csv", "--lang", "fr", *DAY).stdout
    assert "À corriger" in told
    assert "ligne 3" in " ".join(told.lower().split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nothing.csv",), "there is no file nothing.csv."),
        (("bad.csv",), "line 3"),
        (("good.csv", "--lever", "adz=paid_social"), "did you mean ads?"),
        (("good.csv", "--lever", "ads=posters"), "Kinds: paid_social"),
        (("good.csv", "--lever", "ads"), "cannot be read"),
        (("good.csv", "--lever", "ads=blog:francs"), "cannot be read"),
        (("good.csv", "--lever", "ads=blog", "--lever", "ads=email"), "asked for twice"),
        (("good.csv", "--follows", "ads"), "no --lever has this name"),
        (("good.csv", "--control", "footfall"), "there is no column footfall"),
    ],
)
def test_what_is_refused(run: Run, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    (tmp_path / "good.csv").write_text("week,sales,ads\n2024-W07,1000,5\n2024-W08,1100,0\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("week,sales\n2024-W07,1000\n2024-W08,-5\n", encoding="utf-8")
    result = run("history", *words, "--lang", "en", *DAY, code=2)
    assert told in result.stderr
    assert result.stdout == ""


def test_options_of_levers() -> None:
    found = read_levers(("a=b=email", " pub été = paid_social:Hours", "x=search"), ("a=b",))
    assert list(found) == ["a=b", "pub été", "x"]
    assert found["a=b"].follows
    assert found["x"].follows
    assert (found["pub été"].kind, found["pub été"].unit) == (LeverKind.PAID_SOCIAL, Unit.HOURS)
    with pytest.raises(FirmFileError) as caught:
        read_levers(("=email", "a=", "b=email:"), ("z",))
    assert len({sentence(problem, Language("fr")) for problem in caught.value.problems}) == 4


def test_options_of_plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("week,ads\n1,5\n2,0\n", encoding="utf-8")
    levers = (LeverHistory(name="ads", kind=LeverKind.PAID_SOCIAL, unit=Unit.MONEY, effort=np.ones(3)),)
    assert read_plans(("mine=mine.csv",), levers)["mine"].efforts.tolist() == [[5.0], [0.0]]
    for option in ("mine.csv", "=mine.csv", "none=mine.csv", "mine=", "mine=other.csv"):
        with pytest.raises(FirmFileError) as caught:
            read_plans((option,), levers)
        assert option.rpartition("=")[2] in sentence(caught.value.problems[0], Language("en"))
