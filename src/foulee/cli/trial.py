"""`foulee trial`: which trial would tell what a lever brings. `foulee trial-result`: what one has told."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from foulee.advice.experiments import Asked, Counted, How, TrialAdvice, first_monday, monday_from, plan_trial, tell
from foulee.cli.levers import lever_options, read_levers
from foulee.cli.main import mark
from foulee.cli.shared import (
    chosen_day,
    chosen_language,
    lang_option,
    out_option,
    read_firm,
    refuse,
    seed_option,
    today_option,
    write,
)
from foulee.connectors.files.history.frame import read_history
from foulee.connectors.files.schedule_file import read_schedule
from foulee.core.history import FirmHistory
from foulee.core.measuring.table import TrialError
from foulee.core.types import Country
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.reading import read_bytes
from foulee.firmfile.schema import FirmFile
from foulee.knowledge import reader
from foulee.knowledge.calendar import with_calendar
from foulee.reporting.calendar_file import CalendarWriter
from foulee.reporting.language import Language
from foulee.reporting.trial import result_payload, result_text, trial_payload, trial_text

MOST_WEEKS = 156
FORMATS = click.Choice(["text", "json"])


def _common(command: Any) -> Any:  # noqa: ANN401 - a decorator of click's
    """Add what both commands ask."""
    for option in (
        seed_option,
        today_option,
        out_option,
        lang_option,
        click.option("--format", "form", type=FORMATS, default="text", show_default=True),
        click.option(
            "--country",
            type=click.Choice([country.value for country in Country], case_sensitive=False),
            default=None,
            help=mark("Whose holidays, and whose currency."),
        ),
        click.option("--on", "lever", required=True, metavar="NAME", help=mark("The lever to be tried.")),
        lever_options,
    ):
        command = option(command)
    return command


@click.command("trial", help=mark("Say which trial would tell what a lever of HISTORY.csv brings."))
@click.argument("history", type=click.Path(path_type=Path))
@_common
@click.option("--firm", type=click.Path(path_type=Path), help=mark("The firm's file, for its margin and its hours."))
@click.option(
    "--weeks", type=click.IntRange(2, MOST_WEEKS), default=26, show_default=True, help=mark("The longest trial.")
)
@click.option("--money", type=click.FloatRange(0.0), help=mark("The most that it may cost, in money."))
@click.option(
    "--margin", type=click.FloatRange(0.0, 1.0), help=mark("Share of sales left after what is sold, such as 0.6.")
)
@click.option(
    "--alike",
    type=click.FloatRange(-0.5, 0.99),
    help=mark("How alike two shops' weekly sales move, 0 to 0.99: then one can be with and the other without."),
)
@click.option(
    "--effort",
    type=click.FloatRange(0.0, min_open=True),
    help=mark("Hours or money of a usual week (default: as in the weeks it was used)."),
)
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help=mark("The first day (default: the next Monday)."))
@click.option("--ics", type=click.Path(path_type=Path), help=mark("Write the weeks as a calendar file."))
@click.pass_context
def trial_command(
    ctx: click.Context,
    history: Path,
    levers: tuple[str, ...],
    controls: tuple[str, ...],
    follows: tuple[str, ...],
    lever: str,
    firm: Path | None,
    weeks: int,
    money: float | None,
    margin: float | None,
    alike: float | None,
    effort: float | None,
    start: dt.datetime | None,
    ics: Path | None,
    country: str | None,
    form: str,
    lang: str | None,
    out: Path | None,
    today: dt.datetime | None,
    seed: int,
) -> None:
    """Say which trial would tell."""
    day, code = chosen_day(today), chosen_language(ctx, lang)
    language = _language(code, _where(country), day)
    try:
        document = read_firm(firm, (), today=day) if firm else None
        where = _where(country, document)
        language = _language(code, where, day)
        found = _history(history, (levers, controls, follows), lever, where, day)
        asked = Asked(
            lever=lever,
            start=monday_from(start.date()) if start else first_monday(found, day),
            weeks=weeks,
            money=float("inf") if money is None else money,
            margin=margin,
            alike=alike,
            effort=effort,
            document=document,
            seed=seed,
        )
        advice = plan_trial(found, asked, reader.load(day))
    except FirmFileError as error:
        refuse(error, language)
        return
    except TrialError as error:
        refuse(FirmFileError([Problem(f"trial_{error.code}")]), language)
        return
    _write_calendar(advice, ics, day, language)
    write(_json(trial_payload(advice, language)) if form == "json" else trial_text(advice, language), out, language)


@click.command("trial-result", help=mark("Say what a trial of a lever of HISTORY.csv has told."))
@click.argument("history", type=click.Path(path_type=Path))
@_common
@click.option(
    "--schedule",
    type=click.Path(path_type=Path),
    required=True,
    help=mark("The trial's weeks: the calendar file, or a CSV of weeks with and without."),
)
@click.option(
    "--counted",
    type=click.Choice([counted.value for counted in Counted]),
    default=Counted.SALES.value,
    show_default=True,
    help=mark("What is compared between the weeks."),
)
@click.option("--beside", metavar="NAME", help=mark("A --control that holds the sales of a like shop, left as it was."))
@click.pass_context
def result_command(
    ctx: click.Context,
    history: Path,
    levers: tuple[str, ...],
    controls: tuple[str, ...],
    follows: tuple[str, ...],
    lever: str,
    schedule: Path,
    counted: str,
    beside: str | None,
    country: str | None,
    form: str,
    lang: str | None,
    out: Path | None,
    today: dt.datetime | None,
    seed: int,
) -> None:
    """Say what a trial has told."""
    day = chosen_day(today)
    where, what = _where(country), Counted(counted)
    language = _language(chosen_language(ctx, lang), where, day)
    try:
        found = _history(history, (levers, controls, follows), lever, where, day)
        drawn = read_schedule(read_bytes(schedule), schedule.name, lever)
        analysis = tell(found, drawn, reader.load(day), How(counted=what, beside=beside, seed=seed))
    except FirmFileError as error:
        refuse(error, language)
        return
    except TrialError as error:
        refuse(FirmFileError([Problem(f"trial_{error.code}")]), language)
        return
    told = (
        _json(result_payload(analysis, what, drawn, language))
        if form == "json"
        else result_text(analysis, what, language)
    )
    write(told, out, language)


def _where(country: str | None, document: FirmFile | None = None) -> Country:
    if country:
        return Country(country.upper())
    return document.firm.country if document else Country.FRANCE


def _language(code: str, where: Country, day: dt.date) -> Language:
    return Language(code, reader.load(day).countries[where].currency, where)


def _history(
    path: Path,
    asked: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]],
    lever: str,
    where: Country,
    day: dt.date,
) -> FirmHistory:
    """Read the weeks, with their calendar. Raises FirmFileError."""
    levers, controls, follows = asked
    specs = read_levers(levers, follows)
    if lever not in specs:
        raise FirmFileError([Problem("trial_lever", values={"found": lever, "accepted": ", ".join(specs) or "–"})])
    return with_calendar(read_history(path, specs, controls, today=day).history, where)


def _write_calendar(advice: TrialAdvice, path: Path | None, day: dt.date, language: Language) -> None:
    """Write the chosen trial's weeks; where none would tell, there is nothing to put into a calendar."""
    if path is None:
        return
    if advice.chosen is None:
        click.echo(language.say("No calendar was written, since no trial would tell."), err=True)
        return
    writer = CalendarWriter(advice.chosen.kind, advice.effort, advice.unit, language)
    content = writer.write(advice.schedule(advice.chosen), day).decode()
    write(content, path, language)


def _json(payload: dict[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=1) + "\n"
