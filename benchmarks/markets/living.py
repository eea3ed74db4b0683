"""Letting a market live: what levers buy, what the weather does, and what the firm's books show in the end."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from benchmarks.markets import attitudes, memory, spending
from benchmarks.markets.chance import Floats, wandering
from benchmarks.markets.people import ADS, POSTS, SEARCH, Diary, Levers, Minds, Weeks, blank_diary, blank_minds
from benchmarks.markets.scenarios import SCENARIOS, VARIANTS, WARM_UP, Market

KINDS = MappingProxyType({"memory": memory.live, "attitudes": attitudes.live})


@dataclass(frozen=True, slots=True)
class Story:
    """A market and what was counted in it: efforts (weeks, levers), the till, first visits, searches (weeks,)."""

    market: Market
    efforts: Floats
    sales: Floats
    new_customers: Floats
    queries: Floats
    before: Minds


@dataclass(frozen=True, slots=True)
class Sky:
    """Needs and rivals of all weeks, warm-up to the last of the plans (span,)."""

    need: Floats
    rivals: Floats


def levers_for(market: Market) -> Levers:
    """The levers as people meet them; who is shown advertisements hangs on the market's seed."""
    rng = np.random.default_rng([7, market.seed, SCENARIOS.index(market.same_as)])
    size = market.town.rate.size
    weight = np.zeros((len(market.levers), size))
    for row, lever in enumerate(market.levers):
        among = rng.random(size) < lever.reached
        heavy = rng.gamma(0.6, 1.0, size) * among  # some look at their phone all day
        weight[row] = heavy / heavy.sum()
    own = market.levers
    return Levers(
        way=np.array([lever.way for lever in own], dtype=np.int64),
        weight=weight,
        notice=np.array([lever.notice * (5.0 if lever.way == POSTS else 1.0) for lever in own]),
        learn=np.array([lever.learn for lever in own]),
        remind=np.array([lever.remind for lever in own]),
        gate=np.array([lever.gate for lever in own], dtype=np.int64),
        leak=np.array([0.02 * size if lever.way == POSTS else 0.0 for lever in own]),
    )


def pushes(market: Market, efforts: Floats, season: Floats) -> Floats:
    """What efforts (weeks, levers) buy: impressions, views of posts by a follower, the chance of being found."""
    found = np.empty_like(efforts)
    searching = float((market.town.rate * market.town.searching).sum())
    for column, lever in enumerate(market.levers):
        bought = efforts[:, column] * lever.per_unit
        if lever.way == ADS:
            found[:, column] = bought
        elif lever.way == POSTS:
            found[:, column] = 0.15 * bought  # a follower sees one post in seven
        else:
            found[:, column] = 1.0 - np.exp(-bought / (searching * season))
    return found


def weather(market: Market, rng: np.random.Generator, weeks: int) -> tuple[Floats, Floats]:
    """What no one in the town can help: needs multiplied, mean 1, and rivals' strength (weeks,) each."""
    wave = wandering(rng, weeks, market.weather, market.noise_memory)
    return np.exp(wave - 0.5 * market.weather**2), wandering(rng, weeks, 0.08, 0.9)


def _rng(market: Market, life: int) -> np.random.Generator:
    return np.random.default_rng([SCENARIOS.index(market.same_as), VARIANTS.index(market.variant), market.seed, life])


def sky(market: Market, life: int) -> Sky:
    """The weather of one life; life 0 is what really happened."""
    shock, rivals = weather(market, _rng(market, 1000 + life), market.span)
    return Sky(market.season * shock, rivals)


def life_number(market: Market, life: int) -> int:
    """A life's own number, from which all its chance follows."""
    kind = SCENARIOS.index(market.same_as) * len(VARIANTS) + VARIANTS.index(market.variant)
    return (kind * 100_003 + market.seed) * 1_009 + life


def lived(market: Market, levers: Levers, minds: Minds, weeks: Weeks, life: int) -> Diary:
    """Let people live some weeks; `minds` change."""
    diary = blank_diary(weeks.need.size)
    KINDS[market.variant](market.town, levers, minds, weeks, (life, diary))
    return diary


def stretch(market: Market, above: Sky, first: int, efforts: Floats) -> Weeks:
    """Weeks from `first` (counted from the warm-up's start) with these efforts (weeks, levers)."""
    last = first + len(efforts)
    push = pushes(market, efforts, market.season[first:last])
    return Weeks(above.need[first:last], above.rivals[first:last], push, first)


def _efforts(market: Market, searches: Floats) -> Floats:
    """What the firm did, week by week."""
    rng = np.random.default_rng([11, SCENARIOS.index(market.same_as), market.seed])
    columns = []
    for lever, manner in zip(market.levers, market.manners, strict=True):
        if manner == "with_demand":
            found = spending.with_demand(rng, searches)
        elif manner == "with_season":
            found = spending.with_season(rng, market.season[WARM_UP : WARM_UP + market.weeks])
        else:
            found = spending.drawn(manner, rng, market.weeks)
        columns.append(spending.rounded(found, lever.mean, lever.grain))
    return np.column_stack(columns)


def happened(market: Market) -> Story:
    """Live the market once: what its firm's books show, and the minds with which its window begins."""
    levers, above, life = levers_for(market), sky(market, 0), life_number(market, 0)
    minds = blank_minds(market.town.rate.size, len(market.levers), 0.1 + 0.15 * market.town.recall)
    early = np.zeros((WARM_UP, len(market.levers)))
    early[WARM_UP - market.used_before :] = [lever.mean for lever in market.levers]
    lived(market, levers, minds, stretch(market, above, 0, early), life)
    nothing = np.zeros((market.weeks, len(market.levers)))
    searches = np.zeros(market.weeks)
    if any(
        lever.way == SEARCH for lever in market.levers
    ):  # needs do not hang on levers: searches can be counted first
        searches = lived(market, levers, minds.copy(), stretch(market, above, WARM_UP, nothing), life).searches
    efforts = _efforts(market, searches)
    diary = lived(market, levers, minds.copy(), stretch(market, above, WARM_UP, efforts), life)
    rng = _rng(market, 999)
    noted = rng.binomial(diary.new.astype(np.int64), market.capture).astype(float)
    queries = np.round(searches * rng.uniform(2.0, 6.0) * np.exp(0.05 * rng.standard_normal(market.weeks)))
    return Story(market, efforts, np.round(diary.till * market.bumps, 2), noted, queries, minds)
