"""Figure (b): is the full model healthy on every simulated firm, and what does a fit cost?

    python -m benchmarks.health [--firms 200] [--first 0] [--jobs 1] [--out FILE.json]

Firms are drawn from the prior (`benchmarks.calibration`): 156 weeks, three levers, sales and new customers; 4 chains of
1000 draws kept. Targets: r-hat under 1.01 and every effective sample size above 400 after at most one automatic rerun;
median under 3 CPU seconds, reruns included. CPU seconds are user and system over all threads of the worker, the
compiled code being loaded before; they hang less on what else the machine does than seconds on the wall, but do hang:
the load is shown.
"""

import argparse
import json
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.calibration import template, with_weeks

from foulee.core.response.fitting.fit import Diagnostics, Effort, NotConverged, Sampling, fit
from foulee.core.response.fitting.posterior import prior_parameters
from foulee.core.response.fitting.problem import Problem

SEED = 20261129  # other firms than the calibration's
BRIEF = Effort(tuning=(5, 10, 5), draws=20)
TARGET_CPU, WITHIN = 3.0, 0.9


def firm(number: int) -> Problem:
    """A firm of the prior, its weeks drawn."""
    rng = np.random.default_rng([SEED, number])
    ready = template(rng, customers=True, everything=False)
    natural = prior_parameters(ready, seed=int(rng.integers(2**31)), draws=1)[0]
    return with_weeks(ready, natural, rng)


def warm() -> None:
    """Load what is compiled, so that no firm pays for it."""
    with suppress(NotConverged):
        fit(firm(10**6), Sampling(effort=BRIEF, harder=BRIEF))


def one(number: int) -> dict[str, Any]:
    """Fit one firm and say how it went."""
    drawn, began = firm(number), time.process_time()
    try:
        found, refused = fit(drawn, Sampling(seed=number)).diagnostics, False
    except NotConverged as refusal:
        found, refused = refusal.fitted.diagnostics, True
    return {"number": number, "refused": refused, "cpu": time.process_time() - began} | told(found)


def told(found: Diagnostics) -> dict[str, Any]:
    """What is kept of the diagnostics."""
    return {
        "rhat": found.max_rhat,
        "ess_bulk": found.min_ess_bulk,
        "ess_tail": found.min_ess_tail,
        "divergences": found.divergences,
        "steps": found.steps_per_draw,
        "reran": found.reran,
    }


def table(found: list[dict[str, Any]]) -> str:
    """All firms in one Markdown table, and the firms that needed more than one run."""
    column = {name: np.array([item[name] for item in found], dtype=float) for name in found[0]}
    cpu = column["cpu"]
    rows = {
        "firms": f"{len(found)}",
        "refused": f"{column['refused'].sum():.0f}",
        "rerun once": f"{column['reran'].sum():.0f}",
        "worst r-hat": f"{column['rhat'].max():.4f}",
        "smallest ESS, bulk (median)": f"{column['ess_bulk'].min():.0f} ({np.median(column['ess_bulk']):.0f})",
        "smallest ESS, tail (median)": f"{column['ess_tail'].min():.0f} ({np.median(column['ess_tail']):.0f})",
        "divergences in all": f"{column['divergences'].sum():.0f}",
        "divergences of a firm, most": f"{column['divergences'].max():.0f}",
        "steps a draw, median": f"{np.median(column['steps']):.1f}",
        f"CPU s a firm, median (target {TARGET_CPU:g})": f"{np.median(cpu):.2f}",
        f"CPU s a firm, {WITHIN:.0%} within": f"{np.quantile(cpu, WITHIN):.2f}",
        "CPU s a firm, longest": f"{cpu.max():.2f}",
        "load of the machine": f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
    }
    lines = ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]
    again = [f"{item['number']}{' (refused)' if item['refused'] else ''}" for item in found if item["reran"]]
    return "\n".join([*lines, *([f"Rerun: {', '.join(again)}"] if again else [])])


def main() -> None:
    """Run as many firms as asked."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.health", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--firms", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="number of the first firm")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, help="keep every firm's figures, as JSON")
    asked = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read by the workers, which start afresh
    with ProcessPoolExecutor(asked.jobs, multiprocessing.get_context("spawn"), initializer=warm) as pool:
        found = list(pool.map(one, range(asked.first, asked.first + asked.firms)))
    print(table(found))
    if asked.out:
        asked.out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
