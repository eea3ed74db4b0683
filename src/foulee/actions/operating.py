"""What the installation does by itself: a sign of life, and every night what nobody needs any more goes away."""

import datetime as dt

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from foulee.actions.backups import NIGHTLY, keep_latest, make_backup
from foulee.actions.diagnosing import KEPT_MONTHS
from foulee.actions.jobs import enqueue, job
from foulee.actions.throttling import forget_past
from foulee.records.models import Firm, Invitation, Job, Rendering, Tick
from foulee.records.queries.operating import BEAT

HOURS = {"purge": 3, "backup": 4}  # of the night, where the installation is
DAY = dt.timedelta(days=1)
MONTH = 30 * DAY  # after which an ended job, an expired invitation serve nobody
MONTHS = 12
AT_ONCE = 100


def beat(*, now: dt.datetime) -> None:
    """Leave a sign of life; several workers may leave the same."""
    Tick.objects.get_or_create(name=BEAT, at=now.replace(microsecond=0))


def tick(*, now: dt.datetime) -> list[str]:
    """Ask for what is to be done once a night, unless another worker has; return the names of what was asked for."""
    return [name for name, hour in HOURS.items() if _ticked(name, last_night(now, hour), now)]


def last_night(now: dt.datetime, hour: int) -> dt.datetime:
    """The last time it was this hour, where the installation is."""
    here = timezone.localtime(now).replace(hour=hour, minute=0, second=0, microsecond=0)
    return here if here <= now else here - DAY


@transaction.atomic
def _ticked(name: str, at: dt.datetime, now: dt.datetime) -> bool:
    """Take a beat; the row is unique, so that one worker alone gets it, and with it the job."""
    if Tick.objects.filter(name=name, at=at).exists():
        return False
    _, first = Tick.objects.get_or_create(name=name, at=at)
    if first:
        enqueue(name, key=name, now=now)
    return first


@job("backup")
def back_up(*, now: dt.datetime) -> None:
    """Make the backup of the night, and keep those of the last nights."""
    made = make_backup(now=now, reason=NIGHTLY)
    keep_latest(made.parent, NIGHTLY)


@job("purge")
def purge(*, now: dt.datetime) -> None:
    """Delete what nobody needs any more; the law wants it gone where it is about people."""
    forget_firms(before=months_before(now, KEPT_MONTHS))
    forget_past(now=now)
    Session.objects.filter(expire_date__lt=now).delete()
    Invitation.objects.filter(expires_at__lt=now - MONTH).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - DAY).delete()
    Job.objects.filter(ended_at__lt=now - MONTH).delete()
    DBTaskResult.objects.filter(started_at__lt=now - DAY).delete()  # wake-ups; the jobs themselves have their rows
    Tick.objects.filter(name=BEAT, at__lt=now - DAY).delete()
    Tick.objects.filter(at__lt=now - MONTH).delete()


def forget_firms(*, before: dt.datetime) -> int:
    """Delete files that have no member and that nobody has opened since; return how many."""
    idle = Firm.objects.filter(memberships=None, seen_at__lt=before)
    gone = 0
    while some := list(idle.values_list("id", flat=True)[:AT_ONCE]):
        gone += (
            Firm.objects.filter(id__in=some, memberships=None, seen_at__lt=before).delete()[1].get("records.Firm", 0)
        )
    return gone


def forget_renderings(*, build: str) -> int:
    """Delete results in words and pictures that another build of the code has made."""
    return Rendering.objects.exclude(name__endswith=f"@{build}").delete()[0]


def months_before(now: dt.datetime, months: int) -> dt.datetime:
    """The same day some months earlier, the 28th where a month could be too short."""
    year, month = divmod(now.year * MONTHS + now.month - 1 - months, MONTHS)
    return now.replace(year=year, month=month + 1, day=min(now.day, 28))
