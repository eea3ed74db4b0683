"""Make markets, fit them, score the answers: `python -m benchmarks.markets --seeds 10 --scenarios all --out FOLDER`.

Markets are kept in `--markets` (by default beside the answers): the same seed always makes the same one. Answers are
kept too; `--again` asks anew. `--only-make` stops before the engine.
"""

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.markets.describe import described
from benchmarks.markets.files import Case, case, hidden
from benchmarks.markets.fitting import RefusedError, named
from benchmarks.markets.report import table
from benchmarks.markets.scenarios import SCENARIOS, VARIANTS
from benchmarks.markets.score import score, summary

Job = tuple[str, int, str]


def answered(found: Case, engine: str, out: Path, *, again: bool) -> dict[str, Any]:
    """The engine's answer to a market, kept as `NAME.json`; what it said, where it refused."""
    path = out / f"{found.name}.json"
    if path.exists() and not again:
        payload: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return payload
    try:
        payload = named(engine)(found)
    except RefusedError as error:
        payload = {"refused": str(error)}
    path.write_text(json.dumps(payload), encoding="utf-8")
    return payload


def one(job: Job, options: argparse.Namespace) -> tuple[Case, dict[str, Any] | None]:
    """Make a market; unless that was all, have it answered and score the answer."""
    found = case(*job, options.markets)
    if options.hide:
        found = hidden(found, options.hide.split(","))
    if options.only_make:
        return found, None
    return found, score(found.truth, answered(found, options.engine, options.out, again=options.again))


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.markets", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many markets of each scenario and variant")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--scenarios", default="all", help="names, comma between")
    parser.add_argument("--variants", default="all", help=f"of {', '.join(VARIANTS)}, comma between")
    parser.add_argument("--out", type=Path, required=True, help="folder of answers and scores")
    parser.add_argument("--markets", type=Path, help="folder of markets (default: OUT/markets)")
    parser.add_argument("--engine", default="command", help="command, guess, or module:function")
    parser.add_argument("--hide", help="columns that the firm did not count: new_customers, queries, comma between")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="ask the engine even where an answer is kept")
    parser.add_argument("--only-make", action="store_true", help="make the markets and stop")
    options = parser.parse_args()
    options.markets = options.markets or options.out / "markets"
    options.scenarios = SCENARIOS if options.scenarios == "all" else options.scenarios.split(",")
    options.variants = VARIANTS if options.variants == "all" else options.variants.split(",")
    options.out.mkdir(parents=True, exist_ok=True)
    return options


def main() -> None:
    """Run it."""
    options = asked()
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    jobs: list[Job] = [(s, seed, v) for v in options.variants for s in options.scenarios for seed in seeds]
    work = partial(one, options=options)
    if options.jobs > 1:
        with ProcessPoolExecutor(options.jobs) as pool:
            done = list(pool.map(work, jobs))
    else:
        done = [work(job) for job in jobs]
    print(described([found for found, _ in done]))
    rows = [row for _, row in done if row is not None]
    if rows:
        found = summary(rows)
        (options.out / "scores.json").write_text(json.dumps({"summary": found, "markets": rows}, indent=1), "utf-8")
        print(f"\n{table(found)}")


if __name__ == "__main__":
    main()
