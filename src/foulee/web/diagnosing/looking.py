"""What is worth asking a firm now and how things stand, computed once for each state of its answers."""

import hashlib
import json
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from foulee.actions.diagnosing import rests_on
from foulee.advice.asking import Outlook, outlook, uncomputed
from foulee.advice.model import Setup
from foulee.firmfile.answering import Raw, document_of, drop, take
from foulee.firmfile.problems import FirmFileError
from foulee.knowledge import reader
from foulee.web.access import Seat
from foulee.web.build import build
from foulee.web.clock import today_of

KEPT = 24 * 3600


def look(request: HttpRequest, seat: Seat) -> Outlook:
    """What to ask, and the picture so far; where the answers contradict one another, the order alone."""
    return _looked(request, seat, seat.firm.answers, frozenset(seat.firm.asked))


def look_before(request: HttpRequest, seat: Seat) -> Outlook | None:
    """The same without the last answer; None where nothing was answered, or where it was not known."""
    told = [path for path in seat.firm.asked if take(seat.firm.answers, path) is not None]
    if not told or told[-1] != seat.firm.asked[-1]:
        return None
    values: Raw = json.loads(json.dumps(seat.firm.answers))
    drop(values, told[-1])
    return _looked(request, seat, values, frozenset(seat.firm.asked) - {told[-1]})


def _looked(request: HttpRequest, seat: Seat, values: Raw, asked: frozenset[str]) -> Outlook:
    today = today_of(request)
    knowledge = reader.load(today)
    try:
        _, evidence = rests_on(seat.firm, document_of(values, today), knowledge)
    except FirmFileError:
        return uncomputed(values, asked)
    key = _key(values, sorted(asked), str(evidence), str(today), build())
    found: Outlook | None = cache.get(key)
    if found is None:
        found = outlook(values, asked, knowledge, Setup(today=today), evidence)
        cache.set(key, found, KEPT)
    return found


def _key(*parts: Any) -> str:  # noqa: ANN401 - what JSON can hold
    text = json.dumps(parts, sort_keys=True)
    return "outlook:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
