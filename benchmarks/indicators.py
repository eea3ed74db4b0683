"""Simulation-based calibration of what reach adds: firms and their reach drawn from the prior, fitted, then weighed.

    python -m benchmarks.indicators --firms 40 [--jobs 2]

Each lever of each firm has its own reach, which follows it about as sales do, in a way of its own, or not at all, in
the measure believed. Where the true carryover, half-saturation and quick effect fall among the draws must be uniform
before the levels are taken in and after; what they add is the width of the 80 % intervals of those that follow.
"""

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from benchmarks.calibration import KNOWLEDGE, LEVELS, TODAY, WEEKS, ranked, template, with_weeks

from foulee.advice.indicating import indicator_prior
from foulee.core.response.fitting.arrays import BEFORE
from foulee.core.response.fitting.fit import NotConverged, Sampling, fit
from foulee.core.response.fitting.indicators import BASES, IndicatorPrior, indicated, response
from foulee.core.response.fitting.layout import CARRY, HALF, QUICK
from foulee.core.response.fitting.level_density import AUTOS, own_terms
from foulee.core.response.fitting.posterior import logistic, posterior_parameters, prior_parameters
from foulee.core.response.fitting.problem import Problem, problem
from foulee.core.types import Floats

PARTS = {"carryover": CARRY, "half_saturation": HALF, "quick": QUICK}
MEAN, OWN, LOUDEST = 800.0, 3.0, 2.0  # of a week's reach; its own trend and season, in its noise; the largest noise


def reach(ready: Problem, natural: Floats, lever: int, prior: IndicatorPrior, rng: np.random.Generator) -> Floats:
    """The reach of one lever, drawn as it is believed to be made; natural (size,) are the firm's true parameters."""
    places = [ready.layout.lever(lever, part) for part in (CARRY, HALF)]
    luck = rng.random()
    if luck < prior.follows:
        carried, half = natural[places] + np.array(prior.near) * rng.standard_normal(2)
    else:
        carried, half = prior_parameters(ready, seed=int(rng.integers(2**31)), draws=1)[0, places]
    base = 1.0 if luck > prior.follows + prior.own_way else float(rng.choice(BASES))
    effort, before = ready.data.effort[lever], float(ready.data.lever[lever, BEFORE])
    made = response(effort, before, logistic(np.array([carried])), np.exp(np.array([half])))[0]
    noise = min(prior.noise * np.sqrt(0.4549 / rng.chisquare(1.0)), LOUDEST)
    auto, surprise = float(rng.choice(AUTOS)), noise * rng.standard_normal(WEEKS)
    surprise[0] /= np.sqrt(1.0 - auto**2)
    for week in range(1, WEEKS):
        surprise[week] += auto * surprise[week - 1]
    own = own_terms(np.arange(WEEKS)) @ (OWN * noise * rng.standard_normal(6))
    return np.asarray(np.round(MEAN * (base + (1.0 - base) * made / made.mean()) * np.exp(surprise + own)))


def one(number: int, *, prior: IndicatorPrior) -> dict[str, Any]:
    """Draw a firm and its levels, fit it, and say where the truth falls before the levels are heard and after."""
    rng = np.random.default_rng([20261129, number])
    ready = template(rng, customers=False, everything=False)
    natural = prior_parameters(ready, seed=int(rng.integers(2**31)), draws=1)[0]
    drawn = with_weeks(ready, natural, rng)
    names = drawn.history.names
    levels = {f"reach_{name}": reach(drawn, natural, place, prior, rng) for place, name in enumerate(names)}
    drawn = problem(replace(drawn.history, levels=levels), drawn.beliefs, drawn.scales)
    try:
        fitted = fit(drawn, Sampling(seed=number, clock=time.process_time))
    except NotConverged as refusal:
        return {"number": number, "refused": str(refusal)}
    draws = posterior_parameters(fitted, seed=number, thin=2)
    began = time.process_time()
    found = indicated(drawn, draws, prior, seed=number)
    told: dict[str, Any] = {"number": number, "cpu": time.process_time() - began, "worth": found.worth}
    told |= {"power": found.power, "follows": [level.part.value for level in found.levels], "seen": []}
    for lever in range(len(names)):
        for name, part in PARTS.items():
            place = drawn.layout.lever(lever, part)
            before, after = draws[:, place], draws[found.places, place]
            told["seen"].append((name, lever, *_seen(natural[place], before), *_seen(natural[place], after)))
    return told


def _seen(truth: float, draws: Floats) -> tuple[float, float]:
    """Rank of the truth, and width of the 80 % interval."""
    low, high = np.quantile(draws, [0.1, 0.9])
    return ranked(float(truth), draws), float(high - low)


def table(found: list[dict[str, Any]]) -> str:
    """Coverage before and after, a chi-square over five bins, and how much narrower the intervals became."""
    good = [item for item in found if "seen" in item]
    heard = [part == "follows" for item in good for part in item["follows"]]
    worth = np.array([item["worth"] for item in good])
    tempered, spent = sum(item["power"] < 1.0 for item in good), np.median([item["cpu"] for item in good])
    lines = [
        f"{len(good)} of {len(found)} firms fitted; {sum(heard)} of {len(heard)} levels heard, {spent:.2f} CPU s each",
        f"draws worth {np.median(worth):.0f} of 2,000 (least {worth.min():.0f}), {tempered} tempered",
        "| parameter | | 50 % | 80 % | 95 % | chi-square (4) | width where heard |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in PARTS:
        rows = [(*seen, item["follows"][seen[1]]) for item in good for seen in item["seen"] if seen[0] == name]
        narrower = [row[5] / row[3] for row in rows if row[6] == "follows"]
        for when, column in (("before", 2), ("after", 4)):
            ranks = np.array([row[column] for row in rows])
            cover = [float((np.abs(ranks - 0.5) <= level / 2.0).mean()) for level in LEVELS]
            counts = np.histogram(ranks, bins=5, range=(0.0, 1.0))[0]
            square = float(((counts - ranks.size / 5.0) ** 2 / (ranks.size / 5.0)).sum())
            width = f"× {np.median(narrower):.2f}" if when == "after" and narrower else ""
            lines.append(
                f"| {name} | {when} | " + " | ".join(f"{one:.3f}" for one in cover) + f" | {square:.1f} | {width} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Run as many firms as asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.indicators", description=__doc__)
    parser.add_argument("--firms", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    run = partial(one, prior=indicator_prior(KNOWLEDGE(TODAY)))
    with ProcessPoolExecutor(asked.jobs) as pool:
        found = list(pool.map(run, range(asked.first, asked.first + asked.firms)))
    print(table(found))


if __name__ == "__main__":
    main()
