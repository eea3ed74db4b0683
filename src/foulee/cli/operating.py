"""The commands about the installation: thin, so that their help needs neither Django nor a database."""

import sys
from pathlib import Path

import click

from foulee.cli.installation import at_work, opened
from foulee.cli.main import mark
from foulee.cli.shared import chosen_language, lang_option
from foulee.reporting.language import Language

# ruff: noqa: PLC0415 - what a command does is imported once Django is set up


@click.command("serve", help=mark("Serve the pages, until stopped."))
@click.option("--worker", is_flag=True, help=mark("Also do the background work, so that one command is enough."))
@click.option("--open", "show", is_flag=True, help=mark("Open the first page in the browser."))
@click.option("--port", type=click.IntRange(1, 65_535), help=mark("Port of the pages, instead of FOULEE_PORT."))
@lang_option
@click.pass_context
def serve_command(ctx: click.Context, worker: bool, show: bool, port: int | None, lang: str | None) -> None:
    """Serve the pages."""
    from foulee.cli.serve import Wish, serve

    language = Language(chosen_language(ctx, lang))
    sys.exit(serve(Wish(worker=worker, show=show, port=port), language))


@click.command(
    "prepare", help=mark("Bring the database and the pages' files up to date; foulee serve does it by itself.")
)
@click.option("--examples", is_flag=True, help=mark("Only compute the example firms, so that nobody waits for them."))
@click.option("--only-files", is_flag=True, hidden=True)
@click.option("--with-parent", type=int, hidden=True)
@lang_option
@click.pass_context
def prepare_command(
    ctx: click.Context, examples: bool, only_files: bool, with_parent: int | None, lang: str | None
) -> None:
    """Prepare an installation."""
    from foulee.cli.children import end_with_parent

    if with_parent:
        end_with_parent(with_parent)
    language = Language(chosen_language(ctx, lang))
    opened(language)
    if not examples:
        from foulee.cli.prepare import prepare

        prepare(language)
    if not only_files:
        from foulee.cli.examples import compute_examples, draw_emblem

        (compute_examples if examples else draw_emblem)()


@click.command("worker", help=mark("Do what the pages ask for in the background, until stopped; several may run."))
@click.option("--with-parent", type=int, hidden=True)
@lang_option
@click.pass_context
def worker_command(ctx: click.Context, with_parent: int | None, lang: str | None) -> None:
    """Work until told to stop."""
    from foulee.cli.children import end_with_parent

    if with_parent:
        end_with_parent(with_parent)
    language = Language(chosen_language(ctx, lang))
    configuration = opened(language)
    from foulee.cli.prepare import wait_for_database
    from foulee.worker import Rhythm, work

    with at_work(configuration.data, language):
        wait_for_database(language)
        work(Rhythm())


@click.command("backup", help=mark("Back everything up into one file; the pages may go on being used."))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=mark("The file to write."))
@lang_option
@click.pass_context
def backup_command(ctx: click.Context, out: Path | None, lang: str | None) -> None:
    """Make a backup."""
    language = Language(chosen_language(ctx, lang))
    opened(language)
    from foulee.cli.backup import back_up

    back_up(out, language)


@click.command("restore", help=mark("Put a backup in the place of what is there, which is kept aside."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=mark("Even while the pages are being served."))
@lang_option
@click.pass_context
def restore_command(ctx: click.Context, file: Path, force: bool, lang: str | None) -> None:
    """Restore a backup."""
    language = Language(chosen_language(ctx, lang))
    configuration = opened(language)
    from foulee.cli.backup import put_back

    put_back(file, configuration.data, language, force=force)


@click.command("rotate-keys", help=mark("Encrypt all secrets with a new key, and forget the former one."))
@lang_option
@click.pass_context
def rotate_command(ctx: click.Context, lang: str | None) -> None:
    """Change the key of the secrets at rest."""
    language = Language(chosen_language(ctx, lang))
    configuration = opened(language)
    from foulee.cli.rotate import rotate_keys

    rotate_keys(configuration, language)


@click.command("doctor", help=mark("Say in plain words what is wrong with this installation, and what to do."))
@click.option("--json", "as_json", is_flag=True, help=mark("Write JSON, for a program."))
@lang_option
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    """Examine the installation."""
    from foulee.cli.doctor import examine

    sys.exit(examine(Language(chosen_language(ctx, lang)), as_json=as_json))


@click.command(
    "manage",
    help=mark("Run one of Django's own commands, for those who know them."),
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def manage_command(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Run a command of Django's."""
    opened(Language(chosen_language(ctx, None)))
    from django.core.management import execute_from_command_line

    execute_from_command_line(["foulee manage", *words])
