"""Changing the key of the secrets at rest."""

import click
from cryptography.fernet import Fernet
from django.conf import settings

from foulee.actions.rotating import rotate
from foulee.cli.installation import alone, refuse
from foulee.configuration import Configuration
from foulee.keys import put
from foulee.reporting.language import Language


def rotate_keys(configuration: Configuration, language: Language) -> None:
    """Make a new key, encrypt everything with it, then forget the former ones."""
    say = language.say
    with alone(configuration.data) as free:
        if not free:
            refuse(say("The pages are being served: stop foulee serve and foulee worker first, then try again."))
        path = configuration.data / "encryption.key"
        ours = not configuration.get("FOULEE_ENCRYPTION_KEYS")
        if ours:  # the former keys stay until all is done: after an interruption, begin again
            settings.ENCRYPTION_KEYS = f"{Fernet.generate_key().decode('ascii')},{settings.ENCRYPTION_KEYS}"
            put(path, settings.ENCRYPTION_KEYS)
        done = rotate()
        kept = say("All keys are kept: is a former one missing?")
        if done.lost:
            lost = language.counted(
                "{n} secret cannot be read with any of the keys.",
                "{n} secrets cannot be read with any of the keys.",
                done.lost,
            )
            refuse(f"{lost} {kept}")
        if ours:
            put(path, settings.ENCRYPTION_KEYS.split(",")[0])
    click.echo(language.counted("{n} secret was encrypted anew.", "{n} secrets were encrypted anew.", done.done))
    if not ours:
        click.echo(say("Leave only the first of the keys in FOULEE_ENCRYPTION_KEYS now, and start again."))
    click.echo(say("Backups made before hold the former key: they can still be restored."))
