"""Foulée's own answer to a market, in this process."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from foulee.advice.reading import ReadingSetup, read_weeks
from foulee.connectors.files.history.frame import read_history
from foulee.connectors.files.history.plan import read_lever_plan
from foulee.core.response.fitting.fit import NotConverged
from foulee.core.types import Country
from foulee.knowledge import reader
from foulee.knowledge.calendar import with_calendar
from foulee.reporting.fit_payload import payload
from foulee.reporting.fit_telling import Shown
from foulee.reporting.language import Language

TODAY = dt.date(2026, 11, 28)
KNOWLEDGE = cache(reader.load)


def answer(
    history: Path, levers: Mapping[str, str], controls: tuple[str, ...], plans: Mapping[str, Path], margin: float
) -> dict[str, Any]:
    """The payload of `foulee fit` for one market."""
    kinds = {name: tuple(told.split(":")) if ":" in told else told for name, told in levers.items()}
    found = read_history(history, kinds, controls, today=TODAY)  # type: ignore[arg-type]
    paths = {
        name: read_lever_plan(path.read_bytes(), path.name, found.history.levers).efforts
        for name, path in plans.items()
    }
    setup = ReadingSetup(margin=margin)
    reading = read_weeks(with_calendar(found.history, Country.FRANCE), KNOWLEDGE(TODAY), setup, paths)
    return payload(reading, Shown(name=history.name), Language("en"))


__all__ = ["NotConverged", "answer"]
