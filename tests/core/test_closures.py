"""A shop that shuts every August is told of as shut in the Augusts to come."""

from dataclasses import replace

import numpy as np
import pytest
from tests.weeks import believed, weeks_of_a_firm

from foulee.core.measuring.effects import lever_draws
from foulee.core.response.ahead import believe
from foulee.core.response.closures import closed, closed_ahead
from foulee.core.response.fitting.posterior import Money, prior_parameters
from foulee.core.response.fitting.problem import problem
from foulee.core.response.simulate import no_effort, simulate
from foulee.core.types import Floats

MONEY = Money(margin=0.5, hour_cost=20.0, weekly_discount=0.001)

AUGUST = 31  # weeks after the first of January
YEAR = 365.25 / 7.0


def shut(weeks: int, *runs: tuple[int, int]) -> Floats:
    """So many weeks of sales, shut from one week up to another."""
    sales = np.full(weeks, 5000.0)
    for first, last in runs:
        sales[first:last] = 0.0
    return sales


def three_weeks(*years: float) -> list[tuple[int, int]]:
    return [(round(AUGUST + YEAR * year), round(AUGUST + YEAR * year) + 3) for year in years]


def places(found: np.ndarray, since: int) -> list[int]:
    return [int(week) + since for week in np.flatnonzero(found)]


def test_a_single_week_without_sales_is_bad_luck() -> None:
    assert places(closed(shut(20, (3, 4), (8, 10))), 0) == [8, 9]


@pytest.mark.parametrize("years", [1, 2, 3])
def test_three_weeks_every_august_come_back_every_august(years: int) -> None:
    weeks = round(YEAR * years)
    sales = shut(weeks, *three_weeks(*range(years)))
    wanted = [week for run in three_weeks(years, years + 1, years + 2) for week in range(*run)]
    assert places(closed_ahead(sales, 156), weeks) == pytest.approx(wanted, abs=1)
    assert closed_ahead(sales, 156).sum() == 9


def test_a_week_earlier_or_later_is_the_same_holiday() -> None:
    first, second = three_weeks(0, 1)
    sales = shut(104, first, (second[0] + 1, second[1] + 1))
    assert places(closed_ahead(sales, 52), 104) == [round(second[0] + 1 + YEAR) + week for week in range(3)]


def test_works_of_one_summer_do_not_come_back() -> None:
    assert not closed_ahead(shut(104, *three_weeks(1)), 156).any()
    assert not closed_ahead(shut(156, *three_weeks(0, 2)), 156).any()


def test_a_holiday_given_up_does_not_come_back() -> None:
    assert not closed_ahead(shut(156, *three_weeks(0, 1)), 156).any()


def test_weeks_that_nobody_counted_do_not_speak_against_it() -> None:
    sales = shut(104, *three_weeks(1))
    sales[slice(*three_weeks(0)[0])] = np.nan
    assert closed_ahead(sales, 52).sum() == 3


def test_a_shop_not_opened_yet_or_shut_at_the_end_is_no_holiday() -> None:
    assert not closed_ahead(shut(60, (0, 20)), 156).any()
    assert not closed_ahead(shut(60, (50, 60)), 156).any()


def test_a_year_without_sales_is_no_habit() -> None:
    assert not closed_ahead(shut(130, (60, 115)), 156).any()
    assert not closed_ahead(shut(70, (10, 60)), 156).any()
    assert not closed_ahead(np.zeros(156), 156).any()


def test_a_shop_of_the_summer_is_shut_every_winter() -> None:
    winters = [(round(YEAR * year) + 40, round(YEAR * year) + 70) for year in (0, 1)]
    assert closed_ahead(shut(150, *winters), 104).sum() == pytest.approx(60, abs=1)


def test_a_holiday_under_way_ends_as_it_did_a_year_ago() -> None:
    first, second = three_weeks(0, 1)
    weeks = second[0] + 2
    found = places(closed_ahead(shut(weeks, first, (second[0], weeks)), 60), weeks)
    assert found[0] == weeks
    assert len(found) == 4


def test_without_weeks_or_without_closures_nothing_is_shut() -> None:
    assert not closed_ahead(np.zeros(0), 10).any()
    assert not closed_ahead(shut(156), 156).any()


def test_nothing_is_sold_in_weeks_of_closure_and_no_lever_brought_anything_in_them() -> None:
    """Three weeks shut each August, advertisements going on all the time."""
    history = weeks_of_a_firm(weeks=157, levers=1, effect=0.2)
    sales = np.where(shut(157, *three_weeks(0, 1, 2)) > 0.0, history.sales, 0.0)
    counted = replace(history, sales=sales)
    made = problem(counted, believed(counted))
    found = believe(made, prior_parameters(made, seed=1, draws=50), MONEY, 104)
    whole = simulate(found.whole, no_effort(157 + 104, 1)).sales
    none = (whole == 0.0).all(axis=0)
    assert (none[:157] == closed(sales)).all()
    assert (none[157:] == found.shut).all()
    assert found.shut.sum() == 6
    ahead = simulate(found.ahead, no_effort(104, 1)).sales
    assert ((ahead == 0.0).all(axis=0) == found.shut).all()
    open_all_year = believe(problem(history, believed(history)), found.natural, MONEY, 104)
    shut_in_august = lever_draws(found, counted=False)["lever 0"].window.mean()
    assert 0.9 < shut_in_august / lever_draws(open_all_year, counted=False)["lever 0"].window.mean() < 0.97
