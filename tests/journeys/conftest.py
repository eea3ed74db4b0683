"""What the journeys share: the product as it is served, and people with their browsers."""

import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.installations import Installation, installed

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync")
SIZES: dict[str, Any] = {"phone": {"width": 375, "height": 740}, "desktop": {"width": 1200, "height": 850}}
PATIENCE = 180.0  # seconds in which the first page must be there


def answers(url: str) -> bool:
    """Whether a page answers well."""
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The product, served with its worker."""
    with ExitStack() as stack:
        yield serve(installed("sqlite", tmp_path_factory.mktemp("journeys") / "data"), stack)


def serve(made: Installation, stack: ExitStack) -> Installation:
    """Serve an installation until the stack is left."""
    process = made.started("serve", "--worker")
    stack.callback(process.communicate, timeout=40)
    stack.callback(process.terminate)
    ends = time.monotonic() + PATIENCE
    while not answers(f"{address(made)}/"):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < ends, "the first page never came"
        time.sleep(0.1)
    return made


def address(made: Installation) -> str:
    """Where an installation is served."""
    return f"http://localhost:{made.port}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; not for the whole session, because its event loop must not stay where Django's tests run."""
    if not CHROMIUM.exists():
        missing = "Chromium is missing; on Debian: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    words = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=words)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody with a browser, and whatever went wrong in it."""

    context: BrowserContext
    page: Page
    home: str
    lang: str
    wrong: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors of scripts and of the content policy, requests that fail, and any that leaves the house."""
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda asked: self._asked(asked.url))

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme in {"http", "https"} and not url.startswith(self.home):
            self.wrong.append(f"left the house: {url}")

    def go(self, path: str = "/") -> Page:
        """Open a page of the product."""
        self.page.goto(path if path.startswith("http") else self.home + path)
        return self.page

    def says(self, words: str) -> None:
        """Expect the page to say something."""
        self.page.get_by_text(words).first.wait_for()

    def fits(self) -> bool:
        """Whether nothing sticks out of the screen's width."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def faults(self) -> list[str]:
        """What axe finds on the page as it is, with the elements concerned."""
        found = Axe().run(self.page).response["violations"]
        return [f"{item['id']}: {[node['target'] for node in item['nodes']]}" for item in found]


Meet = Callable[..., Visitor]


@pytest.fixture
def meet(chromium: Browser, served: Installation) -> Iterator[Meet]:
    """Give people their browsers: `meet("phone", "fr")`; at the end, nothing must have gone wrong in any."""
    met: list[Visitor] = []

    def someone(size: str = "phone", lang: str = "fr", at: str = "", **wishes: Any) -> Visitor:
        home = at or address(served)
        context = chromium.new_context(viewport=SIZES[size], accept_downloads=True, **wishes)
        context.set_default_timeout(60_000)
        language = {"name": "foulee_lang", "value": lang, "url": home}
        context.add_cookies([language])  # type: ignore[list-item] # a typed dictionary of the library's
        visitor = Visitor(context, context.new_page(), home, lang)
        visitor.watch()
        met.append(visitor)
        return visitor

    yield someone
    for visitor in met:
        visitor.context.close()
    assert [visitor.wrong for visitor in met if visitor.wrong] == []
