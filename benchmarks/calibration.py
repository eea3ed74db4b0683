"""Simulation-based calibration: firms drawn from the prior, fitted, and where the truth falls among the draws.

    python -m benchmarks.calibration --firms 500 [--jobs 2] [--customers] [--everything] [--out FILE.json]

For each firm: efforts of three levers, parameters from the prior, weeks simulated by `simulate`, noise as the
likelihood has it, a fit, and the rank of every true parameter and of the three-year difference between red and blue
among the posterior draws (Talts et al. 2018; Modrák et al. 2023). Ranks must be uniform; intervals must cover as often
as they say.
"""

import argparse
import datetime as dt
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from foulee.advice.believing import beliefs
from foulee.advice.reading import ReadingSetup, _efforts, _ours
from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.quantities import known
from foulee.core.response.ahead import believe
from foulee.core.response.fitting.arrays import SHARES
from foulee.core.response.fitting.fit import Fitted, NotConverged, Sampling, fit
from foulee.core.response.fitting.layout import AUTO, NOISE, ONLINE_AUTO, ONLINE_NOISE
from foulee.core.response.fitting.noise import LEAST_NOISE
from foulee.core.response.fitting.plain import counted_means
from foulee.core.response.fitting.posterior import (
    Money,
    online_shares,
    own_efforts,
    posterior_parameters,
    prior_parameters,
    window,
)
from foulee.core.response.fitting.problem import Problem, Scales, problem
from foulee.core.response.simulate import present_value, simulate
from foulee.core.types import Floats
from foulee.knowledge import reader

WEEKS, MONEY = 156, Money(margin=0.5, hour_cost=22.0, weekly_discount=0.001)
SCALES = (6000.0, 25.0, 150.0)  # weekly sales, new customers and orders of the firms drawn
TODAY = dt.date(2026, 11, 28)
KNOWLEDGE = cache(reader.load)
LEVELS = (0.5, 0.8, 0.95)
ONLINE_SHARE = 0.25


def drawn_efforts(rng: np.random.Generator) -> tuple[LeverHistory, ...]:
    """Three levers as small firms use them: pauses, campaigns, a steady rhythm."""
    pause = np.repeat(rng.random(WEEKS // 6) < 0.6, 6)
    ads = rng.gamma(4.0, 25.0, WEEKS) * pause
    hours = np.maximum(rng.normal(3.0, 1.0, WEEKS), 0.0) * (np.arange(WEEKS) > rng.integers(0, 60))
    letters = (rng.random(WEEKS) < 0.3) * rng.gamma(6.0, 0.3, WEEKS)
    return (
        LeverHistory(name="ads", kind=LeverKind.PAID_SOCIAL, unit=Unit.MONEY, effort=ads),
        LeverHistory(name="posts", kind=LeverKind.ORGANIC_SOCIAL, unit=Unit.HOURS, effort=hours),
        LeverHistory(name="letters", kind=LeverKind.EMAIL, unit=Unit.HOURS, effort=letters),
    )


def template(rng: np.random.Generator, *, customers: bool, everything: bool) -> Problem:
    """A firm whose weeks are still to be drawn; `everything`: with orders, and sales online and in the shop."""
    levers = drawn_efforts(rng)
    blank = FirmHistory(
        start=dt.date(2023, 1, 2),
        sales=np.full(WEEKS, SCALES[0]),
        levers=levers,
        new_customers=np.full(WEEKS, SCALES[1]) if customers else None,
        orders=np.full(WEEKS, SCALES[2]) if everything else None,
        sales_online=np.full(WEEKS, ONLINE_SHARE * SCALES[0]) if everything else None,
        sales_shop=np.full(WEEKS, (1.0 - ONLINE_SHARE) * SCALES[0]) if everything else None,
    )
    scales = Scales(
        sales=SCALES[0], new=SCALES[1], orders=SCALES[2], typical=np.array([lever.typical for lever in levers])
    )
    # What no week tells of, growth to come, is left out of the difference: it would be one turn for all firms drawn.
    own = replace(beliefs(blank, KNOWLEDGE(TODAY), MONEY.hour_cost, scales), drift=known(0.0))
    return problem(blank, own, scales)


def with_weeks(ready: Problem, natural: Floats, rng: np.random.Generator) -> Problem:
    """The same firm with weeks drawn from the model at these parameters (size,)."""
    past, history = window(ready, natural[None, :], MONEY), ready.history
    outcome = simulate(past, own_efforts(ready))
    log_sales = np.log(outcome.sales[0]) + surprises(natural[NOISE], natural[AUTO], rng)
    counted = {}
    for counts, expected, size, shock in counted_means(ready, natural[None, :], past, outcome):
        mean, spread = expected[0], np.exp(natural[size])
        drawn = rng.poisson(rng.gamma(spread, mean / spread)).astype(float)
        log_sales = log_sales + natural[shock] * np.log((drawn + 0.5) / (mean + 0.5))
        counted["new_customers" if counts is ready.data.new else "orders"] = drawn
    sales = np.exp(log_sales)
    if history.orders is not None and "new_customers" in counted:
        counted["orders"] = counted["orders"] + counted["new_customers"]
    if ready.data.firm[SHARES]:
        share = online_shares(ready, natural[None, :], past)[0]
        odds = np.log(share / (1.0 - share)) + surprises(natural[ONLINE_NOISE], natural[ONLINE_AUTO], rng)
        counted["sales_online"] = sales / (1.0 + np.exp(-odds))
        counted["sales_shop"] = sales - counted["sales_online"]
    made = problem(replace(history, sales=sales, **counted), ready.beliefs, ready.scales)
    # The share online is told around what was counted: here around what the firm was drawn from.
    return replace(made, data=made.data._replace(prior=ready.data.prior))


def surprises(log_noise: float, tanh_auto: float, rng: np.random.Generator) -> Floats:
    """Surprises of the weeks (weeks,): Student's t, autoregressive, as `noise.surprises` has them."""
    auto, noise = np.tanh(tanh_auto), LEAST_NOISE + np.exp(log_noise)
    surprise = rng.standard_t(5.0, WEEKS) * noise
    surprise[0] /= np.sqrt(1.0 - auto**2)
    for week in range(1, WEEKS):
        surprise[week] += auto * surprise[week - 1]
    return surprise


def difference(ready: Problem, natural: Floats) -> Floats:
    """Discounted profit of blue less red over three years (draws,)."""
    paths = _ours(ready.history, ReadingSetup(margin=MONEY.margin))
    ahead = believe(ready, natural, MONEY, 156).ahead
    worth = {
        name: present_value(simulate(ahead, _efforts(ready, path, 156)).profit, MONEY.weekly_discount)
        for name, path in paths.items()
    }
    return worth["blue"] - worth["red"]


def ranked(truth: float, draws: Floats) -> float:
    """Share of draws below the truth; ties are shared."""
    return float((draws < truth).mean() + 0.5 * (draws == truth).mean())


def one(number: int, *, customers: bool, everything: bool) -> dict[str, Any]:
    """Draw a firm, fit it, and say where the truth falls."""
    rng = np.random.default_rng([20261128, number])
    ready = template(rng, customers=customers, everything=everything)
    natural = prior_parameters(ready, seed=int(rng.integers(2**31)), draws=1)[0]
    drawn = with_weeks(ready, natural, rng)
    began = time.process_time()
    try:
        fitted: Fitted = fit(drawn, Sampling(seed=number, clock=time.process_time))
    except NotConverged as refusal:
        return {"number": number, "refused": str(refusal), "cpu": time.process_time() - began}
    scores = fitted.scores[:, ::10].reshape(-1, fitted.scores.shape[2])
    mean, sd = drawn.data.prior
    truth = ((natural - mean) / sd)[drawn.data.active]
    parameters = posterior_parameters(fitted, seed=number, thin=10)
    ranks = {name: ranked(truth[place], scores[:, place]) for place, name in enumerate(drawn.active_names)}
    ranks["blue less red"] = ranked(float(difference(drawn, natural[None, :])[0]), difference(drawn, parameters))
    found = fitted.diagnostics
    return {
        "number": number,
        "ranks": ranks,
        "cpu": found.cpu_seconds,
        "rhat": found.max_rhat,
        "ess": found.min_ess,
        "divergences": found.divergences,
        "reran": found.reran,
    }


def table(found: list[dict[str, Any]]) -> str:
    """Coverage of each parameter at three levels, and a chi-square of its rank histogram over ten bins."""
    good = [item for item in found if "ranks" in item]
    names = list(dict.fromkeys(name for item in good for name in item["ranks"]))
    lines = [f"{len(good)} firms, {len(found) - len(good)} refused, {sum(item['reran'] for item in good)} rerun once"]
    cpu = np.array([item["cpu"] for item in found])
    lines.append(f"CPU seconds a firm: median {np.median(cpu):.2f}, 90 % {np.quantile(cpu, 0.9):.2f}")
    worst, least = max(item["rhat"] for item in good), min(item["ess"] for item in good)
    lines.append(f"worst r-hat {worst:.4f}, smallest ESS {least:.0f}")
    lines.append("| parameter | 50 % | 80 % | 95 % | chi-square (9) |")
    lines.append("|---|---|---|---|---|")
    for name in names:
        ranks = np.array([item["ranks"][name] for item in good if name in item["ranks"]])
        cover = [float((np.abs(ranks - 0.5) <= level / 2.0).mean()) for level in LEVELS]
        counts = np.histogram(ranks, bins=10, range=(0.0, 1.0))[0]
        square = float(((counts - ranks.size / 10.0) ** 2 / (ranks.size / 10.0)).sum())
        lines.append(f"| {name} | " + " | ".join(f"{share:.3f}" for share in cover) + f" | {square:.1f} |")
    errors = [float(np.sqrt(level * (1.0 - level) / len(good))) for level in LEVELS]
    lines.append("| *standard error* | " + " | ".join(f"{error:.3f}" for error in errors) + " | 95 % under 16.9 |")
    return "\n".join(lines)


def main() -> None:
    """Run as many firms as asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description=__doc__)
    parser.add_argument("--firms", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--customers", action="store_true", help="new customers counted")
    parser.add_argument("--everything", action="store_true", help="orders, and sales online and in the shop, too")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    run = partial(one, customers=asked.customers or asked.everything, everything=asked.everything)
    with ProcessPoolExecutor(asked.jobs) as pool:
        found = list(pool.map(run, range(asked.first, asked.first + asked.firms)))
    print(table(found))
    if asked.out:
        asked.out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
