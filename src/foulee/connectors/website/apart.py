"""A page is taken apart in a process of its own, which may use so much time and memory and no more.

Twenty thousand letters can be written so that their tree has millions of parts, or takes an hour to build (tags that
are never closed, and come again with each paragraph). A browser loses a tab by it; we lose that process.
"""

import contextlib
import multiprocessing
import resource
import warnings
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from selectolax.lexbor import SelectolaxError

from foulee.connectors.website.page import Page
from foulee.connectors.website.reading import read
from foulee.core.diagnosing.website_seen import Reading
from foulee.knowledge.website_signs import load_signs

MEMORY = 1_000_000_000  # bytes more than this process has: what a page of three million letters takes three times over
SECONDS = 10  # of a processor: ten times what such a page takes
PATIENCE = 30.0  # seconds by the clock, where others want the processor too
USED = Path("/proc/self/statm")  # Linux


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """What a page says, and where it sends on by itself ("" if it stays)."""

    reading: Reading
    onward: str


def take_apart(text: str, address: str, *, garbled: bool = False) -> Apart | None:
    """Read a page; None where that takes more than a page may take."""
    _ = load_signs()  # once here rather than in each child
    context = multiprocessing.get_context("fork")  # the child touches nothing that another thread may hold
    near, far = context.Pipe(duplex=False)
    child = context.Process(target=_read, args=(far, text, address, garbled), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads and fork, from Python 3.12 on
        child.start()
    far.close()
    found: Apart | Exception | None = None
    with near, contextlib.suppress(EOFError, ConnectionError):  # it was stopped at its bounds
        found = near.recv() if near.poll(PATIENCE) else None
    child.kill()
    child.join()
    if isinstance(found, Exception):
        raise found
    return found


def _read(far: Connection, text: str, address: str, garbled: bool) -> None:
    _bound()
    try:
        reading = read(text, address, load_signs(), garbled=garbled)
        far.send(Apart(reading=reading, onward=Page.of(text, address).refresh()))
    except (MemoryError, SelectolaxError):  # the parser's own word for it
        return
    except Exception as error:  # noqa: BLE001 - raised again where it is noted
        far.send(error)


def _bound() -> None:
    """Bound this process, which has begun with what the one before it had."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if USED.exists():
        used = int(USED.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
