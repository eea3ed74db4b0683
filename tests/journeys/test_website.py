"""The website check in a browser: an address typed on a phone, a worker that goes and looks, and what comes of it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.connectors import sites
from tests.installations import Installation, installed
from tests.journeys.conftest import PATIENCE, Meet, Visitor, address, answers
from tests.loopback import Page, Web, moved, running

WORKER = "import django; django.setup(); from foulee.worker import Rhythm, work; work(Rhythm())"
ROOT = Path(__file__).parents[2]
SAYS = {
    "fr": {
        "start": "Faire mon diagnostic",
        "good": "peut recevoir du monde",
        "old": "à réparer avant",
        "no": "réseau privé",
    },
    "en": {
        "start": "Make my diagnosis",
        "good": "can take visitors",
        "old": "put right before",
        "no": "private network",
    },
}


@pytest.fixture(scope="module")
def looked_at() -> Iterator[Web]:
    """Websites on loopback: a good one, an old one, and one that leads into the house."""
    with running() as web:
        web.site("mabakery.test", sites.bakery())
        web.site("garage.test", {"/": Page(sites.OLD, headers={"Content-Type": "text/html"})}, scheme="http")
        web.site("inside.test", {"/": moved("http://169.254.169.254/latest/meta-data/")})
        yield web


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, looked_at: Web) -> Iterator[Installation]:
    """The product, and beside it a worker whose door also reaches these websites: only a test can start one so."""
    made = installed("sqlite", tmp_path_factory.mktemp("website") / "data")
    served = made.started("serve")
    ends = time.monotonic() + PATIENCE
    while not answers(f"{address(made)}/"):
        assert served.poll() is None, served.communicate()[0]
        assert time.monotonic() < ends, "the first page never came"
        time.sleep(0.1)
    own = {"DJANGO_SETTINGS_MODULE": "tests.served_settings", "FOULEE_TESTS_WEB": looked_at.as_text()}
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=made.env | own, cwd=ROOT)
    yield made
    for process in (worker, served):
        process.terminate()
        process.communicate(timeout=40)


def look_at(visitor: Visitor, site: str) -> None:
    """Type an address, and wait until the page has what was seen."""
    visitor.page.locator("#address").fill(site)
    visitor.page.locator("form.look-at button").click()
    visitor.page.locator("[role=status][hx-get]").wait_for(state="detached", timeout=60_000)
    visitor.page.locator("#address").wait_for()


@pytest.mark.parametrize(("size", "lang"), [("phone", "fr"), ("desktop", "en")])
def test_a_website_is_looked_at(meet: Meet, shop: Installation, size: str, lang: str) -> None:
    aline, says = meet(size, lang, at=address(shop)), SAYS[lang]
    aline.go().get_by_role("button", name=says["start"]).click()
    aline.page.wait_for_url("**/questions/*/")
    aline.page.goto(aline.page.url.split("/questions/")[0] + "/website/")
    look_at(aline, "mabakery.test")
    aline.says(says["good"])
    assert aline.fits()
    assert aline.faults() == []
    look_at(aline, "garage.test")
    aline.says(says["old"])
    aline.page.locator("details.what-was-seen summary").click()
    aline.says("Microsoft FrontPage")
    look_at(aline, "inside.test")
    assert says["no"] in aline.page.locator("#address-problem").inner_text()
    assert aline.faults() == []
    assert aline.fits()


def test_without_javascript_too(meet: Meet, shop: Installation) -> None:
    aline = meet("phone", "fr", at=address(shop), java_script_enabled=False)
    aline.go().get_by_role("button", name=SAYS["fr"]["start"]).click()
    aline.page.goto(aline.page.url.split("/questions/")[0] + "/website/")
    aline.page.locator("#address").fill("mabakery.test")
    aline.page.locator("form.look-at button").click()
    ends = time.monotonic() + PATIENCE
    again = aline.page.get_by_role("link", name="Voir où l’on en est")
    while again.count():
        assert time.monotonic() < ends
        again.click()
        time.sleep(0.2)
    aline.says(SAYS["fr"]["good"])
