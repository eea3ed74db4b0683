"""`foulee fit-all`: a whole portfolio of firms, in parallel, resumable, each one leaning on its peers."""

import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foulee.cli.main import mark
from foulee.cli.shared import (
    BAD_INPUT,
    chosen_day,
    chosen_language,
    lang_option,
    refuse,
    seed_option,
    today_option,
)
from foulee.firmfile.portfolio import Listed, read_portfolio
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

if TYPE_CHECKING:  # the engine is compiled, and slow to load: whoever asks for help does not wait for it
    from foulee.cli.portfolio.members import Order
    from foulee.cli.portfolio.run import Told

SOME_FAILED = 4


@click.command("fit-all", help=mark("Read the weeks of all firms of PORTFOLIO, a file or a folder; see the guide."))
@click.argument("portfolio", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help=mark("Folder of the answers; a run that was stopped goes on from it."),
)
@click.option("--jobs", type=click.IntRange(1, 512), default=2, show_default=True, help=mark("Firms read at once."))
@click.option("--pool/--no-pool", default=True, show_default=True, help=mark("Whether firms lean on their peers."))
@click.option(
    "--weeks", type=click.IntRange(13, 520), default=156, show_default=True, help=mark("Weeks to look ahead.")
)
@click.option(
    "--executor",
    "executor",
    default="process",
    show_default=True,
    metavar="process|dask:ADDRESS|python:MODULE:FUNCTION",
    help=mark("Where the work is done."),
)
@seed_option
@lang_option
@today_option
@click.pass_context
def fit_all_command(
    ctx: click.Context,
    portfolio: Path,
    out: Path,
    jobs: int,
    pool: bool,
    weeks: int,
    executor: str,
    seed: int,
    lang: str | None,
    today: dt.datetime | None,
) -> None:
    """Fit every firm of a portfolio."""
    from foulee.cli.portfolio.members import Order  # noqa: PLC0415 - compiled code is slow to load

    code = chosen_language(ctx, lang)
    language = Language(code)
    order = Order(today=chosen_day(today), lang=code, weeks=weeks, seed=seed)
    try:
        listed = read_portfolio(portfolio)
    except FirmFileError as error:
        refuse(error, language, portfolio.name)
        return
    found = _run(listed, order, out, (executor, jobs, pool), language)
    _say(found, out, language)
    if any(told.status == "failed" for told in found):
        sys.exit(SOME_FAILED)


def _run(
    listed: list[Listed], order: "Order", out: Path, how: tuple[str, int, bool], language: Language
) -> list["Told"]:
    """Go through the portfolio; leaves where that cannot be."""
    from foulee.cli.portfolio.executors import UnknownExecutorError, Workers, maker  # noqa: PLC0415
    from foulee.cli.portfolio.keeping import REPORT, UnwritableError, put  # noqa: PLC0415
    from foulee.cli.portfolio.pace import Pace  # noqa: PLC0415
    from foulee.cli.portfolio.run import Batch  # noqa: PLC0415

    executor, jobs, pool = how
    try:
        batch = Batch(listed, order, out, Pace(language))
        with Workers(maker(executor, jobs), jobs) as workers:
            found = batch.run(workers, pool=pool)
        put(out / REPORT, _report(found, order, language))
    except UnwritableError:
        refuse(FirmFileError([Problem("cannot_write", values={"file": str(out)})]), language)
    except (UnknownExecutorError, OSError) as error:  # a cluster that is not, or no longer, there
        click.echo(language.say("No executor {found}: {details}").format(found=executor, details=error), err=True)
        sys.exit(BAD_INPUT)
    return found


def _report(found: list["Told"], order: "Order", language: Language) -> str:
    """What came of every firm, as JSON."""
    firms = [
        asdict(told) | {"problems": [problem.code for problem in told.problems], "why": why(told, language)}
        for told in found
    ]
    report = {"today": order.today.isoformat(), "seed": order.seed, "weeks_ahead": order.weeks, "firms": firms}
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _say(found: list["Told"], out: Path, language: Language) -> None:
    """Say what came of it: failures one by one, then how many answers there are."""
    for told in found:
        if told.status == "failed":
            click.echo(f"{plain(told.name)}: {why(told, language)}", err=True)
    fitted, kept = (sum(told.status == status for told in found) for status in ("fitted", "kept"))
    failed = len(found) - fitted - kept
    parts = [language.counted("{n} firm read", "{n} firms read", fitted)]
    if kept:
        parts.append(language.counted("{n} unchanged", "{n} unchanged", kept))
    if failed:
        parts.append(language.counted("{n} without an answer", "{n} without an answer", failed))
    click.echo(language.say("{counts}. Answers: {folder}").format(counts=", ".join(parts), folder=out / "firms"))


def plain(name: str) -> str:
    """A name without what would move the cursor or turn the line round."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)


def why(told: "Told", language: Language) -> str:
    """Why a firm has no answer, in a sentence or several; empty where it has one."""
    if told.problems:
        return " ".join(sentence(problem, language) for problem in told.problems)
    sentences = {
        "not_converged": language.say(
            "twice, the calculation did not agree with itself ({details}); leave a lever out, or count more weeks."
        ),
        "no_sales": language.say("no week has any sales."),
        "lost": language.say("the process that worked on it ended ({details})."),
        "error": language.say("something went wrong that should not have: {details}."),
    }
    return sentences.get(told.code, "").format(details=told.details)
