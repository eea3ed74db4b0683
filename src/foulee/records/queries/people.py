"""Questions asked of the records about firms, their members and what was done."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef

from foulee.advice.evidence import as_seen
from foulee.core.roles import Role
from foulee.records.models import Event, Firm, Invitation, Membership, Person, Result, Step, SurveyAnswer
from foulee.records.models.result import Kind
from foulee.records.queries.measuring import websites_of
from foulee.records.queries.projecting import learnt_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a firm was last told: the verdict, its reasons and its channels, without the rest of the result."""

    number: int
    verdict: str
    reasons: Any  # as stored
    channels: Any  # as stored
    answers: Any  # from which it was made
    customers: int | None  # how many had answered the survey by then
    customers_now: int | None
    website: Any  # what was seen of it by then
    website_now: Any
    weeks: str | None  # digest of what the firm's own weeks told by then
    weeks_now: str | None
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


def told_to(firms: Iterable[Firm]) -> dict[uuid.UUID, Told]:
    """The last diagnosis of each firm: as many questions to the database however many they are.

    The database takes the reasons out of the result, which is ten times as long.
    """
    known = list(firms)
    ids = [firm.id for firm in known]
    later = Result.objects.filter(firm=OuterRef("firm"), kind=Kind.DIAGNOSIS, number__gt=OuterRef("number"))
    last = Result.objects.filter(~Exists(later), firm__in=ids, kind=Kind.DIAGNOSIS)
    rows = last.values(
        "firm_id", "number", "method_version", "revision", "facts_date", "made_at",
        verdict=F("outcome"), reasons=F("payload__diagnosis__reasons"),
        channels=F("payload__focus__channels"), answers=F("inputs__answers"),
        customers=F("inputs__customers__asked"), website=F("inputs__website"), weeks=F("inputs__weeks"),
    )  # fmt: skip
    asked, seen = asked_in(ids), {firm_id: as_seen(website) for firm_id, website in websites_of(known).items()}
    learnt = learnt_in(ids)
    return {
        firm_id: Told(
            **row,
            customers_now=asked.get(firm_id),
            website_now=seen.get(firm_id),
            weeks_now=learnt.get(firm_id),
        )
        for firm_id, row in _by_firm(rows)
    }


def _by_firm(rows: Iterable[Any]) -> Iterator[tuple[uuid.UUID, dict[str, Any]]]:
    for row in rows:
        yield row["firm_id"], {name: value for name, value in row.items() if name != "firm_id"}


def asked_in(firm_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many customers have answered each firm's survey, for those that were answered."""
    rows = SurveyAnswer.objects.filter(survey__firm__in=list(firm_ids)).values_list("survey__firm")
    return dict(rows.annotate(asked=Count("pk")))


def ticked_in(firm_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """Keys of the first steps that are done, for each firm."""
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    for firm_id, key in Step.objects.filter(firm__in=list(firm_ids)).values_list("firm_id", "key"):
        found[firm_id].add(key)
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
