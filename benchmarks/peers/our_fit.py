"""Our engine on PyMC-Marketing's public example, and what that cost: the same figures, taken the same way.

    .venv/bin/python -m benchmarks.peers.our_fit [--first-use]

The example's efforts have no unit; they are counted here in thousands, as its sales are, so that a return per euro is
of an ordinary size. Events, trend and season are in the model as they are in theirs. As there: a process of its own,
libraries' imports counted apart, one thread for linear algebra, a first process thrown away, and in the second the
same fit again with other seeds; what the first took more is loading what is compiled. `--first-use` starts without
anything compiled.
"""

import argparse
import csv
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time

import numpy as np
from arviz_stats.base import array_stats
from benchmarks.peers.pymc_marketing_fit import HERE, ONE_THREAD, SEEDS, Result, cpu, repeated, told
from numba.core.registry import cpu_target

from foulee.advice.believing import beliefs
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.response.fitting.fit import Fitted, Sampling, fit
from foulee.core.response.fitting.problem import problem
from foulee.knowledge.reader import load

THOUSAND = 1000.0
TAILS = (0.05, 0.95)
TODAY = dt.date(2026, 11, 28)  # as of when facts are read
EXAMPLE = HERE / "mmm_example.csv"


def history() -> FirmHistory:
    """Their example as a firm of ours."""
    with EXAMPLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {name: np.array([float(row[name]) for row in rows]) for name in ("y", "x1", "x2", "event_1", "event_2")}
    levers = tuple(
        LeverHistory(name=name, kind=kind, unit=Unit.MONEY, effort=THOUSAND * columns[name])
        for name, kind in (("x1", LeverKind.PAID_SOCIAL), ("x2", LeverKind.LOCAL_ADS))
    )
    start = dt.date.fromisoformat(rows[0]["date_week"])
    events = {name: columns[name] for name in ("event_1", "event_2")}
    return FirmHistory(start=start, sales=columns["y"], levers=levers, events=events)


def ours(seed: int) -> Fitted:
    """One fit of the example, from its weeks to draws that passed the engine's own checks.

    Its own r-hat and ESS, which decide whether it runs again, are within what is counted.
    """
    weeks = history()
    prepared = problem(weeks, beliefs(weeks, load(TODAY), hour_cost=0.0))  # no lever of the example is counted in hours
    return fit(prepared, Sampling(seed=seed))


def diagnosed(fitted: Fitted) -> Result:
    """How well it was sampled, by ArviZ."""
    each = np.moveaxis(fitted.scores, 2, 0)  # parameters, chains, draws
    return {
        "parameters": each.shape[0],
        "draws": each.shape[1] * each.shape[2],
        "ess_bulk": float(np.min(array_stats.ess(each, method="bulk"))),
        "ess_tail": float(np.min(array_stats.ess(each, method="tail", prob=TAILS))),
        "max_rhat": float(np.max(array_stats.rhat(each))),
        "divergences": fitted.diagnostics.divergences,
        "reran": int(fitted.diagnostics.reran),
    }


def alone() -> Result:
    """Our engine in this process: a first fit, then others with everything compiled and loaded."""
    load(TODAY)
    cpu_target.target_context.refresh()  # numba imports most of itself only when a first function is called
    imported, started = cpu(), time.perf_counter()
    first = ours(SEEDS[0])
    finished, wall = cpu(), time.perf_counter() - started
    found = repeated(first, ours, diagnosed)
    return told("Foulée", (imported, finished, wall), found)


def _process(more: dict[str, str]) -> Result:
    command = [sys.executable, "-m", "benchmarks.peers.our_fit", "--alone"]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, cwd=HERE.parents[1], env=os.environ | ONE_THREAD | more
    )
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def measured() -> Result:
    """Our engine in a process of its own, the second time it is asked."""
    _process({})
    return _process({})


def first_use() -> Result:
    """Our engine as on the day of its installation: nothing compiled yet."""
    with tempfile.TemporaryDirectory() as folder:
        return _process({"NUMBA_CACHE_DIR": folder}) | {"route": "Foulée, first use"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alone", action="store_true", help="in this process")
    parser.add_argument("--first-use", action="store_true", help="with nothing compiled yet")
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(alone()))
    else:
        print(json.dumps(first_use() if options.first_use else measured()))


if __name__ == "__main__":
    main()
