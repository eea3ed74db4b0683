"""What several test files share: a model whose every parameter is chosen by the test."""

import datetime as dt
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from importlib.resources import files

import numpy as np
import pytest

from foulee.advice.advise import advise
from foulee.advice.model import Setup
from foulee.advice.result import Advice
from foulee.core.response.draws import FirmDraws, LeverDraws, ResponseDraws
from foulee.core.types import Floats
from foulee.firmfile.reading import read
from foulee.knowledge import reader
from foulee.knowledge.reader import Knowledge

TODAY = dt.date(2026, 11, 22)

DEFAULTS: dict[str, float] = {
    "carryover": 0.3,
    "quick": 0.1,
    "slow": 0.1,
    "repeat": 0.0,
    "loyal": 0.0,
    "half_saturation": 1.0,
    "slope": 1.0,
    "level": 10.0,
    "yearly_trend": 0.0,
    "retention": 0.98,
    "orders_rate": 0.2,
    "basket": 30.0,
    "margin": 0.5,
    "hour_cost": 20.0,
    "depreciation": 0.01,
    "staying": 1.0,
    "goodwill_new": 0.0,
    "goodwill_loyal": 0.0,
}


def _draws(  # noqa: PLR0913 - one keyword per thing a test may choose
    *,
    levers: int = 1,
    count: int = 1,
    season: Floats | int = 156,
    discount: float = 0.0,
    carried: float = 0.0,
    shape: int = 0,
    **values: float | Floats,
) -> ResponseDraws:
    """Build draws from numbers or arrays that broadcast; `retention` is weekly, `active` steady if not given."""
    chosen = DEFAULTS | values
    lever = {
        item.name: np.broadcast_to(np.asarray(chosen[item.name], dtype=float), (count, levers)).copy()
        for item in fields(LeverDraws)
    }
    retention = np.asarray(chosen.pop("retention"), dtype=float)
    chosen["retention_logit"] = np.log(retention / (1.0 - retention))
    chosen.setdefault("active", np.asarray(chosen["level"]) / (1.0 - retention))
    firm = {
        item.name: np.broadcast_to(np.asarray(chosen[item.name], dtype=float), (count,)).copy()
        for item in fields(FirmDraws)
    }
    return ResponseDraws(
        levers=tuple(f"lever {column}" for column in range(levers)),
        shape=np.full(count, shape, dtype=np.int64),
        lever=LeverDraws(**lever),
        firm=FirmDraws(**firm),
        season=np.ones(season) if isinstance(season, int) else season,
        weekly_discount=discount,
        carried=np.full(levers, carried),
    )


@pytest.fixture(scope="session")
def make_draws() -> Callable[..., ResponseDraws]:
    """Give the builder of models: `make_draws(quick=0.2, levers=2, count=3, …)`."""
    return _draws


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge base on the day of the tests, read once."""
    return reader.load(TODAY)


@pytest.fixture(scope="session")
def answered(knowledge: Knowledge) -> Callable[[str], Advice]:
    """Give the advice of an example firm (`answered("restaurant")`), as the product computes it, once for all tests."""

    @cache
    def example(name: str) -> Advice:
        data = (files("foulee") / "examples" / f"{name}.toml").read_bytes()
        return advise(read(data, today=TODAY), knowledge, Setup(today=TODAY))

    return example
