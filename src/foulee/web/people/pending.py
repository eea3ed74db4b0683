"""An invitation that a visitor has opened, and will answer once they have an account."""

from django.http import HttpRequest

from foulee.records.models import Invitation
from foulee.records.queries.people import invitation_by_digest
from foulee.web.clock import now_of

PENDING = "invitation"


def remember(request: HttpRequest, invitation: Invitation) -> None:
    """Keep an invitation in the session until it is answered."""
    request.session[PENDING] = invitation.digest


def pending_invitation(request: HttpRequest) -> Invitation | None:
    """The invitation that this visitor has opened, while it can be accepted."""
    digest = request.session.get(PENDING)
    found = invitation_by_digest(digest) if digest else None
    return found if found and found.accepted_at is None and found.expires_at > now_of(request) else None


def forget(request: HttpRequest) -> None:
    """The invitation is answered."""
    request.session.pop(PENDING, None)
