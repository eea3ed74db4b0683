"""What a history refuses to hold, whoever makes it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.weeks import weeks_of_a_firm

from foulee.core.history import FirmHistory
from foulee.core.response.fitting.problem import followers

HISTORY = weeks_of_a_firm(weeks=20, levers=1)
COUNTED = ("sales", "sales_online", "sales_shop", "new_customers", "returning_customers", "orders")


def below_zero() -> np.ndarray:
    """Nothing known of the first week, and less than nothing in the fourth."""
    return np.where(np.arange(20) == 3, -1.0, np.where(np.arange(20) == 0, np.nan, 5.0))


@pytest.mark.parametrize("name", COUNTED)
def test_nothing_is_counted_below_zero(name: str) -> None:
    with pytest.raises(ValueError, match=rf"{name} .*2023-01-23"):
        replace(HISTORY, **{name: below_zero()})  # type: ignore[arg-type]


@pytest.mark.parametrize(("group", "named"), [("attributed", "attributed flyer"), ("levels", "level flyer")])
def test_nothing_counted_under_a_name_lies_below_zero(group: str, named: str) -> None:
    with pytest.raises(ValueError, match=rf"{named} .*2023-01-23"):
        replace(HISTORY, **{group: {"flyer": below_zero()}})  # type: ignore[arg-type]


def test_a_week_without_a_count_is_no_refusal() -> None:
    sales = np.where(np.arange(20) == 3, np.nan, 0.0)
    assert FirmHistory(start=dt.date(2023, 1, 2), sales=sales).weeks == 20


def test_a_control_shows_the_demand_of_its_own_lever_and_one_that_never_moves_of_none() -> None:
    ads, search = weeks_of_a_firm(weeks=20, levers=2).levers
    ads, search = replace(ads, follows_demand=True), replace(search, follows_demand=True, control="searches")
    moving, still = np.arange(20.0), np.full(20, 7.0)
    still[3] = np.nan

    def apart(**controls: np.ndarray) -> tuple[str, ...]:
        return followers(replace(HISTORY, levers=(ads, search), controls=controls))

    assert apart() == ("lever 0", "lever 1")
    assert apart(footfall=moving) == ("lever 1",)
    assert apart(searches=moving) == ()
    assert apart(searches=still) == ("lever 0", "lever 1")
    assert apart(searches=still, footfall=moving) == ("lever 1",)
    assert apart(searches=np.full(20, np.nan)) == ("lever 0", "lever 1")


def test_what_follows_demand_may_lie_below_zero() -> None:
    assert replace(HISTORY, controls={"temperature": below_zero()}).controls
