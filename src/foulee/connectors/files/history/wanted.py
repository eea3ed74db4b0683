"""What the caller says of a history's columns: which are levers, of which kind, and which follow demand."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foulee.core.history import LeverKind, Unit

Told = LeverKind | str | tuple[LeverKind | str, Unit | str | None] | tuple[LeverKind | str, Unit | str | None, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverSpec:
    """One column said to be a lever; `unit` and `follows_demand` None: as its header and its kind say."""

    name: str
    kind: LeverKind
    unit: Unit | None = None
    follows_demand: bool | None = None

    @property
    def follows(self) -> bool:
        """Whether its effort is set by demand: paid search is unless told otherwise."""
        return self.kind is LeverKind.SEARCH if self.follows_demand is None else self.follows_demand


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Levers and controls to be found among the columns; `today` tells which weeks are over."""

    levers: tuple[LeverSpec, ...] = ()
    controls: tuple[str, ...] = ()
    today: dt.date


def wanted(levers: Mapping[str, "Told | LeverSpec"], controls: Iterable[str], today: dt.date) -> Wanted:
    """Take levers as a caller of the library writes them: a kind, or kind, unit and whether it follows demand.

    Raises ValueError for a kind or a unit that does not exist.
    """
    specs = tuple(_spec(name, told) for name, told in levers.items())
    return Wanted(levers=specs, controls=tuple(controls), today=today)


def _spec(name: str, told: "Told | LeverSpec") -> LeverSpec:
    if isinstance(told, LeverSpec):
        return told
    kind, unit, follows = (*((told,) if isinstance(told, str) else told), None, None)[:3]
    return LeverSpec(
        name=name,
        kind=LeverKind(str(kind)),
        unit=None if unit is None else Unit(str(unit)),
        follows_demand=None if follows is None else bool(follows),
    )
