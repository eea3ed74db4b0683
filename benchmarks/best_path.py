"""Figure (f): what the best path costs over 36 months × 4 levers × 200 draws of a posterior. Target: under 2 s.

    python -m benchmarks.best_path [--firms 5]

Firms are drawn from the prior and fitted (not counted); then the draws of the three response shapes are put together
and the climb is made from all its starting paths, as `foulee fit` does. CPU seconds are of this process; the load is
shown.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is loaded

import argparse
import time
from dataclasses import replace

import numpy as np
from benchmarks.calibration import KNOWLEDGE, MONEY, TODAY, WEEKS, template, with_weeks

from foulee.advice.believing import beliefs
from foulee.advice.model import shape_prior
from foulee.advice.reading import BEST_PATH_DRAWS, FUTURE_DRAWS, _by_shape
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.projecting.best_ahead import best_ahead
from foulee.core.response.ahead import believe
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.fitting.fit import Sampling, fit
from foulee.core.response.fitting.posterior import posterior_parameters, prior_parameters
from foulee.core.response.fitting.problem import Problem, problem
from foulee.core.response.priors import Normals
from foulee.core.response.shapes import blended
from foulee.core.types import Shape

AHEAD, MONTHS, TARGET, SEED = 156, 36, 2.0, 20261130


def firm(number: int) -> Problem:
    """Three levers of the calibration's firms and a fourth, their weeks drawn."""
    rng = np.random.default_rng([SEED, number])
    three = template(rng, customers=True, everything=False)
    flyers = LeverHistory(
        name="flyers",
        kind=LeverKind.LOCAL_ADS,
        unit=Unit.MONEY,
        effort=(rng.random(WEEKS) < 0.2) * rng.gamma(5.0, 30.0, WEEKS),
    )
    blank: FirmHistory = replace(three.history, levers=(*three.history.levers, flyers))
    scales = replace(three.scales, typical=np.append(three.scales.typical, flyers.typical))
    ready = problem(blank, beliefs(blank, KNOWLEDGE(TODAY), MONEY.hour_cost, scales), scales)
    return with_weeks(ready, prior_parameters(ready, seed=int(rng.integers(2**31)), draws=1)[0], rng)


def shapes_of(drawn: Problem, number: int) -> dict[Shape, ResponseDraws]:
    """The firm from the end of its weeks on, as its posterior has it, under each response shape."""
    fitted = fit(drawn, Sampling(seed=number))
    believed = believe(drawn, posterior_parameters(fitted, seed=number, thin=2), MONEY, AHEAD)
    return _by_shape(believed, shape_prior(KNOWLEDGE(TODAY)), Normals(number, FUTURE_DRAWS), weighed=True)


def timed(number: int) -> tuple[float, float]:
    """CPU seconds and seconds on the wall for one firm."""
    drawn = firm(number)
    shapes = shapes_of(drawn, number)
    weights = shape_prior(KNOWLEDGE(TODAY)).weights
    cpu, wall = time.process_time(), time.perf_counter()
    found = best_ahead(blended(shapes, weights, BEST_PATH_DRAWS), drawn.history, drawn.scales.typical, AHEAD)
    spent = time.process_time() - cpu, time.perf_counter() - wall
    if found.shape != (MONTHS, 4):
        raise RuntimeError(f"not the problem it should be: {found.shape}")
    return spent


def main() -> None:
    """Time some firms."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.best_path", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--firms", type=int, default=5)
    asked = parser.parse_args()
    cpu, wall = np.array([timed(number) for number in range(asked.firms)]).T
    print(f"{MONTHS} months × 4 levers × {BEST_PATH_DRAWS} draws, {asked.firms} firms")
    print(f"CPU s: median {np.median(cpu):.2f}, most {cpu.max():.2f}; target {TARGET:g}")
    print(f"s on the wall: median {np.median(wall):.2f}, most {wall.max():.2f}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
