"""The website check's pages: asked for, watched, read, and what may go wrong with an address."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import NOW, Town

from foulee.actions.diagnosing import save_answer
from foulee.actions.measuring import LOOK, ask_for_look, keep_look
from foulee.actions.operating import beat
from foulee.core.diagnosing.website_seen import Attempt, Landing, Links, Reading, WebsiteObservation, Weight
from foulee.firmfile.answering import take
from foulee.records.models import Event, Firm, Job, Result
from foulee.records.models.job import State
from foulee.records.models.result import Kind
from foulee.records.queries.measuring import ADDRESS
from foulee.web.measuring import website
from foulee.web.measuring.wording import WRONG

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"
VISITS, BOUNCE, SELLS, ORDERS = (
    f"presence.website.{name}" for name in ("visits_per_month", "bounce", "sells_online", "orders_per_month")
)


def home(firm: Firm, more: str = "") -> str:
    """Address of a firm's check."""
    return f"/firm/{firm.id}/website/{more}"


def ask(client: Client, firm: Firm, address: str, **headers: Any) -> Any:
    """Ask for a look."""
    return client.post(home(firm, "look/"), {"address": address}, **headers)


def text_of(response: Any) -> str:
    """The page."""
    return str(response.content.decode())


def a_look(**changes: Any) -> WebsiteObservation:
    """A look as somebody might have had it."""
    page = Reading(
        title="Accueil", title_empty=True, language="fr", words=90, phone="05 96 61 00 00", tracking=("meta_pixel",),
        counting=("meta_pixel",), links=("https://mabakery.test/a",), platform="wordpress",
    )  # fmt: skip
    told: dict[str, Any] = {
        "asked": "https://mabakery.test/",
        "looked_at": NOW,
        "attempts": (Attempt(address="https://mabakery.test/", problem="certificate", detail="expired"),),
        "landing": Landing.PAGE,
        "address": "http://mabakery.test/",
        "status": 200,
        "seconds": 4.2,
        "page": page,
        "weight": Weight(page=10_000, parts=9, weighed=3, parts_bytes=7_000_000),
        "links": Links(tried=3, broken=("https://mabakery.test/disparue",)),
    }
    return WebsiteObservation(**(told | changes))


def test_the_first_page_asks_for_one_thing(town: Town) -> None:
    page = text_of(town.client("owner").get(home(town.firm)))
    assert 'name="address"' in page
    assert "prêt à recevoir du monde" in page
    assert "Is your website ready" in text_of(town.client("owner").get(home(town.firm) + "?lang=en"))


def test_a_holder_without_account_may_ask(town: Town) -> None:
    response = ask(town.holder(), town.lone, "mabakery.test")
    assert response.status_code == 302
    assert Job.objects.get(firm=town.lone).arguments["address"] == "https://mabakery.test"
    town.lone.refresh_from_db()
    assert take(town.lone.answers, ADDRESS) == "https://mabakery.test"


def test_a_reader_sees_but_does_not_ask(town: Town) -> None:
    reader = town.client("reader")
    keep_look(firm=town.firm, seen=a_look(), by=None, now=NOW)
    page = reader.get(home(town.firm))
    assert page.status_code == 200
    assert 'name="address"' not in text_of(page)
    assert ask(reader, town.firm, "mabakery.test").status_code == 403
    assert reader.post(home(town.firm, "figures/"), {VISITS: "3"}).status_code == 403
    assert not Job.objects.exists()


def test_others_find_nothing(town: Town) -> None:
    keep_look(firm=town.firm, seen=a_look(), by=None, now=NOW)
    for client in (Client(), town.holder_of_another(), town.client("stranger")):
        for address in ("", "1/", "progress/"):
            assert client.get(home(town.firm, address)).status_code == 404
        assert ask(client, town.firm, "mabakery.test").status_code == 404


# --- bad addresses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "nothing_typed"),
        ("   ", "nothing_typed"),
        ("ma boulangerie", "bad_address"),
        (HOSTILE, "bad_address"),
        ("=cmd|' /C calc'!A0", "bad_address"),
        ("🥖.🥐🥐", "bad_address"),
        ("a" * 4000, "bad_address"),
        ("ftp://mabakery.test", "bad_scheme"),
        ("aline@orange.fr", "mail_address"),
        ("https://aline:secret@mabakery.test/", "credentials"),
        ("mabakery.test:8443", "refused_port"),
        ("http://127.0.0.1:80/", "refused_address"),
        ("http://169.254.169.254/latest/", "refused_address"),
        ("https://[64:ff9b::a00:1]/", "refused_address"),
        ("localhost", "bad_address"),
    ],
)
def test_a_bad_address_is_told_next_to_it_and_kept(town: Town, typed: str, code: str) -> None:
    response = ask(town.client("owner"), town.firm, typed)
    page = text_of(response)
    assert response.status_code == 422
    assert 'id="address-problem"' in page
    assert 'aria-invalid="true"' in page
    english = text_of(ask(town.client("owner"), town.firm, typed, headers={"cookie": "foulee_lang=en"}))
    assert WRONG[code] in english or "foulee_lang" not in english
    assert HOSTILE not in page
    assert not Job.objects.exists()
    town.firm.refresh_from_db()
    assert take(town.firm.answers, ADDRESS) is None


def test_an_e_mail_address_is_told_as_one(town: Town) -> None:
    assert "C’est une adresse de courriel" in text_of(ask(town.client("owner"), town.firm, "aline@orange.fr"))


@pytest.mark.parametrize(("state", "said"), [(State.FAILED, "rien n’est noté"), (State.WAITING, "réessayons")])
def test_where_foulee_cannot_go_out_the_site_is_not_blamed(town: Town, state: State, said: str) -> None:
    asked = ask_for_look(firm=town.firm, address="mabakery.test", by=None, now=NOW)
    Job.objects.filter(id=asked.id).update(state=state, error="no_network")
    beat(now=timezone.now())
    page = text_of(town.client("owner").get(home(town.firm)))
    assert "Foulée n’a pas pu sortir sur internet" in page
    assert said in page
    assert "ne répond" not in page
    assert "n’a pas répondu" not in page


def test_marks_that_turn_the_line_are_taken_out(town: Town) -> None:
    assert ask(town.client("owner"), town.firm, "\u202emabakery.test\u0000").status_code == 302
    assert Job.objects.get().arguments["address"] == "https://mabakery.test"


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_other_methods_are_refused(town: Town, method: str) -> None:
    assert getattr(town.client("owner"), method)(home(town.firm, "look/")).status_code == 405


# --- while it is looked at ---------------------------------------------------------------------------------------


def test_two_taps_ask_for_one_look(town: Town) -> None:
    owner = town.client("owner")
    ask(owner, town.firm, "mabakery.test")
    ask(owner, town.firm, "elsewhere.test")
    assert Job.objects.filter(name=LOOK).count() == 1
    town.firm.refresh_from_db()
    assert take(town.firm.answers, ADDRESS) == "https://mabakery.test"


def test_a_worker_that_is_not_running_is_told(town: Town) -> None:
    owner = town.client("owner")
    ask(owner, town.firm, "mabakery.test")
    page = text_of(owner.get(home(town.firm)))
    assert "foulee worker" in page
    assert "<progress" not in page
    assert f'hx-get="{home(town.firm, "progress/")}"' in page


def test_progress_is_told_and_ends_with_a_fresh_page(town: Town, live: None) -> None:
    owner = town.client("owner")
    ask(owner, town.firm, "mabakery.test")
    said = []
    for changes in ({}, {"state": State.RUNNING}, {"state": State.WAITING, "error": "timeout"}):
        Job.objects.update(**changes)
        response = owner.get(home(town.firm, "progress/"))
        assert "HX-Refresh" not in response
        said.append(text_of(response))
    assert len(set(said)) == 3
    assert all("<progress" in piece for piece in said)
    Job.objects.update(state=State.DONE)
    assert owner.get(home(town.firm, "progress/"))["HX-Refresh"] == "true"


@pytest.fixture
def live(town: Town) -> None:
    """A worker gives signs of life."""
    beat(now=timezone.now())


@pytest.mark.parametrize("code", ["refused_address", "worker_lost", "KeyError"])
def test_a_look_that_failed_says_why_next_to_the_address(town: Town, code: str) -> None:
    owner = town.client("owner")
    ask(owner, town.firm, "mabakery.test")
    Job.objects.update(state=State.FAILED, error=code)
    response = owner.get(home(town.firm))
    assert response.status_code == 200
    assert 'id="address-problem"' in text_of(response)


def test_a_failure_is_forgotten_once_a_look_was_made(town: Town) -> None:
    ask_for_look(firm=town.firm, address="https://mabakery.test", by=None, now=NOW)
    Job.objects.update(state=State.FAILED, error="refused_address")
    keep_look(firm=town.firm, seen=a_look(), by=None, now=NOW + dt.timedelta(hours=1))
    assert 'id="address-problem"' not in text_of(town.client("owner").get(home(town.firm)))


# --- too often ---------------------------------------------------------------------------------------------------


def test_a_firm_is_not_looked_at_without_end(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(website, "LOOKS_OF_FIRM", 2)
    owner = town.client("owner")
    for _ in range(2):
        assert ask(owner, town.firm, "mabakery.test").status_code == 302
        Job.objects.update(state=State.DONE)
    response = ask(owner, town.firm, "mabakery.test")
    assert response.status_code == 429
    assert 'id="address-problem"' in text_of(response)
    assert Job.objects.count() == 2


def test_nor_is_one_website_through_many_firms(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(website, "LOOKS_AT_HOST", 1)
    assert ask(town.client("owner"), town.firm, "mabakery.test").status_code == 302
    assert ask(town.holder(), town.lone, "http://www.mabakery.test/x").status_code == 429


def test_nor_by_one_visitor(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(website, "LOOKS_OF_VISITOR", 1)
    assert ask(town.client("owner"), town.firm, "mabakery.test").status_code == 302
    assert ask(town.holder(), town.lone, "elsewhere.test").status_code == 429


# --- what was seen -----------------------------------------------------------------------------------------------


def test_the_last_look_is_told_worst_first(town: Town) -> None:
    keep_look(firm=town.firm, seen=a_look(), by=None, now=NOW)
    page = text_of(town.client("owner").get(home(town.firm)))
    assert page.index("Le certificat de votre site a expiré") < page.index("Ce qui le rendrait meilleur")
    assert "https://mabakery.test/disparue" in page
    assert "WordPress" in page
    assert "Meta (Facebook)" in page
    assert "22 novembre 2026" in page


@pytest.mark.parametrize("landing", list(Landing))
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_whatever_stands_there_can_be_told(town: Town, landing: Landing, lang: str) -> None:
    page = Reading(on_phone=True) if landing in {Landing.PAGE, Landing.SCRIPT} else None
    look = a_look(landing=landing, page=page, weight=None, links=None)
    keep_look(firm=town.firm, seen=look, by=None, now=NOW)
    for address in ("", "1/"):
        assert town.client("owner").get(home(town.firm, address), {"lang": lang}).status_code == 200


def test_what_a_page_says_of_itself_is_shown_as_text(town: Town) -> None:
    page = Reading(title=HOSTILE, description='"><img src=x onerror=alert(1)>', phone=HOSTILE)
    keep_look(firm=town.firm, seen=a_look(page=page, links=Links(tried=1, broken=(HOSTILE,))), by=None, now=NOW)
    shown = text_of(town.client("owner").get(home(town.firm)))
    assert HOSTILE not in shown
    assert "<img src=x" not in shown


def test_earlier_looks_stay_as_they_were(town: Town) -> None:
    keep_look(firm=town.firm, seen=a_look(landing=Landing.PARKED), by=None, now=NOW)
    later = NOW + dt.timedelta(days=3)
    keep_look(firm=town.firm, seen=a_look(looked_at=later), by=None, now=later)
    owner = town.client("owner")
    page = text_of(owner.get(home(town.firm)))
    assert home(town.firm, "1/") in page
    assert "qui vend le nom" in text_of(owner.get(home(town.firm, "1/")))
    assert owner.get(home(town.firm, "9/")).status_code == 404


def test_a_look_of_another_version_does_not_break_the_page(town: Town) -> None:
    Result(
        firm=town.firm, kind=Kind.WEBSITE, number=1, inputs={}, digest="", outcome="odd", payload={},
        method_version="0", made_at=NOW,
    ).save()  # fmt: skip
    for address in ("", "1/"):
        assert town.client("owner").get(home(town.firm, address)).status_code == 200


def test_what_was_seen_is_offered_to_the_answer(town: Town) -> None:
    save_answer(firm_id=town.firm.id, path=ADDRESS, answer="mabakery.test", by=None, now=NOW)
    keep_look(firm=town.firm, seen=a_look(), by=None, now=NOW)
    assert f"/firm/{town.firm.id}/diagnose/" in text_of(town.client("owner").get(home(town.firm)))
    assert f"/firm/{town.firm.id}/diagnose/" not in text_of(town.client("reader").get(home(town.firm)))


def test_the_trail_says_who_had_it_looked_at(town: Town) -> None:
    keep_look(firm=town.firm, seen=a_look(), by=town.owner, now=NOW)
    event = Event.objects.get(firm=town.firm, act="made_website")
    assert event.person == town.owner
    assert "mabakery" not in str(event.values)


# --- visits and orders -------------------------------------------------------------------------------------------


def figures(client: Client, firm: Firm, **typed: str) -> Any:
    """Send visits and orders."""
    return client.post(home(firm, "figures/"), typed)


def test_visits_and_orders_are_answers(town: Town) -> None:
    save_answer(firm_id=town.firm.id, path="presence.website.exists", answer=True, by=None, now=NOW)
    typed = {VISITS: "800", BOUNCE: "55", SELLS: "yes", ORDERS: "12,5"}
    assert figures(town.client("owner"), town.firm, **typed).status_code == 302
    town.firm.refresh_from_db()
    said = [take(town.firm.answers, path) for path in (VISITS, BOUNCE, SELLS, ORDERS)]
    assert said == [800, 0.55, True, 12.5]


def test_empty_is_not_known(town: Town) -> None:
    owner = town.client("owner")
    save_answer(firm_id=town.firm.id, path="presence.website.exists", answer=True, by=None, now=NOW)
    assert figures(owner, town.firm, **{VISITS: "800"}).status_code == 302
    assert figures(owner, town.firm).status_code == 302
    town.firm.refresh_from_db()
    assert take(town.firm.answers, VISITS) is None


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({VISITS: "beaucoup"}, VISITS),
        ({VISITS: "-4"}, VISITS),
        ({VISITS: "9" * 60}, VISITS),
        ({BOUNCE: "0,5"}, BOUNCE),
        ({BOUNCE: "180"}, BOUNCE),
        ({SELLS: HOSTILE}, SELLS),
        ({ORDERS: "=1+1"}, ORDERS),
        ({VISITS: "10", ORDERS: "20"}, ORDERS),
    ],
)
def test_a_wrong_figure_is_told_next_to_it_and_nothing_is_saved(town: Town, typed: dict[str, str], wrong: str) -> None:
    before = dict(town.firm.answers)
    response = figures(town.client("owner"), town.firm, **({VISITS: "700"} | typed))
    page = text_of(response)
    assert response.status_code == 422
    assert f'id="{wrong}-problem"' in page
    assert HOSTILE not in page
    town.firm.refresh_from_db()
    assert town.firm.answers == before


def test_another_window_is_noticed(town: Town) -> None:
    response = figures(town.client("owner"), town.firm, **{VISITS: "800", "was": "0123456789abcdef"})
    assert response.status_code == 422
    town.firm.refresh_from_db()
    assert take(town.firm.answers, VISITS) is None
