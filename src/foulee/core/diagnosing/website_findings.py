"""What a look at a website found, good and bad (METHOD B4, C5): one function for each rule of `rules/website.yaml`."""

import math
from collections.abc import Callable, Mapping

from foulee.core.diagnosing.case import Found
from foulee.core.diagnosing.rules_shared import listed
from foulee.core.diagnosing.verdict import Limits, RuleBook
from foulee.core.diagnosing.website_seen import Hidden, Landing, Reading, WebsiteObservation
from foulee.core.types import Reason, Severity

MILLION = 1_000_000
READABLE = {Landing.PAGE, Landing.SCRIPT}
CERTIFICATES = {"expired", "wrong_name", "self_signed", "incomplete"}

SiteRule = Callable[[WebsiteObservation, Limits], Found | None]
PageRule = Callable[[Reading, Limits], Found | None]


def website_findings(look: WebsiteObservation, books: Mapping[str, RuleBook]) -> tuple[Reason, ...]:
    """Everything found, what to put right first at the top. Raises KeyError for an outcome the file lacks."""
    reasons = []
    for name, rule in SITE_RULES.items():
        found = rule(look, books[name].limits)
        if found is not None:
            reasons.append(_reason(name, books[name], found))
    order = list(Severity)
    return tuple(sorted(reasons, key=lambda reason: order.index(reason.severity)))


def _reason(name: str, book: RuleBook, found: Found) -> Reason:
    outcome = book.outcomes[found.outcome]
    return Reason(
        rule=name,
        outcome=found.outcome,
        question=book.question,
        severity=outcome.severity,
        cites=book.cites,
        evidence=(),
        values=dict(found.values),
        hours=outcome.hours,
        money=outcome.money,
    )


def _found(outcome: str, **values: float | str) -> Found:
    """Make a finding: all of them rest on the one look."""
    return Found(outcome=outcome, evidence=(), values=values)


# --- the address -------------------------------------------------------------------------------------------------


def reached(look: WebsiteObservation, _limits: Limits) -> Found:
    """Ask: what stands at the address?"""
    return _found(look.landing.value)


def address(look: WebsiteObservation, _limits: Limits) -> Found | None:
    """Ask: does the address answer as it was given?"""
    first = look.attempts[0] if look.attempts else None
    if first is None or not first.problem or first.problem == "certificate" or look.landing not in READABLE:
        return None
    reached_by = next((attempt.address for attempt in look.attempts if not attempt.problem), "")
    other_scheme = reached_by.partition("://")[2] == first.address.partition("://")[2]
    return None if other_scheme or not reached_by else _found("detour", found_text=look.address)


def https(look: WebsiteObservation, _limits: Limits) -> Found | None:
    """Ask: is the visit protected, for everybody?"""
    bad = next((attempt.detail for attempt in look.attempts if attempt.problem == "certificate"), None)
    if bad is not None:
        return _found(bad if bad in CERTIFICATES else "bad_certificate")
    if look.landing not in READABLE:
        return None
    if not look.https:
        return _found("none")
    return _found({True: "forced", False: "not_forced", None: "held"}[look.forced])


def certificate(look: WebsiteObservation, limits: Limits) -> Found | None:
    """Ask: does the certificate end soon?"""
    days = look.certificate_days
    if days is None or not look.https or days > limits["soon_days"]:
        return None
    return _found("ends_soon", left_days=max(days, 0))


def hidden(look: WebsiteObservation, _limits: Limits) -> Found | None:
    """Ask: may search engines show the page?"""
    return None if look.hidden is Hidden.NO else _found(look.hidden.value)


# --- how it comes ------------------------------------------------------------------------------------------------


def phone_screen(page: Reading, _limits: Limits) -> Found:
    """Ask: is the page made for phones?"""
    return _found("made" if page.on_phone else "not_made")


def speed(look: WebsiteObservation, limits: Limits) -> Found | None:
    """Ask: does the page keep people waiting?"""
    if look.seconds is None or look.landing not in READABLE:
        return None
    if look.seconds > limits["slow_count"]:
        return _found("slow", load_count=_up(look.seconds), slow_count=limits["slow_count"])
    return _found("fast", load_count=_up(look.seconds)) if look.seconds <= limits["fast_count"] else None


def weight(look: WebsiteObservation, limits: Limits) -> Found | None:
    """Ask: is the page heavy? What could not be weighed can only make it heavier."""
    told = look.weight
    if told is None:
        return None
    size = _up((told.page + told.parts_bytes) / MILLION)
    if size > limits["heavy_count"]:
        return _found("heavy", size_count=size)
    whole = told.weighed == told.parts and not look.truncated
    return _found("light", size_count=size) if size <= limits["light_count"] and whole else None


def _up(value: float) -> float:
    """A measure as one says it: up to the next tenth, never nothing."""
    return max(math.ceil(value * 10.0) / 10.0, 0.1)


# --- what it says ------------------------------------------------------------------------------------------------


def title(page: Reading, limits: Limits) -> Found:
    """Ask: does the title say who and where?"""
    if not page.title:
        return _found("missing")
    if page.title_empty:
        return _found("empty", title_text=page.title)
    if len(page.title) > limits["long_count"]:
        return _found("long", title_count=len(page.title))
    return _found("good", title_text=page.title)


def description(page: Reading, _limits: Limits) -> Found:
    """Ask: does the page describe itself?"""
    return _found("given" if page.description else "missing")


def telephone(page: Reading, _limits: Limits) -> Found:
    """Ask: can people call?"""
    if page.phone_link:
        return _found("link")
    return _found("text", phone_text=page.phone) if page.phone else _found("none")


def writing(page: Reading, _limits: Limits) -> Found:
    """Ask: can people write?"""
    return _found("possible" if page.email or page.form else "none")


def place(page: Reading, _limits: Limits) -> Found:
    """Ask: is it said where to come?"""
    return _found("given" if page.address else "none")


def hours(page: Reading, _limits: Limits) -> Found:
    """Ask: is it said when to come?"""
    if page.hours:
        return _found("given")
    return _found("machines_only" if page.hours_marked else "none")


def business_data(page: Reading, _limits: Limits) -> Found:
    """Ask: is the firm described for search engines?"""
    if page.business_types:
        return _found("given")
    return _found("broken" if page.business_broken else "none")


def acting(page: Reading, _limits: Limits) -> Found:
    """Ask: can a visitor do anything? METHOD C5."""
    if page.buying or page.booking:
        return _found("online")
    if page.phone:
        return _found("by_phone")
    return _found("by_writing" if page.email or page.form else "none")


# --- how it is kept ----------------------------------------------------------------------------------------------


def counting(page: Reading, _limits: Limits) -> Found:
    """Ask: are visits counted, and visitors asked before they are followed? METHOD B6, C5."""
    if not page.counting:
        return _found("none")
    if not page.tracking:
        return _found("counts", tools_names=listed(page.counting))
    outcome = "follows" if page.consent else "follows_unasked"
    return _found(outcome, tools_names=listed(page.tracking))


def links(look: WebsiteObservation, _limits: Limits) -> Found | None:
    """Ask: do the links lead anywhere?"""
    if look.links is None or not look.links.tried:
        return None
    broken = len(look.links.broken)
    if not broken:
        return _found("fine", tried_count=look.links.tried)
    return _found("broken_one") if broken == 1 else _found("broken_many", broken_count=broken)


def letters(page: Reading, _limits: Limits) -> Found | None:
    """Ask: do accents show?"""
    return _found("garbled") if page.garbled else None


def kept_up(look: WebsiteObservation, limits: Limits) -> Found | None:
    """Ask: does the page look looked after?"""
    year = look.page.copyright_year if look.page and look.landing is Landing.PAGE else None
    return None if year is None or look.day.year - year < limits["old_count"] else _found("old", notice_year=year)


def legal_notice(page: Reading, _limits: Limits) -> Found | None:
    """Ask: is it said who publishes? Asked of pages in French, though not of Canadian ones."""
    french = page.language.partition("-")[0] == "fr" and not page.language.endswith("-ca")
    return _found("none") if french and not page.legal_notice else None


def _of_page(rule: PageRule, *, scripts: bool = False) -> SiteRule:
    """A rule of the page's words: silent where they could not be read; `scripts`: also heard where scripts write."""
    landings = READABLE if scripts else {Landing.PAGE}

    def heard(look: WebsiteObservation, limits: Limits) -> Found | None:
        """Hear the rule where the page could be read."""
        return rule(look.page, limits) if look.page is not None and look.landing in landings else None

    return heard


SITE_RULES: dict[str, SiteRule] = {
    "reached": reached,
    "address": address,
    "https": https,
    "certificate": certificate,
    "hidden": hidden,
    "phone_screen": _of_page(phone_screen, scripts=True),
    "speed": speed,
    "weight": weight,
    "title": _of_page(title, scripts=True),
    "description": _of_page(description, scripts=True),
    "telephone": _of_page(telephone),
    "writing": _of_page(writing),
    "place": _of_page(place),
    "hours": _of_page(hours),
    "business_data": _of_page(business_data),
    "acting": _of_page(acting),
    "counting": _of_page(counting),
    "links": links,
    "letters": _of_page(letters, scripts=True),
    "kept_up": kept_up,
    "legal_notice": _of_page(legal_notice),
}
