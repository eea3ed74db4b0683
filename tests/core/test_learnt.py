"""From rises of sales to customers, in closed form; draws that go together."""

from dataclasses import replace

import numpy as np
import pytest

from foulee.core.quantities import Quantity, Scale
from foulee.core.response.draws import FirmDraws
from foulee.core.response.learnt import LearntLever, Rises, from_rises, paired, rises, rises_of
from foulee.core.response.priors import FirmPrior, LeverEffects, Normals, draw_firm
from foulee.core.response.saturation import scaled_hill
from foulee.core.types import Floats

COUNT = 400
SALON = FirmPrior(
    sales_per_year=Quantity(90_000.0, 100_000.0, 110_000.0),
    basket=Quantity(35.0, 40.0, 45.0),
    orders_per_year=Quantity(4.0, 6.0, 8.0),
    kept_per_year=Quantity(0.5, 0.7, 0.85, Scale.LOGIT),
    yearly_trend=Quantity(-0.03, 0.0, 0.03, Scale.LINEAR),
    margin=Quantity(0.6, 0.7, 0.8, Scale.LOGIT),
    hour_cost=Quantity(15.0, 20.0, 25.0),
    loss_per_year=Quantity(0.1, 0.25, 0.5, Scale.LOGIT),
)
KINDS = {  # customers at once, after a year, orders of customers a year, losses avoided
    "meets strangers and customers": (0.3, 0.2, 40.0, 0.05),
    "is found by those who look": (0.4, 0.0, 0.0, 0.0),
    "writes to customers": (0.0, 0.0, 60.0, 0.1),
    "is read later": (0.0, 0.5, 0.0, 0.0),
    "never does anything": (0.0, 0.0, 0.0, 0.0),
}


@pytest.fixture
def firm() -> FirmDraws:
    return draw_firm(SALON, Normals(1, COUNT))


def effects(kind: str, *, nil: float = 0.0) -> LeverEffects:
    """Effects of a kind of channel, which are nil in some of the draws."""
    works = np.random.default_rng(5).random(COUNT) >= nil
    quick, slow, repeat, fewer = (np.where(works, value, 0.0) for value in KINDS[kind])
    return LeverEffects(
        quick_customers=quick,
        slow_customers=slow,
        repeat_orders=repeat,
        fewer_losses=fewer,
        carryover=np.full(COUNT, 0.3),
    )


def some_rises(nil: float = 0.3) -> Rises:
    """Rises at once and after a year, some of them nil."""
    rng = np.random.default_rng(6)
    quick, slow = (np.where(rng.random(COUNT) < nil, 0.0, rng.lognormal(-3.5, 1.0, COUNT)) for _ in range(2))
    return Rises(quick=quick, year=quick + slow)


@pytest.mark.parametrize("kind", KINDS)
def test_the_rise_of_sales_is_what_was_asked_at_once_and_after_a_year(firm: FirmDraws, kind: str) -> None:
    """Whatever was believed of the channel, and where one of the two is nil as well."""
    asked = some_rises()
    found = rises_of(firm, from_rises(firm, effects(kind, nil=0.4), asked))
    np.testing.assert_allclose(found.quick, asked.quick, atol=1e-12)
    np.testing.assert_allclose(found.year, asked.year, atol=1e-7)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "never does anything"])
def test_what_was_believed_comes_back_where_nothing_was_learnt(firm: FirmDraws, kind: str) -> None:
    own = effects(kind, nil=0.4)
    back = from_rises(firm, own, rises_of(firm, own))
    for name in ("quick_customers", "slow_customers", "repeat_orders", "fewer_losses"):
        np.testing.assert_allclose(getattr(back, name), getattr(own, name), atol=1e-6, err_msg=name)


def test_won_customers_come_back_and_that_is_a_part_of_the_years_rise(firm: FirmDraws) -> None:
    """Where the year's rise leaves no room for them, fewer of the buyers at once were new, and nothing is slow."""
    own, quick = effects("is found by those who look"), np.full(COUNT, 0.02)
    alone = rises_of(firm, replace(own, quick_customers=0.02 * (firm.level + firm.orders_rate * firm.active)))
    assert (alone.year > 0.03).all()
    flat = from_rises(firm, own, Rises(quick=quick, year=quick))
    np.testing.assert_allclose(flat.quick_customers, 0.0, atol=1e-12)
    np.testing.assert_allclose(flat.slow_customers, 0.0, atol=1e-12)
    half = from_rises(firm, own, Rises(quick=quick, year=(quick + alone.year) / 2.0))
    assert ((half.quick_customers > 0.0) & (half.repeat_orders > 0.0) & (half.slow_customers == 0.0)).all()


def test_without_customers_who_come_back_the_year_adds_the_slow_rise() -> None:
    """The frame of weeks of sales alone: 3 % at once and 5 % more after a year are 8 %."""
    nothing = np.zeros(3)
    firm = replace(
        draw_firm(SALON, Normals(1, 3)), level=np.ones(3), orders_rate=nothing, retention_logit=nothing, active=nothing
    )
    found = rises(firm, quick=np.full(3, 0.03), slow=np.full(3, 0.05), repeat=nothing, loyal=nothing)
    np.testing.assert_allclose(found.quick, 0.03)
    np.testing.assert_allclose(found.year, 0.08)


def test_another_unit_of_effort_is_the_same_curve() -> None:
    lever = LearntLever(
        quick=np.array([0.04]),
        slow=np.array([0.1]),
        carryover=np.array([0.3]),
        half_saturation=np.array([1.5]),
        slope=np.array([2.0]),
        carried=np.array([0.8]),
        held=np.array([0.6]),
    )
    other = lever.in_efforts_of(0.5)  # its usual effort is half of the new unit
    for effort in (0.2, 1.0, 3.0):  # in usual efforts
        before = lever.quick * scaled_hill(np.array([effort]), lever.half_saturation, lever.slope)
        after = other.quick * scaled_hill(np.array([effort * 0.5]), other.half_saturation, other.slope)
        np.testing.assert_allclose(after, before)
    np.testing.assert_allclose(other.slow * other.held, lever.slow * lever.held)  # what the stock brings is the same
    np.testing.assert_allclose(other.carried, 0.4)


# --- draws that go together ------------------------------------------------------------------------------------------


def test_each_draw_of_the_other_is_taken_once_and_within_its_group() -> None:
    rng = np.random.default_rng(8)
    groups = np.sort(rng.integers(0, 3, COUNT)), rng.permutation(np.sort(rng.integers(0, 3, COUNT)))
    own, others = rng.normal(size=(2, COUNT, 4))
    places = paired(own, others, groups)
    assert sorted(places) == list(range(COUNT))
    same = (groups[0], rng.permutation(groups[0]))
    np.testing.assert_array_equal(same[1][paired(own, others, same)], same[0])


def test_high_goes_with_high() -> None:
    rng = np.random.default_rng(9)
    groups = (np.zeros(4000, dtype=np.int64), np.zeros(4000, dtype=np.int64))
    one = rng.normal(size=(2, 4000, 1))
    both = paired(one[0], one[1], groups)
    assert _together(one[0][:, 0], one[1][both, 0]) > 0.999
    two = rng.normal(size=(2, 4000, 2))
    both = paired(two[0], two[1], groups)
    assert min(_together(two[0][:, column], two[1][both, column]) for column in range(2)) > 0.95


def test_without_anything_to_go_by_draws_stay_as_they_are() -> None:
    groups = (np.zeros(5, dtype=np.int64), np.zeros(5, dtype=np.int64))
    np.testing.assert_array_equal(paired(np.zeros((5, 0)), np.zeros((5, 0)), groups), np.arange(5))


def _together(one: Floats, other: Floats) -> float:
    return float(np.corrcoef(one, other)[0, 1])
