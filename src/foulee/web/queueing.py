"""Waiting for whoever makes a thing already, in this process or in another, instead of making it twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold the lock of this name; the system gives it back however the process ends."""
    folder = Path(settings.DATA) / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / name.replace(":", "-")).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
