"""One's own account, and the file as a whole: taken away, and erased."""

import io
import json
import zipfile

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from tests.people import NOW, TODAY, Town, person
from tests.web.signing import is_in, posted, signed_up, text_of

from foulee.core.roles import Role
from foulee.firmfile.reading import read
from foulee.records.models import Event, Firm, Invitation, Link, Membership, Person, Result

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Other tests signed in from here too."""
    cache.clear()


# --- name and language -------------------------------------------------------------------------------------------


def test_name_and_language_are_saved_and_shown_at_once() -> None:
    client, _ = signed_up("aline@example.org")
    answer = posted(client, "/account/", {"name": "  Aline\n Boulanger ", "language": "en"})
    made = Person.objects.get()
    assert (made.name, made.language) == ("Aline Boulanger", "en")
    assert "Saved." in text_of(answer)


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [("x" * 101, "fr", "100"), ("x" * 1_000_000, "fr", "100"), ("Aline", "", "langue"), ("Aline", "de", "langue")],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(name: str, language: str, told: str) -> None:
    client, _ = signed_up("aline@example.org")
    answer = client.post("/account/", {"name": name, "language": language})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert Person.objects.get().name == ""


def test_a_hostile_name_is_a_name() -> None:
    client, _ = signed_up("aline@example.org")
    client.post("/account/", {"name": "\u202e<b>\x00Aline</b> 🥐", "language": "fr"})
    assert Person.objects.get().name == "<b>Aline</b> 🥐"
    assert "&lt;b&gt;Aline" in client.get("/account/").content.decode()


# --- the end of an account ---------------------------------------------------------------------------------------


def test_an_account_is_erased_with_what_it_holds() -> None:
    town = Town()
    client, made = signed_up("aline@example.org")
    Membership.objects.create(firm=town.firm, person=made, role=Role.READER, made_at=NOW)
    Invitation.objects.create(
        firm=town.lone, email=made.email, role="reader", digest="d", made_at=NOW, expires_at=NOW, accepted_at=NOW
    )
    assert "EFFACER" in text_of(client.get("/account/erase/"))
    assert "effacé" in text_of(posted(client, "/account/erase/", {"word": "effacer"}))
    assert not Person.objects.filter(email="aline@example.org").exists()
    assert not Invitation.objects.filter(email="aline@example.org").exists()
    assert not is_in(client)
    assert Firm.objects.filter(id=town.firm.id).exists()
    assert Event.objects.filter(firm=town.firm, act="left", person=None).exists()


@pytest.mark.parametrize("word", ["", "oui", "<script>", "x" * 1000])
def test_it_is_not_erased_by_mistake(word: str) -> None:
    client, _ = signed_up("aline@example.org")
    answer = client.post("/account/erase/", {"word": word})
    assert answer.status_code == 422
    assert "EFFACER" in text_of(answer)
    assert Person.objects.count() == 1


def test_the_last_owner_decides_first_what_becomes_of_the_firm() -> None:
    town = Town()
    client, made = signed_up("aline@example.org")
    Membership.objects.filter(firm=town.firm, role=Role.OWNER).update(person=made)
    answer = posted(client, "/account/erase/", {"word": "EFFACER"})
    assert town.firm.name in text_of(answer)
    assert Person.objects.filter(pk=made.pk).exists()
    Membership.objects.create(firm=town.firm, person=town.owner, role=Role.OWNER, made_at=NOW)
    posted(client, "/account/erase/", {"word": "EFFACER"})
    assert not Person.objects.filter(pk=made.pk).exists()


def test_whoever_is_erased_is_out_in_every_browser() -> None:
    client, made = signed_up("aline@example.org")
    other = Client()
    other.force_login(made, backend="allauth.account.auth_backends.AuthenticationBackend")
    posted(client, "/account/erase/", {"word": "EFFACER"})
    assert not is_in(other)
    assert Session.objects.exists()


# --- the file as a whole -----------------------------------------------------------------------------------------


def test_everything_about_a_firm_is_taken_away(town: Town) -> None:
    taken = town.client("owner").get(f"/firm/{town.firm.id}/export/")
    archive = zipfile.ZipFile(io.BytesIO(taken.content))
    assert read(archive.read("firm.toml"), today=TODAY).firm.name == town.firm.name
    rows = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
    assert len(rows["results.json"]) == 2
    assert {row["person"]["email"] for row in rows["members.json"]} >= {"owner@example.org", "adviser@example.org"}
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert town.link.secret not in whole
    assert str(town.lone.id) not in whole
    assert Event.objects.filter(firm=town.firm, act="exported", person=town.owner).exists()


def test_taking_away_copes_with_odd_answers(town: Town) -> None:
    Firm.objects.filter(pk=town.firm.pk).update(answers={"firm": {"name": "=CMD()|'x' 🥐\u202e", "unknown": [1, "a"]}})
    assert town.client("owner").get(f"/firm/{town.firm.id}/export/").status_code == 200


def test_a_firm_is_erased_with_all_that_hangs_on_it_once_its_name_is_typed(town: Town) -> None:
    owner, address = town.client("owner"), f"/firm/{town.firm.id}/erase/"
    for wrong in ("", "autre", "<b>", "x" * 10_000):
        assert owner.post(address, {"name": wrong}).status_code == 422
    assert owner.post(address, {"name": f" {town.firm.name.upper()} "})["Location"] == "/firms/"
    for table in (Membership, Result, Link, Event):
        assert not table.objects.filter(firm_id=town.firm.id).exists()
    assert Firm.objects.filter(id=town.lone.id).exists()
    assert Event.objects.get(act="firm_erased").firm is None
    assert owner.post(address, {"name": town.firm.name}).status_code == 404  # a second time
    assert Client().get(f"/s/{town.link.secret}/").status_code in {404, 410}


@pytest.mark.parametrize("typed", ["L’Épi d’Or", "l'épi d or", "L'ÉPI D'OR 🥐 !", "L'Epi d'Or"])
def test_the_name_that_erases_is_compared_by_its_letters(town: Town, typed: str) -> None:
    Firm.objects.filter(pk=town.firm.pk).update(name="L’Épi d’Or 🥐")
    erased = town.client("owner").post(f"/firm/{town.firm.id}/erase/", {"name": typed}).status_code == 302
    assert erased == ("Epi" not in typed)


def test_a_name_without_a_letter_is_erased_by_a_word(town: Town) -> None:
    Firm.objects.filter(pk=town.firm.pk).update(name="🥐 !")
    owner, address = town.client("owner"), f"/firm/{town.firm.id}/erase/"
    for wrong in ("", "🥐 !", "?"):
        assert owner.post(address, {"name": wrong}).status_code == 422
    assert owner.post(address, {"name": "EFFACER"}).status_code == 302


def test_a_firm_without_a_name_is_erased_by_a_word(town: Town) -> None:
    Firm.objects.filter(pk=town.firm.pk).update(name="")
    owner = town.client("owner")
    assert "EFFACER" in text_of(owner.get(f"/firm/{town.firm.id}/erase/"))
    owner.post(f"/firm/{town.firm.id}/erase/", {"name": "effacer"})
    assert not Firm.objects.filter(id=town.firm.id).exists()


def test_a_file_opened_by_its_private_link_is_kept_in_the_account_with_one_tap(town: Town) -> None:
    client = town.client("stranger")
    session = client.session
    session["firms"] = [str(town.lone.id)]
    session.save()
    shown = client.get("/firms/").content.decode()
    assert f"/firm/{town.lone.id}/keep/" in shown
    assert "dans votre compte" in text_of(posted(client, f"/firm/{town.lone.id}/keep/", {}))
    assert Membership.objects.get(firm=town.lone).person == person("stranger")
    assert client.post(f"/firm/{town.lone.id}/keep/").status_code in {403, 404}
    assert town.holder().get(f"/firm/{town.lone.id}/answer/1/").status_code == 404  # the other browser's hold ended


def test_two_who_hold_the_same_file_do_not_both_become_its_owner(town: Town) -> None:
    for name in ("stranger", "adviser"):
        client = town.client(name)
        session = client.session
        session["firms"] = [str(town.lone.id)]
        session.save()
        client.post(f"/firm/{town.lone.id}/keep/")
    assert [item.person for item in Membership.objects.filter(firm=town.lone)] == [person("stranger")]
