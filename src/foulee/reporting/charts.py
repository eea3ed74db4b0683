"""The report's pictures: Vega-Lite specifications drawn as inline SVG, the same bytes for the same advice.

Layout never depends on the fonts of the machine: margins, label places and ticks are computed here, and the text
takes the page's own face. Colours are written both as attributes (for whoever opens the SVG alone) and as classes,
so that the page can turn dark.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np

from foulee.advice.result import Advice
from foulee.core.projecting.compare import Fan
from foulee.core.types import Interval
from foulee.reporting.language import Language

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

WIDE, NARROW = 640, 340  # widths in pixels: a page of a book, a telephone
EMBLEM_HEIGHTS = {WIDE: 330, NARROW: 300}
FONT_SIZE = 13
LINE_HEIGHT = 16
LETTER = 6.6  # pixels a letter takes, on the generous side
DASH = [7, 4]
WEEKS_PER_YEAR = 52
MOST_TICKS = 4
ROW_HEIGHT = 46
INSET = 5
DECIMAL = re.compile(r"-?\d+\.\d+")
SVG = "http://www.w3.org/2000/svg"
SEEN = {
    "d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "width", "height", "transform", "text-anchor", "opacity",
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "font-size", "font-weight",
}  # fmt: skip


class Kind(StrEnum):
    """How the rows of a chart are drawn."""

    DOTS = "dots"  # a dot on its interval
    BARS = "bars"  # a bar with its interval
    SHARES = "shares"  # a whole cut in two, blue then red


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a chart: its label, its value in words, its interval, and the interval before, if it moved."""

    label: str
    told: str
    value: Interval
    before: Interval | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A horizontal axis from zero: where it ends, and the labels of its ticks."""

    end: float
    ticks: dict[float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a picture says to those who do not see it; `key` names it within the page."""

    key: str
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The same picture for a page of a book and for a telephone, as SVG."""

    wide: str
    narrow: str


# --- pictures ----------------------------------------------------------------------------------------------------


def emblem(advice: Advice, language: Language, told: Told) -> Picture:
    """Draw the red and the blue curve with their fans: extra sales a week, in the firm's currency."""
    return _twice(lambda width: _emblem_spec(advice, language, (width, EMBLEM_HEIGHTS[width])), told)


def emblem_svg(advice: Advice, language: Language, width: int, height: int) -> str:
    """Draw the red and the blue curve as an SVG file of its own, on its own paper, light or dark."""
    told = Told(
        key="emblem",
        title=language.say("Three years: extra sales a week"),
        description=language.say("steady pace") + " / " + language.say("splash"),
    )
    root = _drawn(_emblem_spec(advice, language, (width, height)), told, "file")
    root.attrib |= {"width": str(width), "height": str(height), "font-family": "Georgia, serif"}
    style = ET.Element("style")
    style.text = theme_css()
    paper = {"class": "f-paper", "width": "100%", "height": "100%", "rx": "8", "fill": PAPER}
    root[2:2] = [style, ET.Element("rect", paper)]
    return _serialised(root)


def rows(kind: Kind, content: Sequence[Row], axis: Axis, told: Told) -> Picture:
    """Draw one row per thing compared, its label above its line: reads the same on a telephone."""
    return _twice(lambda width: _rows_spec(kind, content, axis, width), told)


def theme_css() -> str:
    """Style sheet of the colours, light and dark, and of the classes that the pictures wear."""
    light = ";".join(f"--{name}:{pair[0]}" for name, pair in PALETTE.items())
    dark = ";".join(f"--{name}:{pair[1]}" for name, pair in PALETTE.items())
    worn = "".join(f".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}" for name in PALETTE)
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{worn}"


def ticks(highest: float) -> list[float]:
    """Round values from zero to `highest` or just above, five of them at most."""
    if highest <= 0.0:
        return [0.0, 1.0]
    rough = highest / MOST_TICKS
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(power * lead) for lead in (1, 2, 5, 10) if power * lead >= rough * (1.0 - 1e-9))
    return [step * count for count in range(int(np.ceil(highest / step - 1e-9)) + 1)]


# --- the emblem --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """The emblem's sizes in pixels, and its ends in weeks and in money."""

    width: int
    height: int
    left: int
    right: int
    weeks: int
    highest: float
    top: int = 44
    bottom: int = 28

    @property
    def plot(self) -> tuple[int, int]:
        return self.width - self.left - self.right, self.height - self.top - self.bottom

    @property
    def margins(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.right, self.bottom


def _emblem_spec(advice: Advice, language: Language, size: tuple[int, int]) -> Spec:
    projection = advice.projection
    fans = {name: projection.paths[name].extra_sales for name in ("red", "blue")}
    names = _end_names(language, narrow=size[0] < WIDE)
    marks = {mark: language.money(mark) for mark in ticks(max(float(fan.p90.max()) for fan in fans.values()))}
    frame = _Frame(
        width=size[0],
        height=size[1],
        left=_room(marks.values()),
        right=_room(line for name in names.values() for line in name.split("\n")),
        weeks=projection.weeks,
        highest=max(marks),
    )
    x = _encoded("week", frame.weeks, _axis(_years(frame, language)))
    y = _encoded("mid", frame.highest, _axis(marks, grid=True))
    layers = [
        *(_band(name, y) for name in fans),
        *_overtaking(advice, language),
        *(_median(name, y) for name in fans),
        *_end_labels({name: float(fan.p50[-1]) for name, fan in fans.items()}, names, frame),
    ]
    data = {name: _records(fan) for name, fan in fans.items()}
    return _spec(layers, frame.plot, frame.margins) | {"datasets": data, "encoding": {"x": x}}


def _end_names(language: Language, *, narrow: bool) -> dict[str, str]:
    names = {"red": language.say("splash"), "blue": language.say("steady pace")}
    return {key: name.replace(" ", "\n") if narrow else name for key, name in names.items()}


def _room(labels: Iterable[str]) -> int:
    """Pixels that a column of labels takes beside the plot."""
    return round(max(len(label) for label in labels) * LETTER) + 10


def _years(frame: _Frame, language: Language) -> dict[float, str]:
    """Labels of the years; "today" only where it does not run into the first year."""
    years = frame.weeks // WEEKS_PER_YEAR
    told = {
        float(year * WEEKS_PER_YEAR): language.counted("{n} year", "{n} years", year) for year in range(1, years + 1)
    }
    today = language.say("today")
    fits = not told or (len(today) + 4) * LETTER < frame.plot[0] * WEEKS_PER_YEAR / frame.weeks
    return ({0.0: today} if fits else {}) | told


def _records(fan: Fan) -> list[dict[str, float]]:
    return [
        {"week": week, "low": _short(low), "mid": _short(mid), "high": _short(high)}
        for week, (low, mid, high) in enumerate(zip(fan.p10, fan.p50, fan.p90, strict=True), start=1)
    ]


def _short(value: float) -> float:
    """Five significant figures: no eye sees more, and the bytes do not hang on the last bit of a sum."""
    return float(f"{value:.5g}")


def _band(name: str, y: Spec) -> Spec:
    """The fan: a pale band whose upper edge has the line style of its curve."""
    edge = {"color": _light(name), "strokeWidth": 0.8, "strokeOpacity": 0.7, "strokeDash": _dash(name)}
    return {
        "data": {"name": name},
        "mark": {"type": "area", "color": _light(name), "fillOpacity": 0.13, "line": edge},
        "encoding": {"y": y | {"field": "high"}, "y2": {"field": "low"}},
    }


def _median(name: str, y: Spec) -> Spec:
    return {
        "data": {"name": name},
        "mark": {"type": "line", "color": _light(name), "strokeWidth": 2.4, "strokeDash": _dash(name)},
        "encoding": {"y": y},
    }


def _light(name: str) -> str:
    return PALETTE[name][0]


def _dash(name: str) -> list[int]:
    return DASH if name == "red" else [1, 0]


def _overtaking(advice: Advice, language: Language) -> list[Spec]:
    """A thin upright line where the steady pace moves ahead, if it does, with its month above the plot."""
    week = advice.projection.blue_overtakes_week
    if week is None:
        return []
    month = language.month(advice.today + dt.timedelta(weeks=week))
    early = week <= advice.projection.weeks / 2
    text = f"{language.say('the steady pace moves ahead')}\n{month}"
    rule = {"type": "rule", "color": SOFT, "strokeWidth": 1, "strokeDash": [1, 3], "y": -8}
    return [
        {"data": {"values": [{"week": week}]}, "mark": rule},
        {
            "data": {"values": [{"week": week, "text": text}]},
            "mark": _text("left" if early else "right", y=-28),
            "encoding": {"text": {"field": "text"}},
        },
    ]


def _end_labels(ends: dict[str, float], names: dict[str, str], frame: _Frame) -> list[Spec]:
    """The names of the curves at their ends, kept apart where the ends are close."""
    height = frame.plot[1]
    rows_ = max(name.count("\n") for name in names.values()) + 1
    apart = rows_ * LINE_HEIGHT
    places = {name: height * (1.0 - value / frame.highest) for name, value in ends.items()}
    above, below = sorted(places, key=lambda name: (places[name], name == "red"))
    short = max(apart - (places[below] - places[above]), 0.0)
    lowest = height - apart / 2
    places[below] = min(places[below] + short / 2, lowest)
    places[above] = min(places[above] - short / 2, places[below] - apart)
    first_line = (rows_ - 1) * LINE_HEIGHT / 2
    return [
        {
            "data": {"values": [{"week": frame.weeks, "text": names[name]}]},
            "mark": _text("left", color=_light(name), dx=7, y=round(places[name] - first_line), fontWeight="bold"),
            "encoding": {"text": {"field": "text"}},
        }
        for name in ends
    ]


# --- rows --------------------------------------------------------------------------------------------------------


def _rows_spec(kind: Kind, content: Sequence[Row], axis: Axis, width: int) -> Spec:
    height = ROW_HEIGHT * len(content)
    side = 8
    data = [_row_record(row, place) for place, row in enumerate(content)]
    x = _encoded("low", axis.end, _axis(_thinned(axis.ticks, width), grid=True))
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [height, 0], "nice": False}}
    layers = [*_row_texts(data, width - 2 * side), *DRAWN[kind](x)]
    shared = {"datasets": {"rows": data}, "data": {"name": "rows"}, "encoding": {"y": y}}
    return _spec(layers, (width - 2 * side, height), (side, 4, side, 26)) | shared


def _thinned(labels: dict[float, str], width: int) -> dict[float, str]:
    """Every other tick where all their labels would not fit."""
    room = sum(len(label) * LETTER + 2 * FONT_SIZE for label in labels.values())
    return labels if room <= width else dict(list(labels.items())[::2])


def _row_record(row: Row, place: int) -> dict[str, float | str | None]:
    before = row.before or Interval(np.nan, np.nan, np.nan)
    low, mid, high, was = (None if np.isnan(value) else _short(value) for value in (*row.value, before.p50))
    line = place * ROW_HEIGHT + ROW_HEIGHT * 0.68
    return {
        "label": row.label,
        "told": row.told,
        "weight": "bold" if row.strong else "normal",
        "y": line,
        "label_y": line - ROW_HEIGHT * 0.36,
        "zero": 0.0,
        "low": low,
        "mid": mid,
        "high": high,
        "was": was,
    }


def _row_texts(data: list[dict[str, Any]], width: int) -> list[Spec]:
    texts = []
    for record in data:
        for align, place, field in (("left", INSET, "label"), ("right", width - INSET, "told")):
            mark = _text(align, x=place, y=record["label_y"], text=record[field], fontWeight=record["weight"])
            texts.append({"data": {"values": [{}]}, "mark": mark, "encoding": {"y": {"value": record["label_y"]}}})
    return texts


def _dots(x: Spec) -> list[Spec]:
    known = [{"filter": "datum.was != null"}]
    dot = {"type": "point", "opacity": 1, "size": 80, "strokeWidth": 1.6, "stroke": INK}
    return [
        _range(x, {"color": SOFT, "strokeWidth": 2}),
        {
            "transform": known,
            "mark": dot | {"fill": PAPER, "size": 60},
            "encoding": {"x": x | {"field": "was"}},
        },
        {"mark": dot | {"fill": INK}, "encoding": {"x": x | {"field": "mid"}}},
    ]


def _bars(x: Spec) -> list[Spec]:
    bar = {"type": "rule", "color": SOFT, "strokeWidth": 11, "strokeOpacity": 0.35}
    return [
        {"mark": bar, "encoding": {"x": x | {"field": "zero"}, "x2": {"field": "mid"}}},
        _range(x, {"color": INK, "strokeWidth": 1.6}),
        {
            "mark": {"type": "tick", "color": INK, "thickness": 2.4, "size": 15},
            "encoding": {"x": x | {"field": "mid"}},
        },
    ]


def _shares(x: Spec) -> list[Spec]:
    line = {"type": "rule", "strokeWidth": 7}
    return [
        {"mark": line | {"color": BLUE}, "encoding": {"x": x, "x2": {"field": "mid"}}},
        {
            "mark": line | {"color": RED, "strokeDash": [4, 3]},
            "encoding": {"x": x | {"field": "mid"}, "x2": {"field": "high"}},
        },
    ]


def _range(x: Spec, look: Spec) -> Spec:
    return {"mark": {"type": "rule", **look}, "encoding": {"x": x, "x2": {"field": "high"}}}


DRAWN: dict[Kind, Callable[[Spec], list[Spec]]] = {Kind.DOTS: _dots, Kind.BARS: _bars, Kind.SHARES: _shares}


# --- Vega-Lite ---------------------------------------------------------------------------------------------------


def _encoded(field: str, end: float, axis: Spec) -> Spec:
    scale = {"domain": [0, end], "nice": False, "zero": True}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _axis(labels: dict[float, str], *, grid: bool = False) -> Spec:
    """An axis whose labels were written beforehand, as the rest of the page writes numbers and dates."""
    written = {f"{value:g}": label for value, label in labels.items()}
    return {
        "values": list(labels),
        "labelExpr": f"({json.dumps(written, ensure_ascii=False)})[format(datum.value, '')]",
        "title": None,
        "grid": grid,
        "ticks": False,
        "domain": not grid,
        "labelOverlap": False,
        "labelBound": False,
    }


def _text(align: str, **look: Any) -> Spec:  # noqa: ANN401 - a mark's properties
    base = {
        "type": "text",
        "align": align,
        "baseline": "middle",
        "lineBreak": "\n",
        "color": INK,
        "clip": False,
    }
    return base | look


def _spec(layers: list[Spec], plot: tuple[int, int], margins: tuple[int, int, int, int]) -> Spec:
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


# --- SVG ---------------------------------------------------------------------------------------------------------


def _twice(spec: Callable[[int], Spec], told: Told) -> Picture:
    return Picture(
        wide=_serialised(_drawn(spec(WIDE), told, "wide")),
        narrow=_serialised(_drawn(spec(NARROW), told, "narrow")),
    )


def _drawn(spec: Spec, told: Told, size: str) -> ET.Element:
    import vl_convert  # noqa: PLC0415 - a large library, loaded only where a picture is drawn

    text = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    root = ET.fromstring(text.replace(f' xmlns="{SVG}"', ""))  # noqa: S314 - our own SVG
    drawn = ET.Element("svg", {"xmlns": SVG, "viewBox": root.attrib["viewBox"], "role": "img"})
    key = f"{told.key}-{size}"
    drawn.attrib["aria-labelledby"] = f"{key}-title {key}-desc"
    for name, words in (("title", told.title), ("desc", told.description)):
        ET.SubElement(drawn, name, {"id": f"{key}-{name}"}).text = words
    drawn.extend(child for child in (_cleaned(element) for element in root) if child is not None)
    return drawn


def _serialised(root: ET.Element) -> str:
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
