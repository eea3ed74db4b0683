"""The one door, against real servers: what it refuses, what it bears, and what it tells."""

import gzip
import re
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from tests.loopback import LOOPBACK, Page, Web, html, moved

import foulee
from foulee.connectors.http import Answer, Bounds, Door, Hop, NetworkError, Permission
from foulee.connectors.http.addresses import is_public

SHOP = "mabakery.test"


def failure(act: Callable[[], Answer]) -> NetworkError:
    """What a request fails with."""
    with pytest.raises(NetworkError) as caught:
        act()
    return caught.value


def nowhere(_host: str, _port: int) -> list[str]:
    raise AssertionError("nothing should have been resolved")


# --- what comes back ---------------------------------------------------------------------------------------------


def test_a_page_comes_back_whole(web: Web) -> None:
    address = web.site(SHOP, {"/": html("<h1>Bonjour</h1>")})
    answer = web.door().fetch(address)
    assert (answer.status, answer.body, answer.truncated) == (200, b"<h1>Bonjour</h1>", False)
    assert answer.address == address
    assert answer.header("content-type") == "text/html; charset=utf-8"
    assert answer.header("x-none") == ""
    assert answer.chain == ()
    assert 0.0 < answer.seconds_to_first_byte <= answer.seconds < 5.0


def test_the_certificate_s_last_day_is_told(web: Web) -> None:
    ends = day(12)
    web.listen(SHOP, 443, said(b"hello"), web.authority.issue_cert(SHOP, not_after=ends))
    assert web.door().fetch(f"https://{SHOP}/").certificate_ends == ends


def test_plain_http_has_no_certificate(web: Web) -> None:
    assert web.door().fetch(web.site(SHOP, {"/": html("x")}, scheme="http")).certificate_ends is None


def test_the_request_says_who_asks_and_carries_nothing_else(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("ALL_PROXY", "http://proxy.test:3128")
    address = web.site(SHOP, {"/": Page(b"x", headers={"Set-Cookie": "a=b"})}, scheme="http")
    door = web.door()
    door.fetch(address)
    door.fetch(address)
    lines = web.requests[1].decode("ascii").split("\r\n")
    assert lines[0] == "GET / HTTP/1.1"
    assert re.search(r"\nUser-Agent: Foulee/\d[\w.]* \(\+website check\)\n", "\n".join(lines))
    names = {line.partition(":")[0].lower() for line in lines[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_head_asks_for_no_body(web: Web) -> None:
    answer = web.door().fetch(web.site(SHOP, {"/": html("long")}), method="HEAD")
    assert (answer.status, answer.body, answer.header("content-length")) == (200, b"", "4")
    assert web.asked == [f"HEAD https://{SHOP}/"]


# --- addresses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://mabakery.test/", "bad_scheme"),
        ("file:///etc/passwd", "bad_scheme"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "bad_scheme"),
        ("javascript:alert(1)", "bad_scheme"),
        ("data:text/html,x", "bad_scheme"),
        ("mabakery.test", "bad_scheme"),
        ("//mabakery.test/", "bad_scheme"),
        ("", "bad_scheme"),
        ("https://", "bad_address"),
        ("https:///page", "bad_address"),
        ("https://aline:secret@mabakery.test/", "credentials"),
        ("https://mabakery.test@127.0.0.1/", "credentials"),
        ("https://:@mabakery.test/", "credentials"),
        ("https://mabakery.test:8443/", "refused_port"),
        ("https://mabakery.test:22/", "refused_port"),
        ("https://mabakery.test:0/", "refused_port"),
        ("http://mabakery.test:443/", "refused_port"),
        ("https://mabakery.test:x/", "bad_address"),
        ("https://mabakery.test:99999/", "refused_port"),
        ("https://mabakery.test/\r\nHost: other", "bad_address"),
        ("https://mabakery.test/\x00", "bad_address"),
        ("https://mabakery.test/\x1b[31m", "bad_address"),
        ("https://ma bakery.test/", "bad_address"),
        ("https://mabakery.test/\u202egpj", "bad_address"),
        ("https://mabakery.test\\@127.0.0.1/", "bad_address"),
        ("https://[::1/", "bad_address"),
        ("http://0177.0.0.1/", "bad_address"),
        ("https://mabakery%2etest/", "bad_address"),
        ("https://mabakery,test/", "bad_address"),
        ("https://-\u2010.test/", "bad_address"),
        ("https://mabakery.test/" + "a" * 3000, "bad_address"),
    ],
)
def test_what_is_no_address_for_us_is_refused_before_any_look_up(address: str, code: str) -> None:
    error = failure(lambda: Door(resolver=nowhere).fetch(address))
    assert (error.code, error.permanent) == (code, True)
    assert not re.search(r"[\x00-\x1f\u202e]", error.values["address"])


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0.0.0.0/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://172.16.4.4/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[64:ff9b:1::5db8:d822]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://[2001:db8::1]/",
        "http://[fec0::1]/",
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    error = failure(lambda: Door().fetch(address))
    assert (error.code, error.permanent) == ("refused_address", True)
    assert error.values["address"].startswith("http://")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("64:ff9b::5db8:d70e", True),  # how a machine without IPv4 sees 93.184.215.14
        ("2002:5db8:d70e::1", True),
        ("2002:0a00:1::1", False),
        ("::ffff:93.184.215.14", True),
        ("::ffff:169.254.169.254", False),
        # Teredo: the client's address stands inverted at the end.
        ("2001:0:4136:e378:8000:63bf:a247:28f1", True),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
        ("fe80::1%eth0", False),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c%eth0", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("ff0e::1", False),
        ("not an address", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    door = Door(resolver=lambda _host, _port: ["93.184.215.14", "10.0.0.7"])
    error = failure(lambda: door.fetch(f"https://{SHOP}/"))
    assert (error.code, error.values["found"]) == ("refused_address", "10.0.0.7")


def test_a_name_is_resolved_once_and_the_address_checked_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that is public when checked and private when connected to (rebinding) gets us nowhere private."""
    answers, connected = iter([["93.184.215.14"], ["127.0.0.1"]]), []

    def connect(place: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    error = failure(lambda: Door(resolver=lambda _host, _port: next(answers)).fetch(f"http://{SHOP}/"))
    assert error.code == "connection"
    assert connected == [("93.184.215.14", 80)]
    assert next(answers) == ["127.0.0.1"]


def test_a_second_address_is_tried_where_the_first_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = []

    def connect(place: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    addresses = ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "93.184.215.14"]
    failure(lambda: Door(resolver=lambda _host, _port: addresses).fetch(f"http://{SHOP}/"))
    assert connected == addresses


@pytest.mark.parametrize(("number", "permanent"), [(socket.EAI_NONAME, True), (socket.EAI_AGAIN, False)])
def test_a_name_that_does_not_exist_is_told_from_a_directory_that_does_not_answer(number: int, permanent: bool) -> None:
    def failing(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(number, "no")

    error = failure(lambda: Door(resolver=failing).fetch(f"https://{SHOP}/"))
    assert (error.code, error.permanent, error.values["host"]) == ("unresolved", permanent, SHOP)


def test_a_name_that_no_directory_could_hold_does_not_exist() -> None:
    error = failure(lambda: Door().fetch(f"https://{'a' * 64}.test/"))
    assert (error.code, error.permanent) == ("unresolved", True)


def test_a_resolver_that_never_answers_is_left() -> None:
    def asleep(_host: str, _port: int) -> list[str]:
        time.sleep(6)
        return []

    door = Door(resolver=asleep)
    started = time.monotonic()
    error = failure(lambda: door.fetch(f"https://{SHOP}/", bounds=Bounds(seconds=1.0)))
    assert (error.code, error.permanent) == ("unresolved", False)
    assert time.monotonic() - started < 5.0


def test_a_name_with_accents_is_asked_for_as_the_network_writes_it(web: Web) -> None:
    web.site("xn--ptisserie-b2a.test", {"/g%C3%A2teaux": html("oui")})
    answer = web.door().fetch("https://pâtisserie.test/gâteaux")
    assert answer.body == b"oui"
    assert b"\r\nHost: xn--ptisserie-b2a.test\r\n" in web.requests[0]


def test_an_ipv6_literal_keeps_its_brackets(web: Web) -> None:
    web.listen("::1", 80, said(b"six"))
    assert web.door().fetch("http://[::1]/").body == b"six"
    assert b"\r\nHost: [::1]\r\n" in web.requests[0]


# --- redirects ---------------------------------------------------------------------------------------------------


def test_redirects_are_followed_and_listed(web: Web) -> None:
    web.site(SHOP, {"/": moved(f"https://{SHOP}/accueil", 302)}, scheme="http")
    web.site(SHOP, {"/accueil": moved("fr/?a=1"), "/fr/?a=1": html("Bienvenue")})
    answer = web.door().fetch(f"http://{SHOP}/")
    assert answer.address == f"https://{SHOP}/fr/?a=1"
    assert answer.chain == (Hop(f"http://{SHOP}/", 302), Hop(f"https://{SHOP}/accueil", 301))


def test_redirects_may_be_looked_at_without_following(web: Web) -> None:
    address = web.site(SHOP, {"/": moved("https://elsewhere.test/")}, scheme="http")
    answer = web.door().fetch(address, bounds=Bounds(redirects=0))
    assert (answer.status, answer.header("location")) == (301, "https://elsewhere.test/")


def test_from_https_back_to_http_is_followed_and_can_be_seen(web: Web) -> None:
    web.site(SHOP, {"/": html("open")}, scheme="http")
    answer = web.door().fetch(web.site(SHOP, {"/": moved(f"http://{SHOP}/")}))
    assert answer.address == f"http://{SHOP}/"
    assert answer.chain[0].address == f"https://{SHOP}/"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("http://127.0.0.1/", "refused_address"),
        ("http://169.254.169.254/latest/", "refused_address"),
        ("http://[64:ff9b::7f00:1]/", "refused_address"),
        ("http://[::ffff:10.0.0.1]/", "refused_address"),
        ("//localhost/admin", "refused_address"),
        ("http://127.0.0.1:6379/", "refused_port"),
        ("file:///etc/passwd", "bad_scheme"),
        ("https://a:b@mabakery.test/", "credentials"),
        ("https://[/", "bad_address"),
        ("https://mabakery.test:x/", "bad_address"),
    ],
)
def test_redirects_are_checked_like_the_first_address(web: Web, to: str, code: str) -> None:
    address = web.site(SHOP, {"/": moved(to)})
    error = failure(lambda: web.door().fetch(address))
    assert (error.code, error.permanent) == (code, True)
    assert len(web.asked) == 1


def test_a_ring_of_redirects_ends(web: Web) -> None:
    address = web.site(SHOP, {"/": moved("/a"), "/a": moved("/")})
    error = failure(lambda: web.door().fetch(address))
    assert error.code == "too_many_redirects"
    assert len(web.asked) == 6


def test_five_redirects_are_borne(web: Web) -> None:
    pages = {f"/{number}": moved(f"/{number + 1}") for number in range(5)}
    address = web.site(SHOP, {**pages, "/5": html("there")})
    assert web.door().fetch(f"{address}0").body == b"there"


# --- certificates ------------------------------------------------------------------------------------------------


def day(number: int) -> datetime:
    """So many days from now, by the clock that TLS goes by."""
    return datetime.fromtimestamp(int(time.time()), UTC) + timedelta(days=number)


def test_an_expired_certificate_is_refused(web: Web) -> None:
    web.listen(SHOP, 443, said(b"x"), web.authority.issue_cert(SHOP, not_before=day(-30), not_after=day(-1)))
    check_certificate(web, "expired")


def test_a_certificate_of_tomorrow_is_refused(web: Web) -> None:
    web.listen(SHOP, 443, said(b"x"), web.authority.issue_cert(SHOP, not_before=day(2), not_after=day(30)))
    check_certificate(web, "not_yet")


def test_a_certificate_for_another_name_is_refused(web: Web) -> None:
    web.listen(SHOP, 443, said(b"x"), web.authority.issue_cert("hosting.test"))
    check_certificate(web, "wrong_name")


def test_a_certificate_that_nobody_vouches_for_is_refused(web: Web) -> None:
    web.listen(SHOP, 443, said(b"x"), self_signed())
    check_certificate(web, "self_signed")


def test_a_certificate_without_its_middle_part_is_refused(web: Web) -> None:
    certificate = web.authority.create_child_ca().issue_cert(SHOP)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with trustme.Blob(certificate.private_key_pem.bytes() + certificate.cert_chain_pems[0].bytes()).tempfile() as path:
        context.load_cert_chain(path)
    web.listen(SHOP, 443, said(b"x"), context)
    check_certificate(web, "incomplete")


def check_certificate(web: Web, detail: str) -> None:
    error = failure(lambda: web.door().fetch(f"https://{SHOP}/"))
    assert (error.code, error.values["detail"], error.permanent) == ("certificate", detail, True)
    assert web.requests == []  # nothing was said to a server that is not who it should be


def self_signed() -> ssl.SSLContext:
    """Make the certificate of a server that vouches for itself."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with trustme.Blob(authority.private_key_pem.bytes() + authority.cert_pem.bytes()).tempfile() as path:
        context.load_cert_chain(path)
    return context


def test_a_server_that_does_not_speak_tls_is_told_apart(web: Web) -> None:
    web.listen(SHOP, 443, said(b"x"))
    web.routes[SHOP, 443] = garbling(web)
    assert failure(lambda: web.door().fetch(f"https://{SHOP}/")).code == "tls"


def garbling(web: Web) -> tuple[str, int]:
    """Run a server that answers everything at once with something that is not TLS."""
    listening = socket.create_server((LOOPBACK, 0))
    web.sockets.append(listening)

    def serve() -> None:
        try:
            conversation, _ = listening.accept()
            with conversation:
                conversation.recv(65_536)
                conversation.sendall(b"HTTP/1.0 400 speak plainly\r\n\r\n")
        except OSError:
            return

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[:2]


# --- bounds ------------------------------------------------------------------------------------------------------


def said(body: bytes, *headers: str, head: bytes = b"") -> Callable[[socket.socket, bytes], None]:
    """Make a server that says one thing."""

    def speak(conversation: socket.socket, _request: bytes) -> None:
        lines = "\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode("latin-1")
        conversation.sendall((head or lines) + body)

    return speak


def dripping(start: bytes, piece: bytes) -> Callable[[socket.socket, bytes], None]:
    """Make a server that never quite stops speaking."""

    def speak(conversation: socket.socket, _request: bytes) -> None:
        conversation.sendall(start)
        while True:
            time.sleep(0.05)
            conversation.sendall(piece)

    return speak


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"H", b""),
    ],
    ids=["body", "chunks", "headers", "go on, go on", "silence"],
)
def test_a_server_that_drips_is_left_at_the_deadline(web: Web, start: bytes, piece: bytes) -> None:
    web.listen(SHOP, 80, dripping(start, piece))
    started = time.monotonic()
    error = failure(lambda: web.door().fetch(f"http://{SHOP}/", bounds=Bounds(seconds=0.5)))
    assert (error.code, error.permanent) == ("timeout", False)
    assert 0.4 < time.monotonic() - started < 2.5


def test_the_deadline_covers_redirects_together(web: Web) -> None:
    slow = Page(status=302, headers={"Location": "/"}, wait=0.25)
    address = web.site(SHOP, {"/": slow})
    started = time.monotonic()
    assert failure(lambda: web.door().fetch(address, bounds=Bounds(seconds=0.6))).code == "timeout"
    assert time.monotonic() - started < 2.0


def test_a_server_that_takes_the_call_and_says_nothing_in_tls_is_left(web: Web) -> None:
    listening = socket.create_server((LOOPBACK, 0))
    web.sockets.append(listening)
    web.routes[SHOP, 443] = listening.getsockname()[:2]
    assert failure(lambda: web.door().fetch(f"https://{SHOP}/", bounds=Bounds(seconds=0.4))).code == "timeout"


def test_a_body_beyond_its_bound_is_cut(web: Web) -> None:
    address = web.site(SHOP, {"/": Page(b"0123456789" * 1000)})
    answer = web.door().fetch(address, bounds=Bounds(body=2_500))
    assert answer.truncated
    assert answer.body == (b"0123456789" * 1000)[:2_500]


def test_a_body_of_exactly_its_bound_is_whole(web: Web) -> None:
    address = web.site(SHOP, {"/": Page(b"0123456789")})
    assert not web.door().fetch(address, bounds=Bounds(body=10)).truncated


def test_a_packed_body_is_unpacked(web: Web) -> None:
    packed = Page(gzip.compress(b"caf\xc3\xa9" * 500), headers={"Content-Encoding": "gzip"})
    assert web.door().fetch(web.site(SHOP, {"/": packed})).body == b"caf\xc3\xa9" * 500


def test_a_bomb_is_cut_before_it_goes_off(web: Web) -> None:
    """Two hundred megabytes packed into two hundred thousand bytes: only what is kept is unpacked."""
    bomb = gzip.compress(bytes(200_000_000), compresslevel=6)
    address = web.site(SHOP, {"/": Page(bomb, headers={"Content-Encoding": "gzip"})})
    door = web.door()
    tracemalloc.start()
    answer = door.fetch(address, bounds=Bounds(body=100_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.truncated
    assert len(answer.body) == 100_000
    assert peak < 20_000_000


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd", "compress"])
def test_packings_that_were_not_asked_for_are_not_unpacked(web: Web, encoding: str) -> None:
    packed = Page(gzip.compress(b"x"), headers={"Content-Encoding": encoding})
    assert failure(lambda: web.door().fetch(web.site(SHOP, {"/": packed}))).code == "encoding"


def test_a_body_that_does_not_unpack_is_no_answer(web: Web) -> None:
    address = web.site(SHOP, {"/": Page(b"not packed at all", headers={"Content-Encoding": "gzip"})})
    assert failure(lambda: web.door().fetch(address)).code == "bad_answer"


def test_headers_without_end_are_refused(web: Web) -> None:
    huge = b"HTTP/1.1 200 OK\r\nX-Huge: " + b"x" * 2_000_000 + b"\r\n\r\n"
    web.listen(SHOP, 80, said(b"", head=huge))
    assert failure(lambda: web.door().fetch(f"http://{SHOP}/")).code == "too_large"


def test_an_answer_that_is_no_http_is_told(web: Web) -> None:
    web.listen(SHOP, 80, said(b"", head=b"SSH-2.0-OpenSSH_9.2\r\n\r\n"))
    assert failure(lambda: web.door().fetch(f"http://{SHOP}/")).code == "bad_answer"


def test_an_answer_broken_off_keeps_what_has_come(web: Web) -> None:
    web.listen(SHOP, 80, said(b"half a pa", "Content-Length: 500"))
    answer = web.door().fetch(f"http://{SHOP}/")
    assert (answer.body, answer.truncated) == (b"half a pa", True)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Le"], ids=["no word", "half a header"])
def test_a_connection_closed_before_the_answer_is_told(web: Web, head: bytes) -> None:
    web.listen(SHOP, 80, lambda conversation, _request: conversation.sendall(head))
    error = failure(lambda: web.door().fetch(f"http://{SHOP}/"))
    assert (error.code, error.permanent) == ("connection", False)


def test_nobody_listening_is_told(web: Web) -> None:
    with socket.create_server((LOOPBACK, 0)) as free:
        web.routes[SHOP, 80] = free.getsockname()[:2]
    error = failure(lambda: web.door().fetch(f"http://{SHOP}/"))
    assert (error.code, error.permanent) == ("connection", False)
    assert error.values["address"] == f"http://{SHOP}/"


# --- the house ---------------------------------------------------------------------------------------------------


def test_nothing_is_permitted_by_default() -> None:
    assert Door().permission == Permission()
    assert Permission().routes == {}


def test_no_other_module_opens_sockets() -> None:
    """The door is the only one: whatever speaks to the network goes through it."""
    source = Path(foulee.__file__).parent
    opening = re.compile(
        r"^\s*(?:import|from) (?:socket|httpx|httpcore|requests|urllib\.request|http\.client)\b", re.MULTILINE
    )
    found = {str(path.relative_to(source)) for path in source.rglob("*.py") if opening.search(path.read_text("utf-8"))}
    # `foulee serve` asks its own port, on loopback, whether it is free and whether the pages answer.
    assert {name for name in found if not name.startswith("connectors/http/")} == {"cli/serve.py"}
