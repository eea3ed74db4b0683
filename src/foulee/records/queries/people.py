"""Questions asked of the records about firms, their members and what was done."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef

from foulee.core.roles import Role
from foulee.records.models import Event, Firm, Invitation, Membership, Person, Result, Step, SurveyAnswer
from foulee.records.models.result import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a firm was last told: the verdict and its reasons, without the rest of the result."""

    number: int
    verdict: str
    reasons: Any  # as stored
    answers: Any  # from which it was made
    customers: int | None  # how many had answered the survey by then
    customers_now: int | None
    method_version: str
    revision: int
    facts_date: dt.date | None
    made_at: dt.datetime


def memberships_of(person: Person) -> list[Membership]:
    """A person's memberships, with their firms."""
    return list(Membership.objects.select_related("firm").filter(person=person).order_by("firm__name", "made_at"))


def firms_without_members(firm_ids: Iterable[str]) -> list[Firm]:
    """Those of some firms that belong to nobody."""
    return list(Firm.objects.filter(id__in=list(firm_ids), memberships=None).order_by("made_at"))


def told_to(firm_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Told]:
    """The last diagnosis of each firm: one question to the database, however many they are.

    The database takes the reasons out of the result, which is ten times as long.
    """
    ids = list(firm_ids)
    later = Result.objects.filter(firm=OuterRef("firm"), kind=Kind.DIAGNOSIS, number__gt=OuterRef("number"))
    last = Result.objects.filter(~Exists(later), firm__in=ids, kind=Kind.DIAGNOSIS)
    rows = last.values(
        "firm_id", "number", "method_version", "revision", "facts_date", "made_at",
        verdict=F("outcome"), reasons=F("payload__diagnosis__reasons"), answers=F("inputs__answers"),
        customers=F("inputs__customers__asked"),
    )  # fmt: skip
    asked = asked_in(ids)
    return {row["firm_id"]: _told(asked.get(row["firm_id"]), **row) for row in rows}


def _told(customers_now: int | None, /, *, firm_id: uuid.UUID, **known: Any) -> Told:  # noqa: ANN401, ARG001 - columns of a row
    return Told(customers_now=customers_now, **known)


def asked_in(firm_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many customers have answered each firm's survey, for those that were answered."""
    rows = SurveyAnswer.objects.filter(survey__firm__in=list(firm_ids)).values_list("survey__firm")
    return dict(rows.annotate(asked=Count("pk")))


def ticked_in(firm_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """Rules whose first step is done, for each firm."""
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    for firm_id, rule in Step.objects.filter(firm__in=list(firm_ids)).values_list("firm_id", "rule"):
        found[firm_id].add(rule)
    return found


def members_of(firm: Firm) -> list[Membership]:
    """The members of a firm, in the order in which they came."""
    return list(Membership.objects.select_related("person", "firm").filter(firm=firm).order_by("made_at", "pk"))


def open_invitations(firm: Firm) -> list[Invitation]:
    """Invitations that nobody has accepted yet, expired ones too."""
    return list(Invitation.objects.select_related("firm").filter(firm=firm, accepted_at=None).order_by("-made_at"))


def invitation_by_digest(digest: str) -> Invitation | None:
    """The invitation with this digest."""
    return Invitation.objects.select_related("firm", "made_by").filter(digest=digest).first()


def firms_owned_alone(person: Person) -> list[Firm]:
    """Firms that would have no owner without this person."""
    other = Membership.objects.filter(firm=OuterRef("pk"), role=Role.OWNER).exclude(person=person)
    mine = Firm.objects.filter(memberships__person=person, memberships__role=Role.OWNER)
    return list(mine.filter(~Exists(other)).order_by("name", "made_at"))


def events_of(firm: Firm, *, page: int, size: int) -> tuple[list[Event], bool]:
    """One page of what was done to a firm's file, newest first; and whether there is more."""
    first = (page - 1) * size
    newest = Event.objects.select_related("person").filter(firm=firm).order_by("-at", "-pk")
    found = list(newest[first : first + size + 1])
    return found[:size], len(found) > size


def member_of(firm: Firm, member_id: int) -> Membership | None:
    """One membership of a firm."""
    return Membership.objects.select_related("person", "firm").filter(firm=firm, pk=member_id).first()


def is_member(firm: Firm, person: Person) -> bool:
    """Whether a person is a member of a firm."""
    return Membership.objects.filter(firm=firm, person=person).exists()


def open_invitation(firm: Firm, invitation_id: int) -> Invitation | None:
    """One invitation of a firm that nobody has accepted yet."""
    return Invitation.objects.select_related("firm").filter(firm=firm, pk=invitation_id, accepted_at=None).first()
