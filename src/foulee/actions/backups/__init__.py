"""Backups: the database, the keys and what says which they are, in one file; and the way back."""

from foulee.actions.backups.archive import BackupError
from foulee.actions.backups.making import NIGHTLY, backup_folder, keep_latest, make_backup
from foulee.actions.backups.restoring import Restored, restore

__all__ = ["NIGHTLY", "BackupError", "Restored", "backup_folder", "keep_latest", "make_backup", "restore"]
