"""One look at a website: what answers, what it is, and what stands on its first page."""

import datetime as dt
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from foulee.connectors.http import Answer, Bounds, Door, NetworkError
from foulee.connectors.website.addresses import host_of, is_below, usable, variants
from foulee.connectors.website.apart import Apart, take_apart
from foulee.connectors.website.charset import decoded
from foulee.connectors.website.visiting import Visit
from foulee.core.diagnosing.website_seen import Attempt, Hidden, Landing, Reading, WebsiteObservation
from foulee.knowledge.website_signs import WebsiteSigns, load_signs

FIRST_PAGE = Bounds(seconds=15.0, body=3_000_000, redirects=5)
REFUSALS = {"bad_address", "bad_scheme", "credentials", "refused_port", "refused_address"}
UNREADABLE = {"tls", "bad_answer", "encoding", "too_large", "too_many_redirects"}
PAGES = ("text/html", "application/xhtml+xml", "")
CLOSED = {401, 402, 403, 407, 429, 451}
GONE = {404, 410}
OKAY, FAILED = 400, 500


@dataclass(slots=True)
class _Found:
    """What answered, after the tries before it."""

    tried: list[Attempt] = field(default_factory=list)
    refusal: NetworkError | None = None
    answer: Answer | None = None
    page: Apart | None = None


def look(address: str, door: Door, now: dt.datetime) -> WebsiteObservation:
    """Look at a website. Raises NetworkError where the address may not be asked for.

    An address at which nothing answers is an observation too; its `attempts` tell whether that may pass.
    """
    signs = load_signs()
    visit = Visit(door, signs, time.monotonic() + signs.limits.visit_seconds.value)
    wanted = usable(address, door.permission)
    found = _first_answer(wanted, visit)
    if found.answer is None:
        if found.refusal is not None:
            raise found.refusal
        social = is_below(host_of(wanted), signs.social)  # whether or not the network lets us in
        landing = Landing.SOCIAL if social else _nothing(found.tried)
        return WebsiteObservation(asked=address, looked_at=now, attempts=tuple(found.tried), landing=landing)
    found.answer, found.page = _onwards(found.answer, visit)
    return _observed(address, found, found.answer, visit, now)


# --- what answers ------------------------------------------------------------------------------------------------


def _first_answer(address: str, visit: Visit) -> _Found:
    """Try the address and its variants until one answers."""
    found = _Found()
    for variant in variants(address):
        answer = visit.asked(variant, bounds=FIRST_PAGE)
        if answer is None:
            break
        if isinstance(answer, Answer):
            found.tried.append(Attempt(address=variant, status=answer.status))
            found.answer = answer
            break
        if answer.code in REFUSALS:
            found.refusal = found.refusal or answer
        detail = answer.values.get("detail", "")
        found.tried.append(Attempt(address=variant, problem=answer.code, detail=detail, permanent=answer.permanent))
    return found


def _nothing(tried: list[Attempt]) -> Landing:
    """What to call an address at which no page came."""
    problems = {attempt.problem for attempt in tried}
    if "certificate" in problems:
        return Landing.UNSAFE
    return Landing.TANGLED if problems & UNREADABLE else Landing.NOTHING


def _onwards(answer: Answer, visit: Visit) -> tuple[Answer, Apart | None]:
    """The page that a visitor sees: one that sends on by itself is followed once."""
    page = _page_of(answer)
    onward = page.onward if page else ""
    if not onward or onward == answer.address:
        return answer, page
    following = visit.asked(onward, bounds=FIRST_PAGE)
    return (following, _page_of(following)) if isinstance(following, Answer) else (answer, page)


def _page_of(answer: Answer) -> Apart | None:
    """The page in an answer, None where it is none, there is nothing on it, or reading it takes too much."""
    if answer.status >= OKAY or not answer.body.strip() or not _is_page(answer):
        return None
    text = decoded(answer.body, answer.header("content-type"))
    return take_apart(text.text, answer.address, garbled=text.garbled)


def _is_page(answer: Answer) -> bool:
    kind = answer.header("content-type").partition(";")[0].strip().lower()
    return kind in PAGES and not answer.body.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"GIF8"))


# --- what it is --------------------------------------------------------------------------------------------------


def _observed(asked: str, found: _Found, answer: Answer, visit: Visit, now: dt.datetime) -> WebsiteObservation:
    reading = found.page.reading if found.page else None
    landing = _landing(answer, reading, visit.signs)
    https = urlsplit(answer.address).scheme == "https"
    ours = landing in {Landing.PAGE, Landing.SCRIPT}
    return WebsiteObservation(
        asked=asked,
        looked_at=now,
        attempts=tuple(found.tried),
        landing=landing,
        address=answer.address,
        chain=tuple(hop.address for hop in answer.chain),
        status=answer.status,
        https=https,
        certificate_days=(answer.certificate_ends - now).days if answer.certificate_ends else None,
        forced=visit.forced(answer.address) if https and ours and _usual_port(answer.address) else None,
        first_byte=answer.seconds_to_first_byte,
        seconds=answer.seconds,
        truncated=answer.truncated,
        hidden=_hidden(answer, reading, visit) if ours else Hidden.NO,
        page=reading,
        weight=visit.weight(len(answer.body), reading.parts) if reading and ours else None,
        links=visit.links(reading.links) if reading and ours else None,
    )


def _usual_port(address: str) -> bool:
    return urlsplit(address).port is None


def _landing(answer: Answer, reading: Reading | None, signs: WebsiteSigns) -> Landing:
    """Name what stands at the address."""
    by_host = _by_host(answer, signs)
    if by_host is not None:
        return by_host
    by_status = _by_status(answer.status)
    if by_status is not None:
        return by_status
    if reading is None:
        return _without_reading(answer)
    if reading.parked:
        return Landing.PARKED
    if reading.unfinished:
        return Landing.UNFINISHED
    return _by_words(reading, signs)


def _without_reading(answer: Answer) -> Landing:
    if not answer.body.strip():
        return Landing.EMPTY
    return Landing.TANGLED if _is_page(answer) else Landing.NOT_A_PAGE


def _by_host(answer: Answer, signs: WebsiteSigns) -> Landing | None:
    host = host_of(answer.address)
    if is_below(host, signs.social):
        return Landing.SOCIAL
    passed = [host, *(host_of(hop.address) for hop in answer.chain)]
    return Landing.PARKED if any(is_below(name, signs.phrases.parked.hosts) for name in passed) else None


def _by_status(status: int) -> Landing | None:
    if status in GONE:
        return Landing.GONE
    if status in CLOSED:
        return Landing.REFUSED
    if status >= FAILED:
        return Landing.BROKEN
    return Landing.BROKEN if status >= OKAY else None


def _by_words(reading: Reading, signs: WebsiteSigns) -> Landing:
    """A page of words, one that scripts fill, or nothing at all."""
    if reading.words >= signs.limits.few_words.value:
        return Landing.PAGE
    if reading.scripts and (reading.needs_scripts or not reading.images):
        return Landing.SCRIPT
    return Landing.PAGE if reading.words or reading.images or reading.links else Landing.EMPTY


def _hidden(answer: Answer, reading: Reading | None, visit: Visit) -> Hidden:
    """Whether search engines are asked to leave the page out."""
    if (reading and reading.hidden) or "noindex" in answer.header("x-robots-tag").lower():
        return Hidden.BY_PAGE
    return Hidden.BY_ROBOTS if visit.closed_to_engines(answer.address) else Hidden.NO
