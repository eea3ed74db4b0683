"""The questions, one a screen: every one in both languages, its own example and whatever else people send."""

import html
import re
import tomllib
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.people import NOW, Town

from foulee.actions.diagnosing import open_firm, save_answer
from foulee.actions.sharing import make_link
from foulee.firmfile.answering import CHANNELS, WITHIN, take
from foulee.firmfile.fields import Field, fields
from foulee.knowledge.asking import load_order
from foulee.knowledge.texts import load_questions
from foulee.records.models import Firm, Link
from foulee.reporting.answers import PERCENTS
from foulee.web.diagnosing.fields import LEADING

ASKED = [item for item in fields() if not item.path.startswith(WITHIN)]
LANGUAGES = ("fr", "en")
HOSTILE = "<script>alert(1)</script>=cmd|' /C calc'!A0\u202e\u0007\x00🥖\u200f «é» ☃"
JUNK = ("<b>x</b>", "=1+1", "-1e999", "nan", "\u202e12", "🥖", "9" * 5000, "[[[[", "2000000000000", "12,5,7", "{a=1}")

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Firm:
    """An empty file, held by a browser."""
    return open_firm(language="fr", by=None, now=NOW)


@pytest.fixture
def browser(firm: Firm) -> Client:
    """The browser that holds it."""
    return holding(firm)


def holding(firm: Firm) -> Client:
    client = Client()
    session = client.session
    session["firms"] = [str(firm.id)]
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


def plain(words: str) -> str:
    """Words without what typesetting changes: spaces, apostrophes and quotation marks."""
    return re.sub(r"[\s\u202f\u00a0'’\"“”]+", "", words)


def address(firm: Firm, path: str) -> str:
    return reverse("question", args=[firm.id, path])


def text(response: Any) -> str:
    told: str = response.content.decode()
    return told


def answers(firm: Firm) -> dict[str, Any]:
    firm.refresh_from_db()
    told: dict[str, Any] = firm.answers
    return told


def example(field: Field) -> Any:
    """The example of a question, as the file holds it."""
    question = load_questions().find(field.path)
    assert question is not None
    written = LEADING.match(question.example.fr.strip())
    assert written is not None, field.path
    return tomllib.loads(f"value = {written[1]}")["value"]


def posted(field: Field, value: Any) -> dict[str, Any]:
    """What a browser sends for a raw value."""
    if field.kind == "numbers":
        return {f"answer.{place}": str(item).replace(".", ",") for place, item in enumerate(value)}
    if field.kind == "counts":
        return {f"answer.{code}": str(count) for code, count in value.items()}
    if field.kind in {"choices", "tables"}:
        codes = [item["network"] if isinstance(item, dict) else item for item in value]
        return {"answer": codes} if codes else {"none": "1"}
    return {"answer": typed(field, value)}


def typed(field: Field, value: Any) -> str:
    """A raw value in one box."""
    if field.kind == "yes_no":
        return "yes" if value else "no"
    if field.kind == "texts":
        return "\r\n".join(value)
    percent = field.kind == "number" and (field.share or field.path in PERCENTS)
    return f"{value * 100:g}" if percent else str(value)


def needed_before(firm: Firm, path: str) -> None:
    """Answers without which a question's example would contradict the rest."""
    before = {
        "target.uses": ("target.asked", 500),
        "target.would_follow": ("target.asked", 500),
    }
    if path in before:
        save_answer(firm_id=firm.id, path=before[path][0], answer=before[path][1], by=None, now=NOW)


# --- every question ----------------------------------------------------------------------------------------------


def test_there_are_as_many_pages_as_questions() -> None:
    asked = {question.path for question in load_questions().questions if not question.path.startswith(WITHIN)}
    assert {field.path for field in ASKED} == asked
    assert len(ASKED) >= 75


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("field", ASKED, ids=lambda field: field.path)
def test_a_question_says_what_why_and_lets_one_not_know(field: Field, lang: str, firm: Firm, browser: Client) -> None:
    page = text(browser.get(address(firm, field.path) + f"?lang={lang}"))
    question = load_questions().find(field.path)
    assert question is not None
    assert plain(question.ask.get(lang)) in plain(html.unescape(page))
    assert plain(question.why.get(lang)) in plain(html.unescape(page))
    assert page.count("<h1>") == 1
    assert 'name="unknown"' in page
    assert "Pourquoi cette question" in page or "Why this question?" in page
    assert 'for="answer' in page or "<legend>" in page
    assert f'lang="{lang}"' in page
    for name in re.findall(r'aria-describedby="([^"]+)"', page):
        assert all(f'id="{part}"' in page for part in name.split())
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("field", ASKED, ids=lambda field: field.path)
def test_a_question_accepts_its_own_example(field: Field, firm: Firm, browser: Client) -> None:
    needed_before(firm, field.path)
    value = example(field)
    response = browser.post(address(firm, field.path), posted(field, value))
    assert response.status_code == 302, text(response)
    kept = take(answers(firm), field.path)
    if field.kind == "tables":
        assert [item["network"] for item in kept] == [item["network"] for item in value]
    elif field.kind == "number":
        assert kept == pytest.approx(value)
    elif field.kind == "date":
        assert kept == value.isoformat()
    else:
        assert kept == value
    shown = text(browser.get(address(firm, field.path)))  # and shows it again
    again = browser.post(address(firm, field.path), shown_fields(shown))
    assert again.status_code == 302, text(again)
    assert take(answers(firm), field.path) == kept


def shown_fields(page: str) -> dict[str, list[str]]:
    """What a browser would send of a page as it stands."""
    form = page[page.index('class="question"') : page.index("</form>", page.index('class="question"'))]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind = attribute(tag, "type")
        if kind in {"radio", "checkbox"} and " checked" not in tag:
            continue
        found.setdefault(attribute(tag, "name"), []).append(html.unescape(attribute(tag, "value")))
    for told in re.findall(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL):
        found["answer"] = [html.unescape(told)]
    if "none" in form and "answer" not in found and 'type="checkbox"' in form:
        found["none"] = ["1"]
    return found


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


@pytest.mark.parametrize("field", ASKED, ids=lambda field: field.path)
def test_a_question_can_be_left(field: Field, firm: Firm, browser: Client) -> None:
    assert browser.post(address(firm, field.path), {"unknown": "1", "answer": "left behind"}).status_code == 302
    assert take(answers(firm), field.path) is None
    assert field.path in firm.asked


@pytest.mark.parametrize("field", ASKED, ids=lambda field: field.path)
def test_junk_is_refused_with_a_sentence_or_kept_as_words(field: Field, firm: Firm, browser: Client) -> None:
    names = ["answer", *(f"answer.{place}" for place in range(12)), *(f"answer.{code}" for code in field.choices)]
    for junk in (*JUNK, HOSTILE):
        response = browser.post(address(firm, field.path), dict.fromkeys(names, junk))
        assert response.status_code in {302, 422}, junk
        if response.status_code == 422:
            page = text(response)
            assert 'id="answer-problem"' in page
            assert 'class="problem"' in page
            assert "<script>alert" not in page
            assert take(answers(firm), field.path) is None  # nothing half-saved
        else:
            kept = take(answers(firm), field.path)
            assert field.kind in {"text", "texts", "number", "numbers", "counts", "choices", "date"}, (junk, kept)
            assert not {"\x00", "\x07", "\u202e", "\u200f"} & set(str(kept))
            browser.post(address(firm, field.path), {"unknown": "1"})


@pytest.mark.parametrize("field", ASKED, ids=lambda field: field.path)
def test_nothing_sent_is_nothing_saved(field: Field, firm: Firm, browser: Client) -> None:
    for sent in ({}, {"answer": ""}, {"answer": "   "}, {"answer": "?"}, {"other": "x"}):
        response = browser.post(address(firm, field.path), sent)
        assert response.status_code == 422
        assert 'class="problem"' in text(response)
    assert answers(firm) == {}
    assert firm.asked == []


# --- bad input ---------------------------------------------------------------------------------------------------


def test_hostile_words_are_shown_as_words(firm: Firm, browser: Client) -> None:
    assert browser.post(address(firm, "firm.name"), {"answer": HOSTILE}).status_code == 302
    for name in ("answers", "questions"):
        page = text(browser.get(reverse(name, args=[firm.id]), follow=True))
        assert "<script>alert" not in page
    page = text(browser.get(address(firm, "firm.name")))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page
    assert "🥖" in page


def test_what_was_typed_is_kept_beside_the_sentence(firm: Firm, browser: Client) -> None:
    page = text(browser.post(address(firm, "means.hours_per_week"), {"answer": "deux heures & demie"}))
    assert 'value="deux heures &amp; demie"' in page
    assert 'aria-invalid="true"' in page
    assert "Écrivez seulement le nombre, par exemple 2 pour deux heures." in html.unescape(page)
    long = "a" * 25_000
    page = text(browser.post(address(firm, "brand.mission"), {"answer": long}))
    assert long in page
    assert "maxlength" not in page
    assert "2 000" in html.unescape(page) or "2000" in page


def test_twelve_boxes_left_half_empty_get_one_sentence(firm: Firm, browser: Client) -> None:
    page = text(browser.post(address(firm, "firm.seasons"), {"answer.0": "1", "answer.1": "beaucoup"}))
    assert page.count('class="problem"') == 1
    assert page.count('aria-invalid="true"') == 11  # the one that is right is left alone
    assert 'value="beaucoup"' in page


def test_the_same_answer_sent_twice_is_saved_once(firm: Firm, browser: Client) -> None:
    sent = shown_fields(text(browser.get(address(firm, "means.hours_per_week")))) | {"answer": ["2"]}
    for _ in range(2):
        assert browser.post(address(firm, "means.hours_per_week"), sent).status_code == 302
    firm.refresh_from_db()
    assert firm.revision == 1
    assert firm.asked == ["means.hours_per_week"]


def test_a_second_window_does_not_overwrite_the_first_unseen(firm: Firm, browser: Client) -> None:
    left, right = (text(browser.get(address(firm, "means.hours_per_week"))) for _ in range(2))
    assert (
        browser.post(address(firm, "means.hours_per_week"), shown_fields(left) | {"answer": ["2"]}).status_code == 302
    )
    refused = browser.post(address(firm, "means.hours_per_week"), shown_fields(right) | {"answer": ["5"]})
    assert refused.status_code == 422
    assert take(answers(firm), "means.hours_per_week") == 2
    page = text(refused)
    assert 'value="5"' in page
    assert browser.post(address(firm, "means.hours_per_week"), shown_fields(page)).status_code == 302
    assert take(answers(firm), "means.hours_per_week") == 5


def test_two_windows_on_two_questions_keep_both_answers(firm: Firm, browser: Client) -> None:
    pages = {path: text(browser.get(address(firm, path))) for path in ("firm.place", "means.hours_per_week")}
    for path, told in (("firm.place", "Sainte-Marie"), ("means.hours_per_week", "2")):
        browser.post(address(firm, path), shown_fields(pages[path]) | {"answer": [told]})
    assert answers(firm) == {"firm": {"place": "Sainte-Marie"}, "means": {"hours_per_week": 2}}


def test_a_contradiction_leads_to_the_other_answer(firm: Firm, browser: Client) -> None:
    browser.post(address(firm, "target.asked"), {"answer": "10"})
    page = text(browser.post(address(firm, "target.would_follow"), {"answer": "20"}))
    assert 'class="problem"' in page
    browser.post(address(firm, "target.would_follow"), {"answer": "5"})
    refused = browser.post(address(firm, "target.asked"), {"unknown": "1"})  # five of nobody
    assert refused.status_code == 422
    assert address(firm, "target.would_follow") in text(refused)
    assert take(answers(firm), "target.asked") == 10


def test_a_date_gone_by_since_it_was_told_stops_no_page(firm: Firm, browser: Client) -> None:
    firm.answers = {"objective": {"metric": "x", "by": "2020-01-01"}}
    firm.asked = list(load_order().essential)
    firm.save()
    for name in ("questions", "ready", "picture", "answers", "export_toml"):
        assert browser.get(reverse(name, args=[firm.id]), follow=True).status_code == 200, name


@pytest.mark.parametrize("path", ["nothing.here", "firm", WITHIN + "since", "firm.name.x", "<b>", "a" * 500])
def test_a_question_that_does_not_exist_is_not_found(path: str, firm: Firm, browser: Client) -> None:
    assert browser.get(address(firm, path)).status_code == 404
    assert browser.post(address(firm, path), {"answer": "x"}).status_code == 404


def test_a_browser_that_forgot_is_told_the_way_back(firm: Firm) -> None:
    """Session gone in the middle: the same page for a file that exists and for one that does not."""
    for client, sent in ((Client(), True), (Client(enforce_csrf_checks=True), True), (Client(), False)):
        for found in (firm.id, uuid.uuid4()):
            place = reverse("question", args=[found, "firm.name"])
            response = client.post(place, {"answer": "x"}) if sent else client.get(place)
            assert response.status_code == 404
            page = html.unescape(text(response)).replace("’", "'")
            assert "lien privé" in page
            assert "connectez-vous" in page
            assert reverse("account_login") in page
    assert answers(firm) == {}


@pytest.mark.parametrize("checked", [True, False])
def test_what_was_typed_into_a_form_that_expired_can_be_copied(checked: bool, firm: Firm) -> None:
    """Session or form gone in the middle: the text stands on the page, and nothing else of what was sent."""
    told = "Un pain qui a du goût <b>\r\net du temps"
    sent = {"answer": told, "password": "secret-word", "csrfmiddlewaretoken": "x"}
    client = Client(enforce_csrf_checks=True) if checked else Client()
    if checked:
        client.cookies["sessionid"] = holding(firm).cookies["sessionid"].value
    response = client.post(address(firm, "brand.mission"), sent)
    assert response.status_code == (403 if checked else 404)
    page = text(response)
    assert "readonly>Un pain qui a du goût &lt;b&gt;\net du temps</textarea>" in page
    assert 'data-copy="typed"' in page
    assert "secret-word" not in page
    if checked:
        assert f'href="{address(firm, "brand.mission")}"' in page
        assert "a pas été enregistré" in page
    assert 'id="typed"' not in text(client.post(address(firm, "brand.mission"), {"password": "secret-word"}))


# --- numbers as people type them ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "case",
    [
        ("en", "firm.sales_per_year", "320,000", 320_000),
        ("fr", "firm.sales_per_year", "280.000 €", 280_000),
        ("fr", "means.hours_per_week", "2 h 30", 2.5),
        ("fr", "means.hour_cost", "12 €/h", 12),
        ("en", "firm.catchment_population", "about 6,000", 6000),
        ("fr", "firm.customers_kept_per_year", "8 sur 10", 0.8),
        ("en", "content.share_about_us", "8 out of 10", 0.8),
        ("fr", "presence.website.bounce", "8/10", 0.8),
        ("fr", "firm.share_from_catchment", "8", 0.08),
    ],
)
def test_a_number_is_kept_as_it_was_meant(case: tuple[str, str, str, float], firm: Firm, browser: Client) -> None:
    lang, path, told, kept = case
    assert browser.post(address(firm, path) + f"?lang={lang}", {"answer": told}).status_code == 302
    assert take(answers(firm), path) == pytest.approx(kept)


def test_what_could_be_two_numbers_is_asked_again(firm: Firm, browser: Client) -> None:
    refused = browser.post(address(firm, "firm.sales_per_year"), {"answer": "280,000"})
    assert refused.status_code == 422
    assert plain("Voulez-vous dire 280 ou 280 000 ? Écrivez-le sans point ni virgule.") in plain(
        html.unescape(text(refused))
    )
    assert answers(firm) == {}


def test_more_than_a_hundred_in_a_hundred_is_told_in_hundredths(firm: Firm, browser: Client) -> None:
    page = html.unescape(text(browser.post(address(firm, "firm.margin"), {"answer": "110 %"})))
    assert plain("Entre 0 et 100 : 110, c'est trop.") in plain(page)
    assert "0.011" not in page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    ["firm.customers_kept_per_year", "firm.share_from_catchment", "content.share_about_us", "presence.website.bounce"],
)
def test_what_is_counted_in_hundredths_is_asked_so(path: str, lang: str) -> None:
    question = load_questions().find(path)
    assert question is not None
    assert question.ask.get(lang).startswith("Sur cent" if lang == "fr" else "Out of a hundred")


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "1 = un mois ordinaire ; 1,6 = 60 % de plus"), ("en", "1.6 = 60% more")]
)
def test_the_months_say_what_a_one_is(lang: str, words: str, firm: Firm, browser: Client) -> None:
    page = html.unescape(text(browser.get(address(firm, "firm.seasons") + f"?lang={lang}")))
    example = page[page.index('id="answer-example"') :].partition("</p>")[0]
    assert plain(words) in plain(example)


# --- the way through ---------------------------------------------------------------------------------------------


def test_the_way_from_the_first_question_to_the_answer(firm: Firm, browser: Client) -> None:
    """Everything left unknown: one arrives all the same, and goes on if one likes."""
    order = load_order()
    for path in order.essential:
        there = browser.get(reverse("questions", args=[firm.id]))
        assert there["Location"] == address(firm, path)
        assert browser.get(reverse("ready", args=[firm.id]))["Location"] == reverse("questions", args=[firm.id])
        browser.post(there["Location"], {"unknown": "1"})
    for path in order.frame:
        save_answer(firm_id=firm.id, path=path, answer=None, by=None, now=NOW)
    put = 0
    while "/questions/" in (place := browser.get(reverse("questions", args=[firm.id]))["Location"]):
        browser.post(place, {"unknown": "1"})
        put += 1
        assert put < 20
    assert place == reverse("ready", args=[firm.id])
    page = text(browser.get(place))
    assert reverse("diagnose", args=[firm.id]) in page
    more = browser.get(reverse("questions", args=[firm.id]) + "?more=1")["Location"]
    assert "/questions/" in more
    assert more.endswith("?more=1")
    assert browser.post(more, {"unknown": "1"})["Location"].endswith("?more=1")


def test_going_back_leads_to_the_question_before(firm: Firm, browser: Client) -> None:
    browser.post(address(firm, "firm.name"), {"answer": "Chez Aline"})
    browser.post(address(firm, "firm.trade"), {"answer": "bakery"})
    assert f'href="{address(firm, "firm.trade")}" rel="prev"' in text(browser.get(address(firm, "firm.country")))
    page = text(browser.get(address(firm, "firm.trade")))
    assert f'href="{address(firm, "firm.name")}" rel="prev"' in page
    assert 'value="bakery" checked' in page


def test_from_all_the_answers_one_comes_back_to_them(firm: Firm, browser: Client) -> None:
    page = text(browser.get(address(firm, "firm.place") + "?back=answers"))
    sent = shown_fields(page) | {"answer": ["Lyon"]}
    assert browser.post(address(firm, "firm.place"), sent)["Location"] == reverse("answers", args=[firm.id])


def test_a_private_link_is_offered_until_there_is_one(firm: Firm, browser: Client) -> None:
    page = text(browser.get(address(firm, "firm.name")))
    assert 'name="what" value="file"' in page
    made = browser.post(reverse("links", args=[firm.id]), {"what": "file"}, follow=True)
    secret = Link.objects.get(firm=firm).secret
    assert secret in text(made)
    assert 'name="what" value="file"' not in text(browser.get(address(firm, "firm.name")))
    elsewhere = Client()
    elsewhere.get(reverse("open_file", args=[secret]))
    assert elsewhere.get(address(firm, "firm.name")).status_code == 200


def test_a_revoked_link_leads_nowhere(firm: Firm, browser: Client) -> None:
    link = make_link(firm=firm, result=None, by=None, now=NOW)
    browser.post(reverse("revoke_link", args=[firm.id, link.id]))
    assert Client().get(reverse("open_file", args=[link.secret])).status_code == 410


def test_members_are_offered_no_link_to_the_file(town: Town) -> None:
    page = text(town.client("owner").get(address(town.firm, "firm.place")))
    assert 'value="file"' not in page


# --- the picture -------------------------------------------------------------------------------------------------


def known_so_far(firm: Firm) -> None:
    for path in (*load_order().essential, *load_order().frame):
        save_answer(firm_id=firm.id, path=path, answer=None, by=None, now=NOW)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_sharpens_with_an_answer(lang: str, firm: Firm, browser: Client) -> None:
    place = reverse("picture", args=[firm.id]) + f"?lang={lang}"
    assert "8" in text(browser.get(place))  # so many questions before there is one
    known_so_far(firm)
    page = text(browser.get(place))
    assert page.count("<svg") == 1
    assert ("Pour l’instant" if lang == "fr" else "For now") in page
    browser.post(address(firm, "firm.sales_per_year"), {"answer": "309000"})
    page = text(browser.get(place))
    assert page.count("<svg") == 2
    assert ("Avant votre dernière réponse" if lang == "fr" else "Before your last answer") in page
    assert "style=" not in page
    widths = [float(found) for found in re.findall(r'width="([\d.]+)" height="3"', page)]
    assert widths[0] < widths[1]


def test_the_page_of_a_question_does_not_wait_for_the_picture(firm: Firm, browser: Client) -> None:
    page = text(browser.get(address(firm, "firm.name")))
    assert f'hx-get="{reverse("picture", args=[firm.id])}"' in page
    assert "<svg" not in page


# --- presences ---------------------------------------------------------------------------------------------------


def test_each_network_ticked_is_asked_about_on_one_screen(firm: Firm, browser: Client) -> None:
    there = browser.post(address(firm, CHANNELS), {"answer": ["facebook", "instagram"]})
    place = reverse("presences", args=[firm.id])
    assert there["Location"] == place
    page = text(browser.get(place))
    assert page.count("<fieldset>") == 2
    refused = browser.post(place, {"since.facebook": "mars", "followers.facebook": "x", "followers.instagram": "-4"})
    assert refused.status_code == 422
    assert 'value="mars"' in text(refused)
    assert 'class="problem"' in text(refused)
    assert take(answers(firm), CHANNELS) == [{"network": "facebook"}, {"network": "instagram"}]
    browser.post(place, {"since.facebook": "03/2019", "followers.facebook": "640", "posts_per_month.instagram": "4,5"})
    kept = [
        {"network": "facebook", "since": "2019-03-01", "followers": 640},
        {"network": "instagram", "posts_per_month": 4.5},
    ]
    assert take(answers(firm), CHANNELS) == kept
    browser.post(address(firm, CHANNELS), {"answer": ["facebook", "tiktok"]})
    assert take(answers(firm), CHANNELS) == [kept[0], {"network": "tiktok"}]  # what was told of it is kept


def test_what_is_known_of_presences_is_typed_as_people_say_it(firm: Firm, browser: Client) -> None:
    browser.post(address(firm, CHANNELS), {"answer": ["facebook", "instagram", "x"]})
    place = reverse("presences", args=[firm.id])
    sent = {"since.facebook": "mars 2019", "since.instagram": "03/19", "since.x": "15/03/2019"}
    numbers = {"followers.facebook": "environ 300", "followers.x": "1 200 abonnés"}
    assert browser.post(place, sent | numbers).status_code == 302
    assert take(answers(firm), CHANNELS) == [
        {"network": "facebook", "since": "2019-03-01", "followers": 300},
        {"network": "instagram", "since": "2019-03-01"},
        {"network": "x", "since": "2019-03-15", "followers": 1200},
    ]


def test_all_that_is_wrong_with_presences_is_told_at_once(firm: Firm, browser: Client) -> None:
    browser.post(address(firm, CHANNELS), {"answer": ["facebook", "instagram", "x"]})
    place = reverse("presences", args=[firm.id])
    sent = {"since.facebook": "mars", "followers.facebook": "x", "followers.instagram": "-4", "since.x": "1999"}
    page = text(browser.post(place, sent))
    assert page.count('class="problem"') == 4
    assert "2003" in page


def test_presences_may_be_left_unknown(firm: Firm, browser: Client) -> None:
    browser.post(address(firm, CHANNELS), {"answer": ["facebook"]})
    place = reverse("presences", args=[firm.id])
    page = text(browser.get(place))
    assert 'name="unknown"' in page
    assert f'href="{reverse("answers", args=[firm.id])}"' in page
    assert browser.post(place, {"unknown": "1", "since.facebook": "rubbish"}).status_code == 302
    assert take(answers(firm), CHANNELS) == [{"network": "facebook"}]


@pytest.mark.parametrize("told", [*JUNK, HOSTILE, "13/2019", "0000", "2999", "31/02/2019"])
def test_junk_about_a_presence_is_refused(told: str, firm: Firm, browser: Client) -> None:
    browser.post(address(firm, CHANNELS), {"answer": ["facebook"]})
    place = reverse("presences", args=[firm.id])
    assert browser.post(place, {"since.facebook": told}).status_code == 422
    assert take(answers(firm), CHANNELS) == [{"network": "facebook"}]


def test_a_share_written_as_a_fraction_is_asked_again_rather_than_guessed(firm: Firm, browser: Client) -> None:
    refused = browser.post(address(firm, "firm.margin"), {"answer": "0,65"})
    assert refused.status_code == 422
    assert "65" in text(refused)
    assert browser.post(address(firm, "firm.margin"), {"answer": "65 %"}).status_code == 302
    assert take(answers(firm), "firm.margin") == 0.65
    assert browser.post(address(firm, "firm.yearly_growth"), {"answer": "-1,5"}).status_code == 302
    assert take(answers(firm), "firm.yearly_growth") == pytest.approx(-0.015)
