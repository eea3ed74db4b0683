"""The drawing in braille dots."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.reporting.sketch import BLANK, Curve, draw

FIXED = settings(derandomize=True, deadline=None, max_examples=80)


def text(rows: list[list[tuple[str, int]]]) -> list[str]:
    return ["".join(sign for sign, _ in row) for row in rows]


def test_a_rising_line_goes_from_the_lower_left_to_the_upper_right() -> None:
    rows = text(draw([Curve(values=np.arange(20.0))], width=10, height=3))
    assert rows[-1][0] != " "
    assert rows[0][-1] != " "
    assert rows[0][0] == rows[-1][-1] == " "


def test_zero_is_always_on_the_scale() -> None:
    rows = text(draw([Curve(values=np.full(5, 8.0))], width=4, height=3))
    assert rows[0].strip()
    assert not rows[1].strip()
    assert not rows[2].strip()


def test_nothing_at_all_is_a_line_along_the_bottom() -> None:
    rows = text(draw([Curve(values=np.zeros(5))], width=4, height=3))
    assert [bool(row.strip()) for row in rows] == [False, False, True]


def test_a_dashed_line_has_gaps_and_a_full_one_none() -> None:
    values = np.ones(60)
    (full, *_) = text(draw([Curve(values=values)], width=30, height=2))
    (dashed, *_) = text(draw([Curve(values=values, dashed=True)], width=30, height=2))
    assert " " not in full
    dots = [sum((ord(sign) - BLANK).bit_count() for sign in row if sign != " ") for row in (full, dashed)]
    assert dots[1] == dots[0] / 2


def test_the_last_curve_is_seen_where_two_cross() -> None:
    rows = draw([Curve(values=np.ones(4)), Curve(values=np.ones(4))], width=3, height=2)
    assert {index for _, index in rows[0]} == {1}


@FIXED
@given(
    st.lists(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30), min_size=1, max_size=3),
    st.integers(1, 40),
    st.integers(1, 8),
)
def test_any_curves_fill_exactly_the_room_given(curves: list[list[float]], width: int, height: int) -> None:
    rows = draw([Curve(values=np.array(values)) for values in curves], width=width, height=height)
    assert len(rows) == height
    for row in rows:
        assert len(row) == width
        for sign, index in row:
            assert (sign == " ") == (index == -1)
            assert sign == " " or BLANK < ord(sign) <= BLANK + 0xFF
            assert index < len(curves)
    assert any(index == len(curves) - 1 for row in rows for _, index in row)
