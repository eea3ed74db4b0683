"""What somebody says of a file's columns: out of a form, out of what was said before, or guessed from headings."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from foulee.connectors.files.history.suggesting import suggestion
from foulee.core.history import FirmHistory, LeverKind, Unit, folded
from foulee.firmfile.answering import Raw
from foulee.reporting.reading_words import name_of
from foulee.web.typed import clean_line

LEVER, CONTROL, NOTHING = "lever", "control", "nothing"
ROLES = frozenset({LEVER, CONTROL, NOTHING})
NAME = 80  # signs of a column's name that are kept
OLDEST = dt.date(1990, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What one column is said to be; `since` as it was typed, `problem` a code where that is no day."""

    header: str
    name: str
    role: str = NOTHING
    kind: LeverKind = LeverKind.OTHER
    unit: Unit = Unit.MONEY
    follows: bool = False
    since: str = ""
    problem: str = ""

    @property
    def shown(self) -> str:
        """Its name as a page shows it."""
        return name_of(self.name)

    @property
    def day(self) -> dt.date | None:
        """Since when it has been done, None where that is not known."""
        try:
            day = dt.date.fromisoformat(self.since) if self.since else None
        except ValueError:
            return None
        return day if day and day >= OLDEST else None


def suggested(headers: Sequence[str], told: Mapping[str, Any]) -> tuple[Choice, ...]:
    """What columns were said to be last time, by their names; guessed from their headings where nothing was said."""
    before = {folded(str(item.get("name", ""))): item for item in told.get("columns", []) if isinstance(item, dict)}
    return tuple(_from_before(choice, before.get(folded(choice.name))) for choice in _bare(headers))


def _bare(headers: Sequence[str]) -> list[Choice]:
    """The columns by name, names cleaned and kept apart."""
    names: list[str] = []
    for header in headers:
        name = clean_line(header, NAME)[:NAME] or "?"
        names.append(name if name not in names else f"{name} ({len(names) + 1})")
    return [Choice(header=header, name=name) for header, name in zip(headers, names, strict=True)]


def _from_before(choice: Choice, before: Mapping[str, Any] | None) -> Choice:
    if before is not None:
        return _chosen(choice, before)
    found = suggestion(choice.name)
    if found is None:
        return choice
    role = CONTROL if found.control else LEVER
    return replace(choice, role=role, kind=found.kind, unit=found.unit, follows=found.follows)


def _chosen(choice: Choice, values: Mapping[str, Any]) -> Choice:
    """A column as it was said to be; what is not among the choices counts as not said."""
    role, kind, unit = (str(values.get(key, "")) for key in ("role", "kind", "unit"))
    since = clean_line(str(values.get("since") or ""), len("2026-01-01"))
    made = replace(
        choice,
        role=role if role in ROLES else NOTHING,
        kind=LeverKind(kind) if kind in set(LeverKind) else LeverKind.OTHER,
        unit=Unit(unit) if unit in set(Unit) else Unit.MONEY,
        follows=bool(values.get("follows")),
        since=since,
    )
    wrong = made.role == LEVER and bool(since) and made.day is None
    return replace(made, problem="not_a_day" if wrong else "")


def posted(data: QueryDict, headers: Sequence[str]) -> tuple[Choice, ...]:
    """What the form says; its fields are numbered, whatever the columns are called."""
    fields = ("role", "kind", "unit", "follows", "since")
    return tuple(
        _chosen(choice, {field: data.get(f"{field}-{place}", "") for field in fields})
        for place, choice in enumerate(_bare(headers))
    )


def as_told(choices: Iterable[Choice]) -> Raw:
    """What was said, as it is kept."""
    return {
        "columns": [
            {
                "name": choice.name,
                "role": choice.role,
                "kind": choice.kind.value,
                "unit": choice.unit.value,
                "follows": choice.follows,
                "since": choice.since,
            }
            for choice in choices
        ]
    }


def named(history: FirmHistory, choices: Iterable[Choice]) -> FirmHistory:
    """The same weeks with their columns called as the page calls them, and when each effort began."""
    by_header = {choice.header: choice for choice in choices}
    levers = tuple(
        replace(lever, name=by_header[lever.name].name, since=by_header[lever.name].day) for lever in history.levers
    )
    controls = {by_header[name].name: values for name, values in history.controls.items()}
    attributed = {by_header[name].name: values for name, values in history.attributed.items()}
    return replace(history, levers=levers, controls=controls, attributed=attributed)
