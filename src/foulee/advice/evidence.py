"""What was learnt outside the firm's file: by looking at its website, and by asking its customers."""

from dataclasses import dataclass
from typing import Any

from foulee.advice.weeks_read import WeeksRead
from foulee.core.customers.survey import SurveyCounts, Told, together
from foulee.core.diagnosing.website_seen import SeenWebsite
from foulee.core.types import Network
from foulee.firmfile.schema import TargetSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Measurements beside the answers: `website` as last looked at, `customers` as they answered on phones.

    `weeks`: what the firm's own weeks tell; `unread`: why weeks that there are tell nothing, in a code.
    """

    website: SeenWebsite | None = None
    customers: SurveyCounts | None = None
    weeks: WeeksRead | None = None
    unread: str = ""


NOTHING_MORE = Evidence()


def on_paper(target: TargetSection) -> SurveyCounts:
    """The answers that the owner noted down by hand."""
    asked = target.asked or 0
    return SurveyCounts(
        asked=asked,
        uses={network: Told(yes=count, asked=asked) for network, count in target.uses.items()} if asked else {},
        would_follow=Told(yes=target.would_follow, asked=asked) if asked and target.would_follow is not None else None,
    )


def all_customers(target: TargetSection, evidence: Evidence) -> SurveyCounts:
    """What customers said, on paper and on phones."""
    return together(on_paper(target), evidence.customers or SurveyCounts())


# --- kept with a result ------------------------------------------------------------------------------------------


def as_counted(said: SurveyCounts) -> dict[str, Any]:
    """Customers' counts as plain values, to be kept beside the result that was made with them."""
    follow = said.would_follow
    return {
        "asked": said.asked,
        "uses": {network.value: [told.yes, told.asked] for network, told in said.uses.items()},
        "would_follow": [follow.yes, follow.asked] if follow else None,
    }


def from_counted(kept: dict[str, Any] | None) -> SurveyCounts | None:
    """Read back what `as_counted` made: what the calculation uses, the rest is for reading only."""
    if not kept:
        return None
    follow = kept["would_follow"]
    return SurveyCounts(
        asked=kept["asked"],
        uses={Network(code): Told(yes=yes, asked=asked) for code, (yes, asked) in kept["uses"].items()},
        would_follow=Told(yes=follow[0], asked=follow[1]) if follow else None,
    )


def as_seen(seen: SeenWebsite) -> dict[str, Any]:
    """What was seen of a website as plain values, to be kept beside the result that was made with it."""
    return {
        "since": seen.since.isoformat(),
        "landing": seen.landing.value,
        "on_phone": seen.on_phone,
        "seconds": seen.seconds,
    }
