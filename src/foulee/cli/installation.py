"""What the commands about the installation share: reading its configuration, opening it, saying what is wrong."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from foulee.cli.main import mark
from foulee.configuration import Configuration, ConfigurationError
from foulee.reporting.language import Language

Say = Callable[[str], str]
RUNNING = "running.lock"
OTHERS = 0o077  # what nobody else on this machine may do with the files written here
MUST_BE = {
    "FOULEE_PORT": mark("a port number, from 1 to 65535"),
    "FOULEE_URL": mark("an address without a path, such as https://foulee.example.fr"),
    "FOULEE_DATABASE": mark("an address such as postgresql://user:password@host:5432/foulee"),
    "FOULEE_ENCRYPTION_KEYS": mark("keys as this program makes them, separated by commas"),
    "FOULEE_SMTP": mark("an address such as smtp://user:password@mail.example.fr:587?starttls=1"),
    "FOULEE_SIGNUP": mark("open or invited"),
    "FOULEE_PROXIES": mark("a number from 0 to 9"),
    "FOULEE_WORKERS": mark("a number from 1 to 64"),
    "FOULEE_TIMEZONE": mark("the name of a time zone, such as Europe/Paris or America/Martinique"),
    "FOULEE_LANG": mark("fr or en"),
}


class Refused(click.ClickException):
    """A sentence that says why nothing was done, and what to do."""

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        """Print the sentence as it is."""
        click.echo(self.message, err=True)


def refuse(sentence: str) -> NoReturn:
    """Say why nothing was done, and leave with exit code 1."""
    raise Refused(sentence)


def told(error: ConfigurationError, say: Say) -> str:
    """Say what is wrong with a variable."""
    if error.value:
        sentence = say('{name} cannot be "{value}": it must be {must}.')
    else:
        sentence = say("{name} cannot be what it is: it must be {must}.")
    return sentence.format(name=error.name, value=error.value, must=say(MUST_BE[error.name]))


def configured(language: Language) -> Configuration:
    """Read the configuration, or refuse what cannot be used in it."""
    configuration = Configuration()
    wrong = configuration.wrong()
    if wrong:
        refuse("\n".join(told(error, language.say) for error in wrong))
    return configuration


def opened(language: Language) -> Configuration:
    """Make the records and the actions usable."""
    configuration = configured(language)
    os.umask(OTHERS)
    os.environ["DJANGO_SETTINGS_MODULE"] = "foulee.settings"
    import django  # noqa: PLC0415 - slow: help and refusals do without

    try:
        configuration.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        django.setup()
    except OSError:
        sentence = language.say("Nothing can be written into {folder}: choose another folder with FOULEE_DATA.")
        refuse(sentence.format(folder=configuration.data))
    return configuration


# --- who is there ------------------------------------------------------------------------------------------------


@contextmanager
def at_work(data: Path, language: Language) -> Iterator[None]:
    """Hold the installation while serving or working, beside others who do."""
    with _held(data, fcntl.LOCK_SH) as free:
        if not free:
            refuse(language.say("A backup is being restored here: wait until that is done."))
        yield


@contextmanager
def alone(data: Path) -> Iterator[bool]:
    """Whether nobody serves or works here; nobody can begin to inside the block, if so."""
    with _held(data, fcntl.LOCK_EX) as free:
        yield free


@contextmanager
def _held(data: Path, kind: int) -> Iterator[bool]:
    """Take a lock that the system gives back however this process ends."""
    with (data / RUNNING).open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
