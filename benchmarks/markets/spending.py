"""How small firms spend: by fits and starts, with pauses, a campaign now and then, some always the same."""

import numpy as np
from benchmarks.markets.chance import Floats

MANNERS = ("steady", "irregular", "campaigns", "steps")


def steady(rng: np.random.Generator, weeks: int) -> Floats:
    """Almost the same every week, two or three holidays left out: what tells least."""
    found = 1.0 + 0.12 * rng.standard_normal(weeks)
    for _ in range(int(rng.integers(2, 4))):
        start = int(rng.integers(weeks))
        found[start : start + int(rng.integers(1, 4))] = 0.0
    return np.maximum(found, 0.0)


def irregular(rng: np.random.Generator, weeks: int) -> Floats:
    """Now more, now less, nothing for some weeks when there is other work."""
    found = np.exp(0.55 * rng.standard_normal(weeks))
    busy, week = False, 0
    while week < weeks:
        length = 1 + int(rng.geometric(0.25 if busy else 0.1))
        if busy:
            found[week : week + length] = 0.0
        busy, week = not busy, week + length
    return found


def campaigns(rng: np.random.Generator, weeks: int) -> Floats:
    """Three to eight weeks of effort, then little or nothing for a month or three."""
    low = 0.15 if rng.random() < 0.5 else 0.0
    found = np.full(weeks, low)
    week = int(rng.integers(1, 12))
    while week < weeks:
        length = int(rng.integers(3, 9))
        found[week : week + length] = rng.uniform(1.0, 3.0)
        week += length + int(rng.integers(4, 13))
    return found * np.exp(0.15 * rng.standard_normal(weeks))


def steps(rng: np.random.Generator, weeks: int) -> Floats:
    """A budget that is decided again every few months."""
    found = np.empty(weeks)
    week = 0
    while week < weeks:
        length = int(rng.integers(9, 22))
        found[week : week + length] = rng.choice([0.0, 0.6, 1.0, 1.6, 2.2])
        week += length
    return found * np.exp(0.1 * rng.standard_normal(weeks))


def on_off(rng: np.random.Generator, weeks: int) -> Floats:
    """Blocks of two to four weeks, on or off by the toss of a coin: what a planned experiment does."""
    found = np.empty(weeks)
    week = 0
    while week < weeks:
        length = int(rng.integers(2, 5))
        found[week : week + length] = float(rng.random() < 0.5)
        week += length
    return found


def with_season(rng: np.random.Generator, season: Floats) -> Floats:
    """More when more is sold anyway: the year's shape, sharpened, and a pause in the quietest weeks."""
    found: Floats = season**2.5 * np.exp(0.25 * rng.standard_normal(season.size))
    found[season < np.quantile(season, 0.12)] = 0.0
    return found


def with_demand(rng: np.random.Generator, searches: Floats) -> Floats:
    """As many clicks are bought as people search, give or take, within a budget that is changed at times."""
    budget = np.exp(0.25 * steps(rng, searches.size) - 0.25)
    return searches / searches.mean() * budget * np.exp(0.12 * rng.standard_normal(searches.size))


def rising(rng: np.random.Generator, weeks: int) -> Floats:
    """A little more every quarter, as the firm grows."""
    return np.linspace(0.4, 1.6, weeks) * irregular(rng, weeks)


def drawn(manner: str, rng: np.random.Generator, weeks: int) -> Floats:
    """Weeks in one of the manners above, that need nothing but chance; used in a tenth of the weeks at least."""
    makers = {f.__name__: f for f in (steady, irregular, campaigns, steps, on_off, rising)}
    while True:
        found = makers[manner](rng, weeks)
        if (found > 0.0).mean() > 0.1:
            return found


def rounded(found: Floats, mean: float, grain: float) -> Floats:
    """Scaled to a weekly mean, in whole steps as people note it (5 €, half an hour)."""
    return np.round(found / max(found.mean(), 1e-9) * mean / grain) * grain
