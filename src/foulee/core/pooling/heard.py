"""What one firm's fit has to say of what firms share: how its draws are spread, and nothing of its weeks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from foulee.core.pooling.topics import Topic, topics
from foulee.core.response.fitting.fit import Fitted
from foulee.core.types import Floats, Ints

END = 4.0  # standard normals: what lies further is counted in the outer bins
WIDTH = 0.05  # of a bin, well under the narrowest spread that is looked for
EDGES = np.linspace(-END, END, round(2.0 * END / WIDTH) + 1)
CENTRES = (EDGES[1:] + EDGES[:-1]) / 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One firm: its trade, how many weeks its fit counted, and for each topic how often draws fell into each bin.

    `effective`: how many independent draws they are worth at least; `said`: (levers or 1, bins) by topic, of the scores
    under the prior that is common to all firms.
    """

    trade: str
    weeks: int
    effective: float
    said: Mapping[Topic, Ints]


def hear(fitted: Fitted, trade: str) -> Heard:
    """Keep of a fit under the common prior what others may lean on."""
    scores = fitted.scores.reshape(-1, fitted.scores.shape[2])
    column = {int(place): scores[:, number] for number, place in enumerate(fitted.problem.data.active)}
    said = {}
    for topic, places in topics(fitted.problem).items():
        counted = [_counts(column[place]) for place in places if place in column]
        if counted:
            said[topic] = np.array(counted)
    return Heard(trade=trade, weeks=fitted.diagnostics.weeks, effective=fitted.diagnostics.min_ess, said=said)


def _counts(scores: Floats) -> Ints:
    return np.histogram(np.clip(scores, -END, END), EDGES)[0]
