"""Quantities told by three numbers: what is told is what is drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.core.quantities import EDGE, Z90, Quantity, Scale, known

FIXED = settings(derandomize=True, deadline=None, max_examples=80)
Told = tuple[float, float, float]
TEN_FIFTY_NINETY = np.array([-Z90, 0.0, Z90])


def ordered(low: float, high: float) -> st.SearchStrategy[Told]:
    """Three different numbers in order."""
    number = st.floats(low, high, allow_nan=False)
    three = st.lists(number, min_size=3, max_size=3, unique=True).map(sorted)
    return three.map(lambda told: (told[0], told[1], told[2]))


@FIXED
@given(ordered(1e-4, 1e6))
def test_positive_quantity_gives_back_its_percentiles(told: Told) -> None:
    drawn = Quantity(*told).draw(TEN_FIFTY_NINETY)
    np.testing.assert_allclose(drawn, told, rtol=1e-9)


@FIXED
@given(ordered(1e-4, 1.0 - 1e-4))
def test_share_gives_back_its_percentiles(told: Told) -> None:
    drawn = Quantity(*told, Scale.LOGIT).draw(TEN_FIFTY_NINETY)
    np.testing.assert_allclose(drawn, told, rtol=1e-9)


@FIXED
@given(ordered(-1e3, 1e3))
def test_quantity_that_may_be_negative_gives_back_its_percentiles(told: Told) -> None:
    drawn = Quantity(*told, Scale.LINEAR).draw(TEN_FIFTY_NINETY)
    np.testing.assert_allclose(drawn, told, rtol=1e-9, atol=1e-9)


@FIXED
@given(ordered(1e-4, 1.0 - 1e-4), st.sampled_from(list(Scale)))
def test_better_luck_never_gives_less(told: Told, scale: Scale) -> None:
    drawn = Quantity(*told, scale).draw(np.linspace(-5.0, 5.0, 201))
    assert (np.diff(drawn) >= 0.0).all()


def test_random_draws_have_the_percentiles_told_where_a_plain_lognormal_would_not() -> None:
    """Negative control: one width for both sides, as in a plain lognormal, misses a skewed quantity's ends."""
    normal = np.random.default_rng(1).standard_normal(200_000)
    told = (1.0, 2.0, 20.0)
    np.testing.assert_allclose(np.percentile(Quantity(*told).draw(normal), (10, 50, 90)), told, rtol=0.03)
    plain = np.exp(np.log(2.0) + np.log(20.0) / 2.0 / Z90 * normal)
    assert abs(np.percentile(plain, 90) / 20.0 - 1.0) > 0.3


def test_shares_stay_shares_and_positive_quantities_positive() -> None:
    far = np.array([-8.0, 8.0])
    share = Quantity(0.01, 0.5, 0.99, Scale.LOGIT).draw(far)
    assert share.min() >= 0.0
    assert share.max() <= 1.0
    assert Quantity(0.0, 1.0, 2.0).draw(far).min() > 0.0


def test_what_is_known_does_not_vary() -> None:
    assert known(3.0).known
    assert (known(3.0).draw(np.linspace(-3.0, 3.0, 7)) == 3.0).all()
    assert Quantity(0.0, 0.0, 0.0).draw(np.zeros(2)).tolist() == [0.0, 0.0]


@FIXED
@given(ordered(1e-2, 1e4), st.floats(0.1, 100.0))
def test_another_unit_scales_every_draw(told: Told, factor: float) -> None:
    normal = np.linspace(-2.0, 2.0, 5)
    quantity = Quantity(*told)
    np.testing.assert_allclose(quantity.times(factor).draw(normal), factor * quantity.draw(normal), rtol=1e-9)


@pytest.mark.parametrize(
    ("told", "scale"),
    [
        ((2.0, 1.0, 3.0), Scale.LOG),
        ((1.0, 3.0, 2.0), Scale.LINEAR),
        ((-1.0, 1.0, 2.0), Scale.LOG),
        ((-0.1, 0.1, 0.2), Scale.LOGIT),
        ((0.2, 0.9, 1.1), Scale.LOGIT),
        ((float("nan"), 1.0, 2.0), Scale.LOG),
    ],
)
def test_nonsense_is_refused(told: tuple[float, float, float], scale: Scale) -> None:
    with pytest.raises(ValueError, match=r"out of order|outside"):
        Quantity(*told, scale)


def test_zero_is_taken_as_a_very_small_number_on_the_log_scale() -> None:
    """A limit of the scale, told: percentiles under `EDGE` are lost, so units must keep quantities above it."""
    assert Quantity(0.0, 1.0, 2.0).draw(np.array([-Z90]))[0] == pytest.approx(EDGE)
