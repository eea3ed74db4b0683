"""The pictures: the same bytes each time, told apart without colour, described, and readable on a telephone."""

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from foulee.advice.result import Advice
from foulee.core.types import Interval
from foulee.reporting.charts import Axis, Kind, Picture, Row, emblem, emblem_svg, rows, ticks
from foulee.reporting.language import Language
from foulee.reporting.vegalite import BLUE, PALETTE, RED, Told, theme_css

TOLD = Told(key="here", title="Ours & theirs", description="What <it> shows")
PERCENTS = Axis(end=1.0, ticks={0.0: "0 %", 0.5: "50 %", 1.0: "100 %"})
SPACE = "{http://www.w3.org/2000/svg}"
FIRMS = ("boulangerie-martinique", "atelier-b2b", "pme-quebec", "salon-coiffure-presque-vide")


@pytest.fixture(scope="module")
def bakery(answered: Callable[[str], Advice]) -> Advice:
    return answered("boulangerie-martinique")


def texts(svg: str) -> list[str]:
    """Every line of text drawn in a picture."""
    root = ET.fromstring(svg)
    lines = list(root.iter(f"{SPACE}text"))
    return ["\n".join(text.itertext()) if len(text) else text.text or "" for text in lines]


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2.2)."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# --- every picture -----------------------------------------------------------------------------------------------


def test_the_same_advice_gives_the_same_bytes(bakery: Advice) -> None:
    assert emblem(bakery, Language("fr"), TOLD) == emblem(bakery, Language("fr"), TOLD)


def test_a_picture_is_described(bakery: Advice) -> None:
    for size, svg in (("wide", emblem(bakery, Language("en"), TOLD).wide), ("narrow", _dots().narrow)):
        root = ET.fromstring(svg)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"] == f"here-{size}-title here-{size}-desc"
        assert [(child.attrib["id"], child.text) for child in root[:2]] == [
            (f"here-{size}-title", "Ours & theirs"),
            (f"here-{size}-desc", "What <it> shows"),
        ]


def test_nothing_but_the_description_has_an_id(bakery: Advice) -> None:
    """Two pictures on a page must not share the name of a clip or a gradient."""
    for svg in (emblem(bakery, Language("en"), TOLD).wide, _dots().wide):
        assert len(re.findall(r"\bid=", svg)) == 2
        assert "url(" not in svg


def test_text_takes_the_face_of_the_page(bakery: Advice) -> None:
    assert "font-family" not in emblem(bakery, Language("en"), TOLD).wide


def test_every_colour_is_of_the_palette_and_can_turn_dark(bakery: Advice) -> None:
    light = {pair[0]: name for name, pair in PALETTE.items()}
    for svg in (emblem(bakery, Language("en"), TOLD).narrow, _dots().wide):
        for element in ET.fromstring(svg).iter():
            for paint in ("fill", "stroke"):
                colour = element.attrib.get(paint, "none")
                if colour != "none":
                    assert f"{paint[0]}-{light[colour]}" in element.attrib["class"].split()


def test_colours_contrast_with_the_paper_in_both_themes() -> None:
    for theme in (0, 1):
        paper = PALETTE["paper"][theme]
        for name in ("ink", "soft", "red", "blue"):
            assert contrast(PALETTE[name][theme], paper) >= 4.5


def test_the_style_sheet_holds_both_themes() -> None:
    sheet = theme_css()
    assert all(light in sheet and dark in sheet for light, dark in PALETTE.values())
    assert sheet.index(RED) < sheet.index("prefers-color-scheme:dark") < sheet.index(PALETTE["red"][1])


# --- the emblem --------------------------------------------------------------------------------------------------


def test_red_is_dashed_and_blue_is_solid(bakery: Advice) -> None:
    curves = [
        (path.attrib["stroke"], path.attrib.get("stroke-dasharray", "1,0"))
        for path in ET.fromstring(emblem(bakery, Language("en"), TOLD).wide).iter(f"{SPACE}path")
        if path.attrib.get("stroke-width") == "2.4"
    ]
    assert curves == [(RED, "7,4"), (BLUE, "1,0")]


def test_the_curves_are_named_at_their_ends(bakery: Advice) -> None:
    english = Language("en")
    assert {"steady pace", "splash", "1 year", "3 years", "€0"} <= set(texts(emblem(bakery, english, TOLD).wide))
    assert "steady\npace" in texts(emblem(bakery, english, TOLD).narrow)


@pytest.mark.parametrize("firm", FIRMS)
def test_names_and_numbers_stay_within_the_picture_and_apart(answered: Callable[[str], Advice], firm: str) -> None:
    advice = answered(firm)
    language = Language("fr", advice.currency, advice.country)
    for width, svg in zip((640, 340), _both(emblem(advice, language, TOLD)), strict=True):
        root = ET.fromstring(svg)
        left, top, right, height = (float(part) for part in root.attrib["viewBox"].split())
        assert (left, top, right) == (0.0, 0.0, width)
        ends = [text for text in root.iter(f"{SPACE}text") if text.attrib.get("font-weight") == "bold"]
        places = sorted(_places(ends))
        assert places[1] - places[0] >= 16 * max(len(list(text)) or 1 for text in ends) - 1
        assert all(0.0 < place < height for place in places)


def test_the_overtaking_is_marked_when_there_is_one(bakery: Advice) -> None:
    never = replace(bakery, projection=replace(bakery.projection, blue_overtakes_week=None))
    week = replace(bakery, projection=replace(bakery.projection, blue_overtakes_week=10))
    marked = "the steady pace moves ahead\nJanuary 2027"
    assert marked in texts(emblem(week, Language("en"), TOLD).wide)
    assert not any("ahead" in text for text in texts(emblem(never, Language("en"), TOLD).wide))


def test_the_emblem_as_a_file_stands_alone(bakery: Advice) -> None:
    svg = emblem_svg(bakery, Language("en"), 720, 360)
    root = ET.fromstring(svg)
    assert (root.attrib["width"], root.attrib["height"], root.attrib["viewBox"]) == ("720", "360", "0 0 720 360")
    assert "prefers-color-scheme:dark" in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_french_and_canadian_money_on_the_axis(answered: Callable[[str], Advice]) -> None:
    advice = answered("pme-quebec")
    drawn = texts(emblem(advice, Language("fr", "CAD", "QC"), TOLD).wide)
    assert any(re.fullmatch(r"\d+\s000\s\$", text) for text in drawn)


# --- rows --------------------------------------------------------------------------------------------------------


def test_a_row_shows_its_label_its_value_and_where_it_was() -> None:
    picture = _dots()
    assert {"Facebook", "64 %", "TikTok", "26 %", "50 %"} <= set(texts(picture.wide))
    dots = [path for path in ET.fromstring(picture.wide).iter(f"{SPACE}path") if "A" in path.attrib["d"]]
    assert len(dots) == 3  # one dot each, and a ring for the row that moved


def test_shares_are_told_apart_by_line_style() -> None:
    content = [Row(label="if", told="70 %", value=Interval(0.0, 0.7, 1.0))]
    lines = list(ET.fromstring(rows(Kind.SHARES, content, PERCENTS, TOLD).wide).iter(f"{SPACE}line"))
    thick = [line for line in lines if line.attrib.get("stroke-width") == "7"]
    assert [(line.attrib["stroke"], "stroke-dasharray" in line.attrib) for line in thick] == [
        (BLUE, False),
        (RED, True),
    ]


def test_an_axis_below_zero_has_a_line_at_zero() -> None:
    content = [Row(label="red", told="−5", value=Interval(-10.0, -5.0, 20.0), colour="red")]
    above = Axis(end=20.0, ticks={0.0: "0", 20.0: "20"})
    below = Axis(start=-10.0, end=20.0, ticks={-10.0: "−10", 0.0: "0", 20.0: "20"})
    counts = [rows(Kind.DOTS, content, axis, TOLD).wide.count("<line") for axis in (above, below)]
    assert counts[1] == counts[0] + 2  # the tick's own line, and the line at zero


def test_a_large_axis_keeps_its_labels_and_drops_every_other_on_a_telephone() -> None:
    marks = [0.0, 1e6, 2e6, 3e6, 4e6]
    axis = Axis(end=4e6, ticks={mark: f"{mark:,.0f} euros" for mark in marks})
    content = [Row(label="it", told="1", value=Interval(0.0, 1e6, 4e6))]
    picture = rows(Kind.BARS, content, axis, TOLD)
    labels = [[text for text in texts(svg) if "euros" in text] for svg in _both(picture)]
    assert labels[0] == [f"{mark:,.0f} euros" for mark in marks]
    assert labels[1] == ["0 euros", "2,000,000 euros", "4,000,000 euros"]


@pytest.mark.parametrize(
    ("highest", "lowest", "expected"),
    [
        (783.0, 0.0, [0, 200, 400, 600, 800]),
        (1.0, 0.0, [0.0, 0.5, 1.0]),
        (0.0, 0.0, [0, 1]),
        (19_000.0, -6_100.0, [-10_000, 0, 10_000, 20_000]),
        (0.0, -40.0, [-40, -30, -20, -10, 0][::1]),
    ],
)
def test_ticks_are_round_and_hold_everything(highest: float, lowest: float, expected: list[float]) -> None:
    found = ticks(highest, lowest)
    assert found[0] <= lowest
    assert found[-1] >= highest
    assert 0.0 in found
    assert found == pytest.approx(expected)


def _dots() -> Picture:
    content = [
        Row(label="Facebook", told="64 %", value=Interval(0.41, 0.64, 0.82), before=Interval(0.3, 0.5, 0.7)),
        Row(label="TikTok", told="26 %", value=Interval(0.11, 0.26, 0.49), strong=True),
    ]
    return rows(Kind.DOTS, content, PERCENTS, TOLD)


def _both(picture: Picture) -> tuple[str, str]:
    return picture.wide, picture.narrow


def _places(elements: list[ET.Element]) -> list[float]:
    """Height of each text, from its transform."""
    return [float(re.findall(r"-?[\d.]+", element.attrib["transform"])[1]) for element in elements]
