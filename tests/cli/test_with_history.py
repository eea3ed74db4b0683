"""`foulee advise --history` and `foulee project --history`: the answer with the firm's weeks in it, and refusals."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result

from foulee.core.response.fitting import fit

Run = Callable[..., Result]
Example = Callable[[str], Path]
DAY = ("--today", "2026-11-22")
NAME = "boulangerie-martinique"
LEVER = ("--lever", "insta=organic_social", "--lever", "leaflets=local_ads")


@pytest.fixture
def weeks(tmp_path: Path) -> Path:
    """Forty weeks of a bakery, with posts and leaflets."""
    rng = np.random.default_rng(4)
    rows = ["week;sales;insta;leaflets"]
    for week in range(1, 41):
        hours, money = (rng.uniform(1.0, 4.0), 0.0) if rng.random() < 0.6 else (0.0, 60.0)
        rows.append(f"2026-W{week:02};{6000 * rng.lognormal(0.004 * hours, 0.05):.2f};{hours:.1f};{money:.0f}")
    path = tmp_path / "weeks.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_the_answer_says_what_it_rests_on_and_what_it_was_before(run: Run, example: Example, weeks: Path) -> None:
    told = run("advise", example(NAME), *DAY, "--history", weeks, *LEVER, "--format", "json").stdout
    found: dict[str, Any] = json.loads(told)["weeks"]
    assert (found["read"], found["counted"], found["end"]) == (True, 40, "2026-10-04")
    assert [(lever["name"], lever["channel"]) for lever in found["levers"]] == [
        ("insta", "instagram.hours"),
        ("leaflets", ""),
    ]
    assert "none of the channels" in found["levers"][1]["text"][-1]
    assert set(found["before"]) == {"verdict", "channels", "gain", "chance_pays", "sales"}
    assert set(found["before"]["sales"]) == {"none", "red", "blue"}
    answer = json.loads(told)
    now = answer["projection"]["paths"]["none"]["sales"]["p50"][0]
    assert now == pytest.approx(6000.0, rel=0.15)  # sales of the weeks, not of the file


@pytest.mark.parametrize("command", ["advise", "project"])
def test_what_is_odd_in_the_file_is_said_beside_the_answer(
    run: Run, example: Example, weeks: Path, command: str
) -> None:
    """A column that nobody named has no part in the answer: its owner must not think that it has."""
    result = run(
        command, example(NAME), *DAY, "--history", weeks, "--lever", "insta=organic_social", "--format", "json"
    )
    assert "leaflets is not used" in result.stderr
    assert json.loads(result.stdout)["weeks"]["read"] is True


def test_paths_before_and_with_the_weeks(run: Run, example: Example, weeks: Path) -> None:
    told = run("project", example(NAME), *DAY, "--history", weeks, *LEVER).stdout
    assert told.startswith("Rests on 40 weeks of your sales.")
    assert told.count("before your figures") == 3  # splash, steady pace, best path


def test_a_fit_that_refuses_leaves_what_was_believed(
    run: Run, example: Example, weeks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "LEAST_ESS", 1e9)
    result = run("advise", example(NAME), *DAY, "--history", weeks, *LEVER, "--format", "json")
    assert "twice, the calculation did not agree with itself" in result.stderr
    answer = json.loads(result.stdout)
    assert (answer["weeks"]["read"], answer["weeks"]["why"]) == (False, "not_converged")
    assert "have no part in this answer" in answer["weeks"]["text"]


@pytest.mark.parametrize("command", ["advise", "project"])
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--lever", "insta=organic_social"), "--history FILE.csv"),
        (("--channel", "insta=instagram.hours"), "--history FILE.csv"),
    ],
)
def test_levers_without_weeks_are_refused(
    run: Run, example: Example, command: str, words: tuple[str, ...], says: str
) -> None:
    assert says in run(command, example(NAME), *DAY, *words, code=2).stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--lever", "insta=posting"), "insta=posting"),
        (("--lever", "facebook=organic_social"), "facebook"),
        ((*LEVER, "--channel", "insta"), "write a lever, an equals sign and a channel"),
        ((*LEVER, "--channel", "insta="), "write a lever, an equals sign and a channel"),
        ((*LEVER, "--channel", "insta=x.hours", "--channel", "insta=none"), "insta=none: write a lever"),
        ((*LEVER, "--channel", "flyers=x.hours"), "flyers is none of the levers of these weeks: insta, leaflets."),
        ((*LEVER, "--channel", "insta=myspace"), "myspace is none of the channels of this firm"),
        ((*LEVER, "--channel", "leaflets=instagram.hours"), "insta, leaflets would all be instagram.hours"),
        ((*LEVER, "--channel", "insta=\x1b[31m\u202e<b>=1+1"), "is none of the levers"),
    ],
)
def test_what_does_not_go_with_the_weeks_is_refused(
    run: Run, example: Example, weeks: Path, words: tuple[str, ...], says: str
) -> None:
    result = run("advise", example(NAME), *DAY, "--history", weeks, *words, code=2)
    assert says in result.stderr
    assert "\x1b[31m" not in result.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b"week;sales\n2026-W01;-3\n", "line 2"), (b"\xff\xfe\x00", "")],
)
def test_a_file_that_holds_no_weeks_is_refused(
    run: Run, example: Example, tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    result = run("advise", example(NAME), *DAY, "--history", path, code=2)
    assert "bad.csv" in result.stderr
    assert says in result.stderr
    missing = run("advise", example(NAME), *DAY, "--history", tmp_path / "none.csv", code=2)
    assert "none.csv" in missing.stderr
