"""What sales online and in the shop, and orders counted, add to sales: the same firm told with and without them."""

from dataclasses import replace

import numpy as np
import pytest
from tests.weeks import START, believed

from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.measuring.effects import LeverDrawsOf, lever_draws
from foulee.core.response.ahead import believe
from foulee.core.response.fitting.arrays import CUSTOMERS, ORDERS_TOO, SHARES
from foulee.core.response.fitting.fit import Sampling, fit
from foulee.core.response.fitting.posterior import Money, posterior_parameters
from foulee.core.response.fitting.problem import problem
from foulee.core.types import Floats

WEEKS, SALES = 120, 6000.0
MONEY = Money(margin=0.5, hour_cost=20.0, weekly_discount=0.001)


def efforts(rng: np.random.Generator) -> Floats:
    return (rng.random(WEEKS) < 0.5) * rng.gamma(4.0, 25.0, WEEKS)


def told(sales: Floats, effort: Floats, **counted: Floats) -> FirmHistory:
    ads = LeverHistory(name="ads", kind=LeverKind.PAID_SOCIAL, unit=Unit.MONEY, effort=effort)
    return FirmHistory(start=START, sales=sales, levers=(ads,), **counted)  # type: ignore[arg-type]


def learnt(history: FirmHistory) -> LeverDrawsOf:
    made = problem(history, believed(history))
    natural = posterior_parameters(fit(made, Sampling(seed=3)), seed=3, thin=2)
    return lever_draws(believe(made, natural, MONEY, 13), counted=bool(made.data.firm[CUSTOMERS]))["ads"]


def width(draws: Floats) -> float:
    low, high = np.quantile(draws, (0.1, 0.9))
    return float(high - low)


def test_sales_online_and_in_the_shop_tell_what_all_sales_hide() -> None:
    """A wild week moves both; what advertisements bring online moves the share alone."""
    rng = np.random.default_rng(2)
    effort = efforts(rng)
    response = 2.0 * effort / (100.0 + effort)
    weather = SALES * np.exp(0.12 * rng.standard_normal(WEEKS))
    online = weather * (0.2 + 0.7 * 0.06 * response) * np.exp(0.08 * rng.standard_normal(WEEKS))
    shop = weather * (0.8 + 0.3 * 0.06 * response) * np.exp(0.03 * rng.standard_normal(WEEKS))
    together = learnt(told(online + shop, effort))
    apart = learnt(told(online + shop, effort, sales_online=online, sales_shop=shop))
    truth = float((weather * 0.06 * response).sum())
    assert together.online is None
    assert apart.online is not None
    assert np.quantile(apart.online, 0.1) > 0.4  # of 0.7, where the firm sells a quarter online
    assert np.quantile(apart.window, 0.05) < truth < np.quantile(apart.window, 0.95)
    assert width(apart.window) < 0.8 * width(together.window)


def test_orders_counted_are_steadier_than_what_each_is_worth() -> None:
    rng = np.random.default_rng(4)
    effort = efforts(rng)
    mean = 300.0 * (1.0 + 0.08 * 2.0 * effort / (100.0 + effort))
    orders = rng.poisson(mean).astype(float)
    sales = 20.0 * orders * np.exp(0.25 * rng.standard_normal(WEEKS))
    without, counted = learnt(told(sales, effort)), learnt(told(sales, effort, orders=orders))
    truth = float((20.0 * (mean - 300.0)).sum())
    assert np.quantile(counted.window, 0.05) < truth < np.quantile(counted.window, 0.95)
    assert width(counted.window) < 0.7 * width(without.window)


@pytest.mark.parametrize(
    ("given", "customers", "also"),
    [
        (("new_customers",), 1.0, 0.0),
        (("orders",), 0.0, 1.0),
        (("returning_customers",), 0.0, 0.0),
        (("orders", "returning_customers"), 1.0, 1.0),
        (("new_customers", "returning_customers"), 1.0, 1.0),
        (("new_customers", "orders"), 1.0, 1.0),
        (("sales_online", "sales_shop"), 0.0, 0.0),
        (("sales_online",), 0.0, 0.0),
    ],
)
def test_every_subset_of_what_may_be_counted(given: tuple[str, ...], customers: float, also: float) -> None:
    counted = {
        "new_customers": np.full(WEEKS, 20.0),
        "orders": np.full(WEEKS, 110.0),
        "returning_customers": np.full(WEEKS, 90.0),
        "sales_online": np.full(WEEKS, 0.2 * SALES),
        "sales_shop": np.full(WEEKS, 0.8 * SALES),
    }
    history = told(np.full(WEEKS, SALES), efforts(np.random.default_rng(1)), **{name: counted[name] for name in given})
    made = problem(history, believed(history))
    assert tuple(made.data.firm[[CUSTOMERS, ORDERS_TOO, SHARES]]) == (customers, also, float("sales_shop" in given))
    if customers:
        assert made.data.new.values[0, 0] == 20.0
    if also:
        assert made.data.orders.values[0, 0] == (90.0 if customers else 110.0)


@pytest.mark.parametrize(
    ("empty", "given", "customers"),
    [
        (("new_customers",), ("orders",), 0.0),
        (("returning_customers",), ("orders",), 0.0),
        (("orders",), ("new_customers",), 1.0),
        (("returning_customers",), ("orders", "new_customers"), 1.0),
        (("new_customers",), ("orders", "returning_customers"), 1.0),
    ],
)
def test_a_column_left_empty_is_as_good_as_none(
    empty: tuple[str, ...], given: tuple[str, ...], customers: float
) -> None:
    """What is counted beside it is heard as if the column were not there."""
    counted = {"new_customers": 20.0, "orders": 110.0, "returning_customers": 90.0}
    columns = {name: np.full(WEEKS, counted[name]) for name in given}
    history = told(np.full(WEEKS, SALES), efforts(np.random.default_rng(1)), **columns)
    without = problem(history, believed(history))
    made = problem(replace(history, **{name: np.full(WEEKS, np.nan) for name in empty}), believed(history))  # type: ignore[arg-type]
    assert made.data.firm[CUSTOMERS] == customers
    assert made.active_names == without.active_names
    for found, expected in ((made.data.new, without.data.new), (made.data.orders, without.data.orders)):
        np.testing.assert_array_equal(found.values, expected.values)


def test_counts_that_contradict_each_other_tell_nothing() -> None:
    """More new customers than orders in a week: one of the two is wrong, and nobody knows which."""
    orders = np.full(WEEKS, 110.0)
    orders[7] = 15.0
    history = told(np.full(WEEKS, SALES), efforts(np.random.default_rng(1)), new_customers=np.full(WEEKS, 20.0))
    made = problem(replace(history, orders=orders), believed(history))
    assert 7 not in made.data.orders.weeks
    assert made.data.orders.weeks.size == WEEKS - 1


def test_a_control_below_nil_has_its_say() -> None:
    """Degrees outside: no log, and yet no week of frost is taken for another."""
    rng = np.random.default_rng(3)
    degrees = 10.0 + 9.0 * rng.standard_normal(WEEKS)
    assert degrees.min() < 0.0
    history = replace(told(np.full(WEEKS, SALES), efforts(rng)), controls={"degrees": degrees})
    made = problem(history, believed(history))
    column = made.data.design[:, made.terms.index("control degrees")]
    assert np.corrcoef(column, degrees)[0, 1] == pytest.approx(1.0)
    assert column.std() == pytest.approx(0.2)
