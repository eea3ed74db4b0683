"""A firm under what its peers have in common, and how much it leans on them once its own weeks are read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from foulee.core.pooling.population import Population, Shared
from foulee.core.pooling.topics import Topic, topics
from foulee.core.response.fitting.fit import Fitted
from foulee.core.response.fitting.layout import QUICK, SLOW
from foulee.core.response.fitting.problem import Problem

NOBODY: Shared = MappingProxyType({})
KNOWLEDGE = Population(shift=0.0, spread=1.0, learnt=0.0, firms=0, weeks=0)  # the common prior


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """Where what is believed of one thing comes from, three shares that make 1.

    `own`: its own weeks, by as much as they narrowed what was believed before; of the rest, `peers` as much as they
    took away of what was unsure of firms like it, and `knowledge` what is left. `firms`: how many peers.
    """

    own: float
    peers: float
    knowledge: float
    firms: int


def pooled(problem: Problem, shared: Shared) -> Problem:
    """The same firm, its prior moved to where its peers are."""
    mean, sd = problem.data.prior.copy()
    for topic, places in topics(problem).items():
        if topic in shared:
            for place in places:
                mean[place] += sd[place] * shared[topic].shift
                sd[place] *= shared[topic].spread
    return replace(problem, data=problem.data._replace(prior=np.stack([mean, sd])))


def leanings(fitted: Fitted, shared: Shared = NOBODY) -> dict[str, Leaning]:
    """What each parameter that may be shared leans on, by its name in the problem; `fitted` under the pooled prior."""
    variance = _left(fitted)
    names = fitted.problem.names
    return {
        names[place]: _leaning(variance.get(place, 1.0), shared.get(topic, KNOWLEDGE))
        for topic, places in topics(fitted.problem).items()
        for place in places
    }


def lever_leanings(fitted: Fitted, shared: Shared = NOBODY) -> dict[str, Leaning]:
    """What each lever's effects lean on, quick and slow alike."""
    variance, layout = _left(fitted), fitted.problem.layout
    found = {}
    for number, lever in enumerate(fitted.problem.history.levers):
        parts = [
            _leaning(
                variance.get(layout.lever(number, part), 1.0), shared.get(Topic(lever.kind.value, name), KNOWLEDGE)
            )
            for part, name in ((QUICK, "quick"), (SLOW, "slow"))
        ]
        found[lever.name] = Leaning(
            own=sum(part.own for part in parts) / len(parts),
            peers=sum(part.peers for part in parts) / len(parts),
            knowledge=sum(part.knowledge for part in parts) / len(parts),
            firms=min(part.firms for part in parts),
        )
    return found


def _left(fitted: Fitted) -> Mapping[int, float]:
    """Variance left of each score that was sampled, by place: 1 before the weeks."""
    variance = fitted.scores.reshape(-1, fitted.scores.shape[2]).var(axis=0)
    return {int(place): float(value) for place, value in zip(fitted.problem.data.active, variance, strict=True)}


def _leaning(variance: float, population: Population) -> Leaning:
    """In the normal case the mean is exactly so much its own and so much the prior's (Gelman & Pardoe 2006)."""
    rest = min(variance, 1.0)
    peers = rest * population.learnt
    return Leaning(own=1.0 - rest, peers=peers, knowledge=rest - peers, firms=population.firms)
