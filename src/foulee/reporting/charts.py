"""The report's pictures: the red and the blue curve, and rows of dots, bars or shares."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from xml.etree import ElementTree as ET

import numpy as np

from foulee.core.projecting.compare import Fan, Projection
from foulee.core.types import WEEKS_PER_YEAR, Interval
from foulee.reporting.language import Language
from foulee.reporting.vegalite import (
    BLUE,
    FONT_SIZE,
    INK,
    LINE_HEIGHT,
    PALETTE,
    PAPER,
    RED,
    SOFT,
    Spec,
    Told,
    axis_of,
    drawn,
    encoded,
    serialised,
    text_mark,
    theme_css,
    whole,
)

WIDE, NARROW = 640, 340  # widths in pixels: a page of a book, a telephone
EMBLEM_HEIGHTS = {WIDE: 330, NARROW: 300}
LETTER = 6.6  # pixels a letter takes, on the generous side
DASH = [7, 4]
DASHES = {"domain": ["solid", "dashed"], "range": [[1, 0], [5, 3]]}
MOST_TICKS = 4
NEARLY = 1e-9
ROW_HEIGHT = 46
BELOW = 9  # pixels from a row's line to that of how it was before
INSET = 5


class Projected(Protocol):
    """What has a projection that begins on a day: an advice, or what the sliders try."""

    @property
    def today(self) -> dt.date: ...
    @property
    def projection(self) -> Projection: ...


class Kind(StrEnum):
    """How the rows of a chart are drawn."""

    DOTS = "dots"  # a dot on its interval
    BARS = "bars"  # a bar with its interval
    SHARES = "shares"  # a whole cut in two, blue then red
    PAIRS = "pairs"  # a dot on its interval, and under it a ring on the interval before


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a chart: its label, its value in words, its interval, and the interval before, if it moved."""

    label: str
    told: str
    value: Interval
    before: Interval | None = None
    strong: bool = False
    colour: str = "ink"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A horizontal axis: its ends, and the labels of its ticks."""

    start: float = 0.0
    end: float
    ticks: dict[float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The same picture for a page of a book and for a telephone, as SVG."""

    wide: str
    narrow: str


# --- pictures ----------------------------------------------------------------------------------------------------


def emblem(shown: Projected, language: Language, told: Told) -> Picture:
    """Draw the red and the blue curve with their fans: extra sales a week, in the firm's currency."""
    return _twice(lambda width: _emblem_spec(shown, language, (width, EMBLEM_HEIGHTS[width])), told)


def emblem_svg(shown: Projected, language: Language, width: int, height: int) -> str:
    """Draw the red and the blue curve as an SVG file of its own, on its own paper, light or dark."""
    told = Told(
        key="emblem",
        title=language.say("Three years: extra sales a week"),
        description=" ".join(curve_legend(language)),
    )
    root = drawn(_emblem_spec(shown, language, (width, height)), told, "file")
    root.attrib |= {"width": str(width), "height": str(height), "font-family": "Georgia, serif"}
    style = ET.Element("style")
    style.text = theme_css()
    paper = {"class": "f-paper", "width": "100%", "height": "100%", "rx": "8", "fill": PAPER}
    root[2:2] = [style, ET.Element("rect", paper)]
    return serialised(root)


def curve_legend(language: Language) -> tuple[str, str]:
    """What the two curves are."""
    return (
        language.say("Blue, solid: the same effort every week."),
        language.say("Red, dashed: the effort of three years spent in the first three months, then nothing."),
    )


def rows(kind: Kind, content: Sequence[Row], axis: Axis, told: Told) -> Picture:
    """Draw one row per thing compared, its label above its line: reads the same on a telephone."""
    return _twice(lambda width: _rows_spec(kind, content, axis, width), told)


def ticks(highest: float, lowest: float = 0.0) -> list[float]:
    """Round values, zero among them, that hold `lowest` ≤ 0 and `highest` ≥ 0; some five of them."""
    span = highest - lowest
    if span <= 0.0:
        return [0.0, 1.0]
    rough = span / MOST_TICKS
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(power * lead) for lead in (1, 2, 5, 10) if power * lead >= rough * (1.0 - NEARLY))
    first, last = np.floor(lowest / step + NEARLY), np.ceil(highest / step - NEARLY)
    return [float(count * step) for count in np.arange(first, last + 1)]


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


def _emblem_spec(shown: Projected, language: Language, size: tuple[int, int]) -> Spec:
    projection = shown.projection
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
    x = encoded("week", (0, frame.weeks), axis_of(_years(frame, language)))
    y = encoded("mid", (0, frame.highest), axis_of(marks, grid=True))
    layers = [
        *(_band(name, y) for name in fans),
        *_overtaking(shown, language),
        *(_median(name, y) for name in fans),
        *_end_labels({name: float(fan.p50[-1]) for name, fan in fans.items()}, names, frame),
    ]
    data = {name: _records(fan) for name, fan in fans.items()}
    return whole(layers, frame.plot, frame.margins) | {"datasets": data, "encoding": {"x": x}}


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


def _overtaking(shown: Projected, language: Language) -> list[Spec]:
    """A thin upright line where the steady pace moves ahead, if it does, with its month above the plot."""
    week = shown.projection.blue_overtakes_week
    if week is None:
        return []
    month = language.month(shown.today + dt.timedelta(weeks=week))
    early = week <= shown.projection.weeks / 2
    text = "\n".join((language.say("the steady pace moves ahead"), month))
    rule = {"type": "rule", "color": SOFT, "strokeWidth": 1, "strokeDash": [1, 3], "y": -8}
    return [
        {"data": {"values": [{"week": week}]}, "mark": rule},
        {
            "data": {"values": [{"week": week, "text": text}]},
            "mark": text_mark("left" if early else "right", y=-28),
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
            "mark": text_mark("left", color=_light(name), dx=7, y=round(places[name] - first_line), fontWeight="bold"),
            "encoding": {"text": {"field": "text"}},
        }
        for name in ends
    ]


# --- rows --------------------------------------------------------------------------------------------------------


def _rows_spec(kind: Kind, content: Sequence[Row], axis: Axis, width: int) -> Spec:
    height = ROW_HEIGHT * len(content)
    side = 8
    data = [_row_record(row, place) for place, row in enumerate(content)]
    x = encoded("low", (axis.start, axis.end), axis_of(_thinned(axis.ticks, width), grid=True))
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [height, 0], "nice": False}}
    layers = [*_zero(x, axis), *_row_texts(width - 2 * side), *DRAWN[kind](x)]
    shared = {"datasets": {"rows": data}, "data": {"name": "rows"}, "encoding": {"y": y}}
    return whole(layers, (width - 2 * side, height), (side, 4, side, 26)) | shared


def _thinned(labels: dict[float, str], width: int) -> dict[float, str]:
    """Every other tick where all their labels would not fit."""
    room = sum(len(label) * LETTER + 2 * FONT_SIZE for label in labels.values())
    if room <= width:
        return labels
    odd = list(labels).index(0.0) % 2  # zero stays
    return dict(list(labels.items())[odd::2])


def _zero(x: Spec, axis: Axis) -> list[Spec]:
    """A line at zero where the axis goes below it."""
    if axis.start >= 0.0:
        return []
    encoding = {"x": x | {"field": "zero"}, "y": {"value": 0}, "y2": {"value": "height"}}
    return [{"mark": {"type": "rule", "color": SOFT, "strokeWidth": 1}, "encoding": encoding}]


def _row_record(row: Row, place: int) -> dict[str, float | str | None]:
    before = row.before or Interval(np.nan, np.nan, np.nan)
    low, mid, high, was_low, was, was_high = (
        None if np.isnan(value) else _short(value) for value in (*row.value, *before)
    )
    line = place * ROW_HEIGHT + ROW_HEIGHT * 0.68
    return {
        "label": row.label,
        "told": row.told,
        "weight": "bold" if row.strong else "normal",
        "colour": _light(row.colour),
        "line": "dashed" if row.colour == "red" else "solid",
        "y": line,
        "label_y": line - ROW_HEIGHT * 0.36,
        "zero": 0.0,
        "low": low,
        "mid": mid,
        "high": high,
        "was": was,
        "was_low": was_low,
        "was_high": was_high,
        "was_y": line + BELOW,
    }


def _row_texts(width: int) -> list[Spec]:
    """Labels on the left and values on the right, above their lines; the weight cannot be told by the data."""
    y = {"field": "label_y", "type": "quantitative"}
    return [
        {
            "transform": [{"filter": {"field": "weight", "equal": weight}}],
            "mark": text_mark(align, x=place, fontWeight=weight),
            "encoding": {"y": y, "text": {"field": field}},
        }
        for weight in ("normal", "bold")
        for align, place, field in (("left", INSET, "label"), ("right", width - INSET, "told"))
    ]


def _dots(x: Spec) -> list[Spec]:
    moved = [{"filter": "datum.was != null"}]
    dot = {"type": "point", "opacity": 1, "size": 80, "strokeWidth": 1.6}
    stroke = {"field": "colour", "type": "nominal", "scale": None}
    dash = {"field": "line", "type": "nominal", "legend": None, "scale": DASHES}
    return [
        {
            "mark": {"type": "rule", "strokeWidth": 2.2},
            "encoding": {"x": x, "x2": {"field": "high"}, "stroke": stroke, "strokeDash": dash},
        },
        {
            "transform": moved,
            "mark": dot | {"fill": PAPER, "size": 60},
            "encoding": {"x": x | {"field": "was"}, "stroke": stroke},
        },
        {"mark": dot, "encoding": {"x": x | {"field": "mid"}, "fill": stroke, "stroke": stroke}},
    ]


def _pairs(x: Spec) -> list[Spec]:
    """Each row twice: as it is, solid, and under it as it was before, pale and dashed with a ring."""
    moved = [{"filter": "datum.was != null"}]
    below = {"field": "was_y", "type": "quantitative"}
    line = {"type": "rule", "color": SOFT, "strokeWidth": 1.4, "strokeDash": [4, 3]}
    ring = {"type": "point", "opacity": 1, "size": 46, "strokeWidth": 1.4, "stroke": SOFT, "fill": PAPER}
    now = [layer for layer in _dots(x) if "transform" not in layer]
    return [
        *now,
        {
            "transform": moved,
            "mark": line,
            "encoding": {"x": x | {"field": "was_low"}, "x2": {"field": "was_high"}, "y": below},
        },
        {"transform": moved, "mark": ring, "encoding": {"x": x | {"field": "was"}, "y": below}},
    ]


def _bars(x: Spec) -> list[Spec]:
    bar = {"type": "rule", "color": SOFT, "strokeWidth": 11, "strokeOpacity": 0.35}
    return [
        {"mark": bar, "encoding": {"x": x | {"field": "zero"}, "x2": {"field": "mid"}}},
        {"mark": {"type": "rule", "color": INK, "strokeWidth": 1.6}, "encoding": {"x": x, "x2": {"field": "high"}}},
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


DRAWN: dict[Kind, Callable[[Spec], list[Spec]]] = {
    Kind.DOTS: _dots,
    Kind.BARS: _bars,
    Kind.SHARES: _shares,
    Kind.PAIRS: _pairs,
}


def _twice(spec: Callable[[int], Spec], told: Told) -> Picture:
    return Picture(
        wide=serialised(drawn(spec(WIDE), told, "wide")),
        narrow=serialised(drawn(spec(NARROW), told, "narrow")),
    )
