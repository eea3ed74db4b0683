"""The example firms: invented, in real situations."""

import datetime as dt
from functools import cache
from importlib.resources import files

from foulee.firmfile.reading import read
from foulee.firmfile.schema import FirmFile

FOLDER = files("foulee") / "examples"


@cache
def example_names() -> tuple[str, ...]:
    """Names of the example firms."""
    entries = (entry.name for entry in FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in entries if name.endswith(".toml")))


def example_bytes(name: str) -> bytes:
    """The file of an example firm, as an owner would have written it."""
    return (FOLDER / f"{name}.toml").read_bytes()


def example(name: str, today: dt.date) -> FirmFile:
    """The document of an example firm."""
    return read(example_bytes(name), today=today)
