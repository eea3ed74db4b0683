"""Questions asked of the records about the installation itself: jobs, the worker, what is applied."""

import datetime as dt
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q

from foulee.records.models import Firm, Job, Tick
from foulee.records.models.job import State

BEAT = "worker"  # name of the ticks that a living worker leaves
SILENT = dt.timedelta(minutes=2)
OVERDUE = dt.timedelta(minutes=10)


def job_of(firm: Firm, name: str) -> Job | None:
    """The firm's last job of a name: its `state`, and `error` where it failed."""
    return Job.objects.filter(firm=firm, name=name).order_by("-made_at").first()


def last_beat(now: dt.datetime) -> dt.datetime | None:
    """When a worker last said that it lives; what stands in the future, after a clock was put right, does not count."""
    return Tick.objects.filter(name=BEAT, at__lte=now).order_by("-at").values_list("at", flat=True).first()


def worker_alive(now: dt.datetime) -> bool:
    """Whether a worker was heard of in the last minutes."""
    beat = last_beat(now)
    return beat is not None and beat > now - SILENT


def overdue_jobs(now: dt.datetime) -> int:
    """Jobs that should have begun long ago."""
    before = now - OVERDUE
    late = Q(state=State.WAITING, due_at__lt=before) | Q(state=State.RUNNING, leased_until__lt=before)
    return Job.objects.filter(late).count()


def failed_jobs(since: dt.datetime) -> list[tuple[str, str]]:
    """Names and reasons of the jobs that were given up, newest first."""
    failed = Job.objects.filter(state=State.FAILED, ended_at__gte=since).order_by("-ended_at")
    return list(failed.values_list("name", "error"))


def applied() -> list[str]:
    """Migrations that the database has had, as `app.name`."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def unapplied() -> list[str]:
    """Migrations of this version that the database has not had."""
    return sorted(_on_disk() - set(applied()))


def strangers(migrations: list[str]) -> list[str]:
    """Those migrations that this version does not know: a newer one has made them."""
    apps = {known.partition(".")[0] for known in _on_disk()}
    return sorted(name for name in set(migrations) - _on_disk() if name.partition(".")[0] in apps)


@cache
def _on_disk() -> frozenset[str]:
    """Migrations of this version."""
    return frozenset(".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
