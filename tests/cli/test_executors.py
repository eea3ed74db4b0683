"""Where a portfolio's work is done: whatever becomes of a process, every task has its result."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from foulee.cli.portfolio.executors import Here, Lost, UnknownExecutorError, Workers, maker
from foulee.cli.portfolio.keeping import Shelf, file_name, put, sweep


def test_a_process_that_ends_takes_only_its_own_task() -> None:
    tasks = [(str(number), partial(abs, -number)) for number in range(6)]
    tasks.insert(2, ("bad", partial(os._exit, 7)))  # type: ignore[arg-type] # it returns nothing indeed
    with Workers(maker("process", 2), 2) as workers:
        found = dict(workers.done(tasks))
    assert isinstance(found.pop("bad"), Lost)
    assert found == {str(number): number for number in range(6)}


def test_a_task_that_raises_is_lost_and_the_others_go_on() -> None:
    tasks = [("bad", partial(int, "x")), ("good", partial(int, "3"))]
    with Workers(maker("process", 1), 1) as workers:
        found = dict(workers.done(tasks))
    assert found["good"] == 3
    assert "ValueError" in found["bad"].details


def test_tasks_are_taken_only_as_they_are_worked_on() -> None:
    """A thousand firms are not all held at once."""
    taken = []

    def tasks() -> object:
        for number in range(100):
            taken.append(number)
            yield str(number), partial(abs, number)

    with Workers(maker("python:concurrent.futures:ThreadPoolExecutor", 2), 2) as workers:
        results = workers.done(tasks())  # type: ignore[arg-type] # a generator of pairs
        next(results)
        assert len(taken) <= 5
        assert len(list(results)) == 99


@pytest.mark.parametrize(
    "told", ["", "dask", "dask:", "python:x", "python:no.such.module:f", "python:os:none", "ssh:x"]
)
def test_an_executor_that_is_none_is_refused(told: str) -> None:
    with pytest.raises(UnknownExecutorError):
        maker(told, 2)


def test_any_executor_can_be_plugged_in() -> None:
    assert maker("process", 1) is Here
    assert maker("python:concurrent.futures:ThreadPoolExecutor", 2) is ThreadPoolExecutor


def test_names_of_files_are_plain_and_never_the_same() -> None:
    names = ["aline", "Aline!", "../x", "x", "", "🥐", "خبز", "con/aux", "a" * 300, "a" * 301, "a b", "a-b"]
    files = [file_name(name) for name in names]
    assert len(set(files)) == len(files)
    assert all(set(file) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for file in files)
    assert all(len(file) < 100 and not file.startswith((".", "-")) for file in files)


def test_files_are_whole_or_not_at_all(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "deep" / "er")
    shelf.keep("aline", {"a": 1})
    with pytest.raises(ValueError, match="JSON"):
        shelf.keep("aline", {"a": float("nan")})
    assert shelf.read("aline") == {"a": 1}
    (shelf.folder / "left.part").write_text("x")
    sweep(shelf.folder)
    assert [file.name for file in shelf.folder.iterdir()] == ["aline.json"]
    put(shelf.path("bruno"), "[1]")
    assert shelf.read("bruno") is None
    shelf.path("bruno").write_bytes(b"\xff{")
    assert shelf.read("bruno") is None
