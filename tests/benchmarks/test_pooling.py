"""Firms that lean on each other, in small: short ones hold the truth as often and say it more narrowly."""

import numpy as np
from benchmarks.pooling import a_trade, drawn, judged

from foulee.core.pooling.heard import hear
from foulee.core.pooling.pooled import pooled
from foulee.core.pooling.population import share
from foulee.core.response.fitting.fit import Effort, Sampling, fit

FIRMS, WEEKS = 14, (12, 20)
FEW = Sampling(seed=1, effort=Effort(draws=400, threads=1))


def test_short_firms_of_a_trade_know_more_and_are_right_as_often() -> None:
    trade = a_trade((7, 3), 0.4)
    firms = [drawn((5, number), WEEKS[number % 2], trade) for number in range(FIRMS)]
    alone = [fit(firm.ready, FEW) for firm in firms]
    lessons = share([hear(found, "trade") for found in alone])
    among = [fit(pooled(firm.ready, shared), FEW) for firm, shared in zip(firms, lessons, strict=True)]
    before, after = (
        [judged(found, firm.truth, 1)[0] for found, firm in zip(fits, firms, strict=True)] for fits in (alone, among)
    )
    assert sum(row["held"] for row in after) >= 8  # of 14; at 80 % fewer are seen once in four hundred times
    ratios = [one["width"] / other["width"] for one, other in zip(after, before, strict=True)]
    assert np.median(ratios) < 0.9
    assert np.mean([row["score"] for row in after]) < np.mean([row["score"] for row in before])
