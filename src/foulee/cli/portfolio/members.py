"""From a portfolio's entries to firms that are ready to be read."""

import datetime as dt
from dataclasses import dataclass, replace

from foulee.advice.portfolio import Member, own_seed
from foulee.advice.reading_setup import Said, reading_setup
from foulee.connectors.files.history.frame import read_history
from foulee.connectors.files.history.wanted import LeverSpec
from foulee.core.history import FirmHistory, LeverKind, Unit
from foulee.core.types import Country
from foulee.firmfile.portfolio import Entry, Listed
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.schema import FirmFile
from foulee.knowledge import reader
from foulee.knowledge.calendar import with_calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What holds for the whole portfolio."""

    today: dt.date
    lang: str
    weeks: int
    seed: int


def member(listed: Listed, order: Order) -> Member:
    """Read a firm's weeks. Raises FirmFileError with everything wrong."""
    if listed.entry is None or listed.history is None:
        raise FirmFileError(list(listed.problems))
    entry = listed.entry
    where = entry.country or Country.FRANCE
    found = read_history(listed.history, _levers(entry), entry.controls, today=order.today)
    history = found.history if found.numbered else with_calendar(found.history, where)
    said = Said(document=_document(entry, where), margin=entry.margin, country=where)
    seed = own_seed(order.seed, listed.name)
    setup, assumed = reading_setup(said, history, reader.load(order.today), weeks=order.weeks, seed=seed)
    return Member(
        name=listed.name,
        trade=entry.trade.value if entry.trade else "",
        history=_plain(history),
        setup=setup,
        assumed=assumed,
        problems=tuple(_carried(problem) for problem in found.problems),
        notes=tuple(_carried(note) for note in found.notes),
    )


def _document(entry: Entry, where: Country) -> FirmFile | None:
    """What is usual in its trade, where it has one."""
    if entry.trade is None:
        return None
    return FirmFile.model_validate({"firm": {"name": entry.name, "trade": entry.trade, "country": where}})


def _levers(entry: Entry) -> dict[str, LeverSpec]:
    problems = [
        Problem("portfolio_follows", values={"found": name}) for name in entry.follows if name not in entry.levers
    ]
    levers = {}
    for name, told in entry.levers.items():
        kind, colon, unit = (part.strip().lower() for part in told.partition(":"))
        if kind not in set(LeverKind) or (colon and unit not in set(Unit)):
            kinds = ", ".join(kind.value for kind in LeverKind)
            problems.append(Problem("portfolio_lever", values={"name": name, "found": told, "kinds": kinds}))
            continue
        levers[name] = LeverSpec(
            name=name,
            kind=LeverKind(kind),
            unit=Unit(unit) if colon else None,
            follows_demand=True if name in entry.follows else None,
        )
    if problems:
        raise FirmFileError(problems)
    return levers


def _plain(history: FirmHistory) -> FirmHistory:
    """The same history as another process can be handed it: read-only views do not travel."""
    return replace(
        history,
        attributed=dict(history.attributed),
        levels=dict(history.levels),
        controls=dict(history.controls),
        events=dict(history.events),
    )


def _carried(problem: Problem) -> Problem:
    return replace(problem, values=dict(problem.values))
