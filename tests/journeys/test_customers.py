"""The survey by its QR code: a poster, three taps on an old telephone, and what it teaches the owner."""

import io

from pypdf import PdfReader
from tests.journeys.conftest import Meet, Visitor
from tests.journeys.test_adviser import EXAMPLES


def opened(owner: Visitor) -> tuple[str, str]:
    """A firm without account whose survey is open: its part of the address, and the survey's path."""
    page = owner.go()
    page.get_by_role("button", name="Faire mon diagnostic").click()
    page.wait_for_url("**/questions/*/")
    firm = page.url.split("/firm/")[1].split("/")[0]
    owner.go(f"/firm/{firm}/import/").locator("#file").set_input_files(EXAMPLES / "boulangerie-martinique.toml")
    page.locator("main form button").first.click()
    page.wait_for_url("**/answers/")
    owner.go(f"/firm/{firm}/customers/")
    page.fill("#offer", "un café")
    page.locator("main form button").first.click()
    page.locator("#poster").wait_for()
    seen = page.locator("#poster a[href*='/q/']").get_attribute("href") or ""
    return firm, "/q/" + seen.split("/q/")[1].split("/")[0] + "/"


def three_taps(customer: Visitor, path: str) -> None:
    page = customer.go(path)
    assert customer.fits()
    page.locator("label[for=uses-instagram]").click()
    page.locator("label[for=follow-yes]").click()
    page.locator("label[for=heard-friend]").click()
    page.locator("main button").click()
    page.wait_for_url("**/thanks/**")


def test_customers_answer_by_the_poster_and_the_owner_learns(meet: Meet) -> None:
    owner = meet("desktop", "fr")
    firm, path = opened(owner)
    poster = owner.context.request.get(f"{owner.home}/firm/{firm}/customers/poster-fr.pdf")
    read = PdfReader(io.BytesIO(poster.body()))
    assert len(read.pages) == 1
    assert path.strip("/") in read.pages[0].extract_text().replace("\n", "")
    for javascript in (False, True):
        customer = meet("phone", "fr", java_script_enabled=javascript, locale="fr-FR")
        three_taps(customer, path)
        customer.says("un café")
        customer.go(path)
        assert customer.page.locator("form").count() == 0  # once a day
    page = owner.go(f"/firm/{firm}/customers/")
    owner.says("2 clients ont répondu")
    page.locator("form[action$='/diagnose/'] button").first.click()
    page.wait_for_url("**/answer/1/")
    owner.says("Clients interrogés")
