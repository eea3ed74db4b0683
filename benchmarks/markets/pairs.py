"""What more knowledge buys: the same markets answered twice.

`python -m benchmarks.markets.pairs RUN/scores.json`: `on_off` against `concave`, the same town, firm and weather, so
that what differs is the experiment. `… pairs RUN/scores.json OTHER/scores.json`: the second run against the first,
market by market, as for `--hide new_customers`.
"""

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.markets.score import ASKED, mean, median, share

Rows = Sequence[Mapping[str, Any]]
Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


def experiments(rows: Rows) -> list[Pair]:
    """Each market of `concave` with its twin."""
    by_name = {row["name"]: row for row in rows}
    twins = {name: name.replace("-concave-", "-on_off-") for name in by_name if "-concave-" in name}
    return [(by_name[name], by_name[twin]) for name, twin in twins.items() if twin in by_name]


def runs(first: Rows, second: Rows) -> list[Pair]:
    """Each market of one run with itself in another."""
    other = {row["name"]: row for row in second}
    return [(row, other[row["name"]]) for row in first if row["name"] in other]


def bought(pairs: Sequence[Pair], asked: str) -> dict[str, Any]:
    """How much better the second of each pair is: interval scores and widths, each relative to its own truth's size."""
    ratios, widths = [], []
    for one, other in pairs:
        for lever, twin in zip(one["levers"], other["levers"], strict=True):
            before, after = lever[asked], twin[asked]
            if before and after and before["score"] > 0.0 and after["score"] > 0.0:
                ratios.append(math.log(after["score"] / before["score"]))
                widths.append(_width(after) / _width(before) if _width(before) > 0.0 else 1.0)
    return {
        "log_ratio": mean(ratios),
        "wins": share(sum(ratio < 0.0 for ratio in ratios), len(ratios)),
        "width_ratio": median(widths),
    }


def _width(judged: Mapping[str, Any]) -> float:
    return float(judged["posterior"]["p90"]) - float(judged["posterior"]["p10"])


def _decided(rows: Rows) -> str:
    outcomes = [row["compare"]["outcome"] for row in rows]
    return ", ".join(f"{name} {outcomes.count(name)}" for name in dict.fromkeys(outcomes))


def described(pairs: Sequence[Pair]) -> str:
    """Both figures, and the verdicts of each side."""
    lines = [f"{len(pairs)} pairs; log of the second's interval score over the first's: below 0, it knows better"]
    for asked in ASKED:
        found = bought(pairs, asked)
        if found["log_ratio"]["n"]:
            error = found["log_ratio"]["error"] or 0.0
            lines.append(
                f"{asked:16} {found['log_ratio']['mean']:+.2f} ± {error:.2f}, better in"
                f" {100 * found['wins']['share']:.0f} % of {found['wins']['n']}, width × {found['width_ratio']:.2f}"
            )
    return "\n".join(
        [*lines, f"first:  {_decided([a for a, _ in pairs])}", f"second: {_decided([b for _, b in pairs])}"]
    )


def _rows(path: Path) -> Rows:
    rows: Rows = json.loads(path.read_text(encoding="utf-8"))["markets"]
    return rows


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.markets.pairs", description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path, nargs="?")
    options = parser.parse_args()
    first = _rows(options.first)
    print(described(runs(first, _rows(options.second)) if options.second else experiments(first)))


if __name__ == "__main__":
    main()
