"""A verdict is earned (MODEL §5)."""

import numpy as np
import pytest

from foulee.core.projecting.verdicts import Duel, Verdict, duel
from foulee.core.types import Floats, Shape

WEIGHTS = {Shape.CONCAVE: 0.6, Shape.THRESHOLD: 0.2, Shape.FAR: 0.2}
RNG = np.random.default_rng(1)
BEFORE = 1000.0 * RNG.standard_normal(5000)


def all_alike(draws: Floats) -> dict[Shape, Floats]:
    return dict.fromkeys(Shape, draws)


def told_by(draws: Floats, material: float = 50.0) -> Duel:
    return duel(all_alike(draws), all_alike(BEFORE), WEIGHTS, material)


def test_a_clear_difference_under_every_shape_is_said() -> None:
    better = 1500.0 + 500.0 * RNG.standard_normal(5000)
    assert told_by(better).verdict is Verdict.FIRST
    assert told_by(-better).verdict is Verdict.SECOND


def test_one_shape_that_disagrees_is_enough_to_be_silent() -> None:
    better = 1500.0 + 500.0 * RNG.standard_normal(5000)
    after = all_alike(better) | {Shape.THRESHOLD: 0.1 * better - 300.0}
    found = duel(after, all_alike(BEFORE), WEIGHTS, 50.0)
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.probability > 0.8  # taken together they would have said it


def test_what_was_believed_before_is_no_verdict() -> None:
    """However sure the prior is, weeks that moved nothing say nothing."""
    sure = 3000.0 + 500.0 * RNG.standard_normal(5000)
    found = duel(all_alike(sure), all_alike(sure), WEIGHTS, 50.0)
    assert found.told == 0.0
    assert found.verdict is Verdict.CANNOT_TELL


def test_a_difference_too_small_to_matter_is_a_tie() -> None:
    found = told_by(10.0 * RNG.standard_normal(5000))
    assert found.verdict is Verdict.TIE
    assert found.chance_tie == pytest.approx(1.0, abs=0.01)


def test_nothing_or_something_is_neither_a_tie_nor_a_winner() -> None:
    draws = np.where(RNG.random(5000) < 0.6, 0.0, 800.0)
    assert told_by(draws).verdict is Verdict.CANNOT_TELL


def test_the_two_directions_mirror_each_other() -> None:
    draws = 400.0 + 900.0 * RNG.standard_normal(5000)
    one, other = told_by(draws), duel(all_alike(-draws), all_alike(-BEFORE), WEIGHTS, 50.0)
    assert one.probability + other.probability == pytest.approx(1.0)
