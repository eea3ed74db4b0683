"""The best path from where a firm's weeks end: as much work and money as in its last year, better placed (MODEL §5)."""

import numpy as np

from foulee.core.history import FirmHistory, Unit
from foulee.core.projecting.best import Limits, best_efforts, even_and_tapered, month_lengths, month_of_week
from foulee.core.response.draws import ResponseDraws
from foulee.core.types import WEEKS_PER_MONTH, Floats

MORE_THAN_TRIED = 2.0  # times the largest effort of any week; beyond, not even a guess


def best_ahead(draws: ResponseDraws, history: FirmHistory, typical: Floats, weeks: int) -> Floats:
    """Efforts a week by month (months, levers), in the history's units, with the greatest expected discounted profit.

    `draws` start where the history ends; `typical` (levers,) is what one typical effort is in the history's units.
    """
    months = month_of_week(weeks)
    lately = np.array([lever.lately for lever in history.levers])
    if not lately.any():
        return np.zeros((int(months[-1]) + 1, lately.size))
    limits = room_of(history, typical, month_lengths(months))
    starts = (*even_and_tapered(lately / typical, limits), *_bursts(limits))
    return best_efforts(draws, limits, months, starts) * typical


def room_of(history: FirmHistory, typical: Floats, lengths: Floats) -> Limits:
    """What a firm may put in: each week the hours of its last year's weeks, in all the money of that year's rate.

    Nothing has to be done, and each lever may go up to twice the largest effort of any week.
    """
    hours = np.array([lever.unit is Unit.HOURS for lever in history.levers])
    lately = np.array([lever.lately for lever in history.levers])
    largest = np.array([lever.effort.max(initial=0.0) for lever in history.levers])
    return Limits(
        least=np.zeros(lately.size),
        most=MORE_THAN_TRIED * largest / typical,
        hours=np.where(hours, typical, 0.0),
        hours_room=float(lately[hours].sum()),
        money=np.where(hours, 0.0, typical * WEEKS_PER_MONTH),
        money_room=float(lately[~hours].sum() * WEEKS_PER_MONTH * lengths.sum()),
        lengths=lengths,
    )


def _bursts(limits: Limits) -> tuple[Floats, ...]:
    """Paths to start from where a little effort brings nothing: one lever as far as it may, and no other.

    Its money goes from the first month on, until it is gone; hours come back every week, and it has them all.
    """
    bursts = []
    for column, most in enumerate(limits.most):
        path = np.zeros((limits.lengths.size, limits.most.size))
        if limits.money[column] > 0.0:
            left = limits.money_room - most * limits.money[column] * (np.cumsum(limits.lengths) - limits.lengths)
            path[:, column] = np.clip(left / (limits.money[column] * limits.lengths), 0.0, most)
        elif limits.hours[column] > 0.0:
            path[:, column] = min(most, limits.hours_room / limits.hours[column])
        bursts.append(path)
    return tuple(bursts)
