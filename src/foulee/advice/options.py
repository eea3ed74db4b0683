"""What each channel would cost this firm in hours and money: its options (METHOD D1, B2)."""

from foulee.core.plans import Option
from foulee.core.types import Means, Network
from foulee.firmfile.schema import FirmFile, Place, SellsTo
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.structures import Channel

MINUTES = 60.0


def options(document: FirmFile, knowledge: Knowledge) -> tuple[Option, ...]:
    """List the channels that make sense for this firm, with their costs."""
    return tuple(
        _option(name, channel, document, knowledge)
        for name, channel in knowledge.channels.items()
        if _makes_sense(channel, document)
    )


def _makes_sense(channel: Channel, document: FirmFile) -> bool:
    """Whether the firm's customers can be on the channel, and the firm has what it takes to begin."""
    sells_to = document.firm.sells_to
    if not channel.studied:
        return False
    if channel.customers != "both" and sells_to is not SellsTo.BOTH and channel.customers != sells_to:
        return False
    if channel.family in {"site", "blog"}:
        return document.presence.website.exists is True
    if channel.family == "listing":
        places = set(document.firm.sells_where)
        return not places or bool(places & {Place.SHOP, Place.CUSTOMER_PLACE})
    return True


def _option(name: str, channel: Channel, document: FirmFile, knowledge: Knowledge) -> Option:
    means = document.means
    new = not _present(channel.network, document)
    lacking = missing_skills(channel, document)
    per_item = item_hours(channel, knowledge) * (knowledge.prior("skill.slower").mid if lacking else 1.0)
    per_item += (means.validation_minutes or 0.0) / MINUTES
    rate = knowledge.countries[document.firm.country].rates["EUR"][1] if channel.means is Means.ADS else 1.0
    return Option(
        name=name,
        network=channel.network,
        means=channel.means,
        minimum=channel.rhythm.minimum * rate,
        typical=channel.rhythm.typical * rate,
        hours_fixed=channel.hours_fixed,
        hours_per_item=per_item,
        hours_once=(channel.hours_setup if new else 0.0) + (channel.hours_learning if lacking or new else 0.0),
        money_fixed=channel.money_fixed,
        ideas_per_item=channel.ideas_per_item,
    )


def item_hours(channel: Channel, knowledge: Knowledge) -> float:
    """Hours to make one item, from the kinds made and how long each takes."""
    total = 0.0
    for part in channel.minutes:
        fact = knowledge.facts[part.fact]
        total += part.share * fact.value / (MINUTES if fact.unit == "minutes" else 1.0)
    return total


def missing_skills(channel: Channel, document: FirmFile) -> tuple[str, ...]:
    """Skills the channel needs and the firm said it does not have; empty where it did not say."""
    if document.means.skills is None:
        return ()
    return tuple(skill for skill in channel.skills if skill not in document.means.skills)


def _present(network: Network, document: FirmFile) -> bool:
    if network is Network.NEWSLETTER:
        return bool(document.presence.email_list)
    if network is Network.GOOGLE_BUSINESS:
        return bool(document.presence.listing_claimed)
    if network is Network.WEBSITE:
        return bool(document.presence.website.exists)
    return any(channel.network is network for channel in document.presence.channels)
