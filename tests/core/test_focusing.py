"""The choice of channels: against an integer programme where one can be written, and its promises elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from foulee.core.focusing.market import Market
from foulee.core.focusing.search import LARGEST_SET, _efforts, focus
from foulee.core.plans import MOST, Capacity, Choice, Option, Plan, steady
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.simulate import no_effort, present_value, simulate
from foulee.core.types import Floats, Means, Network, Objective

MakeDraws = Callable[..., ResponseDraws]
WEEKS = 60
NETWORKS = list(Network)


def option(place: int, *, hours_per_item: float = 0.5, **others: float) -> Option:
    """A channel on a network of its own, made of items."""
    costs = {"minimum": 1.0, "typical": 2.0, "hours_fixed": 0.2, "hours_once": 2.0} | others
    return Option(
        name=f"channel {place}",
        network=NETWORKS[place],
        means=Means.HOURS,
        hours_per_item=hours_per_item,
        **costs,
    )


def ads(place: int) -> Option:
    """A channel on a network of its own, made of money."""
    return Option(
        name=f"ads {place}",
        network=NETWORKS[place],
        means=Means.ADS,
        minimum=20.0,
        typical=100.0,
        hours_fixed=0.3,
        hours_per_item=0.0,
        hours_once=3.0,
    )


def market(draws: ResponseDraws, options: tuple[Option, ...], overlap: float = 0.0) -> Market:
    """A market in which every pair of channels shares the same part of its audience, and contacts are redundant."""
    count = len(options)
    shared = np.full((count, count), overlap)
    np.fill_diagonal(shared, 0.0)
    return Market(
        options=options,
        draws=draws,
        overlap=shared,
        redundancy=np.ones(draws.count),
        reach=np.tile(np.arange(1.0, count + 1.0) * 100.0, (draws.count, 1)),
    )


def worth(found: Market, plan: Plan, weeks: int) -> float:
    """Expected discounted profit of a plan against doing nothing, by the projection itself."""
    draws = found.draws_for(plan)
    nothing = simulate(found.draws.only(()), no_effort(weeks, 0)).profit
    profit = simulate(draws, steady(plan, weeks)).profit
    rate = found.draws.weekly_discount
    return float((present_value(profit, rate) - present_value(nothing, rate)).mean())


# --- the optimum -------------------------------------------------------------------------------------------------


def additive_case(make_draws: MakeDraws, seed: int) -> tuple[Market, Capacity]:
    """Six channels that do not meet: four of hours, two of money; nothing multiplies, so worths add up exactly."""
    rng = np.random.default_rng(seed)
    hours = [option(place, hours_per_item=float(rng.uniform(0.2, 1.2))) for place in range(4)]
    options = (*hours, ads(4), ads(5))
    draws = make_draws(
        levers=6,
        count=40,
        season=WEEKS,
        discount=0.002,
        carryover=rng.uniform(0.0, 0.7, (40, 6)),
        quick=rng.lognormal(-1.0, 0.8, (40, 6)),
        slow=rng.lognormal(-1.5, 0.8, (40, 6)),
        half_saturation=rng.uniform(0.4, 3.0, (40, 6)),
        hour_cost=rng.uniform(10.0, 30.0, 40),
    )
    return market(draws, options), Capacity(
        hours=float(rng.uniform(1.0, 6.0)), money=float(rng.uniform(0.0, 300.0)), weeks=WEEKS
    )


def integer_optimum(found: Market, capacity: Capacity) -> float:
    """Best set of at most three channels, one effort each, within hours and money, by branch and bound."""
    choices = [choice for one in found.options for choice in _efforts(one, capacity)]
    values = np.array([worth(found, (choice,), capacity.weeks) for choice in choices])
    of_option = np.array([[float(choice.option == one) for choice in choices] for one in found.options])
    rules = [
        LinearConstraint(of_option, 0.0, 1.0),
        LinearConstraint(np.ones(len(choices)), 1.0, LARGEST_SET),
        LinearConstraint(np.array([choice.hours for choice in choices]), -np.inf, capacity.hours + 1e-6),
        LinearConstraint(np.array([choice.money for choice in choices]), -np.inf, capacity.money + 1e-6),
    ]
    best = milp(-values, constraints=rules, integrality=np.ones(len(choices)), bounds=Bounds(0.0, 1.0))
    return float(-best.fun)


@pytest.mark.parametrize("seed", range(8))
def test_search_finds_the_optimum_of_an_integer_programme(make_draws: MakeDraws, seed: int) -> None:
    found, capacity = additive_case(make_draws, seed)
    chosen = max(float(candidate.score.mean()) for candidate in focus(found, capacity, Objective.SELL).candidates)
    assert chosen == pytest.approx(integer_optimum(found, capacity), rel=1e-9)


def test_a_greedy_choice_would_not_find_it(make_draws: MakeDraws) -> None:
    """Negative control: taking channels one by one, best first, falls short in some of the cases above."""
    short = 0
    for seed in range(8):
        found, capacity = additive_case(make_draws, seed)
        plan: Plan = ()
        for _ in range(LARGEST_SET):
            more = [
                (*plan, choice)
                for one in found.options
                for choice in _efforts(one, capacity)
                if all(choice.option != before.option for before in plan) and capacity.holds((*plan, choice))
            ]
            plan = max([plan, *more], key=lambda tried: worth(found, tried, WEEKS) if tried else 0.0)
        short += worth(found, plan, WEEKS) < integer_optimum(found, capacity) * (1.0 - 1e-6)
    assert short >= 1


# --- limits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_every_candidate_fits_and_is_small(make_draws: MakeDraws, seed: int) -> None:
    found, capacity = additive_case(make_draws, seed)
    for candidate in focus(found, capacity, Objective.SELL).candidates:
        assert capacity.holds(candidate.plan)
        assert 1 <= len(candidate.plan) <= LARGEST_SET
        assert all(choice.option.minimum <= choice.amount for choice in candidate.plan)
        assert all(choice.multiple <= MOST + 1e-9 for choice in candidate.plan)


def test_nothing_fits_means_nothing_chosen(make_draws: MakeDraws) -> None:
    only = market(make_draws(season=WEEKS), (option(0),))
    found = focus(only, Capacity(hours=0.5, money=0.0, weeks=WEEKS), Objective.SELL)
    assert found.chosen.plan == ()
    assert found.candidates == ()
    assert found.chance_nothing == 1.0


def test_all_that_fits_is_among_the_efforts_tried() -> None:
    """Rounding the effort up would have lost it: 3,456 items of half an hour and 0,2 fixed are 1,928 hours."""
    efforts = _efforts(option(0), Capacity(hours=1.928, money=0.0, weeks=WEEKS))
    assert max(choice.amount for choice in efforts) == pytest.approx(3.45)


@pytest.mark.parametrize("money", [20.0, 150.0, 5000.0])
def test_a_large_budget_does_not_rule_advertising_out(money: float) -> None:
    amounts = [choice.amount for choice in _efforts(ads(0), Capacity(hours=3.0, money=money, weeks=WEEKS))]
    assert max(amounts) == pytest.approx(min(money, MOST * 100.0))


def test_what_there_is_to_show_limits_as_hours_do(make_draws: MakeDraws) -> None:
    costly = option(0, ideas_per_item=1.0)
    found = market(make_draws(season=WEEKS, quick=2.0), (costly,))
    free = focus(found, Capacity(hours=9.0, money=0.0, weeks=WEEKS), Objective.SELL).chosen
    short = focus(found, Capacity(hours=9.0, money=0.0, weeks=WEEKS, ideas=1.5), Objective.SELL).chosen
    assert free.plan[0].amount > 1.5
    assert short.plan[0].amount == pytest.approx(1.5)


# --- audiences met twice -----------------------------------------------------------------------------------------


def test_two_channels_with_the_same_audience_are_worth_one(make_draws: MakeDraws) -> None:
    twins = market(make_draws(levers=2, season=WEEKS), (option(0), option(1)), overlap=1.0)
    plan = tuple(Choice(option=one, amount=2.0) for one in twins.options)
    assert twins.draws_for(plan).lever.quick.sum() == pytest.approx(0.1)
    apart = market(make_draws(levers=2, season=WEEKS), (option(0), option(1)), overlap=0.0)
    assert apart.draws_for(plan).lever.quick.sum() == pytest.approx(0.2)


def test_overlap_decides_between_one_channel_and_two(make_draws: MakeDraws) -> None:
    draws = make_draws(levers=2, season=WEEKS, quick=0.5, slow=0.5)
    capacity = Capacity(hours=9.0, money=0.0, weeks=WEEKS)
    one_audience = focus(market(draws, (option(0), option(1)), overlap=1.0), capacity, Objective.SELL)
    two_audiences = focus(market(draws, (option(0), option(1)), overlap=0.0), capacity, Objective.SELL)
    assert len(one_audience.chosen.plan) == 1
    assert len(two_audiences.chosen.plan) == 2


def test_what_is_met_twice_loses_the_same_part_of_every_effect(make_draws: MakeDraws) -> None:
    draws = make_draws(levers=2, season=WEEKS, quick=0.1, slow=0.2, repeat=0.3, loyal=0.4)
    twins = market(draws, (option(0), option(1)), overlap=0.5)
    lever = twins.draws_for(tuple(Choice(option=one, amount=2.0) for one in twins.options)).lever
    for name in ("quick", "slow", "repeat", "loyal"):
        np.testing.assert_allclose(getattr(lever, name), getattr(draws.lever, name) / 1.5)


def test_the_first_pass_already_counts_audiences_met_twice(make_draws: MakeDraws) -> None:
    """With one finalist, the two best channels would be run if their common audience were forgotten."""
    draws = make_draws(levers=3, season=WEEKS, quick=np.array([[0.6, 0.6, 0.5]]), slow=0.0)
    apart = market(draws, (option(0), option(1), option(2)))
    overlap = np.zeros((3, 3))
    overlap[0, 1] = overlap[1, 0] = 1.0
    capacity = Capacity(hours=2.5, money=0.0, weeks=WEEKS)
    (only,) = focus(replace(apart, overlap=overlap), capacity, Objective.SELL, finalists=1).candidates
    assert "channel 2" in [choice.option.name for choice in only.plan]
    (only,) = focus(apart, capacity, Objective.SELL, finalists=1).candidates
    assert "channel 2" not in [choice.option.name for choice in only.plan]


# --- good bets and chances ---------------------------------------------------------------------------------------


def lottery(make_draws: MakeDraws, chance: float) -> Market:
    """A sure channel, and one that brings much in a share of the draws and nothing in the others."""
    lucky = (np.arange(100) < 100.0 * chance)[:, None]
    quick = np.hstack([np.full((100, 1), 0.6), np.where(lucky, 6.0, 0.0)])
    return market(make_draws(levers=2, count=100, season=WEEKS, quick=quick, slow=0.0), (option(0), option(1)))


def test_a_channel_that_rests_on_a_lucky_tail_is_dropped(make_draws: MakeDraws) -> None:
    capacity = Capacity(hours=4.0, money=0.0, weeks=WEEKS)
    found = focus(lottery(make_draws, 0.2), capacity, Objective.SELL)
    highest = max(found.candidates, key=lambda candidate: float(candidate.score.mean()))
    assert any(choice.option.name == "channel 1" for choice in highest.plan)
    assert [choice.option.name for choice in found.chosen.plan] == ["channel 0"]


def test_the_same_channel_is_kept_when_luck_is_likely(make_draws: MakeDraws) -> None:
    capacity = Capacity(hours=4.0, money=0.0, weeks=WEEKS)
    found = focus(lottery(make_draws, 0.8), capacity, Objective.SELL)
    assert "channel 1" in [choice.option.name for choice in found.chosen.plan]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("objective", [Objective.SELL, Objective.BE_KNOWN])
def test_chances_of_being_best_sum_to_one(make_draws: MakeDraws, seed: int, objective: Objective) -> None:
    found = focus(*additive_case(make_draws, seed), objective)
    chances = [candidate.chance_best for candidate in found.candidates]
    assert sum(chances) + found.chance_nothing == pytest.approx(1.0)
    assert min([*chances, found.chance_nothing]) >= -1e-12
    for one in found.candidates[0].plan:
        assert 0.0 <= found.chance_of(one.option) <= 1.0 + 1e-12


def test_nothing_is_best_where_nothing_works(make_draws: MakeDraws) -> None:
    draws = make_draws(levers=2, count=50, season=WEEKS, quick=0.0, slow=0.0)
    found = focus(market(draws, (option(0), option(1))), Capacity(hours=4.0, money=0.0, weeks=WEEKS), Objective.SELL)
    assert found.chance_nothing == pytest.approx(1.0)
    assert (found.chosen.gain < 0.0).all()


def test_being_known_counts_people_and_not_money(make_draws: MakeDraws) -> None:
    draws = make_draws(levers=2, season=WEEKS, quick=np.array([[5.0, 0.0]]), slow=0.0)
    found = market(draws, (option(0), option(1)))
    tight = Capacity(hours=1.3, money=0.0, weeks=WEEKS)
    assert [choice.option.name for choice in focus(found, tight, Objective.SELL).chosen.plan] == ["channel 0"]
    assert [choice.option.name for choice in focus(found, tight, Objective.BE_KNOWN).chosen.plan] == ["channel 1"]


# --- one more ----------------------------------------------------------------------------------------------------


def one_more_case(make_draws: MakeDraws, hours: float) -> tuple[Market, Capacity]:
    """Two channels worth having and one that brings nothing."""
    quick = np.array([[2.0, 2.0, 0.0]])
    draws = make_draws(levers=3, season=WEEKS, quick=quick, slow=0.0)
    return market(draws, (option(0), option(1), option(2))), Capacity(hours=hours, money=0.0, weeks=WEEKS)


def test_one_more_presence_takes_hours_from_the_others(make_draws: MakeDraws) -> None:
    found, capacity = one_more_case(make_draws, 3.0)
    result = focus(found, capacity, Objective.SELL)
    assert len(result.chosen.plan) == 2
    (more,) = result.one_more
    assert more.option.name == "channel 2"
    assert more.hours_needed == pytest.approx(0.7)
    assert sum(more.hours_taken.values()) > 0.0
    assert capacity.holds(more.plan)
    expected = worth(found, more.plan, WEEKS) - worth(found, result.chosen.plan, WEEKS)
    assert float(more.change.mean()) == pytest.approx(expected, rel=1e-9)
    assert (more.change < 0.0).all()


def test_one_more_that_cannot_fit_says_so(make_draws: MakeDraws) -> None:
    found, capacity = one_more_case(make_draws, 1.45)
    result = focus(found, capacity, Objective.SELL)
    assert len(result.chosen.plan) == 2
    assert result.one_more[0].plan == ()
    assert (result.one_more[0].change == 0.0).all()


def test_candidates_come_with_their_own_gain(make_draws: MakeDraws) -> None:
    found, capacity = additive_case(make_draws, 1)
    candidates = focus(found, capacity, Objective.SELL).candidates
    gains: list[Floats] = [candidate.gain for candidate in candidates]
    for candidate in candidates[:3]:
        assert float(candidate.gain.mean()) == pytest.approx(worth(found, candidate.plan, WEEKS), rel=1e-9)
    screened = [float(gain.mean()) for gain in gains]
    assert all(first >= second - 1e-6 for first, second in pairwise(screened[:5]))
