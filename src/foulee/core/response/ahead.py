"""From the weeks counted to the weeks to come: the same draws, from where they stand when the history ends."""

from dataclasses import dataclass, replace

import numpy as np

from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.layout import FIRM
from foulee.core.response.fitting.posterior import Money, own_efforts, window
from foulee.core.response.fitting.problem import Problem, future_design
from foulee.core.response.simulate import Efforts, after
from foulee.core.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """A firm as it is believed, before or after its weeks were read.

    `past`: over the weeks of the history; `ahead`: from its last week on, over `weeks`; `whole`: both in one, for what
    is begun in the past and ends later. `efforts`: the history's own, in typical efforts.
    """

    problem: Problem
    past: ResponseDraws
    ahead: ResponseDraws
    whole: ResponseDraws
    efforts: Efforts
    weeks: int


def believe(problem: Problem, natural: Floats, money: Money, weeks: int, events: Floats | None = None) -> Believed:
    """Read parameters (draws, size) as a firm over its own weeks and `weeks` more.

    `events` (weeks, terms of the calendar) are those to come, in the order of the history's; none where not known.
    """
    past = window(problem, natural, money)
    linear = natural[:, FIRM : FIRM + problem.layout.linear]
    season = np.exp(future_design(problem, weeks, events) @ linear.T)
    efforts = own_efforts(problem)
    both = np.concatenate([past.season, season])
    return Believed(
        problem=problem,
        past=past,
        ahead=after(past, efforts, season),
        whole=replace(past, season=both),
        efforts=efforts,
        weeks=weeks,
    )
