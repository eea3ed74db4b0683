"""A small drawing of curves for the terminal, in braille dots: two dots across and four down per character.

Curves are told apart by their line (full or dashed) and, where the terminal has colours, by their colour too.
"""

from dataclasses import dataclass

import numpy as np

from foulee.core.types import Floats

BLANK = 0x2800
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
ACROSS, DOWN = 2, 4
DASH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve to draw: values by week, and whether its line is dashed."""

    values: Floats
    dashed: bool = False


def draw(curves: list[Curve], *, width: int, height: int) -> list[list[tuple[str, int]]]:
    """Draw curves into `height` rows of `width` cells: (character, index of the curve seen there, or -1).

    All curves share the vertical scale, which always includes zero.
    """
    highest = max(0.0, *(float(curve.values.max()) for curve in curves))
    lowest = min(0.0, *(float(curve.values.min()) for curve in curves))
    dots = np.zeros((height * DOWN, width * ACROSS), dtype=np.int64) - 1
    for index, curve in enumerate(curves):
        _trace(dots, index, curve, (lowest, highest))
    return [[_cell(dots, row, column) for column in range(width)] for row in range(height)]


def _trace(dots: np.ndarray, index: int, curve: Curve, scale: tuple[float, float]) -> None:
    rows, columns = dots.shape
    lowest, highest = scale
    along = np.linspace(0, curve.values.size - 1, columns)
    heights = np.interp(along, np.arange(curve.values.size), curve.values)
    share = (heights - lowest) / ((highest - lowest) or 1.0)
    places = np.rint((1.0 - share) * (rows - 1)).astype(int)
    for column, place in enumerate(places):
        if curve.dashed and column // DASH % 2:
            continue
        before = places[column - 1] if column else place
        start, end = sorted((int(before), int(place)))
        dots[start + (start < place) : end + 1, column] = index
        dots[place, column] = index


def _cell(dots: np.ndarray, row: int, column: int) -> tuple[str, int]:
    block = dots[row * DOWN : (row + 1) * DOWN, column * ACROSS : (column + 1) * ACROSS]
    bits = sum(DOTS[x][y] for x in range(ACROSS) for y in range(DOWN) if block[y, x] >= 0)
    seen = block[block >= 0]
    return chr(BLANK + bits) if bits else " ", int(seen.max()) if seen.size else -1
