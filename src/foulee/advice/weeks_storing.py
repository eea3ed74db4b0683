"""A history kept as plain JSON, and read back to the last bit: what was not counted is null there and NaN here."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from foulee.core.history import ExperimentResult, FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.types import Floats

Stored = dict[str, Any]

SERIES = ("sales_online", "sales_shop", "new_customers", "returning_customers", "orders")
COMPARED = ("effort", "instead", "sales")
GROUPS = ("attributed", "levels", "controls", "events")


class StoredWeeksError(Exception):
    """Stored weeks have another shape than this version reads."""


def dump_history(history: FirmHistory) -> Stored:
    """Turn a history into values that JSON holds exactly."""
    return {
        "start": history.start.isoformat(),
        "sales": _numbers(history.sales),
        "levers": [_lever(lever) for lever in history.levers],
        **{name: _numbers(values) for name in SERIES if (values := getattr(history, name)) is not None},
        # Pairs: a database may not keep the order of names.
        **{name: [[key, _numbers(values)] for key, values in getattr(history, name).items()] for name in GROUPS},
        "experiments": [_experiment(one) for one in history.experiments],
    }


def restore_history(stored: Mapping[str, Any]) -> FirmHistory:
    """Read back what `dump_history` made. Raises StoredWeeksError."""
    try:
        series: dict[str, Any] = {name: _array(stored[name]) for name in SERIES if name in stored}
        groups: dict[str, Any] = {name: {key: _array(values) for key, values in stored[name]} for name in GROUPS}
        return FirmHistory(
            start=dt.date.fromisoformat(stored["start"]),
            sales=_array(stored["sales"]),
            levers=tuple(_read_lever(lever) for lever in stored["levers"]),
            experiments=tuple(_read_experiment(one) for one in stored["experiments"]),
            **series,
            **groups,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoredWeeksError(str(error)) from error


def _numbers(values: Floats) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in values]


def _array(values: list[float | None]) -> Floats:
    return np.array([math.nan if value is None else float(value) for value in values], dtype=np.float64)


def _lever(lever: LeverHistory) -> Stored:
    return {
        "name": lever.name,
        "kind": lever.kind.value,
        "unit": lever.unit.value,
        "effort": _numbers(lever.effort),
        "follows_demand": lever.follows_demand,
        "since": lever.since.isoformat() if lever.since else None,
        "control": lever.control,
    }


def _read_lever(stored: Mapping[str, Any]) -> LeverHistory:
    since = stored["since"]
    return LeverHistory(
        name=str(stored["name"]),
        kind=LeverKind(stored["kind"]),
        unit=Unit(stored["unit"]),
        effort=_array(stored["effort"]),
        follows_demand=bool(stored["follows_demand"]),
        since=dt.date.fromisoformat(since) if since else None,
        control=stored.get("control"),  # kept since a lever may have one of its own
    )


def _experiment(one: ExperimentResult) -> Stored:
    return {
        "lever": one.lever,
        "effect": one.effect,
        "error": one.error,
        "start": one.start.isoformat(),
        "weeks": one.weeks,
        "effort": one.effort,
        "instead": one.instead,
        "sales": one.sales,
    }


def _read_experiment(stored: Mapping[str, Any]) -> ExperimentResult:
    return ExperimentResult(
        lever=str(stored["lever"]),
        effect=float(stored["effect"]),
        error=float(stored["error"]),
        start=dt.date.fromisoformat(stored["start"]),
        weeks=int(stored["weeks"]),
        # Kept since trials know what they compared.
        **{name: None if (value := stored.get(name)) is None else float(value) for name in COMPARED},
    )
