"""What the caller says of a history's columns: which are levers, of which kind, and which follow demand."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foulee.core.history import LeverKind, Unit

Kind = LeverKind | str
Counts = Unit | str | None
Told = Kind | tuple[Kind, Counts] | tuple[Kind, Counts, bool | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverSpec:
    """One column said to be a lever; `unit` and `follows_demand` None: as its header and its kind say.

    `control`: the column that shows the demand it follows, None where any control does.
    """

    name: str
    kind: LeverKind
    unit: Unit | None = None
    follows_demand: bool | None = None
    control: str | None = None

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

    In place of the last, the name of the control that shows that demand: it need not be named among the others.
    Raises ValueError for a kind or a unit that does not exist.
    """
    specs = tuple(_spec(name, told) for name, told in levers.items())
    own = (spec.control for spec in specs if spec.control is not None)
    return Wanted(levers=specs, controls=tuple(dict.fromkeys((*controls, *own))), today=today)


def _spec(name: str, told: "Told | LeverSpec") -> LeverSpec:
    if isinstance(told, LeverSpec):
        return told
    kind, unit, follows = (*((told,) if isinstance(told, str) else told), None, None)[:3]
    return LeverSpec(
        name=name,
        kind=LeverKind(str(kind)),
        unit=None if unit is None else Unit(str(unit)),
        follows_demand=None if follows is None else bool(follows),
        control=follows if isinstance(follows, str) and follows else None,
    )
