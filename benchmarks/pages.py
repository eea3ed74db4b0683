"""What the pages cost: p50 and p95 for 50 readers at once, sliders, weight of the answer, memory, and a peer beside.

Run by hand, the machine being otherwise at rest: `.venv/bin/python benchmarks/pages.py [--peer PYTHON]`. It serves a
new installation on loopback with `foulee serve --worker`, as anybody would (SQLite, two web processes), and reads it
over 50 connections that stay open. Each page is read in two ways: by people who turn a page every second or so, all 50
at once, which is what the target is about; and without rest, each asking again as soon as it has its answer, which
shows where the limit is: then the time is 50 divided by the pages per second, whatever serves them. The readers are one
more process on the same processors. Everything is compressed as for a browser.

Targets: p95 under 150 ms for stored results, a slider's answer under 1 s, the answer page with its files under 400 kB
compressed, web and worker at rest under 350 MB (proportional set size: shared memory counted once).

`--peer` takes a Python that has Wagtail and granian (tried with Wagtail 7.4.4, Django 5.2.19 and granian 2.8.9 from the
package index: `python -m venv peer; peer/bin/pip install "wagtail<8" granian`). Wagtail, the content manager a small
firm's agency would choose on the same framework, then serves a page with the same words and pictures, stored in its
own database (SQLite), without any cache, with the same number of processes and threads.
"""

import argparse
import asyncio
import gzip
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

READERS, TURNS = 50, 20
READING = 1.0  # seconds on a page, from half to one and a half of it
WEB_PROCESSES, THREADS = 2, 2 * (os.cpu_count() or 1) + 1
STARTED = """
from django.utils import timezone
from django.contrib.sessions.backends.db import SessionStore
from foulee.actions.diagnosing import diagnose, open_firm, replace_answers
from foulee.advice.examples import example_bytes
from foulee.firmfile import toml
from foulee.web.access import HELD
now = timezone.now()
firm = open_firm(language="fr", by=None, now=now)
firm = replace_answers(firm_id=firm.id, answers=toml.parse(example_bytes("boulangerie-martinique")), by=None, now=now)
result = diagnose(firm=firm, by=None, now=now, today=timezone.localdate())
held = SessionStore()
held[HELD] = [str(firm.id)]
held.save()
print("HELD", firm.id, result.number, held.session_key)
"""
MODEL = """
from django.db import models
from wagtail.models import Page


class HomePage(Page):
    body = models.TextField(blank=True)
"""
TEMPLATE = "{% extends 'base.html' %}{% block content %}{{ page.body|safe }}{% endblock %}"
FILL = """
from home.models import HomePage
page = HomePage.objects.get()
page.body = open("body.html", encoding="utf-8").read()
page.save_revision().publish()
"""


# --- reading -----------------------------------------------------------------------------------------------------


async def one_reader(port: int, asked: bytes, took: list[float], turns: int, pause: float) -> None:
    """Ask again and again over one connection, with a pause before each."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(turns):
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))
        begun = time.perf_counter()
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        found = re.search(rb"(?i)content-length: (\d+)", head)
        assert found is not None, head
        await reader.readexactly(int(found[1]))
        took.append(time.perf_counter() - begun)
    writer.close()


def read(port: int, path: str, cookie: str, *, readers: int = READERS, pause: float = 0.0) -> list[float]:
    """Seconds that each answer took; with a pause between pages, half as many pages."""
    turns = TURNS // 2 if pause else TURNS
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n\r\n".encode()
    took: list[float] = []

    async def together() -> None:
        await asyncio.gather(*(one_reader(port, head, took, turns, pause) for _ in range(readers)))

    asyncio.run(together())
    return took


def shown(label: str, took: list[float], seconds: float, target: str = "") -> None:
    """Print a line."""
    cut = statistics.quantiles(took, n=100, method="inclusive")
    print(
        f"{label:44} p50 {1000 * cut[49]:6.0f} ms   p95 {1000 * cut[94]:6.0f} ms   max {1000 * max(took):6.0f} ms"
        f"   {len(took) / seconds:6.0f}/s   {target}"
    )


def timed(label: str, port: int, path: str, cookie: str = "", target: str = "") -> None:
    """Warm up, then read with everybody."""
    read(port, path, cookie, readers=4)
    for how, pause, aim in (("", READING, target), (", without rest", 0.0, "")):
        begun = time.perf_counter()
        took = read(port, path, cookie, pause=pause)
        shown(label + how, took, time.perf_counter() - begun, aim)


def fetched(port: int, path: str, cookie: str = "") -> tuple[bytes, int]:
    """A page or file, and its weight as it travels."""
    headers = {"Accept-Encoding": "gzip", "Cookie": cookie}
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=30) as answer:
        body = answer.read()
        return (gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body), len(body)


# --- serving -----------------------------------------------------------------------------------------------------


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(words: list[str], port: int, **more: object) -> Iterator[float]:
    """Serve while the block runs; give the seconds until the first page came."""
    begun = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, **more)  # type: ignore[call-overload]
    try:
        while True:
            try:
                fetched(port, "/")
                break
            except OSError:
                assert process.poll() is None, "it did not start"
                time.sleep(0.05)
        yield time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def memory(data: Path) -> dict[str, float]:
    """Megabytes of each process of an installation, shared memory counted once."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"FOULEE_DATA={data}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                words = (folder / "cmdline").read_text().split("\0")
                kilobytes = re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.MULTILINE)
                found[f"{folder.name} {' '.join(words[1:5])}"] = int(kilobytes[1]) / 1024 if kilobytes else 0.0
        except OSError:
            continue
    return found


def rest(data: Path, patience: float = 300.0) -> None:
    """Wait until the examples have been computed, which is all that happens by itself."""
    ends = time.monotonic() + patience
    while time.monotonic() < ends and any("--examples" in name for name in memory(data)):
        time.sleep(1)


# --- what is measured --------------------------------------------------------------------------------------------


def measure_ours(folder: Path) -> bytes:
    """Measure Foulée; return the answer's page, which the peer will serve too."""
    port, foulee = free_port(), str(Path(sys.executable).parent / "foulee")
    own = {"FOULEE_DATA": str(folder), "FOULEE_PORT": str(port), "FOULEE_WORKERS": str(WEB_PROCESSES)}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FOULEE_")} | own
    with served([foulee, "serve", "--worker"], port, env=environment) as first:
        print(f"{'first page after (installed already, new data)':44} {first:.1f} s; target 10 s")
        rest(folder)
        before = memory(folder)
        said = subprocess.run(
            [foulee, "manage", "shell", "--no-imports", "-c", STARTED], env=environment, capture_output=True, text=True,
            check=True,
        ).stdout  # fmt: skip
        firm, number, key = said.split("HELD")[1].split()
        cookie, answer = f"sessionid={key}", f"/firm/{firm}/answer/{number}/"
        print(f"{'memory at rest':44} {sum(before.values()):.0f} MB; target 350 MB")
        for name, size in sorted(before.items(), key=lambda item: -item[1]):
            print(f"    {size:6.0f} MB  {name}")
        timed("home", port, "/", target="target 150 ms")
        timed("an example's answer", port, "/examples/boulangerie-martinique/", target="target 150 ms")
        timed("a firm's stored answer", port, answer, cookie, "target 150 ms")
        timed("a question", port, f"/firm/{firm}/questions/firm.place/", cookie)
        sliders(port, answer, cookie)
        print(f"{'memory after all that':44} {sum(memory(folder).values()):.0f} MB")
        return weighed(port, answer, cookie)


def sliders(port: int, answer: str, cookie: str) -> None:
    """One person moves the sliders from place to place."""
    took = []
    for place in range(1, 13):
        begun = time.perf_counter()
        fetched(port, f"{answer}what-if/?hours={place}&money={place % 3}", cookie)
        took.append(time.perf_counter() - begun)
    shown("a slider moved, one person", took, sum(took), "target 1000 ms")


def weighed(port: int, path: str, cookie: str) -> bytes:
    """Print what the answer's page weighs with everything it asks for."""
    page, weight = fetched(port, path, cookie)
    files = sorted(set(re.findall(rb'(?:src|href)="(/static/[^"]+)"', page)))
    weights = {name.decode(): fetched(port, name.decode())[1] for name in files}
    total = (weight + sum(weights.values())) / 1000
    print(f"{'answer page and its files, compressed':44} {total:.0f} kB (page {weight / 1000:.0f}); target 400 kB")
    return page


def measure_peer(python: str, folder: Path, page: bytes) -> None:
    """Have Wagtail serve the same words and pictures."""
    programs, port = Path(python).parent.absolute(), free_port()
    site = folder / "site"
    site.mkdir()

    def ran(*words: str) -> None:
        subprocess.run([programs / words[0], *words[1:]], cwd=site, check=True, capture_output=True)

    ran("wagtail", "start", "shop", str(site))
    (site / "home" / "models.py").write_text(MODEL, encoding="utf-8")
    (site / "home" / "templates" / "home" / "home_page.html").write_text(TEMPLATE, encoding="utf-8")
    own = "from .base import *\nDEBUG = False\nSECRET_KEY = 'x' * 60\nALLOWED_HOSTS = ['*']\n"
    compressed = "MIDDLEWARE = ['django.middleware.gzip.GZipMiddleware', *MIDDLEWARE]\n"
    plain = "STORAGES['staticfiles'] = {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
    (site / "shop" / "settings" / "production.py").write_text(own + compressed + plain, encoding="utf-8")
    (site / "body.html").write_bytes(page.partition(b'<main id="main">')[2].rpartition(b"</main>")[0])
    os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings.production"
    for words in (("makemigrations", "home"), ("migrate",), ("shell", "-c", FILL)):
        ran("python", "manage.py", *words)
    words = [
        str(programs / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WEB_PROCESSES), "--blocking-threads", str(THREADS), "--no-ws", "shop.wsgi:application",
    ]  # fmt: skip
    with served(words, port, cwd=site):
        timed("Wagtail, a page of the same words", port, "/")


def load() -> str:
    """How busy the machine is."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def main() -> None:
    """Measure everything in one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", help="a Python that has Wagtail and granian")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} processors, load before {load()}; {READERS} readers")
    folder = Path(tempfile.mkdtemp(prefix="foulee-benchmark-"))
    try:
        (folder / "ours").mkdir()
        page = measure_ours(folder / "ours")
        if asked.peer:
            (folder / "peer").mkdir()
            measure_peer(asked.peer, folder / "peer", page)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"load after {load()} (the readers themselves included)")


if __name__ == "__main__":
    main()
