"""Two answers to the same firm side by side: what moved, and what only seems to have.

A difference smaller than chance alone would make between two computations of the same answer, or smaller than the
amount that matters to the firm, is the same (`docs/methode/comparing.md`). Two answers computed on the same draws
share their luck, which only makes this more cautious.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from foulee.advice.result import Advice, ChannelAdvice
from foulee.core.planning import Way
from foulee.core.quantities import Z90
from foulee.core.types import Interval, Objective, Question, Reason, Severity, Verdict

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)

FIRST = (Severity.BLOCKER, Severity.DO_FIRST)
CLEARLY = 3.0  # standard errors of a difference
CHANCE_STEP = 0.05  # half of the tenth by which chances are told
HOUR_STEP = 0.25  # hours a week are told by quarters
COUNT_STEP = 0.5

# Standard error of a percentile of n normal draws, in standard deviations over √n: √(q(1−q)) / density there.
EDGE_ERROR = math.sqrt(0.1 * 0.9) / (math.exp(-(Z90**2) / 2.0) / math.sqrt(2.0 * math.pi))
MIDDLE_ERROR = 0.5 * math.sqrt(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class Shift(Generic[V_co]):
    """A thing before and after; `moved`: whether the difference counts."""

    before: V_co
    after: V_co
    moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Reasons that came, that went and that stayed, each in the order of its answer."""

    new: tuple[Reason, ...]
    gone: tuple[Reason, ...]
    kept: tuple[Reason, ...]

    @property
    def moved(self) -> bool:
        """Whether one came or went."""
        return bool(self.new or self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What moved between two answers.

    `added`, `removed`: channels of the focus by name; `efforts`: those that stay. `chances`: `pays` and `blue_ahead`,
    `gain` and `extra_sales`: over the horizon, None where nothing is advised. `one_currency`: whether money compares.
    """

    verdict: Shift[Verdict]
    questions: dict[Question, Shift[str]]
    objective: Shift[Objective]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    efforts: dict[str, Shift[ChannelAdvice]]
    steps: Findings
    reasons: Findings
    chances: dict[str, Shift[float | None]]
    gain: Shift[Interval | None]
    extra_sales: Shift[Interval | None]
    customer_value: Shift[Interval]
    ways: dict[Way, Shift[Interval]]
    one_currency: bool

    @property
    def focus_moved(self) -> bool:
        """Whether a channel came into the focus or left it."""
        return bool(self.added or self.removed)

    @property
    def moved(self) -> tuple[str, ...]:
        """What moved, gravest first: verdict, questions, focus, chance, gain, effort, steps, reasons, money."""
        found = {
            "verdict": self.verdict.moved,
            "questions": _any(self.questions.values()),
            "focus": self.focus_moved,
            "objective": self.objective.moved,
            "chance": self.chances["pays"].moved,
            "gain": self.gain.moved,
            "effort": _any(self.efforts.values()),
            "steps": self.steps.moved,
            "reasons": self.reasons.moved,
            "red_or_blue": self.chances["blue_ahead"].moved,
            "sales": self.extra_sales.moved,
            "customer": self.customer_value.moved,
            "ways": _any(self.ways.values()),
        }
        return tuple(name for name, moved in found.items() if moved)


def compare(before: Advice, after: Advice) -> Comparison:
    """Compare two answers to the same firm."""
    names = [[channel.name for channel in advice.focus.channels] for advice in (before, after)]
    money = _Money(before, after)
    return Comparison(
        verdict=_shift(before.diagnosis.verdict, after.diagnosis.verdict),
        questions={
            question: _shift(answer, after.diagnosis.questions[question])
            for question, answer in before.diagnosis.questions.items()
        },
        objective=_shift(before.focus.objective, after.focus.objective),
        added=tuple(name for name in names[1] if name not in names[0]),
        removed=tuple(name for name in names[0] if name not in names[1]),
        efforts=_efforts(before, after),
        steps=_findings(_among(before, first=True), _among(after, first=True)),
        reasons=_findings(_among(before, first=False), _among(after, first=False)),
        chances={
            "pays": _chance(_pays(before), _pays(after)),
            "blue_ahead": _chance(_blue_ahead(before), _blue_ahead(after)),
        },
        gain=money.shift(_path(before, "gain"), _path(after, "gain")),
        extra_sales=money.shift(_path(before, "extra_total"), _path(after, "extra_total")),
        customer_value=_certain(money.shift(before.customer_value, after.customer_value, least=COUNT_STEP)),
        ways=_ways(before, after, money),
        one_currency=money.one_currency,
    )


def _any(shifts: Iterable[Shift[V]]) -> bool:
    return any(shift.moved for shift in shifts)


def _shift(before: V, after: V) -> Shift[V]:
    return Shift(before, after, before != after)


# --- reasons and efforts -----------------------------------------------------------------------------------------


def _among(advice: Advice, *, first: bool) -> tuple[Reason, ...]:
    """The reasons that ask for something first, or all the others."""
    return tuple(reason for reason in advice.diagnosis.reasons if (reason.severity in FIRST) is first)


def _findings(before: tuple[Reason, ...], after: tuple[Reason, ...]) -> Findings:
    """A reason is its rule and its outcome: the figures within its sentence may move."""
    was, now = ({(reason.rule, reason.outcome) for reason in reasons} for reasons in (before, after))
    return Findings(
        new=tuple(reason for reason in after if (reason.rule, reason.outcome) not in was),
        gone=tuple(reason for reason in before if (reason.rule, reason.outcome) not in now),
        kept=tuple(reason for reason in after if (reason.rule, reason.outcome) in was),
    )


def _efforts(before: Advice, after: Advice) -> dict[str, Shift[ChannelAdvice]]:
    """The channels that stay, each moved if its hours or its money did."""
    earlier = {channel.name: channel for channel in before.focus.channels}
    pairs = [(earlier[channel.name], channel) for channel in after.focus.channels if channel.name in earlier]
    same_money = before.currency == after.currency
    return {
        was.name: Shift(was, now, _effort_moved(was, now) or (was.budget_month > 0.0 and not same_money))
        for was, now in pairs
    }


def _effort_moved(was: ChannelAdvice, now: ChannelAdvice) -> bool:
    hours = abs(now.hours_week - was.hours_week) >= HOUR_STEP
    items = abs((now.items_week or 0.0) - (was.items_week or 0.0)) >= COUNT_STEP
    return hours or items or abs(now.budget_month - was.budget_month) >= 1.0


# --- chances and intervals ---------------------------------------------------------------------------------------


def _pays(advice: Advice) -> float | None:
    return advice.projection.paths["blue"].chance_pays if advice.focus.channels else None


def _blue_ahead(advice: Advice) -> float | None:
    return advice.projection.chance_blue_ahead_end if advice.focus.channels else None


def _path(advice: Advice, name: str) -> Interval | None:
    found: Interval = getattr(advice.projection.paths["blue"], name)
    return found if advice.focus.channels else None


def _chance(before: float | None, after: float | None) -> Shift[float | None]:
    if before is None or after is None:
        return _shift(before, after)
    return Shift(before, after, abs(after - before) >= CHANCE_STEP)


class _Money:
    """Compares amounts: what they must differ by, for this firm and on these draws."""

    def __init__(self, before: Advice, after: Advice) -> None:
        self.one_currency = before.currency == after.currency
        self.material = max(before.projection.material, after.projection.material)
        self.draws = min(before.draws, after.draws)

    def shift(
        self, before: Interval | None, after: Interval | None, *, least: float | None = None
    ) -> Shift[Interval | None]:
        """An amount before and after; `least`: smallest difference that counts, the firm's own if not given."""
        if before is None or after is None:
            return _shift(before, after)
        floor = self.material if least is None else least
        moved = not self.one_currency or not same(before, after, draws=self.draws, least=floor)
        return Shift(before, after, moved)


def _certain(shift: Shift[Interval | None]) -> Shift[Interval]:
    assert shift.before is not None, "every answer has it"
    assert shift.after is not None, "every answer has it"
    return Shift(shift.before, shift.after, shift.moved)


def _ways(before: Advice, after: Advice, money: _Money) -> dict[Way, Shift[Interval]]:
    earlier = {way.way: way.total for way in before.ways}
    return {way.way: _certain(money.shift(earlier[way.way], way.total)) for way in after.ways if way.way in earlier}


def same(before: Interval, after: Interval, *, draws: int, least: float) -> bool:
    """Whether two intervals of `draws` draws each cannot be told apart, or differ by less than `least` at all ends."""
    errors = zip(_errors(before, draws), _errors(after, draws), strict=True)
    allowed = [max(least, CLEARLY * math.hypot(*pair)) for pair in errors]
    return all(abs(now - was) <= most for was, now, most in zip(before, after, allowed, strict=True))


def _errors(value: Interval, draws: int) -> tuple[float, float, float]:
    """Standard errors of the three percentiles, for draws as skewed as the interval: a shifted log-normal law."""
    below, above = value.p50 - value.p10, value.p90 - value.p50
    skew = above / below if below > 0.0 and above > 0.0 else 1.0
    width = (below + above) / 2.0 / Z90 if math.isclose(skew, 1.0) else above * math.log(skew) / Z90 / (skew - 1.0)
    error = width / math.sqrt(draws)
    return EDGE_ERROR * error / skew, MIDDLE_ERROR * error, EDGE_ERROR * error * skew
