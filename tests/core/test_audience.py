"""Use of networks by age: borrowed where there is nothing, drawn to a country's own figures where there are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from foulee.core.audience import (
    LendingRules,
    UseByAge,
    UsePoint,
    band_overlap,
    estimate_use,
    inverse_logit,
    logit,
    people_by_band,
    share_between,
    told_by_customers,
)
from foulee.core.quantities import Quantity, Scale
from foulee.core.types import Floats

FIXED = settings(derandomize=True, deadline=None, max_examples=60)
BANDS = ((18, 29), (30, 49), (50, 64), (65, 99))
RULES = LendingRules(level_sd=0.5, shape_sd=0.4, reach_in_bands=1.5)
PEOPLE = np.array([0.15, 0.25, 0.2, 0.2])


def lender(shares: tuple[float, ...] = (0.8, 0.7, 0.55, 0.35), sd: float = 0.1) -> UseByAge:
    return UseByAge(
        bands=BANDS[: len(shares)],
        log_odds=logit(np.array(shares)),
        sd=np.full(len(shares), sd),
        own_figures=True,
    )


def deviation_covariance(count: int, sd: float) -> Floats:
    """The prior of a country's deviation, written again from the method's page."""
    covariance = np.empty((count, count))
    for i in range(count):
        for j in range(count):
            near = np.exp(-(((i - j) / RULES.reach_in_bands) ** 2) / 2.0)
            covariance[i, j] = RULES.level_sd**2 + RULES.shape_sd**2 * near + (sd**2 if i == j else 0.0)
    return covariance


def test_without_own_figures_the_lender_is_kept_and_the_doubt_grows() -> None:
    found = estimate_use(lender(), PEOPLE, [], RULES)
    assert not found.own_figures
    np.testing.assert_allclose(found.log_odds, lender().log_odds)
    np.testing.assert_allclose(found.sd, np.sqrt(0.5**2 + 0.4**2 + 0.1**2))


def test_one_age_band_is_the_textbook_normal_update() -> None:
    """One band, one figure: the posterior mean and variance of a normal observed with normal noise."""
    before, seen, noise = 0.6, 0.4, 0.3
    variance = 0.5**2 + 0.4**2 + 0.1**2
    weight = variance / (variance + noise**2)
    expected = float(logit(np.array(before)) + weight * (logit(np.array(seen)) - logit(np.array(before))))
    found = estimate_use(lender((before,)), np.ones(1), [UsePoint(18, 29, seen, noise)], RULES)
    assert found.log_odds[0] == pytest.approx(expected, abs=1e-6)
    assert found.sd[0] == pytest.approx(np.sqrt(variance * (1.0 - weight)), abs=1e-6)


def test_several_bands_agree_with_a_numerical_search_for_the_summit() -> None:
    """The summit of the same posterior, found by a general optimiser on the exact averages."""
    points = [UsePoint(18, 99, 0.45, 0.1), UsePoint(50, 99, 0.25, 0.2), UsePoint(18, 34, 0.9, 0.3)]
    start = lender()
    precision = np.linalg.inv(deviation_covariance(4, 0.1))

    def misfit(deviation: Floats) -> float:
        shares = inverse_logit(start.log_odds + deviation)
        total = 0.5 * float(deviation @ precision @ deviation)
        for point in points:
            weights = PEOPLE * band_overlap(BANDS, point.age_from, point.age_to)
            share = float(weights @ shares / weights.sum())
            error = np.log(share / (1.0 - share)) - np.log(point.share / (1.0 - point.share))
            total += 0.5 * float(error / point.log_odds_sd) ** 2
        return total

    summit = minimize(misfit, np.zeros(4), tol=1e-12).x
    found = estimate_use(start, PEOPLE, points, RULES)
    np.testing.assert_allclose(found.log_odds - start.log_odds, summit, atol=0.02)


def test_a_figure_on_the_old_moves_the_old_most_and_the_young_least() -> None:
    found = estimate_use(lender(), PEOPLE, [UsePoint(65, 99, 0.6, 0.05)], RULES)
    moved = found.log_odds - lender().log_odds
    assert (np.diff(moved) > 0.0).all()
    assert inverse_logit(found.log_odds)[3] == pytest.approx(0.6, abs=0.01)
    assert (found.sd < np.sqrt(0.5**2 + 0.4**2 + 0.1**2)).all()


@FIXED
@given(
    st.lists(st.floats(-9.0, 9.0), min_size=4, max_size=4),
    st.floats(0.02, 3.0),
    st.lists(st.floats(0.01, 5.0), min_size=4, max_size=4),
)
def test_a_mix_of_ages_is_a_share_within_those_of_its_ages(
    log_odds: list[float], sd: float, weights: list[float]
) -> None:
    use = UseByAge(bands=BANDS, log_odds=np.array(log_odds), sd=np.full(4, sd), own_figures=True)
    share = use.share(np.array(weights))
    shares = inverse_logit(np.array(log_odds))
    assert shares.min() - 1e-12 <= share.mid <= shares.max() + 1e-12
    assert 0.0 <= share.low <= share.mid <= share.high <= 1.0


def test_ages_are_counted_year_by_year() -> None:
    overlap = band_overlap(BANDS, 25, 39)
    np.testing.assert_allclose(overlap, [5 / 12, 10 / 20, 0.0, 0.0])
    assert band_overlap(BANDS, 10, 15).tolist() == [1.0, 0.0, 0.0, 0.0]  # outside all: the nearest band


def test_a_pyramid_is_shared_out_by_years() -> None:
    pyramid = [(0, 19, 0.25), (20, 59, 0.5), (60, 99, 0.25)]
    assert share_between(pyramid, 20, 29) == pytest.approx(0.125)
    assert share_between(pyramid, 0, 99) == pytest.approx(1.0)
    everyone = people_by_band(pyramid, ((0, 9), (10, 39), (40, 99)))
    np.testing.assert_allclose(everyone, [0.125, 0.375, 0.5])


BEFORE = Quantity(0.2, 0.4, 0.6, Scale.LOGIT)


def test_nobody_asked_leaves_the_share_as_it_was() -> None:
    found = told_by_customers(BEFORE, 0, 0)
    np.testing.assert_allclose([found.low, found.mid, found.high], [0.2, 0.4, 0.6], atol=0.02)


@pytest.mark.parametrize(("uses", "asked"), [(3, 20), (15, 60), (50, 60)])
def test_answers_weigh_as_in_the_exact_posterior(uses: int, asked: int) -> None:
    """Against the posterior summed on a grid with the two-piece prior itself, not the Beta put in its place."""
    normal = np.linspace(-6.0, 6.0, 20_001)
    share = BEFORE.draw(normal)
    weight = np.exp(-(normal**2) / 2.0 + uses * np.log(share) + (asked - uses) * np.log(1.0 - share))
    below = np.cumsum(weight) / weight.sum()
    exact = [float(np.interp(level, below, share)) for level in (0.1, 0.5, 0.9)]
    found = told_by_customers(BEFORE, uses, asked)
    np.testing.assert_allclose([found.low, found.mid, found.high], exact, atol=0.03)


def test_ten_thousand_answers_decide() -> None:
    found = told_by_customers(BEFORE, 7_000, 10_000)
    assert found.mid == pytest.approx(0.7, abs=0.005)
    assert found.high - found.low < 0.02
