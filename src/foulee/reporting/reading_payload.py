"""What a history told, as JSON: the contract is in docs/guide/json.md."""

import json
from dataclasses import fields
from typing import Any

from foulee.advice.reading import LeverReading, Reading
from foulee.core.measuring.effects import LeverEffect
from foulee.core.projecting.futures import Future
from foulee.core.projecting.verdicts import Duel
from foulee.core.types import Interval

DIGITS = 6


def as_json(reading: Reading) -> str:
    """Write a reading as JSON text."""
    return json.dumps(payload(reading), ensure_ascii=False, indent=1) + "\n"


def payload(reading: Reading) -> dict[str, Any]:
    """A reading as plain values."""
    found = reading.diagnostics
    return {
        "levers": {name: _lever(lever) for name, lever in reading.levers.items()},
        "plans": {
            name: _future(future) | {"prior": _future(reading.futures.prior[name]), "beyond": list(reading.beyond[name])}
            for name, future in reading.futures.posterior.items()
        },
        "compare": {f"{one}>{other}": _duel(duel) for (one, other), duel in reading.futures.duels.items()},
        "material": _round(reading.futures.material),
        "diagnostics": {
            "max_rhat": _round(found.max_rhat),
            "min_ess": _round(found.min_ess),
            "min_ess_bulk": _round(found.min_ess_bulk),
            "min_ess_tail": _round(found.min_ess_tail),
            "divergences": found.divergences,
            "cpu_seconds": _round(found.cpu_seconds),
            "weeks": found.weeks,
            "reran": found.reran,
            "contraction": {name: _round(value) for name, value in reading.contraction.items()},
        },
        "seed": reading.setup.seed,
    }


def _lever(lever: LeverReading) -> dict[str, Any]:
    return {
        **_effect(lever.posterior),
        "finding": lever.finding.value,
        "kind": lever.kind.value,
        "unit": lever.unit.value,
        "spent": _round(lever.spent),
        "told": _round(lever.told),
        "follows_demand": lever.apart,
        "prior": _effect(lever.prior),
    }


def _effect(effect: LeverEffect) -> dict[str, Any]:
    return {item.name: _plain(getattr(effect, item.name)) for item in fields(effect)}


def _future(future: Future) -> dict[str, Any]:
    return {
        "sales_total": _plain(future.sales),
        "incremental_total": _plain(future.incremental),
        "profit_total": _plain(future.profit),
        "gain": _plain(future.gain),
        "chance_pays": _round(future.chance_pays),
    }


def _duel(duel: Duel) -> dict[str, Any]:
    return {
        "probability": _round(duel.probability),
        "prior_probability": _round(duel.prior_probability),
        "by_shape": {shape.value: _round(chance) for shape, chance in duel.by_shape.items()},
        "chance_tie": _round(duel.chance_tie),
        "difference": _plain(duel.difference),
        "prior_difference": _plain(duel.prior_difference),
        "told": _round(duel.told),
        "verdict": duel.verdict.value,
    }


def _plain(value: Interval | float | None) -> dict[str, float] | float | None:
    if isinstance(value, Interval):
        return {"p10": _round(value.p10), "p50": _round(value.p50), "p90": _round(value.p90)}
    return None if value is None else _round(value)


def _round(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
