"""Whole installations in folders of their own, on SQLite or PostgreSQL, used as people use them: by the command."""

import atexit
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.fernet import Fernet, MultiFernet
from tests.postgres import MISSING, free_port, fresh_database

KINDS = ("sqlite", "postgresql")
MEET = """
from django.utils import timezone
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from foulee.actions.diagnosing import open_firm
from foulee.actions.sharing import make_link
from foulee.records.models import Person
now = timezone.now()
aline = Person.objects.create_user("aline@example.org", "a long password", name="Aline")
firm = open_firm(language="fr", by=aline, now=now)
make_link(firm=firm, result=None, by=aline, now=now)
TOTP.activate(aline, "JBSWY3DPEHPK3PXP")
RecoveryCodes.activate(aline)
"""


@dataclass(frozen=True)
class Installation:
    """An installation: the environment of its processes."""

    env: dict[str, str]

    @property
    def data(self) -> Path:
        """Its folder."""
        return Path(self.env["FOULEE_DATA"])

    @property
    def port(self) -> int:
        """The port of its pages."""
        return int(self.env["FOULEE_PORT"])

    def foulee(self, *words: str | Path, code: int = 0, **changes: str) -> str:
        """Run the command to its end, and return what it says."""
        done = subprocess.run(
            command(*words), env=self.env | changes, capture_output=True, text=True, check=False, timeout=60
        )
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        assert "Traceback" not in said
        return said

    def started(self, *words: str) -> "subprocess.Popen[str]":
        """Start the command and leave it running."""
        return subprocess.Popen(
            command(*words), env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        if address := self.env["FOULEE_DATABASE"]:
            with psycopg.connect(address) as connection:
                return list(connection.execute(query.encode()).fetchall())
        with closing(sqlite3.connect(self.data / "foulee.sqlite3")) as database:
            return database.execute(query).fetchall()

    def opened(self, token: str) -> str:
        """What a token says, with the keys that the installation has now."""
        keys = (self.data / "encryption.key").read_text().split(",")
        return MultiFernet([Fernet(key) for key in keys]).decrypt(token.encode()).decode()

    def program(self, code: str) -> str:
        """Run a program inside the installation, and return what it prints."""
        return self.foulee("manage", "shell", "--no-imports", "-c", code).strip()


def command(*words: str | Path) -> list[str]:
    """The command, as the same Python runs it."""
    return [sys.executable, "-m", "foulee.cli", *map(str, words)]


@cache
def seed() -> Path:
    """The folder of an installation on SQLite in which Aline has been, made once: making one takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="foulee-seed-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = installed("sqlite", folder / "data")
    made.foulee("prepare")
    made.program(MEET)
    return folder / "data"


def lived_in(kind: str, folder: Path) -> Installation:
    """An installation in which Aline has been: she has a firm, a private link and two second factors."""
    others = () if kind == "sqlite" else ("foulee.sqlite3*",)
    shutil.copytree(seed(), folder, ignore=shutil.ignore_patterns(*others), dirs_exist_ok=True)
    made = installed(kind, folder)
    if kind == "postgresql":
        made.foulee("prepare")
        made.program(MEET)
    return made


def installed(kind: str, folder: Path, **variables: str) -> Installation:
    """A new installation on a database of this kind, never started."""
    address = fresh_database() if kind == "postgresql" else ""
    if address is None:
        pytest.skip(MISSING)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FOULEE_")}
    own = {"FOULEE_DATA": str(folder), "FOULEE_DATABASE": address, "FOULEE_PORT": str(free_port()), "FOULEE_LANG": "en"}
    return Installation(inherited | own | {"DJANGO_SETTINGS_MODULE": "foulee.settings"} | variables)


def processes(data: Path) -> list[int]:
    """Processes that live for the installation in this folder."""
    wanted = f"FOULEE_DATA={data}".encode()
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in environ.read_bytes().split(b"\0"):
                found.append(int(environ.parent.name))
        except OSError:  # not ours, or gone
            continue
    return found
