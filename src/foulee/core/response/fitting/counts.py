"""How likely the people and orders counted are around their means: negative binomial (MODEL §2)."""

import math

from foulee.core.response.fitting.arrays import (
    CLOCK,
    COUNT_D,
    COUNT_MEAN,
    CUSTOMERS,
    ERROR_D,
    LOG_MEAN,
    LOG_MEAN_D,
    MEAN_ORDERS,
    NEW_PEOPLE,
    ORDERS,
    ORDERS_COUNT_D,
    ORDERS_COUNT_MEAN,
    ORDERS_SURPRISE,
    ORDERS_TOO,
    SLOPE,
    SURPRISE,
    VALUE,
    Counts,
    Data,
    Work,
)
from foulee.core.response.fitting.compiling import inner
from foulee.core.response.fitting.layout import (
    LEVEL,
    NEW_TREND,
    ORDERS_LEVEL,
    ORDERS_SHOCK,
    ORDERS_SIZE,
    SHOCK,
    SIZE,
    TREND,
)
from foulee.core.types import Floats

HALF_A_COUNT = 0.5
SERIES_FROM = 6.0


@inner
def digamma(value: float) -> float:
    """Derivative of the log of the gamma function, by recurrence and asymptotic series (Abramowitz & Stegun 6.3.18)."""
    shift = 0.0
    while value < SERIES_FROM:
        shift -= 1.0 / value
        value += 1.0
    inverse = 1.0 / (value * value)
    series = inverse * (1.0 / 12.0 - inverse * (1.0 / 120.0 - inverse * (1.0 / 252.0 - inverse / 240.0)))
    return shift + math.log(value) - 0.5 / value - series


@inner
def negative_binomial(counts: Counts, log_size: float, weekly: Floats, first: int) -> tuple[float, float]:
    """Log density of counts but for a constant, and its slope in `log_size`.

    Row `first` of `weekly` holds the logs of the means, and then the means; the next takes the derivatives by the logs,
    the one after each week's surprise.
    """
    size = math.exp(log_size)
    total, by_size, at_size, log_gamma_size = 0.0, 0.0, digamma(size), math.lgamma(size)
    for place in range(counts.kinds.shape[1]):
        count, often = counts.kinds[0, place], counts.kinds[1, place]
        total += often * (math.lgamma(count + size) - log_gamma_size)
        by_size += often * (digamma(count + size) - at_size)
    for place in range(counts.weeks.size):
        week, count = counts.weeks[place], counts.values[0, place]
        log_mean = weekly[first, week]
        mean = math.exp(log_mean)
        both = math.log(mean + size)
        share = (count + size) / (mean + size)
        total += size * (log_size - both) + count * (log_mean - both)
        by_size += log_size - both + 1.0 - share
        weekly[first, week] = mean
        weekly[first + 1, week] = count - share * mean
        weekly[first + 2, week] = counts.values[1, place] - math.log(mean + HALF_A_COUNT)
    return total, by_size * size


@inner
def counts_density(data: Data, work: Work) -> float:
    """Log density of the new customers and orders counted, but for a constant; surprises left in `weekly`."""
    natural, weekly, total = work.natural[VALUE], work.weekly, 0.0
    if data.firm[CUSTOMERS]:
        for week in data.new.weeks:
            growth = (natural[TREND] + natural[NEW_TREND]) * data.weekly[CLOCK, week]
            weekly[COUNT_MEAN, week] = math.log(weekly[NEW_PEOPLE, week]) + growth
        found, by_size = negative_binomial(data.new, natural[SIZE], weekly, COUNT_MEAN)
        work.natural[SLOPE, SIZE] += by_size
        total += found
    if data.firm[ORDERS_TOO]:
        level = math.log(data.firm[MEAN_ORDERS]) + natural[ORDERS_LEVEL] - natural[LEVEL]
        for week in data.orders.weeks:
            if data.firm[CUSTOMERS]:
                again = weekly[ORDERS, week] - weekly[NEW_PEOPLE, week]
                weekly[ORDERS_COUNT_MEAN, week] = math.log(again) + natural[TREND] * data.weekly[CLOCK, week]
            else:
                weekly[ORDERS_COUNT_MEAN, week] = level + weekly[LOG_MEAN, week]
        found, by_size = negative_binomial(data.orders, natural[ORDERS_SIZE], weekly, ORDERS_COUNT_MEAN)
        work.natural[SLOPE, ORDERS_SIZE] += by_size
        total += found
    return total


@inner
def shock(data: Data, work: Work, week: int) -> float:
    """What the week's surprises in people and orders do to the log of its sales."""
    natural, weekly, total = work.natural[VALUE], work.weekly, 0.0
    if data.firm[CUSTOMERS]:
        total += natural[SHOCK] * weekly[SURPRISE, week]
    if data.firm[ORDERS_TOO]:
        total += natural[ORDERS_SHOCK] * weekly[ORDERS_SURPRISE, week]
    return total


@inner
def shock_back(data: Data, work: Work, week: int) -> None:
    """From the derivative by a week's surprise in sales to those by how far the others go into it."""
    natural, weekly = work.natural, work.weekly
    if data.firm[CUSTOMERS]:
        natural[SLOPE, SHOCK] -= weekly[ERROR_D, week] * weekly[SURPRISE, week]
    if data.firm[ORDERS_TOO]:
        natural[SLOPE, ORDERS_SHOCK] -= weekly[ERROR_D, week] * weekly[ORDERS_SURPRISE, week]


@inner
def counts_back(data: Data, work: Work) -> None:
    """The part of what was counted in the surprises of sales; then orders alone, whose means are those of sales."""
    natural, weekly = work.natural, work.weekly
    if data.firm[CUSTOMERS]:
        for week in data.new.weeks:
            mean = weekly[COUNT_MEAN, week]
            weekly[COUNT_D, week] += weekly[ERROR_D, week] * natural[VALUE, SHOCK] * mean / (mean + HALF_A_COUNT)
    if data.firm[ORDERS_TOO]:
        for week in data.orders.weeks:
            mean = weekly[ORDERS_COUNT_MEAN, week]
            part = natural[VALUE, ORDERS_SHOCK] * mean / (mean + HALF_A_COUNT)
            weekly[ORDERS_COUNT_D, week] += weekly[ERROR_D, week] * part
            if not data.firm[CUSTOMERS]:
                by_mean = weekly[ORDERS_COUNT_D, week]
                weekly[LOG_MEAN_D, week] += by_mean
                natural[SLOPE, LEVEL] -= by_mean
                natural[SLOPE, ORDERS_LEVEL] += by_mean
