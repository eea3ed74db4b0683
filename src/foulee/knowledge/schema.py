"""What a line of knowledge must look like: strict pydantic models of the data files.

Facts are lines of CSV tables grouped by theme, so that a marketer can read and correct them in any
spreadsheet; texts and structures are YAML. Unknown columns or keys are refused.
"""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Id = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
MethodLine = Annotated[str, Field(pattern=r"^[A-E]\d{1,2}$")]


class Status(StrEnum):
    """Was the figure seen?"""

    SEEN = "seen"
    SECOND_HAND = "seen_second_hand"
    UNCLEAR = "unclear"
    CALCULATED = "calculated"
    ASSUMPTION = "assumption"


class EvidenceKind(StrEnum):
    """Kinds of evidence, strongest first. Anecdotes never feed a prior (METHOD E4)."""

    OFFICIAL = "official"
    EXPERIMENT = "experiment"
    META_ANALYSIS = "meta_analysis"
    STUDY = "study"
    SURVEY = "survey"
    PLATFORM = "platform"
    VENDOR = "vendor"
    PRACTITIONER = "practitioner"
    ANECDOTE = "anecdote"
    LAW = "law"
    JUDGEMENT = "judgement"


class SpreadKind(StrEnum):
    """What `low` and `high` are."""

    INTERVAL = "interval"  # an 80 % interval, stated or judged
    MARGIN = "margin"  # a survey's 95 % margin
    RANGE = "range"  # lowest and highest of several texts or groups
    DEFAULT = "default"  # filled by the reader from the kind of evidence, the status and the age


class Strict(BaseModel):
    """Frozen, and refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Words(Strict):
    """The same sentence in French and in English."""

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def get(self, lang: str) -> str:
        """Return the sentence in `lang` (`fr` or `en`)."""
        return self.fr if lang == "fr" else self.en


class Source(Strict):
    """Where figures come from, once."""

    key: str = Field(pattern=r"^[A-Z]\d{2,3}$")
    title: str = Field(min_length=3)
    url: str = ""


class Fact(Strict):
    """One dated, sourced figure with its spread.

    `value`, `low` and `high` are in `unit`; `base` is the denominator or population counted; ages are in
    whole years, both ends included. A `flag` (unit) has value 1 and says in its label what is true.
    """

    id: Id
    network: str | None = None
    country: str = Field(min_length=2)
    base: str = Field(min_length=2)
    age_from: int | None = Field(default=None, ge=0, le=120)
    age_to: int | None = Field(default=None, ge=0, le=120)
    metric: str = Field(min_length=2)
    value: float
    low: float | None = None
    high: float | None = None
    spread: SpreadKind = SpreadKind.DEFAULT
    unit: str
    year: int = Field(ge=1950, le=2100)
    source: tuple[str, ...] = Field(min_length=1)
    evidence: EvidenceKind
    status: Status
    checked_on: dt.date
    label_fr: str = Field(min_length=8)
    label_en: str = Field(min_length=8)
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> "Fact":
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high go together: give both or neither")
        if self.low is not None and self.spread is SpreadKind.DEFAULT:
            raise ValueError("low and high need a spread kind: interval, margin or range")
        if self.low is None and self.spread is not SpreadKind.DEFAULT:
            raise ValueError(f"spread is {self.spread} but low and high are missing")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value} is outside {self.low} … {self.high}")
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError("age_from is above age_to")
        return self
