"""The answers as firm.toml, out and in: the same file, the same answer, and nothing taken by halves."""

import datetime as dt
from functools import cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.people import BAKERY, NOW, TODAY
from tests.web.test_questions import HOSTILE, holding, text

from foulee.actions.diagnosing import open_firm
from foulee.advice.advise import advise
from foulee.advice.examples import example_bytes, example_names
from foulee.advice.model import Setup
from foulee.core.diagnosing.verdict import Diagnosis
from foulee.firmfile import reading
from foulee.firmfile.answering import document_of, take
from foulee.firmfile.toml import MAX_BYTES
from foulee.knowledge import reader
from foulee.records.models import Firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Firm:
    """An empty file, held by a browser."""
    return open_firm(language="fr", by=None, now=NOW)


@pytest.fixture
def browser(firm: Firm) -> Client:
    """The browser that holds it."""
    return holding(firm)


def sent(browser: Client, firm: Firm, body: bytes, name: str = "firm.toml") -> Any:
    place = reverse("import_toml", args=[firm.id])
    return browser.post(place, {"file": SimpleUploadedFile(name, body, "application/toml")})


def exported(browser: Client, firm: Firm, lang: str = "fr") -> bytes:
    found = browser.get(reverse("export_toml", args=[firm.id]) + f"?lang={lang}")
    assert found.status_code == 200
    assert found["Content-Disposition"] == 'attachment; filename="firm.toml"'
    return found.content


def answers(firm: Firm) -> dict[str, Any]:
    firm.refresh_from_db()
    told: dict[str, Any] = firm.answers
    return told


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", example_names())
def test_out_in_and_out_again_is_the_same_file(name: str, lang: str, firm: Firm, browser: Client) -> None:
    assert sent(browser, firm, example_bytes(name)).status_code == 302
    first = exported(browser, firm, lang)
    assert sent(browser, firm, first).status_code == 302
    assert exported(browser, firm, lang) == first
    assert reading.read(first, today=TODAY) == reading.read(example_bytes(name), today=TODAY)


@cache
def diagnosis(body: bytes) -> Diagnosis:
    return advise(reading.read(body, today=TODAY), reader.load(TODAY), Setup(today=TODAY, draws=300)).diagnosis


def test_the_exported_file_is_given_the_answer_of_the_page(firm: Firm, browser: Client) -> None:
    """What `foulee advise` reads of the file is the very document that the page computes with."""
    sent(browser, firm, example_bytes(BAKERY))
    found = exported(browser, firm)
    assert reading.read(found, today=TODAY) == document_of(answers(firm), TODAY)
    assert diagnosis(found) == diagnosis(example_bytes(BAKERY))


def test_a_file_of_someone_who_has_not_answered_everything_can_be_read_again(firm: Firm, browser: Client) -> None:
    browser.post(reverse("question", args=[firm.id, "means.hours_per_week"]), {"answer": "2"})
    found = exported(browser, firm)
    assert reading.read(found, today=TODAY) == document_of(answers(firm), TODAY)
    sent(browser, firm, found)
    assert exported(browser, firm) == found
    assert take(answers(firm), "firm.name") is None  # the name it bears for want of one is not taken for a name
    assert take(answers(firm), "means.hours_per_week") == 2


def test_an_empty_file_of_answers_is_still_a_file(firm: Firm, browser: Client) -> None:
    assert reading.read(exported(browser, firm), today=TODAY) == document_of({}, TODAY)


HEAD = b'[firm]\nname = "A"\ntrade = "bakery"\ncountry = "FR"\n'
WRONG = {
    "empty": b"",
    "not toml": b"bonjour\n",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "latin 1": '[firm]\nname = "Crêperie"\n'.encode("latin-1"),
    "a workbook": b"PK\x03\x04" + b"\x00" * 100,
    "decimal comma": HEAD + b"margin = 0,65\n",
    "a share in hundredths": HEAD + b"margin = 65\n",
    "unknown names": HEAD + b"[secret]\npassword = 1\n",
    "no firm": b"[means]\nhours_per_week = 2\n",
    "contradiction": HEAD + b"[target]\nasked = 3\nwould_follow = 9\n",
    "infinite": HEAD + b"sales_per_year = inf\n",
    "not a number": HEAD + b"sales_per_year = nan\n",
    "deep": HEAD + b"x = " + b"[" * 3000 + b"]" * 3000 + b"\n",
    "many digits": HEAD + b"sales_per_year = " + b"9" * 6000 + b"\n",
    "too long a text": HEAD + b'[brand]\nmission = "' + b"a" * 2001 + b'"\n',
    "a past date": HEAD + b"[objective]\nby = 2001-01-01\n",
    "a date as a number": HEAD + b"[objective]\nby = 12\n",
    "only control characters": b'[firm]\nname = "\\u0000\\u0007"\ntrade = "bakery"\ncountry = "FR"\n',
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_changes_nothing_and_says_why(name: str, firm: Firm, browser: Client) -> None:
    browser.post(reverse("question", args=[firm.id, "firm.place"]), {"answer": "Lyon"})
    response = sent(browser, firm, WRONG[name])
    assert response.status_code == 422
    page = text(response)
    assert 'role="alert"' in page
    assert page.count("<li>") >= 1
    assert answers(firm) == {"firm": {"place": "Lyon"}}


def test_an_enormous_file_is_not_even_read(firm: Firm, browser: Client) -> None:
    response = sent(browser, firm, b"#" * (MAX_BYTES + 1))
    assert response.status_code == 422
    assert answers(firm) == {}


@pytest.mark.parametrize("data", [{}, {"file": ""}, {"file": "firm.toml"}])
def test_no_file_is_asked_for_again(data: dict[str, str], firm: Firm, browser: Client) -> None:
    response = browser.post(reverse("import_toml", args=[firm.id]), data)
    assert response.status_code == 422
    assert 'aria-describedby="file-problem"' in text(response)


def test_hostile_words_in_a_file_are_words(firm: Firm, browser: Client) -> None:
    told = HOSTILE.replace("\\", "\\\\").replace("\x00", "\\u0000").replace("\x07", "\\u0007")
    assert sent(browser, firm, HEAD + f'place = "{told}"\n'.encode()).status_code == 302
    page = text(browser.get(reverse("answers", args=[firm.id])))
    assert "<script>alert" not in page
    kept = str(take(answers(firm), "firm.place"))
    assert "🥖" in kept
    assert not {"\x00", "\x07", "\u202e", "\u200f"} & set(kept)
    first = exported(browser, firm)
    assert sent(browser, firm, first).status_code == 302
    assert exported(browser, firm) == first


@pytest.mark.parametrize("written", ["2028-12-31", '"2028-12-31"', "2028-12-31T00:00:00"])
def test_a_date_is_a_date_however_it_was_written(written: str, firm: Firm, browser: Client) -> None:
    assert sent(browser, firm, HEAD + f"[objective]\nby = {written}\n".encode()).status_code == 302
    assert take(answers(firm), "objective.by") == "2028-12-31"
    assert reading.read(exported(browser, firm), today=TODAY).objective.by == dt.date(2028, 12, 31)
    assert browser.get(reverse("answers", args=[firm.id])).status_code == 200


def test_an_import_replaces_everything_and_is_written_down(firm: Firm, browser: Client) -> None:
    browser.post(reverse("question", args=[firm.id, "content.planned"]), {"answer": "yes"})
    sent(browser, firm, HEAD)
    assert answers(firm) == {"firm": {"name": "A", "trade": "bakery", "country": "FR"}}
    firm.refresh_from_db()
    assert firm.name == "A"
    assert firm.asked == []
