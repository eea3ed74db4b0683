"""The look at a website, against real servers on loopback."""

import datetime as dt
import gzip
import importlib
import ipaddress
import socket
import ssl
import time

import pytest
from tests.connectors import sites
from tests.loopback import Page, Web, html, moved

from foulee.connectors.http import Bounds, Door, NetworkError, Permission
from foulee.connectors.website import goes_out, look, usable
from foulee.connectors.website.contact import hours_in, phone_in, place_in
from foulee.connectors.website.reading import read
from foulee.core.diagnosing.website_seen import Hidden, Landing, Links, WebsiteObservation
from foulee.knowledge.website_signs import load_signs

NOW = dt.datetime.now(dt.UTC)  # noqa: TID251 - certificates are judged by the true clock
HOST = "mabakery.test"
SIGNS = load_signs()
MODULE = importlib.import_module("foulee.connectors.website.look")


def nobody(host: str, port: int) -> list[str]:
    """Know numbers, and no name."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        raise socket.gaierror(socket.EAI_NONAME, "no such name") from None


def seen(web: Web, address: str = HOST) -> WebsiteObservation:
    """Look at a website of this small web."""
    return look(address, web.door(nobody), NOW)


def test_a_good_site_is_read_whole(web: Web) -> None:
    web.site(HOST, sites.bakery())
    web.site(HOST, {"/": moved(f"https://{HOST}/")}, scheme="http")
    found = seen(web)
    assert found.landing is Landing.PAGE
    assert (found.address, found.https, found.forced, found.hidden) == (f"https://{HOST}/", True, True, Hidden.NO)
    assert found.certificate_days is not None
    assert found.certificate_days > 0
    page = found.page
    assert page is not None
    assert page.title == "Boulangerie Aline, pain au levain à Schœlcher"
    assert page.description.startswith("Pain au levain")
    assert (page.language, page.on_phone, page.garbled, page.hidden) == ("fr", True, False, False)
    assert (page.phone, page.phone_link, page.email, page.address) == ("05 96 61 00 00", True, True, True)
    assert (page.hours, page.hours_marked) == (True, True)
    assert (page.business_types, page.business_broken) == (("Bakery",), False)
    assert (page.counting, page.tracking) == (("matomo",), ())
    assert page.buying == ("words",)
    assert page.social == ("facebook.com",)
    assert page.legal_notice


def test_its_weight_is_asked_for_without_fetching_it(web: Web) -> None:
    web.site(HOST, sites.bakery())
    found = seen(web)
    assert found.weight is not None
    assert found.weight.page == len(sites.BAKERY.encode())
    assert (found.weight.parts, found.weight.weighed, found.weight.parts_bytes) == (3, 3, 70_300)
    assert f"HEAD https://{HOST}/pain.jpg" in web.asked
    assert f"GET https://{HOST}/pain.jpg" not in web.asked


def test_links_that_lead_nowhere_are_told_and_networks_left_alone(web: Web) -> None:
    web.site(HOST, sites.bakery())
    found = seen(web)
    assert found.links is not None
    assert (found.links.tried, found.links.broken) == (3, (f"https://{HOST}/disparue",))
    assert not any("facebook" in asked for asked in web.asked)


def test_links_that_do_something_are_never_tried(web: Web) -> None:
    paths = ("/?add-to-cart=3", "/logout", "/wp-login.php?a=1", "/pain")
    acting = "".join(f'<a href="{path}">x</a>' for path in paths)
    web.site(HOST, {"/": html(f"<html><body>{acting}</body></html>"), "/pain": html("pain")})
    found = seen(web)
    assert found.links == Links(tried=1, broken=())


def test_no_more_links_than_agreed_are_tried(web: Web) -> None:
    many = "".join(f'<a href="/p{number}">page</a> ' for number in range(200))
    web.site(HOST, {"/": html(f"<html><body>{many}</body></html>")})
    found = seen(web)
    assert found.links is not None
    assert found.links.tried == SIGNS.limits.most_links.value
    assert len([asked for asked in web.asked if asked.startswith("HEAD")]) == found.links.tried


def test_an_old_site_is_not_made_for_phones(web: Web) -> None:
    web.site(HOST, {"/": Page(sites.OLD, headers={"Content-Type": "text/html"})}, scheme="http")
    found = seen(web)
    assert (found.landing, found.https, found.address) == (Landing.PAGE, False, f"http://{HOST}/")
    assert found.page is not None
    assert not found.page.on_phone
    assert not found.page.garbled
    assert found.page.platform == "frontpage"
    assert found.page.copyright_year == 2009
    assert found.page.counting == found.page.buying == ()
    assert not found.page.hours


@pytest.mark.parametrize(
    ("page", "platform", "tracking", "booking"),
    [
        (sites.WORDPRESS, "wordpress", ("google_analytics", "meta_pixel"), ("planity", "words")),
        (sites.WIX, "wix", (), ()),
    ],
)
def test_platforms_and_tools_are_recognised(
    page: str, platform: str, tracking: tuple[str, ...], booking: tuple[str, ...]
) -> None:
    found = read(page, f"https://{HOST}/", SIGNS)
    assert (found.platform, found.tracking, found.booking) == (platform, tracking, booking)
    assert found.consent == ()
    assert found.on_phone


@pytest.mark.parametrize(
    ("page", "landing"),
    [
        (html(sites.SCRIPT_ONLY), Landing.SCRIPT),
        (html(sites.PARKED), Landing.PARKED),
        (html(sites.WAITING), Landing.UNFINISHED),
        (html(sites.SOON), Landing.UNFINISHED),
        (html(""), Landing.EMPTY),
        (html("   \n"), Landing.EMPTY),
        (html("<html><body></body></html>"), Landing.EMPTY),
        (Page(b"%PDF-1.7 menu", headers={"Content-Type": "application/pdf"}), Landing.NOT_A_PAGE),
        (Page(b"%PDF-1.7 menu", headers={"Content-Type": "text/html"}), Landing.NOT_A_PAGE),
        (Page(b"no", 404), Landing.GONE),
        (Page(b"no", 410), Landing.GONE),
        (Page(b"no", 403), Landing.REFUSED),
        (Page(b"no", 429), Landing.REFUSED),
        (Page(b"no", 500), Landing.BROKEN),
        (Page(b"no", 503), Landing.BROKEN),
    ],
)
def test_what_is_no_website_is_named(web: Web, page: Page, landing: Landing) -> None:
    web.site(HOST, {"/": page})
    found = seen(web)
    assert found.landing is landing
    assert (found.links is None) == (landing is not Landing.SCRIPT)


def test_a_redirect_to_a_network_is_a_page_on_a_network(web: Web) -> None:
    web.site(HOST, {"/": moved("https://www.facebook.com/aline")})
    web.site("www.facebook.com", {"/aline": html(sites.BAKERY)})
    found = seen(web)
    assert (found.landing, found.links, found.chain) == (Landing.SOCIAL, None, (f"https://{HOST}/",))


@pytest.mark.parametrize("host", ["www.facebook.com", "instagram.com"])
def test_an_address_on_a_network_is_one_whether_or_not_it_lets_us_in(web: Web, host: str) -> None:
    found = seen(web, f"{host}/aline")  # nobody answers there
    assert (found.landing, found.page) == (Landing.SOCIAL, None)
    web.site(host, {"/aline": Page(b"no", 400)})
    assert seen(web, f"{host}/aline").landing is Landing.SOCIAL


def test_a_page_that_sends_on_by_itself_is_followed_once(web: Web) -> None:
    web.site(HOST, {"/": html('<meta http-equiv="Refresh" content="0; URL=/fr/">'), "/fr/": html(sites.BAKERY)})
    assert seen(web).address == f"https://{HOST}/fr/"


def test_without_www_or_https_the_other_ways_are_tried(web: Web) -> None:
    web.site(f"www.{HOST}", {"/": html(sites.BAKERY)}, scheme="http")
    found = seen(web)
    assert found.address == f"http://www.{HOST}/"
    assert [attempt.address for attempt in found.attempts] == [
        f"https://{HOST}/",
        f"https://www.{HOST}/",
        f"http://{HOST}/",
        f"http://www.{HOST}/",
    ]


def test_nothing_at_all(web: Web) -> None:
    found = seen(web)
    assert (found.landing, found.page) == (Landing.NOTHING, None)
    assert {attempt.problem for attempt in found.attempts} == {"unresolved"}
    assert all(attempt.permanent for attempt in found.attempts)


def test_whether_we_can_go_out_is_told_by_names_that_always_answer(web: Web) -> None:
    assert not goes_out(web.door(nobody))
    first, last = SIGNS.controls[0], SIGNS.controls[-1]
    web.site(last, {"/": html("here")})
    assert goes_out(web.door(nobody))
    assert web.asked == [f"HEAD https://{last}/"]
    assert not goes_out(Door(Permission(), lambda _host, _port: ["10.0.0.1"]))  # a network that answers for everybody
    assert first != last


# --- certificates ------------------------------------------------------------------------------------------------


def served_with(web: Web, certificate: ssl.SSLContext) -> None:
    """Serve the bakery with a certificate of the test's own."""
    web.listen(HOST, 443, web._pages(f"https://{HOST}", sites.bakery()), certificate)


def context(web: Web, names: tuple[str, ...], ends: dt.datetime) -> ssl.SSLContext:
    """Make a certificate of these names that ends then."""
    leaf = web.authority.issue_cert(*names, not_before=NOW - dt.timedelta(days=30), not_after=ends)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(made)
    return made


@pytest.mark.parametrize(
    ("names", "days", "detail"), [((HOST,), -1, "expired"), (("elsewhere.test",), 90, "wrong_name")]
)
def test_a_bad_certificate_is_told_and_http_still_looked_at(
    web: Web, names: tuple[str, ...], days: int, detail: str
) -> None:
    served_with(web, context(web, names, NOW + dt.timedelta(days=days)))
    web.site(HOST, sites.bakery(), scheme="http")
    found = seen(web)
    assert (found.landing, found.https) == (Landing.PAGE, False)
    assert (found.attempts[0].problem, found.attempts[0].detail) == ("certificate", detail)


def test_a_site_that_only_has_a_bad_certificate_is_unsafe(web: Web) -> None:
    served_with(web, context(web, (HOST,), NOW - dt.timedelta(days=1)))
    assert seen(web).landing is Landing.UNSAFE


def test_days_left_of_a_certificate(web: Web) -> None:
    served_with(web, context(web, (HOST,), NOW + dt.timedelta(days=9, hours=1)))
    assert seen(web).certificate_days == 9


# --- search engines ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "hidden"),
    [
        ({"/robots.txt": html("User-agent: *\nDisallow: /\n")}, Hidden.BY_ROBOTS),
        ({"/robots.txt": html("User-agent: *\nDisallow: /admin\n")}, Hidden.NO),
        ({"/robots.txt": html("<html>not found</html>")}, Hidden.NO),
        ({"/": html(f'<meta name="ROBOTS" content="NoIndex, follow">{sites.BAKERY}')}, Hidden.BY_PAGE),
    ],
)
def test_whether_search_engines_are_kept_away(web: Web, pages: dict[str, Page], hidden: Hidden) -> None:
    web.site(HOST, sites.bakery() | pages)
    assert seen(web).hidden is hidden


# --- structured data ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "types", "broken"),
    [
        ('<script type="application/ld+json">{"@type": ["Bakery", "Thing"]}</script>', ("Bakery",), False),
        ('<script type="application/LD+JSON">[{"@type": "http://schema.org/Store"}]</script>', ("Store",), False),
        ('<script type="application/ld+json">{"@type": "Bakery",}</script>', (), True),
        ('<script type="application/ld+json">{"@type": "WebSite"}</script>', (), False),
        (f'<script type="application/ld+json">{"[" * 50_000}</script>', (), True),
        (
            '<div itemscope itemtype="https://schema.org/Restaurant"><b itemprop="openingHours">x</b></div>',
            ("Restaurant",),
            False,
        ),
        (
            '<div vocab="https://schema.org/" typeof="HairSalon"><b property="telephone">1</b></div>',
            ("HairSalon",),
            False,
        ),
    ],
)
def test_structured_data_of_a_business(head: str, types: tuple[str, ...], broken: bool) -> None:
    found = read(f"<html><body>{head} du pain</body></html>", f"https://{HOST}/", SIGNS)
    assert (found.business_types, found.business_broken) == (types, broken)


# --- encodings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "garbled"),
    [
        (sites.LATIN, "text/html", False),
        (sites.LATIN, "text/html; charset=iso-8859-1", False),
        (sites.LATIN, "text/html; charset=utf-8", True),
        (sites.LATIN.decode("cp1252").encode(), "text/html; charset=utf-8", False),
        (sites.LATIN.decode("cp1252").encode(), "text/html; charset=ISO-8859-1", True),
        (b"\xef\xbb\xbf" + sites.LATIN.decode("cp1252").encode(), "text/html; charset=ISO-8859-1", False),
        (sites.LATIN.decode("cp1252").encode("utf-16"), "text/html", False),
        (sites.LATIN, "text/html; charset=rot13", False),
        (sites.LATIN, "text/html; charset=no-such", False),
    ],
)
def test_pages_are_read_in_their_true_encoding(web: Web, body: bytes, kind: str, garbled: bool) -> None:
    web.site(HOST, {"/": Page(body, headers={"Content-Type": kind})})
    page = seen(web).page
    assert page is not None
    assert (page.title, page.garbled) == ("Crêperie", garbled)


# --- hostile servers ---------------------------------------------------------------------------------------------


def test_a_redirect_into_the_house_is_refused(web: Web) -> None:
    web.site(HOST, {"/": moved("http://169.254.169.254/latest/meta-data/")})
    with pytest.raises(NetworkError) as raised:
        seen(web)
    assert raised.value.code == "refused_address"
    assert raised.value.permanent


def test_a_name_that_leads_into_the_house_is_refused(web: Web) -> None:
    for inside in ("10.0.0.1", "64:ff9b::7f00:1", "fe80::1", "::ffff:127.0.0.1"):
        with pytest.raises(NetworkError) as raised:
            look("intranet.example", web.door(lambda _host, _port, inside=inside: [inside]), NOW)  # type: ignore[misc]
        assert raised.value.code == "refused_address"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("http://127.0.0.1/", "refused_address"),
        ("[::1]", "refused_address"),
        ("192.168.1.1", "refused_address"),
        ("https://[64:ff9b::a00:1]/", "refused_address"),
        ("localhost", "bad_address"),
        ("https://aline:secret@example.org/", "credentials"),
        ("example.org:8080", "refused_port"),
        ("ftp://example.org", "bad_scheme"),
        ("javascript://alert(1)", "bad_scheme"),
        ("aline@orange.fr", "mail_address"),
        (" mailto:Aline.Pain@orange.fr ", "mail_address"),
        ("file:///etc/passwd", "bad_scheme"),
        ("ma boulangerie", "bad_address"),
        ("\u202eexample.org", "bad_address"),
        ("<script>", "bad_address"),
        ("", "bad_address"),
        ("a" * 5000, "bad_address"),
        ("http://", "bad_address"),
    ],
)
def test_what_may_not_be_asked_for_is_refused_at_once(typed: str, code: str) -> None:
    with pytest.raises(NetworkError) as raised:
        usable(typed)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("  example.org ", "https://example.org"),
        ("HTTP://Example.ORG/Pain", "http://example.org/Pain"),
        ("crêperie.example", "https://xn--crperie-kya.example"),
        ("example.org/#carte", "https://example.org/"),
    ],
)
def test_what_is_typed_becomes_a_whole_address(typed: str, address: str) -> None:
    assert usable(typed).rstrip("/") == address.rstrip("/")


def test_a_dripping_server_does_not_hold_us(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "FIRST_PAGE", Bounds(seconds=0.4, body=1000, redirects=2))

    def drip(conversation: socket.socket, _request: bytes) -> None:
        conversation.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            conversation.sendall(b"X-Slow: 1\r\n")
            time.sleep(0.05)

    web.listen(HOST, 80, drip)
    found = seen(web)
    assert found.landing is Landing.NOTHING
    assert found.attempts[2].problem == "timeout"
    assert not found.attempts[2].permanent


def test_an_enormous_page_is_read_at_its_beginning(web: Web) -> None:
    web.site(HOST, {"/": html(sites.BAKERY + "<p>pain</p>" * 400_000)})
    found = seen(web)
    assert found.truncated
    assert found.page is not None
    assert found.page.title.startswith("Boulangerie")


def test_a_bomb_is_cut(web: Web) -> None:
    bomb = gzip.compress(b"<p>pain au levain" + b" " * 50_000_000)
    web.site(HOST, {"/": Page(bomb, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})})
    found = seen(web)
    assert found.truncated
    assert found.weight is not None
    assert found.weight.page == MODULE.FIRST_PAGE.body


def test_a_loop_of_redirects_is_a_page_that_cannot_be_read(web: Web) -> None:
    web.site(HOST, {"/": moved(f"https://{HOST}/")})
    found = seen(web)
    assert found.landing is Landing.TANGLED


@pytest.mark.parametrize(
    "text",
    [
        "<a href='" * 50_000,
        "<!--" * 100_000,
        "\x00" * 1000,
        "<title>" * 9999,
        f"<meta http-equiv=refresh content='{'1' * 2_000_000}'>",
    ],
)
def test_wild_pages_are_read_to_the_end(text: str) -> None:
    assert read(text, f"https://{HOST}/", SIGNS).words >= 0


@pytest.mark.parametrize(
    "text",
    [
        "<p>" + "".join(f"<b id={number}>" for number in range(2000)) + "<p>pain" * 100_000,
        "<div>" * 600_000,
    ],
    ids=["each paragraph repeats two thousand tags", "nothing is ever closed"],
)
def test_a_page_that_takes_more_than_it_may_costs_us_one_process(
    web: Web, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("foulee.connectors.website.apart"), "SECONDS", 1)
    web.site(HOST, {"/": html(text)})
    found = seen(web)
    assert (found.landing, found.page) == (Landing.TANGLED, None)


# --- texts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Tél. 01 42 68 53 00", "01 42 68 53 00"),
        ("appelez le 0142685300 !", "0142685300"),
        ("+33 (0)1 42 68 53 00", "+33 (0)1 42 68 53 00"),
        ("Call (514) 555-0199 today", "(514) 555-0199"),
        ("+49 30 901820", "+49 30 901820"),
        ("SIRET 552 100 554 00013", ""),
        ("le 12.05.2024 à 10h", ""),
        ("réf. 20240512-10203040", ""),
    ],
)
def test_telephone_numbers(text: str, phone: str) -> None:
    assert phone_in(text) == phone


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Lundi : 8h00 - 12h30 / 14h - 19h", True),
        ("Ouvert tous les jours de 7h à 20h", True),
        ("Mon-Fri 9am - 5:30pm", True),
        ("Opening hours: 9:00 to 17:00", True),
        ("Horaires : de 9 h à midi", True),
        ("Fermé le lundi", False),
        ("Rendez-vous samedi à 20h", False),
        ("Le marquis de mon jardin est venu deux fois", False),
    ],
)
def test_opening_hours(text: str, told: bool) -> None:
    assert hours_in(text, SIGNS.words.days, int(SIGNS.limits.close.value)) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [("97200 Fort-de-France", True), ("Montréal H2X 1Y4", True), ("depuis 12500 clients", False), ("12345 !", False)],
)
def test_postal_addresses(text: str, told: bool) -> None:
    assert place_in(text) is told
