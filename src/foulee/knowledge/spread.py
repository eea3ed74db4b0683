"""Filling in the spread of a fact whose source states none."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

from foulee.knowledge.schema import Fact, SpreadKind

WHOLES = {"share": 100.0, "fraction": 1.0}  # what the whole is on each scale of shares


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadRules:
    """Factors of `spreads.yaml`, by kind of evidence and by status, and per year of age."""

    evidence: Mapping[str, float]
    status: Mapping[str, float]
    per_year_of_age: float

    def factor(self, fact: Fact, on: dt.date) -> float:
        """How many times larger or smaller the truth may be, at 80 %."""
        age = max(0, on.year - fact.year)
        return self.evidence[fact.evidence] * self.status[fact.status] * self.per_year_of_age**age


def with_spread(fact: Fact, scale: str, rules: SpreadRules, on: dt.date) -> Fact:
    """Return the fact with `low` and `high` filled in; unchanged where they are stated.

    `scale` is the unit's: share (percent), positive, fraction, additive, or none.
    """
    if fact.spread is not SpreadKind.DEFAULT:
        return fact
    factor = 1.0 if scale == "none" else rules.factor(fact, on)
    low, high = _ends(fact.value, scale, factor)
    return fact.model_copy(update={"low": low, "high": high})


def _ends(value: float, scale: str, factor: float) -> tuple[float, float]:
    if scale in WHOLES:
        return _ends_of_share(value, WHOLES[scale], factor)
    if scale == "positive":
        return value / factor, value * factor
    reach = abs(value) * math.log(factor)
    return value - reach, value + reach


def _ends_of_share(value: float, whole: float, factor: float) -> tuple[float, float]:
    """Odds divided and multiplied by the factor; nothing and everything have no odds, and no spread is made up."""
    if not 0.0 < value < whole:
        return value, value
    odds = value / (whole - value)
    return whole * odds / (factor + odds), whole * odds * factor / (1.0 + odds * factor)
