"""The spine with a firm's weeks in it: nothing taught changes nothing, what was taught is what it then simulates."""

import datetime as dt
from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest
from tests.learnt import lever_read, steady, told, untaught
from tests.weeks import weeks_of_a_firm

import foulee
from foulee.advice.advise import answer
from foulee.advice.evidence import Evidence
from foulee.advice.examples import example
from foulee.advice.learning import Known, knowing, read_and_learn
from foulee.advice.model import FirmModel, Setup, build
from foulee.advice.reading import Reading, made_ready
from foulee.advice.reading_setup import Said, reading_setup
from foulee.advice.weeks_read import StoredDrawsError, WeeksRead, dump, load
from foulee.advice.with_weeks import lever_multiple
from foulee.core.history import FirmHistory, LeverKind, Unit
from foulee.core.response.demand import seasonal_profile
from foulee.core.response.draws import FirmDraws, LeverDraws
from foulee.core.response.fitting.fit import Effort
from foulee.core.response.fitting.layout import FIRM
from foulee.core.response.fitting.problem import future_design
from foulee.core.response.learnt import LearntLever
from foulee.core.response.simulate import Efforts, no_effort, simulate
from foulee.core.types import Floats
from foulee.firmfile.problems import FirmFileError
from foulee.firmfile.schema import FirmFile
from foulee.knowledge import reader
from foulee.knowledge.reader import Knowledge

DAY = dt.date(2026, 11, 22)
SETUP = Setup(today=DAY, draws=500)
LISTING, LETTER, ADS = "google_business.hours", "newsletter.hours", "facebook.ads"


@cache
def bakery() -> FirmFile:
    return example("boulangerie-martinique", DAY)


@cache
def known() -> Knowledge:
    return reader.load(DAY)


def with_weeks(weeks: WeeksRead, setup: Setup = SETUP) -> FirmModel:
    return build(bakery(), known(), setup, Evidence(weeks=weeks))


def by_hand(channel: str = LISTING, **changes: Floats) -> WeeksRead:
    """Weeks that tell something of one channel, used at its typical effort, and of the rest what was believed."""
    weeks = untaught(bakery(), known(), SETUP, (channel,))
    [lever] = weeks.levers
    return told(weeks, levers=(replace(lever, draws=replace(lever.draws, **changes)),))


# --- nothing taught --------------------------------------------------------------------------------------------------


def test_weeks_that_teach_nothing_change_nothing() -> None:
    """Every draw of the model is what it was without them."""
    before = build(bakery(), known(), SETUP).market.draws
    after = with_weeks(untaught(bakery(), known(), SETUP, (LISTING, LETTER, ADS))).market.draws
    for item in fields(LeverDraws):
        now, was = (getattr(draws.lever, item.name) for draws in (after, before))
        np.testing.assert_allclose(now, was, rtol=1e-3, atol=1e-6, err_msg=item.name)
    for item in fields(FirmDraws):
        now, was = (getattr(draws.firm, item.name) for draws in (after, before))
        np.testing.assert_allclose(now, was, rtol=1e-3, atol=1e-12, err_msg=item.name)
    np.testing.assert_allclose(after.season, before.season[:, None] * np.ones(SETUP.draws), rtol=1e-3)


def test_what_weeks_cannot_teach_stays_to_the_last_bit() -> None:
    """A lever that only follows demand is no evidence on its channel; nor is one that is no channel."""
    weeks = untaught(bakery(), known(), SETUP, (ADS,))
    [lever] = weeks.levers
    loud = replace(lever, draws=replace(lever.draws, quick=steady(0.3, SETUP.draws)))
    silent = with_weeks(told(weeks, levers=()))
    for deaf in (replace(loud, taught=False), replace(loud, channel="")):
        found = with_weeks(told(weeks, levers=(deaf,)))
        np.testing.assert_array_equal(found.market.draws.lever.quick, silent.market.draws.lever.quick)


def test_what_is_under_way_is_known_even_where_its_effect_is_not() -> None:
    """Three years of posts that taught nothing: going on is no gain, it is what sales already hold."""
    weeks = by_hand(LISTING, carried=steady(1.0, SETUP.draws), held=steady(1.0, SETUP.draws))
    [lever] = weeks.levers
    silent = with_weeks(
        told(
            weeks,
            levers=(
                replace(
                    lever,
                    told=0.05,
                    draws=replace(lever.draws, carried=0.0 * lever.draws.carried, held=0.0 * lever.draws.held),
                ),
            ),
        )
    )
    going_on = with_weeks(told(weeks, levers=(replace(lever, told=0.05),)))
    column = silent.market.draws.levers.index(LISTING)
    assert np.median(going_on.market.draws.start[0][:, column]) > 0.5
    # The demand without action is lower by what is under way, while today's sales are the same.
    assert (going_on.market.draws.firm.level <= silent.market.draws.firm.level + 1e-9).all()
    assert going_on.market.draws.firm.level.mean() < silent.market.draws.firm.level.mean()


# --- what was taught -------------------------------------------------------------------------------------------------


def rise(model: FirmModel, channel: str, effort: float, week: int) -> Floats:
    """Relative rise of sales in a week (draws,) under a steady effort, in typical ones, against none."""
    draws = model.market.draws.only((channel,))
    level = replace(draws.firm, yearly_trend=np.zeros(draws.count))
    draws = replace(draws, firm=level, season=np.ones(week), carried=np.zeros(1))
    held = Efforts(multiples=np.full((week, 1), effort), hours=np.zeros(week), money=np.zeros(week))
    done, none = (simulate(draws, efforts).sales[:, -1] for efforts in (held, no_effort(week, 1)))
    rise: Floats = done / none - 1.0
    return rise


@pytest.mark.parametrize("channel", [LISTING, LETTER, ADS])
def test_the_spine_simulates_the_rise_that_was_read(channel: str) -> None:
    """At the effort of the weeks, at once (but for a week of the stock) and after a year."""
    count = SETUP.draws
    weeks = by_hand(channel, quick=steady(0.03, count), slow=steady(0.05, count), carryover=steady(0.0, count))
    model = with_weeks(weeks)
    first = 0.03 + 0.05 / 40.0  # a year's rise is made of some forty weeks of stock
    np.testing.assert_allclose(rise(model, channel, 1.0, 1), first, rtol=0.1)
    np.testing.assert_allclose(rise(model, channel, 1.0, 52), 0.08, rtol=0.02)


def test_hours_of_the_weeks_are_hours_of_the_channel() -> None:
    """Read at half the channel's usual hours, 3 % at once are what the spine simulates at half of them."""
    count = SETUP.draws
    weeks = by_hand(LISTING, quick=steady(0.03, count), slow=steady(0.0, count), carryover=steady(0.0, count))
    [lever] = weeks.levers
    model = with_weeks(told(weeks, levers=(replace(lever, usual=lever.usual / 2.0),)))
    np.testing.assert_allclose(rise(model, LISTING, 0.5, 1), 0.03, rtol=1e-3)
    concave = model.market.draws.shape == 0
    assert (rise(model, LISTING, 1.0, 1)[concave] > 0.031).all()


def test_sales_are_those_of_the_weeks_and_going_on_keeps_them() -> None:
    """6,000 a week, with an effort under way that is held since for ever: held on, 6,000 a week."""
    count = SETUP.draws
    ones = steady(1.0, count)
    weeks = by_hand(LISTING, quick=0.03 * ones, slow=0.0 * ones, carryover=0.2 * ones, carried=ones, held=ones)
    flat = told(weeks, level=6000.0 * ones, trend=0.0 * ones, design=np.zeros((400, 1)))
    draws = with_weeks(flat).market.draws.only((LISTING,))
    efforts = Efforts(multiples=np.ones((60, 1)), hours=np.zeros(60), money=np.zeros(60))
    np.testing.assert_allclose(simulate(draws, efforts).sales, 6000.0, rtol=1e-4)
    stopped = simulate(draws, no_effort(60, 1)).sales
    np.testing.assert_allclose(stopped[:, 20] / 6000.0, 1.0 / 1.03, rtol=1e-3)


def test_growth_since_the_weeks_goes_on() -> None:
    """Weeks that ended a year ago, with growth of a tenth a year: today's sales are a tenth higher."""
    count = SETUP.draws
    ones = steady(1.0, count)
    weeks = told(
        untaught(bakery(), known(), SETUP, ()),
        level=5000.0 * ones,
        trend=np.log(1.1) * ones,
        design=np.zeros((400, 1)),
        placed=True,
        end=DAY - dt.timedelta(weeks=52),
    )
    draws = with_weeks(weeks).market.draws.only(())
    np.testing.assert_allclose(simulate(draws, no_effort(1, 0)).sales, 5500.0, rtol=1e-4)


def test_an_effect_that_weeks_have_shown_moves_the_answer() -> None:
    """Advertisements that bring nothing are dropped; those that bring much are chosen."""
    count, ones = SETUP.draws, steady(1.0, SETUP.draws)
    means = bakery().means.model_copy(update={"budget_per_month": 200.0})
    document = bakery().model_copy(update={"means": means})

    def chosen(quick: float, slow: float) -> tuple[str, ...]:
        weeks = by_hand(ADS, quick=quick * ones, slow=slow * ones)
        found = answer(document, known(), replace(SETUP, draws=count), Evidence(weeks=weeks), whole=False)
        return tuple(choice.option.name for choice in found.focus.chosen.plan)

    assert ADS in chosen(0.05, 0.1)
    assert ADS not in chosen(0.0, 0.0)


def test_fewer_draws_than_were_read_or_more_do_as_well() -> None:
    weeks = told(untaught(bakery(), known(), SETUP, (LISTING,)))
    for draws in (200, 1200):
        model = with_weeks(weeks, replace(SETUP, draws=draws))
        assert model.market.draws.lever.quick.shape[0] == draws
        assert np.isfinite(model.market.draws.lever.quick).all()


# --- from a fit ------------------------------------------------------------------------------------------------------


def history(effect: float) -> FirmHistory:
    """Two years of a firm that spent money on advertisements, in the size of the bakery."""
    found = weeks_of_a_firm(weeks=104, levers=1, effect=effect, noise=0.06)
    [lever] = found.levers
    return replace(found, levers=(replace(lever, name="ads", kind=LeverKind.PAID_SOCIAL),))


def read(found: FirmHistory) -> tuple[Reading, WeeksRead]:
    told_ = Known(document=bakery(), knowledge=known(), channels={"ads": ADS})
    setup, _ = reading_setup(Said(document=bakery()), found, known(), weeks=52, seed=1)
    return read_and_learn(found, told_, replace(setup, draws=400, effort=Effort(draws=600)))


@cache
def strong() -> WeeksRead:
    return read(history(0.15))[1]


def test_weeks_are_fitted_from_what_the_spine_believes() -> None:
    """A lever never used: what is believed of it before and after is what the spine believes of the channel."""
    found = history(0.0)
    [lever] = found.levers
    reading, learnt = read(replace(found, levers=(replace(lever, effort=np.zeros(found.weeks)),)))
    assert learnt.mapped == {}
    believed = reading.fitted.problem.beliefs
    assert believed.kept.mid == pytest.approx(0.85)  # as the firm has told
    assert believed.trend.mid == pytest.approx(-0.015)


def test_a_few_weeks_of_winter_are_read_in_the_season_that_the_owner_told() -> None:
    """Twelve weeks that sell a third of what summer does, as told: they do not make a year of winter."""
    document, found = example("artisane", DAY), history(0.0).first(12)
    setup, _ = reading_setup(Said(document=document), found, known(), weeks=52, seed=1)

    def season(*, placed: bool) -> Floats:
        told_ = Known(document=document, knowledge=known(), channels={}, placed=placed)
        made = made_ready(found, known(), knowing(setup, told_))
        return np.exp(future_design(made, 52, None) @ made.data.prior[0, FIRM : FIRM + made.layout.linear])

    told_season = seasonal_profile(np.array(document.firm.seasons), 64)[12:]
    believed = season(placed=True)
    assert np.corrcoef(believed, told_season)[0, 1] > 0.95  # four waves round a December off
    assert believed.max() / believed.min() > 4.0
    np.testing.assert_array_equal(season(placed=False), 1.0)  # nobody knows when these weeks were


def test_new_customers_are_believed_alike_whichever_way_they_were_counted() -> None:
    """Counted, or what orders are left without those who came back: the same count, and the same range before it."""
    found, ones = history(0.0), np.ones(104)
    setup, _ = reading_setup(Said(document=bakery()), found, known(), weeks=52, seed=1)
    setup = knowing(setup, Known(document=bakery(), knowledge=known(), channels={"ads": ADS}))
    counted = replace(found, new_customers=20.0 * ones, returning_customers=90.0 * ones)
    left = replace(found, orders=110.0 * ones, returning_customers=90.0 * ones)
    one, other = (made_ready(told_, known(), setup).beliefs for told_ in (counted, left))
    assert one == other
    assert one.first != made_ready(found, known(), setup).beliefs.first


def test_what_is_learnt_is_what_the_reading_says() -> None:
    """Sales of a week, and a lever that brings 15 % at its usual effort."""
    [lever] = strong().levers
    assert (lever.channel, lever.taught) == (ADS, True)
    assert 0.08 < np.median(lever.draws.quick) < 0.25
    assert np.median(strong().level) == pytest.approx(5000.0 * 1.12, rel=0.12)
    assert strong().count >= 2400  # of those drawn, or of the longer run
    option = build(bakery(), known(), SETUP).market.options
    ads = next(one for one in option if one.name == ADS)
    assert lever_multiple(ads, ads.typical * 12.0 / 52.0, Unit.MONEY) == pytest.approx(1.0)


def test_what_was_fitted_is_what_the_spine_then_simulates() -> None:
    """At the usual effort of the weeks the median rise at once is the same, in the engine and in the spine."""
    [lever] = strong().levers
    model = with_weeks(strong())
    ads = next(option for option in model.market.options if option.name == ADS)
    effort = lever_multiple(ads, lever.usual, lever.unit)
    after_a_year = np.median(lever.draws.quick + lever.draws.slow)
    assert np.median(rise(model, ADS, effort, 52)) == pytest.approx(after_a_year, rel=0.15)


# --- kept ------------------------------------------------------------------------------------------------------------


def test_what_is_kept_comes_back() -> None:
    weeks = strong()
    again = load(dump(weeks))
    assert again.digest == weeks.digest
    np.testing.assert_array_equal(again.linear, weeks.linear)
    np.testing.assert_array_equal(again.levers[0].draws.held, weeks.levers[0].draws.held)
    assert (again.start, again.end, again.counted, again.placed) == (weeks.start, weeks.end, weeks.counted, True)
    assert replace(again.levers[0], draws=weeks.levers[0].draws) == weeks.levers[0]


@pytest.mark.parametrize("body", [b"", b"no draws", b"PK\x03\x04 cut off"])
def test_what_is_no_draws_is_refused(body: bytes) -> None:
    with pytest.raises(StoredDrawsError):
        load(body)


def test_draws_of_another_version_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    body = dump(strong())
    monkeypatch.setattr("foulee.advice.weeks_read.VERSION", "learnt-2")
    with pytest.raises(StoredDrawsError):
        load(body)


def test_a_lever_in_words_does_not_drag_its_draws_along() -> None:
    """What is put into a cache's key must not be long."""
    lever = lever_read(ADS, LearntLever(**{item.name: np.zeros(3) for item in fields(LearntLever)}))
    assert "array" not in repr(lever)
    assert len(str(Evidence(weeks=strong()))) < 2000


def test_the_library_refuses_two_levers_on_one_channel_before_it_fits() -> None:
    found = history(0.0)
    twins = replace(found, levers=(found.levers[0], replace(found.levers[0], name="more ads")))
    with pytest.raises(FirmFileError, match="channel_twice_told"):
        foulee.learn_weeks(bakery(), twins, known(), SETUP)
