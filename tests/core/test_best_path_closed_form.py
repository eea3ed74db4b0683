"""The best path over many draws, against what can be written down: Nerlove & Arrow, Sasieni, Mahajan & Muller.

Draws as a posterior has them: they differ in every parameter, a share of them says that the effort brings nothing at
once or nothing that lasts, each has its own season and its own efforts under way. docs/methode/best-path.md derives the
same for one firm whose parameters are known; tests/reference holds those numbers.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq

from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.projecting.best import Limits, best_efforts, month_lengths, month_of_week
from foulee.core.projecting.best_ahead import best_ahead
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.gradient import margin_and_gradient
from foulee.core.types import Floats, Shape

MakeDraws = Callable[..., ResponseDraws]
COUNT = 60
HORIZON = 312
MONTHS = month_of_week(HORIZON)
LENGTHS = month_lengths(MONTHS)
MIDDLE = slice(14, 30)  # months away from the first, which fill the carryover, and from the end of the horizon
HOURS, HOUR = np.array([5.0, 3.0]), 20.0  # hours a week per typical effort of two levers, and what one costs


def posterior(make_draws: MakeDraws, seed: int = 1, **chosen: float | Floats) -> ResponseDraws:
    """Two levers: one quick and one lasting, neither known well, reputation alone (no repeat orders, no bond)."""
    rng = np.random.default_rng(seed)
    spread = (COUNT, 2)
    values = {
        "quick": rng.lognormal(np.log([0.3, 0.1]), 0.5, spread) * (rng.random(spread) < 0.8),
        "slow": rng.lognormal(np.log([0.3, 0.6]), 0.5, spread) * (rng.random(spread) < 0.7),
        "half_saturation": rng.lognormal(0.0, 0.5, spread),
        "carryover": rng.uniform(0.05, 0.7, spread),
        "depreciation": rng.uniform(0.03, 0.06, COUNT),
        "level": rng.lognormal(np.log(4.0), 0.2, COUNT),
        "retention": rng.uniform(0.9, 0.95, COUNT),
        "goodwill_new": rng.uniform(0.0, 0.5, COUNT),
    } | chosen
    draws = make_draws(levers=2, count=COUNT, season=HORIZON, discount=0.003, hour_cost=HOUR, **values)
    return replace(draws, season=np.ones((HORIZON, COUNT)), carried=rng.uniform(0.0, 2.0, spread))


def limits(hours_room: float) -> Limits:
    """Hours and nothing else holds the two levers back."""
    nothing = np.zeros(2)
    return Limits(
        least=nothing,
        most=np.full(2, 20.0),
        hours=HOURS,
        hours_room=hours_room,
        money=nothing,
        money_room=0.0,
        lengths=LENGTHS,
    )


def marginal(draws: ResponseDraws, efforts: Floats) -> Floats:
    """What one more week of a lever's typical effort is worth on a steady path, in that week's money (levers,).

    A draw's profit is linear in the responses `F(s[t])`, with `F(s) = (1+k) s / (s+k)`, `s[t] = c s[t-1] + (1-c) u[t]`.
    One unit of response in week `t` brings `b q` new customers at once and `b σ (1-d)^i` in week `t+i` through
    reputation, where `σ = slow / Y(d)`, `Y(d) = (1 - (1-d)^52) / d`; each is worth `V = M (1 + λ ρ / (1 - ρ r))`, one
    order and those to come. So it is worth

        A = b V ( q + σ / (1 - ρ (1-d)) ).

    One more effort `u[t]` adds `(1-c) c^i` to `s[t+i]`, each worth `A F'(s) ρ^i` today:

        dProfit / du = A F'(u) (1-c) / (1 - ρ c) - κ,      F'(u) = k (1+k) / (u+k)².

    Expected profit is the mean over draws, concave in the efforts, and the condition is the same in every week: the
    best path is steady where the *mean* of the first term is the cost `κ`.
    """
    lever, firm = draws.lever, draws.firm
    rho, keep = 1.0 / (1.0 + draws.weekly_discount), 1.0 - firm.depreciation
    retention = 1.0 / (1.0 + np.exp(-firm.retention_logit))
    customer = firm.margin * firm.basket * (1.0 + firm.orders_rate * rho / (1.0 - rho * retention))
    lasting = firm.depreciation / (1.0 - keep**52) / (1.0 - rho * keep)
    response = (firm.level * customer)[:, None] * (lever.quick + lever.slow * lasting[:, None])
    k, c = lever.half_saturation, lever.carryover
    return (response * k * (1.0 + k) / (efforts + k) ** 2 * (1.0 - c) / (1.0 - rho * c)).mean(axis=0)


# --- 1. Nerlove and Arrow --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_best_path_is_steady_where_the_mean_marginal_value_is_the_cost(make_draws: MakeDraws, seed: int) -> None:
    draws = posterior(make_draws, seed)
    found = best_efforts(draws, limits(1000.0), MONTHS, [np.ones((72, 2))])[MIDDLE]
    for column in (0, 1):
        cost = HOURS[column] * HOUR
        level = brentq(lambda effort, lever=column, cost=cost: marginal(draws, np.full(2, effort))[lever] - cost, 0, 20)
        assert level > 0.2  # else nothing would be tested
        np.testing.assert_allclose(found[:, column], level, rtol=0.015)


def test_the_condition_is_the_slope_of_the_recursion(make_draws: MakeDraws) -> None:
    """At any effort, in the middle of a path whose end is far off; carryover alone moves it by a 500th."""
    long = posterior(make_draws)
    long = replace(long, season=np.ones((900, COUNT)))
    for efforts in (np.array([0.3, 2.0]), np.array([4.0, 0.1])):
        slope = margin_and_gradient(long, np.tile(efforts, (900, 1)))[1][400]
        now = slope * (1.0 + long.weekly_discount) ** 401
        np.testing.assert_allclose(now, marginal(long, efforts), rtol=1e-4)


@pytest.mark.parametrize("forgotten", ["slow", "quick"])
def test_forgetting_a_mechanism_would_be_seen(make_draws: MakeDraws, forgotten: str) -> None:
    """Negative control: the condition without it fails at the path that was found."""
    draws = posterior(make_draws)
    found = best_efforts(draws, limits(1000.0), MONTHS, [np.ones((72, 2))])[MIDDLE].mean(axis=0)
    poorer = replace(draws, lever=replace(draws.lever, **{forgotten: np.zeros((COUNT, 2))}))
    assert np.abs(marginal(draws, found) / (HOURS * HOUR) - 1.0).max() < 0.015
    assert np.abs(marginal(poorer, found) / (HOURS * HOUR) - 1.0).max() > 0.1


def test_where_hours_are_short_the_last_hour_is_worth_as_much_in_either_lever(make_draws: MakeDraws) -> None:
    """With a multiplier on the hours of each week: marginal value per hour is equal, and every hour is used."""
    draws = posterior(make_draws)
    found = best_efforts(draws, limits(3.0), MONTHS, [np.full((72, 2), 0.3)])[MIDDLE]
    np.testing.assert_allclose(found @ HOURS, 3.0, rtol=1e-6)
    for month in found:
        first, second = marginal(draws, month) / HOURS
        assert first == pytest.approx(second, rel=0.02)
        assert first > 1.2 * HOUR


# --- 2. Steady against pulses ----------------------------------------------------------------------------------------


def settled(draws: ResponseDraws, cycle: Floats) -> float:
    """Mean over draws of the margin of the last cycle, from where the same cycle has gone on for long."""
    weeks = HORIZON // cycle.shape[0] * cycle.shape[0]
    forever = replace(draws, season=draws.season[:weeks], weekly_discount=0.0)
    path = np.tile(cycle, (weeks // cycle.shape[0], 1))
    shorter = replace(forever, season=forever.season[: weeks - cycle.shape[0]])
    return margin_and_gradient(forever, path)[0] - margin_and_gradient(shorter, path[: -cycle.shape[0]])[0]


def pulses(mean: Floats, weeks: int, active: int) -> Floats:
    """The same total in the first weeks of a cycle (weeks, levers)."""
    return np.where(np.arange(weeks)[:, None] < active, mean * weeks / active, 0.0)


@pytest.mark.parametrize(("weeks", "active"), [(2, 1), (8, 3), (26, 5), (52, 13)])
@pytest.mark.parametrize("mean", [0.1, 1.0, 3.0])
def test_concave_no_pulsing_of_the_same_total_beats_even_spending(
    make_draws: MakeDraws, mean: float, weeks: int, active: int
) -> None:
    """Sasieni (1971)."""
    draws = posterior(make_draws)
    even, pulsed = (
        settled(draws, path) for path in (np.full((weeks, 2), mean), pulses(np.full(2, mean), weeks, active))
    )
    assert pulsed < even


def test_from_pulses_the_climb_comes_back_to_the_steady_path(make_draws: MakeDraws) -> None:
    draws = posterior(make_draws)
    pulsing = np.where(np.arange(72)[:, None] % 6 < 2, 3.0, 0.0) * np.ones(2)
    steady = best_efforts(draws, limits(1000.0), MONTHS, [np.ones((72, 2))])[MIDDLE]
    back = best_efforts(draws, limits(1000.0), MONTHS, [pulsing])[MIDDLE]
    np.testing.assert_allclose(back.mean(axis=0), steady.mean(axis=0), rtol=0.01)
    np.testing.assert_allclose(back, steady, rtol=0.1)


# --- 3. A threshold and little to spend ------------------------------------------------------------------------------


def thin(make_draws: MakeDraws, mean: float) -> tuple[ResponseDraws, FirmHistory]:
    """A firm that has put a little money each week in a lever that needs more at a time, but for one try."""
    rng = np.random.default_rng(4)
    draws = make_draws(
        levers=1,
        count=COUNT,
        season=156,
        discount=0.001,
        slope=rng.uniform(2.5, 4.0, (COUNT, 1)),
        half_saturation=rng.uniform(0.9, 1.4, (COUNT, 1)),
        quick=rng.lognormal(np.log(0.6), 0.4, (COUNT, 1)),
        slow=0.2,
        depreciation=0.02,
        level=8.0,
        shape=tuple(Shape).index(Shape.THRESHOLD),
    )
    draws = replace(draws, season=np.ones((156, COUNT)), carried=np.full((COUNT, 1), mean))
    effort = np.full(60, mean * 100.0)
    effort[3] = 100.0
    ads = LeverHistory(name="ads", kind=LeverKind.PAID_SOCIAL, unit=Unit.MONEY, effort=effort)
    return draws, FirmHistory(start=dt.date(2025, 1, 6), sales=np.full(60, 3000.0), levers=(ads,))


def profit(draws: ResponseDraws, weekly: Floats) -> float:
    """Mean discounted margin less 100 for each week of typical effort."""
    worth = (1.0 + draws.weekly_discount) ** -np.arange(1.0, weekly.size + 1.0)
    return margin_and_gradient(draws, weekly[:, None])[0] - float(worth @ weekly) * 100.0


def test_under_a_threshold_a_small_total_goes_into_bursts(make_draws: MakeDraws) -> None:
    """Mahajan and Muller (1986): the same money, never far below the threshold, and far more for it than evenly."""
    draws, history = thin(make_draws, 0.15)
    best = best_ahead(draws, history, np.array([100.0]), 156)[month_of_week(156), 0]
    assert best.sum() <= 15.0 * 156 + 1e-6
    assert (best == 0.0).mean() > 0.6
    assert np.median(best[best > 0.0]) > 80.0
    even, burst, none = (profit(draws, path) for path in (np.full(156, 0.15), best / 100.0, np.zeros(156)))
    assert even < none  # too little at a time brings less than it costs
    assert burst - none > 0.5 * (none - even)


def test_with_enough_for_every_week_the_same_firm_goes_on_evenly(make_draws: MakeDraws) -> None:
    """Negative control: it is the small total that makes bursts, not the threshold alone."""
    draws, history = thin(make_draws, 1.5)
    best = best_ahead(draws, history, np.array([100.0]), 156)[2:24, 0]
    assert best.min() > 0.8 * best.max()
