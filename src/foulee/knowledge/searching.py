"""Finding facts by words, whatever their accents and capitals, and near ids for an unknown one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from foulee.knowledge.reader import Knowledge
from foulee.knowledge.schema import Fact

# What a word found there is worth: the id and the labels tell what a fact is, the rest only mentions it.
IN_ID, IN_LABEL, IN_SOURCE, IN_NOTE = 4.0, 4.0, 2.0, 1.0
WHOLE, BEGINNING, INSIDE = 1.0, 0.7, 0.3
NEAR_ENOUGH = 0.5
LONG, PLURALS = 5, "sx"  # a long word's plural also finds its singular
WORD = re.compile(r"[a-z0-9]+")


def plain(text: str) -> str:
    """Lower case without accents, ligatures or typographic spaces: `Œufs À ` is `oeufs a `."""
    joined = text.casefold().replace("œ", "oe").replace("æ", "ae")
    return "".join(sign for sign in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(sign))


def search(knowledge: Knowledge, words: Iterable[str]) -> list[Fact]:
    """Return the facts that speak of the words, best first: those with most of the words, then in the best places.

    Where some facts hold all the words, only these are returned; among equals the newest come first.
    """
    wanted = [word for text in words for word in WORD.findall(plain(text))]
    sources = {key: _words(f"{key} {source.title}") for key, source in knowledge.sources.items()}
    ranked = [(_found(fact, wanted, sources), fact) for fact in knowledge.facts.values()]
    most = max((count for (count, _), _ in ranked), default=0)
    kept = [(score, fact) for (count, score), fact in ranked if count and count == most]
    return [fact for _, fact in sorted(kept, key=lambda pair: (-pair[0], -pair[1].year, pair[1].id))]


def near(knowledge: Knowledge, key: str) -> list[str]:
    """Ids that look like a key, nearest first: those that end or begin like it, then those spelt nearly so."""
    told = plain(key)
    alike = [fact for fact in knowledge.facts if fact.startswith(f"{told}.") or fact.endswith(f".{told}")]
    spelt = get_close_matches(told, knowledge.facts, n=3, cutoff=NEAR_ENOUGH)
    return list(dict.fromkeys([*alike[:3], *spelt]))


def _found(fact: Fact, wanted: list[str], sources: dict[str, list[str]]) -> tuple[int, float]:
    """How many of the words a fact holds, and how well."""
    places = list(_places(fact, sources))
    scores = [max(worth * _match(word, words) for worth, words in places) for word in wanted]
    return sum(score > 0.0 for score in scores), sum(scores)


def _places(fact: Fact, sources: dict[str, list[str]]) -> Iterator[tuple[float, list[str]]]:
    yield IN_ID, _words(fact.id.replace("_", " "))
    yield IN_LABEL, _words(fact.label_fr)
    yield IN_LABEL, _words(fact.label_en)
    yield IN_NOTE, _words(fact.note)
    for key in fact.source:
        yield IN_SOURCE, sources.get(key, [])


def _words(text: str) -> list[str]:
    return WORD.findall(plain(text))


def _match(word: str, words: list[str]) -> float:
    if word in words:
        return WHOLE
    stem = word[:-1] if len(word) >= LONG and word[-1] in PLURALS else word
    if any(other.startswith(stem) for other in words):
        return BEGINNING
    return INSIDE if any(stem in other for other in words) else 0.0
