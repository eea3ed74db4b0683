"""A firm's own weeks in a browser: sent from a phone, their columns said, read by the worker, and what they tell."""

import re
import time
from pathlib import Path

import pytest
from tests.journeys.conftest import PATIENCE, Meet
from tests.readings import EXAMPLE, example_weeks

START = {"fr": "Faire mon diagnostic", "en": "Make my diagnosis"}
REFUSAL = "main > .notice.warning:not(#odd)"
SAYS = {
    "fr": ("Foulée lit vos semaines", "Avant vos chiffres", "Avec vos chiffres", "Pas régulier ou coup d’éclat"),
    "en": ("Foulée is reading your weeks", "Before your figures", "With your figures", "Steady pace or splash"),
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example bakery's weeks, on the visitor's own disk."""
    file = tmp_path_factory.mktemp("weeks") / EXAMPLE
    file.write_bytes(example_weeks())
    return file


@pytest.mark.parametrize(("size", "lang"), [("phone", "fr")])
def test_weeks_are_sent_read_and_told(meet: Meet, sent: Path, size: str, lang: str) -> None:
    aline = meet(size, lang)
    reading, before, after, paths = SAYS[lang]
    aline.go().get_by_role("button", name=START[lang]).click()
    aline.page.wait_for_url("**/questions/*/")
    firm = aline.page.url.split("/questions/")[0]
    aline.go(f"{firm}/weeks/")
    assert aline.faults() == []
    aline.page.locator("#file").set_input_files(sent)
    aline.page.locator("form.weeks-file button").click()
    aline.page.wait_for_url("**/columns/")
    kinds = aline.page.locator(".column .effort")
    assert [kinds.nth(place).is_visible() for place in range(2)] == [True, True]
    aline.page.locator('[name="role-1"][value="nothing"]').check()
    assert [kinds.nth(place).is_visible() for place in range(2)] == [True, False]
    aline.page.locator('[name="role-1"][value="lever"]').check()
    assert aline.faults() == []
    aline.page.locator("form.columns button").click()
    aline.says(reading)
    aline.page.locator(f"#sales, {REFUSAL}").first.wait_for(timeout=PATIENCE * 1000)  # the page fetches itself again
    assert aline.page.locator(REFUSAL).all_inner_texts() == []
    for words in (before, after, paths):
        aline.says(words)
    assert aline.page.locator(".halves svg").count() == 2
    assert aline.fits()
    assert aline.faults() == []
    aline.page.locator("#sales details.behind summary").click()
    assert aline.page.locator("#sales table").is_visible()


def test_without_javascript_too(meet: Meet, sent: Path) -> None:
    marc = meet("desktop", "en", java_script_enabled=False)
    marc.go().get_by_role("button", name=START["en"]).click()
    marc.go(re.sub("/questions/.*", "/weeks/", marc.page.url))
    marc.page.locator("#file").set_input_files(sent)
    marc.page.locator("form.weeks-file button").click()
    marc.page.locator("form.columns button").click()
    ends = time.monotonic() + PATIENCE
    again = marc.page.get_by_role("link", name="See how far it is")
    while again.count():
        assert time.monotonic() < ends
        again.click()
        time.sleep(0.5)
    assert marc.page.locator(REFUSAL).all_inner_texts() == []
    marc.says(SAYS["en"][2])
    assert marc.fits()
