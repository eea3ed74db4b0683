"""Opening a file, answering its questions, asking for the answer."""

import datetime as dt

from django.db import transaction

from foulee.actions.trail import note
from foulee.core.roles import Role
from foulee.records.models import Firm, Membership, Person

KEPT_MONTHS = 6  # a file without account that nobody opens any more


@transaction.atomic
def open_firm(*, language: str, by: Person | None, now: dt.datetime) -> Firm:
    """Open an empty file; whoever is signed in owns it."""
    firm = Firm.objects.create(language=language, made_at=now, answered_at=now, seen_at=now)
    if by is not None:
        Membership.objects.create(firm=firm, person=by, role=Role.OWNER, made_at=now)
    note("opened", firm=firm, by=by, now=now)
    return firm
