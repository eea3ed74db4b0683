"""PostgreSQL's own programs: `pg_dump` to copy, `pg_restore` and `psql` to put back."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from foulee.actions.backups.archive import BackupError

EMPTY = """DO $$ DECLARE gone record; BEGIN
FOR gone IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
EXECUTE format('DROP TABLE public.%I CASCADE', gone.tablename); END LOOP; END $$"""
PATIENCE = "-c lock_timeout=30s"
NAMES = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}


def dump(database: Mapping[str, Any], target: Path) -> None:
    """Copy a database as it is at one instant. Raises BackupError."""
    _run(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(database: Mapping[str, Any], source: Path) -> None:
    """Put a copy in the place of a database, in one transaction: all of it or nothing. Raises BackupError."""
    script = source.with_suffix(".sql")
    _run(database, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
    options = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
    _run(database, "psql", *options, f"--command={EMPTY}", f"--file={script}")


def _run(database: Mapping[str, Any], program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, which other people cannot list."""
    known = {name: str(database[key]) for name, key in NAMES.items() if database.get(key)}
    environment = {**settings.CONFIGURATION.env, **known, "PGOPTIONS": PATIENCE, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's programs, with words of our own
            [program, *words], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BackupError("no_program", program=program) from None
    if done.returncode != 0:
        raise BackupError("program_failed", program=program, said=" ".join(done.stderr.split())[-500:])
