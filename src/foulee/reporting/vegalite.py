"""What every picture shares: its colours, the parts of its Vega-Lite specification, and its drawing as SVG.

Layout never depends on the fonts of the machine, so that the same specification gives the same bytes: margins,
places and ticks are computed beforehand, and the text takes the page's own face. Colours are written both as
attributes (for whoever opens the SVG alone) and as classes, so that the page can turn dark.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

Spec = dict[str, Any]

# name: (light theme, dark theme). Vermilion and blue stay apart for the colour-blind; line style does the rest.
PALETTE = {
    "ink": ("#2b2722", "#ece5d8"),
    "soft": ("#6a6156", "#b3a999"),
    "line": ("#d8cfc0", "#3f3931"),
    "paper": ("#fdfaf4", "#1b1916"),
    "red": ("#bf3f17", "#ff8f6b"),
    "blue": ("#1f5c99", "#86bdf2"),
}
INK, SOFT, LINE, PAPER, RED, BLUE = (light for light, _ in PALETTE.values())
NAMES = {light: name for name, (light, _) in PALETTE.items()}

FONT_SIZE = 13
LINE_HEIGHT = 16
DECIMAL = re.compile(r"-?\d+\.\d+")
SVG = "http://www.w3.org/2000/svg"
SEEN = {
    "d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "width", "height", "transform", "text-anchor", "opacity",
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "font-size", "font-weight",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a picture says to those who do not see it; `key` names it within the page."""

    key: str
    title: str
    description: str


def theme_css() -> str:
    """Style sheet of the colours, light and dark, and of the classes that the pictures wear."""
    light = ";".join(f"--{name}:{pair[0]}" for name, pair in PALETTE.items())
    dark = ";".join(f"--{name}:{pair[1]}" for name, pair in PALETTE.items())
    worn = "".join(f".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}" for name in PALETTE)
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{worn}"


def encoded(field: str, ends: tuple[float, float], axis: Spec) -> Spec:
    """Encode a field along an axis with fixed ends."""
    scale = {"domain": list(ends), "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def axis_of(labels: dict[float, str], *, grid: bool = False) -> Spec:
    """An axis whose labels were written beforehand, as the rest of the page writes numbers and dates."""
    return {
        "values": list(labels),
        "labelExpr": f"{json.dumps([*labels.values()])}[indexof({json.dumps([*labels])}, datum.value)]",
        "title": None,
        "grid": grid,
        "ticks": False,
        "domain": not grid,
        "labelOverlap": False,
        "labelBound": False,
    }


def text_mark(align: str, **look: Any) -> Spec:  # noqa: ANN401 - a mark's properties
    """A text mark, in lines."""
    base = {
        "type": "text",
        "align": align,
        "baseline": "middle",
        "lineBreak": "\n",
        "color": INK,
        "clip": False,
    }
    return base | look


def whole(layers: list[Spec], plot: tuple[int, int], margins: tuple[int, int, int, int]) -> Spec:
    """A whole specification: `plot` (width, height) and `margins` (left, top, right, bottom) in pixels."""
    axis = {
        "gridColor": LINE,
        "domainColor": SOFT,
        "labelColor": SOFT,
        "labelFontSize": FONT_SIZE,
        "labelPadding": 6,
    }
    text = {"fontSize": FONT_SIZE, "lineHeight": LINE_HEIGHT}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": plot[0],
        "height": plot[1],
        "padding": dict(zip(("left", "top", "right", "bottom"), margins, strict=True)),
        "autosize": {"type": "none"},
        "background": None,
        "config": {"aria": False, "view": {"stroke": None}, "axis": axis, "text": text},
        "layer": layers,
    }


def drawn(spec: Spec, told: Told, size: str) -> ET.Element:
    """Draw a specification as an SVG element with its title and description; `size` tells its versions apart."""
    import vl_convert  # noqa: PLC0415 - a large library, loaded only where a picture is drawn

    text = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    root = ET.fromstring(text.replace(f' xmlns="{SVG}"', ""))  # noqa: S314 - our own SVG
    picture = ET.Element("svg", {"xmlns": SVG, "viewBox": root.attrib["viewBox"], "role": "img"})
    key = f"{told.key}-{size}"
    picture.attrib["aria-labelledby"] = f"{key}-title {key}-desc"
    for name, words in (("title", told.title), ("desc", told.description)):
        ET.SubElement(picture, name, {"id": f"{key}-{name}"}).text = words
    picture.extend(child for child in (_cleaned(element) for element in root) if child is not None)
    return picture


def serialised(root: ET.Element) -> str:
    """Write an element."""
    return ET.tostring(root, encoding="unicode")


def _cleaned(element: ET.Element) -> ET.Element | None:
    """Keep of an element what is seen: no empty shape, no machine's font, coordinates to a tenth, colour classes."""
    if element.attrib.get("class") in {"background", "foreground"} or element.attrib.get("d") == "":
        return None
    kept = {name: _rounded(value) for name, value in element.attrib.items() if name in SEEN}
    worn = [f"{paint[0]}-{NAMES[kept[paint]]}" for paint in ("fill", "stroke") if kept.get(paint) in NAMES]
    if worn:
        kept["class"] = " ".join(worn)
    clean = ET.Element(element.tag, kept)
    clean.text = element.text
    children = [child for child in (_cleaned(child) for child in element) if child is not None]
    if element.tag == "g" and not children:
        return None
    clean.extend(children)
    return clean


def _rounded(value: str) -> str:
    return DECIMAL.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), value)
