"""`foulee advise`: three forms, the same answer again, and refusals in plain words."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Example = Callable[[str], Path]
DAY = ("--today", "2026-11-22")
NAME = "salon-coiffure-presque-vide"
BAD = """\
[firm]
name = "Aline"
trade = "baker"
country = "FR"
margin = 60

[means]
hours_per_weeks = 3

[objective]
by = 2020-01-01
"""


def test_text_on_the_screen(run: Run, example: Example) -> None:
    told = run("advise", example(NAME), *DAY).stdout
    assert told.startswith("Chez Nadia Coiffure — ")
    assert "\x1b[" not in told  # no colours where nobody sees them


def test_french_is_asked_for(run: Run, example: Example) -> None:
    told = run("advise", example(NAME), *DAY, "--lang", "fr").stdout
    assert "22 novembre 2026" in told


def test_the_same_file_and_seed_give_the_same_bytes(run: Run, example: Example) -> None:
    firm = example(NAME)
    first, again, other = (
        run("advise", firm, *DAY, "--format", "json", "--seed", seed).stdout for seed in ("7", "7", "8")
    )
    assert first == again != other
    answer = json.loads(first)
    assert (answer["seed"], answer["today"], answer["lang"]) == (7, "2026-11-22", "en")


def test_a_file_is_written_whole_and_the_screen_stays_free(run: Run, example: Example, tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    result = run("advise", example(NAME), *DAY, "--format", "json", "--out", out)
    assert result.stdout == ""
    assert str(out) in result.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["firm"]["name"] == "Chez Nadia Coiffure"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.json", f"{NAME}.toml"]


def test_the_page_is_whole_and_fetches_nothing(run: Run, example: Example, tmp_path: Path) -> None:
    pytest.importorskip("foulee.reporting.html")
    out = tmp_path / "answer.html"
    run("advise", example(NAME), *DAY, "--format", "html", "--out", out)
    page = out.read_text(encoding="utf-8")
    fetched: list[str] = []

    class Fetching(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag in {"script", "link", "img", "iframe"}:
                fetched.append(tag)

    Fetching().feed(page)
    assert fetched == []
    assert "Chez Nadia Coiffure" in page


def test_answers_changed_for_this_time_only(run: Run, example: Example) -> None:
    firm = example(NAME)
    before = firm.read_bytes()
    told = run(
        "advise", firm, *DAY, "--set", 'firm.name="Salon B"', "--set", "firm.country=QC", "--format", "json"
    ).stdout
    answer = json.loads(told)
    assert answer["firm"]["name"] == "Salon B"
    assert answer["currency"] == "CAD"
    assert firm.read_bytes() == before


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_everything_wrong_is_said_at_once_a_sentence_each(run: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "bad.toml").write_text(BAD, encoding="utf-8")
    result = run("advise", "bad.toml", *DAY, "--lang", lang, "--out", "answer.txt", code=2)
    lines = result.stderr.splitlines()
    assert result.stdout == ""
    assert [line.split()[1].rstrip(":") for line in lines] == [
        "firm.trade",
        "firm.margin",
        "means.hours_per_weeks",
        "objective.by",
    ]
    assert all(line.startswith("bad.toml") for line in lines)
    assert not (tmp_path / "answer.txt").exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"[firm\n", "line 1"),
        (b"[firm]\nmargin = 0,6\n", "0.6"),
        (b"a = " + b"[" * 9_000, "line 1"),
        (b"#" * 1_000_001, "too large"),
        (b"", "firm"),
    ],
)
def test_a_file_that_cannot_be_read(run: Run, tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "bad.toml").write_bytes(data)
    result = run("advise", "bad.toml", *DAY, code=2)
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(("name", "told"), [("none.toml", "foulee new"), (".", "cannot be read")])
def test_a_file_that_is_not_there(run: Run, name: str, told: str) -> None:
    assert told in run("advise", name, *DAY, code=2).stderr


@pytest.mark.parametrize("out", ["nowhere/answer.txt", "folder"])
def test_a_place_where_nothing_can_be_written(run: Run, example: Example, tmp_path: Path, out: str) -> None:
    (tmp_path / "folder").mkdir()
    result = run("advise", example(NAME), *DAY, "--out", out, code=2)
    assert "cannot be written" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", f"{NAME}.toml"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("means.hours_per_week", "--set means.hours_per_week cannot be read"),
        ("=3", "cannot be read"),
        ("firm..name=3", "cannot be read"),
        ("firm.name.first=3", "cannot be read"),
        ("means.hours_per_week=3,5", "is not a number"),
        ("means.hours_per_week=" + "9" * 5_000, "is not a number"),
        ("firm.trade=baker", "choose among"),
        ("objective.by=2020-01-01", "already past"),
    ],
)
def test_a_change_that_is_wrong(run: Run, example: Example, change: str, told: str) -> None:
    assert told in run("advise", example(NAME), *DAY, "--set", change, code=2).stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--wonder"],
        ["--format", "pdf"],
        ["--lang", "de"],
        ["--seed", "-1"],
        ["--seed", "x"],
        ["--today", "22/11/2026"],
    ],
)
def test_an_option_that_does_not_exist(run: Run, example: Example, words: list[str]) -> None:
    assert "Usage" in run("advise", example(NAME), *words, code=2).stderr


def test_the_day_counts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(BAD.replace("2020", "2026"), encoding="utf-8")
    assert "objective.by" not in run("advise", "a.toml", "--today", "2025-06-01", code=2).stderr
    assert "objective.by" in run("advise", "a.toml", "--today", "2026-06-01", code=2).stderr


def test_a_firm_is_needed(run: Run) -> None:
    assert "FIRM" in run("advise", code=2).stderr
