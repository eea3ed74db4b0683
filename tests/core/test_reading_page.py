"""The numbers of docs/methode/reading.md, computed again."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.weeks import believed, weeks_of_a_firm

from foulee.core.response.fitting.arrays import CAP, NIL, SCALE, SPREAD
from foulee.core.response.fitting.diagnostics import normal_quantile
from foulee.core.response.fitting.noise import FREEDOM
from foulee.core.response.fitting.posterior import effects
from foulee.core.response.fitting.problem import problem
from foulee.core.response.telling import told

PAGE = (Path(__file__).parents[2] / "docs" / "methode" / "reading.md").read_text(encoding="utf-8")


def test_the_effects_of_three_scores() -> None:
    history = weeks_of_a_firm(weeks=60, levers=1)
    made = problem(history, believed(history))
    table = made.data.lever.copy()
    table[0, NIL], table[0, SCALE], table[0, SPREAD] = normal_quantile(np.array([0.3]))[0], 0.05, 1.0
    assert made.data.firm[CAP] == 0.4

    made = replace(made, data=made.data._replace(lever=table))
    found = effects(made, np.array([[-0.6], [0.0], [1.0]]), 0)[:, 0]
    printed = re.search(r"\*z\* = −0.6 gives ([\d.]+), \*z\* = 0 gives ([\d.]+), \*z\* = 1 gives ([\d.]+)\.", PAGE)
    assert printed is not None
    assert [float(number) for number in printed.groups()] == pytest.approx(found.tolist(), abs=5e-5)


def test_the_gap_of_two_weeks() -> None:
    auto, gap = 0.5, 2
    spread = np.sqrt((1.0 - auto ** (2 * gap)) / (1.0 - auto**2))
    assert f"ρ 0.5, two weeks apart: {auto**gap:g} and {spread:.3f}" in PAGE
    assert f"with {FREEDOM:g} degrees of freedom" in PAGE


def test_how_far_a_belief_moved() -> None:
    before = np.random.default_rng(0).standard_normal(100_000)
    middle = before[np.abs(before) < 0.2533]  # its middle fifth
    assert told(before, middle) == pytest.approx(0.8, abs=0.01)
    assert "into its middle fifth has moved by 0.8" in PAGE
    assert told(before, before) == 0.0
    assert told(before, before + 10.0) == pytest.approx(0.9, abs=0.01)


def test_draws_that_pile_up_count_for_what_they_are() -> None:
    before = np.concatenate([np.zeros(500), np.linspace(0.1, 1.0, 500)])
    assert told(before, np.zeros(100)) == pytest.approx(0.5, abs=0.02)
