"""The survey as a customer and as the owner meet it: three taps, once a day, nobody known."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.people import NOW, Town

from foulee.actions.focusing import Given, answer_survey, close_survey, open_survey
from foulee.core.customers.survey import Follow, Heard
from foulee.core.types import Network
from foulee.records.models import Survey, SurveyAnswer, Throttle
from foulee.web import throttle
from foulee.web.focusing import asked
from foulee.web.focusing.device import COOKIE, Device, new_mark

FOULEE = Path(asked.__file__).parents[2]
TICKED = {"uses": ["facebook", "whatsapp"], "follow": "yes", "for": ["news"], "heard": "friend"}


@pytest.fixture
def survey(town: Town) -> Survey:
    return open_survey(firm=town.firm, offer="", by=town.owner, now=NOW)


@pytest.fixture(autouse=True)
def uncounted(db: None) -> Iterator[None]:
    """Limits begin anew with each test."""
    yield
    Throttle.objects.all().delete()


def page(survey: Survey, lang: str = "fr") -> str:
    return reverse(f"survey_{lang}", args=[survey.code])


def mark_of(response: Any) -> str:
    found = re.search(r'name="of" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def send(client: Client, survey: Survey, mark: str | None = None, **more: Any) -> Any:
    """Open the page, tick, send."""
    mark = mark or mark_of(client.get(page(survey)))
    values = TICKED | more.pop("ticks", {}) | {"of": mark}
    return client.post(page(survey), values, **more)


# --- answering ---------------------------------------------------------------------------------------------------


def test_three_taps_are_kept_and_thanked(survey: Survey) -> None:
    client = Client()
    response = send(client, survey)
    assert response.status_code == 302
    assert "Merci" in client.get(response.url).content.decode()
    found = SurveyAnswer.objects.get()
    assert (found.networks, found.would_follow) == (["facebook", "whatsapp"], "yes")
    assert (found.follow_for, found.heard) == (["news"], "friend")


def test_tapping_twice_or_reloading_counts_once_and_is_thanked_both_times(survey: Survey) -> None:
    client = Client()
    mark = mark_of(client.get(page(survey)))
    for response in (send(client, survey, mark), send(client, survey, mark), send(Client(), survey, mark)):
        assert response.status_code == 302
        assert "Merci" in client.get(response.url).content.decode()
    assert SurveyAnswer.objects.count() == 1


def test_coming_back_the_same_day_says_that_it_is_counted(survey: Survey) -> None:
    client = Client()
    send(client, survey)
    again = client.get(page(survey)).content.decode()
    assert "déjà répondu" in again
    assert "<form" not in again
    send(client, survey, new_mark())  # an old page, kept open in another tab
    assert SurveyAnswer.objects.count() == 1


def test_another_telephone_on_the_same_connection_counts_too(survey: Survey) -> None:
    for _ in range(25):
        assert send(Client(), survey).status_code == 302
    assert SurveyAnswer.objects.count() == 25


def test_a_telephone_that_refuses_cookies_can_answer(survey: Survey) -> None:
    client = Client()
    response = send(client, survey)
    client.cookies.clear()
    assert "Merci" in client.get(response.url).content.decode()
    assert SurveyAnswer.objects.count() == 1


def test_what_was_ticked_stays_where_the_first_question_was_left(survey: Survey) -> None:
    response = send(Client(), survey, ticks={"uses": []})
    told = response.content.decode()
    assert response.status_code == 422
    assert "Cochez les réseaux" in told
    assert re.search(r'id="follow-yes"[^>]* checked', told)
    assert re.search(r'id="heard-friend"[^>]* checked', told)
    assert not SurveyAnswer.objects.exists()


def test_networks_and_none_of_them_are_asked_again_with_both_ticked(survey: Survey) -> None:
    response = send(Client(), survey, ticks={"uses": ["facebook", "none"]})
    told = response.content.decode()
    assert response.status_code == 422
    assert "décochez l’un ou l’autre" in told
    for code in ("uses-facebook", "uses-none", "follow-yes"):
        assert re.search(rf'id="{code}"[^>]* checked', told), code
    assert not SurveyAnswer.objects.exists()


def test_none_of_these_is_an_answer_and_the_other_questions_may_be_left(survey: Survey) -> None:
    assert send(Client(), survey, ticks={"uses": ["none"], "follow": "", "for": [], "heard": ""}).status_code == 302
    found = SurveyAnswer.objects.get()
    assert (found.networks, found.would_follow, found.follow_for, found.heard) == ([], "", [], "")


def test_whoever_would_not_follow_follows_for_nothing(survey: Survey) -> None:
    send(Client(), survey, ticks={"follow": "no"})
    assert SurveyAnswer.objects.get().follow_for == []


HOSTILE = [
    "<script>alert(1)</script>",
    "=1+1",
    "\u202eelgoog",
    "🥐" * 50,
    "x" * 100_000,
    "",
    "\x00",
    "facebook' OR 1=1",
]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_are_not_kept(value: str, survey: Survey) -> None:
    ticks = {"uses": ["facebook", value, "newsletter"], "follow": value, "for": [value, "offers"], "heard": value}
    assert send(Client(), survey, ticks=ticks).status_code == 302
    found = SurveyAnswer.objects.get()
    assert (found.networks, found.would_follow, found.follow_for, found.heard) == (["facebook"], "", ["offers"], "")


@pytest.mark.parametrize("mark", ["", "x", "x" * 100_000, "a:b:c", "\x00", "é:é"])
def test_a_mark_that_is_not_ours_is_asked_again(mark: str, survey: Survey) -> None:
    response = Client().post(page(survey), TICKED | {"of": mark})
    assert response.status_code == 422
    assert "encore une fois" in response.content.decode()
    assert mark_of(response) != mark
    assert not SurveyAnswer.objects.exists()


@pytest.mark.parametrize("value", ["", "x", "x" * 5000, "<b>", "é" * 22, "a" * 22 + "\n"])
def test_a_cookie_that_is_not_ours_is_left_aside(value: str, survey: Survey) -> None:
    client = Client()
    mark = mark_of(client.get(page(survey)))
    client.cookies[COOKIE] = value
    send(client, survey, mark)
    send(client, survey, mark)
    assert SurveyAnswer.objects.count() == 1


# --- from elsewhere, and too often -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}],
)
def test_another_site_cannot_answer_for_its_visitors(headers: dict[str, str], survey: Survey) -> None:
    assert send(Client(), survey, **headers).status_code == 422
    assert not SurveyAnswer.objects.exists()


def test_our_own_page_says_where_it_comes_from(survey: Survey, settings: Settings) -> None:
    assert send(Client(), survey, HTTP_ORIGIN="http://testserver", HTTP_SEC_FETCH_SITE="same-origin").status_code == 302
    assert send(Client(), survey, HTTP_ORIGIN=settings.PUBLIC_URL).status_code == 302
    assert SurveyAnswer.objects.count() == 2


def test_a_flood_from_one_address_stops_and_leaves_others_alone(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "AN_HOUR", 3)
    statuses = [send(Client(), survey).status_code for _ in range(5)]
    assert statuses == [302, 302, 302, 429, 429]
    assert send(Client(), survey, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert SurveyAnswer.objects.count() == 4


def test_the_limits_let_a_whole_shop_answer_and_are_those_of_the_page() -> None:
    assert asked.AN_HOUR >= 40
    assert asked.A_DAY >= 150
    told = (FOULEE.parents[1] / "docs" / "methode" / "survey.md").read_text(encoding="utf-8")
    assert f"{asked.AN_HOUR} answers an hour and {asked.A_DAY} a day" in told


def test_guessing_codes_finds_nothing_after_a_while(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "MISSES", 3)
    for _ in range(3):
        assert Client().get("/q/zzzzzz/").status_code == 404
    assert Client().get(page(survey)).status_code == 404
    assert Client().get(page(survey), REMOTE_ADDR="192.0.2.7").status_code == 200


# --- other pages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["zzzzzz", "a" * 5000, "<b>", "é", "..", "%00", "' OR 1=1"])
@pytest.mark.parametrize("rest", ["", "fr/", "en/thanks/"])
def test_an_unknown_code_is_kindly_not_found(code: str, rest: str, db: None) -> None:
    response = Client().get(f"/q/{code}/{rest}")
    assert response.status_code == 404
    assert "<b>" not in response.content.decode()


def test_closed_it_says_so_kindly_and_takes_nothing(survey: Survey) -> None:
    client = Client()
    mark = mark_of(client.get(page(survey)))
    close_survey(survey=survey, by=None, now=NOW)
    shown = client.get(page(survey))
    assert shown.status_code == 200
    assert "closes" in shown.content.decode()
    assert send(client, survey, mark).status_code == 409
    assert not SurveyAnswer.objects.exists()


def test_capitals_and_a_missing_slash_lead_there_too(survey: Survey) -> None:
    assert Client().get(f"/q/{survey.code.upper()}/").status_code == 200
    assert Client().get(f"/q/{survey.code}", follow=True).status_code == 200


@pytest.mark.parametrize(
    ("wished", "lang"),
    [("en-GB,en;q=0.9", "en"), ("fr-CA,fr;q=0.8,en;q=0.5", "fr"), ("de,en;q=0.5", "en"), ("de", "fr"), ("", "fr")],
)
def test_it_speaks_as_the_telephone_does_else_as_the_firm(wished: str, lang: str, survey: Survey) -> None:
    response = Client().get(reverse("survey_page", args=[survey.code]), HTTP_ACCEPT_LANGUAGE=wished)
    assert response["Content-Language"] == lang
    assert f'<html lang="{lang}">' in response.content.decode()
    assert "Accept-Language" in response["Vary"]


def test_one_tap_changes_the_language_without_a_cookie(survey: Survey) -> None:
    client = Client()
    french = client.get(page(survey, "fr")).content.decode()
    assert page(survey, "en") in french
    assert "Which of these do you use?" in client.get(page(survey, "en")).content.decode()
    assert not client.cookies


def test_the_offer_shows_to_whoever_has_answered_and_not_to_whoever_has_not(survey: Survey) -> None:
    Survey.objects.update(offer="un <b>café</b>")
    client = Client()
    assert "un &lt;b&gt;café&lt;/b&gt;" in client.get(page(survey)).content.decode()
    assert "Montrez" in client.get(send(client, survey).url).content.decode()
    assert "Montrez" not in Client().get(reverse("survey_thanks_fr", args=[survey.code])).content.decode()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202egpj.exe", "=HYPERLINK()", "x" * 200, ""])
def test_the_firms_name_is_only_words(name: str, survey: Survey) -> None:
    survey.firm.name = name
    survey.firm.save()
    told = Client().get(page(survey)).content.decode()
    assert "<script>alert" not in told
    assert "\u202e" not in told
    assert "x" * 81 not in told


# --- small, private, on old telephones ---------------------------------------------------------------------------


def test_the_page_is_small_and_needs_no_script(survey: Survey) -> None:
    told = Client().get(page(survey)).content
    sheets = re.findall(rb'href="/static/foulee/([\w.]+\.css)"', told)
    assert set(sheets) == {b"theme.css", b"survey.css"}
    weight = len(told) + sum((FOULEE / "web/static/foulee" / name.decode()).stat().st_size for name in sheets)
    assert weight < 12_000
    assert b"<script" not in told
    assert b"http://" not in told
    assert b"https://" not in told


def test_looking_leaves_no_cookie_and_answering_one_that_knows_nobody(survey: Survey) -> None:
    client = Client()
    shown = client.get(page(survey))
    assert not shown.cookies
    sent = send(client, survey, mark_of(shown))
    assert set(sent.cookies) == {COOKIE}
    cookie = sent.cookies[COOKIE]
    assert re.fullmatch(r"[\w-]{22}", cookie.value)
    assert cookie["path"] == reverse("survey_page", args=[survey.code])
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert 0 < cookie["max-age"] <= throttle.DAY


def test_what_is_kept_leads_to_no_telephone_and_not_from_day_to_day(survey: Survey) -> None:
    client = Client()
    send(client, survey)
    kept = SurveyAnswer.objects.get()
    number = client.cookies[COOKIE].value
    assert re.fullmatch(r"[0-9a-f]{64}", kept.device)
    assert number not in kept.device
    device = Device(number)
    assert device.digest(survey, kept.day) == kept.device
    assert device.digest(survey, kept.day + dt.timedelta(days=1)) != kept.device
    assert all("127.0.0.1" not in row.digest for row in Throttle.objects.all())


def test_no_cache_keeps_it_and_no_search_engine_lists_it(survey: Survey) -> None:
    for response in (Client().get(page(survey)), send(Client(), survey)):
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
    assert "unsafe" not in Client().get(page(survey))["Content-Security-Policy"]


# --- the owner's side --------------------------------------------------------------------------------------------


def answers(survey: Survey, count: int, *networks: Network) -> None:
    for number in range(count):
        given = Given(networks=networks, would_follow=Follow.YES, heard=Heard.PASSING)
        answer_survey(survey=survey, given=given, device=f"d{number}", day=NOW.date(), now=NOW)


def test_it_begins_with_an_offer_or_none(town: Town) -> None:
    owner = town.client("owner")
    assert "affiche" in owner.get(reverse("survey", args=[town.firm.id])).content.decode()
    owner.post(reverse("survey_open", args=[town.firm.id]), {"offer": " un  café\u202e\x00 "})
    assert Survey.objects.get().offer == "un café"
    owner.post(reverse("survey_open", args=[town.firm.id]), {"offer": ""})
    assert Survey.objects.get().offer == ""
    long = "un café " * 100
    refused = owner.post(reverse("survey_open", args=[town.firm.id]), {"offer": long})
    assert refused.status_code == 422
    assert long.strip() in refused.content.decode()  # nothing of it is cut
    assert "maxlength" not in refused.content.decode()
    assert Survey.objects.get().offer == ""


def test_an_offer_too_long_is_told_beside_it_and_kept_typed(town: Town) -> None:
    response = town.client("owner").post(reverse("survey_open", args=[town.firm.id]), {"offer": "é" * 121})
    assert response.status_code == 422
    assert "120" in response.content.decode()
    assert "é" * 121 in response.content.decode()
    assert not Survey.objects.exists()


def test_the_owner_sees_counts_with_their_doubt_and_how_many_more_are_useful(town: Town, survey: Survey) -> None:
    answers(survey, 8, Network.WHATSAPP)
    told = town.client("owner").get(reverse("survey", args=[town.firm.id])).content.decode()
    assert "8 clients ont répondu" in told
    assert "8 sur 8 →" in told
    assert re.search(r"Environ \d+ de plus sont utiles", told)
    assert re.search(r"entre \d+.% et \d+.%", told)
    assert "En passant devant" in told
    assert "<svg" in told


def test_before_the_first_answer_nothing_is_said_to_come_on_top(town: Town, survey: Survey) -> None:
    address = reverse("survey", args=[town.firm.id])
    told = town.client("owner").get(address).content.decode()
    assert re.search(r"Environ \d+ réponses sont utiles", told)
    assert "de plus sont" not in told
    assert re.search(r"About \d+ answers are useful", town.client("owner").get(f"{address}?lang=en").content.decode())


def test_paper_and_phones_are_told_together(town: Town, survey: Survey) -> None:
    town.firm.answers["target"] = {**town.firm.answers.get("target", {}), "asked": 20, "uses": {"facebook": 12}}
    town.firm.save()
    answers(survey, 5, Network.FACEBOOK)
    told = town.client("owner").get(reverse("survey", args=[town.firm.id])).content.decode()
    assert "25 clients ont répondu" in told
    assert "17 sur 25" in told


def test_closing_opening_and_emptying(town: Town, survey: Survey) -> None:
    owner, address = town.client("owner"), reverse("survey_change", args=[town.firm.id])
    answers(survey, 2, Network.FACEBOOK)
    owner.post(address, {"act": "close"})
    assert Survey.objects.get().closed_at is not None
    owner.post(address, {"act": "reopen"})
    assert Survey.objects.get().closed_at is None
    assert owner.post(address, {"act": "burn"}).status_code == 404
    owner.post(address, {"act": "reset"})
    owner.post(address, {"act": "reset"})
    assert not SurveyAnswer.objects.exists()


def test_a_reader_sees_and_changes_nothing(town: Town, survey: Survey) -> None:
    reader = town.client("reader")
    told = reader.get(reverse("survey", args=[town.firm.id])).content.decode()
    assert "survey_change" not in told
    assert reverse("survey_change", args=[town.firm.id]) not in told
    assert reader.post(reverse("survey_change", args=[town.firm.id]), {"act": "reset"}).status_code == 403


def test_one_firm_never_shows_anothers_answers(town: Town, survey: Survey) -> None:
    answers(survey, 3, Network.FACEBOOK)
    other = town.holder().get(reverse("survey", args=[town.lone.id])).content.decode()
    assert "clients ont répondu" not in other
    assert survey.code not in other


@pytest.mark.parametrize(("name", "words"), [("fr", "Où aimeriez"), ("en", "Where would"), ("fr-en", "Where would")])
def test_the_poster_leads_to_the_survey(name: str, words: str, town: Town, survey: Survey) -> None:
    response = town.client("reader").get(reverse(f"survey_poster_{name}", args=[town.firm.id]))
    assert response["Content-Type"] == "application/pdf"
    told = pypdf.PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert words in " ".join(told.split())
    assert survey.code in told


def test_there_is_no_poster_without_a_survey(town: Town) -> None:
    assert town.client("owner").get(reverse("survey_poster_fr", args=[town.firm.id])).status_code == 404


def test_an_address_that_no_phone_reaches_is_told_before_printing(
    town: Town, survey: Survey, settings: Settings
) -> None:
    address = reverse("survey", args=[town.firm.id])
    assert "FOULEE_URL" in town.client("owner").get(address).content.decode()
    settings.PUBLIC_URL = "https://foulee.example.fr"
    assert "FOULEE_URL" not in town.client("owner").get(address).content.decode()


def test_the_answer_and_the_list_lead_to_it(town: Town) -> None:
    owner, address = town.client("owner"), reverse("survey", args=[town.firm.id])
    assert address in owner.get(reverse("answer", args=[town.firm.id]), follow=True).content.decode()
    assert address in owner.get(reverse("firms")).content.decode()
