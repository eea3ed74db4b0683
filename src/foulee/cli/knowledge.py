"""`foulee knowledge`: the figures that answers rest on, listed, searched, shown with their sources, and checked."""

import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from foulee.cli.main import mark
from foulee.cli.shared import BAD_INPUT, chosen_day, chosen_language, lang_option, today_option
from foulee.core.audience import LAST_AGE
from foulee.core.types import Network
from foulee.knowledge import audiences, reader
from foulee.knowledge.check import check
from foulee.knowledge.errors import KnowledgeError, Level, Problem
from foulee.knowledge.places import Places
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.rulebooks import load_rules
from foulee.knowledge.schema import Fact, Status
from foulee.knowledge.searching import near, search
from foulee.knowledge.uses import uses
from foulee.reporting.knowledge import Figures, told_problem
from foulee.reporting.knowledge_payload import (
    audience_payload,
    fact_payload,
    prior_payload,
    problem_payload,
    shown_payload,
)
from foulee.reporting.language import Language

WRONG = 1
TABLE = ".csv"
AGES = re.compile(r"(\d{1,3})(?:-(\d{1,3})|\+)")


@click.group("knowledge", help=mark("List, search and check the figures and their sources."))
def knowledge() -> None:
    """Hold the commands together."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command has."""
    form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    return click.pass_context(lang_option(form(today_option(command))))


class Shelf:
    """What every command needs: knowledge on a day, in a language, and a way to print it."""

    def __init__(self, ctx: click.Context, lang: str | None, form: str, today: dt.datetime | None) -> None:
        self.language = Language(chosen_language(ctx, lang))
        self.as_json = form == "json"
        self.day = chosen_day(today)
        self.places = Places(reader.FOLDER)

    @property
    def knowledge(self) -> Knowledge:
        """Read the files; if they cannot be used, say every problem and leave."""
        try:
            return reader.load(self.day)
        except KnowledgeError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            sys.exit(WRONG)

    @property
    def figures(self) -> Figures:
        """Figures in words."""
        return Figures(self.knowledge, self.language)

    def facts(self, found: Sequence[Fact]) -> None:
        """Print facts."""
        if self.as_json:
            self.print_json([fact_payload(fact, self.places) for fact in found])
        else:
            click.echo(self.figures.listed(found))

    def print_json(self, payload: object) -> None:
        """Print plain values."""
        click.echo(json.dumps(payload, ensure_ascii=False, indent=1))

    def refuse(self, message: str, **values: object) -> NoReturn:
        """Say what is not accepted, and leave with exit code 2."""
        click.echo(message.format(**values), err=True)
        sys.exit(BAD_INPUT)


@knowledge.command("list", help=mark("List figures, all or by theme, country, network and way of being seen."))
@click.option("--theme", help=mark("Table of figures, such as reach or trades."))
@click.option("--country", help=mark("Code of a country, such as FR or QC."))
@click.option("--network", help=mark("Code of a network, such as facebook."))
@click.option("--status", help=mark("How the figure was seen, such as assumption."))
@_options
def list_command(
    ctx: click.Context,
    theme: str | None,
    country: str | None,
    network: str | None,
    status: str | None,
    lang: str | None,
    form: str,
    today: dt.datetime | None,
) -> None:
    """List figures."""
    shelf = Shelf(ctx, lang, form, today)
    themes = {key: table.removesuffix(TABLE) for key, (table, _) in shelf.places.facts.items()}
    codes = shelf.knowledge.codes
    wanted = {
        "theme": _filter(shelf, theme, sorted(set(themes.values()))),
        "country": _filter(shelf, country, list(codes.countries)),
        "network": _filter(shelf, network, list(codes.networks)),
        "status": _filter(shelf, status, [one.value for one in Status]),
    }

    def kept(fact: Fact) -> bool:
        found = {
            "theme": themes[fact.id],
            "country": fact.country,
            "network": fact.network,
            "status": fact.status.value,
        }
        return all(code is None or code == found[name] for name, code in wanted.items())

    shelf.facts([fact for fact in shelf.knowledge.facts.values() if kept(fact)])


def _filter(shelf: Shelf, told: str | None, accepted: list[str]) -> str | None:
    return None if told is None else _code(shelf, told, accepted)


def _code(shelf: Shelf, told: str, accepted: list[str]) -> str:
    """The code that was meant, whatever its capitals; refused with the accepted ones if it is none."""
    meant = next((code for code in accepted if code.lower() == told.lower()), None)
    if meant is None:
        message = shelf.language.say("{found} is not accepted; choose among: {accepted}.")
        shelf.refuse(message, found=told, accepted=", ".join(accepted))
    return meant


@knowledge.command("show", help=mark("Show the figure ID: value, interval, population, source, and what uses it."))
@click.argument("key", metavar="ID")
@_options
def show_command(ctx: click.Context, key: str, lang: str | None, form: str, today: dt.datetime | None) -> None:
    """Show one figure."""
    shelf = Shelf(ctx, lang, form, today)
    known = shelf.knowledge
    if key not in known.facts:
        _unknown(shelf, key, near(known, key))
    fact = known.facts[key]
    named = uses(known, load_rules()).get(key, ())
    if shelf.as_json:
        shelf.print_json(shown_payload(fact, known, shelf.places, named))
    else:
        click.echo(shelf.figures.shown(fact, shelf.places, named))


def _unknown(shelf: Shelf, key: str, alike: list[str]) -> NoReturn:
    click.echo(shelf.language.say("There is no figure {key}.").format(key=key), err=True)
    if alike:
        click.echo(shelf.language.say("Perhaps: {near}").format(near=", ".join(alike)), err=True)
    sys.exit(BAD_INPUT)


@knowledge.command("search", help=mark("Find figures by WORDS in their labels, notes, ids and sources; best first."))
@click.argument("words", nargs=-1, required=True)
@_options
def search_command(
    ctx: click.Context, words: tuple[str, ...], lang: str | None, form: str, today: dt.datetime | None
) -> None:
    """Find figures by words."""
    shelf = Shelf(ctx, lang, form, today)
    shelf.facts(search(shelf.knowledge, words))


@knowledge.command("check", help=mark("Find everything wrong in the files of figures; counts them when all is well."))
@_options
def check_command(ctx: click.Context, lang: str | None, form: str, today: dt.datetime | None) -> None:
    """Check the files."""
    shelf = Shelf(ctx, lang, form, today)
    problems = check(shelf.day)
    wrong = any(problem.level is Level.ERROR for problem in problems)
    counts = {} if wrong else _counts(shelf.knowledge)
    if shelf.as_json:
        shelf.print_json({"problems": [problem_payload(one) for one in problems], "counts": counts})
    else:
        click.echo(_checked(shelf, problems, counts))
    sys.exit(WRONG if wrong else 0)


def _counts(known: Knowledge) -> dict[str, int]:
    named = uses(known, load_rules())
    return {
        "facts": len(known.facts),
        "used": len(named),
        "sources": len(known.sources),
        "priors": len(known.priors),
        "law": len(known.law),
    }


def _checked(shelf: Shelf, problems: list[Problem], counts: dict[str, int]) -> str:
    say = shelf.language.say
    lines = [told_problem(problem, shelf.language) for problem in problems]
    if not counts:
        return "\n".join(lines)
    titles = {
        "facts": say("figures"),
        "used": say("of which used"),
        "sources": say("sources"),
        "priors": say("starting ranges"),
        "law": say("lines of law"),
    }
    room = max(len(title) for title in titles.values())
    lines += [f"{titles[key]:<{room}}{shelf.language.number(count):>8}" for key, count in counts.items()]
    return "\n".join(lines if problems else [*lines, say("Nothing wrong.")])


@knowledge.command("audience", help=mark("Estimate the share of people of COUNTRY who use NETWORK, by age."))
@click.argument("country")
@click.argument("network")
@click.option("--ages", default="18+", show_default=True, metavar="25-54", help=mark("Ages, both included."))
@_options
def audience_command(
    ctx: click.Context,
    country: str,
    network: str,
    ages: str,
    lang: str | None,
    form: str,
    today: dt.datetime | None,
) -> None:
    """Estimate use by age."""
    shelf = Shelf(ctx, lang, form, today)
    known = shelf.knowledge
    place = _code(shelf, country, list(known.countries))
    where = Network(_code(shelf, network, [one.value for one in known.usage.lender]))
    between = _ages(shelf, ages)
    found = audiences.audience(known, place, where, between)
    if shelf.as_json:
        shelf.print_json(audience_payload(found, place, where, between))
    else:
        click.echo(shelf.figures.audience(found, place, where, between))


def _ages(shelf: Shelf, told: str) -> tuple[int, int]:
    """Read `25-54` or `60+`; the figures are on adults."""
    match = AGES.fullmatch(told.strip())
    start, end = (int(match[1]), int(match[2] or LAST_AGE)) if match else (0, 0)
    if not audiences.ADULT <= start <= end <= LAST_AGE:
        shelf.refuse(
            shelf.language.say("{found} is not a range of ages from {least} to {most}, such as 25-54 or 60+."),
            found=told,
            least=audiences.ADULT,
            most=LAST_AGE,
        )
    return start, end


@knowledge.command(
    "priors", help=mark("List what is believed before a firm's own figures, and on which figures it rests.")
)
@_options
def priors_command(ctx: click.Context, lang: str | None, form: str, today: dt.datetime | None) -> None:
    """List the priors."""
    shelf = Shelf(ctx, lang, form, today)
    if shelf.as_json:
        shelf.print_json([prior_payload(name, prior) for name, prior in shelf.knowledge.priors.items()])
    else:
        click.echo(shelf.figures.priors())
