"""The guide to one's own weeks: its programs run, its samples are what they print, its pictures what they draw."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foulee.reporting.fit_telling import Shown
from foulee.reporting.fit_text import reading_text
from foulee.reporting.language import Language

HOUSE = Path(__file__).parents[2]
GUIDE = HOUSE / "docs" / "guide" / "weeks.md"
SAMPLE = re.compile(
    r"--margin 0\.6 --lang (?P<lang>en|fr) --today 2026-11-28\n```\n\n```text\n(?P<text>.*?)\n```$",
    re.DOTALL | re.MULTILINE,
)
NUMBER = re.compile(r"\d[\d ,.\u202f\u00a0]*")
ALIKE = 0.9  # of the words: a chance that stands on an edge falls on one side or the other
CLOSE = 0.25  # of a figure: draws differ a little from one make of processor to another


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    """Everything that the guide's programs leave behind."""
    found: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        exec(block, found)
    return found


def test_the_programs_run(names: dict[str, Any]) -> None:
    reading = names["reading"]
    assert set(reading.levers) == {"instagram_hours", "facebook_ads"}
    assert names["of_arrays"].diagnostics.weeks == 59
    assert dict(names["quick"].sizes) == {"chain": 4, "draw": 1000}
    assert float(np.ptp(names["quick"].values)) > 0.0


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_samples_are_what_is_printed(names: dict[str, Any], lang: str) -> None:
    """The same words or nearly, and figures as near as another processor would have them."""
    samples = {found["lang"]: found["text"] for found in SAMPLE.finditer(GUIDE.read_text(encoding="utf-8"))}
    shown = Shown(name="bakery_history.csv", assumed=("hour_cost",), notes=names["found"].notes)
    told = reading_text(names["reading"], shown, Language(lang))
    before, now = words(samples[lang]), words(told)
    assert SequenceMatcher(None, before, now, autojunk=False).ratio() > ALIKE
    if before == now:
        for one, other in zip(figures(samples[lang]), figures(told), strict=True):
            assert other == pytest.approx(one, rel=CLOSE, abs=10.0)


def words(text: str) -> list[str]:
    """Words without figures; lines may break elsewhere."""
    return NUMBER.sub("#", " ".join(text.split())).split()


def figures(text: str) -> list[float]:
    """Every figure, thousands and decimals the French or the English way."""
    return [plain(found[0]) for found in NUMBER.finditer(" ".join(text.split()))]


def plain(text: str) -> float:
    digits = re.sub(r"[ \u202f\u00a0]", "", text).rstrip(",.")
    grouped = re.fullmatch(r"\d{1,3}(,\d{3})+", digits)
    return float(digits.replace(",", "" if grouped else "."))


@pytest.mark.parametrize("name", ["before", "with"])
def test_the_pictures_are_there(name: str, read_svg: Callable[[Path], set[str]]) -> None:
    """Three fans and their curves, on their own paper."""
    classes = read_svg(HOUSE / "docs" / "images" / f"weeks-{name}.svg")
    assert classes >= {"f-paper", "s-red", "s-blue", "s-soft"}


@pytest.fixture
def read_svg() -> Callable[[Path], set[str]]:
    return lambda path: set(re.findall(r'class="([^"]+)"', path.read_text(encoding="utf-8")))
