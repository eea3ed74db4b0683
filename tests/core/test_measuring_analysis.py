"""What trials have told: truths found again, coverage and power as planned, bad weeks, what cannot be analysed."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from tests.trials import CARRYOVER, CARRYOVERS, LEVER, SALES, SPEND, Truth, burst, schedule, tried, two_shops

from foulee.core.history import FirmHistory
from foulee.core.measuring.analysis import Analysis, Finding, analyse, analyse_areas
from foulee.core.measuring.chances import power
from foulee.core.measuring.design import contrast
from foulee.core.measuring.noise import seasonal_columns, whitening
from foulee.core.measuring.schedule import Schedule, carried
from foulee.core.measuring.table import Told, TrialError, with_result

PAGE = Path(__file__).parents[2] / "docs" / "methode" / "experiments.md"
TOLD = Told(carryover={LEVER: CARRYOVER})
RATES = tuple(CARRYOVERS.draw(np.array([-1.2816, -0.5244, 0.0, 0.5244, 1.2816])).tolist())
QUIET = Truth(sd=0.01, rise=0.2)


def analysed(truth: Truth, seed: int = 1) -> Analysis:
    """One simulated firm's trial."""
    history, drawn = tried(np.random.default_rng(seed), truth)
    return analyse(history, drawn, np.random.default_rng(seed), TOLD)


# --- truths ----------------------------------------------------------------------------------------------------------


def test_a_quiet_firm_gives_the_truth_away() -> None:
    history, drawn = tried(np.random.default_rng(1), QUIET)
    found = analyse(history, drawn, np.random.default_rng(1), TOLD)
    assert found.finding is Finding.FOUND
    assert found.rise.p10 < 0.2 < found.rise.p90
    assert found.rise.p90 - found.rise.p10 < 0.03
    sales = history.sales[-24:] / (1.0 + 0.2 * carried(np.array(drawn.efforts), CARRYOVER, 1.0))
    assert found.result.effect == pytest.approx(0.2 * sales.mean() / SPEND, rel=0.05)
    assert found.result.error > 0.0
    assert (found.result.instead, found.result.effort) == pytest.approx((0.0, SPEND), abs=0.05 * SPEND)
    assert found.result.sales == pytest.approx(sales.mean(), rel=0.02)
    assert (found.result.lever, found.result.start, found.result.weeks) == (LEVER, drawn.start, 24)
    assert (found.counted, found.wild) == (24, ())
    assert found.by_chance is not None
    assert found.by_chance <= 2 / 64
    assert found.followed == pytest.approx(1.0, abs=0.05)


def test_a_lever_that_harms_is_seen_to_harm() -> None:
    found = analysed(replace(QUIET, rise=-0.1))
    assert found.finding is Finding.FOUND
    assert found.rise.p90 < 0.0
    assert found.chance_positive < 0.01
    assert found.result.effect < 0.0


def test_words_follow_what_is_known() -> None:
    history, drawn = tried(np.random.default_rng(1), Truth(sd=0.01, rise=0.0))
    large = analyse(history, drawn, np.random.default_rng(1), replace(TOLD, worth_seeing=0.2))
    tiny = analyse(history, drawn, np.random.default_rng(1), replace(TOLD, worth_seeing=0.0001))
    assert large.finding is Finding.NONE_FOUND
    assert tiny.finding is Finding.CANNOT_TELL


def test_a_burst_and_two_shops_are_compared_too() -> None:
    history, drawn = burst(np.random.default_rng(1), replace(QUIET, trial=12))
    found = analyse(history, drawn, np.random.default_rng(1), TOLD)
    assert found.by_chance is None
    assert found.rise.p50 == pytest.approx(1.6 / 1.2 - 1.0, abs=0.03)
    lift = 1.0 + 0.2 * carried(history.levers[0].effort / SPEND, CARRYOVER, 1.0)
    without = float((history.sales / lift)[-12:].mean())
    assert found.result.effect == pytest.approx(0.2 * without / SPEND, rel=0.05)
    assert (found.result.instead, found.result.effort) == pytest.approx((SPEND, 3.0 * SPEND), rel=0.05)
    assert found.result.sales == pytest.approx(without, rel=0.1)
    history, drawn = two_shops(np.random.default_rng(1), replace(QUIET, trial=12))
    found = analyse(history, drawn, np.random.default_rng(1), replace(TOLD, beside="other"))
    assert found.rise.p50 == pytest.approx(0.2, abs=0.03)
    assert found.result.effect == pytest.approx(0.2 * SALES / SPEND, rel=0.2)


def test_two_areas_without_any_history() -> None:
    rng = np.random.default_rng(3)
    there = 1000.0 * np.exp(0.02 * rng.standard_normal(30))
    here = 2.0 * there * np.exp(0.01 * rng.standard_normal(30)) * np.where(np.arange(30) >= 20, 1.1, 1.0)
    found = analyse_areas(here, there, 20)
    assert np.expm1(found.value) == pytest.approx(0.1, abs=3.0 * found.error)
    assert found.error == pytest.approx(0.01 * np.sqrt(1 / 10 + 1 / 20), rel=0.5)
    with pytest.raises(TrialError, match="too_few"):
        analyse_areas(here[:5], there[:5], 3)


def test_a_result_becomes_evidence_and_its_weeks_do_not_count_twice() -> None:
    history, drawn = tried(np.random.default_rng(1), QUIET)
    counted = replace(history, new_customers=history.sales / 100.0, attributed={LEVER: history.sales / 1000.0})
    found = analyse(counted, drawn, np.random.default_rng(1), TOLD)
    believed = with_result(counted, found.result)
    assert believed.experiments == (found.result,)
    for values in (believed.sales, believed.new_customers, believed.attributed[LEVER]):
        assert values is not None
        assert np.flatnonzero(np.isnan(values)).tolist() == list(range(104, 128))
    assert believed.orders is None
    assert np.array_equal(believed.levers[0].effort, history.levers[0].effort)
    assert with_result(counted.first(100), found.result).counted.all()  # the trial came after
    assert with_result(believed, found.result).experiments == (found.result,)  # told twice, it is one trial


# --- what may go wrong -----------------------------------------------------------------------------------------------


def test_a_tenfold_slip_in_the_trial_is_left_out() -> None:
    history, drawn = tried(np.random.default_rng(1), replace(QUIET, sd=0.05))
    clean = analyse(history, drawn, np.random.default_rng(1), TOLD)
    sales = history.sales.copy()
    sales[110] *= 10.0
    found = analyse(replace(history, sales=sales), drawn, np.random.default_rng(1), TOLD)
    assert found.wild == (110,)
    assert found.counted == 23
    assert found.rise.p50 == pytest.approx(clean.rise.p50, abs=0.03)


def test_weeks_missing_closed_or_still_to_come_are_left_out() -> None:
    history, drawn = tried(np.random.default_rng(1), replace(QUIET, sd=0.05))
    sales = history.sales.copy()
    sales[[20, 106]] = np.nan
    sales[[30, 109]] = 0.0
    found = analyse(replace(history, sales=sales).first(122), drawn, np.random.default_rng(1), TOLD)
    assert found.counted == 16
    assert found.rise.p10 < 0.2 < found.rise.p90


def half_followed(seed: int) -> tuple[FirmHistory, Schedule, float]:
    """An owner who did the opposite in a quarter of the weeks; what the lever truly brought for a unit of effort."""
    rng = np.random.default_rng(seed)
    history, drawn = tried(rng, Truth(sd=0.02, rise=0.0))
    lever, inside = history.levers[0], np.arange(history.weeks) >= 104
    slipped = inside & (rng.random(history.weeks) < 0.25)
    effort = np.where(slipped, SPEND - lever.effort, lever.effort)
    rise = 1.0 + 0.2 * carried(effort / SPEND, CARRYOVER, 1.0)
    loose = replace(history, sales=history.sales * rise, levers=(replace(lever, effort=effort),))
    return loose, drawn, 0.2 * float(history.sales[inside].mean()) / SPEND


def test_an_owner_who_half_follows_blurs_the_result_and_does_not_bend_it() -> None:
    ratios, not_followed = [], []
    for seed in range(40):
        history, drawn, truth = half_followed(seed)
        try:
            ratios.append(analyse(history, drawn, np.random.default_rng(seed), TOLD).result.effect / truth)
        except TrialError as error:
            not_followed.append(error.code)
    assert set(not_followed) <= {"not_followed"}
    assert len(ratios) > 25
    assert np.median(ratios) == pytest.approx(1.0, abs=0.1)


def test_another_lever_that_is_used_in_the_weeks_without_is_taken_out() -> None:
    history, drawn = tried(np.random.default_rng(1), replace(QUIET, sd=0.02))
    rng = np.random.default_rng(7)
    other = np.where(np.arange(history.weeks) >= 104, rng.random(history.weeks) * 2.0, rng.random(history.weeks))
    other[104:] += 1.0 - np.array(drawn.efforts)
    sales = history.sales * (1.0 + 0.1 * other)
    levers = (*history.levers, replace(history.levers[0], name="letters", effort=other))
    found = analyse(replace(history, sales=sales, levers=levers), drawn, np.random.default_rng(1), TOLD)
    assert found.rise.p50 == pytest.approx(0.2, abs=0.06)


def refused(history: FirmHistory, drawn: Schedule, told: Told = TOLD) -> str:
    """The code with which an analysis is refused."""
    with pytest.raises(TrialError) as caught:
        analyse(history, drawn, np.random.default_rng(1), told)
    return caught.value.code


def test_what_cannot_be_analysed_is_refused() -> None:
    history, drawn = tried(np.random.default_rng(1), QUIET)
    assert refused(history, replace(drawn, lever="radio")) == "lever"
    assert refused(history, replace(drawn, start=history.monday(400))) == "not_counted"
    assert refused(history, replace(drawn, start=dt.date(2000, 1, 3))) == "not_counted"
    assert refused(history.first(106), drawn) == "not_counted"
    steady = replace(history.levers[0], effort=np.full(history.weeks, SPEND))
    assert refused(replace(history, levers=(steady,)), drawn) == "not_followed"
    assert refused(history, drawn, replace(TOLD, beside="other")) == "beside"
    assert refused(replace(history, sales=np.full(history.weeks, np.nan)), drawn) == "not_counted"


def test_a_trial_without_any_week_before_it_needs_more_weeks_than_a_season_has_terms() -> None:
    history, drawn = tried(np.random.default_rng(1), Truth(past=0, trial=8, block=1, sd=0.01))
    assert refused(history, drawn) == "too_few"
    history, drawn = tried(np.random.default_rng(1), Truth(past=0, trial=16, block=1, sd=0.01, rise=0.3))
    assert analyse(history, drawn, np.random.default_rng(1), TOLD).finding is Finding.FOUND


def test_weeks_all_with_cannot_be_a_drawn_trial() -> None:
    history, _ = tried(np.random.default_rng(1), QUIET)
    assert refused(history, schedule((1.0,) * 24, 104, block=2)) == "not_counted"


# --- as planned ------------------------------------------------------------------------------------------------------

ROW = r"^\| ([a-z][^|]*) \| (\d+) \| (\d+) \| (\d+) \|$"
SIMULATED = re.findall(ROW, PAGE.read_text("utf-8"), re.MULTILINE)
CASES = (
    Truth(),
    Truth(autocorrelation=0.7),
    Truth(heavy=True),
    Truth(sd=0.2, rise=0.2),
    Truth(rise=0.0),
    Truth(past=12),
    Truth(sd=0.05, rise=0.2, unknown=True),
)


class Shares(NamedTuple):
    """Intervals that hold the truth, effects seen, and what was planned."""

    covered: float
    seen: float
    planned: float


def planned_power(truth: Truth, drawn: Schedule) -> float:
    """Chance of seeing the effect on those weeks, from the design alone."""
    rates = np.array(RATES if truth.unknown else (CARRYOVER,))
    weeks = np.arange(-truth.past, truth.trial)
    work = np.vstack([np.ones((truth.past, rates.size)), carried(np.array(drawn.efforts), rates, 1.0)])
    nuisance = np.column_stack([seasonal_columns(weeks), weeks >= 0])
    found = contrast(work, nuisance, whitening(weeks, truth.autocorrelation), truth.sd)
    estimates = found.weights.T @ np.log1p(truth.rise * work[:, rates.size // 2])
    error = np.sqrt((found.errors**2).mean() + estimates.var())
    return float(power(estimates.mean(), error))


def simulated(truth: Truth, firms: int, seed: int) -> Shares:
    """Many firms' trials."""
    rng = np.random.default_rng(seed)
    covered, seen, planned = [], [], []
    for _ in range(firms):
        history, drawn = tried(rng, truth)
        found = analyse(history, drawn, rng, replace(TOLD, rates=RATES) if truth.unknown else TOLD)
        covered.append(found.rise.p10 <= truth.rise <= found.rise.p90)
        seen.append(found.finding is Finding.FOUND)
        planned.append(planned_power(truth, drawn))
    return Shares(float(np.mean(covered)), float(np.mean(seen)), float(np.mean(planned)))


def test_intervals_cover_and_power_is_as_planned() -> None:
    firms = 80
    found = simulated(Truth(past=52, trial=24, block=1, rise=0.12), firms, seed=6)
    assert found.covered == pytest.approx(0.8, abs=3.0 * np.sqrt(0.16 / firms))
    assert found.seen == pytest.approx(found.planned, abs=3.0 * np.sqrt(0.25 / firms))
    assert 0.3 < found.planned < 0.9


def test_not_knowing_the_carryover_widens_the_interval() -> None:
    truth = Truth(past=52, sd=0.04, rise=0.2, block=1, unknown=True)
    rng = np.random.default_rng(4)
    sure: list[bool] = []
    unsure: list[bool] = []
    for _ in range(40):
        history, drawn = tried(rng, truth)
        for told, covered in ((TOLD, sure), (replace(TOLD, rates=RATES), unsure)):
            found = analyse(history, drawn, rng, told)
            covered.append(found.rise.p10 <= truth.rise <= found.rise.p90)
    assert np.mean(unsure) == pytest.approx(0.8, abs=3.0 * np.sqrt(0.16 / 40))
    assert np.mean(sure) < np.mean(unsure) - 0.15


@pytest.mark.slow
@pytest.mark.parametrize(("row", "truth"), list(zip(SIMULATED, CASES, strict=True)), ids=lambda each: str(each)[:20])
def test_the_pages_simulations(row: tuple[str, ...], truth: Truth) -> None:
    found = simulated(truth, 400, seed=11)
    assert [round(100 * share) for share in found] == pytest.approx([int(cell) for cell in row[1:]], abs=1.0)


def test_the_page_has_all_its_simulations() -> None:
    assert len(SIMULATED) == len(CASES)
