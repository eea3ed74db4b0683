"""A look at a website in words: one sentence, what to put right first, what could be better, what is well."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from foulee.core.diagnosing.website_findings import MILLION
from foulee.core.diagnosing.website_seen import Landing, Reading, WebsiteObservation
from foulee.core.types import Reason, Severity
from foulee.knowledge.website_rules import load_website_rules
from foulee.knowledge.website_signs import load_signs
from foulee.reporting.language import Language, mark

HEADLINES = {
    Landing.NOTHING: mark("Nothing answers at the address of your website."),
    Landing.UNSAFE: mark("Browsers stop your visitors before they reach your website."),
    Landing.GONE: mark("There is no page at the address of your website."),
    Landing.BROKEN: mark("Your website answers with an error."),
    Landing.REFUSED: mark("Your website did not let us in, so we cannot say much."),
    Landing.SOCIAL: mark("The address goes to a page on a network, not to a website of your own."),
    Landing.PARKED: mark("At this address stands a page that sells the name, not your website."),
    Landing.UNFINISHED: mark("At this address stands a waiting page, not yet your website."),
    Landing.EMPTY: mark("The address of your website answers with an empty page."),
    Landing.NOT_A_PAGE: mark("The address goes to a document, not to a page."),
    Landing.TANGLED: mark("Something answers at the address of your website, but it cannot be read."),
    Landing.SCRIPT: mark("Your website answers, but we could not read what it says."),
}
WORDS_ALONE = "words"  # a link or a button whose words say so, without a tool that we know
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFinding:
    """One finding in words: what was seen, what to do and at what cost (nothing for what is well)."""

    rule: str
    says: str
    do: str
    cost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLook:
    """A look in words. `facts`: names and values of what was seen; `broken`: links that go nowhere."""

    headline: str
    first: tuple[ToldFinding, ...]
    advice: tuple[ToldFinding, ...]
    well: tuple[ToldFinding, ...]
    facts: tuple[tuple[str, str], ...]
    broken: tuple[str, ...]


def tell_look(look: WebsiteObservation, findings: tuple[Reason, ...], language: Language) -> ToldLook:
    """Put a look and what was found into words."""
    first = [reason for reason in findings if reason.severity in {Severity.BLOCKER, Severity.DO_FIRST}]
    advice = [reason for reason in findings if reason.severity is Severity.ADVICE]
    well = [reason for reason in findings if reason.severity is Severity.STRENGTH]
    return ToldLook(
        headline=_headline(look, len(first), len(advice), language),
        first=tuple(_told(reason, language) for reason in first),
        advice=tuple(_told(reason, language) for reason in advice),
        well=tuple(_told(reason, language) for reason in well),
        facts=tuple(_facts(look, language)),
        broken=look.links.broken if look.links else (),
    )


def headline_of(outcome: str, language: Language) -> str:
    """What stood at an address, for a list of looks."""
    if outcome == Landing.PAGE:
        return language.say("The website answered and was read.")
    return language.say(HEADLINES[Landing(outcome)]) if outcome in set(Landing) else outcome


def _headline(look: WebsiteObservation, first: int, advice: int, language: Language) -> str:
    if look.landing is not Landing.PAGE:
        return language.say(HEADLINES[look.landing])
    if first:
        told = language.plural(
            "Your website answers, but {n} thing should be put right before you send people there.",
            "Your website answers, but {n} things should be put right before you send people there.",
            first,
        )
        return told.format(n=first)
    if advice:
        return language.say("Your website can take visitors; a few things would make it better.")
    return language.say("Your website can take visitors: we saw nothing to put right.")


def _told(reason: Reason, language: Language) -> ToldFinding:
    texts = load_website_rules().texts[reason.rule][reason.outcome]
    values = {key: _value(key, value, language) for key, value in reason.values.items()}
    costs = [
        *([language.hours(reason.hours)] if reason.hours else []),
        *([language.money(reason.money)] if reason.money else []),
    ]
    return ToldFinding(
        rule=reason.rule,
        says=language.fill(texts.says.get(language.code), values),
        do=language.fill(texts.do.get(language.code), values) if texts.do else "",
        cost=", ".join(costs),
    )


def _value(key: str, value: float | str, language: Language) -> object:
    """A finding's value, codes of tools turned into their names."""
    return _names(value.split(","), language) if isinstance(value, str) and key.endswith("_names") else value


def _names(codes: list[str], language: Language) -> str:
    signs = load_signs()
    return language.listed([signs.named(code) for code in codes if code not in {"", WORDS_ALONE}])


# --- facts -------------------------------------------------------------------------------------------------------


def _facts(look: WebsiteObservation, language: Language) -> Iterator[tuple[str, str]]:
    """What was seen, by name, in the order of the visit."""
    say = language.say
    if look.address:
        yield say("Address reached"), look.address
    if look.chain:
        yield say("By way of"), " → ".join(look.chain)
    for attempt in look.attempts:
        if attempt.problem:
            yield attempt.address, _problem(attempt.problem, attempt.detail, language)
    if look.status is not None:
        yield say("The server’s answer"), str(look.status)
    if look.certificate_days is not None:
        yield say("Certificate good for"), language.counted("{n} day", "{n} days", max(look.certificate_days, 0))
    if look.seconds is not None:
        seconds = language.counted("{n} second", "{n} seconds", max(round(look.seconds, 1), 0.1))
        yield say("Time until the page had come, measured from here"), seconds
    if look.weight is not None:
        yield say("Weight of the first page"), _weight(look, language)
    if look.page is not None:
        yield from _page_facts(look.page, language)


def _problem(code: str, detail: str, language: Language) -> str:
    """Why an address that was tried did not answer."""
    told = PROBLEMS.get(f"{code} {detail}".strip()) or PROBLEMS.get(code)
    return language.say(told) if told else code


PROBLEMS = {
    "unresolved": mark("no such name"),
    "connection": mark("no connection"),
    "timeout": mark("no answer in time"),
    "certificate": mark("the certificate is not accepted"),
    "certificate expired": mark("the certificate has expired"),
    "certificate wrong_name": mark("the certificate bears another name"),
    "certificate self_signed": mark("nobody vouches for the certificate"),
    "certificate incomplete": mark("the certificate is badly installed"),
    "tls": mark("no protected connection could be made"),
    "too_many_redirects": mark("it sends round in circles"),
    "refused_address": mark("it goes to a private address"),
    "bad_answer": mark("an answer that cannot be read"),
    "encoding": mark("an answer that cannot be read"),
    "too_large": mark("an answer that cannot be read"),
}


def _weight(look: WebsiteObservation, language: Language) -> str:
    weight = look.weight
    assert weight is not None, "only a page that was weighed is told"
    size = language.number(max((weight.page + weight.parts_bytes) / MILLION, 0.1))
    if weight.weighed == weight.parts:
        return language.say("{size} MB").format(size=size)
    told = language.say("at least {size} MB ({weighed} parts weighed of {parts})")
    return told.format(size=size, weighed=weight.weighed, parts=weight.parts)


def _page_facts(page: Reading, language: Language) -> Iterator[tuple[str, str]]:
    say, signs = language.say, load_signs()
    if page.description:
        yield say("Description"), language.quoted(page.description)
    if page.platform:
        yield say("Made with"), signs.named(page.platform)
    for name, codes in (
        (say("Ordering"), page.buying),
        (say("Booking"), page.booking),
        (say("Visits counted by"), page.counting),
        (say("Consent asked by"), page.consent),
    ):
        told = _names(list(codes), language)
        if told:
            yield name, told
    if page.social:
        yield say("Networks it links to"), language.listed(list(page.social))
    if page.business_types:
        yield say("Record for search engines"), language.listed(list(page.business_types))


def short(address: str) -> str:
    """An address as one would say it: without its scheme, cut where it is long."""
    parts = urlsplit(address)
    told = f"{parts.netloc}{parts.path}".rstrip("/") or address
    return told if len(told) <= MOST_SHOWN else f"{told[:MOST_SHOWN]}…"
