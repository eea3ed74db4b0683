"""Finding written phrases in what a person typed, however it was typed.

Three steps, none of which knows what a motive is.

*Words.* The text is cut into lower-case words without accents (`Être` → `etre`), each remembering where it
stood in the owner's text. Apostrophes, hyphens, emoji and every other sign separate words; control
characters, joiners and right-to-left marks vanish; a letter typed three times or more counts once; `%`, `€`,
`$` and `£` become words. The end of a sentence is a word of its own, `/`, which no phrase steps over.

*Spelling.* Known short forms are written out (`tlm` → `tout le monde`). A word that no phrase knows is
replaced by one that sounds the same to a French ear (`oblijé` → `oblige`), else by the nearest one: a word of
five letters or more may be reached by one slip, of nine or more by two (a slip: a letter missing, added,
changed, or two swapped: Damerau 1964, in its restricted form). Candidates come from an index of the phrases'
words with up to two letters deleted, so that a text costs the same whatever the size of the lexicon. Ordinary
words that merely look like a phrase's word (`choux`, `choix`) are left alone, and a phrase found thanks to
guesses counts only if they are a third of its words at most, rounded up.

*Phrases.* A phrase is a row of items between spaces, turned into a regular expression over the words:

    word  word*       the word; any word so beginning        a|b     one of them (`_` is a space inside one)
    {name}            one entry of the set `name`            [a|b]   the same, or nothing
    …  …4             up to two (four) words                 +       any one word
    #                 a number that is not a year            ^  .    start, end of the sentence
    !a|b              not followed by one of these           <!a|b   not preceded by one of these
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

BREAK = "/"
MAX_CHARACTERS = 20_000
_ENDINGS = ".!?;:…\u2029。！？；："
_PAUSES = ',\n()[]{}«»“”"–—،、'
_SYMBOLS = {"%": "percent", "€": "euros", "$": "dollars", "£": "pounds", "&": "et"}
_LIGATURES = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"}
# How French is heard, roughly: what is applied in turn to a word without accents to get the key of its sound.
_SOUNDS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"(.)\1", r"\1"), ("ph", "f"), ("qu?", "k"), ("c(?=[eiy])", "s"), ("ch", "5"), ("c", "k"),
        ("gu(?=[eiy])", "6"), ("g(?=[eiy])", "j"), ("6", "g"), ("h", ""), ("y", "i"), ("z", "s"), ("5", "ch"),
        ("eau|au", "o"), ("[ae]i(?!n)", "e"), ("[ae]i(?=n)", "i"), ("[ae][nm](?![aeiou])", "an"),
        ("(er|es|et|ez|ee|ees)$", "e"), ("[dtsxp]+$", ""),
    )
)  # fmt: skip
_REPEATED = re.compile(r"([a-z])\1{2,}")
_GAP = 2
_SHARE = 3
_SIGNS = {"^": "(?<=/ )", ".": "(?=/ )", "+": r"\w+ ", "#": r"(?!(?:19|20)\d\d )\d+ "}
_SHORT = 5
_LONG = 9
_ALONE = 8
_ENDLESS = 24

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A normalised word and its place in the text (`start` … `end`, a slice).

    `after_pause`: a comma or a bracket stands before it; `guessed`: its spelling was corrected.
    """

    text: str
    start: int
    end: int
    after_pause: bool = False
    guessed: bool = False


# ------------------------------------------------------------------------------------------------ words


@lru_cache(maxsize=4096)
def fold(character: str) -> str:
    """Return the lower-case letters of a character; a space if it separates words; nothing if invisible."""
    lowered = character.casefold()
    if lowered in _LIGATURES:
        return _LIGATURES[lowered]
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc", "Cs"}:
        return ""
    letters = "".join(part for part in unicodedata.normalize("NFKD", lowered) if part.isalnum())
    return letters or " "


def words_of(text: str) -> list[Word]:
    """Cut `text` (its first 20 000 characters) into words, framed and separated by sentence ends."""
    words = [Word(BREAK, 0, 0)]
    letters, start, pause = "", 0, False
    for place, character in enumerate(text[:MAX_CHARACTERS] + "\n"):
        folded = _SYMBOLS.get(character) or fold(character)
        if folded.isalnum() and character not in _SYMBOLS:
            start = start if letters else place
            letters += folded
        elif folded:
            if letters:
                words.append(Word(_unrepeated(letters), start, place, pause))
                letters, pause = "", False
            pause = pause or character in _PAUSES
            words.extend(_sign(character, place))
    return [*words, Word(BREAK, len(text), len(text))]


def _sign(character: str, place: int) -> Iterator[Word]:
    if character in _SYMBOLS:
        yield Word(_SYMBOLS[character], place, place + 1)
    elif character in _ENDINGS:
        yield Word(BREAK, place, place + 1)


def _unrepeated(letters: str) -> str:
    return _REPEATED.sub(r"\1", letters)


def normalise(text: str) -> str:
    """Return the words of `text` with single spaces between them, sentence ends left out."""
    return " ".join(word.text for word in words_of(text) if word.text != BREAK)


# --------------------------------------------------------------------------------------------- spelling


def slips(left: str, right: str, bound: int) -> int:
    """Count the slips between two words (restricted Damerau-Levenshtein), or return `bound + 1` if more."""
    if abs(len(left) - len(right)) > bound:
        return bound + 1
    older: list[int] = []
    last = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > bound:
            return bound + 1
        older, last = last, row
    return min(last[-1], bound + 1)


def tolerance(word: str) -> int:
    """Return how many slips away from this word another may stand: 0 below five letters, 1, 2 from nine."""
    if not _SHORT <= len(word) <= _ENDLESS or not word.isalpha():
        return 0
    return 1 if len(word) < _LONG else 2


def _shortened(word: str, letters: int) -> set[str]:
    found = {word}
    for _ in range(letters):
        found |= {short[:i] + short[i + 1 :] for short in found for i in range(len(short))}
    return found


def sound(word: str) -> str:
    """Return a key shared by words that a French ear confuses, such as `oblijé` and `obligé`."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word


class Speller:
    """Brings a word to the nearest one of a vocabulary."""

    def __init__(self, vocabulary: Iterable[str], short_forms: Mapping[str, str], known: Iterable[str]) -> None:
        """Index `vocabulary` (`word*`: all that begins so is right); `known` words are right as they are.

        Raises ValueError if a short form, written out wherever it stands, is a word of the vocabulary.
        """
        words = frozenset(vocabulary)
        self._stems = tuple(sorted(word[:-1] for word in words if word.endswith("*") and len(word) > _SHORT))
        self._vocabulary = frozenset(word for word in words if not word.endswith("*"))
        self._short_forms = short_forms
        self._known = self._vocabulary | frozenset(known)
        if clash := sorted(self._vocabulary & short_forms.keys()):
            raise ValueError(f"short forms that are also words of phrases: {', '.join(clash)}")
        self._index: dict[str, list[str]] = {}
        self._sounds: dict[str, str] = {}
        for word in sorted(self._vocabulary):
            self._sounds.setdefault(sound(word), word)
            for short in _shortened(word, tolerance(word)):
                self._index.setdefault(short, []).append(word)

    def abbreviates(self, word: str) -> bool:
        """Say whether `word` is a known short form."""
        return word in self._short_forms

    def correct(self, word: str) -> str:
        """Return the words meant by `word`: itself, a short form written out, or the nearest known word."""
        if word in self._short_forms:
            return self._short_forms[word]
        if word in self._known or word.startswith(self._stems) or not _correctible(word):
            return word
        if alike := len(word) >= _SHORT and self._sounds.get(sound(word)):
            return alike
        shorter = _shortened(word, max(1, tolerance(word)))
        near = {found for short in shorter for found in self._index.get(short, ())}
        meant = [(count, found) for found in near if (count := _count(word, found))]
        return min(meant)[1] if meant else word


def _correctible(word: str) -> bool:
    return _SHORT - 1 <= len(word) <= _ENDLESS and word.isalpha()


def _count(word: str, found: str) -> int:
    """Count the slips between a word and the one that may be meant; 0 if it cannot be meant."""
    bound = tolerance(found)
    count = slips(word, found, bound)
    other_start = word[0] != found[0] and bound == 1
    return 0 if count > bound or other_start else count


# ---------------------------------------------------------------------------------------------- phrases


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as a regular expression, compiled when first needed.

    `anchors`: a text in which the phrase stands holds a word of each (`word*`: one that begins so).
    """

    expression: str
    anchors: tuple[frozenset[str], ...]


class Grammar:
    """Turns phrases into regular expressions over words each followed by a space; knows the named sets."""

    def __init__(self, sets: Mapping[str, tuple[str, ...]]) -> None:
        """Keep `sets`, whose entries are phrases themselves and may name other sets."""
        self._sets = sets
        self._open: set[str] = set()
        self._read: dict[str, tuple[str, frozenset[str], frozenset[str]]] = {}

    def phrase(self, source: str) -> Phrase:
        """Read one phrase. Raises ValueError if an item cannot be read or if nothing in it is mandatory."""
        try:
            return self._phrase(source)
        except ValueError as error:
            raise ValueError(f"in the phrase {source!r}, {error}") from error

    def _phrase(self, source: str) -> Phrase:
        items = [_Item(item) for item in source.split()]
        if all(item.optional for item in items):
            raise ValueError("no item is mandatory: it would match nothing at all")
        starts = [self._starts(item) for item in items if not item.optional]
        return Phrase(r"(?<!\S)" + self._sequence(source), tuple(words for words in starts if words))

    def words(self, source: str) -> frozenset[str]:
        """Return the plain words of a phrase, those of its sets included; a word cut short keeps its `*`."""
        choices = [choice for item in source.split() for choice in _Item(item).choices]
        return frozenset().union(*(self._words(choice) for choice in choices))

    def _words(self, choice: str) -> frozenset[str]:
        if choice.startswith("{"):
            return self._set(choice)[1]
        words = _plain(choice).split()
        return frozenset([*words[:-1], *(word + "*" * choice.endswith("*") for word in words[-1:])])

    def _sequence(self, source: str) -> str:
        return "".join(self._item(_Item(item)) for item in source.split())

    def _item(self, item: "_Item") -> str:
        if item.gap is not None:
            return rf"(?:\w+ ){{0,{item.gap}}}?"
        if item.behind:
            return "".join(f"(?<!{_plain(choice)} )" for choice in item.choices)
        group = "|".join(self._choice(choice) for choice in item.choices)
        return f"(?!{group})" if item.ahead else f"(?:{group})" + "?" * item.bracketed

    def _choice(self, choice: str) -> str:
        if choice in _SIGNS:
            return _SIGNS[choice]
        if choice.startswith("{"):
            return self._set(choice)[0]
        return _plain(choice) + (r"\w* " if choice.endswith("*") else " ")

    def _starts(self, item: "_Item") -> frozenset[str]:
        """Return every word with which `item` can begin; none if the list is open."""
        parts = [self._starts_of(choice) for choice in item.choices]
        return frozenset().union(*parts) if all(parts) else frozenset()

    def _starts_of(self, choice: str) -> frozenset[str]:
        if choice.startswith("{"):
            return self._set(choice)[2]
        first = [] if choice in _SIGNS else _plain(choice).split()
        return frozenset(first[:1] if len(first) > 1 or not choice.endswith("*") else [f"{first[0]}*"])

    def _set(self, choice: str) -> tuple[str, frozenset[str], frozenset[str]]:
        """Return a set's regular expression, its words, and its first words (none if the list is open)."""
        name = choice.strip("{}")
        if name not in self._sets or name in self._open:
            raise ValueError(f"there is no set {name!r}, or it holds itself")
        if name not in self._read:
            self._open.add(name)
            starts = [self._entry_starts(entry) for entry in self._sets[name]]
            self._read[name] = (
                "|".join(f"(?:{self._sequence(entry)})" for entry in self._sets[name]),
                frozenset().union(*(self.words(entry) for entry in self._sets[name])),
                frozenset().union(*starts) if all(starts) else frozenset(),
            )
            self._open.remove(name)
        return self._read[name]

    def _entry_starts(self, entry: str) -> frozenset[str]:
        first = _Item(entry.split(maxsplit=1)[0])
        return frozenset() if first.optional else self._starts(first)


class _Item:
    """One item of a phrase, taken apart."""

    def __init__(self, item: str) -> None:
        self.gap = int(item[1:] or _GAP) if item.startswith("…") else None
        self.behind = item.startswith("<!")
        self.ahead = item.startswith("!")
        self.bracketed = item.startswith("[")
        self.optional = item[0] in "…<![^."
        bare = item.removeprefix("<!").removeprefix("!").removeprefix("[").removesuffix("]")
        self.choices = [] if self.gap is not None else bare.split("|")
        if self.behind and any(choice[0] in "{#+^." or choice.endswith("*") for choice in self.choices):
            raise ValueError(f"{item!r}: only plain words can be looked for behind")


@lru_cache(maxsize=8192)
def _plain(choice: str) -> str:
    """Return the words of a choice as they stand in a text; the signs hold none."""
    words = "" if choice in _SIGNS else normalise(choice.replace("_", " ").removesuffix("*"))
    if not words and choice not in _SIGNS:
        raise ValueError(f"{choice!r} holds no word")
    return words


@lru_cache(maxsize=8192)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


# ------------------------------------------------------------------------------------------- the reading


class Page:
    """A text made ready for phrases: its words spelled, each with its place in the owner's text."""

    def __init__(self, text: str, speller: Speller) -> None:
        """Cut `text` into words and spell them; a short form becomes several words at one place."""
        self.words = [spelled for word in words_of(text) for spelled in _spelled(word, speller)]
        self._line = "".join(f"{word.text} " for word in self.words)
        self._offsets = [0]
        for word in self.words:
            self._offsets.append(self._offsets[-1] + len(word.text) + 1)
        texts = {word.text for word in self.words}
        starts = {f"{text[:size]}*" for text in texts for size in range(1, min(len(text), _ENDLESS) + 1)}
        self._present = texts | starts

    def find(self, phrases: Iterable[Phrase]) -> Iterator[Span]:
        """Yield the spans (first word, one past the last) where a phrase stands and is not mostly guessed."""
        for phrase in phrases:
            if any(map(self._present.isdisjoint, phrase.anchors)):
                continue
            for match in _compiled(phrase.expression).finditer(self._line):
                span = bisect_left(self._offsets, match.start()), bisect_left(self._offsets, match.end())
                if span[0] < span[1] and self._sure(span):
                    yield span

    def _sure(self, span: Span) -> bool:
        """Say whether at most a third of the words, rounded up, are guessed, and a word alone is long."""
        words = self.words[slice(*span)]
        guessed = [word for word in words if word.guessed]
        alone = len(words) == 1 and bool(guessed)
        return _SHARE * len(guessed) < len(words) + _SHARE and not (alone and len(words[0].text) < _ALONE)

    def place(self, span: Span) -> Span:
        """Return where the words of `span` stand in the owner's text, as a slice."""
        return self.words[span[0]].start, self.words[span[1] - 1].end

    def sentence_end(self, word: int) -> int:
        """Return the index of the first sentence end at or after `word`."""
        return next(i for i in range(word, len(self.words)) if self.words[i].text == BREAK)

    def sentence_start(self, word: int) -> int:
        """Return the index just after the last sentence end before `word`."""
        return next(i + 1 for i in range(word - 1, -1, -1) if self.words[i].text == BREAK)


def _spelled(word: Word, speller: Speller) -> Iterator[Word]:
    meant = speller.correct(word.text)
    guessed = meant != word.text and not speller.abbreviates(word.text)
    for rank, part in enumerate(meant.split()):
        yield Word(part, word.start, word.end, word.after_pause and not rank, guessed)
