"""A reading of weeks put into words, once for the terminal and for the page."""

import math
from dataclasses import dataclass
from itertools import chain

from babel.numbers import format_decimal, get_currency_symbol

from foulee.advice.describing import Description, describe
from foulee.advice.reading import Finding, LeverReading, Reading
from foulee.core.history import LeverHistory, Unit
from foulee.core.measuring.effects import LeverEffect
from foulee.core.projecting.futures import NONE, Future
from foulee.core.types import Interval
from foulee.firmfile.problems import Problem
from foulee.reporting.closing import closed_words
from foulee.reporting.fit_indicators import parts_words
from foulee.reporting.fit_levers import DECIMALS_BELOW, between, change_words, finding_words, one_unit
from foulee.reporting.fit_levers import why_words as lever_why
from foulee.reporting.fit_paths import (
    far_words,
    pairs,
    path_means,
    path_title,
    shown_paths,
    verdict_words,
    what_would_tell,
    why_words,
)
from foulee.reporting.history import kind_words
from foulee.reporting.language import Language, rounded
from foulee.reporting.reading_words import name_of

NOBODY = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is told beside a reading: its name, what was taken from what is usual, what the file's reader said."""

    name: str
    assumed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One quantity with the firm's weeks and before them, each as an interval in words."""

    label: str
    now: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A lever or a path: its name, what it is, what can be said, its quantities; `key` is its name in the data."""

    key: str
    title: str
    about: str
    said: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Two paths compared in a sentence, and why."""

    said: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything a reading says, in the order in which it is read."""

    name: str
    answer: str
    lead: tuple[str, ...]
    head: tuple[str, str, str]
    levers: tuple[Block, ...]
    paths: tuple[Block, ...]
    verdicts: tuple[Verdict, ...]
    ways: tuple[str, ...]
    rests: tuple[str, ...]


def tell_reading(reading: Reading, shown: Shown, language: Language) -> Told:
    """Put a reading into words."""
    teller = _Teller(reading, shown, language)
    return Told(
        name=shown.name,
        answer=_answer(reading, language),
        lead=_lead(reading, language),
        head=teller.head(),
        levers=tuple(teller.lever(lever) for lever in reading.levers.values()),
        paths=tuple(teller.path(name) for name in shown_paths(reading)),
        verdicts=tuple(teller.verdict(one, other) for one, other in pairs(reading)),
        ways=what_would_tell(reading, weak_levers(reading), language),
        rests=teller.rests(),
    )


def _answer(reading: Reading, language: Language) -> str:
    """The answer in one sentence: what can be said of each lever."""
    say = language.say
    if not reading.levers:
        return say("No lever was named: only trend, season and calendar were read.")
    parts = {
        Finding.PROBABLY: say("{levers} probably brings something"),
        Finding.NO_EFFECT: say("no effect found of {levers}"),
        Finding.CANNOT_TELL: say("your weeks cannot tell what {levers} brings"),
    }
    groups = {
        finding: [language.quoted(name_of(lever.name)) for lever in reading.levers.values() if lever.finding is finding]
        for finding in Finding
    }
    if len(groups[Finding.PROBABLY]) > 1:
        parts[Finding.PROBABLY] = say("{levers} probably bring something")
    if len(groups[Finding.CANNOT_TELL]) > 1:
        parts[Finding.CANNOT_TELL] = say("your weeks cannot tell what {levers} bring")
    told = [parts[finding].format(levers=language.listed(names)) for finding, names in groups.items() if names]
    sentence = (language.typeset(" ; ") if language.code == "fr" else "; ").join(told)
    return language.typeset(f"{sentence[:1].upper()}{sentence[1:]}.")


def _lead(reading: Reading, language: Language) -> tuple[str, ...]:
    """The verdict that matters most, with why."""
    found = pairs(reading)
    if not found:
        return ()
    one, other = found[0]
    told = verdict_words(one, other, reading, language), why_words(one, other, reading, language)
    return tuple(sentence for sentence in told if sentence)


class _Teller:
    """Writes the parts of one reading."""

    def __init__(self, reading: Reading, shown: Shown, language: Language) -> None:
        self.reading, self.shown, self.language = reading, shown, language
        self.described: Description = describe(reading.history)
        self.uses = {use.lever.name: use for use in self.described.levers}

    def head(self) -> tuple[str, str, str]:
        """Heads of the columns."""
        say = self.language.say
        currency = get_currency_symbol(self.language.currency, locale=self.language.locale)
        return say("{currency}, 8 chances in 10").format(currency=currency), say("with your weeks"), say("before them")

    # --- levers ------------------------------------------------------------------------------------------------------

    def lever(self, lever: LeverReading) -> Block:
        """One lever: what can be said, what changed, and its quantities."""
        language, use = self.language, self.uses[lever.name]
        said = [finding_words(lever, use, language), change_words(lever, language), lever_why(lever, use, language)]
        return Block(
            key=lever.name,
            title=name_of(lever.name),
            about=self._about(lever),
            said=tuple(sentence for sentence in said if sentence),
            rows=tuple(self._rows(lever)),
        )

    def _about(self, lever: LeverReading) -> str:
        kind, language = kind_words(self.language)[lever.kind], self.language
        if lever.spent <= 0.0:
            return language.say("{kind}; never used").format(kind=kind)
        put = language.hours(lever.spent) if lever.unit is Unit.HOURS else language.money(lever.spent)
        return language.typeset(
            language.say("{kind}; {spent} in {weeks} weeks").format(
                kind=kind, spent=put, weeks=self.reading.history.weeks
            )
        )

    def _rows(self, lever: LeverReading) -> list[Row]:
        say, language = self.language.say, self.language
        one = one_unit(lever.unit, language)
        more = say("one more hour") if lever.unit is Unit.HOURS else say("{one} more").format(one=one)
        labels = {
            "sales_in_window": say("sales in these weeks"),
            "sales_with_tail": say("… and those that follow"),
            "roas_in_window": say("for {one}, these weeks").format(one=one),
            "roas_with_tail": say("for {one}, in all").format(one=one),
            "marginal": more,
        }
        rows = [
            Row(
                label=language.typeset(label),
                now=self.plain(getattr(lever.posterior, name)),
                before=self.plain(getattr(lever.prior, name)),
            )
            for name, label in labels.items()
            if lever.spent > 0.0 or name == "marginal"
        ]
        if lever.spent > 0.0:
            rows.append(self._share(say("of which at once"), lever.posterior.share_short, lever.prior.share_short))
        if lever.posterior.share_online is not None and lever.prior.share_online is not None:
            label = say("of which bought online")
            rows.append(self._share(label, lever.posterior.share_online, lever.prior.share_online))
        if lever.posterior.cost_per_customer is not None and lever.spent > 0.0:
            rows.append(self._customer(lever))
        return rows

    def _share(self, label: str, now: Interval, before: Interval) -> Row:
        share, language = self.language.percent, self.language
        return Row(label=label, now=between(now, share, language), before=between(before, share, language))

    def _customer(self, lever: LeverReading) -> Row:
        say = self.language.say
        label = say("hours for a new customer") if lever.unit is Unit.HOURS else say("for a new customer")
        return Row(label=label, now=self._cost(lever, lever.posterior), before=self._cost(lever, lever.prior))

    def _cost(self, lever: LeverReading, effect: LeverEffect) -> str:
        """What a new customer costs; where fewer than one comes, no sum would do."""
        cost = customer_cost(lever, effect)
        if cost is None or cost[0] is None:
            return NOBODY
        low, mid, high = (NOBODY if value is None else self._number(value) for value in cost)
        if mid == NOBODY:
            return self.language.say("{low} or more").format(low=low)
        if high == NOBODY:
            return self.language.say("{mid} ({low} or more)").format(mid=mid, low=low)
        return f"{mid} ({low}–{high})"

    # --- paths -------------------------------------------------------------------------------------------------------

    def path(self, name: str) -> Block:
        """One path ahead, its totals, and what it was thought to lead to before."""
        now, before = self.reading.futures.posterior[name], self.reading.futures.prior[name]
        said = () if name == NONE else (self._pays(now, before), far_words(name, self.reading, self.language))
        return Block(
            key=name,
            title=path_title(name, self.language),
            about=path_means(name, self.language),
            said=tuple(sentence for sentence in said if sentence),
            rows=tuple(self._totals(name, now, before)),
        )

    def _pays(self, now: Future, before: Future) -> str:
        template = self.language.say("It leaves more than doing nothing: {chances} (before your weeks: {before}).")
        return self.language.typeset(
            template.format(
                chances=self.language.chances(now.chance_pays), before=self.language.chances(before.chance_pays)
            )
        )

    def _totals(self, name: str, now: Future, before: Future) -> list[Row]:
        say = self.language.say
        labels = {"sales": say("sales"), "incremental": say("extra sales"), "profit": say("left after costs")}
        shown = [part for part in labels if name != NONE or part != "incremental"]
        return [
            Row(label=labels[part], now=self.plain(getattr(now, part)), before=self.plain(getattr(before, part)))
            for part in shown
        ]

    def verdict(self, one: str, other: str) -> Verdict:
        """Two paths compared."""
        return Verdict(
            said=verdict_words(one, other, self.reading, self.language),
            why=why_words(one, other, self.reading, self.language),
        )

    # --- what it rests on --------------------------------------------------------------------------------------------

    def rests(self) -> tuple[str, ...]:
        """What the answer rests on, in plain lines."""
        levels = parts_words(self.reading.indicators, self.reading.history, self.language)
        shut = closed_words(self.reading.closed_weeks, self.language)
        told = (self._weeks(), *([shut] if shut else []), self._alike(), self._agreement())
        return tuple(chain(told, levels, self._money()))

    def _weeks(self) -> str:
        language, history, counted = self.language, self.reading.history, self.reading.diagnostics.weeks
        told = language.counted("{n} week counted", "{n} weeks counted", counted)
        missing = history.weeks - counted
        gone = language.plural("{n} missing", "{n} missing", missing).format(n=missing)
        span = language.say("{told}, from {start} to {end}").format(
            told=told,
            start=language.date(history.start),
            end=language.date(history.monday(history.weeks - 1)),
        )
        return f"{span} ({gone})." if missing else f"{span}."

    def _alike(self) -> str:
        """Whether the fitted model makes weeks like the firm's own."""
        say, odd = self.language.say, [name for name, check in self.reading.checks.items() if check.odd]
        if not odd:
            return say("Weeks drawn from what is believed look like yours: the year, the peaks, the jumps, the zeros.")
        names = {
            "year": say("the last year against the whole"),
            "peak": say("the highest week"),
            "trough": say("the lowest week"),
            "jump": say("the jumps from week to week"),
            "zeros": say("the weeks without any sale"),
        }
        told = self.language.listed([names.get(name, name) for name in odd])
        template = say("Take care: weeks drawn from what is believed hardly ever look like yours in {what}.")
        return template.format(what=told)

    def _agreement(self) -> str:
        found, language = self.reading.diagnostics, self.language
        draws = self.reading.fitted.scores.shape[0] * self.reading.fitted.scores.shape[1]
        template = language.say(
            "The calculation agrees with itself: r-hat {rhat}, at least {ess} independent draws of {draws}{again}."
        )
        again = language.say(", at the second attempt") if found.reran else ""
        rhat = format_decimal(found.max_rhat, format="0.000", locale=language.locale)
        return language.typeset(
            template.format(
                rhat=rhat, ess=language.number(round(found.min_ess)), draws=language.number(draws), again=again
            )
        )

    def _money(self) -> list[str]:
        setup, language, say = self.reading.setup, self.language, self.language.say
        usual = say("taken from what is usual in any trade, since nobody said (--margin or --firm)")
        margin = say("Of {hundred} of sales, {left} are left after what is sold").format(
            hundred=language.exact_money(100.0), left=language.exact_money(round(100.0 * setup.margin))
        )
        lines = [f"{margin}: {usual}." if "margin" in self.shown.assumed else f"{margin}."]
        if setup.hour_cost is not None and any(lever.unit is Unit.HOURS for lever in self.reading.levers.values()):
            hour = say("An hour is counted at {price}").format(price=language.exact_money(round(setup.hour_cost, 1)))
            asked = say("taken from what is usual, since nobody said (--firm)")
            lines.append(f"{hour}: {asked}." if "hour_cost" in self.shown.assumed else f"{hour}.")
        return [language.typeset(line.replace(": ", " : ") if language.code == "fr" else line) for line in lines]

    # --- numbers -----------------------------------------------------------------------------------------------------

    def plain(self, found: Interval) -> str:
        """An interval of money without its sign, which the head of the column says."""
        low, mid, high = (self._number(value) for value in found)
        return between(found, self._number, self.language) if found.p10 < 0.0 else f"{mid} ({low}–{high})"

    def _number(self, value: float) -> str:
        if not math.isfinite(value):
            return NOBODY
        size = abs(value)
        if size >= DECIMALS_BELOW or value == 0.0:
            told = format_decimal(rounded(value), format="#,##0", locale=self.language.locale)
        else:
            told = format_decimal(value, format="0.00" if size < 1.0 else "0.0", locale=self.language.locale)
        return told.replace("-", "\u2212\u2060")


def customer_cost(lever: LeverReading, effect: LeverEffect) -> tuple[float | None, float | None, float | None] | None:
    """What a new customer costs, at 10, 50 and 90 %; None at an end at which fewer than one comes in all."""
    found = effect.cost_per_customer
    if found is None:
        return None
    low, mid, high = (value if 0.0 < value <= lever.spent else None for value in found)
    return low, mid, high


def weak_levers(reading: Reading) -> tuple[LeverHistory, ...]:
    """Levers of which too little can be said."""
    return tuple(lever for lever in reading.history.levers if reading.levers[lever.name].finding is Finding.CANNOT_TELL)
