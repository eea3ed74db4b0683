"""`foulee project`: the owner's own paths of effort beside red, blue, none and the best."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from foulee.advice.advise import CHOOSING_DRAWS, project_plan
from foulee.advice.model import FirmModel, Setup, build
from foulee.advice.options import options
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
from foulee.cli.weeks import AnswerAsked, WeeksAsked, evidence_of, history_options
from foulee.connectors.files.plan_csv import PlanTable, read_plan
from foulee.core.focusing import focus
from foulee.core.plans import Choice, Plan
from foulee.core.projecting.compare import PathResult, Projection
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
@history_options
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
    weeks: WeeksAsked,
) -> None:
    """Project FIRM's plan over three years, with your own paths beside it."""
    code, day = chosen_language(ctx, lang), chosen_day(today)
    try:
        document = read_firm(firm, (), today=day)
        knowledge = reader.load(day)
        tables = read_paths(paths, tuple(option.name for option in options(document, knowledge)))
    except FirmFileError as error:
        refuse(error, Language(code))
        return
    where, setup = document.firm.country, Setup(seed=seed, today=day)
    language = Language(code, knowledge.countries[where].currency, where)
    asked = AnswerAsked(document=document, knowledge=knowledge, seed=seed, language=language)
    evidence = evidence_of(weeks, asked, day)
    model = build(document, knowledge, setup, evidence)
    objective = document.objective.kind or Objective.SELL
    plan = focus(model.market.take(slice(0, CHOOSING_DRAWS)), model.capacity, objective).chosen.plan
    bare = build(document, knowledge, setup) if evidence.weeks else None
    paths_found = Paths(
        projection=with_own_paths(model, plan, tables),
        before=with_own_paths(bare, plan, tables) if bare else None,
        weeks=evidence.weeks.counted if evidence.weeks else 0,
        unread=evidence.unread,
    )
    told = json.dumps(payload(paths_found), indent=1) + "\n" if form == "json" else table(paths_found, language)
    write(told, out, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Paths of the same plan, and as they were seen `before` so many `weeks` of the firm's own were read, if any.

    `unread`: why weeks that there are have nothing in it.
    """

    projection: Projection
    before: Projection | None = None
    weeks: int = 0
    unread: str = ""


def payload(paths: Paths) -> dict[str, Any]:
    """Turn paths into plain values; what was seen before the firm's weeks stands beside."""
    told = projection_payload(paths.projection)
    if paths.before is not None:
        told["weeks"] = {"read": True, "counted": paths.weeks, "before": projection_payload(paths.before)}
    elif paths.unread:
        told["weeks"] = {"read": False, "why": paths.unread}
    return told


def read_paths(paths: tuple[str, ...], accepted: tuple[str, ...]) -> dict[str, PlanTable]:
    """Read `NAME=FILE.csv` options. Raises FirmFileError."""
    tables: dict[str, PlanTable] = {}
    for told in paths:
        name, equals, file = told.partition("=")
        if not equals or not name or name in OURS or name in tables:
            raise FirmFileError([Problem("plan_name", values={"found": told})])
        tables[name] = read_plan(read_bytes(Path(file)), file, accepted)
    return tables


def with_own_paths(model: FirmModel, plan: Plan, tables: dict[str, PlanTable]) -> Projection:
    """Project the chosen plan and the owner's paths, each over the channels it uses."""
    options = {option.name: option for option in model.market.options}
    own = {}
    for name, table in tables.items():
        used = tuple(Choice(option=options[channel], amount=options[channel].typical) for channel in table.channels)
        own[name] = (used, from_amounts(used, table.amounts, model.capacity.weeks))
    return project_plan(model, plan, own)


def table(paths: Paths, language: Language) -> str:
    """One line a path: gain, chance that it pays, when, hours and money; under it, what was seen before the weeks."""
    projection, before = paths.projection, paths.before
    lines = [language.say("Over {weeks} weeks, against doing nothing:").format(weeks=projection.weeks)]
    if before is not None:
        told = language.counted("Rests on {n} week of your sales.", "Rests on {n} weeks of your sales.", paths.weeks)
        lines.insert(0, told)
    elif paths.unread:
        lines.insert(0, language.say("Your weeks have no part in it."))
    names = {
        "none": language.say("nothing"),
        "red": language.say("splash"),
        "blue": language.say("steady pace"),
        "best": language.say("best path"),
    }
    titles = {name: names.get(name, name) for name in projection.paths}
    earlier = language.say("before your figures")
    width = max(map(len, titles.values())) if before is None else max(map(len, [*titles.values(), earlier]))
    for name, path in projection.paths.items():
        if name == "none":  # what the others are held against: nothing spent, nothing to pay back
            lines.append(f"  {titles[name]:{width}} {language.money(0.0):>12}")
            continue
        hours, money = language.number(path.hours), language.money(path.money)
        lines.append(f"  {titles[name]:{width}} {_told(path, language)}  ({hours}\u202fh, {money})")
        if before is not None:
            lines.append(f"  {earlier:{width}} {_told(before.paths[name], language)}")
    return "\n".join(lines) + "\n"


def _told(path: PathResult, language: Language) -> str:
    low, mid, high = (language.money(value) for value in path.gain)
    week = (
        language.say("paid back in week {week}").format(week=path.payback_week)
        if path.payback_week
        else language.say("not paid back in most cases")
    )
    return f"{mid:>12}  [{low} … {high}]  {language.percent(path.chance_pays):>5}  {week}"
