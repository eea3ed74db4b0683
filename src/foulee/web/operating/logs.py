"""What the log may say: what broke and where in the code, never who was there or what they wrote."""

import ipaddress
import logging
import re
import traceback
from types import TracebackType
from typing import Any

MAIL = re.compile(r"[^\s<>@,;:\"'(]+@[^\s<>@,;:\"')]+")
NETWORK = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]+)(?![\w])")
SECRET = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{20,}")
TRACE = "Traceback (most recent call last):"
GONE = "…"
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Writes log lines without addresses, links or anything that a visitor sent."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line; of a request only the pattern of its address, in which nobody's link stands."""
        request = getattr(record, "request", None)
        copy = logging.makeLogRecord(record.__dict__)
        copy.msg, copy.args = scrubbed(record.getMessage()) if request is None else _asked(record, request), ()
        copy.exc_text = None  # as another formatter may have written it
        return super().format(copy)

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - the library's name
        """Say what was raised and where, without its message: that may hold what somebody typed."""
        kind, _, trace = ei
        frames = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([*frames, f"  {kind.__module__}.{kind.__qualname__}" if kind else ""])


def _asked(record: logging.LogRecord, request: Any) -> str:  # noqa: ANN401 - Django's request, or a socket
    """What a line about a request says: method, pattern, status."""
    found = getattr(request, "resolver_match", None)
    parts = (
        getattr(request, "method", None),
        f"/{found.route}" if found else GONE,
        getattr(record, "status_code", None),
    )
    return " ".join(str(part) for part in parts if part is not None)


def untraced(text: str) -> str:
    """A text without the code and the words of a traceback that stands in it: files and lines stay."""
    before, traced, after = text.partition(TRACE)
    if not traced:
        return text
    lines = [line for line in after.split("\n") if line.startswith('  File "') or re.match(r"[\w.]+(:|$)", line)]
    return "\n".join([before.rstrip(), *(line if line[0] == " " else line.partition(":")[0] for line in lines)])


def scrubbed(text: str) -> str:
    """Take out of a text what could be a mail address, a network address or a secret."""
    return SECRET.sub(GONE, NETWORK.sub(_network, MAIL.sub(GONE, untraced(text))))


def _network(match: re.Match[str]) -> str:
    """Nothing in the place of a network address; a time of day or a version stays."""
    try:
        ipaddress.ip_address(match[0])
    except ValueError:
        return match[0]
    return GONE
