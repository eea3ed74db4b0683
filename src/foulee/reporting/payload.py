"""The answer as JSON: a stable schema, described in `docs/guide/json.md` and held by a test."""

import dataclasses
import datetime as dt
import json
import math
from collections.abc import Mapping
from enum import Enum
from typing import Any

import numpy as np

from foulee.advice.result import Advice
from foulee.core.projecting.compare import Fan, PathResult, Projection
from foulee.core.types import Interval, Reason
from foulee.knowledge.reader import Knowledge
from foulee.reporting.language import Language
from foulee.reporting.summary import Summary, summarise

DIGITS = 6


def as_json(advice: Advice, knowledge: Knowledge, language: Language) -> str:
    """Write the answer as JSON; the same advice gives the same bytes."""
    payload = as_payload(advice, summarise(advice, knowledge, language), language)
    return json.dumps(payload, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def as_payload(advice: Advice, summary: Summary, language: Language) -> dict[str, Any]:
    """Turn the answer into plain values, sentences included."""
    texts = {point.rule: point for point in summary.first_steps + summary.advice + summary.strengths}
    return {
        "firm": {"name": advice.firm_name, "trade": advice.trade, "country": advice.country},
        "currency": advice.currency,
        "lang": language.code,
        "verdict": advice.diagnosis.verdict.value,
        "verdict_text": summary.verdict,
        "questions": {question.value: answer for question, answer in advice.diagnosis.questions.items()},
        "questions_text": list(summary.questions),
        "changes": list(summary.changes),
        "would_change": _plain(advice.would_change),
        "reasons": [
            _reason(reason) | {"text": texts[reason.rule].says, "do": texts[reason.rule].do}
            for reason in advice.diagnosis.reasons
        ],
        "focus": _focus(advice, summary),
        "projection": projection_payload(advice.projection),
        "customer_value": _plain(advice.customer_value),
        "ways": _plain(advice.ways),
        "unknowns": [
            {**_plain(unknown), "text": text} for unknown, text in zip(advice.unknowns, summary.unknowns, strict=True)
        ],
        "assumed": list(advice.assumed),
        "law": list(advice.law),
        "facts_date": advice.facts_date.isoformat(),
        "today": advice.today.isoformat(),
        "method_version": advice.method_version,
        "seed": advice.seed,
        "draws": advice.draws,
        "weeks": _weeks(advice, summary),
    }


def _weeks(advice: Advice, summary: Summary) -> dict[str, Any] | None:
    """What the firm's own weeks have in the answer; None where it has none."""
    if advice.unread:
        return {"read": False, "why": advice.unread, "text": summary.unread}
    if advice.weeks is None or summary.weeks is None:
        return None
    before = advice.weeks.before
    return {
        "read": True,
        "start": advice.weeks.start.isoformat(),
        "end": advice.weeks.end.isoformat(),
        "counted": advice.weeks.counted,
        "since": advice.weeks.since,
        "levers": [
            _plain(lever) | {"text": list(told.says)}
            for lever, told in zip(advice.weeks.levers, summary.weeks.levers, strict=True)
        ],
        "before": {
            "verdict": before.verdict.value,
            "channels": list(before.channels),
            "gain": _plain(before.gain),
            "chance_pays": _number(before.chance_pays),
            "sales": {name: _fan(fan) for name, fan in before.sales.items()},
        },
        "text": list(summary.weeks.rests_on),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "outcome": reason.outcome,
        "question": reason.question.value,
        "severity": reason.severity.value,
        "cites": list(reason.cites),
        "evidence": _plain(reason.evidence),
        "values": _plain(reason.values),
        "hours": reason.hours,
        "money": reason.money,
    }


def _focus(advice: Advice, summary: Summary) -> dict[str, Any]:
    focus = advice.focus
    return {
        "objective": focus.objective.value,
        "target": {
            "ages": list(focus.target_ages),
            "people": _plain(focus.target_people),
            "text": summary.target,
        },
        "channels": [
            {
                "network": channel.network.value,
                "means": channel.means.value,
                "hours_week": _number(channel.hours_week),
                "posts_week": None if channel.items_week is None else _number(channel.items_week),
                "budget_month": _number(channel.budget_month),
                "chance_best": _number(channel.chance_best),
                "people_week": _plain(channel.people_week),
                "text": text,
            }
            for channel, text in zip(focus.channels, summary.channels, strict=True)
        ],
        "hours_week": _number(focus.hours_week),
        "budget_month": _number(focus.budget_month),
        "chance_nothing_best": _number(focus.chance_nothing),
        "candidates": _plain(focus.candidates),
        "one_more": [
            {**_plain(more), "text": text} for more, text in zip(focus.one_more, summary.one_more, strict=True)
        ],
        "why_not": [
            {**_plain(reason), "text": text} for reason, text in zip(focus.why_not, summary.why_not, strict=True)
        ],
        "audiences": _plain(focus.audiences),
    }


def projection_payload(projection: Projection) -> dict[str, Any]:
    """Turn a projection into plain values."""
    return {
        "weeks": projection.weeks,
        "paths": {name: _path(path) for name, path in projection.paths.items()},
        "blue_overtakes_week": projection.blue_overtakes_week,
        "chance_blue_overtakes": _number(projection.chance_blue_overtakes),
        "chance_blue_ahead_end": _number(projection.chance_blue_ahead_end),
        "chance_tie": _number(projection.chance_tie),
        "by_shape": {shape.value: _number(chance) for shape, chance in projection.by_shape.items()},
        "difference": _plain(projection.difference),
        "material": _number(projection.material),
        "payback_week": projection.paths["blue"].payback_week,
    }


def _path(path: PathResult) -> dict[str, Any]:
    return {
        "sales": _fan(path.sales),
        "active_customers": _fan(path.active_customers),
        "profit": _fan(path.profit),
        "extra_sales": _fan(path.extra_sales),
        "gain": _plain(path.gain),
        "extra_customers": _plain(path.extra_customers),
        "extra_total": _plain(path.extra_total),
        "payback_week": path.payback_week,
        "chance_pays": _number(path.chance_pays),
        "hours": _number(path.hours),
        "money": _number(path.money),
    }


def _fan(fan: Fan) -> dict[str, list[float | None]]:
    return {
        "p10": [_number(value) for value in fan.p10],
        "p50": [_number(value) for value in fan.p50],
        "p90": [_number(value) for value in fan.p90],
    }


def _number(value: float) -> float | None:
    """Six significant figures; None for what is not a number."""
    if not math.isfinite(value):
        return None
    return float(f"{value:.{DIGITS}g}")


def _plain(value: Any) -> Any:  # noqa: ANN401 - any result
    """Dataclasses, intervals, enumerations, arrays and dates as plain values."""
    if isinstance(value, Interval):
        return {"p10": _number(value.p10), "p50": _number(value.p50), "p90": _number(value.p90)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | np.ndarray):
        return [_plain(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:  # noqa: ANN401 - any single value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return _number(value) if isinstance(value, float) else value
