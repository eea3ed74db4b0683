"""Draws whose agreement cannot be told are not trusted."""

from dataclasses import replace

import numpy as np
import pytest

from foulee.core.response.fitting.diagnostics import ess_bulk, ess_tail, rhat
from foulee.core.response.fitting.fit import Diagnostics

WELL = {"max_rhat": 1.001, "min_ess_bulk": 900.0, "min_ess_tail": 800.0}


def diagnostics(**changes: float) -> Diagnostics:
    return replace(Diagnostics(**WELL, divergences=0, steps_per_draw=7.0, weeks=60), **changes)  # type: ignore[arg-type]


def test_draws_that_agree_are_healthy() -> None:
    assert diagnostics().healthy(4000)


@pytest.mark.parametrize("name", WELL)
def test_a_figure_that_is_no_number_is_not_healthy(name: str) -> None:
    assert not diagnostics(**{name: float("nan")}).healthy(4000)


def test_a_parameter_that_never_moves_or_is_no_number_has_no_figure() -> None:
    chains = np.random.default_rng(1).standard_normal((4, 300, 4))
    chains[:, :, 1] = 2.0
    chains[1, 7, 2] = np.nan
    chains[2, 9, 3] = np.inf
    for measure in (rhat, ess_bulk, ess_tail):
        assert list(np.isnan(measure(chains))) == [False, True, True, True], measure.__name__
