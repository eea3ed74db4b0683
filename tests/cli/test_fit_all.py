"""`foulee fit-all`: one bad file stops nobody, a run that was killed goes on, the same seed gives the same bytes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.weeks import weeks_of_a_firm

from foulee.cli.main import cli

Run = Callable[..., Result]
GOOD = tuple(f"Firm {number}" for number in range(6))
BAD = ("<b>Nobody</b>", "فرن", "Closed", "🥐")
WORDS = ("--jobs", "1", "--lang", "en", "--today", "2026-11-28", "--weeks", "26")


def csv_of(seed: int, weeks: int = 14) -> str:
    history = weeks_of_a_firm(weeks=weeks, levers=1, effect=0.15, noise=0.08, seed=seed)
    rows = ["week,sales,ads"]
    for week in range(weeks):
        year, number, _ = history.monday(week).isocalendar()
        rows.append(f"{year}-W{number:02d},{history.sales[week]:.2f},{history.levers[0].effort[week]:.2f}")
    return "\n".join(rows) + "\n"


def a_portfolio(folder: Path) -> Path:
    """Six good firms, among them four that cannot be read."""
    folder.mkdir(parents=True)
    text = '[defaults]\ntrade = "bakery"\ncountry = "FR"\nmargin = 0.6\nlevers = { ads = "paid_social" }\n'
    for number, name in enumerate(GOOD):
        (folder / f"{number}.csv").write_text(csv_of(number), encoding="utf-8")
        text += f'[[firm]]\nname = "{name}"\nhistory = "{number}.csv"\n'
    (folder / "closed.csv").write_text("week,sales,ads\n2026-W01,0,10\n2026-W02,0,20\n2026-W03,0,5\n", encoding="utf-8")
    (folder / "binary.csv").write_bytes(bytes(range(256)))
    text += f'[[firm]]\nname = "{BAD[0]}"\nhistory = "missing.csv"\n'
    text += f'[[firm]]\nname = "{BAD[1]}"\nhistory = "0.csv"\nlevers = {{ ads = "posters" }}\n'
    text += f'[[firm]]\nname = "{BAD[2]}"\nhistory = "closed.csv"\n'
    text += f'[[firm]]\nname = "{BAD[3]}"\nhistory = "binary.csv"\n'
    (folder / "portfolio.toml").write_text(text, encoding="utf-8")
    return folder


def started(folder: Path, out: Path, *words: str, code: int) -> Result:
    result = CliRunner().invoke(cli, ["fit-all", str(folder), "--out", str(out), *WORDS, *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Result]:
    """The portfolio, its answers, and what was said, of one run over all."""
    folder = a_portfolio(tmp_path_factory.mktemp("portfolio") / "in")
    return folder, folder.parent / "out", started(folder, folder.parent / "out", code=4)


def answers(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "firms").glob("*")}


def one(out: Path, name: str) -> dict[str, Any]:
    return next(
        found for path in (out / "firms").glob("*.json") if (found := json.loads(path.read_bytes()))["name"] == name
    )


def test_good_firms_have_their_answer_and_bad_ones_a_line(read: tuple[Path, Path, Result]) -> None:
    _, out, said = read
    assert len(answers(out)) == len(GOOD)
    assert "6 firms read, 4 without an answer" in said.stdout
    for name in BAD:
        assert f"\n{name}: " in f"\n{said.stderr}"
    report = json.loads((out / "report.json").read_bytes())["firms"]
    assert [firm["name"] for firm in report] == [*GOOD, *BAD]
    assert all(firm["why"] for firm in report if firm["status"] == "failed")
    assert all((out / firm["file"]).is_file() for firm in report if firm["status"] == "fitted")
    assert "Traceback" not in said.output


def test_an_answer_is_that_of_fit_and_says_what_it_leans_on(read: tuple[Path, Path, Result]) -> None:
    found = one(read[1], "Firm 0")
    assert {"levers", "plans", "compare", "diagnostics", "seed"} <= found.keys()
    lean = found["leans_on"]["levers"]["ads"]
    assert lean["firms"] == 5
    assert lean["peers"] > 0.05
    assert "5 firms like it" in lean["words"]
    assert {tuple(sorted(peer)) for peer in found["peers"]} == {
        ("firms", "kind", "learnt", "parameter", "shift", "spread", "weeks")
    }


def test_no_firm_s_figures_stand_in_another_s_answer(read: tuple[Path, Path, Result]) -> None:
    texts = {name: json.dumps(one(read[1], name)) for name in GOOD}
    for name, text in texts.items():
        assert not any(other in text for other in GOOD if other != name)


def test_what_has_not_changed_is_not_fitted_again(read: tuple[Path, Path, Result], tmp_path: Path) -> None:
    folder, out, _ = read
    before = {path.name: path.stat().st_mtime_ns for path in (out / "firms").glob("*")}
    assert "0 firms read, 6 unchanged" in started(folder, out, code=4).stdout
    assert before == {path.name: path.stat().st_mtime_ns for path in (out / "firms").glob("*")}


def test_a_run_killed_in_the_middle_goes_on_to_the_same_bytes(read: tuple[Path, Path, Result], tmp_path: Path) -> None:
    folder, whole, _ = read
    out = tmp_path / "out"
    command = [sys.executable, "-m", "foulee.cli", "fit-all", str(folder), "--out", str(out), *WORDS]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list((out / "firms").glob("*.json")) and running.poll() is None:
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    first = answers(out)
    assert 0 < len([name for name in first if name.endswith(".json")]) < len(GOOD)
    (out / "firms" / "half.json.part").write_text("{", encoding="utf-8")
    said = started(folder, out, code=4).stdout
    assert f"{len(GOOD) - len(first)} firm" in said
    assert "unchanged" in said
    assert answers(out) == answers(whole)


def test_a_firm_with_other_weeks_is_read_again(read: tuple[Path, Path, Result], tmp_path: Path) -> None:
    folder = a_portfolio(tmp_path / "in")
    few = ["--no-pool"]
    text = (folder / "portfolio.toml").read_text(encoding="utf-8")
    sections = text.split("[[firm]]")
    (folder / "portfolio.toml").write_text("[[firm]]".join(sections[:3]), encoding="utf-8")
    out = tmp_path / "out"
    assert "2 firms read." in started(folder, out, *few, code=0).stdout
    assert one(out, "Firm 0")["leans_on"]["levers"]["ads"]["peers"] == 0.0
    (folder / "1.csv").write_text(csv_of(1, 15), encoding="utf-8")
    assert "1 firm read, 1 unchanged." in started(folder, out, *few, code=0).stdout
    assert one(out, "Firm 1")["diagnostics"]["weeks"] == 15
    for path in (out / "firms").glob("*"):
        path.write_text("spoilt", encoding="utf-8")
    assert "2 firms read." in started(folder, out, *few, code=0).stdout


def test_a_portfolio_that_cannot_be_read_or_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    assert "there is no file" in started(tmp_path / "none.toml", tmp_path / "out", code=2).stderr
    folder = a_portfolio(tmp_path / "in")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot be written" in started(folder, tmp_path / "file" / "out", code=2).stderr
    assert "No executor" in started(folder, tmp_path / "out", "--executor", "ssh:host", code=2).stderr
