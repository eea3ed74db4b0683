"""What a customer is worth: the recursion's own answer, and its closed form."""

from collections.abc import Callable

import numpy as np
import pytest

from foulee.core.customers.lifetime_value import customer_value
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.simulate import no_effort, present_value, simulate

MakeDraws = Callable[..., ResponseDraws]


def test_one_customer_in_the_recursion_is_worth_that(make_draws: MakeDraws) -> None:
    """A single new customer in the first week and nobody else: his discounted margin is his value."""
    season = np.zeros(156)
    season[0] = 1.0
    rng = np.random.default_rng(1)
    draws = make_draws(
        levers=0,
        count=5,
        season=season,
        level=1.0,
        active=0.0,
        retention=rng.uniform(0.9, 0.99, 5),
        orders_rate=rng.uniform(0.05, 0.5, 5),
        basket=rng.uniform(5.0, 80.0, 5),
        margin=rng.uniform(0.3, 0.8, 5),
    )
    alone = simulate(draws, no_effort(156, 0))
    np.testing.assert_allclose(alone.new_customers[:, 0], 1.0)
    np.testing.assert_allclose(alone.new_customers[:, 1:], 0.0)
    ordered = draws.firm.basket * draws.firm.margin
    active = alone.active_customers
    later = draws.firm.orders_rate[:, None] * np.hstack([np.zeros((5, 1)), active[:, :-1]])
    later[:, 0] = 1.0
    expected = present_value(later * ordered[:, None], 0.002)
    np.testing.assert_allclose(customer_value(draws.firm, 156, 0.002), expected, rtol=1e-9)


def test_over_a_long_horizon_it_is_a_geometric_series(make_draws: MakeDraws) -> None:
    """`margin · basket · ρ (1 + λ ρ / (1 - ρ r))`, the worth `V` of docs/methode/best-path.md in today's money."""
    firm = make_draws(retention=0.95, orders_rate=0.2, basket=30.0, margin=0.5).firm
    rho = 1.0 / 1.005
    expected = 15.0 * rho * (1.0 + 0.2 * rho / (1.0 - 0.95 * rho))
    assert customer_value(firm, 2000, 0.005)[0] == pytest.approx(expected, rel=1e-9)


def test_it_grows_with_the_horizon_and_with_retention(make_draws: MakeDraws) -> None:
    short, long = (customer_value(make_draws().firm, weeks, 0.001)[0] for weeks in (52, 156))
    assert short < long
    kept = customer_value(make_draws(retention=np.array([0.9, 0.95, 0.99]), count=3).firm, 156, 0.001)
    assert (np.diff(kept) > 0.0).all()


def test_over_one_week_it_is_the_first_order(make_draws: MakeDraws) -> None:
    assert customer_value(make_draws(basket=30.0, margin=0.5).firm, 1, 0.0)[0] == pytest.approx(15.0)
