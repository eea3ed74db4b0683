"""PyMC-Marketing, with care, on histories of ours: what each lever brought back, and even against early spending.

Run by the peer's Python (benchmarks/peers/README.md), one line of JSON for each history, in the words of `foulee fit`:

    PEER/bin/python benchmarks/peers/pymc_marketing_markets.py HISTORY.csv … [--lever NAME …] [--control NAME …]

A history has the columns `week`, `sales`, one for each lever (those named; else every other column that is no
control), and may have controls (`--control`). A lever never used has no answer.

The care: a trend rescaled, two yearly waves where there is a year, controls standardised, carryover up to 12 weeks,
effects expected as its guide has it for levers of equal spending (half its default), uncounted weeks filled in between
their neighbours (it would take them as zero sales), and a second, longer and more careful run where the first did not
converge. Its normal noise and its other priors are left as they are.
"""
# ruff: noqa: ANN401, PLC0415 - the peer's libraries are not ours: neither their types nor the moment of their imports

import argparse
import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pymc_marketing_fit import cpu, diagnosed, names_of

LONGEST, YEAR, PLAN_WEEKS, RED_WEEKS = 12, 52, 156, 13
HEALTHY_RHAT, HEALTHY_ESS = 1.01, 400
MATERIAL = 0.01  # of a year's sales
OWN = ("week", "date", "sales", "revenue", "new_customers", "returning_customers", "orders")
Result = dict[str, Any]


def day(week: str) -> pd.Timestamp:
    """A Monday, written as a date or as `2026-W01`."""
    return pd.to_datetime(f"{week}-1", format="%G-W%V-%u") if "W" in week else pd.Timestamp(week)


def read(path: Path) -> pd.DataFrame:
    """A history with every week in its place, `sales` never missing, efforts 0 where nothing is noted."""
    rows = pd.read_csv(path, sep=None, engine="python", dtype=str)
    rows = rows.rename(columns={"date": "week", "revenue": "sales"})
    weeks = pd.DatetimeIndex([day(week) for week in rows.pop("week")], name="week")
    numbers = rows.apply(lambda column: pd.to_numeric(column.str.replace(",", "."), errors="coerce")).set_index(weeks)
    numbers = numbers.reindex(pd.date_range(weeks.min(), weeks.max(), freq="7D", name="week"))
    numbers["sales"] = numbers["sales"].interpolate(limit_direction="both")
    return numbers.fillna(0.0)


def model_of(rows: pd.DataFrame, levers: list[str], controls: list[str]) -> tuple[Any, pd.DataFrame]:
    """Its model for these levers, and the rows as it wants them."""
    from pymc_extras.prior import Prior
    from pymc_marketing.mmm import GeometricAdstock, LogisticSaturation
    from pymc_marketing.mmm.multidimensional import MMM

    wanted = rows[levers].copy()
    wanted["trend"] = np.linspace(0.0, 1.0, len(rows))
    for name in controls:
        wanted[name] = (rows[name] - rows[name].mean()) / (rows[name].std() or 1.0)
    saturation = LogisticSaturation(priors={"beta": Prior("HalfNormal", sigma=1.0, dims="channel")})
    mmm = MMM(
        date_column="week",
        target_column="sales",
        channel_columns=levers,
        control_columns=["trend", *controls],
        adstock=GeometricAdstock(l_max=LONGEST),
        saturation=saturation,
        yearly_seasonality=2 if len(rows) >= YEAR else None,
    )
    return mmm, wanted.reset_index()


def fitted(rows: pd.DataFrame, levers: list[str], controls: list[str], seed: int) -> tuple[Any, Result]:
    """Its posterior (with each lever's part of sales) and diagnostics, run again where the first was not healthy."""
    begun = cpu()
    mmm, wanted = model_of(rows, levers, controls)
    sales = rows["sales"].reset_index(drop=True)
    found: Result = {}
    for tune, accept in ((1000, 0.8), (2000, 0.95)):
        sizes = {"draws": 1000, "tune": tune, "chains": 4, "random_seed": seed, "progressbar": False}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it says of convergence is in the diagnostics
            idata = mmm.fit(wanted, sales, nuts_sampler="numpyro", target_accept=accept, **sizes)
        found = diagnosed(idata, names_of(mmm)) | {"reran": bool(found)}
        if found["max_rhat"] < HEALTHY_RHAT and found["ess_bulk"] > HEALTHY_ESS and not found["divergences"]:
            break
    return mmm, found | {"cpu_seconds": cpu() - begun}


def interval(values: np.ndarray) -> dict[str, float]:
    """Median and 80 % interval of draws."""
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
    return {"p10": float(low), "p50": float(middle), "p90": float(high)}


def parts(posterior: Any, name: str) -> np.ndarray:
    """A parameter of each lever (draws, levers), or of each week and lever (draws, weeks, levers)."""
    order = [dimension for dimension in ("date", "channel") if dimension in posterior[name].dims]
    values: np.ndarray = posterior[name].transpose("chain", "draw", *order).to_numpy()
    return values.reshape(-1, *values.shape[2:])


def brought(posterior: Any, efforts: np.ndarray) -> np.ndarray:
    """Its own response to efforts (weeks, levers; 1 the most ever), nothing before: of its scale (draws, levers)."""
    alpha, steep, most = (parts(posterior, name) for name in ("adstock_alpha", "saturation_lam", "saturation_beta"))
    weights = alpha[:, None, :] ** np.arange(LONGEST)[None, :, None]
    weights = weights / weights.sum(axis=1, keepdims=True)
    padded = np.vstack([np.zeros((LONGEST - 1, efforts.shape[1])), efforts])
    total = np.zeros_like(alpha)
    for week in range(len(efforts)):
        reached = (weights * padded[week : week + LONGEST][::-1]).sum(axis=1)
        total += most * np.tanh(0.5 * steep * reached)  # its logistic: 0 at nothing, 1 at most
    return total


def three_years(rows: pd.DataFrame, used: list[str], posterior: Any, scale: float) -> Result:
    """The usual effort every week (blue) and the same total within 13 weeks (red), in sales of three years.

    It has no verdicts: the winner is whoever's advantage keeps its sign over the 80 % interval, a tie where that lies
    within a hundredth of a year's sales.
    """
    usual = (rows[used].mean() / rows[used].max()).to_numpy()
    even = np.tile(usual, (PLAN_WEEKS, 1))
    early = np.zeros_like(even)
    early[:RED_WEEKS] = usual * PLAN_WEEKS / RED_WEEKS
    blue, red = (scale * brought(posterior, plan).sum(axis=1) for plan in (even, early))
    difference = interval(blue - red)
    material = MATERIAL * YEAR * float(rows["sales"].mean())
    verdict = "A" if difference["p10"] > 0.0 else ("B" if difference["p90"] < 0.0 else "cannot_tell")
    if -material < difference["p10"] and difference["p90"] < material:
        verdict = "tie"
    told = {"probability": float((blue > red).mean()), "sales_difference": difference, "verdict": verdict}
    plans = {"blue": {"incremental_total": interval(blue)}, "red": {"incremental_total": interval(red)}}
    return {"plans": plans, "compare": {"blue>red": told}}


def report(path: Path, options: argparse.Namespace) -> Result:
    """Everything about one history."""
    rows = read(path)
    named = options.lever or [name for name in rows.columns if name not in OWN and name not in options.control]
    used = [name for name in named if rows[name].max() > 0.0]
    mmm, diagnostics = fitted(rows, used, options.control, options.seed)
    posterior, scale = mmm.idata.posterior, float(rows["sales"].abs().max())
    within = scale * parts(posterior, "channel_contribution").sum(axis=1)
    ending = np.vstack([rows[used] / rows[used].max(), np.zeros((LONGEST, len(used)))])
    whole = scale * brought(posterior, ending)
    levers: Result = {}
    for column, name in enumerate(used):
        spent = rows[name].sum()
        levers[name] = {
            "roas_in_window": interval(within[:, column] / spent),
            "roas_with_tail": interval(whole[:, column] / spent),
            "sales_in_window": interval(within[:, column]),
        }
    head = {"file": str(path), "weeks": len(rows), "levers": levers, "diagnostics": diagnostics}
    return head | three_years(rows, used, posterior, scale)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("histories", nargs="+", type=Path)
    parser.add_argument("--lever", action="append", default=[], metavar="NAME")
    parser.add_argument("--control", action="append", default=[], metavar="NAME")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    import numpyro

    numpyro.set_host_device_count(4)
    for path in options.histories:
        print(json.dumps(report(path, options)), flush=True)


if __name__ == "__main__":
    main()
