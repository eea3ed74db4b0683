"""A thousand firms refitted on two cores, each one leaning on its peers: how long it takes.

    python -m benchmarks.batch --firms 1000 [--jobs 2] [--full] [--executor dask:tcp://HOST:8786]

Target: under 15 minutes. Firms have 12 weeks to three years, one to three levers, and every third counts new
customers; with `--full`, all have 156 weeks, three levers and new customers. Files are written, then `foulee fit-all`
is run on them as anybody would run it, reading and writing included. Fewer firms than a thousand are extrapolated, and
the line says so. CPU seconds hang less than the wall's on what else the machine does.
"""

import argparse
import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

LENGTHS = (12, 26, 52, 104, 156)
TRADES = ("bakery", "restaurant", "hairdresser", "florist", "clothing")
LEVERS = ('instagram_hours = "organic_social:hours"', 'ads = "paid_social:money"', 'letters = "email:hours"')
NAMES = ("instagram_hours", "ads", "letters")
ALL, TARGET_MINUTES = 1000, 15.0


def efforts(rng: np.random.Generator, weeks: int) -> list[np.ndarray]:
    """Hours, money and letters as small firms have them."""
    pause = np.repeat(rng.random(weeks // 6 + 1) < 0.6, 6)[:weeks]
    hours = np.maximum(rng.normal(3.0, 1.0, weeks), 0.0) * (np.arange(weeks) >= rng.integers(0, weeks // 3))
    return [hours, rng.gamma(4.0, 25.0, weeks) * pause, (rng.random(weeks) < 0.3) * rng.gamma(6.0, 0.3, weeks)]


def a_file(number: int, folder: Path, *, full: bool) -> str:
    """Write a firm's weeks; its section of the portfolio."""
    rng = np.random.default_rng([20261128, number])
    weeks = 156 if full else LENGTHS[number % len(LENGTHS)]
    levers, counts = (3, True) if full else (1 + number % 3, number % 3 == 0)
    made = efforts(rng, weeks)[:levers]
    lift = 1.0 + sum(rng.gamma(1.0, 0.04) * column / max(column.mean(), 1e-9) for column in made) / 2.0
    first = dt.date(2026, 11, 23) - dt.timedelta(weeks=weeks)
    season = rng.normal(0.0, 0.12) * np.sin(2.0 * np.pi * (np.arange(weeks) + first.timetuple().tm_yday / 7.0) / 52.18)
    sales = np.exp(rng.normal(8.5, 0.5)) * lift * np.exp(season + rng.uniform(0.05, 0.2) * rng.standard_t(5.0, weeks))
    columns = {"sales": sales} | dict(zip(NAMES, made, strict=False))
    if counts:
        columns["new_customers"] = rng.poisson(sales / sales.mean() * 20.0)
    rows = [",".join(["week", *columns])]
    for week in range(weeks):
        day = (first + dt.timedelta(weeks=week)).isocalendar()
        rows.append(",".join([f"{day.year}-W{day.week:02d}", *(f"{column[week]:.2f}" for column in columns.values())]))
    (folder / f"{number}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    told = ", ".join(LEVERS[:levers])
    trade = TRADES[number % len(TRADES) if full else number // len(LENGTHS) % len(TRADES)]
    return f'[[firm]]\nname = "Firm {number}"\ntrade = "{trade}"\nhistory = "{number}.csv"\nlevers = {{ {told} }}\n'


def run(folder: Path, words: list[str]) -> tuple[float, float, str]:
    """Run the command: seconds on the wall, of all processors, what it said."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "foulee.cli", "fit-all", str(folder), "--lang", "en", "--today", "2026-11-28"]
    done = subprocess.run([*command, *words], check=False, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, cpu, done.stdout + done.stderr


def main() -> None:
    """Write the firms, read them all, then read them again with nothing changed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=__doc__)
    parser.add_argument("--firms", type=int, default=ALL)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--executor", default="process")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "in", Path(place) / "out"
        folder.mkdir()
        sections = [a_file(number, folder, full=asked.full) for number in range(asked.firms)]
        (folder / "portfolio.toml").write_text('[defaults]\ncountry = "FR"\n\n' + "\n".join(sections), encoding="utf-8")
        words = ["--out", str(out), "--jobs", str(asked.jobs), "--executor", asked.executor]
        wall, cpu, said = run(folder, words)
        print(said.strip().splitlines()[-1])
        again, again_cpu, _ = run(folder, words)
    each, load = cpu / asked.firms, os.getloadavg()[0]
    print(f"{asked.firms} firms: {wall / 60:.1f} minutes, {cpu:.0f} CPU s ({each:.2f} a firm); load {load:.1f}")
    print(f"again, nothing changed: {again:.0f} s, {again_cpu:.0f} CPU s")
    minutes = ALL * each / asked.jobs / 60.0
    how = "" if asked.firms == ALL else f", extrapolated from {asked.firms}"
    print(
        f"{ALL} firms on {asked.jobs} idle cores by their CPU: {minutes:.1f} minutes{how} (target {TARGET_MINUTES:g})"
    )


if __name__ == "__main__":
    main()
