"""Two answers to the same firm side by side, in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from foulee.advice.comparing import Comparison, Findings, Shift
from foulee.advice.steps import step_key
from foulee.core.types import Interval, Question, Reason, Verdict
from foulee.knowledge.rulebooks import load_rules
from foulee.reporting.bars import two_bars
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language, mark

V = TypeVar("V")

ENDS = re.compile(r"[.:]")

SAME_ANSWER = mark("Same answer, same channels; only details move.")
NOTHING = mark("Nothing that counts has moved.")
STEPS_ONLY = mark("Same answer, same channels; what to do first has changed.")
QUESTIONS_ONLY = mark("Same answer, same channels; but the three questions are not answered as before.")
RANGE_ONLY = mark("Same answer; only the range of what it would leave in three years moves.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing before and after, in words; `moved`: whether the difference counts; `bars`: both as a drawing (SVG)."""

    label: str
    before: str
    after: str
    moved: bool
    bars: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What there was to do that came, that was done, that is asked no more, and how much stays."""

    new: tuple[str, ...]
    done: tuple[str, ...]
    gone: tuple[str, ...]
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A comparison in words: what moved in one sentence, what else did, then everything, part by part."""

    headline: str
    others: tuple[str, ...]
    questions: tuple[Line, ...]
    focus: tuple[str, ...]
    efforts: tuple[Line, ...]
    chances: tuple[Line, ...]
    amounts: tuple[Line, ...]
    steps: Steps
    came: tuple[str, ...]
    went: tuple[str, ...]
    ways: tuple[Line, ...]
    one_currency: bool


def tell(found: Comparison, ticked: set[str], before: Labels, after: Labels) -> Told:
    """Put a comparison into words, each side with its own currency; `ticked`: keys of steps that were ticked."""
    return _Teller(found, before, after).told(ticked)


def verdict_headline(before: str, after: str, labels: Labels) -> str:
    """The sentence that opens a comparison of which the verdicts alone are known, by their codes."""
    if before == after:
        return labels.language.say("The answer is the same; its figures cannot be compared.")
    was, now = (_plain_verdict(code, labels) for code in (before, after))
    told = labels.language.say("The answer changes: it was “{before}”, it is now “{after}”.")
    return told.format(before=was, after=now)


def _plain_verdict(code: str, labels: Labels) -> str:
    return labels.sentence("verdict", code).rstrip(".") if code in set(Verdict) else code


class _Teller:
    """Makes the sentences of one comparison."""

    def __init__(self, found: Comparison, before: Labels, after: Labels) -> None:
        self.found = found
        self.before = before
        self.labels = after
        self.language: Language = after.language
        self.say = after.language.say

    def told(self, ticked: set[str]) -> Told:
        found = self.found
        sentences = self.sentences()
        return Told(
            headline=sentences[0],
            others=tuple(sentences[1:]),
            questions=tuple(self.question(question, shift) for question, shift in found.questions.items()),
            focus=self.focus(),
            efforts=(self.aim(), *(self.effort(name) for name in found.efforts)),
            chances=self.chances(),
            amounts=self.amounts(),
            steps=self.steps(found.steps, ticked),
            came=self.says(found.reasons.new, self.labels),
            went=self.says(found.reasons.gone, self.before),
            ways=tuple(
                self.amount(self.labels.sentence("ways", way), shift, bars=False) for way, shift in found.ways.items()
            ),
            one_currency=found.one_currency,
        )

    # --- what moved, in sentences --------------------------------------------------------------------------------

    def sentences(self) -> list[str]:
        """The opening sentence, then what else moved."""
        found, moved = self.found, set(self.found.moved)
        told = []
        if found.verdict.moved:
            told.append(verdict_headline(found.verdict.before, found.verdict.after, self.labels))
        if found.focus_moved:
            told.append(self._of_focus(same_answer=not told))
        if "chance" in moved and None not in {found.chances["pays"].before, found.chances["pays"].after}:
            told.append(self._of_chance(same_answer=not told))
        if "gain" in moved and found.gain.before and found.gain.after:
            told.append(self._of_gain(found.gain.before, found.gain.after, same_answer=not told))
        if not told:
            told.append(self._of_details(moved))
        return told

    def _of_focus(self, *, same_answer: bool) -> str:
        added, removed = (
            self.language.listed(self.channels(names)) for names in (self.found.added, self.found.removed)
        )
        lead = self.say("Same answer, other channels:") if same_answer else self.say("The channels change:")
        if added and removed:
            told = self.say("{added} in, {removed} out.")
        else:
            told = self.say("{added} in.") if added else self.say("{removed} out.")
        return f"{lead} {told.format(added=added, removed=removed)}"

    def _of_chance(self, *, same_answer: bool) -> str:
        shift = self.found.chances["pays"]
        told = (
            self.say("Same answer, but the chance that it pays back goes from {before} to {after}.")
            if same_answer
            else self.say("The chance that it pays back goes from {before} to {after}.")
        )
        before, after = (self.language.percent(value or 0.0) for value in (shift.before, shift.after))
        return told.format(before=before, after=after)

    def _of_gain(self, before: Interval, after: Interval, *, same_answer: bool) -> str:
        was, now = self.before.language.money(before.p50), self.language.money(after.p50)
        if was == now:
            return self.say(RANGE_ONLY) if same_answer else self.say("The range of what it would leave moves too.")
        told = (
            self.say(
                "Same answer, but what it would leave in three years goes from {before} to {after}, in the middle."
            )
            if same_answer
            else self.say("What it would leave in three years goes from {before} to {after}, in the middle.")
        )
        return told.format(before=was, after=now)

    def _of_details(self, moved: set[str]) -> str:
        if not moved:
            return self.say(NOTHING)
        if "questions" in moved:
            return self.say(QUESTIONS_ONLY)
        told = STEPS_ONLY if "steps" in moved else SAME_ANSWER
        return self.say(told)

    # --- part by part --------------------------------------------------------------------------------------------

    def question(self, question: Question, shift: Shift[str]) -> Line:
        """One of the three questions, and how it is answered."""
        before, after = (self._answer(question, code) for code in (shift.before, shift.after))
        label = self._sentence(question, shift.after)[0]
        return Line(label=label, before=before, after=after, moved=shift.moved)

    def _sentence(self, question: Question, code: str) -> tuple[str, str]:
        """A question and its answer, as the sentence of the answer's page holds both."""
        whole = self.language.typeset(self.labels.sentences[question][code].get(self.language.code))
        asked, mark_, answer = whole.partition("?")
        return asked + mark_, answer

    def _answer(self, question: Question, code: str) -> str:
        return ENDS.split(self._sentence(question, code)[1].strip())[0].strip()

    def channels(self, names: tuple[str, ...]) -> list[str]:
        """Channels by their labels; one that is no longer known by its name."""
        known = self.labels.knowledge.channels
        return [self.labels.channel(name) if name in known else name for name in names]

    def focus(self) -> tuple[str, ...]:
        """The channels that came, that went and that stay."""
        found = self.found
        kept = tuple(found.efforts)
        told = {
            self.say("In: {channels}."): found.added,
            self.say("Out: {channels}."): found.removed,
            self.say("Still there: {channels}."): kept,
        }
        lines = [
            words.format(channels=self.language.listed(self.channels(names))) for words, names in told.items() if names
        ]
        return tuple(lines) or (self.labels.sentence("focus", "none"),)

    def aim(self) -> Line:
        """What it is all for."""
        shift = self.found.objective
        before, after = (self.labels.sentence("objective", aim) for aim in (shift.before, shift.after))
        return self._line(self.say("What it is for"), before, after, moved=shift.moved)

    def effort(self, name: str) -> Line:
        """What a channel that stays takes: hours a week, money a month."""
        shift = self.found.efforts[name]
        before = self._taken(shift.before.hours_week, shift.before.budget_month, self.before.language)
        after = self._taken(shift.after.hours_week, shift.after.budget_month, self.language)
        return self._line(self.channels((name,))[0], before, after, moved=shift.moved)

    def _taken(self, hours: float, money: float, language: Language) -> str:
        told = language.say("{hours} a week").format(hours=language.hours(hours))
        if money <= 0.0:
            return told
        spent = language.say("{money} a month").format(money=language.money(money))
        return f"{told}, {spent}"

    def chances(self) -> tuple[Line, ...]:
        """The chances: that it pays back, that the steady pace wins."""
        labels = {
            "pays": self.say("Chance that it pays back within three years"),
            "blue_ahead": self.say("Chance that the steady pace (blue) earns more than the splash (red)"),
        }
        return tuple(
            self._told(labels[name], shift, self.language.percent, self.language.percent)
            for name, shift in self.found.chances.items()
        )

    def amounts(self) -> tuple[Line, ...]:
        """The amounts, as intervals."""
        found = self.found
        return (
            self.amount(self.say("What it leaves in three years, hours and money paid"), found.gain),
            self.amount(self.say("Extra sales in three years"), found.extra_sales),
            self.amount(self.say("What a new customer leaves in three years"), found.customer_value),
        )

    def amount(self, label: str, shift: Shift[Interval | None], *, bars: bool = True) -> Line:
        """One amount of money before and after."""
        line = self._told(label, shift, self._money(self.before.language), self._money(self.language))
        drawn = bars and line.moved and self.found.one_currency and shift.before and shift.after
        if not drawn or shift.before is None or shift.after is None:
            return line
        return Line(
            label=line.label,
            before=line.before,
            after=line.after,
            moved=line.moved,
            bars=two_bars(shift.before, shift.after),
        )

    def _money(self, language: Language) -> Callable[[Interval], str]:
        def written(value: Interval) -> str:
            low, mid, high = (language.money(amount) for amount in value)
            return language.say("{mid} ({low} to {high})").format(low=low, mid=mid, high=high)

        return written

    def _told(self, label: str, shift: Shift[V | None], before: Callable[[V], str], after: Callable[[V], str]) -> Line:
        nothing = self.say("nothing advised")
        was = nothing if shift.before is None else before(shift.before)
        now = nothing if shift.after is None else after(shift.after)
        return self._line(label, was, now, moved=shift.moved)

    def _line(self, label: str, before: str, after: str, *, moved: bool) -> Line:
        """What is written alike has not moved, whatever the digits that are not shown."""
        return Line(label=label, before=before, after=after, moved=moved and before != after)

    # --- reasons -------------------------------------------------------------------------------------------------

    def steps(self, found: Findings, ticked: set[str]) -> Steps:
        """First steps: new, done, gone."""
        done = tuple(reason for reason in found.gone if step_key(reason) in ticked)
        gone = tuple(reason for reason in found.gone if step_key(reason) not in ticked)
        return Steps(
            new=self.does(found.new, self.labels),
            done=self.does(done, self.before),
            gone=self.does(gone, self.before),
            kept=len(found.kept),
        )

    def does(self, reasons: tuple[Reason, ...], labels: Labels) -> tuple[str, ...]:
        """What reasons ask to do, in words."""
        return tuple(filter(None, (_written(reason, labels, do=True) for reason in reasons)))

    def says(self, reasons: tuple[Reason, ...], labels: Labels) -> tuple[str, ...]:
        """What reasons found, in words."""
        return tuple(filter(None, (_written(reason, labels, do=False) for reason in reasons)))


def _written(reason: Reason, labels: Labels, *, do: bool) -> str:
    """A reason in words; empty where its words are no longer known, or want a value that it does not have."""
    texts = load_rules().texts.get(reason.rule, {}).get(reason.outcome)
    if texts is None:
        return ""
    words = (texts.do if do else None) or texts.says
    if not words.names <= reason.values.keys():
        return ""
    return labels.language.fill(words.get(labels.language.code), labels.values(reason.values))
