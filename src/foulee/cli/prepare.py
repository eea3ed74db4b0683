"""The database and the pages' files, made ready before anybody asks."""

import time
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import Error
from django.utils import timezone

from foulee.actions.backups import BackupError
from foulee.actions.operating import forget_renderings
from foulee.actions.upgrading import upgrade
from foulee.cli.backup import sentence
from foulee.cli.doctor.machine import PANGO, pdf_possible
from foulee.cli.installation import refuse
from foulee.records.queries.operating import unapplied
from foulee.reporting.language import Language
from foulee.web.build import build

PAUSE = 2.0


def prepare(language: Language) -> None:
    """Make the database and the pages' files ready."""
    upgrade_database(language)
    collect_files()
    if not pdf_possible():
        told = language.say("Strategies and posters cannot be made in PDF yet. On Debian: {command}")
        click.echo(told.format(command=PANGO))


def upgrade_database(language: Language) -> None:
    """Apply what the database has not had, and say so."""
    try:
        done = upgrade(now=timezone.now())
    except BackupError as error:
        refuse(sentence(error, language))
    except Error as error:
        refuse(language.say("The database does not answer: {said}").format(said=" ".join(str(error).split())))
    if done.backup is not None:
        told = language.say("The database was brought to this version; as it was before, it is in {file}.")
        click.echo(told.format(file=done.backup))


def wait_for_database(language: Language) -> None:
    """Wait until the database is there and up to date, whoever sees to that."""
    said = False
    while not _up_to_date():
        if not said:
            click.echo(language.say("Waiting for the database: start foulee serve, or run foulee prepare."), err=True)
        said = True
        time.sleep(PAUSE)


def _up_to_date() -> bool:
    try:
        return not unapplied()
    except Error:
        return False


def collect_files() -> None:
    """Put styles, scripts and pictures where they are served from, once for each build of the code."""
    last = Path(settings.DATA) / "static.build"
    if last.exists() and last.read_text(encoding="ascii") == build():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    forget_renderings(build=build())
    last.write_text(build(), encoding="ascii")
