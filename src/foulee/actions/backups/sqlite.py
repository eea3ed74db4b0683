"""SQLite's own way to copy a database that is being written to."""

import sqlite3
from contextlib import closing
from pathlib import Path

from foulee.actions.backups.archive import BackupError

PATIENCE = 30.0  # seconds for a lock


def connected(path: Path, *, mode: str) -> "closing[sqlite3.Connection]":
    """Open a database file, to be closed at the end of the block; `mode` as SQLite has it (`ro`, `rwc`)."""
    return closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE))


def dump(source: Path, target: Path) -> None:
    """Copy a database as it is at one instant, writers going on meanwhile. Raises BackupError if it is damaged."""
    try:
        with connected(source, mode="ro") as live, connected(target, mode="rwc") as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    except sqlite3.Error as error:
        raise BackupError("damaged", file=str(source), said=str(error)) from error
    check(target)


def check(path: Path) -> None:
    """Have SQLite look a database over. Raises BackupError if it is damaged."""
    try:
        with connected(path, mode="ro") as database:
            said = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise BackupError("damaged", file=str(path), said=said)


def load(source: Path, target: Path) -> None:
    """Put a copy in the place of a database, in one transaction: all of it or nothing, even if the power fails."""
    try:
        with connected(source, mode="ro") as copy, connected(target, mode="rwc") as live:
            copy.backup(live)
    except sqlite3.Error as error:
        raise BackupError("not_restored", said=str(error)) from error
