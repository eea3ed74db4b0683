"""Figures and their sources in words, as lines for the terminal."""

import math
import textwrap
from collections.abc import Iterable, Sequence

from babel.numbers import format_decimal

from foulee.core.quantities import Quantity
from foulee.core.types import Network
from foulee.knowledge.audiences import AudienceEstimate
from foulee.knowledge.errors import Level, Problem
from foulee.knowledge.places import Places
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.schema import Fact, Status, Words
from foulee.knowledge.structures import Prior
from foulee.knowledge.texts import load_sentences
from foulee.knowledge.uses import Use, UseKind
from foulee.reporting.language import NARROW, Language

WIDTH = 79
INDENT = "  "
GAP = "  "
SIGNIFICANT = 3
HARD = "\u00a0"
CHANGE = "percent_change"
FLAG = "flag"


class Figures:
    """Says figures in one language."""

    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        self.knowledge = knowledge
        self.language = language
        self.codes = knowledge.codes

    # --- numbers -----------------------------------------------------------------------------------------------------

    def number(self, value: float) -> str:
        """Write a number as the table gives it."""
        return format_decimal(value, format="#,##0.####", locale=self.language.locale).replace("-", "\u2212")

    def rounded(self, value: float) -> str:
        """Write a computed number with three significant figures."""
        if value == 0.0 or not math.isfinite(value):
            return self.number(value)
        places = SIGNIFICANT - 1 - math.floor(math.log10(abs(value)))
        return self.number(round(value, places))

    def with_unit(self, number: str, unit: str) -> str:
        """Put a unit after a number, on the same line."""
        words = self.codes.units[unit].get(self.language.code).replace(" ", HARD)
        if not words:
            return number
        if words == "%":
            return f"{number}{NARROW}%" if self.language.code == "fr" else f"{number}%"
        return f"{number}{HARD}{words}"

    def value(self, fact: Fact) -> str:
        """Write a fact's value with its unit; a finding without figure is said to be one."""
        if fact.unit == FLAG:
            return self.language.say("(finding)")
        sign = "+" if fact.unit == CHANGE and fact.value > 0.0 else ""
        return self.with_unit(f"{sign}{self.number(fact.value)}", fact.unit)

    def interval(self, fact: Fact) -> str:
        """Write a fact's spread and where it comes from."""
        if fact.low is None or fact.high is None or fact.unit == FLAG:
            return ""
        kind = self._said(self.codes.spreads[fact.spread])
        if fact.low == fact.high:
            return ""
        return f"{self._between(fact.low, fact.high, fact.unit)} ({kind})"

    def _between(self, low: float, high: float, unit: str) -> str:
        ends = {
            "low": self.rounded(low),
            "high": self.with_unit(self.rounded(high), unit),
        }
        return self.language.say("from {low} to {high}").format(**ends)

    # --- words -------------------------------------------------------------------------------------------------------

    def _said(self, words: Words) -> str:
        return self.language.typeset(words.get(self.language.code))

    def label(self, fact: Fact) -> str:
        """Write a fact's label; an assumption says that it is one."""
        label = self.language.typeset(fact.label_fr if self.language.code == "fr" else fact.label_en)
        return f"{label} ({self.status(fact)})" if fact.status is Status.ASSUMPTION else label

    def status(self, fact: Fact) -> str:
        """Say how the figure was seen."""
        return self._said(load_sentences()["status"][fact.status])

    def country(self, code: str) -> str:
        """Name of a country."""
        return self._said(self.codes.countries[code])

    def network(self, code: str) -> str:
        """Name of a network."""
        return self.codes.network(code, self.language.code)

    def population(self, fact: Fact) -> str:
        """Say who or what is counted: base, ages, country."""
        parts = [self._said(self.codes.bases[fact.base])]
        ages = self.ages(fact.age_from, fact.age_to)
        return ", ".join([*parts, *([ages] if ages else []), self.country(fact.country)])

    def ages(self, start: int | None, end: int | None) -> str:
        """Say a range of ages, both ends included."""
        if start is not None and end is not None:
            return self.language.say("aged {start} to {end}").format(start=start, end=end)
        if start is not None:
            return self.language.say("aged {start} and over").format(start=start)
        return self.language.say("aged up to {end}").format(end=end) if end is not None else ""

    def use(self, use: Use) -> str:
        """Say what names a fact."""
        say = self.language.say
        templates = {
            UseKind.PRIOR: say("starting range: {name} ({file})"),
            UseKind.CHANNEL: say("channel: {name} ({file})"),
            UseKind.TRADE: say("trade: {name} ({file})"),
            UseKind.COUNTRY: say("country: {name} ({file})"),
            UseKind.AUDIENCE: say("who uses which network: {name} ({file})"),
            UseKind.RULE: say("rule: {name} ({file})"),
        }
        names = {UseKind.COUNTRY: self.codes.countries, UseKind.AUDIENCE: self.codes.countries}
        known = names.get(use.kind, {})
        name = self._said(known[use.name]) if use.name in known else use.name
        return templates[use.kind].format(name=name, file=use.file)

    # --- lines -------------------------------------------------------------------------------------------------------

    def listed(self, facts: Sequence[Fact]) -> str:
        """Write facts one below the other: value, year, label, and the id under it; then how many."""
        values = [self.value(fact) for fact in facts]
        room = max((len(value) for value in values), default=0)
        lines = [line for fact, value in zip(facts, values, strict=True) for line in self._listed(fact, value, room)]
        count = self.language.counted("{n} figure", "{n} figures", len(facts))
        return "\n".join([*lines, "", count] if facts else [self.language.say("No figure found.")])

    def _listed(self, fact: Fact, value: str, room: int) -> list[str]:
        head = f"{value:>{room}}{GAP}{fact.year}{GAP}"
        start = min(len(head), WIDTH - len(fact.id))
        return [*wrapped(self.label(fact), head), " " * start + fact.id]

    def shown(self, fact: Fact, places: Places, named: Iterable[Use]) -> str:
        """Write all that is known of a fact."""
        say = self.language.say
        table, line = places.facts[fact.id]
        rows = [
            (say("value"), [self.value(fact)]),
            (say("interval"), [self.interval(fact)]),
            (say("counted on"), [self.population(fact)]),
            (say("network"), [self.network(fact.network)] if fact.network else []),
            (say("year"), [str(fact.year)]),
            (say("evidence"), [self._said(self.codes.evidence[fact.evidence])]),
            (say("how seen"), [self.status(fact)]),
            (say("last checked"), [self.language.date(fact.checked_on)]),
            (say("source"), [text for key in fact.source for text in self._source(key)]),
            (say("note"), [fact.note]),
            (say("table"), [say("{table}, line {line}").format(table=table, line=line)]),
            (say("used by"), [self.use(use) for use in named] or [say("nothing: background only")]),
        ]
        return "\n".join([fact.id, *wrapped(self.label(fact), INDENT), "", *aligned(rows)])

    def _source(self, key: str) -> list[str]:
        source = self.knowledge.sources[key]
        return [f"{key} {source.title}", *(part for part in source.url.split(" ; ") if part)]

    def priors(self) -> str:
        """Write every prior: interval, unit, what it rests on."""
        return "\n\n".join(self._prior(name, prior) for name, prior in self.knowledge.priors.items())

    def _prior(self, name: str, prior: Prior) -> str:
        quantity = prior.quantity
        ends = {"low": self.number(quantity.low), "high": self.number(quantity.high)}
        spread = self.language.say("from {low} to {high}").format(**ends) if quantity.low < quantity.high else ""
        figures = f"{self.number(quantity.mid):>9}{GAP}{spread}"
        rests = {
            "from_facts": self.language.say("from published figures"),
            "assumption": self.language.say("assumption"),
        }
        ground = ", ".join([rests[prior.status], *prior.facts])
        return "\n".join(
            [
                f"{name:<40}{figures}".rstrip(),
                *wrapped(f"{self._said(prior.label)} ({self._said(prior.unit)})", INDENT),
                *wrapped(ground, INDENT),
            ]
        )

    def audience(self, found: AudienceEstimate, country: str, network: Network, ages: tuple[int, int]) -> str:
        """Write an estimate of use: share, interval, whether it was borrowed, and the figures behind it."""
        say = self.language.say
        lender = self.country(str(self.knowledge.usage.countries[country]["lends_from"]))
        ground = (
            say("no figure of its own: borrowed ({lender}), hence the wide interval")
            if found.borrowed
            else say("its own figures, on a pattern by age borrowed elsewhere ({lender})")
        )
        rows = [
            (say("share"), [f"{self.language.percent(found.share.mid)} ({self._chances(found.share)})"]),
            (say("from"), [ground.format(lender=lender)]),
        ]
        title = f"{self.network(network)}, {self.country(country)}, {self.ages(*ages)}"
        facts = [self.knowledge.facts[fact] for fact in found.facts]
        return "\n".join([title, *aligned(rows), "", self.listed(facts)])

    def _chances(self, share: Quantity) -> str:
        ends = {"low": self.language.percent(share.low), "high": self.language.percent(share.high)}
        return self.language.say("8 chances in 10 between {low} and {high}").format(**ends)


def told_problem(problem: Problem, language: Language) -> str:
    """Say one thing wrong with the files, its place first."""
    say, place = language.say, problem.place
    told = say(problem.sentence)
    told = told.format_map(problem.values) if problem.values else told
    line, warning = say("line"), say("warning")
    if place.startswith("line "):
        place = f"{line} {place.removeprefix('line ')}"
    colon = f"{NARROW}:" if language.code == "fr" else ":"
    level = f" ({warning})" if problem.level is Level.WARNING else ""
    return "\n".join(wrapped(f"{problem.file}, {place}{colon} {told}{level}", "", hang=INDENT))


def wrapped(text: str, head: str, hang: str | None = None) -> list[str]:
    """Cut a text into lines, the first after `head`, the others under its end (or after `hang`)."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head) if hang is None else hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def aligned(rows: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Write titled values, one title a row and its values below one another; rows without value are left out."""
    kept = [(title, [value for value in values if value]) for title, values in rows]
    room = max(len(title) for title, values in kept if values)
    return [
        line
        for title, values in kept
        for place, value in enumerate(values)
        for line in wrapped(value, f"{INDENT}{'' if place else title:<{room}}{GAP}")
    ]
