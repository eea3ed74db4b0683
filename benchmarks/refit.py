"""One more week: a whole fit beside taking up the last posterior, in CPU seconds.

python -m benchmarks.refit [--from 130] [--weeks 20]

The example bakery's weeks, one after the other: each is fitted whole, and read from the posterior of the week before.
"""

import argparse
import datetime as dt
import time
from pathlib import Path

import numpy as np

from foulee.advice.believing import beliefs
from foulee.connectors.files.history.frame import read_history
from foulee.core.response.fitting.fit import Sampling, fit
from foulee.core.response.fitting.problem import Problem, problem
from foulee.core.response.fitting.refit import refit
from foulee.core.types import Country
from foulee.knowledge import reader
from foulee.knowledge.calendar import with_calendar

FILE = Path(__file__).parents[1] / "src" / "foulee" / "examples" / "bakery_history.csv"
LEVERS = {"instagram_hours": "organic_social", "facebook_ads": "paid_social"}
TODAY = dt.date(2026, 11, 28)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.refit", description=__doc__)
    parser.add_argument("--from", dest="first", type=int, default=130)
    parser.add_argument("--weeks", type=int, default=20)
    asked = parser.parse_args()
    knowledge = reader.load(TODAY)
    history = with_calendar(read_history(FILE, LEVERS, today=TODAY).history, Country.FRANCE)
    scales = problem(history, beliefs(history, knowledge, 22.0)).scales

    def ready(weeks: int) -> Problem:
        """The problem as it stood after so many weeks."""
        part = history.first(weeks)
        return problem(part, beliefs(part, knowledge, 22.0, scales), scales)

    sampling = Sampling(clock=time.process_time)
    last = fit(ready(asked.first), sampling)  # compiles
    last = fit(ready(asked.first), sampling)
    whole, taken = [], []
    for weeks in range(asked.first + 1, asked.first + 1 + asked.weeks):
        now = ready(weeks)
        whole.append(fit(now, sampling).diagnostics.cpu_seconds)
        began = time.process_time()
        last = refit(last, now, sampling)
        taken.append(time.process_time() - began)
    fell_back = sum(seconds > 0.5 * full for seconds, full in zip(taken, whole, strict=True))
    print(f"whole fit: median {np.median(whole):.2f} CPU s")
    print(f"one more week: median {np.median(taken):.2f}, mean {np.mean(taken):.2f}; {fell_back} fitted whole again")
    print(f"mean ratio {np.mean(taken) / np.mean(whole):.3f} (target under 0.333)")


if __name__ == "__main__":
    main()
