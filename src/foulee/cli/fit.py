"""`foulee fit`: what a firm's own weeks tell."""

import datetime as dt
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foulee.advice.lever_channels import without_twins
from foulee.advice.options import options
from foulee.cli.levers import lever_options, plan_option, read_plans
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
from foulee.cli.weeks import HistoryAsked, say_not_converged, trial_option, weeks_of
from foulee.connectors.files.history.plan import LeverPlan
from foulee.core.history import FirmHistory
from foulee.core.types import Country, Floats
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.schema import FirmFile
from foulee.knowledge import reader
from foulee.reporting.language import Language

if TYPE_CHECKING:  # the engine is compiled, and slow to load: whoever asks for help does not wait for it
    from foulee.advice.reading import Reading
    from foulee.reporting.fit_telling import Shown

NOT_CONVERGED = 3
WIDTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked of the command."""

    weeks_file: HistoryAsked
    plans: tuple[str, ...]
    margin: float | None
    country: Country | None
    weeks: int
    seed: int
    today: dt.date


@click.command("fit", help=mark("Read what your own weeks tell: HISTORY.csv (week, sales, one column per lever)."))
@click.argument("file", metavar="HISTORY", type=click.Path(path_type=Path))
@lever_options
@plan_option
@trial_option
@click.option("--firm", type=click.Path(path_type=Path), help=mark("The firm's file, for its margin and its hours."))
@click.option(
    "--margin", type=click.FloatRange(0.0, 1.0), help=mark("Share of sales left after what is sold, such as 0.6.")
)
@click.option(
    "--weeks", type=click.IntRange(13, 520), default=156, show_default=True, help=mark("Weeks to look ahead.")
)
@click.option(
    "--country",
    type=click.Choice([country.value for country in Country], case_sensitive=False),
    default=None,
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
    trials: tuple[Path, ...],
    firm: Path | None,
    margin: float | None,
    weeks: int,
    country: str | None,
    seed: int,
    form: str,
    out: Path | None,
    lang: str | None,
    today: dt.datetime | None,
) -> None:
    """Fit a history and answer from it."""
    day = chosen_day(today)
    asked = _Asked(
        weeks_file=HistoryAsked(file=file, levers=levers, controls=controls, follows=follows, trials=trials, today=day),
        plans=plans,
        margin=margin,
        country=Country(country.upper()) if country else None,
        weeks=weeks,
        seed=seed,
        today=day,
    )
    code = chosen_language(ctx, lang)
    document = _firm(firm, asked, Language(code))
    language = _language(code, document, asked)
    reading, shown = _read(asked, document, language)
    write(_render(form, reading, shown, language, on_screen=out is None), out, language)


def _firm(path: Path | None, asked: _Asked, language: Language) -> FirmFile | None:
    try:
        return read_firm(path, (), today=asked.today) if path else None
    except FirmFileError as error:
        refuse(error, language, str(path))
    return None


def _language(code: str, document: FirmFile | None, asked: _Asked) -> Language:
    where = asked.country or (document.firm.country if document else Country.FRANCE)
    return Language(code, reader.load(asked.today).countries[where].currency, where)


def _read(asked: _Asked, document: FirmFile | None, language: Language) -> "tuple[Reading, Shown]":
    """Read the file, then learn from it; leaves where that cannot be."""
    from foulee.advice.learning import Known, knowing  # noqa: PLC0415 - compiled code is slow to load
    from foulee.advice.reading import read_weeks  # noqa: PLC0415
    from foulee.advice.reading_setup import Said, reading_setup  # noqa: PLC0415
    from foulee.cli.progress import Progress  # noqa: PLC0415
    from foulee.core.response.fitting.fit import NotConverged  # noqa: PLC0415
    from foulee.reporting.fit_telling import Shown  # noqa: PLC0415

    progress, said = Progress(language), Said(document=document, margin=asked.margin, country=asked.country)
    progress.say(language.say("Reading {file}.").format(file=asked.weeks_file.file.name))
    found, history = weeks_of(asked.weeks_file, said.where, language)
    paths, notes = _plans(asked, history, language)
    knowledge = reader.load(asked.today)
    setup, assumed = reading_setup(said, history, knowledge, weeks=asked.weeks, seed=asked.seed)
    if document:
        channels = without_twins(history.levers, options(document, knowledge))
        known = Known(document=document, knowledge=knowledge, channels=channels, placed=not found.numbered)
        setup = knowing(setup, known)
    progress.learning(int(history.counted.sum()))
    try:
        reading = read_weeks(history, knowledge, setup, paths, heard=progress.fitting)
    except NotConverged as refusal:
        say_not_converged(str(refusal), found, language)
        sys.exit(NOT_CONVERGED)
    notes = (*found.notes, *notes)
    return reading, Shown(name=asked.weeks_file.file.name, assumed=assumed, problems=found.problems, notes=notes)


def _plans(asked: _Asked, history: FirmHistory, language: Language) -> tuple[dict[str, Floats], tuple[Problem, ...]]:
    """The owner's plans laid on the weeks to come, and what is worth knowing of them."""
    paths: dict[str, Floats] = {}
    notes: list[Problem] = []
    try:
        for name, plan in read_plans(asked.plans, history.levers).items():
            paths[name], over = _laid(name, plan, history)
            notes += [*plan.notes, *_about_plan(name, paths[name].shape[0], over, asked.weeks)]
    except FirmFileError as error:
        refuse(error, language)
    return paths, tuple(notes)


def _laid(name: str, plan: LeverPlan, history: FirmHistory) -> tuple[Floats, int]:
    from foulee.advice.reading_setup import laid  # noqa: PLC0415 - compiled code is slow to load

    efforts, over = laid(plan.efforts, plan.start, history)
    if not efforts.shape[0]:
        last = history.monday(history.weeks - 1)
        raise FirmFileError([Problem("plan_all_over", values={"found": name, "last": last})])
    return efforts, over


def _about_plan(name: str, planned: int, over: int, weeks: int) -> list[Problem]:
    """Where a plan and the weeks that are looked at do not begin or end together."""
    notes = [Problem("plan_begun", values={"found": name, "count": over})] if over else []
    if planned < weeks:
        notes.append(Problem("plan_ends", values={"found": name, "count": planned}))
    if planned > weeks:
        notes.append(Problem("plan_longer", values={"found": name, "limit": weeks}))
    return notes


def _render(form: str, reading: "Reading", shown: "Shown", language: Language, *, on_screen: bool) -> str:
    """Write a reading as text, JSON or HTML; each form loads only what it needs."""
    if form == "json":
        from foulee.reporting.fit_payload import as_json  # noqa: PLC0415

        return as_json(reading, shown, language)
    if form == "html":
        from foulee.reporting.fit_html import as_html  # noqa: PLC0415

        return as_html(reading, shown, language)
    from foulee.reporting.fit_text import reading_text  # noqa: PLC0415
    from foulee.reporting.text import plain  # noqa: PLC0415

    width = shutil.get_terminal_size((WIDTH, 0)).columns if on_screen and sys.stdout.isatty() else WIDTH
    return reading_text(reading, shown, language, style if on_screen else plain, width)
