"""Weeks and readings for the tests of what is kept and shown: a file, what it becomes, and a reading made by hand."""

import datetime as dt
from dataclasses import replace
from importlib.resources import files
from typing import Any

import numpy as np
from tests.people import NOW, TODAY

from foulee.actions.weeks import Checked, Sent, import_weeks, keep_file
from foulee.advice.describing import Tells
from foulee.advice.read_result import WEEKS_VERSION, Brought, Health, KeptDuel, KeptLever, KeptReading, KeptTrial
from foulee.advice.storing import dump_as_read
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.measuring.design import TrialKind
from foulee.core.projecting.compare import Fan
from foulee.core.projecting.futures import Future
from foulee.core.projecting.verdicts import Duel, Verdict
from foulee.core.types import Interval, Shape
from foulee.records.models import Firm, Result, Weeks
from foulee.records.models.result import Kind

MONDAY = dt.date(2025, 1, 6)
HORIZON = 156
EXAMPLE = "bakery_history.csv"


def example_weeks() -> bytes:
    """The example bakery's weeks, as a file."""
    return (files("foulee") / "examples" / EXAMPLE).read_bytes()


def some_weeks(weeks: int = 40, **changes: Any) -> FirmHistory:
    """A few weeks with one effort, some of them not counted."""
    rng = np.random.default_rng(3)
    effort = np.where(rng.random(weeks) < 0.5, 0.0, rng.uniform(1.0, 4.0, weeks)).round(1)
    sales = (1000.0 + 30.0 * effort + rng.normal(0.0, 60.0, weeks)).round(2)
    sales[5:6] = np.nan
    lever = LeverHistory(name="instagram", kind=LeverKind.ORGANIC_SOCIAL, unit=Unit.HOURS, effort=effort)
    return replace(FirmHistory(start=MONDAY, sales=sales, levers=(lever,)), **changes)


def checked(history: FirmHistory | None = None, **changes: Any) -> Checked:
    """Weeks that were checked."""
    values: dict[str, Any] = {
        "name": "semaines.csv",
        "digest": "a digest",
        "told": {"columns": [{"name": "instagram", "role": "lever"}]},
        "history": history or some_weeks(),
        "numbered": False,
        "problems": 0,
        "notes": 1,
    }
    return Checked(**values | changes)


def imported(firm: Firm, history: FirmHistory | None = None, at: dt.datetime = NOW) -> Weeks:
    """A firm's weeks, taken in."""
    return import_weeks(firm=firm, checked=checked(history), by=None, now=at)


def file_sent(firm: Firm, body: bytes | None = None, name: str = "semaines.csv") -> None:
    """A file of weeks, sent."""
    keep_file(firm=firm, sent=Sent(name=name, body=body or example_weeks()), by=None, now=NOW)


# --- a reading by hand -----------------------------------------------------------------------------------------------


def brought(low: float, mid: float, high: float, works: float) -> Brought:
    """What a lever brought."""
    interval, share = Interval(low, mid, high), Interval(0.2, 0.8, 1.0)
    return Brought(
        returned=interval,
        marginal=Interval(low / 2.0, mid / 2.0, high / 2.0),
        sales=Interval(100.0 * low, 100.0 * mid, 100.0 * high),
        sales_in_all=Interval(120.0 * low, 120.0 * mid, 120.0 * high),
        short=share,
        works=works,
        customer=None,
    )


def a_lever(**changes: Any) -> KeptLever:
    """A lever that nobody can tell anything of."""
    values: dict[str, Any] = {
        "name": "instagram_hours",
        "kind": LeverKind.ORGANIC_SOCIAL,
        "unit": Unit.HOURS,
        "spent": 200.0,
        "usual": 2.0,
        "most": 6.0,
        "after": brought(0.0, 8.0, 30.0, 0.8),
        "before": brought(0.0, 6.0, 60.0, 0.7),
        "told": 0.5,
        "apart": False,
        "suspected": False,
        "used": 80,
        "why": Tells.MAYBE,
        "like": "",
        "finding": "cannot_tell",
        "trial": a_trial(),
    }
    return KeptLever(**values | changes)


def a_trial(**changes: Any) -> KeptTrial:
    """Weeks with and without."""
    values: dict[str, Any] = {
        "kind": TrialKind.ON_OFF,
        "start": dt.date(2026, 11, 30),
        "efforts": (1.0, 0.0, 0.0, 1.0, 1.0, 0.0),
        "block": 1,
        "power": 0.8,
        "cost": 120.0,
        "worth": 400.0,
    }
    return KeptTrial(**values | changes)


def a_future(middle: float, spread: float) -> Future:
    """Where a path leads: sales around `middle` a week."""
    weeks = middle * (1.0 + 0.05 * np.sin(np.arange(HORIZON) / 8.0))
    total = Interval(HORIZON * (middle - spread), HORIZON * middle, HORIZON * (middle + spread))
    return Future(
        sales=total,
        incremental=Interval(0.0, 900.0, 4000.0),
        profit=total,
        gain=Interval(-500.0, 800.0, 2400.0),
        chance_pays=0.7,
        weekly=Fan(p10=weeks - spread, p50=weeks, p90=weeks + spread),
    )


def a_duel(**changes: Any) -> Duel:
    """A comparison that nobody can decide."""
    values: dict[str, Any] = {
        "probability": 0.7,
        "prior_probability": 0.6,
        "by_shape": {Shape.CONCAVE: 0.9, Shape.THRESHOLD: 0.4, Shape.FAR: 0.7},
        "chance_tie": 0.1,
        "difference": Interval(-300.0, 400.0, 1500.0),
        "prior_difference": Interval(-900.0, 300.0, 2500.0),
        "told": 0.4,
        "verdict": Verdict.CANNOT_TELL,
    }
    return Duel(**values | changes)


def a_reading(**changes: Any) -> KeptReading:
    """A reading of a bakery's weeks."""
    names = ("none", "red", "blue")
    values: dict[str, Any] = {
        "method_version": WEEKS_VERSION,
        "start": dt.date(2023, 1, 2),
        "end": dt.date(2025, 12, 28),
        "weeks": 156,
        "counted": 149,
        "margin": 0.62,
        "hour_cost": 25.0,
        "assumed": ("margin",),
        "horizon": HORIZON,
        "seed": 1,
        "levers": (a_lever(),),
        "after": {name: a_future(5000.0 + 100.0 * place, 300.0) for place, name in enumerate(names)},
        "before": {name: a_future(5000.0 + 50.0 * place, 2500.0) for place, name in enumerate(names)},
        "duels": tuple(
            KeptDuel(one=one, other=other, duel=a_duel()) for one in names for other in names if one != other
        ),
        "material": 500.0,
        "beyond": {"red": ("instagram_hours",)},
        "odd": (),
        "contraction": {"level": 0.9, "instagram_hours half": 0.05},
        "health": Health(max_rhat=1.004, min_ess=812.4, divergences=1, cpu_seconds=3.21, reran=False),
    }
    return KeptReading(**values | changes)


def read(firm: Firm, reading: KeptReading | None = None, number: int = 1, **changes: Any) -> Result:
    """A kept reading of a firm's weeks."""
    values: dict[str, Any] = {
        "inputs": {"weeks": number},
        "digest": f"reading {number}",
        "outcome": "read",
        "payload": dump_as_read(reading or a_reading()),
        "method_version": WEEKS_VERSION,
        "seed": 1,
        "facts_date": TODAY,
        "made_at": NOW + dt.timedelta(days=number),
    }
    return Result.objects.create(firm=firm, kind=Kind.READING, number=number, **values | changes)
