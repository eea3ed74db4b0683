"""The numbers of docs/methode/reading.md, computed again."""

import datetime as dt
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.weeks import believed, weeks_of_a_firm

from foulee.advice.indicating import indicator_prior
from foulee.core.response.fitting.arrays import CAP, NIL, SCALE, SPREAD
from foulee.core.response.fitting.diagnostics import normal_quantile
from foulee.core.response.fitting.effect_draws import effects
from foulee.core.response.fitting.indicators import FELL, LEAST_WORTH
from foulee.core.response.fitting.level_density import AUTOS
from foulee.core.response.fitting.noise import FREEDOM
from foulee.core.response.fitting.problem import problem
from foulee.core.response.telling import told
from foulee.knowledge.reader import load

PAGE = (Path(__file__).parents[2] / "docs" / "methode" / "reading.md").read_text(encoding="utf-8")


def test_the_effects_of_three_scores() -> None:
    history = weeks_of_a_firm(weeks=60, levers=1)
    made = problem(history, believed(history))
    table = made.data.lever.copy()
    table[0, NIL], table[0, SCALE], table[0, SPREAD] = normal_quantile(np.array([0.3]))[0], 0.05, 1.0
    assert made.data.firm[CAP] == 0.4

    made = replace(made, data=made.data._replace(lever=table))
    found = effects(made.data, np.array([[-0.6], [0.0], [1.0]]), 0)[:, 0]
    printed = re.search(r"\*z\* = −0.6 gives ([\d.]+), \*z\* = 0 gives ([\d.]+), \*z\* = 1 gives ([\d.]+)\.", PAGE)
    assert printed is not None
    assert [float(number) for number in printed.groups()] == pytest.approx(found.tolist(), abs=5e-5)


def test_how_the_share_online_moves() -> None:
    share, brought = 0.25, 0.1

    def moved(online: float) -> float:
        """How far the log-odds move where levers bring so much of a week's orders online."""
        there, elsewhere = online / share, (brought - online) / (1.0 - share)
        return float(np.log(1.0 - brought + there) - np.log(1.0 - brought + elsewhere))

    assert f"(c 0.1, x 0.09), moves them by {moved(0.09):.3f};" in PAGE
    assert moved(share * brought) == pytest.approx(0.0)
    assert "(x 0.025) by 0." in PAGE


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


def test_what_a_level_weighs() -> None:
    prior = indicator_prior(load(dt.date(2026, 11, 28)))
    nothing = 1.0 - prior.follows - prior.own_way
    assert f"With probability {prior.follows:g} a level follows" in PAGE
    assert f"with {prior.own_way:g} in a way of its own" in PAGE
    assert f"with {nothing:.2g} it has nothing to do with it" in PAGE
    borne_out = prior.follows * 20.0 + prior.own_way * 4.0 + nothing
    contradicted = prior.own_way * 4.0 + nothing
    assert f"= {borne_out:.4g}, and one that the level contradicts still weighs {contradicted:.2g}." in PAGE
    assert f"does not fall to a third, to {FELL * nothing:.3f}," in PAGE
    few, some, many = (f"{100.0 * lost:g}" for lost in prior.unfollow)
    assert f"({few}, {some} or {many} %, added up)" in PAGE


def test_how_near_a_level_is_to_sales() -> None:
    apart = indicator_prior(load(dt.date(2026, 11, 28))).near[0]
    low, high = (1.0 / (1.0 + math.exp(-turn * 1.2816 * apart)) for turn in (-1.0, 1.0))
    assert f"{100.0 * low:.0f} to {100.0 * high:.0f} % of reach does" in PAGE
    assert f"is known within {1.0 / math.sqrt(1.0 / 1.5**2 + 1.0 / apart**2):.2f} at best" in PAGE
    assert f"they are worth fewer than {LEAST_WORTH:g} draws" in PAGE
    assert f"autocorrelated by {AUTOS[0]:g} to {AUTOS[-1]:g}" in PAGE
