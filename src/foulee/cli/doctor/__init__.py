"""`foulee doctor`: what is wrong with an installation, in plain words, and what to do."""

import json
from collections.abc import Iterator

import click

from foulee.cli.doctor.finding import Finding
from foulee.cli.installation import opened, told
from foulee.configuration import Configuration
from foulee.reporting.language import Language


def examine(language: Language, *, as_json: bool) -> int:
    """Say everything that was found; exit code 1 if something is to be done."""
    findings = list(found(language))
    well = all(finding.well for finding in findings)
    if as_json:
        listed = [{"name": one.name, "well": one.well, "says": one.says, "do": one.do} for one in findings]
        click.echo(json.dumps({"well": well, "findings": listed}, ensure_ascii=False, indent=1))
        return 0 if well else 1
    for finding in findings:
        click.echo(line(finding, language))
    if not well:
        to_do = sum(not finding.well for finding in findings)
        click.echo(language.counted("{n} thing to look into.", "{n} things to look into.", to_do))
    return 0 if well else 1


def line(finding: Finding, language: Language) -> str:
    """One finding, with what to do under it."""
    mark = click.style("OK", fg="green") if finding.well else click.style(language.say("To see"), fg="red", bold=True)
    width = len(language.say("To see")) + 2
    shown = mark + " " * (width - len(click.unstyle(mark))) + finding.says
    return f"{shown}\n{' ' * width}→ {finding.do}" if finding.do else shown


def found(language: Language) -> Iterator[Finding]:
    """Everything that was found, from the ground up: what rests on something broken is not looked at."""
    say = language.say
    configuration = Configuration()
    wrong = configuration.wrong()
    for error in wrong:
        yield Finding("configuration", told(error, say), say("Change this variable, then start again."))
    if wrong:
        return
    if not configuration.data.is_dir():
        sentence = say("Nothing has been started here yet: the folder {folder} does not exist.")
        yield Finding("folder", sentence.format(folder=configuration.data), say("Start foulee serve, or make run."))
        return
    opened(language)
    from foulee.cli.doctor import database, deployment, machine, mail, work  # noqa: PLC0415 - once Django is set up

    yield from machine.found(configuration, language)
    reached = list(database.found(configuration, language))
    yield from reached
    if all(finding.well for finding in reached if finding.name in {"database", "migrations"}):
        yield from work.found(language)
    yield from mail.found(configuration, language)
    yield from deployment.found(configuration, language)
