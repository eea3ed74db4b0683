"""Two intervals one above the other, as a small drawing beside their numbers."""

from xml.etree import ElementTree as ET

from foulee.core.types import Interval
from foulee.reporting.vegalite import BLUE, LINE, SOFT, SVG, serialised

WIDTH, EDGE = 320, 8
BEFORE_Y, AFTER_Y, HEIGHT = 9, 25, 34


def two_bars(before: Interval, after: Interval) -> str:
    """Draw an interval before (above, pale) and after (below, blue) on one scale that holds zero, as SVG.

    Whoever does not see it loses nothing: the numbers stand beside it.
    """
    start, end = min(0.0, before.p10, after.p10), max(0.0, before.p90, after.p90)
    span = (end - start) or 1.0

    def place(value: float) -> str:
        return f"{EDGE + (WIDTH - 2 * EDGE) * (value - start) / span:.1f}"

    picture = ET.Element("svg", {"xmlns": SVG, "viewBox": f"0 0 {WIDTH} {HEIGHT}", "aria-hidden": "true"})
    zero = place(0.0)
    _line(
        picture, "line", {"x1": zero, "x2": zero, "y1": "0", "y2": str(HEIGHT), "stroke": LINE, "stroke-width": "1.5"}
    )
    for interval, height, name, colour, dash in (
        (before, BEFORE_Y, "soft", SOFT, "5 3"),
        (after, AFTER_Y, "blue", BLUE, ""),
    ):
        ends = {"x1": place(interval.p10), "x2": place(interval.p90), "y1": str(height), "y2": str(height)}
        look = {"stroke": colour, "stroke-width": "2.4"} | ({"stroke-dasharray": dash} if dash else {})
        _line(picture, name, ends | look)
        dot = {"cx": place(interval.p50), "cy": str(height), "r": "5", "fill": colour, "class": f"f-{name}"}
        ET.SubElement(picture, "circle", dot)
    return serialised(picture)


def _line(picture: ET.Element, name: str, look: dict[str, str]) -> None:
    ET.SubElement(picture, "line", look | {"class": f"s-{name}"})
