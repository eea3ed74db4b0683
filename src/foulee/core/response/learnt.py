"""From what a firm's weeks tell, in rises of all its sales, to what the spine reads: customers won, orders, losses.

Weeks of sales alone do not say who bought: they give a rise at once and one after a year of the same effort. Who it was
is left in the measure in which it was believed of the channel before; what they give is kept to the last bit.
"""

from dataclasses import dataclass, replace

import numpy as np

from foulee.core.response.draws import FirmDraws, LeverDraws, ResponseDraws
from foulee.core.response.priors import LeverEffects, loyal_weight, repeat_share
from foulee.core.response.saturation import scaled_hill
from foulee.core.response.simulate import Efforts, simulate
from foulee.core.types import WEEKS_PER_YEAR, Floats

NIL = 1e-9  # a relative rise below is none
MOST_AVOIDED = 0.8  # share of the yearly losses that a channel can avoid: what is beyond comes as new customers
STEPS = 6  # of the secant: the year's rise is nearly a straight line


@dataclass(frozen=True, slots=True, kw_only=True)
class Rises:
    """Relative rises of all sales under a steady effort (draws,): `quick` at once, `year` once it was held a year."""

    quick: Floats
    year: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntLever:
    """One lever as its weeks tell of it (draws,), efforts in multiples of its usual one.

    `quick`, `slow`: relative rises of all sales at the usual effort, at once, and more after a year of it;
    `half_saturation`, `slope`: of its response; `carried`: effort under way when the weeks end; `held`: how full its
    stock is then, 1 after a year of the usual effort.
    """

    quick: Floats
    slow: Floats
    carryover: Floats
    half_saturation: Floats
    slope: Floats
    carried: Floats
    held: Floats

    def take(self, places: np.ndarray) -> "LearntLever":
        """Keep some draws, in the order given."""
        return LearntLever(**{name: getattr(self, name)[places] for name in self.__slots__})

    def in_efforts_of(self, multiple: float) -> "LearntLever":
        """The same in another unit of effort: its own usual effort is `multiple` of the new one.

        The curve is the same; effects are now those at the new unit, wherever on the curve that is.
        """
        response = scaled_hill(np.asarray(1.0 / multiple), self.half_saturation, self.slope)
        return LearntLever(
            quick=self.quick * response,
            slow=self.slow * response,
            carryover=self.carryover,
            half_saturation=self.half_saturation * multiple,
            slope=self.slope,
            carried=self.carried * multiple,
            held=self.held / response,
        )


# --- rises of a lever ------------------------------------------------------------------------------------------------


def rises_of(firm: FirmDraws, effects: LeverEffects) -> Rises:
    """What a lever does to all sales of a firm in a steady year."""
    return rises(
        firm,
        quick=effects.quick_customers / firm.level,
        slow=effects.slow_customers / firm.level,
        repeat=repeat_share(firm, effects.repeat_orders),
        loyal=loyal_weight(firm, effects.fewer_losses),
    )


def rises(firm: FirmDraws, *, quick: Floats, slow: Floats, repeat: Floats, loyal: Floats) -> Rises:
    """The same from what `simulate` reads of the lever (`LeverDraws`), each (draws,)."""
    retention = 1.0 / (1.0 + np.exp(-firm.retention_logit))
    active, none = firm.level / (1.0 - retention), np.zeros_like(quick)
    steady = replace(firm, active=active, yearly_trend=none, goodwill_new=none, goodwill_loyal=none)
    parts = {"quick": quick, "slow": slow, "repeat": repeat, "loyal": loyal}
    # Without carryover the response is whole from the first week on, as the effect after a year is told.
    shape = {"carryover": none, "half_saturation": np.ones_like(quick), "slope": np.ones_like(quick)}
    draws = ResponseDraws(
        levers=("one",),
        shape=np.zeros(quick.size, dtype=np.int64),
        lever=LeverDraws(**{name: values[:, None] for name, values in (parts | shape).items()}),
        firm=steady,
        season=np.ones(WEEKS_PER_YEAR),
        weekly_discount=0.0,
        carried=np.zeros(1),
    )
    weeks = np.zeros(WEEKS_PER_YEAR)
    held = simulate(draws, Efforts(multiples=np.ones((WEEKS_PER_YEAR, 1)), hours=weeks, money=weeks)).sales[:, -1]
    again = firm.orders_rate * active
    return Rises(
        quick=(firm.level * quick + again * repeat) / (firm.level + again),
        year=held / ((firm.level + again) * firm.basket) - 1.0,
    )


# --- from rises to customers -----------------------------------------------------------------------------------------


def from_rises(firm: FirmDraws, own: LeverEffects, asked: Rises) -> LeverEffects:
    """Effects that raise the sales of a firm in a steady year by just what is asked, at once and after a year.

    `own`: what was believed of the channel; it says which part of the rise at once comes from new customers, and
    whether time adds customers or keeps them. New customers come back, which is a part of the year's rise: where that
    would be more than is asked, fewer of those at once were new.
    """
    return _Conversion(firm, own, asked).effects()


class _Conversion:
    """Looks for the one number that a year's rise leaves open: see `_at`."""

    def __init__(self, firm: FirmDraws, own: LeverEffects, asked: Rises) -> None:
        self.firm, self.own = firm, own
        self.quick = np.maximum(asked.quick, 0.0)
        self.year = np.maximum(asked.year, self.quick)
        self.orders = firm.level + firm.orders_rate * firm.active
        at_once = own.quick_customers + own.repeat_orders / WEEKS_PER_YEAR
        first = firm.level / self.orders
        self.new = _ratio(own.quick_customers, at_once, at_once > NIL * self.orders, otherwise=first)
        slow = own.slow_customers / firm.level
        works = (slow > NIL) | (own.fewer_losses > NIL)
        self.slow = _where(slow, works, otherwise=1.0)
        self.avoided = _where(own.fewer_losses, works, otherwise=0.0)

    def effects(self) -> LeverEffects:
        """The effects found."""
        none, one = np.zeros_like(self.quick), np.ones_like(self.quick)
        middle = self._year(none)
        too_much = middle > self.year
        here, there = np.where(too_much, -one, none), np.where(too_much, none, one)
        at_here = np.where(too_much, self.quick, middle)  # nobody new: orders of those who buy already, and no more
        at_there = np.where(too_much, middle, self._year(one))
        for _ in range(STEPS):
            step = np.where(np.abs(at_there - at_here) > NIL * NIL, at_there - at_here, np.inf)
            found = there + (self.year - at_there) * (there - here) / step
            found = np.where(too_much, np.clip(found, -1.0, 0.0), np.maximum(found, 0.0))
            here, at_here, there, at_there = there, at_there, found, self._year(found)
        return self._at(there)

    def _year(self, place: Floats) -> Floats:
        return rises_of(self.firm, self._at(place)).year

    def _at(self, place: Floats) -> LeverEffects:
        """Effects at a place (draws,): from -1, nobody new at once, over 0, those believed, to so much of slow ones."""
        new = self.new * np.minimum(1.0 + place, 1.0)
        wanted = self.avoided * np.maximum(place, 0.0)
        avoided = np.minimum(wanted, MOST_AVOIDED)
        return replace(
            self.own,
            quick_customers=self.quick * self.orders * new,
            repeat_orders=self.quick * self.orders * (1.0 - new) * WEEKS_PER_YEAR,
            slow_customers=(self.slow * np.maximum(place, 0.0) + wanted - avoided) * self.firm.level,
            fewer_losses=avoided,
        )


def _ratio(part: Floats, whole: Floats, works: np.ndarray, *, otherwise: Floats) -> Floats:
    """A share where there is something to share; elsewhere its middle among those where there is."""
    share = part / np.where(works, whole, 1.0)
    return np.where(works, share, float(np.median(share[works])) if works.any() else otherwise)


def _where(values: Floats, works: np.ndarray, *, otherwise: float) -> Floats:
    """Values where something works; elsewhere their middle there."""
    return np.where(works, values, float(np.median(values[works])) if works.any() else otherwise)


# --- draws that go together ------------------------------------------------------------------------------------------


def paired(own: Floats, others: Floats, groups: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """For each of one set of draws, which of another goes with it: places (draws,), each taken once.

    `own`, `others` (draws, coordinates) are alike in meaning; `groups` (draws,) of each come first. Both sets are
    halved again and again along one coordinate after the other, so that high goes with high: what else hangs on those
    coordinates goes on hanging on them, and every draw of the other set stays whole.
    """
    first, second = (np.argsort(group, kind="stable") for group in groups)
    places = np.empty(first.size, dtype=np.int64)
    start = 0
    for count in np.unique(groups[1], return_counts=True)[1]:
        part = slice(start, start + int(count))
        _halve(own, others, (first[part], second[part]), places)
        start += int(count)
    return places


def _halve(
    own: Floats, others: Floats, both: tuple[np.ndarray, np.ndarray], places: np.ndarray, coordinate: int = 0
) -> None:
    """Sort both along a coordinate, then their halves along the next."""
    here, there = both
    if not own.shape[1]:
        places[here] = there
        return
    here = here[np.argsort(own[here, coordinate], kind="stable")]
    there = there[np.argsort(others[there, coordinate], kind="stable")]
    half = here.size // 2
    if half < 2 or own.shape[1] == 1:  # noqa: PLR2004 - nothing left to halve
        places[here] = there
        return
    then = (coordinate + 1) % own.shape[1]
    _halve(own, others, (here[:half], there[:half]), places, then)
    _halve(own, others, (here[half:], there[half:]), places, then)
