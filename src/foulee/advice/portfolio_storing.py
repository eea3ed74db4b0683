"""What is kept between two runs of a portfolio: what each firm had to say, and what it was told of its peers."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from foulee.core.pooling.heard import CENTRES, Heard
from foulee.core.pooling.population import Population, Shared
from foulee.core.pooling.topics import Topic

Stored = dict[str, Any]
DIGITS = 9


def dump_heard(heard: Heard) -> Stored:
    """As plain values."""
    return {
        "trade": heard.trade,
        "weeks": heard.weeks,
        "effective": float(heard.effective),
        "said": [[*topic, counts.tolist()] for topic, counts in heard.said.items()],
    }


def restore_heard(stored: Mapping[str, Any]) -> Heard:
    """Read back what `dump_heard` made. Raises ValueError, KeyError or TypeError for anything else."""
    said = {
        Topic(str(kind), str(parameter)): np.array(counts, dtype=np.int64) for kind, parameter, counts in stored["said"]
    }
    if any(counts.ndim != 2 or counts.shape[1] != CENTRES.size for counts in said.values()):  # noqa: PLR2004 - a table
        raise ValueError("bins of another kind")
    return Heard(
        trade=str(stored["trade"]), weeks=int(stored["weeks"]), effective=float(stored["effective"]), said=said
    )


def dump_shared(shared: Shared) -> list[Stored]:
    """All that leaves the others: shift, spread, how much they have told of it, how many firms, how many weeks."""
    return [
        {
            "kind": topic.kind,
            "parameter": topic.parameter,
            "shift": round(one.shift, DIGITS),
            "spread": round(one.spread, DIGITS),
            "learnt": round(one.learnt, DIGITS),
            "firms": one.firms,
            "weeks": one.weeks,
        }
        for topic, one in shared.items()
    ]


def restore_shared(stored: list[Stored]) -> Shared:
    """Read back what `dump_shared` made."""
    return {
        Topic(one["kind"], one["parameter"]): Population(
            **{name: one[name] for name in ("shift", "spread", "learnt", "firms", "weeks")}
        )
        for one in stored
    }
