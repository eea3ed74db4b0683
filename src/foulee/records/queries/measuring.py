"""Questions asked of the records about looks at the firm's website."""

from dataclasses import replace

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
    address = take(firm.answers, ADDRESS)
    if not isinstance(address, str):
        return None
    seen: SeenWebsite | None = None
    for result in Result.objects.filter(firm=firm, kind=Kind.WEBSITE).order_by("-number")[:MOST_LOOKS]:
        look = look_of(result)
        if look is None or bare(look.asked) != bare(address):
            break
        earlier = kept_of(look)
        if seen is not None and replace(earlier, since=seen.since) != seen:
            break
        seen = earlier
    return seen
