"""`foulee demo`: an example firm's answer and its page."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from foulee.advice.examples import example_names
from foulee.cli.demo import FIRST

Run = Callable[..., Result]


def test_the_examples_are_listed(run: Run) -> None:
    assert run("demo", "--list").stdout.split() == list(example_names())
    assert FIRST in example_names()


def test_an_unknown_example_is_refused_with_the_list(run: Run, tmp_path: Path) -> None:
    result = run("demo", "nobody", "--lang", "fr", code=2)
    assert FIRST in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_first_example_is_told_and_its_page_written(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("foulee.reporting.html")
    result = run("demo", "--today", "2026-11-22")
    assert "seed 1" in " ".join(result.stdout.split())
    assert [path.name for path in tmp_path.iterdir()] == [f"{FIRST}.html"]


def test_the_page_is_opened_when_asked(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("foulee.reporting.html")
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    run("demo", "salon-coiffure-presque-vide", "--open", "--out", "page.html", "--today", "2026-11-22")
    assert opened == [(tmp_path / "page.html").as_uri()]


@pytest.mark.parametrize("name", example_names())
def test_each_example_says_what_it_is(name: str) -> None:
    from importlib.resources import files

    text = (files("foulee") / "examples" / f"{name}.toml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert {"firm", "means"} <= set(tomllib.loads(text))
