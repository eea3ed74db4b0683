"""What a history told, as JSON: the contract is in docs/guide/json.md."""

import json
import math
from dataclasses import fields
from typing import Any

from foulee.advice.describing import describe
from foulee.advice.reading import LeverReading, Reading
from foulee.core.measuring.effects import LeverEffect
from foulee.core.projecting.futures import Future
from foulee.core.projecting.verdicts import Duel
from foulee.core.types import Interval
from foulee.reporting.fit_indicators import parts_payload
from foulee.reporting.fit_levers import believed_words, finding_words
from foulee.reporting.fit_paths import verdict_words, why_words
from foulee.reporting.fit_telling import Shown, customer_cost, tell_reading
from foulee.reporting.language import Language
from foulee.reporting.problems import problems_payload

DIGITS = 6


def as_json(reading: Reading, shown: Shown, language: Language) -> str:
    """Write a reading as JSON text."""
    return json.dumps(payload(reading, shown, language), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def payload(reading: Reading, shown: Shown, language: Language) -> dict[str, Any]:
    """A reading as plain values."""
    told = tell_reading(reading, shown, language)
    return {
        "name": shown.name,
        "lang": language.code,
        "currency": language.currency,
        "answer": told.answer,
        "levers": _levers(reading, language),
        "plans": {
            name: _future(future)
            | {"prior": _future(reading.futures.prior[name]), "beyond": list(reading.beyond[name])}
            for name, future in reading.futures.posterior.items()
        },
        "compare": {
            f"{one}>{other}": _duel(duel)
            | {
                "words": verdict_words(one, other, reading, language),
                "why": why_words(one, other, reading, language),
            }
            for (one, other), duel in reading.futures.duels.items()
        },
        "best_path": _best(reading),
        "material": _round(reading.futures.material),
        "what_would_tell": list(told.ways),
        "margin": _round(reading.setup.margin),
        "hour_cost": _plain(reading.setup.hour_cost),
        "assumed": list(shown.assumed),
        "weeks_ahead": reading.setup.weeks,
        "closed_weeks": [monday.isoformat() for monday in reading.closed_weeks],
        "diagnostics": _diagnostics(reading),
        "problems": problems_payload(shown.problems, language),
        "notes": problems_payload(shown.notes, language),
        "seed": reading.setup.seed,
    }


def _diagnostics(reading: Reading) -> dict[str, Any]:
    found = reading.diagnostics
    return {
        "max_rhat": _round(found.max_rhat),
        "min_ess": _round(found.min_ess),
        "min_ess_bulk": _round(found.min_ess_bulk),
        "min_ess_tail": _round(found.min_ess_tail),
        "divergences": found.divergences,
        "cpu_seconds": _round(found.cpu_seconds),
        "weeks": found.weeks,
        "missing": reading.history.weeks - found.weeks,
        "reran": found.reran,
        "checks": {
            name: {
                "seen": _round(check.seen),
                "made": _plain(check.made),
                "chance": _round(check.chance),
                "odd": check.odd,
            }
            for name, check in reading.checks.items()
        },
        "contraction": {name: _round(value) for name, value in reading.contraction.items()},
        "indicators": parts_payload(reading.indicators),
    }


def _best(reading: Reading) -> dict[str, Any] | None:
    """Efforts a week of the best path, month by month, by lever."""
    if reading.best_path is None:
        return None
    return {
        name: [_round(float(effort)) for effort in reading.best_path[:, column]]
        for column, name in enumerate(reading.history.names)
    }


def _levers(reading: Reading, language: Language) -> dict[str, Any]:
    uses = {use.lever.name: use for use in describe(reading.history).levers}
    return {
        name: {
            **_effect(lever, lever.posterior),
            "words": finding_words(lever, uses[name], language),
            "finding": lever.finding.value,
            "kind": lever.kind.value,
            "unit": lever.unit.value,
            "spent": _round(lever.spent),
            "told": _round(lever.told),
            "follows_demand": lever.apart,
            "suspected": lever.suspected,
            "tells": uses[name].tells.value,
            "prior": {**_effect(lever, lever.prior), "words": believed_words(lever, language)},
        }
        for name, lever in reading.levers.items()
    }


def _effect(lever: LeverReading, effect: LeverEffect) -> dict[str, Any]:
    values = {item.name: _plain(getattr(effect, item.name)) for item in fields(effect)}
    cost = customer_cost(lever, effect)
    ends = None if cost is None else dict(zip(("p10", "p50", "p90"), map(_plain, cost), strict=True))
    return values | {"cost_per_customer": ends}


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


def _plain(value: Interval | float | None) -> Any:  # noqa: ANN401 - an interval's ends, a number, or nothing
    if isinstance(value, Interval):
        return {"p10": _round(value.p10), "p50": _round(value.p50), "p90": _round(value.p90)}
    return None if value is None else _round(value)


def _round(value: float) -> float | None:
    """Six significant figures; nothing where there is no number."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
