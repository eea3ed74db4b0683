"""Is the installation well? For whatever watches over it, and for people who wonder."""

import datetime as dt
import shutil

from django.conf import settings
from django.db import Error

from foulee.records.queries.operating import overdue_jobs, unapplied, worker_alive

LEAST_DISK = 200_000_000  # bytes, below which writing will soon fail


def health(now: dt.datetime) -> dict[str, bool]:
    """What is well and what is not, by name; of a database that does not answer, only that."""
    try:
        found = {
            "database": True,
            "migrations": not unapplied(),
            "worker": worker_alive(now),
            "jobs": overdue_jobs(now) == 0,
        }
    except Error:
        found = {"database": False}
    return found | {"disk": shutil.disk_usage(settings.DATA).free > LEAST_DISK}
