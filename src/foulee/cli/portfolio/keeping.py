"""What a portfolio's folder holds: `firms/NAME.json` for each answer, `learnt/NAME.json` for what others lean on.

Every file is written whole or not at all, and says what it rests on: a run that was stopped goes on where it was.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

FIRMS, LEARNT, REPORT = "firms", "learnt", "report.json"
Values = Mapping[str, Any]
PLAIN = re.compile(r"[^a-z0-9]+")
LONGEST = 60  # signs of a file's name


class UnwritableError(Exception):
    """A file of the portfolio's folder cannot be written."""


def file_name(name: str) -> str:
    """A file name for a firm, plain on every disk; two firms never have the same."""
    plain = PLAIN.sub("-", name.casefold()).strip("-")[:LONGEST]
    mark = hashlib.sha256(name.casefold().encode()).hexdigest()[:8]
    return f"{plain}.json" if plain and plain == name else f"{plain or 'firm'}-{mark}.json"


class Shelf:
    """A folder of what is kept, one file for each firm. Raises UnwritableError where it cannot be written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnwritableError(str(folder)) from error

    def path(self, name: str) -> Path:
        """Where a firm's file is."""
        return self.folder / file_name(name)

    def read(self, name: str) -> dict[str, Any] | None:
        """What is kept of a firm; None where there is nothing, or nothing that can be read."""
        try:
            kept = json.loads(self.path(name).read_bytes())
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, dict) else None

    def keep(self, name: str, values: Values) -> None:
        """Write a firm's file."""
        put(self.path(name), json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def put(path: Path, text: str) -> None:
    """Write a file whole or not at all, even if the machine stops meanwhile. Raises UnwritableError."""
    try:
        _put(path, text)
    except OSError as error:
        raise UnwritableError(str(path)) from error


def _put(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as draft:
        try:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).chmod(0o600)  # an adviser's firms are nobody else's business
            Path(draft.name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(draft.name).unlink()
            raise


def sweep(folder: Path) -> None:
    """Remove drafts that a stopped run has left."""
    for draft in folder.glob("*.part"):
        with suppress(OSError):
            draft.unlink()
