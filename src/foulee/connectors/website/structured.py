"""What a page tells machines about the firm: JSON-LD, microdata, RDFa."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

DEEPEST = 12  # boxes within boxes; nobody writes more by hand
MOST_THINGS = 400
LONGEST = 300_000  # characters of one script
SCHEMA = re.compile(r"^(?:https?://)?(?:www\.)?schema\.org/|^schema:", re.IGNORECASE)
HOURS = ("openingHours", "openingHoursSpecification")


@dataclass(slots=True)
class Structured:
    """What was found: types of the things described, names of the properties told of a business, what is broken."""

    types: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    phone: str = ""
    broken: bool = False


def structured(tree: LexborHTMLParser, business: tuple[str, ...]) -> Structured:
    """Read the structured data of a page; `business`: the types of a local business."""
    found = Structured()
    for script in tree.css("script[type]"):
        if (script.attributes.get("type") or "").strip().lower() == "application/ld+json":
            _json_ld(script.text() or "", set(business), found)
    _marked_up(tree, set(business), found)
    return found


def _json_ld(text: str, business: set[str], found: Structured) -> None:
    """Take what one script tells; a script that no reader could read makes the whole broken."""
    try:
        whole = json.loads(text[:LONGEST].strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        found.broken = True
        return
    for thing in _things(whole, DEEPEST, [MOST_THINGS]):
        kinds = [kind for kind in _types(thing.get("@type")) if kind in business]
        found.types.extend(kinds)
        if kinds:
            found.told |= {str(key) for key, value in thing.items() if value}
            found.phone = found.phone or str(thing.get("telephone") or "")


def _things(value: Any, depth: int, left: list[int]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever was written
    """Every table within a value, within bounds of depth and number."""
    if depth == 0 or left[0] <= 0:
        return
    left[0] -= 1
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _things(item, depth - 1, left)


def _types(told: object) -> list[str]:
    kinds = told if isinstance(told, list) else [told]
    return [SCHEMA.sub("", kind.strip()) for kind in kinds if isinstance(kind, str)]


def _marked_up(tree: LexborHTMLParser, business: set[str], found: Structured) -> None:
    """Take what attributes of the page itself tell (microdata, RDFa)."""
    for name, attribute in (("itemtype", "itemprop"), ("typeof", "property")):
        for node in tree.css(f"[{name}]")[:MOST_THINGS]:
            kinds = [kind for kind in _types((node.attributes.get(name) or "").split()) if kind in business]
            found.types.extend(kinds)
            if kinds:
                told = (inner.attributes.get(attribute) or "" for inner in node.css(f"[{attribute}]")[:MOST_THINGS])
                found.told |= {SCHEMA.sub("", word) for words in told for word in words.split()}


def tells_hours(found: Structured) -> bool:
    """Whether opening hours are among what is told of the business."""
    return any(name in found.told for name in HOURS)
