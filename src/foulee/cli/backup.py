"""Making backups and putting them back, with what there is to say about it."""

import shutil
from pathlib import Path

import click
from django.db import Error, connection
from django.utils import timezone

from foulee.actions.backups import BackupError, Restored, make_backup, restore
from foulee.cli.installation import alone, refuse
from foulee.cli.main import mark
from foulee.records.models import Firm, Person
from foulee.reporting.language import Language

SENTENCES = {
    "exists": mark("{file} exists already and was left as it is: give another name with --out."),
    "no_file": mark("There is no file {file}."),
    "not_a_backup": mark("{file} is not a backup of Foulée, or it was damaged on its way."),
    "changed": mark("{file} was damaged or changed: {part} is not what was backed up. Nothing was restored."),
    "damaged": mark("The database {file} is damaged ({said}). Restore the last backup: foulee restore FILE"),
    "other_database": mark("This backup is of {theirs}, this installation uses {ours}: change FOULEE_DATABASE first."),
    "newer": mark("The database is of a newer Foulée ({version}): install that version first. Nothing was changed."),
    "other_keys": mark(
        "FOULEE_ENCRYPTION_KEYS does not hold the keys of this backup: add what stands in its {file}. Nothing was done."
    ),
    "not_restored": mark("The backup could not be put in place ({said}). Everything is as it was before."),
    "no_program": mark("{program} is missing. On Debian: apt-get install postgresql-client"),
    "program_failed": mark("{program} did not succeed, and nothing was changed. It said: {said}"),
}


def sentence(error: BackupError, language: Language) -> str:
    """Say why a backup could not be made or used."""
    return language.say(SENTENCES[error.code]).format(**error.values)


def back_up(out: Path | None, language: Language) -> None:
    """Make a backup and say where it is."""
    say = language.say
    try:
        made = make_backup(now=timezone.now(), reason="backup", out=out and out.absolute())
    except BackupError as error:
        refuse(sentence(error, language))
    except Error:
        refuse(say("The database does not answer; foulee doctor may say why."))
    except OSError as error:
        refuse(say("The backup could not be written: {said}").format(said=error.strerror))
    click.echo(say("Everything is in {file}").format(file=made))
    click.echo(say("It holds the keys too: keep it where nobody else can read it, and not only on this machine."))


def put_back(file: Path, data: Path, language: Language, *, force: bool) -> None:
    """Restore a backup and say what was done; refuse while others use the installation."""
    say = language.say
    with alone(data) as free:
        if not force and (not free or others_connected()):
            refuse(say("The pages are being served: stop foulee serve and foulee worker first, then try again."))
        try:
            done = restore(file=file.absolute(), now=timezone.now())
        except BackupError as error:
            refuse(sentence(error, language))
        except (OSError, Error) as error:
            refuse(say("The backup could not be restored: {said}").format(said=" ".join(str(error).split())))
        shutil.rmtree(data / "cache", ignore_errors=True)
    for line in said(done, language):
        click.echo(line)


def others_connected() -> bool:
    """Whether somebody else uses the database, perhaps from another machine; of SQLite the lock tells."""
    if connection.vendor != "postgresql":
        return False
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    try:
        with connection.cursor() as cursor:
            cursor.execute(others)
            return bool(cursor.fetchone()[0])
    except Error:
        return False  # whoever restores is told by what comes next


def said(done: Restored, language: Language) -> list[str]:
    """What was done, in a few lines."""
    made = timezone.localtime(done.manifest.made_at)
    firms, people = Firm.objects.count(), Person.objects.count()
    lines = [
        language.say("The backup of {date} at {time}, made by Foulée {version}, is in place.").format(
            date=language.date(made.date()), time=f"{made:%H:%M}", version=done.manifest.version
        ),
        language.say("It holds {firms} and {people}.").format(
            firms=language.counted("{n} firm", "{n} firms", firms),
            people=language.counted("{n} person", "{n} people", people),
        ),
    ]
    if done.aside is not None:
        lines.append(language.say("What was there before is in {file}.").format(file=done.aside))
    lines.append(language.say("Now start foulee serve: it brings the database to this version if need be."))
    return lines
