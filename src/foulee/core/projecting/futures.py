"""Paths of effort from where the firm's weeks end: totals, fans, and one against another (MODEL §5)."""

from dataclasses import dataclass

from foulee.core.projecting.compare import Fan, fan
from foulee.core.projecting.verdicts import Duel, duel
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.shapes import mixed
from foulee.core.response.simulate import Efforts, Outcome, present_value, simulate
from foulee.core.types import Floats, Interval, Shape, interval

NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Future:
    """What a path leads to over its weeks: totals in money, not discounted but for `gain`, and the weekly sales.

    `incremental`: sales beyond doing nothing; `profit`: margin less what the path costs; `gain`: discounted profit
    beyond doing nothing; `chance_pays`: chance that it is positive.
    """

    sales: Interval
    incremental: Interval
    profit: Interval
    gain: Interval
    chance_pays: float
    weekly: Fan


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """Paths before and after the weeks were read, and who beats whom: `duels` by pairs of names."""

    posterior: dict[str, Future]
    prior: dict[str, Future]
    duels: dict[tuple[str, str], Duel]
    material: float


@dataclass(frozen=True, slots=True)
class _Runs:
    """A path's outcomes under each shape."""

    sales: dict[Shape, Floats]
    profit: dict[Shape, Floats]
    value: dict[Shape, Floats]


def futures(
    after: dict[Shape, ResponseDraws],
    before: dict[Shape, ResponseDraws],
    paths: dict[str, Efforts],
    weights: dict[Shape, float],
    material: float,
) -> Futures:
    """Run every path under every shape, as believed before and after. `paths` must hold `none`.

    Paths are compared by the profit that is shown, not discounted: else the one that spends later would win where
    neither brings anything.
    """
    posterior = {name: _runs(after, efforts) for name, efforts in paths.items()}
    prior = {name: _runs(before, efforts) for name, efforts in paths.items()}
    names = list(paths)
    pairs = [(one, other) for one in names for other in names if one != other]
    return Futures(
        posterior={name: _future(runs, posterior[NONE], weights) for name, runs in posterior.items()},
        prior={name: _future(runs, prior[NONE], weights) for name, runs in prior.items()},
        duels={
            (one, other): duel(
                _less(posterior[one].profit, posterior[other].profit),
                _less(prior[one].profit, prior[other].profit),
                weights,
                material,
            )
            for one, other in pairs
        },
        material=material,
    )


def _runs(believed: dict[Shape, ResponseDraws], efforts: Efforts) -> _Runs:
    outcomes: dict[Shape, Outcome] = {shape: simulate(draws, efforts) for shape, draws in believed.items()}
    return _Runs(
        sales={shape: outcome.sales for shape, outcome in outcomes.items()},
        profit={shape: outcome.profit.sum(axis=1) for shape, outcome in outcomes.items()},
        value={
            shape: present_value(outcome.profit, believed[shape].weekly_discount) for shape, outcome in outcomes.items()
        },
    )


def _less(one: dict[Shape, Floats], other: dict[Shape, Floats]) -> dict[Shape, Floats]:
    return {shape: draws - other[shape] for shape, draws in one.items()}


def _future(runs: _Runs, none: _Runs, weights: dict[Shape, float]) -> Future:
    sales = mixed(runs.sales, weights)
    gain = mixed(_less(runs.value, none.value), weights)
    return Future(
        sales=interval(sales.sum(axis=1)),
        incremental=interval(sales.sum(axis=1) - mixed(none.sales, weights).sum(axis=1)),
        profit=interval(mixed(runs.profit, weights)),
        gain=interval(gain),
        chance_pays=float((gain > 0.0).mean()),
        weekly=fan(sales),
    )
