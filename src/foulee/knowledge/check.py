"""Everything wrong with the knowledge files: what they cite, what cites them, how old and how well written.

The reader refuses what would break an answer; this check also finds what would mislead whoever reads or corrects
the tables. It is run by `foulee knowledge check` and by a test.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.resources.abc import Traversable

from foulee.knowledge.asking import FILE as ASKING
from foulee.knowledge.asking import Order
from foulee.knowledge.audiences import LENDER, comparisons, observed_spread
from foulee.knowledge.calendar import FILE as CALENDAR
from foulee.knowledge.calendar import CalendarRules
from foulee.knowledge.errors import KnowledgeError, Level, Problem, mark
from foulee.knowledge.motives import FILE as MOTIVES_FILE
from foulee.knowledge.motives import parse_motives
from foulee.knowledge.places import FACTS, SOURCES, Places
from foulee.knowledge.reader import FOLDER, Knowledge, read, read_as
from foulee.knowledge.rulebooks import (
    FEATURES_FILE,
    RULES_FILE,
    Feature,
    RulesFile,
    RuleTexts,
    rule_texts,
)
from foulee.knowledge.schema import Fact, Status
from foulee.knowledge.soundness import PRIORS, unfounded_priors, unknown_codes
from foulee.knowledge.structures import (
    Background,
    Channel,
    Codes,
    CountryFigures,
    KeptSource,
    LawEntry,
    Prior,
    TradeFigures,
    Usage,
)
from foulee.knowledge.tables import read_facts, read_sources
from foulee.knowledge.texts import SENTENCES
from foulee.knowledge.uses import Use, uses
from foulee.knowledge.website_rules import FILE as WEBSITE_RULES
from foulee.knowledge.website_rules import WebsiteRulesFile
from foulee.knowledge.website_signs import FILE as SIGNS
from foulee.knowledge.website_signs import WebsiteSigns
from foulee.knowledge.wording import badly_written

OWN_ASSUMPTION = "A00"
ANYWHERE = "any"
MONTHS_GOOD = 24  # how long a checked figure is trusted before somebody looks again
FULL = 100.0
NEAR = 1.25  # how far the declared spreads of `usage.yaml` may be from the observed ones
BORROWS = "lends_from"
BACKGROUND, LAW, USAGE = "background.yaml", "legal.yaml", "usage.yaml"
SHAPES: dict[str, type] = {
    "codes.yaml": Codes,
    PRIORS: dict[str, Prior],
    "trades.yaml": dict[str, TradeFigures],
    "countries.yaml": dict[str, CountryFigures],
    "channels.yaml": dict[str, Channel],
    USAGE: Usage,
    LAW: tuple[LawEntry, ...],
    BACKGROUND: Background,
    RULES_FILE: RulesFile,
    FEATURES_FILE: tuple[Feature, ...],
    "rules/answers.yaml": SENTENCES,
    WEBSITE_RULES: WebsiteRulesFile,
    SIGNS: WebsiteSigns,
    ASKING: Order,
    CALENDAR: CalendarRules,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """All that is checked together: knowledge, rules, what is declared background, and what names each fact."""

    knowledge: Knowledge
    rules: RuleTexts
    background: Background
    uses: dict[str, tuple[Use, ...]]
    places: Places


def check(on: dt.date, folder: Traversable = FOLDER) -> list[Problem]:
    """Find everything wrong in a folder of knowledge, as of a date; errors first. Empty when all is well.

    Files whose shape is wrong are said first and alone: the rest cannot be judged without them.
    """
    shapes = _bad_shapes(folder)
    problems = [*shapes, *badly_written(folder)]
    if not shapes:
        base = _read(on, folder)
        problems += [problem for find in CHECKS for problem in find(base)]
    return sorted(problems, key=lambda problem: problem.level is Level.WARNING)


def _bad_shapes(folder: Traversable) -> list[Problem]:
    readers: list[Callable[[], object]] = [
        lambda: read_facts(folder.joinpath(FACTS)),
        lambda: read_sources(folder.joinpath(SOURCES)),
        lambda: parse_motives(folder.joinpath(MOTIVES_FILE).read_text(encoding="utf-8")),
        *(lambda name=name, kind=kind: read_as(name, kind, folder) for name, kind in SHAPES.items()),
    ]
    return [problem for reader in readers for problem in _refusals(reader)]


def _refusals(reader: Callable[[], object]) -> list[Problem]:
    try:
        reader()
    except KnowledgeError as error:
        return error.problems
    return []


def _read(on: dt.date, folder: Traversable) -> Base:
    knowledge = read(on, folder)
    rules = rule_texts(read_as(RULES_FILE, RulesFile, folder), read_as(FEATURES_FILE, tuple[Feature, ...], folder))
    return Base(
        knowledge=knowledge,
        rules=rules,
        background=read_as(BACKGROUND, Background, folder),
        uses=uses(knowledge, rules),
        places=Places(folder),
    )


# --- facts ---------------------------------------------------------------------------------------------------------


def _codes(base: Base) -> Iterator[Problem]:
    yield from unknown_codes(base.knowledge.facts, base.knowledge.codes, base.places)


def _assumptions(base: Base) -> Iterator[Problem]:
    """An assumption cites Foulée itself and nothing else; what is seen somewhere does not cite Foulée."""
    for fact in base.knowledge.facts.values():
        cites_itself = OWN_ASSUMPTION in fact.source
        if fact.status is Status.ASSUMPTION and fact.source != (OWN_ASSUMPTION,):
            yield Problem(*base.places.fact(fact.id), mark("an assumption cites A00 and nothing else"))
        elif cites_itself and fact.status is not Status.ASSUMPTION:
            yield Problem(*base.places.fact(fact.id), mark("only an assumption cites A00"))


def _values(base: Base) -> Iterator[Problem]:
    for fact in base.knowledge.facts.values():
        ends = (fact.low, fact.value, fact.high)
        if fact.unit == "percent" and any(end is not None and not 0.0 <= end <= FULL for end in ends):
            yield Problem(
                *base.places.fact(fact.id),
                mark("a percentage runs from 0 to 100; a change is written in percent_change"),
            )
        if fact.unit == "flag" and fact.value != 1.0:
            yield Problem(*base.places.fact(fact.id), mark("a flag has value 1"))


def _labels(base: Base) -> Iterator[Problem]:
    """The same label twice in one language: the two facts could not be told apart."""
    for read_label in (_french, _english):
        seen: dict[str, str] = {}
        for fact in base.knowledge.facts.values():
            label = " ".join(read_label(fact).casefold().split())
            if label in seen:
                yield Problem(
                    *base.places.fact(fact.id),
                    mark("the label is the same as that of {other}"),
                    values={"other": seen[label]},
                )
            seen.setdefault(label, fact.id)


def _french(fact: Fact) -> str:
    return fact.label_fr


def _english(fact: Fact) -> str:
    return fact.label_en


def _dates(base: Base) -> Iterator[Problem]:
    """Facts checked in the future, one by one; facts checked too long ago, table by table."""
    limit = _months_before(base.knowledge.on, MONTHS_GOOD)
    old: dict[str, list[Fact]] = {}
    for fact in base.knowledge.facts.values():
        if fact.checked_on > base.knowledge.on:
            yield _in_future(base.places.fact(fact.id), fact.checked_on)
        elif fact.checked_on < limit:
            old.setdefault(base.places.facts[fact.id][0], []).append(fact)
    for table, facts in old.items():
        yield _too_old(table, facts)


def _in_future(place: tuple[str, str], day: dt.date) -> Problem:
    return Problem(*place, mark("checked_on, {day}, is in the future"), values={"day": day.isoformat()})


def _too_old(table: str, facts: list[Fact]) -> Problem:
    oldest = min(facts, key=lambda fact: fact.checked_on)
    return Problem(
        table,
        oldest.id,
        mark("facts not checked for more than {months} months: {count}, the oldest on {day}"),
        Level.WARNING,
        {"count": len(facts), "months": MONTHS_GOOD, "day": oldest.checked_on.isoformat()},
    )


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, 28))


# --- sources -------------------------------------------------------------------------------------------------------


def _cited_sources(base: Base) -> Iterator[Problem]:
    """Every source cited exists."""
    for fact in base.knowledge.facts.values():
        yield from _absent_sources(fact.source, base, base.places.fact(fact.id))
    for entry in base.knowledge.law:
        yield from _absent_sources(entry.source, base, base.places.entry(LAW, entry.id))


def _absent_sources(keys: Iterable[str], base: Base, place: tuple[str, str]) -> Iterator[Problem]:
    for key in keys:
        if key not in base.knowledge.sources:
            yield Problem(*place, mark("the source {key} is not in sources.csv"), values={"key": key})


def _orphan_sources(base: Base) -> Iterator[Problem]:
    """Every source is cited, or kept for a reason."""
    cited = {key for fact in base.knowledge.facts.values() for key in fact.source}
    cited |= {key for entry in base.knowledge.law for key in entry.source}
    kept = {entry.key for entry in _declared_sources(base)}
    for key in base.knowledge.sources:
        if key not in cited | kept:
            yield Problem(
                *base.places.source(key),
                mark("nothing cites this source; cite it, remove it, or list it in background.yaml"),
            )
    for key in sorted(kept):
        if key not in base.knowledge.sources:
            place = base.places.entry(BACKGROUND, key)
            yield Problem(*place, mark("the source {key} is not in sources.csv"), values={"key": key})
    for entry in base.background.kept_sources:
        if entry.key in cited:
            place = base.places.entry(BACKGROUND, entry.key)
            yield Problem(*place, mark("the source {key} is cited: no need to keep it"), values={"key": entry.key})


def _declared_sources(base: Base) -> tuple[KeptSource, ...]:
    return (*base.background.kept_sources, *base.background.rejected_sources)


# --- what names facts ----------------------------------------------------------------------------------------------


def _priors(base: Base) -> Iterator[Problem]:
    """Priors rest on facts that exist, none an anecdote, none from a rejected source (METHOD E4)."""
    facts, priors = base.knowledge.facts, base.knowledge.priors
    yield from unfounded_priors(facts, priors, base.places)
    rejected = {entry.key for entry in base.background.rejected_sources}
    for name, prior in priors.items():
        for key in prior.facts:
            refused = rejected.intersection(facts[key].source) if key in facts else set()
            for source in sorted(refused):
                yield Problem(
                    *base.places.entry(PRIORS, name, key),
                    mark("the fact {fact} cites the rejected source {key}, and never feeds a prior"),
                    values={"fact": key, "key": source},
                )


def _named_facts(base: Base) -> Iterator[Problem]:
    """Facts named elsewhere than in priors exist."""
    for fact, named in base.uses.items():
        for use in named:
            if fact not in base.knowledge.facts and use.file != PRIORS:
                yield Problem(
                    *base.places.entry(use.file, use.name, fact),
                    mark("the fact {fact} does not exist"),
                    values={"fact": fact},
                )


def _limits(base: Base) -> Iterator[Problem]:
    """A rule's limit is its fact's value times its factor."""
    for rule, grounds in base.rules.grounds.items():
        for limit in grounds.values():
            fact = base.knowledge.facts.get(limit.fact or "")
            if fact is None or limit.times is None:
                continue
            wanted = fact.value * limit.times
            if abs(limit.value - wanted) > 1e-9 * max(1.0, abs(wanted)):
                yield Problem(
                    *base.places.entry(RULES_FILE, rule, fact.id),
                    mark("the limit is {found}, but {fact} gives {wanted}"),
                    values={"found": limit.value, "fact": fact.id, "wanted": f"{wanted:g}"},
                )


def _background(base: Base) -> Iterator[Problem]:
    """Every fact is used or declared background, and nothing is declared in vain."""
    unused: dict[str, list[str]] = {table: [] for table in base.background.tables}
    for fact in base.knowledge.facts:
        if fact not in base.uses:
            unused.setdefault(base.places.facts[fact][0], []).append(fact)
    for table, facts in unused.items():
        patterns = [pattern for entry in base.background.tables.get(table, ()) for pattern in entry.ids]
        for fact in facts:
            if not any(fnmatchcase(fact, pattern) for pattern in patterns):
                yield Problem(
                    *base.places.fact(fact), mark("nothing uses this fact; use it, or say why in background.yaml")
                )
        for pattern in patterns:
            if not any(fnmatchcase(fact, pattern) for fact in facts):
                yield Problem(
                    *base.places.entry(BACKGROUND, table, pattern),
                    mark("the pattern {pattern} matches no unused fact"),
                    values={"pattern": pattern},
                )


# --- law, countries, audiences -------------------------------------------------------------------------------------


def _law(base: Base) -> Iterator[Problem]:
    """The checklist's codes are known, its lines told apart, its dates good."""
    seen: set[str] = set()
    for entry in base.knowledge.law:
        place = base.places.entry(LAW, entry.id)
        if entry.id in seen:
            yield Problem(*place, mark("the id {id} is used twice"), values={"id": entry.id})
        seen.add(entry.id)
        yield from _law_codes(entry, base, place)
        if entry.checked_on > base.knowledge.on:
            yield _in_future(place, entry.checked_on)
        elif entry.checked_on < _months_before(base.knowledge.on, MONTHS_GOOD):
            yield Problem(
                *place,
                mark("last checked more than {months} months ago, on {day}"),
                Level.WARNING,
                {"months": MONTHS_GOOD, "day": entry.checked_on.isoformat()},
            )


def _law_codes(entry: LawEntry, base: Base, place: tuple[str, str]) -> Iterator[Problem]:
    codes = base.knowledge.codes
    unknown = [("country", code) for code in entry.countries if code not in codes.countries]
    unknown += [("network", code) for code in entry.networks if code not in codes.networks]
    for column, code in unknown:
        sentence = mark("the {column} {code} is not in codes.yaml")
        yield Problem(*place, sentence, values={"column": column, "code": code})


def _countries(base: Base) -> Iterator[Problem]:
    """A country offered has a label and an estimate of who uses what."""
    for code in base.knowledge.countries:
        place = base.places.entry("countries.yaml", code)
        if code not in base.knowledge.codes.countries:
            sentence = mark("the {column} {code} is not in codes.yaml")
            yield Problem(*place, sentence, values={"column": "country", "code": code})
        if code not in base.knowledge.usage.countries:
            yield Problem(*place, mark("the country {code} has no entry in usage.yaml"), values={"code": code})


def _audiences(base: Base) -> Iterator[Problem]:
    """Every country has a line for each network, and borrows from one that exists."""
    usage = base.knowledge.usage
    for country, entry in usage.countries.items():
        place = base.places.entry(USAGE, country)
        if entry.get(BORROWS) not in {LENDER, *usage.countries} - {country}:
            yield Problem(*place, mark("lends_from must be US or another country of this file"))
        for network in usage.lender:
            if not isinstance(entry.get(network), tuple):
                sentence = mark("the network {network} has no list of facts; write [] if there is none")
                yield Problem(*place, sentence, values={"network": network.value})


def _lending(base: Base) -> Iterator[Problem]:
    """The declared spreads of use between countries are near those seen where both are known."""
    usage = base.knowledge.usage
    if any(_audiences(base)) or any(_countries(base)) or any(_named_facts(base)):
        return  # said already; the comparison would not run
    level, shape = observed_spread(comparisons(base.knowledge))
    for name, told, found in (("level_sd", usage.level_sd, level), ("shape_sd", usage.shape_sd, shape)):
        if not 1.0 / NEAR <= found / told <= NEAR:
            yield Problem(
                *base.places.entry(USAGE, name),
                mark("{name} is {told}, but the countries' own figures differ by {found} (root mean square)"),
                Level.WARNING,
                {"name": name, "told": told, "found": f"{found:.2f}"},
            )


CHECKS: tuple[Callable[[Base], Iterator[Problem]], ...] = (
    _codes,
    _assumptions,
    _values,
    _labels,
    _dates,
    _cited_sources,
    _orphan_sources,
    _priors,
    _named_facts,
    _limits,
    _background,
    _law,
    _countries,
    _audiences,
    _lending,
)
