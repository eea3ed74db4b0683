"""Real worker processes on a real database of each kind."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.installations import KINDS, installed

PATIENCE = 20.0


def until(told: Callable[[], Any], *, patience: float = PATIENCE) -> Any:
    """Wait until something is true, and return it."""
    ends = time.monotonic() + patience
    while not (found := told()):
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.02)
    return found


class Workshop:
    """A database, processes that work on it, and a desk that asks for jobs."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.workers: list[subprocess.Popen[bytes]] = []
        self.desk = subprocess.Popen(
            [sys.executable, "-m", "tests.worker.process", "desk"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, *words: Any) -> Any:
        """Ask the desk."""
        assert self.desk.stdin is not None
        assert self.desk.stdout is not None
        self.desk.stdin.write(f"{json.dumps(words)}\n")
        self.desk.stdin.flush()
        return json.loads(self.desk.stdout.readline())

    def staff(self, count: int) -> list[subprocess.Popen[bytes]]:
        """Have so many workers: those who are there stay, for starting one takes a second."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        for worker in self.workers[count:]:
            worker.send_signal(signal.SIGTERM)
            worker.wait(PATIENCE)
        missing = range(count - len(self.workers))
        started = [
            subprocess.Popen([sys.executable, "-m", "tests.worker.process"], env=self.environment) for _ in missing
        ]
        self.workers = self.workers[:count] + started
        for worker in started:
            until((Path(self.environment["FOULEE_DATA"]) / f"alive-{worker.pid}").exists)
        return self.workers

    def close(self) -> None:
        """End everything."""
        self.staff(0)
        self.desk.communicate(timeout=PATIENCE)  # closes its pipes


@pytest.fixture(scope="session", params=KINDS)
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop on each kind of database."""
    made = Workshop(installed(request.param, tmp_path_factory.mktemp("installation")).env)
    yield made
    made.close()


@pytest.fixture
def workshop(opened: Workshop) -> Workshop:
    """The workshop, its workers having nothing to do."""
    opened("forget", "everything")
    return opened


@pytest.fixture
def said(tmp_path: Path) -> Path:
    """Where jobs note what they do."""
    path = tmp_path / "said"
    path.touch()
    return path
