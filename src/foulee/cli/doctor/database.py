"""The database: does it answer, is it sound, is it of this version?"""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.db import Error, connection
from django.utils import timezone

from foulee.actions.backups import BackupError, sqlite
from foulee.cli.doctor.finding import Finding
from foulee.configuration import Configuration
from foulee.records.queries.operating import applied, strangers, unapplied
from foulee.reporting.language import Language

LATE = 60.0  # seconds by which two clocks may differ
PROGRAMS = ("pg_dump", "pg_restore", "psql")


def found(configuration: Configuration, language: Language) -> Iterator[Finding]:
    """What was found in the database."""
    say = language.say
    try:
        connection.ensure_connection()
        had = applied()
    except Error as error:
        sentence = say("The database does not answer: {said}").format(said=" ".join(str(error).split()))
        yield Finding("database", sentence, say("Start it, or correct FOULEE_DATABASE."))
        return
    if connection.vendor == "sqlite":
        yield sound(language)
    else:
        yield from postgresql(configuration, language)
    if strangers(had):
        sentence = say("The database was used by a newer version of Foulée.")
        yield Finding("migrations", sentence, say("Install that version, or restore a backup made before."))
    elif unapplied():
        sentence = say("The database is not of this version yet.")
        yield Finding("migrations", sentence, "foulee prepare")
    else:
        yield Finding("migrations", say("The database is up to date."))


def sound(language: Language) -> Finding:
    """Whether SQLite finds its file sound, and lets readers and a writer in at once."""
    say, path = language.say, Path(connection.settings_dict["NAME"])
    try:
        sqlite.check(path)
    except BackupError as error:
        sentence = say("The database {file} is damaged ({said}).").format(**error.values)
        return Finding("database", sentence, "foulee restore FILE")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode != "wal":
        sentence = say("SQLite cannot keep its journal in {folder}: a network disk?").format(folder=path.parent)
        return Finding("database", sentence, say("Put FOULEE_DATA on a disk of this machine, or use PostgreSQL."))
    return Finding("database", say("The database answers and is sound (SQLite {v}).").format(v=sqlite3.sqlite_version))


def postgresql(configuration: Configuration, language: Language) -> Iterator[Finding]:
    """What PostgreSQL says of itself, its clock, and the programs that back it up."""
    say = language.say
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, clock_timestamp()")
        version, clock = cursor.fetchone()
    yield Finding("database", say("The database answers (PostgreSQL {v}).").format(v=version // 10_000))
    apart = abs((clock - timezone.now()).total_seconds())
    if apart > LATE:
        sentence = say("The clocks of this machine and of the database differ by {n} seconds.")
        yield Finding("clock", sentence.format(n=round(apart)), say("Set both clocks by the same time server."))
    missing = [name for name in PROGRAMS if shutil.which(name, path=configuration.env.get("PATH")) is None]
    if missing:
        sentence = say("No backup can be made without {programs}.").format(programs=language.listed(missing))
        yield Finding("programs", sentence, "apt-get install postgresql-client")
    else:
        yield Finding("programs", say("Backups can be made."))
