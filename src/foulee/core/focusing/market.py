"""The market a plan is chosen on: options, the model's draws, audiences that overlap."""

from dataclasses import dataclass, replace

import numpy as np

from foulee.core.plans import Choice, Option, Plan
from foulee.core.response.draws import ResponseDraws
from foulee.core.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What the choice works on.

    `draws` has one lever per option, in the same order. `overlap` (options, options): share of the column's
    audience that is also met on the row; 0 on the diagonal and where it does not matter. `redundancy`
    (draws,): share of a contact's worth that is lost when the person is also met elsewhere. `reach` (draws,
    options): people of the target met in a week at typical effort.
    """

    options: tuple[Option, ...]
    draws: ResponseDraws
    overlap: Floats
    redundancy: Floats
    reach: Floats

    def take(self, draws: slice) -> "Market":
        """Keep some draws."""
        return replace(self, draws=self.draws.take(draws), redundancy=self.redundancy[draws], reach=self.reach[draws])

    def column(self, choice: Choice) -> int:
        """Column of a choice's option."""
        return self.options.index(choice.option)

    def worth(self, columns: list[int]) -> Floats:
        """What a contact on each of these channels keeps of its worth beside the others (draws, columns).

        `1 / (1 + redundancy · Σ overlap)`: two channels with the same audience and full redundancy are
        worth one.
        """
        shared = self.overlap[np.ix_(columns, columns)].sum(axis=0)
        return 1.0 / (1.0 + self.redundancy[:, None] * shared)

    def draws_for(self, plan: Plan) -> ResponseDraws:
        """The model's draws for the plan's channels, audiences met twice counted accordingly."""
        if not plan:
            return self.draws.only(())
        columns = [self.column(choice) for choice in plan]
        worth = self.worth(columns)
        kept = self.draws.only(tuple(self.draws.levers[column] for column in columns))
        lever = replace(
            kept.lever,
            quick=kept.lever.quick * worth,
            slow=kept.lever.slow * worth,
            repeat=kept.lever.repeat * worth,
            loyal=kept.lever.loyal * worth,
        )
        return replace(kept, lever=lever)
