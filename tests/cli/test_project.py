"""`foulee project`: the owner's own paths beside ours."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Example = Callable[[str], Path]
DAY = ("--today", "2026-11-22")
NAME = "boulangerie-martinique"
STEADY = "week,facebook.hours\n" + "".join(f"{week},2\n" for week in range(1, 157))
BURST = "week;facebook.hours;facebook.ads\n" + "".join(f"{week};7,5;100\n" for week in range(1, 14))
LONG = "week,facebook.hours\n" + "".join(f"{week},2\n" for week in range(1, 200))


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    for name, text in {"steady": STEADY, "burst": BURST, "long": LONG}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_own_paths_stand_beside_ours(run: Run, example: Example, plans: Path) -> None:
    words = ["--path", "mine=steady.csv", "--path", "hers=burst.csv", "--path", "long=long.csv", "--format", "json"]
    answer = json.loads(run("project", example(NAME), *DAY, *words).stdout)
    paths = answer["paths"]
    assert set(paths) == {"none", "red", "blue", "best", "mine", "hers", "long"}
    assert paths["mine"] == paths["long"]  # weeks beyond the horizon do not count
    assert paths["hers"]["money"] == pytest.approx(1300 * 12 / 52, rel=0.5)
    assert paths["mine"]["money"] == 0.0
    assert len(paths["hers"]["sales"]["p50"]) == answer["weeks"]


def test_the_table_has_a_line_for_each_path(run: Run, example: Example, plans: Path) -> None:
    told = run("project", example(NAME), *DAY, "--path", "mine=steady.csv", "--lang", "fr").stdout
    heading, *lines = told.splitlines()
    assert "156" in heading
    assert len({line[:15] for line in lines}) == 5
    assert lines[-1].split()[0] == "mine"


def test_ours_alone_written_to_a_file(run: Run, example: Example, tmp_path: Path) -> None:
    run("project", example(NAME), *DAY, "--format", "json", "--out", "paths.json")
    assert set(json.loads((tmp_path / "paths.json").read_text())["paths"]) == {"none", "red", "blue", "best"}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("steady.csv", "--path steady.csv"),
        ("=steady.csv", "--path"),
        ("blue=steady.csv", "other than red, blue"),
        ("mine=none.csv", "no file none.csv"),
        ("mine=.", "cannot be read"),
        ("mine=text.csv", "the first line must name the columns"),
        ("mine=bad.csv", "line 3: much is not an amount"),
    ],
)
def test_a_path_that_is_wrong(run: Run, example: Example, plans: Path, path: str, told: str) -> None:
    (plans / "text.csv").write_text("What I would like to do", encoding="utf-8")
    (plans / "bad.csv").write_text("week,facebook.hours\n1,2\n2,much\n", encoding="utf-8")
    result = run("project", example(NAME), *DAY, "--path", path, "--out", "paths.json", code=2)
    assert told in result.stderr
    assert not (plans / "paths.json").exists()


def test_a_firm_that_is_wrong(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[firm]\nname = 3\n", encoding="utf-8")
    assert len(run("project", "bad.toml", *DAY, code=2).stderr.splitlines()) == 3
