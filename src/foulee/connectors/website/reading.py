"""What is read on a page, by the signs of the knowledge base."""

import re
from collections.abc import Iterable
from typing import Any

from foulee.connectors.website import contact
from foulee.connectors.website.addresses import host_of, is_below
from foulee.connectors.website.page import Page
from foulee.connectors.website.structured import Structured, structured, tells_hours
from foulee.core.diagnosing.website_seen import Reading
from foulee.knowledge.website_signs import NotOurs, Tool, WebsiteSigns

SHORT, LONG = 200, 400  # characters kept of a title, of a description
PIXELS_WIDE = re.compile(r"width\s*=\s*(device-width|\d+)", re.IGNORECASE)
YEAR = re.compile(r"(?:©|\(c\)|copyright)\D{0,40}((?:19|20)\d{2})(?:\s?[-–/]\s?((?:19|20)\d{2}))?", re.IGNORECASE)
PROTECTED = ("/cdn-cgi/l/email-protection", "data-cfemail")
MAIL_FIELDS = 'input[type="email"], textarea'
PHONE_WIDTH = 600  # a page that asks for a wider screen is made for a desk


def read(text: str, address: str, signs: WebsiteSigns, *, garbled: bool = False) -> Reading:
    """Read a page that was found at an address."""
    page = Page.of(text, address)
    machine = structured(page.tree, signs.business)
    loaded = page.loaded()
    taken = _before_text(page, signs, loaded)
    words = page.text()
    count = len(words.split())
    small = f"{taken['title']} {words}".lower()
    return Reading(
        **taken,
        **_reaching(page, words, machine, signs),
        words=count,
        garbled=garbled,
        hidden="noindex" in page.meta("robots").lower() or "none" in page.meta("robots").lower().split(),
        business_types=tuple(dict.fromkeys(machine.types)),
        business_broken=machine.broken,
        copyright_year=_year(words),
        parked=_says(small, count, signs.phrases.parked, signs),
        unfinished=_says(small, count, signs.phrases.unfinished, signs),
    )


def _before_text(page: Page, signs: WebsiteSigns, loaded: str) -> dict[str, Any]:
    """What must be read before the tree is stripped to its text."""
    actions = page.words_of("a, button, input[type=submit]")
    tools = {kind: tuple(_tools(loaded, signs, kind)) for kind in Tool}
    buying = (*tools[Tool.BUYING], *(["words"] if _any(actions, signs.words.buying) else []))
    booking = (*tools[Tool.BOOKING], *(["words"] if _any(actions, signs.words.booking) else []))
    title = page.text_of(page.tree.css_first("title"))[:SHORT]
    links, parts = tuple(page.links()), tuple(page.parts())
    generator = page.meta("generator")[:SHORT]
    return {
        "title": title,
        "title_empty": title.lower().strip(" .!-|").replace("’", "'") in signs.words.empty_titles,
        "description": page.meta("description")[:LONG],
        "language": page.attribute("html", "lang")[:20].lower(),
        "on_phone": _on_phone(page),
        "form": any(form.css_first(MAIL_FIELDS) for form in page.tree.css("form")[:50]),
        "counting": (*tools[Tool.COUNTING], *tools[Tool.TRACKING]),
        "tracking": tools[Tool.TRACKING],
        "consent": tools[Tool.CONSENT],
        "buying": buying,
        "booking": booking,
        "social": tuple(_networks(links, signs)),
        "legal_notice": _any(actions, signs.words.legal_notice),
        "platform": _platform(page.source, generator, signs),
        "generator": generator,
        "scripts": len(page.tree.css("script")),
        "images": len(page.tree.css("img")),
        "links": links[: int(signs.limits.most_links.value) * 2],
        "parts": parts[: int(signs.limits.most_parts.value)],
        "needs_scripts": _any(page.source, signs.words.needs_scripts),
    }


def _reaching(page: Page, words: str, machine: Structured, signs: WebsiteSigns) -> dict[str, Any]:
    """How the firm is reached."""
    link = page.tree.css_first('a[href^="tel:"], a[href^="TEL:"]')
    dialled = (link.attributes.get("href") or "")[4:].replace("%20", " ").strip() if link else ""
    mailed = page.tree.css_first('a[href^="mailto:"]') is not None or _any(page.source, PROTECTED)
    return {
        "phone": (contact.phone_in(words) or dialled or machine.phone)[: contact.LONGEST],
        "phone_link": bool(dialled),
        "email": mailed or contact.mail_in(words),
        "address": contact.place_in(words) or "address" in machine.told or bool(page.tree.css_first("address")),
        "hours": contact.hours_in(words, signs.words.days, int(signs.limits.close.value)),
        "hours_marked": tells_hours(machine),
    }


def _on_phone(page: Page) -> bool:
    """Whether the page says that it fits the screen's width, as pages made for phones do."""
    width = PIXELS_WIDE.search(page.meta("viewport"))
    if width is None:
        return "initial-scale" in page.meta("viewport").lower() and not page.tree.css_first("frameset")
    return not width[1].isdigit() or int(width[1]) <= PHONE_WIDTH


def _tools(loaded: str, signs: WebsiteSigns, kind: Tool) -> Iterable[str]:
    return (code for code, tool in signs.tools.items() if tool.kind is kind and _any(loaded, tool.signs))


def _networks(links: tuple[str, ...], signs: WebsiteSigns) -> Iterable[str]:
    """Hosts of networks that the page leads to, each once."""
    hosts = (host_of(link) for link in links)
    return dict.fromkeys(name for host in hosts for name in signs.social if is_below(host, (name,)))


def _platform(source: str, generator: str, signs: WebsiteSigns) -> str:
    told = f"generator:{generator.lower()}\n{source}"
    return next((code for code, platform in signs.platforms.items() if _any(told, platform.signs)), "")


def _any(text: str, signs: Iterable[str]) -> bool:
    return any(sign in text for sign in signs)


def _says(small: str, count: int, page: NotOurs, signs: WebsiteSigns) -> bool:
    """Whether a page's words are those of a page that is not the firm's."""
    text = small.replace("’", "'")
    return _any(text, page.anywhere) or (count <= signs.limits.alone_words.value and _any(text, page.alone))


def _year(words: str) -> int | None:
    """The latest year of a copyright notice."""
    years = [int(year) for match in YEAR.finditer(words) for year in match.groups() if year]
    return max(years, default=None)
