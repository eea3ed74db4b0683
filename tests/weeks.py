"""Made-up weeks of a small firm, for the tests of the engine; the truth is what each function says."""

import datetime as dt
from dataclasses import replace

import numpy as np

from foulee.core.history import ExperimentResult, FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.quantities import Quantity, Scale
from foulee.core.response.fitting.beliefs import FirmBeliefs, LeverBeliefs
from foulee.core.types import Floats

START = dt.date(2023, 1, 2)


def lever_beliefs() -> LeverBeliefs:
    """A lever of which little is known."""
    return LeverBeliefs(
        carryover=Quantity(0.02, 0.15, 0.5, Scale.LOGIT),
        half_saturation=Quantity(0.4, 1.0, 2.5),
        quick=Quantity(0.01, 0.04, 0.16),
        slow=Quantity(0.004, 0.025, 0.16),
        nil_quick=0.3,
        nil_slow=0.4,
        captured=Quantity(0.1, 0.3, 0.6, Scale.LOGIT),
    )


def believed(history: FirmHistory) -> FirmBeliefs:
    """What the tests believe of a firm; numbers of the order of the knowledge base's, so that it may move freely."""
    return FirmBeliefs(
        level=Quantity(0.8, 1.0, 1.25),
        trend=Quantity(-0.03, 0.0, 0.03, Scale.LINEAR),
        drift=Quantity(-0.04, 0.0, 0.04, Scale.LINEAR),
        noise=Quantity(0.08, 0.16, 0.3),
        autocorrelation=(0.25, 0.25),
        loss=Quantity(0.08, 0.25, 0.6, Scale.LOGIT),
        held_for=Quantity(0.2, 1.2, 6.0),
        ceiling=0.4,
        season=0.2,
        events=0.12,
        control=(0.5, 0.5),
        follows=(0.1, 0.15),
        first=Quantity(0.06, 0.18, 0.45, Scale.LOGIT),
        kept=Quantity(0.3, 0.55, 0.8, Scale.LOGIT),
        active=Quantity(0.8, 1.0, 1.25),
        shock=(0.3, 0.3),
        size=Quantity(5.0, 20.0, 80.0),
        bond=Quantity(0.1, 0.3, 1.0),
        split=(0.0, 1.2),
        order=Quantity(0.028, 0.1, 0.36),
        orders_shock=(0.8, 0.3),
        online=0.3,
        online_trend=0.2,
        online_noise=Quantity(0.06, 0.2, 0.6),
        brought_online=2.5,
        counting=0.3,
        new_trend=Quantity(-0.25, -0.05, 0.15, Scale.LINEAR),
        staying=Quantity(0.25, 0.5, 0.75, Scale.LOGIT),
        levers={lever.name: lever_beliefs() for lever in history.levers},
    )


def efforts(rng: np.random.Generator, weeks: int, levers: int) -> Floats:
    """Money spent (levers, weeks): now and then nothing, now and then much."""
    return 100.0 * rng.gamma(2.0, 1.0, (levers, weeks)) * (rng.random((levers, weeks)) < 0.7)


def weeks_of_a_firm(
    *, weeks: int = 156, levers: int = 2, effect: float = 0.0, noise: float = 0.15, seed: int = 0
) -> FirmHistory:
    """Sales of about 5,000 with a season; the first lever adds `effect` of them at its usual effort, at once."""
    rng = np.random.default_rng(seed)
    spent = efforts(rng, weeks, levers)
    usual = spent[0][spent[0] > 0.0].mean() if levers and spent[0].any() else 1.0
    multiple = spent[0] / usual if levers else np.zeros(weeks)
    lift = 1.0 + effect * 2.0 * multiple / (1.0 + multiple)
    season = 0.15 * np.sin(2.0 * np.pi * np.arange(weeks) / 52.18)
    sales = 5000.0 * lift * np.exp(season + noise * rng.standard_normal(weeks))
    return FirmHistory(
        start=START,
        sales=sales,
        levers=tuple(
            LeverHistory(name=f"lever {number}", kind=LeverKind.PAID_SOCIAL, unit=Unit.MONEY, effort=spent[number])
            for number in range(levers)
        ),
    )


def with_everything(history: FirmHistory, *, zeros: bool, customers: bool, apart: bool = True) -> FirmHistory:
    """The same weeks with gaps, a closure, a trial, counted customers, and what else may be there.

    `apart`: with sales online and in the shop, and orders of a few weeks, beside the rest.
    """
    rng = np.random.default_rng(11)
    sales = history.sales.copy()
    sales[[10, 30, 31]] = np.nan
    sales[50:52] = 0.0
    if zeros:
        sales[[20, 60, 90]] = 0.0
    new = rng.poisson(20.0, history.weeks).astype(float)
    new[40] = np.nan
    orders = np.where(np.arange(history.weeks) < 70, rng.poisson(150.0, history.weeks).astype(float), np.nan)
    online = sales * rng.beta(8.0, 24.0, history.weeks)
    online[45] = 0.0
    name = history.levers[0].name
    first = replace(history.levers[0], since=dt.date(2022, 6, 1))
    return replace(
        history,
        sales=sales,
        levers=(first, *history.levers[1:]),
        new_customers=new if customers else None,
        orders=orders if apart else None,
        sales_online=online if apart else None,
        sales_shop=sales - online if apart else None,
        attributed={name: rng.poisson(1.0, history.weeks).astype(float)},
        experiments=(ExperimentResult(lever=name, effect=1.0, error=0.5, start=dt.date(2023, 5, 1), weeks=8),),
        controls={"searches": rng.gamma(9.0, 10.0, history.weeks)},
        events={"christmas": (np.arange(history.weeks) % 52 == 51).astype(float)},
    )
