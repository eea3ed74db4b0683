"""Whether a lever's column counts hours or money, and its efforts in that unit."""

from dataclasses import dataclass

import numpy as np

from foulee.connectors.files.history.wanted import LeverSpec
from foulee.core.history import LeverHistory, LeverKind, Unit, folded
from foulee.core.types import Floats
from foulee.firmfile.problems import Problem

USUAL = {
    LeverKind.PAID_SOCIAL: Unit.MONEY,
    LeverKind.SEARCH: Unit.MONEY,
    LeverKind.LOCAL_ADS: Unit.MONEY,
    LeverKind.OTHER: Unit.MONEY,
    LeverKind.ORGANIC_SOCIAL: Unit.HOURS,
    LeverKind.EMAIL: Unit.HOURS,
    LeverKind.LOCAL_LISTING: Unit.HOURS,
    LeverKind.BLOG: Unit.HOURS,
}
HOURS = frozenset({"h", "hr", "hrs", "hour", "hours", "heure", "heures", "temps"})
MINUTES = frozenset({"min", "mn", "minute", "minutes"})
MONEY = frozenset(
    {"spend", "eur", "euro", "euros", "cad", "usd", "dollars", "budget", "budgets", "depense", "depenses"}
)
MONEY |= {"cost", "costs", "cout", "couts", "money", "argent", "montant"}
MOST_HOURS = 80.0  # a week, on average: more is money in a column that says nothing
PER_HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Counted:
    """What a column counts: its unit, by how much its numbers are divided, and whether anybody said so."""

    unit: Unit
    divided: float = 1.0
    said: bool = True


def minutes(header: str) -> bool:
    """Whether a heading says minutes."""
    return bool(set(folded(header).split("_")) & MINUTES)


def counted(spec: LeverSpec, header: str) -> Counted:
    """What a lever's numbers count: as the caller says, else as the heading does, else as its kind usually does."""
    words = set(folded(header).split("_"))
    if spec.unit is not None:
        return Counted(spec.unit, PER_HOUR if minutes(header) and spec.unit is Unit.HOURS else 1.0)
    if minutes(header):
        return Counted(Unit.HOURS, PER_HOUR)
    if words & HOURS:
        return Counted(Unit.HOURS)
    if words & MONEY or any(sign in header for sign in "€$£"):
        return Counted(Unit.MONEY)
    return Counted(USUAL[spec.kind], said=False)


def lever_of(spec: LeverSpec, header: str, values: Floats) -> tuple[LeverHistory, list[Problem]]:
    """A lever's history from its column (weeks,), nothing noted being nothing done; and notes on its unit."""
    found, notes = counted(spec, header), []
    effort = np.nan_to_num(values, nan=0.0) / found.divided
    used = effort[effort > 0.0]
    unit = found.unit
    if found.divided > 1.0:
        notes.append(Problem("history_minutes", values={"lever": spec.name}))
    if not found.said and unit is Unit.HOURS and used.size and used.mean() > MOST_HOURS:
        unit = Unit.MONEY
        values_told = {"lever": spec.name, "mean": round(float(used.mean()))}
        notes.append(Problem("history_read_as_money", values=values_told))
    history = LeverHistory(
        name=spec.name,
        kind=spec.kind,
        unit=unit,
        effort=effort,
        follows_demand=spec.follows,
        control=spec.control,
    )
    return history, notes
