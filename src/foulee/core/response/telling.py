"""How far the firm's weeks moved what was believed: the share of the belief that is no longer where it was."""

import numpy as np

from foulee.core.types import Floats

BINS = 10
TOLD = 0.2  # the least that must have moved before the weeks are said to have told something


def told(before: Floats, after: Floats) -> float:
    """Total variation distance between two sets of draws over the tenths of the first, from 0 to 1.

    0: what is believed did not move. A belief that moved counts as well as one that narrowed, where widths of
    intervals miss the first. Draws that pile up, at nil say, count as one tenth of their own size.
    """
    edges = np.unique(np.quantile(before, np.linspace(0.0, 1.0, BINS + 1)[1:-1]))
    first, then = (_shares(draws, edges) for draws in (before, after))
    return float(0.5 * np.abs(first - then).sum())


def _shares(draws: Floats, edges: Floats) -> Floats:
    """Share of the draws in each tenth; a draw that lies on an edge counts below it."""
    places = np.searchsorted(edges, draws, side="left")
    return np.bincount(places, minlength=edges.size + 1) / draws.size
