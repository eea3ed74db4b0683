"""The members of a firm: what each may do, who comes and goes, and the trail that they leave."""

import pytest
from django.test import Client
from tests.people import NOW, Town, person
from tests.web.signing import text_of

from foulee.actions.people import PeopleError, change_role, remove
from foulee.core.roles import GIVEN, Role
from foulee.records.models import Event, Firm, Membership, Person

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\u202e"


def page(town: Town, rest: str = "") -> str:
    return f"/firm/{town.firm.id}/people/{rest}"


def membership(town: Town, role: Role) -> Membership:
    return Membership.objects.get(firm=town.firm, role=role)


def test_everybody_sees_who_works_with_the_file_and_only_the_owner_the_addresses(town: Town) -> None:
    owner = text_of(town.client("owner").get(page(town)))
    reader = text_of(town.client("reader").get(page(town)))
    assert "6 personnes" in owner
    for role in GIVEN:
        assert role.value.title() in reader
        assert f"{role.value}@example.org" in owner
        assert f"{role.value}@example.org" not in reader


def test_the_owner_gives_another_role_and_it_counts_at_once(town: Town) -> None:
    member, reader = membership(town, Role.READER), town.client("reader")
    assert reader.get(f"/firm/{town.firm.id}/questions/").status_code == 403
    values = {"role": "contributor", "was": "reader"}
    answer = town.client("owner").post(page(town, f"{member.pk}/"), values)
    assert answer.status_code == 302
    assert reader.get(f"/firm/{town.firm.id}/questions/").status_code in {200, 302}
    event = Event.objects.get(firm=town.firm, act="gave_role")
    assert (event.person, event.values["role"]) == (town.owner, "contributor")


def test_a_role_that_two_tabs_change_is_not_overwritten(town: Town) -> None:
    member, owner = membership(town, Role.READER), town.client("owner")
    owner.post(page(town, f"{member.pk}/"), {"role": "contributor", "was": "reader"})
    answer = owner.post(page(town, f"{member.pk}/"), {"role": "approver", "was": "reader"})
    assert answer.status_code == 409
    assert "entre-temps" in text_of(answer)
    member.refresh_from_db()
    assert member.role == "contributor"
    assert 'value="contributor"' in answer.content.decode()


@pytest.mark.parametrize("role", ["", "holder", "king", HOSTILE, "x" * 100_000])
def test_only_roles_that_exist_are_given(town: Town, role: str) -> None:
    member = membership(town, Role.READER)
    answer = town.client("owner").post(page(town, f"{member.pk}/"), {"role": role, "was": "reader"})
    assert answer.status_code == 409
    assert "<script>alert" not in answer.content.decode()
    member.refresh_from_db()
    assert member.role == "reader"


@pytest.mark.parametrize("was", ["", "king", HOSTILE])
def test_a_page_that_does_not_say_what_it_showed_changes_nothing_unexpected(town: Town, was: str) -> None:
    member = membership(town, Role.READER)
    town.client("owner").post(page(town, f"{member.pk}/"), {"role": "approver", "was": was})
    member.refresh_from_db()
    assert member.role == ("reader" if was else "approver")


def test_the_last_owner_can_neither_leave_nor_give_the_role_up(town: Town) -> None:
    owner, member = town.client("owner"), membership(town, Role.OWNER)
    for answer in (
        owner.post(page(town, "leave/")),
        owner.post(page(town, f"{member.pk}/"), {"role": "reader", "was": "owner"}),
    ):
        assert answer.status_code == 409
        assert "propriétaire" in text_of(answer)
    assert membership(town, Role.OWNER).person == town.owner


def test_with_a_second_owner_the_first_may_go(town: Town) -> None:
    owner, reader = town.client("owner"), membership(town, Role.READER)
    owner.post(page(town, f"{reader.pk}/"), {"role": "owner", "was": "reader"})
    assert owner.post(page(town, "leave/"))["Location"] == "/firms/"
    assert owner.get(page(town)).status_code == 404
    assert town.client("reader").post(page(town, "leave/")).status_code == 409


def test_two_owners_who_both_leave_cannot_both_be_gone(town: Town) -> None:
    change_role(membership=membership(town, Role.READER), role=Role.OWNER, by=town.owner, now=NOW)
    first, second = Membership.objects.filter(firm=town.firm, role=Role.OWNER)  # as two tabs hold them
    remove(membership=first, by=first.person, now=NOW)
    with pytest.raises(PeopleError, match="last_owner"):
        remove(membership=second, by=second.person, now=NOW)


def test_a_removed_member_is_out_at_once(town: Town) -> None:
    adviser, member = town.client("adviser"), membership(town, Role.ADVISER)
    answer = f"/firm/{town.firm.id}/answer/1/"
    assert adviser.get(answer).status_code == 200
    assert town.client("owner").get(page(town, f"{member.pk}/remove/")).status_code == 200
    assert adviser.get(answer).status_code == 200  # asking is not doing
    town.client("owner").post(page(town, f"{member.pk}/remove/"))
    assert adviser.get(answer).status_code == 404
    assert adviser.post(f"/firm/{town.firm.id}/diagnose/").status_code == 404
    assert town.firm.name not in adviser.get("/firms/").content.decode()
    again = town.client("owner").post(page(town, f"{member.pk}/remove/"), follow=True)
    assert "plus membre" in text_of(again)


def test_members_of_another_firm_cannot_be_touched(town: Town) -> None:
    other = Membership.objects.create(firm=town.lone, person=person("stranger"), role=Role.OWNER, made_at=NOW)
    owner = town.client("owner")
    assert owner.post(page(town, f"{other.pk}/"), {"role": "reader", "was": "owner"}).status_code == 404
    owner.post(page(town, f"{other.pk}/remove/"))
    assert Membership.objects.filter(pk=other.pk, role=Role.OWNER).exists()
    assert owner.get(page(town, f"{10**30}/")).status_code == 404


def test_hostile_names_stay_names(town: Town) -> None:
    Person.objects.filter(pk=person("reader").pk).update(name=HOSTILE)
    Firm.objects.filter(pk=town.firm.pk).update(name="<b>Pain & Cie</b>")
    member = membership(town, Role.READER)
    Event.objects.create(firm=town.firm, person=person("reader"), act="opened", at=NOW)
    owner = town.client("owner")
    for rest in (
        "people/",
        f"people/{member.pk}/",
        f"people/{member.pk}/remove/",
        "trail/",
        "erase/",
        "people/invite/",
    ):
        shown = owner.get(f"/firm/{town.firm.id}/{rest}").content.decode()
        assert "<script>alert" not in shown
        assert "<b>Pain" not in shown
        assert "&lt;b&gt;Pain" in shown


def test_without_members_the_page_says_how_to_get_some(town: Town) -> None:
    shown = text_of(town.holder().get(f"/firm/{town.lone.id}/people/"))
    assert "Créer un compte" in shown
    assert "Quitter" not in shown


# --- the trail ---------------------------------------------------------------------------------------------------


def test_the_trail_tells_who_did_what_in_words(town: Town) -> None:
    owner = town.client("owner")
    member = membership(town, Role.READER)
    owner.post(page(town, f"{member.pk}/"), {"role": "contributor", "was": "reader"})
    shown = text_of(owner.get(f"/firm/{town.firm.id}/trail/"))
    assert "Owner a donné" in shown
    assert "Contributeur" in shown


def test_every_act_that_is_noted_has_its_words() -> None:
    import re
    from pathlib import Path

    import foulee.actions
    from foulee.web.people.trail import ACTS

    text = "\n".join(path.read_text(encoding="utf-8") for path in Path(foulee.actions.__path__[0]).rglob("*.py"))
    noted = set(re.findall(r'\bnote\(\s*"(\w+)"', text)) - {"firm_erased", "account_erased"}
    assert noted
    assert noted <= set(ACTS)


def test_the_trail_is_read_by_pages_of_a_hundred(town: Town) -> None:
    Event.objects.bulk_create(Event(firm=town.firm, person=town.owner, act="opened", at=NOW) for _ in range(150))
    owner, address = town.client("owner"), f"/firm/{town.firm.id}/trail/"
    first, second = owner.get(address).content.decode(), owner.get(address, {"page": "2"}).content.decode()
    assert first.count("<time") == 100
    assert "?page=2" in first
    assert "?page=1" in second
    for odd in ("0", "-1", "x", "9" * 400, "²"):
        assert owner.get(address, {"page": odd}).status_code == 200


def test_an_act_of_a_later_version_is_told_by_its_code(town: Town) -> None:
    Event.objects.create(
        firm=town.firm, person=None, act="<i>flew</i>", at=NOW, values={"role": "king", "path": {"a": 1}}
    )
    Event.objects.create(firm=town.firm, person=None, act="gave_role", at=NOW, values={"role": "king"})
    shown = town.client("owner").get(f"/firm/{town.firm.id}/trail/")
    assert shown.status_code == 200
    assert "&lt;i&gt;flew" in shown.content.decode()
    assert "sans compte" in text_of(shown)


def test_the_trail_holds_no_answer(town: Town) -> None:
    owner = town.client("owner")
    owner.post(f"/firm/{town.firm.id}/questions/firm.place/", {"answer": "Fort-de-France secret"})
    assert "secret" not in str(list(Event.objects.values_list("values", flat=True)))


def test_strangers_are_told_nothing(town: Town) -> None:
    for rest in ("people/", "people/invite/", "trail/", "export/", "erase/", "people/leave/"):
        assert Client().get(f"/firm/{town.firm.id}/{rest}").status_code == 404
