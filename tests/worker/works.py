"""Jobs of the tests; what they do can be read in a file."""

import datetime as dt
import os
import time
from pathlib import Path

from foulee.actions.jobs import job

SECOND = dt.timedelta(seconds=1)


def note(path: str, line: str) -> None:
    """Add a line in one write, so that two processes do not mix theirs."""
    with Path(path).open("ab", buffering=0) as file:
        file.write(f"{line}\n".encode())


class StumbleError(Exception):
    """A trouble that may pass."""

    code = "stumbled"


class WallError(Exception):
    """A trouble that lasts."""

    code = "wall"
    permanent = True


@job("quick")
def quick(*, path: str, word: str, now: dt.datetime) -> None:
    """Note a word."""
    note(path, word)


@job("slow", lease=SECOND)
def slow(*, path: str, seconds: float, now: dt.datetime) -> None:
    """Take longer than the lease."""
    note(path, f"begun {os.getpid()}")
    time.sleep(seconds)
    note(path, f"ended {os.getpid()}")


@job("stumbling", retries=3, pause=SECOND / 10)
def stumbling(*, path: str, times: int, now: dt.datetime) -> None:
    """Fail some times, then succeed."""
    note(path, "tried")
    if len(Path(path).read_text(encoding="utf-8").splitlines()) <= times:
        raise StumbleError


@job("walled", retries=3, pause=SECOND / 10)
def walled(*, path: str, now: dt.datetime) -> None:
    """Fail for good."""
    note(path, "tried")
    raise WallError


@job("deadly", retries=1, lease=SECOND / 2)
def deadly(*, path: str, now: dt.datetime) -> None:
    """Take the whole worker down."""
    note(path, "tried")
    os._exit(1)
