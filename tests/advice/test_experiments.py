"""From a firm's weeks to a trial: what is believed, what is known of the firm, and when none can tell."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.trials import LEVER, SALES, START, Truth, firm, tried

from foulee.advice.believing import beliefs
from foulee.advice.examples import example
from foulee.advice.experiments import (
    Asked,
    Counted,
    How,
    believed,
    carryovers,
    first_monday,
    monday_from,
    noise_for,
    plan_trial,
    tell,
    weekly_sales,
)
from foulee.advice.reading import ReadingSetup, read_weeks
from foulee.core.history import FirmHistory, Unit
from foulee.core.measuring.analysis import Finding
from foulee.core.measuring.design import TrialKind
from foulee.core.measuring.table import TrialError, with_result
from foulee.core.quantities import Quantity
from foulee.knowledge.reader import Knowledge

DAY = dt.date(2026, 11, 28)
ASKED = Asked(lever=LEVER, start=dt.date(2026, 11, 30))


def history(spend: float = 6.0, sd: float = 0.06, weeks: int = 104) -> FirmHistory:
    """A firm that spends `spend` times fifty a week."""
    found, _ = tried(np.random.default_rng(2), Truth(past=weeks, trial=0, sd=sd))
    lever = found.levers[0]
    return replace(found, levers=(replace(lever, effort=lever.effort * spend),))


def test_a_small_ad_in_a_noisy_shop_cannot_be_told(knowledge: Knowledge) -> None:
    found = plan_trial(history(spend=1.0, sd=0.15), ASKED, knowledge)
    assert found.chosen is None
    assert found.trials
    assert not any(trial.tells for trial in found.trials)
    assert found.ground.noise.sd == pytest.approx(0.15, rel=0.15)
    assert not found.lent


def test_a_large_one_in_a_calm_shop_can(knowledge: Knowledge) -> None:
    found = plan_trial(history(spend=10.0, sd=0.02), ASKED, knowledge)
    assert found.chosen is not None
    assert found.chosen.kind is TrialKind.ON_OFF
    assert found.chosen.weeks <= 26
    schedule = found.schedule(found.chosen)
    assert (schedule.lever, schedule.start, schedule.weeks) == (LEVER, ASKED.start, found.chosen.weeks)
    assert plan_trial(history(spend=10.0, sd=0.02), ASKED, knowledge) == found


def test_what_is_believed_is_what_the_engine_believes(knowledge: Knowledge) -> None:
    bare = history()
    held = believed(bare, knowledge, hour_cost=20.0)
    assert held == beliefs(bare, knowledge, 20.0).levers
    assert carryovers(held) == {LEVER: held[LEVER].carryover.mid}
    twice = believed(bare, knowledge, 20.0, {LEVER: 2.0 * bare.levers[0].typical})
    assert twice[LEVER].quick.mid == pytest.approx(2.0 * held[LEVER].quick.mid)
    found = plan_trial(bare, ASKED, knowledge)
    assert found.works == pytest.approx(1.0 - held[LEVER].nil_quick, abs=0.03)
    ceiling = knowledge.prior("lift.ceiling").mid
    assert found.gives == pytest.approx(1.0 / (1.0 / held[LEVER].quick.mid + 1.0 / ceiling), rel=0.1)


def test_the_engines_beliefs_may_be_given(knowledge: Knowledge) -> None:
    held = believed(history(), knowledge, 20.0)
    sure = replace(held[LEVER], quick=Quantity(0.3, 0.3, 0.3), nil_quick=0.0)
    found = plan_trial(history(sd=0.1), ASKED, knowledge, sure)
    assert found.works == 1.0
    assert found.gives == pytest.approx(1.0 / (1.0 / 0.3 + 1.0 / knowledge.prior("lift.ceiling").mid))
    assert found.chosen is not None


def test_customers_counted_open_other_kinds(knowledge: Knowledge) -> None:
    bare = history()
    counted = replace(bare, orders=np.full(104, 250.0), new_customers=np.full(104, 15.0))
    kinds = {trial.kind for trial in plan_trial(bare, ASKED, knowledge).trials}
    more = {trial.kind for trial in plan_trial(counted, replace(ASKED, alike=0.8), knowledge).trials}
    assert kinds == {TrialKind.ON_OFF, TrialKind.BURST}
    assert more == set(TrialKind)
    ground = plan_trial(counted, ASKED, knowledge).ground
    assert ground.customers == 250.0
    assert ground.new_share == pytest.approx(0.06)
    assert ground.asking > 0.0


def test_the_firms_file_tells_margin_hours_and_customers(knowledge: Knowledge) -> None:
    document = example("boulangerie-martinique", DAY)
    told = plan_trial(history(), replace(ASKED, document=document), knowledge)
    assert told.ground.customers is not None
    assert told.ground.new_share is not None
    bare = plan_trial(history(), ASKED, knowledge)
    assert bare.assumed == ("margin",)
    assert plan_trial(history(), replace(ASKED, margin=0.7), knowledge).assumed == ()
    assert plan_trial(history(), replace(ASKED, margin=0.7), knowledge).ground.margin == 0.7
    lever = replace(history().levers[0], unit=Unit.HOURS, effort=np.full(104, 2.0))
    hours = plan_trial(replace(history(), levers=(lever,)), ASKED, knowledge)
    assert set(hours.assumed) == {"margin", "hour_cost"}
    assert hours.cost > 2.0


def test_few_weeks_lend_the_noise_of_other_shops(knowledge: Knowledge) -> None:
    noise, lent = noise_for(history(weeks=12), knowledge, {})
    assert lent
    assert noise.sd == knowledge.prior("noise.week").mid
    assert 0.0 < noise.autocorrelation < 1.0
    assert not noise_for(history(weeks=16), knowledge, {})[1]


def test_a_lever_that_is_not_used_now_would_be_begun(knowledge: Knowledge) -> None:
    used = history()
    idle = replace(used.levers[0], effort=np.where(np.arange(104) < 40, used.levers[0].effort, 0.0))
    found = plan_trial(replace(used, levers=(idle,)), ASKED, knowledge)
    assert not found.ground.in_use
    on_off = next(trial for trial in found.trials if trial.kind is TrialKind.ON_OFF)
    assert on_off.foregone < 0.0 < on_off.spend


def test_a_lever_never_used_needs_a_usual_week(knowledge: Knowledge) -> None:
    used = history()
    never = replace(used, levers=(replace(used.levers[0], effort=np.zeros(104)),))
    with pytest.raises(TrialError, match="unused"):
        plan_trial(never, ASKED, knowledge)
    found = plan_trial(never, replace(ASKED, effort=200.0), knowledge)
    assert (found.effort, found.cost, found.ground.in_use) == (200.0, 200.0, False)


def test_without_sales_there_is_nothing_to_compare_with(knowledge: Knowledge) -> None:
    closed = firm(np.zeros(30), np.ones(30))
    with pytest.raises(TrialError, match="no_sales"):
        plan_trial(closed, ASKED, knowledge)
    assert weekly_sales(firm(np.array([np.nan, 0.0, SALES]), np.ones(3))) == SALES
    with pytest.raises(TrialError, match="lever"):
        plan_trial(history(), replace(ASKED, lever="radio"), knowledge)


def test_a_result_is_told_on_sales_and_on_new_customers(knowledge: Knowledge) -> None:
    found, drawn = tried(np.random.default_rng(1), Truth(sd=0.02, rise=0.2))
    sales = tell(found, drawn, knowledge, How())
    assert sales.finding is Finding.FOUND
    counted = replace(found, new_customers=found.sales / 200.0)
    people = tell(counted, drawn, knowledge, How(counted=Counted.NEW_CUSTOMERS))
    assert people.rise.p50 == pytest.approx(sales.rise.p50)
    assert people.result.effect == pytest.approx(sales.result.effect / 200.0)
    with pytest.raises(TrialError, match="no_new_customers"):
        tell(found, drawn, knowledge, How(counted=Counted.NEW_CUSTOMERS))


def test_the_engine_believes_a_trial(knowledge: Knowledge) -> None:
    """Weeks always with tell nothing of the ad; its trial does, and the posterior follows it."""
    found, drawn = tried(np.random.default_rng(1), Truth(past=60, sd=0.02, rise=0.2))
    told = tell(found, drawn, knowledge, How()).result
    reading = read_weeks(with_result(found, told), knowledge, ReadingSetup(margin=0.6, weeks=13)).levers[LEVER]
    truth = 0.2 * SALES / 50.0
    assert reading.posterior.roas_in_window.p10 > reading.prior.roas_in_window.p50
    assert reading.posterior.roas_in_window.p10 > 0.6 * truth
    assert reading.posterior.chance_positive > 0.99


def test_trials_begin_on_mondays() -> None:
    assert monday_from(dt.date(2026, 11, 30)) == dt.date(2026, 11, 30)
    assert monday_from(dt.date(2026, 12, 1)) == dt.date(2026, 12, 7)
    assert first_monday(history(weeks=10), START) == START + dt.timedelta(weeks=10)
    assert first_monday(history(weeks=10), DAY) == dt.date(2026, 11, 30)
