"""What people type, before anything is made of it."""

import unicodedata

# Marks that turn the direction of what follows: a name must not be able to rewrite the line it stands in.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
KEPT = frozenset("\n\t")


def clean_text(text: str, limit: int) -> str:
    """Several lines, without control characters or marks of direction, cut one beyond `limit` so that it shows."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = (sign for sign in whole if sign in KEPT or (unicodedata.category(sign) != "Cc" and sign not in TURNING))
    return unicodedata.normalize("NFC", "".join(seen)).strip()[: limit + 1]


def clean_line(text: str, limit: int) -> str:
    """One line, without control characters or marks of direction, cut one beyond `limit` so that it shows."""
    return clean_text(" ".join(text.split()), limit)
