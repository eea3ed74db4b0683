"""How likely the counted weeks are around their means: heavy-tailed sales, negative binomial counts (MODEL §2)."""

import math

from foulee.core.response.fitting.arrays import (
    CLOCK,
    COUNT_D,
    COUNT_MEAN,
    CUSTOMERS,
    ERROR,
    ERROR_D,
    LOG_MEAN,
    LOG_MEAN_D,
    LOG_SALES,
    NEW_PEOPLE,
    SLOPE,
    SURPRISE,
    VALUE,
    ZEROS,
    Data,
    Work,
)
from foulee.core.response.fitting.compiling import inner
from foulee.core.response.fitting.layout import AUTO, NOISE, ORDER, SHOCK, SIZE, TREND

FREEDOM = 5.0  # degrees of freedom of Student's t: one wild week does not rule the fit (Lange, Little & Taylor 1989)
T_CONSTANT = math.lgamma((FREEDOM + 1.0) / 2.0) - math.lgamma(FREEDOM / 2.0) - 0.5 * math.log(FREEDOM * math.pi)
HALF_A_COUNT = 0.5
LEAST_NOISE = 0.005  # no shop's weeks are steadier than half a per cent; a month cut in four is
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
def count_density(data: Data, work: Work) -> float:
    """Log density of the counted new customers, but for a constant: negative binomial around recursion and growth.

    Leaves the derivative by the mean in `COUNT_D` and each week's surprise in `SURPRISE`.
    """
    natural, weekly = work.natural[VALUE], work.weekly
    size = math.exp(natural[SIZE])
    total, by_size, at_size, log_gamma_size = 0.0, 0.0, digamma(size), math.lgamma(size)
    for place in range(data.kinds.shape[1]):
        count, often = data.kinds[0, place], data.kinds[1, place]
        total += often * (math.lgamma(count + size) - log_gamma_size)
        by_size += often * (digamma(count + size) - at_size)
    for place in range(data.counted.size):
        week, count = data.counted[place], data.counts[0, place]
        log_mean = math.log(weekly[NEW_PEOPLE, week]) + natural[TREND] * data.weekly[CLOCK, week]
        mean = math.exp(log_mean)
        both = math.log(mean + size)
        share = (count + size) / (mean + size)
        total += size * (natural[SIZE] - both) + count * (log_mean - both)
        by_size += natural[SIZE] - both + 1.0 - share
        weekly[COUNT_MEAN, week] = mean
        weekly[COUNT_D, week] = count - share * mean
        weekly[SURPRISE, week] = data.counts[1, place] - math.log(mean + HALF_A_COUNT)
    work.natural[SLOPE, SIZE] += by_size * size
    return total


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
        if data.firm[CUSTOMERS]:
            error -= work.natural[VALUE, SHOCK] * weekly[SURPRISE, week]
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
def sales_density(data: Data, work: Work) -> float:
    """Log density of the surprises: Student's t around an autoregression, with gaps where weeks are missing."""
    error, error_d = work.weekly[ERROR], work.weekly[ERROR_D]
    auto, own = math.tanh(work.natural[VALUE, AUTO]), math.exp(work.natural[VALUE, NOISE])
    noise, count = LEAST_NOISE + own, data.seen.shape[1]
    total, by_noise, by_auto = count * (T_CONSTANT - math.log(noise)), 0.0, 0.0
    for place in range(count):
        week, gap = data.seen[0, place], data.seen[1, place]
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
    work.natural[SLOPE, NOISE] += by_noise * own / noise
    work.natural[SLOPE, AUTO] += by_auto * (1.0 - auto * auto)
    return total


@inner
def errors_back(data: Data, work: Work) -> None:
    """From derivatives by each week's surprise to derivatives by the logs of its means."""
    weekly, natural = work.weekly, work.natural
    worth = math.exp(natural[VALUE, ORDER])
    for place in range(data.seen.shape[1]):
        week = data.seen[0, place]
        by_error = weekly[ERROR_D, week]
        weekly[LOG_MEAN_D, week] -= by_error
        if data.firm[CUSTOMERS]:
            natural[SLOPE, SHOCK] -= by_error * weekly[SURPRISE, week]
        if data.firm[ZEROS]:
            orders = math.exp(weekly[LOG_MEAN, week]) / worth
            some = orders / math.expm1(orders) * (1.0 + by_error)
            weekly[LOG_MEAN_D, week] += some
            natural[SLOPE, ORDER] -= some
    if data.firm[CUSTOMERS]:
        for place in range(data.counted.size):
            week = data.counted[place]
            mean = weekly[COUNT_MEAN, week]
            weekly[COUNT_D, week] += weekly[ERROR_D, week] * natural[VALUE, SHOCK] * mean / (mean + HALF_A_COUNT)


@inner
def likelihood(data: Data, work: Work) -> float:
    """Log density of all that was counted, derivatives left in `work`."""
    work.weekly[LOG_MEAN_D] = 0.0
    work.weekly[ERROR_D] = 0.0
    total = 0.0
    if data.firm[CUSTOMERS]:
        work.weekly[COUNT_D] = 0.0
        work.weekly[SURPRISE] = 0.0
        total += count_density(data, work)
    total += sales_error(data, work)
    total += sales_density(data, work)
    errors_back(data, work)
    return total
