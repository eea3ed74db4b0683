"""`foulee serve` and what it starts: pages that answer, one address, nothing left behind."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.installations import Installation, lived_in, processes


def until(told: Callable[[], Any], patience: float = 40.0) -> Any:
    """Wait until something is true, and return it."""
    ends = time.monotonic() + patience
    while not (found := told()):
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.05)
    return found


def page(installation: Installation, path: str = "/") -> tuple[int, str]:
    """Status and text of a page; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{installation.port}{path}", timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def ended(installation: Installation) -> bool:
    """Whether none of the installation's processes is left."""
    return processes(installation.data) == []


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, "subprocess.Popen[str]"]]:
    """An installation that serves, with its worker."""
    made = lived_in("sqlite", tmp_path_factory.mktemp("served"))
    process = made.started("serve", "--worker")
    until(lambda: page(made, "/health/")[0] == 200)
    yield made, process
    process.terminate()
    process.communicate(timeout=40)
    assert process.returncode == 0
    assert ended(made)


Served = tuple[Installation, "subprocess.Popen[str]"]


def test_pages_and_worker_are_there(served: Served) -> None:
    installation, _ = served
    assert page(installation)[0] == 200
    assert json.loads(page(installation, "/health/")[1])["worker"] is True
    until(lambda: list((installation.data / "backups").glob("foulee-nightly-*.zip")))  # the worker's first


def test_nobody_else_reads_what_is_written(served: Served) -> None:
    installation, _ = served
    until(lambda: list((installation.data / "backups").glob("foulee-nightly-*.zip")))
    installation.program("from django.core.mail import send_mail; send_mail('a', 'b', 'c@d.fr', ['e@f.fr'])")
    public = installation.data / "static"  # what the pages themselves are made of
    written = [path for path in installation.data.rglob("*") if path.is_file() and public not in path.parents]
    assert {path.suffix for path in written} >= {".zip", ".sqlite3", ".log", ".key"}
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_a_second_one_says_that_it_runs_already(served: Served) -> None:
    installation, _ = served
    said = installation.foulee("serve", "--worker", code=1)
    assert f"http://localhost:{installation.port}" in said
    assert f"FOULEE_PORT={installation.port + 1} make run" in said


def test_nothing_is_restored_and_no_key_changed_under_the_pages(served: Served) -> None:
    installation, _ = served
    file = installation.data / "b.zip"
    installation.foulee("backup", "--out", file)
    assert "stop foulee serve" in installation.foulee("restore", file, code=1)
    assert "stop foulee serve" in installation.foulee("rotate-keys", code=1)
    installation.foulee("restore", file, "--force")
    assert page(installation)[0] == 200
    assert installation.rows("SELECT count(*) FROM records_person") == [(1,)]


def test_the_doctor_finds_nothing(served: Served) -> None:
    installation, _ = served
    until(lambda: list((installation.data / "backups").glob("foulee-nightly-*.zip")))
    assert "OK" in installation.foulee("doctor")
    found = json.loads(installation.foulee("doctor", "--json"))
    assert found["well"] is True
    assert {one["name"] for one in found["findings"]} >= {"folder", "database", "migrations", "worker", "mail", "pages"}


def test_a_worker_that_dies_is_started_again(served: Served) -> None:
    installation, process = served

    def workers() -> list[int]:
        found = [(pid, Path(f"/proc/{pid}/cmdline")) for pid in processes(installation.data)]
        return [pid for pid, line in found if b"worker" in line.read_bytes().split(b"\0")]

    (before,) = until(workers)
    os.kill(before, signal.SIGKILL)
    assert until(lambda: [pid for pid in workers() if pid != before])
    assert process.poll() is None


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_however_it_ends_nothing_is_left_behind(tmp_path: Path, how: signal.Signals) -> None:
    installation = lived_in("sqlite", tmp_path / "short")
    process = installation.started("serve", "--worker")
    until(lambda: page(installation, "/health/")[0])
    process.send_signal(how)
    said, _ = process.communicate(timeout=40)
    assert process.returncode == (0 if how == signal.SIGINT else -how)
    until(lambda: ended(installation))
    assert "Traceback" not in said
    assert f"http://localhost:{installation.port}" in said or how == signal.SIGKILL


def test_a_port_of_another_program_is_told(tmp_path: Path) -> None:
    installation = lived_in("sqlite", tmp_path / "port")
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        said = installation.foulee("serve", code=1)
    assert f"Another program has port {installation.port}" in said
    assert "FOULEE_PORT=" in said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FOULEE_PORT", "many", "it must be a port number"),
        ("FOULEE_TIMEZONE", "Fort-de-France", "America/Martinique"),
        ("FOULEE_HOST", "no.such.host.invalid", "is not an address of this machine"),
        ("FOULEE_HOST", "192.0.2.1", "is not an address of this machine"),
        ("FOULEE_DATA", "/proc/foulee", "Nothing can be written into /proc/foulee"),
        ("FOULEE_DATABASE", "postgresql://nobody@127.0.0.1:1/none", "The database does not answer"),
    ],
)
def test_what_cannot_be_served_is_said_in_a_sentence(tmp_path: Path, name: str, value: str, said: str) -> None:
    installation = lived_in("sqlite", tmp_path / "bad")
    assert said in installation.foulee("serve", code=1, **{name: value})
