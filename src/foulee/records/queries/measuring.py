"""Questions asked of the records about looks at the firm's website."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby, islice

from foulee.advice.storing import StoredAdviceError, restore_as
from foulee.core.diagnosing.website_seen import SeenWebsite, WebsiteObservation, bare, kept_of
from foulee.firmfile.answering import take
from foulee.records.models import Firm, Result
from foulee.records.models.result import Kind

ADDRESS = "presence.website.address"
MOST_LOOKS = 30  # back in time, to find since when a website is as it is


def has_site(firm: Firm) -> bool:
    """Whether the firm may have a website: it has not said that it has none."""
    return take(firm.answers, "presence.website.exists") is not False


def look_of(result: Result) -> WebsiteObservation | None:
    """What was seen, None where another version kept it in another shape."""
    try:
        return restore_as(WebsiteObservation, result.payload)
    except StoredAdviceError:
        return None


def website_of(firm: Firm) -> SeenWebsite | None:
    """What the firm's website was last seen to be, and since when; None where its address was not looked at."""
    return websites_of([firm]).get(firm.id)


def websites_of(firms: Iterable[Firm]) -> dict[uuid.UUID, SeenWebsite]:
    """The same for several firms, in one question to the database."""
    told = {firm.id: take(firm.answers, ADDRESS) for firm in firms}
    addresses = {firm_id: address for firm_id, address in told.items() if isinstance(address, str)}
    results = Result.objects.filter(firm__in=list(addresses), kind=Kind.WEBSITE).order_by("firm_id", "-number")
    found = {
        firm_id: _seen(list(islice(looks, MOST_LOOKS)), addresses[firm_id])
        for firm_id, looks in groupby(results if addresses else (), key=lambda result: result.firm_id)
    }
    return {firm_id: seen for firm_id, seen in found.items() if seen is not None}


def _seen(results: list[Result], address: str) -> SeenWebsite | None:
    """What the newest of some looks saw, since the oldest that saw the same without a break."""
    seen: SeenWebsite | None = None
    for result in results:
        look = look_of(result)
        if look is None or bare(look.asked) != bare(address):
            break
        earlier = kept_of(look)
        if seen is not None and replace(earlier, since=seen.since) != seen:
            break
        seen = earlier
    return seen
