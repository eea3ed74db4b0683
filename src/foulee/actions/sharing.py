"""Private links: made, opened, taken back."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction

from foulee.actions.trail import note
from foulee.records.models import Firm, Link, Person, Result

LENGTH = 24  # bytes of chance in a link


def digest(secret: str) -> str:
    """What the table holds of a secret, to find it by."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def make_link(*, firm: Firm, result: Result | None, by: Person | None, now: dt.datetime) -> Link:
    """Make a link to a result, or to the file itself; the one that works already is given again."""
    found = Link.objects.filter(firm=firm, result=result, revoked_at=None).first()
    if found is not None:
        return found
    secret = secrets.token_urlsafe(LENGTH)
    link = Link.objects.create(firm=firm, result=result, secret=secret, digest=digest(secret), made_by=by, made_at=now)
    note("shared" if result else "linked", firm=firm, by=by, now=now, link=str(link.id))
    return link


@transaction.atomic
def revoke_link(*, link: Link, by: Person | None, now: dt.datetime) -> None:
    """Take a link back: from now on it opens nothing."""
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        note("revoked", firm=link.firm, by=by, now=now, link=str(link.id))


def seen_link(*, link: Link, now: dt.datetime) -> None:
    """Remember when a link was last opened: an old one nobody opens can be taken back without harm."""
    Link.objects.filter(id=link.id).update(seen_at=now)
