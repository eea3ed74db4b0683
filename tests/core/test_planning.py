"""Who does the work: the true yearly cost of four ways, in plain arithmetic."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.core.planning import Prices, Way, WayCost, compare_ways

FIXED = settings(derandomize=True, deadline=None, max_examples=40)


def prices(**chosen: float) -> Prices:
    """Prices that are the same in every draw."""
    usual = {
        "hour_cost": 20.0,
        "training": 600.0,
        "training_hours": 14.0,
        "paid_hour": 18.0,
        "useful_share": 0.5,
        "least_paid_hours": 1.0,
        "freelance": 400.0,
        "agency": 900.0,
        "owner_share": 0.35,
    }
    return Prices(**{name: np.full(5, value) for name, value in (usual | chosen).items()})


def by_way(hours: float, money: float, chosen: Prices) -> dict[Way, WayCost]:
    return {cost.way: cost for cost in compare_ways(hours, money, chosen)}


def test_two_hours_a_week_and_fifty_a_month() -> None:
    """104 hours a year and 600 of advertising; two useful hours hidden in four that are paid (METHOD B2)."""
    found = by_way(2.0, 50.0, prices())
    assert found[Way.ONESELF].paid.p50 == pytest.approx(200.0 + 600.0)
    assert found[Way.ONESELF].owner_hours.p50 == pytest.approx(104.0 + 14.0 / 3.0)
    assert found[Way.ONESELF].total.p50 == pytest.approx(800.0 + 20.0 * (104.0 + 14.0 / 3.0))
    assert found[Way.PART_TIME].paid.p50 == pytest.approx(104.0 / 0.5 * 18.0 + 600.0)
    assert found[Way.FREELANCE].paid.p50 == pytest.approx(4800.0 + 600.0)
    assert found[Way.AGENCY].total.p50 == pytest.approx(10_800.0 + 600.0 + 0.35 * 104.0 * 20.0)


def test_nobody_is_hired_for_an_hour() -> None:
    """An hour of use a week would be two paid; the shortest contract is seven."""
    found = by_way(1.0, 0.0, prices(least_paid_hours=7.0))
    assert found[Way.PART_TIME].paid.p50 == pytest.approx(7.0 * 52.0 * 18.0)


def test_outside_help_never_takes_all_the_hours() -> None:
    found = by_way(3.0, 0.0, prices())
    for way in (Way.PART_TIME, Way.FREELANCE, Way.AGENCY):
        assert found[way].owner_hours.p50 == pytest.approx(0.35 * 156.0)


@FIXED
@given(st.floats(0.0, 20.0), st.floats(0.0, 1000.0), st.floats(1.0, 500.0))
def test_advertising_costs_the_same_whoever_does_the_work(hours: float, money: float, more: float) -> None:
    before, after = by_way(hours, money, prices()), by_way(hours, money + more, prices())
    for way in Way:
        assert after[way].total.p50 - before[way].total.p50 == pytest.approx(12.0 * more)
        assert before[way].total.p50 >= before[way].paid.p50


def test_uncertain_prices_give_intervals() -> None:
    spread = prices()
    wide = Prices(
        **{name: getattr(spread, name) for name in Prices.__slots__ if name != "agency"},
        agency=np.array([500.0, 700.0, 900.0, 1100.0, 1300.0]),
    )
    agency = by_way(2.0, 0.0, wide)[Way.AGENCY]
    assert agency.paid.p50 == pytest.approx(10_800.0)
    assert agency.paid.p10 < agency.paid.p50 < agency.paid.p90
    assert agency.owner_hours.p10 == agency.owner_hours.p90


def test_a_dear_hour_makes_help_cheaper_and_a_cheap_one_does_not() -> None:
    cheap, dear = (by_way(6.0, 0.0, prices(hour_cost=cost)) for cost in (12.0, 60.0))
    assert cheap[Way.ONESELF].total.p50 < cheap[Way.AGENCY].total.p50
    assert dear[Way.AGENCY].total.p50 < dear[Way.ONESELF].total.p50
