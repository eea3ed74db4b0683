"""Words shared by several stages: codes as enumerations, values as frozen dataclasses."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WEEKS_PER_YEAR = 52
WEEKS_PER_MONTH = WEEKS_PER_YEAR / 12.0
MONTHS_PER_WEEK = 12.0 / WEEKS_PER_YEAR

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Country(StrEnum):
    """Where the firm's customers live; `OTHER` uses the generic figures."""

    FRANCE = "FR"
    MARTINIQUE = "MQ"
    QUEBEC = "QC"
    CANADA = "CA"
    OTHER = "XX"


class Network(StrEnum):
    """A platform or medium on which a firm can be present."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    LINKEDIN = "linkedin"
    X = "x"
    PINTEREST = "pinterest"
    SNAPCHAT = "snapchat"
    WHATSAPP = "whatsapp"
    GOOGLE_BUSINESS = "google_business"
    GOOGLE_SEARCH = "google_search"
    NEWSLETTER = "newsletter"
    WEBSITE = "website"
    BLOG = "blog"


class Means(StrEnum):
    """What goes into a channel: somebody's hours, or money for advertising."""

    HOURS = "hours"
    ADS = "ads"


class Objective(StrEnum):
    """What the owner wants from it, as a closed list."""

    SELL = "sell"
    BE_KNOWN = "be_known"
    RETAIN = "retain"
    SERVE = "serve"
    RECRUIT = "recruit"


class Severity(StrEnum):
    """How a rule's finding weighs on the verdict, gravest first."""

    BLOCKER = "blocker"
    DO_FIRST = "do_first"
    ADVICE = "advice"
    STRENGTH = "strength"


class Question(StrEnum):
    """The three questions (METHOD B9)."""

    INTEREST = "interest"
    READINESS = "readiness"
    FIT = "fit"


class Verdict(StrEnum):
    """The answer to the question whether to go."""

    GO = "go"
    PREPARE = "prepare"
    NOT_NOW = "not_now"


class Shape(StrEnum):
    """How results respond to effort: structural alternatives that weekly sales do not teach (MODEL §1)."""

    CONCAVE = "concave"
    THRESHOLD = "threshold"
    FAR = "far"


class Interval(NamedTuple):
    """An 80 % interval: 10th, 50th and 90th percentiles, in the unit of the quantity."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a reason rests on: an answer of the owner, a fact of the knowledge base, a computation, or what was seen.

    `key` is a field path of the firm's file, a fact id, the name of a computed quantity, or for what was `seen` the
    field path that it answers and the day (`presence.website.exists@2026-11-22`); `value` is what was found there,
    as text or number (in the unit that the key's documentation gives), None if unknown.
    """

    kind: str
    key: str
    value: float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule's finding, in codes: the sentence is made by whoever shows it.

    `outcome` is which of the rule's outcomes; `values` fill the sentence's placeholders; `cites` are method
    lines (A1 … E4); `hours` and `money` are what doing something about it costs, in hours and in money (None:
    nothing to do).
    """

    rule: str
    outcome: str
    question: Question
    severity: Severity
    cites: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    values: dict[str, float | str]
    hours: float | None = None
    money: float | None = None

    def costing(self, rate: float) -> "Reason":
        """The same reason with its money in another currency."""
        return self if self.money is None else replace(self, money=self.money * rate)


def interval(draws: Floats) -> Interval:
    """Sum up draws (any shape, flattened) by their 80 % interval."""
    p10, p50, p90 = np.percentile(draws, (10.0, 50.0, 90.0))
    return Interval(float(p10), float(p50), float(p90))
