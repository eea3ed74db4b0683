"""What a firm's own weeks tell, as draws that the spine takes in place of its prior's; kept as bytes.

Apart from the engine that made it: whoever advises from it, a page above all, loads no compiled code.
"""

import datetime as dt
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from foulee.core.history import DAYS, LeverKind, Unit
from foulee.core.response.learnt import LearntLever
from foulee.core.response.telling import TOLD
from foulee.core.types import WEEKS_PER_YEAR, Floats, Interval, Ints

VERSION = "learnt-1"
META, SHAPE, DESIGN = "meta", "shape", "design"
FIRM = ("level", "trend", "depreciation", "linear")
KEPT = np.float32  # seven figures, where a posterior has three


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRead:
    """One lever of the weeks.

    `channel`: the firm's option that it is, "" where it is none; `usual`, `most`: its usual and largest effort a week,
    in its unit; `told`: how far the weeks moved what is believed of it, 0 to 1; `finding`: what they say of it, in the
    engine's code; `before`, `after`: sales for one unit of effort, later ones included, as believed before the weeks
    and with them; `chance_before`, `chance_after`: that it brings anything worth the name; `taught`: whether such weeks
    can teach its effect at all (it was used, and does not merely follow demand).
    """

    name: str
    kind: LeverKind
    unit: Unit
    channel: str
    usual: float
    most: float
    told: float
    finding: str
    before: Interval
    after: Interval
    chance_before: float
    chance_after: float
    taught: bool
    draws: LearntLever = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeeksRead:
    """A firm at the end of its weeks, as draws of the posterior.

    `start`, `end`: first and last day of the weeks, `counted` of them with sales; `placed`: whether they have a place
    in the calendar; `digest` of everything here. Arrays: `shape` (draws,) indexes `tuple(Shape)`; `level`: sales a week
    as the firm stands when the weeks end, on average over good and bad weeks, season and calendar left out; `trend`:
    log growth a year, from then on; `depreciation`: weekly loss of the stock; log of demand is `design` (weeks to come,
    terms) times `linear` (draws, terms).
    """

    start: dt.date
    end: dt.date
    counted: int
    placed: bool
    digest: str
    levers: tuple[LeverRead, ...]
    shape: Ints = field(repr=False)
    level: Floats = field(repr=False)
    trend: Floats = field(repr=False)
    depreciation: Floats = field(repr=False)
    design: Floats = field(repr=False)
    linear: Floats = field(repr=False)

    @property
    def count(self) -> int:
        """How many draws there are."""
        return int(self.level.size)

    @property
    def mapped(self) -> dict[str, LeverRead]:
        """Levers whose effect the weeks told, by the option that each is; of the others the answers go on telling."""
        return {lever.channel: lever for lever in self.levers if lever.channel and lever.taught and lever.told >= TOLD}

    @property
    def quiet(self) -> dict[str, LeverRead]:
        """Levers that were used and of whose effect the weeks told next to nothing, by the option that each is."""
        return {lever.channel: lever for lever in self.levers if lever.channel and lever.taught and lever.told < TOLD}

    def weeks_since(self, today: dt.date) -> int:
        """Whole weeks between the last of the weeks and a day; none where nobody knows when they were."""
        over = (today - self.end).days // DAYS if self.placed else 0
        return min(max(over, 0), self.design.shape[0] - WEEKS_PER_YEAR)

    def season(self, since: int, weeks: int, places: Ints) -> tuple[Floats, Floats]:
        """Season of `weeks` that begin `since` weeks after the last (weeks, draws), and its mean of a year (draws,).

        Beyond the weeks to come that are known the year goes round.
        """
        there = np.arange(since, since + max(weeks, WEEKS_PER_YEAR))
        last = self.design.shape[0]
        there = np.where(there < last, there, last - WEEKS_PER_YEAR + (there - last) % WEEKS_PER_YEAR)
        season = np.exp(self.design[there] @ self.linear[places].T)
        mean = season[:WEEKS_PER_YEAR].mean(axis=0)
        return season[:weeks] / mean, mean


# --- kept as bytes ---------------------------------------------------------------------------------------------------


class StoredDrawsError(Exception):
    """Kept draws have another shape than this version reads."""


def rounded(read: WeeksRead) -> WeeksRead:
    """As it will be kept, so that what was read just now and what was kept give the same answers."""
    return load(dump(read))


def dump(read: WeeksRead) -> bytes:
    """Turn what the weeks tell into bytes."""
    arrays: dict[str, Any] = {name: getattr(read, name).astype(KEPT) for name in FIRM}
    arrays |= {SHAPE: read.shape.astype(np.uint8), DESIGN: read.design}
    for place, lever in enumerate(read.levers):
        arrays |= {f"{place} {item.name}": getattr(lever.draws, item.name).astype(KEPT) for item in fields(LearntLever)}
    meta = {
        "version": VERSION,
        "start": read.start.isoformat(),
        "end": read.end.isoformat(),
        "counted": read.counted,
        "placed": read.placed,
        "levers": [
            {item.name: getattr(lever, item.name) for item in fields(LeverRead) if item.name != "draws"}
            for lever in read.levers
        ],
    }
    arrays[META] = np.frombuffer(json.dumps(meta).encode("utf-8"), dtype=np.uint8)
    body = io.BytesIO()
    np.savez(body, **arrays)
    return body.getvalue()


def load(body: bytes) -> WeeksRead:
    """Read back what `dump` made. Raises StoredDrawsError."""
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        meta = json.loads(arrays.pop(META).tobytes().decode("utf-8"))
        if meta["version"] != VERSION:
            raise StoredDrawsError(meta["version"])
        return _read(meta, {name: values.astype(np.float64) for name, values in arrays.items()})
    except (KeyError, TypeError, ValueError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise StoredDrawsError(str(error)) from error


def _read(meta: dict[str, Any], arrays: dict[str, Floats]) -> WeeksRead:
    hashed = hashlib.sha256(json.dumps(meta, sort_keys=True).encode("utf-8"))
    for name in sorted(arrays):
        hashed.update(np.ascontiguousarray(arrays[name]).tobytes())
    return WeeksRead(
        start=dt.date.fromisoformat(meta["start"]),
        end=dt.date.fromisoformat(meta["end"]),
        counted=int(meta["counted"]),
        placed=bool(meta["placed"]),
        digest=hashed.hexdigest(),
        levers=tuple(_lever(place, told, arrays) for place, told in enumerate(meta["levers"])),
        shape=arrays[SHAPE].astype(np.int64),
        design=arrays[DESIGN],
        **{name: arrays[name] for name in FIRM},
    )


def _lever(place: int, told: dict[str, Any], arrays: dict[str, Floats]) -> LeverRead:
    draws = LearntLever(**{item.name: arrays[f"{place} {item.name}"] for item in fields(LearntLever)})
    values = told | {
        "kind": LeverKind(told["kind"]),
        "unit": Unit(told["unit"]),
        "before": Interval(*told["before"]),
        "after": Interval(*told["after"]),
    }
    return LeverRead(**values, draws=draws)
