"""PyMC-Marketing in the place of our engine, on the same markets.

    FOULEE_PEER=PEER/bin/python .venv/bin/python -m benchmarks.markets --engine benchmarks.peers.markets_engine:theirs …

About half a minute of CPU for each market, a minute where it has to run again.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.peers.pymc_marketing_fit import HERE, ONE_THREAD

SCRIPT = HERE / "pymc_marketing_markets.py"


def theirs(
    history: Path, levers: Mapping[str, str], controls: tuple[str, ...], plans: Mapping[str, Path], margin: float
) -> dict[str, Any]:
    """Its answer in the words of `foulee fit`; it knows nothing of kinds.

    The plans are the markets' own, the usual effort evenly or within the first 13 weeks, which the script knows; they
    cost the same, so that their profits differ by the margin on what their sales differ by.
    """
    del plans
    command = [os.environ["FOULEE_PEER"], str(SCRIPT), str(history)]
    for name in levers:
        command += ["--lever", name]
    for name in controls:
        command += ["--control", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | ONE_THREAD)
    payload: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    compared = payload["compare"]["blue>red"]
    compared["profit_difference"] = {name: margin * value for name, value in compared["sales_difference"].items()}
    return payload | {"process_cpu_seconds": payload["diagnostics"]["cpu_seconds"]}
