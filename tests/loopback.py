"""Real web servers on loopback for the tests, under names of their own: `mabakery.test` with its certificate."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import trustme

from foulee.connectors.http import Door, Permission
from foulee.connectors.http.sockets import Resolver, resolve

Speak = Callable[[socket.socket, bytes], None]
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Page:
    """What a path answers: body, status, headers, and seconds before it begins."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    wait: float = 0.0


def moved(to: str, status: int = 301) -> Page:
    """Make a page that sends elsewhere."""
    return Page(status=status, headers={"Location": to})


def html(text: str) -> Page:
    """Make a page of HTML in UTF-8."""
    return Page(text.encode())


@dataclass
class Web:
    """A small web: hosts and ports that a door may reach, and what was asked of them."""

    authority: trustme.CA = field(default_factory=trustme.CA)
    routes: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)
    sockets: list[socket.socket] = field(default_factory=list)

    def site(self, host: str, pages: Mapping[str, Page], *, scheme: str = "https", port: int = 0) -> str:
        """Serve pages by path under a name; an unknown path answers 404. Gives the site's address."""
        certificate = self.authority.issue_cert(host) if scheme == "https" else None
        usual = {"http": 80, "https": 443}[scheme]
        self.listen(host, port or usual, self._pages(f"{scheme}://{host}", pages), certificate)
        return f"{scheme}://{host}{f':{port}' if port else ''}/"

    def _pages(self, start: str, pages: Mapping[str, Page]) -> Speak:
        def speak(conversation: socket.socket, request: bytes) -> None:
            method, path, _ = request.split(b"\r\n")[0].decode("latin-1").split(" ")
            self.asked.append(f"{method} {start}{path}")
            page = pages.get(path, Page(b"nothing here", 404))
            time.sleep(page.wait)
            headers = {"Content-Length": str(len(page.body)), **page.headers}
            head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            conversation.sendall(f"HTTP/1.1 {page.status} X\r\n{head}\r\n".encode("latin-1"))
            conversation.sendall(b"" if method == "HEAD" else page.body)

        return speak

    def listen(
        self, host: str, port: int, speak: Speak, certificate: trustme.LeafCert | ssl.SSLContext | None = None
    ) -> tuple[str, int]:
        """Run a server that answers each request with `speak`; a door may then reach it as `host` and `port`."""
        listening = socket.create_server((LOOPBACK, 0))
        self.sockets.append(listening)
        place = listening.getsockname()[:2]
        self.routes[host, port] = place
        context = certificate if isinstance(certificate, ssl.SSLContext) else _context(certificate)
        threading.Thread(target=self._serve, args=(listening, speak, context), daemon=True).start()
        return str(place[0]), int(place[1])

    def _serve(self, listening: socket.socket, speak: Speak, context: ssl.SSLContext | None) -> None:
        while True:
            try:
                conversation, _ = listening.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=self._converse, args=(conversation, speak, context), daemon=True).start()

    def _converse(self, conversation: socket.socket, speak: Speak, context: ssl.SSLContext | None) -> None:
        try:
            with context.wrap_socket(conversation, server_side=True) if context else conversation as spoken:
                request = b""
                while b"\r\n\r\n" not in request:
                    piece = spoken.recv(65_536)
                    if not piece:
                        return
                    request += piece
                self.requests.append(request)
                speak(spoken, request)
        except OSError:  # the visitor went away: what many of these tests are about
            conversation.close()

    def as_text(self) -> str:
        """Write down what may be reached, for a worker in a process of its own."""
        routes = [(*place, *to) for place, to in self.routes.items()]
        return json.dumps({"routes": routes, "authorities": self.authority.cert_pem.bytes().decode("ascii")})

    def door(self, resolver: Resolver = resolve) -> Door:
        """Make a door that reaches this web, and otherwise the public internet only."""
        authority = self.authority.cert_pem.bytes().decode("ascii")
        return Door(Permission(routes=self.routes, authorities=authority), resolver)


def _context(certificate: trustme.LeafCert | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@contextmanager
def running() -> Iterator[Web]:
    """Give a web, and close its servers at the end."""
    web = Web()
    try:
        yield web
    finally:
        for listening in web.sockets:
            listening.close()


def permission_of(text: str) -> Permission:
    """Read what `Web.as_text` wrote, in another process."""
    told = json.loads(text)
    routes = {(host, port): (to, number) for host, port, to, number in told["routes"]}
    return Permission(routes=routes, authorities=told["authorities"])
