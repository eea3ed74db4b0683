"""The first minute: one sentence, two doors, examples that nobody waits for."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.people import BAKERY

from foulee.advice.examples import example_names


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.mark.django_db
def test_the_list_of_examples_computes_nothing_and_fills_up_as_they_are_opened() -> None:
    browser = Client()
    page = browser.get("/examples/").content.decode()
    assert all(f"/examples/{name}/" in page for name in example_names())
    assert "Préparez-vous" not in page
    assert browser.get(f"/examples/{BAKERY}/").status_code == 200
    assert browser.get("/examples/").content.decode().count("Préparez-vous") == 1


@pytest.mark.django_db
def test_the_home_page_has_two_doors_in_both_languages() -> None:
    browser = Client()
    for lang, door in (("fr", "Faire mon diagnostic"), ("en", "Make my diagnosis")):
        page = browser.get(f"/?lang={lang}").content.decode()
        assert door in page
        assert 'href="/examples/"' in page
        assert "<svg" in page


@pytest.mark.django_db
def test_an_example_that_does_not_exist_is_not_found() -> None:
    assert Client().get("/examples/nobody/").status_code == 404
