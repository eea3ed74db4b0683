"""The machine: folder, disk, keys, programs, clock."""

import ctypes
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from foulee.cli.doctor.finding import Finding
from foulee.configuration import Configuration
from foulee.reporting.language import Language
from foulee.web.build import build
from foulee.web.operating.health import LEAST_DISK

MEGABYTE = 1_000_000
OTHERS = stat.S_IRWXG | stat.S_IRWXO
LATE = 60.0  # seconds by which two clocks may differ
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0")
PANGO = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"


def found(configuration: Configuration, language: Language) -> Iterator[Finding]:
    """What was found on the machine."""
    yield folder(configuration.data, language)
    yield disk(configuration.data, language)
    yield keys(configuration, language)
    yield pdf(language)
    yield files(language)
    yield clock(configuration.data, language)


def folder(data: Path, language: Language) -> Finding:
    """Whether the data folder can be written to, by us alone."""
    say = language.say
    try:
        with tempfile.NamedTemporaryFile(dir=data):
            pass
    except OSError as error:
        sentence = say("Nothing can be written into {folder} ({said}).").format(folder=data, said=error.strerror)
        return Finding("folder", sentence, say("Make it writable for the user who runs Foulée."))
    if data.stat().st_mode & OTHERS:
        sentence = say("Other users of this machine can look into {folder}.").format(folder=data)
        return Finding("folder", sentence, f"chmod 700 {data}")
    return Finding("folder", say("Everything is kept in {folder}.").format(folder=data))


def disk(data: Path, language: Language) -> Finding:
    """Whether there is room."""
    say, free = language.say, shutil.disk_usage(data).free
    sentence = say("{n} MB are free on the disk.").format(n=language.number(free // MEGABYTE))
    return Finding("disk", sentence, "" if free > LEAST_DISK else say("Make room: below 200 MB nothing is sure."))


def keys(configuration: Configuration, language: Language) -> Finding:
    """Whether the keys are there, and private."""
    say = language.say
    told = {"secret.key": "FOULEE_SECRET_KEY", "encryption.key": "FOULEE_ENCRYPTION_KEYS"}
    paths = [configuration.data / name for name, variable in told.items() if not configuration.get(variable)]
    open_ones = [path for path in paths if path.stat().st_mode & OTHERS]
    if open_ones:
        names = ", ".join(path.name for path in open_ones)
        sentence = say("Other users of this machine can read {files}.").format(files=names)
        return Finding("keys", sentence, f"chmod 600 {' '.join(map(str, open_ones))}")
    return Finding("keys", say("The keys are there, and private."))


def pdf(language: Language) -> Finding:
    """Whether what makes PDF finds its libraries."""
    say = language.say
    if pdf_possible():
        return Finding("pdf", say("Strategies and posters can be made in PDF."))
    return Finding("pdf", say("Strategies and posters cannot be made in PDF: a library is missing."), PANGO)


def pdf_possible() -> bool:
    """Whether the libraries of the system that make PDF are there; elsewhere than on Linux we hope so."""
    try:
        for name in LIBRARIES if sys.platform == "linux" else ():
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def files(language: Language) -> Finding:
    """Whether styles and scripts are where they are served from."""
    say, last = language.say, Path(settings.DATA) / "static.build"
    if last.exists() and last.read_text(encoding="ascii") == build():
        return Finding("files", say("Styles and scripts are in place."))
    return Finding("files", say("Styles and scripts are not those of this version."), "foulee prepare")


def clock(data: Path, language: Language) -> Finding:
    """Whether the machine's clock agrees with that of its disk, which may be another machine's."""
    say = language.say
    with tempfile.NamedTemporaryFile(dir=data) as file:
        apart = abs(Path(file.name).stat().st_mtime - time.time())
    here = timezone.localtime()
    if apart > LATE:
        sentence = say("The clocks of this machine and of its disk differ by {n} seconds.").format(n=round(apart))
        return Finding("clock", sentence, say("Set the clock: on Debian, apt-get install systemd-timesyncd"))
    sentence = say("It is {time} on {date}, {zone}. If not: set the clock, or FOULEE_TIMEZONE.")
    told = sentence.format(time=f"{here:%H:%M}", date=language.date(here.date()), zone=settings.TIME_ZONE)
    return Finding("clock", told)
