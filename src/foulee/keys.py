"""Keys made at first start and kept in the data folder, readable by their owner alone."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

PRIVATE = 0o600


def signing_key() -> str:
    """Make a key that signs sessions."""
    return secrets.token_urlsafe(50)


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return the key in a file; make it if there is none. Two processes that start together get the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=PRIVATE)
        draft.write_text(make(), encoding="ascii")
        with contextlib.suppress(FileExistsError):  # another process was first: its key stands
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def put(path: Path, key: str) -> None:
    """Write a key in the place of the former one, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=PRIVATE)
    draft.write_text(key, encoding="ascii")
    draft.replace(path)
