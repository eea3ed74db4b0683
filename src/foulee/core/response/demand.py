"""Demand without action: level and season of new customers, growth of sales (MODEL §1)."""

import numpy as np

from foulee.core.types import WEEKS_PER_YEAR, Floats

MONTHS = 12


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


def demand(level: Floats, season: Floats) -> Floats:
    """New customers per week without any action, (weeks, draws): `level` (draws,) times `season`.

    `season` is (weeks,), or (weeks, draws) where each draw has its own.
    """
    return (season[:, None] if season.ndim == 1 else season) * level


def growth(yearly_trend: Floats, weeks: int) -> Floats:
    """Multiplier of sales, (weeks, draws): 1 in the first week, `exp(trend)` a year later.

    It multiplies all orders, not only new customers, so that an owner who says that sales grow by so much
    a year is projected to grow by just that.
    """
    return np.exp(np.arange(weeks)[:, None] / WEEKS_PER_YEAR * yearly_trend)
