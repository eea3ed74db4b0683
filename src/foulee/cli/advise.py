"""`foulee advise`: the whole answer for a firm's file."""

import datetime as dt
from pathlib import Path

import click

from foulee.advice.advise import advise
from foulee.advice.model import Setup
from foulee.advice.result import Advice
from foulee.cli.main import mark
from foulee.cli.shared import (
    chosen_day,
    chosen_language,
    lang_option,
    out_option,
    read_firm,
    refuse,
    seed_option,
    style,
    today_option,
    write,
)
from foulee.cli.weeks import AnswerAsked, WeeksAsked, evidence_of, history_options
from foulee.firmfile.problems import FirmFileError
from foulee.knowledge import reader
from foulee.knowledge.reader import Knowledge
from foulee.reporting.language import Language


@click.command("advise", help=mark("Answer for FIRM (a firm.toml): verdict, focus, and three years under four paths."))
@click.argument("firm", type=click.Path(path_type=Path))
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@out_option
@seed_option
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help=mark("Change an answer for this time."))
@history_options
@today_option
@click.pass_context
def advise_command(
    ctx: click.Context,
    firm: Path,
    lang: str | None,
    form: str,
    out: Path | None,
    seed: int,
    changes: tuple[str, ...],
    today: dt.datetime | None,
    weeks: WeeksAsked,
) -> None:
    """Answer for FIRM (a firm.toml): verdict, focus, and three years under four paths."""
    code, day = chosen_language(ctx, lang), chosen_day(today)
    try:
        document = read_firm(firm, changes, today=day)
    except FirmFileError as error:
        refuse(error, Language(code), str(firm))
        return
    knowledge = reader.load(day)
    where = document.firm.country
    language = Language(code, knowledge.countries[where].currency, where)
    asked = AnswerAsked(document=document, knowledge=knowledge, seed=seed, language=language)
    advice = advise(document, knowledge, Setup(seed=seed, today=day), evidence_of(weeks, asked, day))
    write(render(form, advice, knowledge, language, coloured=out is None), out, language)


def render(form: str, advice: Advice, knowledge: Knowledge, language: Language, *, coloured: bool) -> str:
    """Write an advice as text, JSON or HTML."""
    if form == "json":
        from foulee.reporting.payload import as_json  # noqa: PLC0415 - each form loads only what it needs

        return as_json(advice, knowledge, language)
    if form == "html":
        from foulee.reporting.html import as_html  # noqa: PLC0415 - the chart renderer is large

        return as_html(advice, knowledge, language)
    from foulee.reporting.text import as_text, plain  # noqa: PLC0415

    return as_text(advice, knowledge, language, style if coloured else plain)
