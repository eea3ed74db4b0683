"""What a worker does for one firm; it never raises, since one firm's failure stops nobody."""

import datetime as dt
import time
import traceback
from dataclasses import dataclass, field
from typing import Any

from foulee.advice.portfolio import Member, listen, place
from foulee.advice.portfolio_storing import dump_heard, dump_shared
from foulee.core.pooling.population import Shared
from foulee.core.response.fitting.fit import NotConverged
from foulee.knowledge import reader
from foulee.reporting.fit_telling import Shown
from foulee.reporting.language import Language
from foulee.reporting.portfolio_payload import placed_payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one firm: what to keep, or why there is nothing (`code`, `details`)."""

    values: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    details: str = ""
    cpu_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One firm to be worked on: `today` says how old the knowledge is, `lang` who reads the answer."""

    member: Member
    today: dt.date
    lang: str
    shared: Shared | None = None

    def __call__(self) -> Outcome:
        """Listen to the firm, or where its peers are known, tell it what its weeks say."""
        began = time.process_time()
        try:
            return Outcome(values=self._done(), cpu_seconds=time.process_time() - began)
        except NotConverged as refusal:
            code, details = "not_converged", str(refusal)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this firm's alone
            known = str(error) == "no week has any sales"
            code, details = "no_sales" if known else "error", where(error)
        return Outcome(code=code, details=details, cpu_seconds=time.process_time() - began)

    def _done(self) -> dict[str, Any]:
        knowledge = reader.load(self.today)
        if self.shared is None:
            return dump_heard(listen(self.member, knowledge))
        placed = place(self.member, knowledge, self.shared)
        country = self.member.setup.country
        language = Language(self.lang, knowledge.countries[country].currency, country)
        shown = Shown(
            name=self.member.name,
            assumed=self.member.assumed,
            problems=self.member.problems,
            notes=self.member.notes,
        )
        return placed_payload(placed, self.member.trade, shown, language) | {"peers": dump_shared(self.shared)}


def where(error: Exception) -> str:
    """The error and the line that raised it, for a report that somebody will send."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return f"{type(error).__name__}: {error}" + "".join(f" ({frame.name}, {frame.lineno})" for frame in last)
