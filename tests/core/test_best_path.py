"""The best path: its limits, and its profit against general optimisers. Its closed form is in tests/reference."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import minimize

from foulee.core.plans import MOST, Capacity, Choice, Option, Plan, steady
from foulee.core.projecting.best import Limits, best_path, month_of_week, project
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.gradient import margin_and_gradient
from foulee.core.response.simulate import Efforts, discount_factors, present_value, simulate
from foulee.core.types import MONTHS_PER_WEEK, Floats, Means, Network

MakeDraws = Callable[..., ResponseDraws]
WEEKS = 52


def option(name: str, means: Means, typical: float, per_item: float) -> Option:
    return Option(
        name=name,
        network=Network.FACEBOOK,
        means=means,
        minimum=0.4 * typical,
        typical=typical,
        hours_fixed=0.2,
        hours_per_item=per_item,
        hours_once=4.0,
    )


PLAN: Plan = (
    Choice(option=option("facebook.hours", Means.HOURS, 2.0, 0.5), amount=2.0),
    Choice(option=option("instagram.hours", Means.HOURS, 3.0, 0.4), amount=2.0),
    Choice(option=option("facebook.ads", Means.ADS, 150.0, 0.0), amount=100.0),
)
CAPACITY = Capacity(hours=2.6, money=100.0, weeks=WEEKS)


def firm(make_draws: MakeDraws, *, slope: float = 1.0, seed: int = 1, weeks: int = WEEKS) -> ResponseDraws:
    rng = np.random.default_rng(seed)
    return make_draws(
        levers=3,
        count=5,
        season=weeks,
        discount=0.002,
        quick=rng.uniform(0.2, 0.8, (5, 3)),
        slow=rng.uniform(0.1, 0.8, (5, 3)),
        half_saturation=rng.uniform(0.5, 2.0, (5, 3)),
        slope=slope,
        level=3.0,
        retention=0.95,
    )


def worth(draws: ResponseDraws, efforts: Efforts) -> float:
    return float(present_value(simulate(draws, efforts).profit, draws.weekly_discount).mean())


@pytest.mark.parametrize("slope", [1.0, 3.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_best_path_respects_every_limit_and_is_never_worse_than_the_plan(
    make_draws: MakeDraws, seed: int, slope: float
) -> None:
    draws = firm(make_draws, slope=slope, seed=seed)
    best = best_path(draws, PLAN, CAPACITY)
    hours, money = best.hours.copy(), best.money.sum()
    hours[:4] -= 3.0  # learning and setting up, in the first four weeks
    assert hours.max() <= CAPACITY.hours + 1e-6
    assert money <= 100.0 * 12.0 + 1e-6
    assert (best.multiples[:, :2] >= 0.4 - 1e-9).all()
    assert (best.multiples >= 0.0).all()
    assert (best.multiples <= MOST + 1e-9).all()
    assert worth(draws, best) >= worth(draws, steady(PLAN, WEEKS)) - 1e-6


def general_optimum(draws: ResponseDraws) -> float:
    """The same problem by sequential quadratic programming on monthly efforts: hours each month, money in all."""
    months = month_of_week(WEEKS)
    count = int(months[-1]) + 1
    typical = np.array([2.0, 3.0, 150.0])
    per_week = np.array([2.0 * 0.5, 3.0 * 0.4, 0.0]) * 20.0 + np.array([0.0, 0.0, 150.0]) * MONTHS_PER_WEEK
    cost = discount_factors(draws.weekly_discount, WEEKS)[:, None] * per_week

    def loss(flat: Floats) -> tuple[float, Floats]:
        weekly = flat.reshape(count, 3)[months]
        value, gradient = margin_and_gradient(draws, weekly)
        by_month = np.zeros((count, 3))
        np.add.at(by_month, months, cost - gradient)
        return (float((cost * weekly).sum()) - value) / 1e3, by_month.ravel() / 1e3

    hours = np.kron(np.eye(count), np.array([1.0, 1.2, 0.0]))
    lengths = np.bincount(months) * MONTHS_PER_WEEK
    money = np.kron(lengths[None, :], np.array([0.0, 0.0, 150.0]))
    rules = [
        {"type": "ineq", "fun": lambda flat: 2.0 - hours @ flat, "jac": lambda _: -hours},
        {"type": "ineq", "fun": lambda flat: 100.0 * 12.0 - money @ flat, "jac": lambda _: -money},
    ]
    start = np.tile(np.array([choice.amount for choice in PLAN]) / typical, count)
    least = np.tile([0.4, 0.4, 0.0], count)
    found = minimize(
        loss, start, jac=True, method="SLSQP", bounds=[(low, MOST) for low in least], constraints=rules,
        options={"maxiter": 200, "ftol": 1e-10},
    )  # fmt: skip
    return -float(found.fun) * 1e3


@pytest.mark.parametrize("seed", [1, 2])
def test_concave_best_path_earns_what_a_general_optimiser_finds(make_draws: MakeDraws, seed: int) -> None:
    """Within a fiftieth of what the best path adds to the steady plan's profit, and there is something to add."""
    draws = firm(make_draws, seed=seed)
    fixed = Efforts(multiples=np.zeros((WEEKS, 3)), hours=np.full(WEEKS, 0.6), money=np.zeros(WEEKS))
    fixed.hours[:4] += 3.0
    spent = float((fixed.hours * 20.0) @ discount_factors(draws.weekly_discount, WEEKS))
    best, plan = worth(draws, best_path(draws, PLAN, CAPACITY)), worth(draws, steady(PLAN, WEEKS))
    optimum = general_optimum(draws) - spent
    assert best == pytest.approx(optimum, abs=0.02 * (optimum - plan))
    assert plan < optimum - 1.0  # negative control: staying with the plan would fail


def test_a_month_is_a_twelfth_of_a_year() -> None:
    months = month_of_week(156)
    assert months[0] == 0
    assert months[-1] == 35
    assert np.bincount(months).min() >= 4
    assert np.bincount(months).max() <= 5


@pytest.mark.parametrize("seed", range(6))
def test_projection_is_the_nearest_point_within_the_limits(seed: int) -> None:
    """Against a quadratic programme solved by a general method."""
    rng = np.random.default_rng(seed)
    limits = Limits(
        least=np.array([0.3, 0.2, 0.0]),
        most=np.full(3, 2.0),
        hours=np.array([1.0, 1.5, 0.0]),
        hours_room=2.0,
        money=np.array([0.0, 0.0, 120.0]),
        money_room=300.0,
        lengths=np.array([12.0, 15.0, 12.0]) / 13.0,
    )
    wish = rng.uniform(-1.0, 3.0, (3, 3))
    near = project(wish, limits)
    rules = [
        {"type": "ineq", "fun": lambda flat: limits.hours_room - flat.reshape(3, 3) @ limits.hours},
        {
            "type": "ineq",
            "fun": lambda flat: 1.0 - limits.lengths @ flat.reshape(3, 3) @ limits.money / limits.money_room,
        },
    ]
    bounds = list(zip(np.tile(limits.least, 3), np.tile(limits.most, 3), strict=True))
    exact = minimize(
        lambda flat: float(((flat - wish.ravel()) ** 2).sum()), np.full(9, 0.5), method="SLSQP", bounds=bounds,
        constraints=rules, options={"ftol": 1e-14, "maxiter": 300},
    ).x.reshape(3, 3)  # fmt: skip
    np.testing.assert_allclose(near, exact, atol=2e-4)


def test_ads_may_pause_and_hours_may_not(make_draws: MakeDraws) -> None:
    nothing_works = make_draws(levers=3, season=WEEKS, quick=0.0, slow=0.0)
    best = best_path(nothing_works, PLAN, CAPACITY)
    np.testing.assert_allclose(best.multiples[:, :2], 0.4, atol=1e-6)
    np.testing.assert_allclose(best.multiples[:, 2], 0.0, atol=1e-6)
