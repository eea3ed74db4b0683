"""Draws of the model's parameters: what every computation reads, from the prior or from the posterior."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from foulee.core.types import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverDraws:
    """What is not known of the levers; arrays (draws, levers), efforts in multiples of typical effort.

    `quick` and `slow` are relative rises of new customers at typical effort: at once, and after a year through
    reputation. `repeat` is the relative rise of existing customers' orders, at once; `loyal` the rise of the
    log-odds of weekly retention after a year. `half_saturation` and `slope` give the shape (`Shape`);
    `carryover` is weekly.
    """

    carryover: Floats
    quick: Floats
    slow: Floats
    repeat: Floats
    loyal: Floats
    half_saturation: Floats
    slope: Floats

    def take(self, draws: Ints | Bools | slice, levers: Ints | slice = slice(None)) -> "LeverDraws":
        """Keep some draws and some levers, in the order given."""
        parts = {item.name: getattr(self, item.name)[draws][:, levers] for item in fields(self)}
        return LeverDraws(**parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmDraws:
    """What is not known of the firm; arrays (draws,).

    `level`: new customers a week; `yearly_trend`: log growth; `retention_logit`: log-odds of weekly retention;
    `orders_rate`: orders per active customer and week; `basket`: money per order; `margin`: share of
    sales left after variable costs; `hour_cost`: money; `depreciation`: weekly loss of the relationship stock;
    `active`: customers active at the start; `staying`: share of the customers whom levers win who come
    back as the others do, the rest having come once; `goodwill_new`, `goodwill_loyal`: stocks at the start, in the
    units of `LeverDraws.slow` and `.loyal`.
    """

    level: Floats
    yearly_trend: Floats
    retention_logit: Floats
    orders_rate: Floats
    basket: Floats
    margin: Floats
    hour_cost: Floats
    depreciation: Floats
    active: Floats
    staying: Floats
    goodwill_new: Floats
    goodwill_loyal: Floats

    def take(self, draws: Ints | Bools | slice) -> "FirmDraws":
        """Keep some draws."""
        return FirmDraws(**{item.name: getattr(self, item.name)[draws] for item in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDraws:
    """Everything the recursion needs.

    `levers` names the columns of `lever`; `shape` (draws,) indexes `tuple(Shape)` and says which response
    shape each draw assumes; `season` (weeks,) has mean 1 over a year, or (weeks, draws) where each draw has its own;
    `carried` (levers,), or (draws, levers), are the efforts under way before the first week, in typical efforts.
    """

    levers: tuple[str, ...]
    shape: Ints
    lever: LeverDraws
    firm: FirmDraws
    season: Floats
    weekly_discount: float
    carried: Floats

    @property
    def start(self) -> tuple[Floats, Floats, Floats, Floats]:
        """State before the first week: carried efforts (draws, levers), the two stocks, active customers."""
        carried = np.broadcast_to(self.carried, self.lever.quick.shape)
        return carried, self.firm.goodwill_new, self.firm.goodwill_loyal, self.firm.active

    @property
    def count(self) -> int:
        """How many draws there are."""
        return int(self.firm.level.size)

    def take(self, draws: Ints | Bools | slice) -> "ResponseDraws":
        """Keep some draws, all levers."""
        return replace(
            self,
            shape=self.shape[draws],
            lever=self.lever.take(draws),
            firm=self.firm.take(draws),
            season=self.season if self.season.ndim == 1 else self.season[:, draws],
            carried=self.carried if self.carried.ndim == 1 else self.carried[draws],
        )

    def only(self, names: tuple[str, ...]) -> "ResponseDraws":
        """Keep the named levers, in that order."""
        columns = np.array([self.levers.index(name) for name in names], dtype=np.int64)
        lever = self.lever.take(slice(None), columns)
        return replace(self, levers=names, lever=lever, carried=self.carried[..., columns])


def joined(parts: Sequence[ResponseDraws]) -> ResponseDraws:
    """Draws of the same levers over the same weeks, one after the other."""
    lever = {
        item.name: np.concatenate([getattr(part.lever, item.name) for part in parts]) for item in fields(LeverDraws)
    }
    firm = {item.name: np.concatenate([getattr(part.firm, item.name) for part in parts]) for item in fields(FirmDraws)}
    season = [part.season if part.season.ndim > 1 else np.tile(part.season[:, None], part.count) for part in parts]
    return replace(
        parts[0],
        shape=np.concatenate([part.shape for part in parts]),
        lever=LeverDraws(**lever),
        firm=FirmDraws(**firm),
        season=np.concatenate(season, axis=1),
        carried=np.concatenate([part.start[0] for part in parts]),
    )
