"""Marc, who follows several firms: two files brought in, two answers, a list that says where to look first."""

from importlib.resources import files
from pathlib import Path

from tests.journeys.conftest import Meet, Visitor
from tests.journeys.test_accounts import PASSWORD, made_account

EXAMPLES = Path(str(files("foulee") / "examples"))


def brought_in(visitor: Visitor, name: str) -> str:
    """Begin a file, bring in an example firm's answers, ask for the answer; the firm's part of the address."""
    page = visitor.go("/firms/")
    page.locator("button[name=next][value=import]").click()
    page.wait_for_url("**/import/")
    firm = page.url.split("/firm/")[1].split("/")[0]
    page.locator("#file").set_input_files(EXAMPLES / f"{name}.toml")
    page.locator("main form button").first.click()
    page.wait_for_url("**/answers/")
    page.locator("form[action$='/diagnose/'] button").first.click()
    page.wait_for_url("**/answer/1/")
    return firm


def test_an_adviser_follows_two_firms_and_hands_one_over(meet: Meet) -> None:
    marc = meet("desktop", "en")
    made_account(marc)
    bakery = brought_in(marc, "boulangerie-martinique")
    brought_in(marc, "atelier-b2b")
    page = marc.go("/firms/")
    assert page.locator(".firms > li").count() == 2
    assert page.locator(".firms .verdict").count() == 2
    marc.says("All are up to date.")
    page.locator("#named").fill("aline")
    page.locator("form[method=get] button").click()
    page.wait_for_url("**named=aline**")
    assert page.locator(".firms > li").count() == 1
    link = invited(marc, bakery, "aline@example.org")
    aline = meet("phone", "fr")
    joined(aline, link, "aline@example.org")
    aline.go(f"/firm/{bakery}/answer/1/")
    aline.says("Au Pain d")


def invited(visitor: Visitor, firm: str, email: str) -> str:
    """Invite the owner; without a mail server, the link is shown to be handed over."""
    page = visitor.go(f"/firm/{firm}/people/invite/")
    page.fill("#email", email)
    page.locator("input[name=role][value=owner]").check()
    page.locator("main form button").first.click()
    page.wait_for_url("**/people/")
    return page.locator("#invited-link").input_value()


def joined(visitor: Visitor, link: str, email: str) -> None:
    """Open an invitation, make the account for it, and accept."""
    page = visitor.go(link.removeprefix(visitor.home))
    page.locator("a[href*='signup']").click()
    assert page.input_value("#email") == email
    page.fill("#password1", PASSWORD)
    page.locator("main form button").first.click()
    page.locator("button[name=answer][value=yes]").click()
    page.wait_for_url("**/firm/**")
