"""Making a backup."""

import datetime as dt
import tempfile
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from foulee.actions.backups import postgres, sqlite
from foulee.actions.backups.archive import DATABASES, ENCRYPTION, SIGNING, Manifest, digest, pack
from foulee.records.queries.operating import applied

NIGHTLY = "nightly"
KEPT = 7


def backup_folder() -> Path:
    """Where backups are kept unless told otherwise; only its owner may look into it."""
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def make_backup(*, now: dt.datetime, reason: str, out: Path | None = None) -> Path:
    """Back everything up into one file and return its path; the installation goes on working. Raises BackupError."""
    path = out or backup_folder() / f"foulee-{reason}-{timezone.localtime(now):%Y-%m-%d-%H%M%S}.zip"
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as scratch:
        folder = Path(scratch)
        names = (DATABASES[connection.vendor], SIGNING, ENCRYPTION)
        _dump(folder / names[0])
        (folder / SIGNING).write_text(settings.SECRET_KEY, encoding="utf-8")
        (folder / ENCRYPTION).write_text(settings.ENCRYPTION_KEYS, encoding="utf-8")
        manifest = Manifest.model_validate(
            {
                "version": version("foulee"),
                "made_at": now,
                "database": connection.vendor,
                "files": {name: digest(folder / name) for name in names},
                "applied": applied(),
            }
        )
        pack(folder, manifest, path)
    return path


def _dump(target: Path) -> None:
    """Copy the database, whichever it is."""
    if connection.vendor == "sqlite":
        sqlite.dump(Path(connection.settings_dict["NAME"]), target)
    else:
        postgres.dump(connection.settings_dict, target)


def keep_latest(folder: Path, reason: str, count: int = KEPT) -> list[Path]:
    """Delete the older of the backups made for a reason; return those that are gone."""
    old = sorted(folder.glob(f"foulee-{reason}-*.zip"))[:-count]
    for path in old:
        path.unlink(missing_ok=True)
    return old
