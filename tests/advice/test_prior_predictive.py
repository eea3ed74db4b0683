"""Firms drawn from the prior look like firms, before any figure of their own."""

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from foulee.advice.model import FirmModel, Setup, build
from foulee.core.focusing import focus
from foulee.core.focusing.market import Market
from foulee.core.plans import Choice, Option, Plan, steady
from foulee.core.response.simulate import no_effort, present_value, simulate
from foulee.core.types import Country, Floats, Means, Objective
from foulee.firmfile.schema import (
    FirmFile,
    FirmSection,
    MeansSection,
    PresenceSection,
    SellsTo,
    Trade,
    WebsiteSection,
)
from foulee.knowledge.reader import Knowledge, load

TODAY = dt.date(2026, 11, 22)
DRAWS = 1000
WEEKS = 156
HOURS = 2.0
POSTING = ("facebook.hours", "instagram.hours")
THIRD_YEAR = slice(104, 156)


def knowledge() -> Knowledge:
    return load(TODAY)


@cache
def model(trade: Trade, sales: float | None = None) -> FirmModel:
    """A firm of which only the trade (and sometimes its sales) is known, with two hours a week and no money."""
    firm = FirmSection(
        name="A firm", trade=trade, country=Country.FRANCE, sells_to=SellsTo.CONSUMERS, sales_per_year=sales
    )
    presence = PresenceSection(website=WebsiteSection(exists=True))
    document = FirmFile(firm=firm, means=MeansSection(hours_per_week=HOURS), presence=presence)
    return build(document, knowledge(), Setup(today=TODAY, draws=DRAWS, weeks=WEEKS))


def option(market: Market, name: str) -> Option:
    return next(one for one in market.options if one.name == name)


def nothing(market: Market) -> Floats:
    """Weekly sales of the firm that does nothing (draws, weeks)."""
    return simulate(market.draws.only(()), no_effort(WEEKS, 0)).sales


def rise(market: Market, plan: Plan) -> Floats:
    """Sales of the third year under the plan ÷ those of doing nothing (draws,)."""
    sales = simulate(market.draws_for(plan), steady(plan, WEEKS)).sales
    return sales[:, THIRD_YEAR].sum(axis=1) / nothing(market)[:, THIRD_YEAR].sum(axis=1)


def gain(market: Market, plan: Plan) -> Floats:
    """Discounted profit over three years beyond doing nothing (draws,)."""
    draws = market.draws_for(plan)
    idle = simulate(market.draws.only(()), no_effort(WEEKS, 0)).profit
    done = simulate(draws, steady(plan, WEEKS)).profit
    return present_value(done - idle, draws.weekly_discount)


def at_typical(market: Market, name: str) -> Plan:
    one = option(market, name)
    return (Choice(option=one, amount=one.typical),)


def stronger(market: Market, factor: float) -> Market:
    """The same market with every effect so many times as large."""
    lever = market.draws.lever
    larger = {name: getattr(lever, name) * factor for name in ("quick", "slow", "repeat", "loyal")}
    return replace(market, draws=replace(market.draws, lever=replace(lever, **larger)))


# --- the firm itself ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trade", [Trade.BAKERY, Trade.GARAGE, Trade.MAKER])
def test_a_firm_that_does_nothing_sells_what_its_trade_sells(trade: Trade) -> None:
    """Percentiles of 1 000 draws, within a tenth; another trade's figures would be off by far more."""
    found = model(trade)
    year = nothing(found.market)[:, :52].sum(axis=1)
    np.testing.assert_allclose(np.percentile(year, (10, 50, 90)), knowledge().trades[trade].sales, rtol=0.12)
    assert abs(np.median(year) / knowledge().trades[Trade.FLORIST].sales[1] - 1.0) > 0.3  # negative control


def test_a_firm_that_told_its_sales_reproduces_them() -> None:
    year = nothing(model(Trade.RESTAURANT, 300_000.0).market)[:, :52].sum(axis=1)
    told = knowledge().prior("sales.known").times(300_000.0)
    np.testing.assert_allclose(np.percentile(year, (10, 50, 90)), [told.low, told.mid, told.high], rtol=0.02)


# --- nobody doubles its sales with two hours a week --------------------------------------------------------------


def most_in_two_hours(found: FirmModel, name: str) -> Plan:
    """All the effort on one channel that two hours a week hold, twice the typical one at most."""
    one = option(found.market, name)
    room = (HOURS - one.hours_fixed) / one.hours_per_item
    return (Choice(option=one, amount=min(room, 2.0 * one.typical)),)


@pytest.mark.parametrize("name", [*POSTING, "google_business.hours", "newsletter.hours", "website.hours"])
def test_two_hours_a_week_double_hardly_anyones_sales(name: str) -> None:
    """Averaged over trades, under one draw in a hundred; sd of the average under 0.1 %."""
    doubled = []
    for trade in Trade:
        market = model(trade).market
        doubled.append(float((rise(market, most_in_two_hours(model(trade), name)) > 2.0).mean()))
    assert np.mean(doubled) < 0.01
    assert max(doubled) < 0.025


@pytest.mark.parametrize("trade", [Trade.BAKERY, Trade.HAIRDRESSER, Trade.CLOTHING, Trade.SERVICES])
def test_the_advised_plan_raises_sales_by_a_believable_part(trade: Trade) -> None:
    found = model(trade)
    plan = focus(found.market, found.capacity, Objective.SELL).chosen.plan
    ratio = rise(found.market, plan)
    assert sum(choice.hours for choice in plan) <= HOURS + 1e-6
    assert (ratio > 2.0).mean() < 0.015
    assert 1.0 <= np.median(ratio) < 1.15


def test_effects_ten_times_as_large_would_be_seen() -> None:
    """Negative control for the two tests above."""
    found = model(Trade.RESTAURANT)
    larger = stronger(found.market, 10.0)
    assert (rise(larger, most_in_two_hours(found, "facebook.hours")) > 2.0).mean() > 0.05


# --- a placebo is possible ---------------------------------------------------------------------------------------


def test_with_some_probability_nothing_works_and_the_gain_is_minus_the_cost() -> None:
    market = model(Trade.FLORIST).market
    lever, count = market.draws.lever, len(market.options)
    effects = np.concatenate([lever.quick, lever.slow, lever.repeat, lever.loyal], axis=1)
    nil = (effects == 0.0).all(axis=1)
    chance = knowledge().prior("nil.organic").mid * knowledge().prior("nil.intent").mid
    assert nil.mean() == pytest.approx(chance, abs=3.0 * np.sqrt(chance / DRAWS))
    assert nil.sum() >= 5
    plan = tuple(Choice(option=one, amount=one.typical) for one in market.options)
    efforts = steady(plan, WEEKS)
    cost = efforts.money + efforts.hours * market.draws.firm.hour_cost[:, None]
    spent = present_value(cost, market.draws.weekly_discount)
    assert len(plan) == count
    np.testing.assert_allclose(gain(market, plan)[nil], -spent[nil], rtol=1e-9)
    assert (gain(market, plan)[~nil] > -spent[~nil]).all()


@pytest.mark.parametrize("name", POSTING)
def test_posting_alone_is_a_placebo_as_often_as_the_prior_says(name: str) -> None:
    market = model(Trade.FLORIST).market
    lever = market.draws_for(at_typical(market, name)).lever
    nil = ((lever.quick == 0.0) & (lever.slow == 0.0) & (lever.repeat == 0.0) & (lever.loyal == 0.0)).mean()
    chance = knowledge().prior("nil.organic").mid
    assert nil == pytest.approx(chance, abs=3.0 * np.sqrt(chance * (1.0 - chance) / DRAWS))


# --- does the time pay? ------------------------------------------------------------------------------------------


def surveyed() -> tuple[float, float]:
    """Share of small firms that judge the time profitable: of all asked, and of those who have an opinion."""
    facts = knowledge().facts
    yes, no = (facts[f"firms.online.fr.{answer}"].value for answer in ("time_profitable", "time_not_profitable"))
    return yes / 100.0, yes / (yes + no)


def chance_that_posting_pays(factor: float = 1.0) -> dict[str, float]:
    """Chance that the hours of posting pay in three years at typical effort, averaged over trades."""
    found: dict[str, list[float]] = {name: [] for name in POSTING}
    for trade in Trade:
        market = stronger(model(trade).market, factor)
        for name, chances in found.items():
            chances.append(float((gain(market, at_typical(market, name)) > 0.0).mean()))
    return {name: float(np.mean(chances)) for name, chances in found.items()}


def test_posting_pays_about_as_often_as_owners_say_it_does() -> None:
    low, high = surveyed()
    assert (round(low, 2), round(high, 2)) == (0.22, 0.39)
    for name, chance in chance_that_posting_pays().items():
        assert low <= chance <= high, name


@pytest.mark.parametrize("factor", [0.4, 3.0])
def test_effects_much_smaller_or_larger_would_contradict_the_survey(factor: float) -> None:
    """Negative control: at four tenths or three times the effects, at least one network is outside."""
    low, high = surveyed()
    assert any(not low <= chance <= high for chance in chance_that_posting_pays(factor).values())


# --- no more customers than people -------------------------------------------------------------------------------


@pytest.mark.parametrize("trade", list(Trade))
def test_a_week_brings_no_more_customers_than_people_met(trade: Trade) -> None:
    """At once, at typical effort, in every draw and for every channel; people met are no more than live around."""
    found = model(trade)
    lever, firm = found.market.draws.lever, found.market.draws.firm
    customers = lever.quick * firm.level[:, None]
    assert (customers <= found.market.reach * (1.0 + 1e-9)).all()
    for column, one in enumerate(found.market.options):
        if one.network in found.audiences and one.means is Means.HOURS:
            assert (found.market.reach[:, column] <= found.audiences[one.network].people * (1.0 + 1e-9)).all()


def test_customers_of_any_week_hardly_ever_exceed_all_the_people_of_the_target() -> None:
    """Reputation included, at the season's height. The model does not use the market up: see docs/methode/model.md."""
    for trade in (Trade.RESTAURANT, Trade.GIFT_SHOP, Trade.BAKERY):
        found = model(trade)
        base = simulate(found.market.draws.only(()), no_effort(WEEKS, 0)).new_customers
        for name in POSTING:
            plan = at_typical(found.market, name)
            more = simulate(found.market.draws_for(plan), steady(plan, WEEKS)).new_customers - base
            assert (more.max(axis=1) > found.target).mean() < 0.005
            assert (more.sum(axis=1) > found.target).mean() < 0.1


def test_the_same_seed_gives_the_same_firm_to_the_last_bit() -> None:
    document = FirmFile(firm=FirmSection(name="A firm", trade=Trade.GARAGE, country=Country.QUEBEC))
    setup = Setup(today=TODAY, draws=50, seed=5)
    first, again = (build(document, knowledge(), setup).market.draws.lever.quick for _ in range(2))
    np.testing.assert_array_equal(first, again)
    other = build(document, knowledge(), Setup(today=TODAY, draws=50, seed=6)).market.draws.lever.quick
    assert not np.array_equal(first, other)
