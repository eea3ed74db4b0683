"""First visit: from the home page to the verdict, the sliders and the strategy, by people without an account."""

import pytest
from tests.journeys.conftest import Meet


@pytest.mark.parametrize(("size", "lang"), [("phone", "fr"), ("desktop", "en")])
def test_the_first_page_can_be_used_at_once(meet: Meet, size: str, lang: str) -> None:
    aline = meet(size, lang)
    page = aline.go()
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("figure svg:visible").count() == 1
    assert aline.fits()
