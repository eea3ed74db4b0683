"""Demand without action: level, trend and season of the firm's new customers (MODEL §1)."""

import numpy as np

from foulee.core.types import Floats

MONTHS = 12
WEEKS_PER_YEAR = 52


def seasonal_profile(monthly: Floats, weeks: int, first_month: int = 1) -> Floats:
    """Weekly multipliers of mean 1 over a year, interpolated from twelve monthly weights.

    `monthly` (12,) are relative sales of January to December (any positive scale); the result is (weeks,),
    week 0 being the first week of `first_month` (1 to 12). The year wraps around smoothly.
    """
    weights = np.asarray(monthly, dtype=float)
    weights = weights / weights.mean()
    centres = (np.arange(MONTHS) + 0.5) * WEEKS_PER_YEAR / MONTHS
    position = (np.arange(weeks) + 0.5 + (first_month - 1) * WEEKS_PER_YEAR / MONTHS) % WEEKS_PER_YEAR
    profile = np.interp(position, centres, weights, period=float(WEEKS_PER_YEAR))
    year = np.interp(np.arange(WEEKS_PER_YEAR) + 0.5, centres, weights, period=float(WEEKS_PER_YEAR))
    return profile / year.mean()


def demand(level: Floats, yearly_trend: Floats, season: Floats) -> Floats:
    """New customers per week without any action, (draws, weeks).

    `level` (draws,) is the mean week of the first year; `yearly_trend` (draws,) is the yearly growth rate
    on the log scale; `season` (weeks,) multiplies.
    """
    weeks = np.arange(season.size) / WEEKS_PER_YEAR
    return level[:, None] * np.exp(yearly_trend[:, None] * weeks) * season
