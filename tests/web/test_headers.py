"""What every page says of itself to the browser, and that it sends nobody elsewhere."""

# ruff: noqa: FURB167 - re.I keeps an expression on its line

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.people import Town
from tests.readings import file_sent, read

from foulee.web.limits import LARGEST

STATIC = Path(settings.FOLDER) / "web" / "static"
STYLES = Path(settings.FOLDER) / "reporting" / "styles"
# Something that a browser fetches by itself, as opposed to a link that a reader may follow.
FETCHED = re.compile(
    r"""(?:\bsrc|\bsrcset|\bposter|\bdata)\s*=\s*["']?\s*(?:https?:)?//|<link[^>]+href=["'](?:https?:)?//""", re.I
)
FETCHED_BY_STYLE = re.compile(r"""url\(\s*["']?(?:https?:)?//|@import""", re.I)
INLINE = re.compile(
    r"""<style[\s>]|\sstyle\s*=|<script(?![^>]*\ssrc=)(?![^>]*application/json)|\son\w+\s*=\s*["']|javascript:""", re.I
)
ADDRESSES = re.compile(r"https?://[^\s\"'()<>`,;]+")
NAMES = re.compile(r"https?://(www\.w3\.org/|vega\.github\.io/schema/)")  # names of formats, which nobody asks for


def pages(town: Town) -> Iterator[tuple[str, Any]]:
    """One page of each kind, as whoever may see it."""
    owner, nobody, firm = town.client("owner"), Client(), town.firm.id
    for path in ("/", "/privacy/", "/health/", "/account/login/", "/account/signup/", "/account/password/reset/"):
        yield path, nobody.get(path, headers={"Accept": "text/html"})
    yield "not found", nobody.get("/nowhere/")
    yield "shared", nobody.get(f"/s/{town.link.secret}/")
    file_sent(town.firm)
    yield "no weeks yet", owner.get(f"/firm/{firm}/weeks/")
    read(town.firm)
    for path in ("weeks/", "weeks/1/", "weeks/columns/", "weeks/file/"):
        yield path, owner.get(f"/firm/{firm}/{path}")
    for path in ("answer/2/", "answers/", "questions/firm.place/", "versions/", "links/", "people/", "trail/"):
        yield path, owner.get(f"/firm/{firm}/{path}")
    yield "firms", owner.get("/firms/")
    yield "account", owner.get("/account/")
    yield "a file", owner.get(f"/firm/{firm}/firm.toml")
    yield "too large", nobody.post("/start/", data=b"x" * (LARGEST + 1), content_type="text/plain")


@pytest.fixture
def seen(town: Town) -> list[tuple[str, Any]]:
    """The pages, all of them answered."""
    return list(pages(town))


def test_every_page_has_its_headers_and_nothing_inline_or_from_elsewhere(seen: list[tuple[str, Any]]) -> None:
    for name, response in seen:
        assert response.status_code < 500 or name == "/health/", name
        headers = response.headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy, name
        assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= {
            part.strip() for part in policy.split(";")
        }, name
        assert not re.search(r"https?:|\*", policy), name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["X-Frame-Options"] == "DENY", name
        assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, name
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert "geolocation=()" in headers["Permissions-Policy"], name
        if headers["Content-Type"].startswith("text/html"):
            text = response.content.decode()
            assert not FETCHED.search(text), name
            assert not INLINE.search(text), (name, INLINE.search(text))
            assert "noindex" in text or name in {"/", "/privacy/"}, name


@pytest.mark.parametrize(
    "bad",
    ['<img src="//x.org/a.png">', "<img src='https://x.org/a'>", '<link rel="stylesheet" href="https://x.org/a.css">'],
)
def test_the_guard_would_see_what_is_fetched_from_elsewhere(bad: str) -> None:
    """Negative control."""
    assert FETCHED.search(bad)


@pytest.mark.parametrize(
    "bad", ["<p style='x'>", "<script>x</script>", '<a onclick="x">', "<style>", '<a href="javascript:x">']
)
def test_the_guard_would_see_what_is_inline(bad: str) -> None:
    """Negative control."""
    assert INLINE.search(bad)
    assert not INLINE.search('<script defer src="/static/a.js"></script><script type="application/json">{}</script>')


def test_no_file_that_is_served_fetches_from_elsewhere() -> None:
    for path in [*STATIC.rglob("*.css"), *STYLES.rglob("*.css")]:
        assert not FETCHED_BY_STYLE.search(path.read_text(encoding="utf-8")), path.name
    for path in [*STATIC.rglob("*.svg"), *STATIC.rglob("*.js"), *STATIC.rglob("*.json")]:
        named = ADDRESSES.findall(path.read_text(encoding="utf-8"))
        assert [address for address in named if not NAMES.match(address) and "vendor" not in path.parts] == [], (
            path.name
        )


def test_what_is_sent_is_limited_before_it_is_read(client: Client, db: None) -> None:
    response = client.post("/start/?lang=en", data=b"x" * (LARGEST + 1), content_type="multipart/form-data; boundary=x")
    assert response.status_code == 413
    assert "too large" in response.content.decode()
    assert client.get("/privacy/", CONTENT_LENGTH="not a number").status_code == 200


SERVED = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("collectstatic", interactive=False, verbosity=0)
from django.conf import settings
from django.test import Client
client = Client(SERVER_NAME="foulee.example.org", headers={"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"})
page = client.get("/account/login/?lang=en")
print(page.status_code, page.headers["Strict-Transport-Security"])
for cookie in page.cookies.values():
    print("cookie", cookie.key, bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"])
started = client.post("/start/")
held = started.cookies["sessionid"]
print("cookie", held.key, *(held[name] for name in ("secure", "httponly", "samesite")))
import gzip, re
for path in sorted(set(re.findall(r'/static/[^"]+', gzip.decompress(page.content).decode()))):
    file = client.get(path)
    print("file", file.status_code, file.headers.get("Content-Encoding"), file.headers["Cache-Control"], path)
    file.close()
plain = Client(SERVER_NAME="foulee.example.org").get("/privacy/")
print("plain", plain.status_code, plain.headers["Location"])
"""


def test_under_https_cookies_are_safe_and_files_are_kept_for_ever(tmp_path: Path) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FOULEE_")}
    own = {
        "DJANGO_SETTINGS_MODULE": "foulee.settings", "FOULEE_DATA": str(tmp_path), "FOULEE_PROXIES": "1",
        "FOULEE_URL": "https://foulee.example.org",
    }  # fmt: skip
    (tmp_path / "static").mkdir()
    words = [sys.executable, "-c", SERVED]
    done = subprocess.run(words, env=inherited | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "200 max-age=31536000; includeSubDomains; preload"
    cookies = [line for line in lines if line.startswith("cookie ")]
    assert {line.split()[1] for line in cookies} == {"csrftoken", "foulee_lang", "sessionid"}
    assert all(line.endswith(" True True Lax") for line in cookies), cookies
    files = [line for line in lines if line.startswith("file ")]
    assert len(files) >= 5
    assert all(
        line.startswith("file 200 gzip max-age=315360000, public, immutable") for line in files if "icon" not in line
    )
    assert lines[-1] == "plain 301 https://foulee.example.org/privacy/"


def test_pages_travel_compressed_where_the_browser_accepts_it(client: Client, db: None) -> None:
    plain = client.get("/privacy/")
    assert "Content-Encoding" not in plain.headers
    lengths = set()
    for _ in range(5):
        small = client.get("/privacy/", headers={"Accept-Encoding": "br, gzip"})
        assert small.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in small.headers["Vary"]
        assert int(small.headers["Content-Length"]) == len(small.content) < len(plain.content) / 1.5
        assert gzip.decompress(small.content).startswith(b"<!doctype html>")
        lengths.add(len(small.content))
    assert len(lengths) > 1  # by a random length each time


def test_no_link_of_ours_leads_to_another_site_by_what_is_asked_for(town: Town) -> None:
    for address in ("//elsewhere.example/", "///elsewhere.example/x"):
        page = Client().get("/x/", PATH_INFO=address).content.decode()
        assert "elsewhere.example" in page
        assert '"//' not in page
