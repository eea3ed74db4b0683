"""Names on paper: without the signs that a printer's fonts do not have, which would come out as empty boxes."""

import unicodedata

UNPRINTED = {"So", "Sk", "Cs", "Co", "Cn"}  # emoji and other symbols, halves of a sign, signs of nobody's
KEPT = frozenset("°©®™№")  # symbols that every font has
LATIN = "\u0250"  # below it, every font has everything
JOINERS = frozenset("\u200d\u20e3")  # between or over emoji
SELECTORS = (("\ufe00", "\ufe0f"), ("\U000e0000", "\U000e01ef"))  # which drawing of the sign before is meant


def printable(text: str) -> str:
    """A text without emoji and their kin; may be empty."""
    found: list[str] = []
    gone = False  # whether the sign before was left out
    for sign in text:
        gone = _is_unprinted(sign) or (gone and sign in JOINERS)
        if not gone:
            found.append(sign)
    return " ".join("".join(found).split())


def _is_unprinted(sign: str) -> bool:
    if sign < LATIN or sign in KEPT:
        return False
    return unicodedata.category(sign) in UNPRINTED or any(first <= sign <= last for first, last in SELECTORS)
