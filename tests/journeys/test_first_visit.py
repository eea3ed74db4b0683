"""First visit: from the home page to the verdict, the sliders and the strategy, by people without an account."""

import datetime as dt
import io
from typing import Any

import pytest
from pypdf import PdfReader
from tests.journeys.conftest import Meet, Visitor

from foulee.advice.examples import example_bytes
from foulee.firmfile import toml
from foulee.firmfile.answering import CHANNELS, take
from foulee.firmfile.schema import is_unknown

BAKERY = toml.parse(example_bytes("boulangerie-martinique"))
WORDS = {
    "fr": {"start": "Faire mon diagnostic", "see": "Voir mon diagnostic", "first": "D’abord"},
    "en": {"start": "Make my diagnosis", "see": "See my answer", "first": "First of all"},
}
CHANGED = "([piece, before]) => document.getElementById(piece).innerHTML !== before"
MANY = 60  # screens after which something must be wrong


@pytest.mark.parametrize(("size", "lang"), [("phone", "fr"), ("desktop", "en")])
def test_the_first_page_can_be_used_at_once(meet: Meet, size: str, lang: str) -> None:
    aline = meet(size, lang)
    page = aline.go()
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("figure svg:visible").count() == 1
    assert aline.fits()
    page.get_by_role("link", name="English" if lang == "fr" else "Français").click()
    page.wait_for_url("**/?lang=*")
    assert page.locator("html").get_attribute("lang") != lang


@pytest.mark.parametrize(("size", "lang"), [("phone", "fr"), ("desktop", "en")])
def test_from_the_first_visit_to_the_strategy(meet: Meet, size: str, lang: str) -> None:
    aline = meet(size, lang)
    page = aline.go()
    page.get_by_role("button", name=WORDS[lang]["start"]).click()
    screens = answered(aline)
    assert 5 < screens < MANY
    page.get_by_role("button", name=WORDS[lang]["see"]).first.click()
    page.wait_for_url("**/answer/1/")
    aline.says(WORDS[lang]["first"])
    assert aline.fits()
    moved(aline)
    strategy(aline)


def answered(visitor: Visitor) -> int:
    """Answer what is asked as the bakery does, until it is enough; count the screens."""
    page, screens = visitor.page, 0
    page.wait_for_url("**/questions/*/")
    while "/ready/" not in page.url:
        screens += 1
        assert screens < MANY
        path = page.url.rstrip("/").rsplit("/", 1)[1]
        assert visitor.fits(), path
        given = take(BAKERY, path)
        with page.expect_navigation():
            answer(visitor, path, None if given is None or is_unknown(given) else given)
    return screens


def answer(visitor: Visitor, path: str, given: Any) -> None:
    """Answer one question by hand."""
    page = visitor.page
    if given is None:
        page.locator("button[name=unknown]").click()
        return
    if path == CHANNELS or given == []:
        page.locator("button[name=none]").click()
        return
    if isinstance(given, bool):
        page.locator(f"input[name=answer][value={'yes' if given else 'no'}]").check()
    elif page.locator("input[type=radio], input[type=checkbox]").count():
        for code in given if isinstance(given, list) else [given]:
            page.locator(f"input[name=answer][value={code}]").check()
    elif page.locator("[name='answer.0']").count():
        for place, value in enumerate(given):
            page.locator(f"[name='answer.{place}']").fill(written(value, visitor.lang))
    else:
        shown = page.locator("#answer")
        percent = page.locator("#answer-unit").count() and "%" in page.locator("#answer-unit").inner_text()
        shown.fill(written(given * 100 if percent else given, visitor.lang))
    page.locator("form.question button:not([name])").first.click()


def written(value: Any, lang: str) -> str:
    """A value as somebody would type it."""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, int | float):
        return f"{value:g}".replace(".", "," if lang == "fr" else ".") if value < 1e6 else str(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def moved(visitor: Visitor) -> None:
    """Move the slider of hours with the keyboard: the plan and its picture change without another page."""
    slider = visitor.page.locator("input[type=range]").first
    for piece in ("tried", "tried-picture"):
        before = visitor.page.locator(f"#{piece}").inner_html()
        slider.focus()
        slider.press("End" if piece == "tried" else "Home")
        visitor.page.wait_for_function(CHANGED, arg=[piece, before])


def strategy(visitor: Visitor) -> None:
    """Fetch the strategy: a PDF of at most four pages that names the firm."""
    link = visitor.page.locator("a[href$='strategy.pdf']").first.get_attribute("href")
    fetched = visitor.context.request.get(f"{visitor.home}{link}")
    assert fetched.headers["content-type"] == "application/pdf"
    read = PdfReader(io.BytesIO(fetched.body()))
    assert len(read.pages) <= 4
    assert "Aline" in "".join(page.extract_text() for page in read.pages)
