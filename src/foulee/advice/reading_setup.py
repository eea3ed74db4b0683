"""What a reading of weeks is counted with: what was said, else the firm's file, else what is usual; and own plans."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from foulee.advice.firm import firm_figures
from foulee.advice.reading import ReadingSetup
from foulee.core.history import DAYS, FirmHistory, Unit
from foulee.core.types import Country, Floats
from foulee.firmfile.reading import STAND_IN
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said of the firm beside its weeks; None where nothing was."""

    document: FirmFile | None = None
    margin: float | None = None
    country: Country | None = None

    @property
    def where(self) -> Country:
        """The country said, else the file's, else France."""
        if self.country is not None:
            return self.country
        return self.document.firm.country if self.document else Country.FRANCE


def reading_setup(
    said: Said, history: FirmHistory, knowledge: Knowledge, *, weeks: int, seed: int
) -> tuple[ReadingSetup, tuple[str, ...]]:
    """How to read, and what was taken from what is usual, by name: `margin`, and `hour_cost` where hours count."""
    document = said.document or FirmFile.model_validate({"firm": STAND_IN | {"country": said.where}})
    firm = firm_figures(document, knowledge)
    setup = ReadingSetup(
        margin=firm.prior.margin.mid if said.margin is None else said.margin,
        hour_cost=firm.prior.hour_cost.mid,
        country=said.where,
        weeks=weeks,
        seed=seed,
    )
    used = {"hour_cost"} if any(lever.unit is Unit.HOURS for lever in history.levers) else set()
    used |= {"margin"} if said.margin is None else set()
    return setup, tuple(sorted(used & set(firm.assumed)))


def laid(efforts: Floats, start: dt.date | None, history: FirmHistory) -> tuple[Floats, int]:
    """A plan on the weeks that follow the history's last, and how many of its weeks are over already.

    `efforts` (weeks, levers) from the Monday `start`; without a date, it begins with the first week to come.
    """
    if start is None:
        return efforts, 0
    ahead = (start - history.monday(history.weeks)).days // DAYS
    if ahead >= 0:
        return np.concatenate([np.zeros((ahead, efforts.shape[1])), efforts]), 0
    over = min(-ahead, efforts.shape[0])
    return efforts[over:], over
