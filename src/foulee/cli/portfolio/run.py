"""A portfolio from its entries to its answers: listen to every firm, see what they share, tell each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from foulee.advice.portfolio import PORTFOLIO_VERSION, Member, as_before, digest
from foulee.advice.portfolio_storing import restore_heard, restore_shared
from foulee.cli.portfolio.executors import Lost, Workers
from foulee.cli.portfolio.keeping import FIRMS, LEARNT, Shelf, sweep
from foulee.cli.portfolio.members import Order, member
from foulee.cli.portfolio.work import Outcome, Task, where
from foulee.core.pooling.heard import Heard
from foulee.core.pooling.population import Shared, share
from foulee.firmfile.portfolio import Listed
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.knowledge import reader


class Watcher(Protocol):
    """Whoever looks at how far it is."""

    def begun(self, step: str, count: int) -> None:
        """`listening` or `telling` begins, with so many firms."""

    def one(self, *, worked: bool) -> None:
        """One more firm is through; `worked`: something had to be computed."""


@dataclass(slots=True, kw_only=True)
class Told:
    """What came of one firm: `status` fitted, kept or failed; why it failed, in a code or as problems of its file."""

    name: str
    status: str = "failed"
    file: str = ""
    trade: str = ""
    weeks: int = 0
    code: str = ""
    details: str = ""
    problems: tuple[Problem, ...] = ()
    cpu_seconds: float = 0.0


@dataclass(slots=True)
class _Firm:
    """A firm on its way."""

    listed: Listed
    told: Told
    member: Member | None = None
    digest: str = ""
    heard: Heard | None = None
    shared: Shared = field(default_factory=dict)

    def fail(self, code: str, details: str = "", problems: tuple[Problem, ...] = ()) -> None:
        """Remember why there is no answer."""
        self.told.code, self.told.details, self.told.problems = code, details, problems

    @property
    def lost(self) -> bool:
        """Whether something is wrong with it already."""
        return bool(self.told.code)


class Batch:
    """One run over a portfolio. Raises UnwritableError where its folder cannot be written."""

    def __init__(self, listed: Sequence[Listed], order: Order, folder: Path, watcher: Watcher) -> None:
        self.order, self.watcher = order, watcher
        self.firms = [_Firm(one, Told(name=one.name)) for one in listed]
        self.by_name = {firm.told.name: firm for firm in self.firms if not firm.listed.problems}
        self.answers, self.learnt = Shelf(folder / FIRMS), Shelf(folder / LEARNT)
        for shelf in (self.answers, self.learnt):
            sweep(shelf.folder)

    def run(self, workers: Workers, *, pool: bool) -> list[Told]:
        """Go through all firms; what is kept and still holds is not computed again."""
        self.watcher.begun("listening" if pool else "reading", len(self.firms))
        if pool:
            for name, outcome in workers.done(self._to_hear()):
                self._hear(self.by_name[name], outcome)
            self._share()
        else:
            for firm in self.firms:
                self._ready(firm)
                self.watcher.one(worked=False)
        self.watcher.begun("telling", sum(not firm.lost for firm in self.firms))
        for name, outcome in workers.done(self._to_tell(pool=pool)):
            self._tell(self.by_name[name], outcome, pool=pool)
        return [firm.told for firm in self.firms]

    def _ready(self, firm: _Firm) -> bool:
        """Read a firm's weeks; whether that could be done."""
        try:
            firm.member = member(firm.listed, self.order)
            firm.digest = digest(firm.member, reader.load(self.order.today))
        except FirmFileError as error:
            firm.fail("file", problems=tuple(error.problems))
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this firm's alone
            firm.fail("error", where(error))
            return False
        firm.told.trade = firm.member.trade
        firm.told.weeks = int(firm.member.history.counted.sum())
        return True

    # --- listening ---------------------------------------------------------------------------------------------------

    def _to_hear(self) -> Iterator[tuple[str, Task]]:
        for firm in self.firms:
            if self._ready(firm) and not self._heard_before(firm) and firm.member is not None:
                yield firm.told.name, self._task(firm.member, None)
            else:
                self.watcher.one(worked=False)

    def _heard_before(self, firm: _Firm) -> bool:
        kept = self.learnt.read(firm.told.name)
        if kept is None or kept.get("digest") != firm.digest:
            return False
        try:
            if kept["code"]:
                firm.fail(kept["code"], kept["details"])
            else:
                firm.heard = restore_heard(kept["heard"])
        except (KeyError, TypeError, ValueError):
            return False
        return True

    def _hear(self, firm: _Firm, outcome: Outcome | Lost) -> None:
        self.watcher.one(worked=True)
        if isinstance(outcome, Lost):
            firm.fail("lost", outcome.details)
            return
        firm.told.cpu_seconds += outcome.cpu_seconds
        if outcome.code:
            firm.fail(outcome.code, outcome.details)
        else:
            firm.heard = restore_heard(outcome.values)
        kept = {"digest": firm.digest, "code": outcome.code, "details": outcome.details, "heard": outcome.values}
        if outcome.code != "error":  # that may be mended without anything of the firm's having changed
            self.learnt.keep(firm.told.name, kept)

    def _share(self) -> None:
        """Let each firm lean on the others."""
        heard = {firm.told.name: firm.heard for firm in self.firms if firm.heard is not None}
        for name, shared in zip(heard, share(list(heard.values())), strict=True):
            self.by_name[name].shared = shared

    # --- telling -----------------------------------------------------------------------------------------------------

    def _to_tell(self, *, pool: bool) -> Iterator[tuple[str, Task]]:
        for firm in self.firms:
            if firm.lost or firm.member is None:
                continue
            if self._told_before(firm, pool=pool):
                firm.told.status = "kept"
                self.watcher.one(worked=False)
            else:
                yield firm.told.name, self._task(firm.member, firm.shared)

    def _told_before(self, firm: _Firm, *, pool: bool) -> bool:
        kept = self.answers.read(firm.told.name)
        firm.told.file = f"{FIRMS}/{self.answers.path(firm.told.name).name}"
        if kept is None:
            return False
        try:
            same = (kept["digest"], kept["pooled"], kept["lang"]) == (firm.digest, pool, self.order.lang)
            return bool(same and as_before(restore_shared(kept["peers"]), firm.shared))
        except (KeyError, TypeError, ValueError, AttributeError):
            return False

    def _tell(self, firm: _Firm, outcome: Outcome | Lost, *, pool: bool) -> None:
        self.watcher.one(worked=True)
        if isinstance(outcome, Lost):
            firm.fail("lost", outcome.details)
            return
        firm.told.cpu_seconds += outcome.cpu_seconds
        if outcome.code:
            firm.fail(outcome.code, outcome.details)
            return
        rests_on = {"portfolio_version": PORTFOLIO_VERSION, "pooled": pool, "digest": firm.digest}
        self.answers.keep(firm.told.name, outcome.values | rests_on)
        firm.told.status = "fitted"

    def _task(self, member_: Member, shared: Shared | None) -> Task:
        return Task(member=member_, today=self.order.today, lang=self.order.lang, shared=shared)
