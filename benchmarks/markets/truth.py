"""What would have happened otherwise: the same people live again with the same chance, and without."""

import numpy as np
from benchmarks.markets.chance import Floats
from benchmarks.markets.living import Story, levers_for, life_number, lived, sky, stretch
from benchmarks.markets.people import Minds
from benchmarks.markets.scenarios import PLAN_WEEKS, RED_WEEKS, WARM_UP, YEAR

FEWEST, MOST = 6, 12  # lives that are compared
SURE = 0.03  # relative standard error at which no more are lived
MATERIAL = 0.01  # of a year's margin: less is a tie
YEARLY_DISCOUNT = 0.05  # assumption: what waiting a year costs, for the discounted figures only


def plans(story: Story) -> dict[str, Floats]:
    """Efforts after the window (156, levers): even, all within the first 13 weeks, none."""
    mean = story.efforts.mean(axis=0)
    even = np.tile(mean, (PLAN_WEEKS, 1))
    early = np.zeros_like(even)
    early[:RED_WEEKS] = mean * PLAN_WEEKS / RED_WEEKS
    return {"blue": even, "red": early, "none": np.zeros_like(even)}


def one_life(story: Story, life: int) -> dict[str, Floats]:
    """Weekly sales of one life by what was done: `with`, `without:NAME`, its `after:NAME`, and each plan."""
    market = story.market
    levers, above, number = levers_for(market), sky(market, life), life_number(market, life)
    after = WARM_UP + market.weeks

    def live(minds: Minds, first: int, efforts: Floats) -> Floats:
        return lived(market, levers, minds, stretch(market, above, first, efforts), number).sales

    minds = story.before.copy()
    found = {"with": live(minds, WARM_UP, story.efforts)}
    for name, efforts in plans(story).items():
        found[name] = live(minds.copy(), after, efforts)
    for column, lever in enumerate(market.levers):
        less = story.efforts.copy()
        less[:, column] = 0.0
        other = story.before.copy()
        found[f"without:{lever.name}"] = live(other, WARM_UP, less)
        found[f"after:{lever.name}"] = live(other, after, np.zeros((PLAN_WEEKS, len(market.levers))))
    return found


def fade() -> Floats:
    """What money of each week after the window is worth at its beginning (156,)."""
    worth: Floats = (1.0 + YEARLY_DISCOUNT) ** (-np.arange(PLAN_WEEKS) / YEAR)
    return worth


def quantities(story: Story, life: dict[str, Floats]) -> dict[str, float]:
    """One life in figures."""
    found = {"sales": float(life["with"].sum())}
    for lever in story.market.levers:
        own = float((life["with"] - life[f"without:{lever.name}"]).sum())
        found[f"window:{lever.name}"] = own
        found[f"tail:{lever.name}"] = own + float((life["none"] - life[f"after:{lever.name}"]).sum())
    for plan in ("blue", "red", "none"):
        found[f"total:{plan}"] = float(life[plan].sum())
        found[f"more:{plan}"] = float((life[plan] - life["none"]).sum())
    found["difference"] = found["total:blue"] - found["total:red"]
    found["discounted"] = float((life["blue"] - life["red"]) @ fade())
    return found


def lives(story: Story, fewest: int = FEWEST, most: int = MOST) -> list[dict[str, float]]:
    """As many lives as it takes to be sure enough; how many depends on nothing but the market."""
    found = [quantities(story, one_life(story, 1 + number)) for number in range(fewest)]
    while len(found) < most and not _sure(story, found):
        found.append(quantities(story, one_life(story, 1 + len(found))))
    return found


def _sure(story: Story, found: list[dict[str, float]]) -> bool:
    """Whether effects and the difference between plans are known well enough."""
    names = [f"tail:{lever.name}" for lever in story.market.levers] + ["difference"]
    little = MATERIAL * YEAR * float(story.sales.mean())  # sales whose margin is immaterial

    def known(name: str) -> bool:
        values = np.array([life[name] for life in found])
        error = values.std(ddof=1) / np.sqrt(values.size)
        return bool(error <= max(SURE * abs(values.mean()), 0.15 * little))

    return all(known(name) for name in names)


def measured(found: list[dict[str, float]], name: str, scale: float = 1.0) -> dict[str, float]:
    """A figure and its Monte Carlo error."""
    values = scale * np.array([life[name] for life in found])
    return {"value": float(values.mean()), "error": float(values.std(ddof=1) / np.sqrt(values.size))}


def verdict(profit: dict[str, float], material: float) -> tuple[str, bool]:
    """Which plan is better, and whether that is sure (two standard errors away from changing)."""
    value, error = profit["value"], profit["error"]
    best = "tie" if abs(value) < material else ("blue" if value > 0.0 else "red")
    return best, abs(abs(value) - material) > 2.0 * error


def compared(story: Story, found: list[dict[str, float]], material: float) -> dict[str, object]:
    """Blue less red: sales, profit (both cost the same), and profit discounted, where red is paid for sooner.

    `later`: how much more red's efforts weigh when discounted, in money and in hours; hours have no price here, so that
    only money is in the discounted difference.
    """
    units = [lever.unit for lever in story.market.levers]
    made = plans(story)
    sooner = fade() @ (made["red"] - made["blue"])
    later = {unit: float(sum(sooner[k] for k, own in enumerate(units) if own == unit)) for unit in ("money", "hours")}
    profit = measured(found, "difference", story.market.margin)
    discounted = measured(found, "discounted", story.market.margin)
    discounted["value"] += later["money"]
    best, sure = verdict(profit, material)
    return {
        "sales_difference": measured(found, "difference"),
        "profit_difference": profit,
        "profit_difference_discounted": discounted,
        "later": later,
        "material": material,
        "verdict": best,
        "sure": sure,
    }


def truth(story: Story, fewest: int = FEWEST, most: int = MOST) -> dict[str, object]:
    """Everything that is true of a market and that a fit may be asked."""
    market, found = story.market, lives(story, fewest, most)
    spent = story.efforts.sum(axis=0)
    material = MATERIAL * market.margin * YEAR * measured(found, "sales")["value"] / market.weeks
    money = np.array([lever.unit == "money" for lever in market.levers])
    cost = {name: float(efforts[:, money].sum()) for name, efforts in plans(story).items()}
    return {
        "name": market.name,
        "scenario": market.scenario,
        "variant": market.variant,
        "seed": market.seed,
        "trade": market.trade,
        "weeks": market.weeks,
        "margin": market.margin,
        "capture": market.capture,
        "used_before_weeks": market.used_before,
        "manners": list(market.manners),
        "controls": list(market.controls),
        "lives": len(found),
        "window_sales": measured(found, "sales"),
        "levers": {
            lever.name: {
                "kind": lever.kind,
                "unit": lever.unit,
                "effort": float(total),
                "sales_in_window": measured(found, f"window:{lever.name}"),
                "sales_with_tail": measured(found, f"tail:{lever.name}"),
                "roas_in_window": measured(found, f"window:{lever.name}", 1.0 / total),
                "roas_with_tail": measured(found, f"tail:{lever.name}", 1.0 / total),
            }
            for lever, total in zip(market.levers, spent, strict=True)
        },
        "plans": {
            name: {
                "sales_total": measured(found, f"total:{name}"),
                "incremental_total": measured(found, f"more:{name}"),
                "profit_total": {
                    "value": market.margin * measured(found, f"total:{name}")["value"] - cost[name],
                    "error": measured(found, f"total:{name}", market.margin)["error"],
                },
            }
            for name in ("blue", "red", "none")
        },
        "compare": {"blue>red": compared(story, found, material)},
    }
