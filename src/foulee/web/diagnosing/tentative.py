"""Answers tried and not given: kept in the visitor's session, never in the firm's file."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from foulee.firmfile.answering import Raw, undated

KEY = "tentative"
MOST = 8  # that a session keeps, the last ones
TRY = "try"  # where a question's page goes back to


@dataclass(frozen=True, slots=True)
class Tentative:
    """An answer tried, None for "I don't know"; `was`: the mark of the answer that stood when it was typed."""

    answer: Any
    was: str


def remember(request: HttpRequest, firm_id: uuid.UUID, path: str, tried: Tentative) -> None:
    """Keep an answer to be tried."""
    name = _name(firm_id, path)
    others = {key: value for key, value in _held(request).items() if key != name}
    kept = dict(list(others.items())[-(MOST - 1) :])
    request.session[KEY] = kept | {name: {"answer": undated(tried.answer), "was": tried.was}}


def recall(request: HttpRequest, firm_id: uuid.UUID, path: str) -> Tentative | None:
    """The answer that is being tried, if any."""
    found = _held(request).get(_name(firm_id, path))
    return Tentative(found["answer"], found["was"]) if found else None


def forget(request: HttpRequest, firm_id: uuid.UUID, path: str) -> None:
    """Try it no more."""
    request.session[KEY] = {key: value for key, value in _held(request).items() if key != _name(firm_id, path)}


def _held(request: HttpRequest) -> Raw:
    held: Raw = request.session.get(KEY, {})
    return held


def _name(firm_id: uuid.UUID, path: str) -> str:
    return f"{firm_id}:{path}"
