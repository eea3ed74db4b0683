"""One firm among many: do firms of a trade help each other, and do their intervals still hold the truth?

    python -m benchmarks.pooling --trades 12 --firms 40 [--alike 0.4] [--jobs 2] [--out FILE.json]

Each trade has its own truth: for every thing that may be shared, a shift and a spread drawn as the method believes them
to be (or, with `--alike`, one spread for all). Its firms have 12 weeks, half a year, a year or three years. Each is
fitted alone, leans on what the others have in common, and is fitted again; the truth must lie in the 80 % intervals as
often as they say, and those of short firms must be narrower than without peers.
"""

import argparse
import datetime as dt
import json
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from foulee.advice.believing import beliefs
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.pooling.heard import Heard, hear
from foulee.core.pooling.pooled import NOBODY, leanings, lever_leanings, pooled
from foulee.core.pooling.population import Shared, share
from foulee.core.pooling.topics import Topic, topics
from foulee.core.response.fitting.effect_draws import quick_and_slow
from foulee.core.response.fitting.fit import Effort, Fitted, NotConverged, Sampling, fit
from foulee.core.response.fitting.layout import AUTO, FIRM, LEVER, NOISE, QUICK, SLOW
from foulee.core.response.fitting.posterior import Money, own_efforts, posterior_parameters, window
from foulee.core.response.fitting.problem import Problem, Scales, problem
from foulee.core.response.simulate import simulate
from foulee.core.types import Floats
from foulee.knowledge import reader

LENGTHS = (12, 26, 52, 156)
SALES, TODAY = 6000.0, dt.date(2026, 11, 28)
MONEY = Money(margin=0.5, hour_cost=22.0, weekly_discount=0.001)
ONE_THREAD = Effort(threads=1)
KNOWLEDGE = cache(reader.load)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A firm of known truth: its problem with its weeks, and its parameters (size,)."""

    ready: Problem
    truth: Floats


def blank(rng: np.random.Generator, weeks: int, levers: int) -> Problem:
    """A firm whose weeks are still to be drawn; efforts come and go."""
    pause = np.repeat(rng.random(weeks // 3 + 1) < 0.6, 3)[:weeks]
    ads = rng.gamma(4.0, 25.0, weeks) * pause
    hours = np.maximum(rng.normal(4.0, 1.5, weeks), 0.0) * np.roll(pause, 2)
    own = (
        LeverHistory(name="ads", kind=LeverKind.PAID_SOCIAL, unit=Unit.MONEY, effort=ads),
        LeverHistory(name="posts", kind=LeverKind.ORGANIC_SOCIAL, unit=Unit.HOURS, effort=hours),
    )[:levers]
    history = FirmHistory(start=dt.date(2023, 1, 2), sales=np.full(weeks, SALES), levers=own)
    scales = Scales(sales=SALES, new=1.0, orders=1.0, typical=np.array([lever.typical for lever in own]))
    return problem(history, beliefs(history, KNOWLEDGE(TODAY), MONEY.hour_cost, scales), scales)


def drawn(seed: Sequence[int], weeks: int, trade: dict[Topic, tuple[float, float]], levers: int = 1) -> Drawn:
    """A firm of a trade: what is shared around the trade's shift, all else from the prior, weeks from the model."""
    rng = np.random.default_rng(list(seed))
    ready = blank(rng, weeks, levers)
    score = rng.standard_normal(ready.layout.size)
    for topic, places in topics(ready).items():
        shift, spread = trade.get(topic, (0.0, 1.0))
        score[list(places)] = shift + spread * score[list(places)]
    truth = ready.data.prior[0] + ready.data.prior[1] * score
    sales = simulate(window(ready, truth[None], MONEY), own_efforts(ready)).sales[0]
    auto, noise = np.tanh(truth[AUTO]), np.exp(truth[NOISE])
    surprise = rng.standard_t(5.0, weeks) * noise
    surprise[0] /= np.sqrt(1.0 - auto**2)
    for week in range(1, weeks):
        surprise[week] += auto * surprise[week - 1]
    history = replace(ready.history, sales=sales * np.exp(surprise))
    return Drawn(ready=problem(history, ready.beliefs, ready.scales), truth=truth)


def a_trade(seed: Sequence[int], alike: float | None) -> dict[Topic, tuple[float, float]]:
    """Shift and spread of everything that may be shared."""
    rng = np.random.default_rng(list(seed))
    found = {}
    for topic in topics(blank(rng, max(LENGTHS), 2)):
        spread = np.sqrt(rng.random()) if alike is None else alike
        found[topic] = (float(rng.normal(0.0, np.sqrt(1.0 - spread**2))), float(spread))
    return found


def fitted(ready: Problem, seed: int) -> Fitted | None:
    """A fit, or None where it refused."""
    try:
        return fit(ready, Sampling(seed=seed, effort=ONE_THREAD))
    except NotConverged:
        return None


def yearly(ready: Problem, natural: Floats) -> Floats:
    """What usual effort brings after a year, quick and slow, as a share of sales (draws, levers)."""
    table = natural[:, FIRM + ready.layout.linear :].reshape(natural.shape[0], ready.layout.levers, LEVER)
    quick, slow = quick_and_slow(ready.data, table[:, :, QUICK], table[:, :, SLOW])
    return quick + slow


def judged(found: Fitted, truth: Floats, seed: int) -> list[dict[str, float]]:
    """For each lever: whether the 80 % interval of its yearly effect holds the truth, its width and its score."""
    drawn_effects = yearly(found.problem, posterior_parameters(found, seed=seed))
    low, high = np.quantile(drawn_effects, (0.1, 0.9), axis=0)
    real = yearly(found.problem, truth[None])[0]
    missed = np.maximum(low - real, 0.0) + np.maximum(real - high, 0.0)
    return [
        {
            # Ends at nothing hold a truth of nothing.
            "held": float(low[one] - 1e-12 <= real[one] <= high[one] + 1e-12),
            "width": float(high[one] - low[one]),
            "score": float(high[one] - low[one] + 2.0 / 0.2 * missed[one]),
            "own": leaning.own,
            "peers": leaning.peers,
        }
        for one, leaning in enumerate(lever_leanings(found, NOBODY).values())
    ]


def first(number: int, *, trade: int, alike: float | None) -> tuple[Heard | None, list[dict[str, float]]]:
    """One firm alone: what others may lean on, and how its own intervals fare."""
    one = of_trade(number, trade, alike)
    found = fitted(one.ready, number)
    return (None, []) if found is None else (hear(found, "trade"), judged(found, one.truth, number))


def second(pair: tuple[int, Shared], *, trade: int, alike: float | None) -> list[dict[str, float]]:
    """The same firm with its peers."""
    number, shared = pair
    one = of_trade(number, trade, alike)
    found = fitted(pooled(one.ready, shared), number)
    if found is None:
        return []
    leans, noise = list(lever_leanings(found, shared).values()), leanings(found, shared)["noise"].own
    return [
        row | {"own": lean.own, "peers": lean.peers, "noise": noise}
        for row, lean in zip(judged(found, one.truth, number), leans, strict=True)
    ]


def of_trade(number: int, trade: int, alike: float | None) -> Drawn:
    """The firm of that number."""
    return drawn((20261128, trade, number), LENGTHS[number % len(LENGTHS)], a_trade((7, trade), alike), 1 + number % 2)


def one_trade(trade: int, *, firms: int, alike: float | None) -> list[dict[str, Any]]:
    """Every firm of a trade, alone and with peers."""
    numbers = range(firms)
    alone = [first(number, trade=trade, alike=alike) for number in numbers]
    kept = [number for number in numbers if alone[number][0] is not None]
    lessons = share([heard for number in kept if (heard := alone[number][0]) is not None])
    rows = []
    for number, shared in zip(kept, lessons, strict=True):
        beside = second((number, shared), trade=trade, alike=alike)
        rows += [
            {
                "trade": trade,
                "number": number,
                "weeks": LENGTHS[number % len(LENGTHS)],
                "alone": own,
                "peers": with_peers,
            }
            for own, with_peers in zip(alone[number][1], beside, strict=bool(beside))
        ]
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    """By length: coverage of 80 % intervals, width and interval score in parts of those alone, what it leans on."""
    heading = "weeks | levers | holds the truth alone | with peers | error | width | interval score | own weeks | peers"
    lines = [f"| {heading} | noise: own weeks |", "|" + "---|" * 10]
    for weeks in (*LENGTHS, 0):
        some = [row for row in rows if weeks in (0, row["weeks"])]
        mean = {
            (who, what): float(np.mean([row[who].get(what, 0.0) for row in some]))
            for who in ("alone", "peers")
            for what in ("held", "width", "score", "own", "peers", "noise")
        }
        width = float(np.median([row["peers"]["width"] / max(row["alone"]["width"], 1e-12) for row in some]))
        lines.append(
            f"| {weeks or 'all'} | {len(some)} | {mean['alone', 'held']:.3f} | {mean['peers', 'held']:.3f}"
            f" | {np.sqrt(0.16 / len(some)):.3f} | {width:.2f} | {mean['peers', 'score'] / mean['alone', 'score']:.2f}"
            f" | {mean['peers', 'own']:.2f} | {mean['peers', 'peers']:.2f} | {mean['peers', 'noise']:.2f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run as many trades as asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pooling", description=__doc__)
    parser.add_argument("--trades", type=int, default=12)
    parser.add_argument("--firms", type=int, default=40)
    parser.add_argument("--alike", type=float)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    run = partial(one_trade, firms=asked.firms, alike=asked.alike)
    with ProcessPoolExecutor(asked.jobs) as pool:
        rows = [row for found in pool.map(run, range(asked.trades)) for row in found]
    print(table(rows))
    if asked.out:
        asked.out.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
