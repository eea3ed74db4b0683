"""The first minute: one sentence, two doors, examples that nobody waits for."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.people import BAKERY, Town

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


def test_whoever_has_a_file_is_led_back_to_it(town: Town) -> None:
    page = town.holder().get("/").content.decode()
    assert f'href="/firm/{town.lone.id}/answer/"' in page
    assert "Reprendre mon diagnostic" in page
    assert "Faire mon diagnostic" not in page
    assert "Commencer un autre dossier" in page
    assert f'href="/firm/{town.firm.id}/answer/"' in town.client("owner").get("/").content.decode()
    both = town.client("owner")
    session = both.session
    session["firms"] = [str(town.lone.id)]
    session.save()
    assert 'class="button" href="/firms/"' in both.get("/").content.decode()
    assert "Faire mon diagnostic" in town.client("stranger").get("/").content.decode()


@pytest.mark.django_db
def test_an_example_that_does_not_exist_is_not_found() -> None:
    assert Client().get("/examples/nobody/").status_code == 404
