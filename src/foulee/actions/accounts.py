"""One's own account: what it is called, the files it takes over, and its end."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from foulee.actions.trail import note
from foulee.core.roles import Role
from foulee.records.models import Firm, Invitation, Membership, Person
from foulee.records.queries.people import firms_owned_alone


class SoleOwnerError(Exception):
    """Some firms would be left without an owner: `firms`."""

    def __init__(self, firms: list[Firm]) -> None:
        super().__init__(f"sole owner of {len(firms)} firms")
        self.firms = firms


@transaction.atomic
def save_person(*, person: Person, name: str, language: str) -> None:
    """Save what a person is called, and the language of their mails."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])


@transaction.atomic
def claim_firms(*, firm_ids: Iterable[uuid.UUID], by: Person, now: dt.datetime) -> list[Firm]:
    """Make a person the owner of files that nobody owns yet; return those that became theirs."""
    locked = [firm.id for firm in Firm.objects.select_for_update().filter(id__in=list(firm_ids))]
    claimed = list(Firm.objects.filter(id__in=locked, memberships=None).order_by("made_at"))  # asked once locked
    for firm in claimed:
        Membership.objects.create(firm=firm, person=by, role=Role.OWNER, made_at=now)
        note("claimed", firm=firm, by=by, now=now)
    return claimed


@transaction.atomic
def erase_account(*, person: Person, now: dt.datetime) -> None:
    """Erase a person. Raises SoleOwnerError while a firm has no other owner: it must be handed over or erased first."""
    mine = Membership.objects.filter(person=person).values("firm")
    firms = list(Firm.objects.select_for_update().filter(id__in=mine))
    alone = firms_owned_alone(person)  # asked once locked
    if alone:
        raise SoleOwnerError(alone)
    for firm in firms:
        note("left", firm=firm, by=person, now=now)
    Invitation.objects.filter(email=person.email).delete()  # they hold the address
    note("account_erased", firm=None, by=None, now=now)
    person.delete()
