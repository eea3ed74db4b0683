"""The people of a firm: invited, joined, their roles, gone; and the firm's own end."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from foulee.actions.mailing import deliver
from foulee.actions.sharing import LENGTH, digest
from foulee.actions.trail import note
from foulee.core.roles import Role
from foulee.records.models import Firm, Invitation, Membership, Person
from foulee.reporting.mails import Mail

INVITED = dt.timedelta(days=14)


class PeopleError(Exception):
    """Something that cannot be done with the people of a firm; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who is invited, and to what."""

    email: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An invitation that was made, its secret, told once, and whether the mail server took the mail."""

    invitation: Invitation
    secret: str
    delivered: bool


# --- inviting ----------------------------------------------------------------------------------------------------


def invite(
    *, firm: Firm, guest: Guest, by: Person | None, now: dt.datetime, write: Callable[[Invitation, str], Mail]
) -> Sent:
    """Invite somebody, or invite them again: a former link of theirs no longer works. `write` makes the mail.

    Raises PeopleError("already_member").
    """
    secret = secrets.token_urlsafe(LENGTH)
    invitation = _invited(firm, guest, by, now, secret)
    return Sent(invitation=invitation, secret=secret, delivered=deliver(write(invitation, secret), to=invitation.email))


@transaction.atomic
def _invited(firm: Firm, guest: Guest, by: Person | None, now: dt.datetime, secret: str) -> Invitation:
    locked = Firm.objects.select_for_update().get(id=firm.id)
    if Membership.objects.filter(firm=locked, person__email=guest.email).exists():
        raise PeopleError("already_member")
    values = {
        "role": guest.role,
        "digest": digest(secret),
        "made_by": by,
        "made_at": now,
        "expires_at": now + INVITED,
    }
    invitation, _ = Invitation.objects.update_or_create(
        firm=locked, email=guest.email, accepted_at=None, defaults=values
    )
    note("invited", firm=locked, by=by, now=now, role=guest.role, invitation=invitation.pk)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Person | None, now: dt.datetime) -> None:
    """Take an invitation back; one that was accepted meanwhile stays."""
    gone, _ = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()
    if gone:
        note("withdrew", firm=invitation.firm, by=by, now=now, invitation=invitation.pk)


@transaction.atomic
def decline(*, invitation: Invitation, by: Person | None, now: dt.datetime) -> None:
    """Say no to an invitation; one that was accepted meanwhile stays."""
    gone, _ = Invitation.objects.filter(pk=invitation.pk, digest=invitation.digest, accepted_at=None).delete()
    if gone:
        note("declined", firm=invitation.firm, by=by, now=now, invitation=invitation.pk)


@transaction.atomic
def accept(*, invitation: Invitation, by: Person, now: dt.datetime) -> Membership:
    """Join a firm; accepting twice changes nothing.

    Raises PeopleError: "withdrawn", "other_address", "used" (by somebody else), "expired".
    """
    firm = Firm.objects.select_for_update().get(id=invitation.firm_id)
    current = Invitation.objects.filter(pk=invitation.pk, digest=invitation.digest).first()
    if current is None:
        raise PeopleError("withdrawn")
    member = Membership.objects.filter(firm=firm, person=by).first()
    _refuse(current, by, member, now)
    if member is None:
        member = Membership.objects.create(firm=firm, person=by, role=current.role, made_at=now)
        note("joined", firm=firm, by=by, now=now, role=current.role)
    Invitation.objects.filter(pk=current.pk, accepted_at=None).update(accepted_at=now)
    return member


def _refuse(invitation: Invitation, by: Person, member: Membership | None, now: dt.datetime) -> None:
    if by.email != invitation.email:
        raise PeopleError("other_address")
    if invitation.accepted_at is not None and member is None:
        raise PeopleError("used")
    if invitation.accepted_at is None and invitation.expires_at <= now:
        raise PeopleError("expired")


# --- roles -------------------------------------------------------------------------------------------------------


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: Person | None, now: dt.datetime) -> None:
    """Give a member another role than `membership` says.

    Raises PeopleError: "gone", "changed" (to another role meanwhile), "last_owner".
    """
    current = _locked(membership)
    if current is None:
        raise PeopleError("gone")
    if current.role == role:
        return
    if current.role != membership.role:
        raise PeopleError("changed")
    _keep_an_owner(current)
    current.role = role
    current.save(update_fields=["role"])
    note("gave_role", firm=current.firm, by=by, now=now, role=role, person=current.person_id)


@transaction.atomic
def remove(*, membership: Membership, by: Person | None, now: dt.datetime) -> None:
    """Remove a member, or leave oneself. Raises PeopleError("last_owner")."""
    current = _locked(membership)
    if current is None:
        return
    _keep_an_owner(current)
    act = "left" if by is not None and current.person_id == by.pk else "removed"
    note(act, firm=current.firm, by=by, now=now, person=current.person_id)
    current.delete()


def _locked(membership: Membership) -> Membership | None:
    """The membership as it is now, the firm being locked; None if it is gone."""
    Firm.objects.select_for_update().filter(id=membership.firm_id).first()
    return Membership.objects.select_related("firm").filter(pk=membership.pk).first()


def _keep_an_owner(current: Membership) -> None:
    owners = Membership.objects.filter(firm_id=current.firm_id, role=Role.OWNER)
    if current.role == Role.OWNER and not owners.exclude(pk=current.pk).exists():
        raise PeopleError("last_owner")


@transaction.atomic
def erase_firm(*, firm: Firm, by: Person | None, now: dt.datetime) -> None:
    """Erase a firm with everything that hangs on it; only the fact that it happened is noted."""
    Firm.objects.filter(id=firm.id).delete()
    note("firm_erased", firm=None, by=by, now=now)


def taken_away(*, firm: Firm, by: Person | None, now: dt.datetime) -> None:
    """Note that somebody took everything away."""
    note("exported", firm=firm, by=by, now=now)
