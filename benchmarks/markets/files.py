"""A market as a folder: what its firm would hand over, what is true of it, how to ask. Kept, since it never changes."""

import csv
import datetime as dt
import json
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.markets.chance import Floats
from benchmarks.markets.drawing import draw_market
from benchmarks.markets.living import Story, happened
from benchmarks.markets.scenarios import PLAN_WEEKS
from benchmarks.markets.truth import plans, truth

EDITION = 4  # to be raised whenever the same seed gives another market
START = dt.date(2023, 1, 2)
FOULEE = ".venv/bin/foulee"


@dataclass(frozen=True, slots=True)
class Case:
    """One market on disk. `levers`: kind by name; `plans`: file by name; `truth`: what `truth.truth` says."""

    folder: Path
    history: Path
    levers: dict[str, str]
    controls: tuple[str, ...]
    plans: dict[str, Path]
    margin: float
    truth: dict[str, Any]

    @property
    def name(self) -> str:
        """How the market is called."""
        return str(self.truth["name"])

    def command(self, seed: int = 1) -> list[str]:
        """The command that fits it, from the root of the house."""
        words = [FOULEE, "fit", str(self.history)]
        for name, kind in self.levers.items():
            words += ["--lever", f"{name}={kind}"]
        for control in self.controls:
            words += ["--control", control]
        words += ["--margin", f"{self.margin:g}"]
        for name, path in self.plans.items():
            words += ["--plan", f"{name}={path}"]
        return [*words, "--weeks", str(PLAN_WEEKS), "--seed", str(seed), "--format", "json"]


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _numbers(values: Floats) -> list[str]:
    return [f"{value:g}" for value in values]


def write(story: Story, folder: Path, true: dict[str, Any]) -> None:
    """Write the market's files; `truth.json` last, so that a folder with it is whole."""
    market = story.market
    folder.mkdir(parents=True, exist_ok=True)
    names = [lever.name for lever in market.levers]
    rows = []
    for week in range(market.weeks):
        day = START + dt.timedelta(weeks=week)
        row = [day.isoformat(), f"{story.sales[week]:.2f}", f"{story.new_customers[week]:.0f}"]
        row += _numbers(story.efforts[week])
        rows.append(row + [f"{story.queries[week]:.0f}" for _ in market.controls])
    _write(folder / "history.csv", ["week", "sales", "new_customers", *names, *market.controls], rows)
    for plan, efforts in plans(story).items():
        if plan != "none":
            weeks = ([week + 1, *(f"{value:.4f}" for value in efforts[week])] for week in range(PLAN_WEEKS))
            _write(folder / f"{plan}.csv", ["week", *names], weeks)
    (folder / "truth.json").write_text(json.dumps(true, indent=1), encoding="utf-8")
    (folder / "fit.sh").write_text(shlex.join(read(folder).command()) + "\n", encoding="utf-8")


def read(folder: Path) -> Case:
    """A market that was written."""
    true = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return Case(
        folder=folder,
        history=folder / "history.csv",
        levers={name: lever["kind"] for name, lever in true["levers"].items()},
        controls=tuple(true["controls"]),
        plans={name: folder / f"{name}.csv" for name in ("blue", "red")},
        margin=true["margin"],
        truth=true,
    )


def hidden(found: Case, columns: Sequence[str]) -> Case:
    """The same market when the firm had not counted these columns: a second history beside the first."""
    path = found.folder / f"history-without-{'-'.join(sorted(columns))}.csv"
    rows = list(csv.DictReader(found.history.read_text(encoding="utf-8").splitlines()))
    kept = [name for name in rows[0] if name not in columns]
    _write(path, kept, ([row[name] for name in kept] for row in rows))
    return replace(found, history=path, controls=tuple(name for name in found.controls if name not in columns))


def case(scenario: str, seed: int, variant: str, root: Path) -> Case:
    """The market of a scenario and seed, made if it is not there yet."""
    market = draw_market(scenario, seed, variant)
    folder = root / f"edition-{EDITION}" / market.name
    if not (folder / "truth.json").exists():
        story = happened(market)
        write(story, folder, truth(story))
    return read(folder)
