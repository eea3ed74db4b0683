"""What the markets are like: sales, effects, how often which plan is better, and how well that is known."""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from benchmarks.markets.chance import Floats
from benchmarks.markets.files import Case
from benchmarks.markets.scenarios import YEAR

EXPLAINED = """\
Quarter, half and three quarters of the markets lie below the three numbers. Sales a year in thousands; noise: standard
deviation of a week once trend and season are taken out (from the median, so that wild weeks do not count); share of
the window's sales that levers brought; ROAS of levers paid in money that do something; with tail over within window;
error: relative Monte Carlo error of ROAS with its tail, at the median and the worst; better plan; not sure: within two
of its errors of another verdict."""


def noise(sales: Floats) -> float:
    """How much a week differs from its trend and season, as a share."""
    weeks = np.arange(sales.size)
    waves = [turn(2.0 * np.pi * k * weeks / YEAR) for k in (1, 2) for turn in (np.sin, np.cos)]
    table = np.column_stack([np.ones(sales.size), weeks, *waves])
    logs = np.log(np.maximum(sales, 1.0))
    return float(1.4826 * np.median(np.abs(logs - table @ np.linalg.lstsq(table, logs)[0])))


def _sales(found: Case) -> Floats:
    rows = csv.DictReader(found.history.read_text(encoding="utf-8").splitlines())
    return np.array([float(row["sales"]) for row in rows])


def _quarters(values: Sequence[float], form: str) -> str:
    if not values:
        return "–".center(20)
    return " ".join(format(float(cut), form) for cut in np.quantile(values, [0.25, 0.5, 0.75])).center(20)


def _row(name: str, found: Sequence[Case]) -> str:
    levers = [lever for each in found for lever in each.truth["levers"].values()]
    real = [lever for lever in levers if lever["sales_with_tail"]["value"] != 0.0]
    paid = [lever for lever in real if lever["unit"] == "money"]

    def ratio(one: str, other: str, of: Callable[[Any], float]) -> list[float]:
        return [of(lever[one]) / lever[other]["value"] for lever in paid]

    shares = [
        sum(lever["sales_in_window"]["value"] for lever in each.truth["levers"].values())
        / each.truth["window_sales"]["value"]
        for each in found
    ]
    errors = ratio("roas_with_tail", "roas_with_tail", lambda figure: figure["error"])
    best = Counter(each.truth["compare"]["blue>red"]["verdict"] for each in found)
    unsure = sum(not each.truth["compare"]["blue>red"]["sure"] for each in found)
    sales = [_sales(each) for each in found]
    parts = [
        f"{name:15}{len(found):4d}",
        _quarters([float(each.mean()) * YEAR / 1e3 for each in sales], ".0f"),
        _quarters([noise(each) for each in sales], ".2f"),
        _quarters([100.0 * part for part in shares], ".1f"),
        _quarters([lever["roas_in_window"]["value"] for lever in paid], ".2f"),
        _quarters(ratio("roas_with_tail", "roas_in_window", lambda figure: figure["value"]), ".2f"),
        f"{np.median(errors):.2f} {max(errors):.2f}" if errors else "    –    ",
        f"  blue {best['blue']:3d} red {best['red']:3d} tie {best['tie']:3d}  not sure {unsure}",
    ]
    return "".join(parts)


def described(found: Sequence[Case]) -> str:
    """A table by scenario, by variant, and all together."""
    heads = ("sales a year", "noise", "brought, %", "ROAS in window", "tail", "error")
    lines = [EXPLAINED, "", " " * 19 + "".join(head.center(20) for head in heads[:-1]) + heads[-1]]
    for field in ("scenario", "variant"):
        for value in dict.fromkeys(each.truth[field] for each in found):
            lines += [_row(str(value), [each for each in found if each.truth[field] == value])]
    return "\n".join([*lines, _row("all", found)])
