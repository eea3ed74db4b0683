"""The mechanisms one by one, and the recursion against a plain reading of the model's table."""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.core.quantities import known
from foulee.core.response.carryover import carry, half_life_weeks
from foulee.core.response.demand import growth, seasonal_profile
from foulee.core.response.draws import FirmDraws, LeverDraws, ResponseDraws
from foulee.core.response.goodwill import next_goodwill, year_of_effort
from foulee.core.response.priors import (
    FirmPrior,
    Lever,
    LeverEffects,
    Normals,
    Presence,
    Setting,
    ShapePrior,
    assemble,
    draw_firm,
)
from foulee.core.response.saturation import hill, scaled_hill, scaled_hill_slope
from foulee.core.response.simulate import (
    Efforts,
    after,
    discount_factors,
    no_effort,
    present_value,
    simulate,
)
from foulee.core.types import Floats, Shape

FIXED = settings(derandomize=True, deadline=None, max_examples=60)
MakeDraws = Callable[..., ResponseDraws]
FLORIST = np.array([0.75, 1.25, 0.9, 0.95, 1.6, 1.0, 0.75, 0.7, 0.85, 1.0, 1.1, 1.15])
some = st.floats(0.05, 5.0)


def free(multiples: Floats) -> Efforts:
    """A path of effort that costs nothing."""
    weeks = multiples.shape[0]
    return Efforts(multiples=multiples, hours=np.zeros(weeks), money=np.zeros(weeks))


# --- carryover ---------------------------------------------------------------------------------------------------


@FIXED
@given(st.floats(0.0, 0.95), some)
def test_steady_effort_carries_over_to_itself(rate: float, effort: float) -> None:
    assert carry(np.asarray(effort), np.asarray(effort), np.asarray(rate)) == pytest.approx(effort)


@FIXED
@given(st.floats(0.0, 0.9))
def test_carryover_spreads_an_effort_and_loses_none(rate: float) -> None:
    carried, total = np.asarray(0.0), 0.0
    for week in range(400):
        carried = carry(carried, np.asarray(1.0 if week == 0 else 0.0), np.asarray(rate))
        total += float(carried)
    assert total == pytest.approx(1.0)


def test_half_life_is_when_half_is_gone() -> None:
    weeks = half_life_weeks(np.array([0.0, 0.5, 0.5**0.25]))
    np.testing.assert_allclose(weeks, [0.0, 1.0, 4.0])


# --- saturation --------------------------------------------------------------------------------------------------


@FIXED
@given(some, some, st.floats(1.0, 4.0))
def test_response_is_one_at_typical_effort_and_has_a_ceiling(effort: float, half: float, slope: float) -> None:
    k, h = np.asarray(half), np.asarray(slope)
    assert scaled_hill(np.asarray(1.0), k, h) == pytest.approx(1.0)
    assert scaled_hill(np.asarray(effort), k, h) <= 1.0 + half**slope
    assert scaled_hill(np.asarray(0.0), k, h) == 0.0
    assert hill(k, k, h) == pytest.approx(0.5)


@FIXED
@given(st.floats(0.01, 3.0), st.floats(0.01, 3.0), some)
def test_slope_one_is_concave(low: float, high: float, half: float) -> None:
    k, h = np.asarray(half), np.asarray(1.0)
    middle = scaled_hill(np.asarray((low + high) / 2.0), k, h)
    ends = (scaled_hill(np.asarray(low), k, h) + scaled_hill(np.asarray(high), k, h)) / 2.0
    assert middle >= ends - 1e-12


def test_slope_three_turns_from_convex_to_concave_where_the_hill_function_should() -> None:
    """Inflexion of the Hill function: `k ((h-1)/(h+1))^(1/h)`."""
    half, slope = 1.3, 3.0
    turn = half * ((slope - 1.0) / (slope + 1.0)) ** (1.0 / slope)
    grid = np.linspace(0.01, 3.0, 3000)
    bend = np.diff(scaled_hill(grid, np.asarray(half), np.asarray(slope)), 2)
    assert grid[1:-1][bend > 0.0].max() == pytest.approx(turn, abs=0.005)


@FIXED
@given(st.floats(0.05, 4.0), st.floats(0.2, 8.0), st.floats(1.0, 4.0))
def test_slope_of_the_response_is_its_derivative(effort: float, half: float, slope: float) -> None:
    k, h, step = np.asarray(half), np.asarray(slope), 1e-5
    around = np.array([effort - step, effort + step])
    low, high = scaled_hill(around, k, h)
    assert scaled_hill_slope(np.asarray(effort), k, h) == pytest.approx((high - low) / (2 * step), rel=1e-4)


# --- goodwill ----------------------------------------------------------------------------------------------------


@FIXED
@given(st.floats(0.001, 0.5))
def test_a_year_of_effort_is_what_the_recursion_gives(depreciation: float) -> None:
    loss, stock = np.asarray(depreciation), np.asarray(0.0)
    for _ in range(52):
        stock = next_goodwill(stock, np.asarray(1.0), loss)
    assert year_of_effort(loss) == pytest.approx(float(stock))
    for _ in range(10):
        stock = next_goodwill(stock, np.asarray(0.0), loss)
    assert float(stock) == pytest.approx(float(year_of_effort(loss)) * (1.0 - depreciation) ** 10)


# --- demand ------------------------------------------------------------------------------------------------------


def test_season_has_mean_one_and_comes_round() -> None:
    season = seasonal_profile(FLORIST, 104)
    assert season[:52].mean() == pytest.approx(1.0)
    np.testing.assert_allclose(season[:52], season[52:])
    assert int(season[:52].argmax()) in range(17, 22)  # mothers' day, in May


def test_a_year_that_begins_in_july_is_the_same_year_turned() -> None:
    season = seasonal_profile(FLORIST, 52, first_month=7)
    np.testing.assert_allclose(season, np.roll(seasonal_profile(FLORIST, 52), -26), atol=0.02)


def test_a_flat_season_is_one() -> None:
    np.testing.assert_allclose(seasonal_profile(np.full(12, 7.0), 156, 11), 1.0)


def test_trend_grows_by_its_rate_in_a_year() -> None:
    grown = growth(np.array([0.0, 0.1]), 53)
    assert grown[52, 0] == pytest.approx(1.0)
    assert grown[52, 1] == pytest.approx(exp(0.1))


def test_sales_grow_by_what_was_told(make_draws: MakeDraws) -> None:
    """A firm of regulars too: growth is that of sales, not of new customers alone."""
    draws = make_draws(levers=0, count=1, yearly_trend=0.05)
    sales = simulate(draws, no_effort(156, 0)).sales[0]
    flat = simulate(make_draws(levers=0, count=1), no_effort(156, 0)).sales[0]
    assert sales[104] / flat[104] == pytest.approx(exp(0.1))


# --- the recursion -----------------------------------------------------------------------------------------------


def by_hand(draws: ResponseDraws, efforts: Efforts, draw: int) -> dict[str, list[float]]:
    """One draw week by week in plain numbers, from the table of docs/methode/model.md and nothing else."""
    lever = {item.name: getattr(draws.lever, item.name)[draw].tolist() for item in fields(LeverDraws)}
    firm = {item.name: float(getattr(draws.firm, item.name)[draw]) for item in fields(FirmDraws)}
    count, loss = len(draws.levers), firm["depreciation"]
    year = sum((1.0 - loss) ** week for week in range(52))
    carried = draws.carried.tolist()
    reputation, bond, active = firm["goodwill_new"], firm["goodwill_loyal"], firm["active"]
    found: dict[str, list[float]] = {"new": [], "active": [], "sales": [], "profit": []}
    for week, season in enumerate(draws.season.tolist()[: len(efforts.hours)]):
        response = []
        for j in range(count):
            c, k, h = (lever[name][j] for name in ("carryover", "half_saturation", "slope"))
            carried[j] = c * carried[j] + (1.0 - c) * float(efforts.multiples[week][j])
            response.append(carried[j] ** h / (carried[j] ** h + k**h) * (1.0 + k**h))
        reputation = (1.0 - loss) * reputation + sum(lever["slow"][j] / year * response[j] for j in range(count))
        bond = (1.0 - loss) * bond + sum(lever["loyal"][j] / year * response[j] for j in range(count))
        lift = sum(lever["quick"][j] * response[j] for j in range(count)) + reputation
        repeat = sum(lever["repeat"][j] * response[j] for j in range(count))
        base = firm["level"] * season
        new = base * (1.0 + lift)
        orders = new + firm["orders_rate"] * season * (1.0 + repeat) * active
        staying = base * (1.0 + firm["staying"] * lift)
        active = active / (1.0 + exp(-(firm["retention_logit"] + bond))) + staying
        sales = firm["basket"] * orders * exp(firm["yearly_trend"] * week / 52.0)
        cost = float(efforts.money[week]) + float(efforts.hours[week]) * firm["hour_cost"]
        for name, value in zip(found, (new, active, sales, firm["margin"] * sales - cost), strict=True):
            found[name].append(value)
    return found


def wild(make_draws: MakeDraws, rng: np.random.Generator, weeks: int) -> ResponseDraws:
    """Three levers and four draws of everything at once, with a season, a trend, stocks and efforts under way."""
    return make_draws(
        levers=3,
        count=4,
        season=rng.uniform(0.5, 1.5, weeks),
        carried=0.7,
        carryover=rng.uniform(0.0, 0.9, (4, 3)),
        quick=rng.uniform(0.0, 0.5, (4, 3)),
        slow=rng.uniform(0.0, 0.5, (4, 3)),
        repeat=rng.uniform(0.0, 0.3, (4, 3)),
        loyal=rng.uniform(0.0, 0.3, (4, 3)),
        half_saturation=rng.uniform(0.3, 8.0, (4, 3)),
        slope=rng.uniform(1.0, 4.0, (4, 3)),
        yearly_trend=rng.uniform(-0.2, 0.2, 4),
        depreciation=rng.uniform(0.001, 0.05, 4),
        goodwill_new=rng.uniform(0.0, 0.3, 4),
        goodwill_loyal=rng.uniform(0.0, 0.3, 4),
        staying=rng.uniform(0.2, 1.0, 4),
    )


@pytest.mark.parametrize("seed", range(5))
def test_recursion_is_the_table_read_line_by_line(make_draws: MakeDraws, seed: int) -> None:
    rng, weeks = np.random.default_rng(seed), 40
    draws = wild(make_draws, rng, weeks)
    efforts = Efforts(
        multiples=rng.uniform(0.0, 2.0, (weeks, 3)), hours=rng.uniform(0, 5, weeks), money=rng.uniform(0, 50, weeks)
    )
    outcome = simulate(draws, efforts)
    for draw in range(draws.count):
        expected = by_hand(draws, efforts, draw)
        np.testing.assert_allclose(outcome.new_customers[draw], expected["new"], rtol=1e-12)
        np.testing.assert_allclose(outcome.active_customers[draw], expected["active"], rtol=1e-12)
        np.testing.assert_allclose(outcome.sales[draw], expected["sales"], rtol=1e-12)
        np.testing.assert_allclose(outcome.profit[draw], expected["profit"], rtol=1e-12)


def test_weeks_that_are_over_and_weeks_to_come_are_one_run(make_draws: MakeDraws) -> None:
    rng, weeks, past = np.random.default_rng(8), 104, 60
    draws, efforts = wild(make_draws, rng, weeks), rng.uniform(0.0, 2.0, (weeks, 3))
    whole = simulate(draws, free(efforts))
    seasons = np.tile(draws.season[:, None], draws.count)
    then = simulate(after(draws, free(efforts[:past]), seasons[past:]), free(efforts[past:]))
    np.testing.assert_allclose(then.sales, whole.sales[:, past:], rtol=1e-10)
    grown = np.exp(draws.firm.yearly_trend * past / 52.0)[:, None]
    np.testing.assert_allclose(then.active_customers, grown * whole.active_customers[:, past:], rtol=1e-10)


def test_each_draw_may_have_its_own_efforts(make_draws: MakeDraws) -> None:
    rng, weeks = np.random.default_rng(7), 20
    draws = wild(make_draws, rng, weeks)
    each = rng.uniform(0.0, 2.0, (weeks, 4, 3))
    together = simulate(draws, free(each)).sales
    for draw in range(4):
        alone = simulate(draws.take(np.array([draw])), free(each[:, draw])).sales[0]
        np.testing.assert_allclose(together[draw], alone, rtol=1e-12)


def test_a_steady_firm_that_does_nothing_stays_as_it_is(make_draws: MakeDraws) -> None:
    draws = make_draws(level=4.0, retention=0.9, orders_rate=0.25, basket=10.0)
    outcome = simulate(draws.only(()), no_effort(156, 0))
    np.testing.assert_allclose(outcome.active_customers, 40.0)
    np.testing.assert_allclose(outcome.sales, 10.0 * (4.0 + 0.25 * 40.0))


def test_levers_can_be_left_out_and_put_in_another_order(make_draws: MakeDraws) -> None:
    draws = wild(make_draws, np.random.default_rng(3), 30)
    efforts = np.random.default_rng(4).uniform(0.0, 2.0, (30, 3))
    swapped = simulate(draws.only(("lever 2", "lever 0", "lever 1")), free(efforts[:, [2, 0, 1]]))
    np.testing.assert_allclose(swapped.sales, simulate(draws, free(efforts)).sales, rtol=1e-12)
    nil = replace(draws, carried=np.array([0.7, 0.0, 0.7]))
    unused = efforts * np.array([1.0, 0.0, 1.0])
    without = simulate(nil.only(("lever 0", "lever 2")), free(efforts[:, [0, 2]]))
    np.testing.assert_allclose(without.sales, simulate(nil, free(unused)).sales, rtol=1e-12)


def test_money_later_is_worth_less() -> None:
    np.testing.assert_allclose(discount_factors(0.1, 3), [1 / 1.1, 1 / 1.21, 1 / 1.331])
    assert present_value(np.array([[110.0, 121.0]]), 0.1)[0] == pytest.approx(200.0)


def test_silence_halves_reputation_in_its_half_life(make_draws: MakeDraws) -> None:
    loss = 1.0 - 0.5 ** (1.0 / 20.0)
    draws = make_draws(quick=0.0, slow=0.0, goodwill_new=0.4, depreciation=loss)
    lift = simulate(draws, no_effort(40, 1)).new_customers[0] / 10.0 - 1.0
    assert lift[19] == pytest.approx(0.2)
    assert lift[39] == pytest.approx(0.1)
    assert log(lift[39] / lift[19]) / 20.0 == pytest.approx(log(1.0 - loss))


# --- the page ----------------------------------------------------------------------------------------------------

PAGE = Path(__file__).parents[2] / "docs" / "methode" / "model.md"


def table_rows(page: str, columns: int) -> list[list[str]]:
    """Rows of the page's tables that have so many columns, heads and rulers left out."""
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:1] == "|"]
    return [row for row in rows if len(row) == columns and not set(row[0]) <= set("-")]


def told_and_computed() -> dict[str, float]:
    """Numbers of the worked example by their symbol."""
    numbers = {}
    for _, symbol, value in table_rows(PAGE.read_text(encoding="utf-8"), 3):
        if re.fullmatch(r"[0-9.]+", value):
            numbers[symbol] = float(value)
    return numbers


def page_draws(told: dict[str, float]) -> ResponseDraws:
    """The worked example's firm, through the same door as any other."""
    prior = FirmPrior(
        sales_per_year=known(told["sales"]),
        basket=known(told["basket"]),
        orders_per_year=known(told["orders"]),
        kept_per_year=known(told["kept"]),
        yearly_trend=known(0.0),
        margin=known(told["margin"]),
        hour_cost=known(told["hour_cost"]),
        loss_per_year=known(told["loss"]),
    )
    effects = LeverEffects(
        **{
            name: np.array([told[name]])
            for name in ("quick_customers", "slow_customers", "repeat_orders", "fewer_losses", "carryover")
        }
    )
    presence = Presence(multiple=told["presence_multiple"], weeks=told["presence_weeks"])
    shapes = ShapePrior(
        weights=dict.fromkeys(Shape, 1.0),
        half_saturation=dict.fromkeys(Shape, known(told["half_saturation"])),
        slope=dict.fromkeys(Shape, known(1.0)),
    )
    normals = Normals(1, 1)
    season = np.array([float(row[2]) for row in table_rows(PAGE.read_text(encoding="utf-8"), 11)[1:]])
    setting = Setting(shapes=shapes, season=season, weekly_discount=0.0)
    levers = {"facebook": Lever(effects=effects, presence=presence)}
    return assemble(draw_firm(prior, normals), levers, setting, normals)


def test_worked_example_starts_as_the_page_says() -> None:
    page = told_and_computed()
    draws = page_draws(page)
    found = {
        "active": draws.firm.active,
        "level": draws.firm.level,
        "orders_rate": draws.firm.orders_rate,
        "quick": draws.lever.quick,
        "slow": draws.lever.slow,
        "repeat": draws.lever.repeat,
        "loyal": draws.lever.loyal,
        "reputation": draws.firm.goodwill_new,
        "bond": draws.firm.goodwill_loyal,
        "response_now": scaled_hill(draws.carried, np.ones(1), np.ones(1)),
    }
    for name, value in found.items():
        assert float(value.ravel()[0]) == pytest.approx(page[name], rel=1e-5), name
    assert page["new_today"] - page["level"] == pytest.approx(1.5 * page["response_now"] + page["held"], abs=5e-5)


def test_worked_example_goes_on_as_the_page_says() -> None:
    head, *rows = table_rows(PAGE.read_text(encoding="utf-8"), 11)
    column = {name: np.array([float(row[place]) for row in rows]) for place, name in enumerate(head)}
    draws = page_draws(told_and_computed())
    efforts = Efforts(multiples=column["effort"][:, None], hours=3.0 * column["effort"], money=np.zeros(4))
    outcome = simulate(draws, efforts)
    np.testing.assert_allclose(outcome.new_customers[0], column["new"], atol=5e-5)
    np.testing.assert_allclose(outcome.active_customers[0], column["active"], atol=5e-4)
    np.testing.assert_allclose(outcome.sales[0], column["sales"], atol=5e-3)
    np.testing.assert_allclose(outcome.profit[0], column["profit"], atol=5e-3)
    year = year_of_effort(draws.firm.depreciation)
    carried, stocks = draws.carried, [draws.firm.goodwill_new, draws.firm.goodwill_loyal]
    for week, effort in enumerate(column["effort"]):
        carried = carry(carried, np.array([effort]), np.array([0.3]))
        response = scaled_hill(carried, np.ones(1), np.ones(1))
        inflows = (draws.lever.slow[0] / year * response, draws.lever.loyal[0] / year * response)
        stocks = [
            next_goodwill(stock, inflow, draws.firm.depreciation) for stock, inflow in zip(stocks, inflows, strict=True)
        ]
        told = [column[name][week] for name in ("s", "f", "reputation", "bond")]
        np.testing.assert_allclose([carried[0], response[0], stocks[0][0], stocks[1][0]], told, atol=5e-5)
