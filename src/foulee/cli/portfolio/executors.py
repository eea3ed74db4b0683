"""Where the work of a portfolio is done: here, in processes of this machine, or wherever an executor takes it.

Any `concurrent.futures.Executor` will do; `dask:ADDRESS` and `python:MODULE:FUNCTION` make one.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures import BrokenExecutor as Broken
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, Self, cast

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
WAITING = 2  # tasks handed over for each worker: one at work, one at hand
Work = Callable[[], Any]


class UnknownExecutorError(Exception):
    """There is no such executor, or it cannot be reached."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What became of a task whose process ended under it."""

    details: str


class Here(Executor):
    """Does each task at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - as its base
        """Do it."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it is the future's to tell
            done.set_exception(error)
        return done


def maker(told: str, jobs: int) -> Callable[[], Executor]:
    """What opens the executor that was told. Raises UnknownExecutorError."""
    kind, _, rest = told.partition(":")
    if told == "process":
        return Here if jobs == 1 else partial(_processes, jobs)
    if kind == "dask" and rest:
        return partial(_dask, rest)
    module, _, function = rest.partition(":")
    if kind == "python" and module and function:
        try:
            return cast("Callable[[], Executor]", getattr(import_module(module), function))
        except (ImportError, AttributeError) as error:
            raise UnknownExecutorError(str(error)) from error
    raise UnknownExecutorError(told)


def _processes(jobs: int) -> Executor:
    """One thread for each process: the firms are what is done side by side."""
    for name in THREADS:
        os.environ[name] = "1"
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """See to it that a process whose parent was killed does not stay behind, waiting for tasks."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_end, args=(parent,), daemon=True).start()


def _wait_and_end(parent: Any) -> None:  # noqa: ANN401 - what multiprocessing calls a parent has no public type
    parent.join()
    os._exit(1)


def _dask(address: str) -> Executor:
    try:
        distributed = import_module("distributed")
        return cast("Executor", distributed.Client(address).get_executor())
    except (ImportError, OSError, ValueError) as error:
        raise UnknownExecutorError(str(error)) from error


class Workers:
    """An executor that is opened again when a task has brought it down."""

    def __init__(self, make: Callable[[], Executor], jobs: int) -> None:
        self.make, self.jobs = make, jobs
        self.executor = make()
        self.running: dict[Future[Any], tuple[str, Work]] = {}

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget what was not begun."""
        for future in self.running:
            future.cancel()  # not `cancel_futures`, which only Python's own executors know
        self.executor.shutdown(wait=True)

    def reopen(self) -> None:
        """Begin again with other processes."""
        self.executor.shutdown(wait=False)
        self.executor = self.make()

    def done(self, tasks: Iterable[tuple[str, Work]]) -> Iterator[tuple[str, Any]]:
        """Give each task's result, by its name, as soon as it is there; few are handed over at a time.

        Where a process ends under its task (out of memory, say), those that were under way are tried again one by one,
        and whichever ends its process again is Lost, as is one that raises.
        """
        fresh = iter(tasks)
        while self._hand_over(fresh):
            for future in wait(self.running, return_when=FIRST_COMPLETED).done:
                task, error = self.running.pop(future), future.exception()
                if isinstance(error, Broken):
                    fallen = [task, *self.running.values()]
                    self.running.clear()
                    yield from self._one_by_one(fallen)
                    break
                yield task[0], future.result() if error is None else Lost(repr(error))

    def _hand_over(self, fresh: Iterator[tuple[str, Work]]) -> bool:
        """Keep every worker busy; whether there is anything to wait for."""
        room = 1 if isinstance(self.executor, Here) else WAITING * self.jobs
        while len(self.running) < room and (task := next(fresh, None)) is not None:
            self.running[self._submitted(task[1])] = task
        return bool(self.running)

    def _submitted(self, work: Work) -> Future[Any]:
        try:
            return self.executor.submit(work)
        except Broken as error:
            fallen: Future[Any] = Future()
            fallen.set_exception(error)
            return fallen

    def _one_by_one(self, tasks: Iterable[tuple[str, Work]]) -> Iterator[tuple[str, Any]]:
        self.reopen()
        for name, work in tasks:
            try:
                yield name, self._submitted(work).result()
            except Broken as error:
                self.reopen()
                yield name, Lost(str(error))
