"""How likely weeks of sales are around their means: heavy-tailed, autocorrelated, with gaps (MODEL §2)."""

import math

from foulee.core.response.fitting.arrays import (
    COUNT_MEAN,
    ERROR,
    ERROR_D,
    LOG_MEAN,
    LOG_MEAN_D,
    LOG_SALES,
    ORDERS_SURPRISE,
    SLOPE,
    VALUE,
    ZEROS,
    Data,
    Work,
)
from foulee.core.response.fitting.compiling import inner
from foulee.core.response.fitting.counts import counts_back, counts_density, shock, shock_back
from foulee.core.response.fitting.layout import AUTO, NOISE, ORDER
from foulee.core.types import Floats, Ints

FREEDOM = 5.0  # degrees of freedom of Student's t: one wild week does not rule the fit (Lange, Little & Taylor 1989)
T_CONSTANT = math.lgamma((FREEDOM + 1.0) / 2.0) - math.lgamma(FREEDOM / 2.0) - 0.5 * math.log(FREEDOM * math.pi)
LEAST_NOISE = 0.005  # no shop's weeks are steadier than half a per cent; a month cut in four is


@inner
def sales_error(data: Data, work: Work) -> float:
    """Each week's surprise on the log of sales; log density of there being sales at all, where some weeks have none.

    A week has none when no order comes: Poisson of mean `sales / worth of an order`.
    """
    weekly, total = work.weekly, 0.0
    worth, by_worth = math.exp(work.natural[VALUE, ORDER]), 0.0
    for place in range(data.seen.shape[1]):
        week = data.seen[0, place]
        error = data.weekly[LOG_SALES, week] - weekly[LOG_MEAN, week]
        error -= shock(data, work, week)
        if data.firm[ZEROS]:
            some = math.log(-math.expm1(-math.exp(weekly[LOG_MEAN, week]) / worth))
            error += some
            total += some
        weekly[ERROR, week] = error
    for place in range(data.none.size):
        week = data.none[place]
        orders = math.exp(weekly[LOG_MEAN, week]) / worth
        total -= orders
        weekly[LOG_MEAN_D, week] -= orders
        by_worth += orders
    work.natural[SLOPE, ORDER] += by_worth
    return total


@inner
def link(gap: int, auto: float) -> tuple[float, float, float, float]:
    """Weight of the week counted before, spread of what it leaves open (in innovations), and their slopes in `auto`."""
    rest = 1.0 - auto * auto
    if gap == 1:
        return auto, 1.0, 1.0, 0.0
    if gap == 0:
        return 0.0, 1.0 / rest, 0.0, 2.0 * auto / (rest * rest)
    power, power_d = auto**gap, gap * auto ** (gap - 1)
    spread_d = (-2.0 * power * power_d * rest + 2.0 * auto * (1.0 - power * power)) / (rest * rest)
    return power, (1.0 - power * power) / rest, power_d, spread_d


@inner
def surprises(seen: Ints, weekly: Floats, log_noise: float, tanh_auto: float) -> tuple[float, float, float]:
    """Log density of the surprises in `ERROR`, and its slopes in the two parameters of the noise.

    Student's t around an autoregression, with gaps where weeks are missing. Leaves in `ERROR_D` the derivatives.
    """
    error, error_d = weekly[ERROR], weekly[ERROR_D]
    auto, own = math.tanh(tanh_auto), math.exp(log_noise)
    noise, count = LEAST_NOISE + own, seen.shape[1]
    total, by_noise, by_auto = count * (T_CONSTANT - math.log(noise)), 0.0, 0.0
    for place in range(count):
        week, gap = seen[0, place], seen[1, place]
        before = week - gap
        power, spread, power_d, spread_d = link(gap, auto)
        surprise = error[week] - power * error[before]
        ratio = surprise * surprise / (noise * noise * spread * FREEDOM)
        total -= 0.5 * (FREEDOM + 1.0) * math.log1p(ratio)
        if gap != 1:
            total -= 0.5 * math.log(spread)
        pull = (FREEDOM + 1.0) * ratio / (1.0 + ratio)
        by_error = -(FREEDOM + 1.0) * surprise / (noise * noise * spread * FREEDOM * (1.0 + ratio))
        error_d[week] += by_error
        if gap > 0:
            error_d[before] -= power * by_error
            by_auto -= by_error * power_d * error[before]
        by_noise += pull - 1.0
        by_auto += 0.5 * spread_d / spread * (pull - 1.0)
    return total, by_noise * own / noise, by_auto * (1.0 - auto * auto)


@inner
def errors_back(data: Data, work: Work) -> None:
    """From derivatives by each week's surprise to derivatives by the logs of its means."""
    weekly, natural = work.weekly, work.natural
    worth = math.exp(natural[VALUE, ORDER])
    for place in range(data.seen.shape[1]):
        week = data.seen[0, place]
        by_error = weekly[ERROR_D, week]
        weekly[LOG_MEAN_D, week] -= by_error
        shock_back(data, work, week)
        if data.firm[ZEROS]:
            orders = math.exp(weekly[LOG_MEAN, week]) / worth
            some = orders / math.expm1(orders) * (1.0 + by_error)
            weekly[LOG_MEAN_D, week] += some
            natural[SLOPE, ORDER] -= some
    counts_back(data, work)


@inner
def sales_density(data: Data, work: Work) -> float:
    """Log density of what was counted and sold, derivatives left in `work`."""
    natural, weekly = work.natural, work.weekly
    weekly[LOG_MEAN_D] = 0.0
    weekly[ERROR_D] = 0.0
    weekly[COUNT_MEAN : ORDERS_SURPRISE + 1] = 0.0
    total = counts_density(data, work) + sales_error(data, work)
    found, by_noise, by_auto = surprises(data.seen, weekly, natural[VALUE, NOISE], natural[VALUE, AUTO])
    natural[SLOPE, NOISE] += by_noise
    natural[SLOPE, AUTO] += by_auto
    errors_back(data, work)
    return total + found
