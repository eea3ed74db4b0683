"""Counting a customer's telephone once a day, without knowing whose it is.

A number drawn by chance stands in the page's form, and in a cookie once its sender has answered; both are forgotten at
midnight. What is kept is a digest of it, keyed with this installation's own key and mixed with the survey and the day:
it leads to no telephone, and not from one day to the next.
"""

import datetime as dt
import re
import secrets
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from foulee.records.models import Survey
from foulee.web.clock import now_of

COOKIE = "foulee_asked"
NUMBER = re.compile(r"[\w-]{22}", re.ASCII)
LONGEST_MARK = 100
DAY = dt.timedelta(days=1)
SIGNER = signing.TimestampSigner(salt="foulee.survey")


@dataclass(frozen=True, slots=True)
class Device:
    """A telephone, as far as it is known: its number of the day."""

    number: str

    def digest(self, survey: Survey, day: dt.date) -> str:
        """What the table holds of it."""
        return salted_hmac("foulee.survey", f"{survey.pk} {day} {self.number}", algorithm="sha256").hexdigest()


def new_mark() -> str:
    """A new number, signed with the time: what a page's form carries."""
    return SIGNER.sign(secrets.token_urlsafe(16))


def of_mark(mark: str) -> Device | None:
    """The telephone to which a mark was given today or yesterday; None if it is no mark of ours, or an old one."""
    if len(mark) > LONGEST_MARK:
        return None
    try:
        return Device(SIGNER.unsign(mark, max_age=DAY))
    except signing.BadSignature:
        return None


def of_cookie(request: HttpRequest) -> Device | None:
    """The telephone that has answered today, by its cookie."""
    number = request.COOKIES.get(COOKIE, "")
    return Device(number) if NUMBER.fullmatch(number) else None


def remember(request: HttpRequest, response: HttpResponse, device: Device, path: str) -> None:
    """Let this telephone know until midnight that it has answered."""
    here = timezone.localtime(now_of(request))
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    left = max(int((midnight - here).total_seconds()), 1)
    response.set_cookie(
        COOKIE, device.number, max_age=left, path=path, httponly=True, samesite="Lax", secure=request.is_secure()
    )
