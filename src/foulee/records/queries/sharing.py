"""Questions asked of the records about private links."""

from foulee.records.models import Firm, Link


def link_by_digest(digest: str) -> Link | None:
    """The link with this digest, even if it was taken back."""
    return Link.objects.select_related("firm", "result").filter(digest=digest).first()


def links_of(firm: Firm) -> list[Link]:
    """The links that work, newest first."""
    return list(Link.objects.select_related("result").filter(firm=firm, revoked_at=None).order_by("-made_at"))
