"""Bringing the database to this version."""

import datetime as dt
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from foulee.actions.backups import BackupError, make_backup
from foulee.records.queries.operating import applied, strangers, unapplied

BEFORE = "before-upgrade"
LOCK = 0x0F00_1EE0  # of PostgreSQL, on which all hosts of an installation agree


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Migrations that were applied, and the backup made before; none of a new database."""

    migrations: list[str]
    backup: Path | None


def upgrade(*, now: dt.datetime) -> Upgraded:
    """Apply what is missing, after a backup; processes that start together wait for the first. Raises BackupError."""
    with _one_at_a_time():
        had, missing = applied(), unapplied()
        if strangers(had):
            raise BackupError("newer", version=", ".join(strangers(had)))
        if not missing:
            return Upgraded([], None)
        backup = make_backup(now=now, reason=BEFORE) if had else None
        call_command("migrate", interactive=False, verbosity=0)
    return Upgraded(missing, backup)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait until no other process upgrades this installation."""
    with (Path(settings.DATA) / "upgrade.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
