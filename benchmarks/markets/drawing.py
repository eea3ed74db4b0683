"""Drawing a market: the town, the firm, its levers and what the years are like, all from a scenario and a seed."""

from dataclasses import replace

import numpy as np
from benchmarks.markets import spending
from benchmarks.markets.chance import Floats
from benchmarks.markets.people import ADS, POSTS, SEARCH, Town, circle_of_friends
from benchmarks.markets.scenarios import (
    MINDS,
    ORDINARY,
    PLAN_WEEKS,
    SCENARIOS,
    TRADES,
    VARIANTS,
    WARM_UP,
    YEAR,
    Lever,
    Market,
    Minded,
    Trade,
)

AN_HOUR = 25.0  # what an hour is worth to its owner, to guess how many are spent


def between(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    """A number between two, log-uniformly."""
    return float(np.exp(rng.uniform(np.log(limits[0]), np.log(limits[1]))))


def draw_town(rng: np.random.Generator, trade: Trade, minded: Minded, people: int | None, variant: str) -> Town:
    """Draw the people of a town."""
    size = people or int(rng.integers(*trade.people))
    rate = trade.rate * rng.gamma(1.3, 1.0 / 1.3, size)
    forgets = between(rng, minded.forgets)
    known = trade.known * between(rng, (0.6, 1.5))
    basket = between(rng, trade.basket) * np.exp(0.35 * rng.standard_normal(size) - 0.06)
    attitudes = variant == "attitudes"
    appeal = trade.appeal + rng.normal(0.0, 0.9, size) + (0.2 + 0.75 * np.log(known) if attitudes else 0.0)
    fading = forgets * np.exp(0.6 * rng.standard_normal(size) - 0.18)
    passing = known / (1.0 - min(known, 0.8)) * forgets * rng.gamma(0.7, 1.0 / 0.7, size)
    return Town(
        rate=rate,
        basket=basket,
        appeal=appeal,
        recall=rng.beta(4.0, 3.0, size),
        fading=np.minimum(fading, 0.5),
        passing=np.minimum(passing * (0.3 if attitudes else 0.5), 0.5),
        quality=rng.beta(12.0, 2.5, size),
        telling=np.minimum(between(rng, minded.tells) * rng.gamma(1.0, 1.0, size), 0.45),
        trust=rng.beta(3.0, 3.0, size),
        searching=rng.beta(2.0, 4.0, size),
        friends=circle_of_friends(rng, size),
        leaving=between(rng, (0.0015, 0.0035)),
        following=between(rng, (0.02, 0.12)),
        habit=between(rng, minded.habit),
        most_habit=minded.most_habit,
    )


def draw_lever(rng: np.random.Generator, minded: Minded, name: str, budget: float, town: Town) -> Lever:
    """Draw what a lever costs and does; `budget` is what the firm would spend a week, in money."""
    lever = Lever(
        name=name,
        kind="local_ads" if name == "leaflets" else "paid_social",
        unit="money",
        way=ADS,
        per_unit=1000.0 / between(rng, (5.0, 13.0)) * between(rng, (0.15, 0.5)),  # half and more is shown outside
        grain=5.0,
        mean=float(np.clip(budget, 20.0, 400.0)),
        notice=between(rng, minded.notice),
        learn=between(rng, minded.learn),
        remind=between(rng, minded.remind),
        gate=int(rng.integers(minded.gate[0], minded.gate[1] + 1)),
        reached=between(rng, (0.12, 0.45)),
    )
    if name == "instagram_hours":
        hours = float(np.clip(budget / AN_HOUR, 1.0, 6.0))
        posts = between(rng, (0.6, 1.6))
        return replace(lever, kind="organic_social", unit="hours", way=POSTS, per_unit=posts, grain=0.5, mean=hours)
    if name == "search_ads":
        clicks = 1.0 / between(rng, (0.5, 1.4))
        serious, nearer = between(rng, (0.08, 0.4)), between(rng, (0.4, 1.4))
        most = 0.5 * float((town.rate * town.searching).sum()) / clicks
        lever = replace(lever, kind="search", way=SEARCH, per_unit=clicks, grain=1.0, mean=min(lever.mean, most))
        return replace(lever, notice=serious, remind=nearer, gate=1, follows_demand=True)
    return lever


def lever_names(rng: np.random.Generator, scenario: str) -> tuple[str, ...]:
    """Which levers a firm uses."""
    if scenario == "follows_demand":
        return ("search_ads",)
    if scenario == "two_levers":
        return ("facebook_ads", "instagram_hours") if rng.random() < 0.5 else ("facebook_ads", "leaflets")
    if scenario in {"threshold", "on_off", "season", "growth"}:
        return ("facebook_ads",)
    return (str(rng.choice(["facebook_ads", "facebook_ads", "facebook_ads", "leaflets", "instagram_hours"])),)


def yearly_season(rng: np.random.Generator, scenario: str, span: int) -> Floats:
    """What the time of year does to needs, around 1 (span,)."""
    height = rng.uniform(0.25, 0.45) if scenario == "season" else rng.uniform(0.05, 0.22)
    turn = 2.0 * np.pi * (np.arange(span) - rng.uniform(0.0, YEAR)) / YEAR
    wave = height * np.sin(turn) + 0.3 * height * np.sin(2.0 * turn + rng.uniform(0.0, 6.0))
    return np.exp(wave) / np.exp(wave).mean()


def outside_trend(rng: np.random.Generator, span: int, weeks: int) -> Floats:
    """A quarter grows, or empties: its trend goes through the window and stops half a year after it (span,)."""
    yearly = rng.uniform(0.1, 0.22) * (1.0 if rng.random() < 0.75 else -1.0)
    years = np.clip(np.arange(span) - WARM_UP, 0, weeks + YEAR // 2) / YEAR
    return np.exp(yearly * years)


def wild_weeks(rng: np.random.Generator, weeks: int) -> Floats:
    """A fair, a strike, a drain dug up: three to six weeks that are like no other (weeks,)."""
    found = np.ones(weeks)
    for week in rng.choice(weeks, size=int(rng.integers(3, 7)), replace=False):
        found[week] = rng.uniform(1.8, 3.0) if rng.random() < 0.5 else rng.uniform(0.05, 0.4)
    return found


def manners_of(rng: np.random.Generator, scenario: str, levers: int) -> tuple[str, ...]:
    """How each lever's efforts come about."""
    fixed = {"season": "with_season", "follows_demand": "with_demand", "growth": "rising", "on_off": "on_off"}
    drawn = tuple(str(rng.choice(spending.MANNERS)) for _ in range(levers))
    return (fixed[scenario],) if scenario in fixed else drawn


def unexplained(noise: float, visits: float) -> float:
    """What is left of a week's noise for the weather, single visits (and their baskets) making the rest."""
    return float(np.sqrt(max(noise**2 - 1.2 / visits, 0.08**2)))


def draw_market(scenario: str, seed: int, variant: str = "memory", people: int | None = None) -> Market:
    """Draw a market; the same scenario, seed and variant always give the same. `on_off` is `concave` but for when."""
    alike = "concave" if scenario == "on_off" else scenario
    rng = np.random.default_rng([SCENARIOS.index(alike), VARIANTS.index(variant), seed])
    trade = TRADES[int(rng.integers(len(TRADES)))]
    minded = MINDS.get(scenario, ORDINARY)
    town = draw_town(rng, trade, minded, people, variant)
    weeks = int(rng.choice([104, 156]))
    usual = float(town.rate @ town.basket) * 0.3 * trade.known  # sales a week, roughly
    names = lever_names(rng, alike)
    budgets = [usual * between(rng, (0.02, 0.1)) for _ in names]
    levers = tuple(draw_lever(rng, minded, name, budget, town) for name, budget in zip(names, budgets, strict=True))
    levers = tuple(_silent(rng, scenario, levers))
    span = WARM_UP + weeks + PLAN_WEEKS
    season = yearly_season(rng, scenario, span)
    if scenario == "growth":
        season = season * outside_trend(rng, span, weeks)
    return Market(
        scenario=scenario,
        seed=seed,
        variant=variant,
        trade=trade.name,
        weeks=weeks,
        town=town,
        levers=levers,
        season=season,
        weather=unexplained(rng.uniform(0.13, 0.24), 0.3 * trade.known * float(town.rate.sum())),
        noise_memory=rng.uniform(0.0, 0.4),
        capture=rng.uniform(0.7, 1.0),
        margin=float(np.round(rng.uniform(0.3, 0.65), 2)),
        used_before=int(rng.choice([0, 0, 26])),
        bumps=wild_weeks(rng, weeks) if scenario == "wild" else np.ones(weeks),
        controls=("queries",) if scenario == "follows_demand" else (),
        manners=manners_of(rng, scenario, len(levers)),
    )


def _silent(rng: np.random.Generator, scenario: str, levers: tuple[Lever, ...]) -> list[Lever]:
    """Levers that nobody notices: all of a placebo, one of two."""
    deaf = int(rng.integers(len(levers))) if scenario == "two_levers" else -1
    return [
        replace(lever, notice=0.0) if scenario == "placebo" or number == deaf else lever
        for number, lever in enumerate(levers)
    ]
