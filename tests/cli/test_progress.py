"""What a long command says of how far it is."""

from pathlib import Path

import pytest

from foulee.cli.progress import Progress
from foulee.core.response.fitting.fit import CHAINS, Part, Step
from foulee.reporting.language import Language


@pytest.fixture(name="kept")
def compiled_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a new process keeps what it compiles: an empty folder."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture(name="nothing_compiled")
def first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept yet, and there are two processors."""
    monkeypatch.setattr("foulee.cli.progress.first_time", lambda: True)
    monkeypatch.setattr("foulee.cli.progress.processors", lambda: 2)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(Part.TUNING), "Recherche d’entreprises"),
        (Step(Part.DRAWING, 2), f"2 parties faites sur {CHAINS}"),
        (Step(Part.AGAIN), "encore une fois, plus longuement"),
        (Step(Part.FITTED, CHAINS), "ce que chaque levier"),
    ],
)
def test_every_part_of_a_fit_is_said(step: Step, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(Language("fr"))
    progress.seen = True
    progress.fitting(step)
    assert said in capsys.readouterr().err


def test_nothing_is_said_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    Progress(Language("fr")).fitting(Step(Part.DRAWING, 2))
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("nothing_compiled")
def test_the_first_time_the_sampler_is_compiled_beside_and_waited_for(kept: Path) -> None:
    progress = Progress(Language("fr"))
    progress.learning(104)
    assert progress.beside is not None
    progress.fitting(Step(Part.TUNING))
    assert progress.beside is None
    assert list(kept.rglob("sampler.sample-*.nbc"))


def test_the_next_time_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foulee.cli.progress.first_time", lambda: False)
    progress = Progress(Language("fr"))
    progress.learning(104)
    assert progress.beside is None


@pytest.mark.usefixtures("nothing_compiled")
@pytest.mark.parametrize("python", [None, "", "/nowhere/python"])
def test_where_no_process_can_be_begun_the_fit_goes_on(python: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", python)
    progress = Progress(Language("fr"))
    progress.learning(104)
    assert progress.beside is None
    progress.fitting(Step(Part.TUNING))


@pytest.mark.usefixtures("nothing_compiled", "kept")
def test_it_reads_no_file_of_the_folder_it_is_begun_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "numba.py").write_text("open('run', 'w')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    progress = Progress(Language("fr"))
    progress.learning(104)
    progress.fitting(Step(Part.TUNING))
    assert not (tmp_path / "run").exists()
