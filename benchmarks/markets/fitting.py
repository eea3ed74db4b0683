"""How a market is handed to the engine: `fit(case) -> payload`, the JSON of `foulee fit`."""

import importlib
import json
import os
import resource
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.markets.files import Case

Fit = Callable[[Case], dict[str, Any]]
ROOT = Path(__file__).parents[2]
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
ASKED = ("roas_in_window", "roas_with_tail", "sales_in_window")
PATIENCE = 600.0  # seconds


class RefusedError(Exception):
    """The engine would not answer; what it said."""


def by_command(case: Case) -> dict[str, Any]:
    """Ask `foulee fit` in a process of its own; its CPU seconds are written beside the answer."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        case.command(), capture_output=True, text=True, cwd=ROOT, env=os.environ | ONE_THREAD, timeout=PATIENCE,
        check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        if "Traceback" in done.stderr:  # an accident is no refusal: the run stops
            raise RuntimeError(f"{case.name}: {done.stderr[-2000:]}")
        raise RefusedError((done.stderr or done.stdout).strip()[-2000:])
    payload: dict[str, Any] = json.loads(done.stdout)
    payload["process_cpu_seconds"] = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return payload


def named(where: str) -> Fit:
    """The adaptor called `command`, `guess`, or `module:function` (history, levers, controls, plans, margin).

    An exception that the module knows as `NotConverged` is a refusal.
    """
    if where == "command":
        return by_command
    if where == "guess":
        return guess
    module, _, function = where.partition(":")
    call = getattr(importlib.import_module(module), function)
    refusal = getattr(importlib.import_module(module), "NotConverged", RefusedError)

    def inside(case: Case) -> dict[str, Any]:
        before = time.process_time()
        try:
            payload: dict[str, Any] = call(case.history, case.levers, case.controls, case.plans, case.margin)
        except refusal as error:
            raise RefusedError(str(error)) from error
        return payload | {"process_cpu_seconds": time.process_time() - before}

    return inside


def _interval(rng: np.random.Generator, value: float, spread: float, floor: float) -> dict[str, float]:
    """An interval that covers `value` four times in five if errors are normal with this spread (a factor)."""
    middle = max(value, floor) * np.exp(spread * rng.standard_normal())
    return {"p10": middle * np.exp(-1.2816 * spread), "p50": middle, "p90": middle * np.exp(1.2816 * spread)}


def guess(case: Case) -> dict[str, Any]:
    """No engine at all: the truth spoilt by chance, to try the scorer (it covers four times in five by design)."""
    rng = np.random.default_rng(zlib.crc32(case.name.encode()))
    levers: dict[str, Any] = {}
    for name, lever in case.truth["levers"].items():
        told = {spread: {q: _interval(rng, lever[q]["value"], spread, 1e-3) for q in ASKED} for spread in (0.4, 1.0)}
        levers[name] = told[0.4] | {"chance_positive": 0.9, "prior": told[1.0]}
    between = case.truth["compare"]["blue>red"]
    error = abs(between["profit_difference"]["value"]) * 0.5 + between["material"]
    middle = between["profit_difference"]["value"] + error * rng.standard_normal()
    difference = {"p10": middle - 1.2816 * error, "p50": middle, "p90": middle + 1.2816 * error}
    verdict = "cannot_tell" if abs(middle) < 2.0 * error else ("blue" if middle > 0.0 else "red")
    compare = {"probability": float(middle > 0.0), "prior_probability": 0.5, "by_shape": {}, "verdict": verdict}
    return {
        "levers": levers,
        "plans": {
            name: {"incremental_total": _interval(rng, plan["incremental_total"]["value"], 0.5, 1.0)}
            for name, plan in case.truth["plans"].items()
        },
        "compare": {"blue>red": compare | {"profit_difference": difference}},
    }
