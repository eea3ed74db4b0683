"""Opening sockets: names resolved once, every address checked, the checked one connected to, one deadline for all."""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpcore

from foulee.connectors.http.addresses import Permission, is_public
from foulee.connectors.http.answer import NetworkError

LONGEST_WAIT = 10.0  # seconds, for one step of an exchange
NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}

Resolver = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for a name's addresses. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[4][0]) for place in found))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment, on the monotonic clock, when a whole exchange must be over."""

    at: float

    def left(self, wanted: float | None = None) -> float:
        """Seconds that a step may take. Raises httpcore.TimeoutException when there are none left."""
        seconds = self.at - time.monotonic()
        if seconds <= 0.0:
            raise httpcore.TimeoutException
        return min(seconds, LONGEST_WAIT if wanted is None else wanted)


@dataclass(slots=True)
class Wire(httpcore.NetworkBackend):
    """Connects to checked addresses only. httpcore asks it for sockets by host name, so nothing else resolves names."""

    permission: Permission
    resolver: Resolver
    deadline: Deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - httpcore's interface
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Connect to a host. Raises NetworkError or an httpcore error."""
        error: Exception = httpcore.ConnectError()
        for address, at in self._places(host, port):
            try:
                stream = httpcore.SyncBackend().connect_tcp(address, at, timeout=self.deadline.left(timeout))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
            else:
                return TimedStream(stream, self.deadline)
        raise error

    def _places(self, host: str, port: int) -> list[tuple[str, int]]:
        """Where to connect for a host: what was permitted for it, or its addresses if every one is public."""
        if (host, port) in self.permission.routes:
            return [self.permission.routes[host, port]]
        addresses = self._resolved(host, port)
        refused = [address for address in addresses if not is_public(address)]
        if refused:
            raise NetworkError("refused_address", permanent=True, values={"host": host, "found": refused[0]})
        return [(address, port) for address in addresses]

    def _resolved(self, host: str, port: int) -> list[str]:
        """Resolve in a thread of its own: the system's resolver cannot be told when to give up."""
        answered: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answered.put(self.resolver(host, port))
            except (OSError, UnicodeError) as error:
                answered.put(error if isinstance(error, OSError) else OSError(socket.EAI_NONAME, str(error)))

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answered.get(timeout=self.deadline.left())
        except queue.Empty as error:
            raise NetworkError("unresolved", permanent=False, values={"host": host}) from error
        if isinstance(found, OSError):
            raise NetworkError("unresolved", permanent=found.errno in NO_SUCH_NAME, values={"host": host}) from found
        return found


@dataclass(slots=True)
class TimedStream(httpcore.NetworkStream):
    """A stream whose every wait ends with the deadline: a server that drips does not hold us longer than another."""

    inner: httpcore.NetworkStream
    deadline: Deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come. Raises an httpcore error."""
        return self.inner.read(max_bytes, self.deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write everything. Raises an httpcore error."""
        self.inner.write(buffer, self.deadline.left(timeout))

    def close(self) -> None:
        """Close the socket."""
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Encrypt, the certificate checked against the name asked for. Raises an httpcore error."""
        inner = self.inner.start_tls(ssl_context, server_hostname, self.deadline.left(timeout))
        return TimedStream(inner, self.deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's interface
        """Tell what the inner stream tells."""
        return self.inner.get_extra_info(info)
