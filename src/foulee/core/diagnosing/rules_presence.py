"""Are we ready? Where the firm is already: website, listing, list, channels (METHOD B3, B4, B8, C5, D1)."""

from foulee.core.diagnosing.case import Case, Found
from foulee.core.diagnosing.rules_shared import (
    FOLLOWED,
    Grounds,
    best_network,
    either,
    found,
    listed,
    presences,
    social_wanted,
)
from foulee.core.diagnosing.verdict import Limits
from foulee.core.diagnosing.website_seen import Landing, SeenWebsite
from foulee.core.types import Network


def website_exists(case: Case, limits: Limits) -> Found | None:
    """Ask: is there a website to send people to, and does it work? METHOD B4."""
    a, seen = case.answers, case.seen
    evidence: Grounds = {"answer:presence.website.exists": a.site_exists}
    works = _works(seen, a.site_exists)
    if seen and works is not None:
        evidence |= {_seen("exists", seen): works}
    if works or (works is False and a.site_exists is not False):
        return _as_seen(case, evidence)
    if a.site_exists is None:
        return found("unknown", evidence)
    if a.site_exists:
        return None
    if a.consumers and not a.sells_online:
        return found("none", evidence)
    looking = limits["looking_pct"]
    evidence |= {"answer:firm.sells_where": "online"} if a.sells_online else {"answer:firm.sells_to": "firms"}
    evidence |= {"fact:discovery.google.fr.before_contact": looking}
    return found("none_needed", evidence, looking_pct=looking)


def _works(seen: SeenWebsite | None, said: bool | None) -> bool | None:
    """Whether a website was seen to work; that nothing answered on a day does not outweigh the owner's yes."""
    if seen is None or (seen.landing is Landing.NOTHING and said):
        return None
    return seen.works


def _as_seen(case: Case, evidence: Grounds) -> Found | None:
    """What a look at the address says, where it says more than the owner, or the contrary."""
    assert case.seen is not None, "only what was seen is told"
    if case.seen.works:
        return found("seen_one", evidence) if case.answers.site_exists is False else None
    return found("seen_social" if case.seen.landing is Landing.SOCIAL else "seen_none", evidence)


def _seen(name: str, seen: SeenWebsite) -> str:
    """Key of what was seen: the question that it answers, and since when it is so."""
    return f"seen:presence.website.{name}@{seen.since.isoformat()}"


def website_phone(case: Case, _limits: Limits) -> Found | None:
    """Ask: does the website read well on a telephone? METHOD B4.

    A page that is not made for phones reads badly on one, whatever was said; one that is may still read badly, and
    there the owner, who has looked, is believed.
    """
    said, key = case.answers.site_on_phone, "answer:presence.website.works_on_phone"
    if case.seen is None or case.seen.on_phone is None:
        return either(said, key)
    evidence: Grounds = {key: said, _seen("works_on_phone", case.seen): case.seen.on_phone}
    if case.seen.on_phone:
        outcome = {True: "yes", False: "seen_yes_said_no", None: "seen_yes"}[said]
    else:
        outcome = {True: "seen_no_said_yes", False: "no", None: "seen_no"}[said]
    return found(outcome, evidence)


def website_age(case: Case, limits: Limits) -> Found | None:
    """Ask: is the website old? METHOD B4."""
    age = case.answers.site_age_years
    if age is None or age <= limits["old_count"]:
        return None
    return found("old", {"answer:presence.website.built": True}, age_count=age)


def website_slow(case: Case, limits: Limits) -> Found | None:
    """Ask: does the website keep people waiting? METHOD B4.

    Our own look, from a machine and for the page alone, is no slower than a phone: it can only add to what was said.
    """
    said, seen = case.answers.site_seconds, case.seen.seconds if case.seen else None
    slow = limits["slow_count"]
    waits = max(said or 0.0, seen or 0.0)
    if waits <= slow:
        return None
    evidence: Grounds = {"answer:presence.website.seconds_to_load": said}
    if case.seen and seen is not None:
        evidence |= {_seen("seconds_to_load", case.seen): seen}
    evidence |= {"fact:threshold.speed.abandoned.3s": limits["abandoned_pct"]}
    values = {"load_count": waits, "slow_count": slow, "abandoned_pct": limits["abandoned_pct"]}
    if said is not None and said <= slow:
        return found("seen_slow", evidence, **values, said_count=said)
    return found("slow", evidence, **values)


def bounce(case: Case, limits: Limits) -> Found | None:
    """Ask: do visitors leave the website at once? METHOD C5."""
    share, visits = case.answers.site_bounce, case.answers.site_visits_per_month
    if share is None or (visits is not None and visits < limits["visits_needed"]):
        return None
    buyers, fact = (
        ("consumers", "fact:threshold.bounce.ecommerce")
        if case.answers.consumers
        else ("firms", "fact:threshold.bounce.b2b_services")
    )
    evidence: Grounds = {"answer:presence.website.bounce": share}
    high, low = limits[f"high_{buyers}"], limits[f"low_{buyers}"]
    if share > high:
        return found("high", evidence | {f"{fact}.p75": high}, bounce_pct=share, usual_pct=high)
    if share < low:
        return found("low", evidence | {f"{fact}.p50": low}, bounce_pct=share, usual_pct=low)
    return None


def website_sells(case: Case, limits: Limits) -> Found | None:
    """Ask: does the website turn visits into orders? METHOD C5."""
    a = case.answers
    orders, visits, usual = a.site_orders_per_month, a.site_visits_per_month, limits["usual_pct"]
    if not a.sells_online or orders is None or visits is None or visits < limits["visits_needed"]:
        return None
    rate = orders / visits
    if limits["poor"] <= rate < usual:
        return None
    evidence: Grounds = {
        "answer:presence.website.orders_per_month": orders,
        "answer:presence.website.visits_per_month": visits,
        "fact:funnel.shop.xx.conversion.shopify": usual,
    }
    return found("poor" if rate < usual else "good", evidence, rate_pct=rate, usual_pct=usual)


def listing(case: Case, limits: Limits) -> Found | None:
    """Ask: is the Google listing in the firm's hands? METHOD B3, B8."""
    claimed, searching = case.answers.listing_claimed, limits["searching_pct"]
    evidence: Grounds = {"answer:presence.listing_claimed": claimed}
    if claimed:
        return found("claimed", evidence)
    if not case.answers.has_premises:
        return None
    evidence |= {"fact:discovery.google.fr.local_search": searching}
    return found("unknown" if claimed is None else "unclaimed", evidence, searching_pct=searching)


def own_list(case: Case, limits: Limits) -> Found | None:
    """Ask: can the firm write to its customers without any network? METHOD B8."""
    count = case.answers.email_list
    evidence: Grounds = {"answer:presence.email_list": count}
    if count == 0 and presences(case):
        accepting = limits["accepting_pct"]
        fact: Grounds = {"fact:discovery.contact.fr.any": accepting}
        return found("none", evidence | fact, accepting_pct=accepting)
    if count is None or count < limits["few_count"]:
        return None
    return found("has", evidence, list_count=count)


def sleeping_channels(case: Case, limits: Limits) -> Found | None:
    """Ask: is what was opened kept alive? METHOD A3, B10."""
    known = {
        channel.network: channel.posts_per_month
        for channel in case.answers.channels
        if channel.network in (*FOLLOWED, Network.YOUTUBE) and channel.posts_per_month is not None
    }
    if not known:
        return None
    asleep = [network for network, posts in known.items() if posts < _least_posts(network, limits)]
    evidence: Grounds = {"answer:presence.channels.posts_per_month": min(known.values())}
    if not asleep:
        return found("steady", evidence, steady_networks=listed(known))
    inactive = limits["inactive_pct"]
    fact: Grounds = {"fact:firms.any.fr.sme.inactive": inactive}
    return found("asleep", evidence | fact, asleep_networks=listed(asleep), inactive_pct=inactive)


def _least_posts(network: Network, limits: Limits) -> float:
    return limits["asleep_count"] if network in FOLLOWED else limits["asleep_videos"]


def too_many_channels(case: Case, _limits: Limits) -> Found | None:
    """Ask: do the presences wanted fit within the hours? METHOD D1, D5."""
    needed, available = case.computed.wanted_hours, case.computed.hours_available
    all_of_them = presences(case)
    if case.answers.hours_per_week is None or not all_of_them:
        return None
    evidence: Grounds = {
        "answer:presence.wanted": listed(case.answers.wanted),
        "computed:wanted_hours": needed,
        "computed:hours_available": available,
    }
    several = len(all_of_them) > 1
    if needed > available:
        outcome = "too_many" if several else "one_too_heavy"
        return found(outcome, evidence, needed_hours=needed, available_hours=available)
    if not several:
        return None
    return found("fits", evidence, needed_hours=needed, available_hours=available)


def misfit_network(case: Case, limits: Limits) -> Found | None:
    """Ask: is a network wanted that few of the target use, when another is used more? METHOD B3, D4."""
    uses, least = case.computed.target_use, limits["least_pct"]
    misfits = [network for network in social_wanted(case) if uses.get(network, 1.0) < least]
    best = best_network(case)
    if not misfits or best is None or best[1] < least:
        return None
    evidence: Grounds = {"answer:presence.wanted": listed(misfits), "computed:target_use": best[1]}
    return found(
        "misfit",
        evidence,
        misfit_networks=listed(misfits),
        least_pct=least,
        best_pct=best[1],
        best_network=best[0],
    )
