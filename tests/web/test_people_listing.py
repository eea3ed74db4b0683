"""The adviser's list: verdict, next action, what is stale; sorted, sifted, and quick with forty firms."""

import copy
import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.people import NOW, Town, bakery_payload, person
from tests.web.signing import text_of
from tests.web.test_website import a_look

from foulee.actions.measuring import keep_look
from foulee.advice.steps import step_key
from foulee.advice.storing import restore_reasons
from foulee.core.roles import Role
from foulee.records.models import Firm, Membership, Result, Step
from foulee.records.models.result import Kind

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def advised(name: str, outcome: str = "", days: int = 0, by: str = "marc") -> Firm:
    """A firm that this adviser follows, with an answer of so many days ago; none without an outcome."""
    payload = bakery_payload()
    firm = Firm.objects.create(name=name, answers={}, made_at=NOW, answered_at=NOW, seen_at=NOW)
    Membership.objects.create(firm=firm, person=person(by), role=Role.ADVISER, made_at=NOW)
    if outcome:
        Result.objects.create(
            firm=firm, kind=Kind.DIAGNOSIS, number=1, inputs={"answers": {}, "customers": None}, digest=name,
            outcome=outcome, payload=payload, method_version=payload["method_version"], seed=1, revision=0,
            facts_date=dt.date.fromisoformat(payload["facts_date"]),
            made_at=timezone.now() - dt.timedelta(days=days),
        )  # fmt: skip
    return firm


def marc() -> Client:
    client = Client()
    client.force_login(person("marc"), backend=BACKEND)
    return client


def names(client: Client, **asked: str) -> list[str]:
    page = client.get("/firms/", asked).content.decode()
    return re.findall(r'<h2 class="smaller"><a href="[^"]+">([^<]+)</a></h2>', page)


def test_each_firm_shows_its_verdict_its_next_step_and_what_is_stale() -> None:
    advised("Pain", "prepare")
    page = text_of(marc().get("/firms/"))
    assert "Préparez-vous d’abord" in page or "Préparez-vous d'abord" in page
    assert "Ensuite" in page
    assert "Conseille" in page
    assert "Les réponses ont changé" not in page


def test_the_next_step_is_the_first_that_is_not_ticked() -> None:
    firm = advised("Pain", "prepare")
    client = marc()
    first = re.search(r"Ensuite.*?</span>([^<]+)</p>", client.get("/firms/").content.decode())
    assert first
    for reason in bakery_payload()["diagnosis"]["reasons"]:
        key = step_key(restore_reasons([reason])[0])
        Step.objects.get_or_create(
            firm=firm, rule=reason["rule"], defaults={"key": key, "done_at": NOW, "done_by": None}
        )
    page = client.get("/firms/").content.decode()
    assert first[1] not in page
    assert "Tout est fait" in page
    advised("Autre", "prepare")
    assert names(client, show="todo") == ["Autre"]


def test_a_step_that_asks_something_else_by_now_is_to_be_done() -> None:
    firm, client = advised("Pain", "prepare"), marc()
    for reason in bakery_payload()["diagnosis"]["reasons"]:
        Step.objects.get_or_create(
            firm=firm,
            rule=reason["rule"],
            defaults={"key": f"{reason['rule']}@another", "done_at": NOW, "done_by": None},
        )
    page = text_of(client.get("/firms/"))
    assert "Ensuite" in page
    assert "Tout est fait" not in page


def test_where_there_is_nothing_to_do_first_the_plan_begins() -> None:
    payload = copy.deepcopy(bakery_payload())
    payload["diagnosis"]["reasons"] = [
        reason for reason in payload["diagnosis"]["reasons"] if reason["severity"] in {"advice", "strength"}
    ]
    listed = []
    for name, outcome, channels in (("Va", "go", True), ("Vide", "go", False), ("Non", "not_now", True)):
        firm = advised(name)
        told = payload if channels else payload | {"focus": payload["focus"] | {"channels": []}}
        Result.objects.create(
            firm=firm, kind=Kind.DIAGNOSIS, number=1, inputs={"answers": {}, "customers": None}, digest=name,
            outcome=outcome, payload=told, method_version=payload["method_version"], seed=1, revision=0,
            facts_date=dt.date.fromisoformat(payload["facts_date"]), made_at=timezone.now(),
        )  # fmt: skip
        listed.append(text_of(marc().get("/firms/", {"named": name})))
    assert "Ensuite : Fiche Google" in listed[0].replace("\u202f", " ")
    assert "Ensuite" not in listed[1]
    assert "Ensuite" not in listed[2]


def test_answers_that_changed_since_make_it_stale() -> None:
    firm, client = advised("Pain", "go"), marc()
    assert names(client, show="stale") == []
    Firm.objects.filter(pk=firm.pk).update(answers={"firm": {"name": "Pain & Vin"}})
    assert names(client, show="stale") == ["Pain"]
    assert "ont changé depuis" in text_of(client.get("/firms/"))


def test_a_website_looked_at_since_makes_it_stale() -> None:
    firm, client = advised("Pain", "go"), marc()
    Firm.objects.filter(pk=firm.pk).update(answers={"presence": {"website": {"address": "https://mabakery.test/"}}})
    firm.refresh_from_db()
    assert "site a été regardé" not in text_of(client.get("/firms/"))
    keep_look(firm=firm, seen=a_look(), by=None, now=NOW)
    assert "site a été regardé" in text_of(client.get("/firms/"))


def test_an_answer_of_long_ago_is_stale() -> None:
    advised("Vieux", "go", days=900)
    advised("Neuf", "go")
    assert names(marc(), show="stale") == ["Vieux"]


def test_only_the_last_answer_counts() -> None:
    firm = advised("Pain", "go", days=900)
    later = bakery_payload()
    Result.objects.create(
        firm=firm, kind=Kind.DIAGNOSIS, number=2, inputs={"answers": {}, "customers": None}, digest="later",
        outcome="not_now", payload=later, method_version=later["method_version"], seed=1, revision=0,
        facts_date=dt.date.fromisoformat(later["facts_date"]), made_at=timezone.now(),
    )  # fmt: skip
    assert "Pas maintenant" in text_of(marc().get("/firms/"))
    assert names(marc(), show="stale") == []


def test_sifting_and_sorting() -> None:
    advised("Zoé", "go", days=2)
    advised("atelier", "not_now", days=1)
    advised("Garage", "prepare", days=3)
    advised("Sans réponse")
    client = marc()
    assert names(client) == ["atelier", "Garage", "Sans réponse", "Zoé"]
    assert names(client, order="verdict") == ["Zoé", "Garage", "atelier", "Sans réponse"]
    assert names(client, show="unanswered") == ["Sans réponse"]
    assert names(client, order="oldest")[-3:] == ["Garage", "Zoé", "atelier"]
    assert names(client, named="GARA") == ["Garage"]
    assert "Aucun dossier" in text_of(client.get("/firms/", {"named": "<b>rien"}))


@pytest.mark.parametrize("odd", ["", "nothing", "<script>alert(1)</script>", "x" * 5000, "\x00\u202e"])
def test_odd_wishes_change_nothing(odd: str) -> None:
    advised("Pain", "go")
    advised("Vin", "go")
    answer = marc().get("/firms/", {"show": odd, "order": odd, "named": odd})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_forty_firms_ask_the_database_no_more_than_two() -> None:
    asked = []
    for many in (2, 40):
        for number in range(many):
            advised(f"Firme {many}-{number}", "prepare")
        client = marc()
        client.get("/firms/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/firms/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 12
    assert len(names(marc())) == 42


def test_the_firms_of_others_are_not_listed(town: Town) -> None:
    advised("Pain", "go")
    assert names(marc()) == ["Pain"]
    assert town.firm.name not in marc().get("/firms/").content.decode()


def test_somebody_with_nothing_is_shown_the_way_in() -> None:
    for client in (Client(), marc()):
        page = client.get("/firms/")
        assert page.status_code == 200
        assert 'action="/start/"' in page.content.decode()


def test_an_answer_that_this_version_cannot_read_is_listed_all_the_same() -> None:
    firm = advised("Pain")
    payload = bakery_payload() | {"diagnosis": {"reasons": [{"strange": True}]}}
    Result.objects.create(
        firm=firm, kind=Kind.DIAGNOSIS, number=1, inputs={}, digest="x", outcome="perhaps", payload=payload,
        method_version="99", seed=1, revision=0, facts_date=None, made_at=NOW,
    )  # fmt: skip
    assert names(marc()) == ["Pain"]
