"""What trials would tell: the usual formula, full matrices, what moves power and cost; numbers of experiments.md."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foulee.core.measuring.chances import POWER, power
from foulee.core.measuring.design import (
    Belief,
    Ground,
    Limits,
    Planner,
    Trial,
    TrialKind,
    choose,
    contrast,
)
from foulee.core.measuring.noise import Noise, seasonal_columns, whitening
from foulee.core.measuring.schedule import draw_efforts
from foulee.core.measuring.worth import by_count, by_estimate, worth
from foulee.core.quantities import Quantity, Scale
from foulee.core.response.priors import Normals

PAGE = Path(__file__).parents[2] / "docs" / "methode" / "experiments.md"
TEXT = PAGE.read_text("utf-8")
RISES = (0.1, 0.2, 0.3)
DRAWS = 2000
NORMALS = Normals(1, DRAWS)


def belief(**changes: Any) -> Belief:
    """The ad of the page's example."""
    works = NORMALS.uniform("works") < 0.75
    found = Belief(
        rise=np.where(works, Quantity(0.02, 0.06, 0.18).draw(NORMALS("rise")), 0.0),
        carryover=Quantity(0.05, 0.25, 0.5, Scale.LOGIT).draw(NORMALS("carryover")),
        half_saturation=Quantity(0.6, 1.0, 1.7).draw(NORMALS("half")),
        slope=np.ones(DRAWS),
        from_new=Quantity(0.18, 0.5, 0.82, Scale.LOGIT).draw(NORMALS("new")),
        caught=Quantity(0.25, 0.6, 1.4).draw(NORMALS("caught")),
    )
    return replace(found, **changes)


def ground(sd: float = 0.06, **changes: Any) -> Ground:
    """The shop of the page's example."""
    found = Ground(
        noise=Noise(sd=sd, autocorrelation=0.3),
        sales=5000.0,
        counted=104,
        margin=0.6,
        cost=80.0,
        customers=300.0,
        new_share=0.05,
        alike=0.8,
        asking=15.0,
    )
    return replace(found, **changes)


def trials(where: Ground, what: Belief, limits: Limits | None = None, seed: int = 1) -> dict[TrialKind, Trial]:
    """Trials by kind."""
    planner = Planner(ground=where, belief=what, limits=limits or Limits(weeks=52), seed=seed)
    return {trial.kind: trial for trial in planner.trials()}


# --- errors ----------------------------------------------------------------------------------------------------------


def weeks_each(sd: float, rise: float, autocorrelation: float, *, bare: bool) -> int:
    """Weeks with, and as many without, that tell a rise four times in five."""
    for each in range(2, 200):
        efforts = np.array(draw_efforts(np.random.default_rng([1, 2 * each]), 2 * each, 1))
        weeks = np.arange(0 if bare else -104, 2 * each)
        column = np.concatenate([np.zeros(weeks.size - efforts.size), efforts])
        bared = np.ones((weeks.size, 1)) if bare else np.column_stack([seasonal_columns(weeks), weeks >= 0])
        found = contrast(column[:, None], bared, whitening(weeks, autocorrelation), sd)
        if power(np.array([rise]), found.errors)[0] >= POWER and (bare or each >= 3):
            return each
    raise AssertionError


def weeks_rows(heading: str) -> list[tuple[str, ...]]:
    """Rows of one of the page's tables of weeks."""
    table = TEXT.partition(f"| {heading} | ±10 %")[2].partition("\n\n")[0]
    return re.findall(r"^\| ([0-9.]+) \| (\d+) \| (\d+) \| (\d+) \|$", table, re.MULTILINE)


@pytest.mark.parametrize("row", weeks_rows("noise"), ids=lambda row: row[0])
def test_where_weeks_are_independent_it_is_the_usual_formula(row: tuple[str, ...]) -> None:
    sd = float(row[0])
    formula = [int(np.ceil(2.0 * (1.959964 + 0.841621) ** 2 * sd**2 / rise**2)) for rise in RISES]
    found = [weeks_each(sd, rise, 0.0, bare=True) for rise in RISES]
    assert found == formula == [int(cell) for cell in row[1:]]


@pytest.mark.parametrize("row", weeks_rows("autocorrelation"), ids=lambda row: row[0])
def test_with_season_and_memory_it_is_what_the_page_says(row: tuple[str, ...]) -> None:
    assert [weeks_each(0.13, rise, float(row[0]), bare=False) for rise in RISES] == [int(cell) for cell in row[1:]]


def test_the_page_has_all_its_rows() -> None:
    assert len(weeks_rows("noise")) == 4
    assert len(weeks_rows("autocorrelation")) == 3
    assert len(WORKED) == 10


def test_an_error_is_that_of_the_full_matrices() -> None:
    rng, weeks, sd = np.random.default_rng(2), np.array([0, 1, 2, 3, 6, 7, 8, 10, 11, 12, 13, 14, 18, 19]), 0.2
    column, nuisance = rng.random(14), np.column_stack([np.ones(14), weeks, rng.random(14)])
    found = contrast(column[:, None], nuisance, whitening(weeks, 0.5), sd)
    covariance = sd**2 * np.power(0.5, np.abs(weeks[:, None] - weeks[None, :])) / 0.75
    design = np.column_stack([column, nuisance])
    whole = np.linalg.inv(design.T @ np.linalg.inv(covariance) @ design)
    weights = found.weights[:, 0]
    assert found.errors == pytest.approx(np.sqrt(whole[0, 0]))
    assert weights == pytest.approx((whole @ design.T @ np.linalg.inv(covariance))[0])
    assert weights @ column == pytest.approx(1.0)
    assert weights @ nuisance == pytest.approx(np.zeros(3), abs=1e-9)


def test_what_the_season_explains_cannot_be_told() -> None:
    weeks = np.arange(60)
    nuisance = seasonal_columns(weeks)
    assert np.isinf(contrast(nuisance[:, 2:], nuisance, whitening(weeks, 0.3), 0.1).errors).all()


# --- kinds -----------------------------------------------------------------------------------------------------------

ROW = r"^\| (0\.\d+) \| (\w+) \| (\d+) \| (\d+) \| (\d+|–) \| (\d+) \| (\d+) \| (\d+) \|$"
WORKED = re.findall(ROW, TEXT, re.MULTILINE)


@pytest.mark.parametrize("sd", ["0.06", "0.13"])
def test_the_pages_example_is_what_the_code_computes(sd: str) -> None:
    found = trials(ground(float(sd)), belief())
    rows = [row for row in WORKED if row[0] == sd]
    assert [row[1] for row in rows] == list(found)
    for _, kind, weeks, seen, needed, cost, changes, money in rows:
        trial = found[TrialKind(kind)]
        assert trial.weeks == int(weeks)
        assert round(100 * trial.power) == int(seen)
        assert trial.weeks_needed == (None if needed == "–" else int(needed))
        assert trial.cost == pytest.approx(int(cost), abs=1.0)
        assert round(100 * trial.worth.changes) == int(changes)
        assert trial.worth.money == pytest.approx(int(money), abs=1.0)


def test_more_noise_tells_less_and_a_larger_effect_more() -> None:
    calm, loud = (trials(ground(sd), belief()) for sd in (0.03, 0.1))
    assert calm[TrialKind.ON_OFF].tells
    assert calm[TrialKind.ON_OFF].weeks < loud[TrialKind.ON_OFF].weeks
    assert not loud[TrialKind.ON_OFF].tells
    strong = trials(ground(0.1), belief(rise=belief().rise * 4.0))
    assert strong[TrialKind.ON_OFF].tells


def test_without_effect_nothing_but_false_alarms_are_seen() -> None:
    for kind, trial in trials(ground(), belief(rise=np.zeros(DRAWS))).items():
        assert trial.effect == pytest.approx(0.0, abs=1e-9)
        assert kind is TrialKind.CODE or trial.power == pytest.approx(0.05, abs=1e-6)
        assert not trial.tells


def test_only_what_the_firm_can_make_is_offered() -> None:
    alone = trials(ground(alike=None, customers=None, new_share=None), belief())
    assert set(alone) == {TrialKind.ON_OFF, TrialKind.BURST}
    assert TrialKind.NEW_CUSTOMERS not in trials(ground(new_share=None), belief())
    assert TrialKind.CODE not in trials(ground(), belief(caught=None))


def test_what_lasts_for_a_year_cannot_be_tried_in_weeks() -> None:
    lasting = belief(carryover=np.full(DRAWS, 0.97))
    planner = Planner(ground=ground(), belief=lasting, limits=Limits(weeks=52), seed=1)
    assert planner.block == 53
    assert {trial.kind for trial in planner.trials()} == set()
    assert choose(planner.trials(), planner.limits) is None


def test_two_shops_that_move_together_tell_sooner() -> None:
    apart, together = (trials(ground(alike=alike), belief())[TrialKind.AREA].weeks_needed for alike in (0.3, 0.9))
    assert apart is not None
    assert together is not None
    assert together < apart


def test_money_is_what_the_weeks_without_save_and_lose() -> None:
    sure = belief(rise=np.full(DRAWS, 0.05), carryover=np.zeros(DRAWS))
    trial = trials(ground(), sure)[TrialKind.ON_OFF]
    without = trial.efforts.count(0.0)
    assert trial.spend == pytest.approx(80.0 * (trial.weeks - without))
    assert trial.foregone == pytest.approx(0.6 * 5000.0 * 0.05 * without)
    assert trial.cost == pytest.approx((0.6 * 5000.0 * 0.05 - 80.0) * without)
    idle = trials(ground(in_use=False), sure)[TrialKind.ON_OFF]
    assert idle.cost == pytest.approx(-trial.cost, rel=0.2)  # weeks with cost what weeks without saved


def test_the_cheapest_that_tells_is_chosen_within_the_limits() -> None:
    found = trials(ground(), belief())
    every = tuple(found.values())
    chosen = choose(every, Limits(weeks=52))
    assert chosen is found[TrialKind.AREA]
    assert chosen.cost == min(trial.cost for trial in every if trial.tells)
    assert choose(every, Limits(weeks=52, money=chosen.cost - 1.0)) is None
    assert choose(every, Limits(weeks=8)) is None


def test_seeds_give_other_weeks_and_the_same_seed_the_same() -> None:
    one, again, other = (trials(ground(), belief(), seed=seed)[TrialKind.ON_OFF] for seed in (1, 1, 2))
    assert one == again
    assert one.efforts != other.efforts


# --- what knowing is worth -------------------------------------------------------------------------------------------


def test_knowing_exactly_is_worth_the_losses_avoided() -> None:
    rise = NORMALS("worth")
    benefit = 100.0 * rise - 20.0  # one would stop
    told = by_estimate(rise, np.full(DRAWS, 1e-4), np.random.default_rng(1))
    found = worth(told, benefit)
    assert found.money == pytest.approx(np.maximum(benefit, 0.0).mean(), rel=0.15)
    assert found.changes == pytest.approx((benefit > 0.0).mean(), abs=0.06)


def test_a_trial_that_tells_nothing_is_worth_nothing() -> None:
    rise = NORMALS("worth")
    for error in (np.inf, 1e6):
        found = worth(by_estimate(rise, np.full(DRAWS, error), np.random.default_rng(1)), 100.0 * rise - 20.0)
        assert found.money == pytest.approx(0.0, abs=1e-6)
        assert found.changes == 0.0


def test_what_is_decided_anyway_is_not_worth_knowing() -> None:
    rise = np.abs(NORMALS("worth"))
    found = worth(by_estimate(rise, np.full(DRAWS, 0.1), np.random.default_rng(1)), rise + 1.0)
    assert (found.changes, found.money) == (0.0, 0.0)


def test_a_count_tells_the_more_the_more_there_is_to_count() -> None:
    expected = np.exp(NORMALS("count"))
    benefit = expected - 2.0
    few, many = (worth(by_count(expected * times, np.random.default_rng(1)), benefit).money for times in (0.1, 100.0))
    assert few < many
    assert many == pytest.approx(np.maximum(benefit, 0.0).mean(), rel=0.25)
