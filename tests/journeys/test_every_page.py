"""Every page of the configuration, as the owner of a firm sees it: readable by everybody, in both themes."""

import json
from typing import Any

import pytest
from tests.installations import Installation
from tests.journeys.conftest import Meet

# Gives the addresses of everything that can be opened, and a browser's cookie in which the owner has signed in.
TOWN = """
import json
from django.urls import reverse
from foulee.records.models import Membership
from tests.people import Town
from tests.readings import file_sent, read
from tests.web.test_access import addresses
town = Town()
file_sent(town.firm)
read(town.firm)
reader = Membership.objects.get(firm=town.firm, role="reader").pk
pages = {}
for item in addresses():
    known = town.arguments(item.arguments)
    known |= {"member_id": reader} if "member_id" in known else {}
    pages[item.name] = reverse(item.name, kwargs=known)
print(json.dumps({"pages": pages, "cookie": town.client("owner").cookies["sessionid"].value}))
"""
LEAVES = {"account_logout", "start"}  # what would end the visit, or begin another


@pytest.fixture(scope="module")
def town(served: Installation) -> dict[str, Any]:
    """The addresses, and the owner's cookie."""
    found: dict[str, Any] = json.loads(served.program(TOWN).splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("size", "lang", "theme"), [("phone", "fr", "light"), ("phone", "en", "dark"), ("desktop", "fr", "dark")]
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    meet: Meet, town: dict[str, Any], size: str, lang: str, theme: str
) -> None:
    owner = meet(size, lang, color_scheme=theme, bypass_csp=True)
    owner.context.add_cookies([{"name": "sessionid", "value": town["cookie"], "url": owner.home}])
    seen = 0
    faults: dict[str, list[str]] = {}
    for name, path in town["pages"].items():
        if name in LEAVES:
            continue
        found = owner.context.request.get(owner.home + path)
        if found.status != 200 or not found.text().lstrip().startswith("<!doctype html>"):  # pieces of pages, files
            continue
        owner.go(path)
        owner.page.wait_for_load_state("networkidle")
        told = [*owner.faults(), *([] if owner.fits() else ["wider than the screen"])]
        faults |= {name: told} if told else {}
        seen += 1
    assert faults == {}
    assert seen > 40
