"""Putting a backup in the place of what is there; what was there is kept."""

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from foulee.actions.backups import postgres, sqlite
from foulee.actions.backups.archive import DATABASES, ENCRYPTION, SIGNING, BackupError, Manifest, unpack
from foulee.actions.backups.making import backup_folder, make_backup
from foulee.keys import put
from foulee.records.queries.operating import strangers

BEFORE = "before-restore"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: the backup's own words, and where the former state is, None if there was none."""

    manifest: Manifest
    aside: Path | None


def restore(*, file: Path, now: dt.datetime) -> Restored:
    """Put a backup in place; the database changes in one transaction. Raises BackupError, nothing having changed."""
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=backup_folder()) as scratch:
        folder = Path(scratch)
        manifest = unpack(file, folder)
        copy = folder / DATABASES[manifest.database]
        keys = _keys(folder)
        _usable(manifest, copy)
        aside = _set_aside(now)
        # Keys first, with the former ones behind: whatever happens next, what the database holds can be read.
        _put(ENCRYPTION, keys, unless="FOULEE_ENCRYPTION_KEYS")
        _load(copy)
        _put(SIGNING, (folder / SIGNING).read_text(encoding="utf-8"), unless="FOULEE_SECRET_KEY")
    return Restored(manifest, aside)


def _keys(folder: Path) -> str:
    """The backup's keys, then ours that are not among them. Raises BackupError if the environment's are others."""
    theirs = (folder / ENCRYPTION).read_text(encoding="utf-8").split(",")
    ours = settings.ENCRYPTION_KEYS.split(",")
    if settings.CONFIGURATION.get("FOULEE_ENCRYPTION_KEYS") and not set(theirs) <= set(ours):
        raise BackupError("other_keys", file=ENCRYPTION)
    return ",".join([*theirs, *(key for key in ours if key not in theirs)])


def _put(name: str, key: str, *, unless: str) -> None:
    """Keep a key in the data folder, unless the environment gives it."""
    if not settings.CONFIGURATION.get(unless):
        put(Path(settings.DATA) / name, key)


def _usable(manifest: Manifest, copy: Path) -> None:
    """Raise BackupError if the backup is not for this installation."""
    if manifest.database != connection.vendor:
        raise BackupError("other_database", theirs=manifest.database, ours=connection.vendor)
    if strangers(manifest.applied):
        raise BackupError("newer", version=manifest.version)
    if manifest.database == "sqlite":
        sqlite.check(copy)


def _set_aside(now: dt.datetime) -> Path | None:
    """Back up what is there; a database too damaged for that is moved away as it is."""
    if connection.vendor != "sqlite":
        return make_backup(now=now, reason=BEFORE)
    path = Path(connection.settings_dict["NAME"])
    if not path.exists():
        return None
    try:
        return make_backup(now=now, reason=BEFORE)
    except BackupError as error:
        if error.code != "damaged":
            raise
    connection.close()
    folder = backup_folder() / f"foulee-{BEFORE}-{timezone.localtime(now):%Y-%m-%d-%H%M%S}-damaged"
    folder.mkdir(mode=0o700)
    for part in [path, *path.parent.glob(f"{path.name}-*")]:  # with its journal
        shutil.move(part, folder / part.name)
    return folder


def _load(copy: Path) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        sqlite.load(copy, Path(connection.settings_dict["NAME"]))
    else:
        postgres.load(connection.settings_dict, copy)
