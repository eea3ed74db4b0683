"""From the weeks counted to the weeks to come: the same draws, from where they stand when the history ends."""

from dataclasses import dataclass, replace

import numpy as np

from foulee.core.response.closures import closed, closed_ahead
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.layout import AUTO, FIRM, NOISE
from foulee.core.response.fitting.noise import FREEDOM, LEAST_NOISE
from foulee.core.response.fitting.posterior import Money, own_efforts, window
from foulee.core.response.fitting.problem import Problem, future_design
from foulee.core.response.simulate import Efforts, after
from foulee.core.types import Bools, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """A firm as it is believed, before or after its weeks were read.

    `natural` (draws, size): the parameters; `past`: over the weeks of the history, in the middle of what may come;
    `ahead`: on average over good and bad weeks, from its last week on, over `weeks`; `whole`: both in one, for what is
    begun in the past and ends later, nothing being sold in weeks of closure. `efforts`: the history's own, in typical
    efforts; `shut` (weeks,): weeks ahead in which the shop is taken to be closed again.
    """

    problem: Problem
    natural: Floats
    past: ResponseDraws
    ahead: ResponseDraws
    whole: ResponseDraws
    efforts: Efforts
    weeks: int
    shut: Bools


def believe(problem: Problem, natural: Floats, money: Money, weeks: int, events: Floats | None = None) -> Believed:
    """Read parameters (draws, size) as a firm over its own weeks and `weeks` more.

    `events` (weeks, terms of the calendar) are those to come, in the order of the history's; none where not known.
    """
    past = window(problem, natural, money)
    average = on_average(past, natural)
    linear = natural[:, FIRM : FIRM + problem.layout.linear]
    sales = problem.history.sales
    shut = closed_ahead(sales, weeks)
    season = np.exp(future_design(problem, weeks, events) @ linear.T) * ~shut[:, None]
    efforts = own_efforts(problem)
    both = np.concatenate([past.season * ~closed(sales)[:, None], season])
    return Believed(
        problem=problem,
        natural=natural,
        past=past,
        ahead=drifting(after(average, efforts, season), problem),
        whole=replace(average, season=both),
        efforts=efforts,
        weeks=weeks,
        shut=shut,
    )


def on_average(past: ResponseDraws, natural: Floats) -> ResponseDraws:
    """The same firm with sales as they are on average over good and bad weeks.

    The density is told on logs, whose middle lies below the log of the average by half the variance of the noise.
    """
    auto, noise = np.tanh(natural[:, AUTO]), LEAST_NOISE + np.exp(natural[:, NOISE])
    variance = noise**2 * FREEDOM / (FREEDOM - 2.0) / (1.0 - auto**2)
    return replace(past, firm=replace(past.firm, basket=past.firm.basket * np.exp(variance / 2.0)))


def drifting(ahead: ResponseDraws, problem: Problem) -> ResponseDraws:
    """The same firm where growth may turn after its weeks: the town, the street and the trade go their own way.

    The same turns for the same number of draws, so that what is believed before and after meets the same luck.
    """
    turns = np.random.default_rng([ahead.count, 53]).standard_normal(ahead.count)
    trend = ahead.firm.yearly_trend + problem.beliefs.drift.draw(turns)
    return replace(ahead, firm=replace(ahead.firm, yearly_trend=trend))
