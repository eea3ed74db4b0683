"""From bytes to text, as browsers do: byte-order mark, then header, then the page's own word, then a guess."""

import codecs
import re
from dataclasses import dataclass

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
LOOKED_AT = 4096  # bytes in which a page says its encoding
WESTERN = "cp1252"
AS_BROWSERS = {"iso8859-1": WESTERN, "ascii": WESTERN, "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8"}
NOT_FOR_PAGES = {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text; `garbled`: whether browsers, who believe what it announces, show it wrong."""

    text: str
    garbled: bool


def decoded(body: bytes, content_type: str) -> Decoded:
    """Read a page in its true encoding, and tell whether it announces another."""
    for mark, name in MARKS.items():
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"), garbled=False)
    told = _announced(body, content_type)
    true = "utf-8" if _is_utf8(body) else WESTERN if told in {"", "utf-8"} else told
    wrong = bool(told) and told != true and not body.isascii()
    return Decoded(body.decode(true, "replace"), garbled=wrong)


def _announced(body: bytes, content_type: str) -> str:
    """The encoding that header or page announces, as browsers take it; empty where none does."""
    in_header = HEADER.search(content_type)
    if in_header and _known(in_header[1]):
        return _known(in_header[1])
    in_page = META.search(body[:LOOKED_AT])
    return _known(in_page[1].decode("ascii", "ignore")) if in_page else ""


def _known(label: str) -> str:
    """An encoding by the name that Python gives it, empty if pages do not use it."""
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    name = found.name.replace("_", "-")
    if name in NOT_FOR_PAGES or not getattr(found, "_is_text_encoding", True):
        return ""
    return AS_BROWSERS.get(name, found.name)


def _is_utf8(body: bytes) -> bool:
    """Whether bytes are UTF-8, perhaps cut in the middle of a sign."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        return False
    return True
