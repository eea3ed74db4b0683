"""Invitations: a link that works once, for one address, for two weeks, and can be taken back."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings
from tests.people import NOW, Town, person
from tests.web.signing import PASSWORD, code_in, link_in, posted, sign_up, text_of

from foulee.actions.people import PeopleError, accept
from foulee.core.roles import GIVEN
from foulee.records.models import Event, Firm, Invitation, Membership, Person

pytestmark = pytest.mark.django_db
GUEST = "guest@example.org"


@pytest.fixture(autouse=True)
def mails(settings: Settings) -> None:
    """Mails are really sent."""
    cache.clear()
    settings.MAIL_SENT = True


def invited(town: Town, email: str = GUEST, role: str = "adviser") -> str:
    """Invite an address; the path of the link in its mail."""
    answer = town.client("owner").post(f"/firm/{town.firm.id}/people/invite/", {"email": email, "role": role})
    assert answer.status_code == 302, text_of(answer)
    return link_in(mail.outbox[-1].body)


def as_guest() -> Client:
    """A browser in which the guest has signed in."""
    person("guest")
    return Town.client(None, "guest")  # type: ignore[arg-type] # needs no town


def test_the_mail_says_who_invites_to_what_and_until_when(town: Town) -> None:
    invited(town)
    sent = mail.outbox[-1]
    assert sent.to == [GUEST]
    assert "Owner" in sent.subject
    for words in (town.firm.name, "Conseille", "http://localhost:8000/invitations/"):
        assert words in sent.body
    assert Event.objects.get(act="invited").values["role"] == "adviser"
    assert GUEST not in str(Event.objects.get(act="invited").values)


def test_the_table_does_not_hold_the_secret(town: Town) -> None:
    secret = invited(town).split("/")[2]
    assert secret not in str(Invitation.objects.values_list().get())


def test_a_newcomer_makes_an_account_and_comes_in(town: Town) -> None:
    link, client = invited(town), Client()
    page = client.get(link)
    assert page.status_code == 200
    door = re.search(r'href="(/account/signup/\?[^"]+)"', page.content.decode())
    assert door
    assert f'value="{GUEST}"' in client.get(door[1]).content.decode()
    client.post(door[1], {"email": GUEST, "password1": PASSWORD})
    back = client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1].body)}, follow=True)
    assert back.redirect_chain[-1][0] == link
    done = posted(client, link, {"answer": "yes"})
    assert done.redirect_chain[-1][0] == f"/firm/{town.firm.id}/answer/2/"
    assert Membership.objects.get(firm=town.firm, person__email=GUEST).role == "adviser"


def test_by_invitation_only_the_invited_address_and_no_other_makes_an_account(town: Town, settings: Settings) -> None:
    settings.SIGNUP = "invited"
    link, client = invited(town), Client()
    client.get(link)
    refused = sign_up(client, "somebody@example.org")
    assert GUEST in text_of(refused)
    assert not Person.objects.filter(email="somebody@example.org").exists()
    sign_up(client, GUEST)
    assert Person.objects.filter(email=GUEST).exists()


def test_accepting_twice_changes_nothing(town: Town) -> None:
    link, client = invited(town), as_guest()
    for _ in range(3):
        assert client.post(link, {"answer": "yes"}).status_code == 302
    assert Membership.objects.filter(firm=town.firm, person__email=GUEST).count() == 1
    assert Event.objects.filter(act="joined").count() == 1


def test_two_tabs_that_accept_at_once_make_one_member(town: Town) -> None:
    invited(town)
    guest, found = person("guest"), Invitation.objects.get()
    assert accept(invitation=found, by=guest, now=NOW) == accept(invitation=found, by=guest, now=NOW)


def test_the_link_works_for_nobody_else(town: Town) -> None:
    link, stranger = invited(town), town.client("stranger")
    shown = stranger.get(link)
    assert "autre adresse" in text_of(shown)
    stranger.post(link, {"answer": "yes"})
    assert not Membership.objects.filter(firm=town.firm, person=person("stranger")).exists()
    assert Invitation.objects.get().accepted_at is None


def test_a_member_who_left_does_not_come_back_by_the_old_link(town: Town) -> None:
    link, client = invited(town), as_guest()
    client.post(link, {"answer": "yes"})
    client.post(f"/firm/{town.firm.id}/people/leave/")
    assert client.get(link).status_code == 410
    assert client.post(link, {"answer": "yes"}).status_code == 410
    assert client.get(f"/firm/{town.firm.id}/answer/1/").status_code == 404


def test_it_expires(town: Town) -> None:
    link = invited(town)
    Invitation.objects.update(expires_at=NOW - dt.timedelta(days=900))
    client = as_guest()
    assert "trop ancienne" in text_of(client.get(link))
    assert client.post(link, {"answer": "yes"}).status_code == 410
    assert "trop ancienne depuis" in text_of(town.client("owner").get(f"/firm/{town.firm.id}/people/"))


def test_sending_again_replaces_the_link_and_keeps_one_invitation(town: Town) -> None:
    old = invited(town)
    Invitation.objects.update(expires_at=NOW - dt.timedelta(days=900))
    town.client("owner").post(f"/firm/{town.firm.id}/invitations/{Invitation.objects.get().pk}/again/")
    new = link_in(mail.outbox[-1].body)
    assert new != old
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200
    assert Invitation.objects.count() == 1


def test_taking_back(town: Town) -> None:
    link, pk = invited(town), Invitation.objects.get().pk
    owner = town.client("owner")
    posted(owner, f"/firm/{town.firm.id}/invitations/{pk}/withdraw/", {})
    assert as_guest().post(link, {"answer": "yes"}).status_code == 410
    again = posted(owner, f"/firm/{town.firm.id}/invitations/{pk}/withdraw/", {})
    assert "plus de réponse" in text_of(again)
    assert "plus de réponse" in text_of(posted(owner, f"/firm/{town.firm.id}/invitations/{pk}/again/", {}))


def test_declining_needs_no_account(town: Town) -> None:
    link = invited(town)
    assert "refusée" in text_of(posted(Client(), link, {"answer": "no"}))
    assert not Invitation.objects.exists()
    assert Event.objects.filter(act="declined", person=None).exists()
    assert Client().get(link).status_code == 410


def test_invitations_of_another_firm_cannot_be_touched(town: Town) -> None:
    invited(town)
    other = Invitation.objects.create(
        firm=town.lone, email="x@example.org", role="reader", digest="d", made_at=NOW, expires_at=NOW
    )
    owner = town.client("owner")
    for act in ("again", "withdraw"):
        owner.post(f"/firm/{town.firm.id}/invitations/{other.pk}/{act}/")
    other.refresh_from_db()
    assert other.digest == "d"


@pytest.mark.parametrize(
    ("email", "role", "told"),
    [
        ("", "reader", "Écrivez"),
        ("guest", "reader", "ne ressemble pas"),
        ("guest@example.org\nBcc: all@example.org", "reader", "ne ressemble pas"),
        ('"<script>"@example.org', "reader", "ne ressemble pas"),
        ("a" * 300 + "@example.org", "reader", "254"),
        (GUEST, "", "Faites un choix"),
        (GUEST, "holder", "Faites un choix"),
        (GUEST, "king", "Faites un choix"),
        ("reader@example.org", "owner", "déjà membre"),
        ("READER@example.org", "owner", "déjà membre"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(town: Town, email: str, role: str, told: str) -> None:
    answer = town.client("owner").post(f"/firm/{town.firm.id}/people/invite/", {"email": email, "role": role})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert "<script>" not in answer.content.decode()
    assert mail.outbox == []
    assert not Invitation.objects.exists()


def test_nobody_is_flooded(town: Town) -> None:
    owner = town.client("owner")
    for _ in range(5):
        invited(town)
    answer = owner.post(f"/firm/{town.firm.id}/people/invite/", {"email": GUEST, "role": "reader"})
    assert answer.status_code == 422
    assert "demain" in text_of(answer)
    assert len(mail.outbox) == 5
    again = posted(owner, f"/firm/{town.firm.id}/invitations/{Invitation.objects.get().pk}/again/", {})
    assert "demain" in text_of(again)


def test_names_in_the_mail_are_names(town: Town) -> None:
    Firm.objects.filter(pk=town.firm.pk).update(
        name="Gagnez {code} sur https://evil.example/x\r\nBcc: a@b.c " + "x" * 120
    )
    Person.objects.filter(pk=town.owner.pk).update(name="\u202eIvil <b>")
    invited(town)
    sent = mail.outbox[-1]
    assert "https://evil" not in f"{sent.subject} {sent.body}"
    assert "\n" not in sent.subject
    assert "\u202e" not in sent.subject
    assert len(sent.subject) < 180


def test_without_a_mail_server_the_link_is_shown_once_to_be_handed_over(town: Town, settings: Settings) -> None:
    settings.MAIL_SENT = False
    owner = town.client("owner")
    shown = posted(owner, f"/firm/{town.firm.id}/people/invite/", {"email": GUEST, "role": "reader"}).content.decode()
    link = link_in(shown)
    assert Client().get(link).status_code == 200
    assert link not in owner.get(f"/firm/{town.firm.id}/people/").content.decode()


@pytest.mark.parametrize("secret", ["x", "x" * 5000, "%3Cscript%3E", "%F0%9F%A5%90", "..%2F"])
def test_a_link_that_nobody_made_opens_nothing(town: Town, secret: str) -> None:
    assert Client().get(f"/invitations/{secret}/").status_code in {404, 410}
    assert town.client("owner").post(f"/invitations/{secret}/", {"answer": "yes"}).status_code in {404, 410}


def test_links_cannot_be_tried_one_after_the_other() -> None:
    statuses = [Client().get(f"/invitations/{n}/").status_code for n in range(62)]
    assert statuses[0] == 410
    assert statuses[-1] == 429


def test_an_invitation_whose_firm_is_erased_is_gone(town: Town) -> None:
    link = invited(town)
    town.client("owner").post(f"/firm/{town.firm.id}/erase/", {"name": town.firm.name})
    assert as_guest().post(link, {"answer": "yes"}).status_code == 410


def test_whoever_is_invited_by_one_address_cannot_accept_with_another(town: Town) -> None:
    invited(town)
    with pytest.raises(PeopleError, match="other_address"):
        accept(invitation=Invitation.objects.get(), by=person("stranger"), now=NOW)
    assert Membership.objects.filter(firm=town.firm).count() == len(GIVEN)
