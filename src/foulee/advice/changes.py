"""What would change the answer: the same firm with one thing different (the verdict's other side).

Each change is something an owner could bring about within a year; the plan is chosen again for the changed firm,
on few draws with the same luck, and the change is told if it clearly raises the chance that the plan pays.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from foulee.advice.evidence import Evidence
from foulee.advice.model import FirmModel, Setup, build, capacity
from foulee.core.focusing import choose
from foulee.core.types import Objective
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge

DRAWS = 250
CLEAR_RISE = 0.1
LIST_SHARE = 0.3  # of the customers, after a year of asking at the till
MORE_HOURS = 2.0
LOWER_COST = 0.6
MORE_MONEY = 150.0

Change = Callable[[FirmFile, FirmModel], tuple[FirmFile, dict[str, float]] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldChange:
    """One change, in a code with its values, and the chance that the best plan then pays."""

    code: str
    values: dict[str, float]
    chance_pays: float


def what_would_change(
    document: FirmFile, model: FirmModel, knowledge: Knowledge, setup: Setup
) -> tuple[WouldChange, ...]:
    """Try each change and keep those that clearly raise the chance that the best plan pays, best first."""
    few = Setup(seed=setup.seed, draws=DRAWS, weeks=setup.weeks, today=setup.today)
    now = _chance(document, knowledge, few, model.evidence)
    found = []
    for code, change in CHANGES.items():
        changed = change(document, model)
        if changed is None:
            continue
        chance = _chance(changed[0], knowledge, few, model.evidence)
        if chance >= now + CLEAR_RISE:
            found.append(WouldChange(code=code, values=changed[1], chance_pays=chance))
    return tuple(sorted(found, key=lambda item: -item.chance_pays))


def _chance(document: FirmFile, knowledge: Knowledge, setup: Setup, evidence: Evidence) -> float:
    """Chance that the plan chosen for its profit pays."""
    model = build(document, knowledge, setup, evidence)
    chosen = choose(model.market, capacity(document, knowledge, setup.weeks), Objective.SELL, finalists=4)
    return float((chosen.gain > 0.0).mean())


def _mailing_list(document: FirmFile, model: FirmModel) -> tuple[FirmFile, dict[str, float]] | None:
    wanted = int(LIST_SHARE * float(np.median(model.firm.active)))
    if wanted <= 2 * (document.presence.email_list or 0):
        return None
    presence = document.presence.model_copy(update={"email_list": wanted})
    return document.model_copy(update={"presence": presence}), {"list_count": wanted}


def _hours(document: FirmFile, model: FirmModel) -> tuple[FirmFile, dict[str, float]] | None:
    hours = model.capacity.hours + MORE_HOURS
    means = document.means.model_copy(update={"hours_per_week": hours, "other_hours_per_week": 0.0})
    return document.model_copy(update={"means": means}), {"more_hours": MORE_HOURS}


def _cheaper(document: FirmFile, model: FirmModel) -> tuple[FirmFile, dict[str, float]] | None:
    now = float(np.median(model.firm.hour_cost))
    cost = max(LOWER_COST * now, model.least_hour_cost)
    if cost >= now:
        return None
    means = document.means.model_copy(update={"hour_cost": cost})
    return document.model_copy(update={"means": means}), {"hour_money": cost}


def _money(document: FirmFile, model: FirmModel) -> tuple[FirmFile, dict[str, float]] | None:
    means = document.means.model_copy(update={"budget_per_month": model.capacity.money + MORE_MONEY})
    return document.model_copy(update={"means": means}), {"more_money": MORE_MONEY}


CHANGES: dict[str, Change] = {
    "mailing_list": _mailing_list,
    "hours": _hours,
    "cheaper": _cheaper,
    "money": _money,
}
