"""What was seen of a website on a day, without judging it (METHOD B4, C5)."""

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum


class Landing(StrEnum):
    """What stands at the address.

    `NOTHING`: no answer. `UNSAFE`: only under a certificate that browsers refuse. `SOCIAL`: a page on a network.
    `PARKED`: a name for sale, or let go. `UNFINISHED`: a host's waiting page. `SCRIPT`: a page that only scripts fill.
    `NOT_A_PAGE`: a document or a picture. `REFUSED`: we were not let in. `TANGLED`: a page that could not be read.
    """

    PAGE = "page"
    SCRIPT = "script"
    NOTHING = "nothing"
    UNSAFE = "unsafe"
    GONE = "gone"
    BROKEN = "broken"
    REFUSED = "refused"
    SOCIAL = "social"
    PARKED = "parked"
    UNFINISHED = "unfinished"
    EMPTY = "empty"
    NOT_A_PAGE = "not_a_page"
    TANGLED = "tangled"


class Hidden(StrEnum):
    """How a page asks search engines to leave it out, or that it does not."""

    NO = "no"
    BY_PAGE = "by_page"
    BY_ROBOTS = "by_robots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An address that was tried: its `status`, or the code of what went wrong (`problem`, with its `detail`)."""

    address: str
    status: int | None = None
    problem: str = ""
    detail: str = ""
    permanent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read on the page. Names are codes of `website_signs.yaml`; texts are the page's own, shortened.

    `title_empty`: a title as every site has it (“Home”).
    `phone`: the first number found; `phone_link`: whether a thumb can call it. `garbled`: the page announces another
    encoding than its own. `tracking`: tools that follow people, where `counting` also holds those that only count.
    """

    title: str = ""
    title_empty: bool = False
    description: str = ""
    language: str = ""
    words: int = 0
    on_phone: bool = False
    hidden: bool = False
    garbled: bool = False
    phone: str = ""
    phone_link: bool = False
    email: bool = False
    form: bool = False
    address: bool = False
    hours: bool = False
    hours_marked: bool = False
    business_types: tuple[str, ...] = ()
    business_broken: bool = False
    counting: tuple[str, ...] = ()
    tracking: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    buying: tuple[str, ...] = ()
    booking: tuple[str, ...] = ()
    social: tuple[str, ...] = ()
    legal_notice: bool = False
    platform: str = ""
    generator: str = ""
    copyright_year: int | None = None
    parked: bool = False
    unfinished: bool = False
    needs_scripts: bool = False
    scripts: int = 0
    images: int = 0
    links: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Bytes that a visit fetches: the page, and its pictures, scripts and styles, as far as their servers said."""

    page: int
    parts: int
    weighed: int
    parts_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Links of the page: how many were tried, and those that lead nowhere."""

    tried: int
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebsiteObservation:
    """One look at a website.

    `asked` is what was typed, `address` where it led (empty if nowhere). `https_attempt`: the try over https of the
    address that answered. `forced`: whether http sends on to https; None: not known. `seconds`: until the
    first page had come whole; `first_byte` until it began. `chain`: redirects on the way.
    """

    asked: str
    looked_at: dt.datetime
    attempts: tuple[Attempt, ...]
    landing: Landing
    address: str = ""
    chain: tuple[str, ...] = ()
    status: int | None = None
    https: bool = False
    certificate_days: int | None = None
    forced: bool | None = None
    first_byte: float | None = None
    seconds: float | None = None
    truncated: bool = False
    hidden: Hidden = Hidden.NO
    page: Reading | None = None
    weight: Weight | None = None
    links: Links | None = None

    @property
    def day(self) -> dt.date:
        """The day of the look."""
        return self.looked_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenWebsite:
    """What the diagnosis keeps of a look: what stands there, whether it is made for phones, seconds it took.

    `since`: the day on which it was first seen so. `on_phone` and `seconds` are None where no page could be read.
    """

    since: dt.date
    landing: Landing
    on_phone: bool | None = None
    seconds: float | None = None

    @property
    def works(self) -> bool | None:
        """Whether a website of the firm's own stands there; None where that could not be told."""
        return WORKS.get(self.landing)


WORKS = {
    Landing.PAGE: True,
    Landing.SCRIPT: True,
    Landing.NOTHING: False,
    Landing.UNSAFE: False,
    Landing.GONE: False,
    Landing.BROKEN: False,
    Landing.SOCIAL: False,
    Landing.PARKED: False,
    Landing.UNFINISHED: False,
    Landing.EMPTY: False,
}


def bare(address: str) -> str:
    """An address without what may be typed or left out: two that are alike lead to the same site."""
    short = address.strip().lower().partition("://")[2] or address.strip().lower()
    return short.removeprefix("www.").rstrip("/")


def kept_of(look: WebsiteObservation) -> SeenWebsite:
    """Keep of a look what the diagnosis rests on; seconds by halves, since two looks never take quite as long."""
    readable = look.landing is Landing.PAGE
    return SeenWebsite(
        since=look.day,
        landing=look.landing,
        on_phone=look.page.on_phone if look.page and readable else None,
        seconds=math.ceil(2.0 * look.seconds) / 2.0 if look.seconds is not None and readable else None,
    )
