"""`foulee demo`: the written report of an example firm, to look at before telling anything about one's own."""

import datetime as dt
import sys
import webbrowser
from pathlib import Path

import click

from foulee.advice import examples
from foulee.advice.advise import advise
from foulee.advice.model import Setup
from foulee.cli.advise import render
from foulee.cli.main import mark
from foulee.cli.shared import BAD_INPUT, chosen_day, chosen_language, lang_option, today_option, write
from foulee.knowledge import reader
from foulee.reporting.language import Language

FIRST = "boulangerie-martinique"


@click.command("demo", help=mark("Print the answer for EXAMPLE and write its report as a page."))
@click.argument("example", default=FIRST)
@click.option("--list", "listing", is_flag=True, help=mark("List the example firms."))
@click.option("--out", type=click.Path(path_type=Path), help=mark("Write the report here (default: EXAMPLE.html)."))
@click.option("--open", "show", is_flag=True, help=mark("Open the report in the browser."))
@lang_option
@today_option
@click.pass_context
def demo_command(
    ctx: click.Context,
    example: str,
    listing: bool,
    out: Path | None,
    show: bool,
    lang: str | None,
    today: dt.datetime | None,
) -> None:
    """Print the answer for EXAMPLE and write its report as a page."""
    code, day = chosen_language(ctx, lang), chosen_day(today)
    names = examples.example_names()
    if listing:
        click.echo("\n".join(names))
        return
    if example not in names:
        told = Language(code).say("There is no example {name}; choose among: {names}")
        click.echo(told.format(name=example, names=", ".join(names)), err=True)
        sys.exit(BAD_INPUT)
    document = examples.example(example, day)
    knowledge = reader.load(day)
    advice = advise(document, knowledge, Setup(today=day))
    language = Language(code, advice.currency, advice.country)
    click.echo(render("text", advice, knowledge, language, coloured=True))
    page = out or Path(f"{example}.html")
    write(render("html", advice, knowledge, language, coloured=False), page, language)
    if show:
        webbrowser.open(page.resolve().as_uri())
