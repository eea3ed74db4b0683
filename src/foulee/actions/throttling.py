"""Counting uses, so that they can be limited; on the database, so that all processes count together."""

import datetime as dt

from django.db.models import F

from foulee.records.models import Throttle


def count_use(*, digest: str, limit: int, seconds: int, now: dt.datetime) -> bool:
    """Count one use; False, and nothing counted, once `limit` were counted in the `seconds` since the first.

    One statement decides, so that two processes never both take the last use. What has passed is forgotten here.
    """
    forget_past(now=now)
    first = Throttle(digest=digest, ends_at=now + dt.timedelta(seconds=seconds))
    Throttle.objects.bulk_create([first], ignore_conflicts=True)
    return Throttle.objects.filter(digest=digest, uses__lt=limit).update(uses=F("uses") + 1) == 1


def forget_past(*, now: dt.datetime) -> int:
    """Delete the counts whose time has passed, and return how many; also for the worker's regular cleaning."""
    return Throttle.objects.filter(ends_at__lte=now).delete()[0]
