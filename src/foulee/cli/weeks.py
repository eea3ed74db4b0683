"""A history of weeks as commands take it: read with its levers and trials; learnt from where an answer rests on it."""

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from foulee.advice.evidence import NOTHING_MORE, Evidence
from foulee.advice.lever_channels import channels_of
from foulee.advice.options import options
from foulee.cli.levers import lever_options, read_levers
from foulee.cli.main import mark
from foulee.cli.shared import refuse, says_file
from foulee.connectors.files.history.frame import bytes_of, read_history
from foulee.connectors.files.history.reading import HistoryFile
from foulee.connectors.files.trial_result import read_result
from foulee.core.history import FirmHistory
from foulee.core.measuring.table import with_result
from foulee.core.types import Country
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.calendar import with_calendar
from foulee.knowledge.reader import Knowledge
from foulee.reporting.history import problems_text
from foulee.reporting.language import Language

UNREAD = "not_converged"  # why weeks have nothing in an answer
HORIZON = 156

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAsked:
    """A file of weeks, and what was said of its columns."""

    file: Path
    levers: tuple[str, ...]
    controls: tuple[str, ...]
    follows: tuple[str, ...]
    trials: tuple[Path, ...]
    today: dt.date


def trial_option(command: Command) -> Command:
    """Add `--trial-result`."""
    return click.option(
        "--trial-result",
        "trials",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE.json",
        help=mark("What a trial found, as foulee trial-result --format json wrote it."),
    )(command)


def weeks_of(asked: HistoryAsked, where: Country, language: Language) -> tuple[HistoryFile, FirmHistory]:
    """The weeks, with their calendar where their place in it is known; leaves where they cannot be read."""
    try:
        levers = read_levers(asked.levers, asked.follows)
        found = read_history(asked.file, levers, asked.controls, today=asked.today)
        history = _with_trials(found.history, asked.trials)
    except FirmFileError as error:
        refuse(error, language, "" if says_file(error) else asked.file.name)
        raise
    return found, history if found.numbered else with_calendar(history, where)


def _with_trials(history: FirmHistory, files: tuple[Path, ...]) -> FirmHistory:
    """The history with what trials found. Raises FirmFileError."""
    for file in files:
        result = read_result(bytes_of(file), file.name)
        if result.lever not in history.names:
            raise FirmFileError([Problem("trial_result_lever", values={"file": file.name, "found": result.lever})])
        history = with_result(history, result)
    return history


def say_not_converged(details: str, found: HistoryFile, language: Language) -> None:
    """Say that there is no answer, and what in the file may be why."""
    told = language.say(
        "No answer: twice, the calculation did not agree with itself, and what it found is not to be relied on "
        "({details})."
    )
    advice = language.say("Check the file (foulee history), leave a lever out, or count more weeks.")
    click.echo(f"{told.format(details=details)} {advice}", err=True)
    say_problems(found, language)


def say_problems(found: HistoryFile, language: Language) -> None:
    """Say what in the file was left out, put right or not used: beside the answer, which goes elsewhere."""
    click.echo(problems_text(found.problems, found.notes, language), err=True, nl=False)


# --- an answer that rests on them ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeksAsked:
    """Weeks that an answer may rest on, as the options of a command say it: see `history_options`."""

    history: Path | None
    channels: tuple[str, ...]
    levers: tuple[str, ...]
    controls: tuple[str, ...]
    follows: tuple[str, ...]
    trials: tuple[Path, ...]


def history_options(command: Command) -> Command:
    """Add `--history`, and what goes with it; the command gets all of it as `weeks`."""

    @functools.wraps(command)
    def gathered(*args: Any, **values: Any) -> Any:  # noqa: ANN401 - what click passes
        """Run the command with its weeks in one."""
        weeks = WeeksAsked(**{item.name: values.pop(item.name) for item in fields(WeeksAsked)})
        return command(*args, weeks=weeks, **values)

    told = click.option(
        "--channel",
        "channels",
        multiple=True,
        metavar="LEVER=CHANNEL",
        help=mark("The channel that a lever is, such as instagram.hours; none where it is none."),
    )(trial_option(lever_options(gathered)))
    return click.option(
        "--history",
        type=click.Path(path_type=Path),
        metavar="FILE.csv",
        help=mark("Your own weeks, which the answer then rests on: week, sales, one column per lever."),
    )(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAsked:
    """An answer for a firm: its file, what is known, with which seed, in which language."""

    document: FirmFile
    knowledge: Knowledge
    seed: int
    language: Language


def evidence_of(weeks: WeeksAsked, answer: AnswerAsked, today: dt.date) -> Evidence:
    """What the firm's weeks tell; leaves where they cannot be read.

    Where the fit refuses, that is said, and the answer rests on what was believed before them.
    """
    columns = {"levers": weeks.levers, "controls": weeks.controls, "follows": weeks.follows}
    if weeks.history is None:
        if weeks.channels or weeks.trials or any(columns.values()):
            refuse(FirmFileError([Problem("history_needed")]), answer.language)
        return NOTHING_MORE
    asked = HistoryAsked(file=weeks.history, trials=weeks.trials, today=today, **columns)
    try:
        return _learnt(asked, _told_channels(weeks.channels), answer)
    except FirmFileError as error:
        refuse(error, answer.language)
        raise


def _learnt(asked: HistoryAsked, told: dict[str, str], answer: AnswerAsked) -> Evidence:
    from foulee.advice.learning import Known, read_and_learn  # noqa: PLC0415 - compiled code is slow to load
    from foulee.advice.reading_setup import Said, reading_setup  # noqa: PLC0415
    from foulee.cli.progress import Progress  # noqa: PLC0415
    from foulee.core.response.fitting.fit import NotConverged  # noqa: PLC0415

    document, knowledge, language = answer.document, answer.knowledge, answer.language
    progress = Progress(language)
    progress.say(language.say("Reading {file}.").format(file=asked.file.name))
    found, history = weeks_of(asked, document.firm.country, language)
    channels = channels_of(history.levers, options(document, knowledge), told)
    known = Known(
        document=document,
        knowledge=knowledge,
        channels=channels,
        placed=not found.numbered,
    )
    setup, _ = reading_setup(Said(document=document), history, knowledge, weeks=HORIZON, seed=answer.seed)
    progress.learning(int(history.counted.sum()))
    try:
        _, weeks = read_and_learn(history, known, setup, heard=progress.fitting)
    except NotConverged as refusal:
        say_not_converged(str(refusal), found, language)
        return Evidence(unread=UNREAD)
    say_problems(found, language)
    return Evidence(weeks=weeks)


def _told_channels(told: tuple[str, ...]) -> dict[str, str]:
    """Read `--channel LEVER=CHANNEL`; the last `=` parts the two. Raises FirmFileError."""
    found: dict[str, str] = {}
    for option in told:
        lever, equals, channel = (part.strip() for part in option.rpartition("="))
        if not equals or not lever or not channel or lever in found:
            raise FirmFileError([Problem("channel_told", values={"found": option})])
        found[lever] = channel
    return found
