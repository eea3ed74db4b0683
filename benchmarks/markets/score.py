"""How good an answer is, the truth being known: coverage, interval score against the prior, verdicts.

A payload is the JSON of `foulee fit`; a truth is what `truth.truth` says. Nothing that is missing from a payload is
held against it here, except that it is counted: `n` stands beside every share.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.markets.truth import verdict

ALPHA = 0.2  # what an 80 % interval leaves out
TINY = 1e-9
ASKED = ("roas_in_window", "roas_with_tail")
PLANS = ("blue", "red")
DIFFERENCES = ("profit_difference", "sales_difference", "difference")
OUTCOMES = ("right", "wrong", "wrong_tie", "needless", "cannot_tell", "none")
NOTHING: Mapping[str, Any] = {}
Interval = Mapping[str, float]


# --- one interval ------------------------------------------------------------------------------------------------


def lower_edge(interval: Interval) -> float:
    """Its p10; as good as nothing counts as nothing, so that a true 0 can lie inside what is never negative."""
    low = float(interval["p10"])
    return 0.0 if 0.0 < low <= TINY * max(1.0, abs(float(interval["p90"]))) else low


def place(interval: Interval, value: float) -> str:
    """Where the truth lies: `inside`, `below` or `above` the interval."""
    if value < lower_edge(interval):
        return "below"
    return "above" if value > float(interval["p90"]) else "inside"


def interval_score(interval: Interval, value: float) -> float:
    """Width, and 2/α for each unit of a miss (Gneiting & Raftery, JASA 2007, eq. 43): less is better."""
    low, high = lower_edge(interval), float(interval["p90"])
    return (high - low) + 2.0 / ALPHA * (max(low - value, 0.0) + max(value - high, 0.0))


def whole(interval: object) -> bool:
    """Whether it is an interval of numbers, in order."""
    if not isinstance(interval, Mapping) or not {"p10", "p90"} <= interval.keys():
        return False
    low, high = interval["p10"], interval["p90"]
    return all(isinstance(end, int | float) and math.isfinite(end) for end in (low, high)) and low <= high


def judged(posterior: object, prior: object, value: float) -> dict[str, Any] | None:
    """An interval and its prior against the truth; None where there is no interval."""
    if not whole(posterior):
        return None
    assert isinstance(posterior, Mapping)
    found: dict[str, Any] = {
        "truth": value,
        "place": place(posterior, value),
        "score": interval_score(posterior, value),
    }
    found["posterior"] = {end: posterior.get(end) for end in ("p10", "p50", "p90")}
    if whole(prior):
        assert isinstance(prior, Mapping)
        before, width = interval_score(prior, value), float(prior["p90"]) - lower_edge(prior)
        found |= {"prior_place": place(prior, value), "prior_score": before}
        found["prior"] = {end: prior.get(end) for end in ("p10", "p50", "p90")}
        if before > 0.0 and found["score"] > 0.0:
            found["log_ratio"] = math.log(found["score"] / before)
        if width > 0.0:
            found["width_ratio"] = (float(posterior["p90"]) - lower_edge(posterior)) / width
    return found


# --- one market --------------------------------------------------------------------------------------------------


def outcome(said: object, true: Mapping[str, Any]) -> str:
    """What a verdict was worth.

    `wrong`: the worse plan; `wrong_tie`: a tie where it matters; `needless`: a winner where it does not. Where the
    truth itself lies within its error of the limit, both of its sides are right.
    """
    said = {"A": "blue", "B": "red"}.get(str(said), said)
    if said is None:
        return "none"
    if said == "cannot_tell":
        return "cannot_tell"
    value = float(true["profit_difference"]["value"])
    better = "blue" if value > 0.0 else "red"
    close = not true["sure"]
    if said == true["verdict"] or (close and said in {"tie", better}):
        return "right"
    if said == "tie":
        return "wrong_tie"
    return "needless" if true["verdict"] == "tie" else "wrong"


def discounted(payload: Mapping[str, Any], true: Mapping[str, Any]) -> float:
    """Blue less red in discounted profit, an hour at what the payload says it costs (`hour_cost`; else nothing)."""
    price = payload.get("hour_cost", 0.0)
    price = price.get("p50", 0.0) if isinstance(price, Mapping) else price
    return float(true["profit_difference_discounted"]["value"]) + float(price or 0.0) * float(true["later"]["hours"])


def _comparison(payload: Mapping[str, Any], truth: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict between blue and red."""
    said = payload.get("compare", NOTHING).get("blue>red", NOTHING)
    true = truth["compare"]["blue>red"]
    value = float(true["profit_difference"]["value"])
    found: dict[str, Any] = {"outcome": outcome(said.get("verdict"), true), "said": said.get("verdict")}
    found |= {"truth": true["verdict"], "sure": true["sure"], "times_material": value / true["material"]}
    for name in ("probability", "prior_probability"):
        given = said.get(name)
        if isinstance(given, int | float) and value != 0.0:
            found[f"brier_{name}"] = (float(given) - float(value > 0.0)) ** 2
            found[name] = float(given)
    values = {name: float(true[name]["value"]) for name in ("profit_difference", "sales_difference")}
    values["difference"] = discounted(payload, true)
    for name in DIFFERENCES:
        before = said.get("prior", NOTHING).get(name, said.get(f"prior_{name}"))
        found[name] = judged(said.get(name), before, values[name])
    later = {"value": values["difference"], "error": true["profit_difference_discounted"]["error"]}
    best, sure = verdict(later, true["material"])
    found["truth_discounted"] = best
    later_true = {"profit_difference": later, "verdict": best, "sure": sure}
    found["outcome_discounted"] = outcome(said.get("verdict"), later_true)
    return found


def _levers(payload: Mapping[str, Any], truth: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each lever's effects."""
    rows = []
    for name, true in truth["levers"].items():
        said = payload.get("levers", NOTHING).get(name, NOTHING)
        row: dict[str, Any] = {"name": name, "does_nothing": true["roas_with_tail"]["value"] == 0.0}
        row["chance_positive"] = said.get("chance_positive")
        for asked in ASKED:
            row[asked] = judged(said.get(asked), said.get("prior", NOTHING).get(asked), float(true[asked]["value"]))
        rows.append(row)
    return rows


def score(truth: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    """One market's answer against its truth."""
    plans = {}
    for name in PLANS:
        said = payload.get("plans", NOTHING).get(name, NOTHING)
        value = float(truth["plans"][name]["incremental_total"]["value"])
        before = said.get("prior", NOTHING).get("incremental_total")
        plans[name] = judged(said.get("incremental_total"), before, value)
    return {
        "name": truth["name"],
        "scenario": truth["scenario"],
        "variant": truth["variant"],
        "refused": payload.get("refused"),
        "levers": _levers(payload, truth),
        "plans": plans,
        "compare": _comparison(payload, truth),
        "diagnostics": payload.get("diagnostics"),
        "process_cpu_seconds": payload.get("process_cpu_seconds"),
    }


# --- many markets ------------------------------------------------------------------------------------------------


def share(hits: int, n: int) -> dict[str, float | int | None]:
    """A share and its standard error (Agresti & Coull, The American Statistician 1998: two of each added)."""
    if n == 0:
        return {"share": None, "error": None, "n": 0}
    near = (hits + 2) / (n + 4)
    return {"share": hits / n, "error": math.sqrt(near * (1.0 - near) / (n + 4)), "n": n}


def mean(values: Sequence[float]) -> dict[str, float | int | None]:
    """A mean and its standard error."""
    n = len(values)
    if n == 0:
        return {"mean": None, "error": None, "n": 0}
    middle = math.fsum(values) / n
    spread = math.fsum((value - middle) ** 2 for value in values)
    return {"mean": middle, "error": math.sqrt(spread / (n - 1) / n) if n > 1 else None, "n": n}


def median(values: Iterable[float]) -> float | None:
    """The middle one."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def intervals(found: Sequence[Mapping[str, Any] | None]) -> dict[str, Any]:
    """Many judged intervals together."""
    rows = [row for row in found if row is not None]
    with_prior = [row for row in rows if "prior_score" in row]
    ratios = [float(row["log_ratio"]) for row in rows if "log_ratio" in row]
    return {
        "coverage": share(sum(row["place"] == "inside" for row in rows), len(rows)),
        "truth_below": sum(row["place"] == "below" for row in rows),
        "truth_above": sum(row["place"] == "above" for row in rows),
        "prior_coverage": share(sum(row["prior_place"] == "inside" for row in with_prior), len(with_prior)),
        "log_ratio": mean(ratios),
        "wins": share(sum(ratio < 0.0 for ratio in ratios), len(ratios)),
        "width_ratio": median(float(row["width_ratio"]) for row in rows if "width_ratio" in row),
    }


def group(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What holds for some markets together."""
    levers = [lever for row in rows for lever in row["levers"]]
    compared = [row["compare"] for row in rows]
    counted = Counter(row["outcome"] for row in compared)
    chances = [lever for lever in levers if isinstance(lever["chance_positive"], int | float)]
    found: dict[str, Any] = {"markets": len(rows), "refused": sum(row["refused"] is not None for row in rows)}
    found |= {asked: intervals([lever[asked] for lever in levers]) for asked in ASKED}
    found["incremental_total"] = intervals([row["plans"][name] for row in rows for name in PLANS])
    found |= {name: intervals([row[name] for row in compared]) for name in DIFFERENCES}
    counted_later = Counter(row["outcome_discounted"] for row in compared)
    found["verdicts"] = {name: counted.get(name, 0) for name in OUTCOMES}
    found["truths"] = dict(Counter(row["truth"] for row in compared))
    found["verdicts_discounted"] = {name: counted_later.get(name, 0) for name in OUTCOMES}
    found["truths_discounted"] = dict(Counter(row["truth_discounted"] for row in compared))
    for name in ("probability", "prior_probability"):
        found[f"brier_{name}"] = mean([row[f"brier_{name}"] for row in compared if f"brier_{name}" in row])
    for name, wanted in (("chance_positive_nothing", True), ("chance_positive_something", False)):
        found[name] = mean([float(row["chance_positive"]) for row in chances if row["does_nothing"] is wanted])
    sure = [row for row in chances if row["does_nothing"]]
    found["sure_of_nothing"] = share(sum(row["chance_positive"] >= 0.9 for row in sure), len(sure))
    cpu = [row["process_cpu_seconds"] for row in rows if row["process_cpu_seconds"] is not None]
    found["cpu_seconds"] = median(cpu)
    return found


def summary(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By scenario, by variant, by whether levers bring anything, and all together."""
    found = {}
    for field in ("scenario", "variant"):
        for value in dict.fromkeys(row[field] for row in rows):
            found[str(value)] = group([row for row in rows if row[field] == value])
    for name, wanted in (("brings nothing", True), ("brings some", False)):
        kept = [
            {**row, "levers": [lever for lever in row["levers"] if lever["does_nothing"] is wanted]} for row in rows
        ]
        found |= {name: group([row for row in kept if row["levers"]])} if any(row["levers"] for row in kept) else {}
    return found | {"all": group(rows)}
