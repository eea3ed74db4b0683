"""The markets on which the engine is judged, and how its answers are scored."""

import csv
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.markets.chance import chance, count, week_key
from benchmarks.markets.describe import described, noise
from benchmarks.markets.drawing import draw_market
from benchmarks.markets.files import hidden, read, write
from benchmarks.markets.fitting import guess
from benchmarks.markets.living import Story, happened
from benchmarks.markets.pairs import bought, experiments, runs
from benchmarks.markets.report import table
from benchmarks.markets.scenarios import SCENARIOS, VARIANTS
from benchmarks.markets.score import interval_score, outcome, place, score, share, summary
from benchmarks.markets.truth import lives, one_life, plans, truth, verdict

PEOPLE = 500


@cache
def story(scenario: str, seed: int = 0, variant: str = "memory") -> Story:
    """A small town's market, lived once."""
    return happened(draw_market(scenario, seed, variant, PEOPLE))


@cache
def true(scenario: str, seed: int = 0, variant: str = "memory") -> dict[str, Any]:
    """What is true of it."""
    return truth(story(scenario, seed, variant), 2, 2)


def tail_share(scenario: str, variant: str) -> float:
    """How much more comes with the tail than within the window, some markets together."""
    found = [lives(story(scenario, seed, variant), 2, 2) for seed in range(4)]
    ends = [[key for key in life if key.startswith("tail:")] for lived in found for life in lived]
    every = [life for lived in found for life in lived]
    within = sum(life[key.replace("tail", "window")] for life, keys in zip(every, ends, strict=True) for key in keys)
    return sum(life[key] for life, keys in zip(every, ends, strict=True) for key in keys) / within


def rows_of(path: Path) -> list[dict[str, str]]:
    """A table's rows."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


# --- chance ------------------------------------------------------------------------------------------------------


def test_chance_is_even_and_belongs_to_its_person_and_week() -> None:
    key = np.uint64(week_key(3, 7))
    drawn = np.array([chance(key, person, 2) for person in range(20_000)])
    assert 0.0 < drawn.min() < drawn.max() < 1.0
    assert abs(drawn.mean() - 0.5) < 4 * math.sqrt(1 / 12 / drawn.size)
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 4 / math.sqrt(drawn.size)
    assert chance(key, 5, 2) == drawn[5]
    keys = [np.uint64(week_key(life, week)) for life in (3, 4) for week in (7, 8)]
    assert len({chance(key, 5, use) for key in keys for use in (2, 3)}) == 8


@pytest.mark.parametrize("mean", [0.05, 0.7, 3.0])
def test_counts_have_their_mean_and_variance(mean: float) -> None:
    found = np.array([count((unit + 0.5) / 50_000, mean) for unit in range(50_000)])
    assert found.mean() == pytest.approx(mean, rel=1e-3)
    assert found.var() == pytest.approx(mean, rel=1e-2)
    assert count(0.999, 3.0, 5) == 5


# --- markets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_seed_gives_the_same_market(variant: str) -> None:
    again = happened(draw_market("concave", 0, variant, PEOPLE))
    first, other = story("concave", 0, variant), story("concave", 1, variant)
    assert np.array_equal(again.sales, first.sales)
    assert np.array_equal(again.efforts, first.efforts)
    assert np.array_equal(again.new_customers, first.new_customers)
    assert first.sales.size != other.sales.size or not np.array_equal(first.sales, other.sales)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_has_weeks_as_a_firm_notes_them(scenario: str) -> None:
    found = story(scenario)
    assert found.efforts.shape == (found.sales.size, len(found.market.levers))
    assert found.sales.size in {104, 156}
    assert (found.efforts >= 0.0).all()
    assert (found.sales >= 0.0).all()
    assert found.sales.mean() > 0.0
    assert (found.new_customers == np.round(found.new_customers)).all()
    assert (found.queries.sum() > 0.0) == (scenario == "follows_demand")


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_placebo_brings_exactly_nothing(variant: str) -> None:
    found = true("placebo", 0, variant)
    for lever in found["levers"].values():
        assert lever["effort"] > 0.0
        assert lever["sales_with_tail"] == {"value": 0.0, "error": 0.0}
    assert found["plans"]["red"]["incremental_total"]["value"] == 0.0
    assert found["compare"]["blue>red"]["verdict"] == "tie"
    assert found["compare"]["blue>red"]["sure"]


def test_one_of_two_levers_brings_nothing_and_the_other_does() -> None:
    brought = sorted(lever["sales_in_window"]["value"] for lever in true("two_levers")["levers"].values())
    assert brought[0] == 0.0
    assert brought[1] > 0.0


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_lasts_has_a_longer_tail_than_what_is_fleeting(variant: str) -> None:
    assert tail_share("lasting", variant) > 1.2 * tail_share("fleeting", variant) > 1.0


def test_an_experiment_changes_when_is_spent_and_nothing_else() -> None:
    usual, trial = story("concave"), story("on_off")
    assert np.array_equal(usual.market.town.rate, trial.market.town.rate)
    assert usual.market.levers == trial.market.levers
    assert set(np.unique(trial.efforts > 0.0)) == {True, False}
    assert np.unique(trial.efforts).size == 2
    assert trial.efforts.mean() == pytest.approx(usual.efforts.mean(), rel=0.1)
    left_out = f"without:{usual.market.levers[0].name}"
    assert np.array_equal(one_life(usual, 1)[left_out], one_life(trial, 1)[left_out])


def test_searches_move_spend_and_no_lever_moves_searches() -> None:
    found = story("follows_demand")
    assert np.corrcoef(found.queries, found.efforts[:, 0])[0, 1] > 0.2
    assert [lever.kind for lever in found.market.levers] == ["search"]


def test_plans_spend_the_same() -> None:
    found = plans(story("two_levers"))
    assert found["blue"].shape == (156, 2)
    assert found["red"].sum(axis=0) == pytest.approx(found["blue"].sum(axis=0))
    assert (found["red"][13:] == 0.0).all()
    assert (found["none"] == 0.0).all()
    assert found["blue"][0] == pytest.approx(story("two_levers").efforts.mean(axis=0))


def test_effects_add_up_to_the_difference_between_two_lives() -> None:
    found, life = true("concave"), [one_life(story("concave"), number) for number in (1, 2)]
    name, lever = next(iter(found["levers"].items()))
    brought = [(each["with"] - each[f"without:{name}"]).sum() for each in life]
    assert lever["sales_in_window"]["value"] == pytest.approx(np.mean(brought))
    assert lever["sales_in_window"]["error"] == pytest.approx(abs(brought[0] - brought[1]) / 2)
    assert lever["roas_in_window"]["value"] * lever["effort"] == pytest.approx(np.mean(brought))
    totals = {plan: found["plans"][plan]["sales_total"]["value"] for plan in ("blue", "red")}
    assert found["compare"]["blue>red"]["sales_difference"]["value"] == pytest.approx(totals["blue"] - totals["red"])


def test_verdicts_know_their_error() -> None:
    assert verdict({"value": 10.0, "error": 1.0}, 5.0) == ("blue", True)
    assert verdict({"value": -6.0, "error": 1.0}, 5.0) == ("red", False)
    assert verdict({"value": 1.0, "error": 1.0}, 5.0) == ("tie", True)


def test_the_folder_holds_what_the_command_asks(tmp_path: Path) -> None:
    for scenario in ("two_levers", "follows_demand"):
        folder = tmp_path / scenario
        write(story(scenario), folder, true(scenario))
        found = read(folder)
        rows = rows_of(found.history)
        assert list(rows[0]) == ["week", "sales", "new_customers", *found.levers, *found.controls]
        assert len(rows) == story(scenario).sales.size
        assert rows[0]["week"] == "2023-01-02"
        red = rows_of(found.plans["red"])
        assert [row["week"] for row in red] == [str(week) for week in range(1, 157)]
        words = " ".join(found.command())
        assert all(f"--lever {name}={kind}" in words for name, kind in found.levers.items())
        assert ("--control queries" in words) == (scenario == "follows_demand")
        assert json.loads((folder / "truth.json").read_text(encoding="utf-8"))["scenario"] == scenario


def test_a_column_can_be_hidden(tmp_path: Path) -> None:
    write(story("follows_demand"), tmp_path, true("follows_demand"))
    whole, without = read(tmp_path), hidden(read(tmp_path), ["new_customers", "queries"])
    assert list(rows_of(without.history)[0]) == ["week", "sales", *whole.levers]
    assert [row["sales"] for row in rows_of(without.history)] == [row["sales"] for row in rows_of(whole.history)]
    assert (whole.controls, without.controls) == (("queries",), ())
    assert without.truth == whole.truth


def test_noise_leaves_season_trend_and_wild_weeks_out() -> None:
    rng, weeks = np.random.default_rng(1), np.arange(156)
    sales = np.exp(8.0 + 0.001 * weeks + 0.3 * np.sin(2 * np.pi * weeks / 52) + 0.15 * rng.standard_normal(156))
    assert noise(sales) == pytest.approx(0.15, rel=0.2)
    sales[10] *= 10.0
    assert noise(sales) == pytest.approx(0.15, rel=0.25)


# --- scores ------------------------------------------------------------------------------------------------------


def interval(low: float, high: float) -> dict[str, float]:
    """An interval in the payload's words."""
    return {"p10": low, "p50": (low + high) / 2, "p90": high}


def test_interval_score_by_hand() -> None:
    assert interval_score(interval(1.0, 3.0), 2.0) == pytest.approx(2.0)
    assert interval_score(interval(1.0, 3.0), 0.5) == pytest.approx(2.0 + 10.0 * 0.5)
    assert interval_score(interval(1.0, 3.0), 3.25) == pytest.approx(2.0 + 10.0 * 0.25)


def test_nothing_is_covered_by_an_interval_that_begins_at_almost_nothing() -> None:
    assert place(interval(1e-12, 1.0), 0.0) == "inside"
    assert place(interval(1e-3, 1.0), 0.0) == "below"
    assert place(interval(-1.0, 1.0), 1.5) == "above"


def test_shares_have_an_error_even_when_all_hit() -> None:
    assert share(8, 8) == {"share": 1.0, "error": pytest.approx(math.sqrt((10 / 12) * (2 / 12) / 12)), "n": 8}
    assert share(0, 0) == {"share": None, "error": None, "n": 0}


@pytest.mark.parametrize(
    ("said", "value", "better", "sure", "worth"),
    [
        ("blue", 10.0, "blue", True, "right"),
        ("A", 10.0, "blue", True, "right"),
        ("B", 10.0, "blue", True, "wrong"),
        ("tie", 10.0, "blue", True, "wrong_tie"),
        ("tie", 6.0, "blue", False, "right"),
        ("blue", 4.0, "tie", False, "right"),
        ("red", 4.0, "tie", False, "needless"),
        ("blue", 1.0, "tie", True, "needless"),
        ("tie", 0.0, "tie", True, "right"),
        ("cannot_tell", 10.0, "blue", True, "cannot_tell"),
        (None, 10.0, "blue", True, "none"),
    ],
)
def test_what_a_verdict_is_worth(said: str | None, value: float, better: str, sure: bool, worth: str) -> None:
    assert outcome(said, {"profit_difference": {"value": value}, "verdict": better, "sure": sure}) == worth


def known_truth() -> dict[str, Any]:
    """A truth written by hand: ROAS 2 within the window, 4 with the tail; blue better by 10, 5 being material."""
    figure = {"value": 10.0, "error": 0.1}
    return {
        "name": "memory-concave-000",
        "scenario": "concave",
        "variant": "memory",
        "levers": {
            "ads": {"roas_in_window": {"value": 2.0, "error": 0.0}, "roas_with_tail": {"value": 4.0, "error": 0.0}}
        },
        "plans": {name: {"incremental_total": figure} for name in ("blue", "red")},
        "compare": {
            "blue>red": {
                "profit_difference": figure,
                "sales_difference": figure,
                "profit_difference_discounted": figure,
                "later": {"money": 2.0, "hours": 3.0},
                "material": 5.0,
                "verdict": "blue",
                "sure": True,
            }
        },
    }


def test_a_market_is_scored_as_by_hand() -> None:
    prior = {"roas_in_window": interval(0.0, 8.0), "roas_with_tail": interval(0.0, 3.0)}
    own = {"roas_in_window": interval(1.0, 3.0), "roas_with_tail": interval(2.0, 3.0), "chance_positive": 0.95}
    compared = {"probability": 0.9, "prior_probability": 0.5, "verdict": "A", "profit_difference": interval(0.0, 20.0)}
    payload = {
        "levers": {"ads": own | {"prior": prior}},
        "plans": {"blue": {"incremental_total": interval(11.0, 12.0)}},
        "compare": {"blue>red": compared},
    }
    found = summary([score(known_truth(), payload)])["all"]
    assert found["roas_in_window"]["coverage"]["share"] == 1.0
    assert found["roas_in_window"]["log_ratio"]["mean"] == pytest.approx(math.log(2.0 / 8.0))
    assert found["roas_in_window"]["width_ratio"] == pytest.approx(0.25)
    assert found["roas_with_tail"]["coverage"]["share"] == 0.0
    assert found["roas_with_tail"]["truth_above"] == 1
    assert found["roas_with_tail"]["log_ratio"]["mean"] == pytest.approx(math.log(11.0 / 13.0))
    assert found["incremental_total"]["coverage"]["n"] == 1
    assert found["incremental_total"]["truth_below"] == 1
    assert found["profit_difference"]["coverage"]["share"] == 1.0
    assert found["verdicts"]["right"] == 1
    assert found["brier_probability"]["mean"] == pytest.approx(0.01)
    assert found["chance_positive_something"]["mean"] == pytest.approx(0.95)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"refused": "twelve weeks"},
        {"levers": {"ads": {"roas_in_window": {"p10": 3.0, "p50": 2.0, "p90": 1.0}}}},
        {"levers": {"ads": {"roas_in_window": {"p10": float("nan"), "p90": 1.0}}}},
        {"levers": {"ads": {"roas_in_window": "wide"}}},
    ],
)
def test_an_answer_that_lacks_everything_is_counted_and_not_guessed(payload: dict[str, Any]) -> None:
    found = summary([score(known_truth(), payload)])["all"]
    assert found["roas_in_window"]["coverage"] == {"share": None, "error": None, "n": 0}
    assert found["verdicts"]["none"] == 1
    assert found["refused"] == ("refused" in payload)


def test_guesses_go_through_the_whole_scorer(tmp_path: Path) -> None:
    rows, cases = [], []
    for scenario in ("concave", "placebo"):
        write(story(scenario), tmp_path / scenario, true(scenario))
        found = read(tmp_path / scenario)
        rows.append(score(found.truth, json.loads(json.dumps(guess(found)))))
        cases.append(found)
    assert "placebo" in described(cases)
    found_all = summary(rows)
    assert list(found_all) == ["concave", "placebo", "memory", "brings nothing", "brings some", "all"]
    assert found_all["placebo"]["chance_positive_nothing"]["n"] == 1
    assert found_all["brings nothing"]["roas_in_window"] == found_all["placebo"]["roas_in_window"]
    assert found_all["brings some"]["roas_in_window"] == found_all["concave"]["roas_in_window"]
    printed = table(found_all)
    assert "placebo" in printed
    assert max(len(line) for line in printed.splitlines()) <= 150


def test_discounted_differences_count_hours_at_the_price_said() -> None:
    said = {"verdict": "tie", "difference": interval(60.0, 80.0), "prior_difference": interval(0.0, 100.0)}
    found = score(known_truth(), {"hour_cost": {"p50": 20.0}, "compare": {"blue>red": said}})["compare"]
    assert found["difference"]["truth"] == pytest.approx(10.0 + 20.0 * 3.0)
    assert found["difference"]["place"] == "inside"
    assert found["difference"]["width_ratio"] == pytest.approx(0.2)
    assert found["truth_discounted"] == "blue"
    assert found["outcome_discounted"] == "wrong_tie"


def test_paying_later_is_worth_something_even_for_a_placebo() -> None:
    market = true("placebo")
    compared, lever = market["compare"]["blue>red"], next(iter(market["levers"].values()))
    fade = 1.05 ** (-np.arange(156) / 52)
    cost = lever["effort"] / market["weeks"] * (fade[:13].sum() * 12.0 - fade.sum())
    assert compared["later"][lever["unit"]] == pytest.approx(cost)
    assert cost > 0.0
    assert compared["profit_difference_discounted"]["value"] == pytest.approx(cost if lever["unit"] == "money" else 0.0)


def test_pairs_tell_what_an_experiment_buys() -> None:
    def row(scenario: str, half: float) -> dict[str, Any]:
        payload = {"levers": {"ads": {"roas_in_window": interval(2.0 - half, 2.0 + half)}}}
        return score(known_truth() | {"name": f"memory-{scenario}-000", "scenario": scenario}, payload)

    rows = [row("concave", 1.0), row("on_off", 0.25), row("lasting", 1.0)]
    pairs = experiments(rows)
    assert [(one["scenario"], other["scenario"]) for one, other in pairs] == [("concave", "on_off")]
    found = bought(pairs, "roas_in_window")
    assert found["log_ratio"]["mean"] == pytest.approx(math.log(0.25))
    assert found["width_ratio"] == pytest.approx(0.25)
    assert bought(pairs, "roas_with_tail")["log_ratio"]["n"] == 0
    assert len(runs(rows, rows[:2])) == 2
