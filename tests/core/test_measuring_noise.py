"""Noise of weekly sales: whitening against full matrices, recovery, gaps, wild weeks; the normal and Student laws."""

import numpy as np
import pytest
from scipy import stats
from tests.trials import Truth, noise, tried

from foulee.core.measuring.chances import normal_below, normal_quantile, power, student_quantile
from foulee.core.measuring.noise import (
    Noise,
    TooFewWeeksError,
    estimate,
    noise_of,
    seasonal_columns,
    tame,
    whitening,
)
from foulee.core.measuring.table import noise_of_history
from foulee.core.types import Floats

WEEKS = np.array([0, 1, 2, 5, 6, 9, 10, 11, 12, 14, 15, 16, 17, 20, 21, 22, 23, 24])


def covariance(weeks: Floats, autocorrelation: float) -> Floats:
    """Covariance of the noise for surprises of variance one, from its definition."""
    return np.power(autocorrelation, np.abs(weeks[:, None] - weeks[None, :])) / (1.0 - autocorrelation**2)


def test_quantiles_are_those_of_the_tables() -> None:
    for freedom in (4, 6, 10, 40, 200):
        for share in (0.9, 0.95, 0.975):
            assert student_quantile(share, freedom) == pytest.approx(stats.t.ppf(share, freedom), abs=0.01)
    assert normal_quantile(0.975) == pytest.approx(1.959964, abs=1e-6)
    values = np.array([[-3.0, 0.0], [0.5, 2.0]])
    assert normal_below(values) == pytest.approx(stats.norm.cdf(values))


def test_power_without_effect_is_the_risk() -> None:
    assert power(np.zeros(1), 0.1)[0] == pytest.approx(0.05)
    assert power(np.array([0.3]), np.inf)[0] == pytest.approx(0.05)
    assert power(np.array([-0.28]), 0.1) == power(np.array([0.28]), 0.1)
    assert power(np.array([0.2801585]), 0.1)[0] == pytest.approx(0.8, abs=1e-4)  # 1.96 + 0.84 errors


@pytest.mark.parametrize("autocorrelation", [0.0, 0.4, 0.85, -0.3])
def test_whitening_makes_noise_independent_across_gaps(autocorrelation: float) -> None:
    made = whitening(WEEKS, autocorrelation)
    whole = made.apply(np.eye(WEEKS.size))
    assert whole @ covariance(WEEKS, autocorrelation) @ whole.T == pytest.approx(np.eye(WEEKS.size), abs=1e-9)
    weights = np.random.default_rng(20).standard_normal(WEEKS.size)
    assert made.turned(weights) == pytest.approx(whole.T @ weights)


def test_an_estimate_agrees_with_plain_least_squares_where_weeks_are_independent() -> None:
    weeks, rng = np.arange(400), np.random.default_rng(20)
    column = (rng.random(400) < 0.5).astype(np.float64)
    nuisance = seasonal_columns(weeks)
    series = 9.0 + 0.2 * column + 0.1 * rng.standard_normal(400)
    found = estimate(series, column, nuisance, weeks)
    design = np.column_stack([column, nuisance])
    plain, rest, *_ = np.linalg.lstsq(design, series, rcond=None)
    error = np.sqrt(rest[0] / (400 - 7) * np.linalg.inv(design.T @ design)[0, 0])
    assert found.value == pytest.approx(plain[0], abs=0.4 * error)  # the autocorrelation found is not exactly none
    assert found.error == pytest.approx(error, rel=0.03)
    assert found.freedom == 400 - 7


@pytest.mark.parametrize(("sd", "autocorrelation"), [(0.1, 0.0), (0.2, 0.5), (0.05, 0.8)])
def test_noise_is_found_again(sd: float, autocorrelation: float) -> None:
    weeks = np.arange(600)
    series = (
        9.0 + 0.3 * np.cos(2.0 * np.pi * weeks / 52.18) + noise(np.random.default_rng(21), 600, sd, autocorrelation)
    )
    found = noise_of(series, seasonal_columns(weeks), weeks)
    assert found.sd == pytest.approx(sd, rel=0.1)
    assert found.autocorrelation == pytest.approx(autocorrelation, abs=0.1)


def test_noise_is_found_again_when_half_of_the_weeks_are_missing() -> None:
    rng = np.random.default_rng(22)
    weeks = np.flatnonzero(rng.random(1200) < 0.5)
    series = 9.0 + noise(rng, 1200, 0.1, 0.6)[weeks]
    found = noise_of(series, seasonal_columns(weeks), weeks)
    assert found.sd == pytest.approx(0.1, rel=0.12)
    assert found.autocorrelation == pytest.approx(0.6, abs=0.12)


def test_what_levers_do_is_not_noise() -> None:
    history, _ = tried(np.random.default_rng(4), Truth(sd=0.05, rise=1.0, past=60, trial=60, autocorrelation=0.0))
    assert noise_of_history(history, {"ads": 0.25}).sd == pytest.approx(0.05, rel=0.25)


def test_a_wild_week_is_left_out_and_does_not_move_the_noise() -> None:
    weeks = np.arange(120)
    calm = 9.0 + noise(np.random.default_rng(1), 120, 0.1, 0.3)
    wild = calm.copy()
    wild[40] += np.log(10.0)  # a zero too many
    columns = seasonal_columns(weeks)
    assert np.flatnonzero(~tame(wild, columns)).tolist() == [40]
    assert tame(calm, columns).all()
    assert noise_of(wild, columns, weeks).sd == pytest.approx(noise_of(calm, columns, weeks).sd, rel=0.05)


def test_a_firm_that_is_wild_throughout_keeps_its_weeks() -> None:
    weeks = np.arange(60)
    series = 9.0 + 0.01 * np.random.default_rng(1).standard_normal(60) + np.where(weeks % 6 == 0, 2.0, 0.0)
    assert tame(series, seasonal_columns(weeks)).all()


def test_too_few_weeks_are_refused() -> None:
    weeks = np.arange(9)
    with pytest.raises(TooFewWeeksError):
        noise_of(np.random.default_rng(1).standard_normal(9), seasonal_columns(weeks), weeks)


def test_spread_is_that_of_a_week_by_itself() -> None:
    assert Noise(sd=0.1, autocorrelation=0.6).spread == pytest.approx(0.125)
    assert Noise(sd=0.1).times(2.0).spread == pytest.approx(0.2)
