"""Paths from the same budget, and their comparison draw by draw."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from foulee.core.plans import Choice, Option, Plan, steady
from foulee.core.projecting.compare import first_for_good, project
from foulee.core.projecting.paths import BURST_WEEKS, burst, from_amounts
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.simulate import Efforts, no_effort, present_value, simulate
from foulee.core.types import Floats, Means, Network, Shape

MakeDraws = Callable[..., ResponseDraws]
WEEKS = 156
POSTS = Option(
    name="facebook.hours",
    network=Network.FACEBOOK,
    means=Means.HOURS,
    minimum=1.0,
    typical=2.5,
    hours_fixed=0.25,
    hours_per_item=0.5,
    hours_once=8.0,
    money_fixed=13.0,
)
ADS = Option(
    name="facebook.ads",
    network=Network.FACEBOOK,
    means=Means.ADS,
    minimum=50.0,
    typical=150.0,
    hours_fixed=0.5,
    hours_per_item=0.0,
    hours_once=4.0,
    money_once=30.0,
    money_fixed=6.0,
)
PLAN: Plan = (Choice(option=POSTS, amount=2.0), Choice(option=ADS, amount=100.0))


# --- paths -------------------------------------------------------------------------------------------------------


def test_steady_path_costs_its_hours_and_money_each_week() -> None:
    blue = steady(PLAN, WEEKS)
    assert blue.hours[10] == pytest.approx(0.25 + 2 * 0.5 + 0.5)
    assert blue.money[10] == pytest.approx((13.0 + 106.0) * 12.0 / 52.0)
    assert blue.hours.sum() == pytest.approx(1.75 * WEEKS + 12.0)
    assert blue.money.sum() == pytest.approx(119.0 * 36.0 + 30.0)
    np.testing.assert_allclose(blue.multiples, np.tile([0.8, 2.0 / 3.0], (WEEKS, 1)))


def test_burst_spends_the_same_budget_in_three_months() -> None:
    """Posts: all their hours. Ads: all their money, and no hour of watching ads that do not run."""
    blue = steady(PLAN, WEEKS)
    red = burst(PLAN, blue)
    idle = WEEKS - BURST_WEEKS
    assert red.hours.sum() == pytest.approx(blue.hours.sum() - 0.5 * idle)
    assert red.money.sum() == pytest.approx(blue.money.sum() - 13.0 * idle * 12.0 / 52.0)
    assert red.multiples[BURST_WEEKS:].max() == 0.0
    assert red.hours[BURST_WEEKS:].max() == red.money[BURST_WEEKS:].max() == 0.0


def test_burst_wastes_nothing() -> None:
    """Hours and money of the burst buy exactly the effort it is credited with."""
    red = burst(PLAN, steady(PLAN, WEEKS))
    posts, ads = red.multiples[0] * np.array([2.5, 150.0])
    assert red.hours[0] - 12.0 / BURST_WEEKS == pytest.approx(0.25 + posts * 0.5 + 0.5)
    assert red.money[0] - 30.0 / BURST_WEEKS == pytest.approx((13.0 + ads + 6.0) * 12.0 / 52.0)


def test_a_path_of_ones_own_costs_where_it_works() -> None:
    amounts = np.zeros((20, 2))
    amounts[2:5, 0] = 3.0
    amounts[10, 1] = 60.0
    path = from_amounts(PLAN, amounts, 30)
    assert path.hours.sum() == pytest.approx(3 * (0.25 + 1.5) + 8.0 + 0.5 + 4.0)
    assert path.hours[2] == pytest.approx(1.75 + 8.0)
    assert path.money.sum() == pytest.approx((3 * 13.0 + 66.0) * 12.0 / 52.0 + 30.0)
    assert path.multiples.shape == (30, 2)
    assert path.multiples[2:5, 0].tolist() == [1.2, 1.2, 1.2]


def test_a_steady_path_told_week_by_week_is_the_steady_plan() -> None:
    told = from_amounts(PLAN, np.tile([2.0, 100.0], (WEEKS, 1)), WEEKS)
    blue = steady(PLAN, WEEKS)
    np.testing.assert_allclose(told.multiples, blue.multiples)
    assert told.hours.sum() == pytest.approx(blue.hours.sum())
    assert told.money.sum() == pytest.approx(blue.money.sum())


# --- comparison --------------------------------------------------------------------------------------------------


def test_for_good_means_to_the_end() -> None:
    holds = np.array([[0, 1, 0, 1, 1], [1, 1, 1, 1, 1], [0, 1, 1, 1, 0], [0, 0, 0, 0, 0]], dtype=bool)
    assert first_for_good(holds).tolist() == [3.0, 0.0, 5.0, 5.0]


def paths_of(plan: Plan) -> dict[str, Efforts]:
    blue = steady(plan, WEEKS)
    return {"none": no_effort(WEEKS, len(plan)), "blue": blue, "red": burst(plan, blue)}


def test_gains_are_those_of_the_recursion(make_draws: MakeDraws) -> None:
    draws = make_draws(levers=2, count=50, discount=0.001, quick=np.linspace(0.0, 0.5, 50)[:, None])
    paths = paths_of(PLAN)
    found = project(draws, paths, material=100.0)
    gain = {name: present_value(simulate(draws, path).profit, 0.001) for name, path in paths.items()}
    over = {name: gain[name] - gain["none"] for name in gain}
    assert found.paths["blue"].gain.p50 == pytest.approx(float(np.median(over["blue"])))
    assert found.paths["red"].chance_pays == pytest.approx(float((over["red"] > 0.0).mean()))
    assert found.chance_blue_ahead_end == pytest.approx(float((over["blue"] > over["red"]).mean()))
    assert found.difference.p90 == pytest.approx(float(np.percentile(over["blue"] - over["red"], 90)))
    assert found.paths["none"].gain == (0.0, 0.0, 0.0)
    assert found.paths["none"].chance_pays == 0.0


def test_a_path_against_itself_is_a_tie(make_draws: MakeDraws) -> None:
    draws = make_draws(levers=2, count=10)
    blue = steady(PLAN, WEEKS)
    found = project(draws, {"none": no_effort(WEEKS, 2), "blue": blue, "red": blue}, material=1.0)
    assert found.chance_tie == 1.0
    assert found.chance_blue_ahead_end == 0.5  # a tie is half a win for each
    assert found.blue_overtakes_week is None


def payback_case(make_draws: MakeDraws, lucky: int) -> tuple[ResponseDraws, dict[str, Efforts]]:
    """A hundred draws: the first `lucky` of them pay back, one later than the other; the rest never do."""
    quick = np.where(np.arange(100) < lucky, np.linspace(8.0, 1.0, 100), 0.0)[:, None]  # the less, the later
    plan = (replace(PLAN[0], option=replace(POSTS, money_fixed=0.0)),)
    return make_draws(count=100, quick=quick, slow=0.0, retention=0.9, level=0.5), paths_of(plan)


def weeks_to_pay(draws: ResponseDraws, paths: dict[str, Efforts]) -> Floats:
    """First week from which the cumulated gain stays above zero, infinite if never, by a plain loop."""
    gain = np.cumsum(simulate(draws, paths["blue"]).profit - simulate(draws, paths["none"]).profit, axis=1)
    found = []
    for draw in gain:
        last_under = max((week for week, value in enumerate(draw) if value <= 0.0), default=-1)
        found.append(last_under + 2.0 if last_under + 1 < draw.size else np.inf)
    return np.array(found)


@pytest.mark.parametrize("lucky", [60, 80, 100])
def test_payback_is_the_median_over_all_draws_and_not_only_the_lucky_ones(make_draws: MakeDraws, lucky: int) -> None:
    draws, paths = payback_case(make_draws, lucky)
    weeks = weeks_to_pay(draws, paths)
    found = project(draws, paths, material=1.0).paths["blue"]
    assert found.payback_week == int(np.median(weeks))
    if lucky < 100:  # negative control: the median of the lucky is sooner
        assert found.payback_week > np.median(weeks[np.isfinite(weeks)])


def test_no_payback_week_where_most_draws_never_pay(make_draws: MakeDraws) -> None:
    found = project(*payback_case(make_draws, 45), material=1.0).paths["blue"]
    assert found.payback_week is None
    assert found.chance_pays == pytest.approx(0.45)


def test_blue_overtakes_soon_after_the_burst(make_draws: MakeDraws) -> None:
    draws = make_draws(levers=2, count=20, quick=0.3, slow=0.0, carryover=0.0, retention=0.5, orders_rate=0.0)
    found = project(draws, paths_of(PLAN), material=1.0)
    assert found.blue_overtakes_week == BURST_WEEKS + 1
    assert found.chance_blue_overtakes == 1.0


def test_chances_are_told_shape_by_shape(make_draws: MakeDraws) -> None:
    draws = make_draws(levers=2, count=30)
    thirds = replace(draws, shape=np.repeat([0, 1, 1], 10))
    found = project(thirds, paths_of(PLAN), material=1.0)
    assert np.isfinite(found.by_shape[Shape.CONCAVE])
    assert np.isnan(found.by_shape[Shape.FAR])  # no draw has this shape
    assert found.by_shape[Shape.CONCAVE] == pytest.approx(found.chance_blue_ahead_end, abs=1e-9)


def test_fans_are_percentiles_week_by_week(make_draws: MakeDraws) -> None:
    draws = make_draws(levers=2, count=40, level=np.linspace(1.0, 40.0, 40))
    paths = paths_of(PLAN)
    fan = project(draws, paths, material=1.0).paths["blue"].sales
    sales = simulate(draws, paths["blue"]).sales
    np.testing.assert_allclose(fan.p10, np.percentile(sales, 10, axis=0))
    np.testing.assert_allclose(fan.p90, np.percentile(sales, 90, axis=0))
    assert (fan.p10 <= fan.p50).all()
    assert (fan.p50 <= fan.p90).all()
