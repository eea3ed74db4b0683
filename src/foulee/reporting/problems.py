"""One clear sentence for each thing wrong with a firm's file: what, where, and what is accepted."""

import datetime as dt
from collections.abc import Callable, Iterable

from foulee.firmfile.fields import find
from foulee.firmfile.problems import Problem
from foulee.reporting.answers import PERCENTS
from foulee.reporting.history_problems import history_templates
from foulee.reporting.language import Language
from foulee.reporting.portfolio_problems import portfolio_templates
from foulee.reporting.trial_problems import trial_templates

HUNDRED = 100
LONG = 10_000  # whole numbers below may be years, which are written without a space
LARGEST = 10**15
DIGITS = 60
LIMITS = {
    "percent_not_share": "too_much",
    "must_be_at_most": "too_much",
    "must_be_at_least": "too_little",
    "must_be_above": "must_be_above",
}


def sentence(problem: Problem, language: Language) -> str:
    """Say a problem in the reader's language, the field's path first."""
    told = _told(problem, language)
    return (
        f"{problem.path}: {told}"
        if problem.path and language.code == "en"
        else (f"{problem.path}\u202f: {told}" if problem.path else told)
    )


def problems_payload(problems: Iterable[Problem], language: Language) -> list[dict[str, object]]:
    """Problems as plain values: code, line where there is one, sentence."""
    return [
        {"code": problem.code, "line": problem.values.get("line"), "text": sentence(problem, language)}
        for problem in problems
    ]


def spoken(problem: Problem, language: Language) -> str:
    """Say a problem to someone who answers a question: no talk of the file's own spelling."""
    plain = {
        "not_a_choice": language.say("Choose among the answers offered."),
        "not_true_or_false": language.say("Answer yes or no."),
        "not_a_number": _number_wanted(problem, language),
        "not_a_whole_number": language.say("Answer with a whole number, such as 12."),
        "not_a_date": language.say("Answer with a date, year first: 2027-06-30."),
        "list_length": language.say("Fill in every box, or none."),
        "website_absent": language.say("You answered that you have no website: change that answer first."),
    }
    told = plain.get(problem.code) or _in_hundredths(problem, language) or _told(problem, language, _typed)
    return told[:1].upper() + told[1:]


def _number_wanted(problem: Problem, language: Language) -> str:
    if "hours" in problem.path:
        return language.say("Write only the number, such as 2 for two hours.")
    return language.say("Write only the number, such as 12 or 8.50.")


def _in_hundredths(problem: Problem, language: Language) -> str:
    """What is too much or too little of what is asked in hundredths; empty for anything else."""
    field, found, limit = find(problem.path), problem.values.get("found"), problem.values.get("limit", 1)
    kept = field is not None and (field.share or problem.path in PERCENTS) and problem.code in LIMITS
    if not kept or isinstance(found, bool) or not isinstance(found, int | float) or not isinstance(limit, int | float):
        return ""
    values = {"found": _typed(found * HUNDRED, language), "limit": _typed(limit * HUNDRED, language)}
    sentences = {
        "too_much": language.say("between 0 and 100: {found} is too much."),
        "too_little": language.say("between 0 and 100: {found} is too little."),
        "must_be_above": language.say("{found} is too little; it must be more than {limit}."),
    }
    if field is not None and field.share:
        return sentences[LIMITS[problem.code]].format(**values)
    return _templates(language)[problem.code].format(**values)


def _typed(value: object, language: Language) -> str:
    """A value as the reader writes it, and not as the file does."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(float(value), language) if abs(value) < LARGEST else "…"
    return _written(value, language)


def _number(value: float, language: Language) -> str:
    if value == int(value) and abs(value) < LONG:
        return str(int(value))
    return language.exact(value)


def _told(problem: Problem, language: Language, write: Callable[[object, Language], str] | None = None) -> str:
    values = {key: (write or _written)(value, language) for key, value in problem.values.items()}
    return _templates(language)[_case(problem)].format(**values)


def _case(problem: Problem) -> str:
    if problem.code == "unknown_key" and problem.values.get("nearest"):
        return "unknown_key_near"
    return problem.code


def _written(value: object, language: Language) -> str:
    if isinstance(value, dt.date):
        return language.date(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, int) and abs(value) >= 10**DIGITS:
        return "…"
    return str(value)


def _templates(language: Language) -> dict[str, str]:
    """Sentences by code of problem."""
    files = _file_templates(language) | portfolio_templates(language)
    weeks = history_templates(language) | trial_templates(language)
    return files | weeks | _kind_templates(language) | _answer_templates(language)


def _kind_templates(language: Language) -> dict[str, str]:
    """An answer of another kind than what is asked."""
    say = language.say
    return {
        "missing": say("this answer is needed; without it nothing can be said."),
        "unknown_key": say("this name is not one of the file's; accepted here: {accepted}."),
        "unknown_key_near": say("this name is not one of the file's; did you mean {nearest}?"),
        "not_a_choice": say("{found} is not accepted; choose among: {accepted}."),
        "not_a_number": say(
            "{found} is not a number; write digits with a point, such as 12.5, without quotation marks."
        ),
        "not_a_whole_number": say("{found} is not a whole number; write digits only, such as 12."),
        "not_true_or_false": say("{found} is neither true nor false; write one of the two, without quotation marks."),
        "not_a_text": say("{found} is not a text; write it between quotation marks."),
        "not_a_list": say('{found} is not a list; write it between square brackets, such as ["shop", "online"].'),
        "not_a_date": say("{found} is not a date; write year-month-day, such as 2027-06-30."),
        "not_a_section": say(
            "{found} stands where a section is expected; write its answers under its title in square brackets."
        ),
        "not_accepted": say("{found} is not accepted here."),
        "percent_not_share": say("{found} is above 1; shares run from 0 to 1, so write {wanted}."),
        "nothing_typed": say("answer, or tap on “I don't know”."),
        "changed_meanwhile": say(
            "this answer was changed in another window meanwhile. Send again to keep what stands here."
        ),
        "share_not_percent": say("{found} would be less than one in a hundred; for {wanted} %, write {wanted}."),
    }


def _answer_templates(language: Language) -> dict[str, str]:
    """An answer that cannot be, or that does not go with the others."""
    say = language.say
    return {
        "must_be_at_most": say("{found} is too much; at most {limit}."),
        "must_be_below": say("{found} is too much; it must stay under {limit}."),
        "must_be_at_least": say("{found} is too little; at least {limit}."),
        "must_be_above": say("{found} is too little; it must be more than {limit}."),
        "text_too_long": say("the text is too long; at most {limit} characters."),
        "text_empty": say("the text is empty; write it, or remove the line."),
        "list_length": say("the list has {found} entries where {limit} are expected at most or exactly."),
        "ambiguous_number": say("do you mean {small} or {large}? Write it without point or comma."),
        "ambiguous_decimals": say(
            "do you mean {small} or {large}? Write {small} for the first; the second, without point or comma."
        ),
        "date_too_early": say("{found} is before {year}, when there were no such networks yet; check the year."),
        "date_past": say("{found} is already past (today is {today}); give a date to come."),
        "date_to_come": say("{found} is yet to come (today is {today}); give the date on which it began."),
        "year_to_come": say("{found} is yet to come (we are in {today}); give the year in which it happened."),
        "seasons_empty": say("all twelve months are zero; give each month its weight, such as 1 for an ordinary one."),
        "ages_reversed": say("the ages are reversed ({found}); the younger first."),
        "hands_without_people": say(
            "{found} hours of other people's help, but the firm has {people} person; check both."
        ),
        "hours_above_week": say("{found} hours a week do not fit the people there are; count the hours really free."),
        "asked_missing": say("{found} answers are counted, but target.asked does not say how many people were asked."),
        "more_than_asked": say("{found} answers, but only {asked} people were asked."),
        "website_absent": say("{found} is given, but presence.website.exists says there is no website."),
        "orders_above_visits": say(
            "{found} orders a month for {visits} visits; there cannot be more orders than visits."
        ),
        "channel_twice": say("{found} is listed twice; keep one."),
        "sales_do_not_add_up": say(
            "sales of {found} a year, but customers × orders × basket make {product}; check these four figures."
        ),
    }


def _file_templates(language: Language) -> dict[str, str]:
    say = language.say
    return {
        "file_not_chosen": say("choose a file first."),
        "file_missing": say("there is no file {file}; to make one: foulee new."),
        "file_unreadable": say("the file {file} cannot be read; check that it is a file and that you may open it."),
        "file_too_large": say("the file is too large for a firm's file (more than {limit} bytes)."),
        "not_utf8": say("line {line} is not written in UTF-8; save the file again as UTF-8."),
        "toml_syntax": say(
            "line {line}, column {column}: this cannot be read ({found}); a line is written name = value, texts between quotation marks."
        ),
        "decimal_comma": say("line {line}: write {wanted} with a point, not {found}."),
        "bad_change": say("--set {found} cannot be read; write section.name=value, such as means.hours_per_week=3."),
        "cannot_write": say("{file} cannot be written; nothing was saved. Choose another place."),
        "bad_plan": say(
            "{file}, line {line}: {found} is not an amount; write digits from 0 to 100000 with a point, such as 2.5."
        ),
        "plan_columns": say("{file}: the first line must name the columns: week, then one or more of {accepted}."),
        "plan_weeks": say("{file}, line {line}: {found} is not the next week; number the weeks 1, 2, 3 …"),
        "plan_empty": say("{file}: there is no week in this file."),
        "plan_name": say(
            "--path {found} cannot be read; write NAME=FILE.csv, with a name other than red, blue, none and best."
        ),
    }
