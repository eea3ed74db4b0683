"""What knowing is worth, where it can be written down: two options, a linear benefit and normal unknowns."""

import numpy as np
import pytest
from scipy.stats import norm

from foulee.core.projecting.knowing import normal_scores, rank_unknowns, regress
from foulee.core.types import Floats

COUNT = 4000


def closed_form(mean: float, sd: float) -> float:
    """Worth of knowing `X` when acting brings `mean + sd X` on average and not acting nothing, `X` standard normal.

    `E max(0, mean + sd X) - max(0, mean) = sd φ(mean / sd) + mean Φ(mean / sd) - max(0, mean)`.
    """
    return float(sd * norm.pdf(mean / sd) + mean * norm.cdf(mean / sd) - max(mean, 0.0))


def case(mean: float, sd: float, noise: float, seed: int = 1) -> tuple[Floats, dict[str, Floats]]:
    """Benefits of doing nothing and of acting, and two unknowns: one that matters, one that does not."""
    rng = np.random.default_rng(seed)
    matters, other, luck = rng.standard_normal((3, COUNT))
    benefits = np.array([np.zeros(COUNT), mean + sd * matters + noise * luck])
    return benefits, {"matters": matters, "other": other}


def rank(benefits: Floats, unknowns: dict[str, Floats], chosen: int = 1) -> dict[str, tuple[float, float]]:
    found = rank_unknowns(benefits, chosen, unknowns, seed=9)
    return {unknown.name: (unknown.worth, unknown.share) for unknown in found}


@pytest.mark.parametrize(
    ("mean", "sd", "noise"), [(0.0, 10.0, 5.0), (5.0, 10.0, 10.0), (-8.0, 10.0, 3.0), (10.0, 10.0, 0.0)]
)
def test_worth_is_that_of_the_closed_form(mean: float, sd: float, noise: float) -> None:
    """4 000 draws: sd of the mean is 0.2 here, of the worth about as much; forgetting half the spread would be seen."""
    worth, share = rank(*case(mean, sd, noise))["matters"]
    assert worth == pytest.approx(closed_form(mean, sd), abs=0.35)
    assert share == pytest.approx(sd**2 / (sd**2 + noise**2), abs=0.03)
    assert abs(worth - closed_form(mean, sd / 2.0)) > 0.35  # negative control


def test_worth_depends_on_the_unknown_and_not_on_how_it_is_written() -> None:
    benefits, unknowns = case(0.0, 10.0, 5.0)
    plain = rank(benefits, unknowns)["matters"]
    assert rank(benefits, {"matters": np.exp(3.0 * unknowns["matters"])})["matters"] == pytest.approx(plain)


@pytest.mark.parametrize("seed", range(12))
def test_an_irrelevant_unknown_is_worth_nothing(seed: int) -> None:
    """At most a hundredth of what the relevant one is worth: what is left is regression noise."""
    worth = rank(*case(0.0, 10.0, 5.0, seed))
    assert worth["other"][0] < 0.03 * worth["matters"][0]
    assert worth["other"][1] < 0.01


def test_irrelevant_unknowns_are_mostly_worth_exactly_nothing() -> None:
    """Twelve seeds: the rule keeps about one false alarm in twenty; without it one in two would be above zero."""
    alarms = sum(rank(*case(0.0, 10.0, 5.0, seed))["other"][0] > 0.0 for seed in range(12))
    assert alarms <= 3


def test_an_unknown_that_cannot_change_the_decision_is_worth_nothing() -> None:
    benefits, unknowns = case(100.0, 10.0, 1.0)
    worth, share = rank(benefits, unknowns)["matters"]
    assert worth < 0.05
    assert share > 0.9


def test_the_most_useful_comes_first() -> None:
    rng = np.random.default_rng(3)
    drawn = rng.standard_normal((3, COUNT))
    benefits = np.array([np.zeros(COUNT), 2.0 * drawn[0] + 8.0 * drawn[1], 1.0 * drawn[2]])
    unknowns = dict(zip("abc", drawn, strict=True))
    found = rank_unknowns(benefits, 1, unknowns, seed=1)
    assert found[0].name == "b"
    assert found[0].worth > found[1].worth


def test_a_benefit_that_does_not_vary_has_no_share() -> None:
    benefits = np.zeros((2, COUNT))
    assert rank(benefits, {"x": np.random.default_rng(1).standard_normal(COUNT)})["x"] == (0.0, 0.0)


def test_scores_are_roughly_standard_normal() -> None:
    scores = normal_scores(np.random.default_rng(2).lognormal(0.0, 2.0, COUNT))
    assert scores.mean() == pytest.approx(0.0, abs=1e-9)
    assert scores.std() == pytest.approx(1.0, abs=0.1)
    np.testing.assert_allclose(np.percentile(scores, (10, 90)), [-1.2816, 1.2816], atol=0.03)


def test_regression_keeps_the_mean_and_finds_a_cubic() -> None:
    score = np.random.default_rng(4).standard_normal(500)
    cubic = 1.0 - 2.0 * score + 0.5 * score**3
    fitted = regress(score, np.array([cubic, score**2]))
    np.testing.assert_allclose(fitted[0], cubic, atol=1e-9)
    assert fitted[1].mean() == pytest.approx(float((score**2).mean()))
