"""What firms may share: parameters whose scores mean the same in every firm, and where a firm has them."""

from typing import NamedTuple

from foulee.core.response.fitting.layout import (
    AUTO,
    CARRY,
    FIRM,
    FIRM_NAMES,
    HALF,
    LEVER_NAMES,
    LOSS,
    NOISE,
    QUICK,
    SLOW,
    TREND,
)
from foulee.core.response.fitting.problem import Problem

OF_A_LEVER = (CARRY, HALF, QUICK, SLOW)
OF_THE_FIRM = (TREND, NOISE, AUTO, LOSS)
SEASON = "season "


class Topic(NamedTuple):
    """One thing firms may share: a parameter, of levers of a `kind` or ("") of the firm itself."""

    kind: str
    parameter: str


def topics(problem: Problem) -> dict[Topic, tuple[int, ...]]:
    """Where a firm's vector holds each topic: in one place, or in one for each of its levers of that kind."""
    found: dict[Topic, tuple[int, ...]] = {Topic("", FIRM_NAMES[part]): (part,) for part in OF_THE_FIRM}
    for place, term in enumerate(problem.terms):
        if term.startswith(SEASON):
            found[Topic("", term)] = (FIRM + place,)
    for number, lever in enumerate(problem.history.levers):
        for part in OF_A_LEVER:
            topic = Topic(lever.kind.value, LEVER_NAMES[part])
            found[topic] = (*found.get(topic, ()), problem.layout.lever(number, part))
    return found
