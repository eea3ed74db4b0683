"""What several commands do: read a firm's file, say what is wrong, write the result."""

import datetime as dt
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from foulee.cli.main import mark
from foulee.firmfile import toml
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.reading import check, read_bytes
from foulee.firmfile.schema import FirmFile
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

BAD_INPUT = 2
STYLES = {
    "title": {"bold": True},
    "strong": {"bold": True},
    "faint": {"dim": True},
    "red": {"fg": "red"},
    "blue": {"fg": "blue"},
}


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--lang`."""
    return click.option("--lang", type=click.Choice(["fr", "en"]), help=mark("Language of the answer."))(command)


def today_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--today`, for answers that can be made again on another day."""
    return click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help=mark("Day of the answer (default: today)."))(
        command
    )


def out_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--out`."""
    return click.option(
        "--out", type=click.Path(path_type=Path), help=mark("Write to this file instead of the screen.")
    )(command)


def seed_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--seed`."""
    return click.option(
        "--seed", type=click.IntRange(0), default=1, show_default=True, help=mark("Seed of the draws.")
    )(command)


def chosen_day(today: dt.datetime | None) -> dt.date:
    """The day asked for, or the clock's: the only place where the command line reads it."""
    return today.date() if today else dt.date.today()  # noqa: DTZ011, TID251 - the owner's own calendar day


def chosen_language(ctx: click.Context, lang: str | None) -> str:
    """The language asked for, or the system's."""
    return lang or (ctx.obj or {}).get("lang", "fr")


def read_firm(path: Path, changes: Iterable[str], *, today: dt.date) -> FirmFile:
    """Read a firm's file and apply `key=value` changes. Raises FirmFileError with every problem."""
    values = toml.parse(read_bytes(path))
    for change in changes:
        apply_change(values, change)
    return check(values, today=today)


def apply_change(values: dict[str, Any], change: str) -> None:
    """Set one answer from `section.key=value`, the value written as in the file. Raises FirmFileError."""
    key, equals, text = change.partition("=")
    parts = key.strip().split(".")
    if not equals or not all(parts):
        raise FirmFileError([Problem("bad_change", values={"found": change})])
    try:
        value = tomllib.loads(f"value = {text.strip()}")["value"]
    except (ValueError, RecursionError):  # not TOML: taken as a text, which the check then judges
        value = text.strip()
    inner: Any = values
    for part in parts[:-1]:
        inner = inner.setdefault(part, {}) if isinstance(inner, dict) else None
    if not isinstance(inner, dict):
        raise FirmFileError([Problem("bad_change", values={"found": change})])
    inner[parts[-1]] = value


def says_file(error: FirmFileError) -> bool:
    """Whether the sentences name the file themselves."""
    return any("file" in problem.values for problem in error.problems)


def refuse(error: FirmFileError, language: Language, name: str = "") -> None:
    """Say every problem on standard error, one sentence a line, and leave with exit code 2."""
    for problem in error.problems:
        click.echo(f"{name}: {sentence(problem, language)}" if name else sentence(problem, language), err=True)
    sys.exit(BAD_INPUT)


def style(text: str, kind: str) -> str:
    """Colour a piece of text for a terminal; click takes colours away where they are not wanted."""
    return click.style(text, **STYLES[kind])  # type: ignore[arg-type] # keyword values differ in type


def write(content: str, out: Path | None, language: Language) -> None:
    """Print, or write a file whole or not at all."""
    if out is None:
        click.echo(content, nl=False)
        return
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=out.parent, delete=False) as draft:
            draft.write(content)
        _put_in_place(Path(draft.name), out)
    except OSError:
        refuse(FirmFileError([Problem("cannot_write", values={"file": str(out)})]), language)
    click.echo(language.say("Written: {file}").format(file=out), err=True)


def _put_in_place(draft: Path, out: Path) -> None:
    """Rename the draft, or leave no trace of it."""
    try:
        draft.replace(out)
        out.chmod(0o644)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
