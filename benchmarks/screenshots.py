"""Photograph the eight pages that the README shows, on a telephone, in English and in French.

Run by hand after a change that shows: `.venv/bin/python -m benchmarks.screenshots`. It serves an installation,
in which the example bakery has been diagnosed, asked its customers and had its website looked at, and another one has
had its weeks read. Names of pages behind it photograph these alone: `… weeks figures`.
"""

import io
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tests.installations import installed
from tests.journeys.conftest import CHROMIUM, PATIENCE, QUIET, SIZES, address, serve

FOLDER = Path(__file__).parents[1] / "docs" / "images" / "pages"
SHARPNESS = 2  # dots for each point of the screen
COLOURS = 128
TOWN = """
import json
from foulee.actions.focusing import open_survey
from foulee.actions.measuring import keep_look
from django.utils import timezone
from foulee.actions.diagnosing import save_answer
from foulee.connectors.files.history.reading import parse_history
from foulee.connectors.files.history.wanted import wanted
from tests.people import NOW, TODAY, Town, bakery
from tests.readings import EXAMPLE, example_weeks, imported
from tests.web.test_website import a_look
town = Town()
read = bakery(by=town.owner)
read = save_answer(firm_id=read.id, path="means.budget_per_month", answer=150.0, by=None, now=NOW)  # for advertising
levers = {"instagram_hours": "organic_social", "facebook_ads": "paid_social"}
history = parse_history(example_weeks(), EXAMPLE, wanted(levers, (), TODAY)).history
imported(read, history, at=timezone.now())
code = open_survey(firm=town.firm, offer="", by=None, now=NOW).code
keep_look(firm=town.firm, seen=a_look(), by=None, now=NOW)
cookie = town.client("owner").cookies["sessionid"].value
print(json.dumps({"firm": str(town.firm.id), "read": str(read.id), "code": code, "cookie": cookie}))
"""
DIAGNOSED = """
from django.utils import timezone
from foulee.actions.diagnosing import diagnose
from foulee.records.models import Firm
now = timezone.now()
diagnose(firm=Firm.objects.get(id="{firm}"), by=None, now=now, today=now.date())
"""


def main() -> None:
    """Write sixteen pictures, or those of the pages named."""
    named = sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        made = serve(installed("sqlite", Path(folder) / "data"), stack)
        town: dict[str, str] = json.loads(made.program(TOWN).splitlines()[-1])
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*QUIET, "--no-sandbox"])
        wait_for_weeks(browser, address(made), town)
        made.program(DIAGNOSED.format(firm=town["read"]))
        for lang in ("en", "fr"):
            for name, picture in pictures(browser, address(made), town, lang).items():
                if named and name not in named:
                    continue
                smaller(picture).save(FOLDER / f"{name}.{lang}.png", optimize=True)
                print(FOLDER / f"{name}.{lang}.png")


def wait_for_weeks(browser: Browser, home: str, town: dict[str, str]) -> None:
    """Wait until the worker has read the weeks: the page fetches itself again."""
    context = browser.new_context()
    cookies: list[Any] = [{"name": "sessionid", "value": town["cookie"], "url": home}]
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{home}/firm/{town['read']}/weeks/")
    page.locator("#sales").wait_for(timeout=PATIENCE * 1000)
    context.close()


def pictures(browser: Browser, home: str, town: dict[str, str], lang: str) -> dict[str, bytes]:
    """The eight pages as one language shows them."""
    context = browser.new_context(viewport=SIZES["phone"], device_scale_factor=SHARPNESS)
    cookies: list[Any] = [
        {"name": "foulee_lang", "value": lang, "url": home},
        {"name": "sessionid", "value": town["cookie"], "url": home},
    ]
    page, firm = context.new_page(), f"{home}/firm/{town['firm']}"
    found = {"survey": shot(page, f"{home}/q/{town['code']}/{lang}/"), "home": shot(page, f"{home}/?lang={lang}")}
    context.add_cookies(cookies)
    found["question"] = shot(page, f"{firm}/questions/means.hours_per_week/")
    found["answer"] = shot(page, f"{firm}/answer/2/")
    found["sliders"] = shot(page, f"{firm}/answer/2/", ".trying")
    found["website"] = shot(page, f"{firm}/website/")
    read = f"{home}/firm/{town['read']}"
    found["weeks"] = shot(page, f"{read}/weeks/", "#sales")
    found["figures"] = shot(page, f"{read}/answer/1/", "#weeks table")
    context.close()
    return found


def shot(page: Page, url: str, part: str = "") -> bytes:
    """One screen of a page, from its top or from one of its parts."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    if part:
        page.locator(part).first.evaluate("part => window.scrollTo(0, part.getBoundingClientRect().top + scrollY - 16)")
    return page.screenshot()


def smaller(picture: bytes) -> Image.Image:
    """The same picture with few colours: a quarter of the bytes."""
    with Image.open(io.BytesIO(picture)) as opened:
        return opened.convert("RGB").quantize(COLOURS)


if __name__ == "__main__":
    main()
