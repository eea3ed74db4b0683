"""The `foulee` command: options shared by all commands, and commands loaded only when used."""

import gettext
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from foulee.configuration import Configuration

# One thread for linear algebra: the arrays are small, and idle threads only burn the processor.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

LOCALE = Path(__file__).parent.parent / "locale"


def mark(message: str) -> str:
    """Mark a message for translation where it cannot be translated yet."""
    return message


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Mark a message with its plural."""
    return one, many


COMMANDS: dict[str, tuple[str, str]] = {
    "advise": (
        "foulee.cli.advise:advise_command",
        mark("Answer for a firm's file: verdict, focus, three years."),
    ),
    "project": (
        "foulee.cli.project:project_command",
        mark("Compare your own paths of effort with red, blue and none."),
    ),
    "history": (
        "foulee.cli.history:history_command",
        mark("Read, check and describe your weeks."),
    ),
    "trial": ("foulee.cli.trial:trial_command", mark("Say which trial would tell what a lever brings.")),
    "trial-result": ("foulee.cli.trial:result_command", mark("Say what a trial has told.")),
    "fit": ("foulee.cli.fit:fit_command", mark("Read what your own weeks tell: each lever, and the years ahead.")),
    "fit-all": ("foulee.cli.fit_all:fit_all_command", mark("The same for all firms of a portfolio, many at once.")),
    "new": ("foulee.cli.asking:new_command", mark("Ask the questions and write the firm's file.")),
    "explain": ("foulee.cli.asking:explain_command", mark("Say why a question is asked, with an example.")),
    "knowledge": (
        "foulee.cli.knowledge:knowledge",
        mark("List, search and check the figures and their sources."),
    ),
    "demo": ("foulee.cli.demo:demo_command", mark("Write the report of an example firm.")),
    "serve": ("foulee.cli.operating:serve_command", mark("Serve the pages.")),
    "worker": ("foulee.cli.operating:worker_command", mark("Do the background work.")),
    "prepare": ("foulee.cli.operating:prepare_command", mark("Bring an installation up to date.")),
    "backup": ("foulee.cli.operating:backup_command", mark("Back everything up into one file.")),
    "restore": ("foulee.cli.operating:restore_command", mark("Put a backup back.")),
    "doctor": ("foulee.cli.operating:doctor_command", mark("Say what is wrong with an installation.")),
    "rotate-keys": ("foulee.cli.operating:rotate_command", mark("Change the key of the secrets.")),
    "manage": ("foulee.cli.operating:manage_command", mark("Run one of Django's own commands.")),
}


class LazyGroup(click.Group):
    """Commands imported when they are called, so that `--help` is immediate."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """List names in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        return translated(cast("click.Command", getattr(import_module(module), name)))

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, gettext.gettext(text)) for name, (_, text) in COMMANDS.items()])


def translated(command: click.Command) -> click.Command:
    """Put a command's help, and its options', into the system's language."""
    if command.help:
        command.help = gettext.gettext(command.help)
    for param in command.params:
        if isinstance(param, click.Option) and param.help:
            param.help = gettext.gettext(param.help)
    if isinstance(command, click.Group) and not isinstance(command, LazyGroup):
        for inner in command.commands.values():
            translated(inner)
    return command


def default_language() -> str:
    """French unless `FOULEE_LANG` or the system's language says English."""
    return Configuration().language


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=mark("Foulée: should a small firm be on social media, where, and what are three steady years worth?"),
)
@click.version_option(package_name="foulee")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Hold the commands together."""
    ctx.ensure_object(dict)
    ctx.obj.setdefault("lang", default_language())


def main() -> None:
    """Run the command line, click's own words translated too; a broken pipe ends it quietly."""
    os.environ["LANGUAGE"] = default_language()
    gettext.bindtextdomain("foulee", str(LOCALE))
    gettext.textdomain("foulee")
    translated(cli)
    try:
        cli(prog_name="foulee")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


CLICK_WORDS = (  # click's own words, marked here so that the catalogue holds them
    mark("Usage:"),
    mark("Options"),
    mark("Commands"),
    mark("Show this message and exit."),
    mark("Show the version and exit."),
    mark("Error: {message}"),
    mark("Try '{command} {option}' for help."),
    mark("Missing argument"),
    mark("No such option {name!r}."),
    mark("Invalid value for {param_hint}: {message}"),
    mark("Option {name!r} does not take a value."),
    mark("{value!r} is not a valid {number_type}."),
    mark("{value} is not in the range {range}."),
    mark("Missing command."),
    mark("No such command {name!r}."),
    mark("default: {default}"),
    mark("Aborted!"),
)
CLICK_PLURALS = mark_plural("{value!r} is not {choice}.", "{value!r} is not one of {choices}.")
