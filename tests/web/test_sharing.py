"""Private links: made, opened, taken back; they show one answer and nothing else, to nobody who guesses."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.people import NOW, Town, diagnosed, person

from foulee.actions.operating import purge
from foulee.actions.sharing import make_link
from foulee.records.models import Event, Firm, Link, Membership, Result, Throttle
from foulee.web.diagnosing.sharing import OPENINGS

pytestmark = pytest.mark.django_db


def shown(link: Link) -> str:
    return reverse("shared", args=[link.secret])


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_a_member_makes_a_link_once_and_takes_it_back(town: Town) -> None:
    Link.objects.all().delete()
    client = town.client("owner")
    address = reverse("links", args=[town.firm.id])
    for _ in range(2):  # tapped twice: the one that works is given again
        assert client.post(address, {"what": "answer"}).status_code == 302
    link = Link.objects.get()
    assert link.result is not None
    assert link.result.number == 2
    assert link.made_by == town.owner
    page = text(client, address)
    assert f"http://localhost:8000{shown(link)}" in page
    stranger = Client()
    assert "Préparez-vous" in text(stranger, shown(link))
    assert client.post(reverse("revoke_link", args=[town.firm.id, link.id])).status_code == 302
    assert "ne marche plus" in text(stranger, shown(link), 410)
    text(stranger, reverse("shared_strategy", args=[link.secret]), 410)
    assert shown(link) not in text(client, address)
    assert set(Event.objects.filter(firm=town.firm).values_list("act", flat=True)) >= {"shared", "revoked"}


def test_a_revoked_link_is_not_given_again(town: Town) -> None:
    Link.objects.update(revoked_at=NOW)
    client = town.client("owner")
    client.post(reverse("links", args=[town.firm.id]), {"what": "answer"})
    assert Link.objects.get(revoked_at=None).secret != town.link.secret


def test_the_table_holds_no_secret_in_clear(town: Town) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, digest FROM records_link")
        assert all(town.link.secret not in str(value) for row in cursor.fetchall() for value in row)


@pytest.mark.parametrize("secret", ["x", "A" * 32, "é", "%00", "A" * 5000, "..", "'--"])
def test_a_guessed_link_is_no_page(town: Town, secret: str) -> None:
    client = Client()
    for start in ("/s/", "/l/"):
        assert client.get(f"{start}{secret}/").status_code == 404
    assert client.get(f"/s/{secret}/strategy.pdf").status_code == 404


def test_a_link_to_an_answer_never_opens_the_file_nor_the_other_way_round(town: Town) -> None:
    client = Client()
    text(client, reverse("open_file", args=[town.link.secret]), 404)
    assert client.get(reverse("questions", args=[town.firm.id])).status_code == 404
    to_file = make_link(firm=town.lone, result=None, by=None, now=NOW)
    text(client, reverse("shared", args=[to_file.secret]), 404)
    text(client, reverse("shared_strategy", args=[to_file.secret]), 404)


def test_whoever_only_has_the_link_can_change_nothing(town: Town) -> None:
    client = Client()
    page = text(client, shown(town.link))
    assert "<form" not in page
    assert str(town.firm.id) not in page
    assert client.get(reverse("answer", args=[town.firm.id])).status_code == 404


def test_the_link_shows_the_answer_it_was_made_for(town: Town) -> None:
    first = Result.objects.get(firm=town.firm, number=1)
    link = make_link(firm=town.firm, result=first, by=None, now=NOW)
    before = text(Client(), shown(link))
    diagnosed(town.firm, 3)
    assert text(Client(), shown(link)) == before


def test_it_reads_in_the_other_language_too(town: Town) -> None:
    page = text(Client(), shown(town.link) + "?lang=en")
    assert "Prepare first, then go." in page
    assert "You were shown this answer by a private link" in page


def test_the_address_is_told_to_nobody(town: Town) -> None:
    to_file = make_link(firm=town.lone, result=None, by=None, now=NOW)
    for address in (
        shown(town.link),
        reverse("shared_strategy", args=[town.link.secret]),
        reverse("open_file", args=[to_file.secret]),
    ):
        response = Client().get(address)
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-cache" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in text(Client(), shown(town.link))


def test_the_strategy_comes_as_a_pdf_with_a_plain_name(town: Town) -> None:
    town.firm.name = 'Café "Œuf"\r\nX-Evil: 1 ‎🥐'.replace("‎", "\u200e")
    town.firm.save()
    response = Client().get(reverse("shared_strategy", args=[town.link.secret]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'inline; filename="Caf-uf-X-Evil-1.pdf"'
    assert "X-Evil" not in response


def test_too_many_openings_are_slowed_down(town: Town) -> None:
    client = Client()
    text(client, shown(town.link))
    Throttle.objects.update(uses=OPENINGS)
    assert "beaucoup" in text(client, shown(town.link), 429)
    text(client, "/s/guess/", 429)
    text(client, reverse("shared_strategy", args=[town.link.secret]), 429)


def test_a_link_to_the_file_lets_one_go_on_elsewhere_until_an_account_keeps_it(town: Town) -> None:
    link = make_link(firm=town.lone, result=None, by=None, now=NOW)
    elsewhere = Client()
    opened = reverse("open_file", args=[link.secret])
    assert elsewhere.get(opened).status_code == 302
    assert elsewhere.get(reverse("questions", args=[town.lone.id])).status_code in {200, 302}
    Membership.objects.create(firm=town.lone, person=person("owner"), role="owner", made_at=NOW)
    text(Client(), opened, 410)
    assert elsewhere.get(reverse("answer", args=[town.lone.id])).status_code == 404


def opened_by_link(firm: Firm) -> tuple[Client, Link]:
    """A browser that has opened a file by its private link, and the link."""
    link, client = make_link(firm=firm, result=None, by=None, now=NOW), Client()
    assert client.get(reverse("open_file", args=[link.secret])).status_code == 302
    return client, link


def test_a_file_that_is_still_opened_is_not_forgotten(town: Town) -> None:
    Firm.objects.filter(pk=town.lone.pk).update(seen_at=timezone.now() - dt.timedelta(days=200))
    assert text(town.holder(), reverse("answers", args=[town.lone.id]))
    purge(now=timezone.now())
    assert Firm.objects.filter(pk=town.lone.pk).exists()


def test_a_link_taken_back_shuts_out_who_had_opened_it_already(town: Town) -> None:
    (elsewhere, link), answers = opened_by_link(town.lone), reverse("answers", args=[town.lone.id])
    assert text(elsewhere, answers)
    assert str(town.lone.id) in text(elsewhere, reverse("firms"))
    town.holder().post(reverse("revoke_link", args=[town.lone.id, link.id]))
    text(elsewhere, answers, 404)
    assert str(town.lone.id) not in text(elsewhere, reverse("firms"))
    assert elsewhere.post(reverse("question", args=[town.lone.id, "firm.place"]), {"answer": "x"}).status_code == 404
    assert text(town.holder(), answers)  # the browser in which it was begun needs no link


def test_whoever_takes_back_the_link_they_came_by_is_not_shut_out(town: Town) -> None:
    client, link = opened_by_link(town.lone)
    client.post(reverse("revoke_link", args=[town.lone.id, link.id]))
    assert text(client, reverse("answers", args=[town.lone.id]))


def test_one_own_link_opened_where_the_file_was_begun_changes_nothing_there(town: Town) -> None:
    client, link = town.holder(), make_link(firm=town.lone, result=None, by=None, now=NOW)
    client.get(reverse("open_file", args=[link.secret]))
    town.holder().post(reverse("revoke_link", args=[town.lone.id, link.id]))
    assert text(client, reverse("answers", args=[town.lone.id]))


def test_signing_in_takes_no_file_over_that_somebody_else_gave_the_link_of(town: Town) -> None:
    client, _ = opened_by_link(town.lone)
    client.post(reverse("account_login"), {"login": "reader@example.org", "password": "a long password"})
    assert not town.lone.memberships.exists()
    assert text(town.holder(), reverse("answers", args=[town.lone.id]))
    assert reverse("keep_firm", args=[town.lone.id]) in text(client, reverse("firms"))  # once it is asked for
    client.post(reverse("keep_firm", args=[town.lone.id]))
    assert [member.person.email for member in town.lone.memberships.all()] == ["reader@example.org"]


def test_links_of_an_address_that_only_this_machine_knows_are_handed_out_with_a_warning(
    town: Town, settings: Settings
) -> None:
    pages = [reverse(name, args=[town.firm.id]) for name in ("links", "invite", "survey")]
    client = town.client("owner")
    for page in pages:
        assert "FOULEE_URL" in text(client, page), page
    settings.PUBLIC_URL = "https://foulee.example.org"
    for page in pages:
        assert "FOULEE_URL" not in text(client, page), page


def test_members_make_no_link_to_the_file(town: Town) -> None:
    address = reverse("links", args=[town.firm.id])
    assert town.client("owner").post(address, {"what": "file"}).status_code == 404
    assert town.client("owner").post(address, {"what": "everything"}).status_code == 404
    assert town.client("owner").post(address).status_code == 404


def test_one_cannot_take_back_the_link_of_another_firm(town: Town) -> None:
    other = make_link(firm=town.lone, result=None, by=None, now=NOW)
    client = town.client("owner")
    for link_id in (other.id, uuid.uuid4()):
        assert client.post(reverse("revoke_link", args=[town.firm.id, link_id])).status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None
