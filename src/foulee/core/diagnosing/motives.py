"""Why does this owner want to be on social media? Reading the answer in free text (METHOD C1).

A *bad* motive says nothing of what the firm would get out of it: everybody is there, we have no choice, the
competitors do it, my niece told me to, it is free, it looks modern, we would miss the boat. A *purpose* says
what for: hire two welders, fill the Tuesday class, tell the regulars where the truck is parked. The words of
the one often stand inside the other: a list of forbidden words would condemn good reasons. How it works:

1. The text becomes words, spelled as the lexicon spells them (see `motive_matching`, which also says what a
   phrase can hold: alternatives, gaps of a few words, what must not follow).
2. The phrases of every class of motive are looked for. Of two that overlap, the one that begins first is
   kept, so that "my niece said we must be there" is one finding, *told to*, and not two.
3. Signs of a purpose are looked for in the rest: a verb of aim with its object, something wanted of others,
   people named, a number of things, a date, what serving customers costs today, or customers who are there or
   ask for it, the best reason of all. Each kind of sign has a weight and counts once; a purpose needs a total
   that the lexicon sets. A sign in doubt ("I don't know what to sell") does not count.
4. If neither is met and next to nothing speaks for a purpose, broader phrases, called hints, are looked for:
   "competitor", "nowadays", "my brother thinks" are not proofs, but no purpose stands against them.
5. A finding that the owner sets aside is dropped: it comes after a rejection ("not because", "plutôt que de")
   and before the contrast that ends it ("but", "mais") or the end of the sentence; or right after a negation
   ("ce n'est pas la"); or just before a dismissal ("that's no reason", "ça m'est égal").
6. Bad motive alone: `bad`. With a purpose: `mixed`. A purpose alone: `good`. Neither: `unclear`, and so is a
   *mild* motive alone ("visibility"), which a purpose makes harmless. No letter or digit: `empty`.

The reading errs on one side by intent: a good motive called unclear costs one more question, a good motive
called bad costs the owner's trust.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from foulee.core.diagnosing.motive_matching import (
    Grammar,
    Page,
    Phrase,
    Span,
    Speller,
    normalise,
)


class MotiveVerdict(StrEnum):
    """What the answer is worth as an objective."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"
    UNCLEAR = "unclear"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class MotiveClass:
    """One kind of bad motive; `mild` ones are merely vague and never make a reading bad.

    `phrases` tell it whatever surrounds them; `hints`, only where next to nothing speaks for a purpose.
    """

    code: str
    mild: bool
    phrases: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeSign:
    """One kind of sign that something definite is wanted; it counts once, for `weight`."""

    code: str
    weight: int
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MotiveTurns:
    """Turns of phrase that change what stands around them.

    `rejections` set aside what follows, up to one of the `contrasts` or the sentence's end; `negations` what
    they touch; `dismissals` what precedes, back to the start of the previous sentence. `doubts` undo the
    signs of purpose that follow them in the sentence.
    """

    rejections: tuple[str, ...]
    negations: tuple[str, ...]
    dismissals: tuple[str, ...]
    doubts: tuple[str, ...]
    contrasts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MotiveLexicon:
    """All the words by which motives are read. Languages are not kept apart: owners mix them.

    `sets` names lists of entries that phrases use as `{name}`; `short_forms` pairs a short form with what it
    stands for; `plain_words` are never taken for a misspelling; `purpose_needs` is the total weight of signs
    from which a text states a purpose, `hints_below` the weight under which hints are believed.
    """

    motives: tuple[MotiveClass, ...]
    purposes: tuple[PurposeSign, ...]
    purpose_needs: int
    hints_below: int
    turns: MotiveTurns
    sets: tuple[tuple[str, tuple[str, ...]], ...]
    short_forms: tuple[tuple[str, str], ...]
    plain_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MotiveFinding:
    """A bad motive found: its class, and `phrase`, the owner's own words, which are `text[start:end]`."""

    code: str
    phrase: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MotiveReading:
    """What was understood: findings in the order of the text, is a purpose stated, and the verdict."""

    findings: tuple[MotiveFinding, ...]
    has_purpose: bool
    verdict: MotiveVerdict


@dataclass(frozen=True, slots=True)
class _Found:
    code: str
    mild: bool
    span: Span


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A lexicon ready for use: the same things, phrases compiled."""

    speller: Speller
    phrases: tuple[tuple[MotiveClass, tuple[Phrase, ...]], ...]
    hints: tuple[tuple[MotiveClass, tuple[Phrase, ...]], ...]
    purposes: tuple[tuple[PurposeSign, tuple[Phrase, ...]], ...]
    rejections: tuple[Phrase, ...]
    negations: tuple[Phrase, ...]
    dismissals: tuple[Phrase, ...]
    doubts: tuple[Phrase, ...]
    contrasts: tuple[Phrase, ...]


def read_motive(text: str, lexicon: MotiveLexicon) -> MotiveReading:
    """Read an owner's reason for being on social media.

    Parameters
    ----------
    text
        What was typed, in French, in English or in both; its first 20 000 characters are read.
    lexicon
        The phrases to look for. It is compiled once and kept: pass the same object again.

    Returns
    -------
    MotiveReading
        Findings without overlap, each a slice of `text`; vague ones are left out once a purpose is stated.

    Raises
    ------
    ValueError
        If a phrase of the lexicon cannot be read.

    """
    compiled = compile_lexicon(lexicon)
    page = Page(text, compiled.speller)
    met = _apart(_met(page, compiled.phrases))
    purpose = _purpose_weight(page, compiled, met) >= lexicon.purpose_needs
    kept = _kept(page, compiled, met)
    if not purpose and all(found.mild for found in kept):
        kept = _hinted(page, compiled, met, lexicon.hints_below) or kept
    shown = [found for found in kept if not (purpose and found.mild)]
    findings = tuple(_finding(text, page, found) for found in shown)
    return MotiveReading(findings, purpose, _verdict(page, shown, has_purpose=purpose))


@lru_cache(maxsize=4)
def compile_lexicon(lexicon: MotiveLexicon) -> _Compiled:
    """Read every phrase and index every word. Raises ValueError at the first phrase that cannot be read."""
    grammar, turns = Grammar(dict(lexicon.sets)), lexicon.turns

    def read(phrases: Iterable[str]) -> tuple[Phrase, ...]:
        """Compile phrases."""
        return tuple(grammar.phrase(phrase) for phrase in phrases)

    return _Compiled(
        phrases=tuple((motive, read(motive.phrases)) for motive in lexicon.motives),
        hints=tuple((motive, read(motive.hints)) for motive in lexicon.motives),
        purposes=tuple((sign, read(sign.phrases)) for sign in lexicon.purposes),
        rejections=read(turns.rejections),
        negations=read(turns.negations),
        dismissals=read(turns.dismissals),
        doubts=read(turns.doubts),
        contrasts=read(turns.contrasts),
        speller=_speller(lexicon, grammar),
    )


def _speller(lexicon: MotiveLexicon, grammar: Grammar) -> Speller:
    turns = lexicon.turns
    phrases = [
        *(phrase for motive in lexicon.motives for phrase in motive.phrases + motive.hints),
        *(phrase for sign in lexicon.purposes for phrase in sign.phrases),
        *(turns.rejections + turns.negations + turns.dismissals + turns.doubts + turns.contrasts),
    ]
    short_forms = {normalise(short): normalise(whole) for short, whole in lexicon.short_forms}
    vocabulary: frozenset[str] = frozenset().union(*(grammar.words(phrase) for phrase in phrases))
    return Speller(vocabulary, short_forms, [normalise(word) for word in lexicon.plain_words])


def _met(page: Page, motives: tuple[tuple[MotiveClass, tuple[Phrase, ...]], ...]) -> list[_Found]:
    return [_Found(motive.code, motive.mild, span) for motive, phrases in motives for span in page.find(phrases)]


def _apart(met: list[_Found]) -> list[_Found]:
    """Of motives that overlap keep the one that begins first, then the longest, then the first in `met`."""
    chosen: list[_Found] = []
    taken: set[int] = set()
    for found in sorted(met, key=lambda found: (found.span[0], -found.span[1])):
        words = range(*found.span)
        if taken.isdisjoint(words):
            taken.update(words)
            chosen.append(found)
    return sorted(chosen, key=lambda found: found.span)


def _kept(page: Page, compiled: _Compiled, met: list[_Found]) -> list[_Found]:
    """Return the motives that the owner does not set aside."""
    aside = set(_rejected(page, compiled)) | set(_dismissed(page, compiled))
    touched = {end for _, end in page.find(compiled.negations)}
    return [found for found in met if found.span[0] not in aside and not _negated(page, found, touched)]


def _hinted(page: Page, compiled: _Compiled, met: list[_Found], below: int) -> list[_Found]:
    """Return the motives kept if hints are believed; none if signs of purpose outside weigh too much."""
    broad = _apart([*met, *_met(page, compiled.hints)])
    weight = _purpose_weight(page, compiled, broad)
    return _kept(page, compiled, broad) if weight < below else []


def _negated(page: Page, found: _Found, touched: set[int]) -> bool:
    start = found.span[0]
    return start in touched and not page.words[start].after_pause


def _rejected(page: Page, compiled: _Compiled) -> Iterator[int]:
    stops = sorted(start for start, _ in page.find(compiled.contrasts))
    for _, end in page.find(compiled.rejections):
        stop = next((stop for stop in stops if stop >= end), page.sentence_end(end))
        yield from range(end, min(stop, page.sentence_end(end)))


def _dismissed(page: Page, compiled: _Compiled) -> Iterator[int]:
    for start, _ in page.find(compiled.dismissals):
        sentence = page.sentence_start(start)
        yield from range(page.sentence_start(sentence - 1) if sentence > 1 else sentence, start)


def _doubted(page: Page, compiled: _Compiled) -> Iterator[int]:
    for _, end in page.find(compiled.doubts):
        yield from range(end, page.sentence_end(end))


def _purpose_weight(page: Page, compiled: _Compiled, met: list[_Found]) -> int:
    """Add up the kinds of sign that stand outside every motive met and outside every doubt."""
    barred = set(_doubted(page, compiled)).union(*(range(*found.span) for found in met))
    return sum(
        sign.weight
        for sign, phrases in compiled.purposes
        if any(barred.isdisjoint(range(*span)) for span in page.find(phrases))
    )


def _finding(text: str, page: Page, found: _Found) -> MotiveFinding:
    start, end = page.place(found.span)
    return MotiveFinding(found.code, text[start:end], start, end)


def _verdict(page: Page, kept: list[_Found], *, has_purpose: bool) -> MotiveVerdict:
    if not any(word.text.isalnum() for word in page.words):
        return MotiveVerdict.EMPTY
    if any(not found.mild for found in kept):
        return MotiveVerdict.MIXED if has_purpose else MotiveVerdict.BAD
    return MotiveVerdict.GOOD if has_purpose else MotiveVerdict.UNCLEAR
