"""`foulee project`: the owner's own paths of effort beside red, blue, none and the best."""

import datetime as dt
import json
from pathlib import Path

import click

from foulee.advice.advise import CHOOSING_DRAWS, project_plan
from foulee.advice.model import FirmModel, Setup, build
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
from foulee.connectors.files.plan_csv import PlanTable, read_plan
from foulee.core.focusing import Focus, focus
from foulee.core.plans import Choice
from foulee.core.projecting.compare import Projection
from foulee.core.projecting.paths import from_amounts
from foulee.core.types import Objective
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.reading import read_bytes
from foulee.knowledge import reader
from foulee.reporting.language import Language
from foulee.reporting.payload import projection_payload

OURS = ("none", "red", "blue", "best")


@click.command("project", help=mark("Project FIRM's plan over three years, with your own paths beside it."))
@click.argument("firm", type=click.Path(path_type=Path))
@click.option(
    "--path",
    "paths",
    multiple=True,
    metavar="NAME=FILE.csv",
    help=mark("A path of your own: week, then one column per channel."),
)
@lang_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@out_option
@seed_option
@today_option
@click.pass_context
def project_command(
    ctx: click.Context,
    firm: Path,
    paths: tuple[str, ...],
    lang: str | None,
    form: str,
    out: Path | None,
    seed: int,
    today: dt.datetime | None,
) -> None:
    """Project FIRM's plan over three years, with your own paths beside it."""
    code, day = chosen_language(ctx, lang), chosen_day(today)
    try:
        document = read_firm(firm, (), today=day)
        knowledge = reader.load(day)
        model = build(document, knowledge, Setup(seed=seed, today=day))
        tables = read_paths(paths, tuple(option.name for option in model.market.options))
    except FirmFileError as error:
        refuse(error, Language(code))
        return
    objective = document.objective.kind or Objective.SELL
    found = focus(model.market.take(slice(0, CHOOSING_DRAWS)), model.capacity, objective)
    projection = with_own_paths(model, found, tables)
    country = knowledge.countries[document.firm.country]
    language = Language(code, country.currency, document.firm.country)
    told = (
        json.dumps(projection_payload(projection), indent=1) + "\n" if form == "json" else table(projection, language)
    )
    write(told, out, language)


def read_paths(paths: tuple[str, ...], accepted: tuple[str, ...]) -> dict[str, PlanTable]:
    """Read `NAME=FILE.csv` options. Raises FirmFileError."""
    tables: dict[str, PlanTable] = {}
    for told in paths:
        name, equals, file = told.partition("=")
        if not equals or not name or name in OURS or name in tables:
            raise FirmFileError([Problem("plan_name", values={"found": told})])
        tables[name] = read_plan(read_bytes(Path(file)), file, accepted)
    return tables


def with_own_paths(model: FirmModel, found: Focus, tables: dict[str, PlanTable]) -> Projection:
    """Project the chosen plan and the owner's paths, each over the channels it uses."""
    options = {option.name: option for option in model.market.options}
    own = {}
    for name, table in tables.items():
        used = tuple(Choice(option=options[channel], amount=options[channel].typical) for channel in table.channels)
        own[name] = (used, from_amounts(used, table.amounts, model.capacity.weeks))
    return project_plan(model, found.chosen.plan, own)


def table(projection: Projection, language: Language) -> str:
    """One line a path: gain, chance that it pays, when, hours and money."""
    lines = [language.say("Over {weeks} weeks, against doing nothing:").format(weeks=projection.weeks)]
    names = {
        "none": language.say("nothing"),
        "red": language.say("splash"),
        "blue": language.say("steady pace"),
        "best": language.say("best path"),
    }
    titles = {name: names.get(name, name) for name in projection.paths}
    width = max(map(len, titles.values()))
    for name, path in projection.paths.items():
        if name == "none":  # what the others are held against: nothing spent, nothing to pay back
            lines.append(f"  {titles[name]:{width}} {language.money(0.0):>12}")
            continue
        low, mid, high = (language.money(value) for value in path.gain)
        week = (
            language.say("paid back in week {week}").format(week=path.payback_week)
            if path.payback_week
            else language.say("not paid back in most cases")
        )
        hours, money = language.number(path.hours), language.money(path.money)
        lines.append(
            f"  {titles[name]:{width}} {mid:>12}  [{low} … {high}]  {language.percent(path.chance_pays):>5}  {week}"
            f"  ({hours}\u202fh, {money})"
        )
    return "\n".join(lines) + "\n"
