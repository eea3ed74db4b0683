"""Draws for ArviZ: the names, the scales, and diagnostics that agree with ArviZ's own."""

import builtins
import datetime as dt
from typing import Any

import arviz_stats.base
import numpy as np
import pytest

import foulee
from foulee.advice.to_arviz import EXTRA, SCALES
from foulee.core.response.fitting.diagnostics import ess_bulk, ess_tail, rhat
from foulee.core.response.fitting.layout import FIRM_NAMES, LEVER_NAMES
from foulee.knowledge.reader import Knowledge

WEEKS = 60


@pytest.fixture(scope="module")
def reading(knowledge: Knowledge) -> foulee.Reading:
    """A shop that counts its new customers, with one lever."""
    rng = np.random.default_rng(2)
    spent = np.where(rng.random(WEEKS) < 0.6, rng.gamma(4.0, 10.0, WEEKS), 0.0)
    history = foulee.FirmHistory(
        start=dt.date(2025, 1, 6),
        sales=1000.0 * np.exp(0.05 * rng.standard_normal(WEEKS)) + 2.0 * spent,
        new_customers=rng.poisson(8.0, WEEKS).astype(float),
        levers=(
            foulee.LeverHistory(name="ads", kind=foulee.LeverKind.PAID_SOCIAL, unit=foulee.Unit.MONEY, effort=spent),
        ),
    )
    return foulee.read_weeks(history, knowledge, foulee.ReadingSetup(margin=0.5, weeks=52))


@pytest.fixture(scope="module")
def tree(reading: foulee.Reading) -> Any:
    return foulee.to_arviz(reading)


def test_what_moved_is_there_under_its_name(reading: foulee.Reading, tree: Any) -> None:
    names = {str(name) for name in tree["posterior"].data_vars}
    assert names == set(reading.fitted.problem.active_names)
    assert {"level", "trend", "noise", "kept", "ads quick", "ads slow", "ads carryover", "ads split"} <= names
    chains, draws, _ = reading.fitted.scores.shape
    assert dict(tree["posterior"]["ads quick"].sizes) == {"chain": chains, "draw": draws}
    assert set(tree["prior"].data_vars) == set(tree["posterior"].data_vars)
    assert tree["observed_data"]["sales"].values == pytest.approx(reading.history.sales)
    assert str(tree["observed_data"]["week"].values[0]) == "2025-01-06"


def test_no_parameter_is_told_on_the_sampler_s_scale_unawares() -> None:
    as_they_are = {"trend", "shock", "orders_shock", "online_trend", "new_trend", "quick", "slow"}
    assert {*FIRM_NAMES, *LEVER_NAMES} - set(SCALES) == as_they_are


@pytest.mark.parametrize("group", ["posterior", "prior"])
def test_each_stands_on_its_own_scale(tree: Any, group: str) -> None:
    drawn = tree[group]
    for name in ("ads carryover", "staying", "kept", "first", "loss"):
        assert 0.0 < float(drawn[name].min()) <= float(drawn[name].max()) < 1.0
    for name in ("level", "noise", "size", "ads half_saturation", "ads split"):
        assert float(drawn[name].min()) > 0.0
    # A ratio of odds: as often above one as below, or nearly; a share never is.
    assert float(drawn["ads split"].max()) > 1.0
    assert float(drawn["ads quick"].min()) >= 0.0  # an effect may be nil, never negative
    assert float(drawn["autocorrelation"].min()) > -1.0
    assert float(drawn["level"].mean()) == pytest.approx(1.0, abs=0.1)  # in multiples of mean sales


def test_the_weeks_are_what_tells_prior_from_posterior(tree: Any) -> None:
    assert float(tree["posterior"]["noise"].std()) < 0.5 * float(tree["prior"]["noise"].std())


def test_the_draws_are_those_of_the_answers(reading: foulee.Reading, tree: Any) -> None:
    """Chain by chain, in order: a monotone scale keeps ranks."""
    place = reading.fitted.problem.active_names.index("noise")
    ours, theirs = reading.fitted.scores[:, :, place], tree["posterior"]["noise"].values
    assert (np.argsort(ours, axis=1) == np.argsort(theirs, axis=1)).all()


def test_diagnostics_agree_with_arviz_to_one_hundredth(reading: foulee.Reading, tree: Any) -> None:
    of_arviz: Any = arviz_stats.base.array_stats  # type: ignore[attr-defined]
    axes = {"chain_axis": 0, "draw_axis": 1}
    names = list(tree["posterior"].data_vars)
    chains = np.stack([tree["posterior"][name].values for name in names], axis=2)
    for column, name in enumerate(names):
        one = chains[:, :, column]
        assert rhat(chains)[column] == pytest.approx(float(of_arviz.rhat(one, **axes)), rel=0.01), name
        bulk = float(of_arviz.ess(one, method="bulk", **axes))
        tail = float(of_arviz.ess(one, method="tail", prob=(0.05, 0.95), **axes))
        assert (ess_bulk(chains)[column], ess_tail(chains)[column]) == (
            pytest.approx(bulk, rel=0.01),
            pytest.approx(tail, rel=0.01),
        ), name
    assert rhat(chains).max() < reading.diagnostics.max_rhat + 0.005


def test_without_arviz_it_says_what_to_install(reading: foulee.Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "arviz_base":
            raise ImportError(name)
        return found(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ImportError, match="foulee\\[analyst\\]"):
        foulee.to_arviz(reading)
    assert "pip install" in EXTRA
