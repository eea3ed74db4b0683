"""Having the firm's website looked at."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from foulee.actions.diagnosing import digest_of, keep, save_answer
from foulee.actions.jobs import enqueue, job
from foulee.advice.storing import dump_as_read
from foulee.connectors.http import Door, Permission
from foulee.connectors.website import goes_out, look
from foulee.core.diagnosing.website_seen import Landing, WebsiteObservation
from foulee.firmfile.answering import take
from foulee.records.models import Firm, Job, Person, Result
from foulee.records.models.result import Kind
from foulee.records.queries.measuring import ADDRESS
from foulee.records.queries.operating import job_of

LOOK = "look_at_website"
VERSION = "1"  # of how a website is looked at
RETRIES = 2
NO_NETWORK = "no_network"


class PassingTroubleError(Exception):
    """Nothing answered, for a reason that may pass: its `code` is that of the last try."""

    permanent = False

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def ask_for_look(*, firm: Firm, address: str, by: Person | None, now: dt.datetime) -> Job:
    """Keep the website's address, and have it looked at in the background; one look at a time for each firm."""
    save_answer(firm_id=firm.id, path=ADDRESS, answer=address, by=by, now=now)
    arguments = {"firm_id": str(firm.id), "address": address, "by": by.pk if by else None}
    return enqueue(LOOK, firm=firm, arguments=arguments, key=f"{LOOK} {firm.id}", now=now)


@transaction.atomic
def save_figures(*, firm: Firm, answers: Mapping[str, Any], by: Person | None, now: dt.datetime) -> None:
    """Save what was typed of the website's visits and orders, all or nothing; what is as it was stays untouched."""
    for path, answer in answers.items():
        if take(firm.answers, path) != answer:
            save_answer(firm_id=firm.id, path=path, answer=answer, by=by, now=now)


@job(LOOK, retries=RETRIES, lease=dt.timedelta(minutes=2), pause=dt.timedelta(seconds=15))
def look_at_website(*, firm_id: str, address: str, by: int | None, now: dt.datetime) -> None:
    """Look at a website and keep what was seen.

    Raises NetworkError where the address may not be asked for, PassingTroubleError where another try may help. Where
    it is this machine that cannot go out, nothing is known of the website, and nothing kept.
    """
    firm = Firm.objects.filter(id=uuid.UUID(firm_id)).first()
    if firm is None:  # erased meanwhile
        return
    through = door()
    seen = look(address, through, now)
    if seen.landing is Landing.NOTHING and not goes_out(through):
        raise PassingTroubleError(NO_NETWORK)
    trouble = _passing_trouble(seen)
    if trouble and not _last_try(firm):
        raise PassingTroubleError(trouble)
    keep_look(firm=firm, seen=seen, by=Person.objects.filter(pk=by or 0).first(), now=now)


def door() -> Door:
    """The one network door; a permission beyond the public internet is a setting of the tests alone."""
    return Door(getattr(settings, "DOOR_PERMISSION", None) or Permission())


def keep_look(*, firm: Firm, seen: WebsiteObservation, by: Person | None, now: dt.datetime) -> Result:
    """Keep what was seen as a result of its own, numbered and dated."""
    inputs = {"address": seen.asked, "looked_at": seen.looked_at.isoformat()}
    made = Result(
        firm=firm,
        kind=Kind.WEBSITE,
        inputs=inputs,
        digest=digest_of(inputs, VERSION),
        outcome=seen.landing.value,
        payload=dump_as_read(seen),
        method_version=VERSION,
        revision=firm.revision,
        made_at=now,
        made_by=by,
    )
    return keep(made)


def _passing_trouble(seen: WebsiteObservation) -> str:
    """Why nothing answered, if that may pass; empty otherwise."""
    if seen.landing is not Landing.NOTHING:
        return ""
    return next((attempt.problem for attempt in seen.attempts if not attempt.permanent), "")


def _last_try(firm: Firm) -> bool:
    """Whether the job under way has no try left: what it sees then is kept, whatever it is."""
    under_way = job_of(firm, LOOK)
    return under_way is None or under_way.attempts > RETRIES
