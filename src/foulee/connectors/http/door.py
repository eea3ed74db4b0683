"""The door itself: one request, its redirects followed and checked one by one."""

import datetime as dt
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version

import httpcore
import httpx

from foulee.connectors.http.addresses import Permission, readable
from foulee.connectors.http.answer import Answer, Hop, NetworkError
from foulee.connectors.http.sockets import Deadline, Resolver, TimedStream, Wire, resolve
from foulee.connectors.http.troubles import told

REDIRECTS = {301, 302, 303, 307, 308}
GZIP = zlib.MAX_WBITS | 16
PACKED = {"gzip", "x-gzip"}
PIECE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much of an exchange is borne: seconds in all, bytes of body once unpacked, redirects followed."""

    seconds: float = 15.0
    body: int = 3_000_000
    redirects: int = 5


@dataclass(frozen=True)
class Door:
    """Reaches the public internet, and whatever `permission` adds. Keeps nothing from one request to the next."""

    permission: Permission = field(default_factory=Permission)
    resolver: Resolver = resolve

    def fetch(self, address: str, *, method: str = "GET", bounds: Bounds | None = None) -> Answer:
        """Ask for an address and follow where it leads. Raises NetworkError.

        A body beyond its bound is cut, and so is one that the server broke off: `truncated` says so.
        """
        bounds = bounds or Bounds()
        exchange = _Exchange(self, Deadline(time.monotonic() + bounds.seconds), bounds)
        chain: list[Hop] = []
        while True:
            answer = exchange.ask(readable(address, self.permission), method, tuple(chain))
            onward = _onward(answer)
            if not onward or not bounds.redirects:
                return answer
            if len(chain) == bounds.redirects:
                raise NetworkError("too_many_redirects", permanent=True, values={"address": address})
            chain.append(Hop(answer.address, answer.status))
            address = onward

    @cached_property
    def trust(self) -> ssl.SSLContext:
        """The certificates trusted."""
        context = httpcore.default_ssl_context()
        if self.permission.authorities:
            context.load_verify_locations(cadata=self.permission.authorities)
        return context


def _onward(answer: Answer) -> str:
    """Where an answer sends, or nothing. Raises NetworkError where that is no address."""
    location = answer.header("location").strip()
    if answer.status not in REDIRECTS or not location:
        return ""
    try:
        return str(httpx.URL(answer.address).join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise NetworkError("bad_address", permanent=True, values={"address": answer.address}) from error


@dataclass(slots=True)
class _Exchange:
    """One request and its redirects, under one deadline."""

    door: Door
    deadline: Deadline
    bounds: Bounds
    started: float = field(default_factory=time.monotonic)

    def ask(self, url: httpx.URL, method: str, chain: tuple[Hop, ...]) -> Answer:
        """Ask once, without following. Raises NetworkError."""
        wire = Wire(self.door.permission, self.door.resolver, self.deadline)
        # A connection for each request: a kept one would have been checked for another moment and another deadline.
        pool = httpcore.ConnectionPool(ssl_context=self.door.trust, network_backend=wire)
        with told(str(url)), pool, pool.stream(method, _target(url), headers=_headers(url)) as response:
            first = time.monotonic()
            ends = _certificate_ends(response.extensions["network_stream"])  # before the body's end closes it
            body, truncated = _read(response, self.bounds.body)
            return Answer(
                address=str(url),
                status=response.status,
                headers=_texts(response.headers),
                body=body,
                truncated=truncated,
                chain=chain,
                seconds_to_first_byte=first - self.started,
                seconds=time.monotonic() - self.started,
                certificate_ends=ends,
            )


def _target(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _headers(url: httpx.URL) -> Mapping[bytes | str, bytes | str]:
    """Plain headers: who asks, and that only gzip is unpacked here."""
    return {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": f"Foulee/{version('foulee')} (+website check)",
        "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _texts(headers: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers)


def _certificate_ends(stream: TimedStream) -> dt.datetime | None:
    found = stream.get_extra_info("socket")
    certificate = found.getpeercert() if isinstance(found, ssl.SSLSocket) else None
    if not certificate:
        return None
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), tz=dt.UTC)


def _read(response: httpcore.Response, most: int) -> tuple[bytes, bool]:
    """Read a body up to a bound, unpacking a little at a time: what unpacks without end is never held."""
    pieces, size = [], 0
    try:
        for piece in _unpacked(response):
            pieces.append(piece[: most - size])
            size += len(piece)
            if size > most:
                return b"".join(pieces), True
    except httpcore.RemoteProtocolError:
        if not size:
            raise
        return b"".join(pieces), True  # broken off on the way: browsers show what has come, and so do we
    return b"".join(pieces), False


def _unpacked(response: httpcore.Response) -> Iterator[bytes]:
    encodings = [value for name, value in _texts(response.headers) if name == "content-encoding"]
    encoding = ",".join(encodings).strip().lower()
    chunks = response.iter_stream()
    if encoding in {"", "identity"}:
        yield from chunks
        return
    if encoding not in PACKED:
        raise NetworkError("encoding", permanent=True, values={"found": encoding[:PIECE]})
    unpacking = zlib.decompressobj(GZIP)
    for chunk in chunks:
        packed = chunk
        while packed and not unpacking.eof:
            yield unpacking.decompress(packed, PIECE)
            packed = unpacking.unconsumed_tail
