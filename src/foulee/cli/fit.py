"""`foulee fit`: what a firm's own weeks tell."""

import datetime as dt
from pathlib import Path

import click

from foulee.cli.levers import lever_options, plan_option, read_levers, read_plans
from foulee.cli.main import mark
from foulee.cli.shared import chosen_day, chosen_language, lang_option, out_option, refuse, seed_option, today_option, write
from foulee.core.types import Country
from foulee.firmfile.problems import FirmFileError
from foulee.knowledge import reader
from foulee.reporting.language import Language

USUAL_MARGIN = 0.5


@click.command("fit", help=mark("Read what your own weeks tell: FILE.csv (week, sales, one column per lever)."))
@click.argument("file", type=click.Path(path_type=Path))
@lever_options
@plan_option
@click.option("--firm", type=click.Path(path_type=Path), help=mark("The firm's file (firm.toml)."))
@click.option("--margin", type=click.FloatRange(0.0, 1.0), help=mark("Share of sales left after variable costs."))
@click.option("--weeks", type=click.IntRange(13, 520), default=156, show_default=True, help=mark("Weeks to look ahead."))
@click.option(
    "--country",
    type=click.Choice([country.value for country in Country], case_sensitive=False),
    default=Country.FRANCE.value,
    show_default=True,
    help=mark("Whose holidays, and whose currency."),
)
@seed_option
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@out_option
@lang_option
@today_option
@click.pass_context
def fit_command(
    ctx: click.Context,
    file: Path,
    levers: tuple[str, ...],
    controls: tuple[str, ...],
    follows: tuple[str, ...],
    plans: tuple[str, ...],
    firm: Path | None,
    margin: float | None,
    weeks: int,
    country: str,
    seed: int,
    form: str,
    out: Path | None,
    lang: str | None,
    today: dt.datetime | None,
) -> None:
    """Fit a history and answer from it."""
    from foulee.advice.reading import ReadingSetup, read_weeks  # noqa: PLC0415 - compiled code is slow to load
    from foulee.connectors.files.history.frame import read_history  # noqa: PLC0415
    from foulee.knowledge.calendar import with_calendar  # noqa: PLC0415
    from foulee.reporting.reading_payload import as_json  # noqa: PLC0415

    day, where = chosen_day(today), Country(country.upper())
    knowledge = reader.load(day)
    language = Language(chosen_language(ctx, lang), knowledge.countries[where].currency, where)
    try:
        found = read_history(file, read_levers(levers, follows), controls, today=day)
        own = read_plans(plans, found.history.levers)
    except FirmFileError as error:
        refuse(error, language, file.name)
        return
    history = with_calendar(found.history, where)
    setup = ReadingSetup(margin=USUAL_MARGIN if margin is None else margin, weeks=weeks, seed=seed, country=where)
    reading = read_weeks(history, knowledge, setup, {name: plan.efforts for name, plan in own.items()})
    write(as_json(reading), out, language)
