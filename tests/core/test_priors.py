"""The prior side: what is told is what is drawn, and what is under way is counted once."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.core.quantities import Quantity, Scale, known
from foulee.core.response import effects
from foulee.core.response.demand import seasonal_profile
from foulee.core.response.draws import FirmDraws, ResponseDraws
from foulee.core.response.effects import Flow, Response
from foulee.core.response.goodwill import year_of_effort
from foulee.core.response.priors import (
    LEAST_OWN_DEMAND,
    FirmPrior,
    Lever,
    LeverEffects,
    Normals,
    Presence,
    Setting,
    ShapePrior,
    assemble,
    draw_firm,
    draw_shapes,
    loyal_weight,
    repeat_share,
)
from foulee.core.response.saturation import scaled_hill
from foulee.core.response.simulate import Efforts, no_effort, simulate
from foulee.core.types import Floats, Shape

FIXED = settings(derandomize=True, deadline=None, max_examples=60)
COUNT = 4000
WEEKS = 156
FLORIST = np.array([0.75, 1.25, 0.9, 0.95, 1.6, 1.0, 0.75, 0.7, 0.85, 1.0, 1.1, 1.15])
BAKERY = FirmPrior(
    sales_per_year=Quantity(250_000.0, 480_000.0, 800_000.0),
    basket=Quantity(5.0, 6.3, 8.0),
    orders_per_year=Quantity(25.0, 60.0, 120.0),
    kept_per_year=Quantity(0.55, 0.75, 0.88, Scale.LOGIT),
    yearly_trend=known(0.0),
    margin=Quantity(0.55, 0.66, 0.72, Scale.LOGIT),
    hour_cost=Quantity(12.0, 18.0, 30.0),
    loss_per_year=Quantity(0.08, 0.25, 0.6, Scale.LOGIT),
)
SHAPES = ShapePrior(
    weights={Shape.CONCAVE: 0.6, Shape.THRESHOLD: 0.2, Shape.FAR: 0.2},
    half_saturation={
        Shape.CONCAVE: Quantity(0.4, 1.0, 2.5),
        Shape.THRESHOLD: Quantity(0.8, 1.3, 2.2),
        Shape.FAR: Quantity(4.0, 8.0, 16.0),
    },
    slope={Shape.CONCAVE: known(1.0), Shape.THRESHOLD: Quantity(2.0, 3.0, 4.0), Shape.FAR: known(1.0)},
)


def percentiles(draws: Floats) -> list[float]:
    return [float(value) for value in np.percentile(draws, (10.0, 50.0, 90.0))]


# --- draws -------------------------------------------------------------------------------------------------------


def test_the_same_name_is_the_same_luck_in_any_order() -> None:
    one, two = Normals(3, 50), Normals(3, 50)
    first = one("basket")
    two("sales")
    np.testing.assert_array_equal(first, two("basket"))
    assert not np.array_equal(first, one("sales"))
    assert not np.array_equal(first, Normals(4, 50)("basket"))


def test_different_names_are_independent_and_standard() -> None:
    """At 4 000 draws a correlation has sd 0.016 and a mean too; a shared generator state would give one near 1."""
    normals = Normals(1, COUNT)
    names = ["a", "b", "basket", "sales", "works nil.organic", "works nil.intent"]
    drawn = np.array([normals(name) for name in names])
    assert np.abs(np.corrcoef(drawn) - np.eye(len(names))).max() < 0.06
    assert np.abs(drawn.mean(axis=1)).max() < 0.06
    assert np.abs(drawn.std(axis=1) - 1.0).max() < 0.05


@pytest.mark.parametrize("seed", [1, 2])
def test_firm_draws_have_the_percentiles_told(seed: int) -> None:
    """Percentiles of 4 000 draws are within 4 % (the shares' within 0.02); off by one quantile (p10 for p20) fails."""
    firm = draw_firm(BAKERY, Normals(seed, COUNT))
    kept = (1.0 / (1.0 + np.exp(-firm.retention_logit))) ** 52
    loss = 1.0 - (1.0 - firm.depreciation) ** 52
    np.testing.assert_allclose(percentiles(firm.basket), [5.0, 6.3, 8.0], rtol=0.04)
    np.testing.assert_allclose(percentiles(firm.orders_rate * 52.0), [25.0, 60.0, 120.0], rtol=0.06)
    np.testing.assert_allclose(percentiles(firm.hour_cost), [12.0, 18.0, 30.0], rtol=0.04)
    np.testing.assert_allclose(percentiles(firm.margin), [0.55, 0.66, 0.72], atol=0.02)
    np.testing.assert_allclose(percentiles(kept), [0.55, 0.75, 0.88], atol=0.02)
    np.testing.assert_allclose(percentiles(loss), [0.08, 0.25, 0.6], atol=0.02)
    assert abs(np.percentile(firm.basket, 20) / 5.0 - 1.0) > 0.04  # negative control


def test_shapes_are_drawn_with_their_weights_and_their_own_parameters() -> None:
    """Shares of 4 000 draws have sd 0.008; weights taken in another order would be off by 0.4."""
    normals = Normals(1, COUNT)
    shape = draw_shapes(SHAPES, normals)
    shares = [float((shape == tuple(Shape).index(kind)).mean()) for kind in Shape]
    np.testing.assert_allclose(shares, [SHAPES.weights[kind] for kind in Shape], atol=0.03)
    draws = assembled({"facebook": Lever(effects=brought(1.0))}, normals=normals)
    for kind in Shape:
        half = draws.lever.half_saturation[draws.shape == tuple(Shape).index(kind), 0]
        told = SHAPES.half_saturation[kind]
        np.testing.assert_allclose(percentiles(half), [told.low, told.mid, told.high], rtol=0.12)


# --- a firm that does nothing ------------------------------------------------------------------------------------


def test_without_any_action_a_firm_reproduces_its_sales() -> None:
    normals = Normals(1, COUNT)
    draws = assembled({}, normals=normals)
    sales = simulate(draws, no_effort(WEEKS, 0)).sales
    told = BAKERY.sales_per_year.draw(normals("sales"))
    np.testing.assert_allclose(sales[:, :52].sum(axis=1), told, rtol=1e-9)
    np.testing.assert_allclose(sales[:, 104:].sum(axis=1), told, rtol=1e-9)


def test_a_season_moves_sales_within_the_year_and_hardly_the_total() -> None:
    normals = Normals(1, COUNT)
    draws = replace(assembled({}, normals=normals), season=seasonal_profile(FLORIST, WEEKS))
    sales = simulate(draws, no_effort(WEEKS, 0)).sales
    told = BAKERY.sales_per_year.draw(normals("sales"))
    np.testing.assert_allclose(sales[:, :52].sum(axis=1) / told, 1.0, atol=0.02)
    np.testing.assert_allclose(sales[:, 20] / (told / 52.0), draws.season[20], rtol=0.05)


# --- effects and what is under way -------------------------------------------------------------------------------


def brought(quick: float, slow: float = 0.0, repeat: float = 0.0, fewer: float = 0.0) -> LeverEffects:
    """Effects that are the same in every draw: customers a week, orders a year, share of losses."""
    return LeverEffects(
        quick_customers=np.full(COUNT, quick),
        slow_customers=np.full(COUNT, slow),
        repeat_orders=np.full(COUNT, repeat),
        fewer_losses=np.full(COUNT, fewer),
        carryover=np.full(COUNT, 0.3),
    )


def assembled(levers: dict[str, Lever], normals: Normals | None = None) -> ResponseDraws:
    normals = normals or Normals(1, COUNT)
    setting = Setting(shapes=SHAPES, season=np.ones(WEEKS), weekly_discount=0.001)
    return assemble(draw_firm(BAKERY, normals), levers, setting, normals)


def going_on(draws: ResponseDraws) -> Floats:
    """Weekly sales if everything under way continues (draws, weeks)."""
    multiples = np.tile(draws.carried, (WEEKS, 1))
    return simulate(draws, Efforts(multiples=multiples, hours=np.zeros(WEEKS), money=np.zeros(WEEKS))).sales


FACEBOOK = Lever(effects=brought(0.3, 0.2, 900.0, 0.05), presence=Presence(multiple=0.6, weeks=1e6))
LETTER = Lever(effects=brought(0.0, 0.0, 2000.0, 0.1), presence=Presence(multiple=1.5, weeks=1e6))


def test_an_effort_of_typical_size_brings_what_was_told_after_a_year() -> None:
    """New customers at once and after a year, and orders at once, as the owner would count them."""
    draws = assembled({"facebook": Lever(effects=replace(brought(3.0, 2.0, 900.0), carryover=np.zeros(COUNT)))})
    ones = Efforts(multiples=np.ones((52, 1)), hours=np.zeros(52), money=np.zeros(52))
    none, done = simulate(draws, no_effort(52, 1)), simulate(draws, ones)
    extra = done.new_customers - none.new_customers
    first = 3.0 + 2.0 / year_of_effort(draws.firm.depreciation)
    np.testing.assert_allclose(extra[:, 0], first, rtol=1e-9)
    np.testing.assert_allclose(extra[:, 51], 5.0, rtol=1e-9)
    again = (done.sales - none.sales)[:, 0] / draws.firm.basket - extra[:, 0]
    np.testing.assert_allclose(again, 900.0 / 52.0, rtol=1e-6)


def test_fewer_losses_are_what_was_told_after_a_year() -> None:
    firm = draw_firm(BAKERY, Normals(1, COUNT))
    better = 1.0 / (1.0 + np.exp(-(firm.retention_logit + loyal_weight(firm, np.full(COUNT, 0.2)))))
    before = 1.0 / (1.0 + np.exp(-firm.retention_logit))
    np.testing.assert_allclose((1.0 - better) / (1.0 - before), 0.8, rtol=1e-9)


def test_going_on_for_ever_reproduces_todays_sales_for_ever() -> None:
    normals = Normals(1, COUNT)
    draws = assembled({"facebook": FACEBOOK, "letter": LETTER}, normals=normals)
    told = BAKERY.sales_per_year.draw(normals("sales")) / 52.0
    np.testing.assert_allclose(going_on(draws) / told[:, None], 1.0, rtol=1e-8)


def test_stopping_loses_what_was_under_way() -> None:
    draws = assembled({"facebook": FACEBOOK, "letter": LETTER})
    kept, stopped = going_on(draws), simulate(draws.only(()), no_effort(WEEKS, 0)).sales
    assert (stopped[:, -1] < kept[:, -1]).all()
    assert ((kept - stopped)[:, -1] > (kept - stopped)[:, 0]).all()  # reputation goes little by little


def test_counting_presence_twice_would_be_seen() -> None:
    """Negative control: with today's firm put back, going on would exceed today's sales in every draw."""
    normals = Normals(1, COUNT)
    draws = assembled({"facebook": FACEBOOK}, normals=normals)
    firm = draw_firm(BAKERY, normals)
    twice = replace(draws, firm=replace(draws.firm, level=firm.level, orders_rate=firm.orders_rate))
    told = BAKERY.sales_per_year.draw(normals("sales")) / 52.0
    assert (going_on(twice)[:, 0] > told * (1.0 + 1e-6)).all()


def test_presence_cannot_have_brought_more_customers_than_come() -> None:
    """Effects far beyond today's flow are cut so that going on still reproduces today's sales, and no more."""
    normals = Normals(1, COUNT)
    huge = Lever(effects=brought(1e4, 1e4), presence=Presence(multiple=1.0, weeks=1e6))
    draws = assembled({"facebook": huge, "new": Lever(effects=brought(2.0))}, normals=normals)
    told = draw_firm(BAKERY, normals)
    np.testing.assert_allclose(draws.firm.level, LEAST_OWN_DEMAND * told.level, rtol=1e-9)
    sales = BAKERY.sales_per_year.draw(normals("sales")) / 52.0
    np.testing.assert_allclose(going_on(draws) / sales[:, None], 1.0, rtol=1e-8)
    untouched = draws.lever.quick[:, 1] * draws.firm.level
    np.testing.assert_allclose(untouched, 2.0, rtol=1e-9)


def test_a_presence_that_has_just_begun_has_no_reputation_yet() -> None:
    new = Lever(effects=brought(0.03, 0.02), presence=Presence(multiple=1.0, weeks=0.0))
    draws = assembled({"facebook": new})
    assert draws.firm.goodwill_new.max() == 0.0
    firm = draw_firm(BAKERY, Normals(1, COUNT))
    np.testing.assert_allclose(firm.level - draws.firm.level, 0.03, rtol=1e-9)


def test_extra_orders_are_a_share_of_the_usual_ones() -> None:
    firm = draw_firm(BAKERY, Normals(1, COUNT))
    usual = 52.0 * firm.orders_rate * firm.active
    np.testing.assert_allclose(repeat_share(firm, 0.1 * usual), 0.1)


def test_half_the_draws_are_half_of_everything() -> None:
    draws = assembled({"facebook": FACEBOOK, "letter": LETTER})
    half = draws.take(slice(0, COUNT, 2))
    np.testing.assert_array_equal(going_on(half), going_on(draws)[::2])


# --- from contacts to customers ----------------------------------------------------------------------------------


def response(*, works: float) -> Response:
    return Response(
        uplift_new=np.full(3, 1.3),
        uplift_later=np.full(3, 1.1),
        uplift_repeat=np.full(3, 0.05),
        slow_ratio=np.full(3, 0.5),
        works=np.full(3, works),
    )


FLOW = Flow(new_customers=np.full(3, 10.0), repeat_orders=np.full(3, 100.0))


def test_a_placebo_has_no_effect_of_any_kind() -> None:
    nil = effects.by_contact(FLOW, response(works=0.0), np.full(3, 0.4), np.full(3, 0.3), np.full(3, 0.2))
    for item in fields(LeverEffects):
        if item.name != "carryover":
            assert (getattr(nil, item.name) == 0.0).all()


def test_contacts_bring_customers_in_proportion_to_those_reached() -> None:
    some = effects.by_contact(FLOW, response(works=1.0), np.full(3, 0.1), np.full(3, 0.2), np.full(3, 0.2))
    np.testing.assert_allclose(some.quick_customers, 10.0 * 0.1 * 1.3)
    np.testing.assert_allclose(some.slow_customers, 10.0 * 0.1 * 1.1 * 0.5)
    np.testing.assert_allclose(some.repeat_orders, 100.0 * 0.2 * 0.05 * 52.0)
    all_of_them = effects.by_contact(FLOW, response(works=1.0), np.full(3, 7.0), np.zeros(3), np.zeros(3))
    np.testing.assert_allclose(all_of_them.quick_customers, 10.0 * 1.3)


@FIXED
@given(st.floats(0.0, 1e6), st.floats(0.0, 1.0), st.floats(0.1, 20.0), st.floats(0.0, 5.0), st.floats(1.0, 1e5))
def test_nobody_reaches_more_people_than_there_are(
    followers: float, seen: float, items: float, beyond: float, people: float
) -> None:
    reached = effects.reached_by_posting(
        np.asarray(followers), np.asarray(seen), items, np.asarray(beyond), np.asarray(people)
    )
    assert 0.0 <= reached <= people
    assert effects.seen_in_a_week(np.asarray(seen), items) <= 1.0
    bought = effects.reached_by_ads(followers, np.asarray(5.0), np.asarray(2.0), np.asarray(people))
    assert 0.0 <= bought <= people


@FIXED
@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_a_ceiling_is_approached_and_never_passed(amount: float, ceiling: float) -> None:
    found = float(effects.at_most(np.asarray(amount), np.asarray(ceiling)))
    assert found <= min(amount, ceiling)
    assert found >= min(amount, ceiling) / 2.0 * (1.0 - 1e-9)


def test_other_families_tell_their_own_effects() -> None:
    lift, rate = np.full(3, 0.2), np.full(3, 0.1)
    found = effects.by_demand(FLOW, lift, np.full(3, 0.5), rate)
    np.testing.assert_allclose(found.quick_customers, 2.0)
    np.testing.assert_allclose(found.slow_customers, 1.0)
    letters = effects.by_letters(np.full(3, 4.0), rate)
    np.testing.assert_allclose(letters.repeat_orders, 208.0)
    assert letters.quick_customers.max() == 0.0


def test_draws_of_the_firm_are_all_of_one_size() -> None:
    firm = draw_firm(BAKERY, Normals(1, 7))
    assert {getattr(firm, item.name).shape for item in fields(FirmDraws)} == {(7,)}


def test_response_under_way_is_that_of_its_shape() -> None:
    """The share of today's customers taken out is each draw's own response to the effort under way."""
    normals = Normals(1, COUNT)
    lever = Lever(effects=brought(0.03), presence=Presence(multiple=0.6, weeks=1e6))
    draws = assembled({"facebook": lever}, normals=normals)
    form = (draws.lever.half_saturation[:, 0], draws.lever.slope[:, 0])
    taken = draw_firm(BAKERY, normals).level - draws.firm.level
    np.testing.assert_allclose(taken, 0.03 * scaled_hill(np.asarray(0.6), *form), rtol=1e-9)
