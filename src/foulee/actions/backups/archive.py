"""The file of a backup: a zip with a manifest, the database and the keys."""

import datetime as dt
import hashlib
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from foulee.keys import PRIVATE

MANIFEST = "manifest.json"
DATABASES = {"sqlite": "foulee.sqlite3", "postgresql": "foulee.pgdump"}
SIGNING, ENCRYPTION = "secret.key", "encryption.key"
UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, ValidationError, EOFError, RuntimeError, OSError)


class BackupError(Exception):
    """A backup that cannot be made or used: `code`, and what the sentence needs in `values`."""

    permanent = True

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Manifest(BaseModel):
    """What a backup says of itself; `files` with their SHA-256, `applied` migrations as `app.name`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal[1] = 1
    version: str
    made_at: dt.datetime
    database: Literal["sqlite", "postgresql"]
    files: dict[str, str]
    applied: list[str]


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(folder: Path, manifest: Manifest, out: Path) -> None:
    """Write the archive whole or not at all, readable by its owner alone; an existing file is not replaced."""
    if out.exists():
        raise BackupError("exists", file=str(out))
    draft = folder / "archive.zip"
    with (
        os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE), "wb") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        for name in manifest.files:
            archive.write(folder / name, name)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(out)


def unpack(path: Path, folder: Path) -> Manifest:
    """Take a backup out into an empty folder, every file checked. Raises BackupError."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            for name in _expected(manifest):
                with archive.open(name) as packed, (folder / name).open("xb") as file:
                    shutil.copyfileobj(packed, file)
    except FileNotFoundError:
        raise BackupError("no_file", file=str(path)) from None
    except UNREADABLE as error:
        raise BackupError("not_a_backup", file=str(path)) from error
    for name in _expected(manifest):
        if digest(folder / name) != manifest.files.get(name):
            raise BackupError("changed", file=str(path), part=name)
    return manifest


def _expected(manifest: Manifest) -> tuple[str, str, str]:
    """Files that every backup of its kind holds; whatever else is in the archive is left there."""
    return DATABASES[manifest.database], SIGNING, ENCRYPTION
