"""`foulee history`: read, check and describe a firm's weeks."""

import datetime as dt
import json
from pathlib import Path

import click

from foulee.advice.describing import Description, describe
from foulee.cli.levers import lever_options, read_levers
from foulee.cli.main import mark
from foulee.cli.shared import (
    chosen_day,
    chosen_language,
    lang_option,
    out_option,
    refuse,
    says_file,
    today_option,
    write,
)
from foulee.connectors.files.history.frame import read_history
from foulee.connectors.files.history.reading import HistoryFile
from foulee.core.types import Country
from foulee.firmfile.problems import FirmFileError
from foulee.knowledge.calendar import calendar_events, with_calendar
from foulee.knowledge.reader import read_as
from foulee.knowledge.structures import CountryFigures
from foulee.reporting.history import flags_text, history_payload, history_text, problems_text
from foulee.reporting.history_events import events_payload, events_text
from foulee.reporting.language import Language
from foulee.reporting.problems import problems_payload

UNUSED = {"history_unused", "history_unused_near"}
DESCRIBED = {"history_one_week", "history_few_weeks"}
DESCRIBED |= {"history_lever_unused", "history_lever_constant", "history_levers_together"}


@click.command("history", help=mark("Read, check and describe your weeks: FILE.csv."))
@click.argument("file", type=click.Path(path_type=Path))
@lever_options
@click.option(
    "--country",
    type=click.Choice([country.value for country in Country], case_sensitive=False),
    default=Country.FRANCE.value,
    show_default=True,
    help=mark("Whose holidays, and whose currency."),
)
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@out_option
@today_option
@click.pass_context
def history_command(
    ctx: click.Context,
    file: Path,
    levers: tuple[str, ...],
    controls: tuple[str, ...],
    follows: tuple[str, ...],
    country: str,
    lang: str | None,
    form: str,
    out: Path | None,
    today: dt.datetime | None,
) -> None:
    """Read, check and describe a history of weeks."""
    day, where = chosen_day(today), Country(country.upper())
    language = Language(chosen_language(ctx, lang), _currency(where), where)
    try:
        found = read_history(file, read_levers(levers, follows), controls, today=day)
    except FirmFileError as error:
        refuse(error, language, "" if says_file(error) else file.name)
        return
    history = found.history if found.numbered else with_calendar(found.history, where)
    unknown = {} if found.numbered else calendar_events(where, history.start, history.weeks).unknown
    described = describe(history)
    if form == "json":
        payload = history_payload(described) | events_payload(history, unknown) | _told(found, language)
        write(json.dumps(payload, ensure_ascii=False, indent=1) + "\n", out, language)
        return
    write(_text(file.name, found, described, language) + events_text(history, unknown, language), out, language)


def _currency(country: Country) -> str:
    """A country's currency, without the rest of what is known."""
    return read_as("countries.yaml", dict[str, CountryFigures])[country].currency


def _told(found: HistoryFile, language: Language) -> dict[str, object]:
    return {"problems": problems_payload(found.problems, language), "notes": problems_payload(found.notes, language)}


def _text(name: str, found: HistoryFile, described: Description, language: Language) -> str:
    """The description says some notes itself; without levers, columns that nothing uses are shown as flags to write."""
    bare = not described.levers
    said = DESCRIBED | UNUSED if bare else DESCRIBED
    notes = tuple(note for note in found.notes if note.code not in said)
    flags = flags_text(found.unused, language) if bare else ""
    return history_text(name, described, language) + flags + problems_text(found.problems, notes, language)
