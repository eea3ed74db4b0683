"""`foulee new` asks the questions and writes the firm's file; `foulee explain` says why one is asked."""

import datetime as dt
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from foulee.cli.main import mark
from foulee.cli.shared import (
    BAD_INPUT,
    chosen_day,
    chosen_language,
    lang_option,
    refuse,
    today_option,
    write,
)
from foulee.firmfile.answering import CHANNELS, WITHIN, presences, problems_of, put
from foulee.firmfile.fields import Field, fields
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.reading import check
from foulee.firmfile.typed import YES_NO, parse
from foulee.firmfile.writing import as_toml
from foulee.knowledge.texts import Questions, QuestionText, load_questions
from foulee.reporting.language import Language
from foulee.reporting.problems import spoken

STOP = {"stop", "fin", "quit"}
UNKNOWN = {"", "?"}


@click.command("explain", help=mark("Say why FIELD (such as means.hours_per_week) is asked, with an example."))
@click.argument("field")
@lang_option
@click.pass_context
def explain_command(ctx: click.Context, field: str, lang: str | None) -> None:
    """Say why FIELD (such as means.hours_per_week) is asked, with an example."""
    language = Language(chosen_language(ctx, lang))
    questions = load_questions()
    paths = [question.path for question in questions.questions]
    matching = [path for path in paths if path == field or path.endswith(f".{field}")]
    if len(matching) != 1:
        near = matching or get_close_matches(field, paths, n=3, cutoff=0.4)
        click.echo(language.say("There is no field {field}.").format(field=field), err=True)
        if near:
            click.echo(language.say("Perhaps: {near}").format(near=", ".join(near)), err=True)
        sys.exit(BAD_INPUT)
    question = questions.find(matching[0])
    assert question is not None
    click.echo(_explained(question, questions, language))


def _explained(question: QuestionText, questions: Questions, language: Language) -> str:
    lang, example = language.code, language.say("Example:")
    lines = [
        click.style(question.path, bold=True),
        question.ask.get(lang),
        "",
        question.why.get(lang),
        "",
        f"{example} {question.example.get(lang)}",
    ]
    found = next((item for item in fields() if item.path == question.path), None)
    if found and found.choices:
        labels = questions.choices.get(found.choices_name, {})
        lines += ["", language.say("Choices:")]
        lines += [f"  {code}: {labels[code].get(lang) if code in labels else ''}" for code in found.choices]
    if question.cites:
        lines += ["", language.say("Method: {cites}").format(cites=", ".join(question.cites))]
    return "\n".join(lines)


@click.command("new", help=mark("Ask the questions one by one and write the firm's file."))
@click.option("--out", type=click.Path(path_type=Path), default=Path("firm.toml"), show_default=True)
@click.option("--short", is_flag=True, help=mark("Ask only the questions that change the answer most."))
@lang_option
@today_option
@click.pass_context
def new_command(ctx: click.Context, out: Path, short: bool, lang: str | None, today: dt.datetime | None) -> None:
    """Ask the questions one by one and write the firm's file."""
    language, day = Language(chosen_language(ctx, lang)), chosen_day(today)
    if not out.parent.is_dir():  # said before the questions, not after them
        refuse(FirmFileError([Problem("cannot_write", values={"file": str(out)})]), language)
    if out.exists() and not _agreed(language.say("{file} exists; replace it? (yes or no)").format(file=out)):
        return
    click.echo(language.say("Press Enter or type ? when you do not know; type stop to end and save."))
    values = ask_all(language, day, least=2 if short else 3)
    try:
        check(values, today=day)
    except FirmFileError as error:
        refuse(error, language)
    write(as_toml(values, load_questions(), language.code), out, language)
    click.echo(language.say("Next: foulee advise {file}").format(file=out), err=True)


def _agreed(question: str) -> bool:
    """Ask for a yes, in either language; anything else is a no."""
    return YES_NO.get(click.prompt(question, default="", show_default=False).strip().lower(), False)


def ask_all(language: Language, today: dt.date, *, least: int) -> dict[str, Any]:
    """Ask every question up to an importance; the ones that matter most come first."""
    questions = load_questions()
    known = {item.path: item for item in fields()}
    asked = [
        question
        for question in questions.questions
        if question.ask_first <= least and question.path in known and not question.path.startswith(WITHIN)
    ]
    values: dict[str, Any] = {}
    for question in sorted(asked, key=lambda item: item.ask_first):
        found = known[question.path]
        try:
            answer = ask(question, found, values, language, today)
            if answer is not None:
                put(values, question.path, presences(answer) if question.path == CHANNELS else answer)
            if question.path == CHANNELS:
                for told in values.get("presence", {}).get("channels", []):
                    tell_presence(told, language, today)
        except (StopIteration, click.Abort):  # what was given is kept
            break
    return values


def tell_presence(told: dict[str, Any], language: Language, today: dt.date) -> None:
    """Ask about one presence, into `told`: since when, how many followers, how many posts."""
    label = load_questions().choices["Network"][told["network"]].get(language.code)
    click.echo(click.style(f"\n{label}", bold=True))
    for found in fields():
        question = load_questions().find(found.path)
        if question and found.path.startswith(WITHIN) and not found.required:
            answer = ask(question, found, {}, language, today)
            if answer is not None:
                told[found.path.removeprefix(WITHIN)] = answer


def ask(question: QuestionText, found: Field, values: dict[str, Any], language: Language, today: dt.date) -> Any:  # noqa: ANN401 - a raw TOML value
    """Ask one question until the answer is accepted or given up; None if not known. StopIteration to end."""
    lang, example = language.code, language.say("Example:")
    click.echo(f"\n{question.ask.get(lang)}")
    click.echo(click.style(f"  {example} {question.example.get(lang)}", dim=True))
    _show_choices(found, language)
    while True:
        told = click.prompt(" ", default="", show_default=False, prompt_suffix="> ").strip()
        if told.lower() in STOP:
            if not found.required:
                raise StopIteration
            needed = language.say("Name, trade and country are needed before anything can be saved.")
            click.echo(click.style(f"  {needed}", fg="yellow"))
            continue
        if told in UNKNOWN and not found.required:
            return None
        answer = parse(told, found, language.code)
        given = presences(answer) if question.path == CHANNELS else answer
        problems = problems_of(question.path, given, values, today)
        if not problems:
            return answer
        for told_wrong in _said(problems, language):
            click.echo(click.style(f"  {told_wrong}", fg="yellow"))


def _said(problems: list[Problem], language: Language) -> list[str]:
    """What is wrong, for someone at the keyboard."""
    listed = language.say("Answer with a number of the list, or the words beside it.")
    return [listed if problem.code == "not_a_choice" else spoken(problem, language) for problem in problems]


def _show_choices(found: Field, language: Language) -> None:
    labels = load_questions().choices.get(found.choices_name, {})
    for number, code in enumerate(found.choices, start=1):
        label = labels[code].get(language.code) if code in labels else code
        click.echo(f"  {number:2} {label}")
