"""The red, the blue and the grey fan of weekly sales, before a firm's weeks and with them, on one scale."""

from collections.abc import Mapping

from foulee.core.projecting.compare import Fan
from foulee.core.types import WEEKS_PER_YEAR
from foulee.reporting.charts import DASH, LETTER, NARROW, ticks
from foulee.reporting.language import Language
from foulee.reporting.vegalite import PALETTE, Spec, Told, axis_of, drawn, encoded, serialised, whole

HEIGHT = 250
TOP, BOTTOM, RIGHT = 10, 28, 14
COLOURS = {"none": "soft", "red": "red", "blue": "blue"}  # in the order in which they are drawn
DASHES = {"none": [1, 3], "red": DASH, "blue": [1, 0]}
PALE = {"none": 0.10, "red": 0.13, "blue": 0.16}


def sales_fans(
    fans: Mapping[str, Fan], highest: float, language: Language, told: Told, *, from_today: bool = False
) -> str:
    """Draw the fans of weekly sales of some paths as SVG; `highest`: the upper end of the scale, in money.

    `from_today`: they begin today, not where a firm's weeks end.
    """
    marks = {mark: language.money(mark) for mark in ticks(highest)}
    weeks = len(next(iter(fans.values())).p50)
    left = round(max(len(label) for label in marks.values()) * LETTER) + 10
    plot = (NARROW - left - RIGHT, HEIGHT - TOP - BOTTOM)
    years = _years(weeks, language) | (_today(weeks, plot[0], language) if from_today else {})
    x = encoded("week", (0, weeks), axis_of(dict(sorted(years.items()))))
    y = encoded("mid", (0, max(marks)), axis_of(marks, grid=True))
    shown = [name for name in COLOURS if name in fans]
    layers = [*(_band(name, y) for name in shown), *(_line(name, y) for name in shown)]
    data = {name: _records(fans[name]) for name in shown}
    spec = whole(layers, plot, (left, TOP, RIGHT, BOTTOM)) | {"datasets": data, "encoding": {"x": x}}
    return serialised(drawn(spec, told, "half"))


def highest_of(*several: Mapping[str, Fan]) -> float:
    """The highest that any of the fans reaches."""
    return max(float(fan.p90.max()) for fans in several for fan in fans.values())


def _years(weeks: int, language: Language) -> dict[float, str]:
    """Labels of the years."""
    ends = range(WEEKS_PER_YEAR, weeks + 1, WEEKS_PER_YEAR)
    return {float(end): language.counted("{n} year", "{n} years", end // WEEKS_PER_YEAR) for end in ends}


def _today(weeks: int, width: int, language: Language) -> dict[float, str]:
    """Today, where it does not run into the first of the years."""
    today = language.say("today")
    fits = weeks < WEEKS_PER_YEAR or (len(today) + 4) * LETTER < width * WEEKS_PER_YEAR / weeks
    return {0.0: today} if fits else {}


def _band(name: str, y: Spec) -> Spec:
    colour = PALETTE[COLOURS[name]][0]
    edge = {"color": colour, "strokeWidth": 0.7, "strokeOpacity": 0.6, "strokeDash": DASHES[name]}
    return {
        "data": {"name": name},
        "mark": {"type": "area", "color": colour, "fillOpacity": PALE[name], "line": edge},
        "encoding": {"y": y | {"field": "high"}, "y2": {"field": "low"}},
    }


def _line(name: str, y: Spec) -> Spec:
    colour = PALETTE[COLOURS[name]][0]
    mark = {"type": "line", "color": colour, "strokeWidth": 1.8, "strokeDash": DASHES[name]}
    return {"data": {"name": name}, "mark": mark, "encoding": {"y": y}}


def _records(fan: Fan) -> list[dict[str, float]]:
    """Five significant figures: no eye sees more."""
    return [
        {"week": week, **{key: float(f"{value:.5g}") for key, value in zip(("low", "mid", "high"), row, strict=True)}}
        for week, row in enumerate(zip(fan.p10, fan.p50, fan.p90, strict=True), start=1)
    ]
