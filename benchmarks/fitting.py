"""Effective draws for each CPU second, ours beside PyMC-Marketing's, in one run, on its own public example.

    .venv/bin/python -m benchmarks.fitting --peer PEER/bin/python [--samplers numpyro-parallel nutpie …]

Targets: 40 times with its compilation and 15 without. How the peer is installed and what is done in its favour:
benchmarks/peers/README.md. CPU seconds (user and system, all processes and threads) are what counts; they hang less on
what else the machine does than seconds on the wall, but do hang: the load is shown.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers import our_fit
from benchmarks.peers.pymc_marketing_fit import BEST, SAMPLERS, SEEDS, Result

SCRIPT = Path(__file__).parent / "peers" / "pymc_marketing_fit.py"
WITH, WITHOUT, HEALTHY = 40.0, 15.0, 1.01
HEADINGS = (
    "route",
    "CPU s",
    "of it compiling",
    "s on the wall",
    "smallest ESS (bulk, tail)",
    "worst r-hat",
    "divergences",
    "ESS per CPU s with compilation",
    "without",
    "ours: times with",
    "times without",
    "load",
)


def peer(python: str, samplers: Sequence[str]) -> list[Result]:
    """The peer's samplers, one after the other; one that fails is told and left out."""
    found = []
    for name in samplers:
        done = subprocess.run([python, str(SCRIPT), "--samplers", name], check=False, capture_output=True, text=True)
        if done.returncode:
            print(f"{name} did not run: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            continue
        found.append(json.loads(done.stdout.splitlines()[-1]))
        print(done.stdout.splitlines()[-1], file=sys.stderr, flush=True)  # kept, should a later one take too long
    return found


def rate(row: Result, seconds: str) -> float | None:
    """Smallest bulk ESS for each CPU second; None where the seconds cannot be told."""
    return None if row[seconds] is None else float(row["ess_bulk"] / row[seconds])


def times(own: Result | None, other: Result, seconds: str) -> float | None:
    """How many times as many effective draws ours gives for the same CPU."""
    theirs = rate(other, seconds)
    mine = None if own is None else rate(own, seconds)
    return None if mine is None or theirs is None else mine / theirs


def shown(value: float | None, digits: int = 1) -> str:
    """A figure, or a dash."""
    return "–" if value is None else f"{value:.{digits}f}"


def line(row: Result, own: Result | None) -> list[str]:
    """One route as cells."""
    return [
        row["route"],
        shown(row["cpu_seconds"], 2),
        shown(row["cpu_compiling"], 2),
        shown(row["wall_seconds"], 1),
        f"{row['ess_bulk']:.0f}, {row['ess_tail']:.0f}",
        f"{row['max_rhat']:.4f}",
        str(row["divergences"]),
        shown(rate(row, "cpu_seconds")),
        shown(rate(row, "cpu_sampling")),
        shown(None if row is own else times(own, row, "cpu_seconds")),
        shown(None if row is own else times(own, row, "cpu_sampling")),
        shown(row["load"]),
    ]


def table(rows: Sequence[Result], own: Result | None) -> str:
    """A Markdown table of all routes."""
    lines = [list(HEADINGS), ["---"] * len(HEADINGS), *(line(row, own) for row in rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def judged(own: Result, theirs: Sequence[Result]) -> str:
    """Against the best of the peer's on either count, of those whose chains agreed in every run."""
    sound = [row for row in theirs if row["max_rhat"] < HEALTHY]
    ratios = {
        seconds: [found for row in sound if (found := times(own, row, seconds)) is not None]
        for seconds in ("cpu_seconds", "cpu_sampling")
    }
    whole, bare = (min(ratios[seconds], default=float("nan")) for seconds in ("cpu_seconds", "cpu_sampling"))
    return (
        f"Against the best of its samplers shown whose r-hat stayed under {HEALTHY} in every run: {whole:.1f} times "
        f"with its compilation (target {WITH:g}), {bare:.1f} times without (target {WITHOUT:g})."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--peer", metavar="PYTHON", help="the Python that has PyMC-Marketing; without it only ours runs"
    )
    parser.add_argument("--samplers", nargs="+", choices=sorted(SAMPLERS), default=BEST)
    parser.add_argument("--peer-only", action="store_true", help="leave ours out")
    options = parser.parse_args()
    own = None if options.peer_only else our_fit.measured()
    first = [] if own is None else [own, our_fit.first_use()]
    theirs = peer(options.peer, options.samplers) if options.peer else []
    print(f"4 chains × 1000 draws kept; middle ESS and worst r-hat of {len(SEEDS)} seeds; {os.cpu_count()} cores")
    print(table([*first, *theirs], own))
    if own is not None and theirs:
        print(judged(own, theirs))


if __name__ == "__main__":
    main()
