"""The only place where the pages read the clock."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone


def now_of(request: HttpRequest) -> dt.datetime:
    """When this request came: the same instant for everything it does."""
    if not hasattr(request, "foulee_now"):
        request.foulee_now = timezone.now()  # type: ignore[attr-defined] # a note on the request
    now: dt.datetime = request.foulee_now  # type: ignore[attr-defined]
    return now


def today_of(request: HttpRequest) -> dt.date:
    """The day of this request, where the installation is."""
    return timezone.localdate(now_of(request))
