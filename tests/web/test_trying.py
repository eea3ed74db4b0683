"""The sliders on the page: at rest the answer itself, elsewhere computed once, what is no place refused clearly."""

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.people import Town, diagnosed

from foulee.advice.what_if import what_if
from foulee.records.models import Rendering, Throttle
from foulee.web.diagnosing import trying
from foulee.web.diagnosing.trying import TRIES

pytestmark = pytest.mark.django_db
SLIDER = re.compile(r'<input type="range" id="try-(?P<name>\w+)"[^>]* max="(?P<most>\d+)"[^>]* value="(?P<at>\d+)"')


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def page(town: Town) -> str:
    return reverse("answer_number", args=[town.lone.id, 1])


def piece(town: Town) -> str:
    return reverse("what_if", args=[town.lone.id, 1])


def sliders(html: str) -> dict[str, tuple[int, int]]:
    """Where each slider stands, and its last stop."""
    return {found["name"]: (int(found["at"]), int(found["most"])) for found in SLIDER.finditer(html)}


def get(client: Client, address: str, **values: Any) -> tuple[int, str]:
    response = client.get(address, values)
    return response.status_code, response.content.decode()


def test_at_rest_the_sliders_stand_at_the_firms_own_place(town: Town) -> None:
    status, html = get(town.holder(), page(town))
    assert status == 200
    places = sliders(html)
    assert places["hours"][0] == 8  # two hours, by quarters
    assert places["money"][0] == 0
    assert "Avec 2\u202fh par semaine, sans rien dépenser" in html
    assert html.count('id="tried-curves"') == 1
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_at_rest_nothing_is_computed_and_nothing_is_counted(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "what_if", lambda *_: pytest.fail("computed"))
    client = town.holder()
    before = Throttle.objects.count()
    rest = get(client, piece(town))
    assert rest == get(client, piece(town), hours="8", money="0")
    assert Throttle.objects.count() == before


def test_what_is_at_rest_is_read_back_without_the_advice(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = town.holder()
    first = get(client, page(town))
    monkeypatch.setattr(trying, "advice_of", lambda _: pytest.fail("the whole advice was read"))
    assert get(client, page(town)) == first


def test_moved_they_show_another_plan_and_say_what_it_takes(town: Town) -> None:
    client = town.holder()
    status, html = get(client, piece(town), hours="20", money="15")
    assert status == 200
    assert "Avec 5\u202fh par semaine et 150\xa0€ par mois" in html
    assert 'id="tried-picture" hx-swap-oob="innerHTML"' in html
    assert "dans votre réponse" in html
    assert "<table" in html  # the figures behind the picture
    assert "<html" not in html


def test_a_place_is_computed_once_for_everybody_in_each_language(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    computed = []

    def counted(*given: Any) -> Any:
        computed.append(given)
        return what_if(*given)

    monkeypatch.setattr(trying, "what_if", counted)
    first, second = town.holder(), town.holder()
    assert get(first, piece(town), hours="12") == get(second, piece(town), hours="12")
    assert len(computed) == 1
    _, english = get(first, piece(town), hours="12", lang="en")
    assert "With 3\xa0h a week and no money" in english
    assert len(computed) == 2


def test_without_javascript_the_form_brings_the_whole_page(town: Town) -> None:
    status, html = get(town.holder(), page(town), hours="12", money="0")
    assert status == 200
    assert sliders(html)["hours"][0] == 12
    assert "Avec 3\u202fh par semaine" in html
    assert 'action="' + page(town) + '#try"' in html
    assert "Revenir à votre réponse" in html


@pytest.mark.parametrize(
    "value", ["abc", "", "2.5", "1e3", "٣", "<script>", "nan", "inf", "0x1", "9" * 31, "1 OR 1=1", "8\n", "\x00"]
)
def test_what_is_no_place_is_no_place(value: str) -> None:
    request = RequestFactory().get("/", {"hours": value})
    with pytest.raises(trying.NotAPlaceError):
        trying._place(request, "hours", trying.Slider(told=("none", "some"), own=1))


@pytest.mark.parametrize("values", [{"hours": "<script>"}, {"money": "2.5"}])
def test_what_is_no_place_is_refused_in_a_sentence(town: Town, values: dict[str, str]) -> None:
    client = town.holder()
    status, html = get(client, piece(town), **values)
    assert status == 422
    assert "Ces valeurs ne sont pas sur les curseurs" in html
    assert "<script" not in html
    status, html = get(client, page(town), **values)
    assert status == 422
    assert "Ces valeurs ne sont pas sur les curseurs" in html
    assert sliders(html)["hours"][0] == 8


def test_a_place_beyond_the_ends_is_brought_back(town: Town) -> None:
    status, html = get(town.holder(), page(town), hours="9" * 30, money="-5")
    assert status == 200
    at, most = sliders(html)["hours"]
    assert at == most
    assert sliders(html)["money"][0] == 0


def test_too_many_tries_are_told_and_what_is_known_is_still_shown(town: Town) -> None:
    client = town.holder()
    assert get(client, piece(town), hours="10")[0] == 200
    Throttle.objects.update(uses=TRIES)
    status, html = get(client, piece(town), hours="11")
    assert status == 429
    assert "beaucoup d’essais" in html
    assert get(client, piece(town), hours="10")[0] == 200
    assert get(client, piece(town))[0] == 200
    assert get(client, page(town), hours="11")[0] == 429


@pytest.mark.parametrize("change", [{"method_version": "older"}, {"facts_date": "2020-01-01"}])
def test_an_answer_of_another_method_or_other_facts_has_no_sliders(town: Town, change: dict[str, str]) -> None:
    diagnosed(town.lone, 3, **change)
    client = town.holder()
    status, html = get(client, reverse("answer_number", args=[town.lone.id, 3]))
    assert status == 200
    assert sliders(html) == {}
    status, html = get(client, reverse("what_if", args=[town.lone.id, 3]), hours="3")
    assert status == 410
    assert "version antérieure" in html


def test_answers_that_today_would_refuse_have_no_sliders(town: Town) -> None:
    diagnosed(town.lone, 3, inputs={"answers": {"firm": {"name": "X", "colour": "red"}}})
    status, html = get(town.holder(), reverse("answer_number", args=[town.lone.id, 3]))
    assert status == 200
    assert sliders(html) == {}


def test_every_stop_is_told_in_words(town: Town) -> None:
    get(town.holder(), page(town))
    kept = json.loads(bytes(Rendering.objects.get(result__firm=town.lone, name__startswith="sliders-fr").body))
    assert kept["hours"]["told"][:3] == ["aucune heure", "15\u202fmin par semaine", "30\u202fmin par semaine"]
    assert kept["money"]["told"][:2] == ["aucun budget", "10\xa0€ par mois"]
    assert len(set(kept["hours"]["told"])) == len(kept["hours"]["told"])
