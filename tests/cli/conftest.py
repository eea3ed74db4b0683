"""What the tests of the command line share."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from foulee.cli.main import cli

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `foulee` in an empty folder, in English unless told; whatever is not a refusal is raised."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOULEE_LANG", "en")

    def started(*words: str | Path, typed: str | None = None, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words], input=typed)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return started


@pytest.fixture
def example(tmp_path: Path) -> Callable[[str], Path]:
    """Copy an example firm's file into the empty folder."""

    def copied(name: str) -> Path:
        path = tmp_path / f"{name}.toml"
        path.write_bytes((files("foulee") / "examples" / f"{name}.toml").read_bytes())
        return path

    return copied
