"""What is asked of servers after the first page: politely, few at a time, and no longer than the visit lasts."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar
from urllib.robotparser import RobotFileParser

from foulee.connectors.http import Answer, Bounds, Door, NetworkError
from foulee.connectors.website.addresses import host_of, in_http, is_below
from foulee.core.diagnosing.website_seen import Links, Weight
from foulee.knowledge.website_signs import WebsiteSigns

AT_ONCE = 4  # fewer than a browser asks
ONE_LOOK = Bounds(seconds=6.0, body=20_000, redirects=5)
NO_FURTHER = Bounds(seconds=6.0, body=2_000, redirects=0)
ROBOTS = Bounds(seconds=6.0, body=100_000, redirects=3)
LEADS_NOWHERE = {404, 410}
HEAD_UNKNOWN = {400, 403, 404, 405, 410, 500, 501, 503}  # some servers answer a HEAD so, and a GET well
ENGINE = "Googlebot"
T = TypeVar("T")


@dataclass(slots=True)
class Visit:
    """One visit: its door, the signs it goes by, and when it must be over (of `time.monotonic`)."""

    door: Door
    signs: WebsiteSigns
    until: float

    def over(self) -> bool:
        """Whether the time of the visit has passed."""
        return time.monotonic() >= self.until

    def asked(self, address: str, method: str = "GET", bounds: Bounds = ONE_LOOK) -> Answer | NetworkError | None:
        """Ask for an address; None once the visit is over."""
        if self.over():
            return None
        try:
            return self.door.fetch(address, method=method, bounds=bounds)
        except NetworkError as error:
            return error

    def each(self, act: Callable[[str], T], addresses: Iterable[str]) -> list[T]:
        """Do something for each address, a few at once, in order."""
        with ThreadPoolExecutor(AT_ONCE) as hands:
            return list(hands.map(act, addresses))

    # --- questions ---------------------------------------------------------------------------------------------

    def weight(self, page: int, parts: tuple[str, ...]) -> Weight:
        """Weigh a page and its parts, as far as their servers say how heavy they are."""
        known = [size for size in self.each(self._size, parts) if size is not None]
        return Weight(page=page, parts=len(parts), weighed=len(known), parts_bytes=sum(known))

    def _size(self, address: str) -> int | None:
        found = self.asked(address, "HEAD")
        told = found.header("content-length") if isinstance(found, Answer) and found.status == 200 else ""  # noqa: PLR2004
        return int(told) if told.isdigit() and len(told) < 12 else None  # noqa: PLR2004 - a size one may believe

    def links(self, links: tuple[str, ...]) -> Links:
        """Try links, except those that would do something, and networks, who turn away what is not a browser."""
        own = [link for link in links if not self._left_alone(link)]
        found = self.each(self._broken, own[: int(self.signs.limits.most_links.value)])
        told = [(link, broken) for link, broken in zip(own, found, strict=False) if broken is not None]
        return Links(tried=len(told), broken=tuple(link for link, broken in told if broken))

    def _left_alone(self, link: str) -> bool:
        acts = any(part in link.lower() for part in self.signs.words.acting_links)
        return acts or is_below(host_of(link), self.signs.social)

    def _broken(self, link: str) -> bool | None:
        """Whether a link leads nowhere; None where that could not be told."""
        found = self.asked(link, "HEAD")
        if isinstance(found, Answer) and found.status in HEAD_UNKNOWN:
            found = self.asked(link, "GET")
        if isinstance(found, Answer):
            return found.status in LEADS_NOWHERE
        return True if found is not None and found.code == "unresolved" and found.permanent else None

    def forced(self, address: str) -> bool | None:
        """Whether http sends on to https at the same place; None where http does not answer."""
        found = self.asked(in_http(address), "GET", NO_FURTHER)
        if not isinstance(found, Answer):
            return None
        return found.header("location").strip().lower().startswith("https://")

    def closed_to_engines(self, address: str) -> bool:
        """Whether robots.txt keeps search engines away from an address."""
        parts = address.split("/", 3)
        found = self.asked("/".join([*parts[:3], "robots.txt"]), "GET", ROBOTS)
        if not isinstance(found, Answer) or found.status != 200 or b"<html" in found.body[:500].lower():  # noqa: PLR2004
            return False
        rules = RobotFileParser()
        rules.parse(found.body.decode("utf-8", "replace").splitlines())
        return not rules.can_fetch(ENGINE, address)
