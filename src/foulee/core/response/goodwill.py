"""Relationship stock: fed by what is done, drained by silence (Nerlove & Arrow 1962; METHOD A3)."""

from foulee.core.types import WEEKS_PER_YEAR, Floats


def next_goodwill(stock: Floats, inflow: Floats, depreciation: Floats) -> Floats:
    """Advance the stock one week: `G[t] = (1-d) G[t-1] + inflow` (MODEL §1); `depreciation` weekly."""
    return (1.0 - depreciation) * stock + inflow


def year_of_effort(depreciation: Floats) -> Floats:
    """Stock after a year of unit inflow from nothing: `(1-(1-d)^52) / d`, in weeks of inflow.

    Dividing a lever's weight by it makes the weight the effect *after a year of typical effort*.
    """
    return (1.0 - (1.0 - depreciation) ** WEEKS_PER_YEAR) / depreciation
