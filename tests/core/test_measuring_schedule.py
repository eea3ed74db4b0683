"""The weeks of a trial: balanced, at random, reproducible, and read back from what they are."""

import datetime as dt
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.core.measuring.schedule import (
    Schedule,
    block_of,
    carried,
    draw_efforts,
    redrawn,
    washout_weeks,
)

FIXED = settings(derandomize=True, deadline=None, max_examples=100)


@FIXED
@given(seed=st.integers(0, 10_000), pairs=st.integers(1, 12), block=st.integers(1, 5))
def test_each_pair_of_blocks_has_one_with_and_one_without(seed: int, pairs: int, block: int) -> None:
    efforts = draw_efforts(np.random.default_rng(seed), 2 * pairs * block, block)
    blocks = np.array(efforts).reshape(2 * pairs, block)
    assert (blocks == blocks[:, :1]).all()
    firsts = blocks[:, 0].reshape(pairs, 2)
    assert (firsts.sum(axis=1) == 1.0).all()
    assert block_of(efforts) == block
    runs = "".join(str(int(first)) for first in blocks[:, 0])
    assert "000" not in runs
    assert "111" not in runs


def test_the_same_seed_gives_the_same_weeks_and_each_order_comes_as_often() -> None:
    assert draw_efforts(np.random.default_rng(3), 12, 2) == draw_efforts(np.random.default_rng(3), 12, 2)
    rng = np.random.default_rng(5)
    seen = Counter(draw_efforts(rng, 6, 1) for _ in range(4000))
    assert len(seen) == 8
    assert max(seen.values()) - min(seen.values()) < 6 * np.sqrt(500)


def test_weeks_that_make_no_pair_of_blocks_are_left_out() -> None:
    assert len(draw_efforts(np.random.default_rng(1), 11, 2)) == 8
    assert draw_efforts(np.random.default_rng(1), 3, 2) == ()


@pytest.mark.parametrize(
    ("efforts", "block"),
    [
        ((1.0, 0.0, 0.0, 1.0), 1),
        ((1.0, 1.0, 0.0, 0.0), 2),
        ((1.0, 0.0, 1.0), 0),
        ((1.0, 1.0, 0.0, 1.0), 0),
        ((1.0, 1.0), 0),
        ((3.0, 3.0, 1.0, 1.0), 0),
        ((1.0, 0.0, 0.5, 0.0), 0),
        ((), 0),
    ],
)
def test_blocks_are_read_off_the_weeks(efforts: tuple[float, ...], block: int) -> None:
    assert block_of(efforts) == block


def test_other_draws_are_all_of_them_where_they_are_few() -> None:
    few = Schedule(lever="ads", start=dt.date(2027, 1, 4), efforts=(1.0, 0.0) * 4, block=1)
    others = redrawn(few, np.random.default_rng(1))
    assert others.shape == (16, 8)
    assert len({tuple(row) for row in others.tolist()}) == 16
    many = Schedule(lever="ads", start=dt.date(2027, 1, 4), efforts=(1.0, 0.0) * 13, block=1)
    assert redrawn(many, np.random.default_rng(1)).shape == (999, 26)


@pytest.mark.parametrize(("carryover", "weeks"), [(0.0, 1), (0.2, 1), (0.25, 2), (0.5, 3), (0.82, 9), (0.97, 53)])
def test_a_block_lasts_until_four_fifths_have_worn_off(carryover: float, weeks: int) -> None:
    assert washout_weeks(carryover) == weeks
    assert weeks == 1 or carryover ** (weeks - 1) > 0.2 >= carryover**weeks - 1e-9


def test_efforts_carry_over() -> None:
    efforts = np.array([1.0, 0.0, 0.0])
    assert carried(efforts, 0.5) == pytest.approx(np.array([0.5, 0.25, 0.125]))
    assert carried(efforts, 0.5, 1.0) == pytest.approx(np.array([1.0, 0.5, 0.25]))
    both = carried(efforts, np.array([0.0, 0.5]), 1.0)
    assert both.shape == (3, 2)
    assert both[:, 1] == pytest.approx(carried(efforts, 0.5, 1.0))
    assert carried(np.ones((3, 2)), 0.5, 1.0) == pytest.approx(np.ones((3, 2)))


def test_a_schedule_knows_its_days() -> None:
    found = Schedule(lever="ads", start=dt.date(2026, 12, 28), efforts=(1.0, 0.0), block=1)
    assert [found.monday(week) for week in range(found.weeks)] == [dt.date(2026, 12, 28), dt.date(2027, 1, 4)]
    assert found.end == dt.date(2027, 1, 11)
