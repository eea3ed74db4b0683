"""Paths of effort from the same total: steady (blue), burst then silence (red), and none."""

import numpy as np

from foulee.core.plans import Choice, Plan
from foulee.core.response.simulate import Efforts
from foulee.core.types import MONTHS_PER_WEEK, Means

BURST_WEEKS = 13
BEYOND_TRIED = 1.1  # times the largest effort ever made: what lies beyond was never tried


def burst(plan: Plan, steady: Efforts, weeks: int = BURST_WEEKS) -> Efforts:
    """The steady plan's whole budget, hours and money, spent evenly in the first `weeks` (METHOD A1).

    What the burst saves of the fixed work of the later weeks goes into effort where it can (hours into hours, money
    into ads) and is not charged where it cannot, so that nothing is wasted to make it look bad.
    """
    horizon = steady.hours.size
    idle = horizon - weeks
    multiples = np.zeros((horizon, len(plan)))
    for column, choice in enumerate(plan):
        multiples[:weeks, column] = _multiple(choice, horizon, weeks)
    hours, money = np.zeros(horizon), np.zeros(horizon)
    unused = sum(choice.option.hours_fixed * idle for choice in plan if choice.option.means is Means.ADS)
    unspent = sum(choice.option.money_fixed * idle for choice in plan if choice.option.means is Means.HOURS)
    hours[:weeks] = (steady.hours.sum() - unused) / weeks
    money[:weeks] = (steady.money.sum() - unspent * MONTHS_PER_WEEK) / weeks
    return Efforts(multiples=multiples, hours=hours, money=money)


def _multiple(choice: Choice, horizon: int, weeks: int) -> float:
    """Weekly effort of the burst in typical efforts."""
    if choice.option.means is Means.ADS:
        spent = choice.amount * horizon + choice.option.money_fixed * (horizon - weeks)
        return spent / weeks / choice.option.typical
    saved = choice.option.hours_fixed * (horizon - weeks)
    variable = choice.amount * choice.option.hours_per_item * horizon + saved
    return variable / weeks / (choice.option.hours_per_item * choice.option.typical)


def from_amounts(plan: Plan, amounts: np.ndarray, weeks: int) -> Efforts:
    """A path given week by week: `amounts` (weeks, channels) in the plan's units; shorter paths end in silence.

    A channel costs its fixed hours in the weeks in which it is used; setting it up costs in the first of them.
    """
    padded = np.zeros((weeks, len(plan)))
    padded[: min(weeks, amounts.shape[0])] = amounts[:weeks]
    hours, money = np.zeros(weeks), np.zeros(weeks)
    for column, choice in enumerate(plan):
        used = padded[:, column] > 0.0
        for week in np.flatnonzero(used):
            at = Choice(option=choice.option, amount=float(padded[week, column]))
            hours[week] += at.hours
            money[week] += at.money * MONTHS_PER_WEEK
        if used.any():
            first = int(np.argmax(used))
            hours[first] += choice.option.hours_once
            money[first] += choice.option.money_once
    typical = np.array([choice.option.typical for choice in plan])
    return Efforts(multiples=padded / typical, hours=hours, money=money)
