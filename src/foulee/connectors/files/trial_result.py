"""A trial's result as `foulee trial-result --format json` wrote it, to be read as evidence."""

import datetime as dt
import json
import math
from typing import Any

from foulee.core.history import ExperimentResult
from foulee.firmfile.problems import FirmFileError, Problem

MOST_WEEKS = 520


def read_result(data: bytes, name: str) -> ExperimentResult:
    """Read a result counted in sales. Raises FirmFileError."""
    try:
        told = json.loads(data)
        found = ExperimentResult(
            lever=str(told["lever"]),
            effect=float(told["effect_per_unit"]),
            error=float(told["error"]),
            start=dt.date.fromisoformat(told["start"]),
            weeks=int(told["weeks"]),
            effort=_known(told, "effort"),
            instead=_known(told, "instead"),
            sales=_known(told, "sales"),
        )
        sound = told["counted"] == "sales" and math.isfinite(found.effect) and 0.0 < found.error < math.inf
        sound = sound and 0 < found.weeks <= MOST_WEEKS
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FirmFileError([Problem("trial_result", values={"file": name})]) from error
    if not sound:
        raise FirmFileError([Problem("trial_result", values={"file": name})])
    return found


def _known(told: dict[str, Any], name: str) -> float | None:
    """A figure that earlier files do not hold."""
    value = told.get(name)
    return None if value is None else float(value)
