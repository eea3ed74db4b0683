"""One clear sentence for each thing wrong, or worth knowing, in a history of weeks."""

from foulee.reporting.language import Language


def history_templates(language: Language) -> dict[str, str]:
    """Sentences by code of problem."""
    parts = (_of_the_file, _of_the_heading, _of_a_plan, _of_the_cells, _of_the_weeks, _of_the_levers)
    return {code: sentence for part in parts for code, sentence in part(language).items()}


def _of_the_file(language: Language) -> dict[str, str]:
    say = language.say
    return {
        "history_missing": say("there is no file {file}."),
        "history_empty": say("{file} is empty."),
        "history_workbook": say(
            "{file} is a spreadsheet's own file; open it and save the sheet as CSV (“Save as”, then “CSV”)."
        ),
        "history_not_csv": say("{file} is no CSV: save your weeks from the spreadsheet or the till as CSV."),
        "history_too_large": say("{file} is too large for a history of weeks (more than {limit} MB)."),
        "history_too_long": say(
            "{found} lines are too many (at most {limit}): this looks like a list of tickets. Add them up by day first."
        ),
        "history_no_rows": say("{file} has a heading, but no week below it."),
        "history_windows_text": say(
            "{file} is not in UTF-8 and was read the Windows way; check the accents in the names of the columns."
        ),
        "history_extra_cells": say(
            "line {line}: {found} cells where the heading has {wanted}; decimal commas between commas, perhaps? "
            "Save the file with semicolons, or write decimals with a point."
        ),
        "history_more": say("… and {count} more like these."),
        "history_uneven": say("the columns have different lengths ({found}); give each the same number of rows."),
    }


def _of_the_heading(language: Language) -> dict[str, str]:
    say = language.say
    return {
        "history_no_week": say(
            "no column tells the week: name it week (2024-W07) or date (2024-02-12). Columns found: {columns}."
        ),
        "history_no_sales": say(
            "no column tells the sales: name it sales, or sales_online and sales_shop. Columns found: {columns}."
        ),
        "history_same_columns": say("{one} and {other} say the same thing; keep one of these columns."),
        "history_no_column": say("there is no column {found}; the columns are: {columns}."),
        "history_no_column_near": say("there is no column {found}; did you mean {nearest}?"),
        "history_column_taken": say("{found} is the weeks or the sales; it cannot be a lever or a control too."),
        "history_asked_twice": say("{found} is asked for twice; name each column once."),
        "history_unused": say(
            "column {column} is not used; if it is an effort, name it with --lever; if it follows demand, with "
            "--control."
        ),
        "history_unused_near": say("column {column} is not used; did you mean {nearest}?"),
        "lever_option": say(
            "--lever {found} cannot be read; write NAME=KIND, or NAME=KIND:hours or NAME=KIND:money. Kinds: {kinds}."
        ),
        "lever_follows": say("--follows {found}: no --lever has this name."),
        "history_minutes": say("{lever} is in minutes; it was turned into hours."),
        "history_read_as_money": say(
            "{lever} was read as money: {mean} a week are too many for hours. Write {lever}=KIND:hours if they are "
            "hours."
        ),
    }


def _of_a_plan(language: Language) -> dict[str, str]:
    say = language.say
    return {
        "plan_near": say("there is no lever {found}; did you mean {nearest}? Whatever is not in the plan is not done."),
        "plan_unused": say("column {column} is no lever; it is not used."),
        "plan_left_out": say("weeks that the plan leaves out, in which nothing is done: {count}."),
        "plan_week_twice": say("line {line}: week {found} stands there twice; keep one line."),
        "plan_too_long": say("a plan may hold {limit} weeks at most."),
        "plan_begun": say("plan {found}: weeks that are over already and are left out: {count}."),
        "plan_all_over": say(
            "plan {found}: all its weeks are over already; a plan is for the weeks after that of {last}."
        ),
        "plan_ends": say("plan {found} says nothing beyond week {count}; from there on nothing is done."),
        "plan_longer": say("plan {found} goes beyond the {limit} weeks looked at (--weeks); the rest is left out."),
        "lever_plan_option": say(
            "--plan {found} cannot be read; write NAME=FILE.csv, with a name of your own other than none."
        ),
    }


def _of_the_cells(language: Language) -> dict[str, str]:
    say = language.say
    return {
        "history_not_a_week": say(
            "line {line}: {found} is not a week; write 2024-W07, or a day of it such as 2024-02-12 or 12/02/2024."
        ),
        "history_month_first": say(
            "line {line}: the month seems to come first; write days year first (2024-02-25) or day first (25/02/2024)."
        ),
        "history_months": say("these rows are months; a history needs weeks, or days."),
        "history_not_an_amount": say(
            "line {line}, {column}: {found} is not a number; this week counts as missing until it is corrected."
        ),
        "history_not_an_effort": say("line {line}, {column}: {found} is not a number; write what was done, or 0."),
        "history_two_readings": say(
            "line {line}, {column}: {found} may be {small} or {large}; write it without point or comma, or with two "
            "decimals."
        ),
        "history_negative_sales": say(
            "line {line}, {column}: {found} is below zero. Take credit notes off the week in which they were sold; "
            "leave the cell empty if you do not know."
        ),
        "history_negative": say("line {line}, {column}: {found} is below zero; write 0 or more."),
        "history_week_twice": say(
            "the week of {found} stands there several times with different figures (lines {lines}); keep one line, "
            "or add them up."
        ),
        "history_day_twice": say(
            "{found} stands there several times with different figures (lines {lines}); keep one line, or add them up."
        ),
        "history_far_apart": say(
            "line {line}: the week of {found} comes more than two years after that of {before}; check the year. If "
            "nothing was counted in between, start the file after the gap."
        ),
        "history_far_ahead": say("line {line}: the week of {found} is more than three years ahead; check the year."),
        "history_nothing_sold": say("every week is empty or zero: without sales nothing can be learnt."),
    }


def _of_the_weeks(language: Language) -> dict[str, str]:
    say = language.say
    return {
        "history_numbered": say(
            "weeks are numbered, without a year: the last was taken as that of {last}, the season counts from there, "
            "and holidays are left aside. Write 2024-W07 or dates."
        ),
        "history_unsorted": say("the weeks were not in order; they have been sorted."),
        "history_repeated": say(
            "weeks or days written several times alike were counted once: {count} (the first: {first})."
        ),
        "history_midnights": say(
            "the times are midnights in universal time, so that days begin the evening before; each was put on its "
            "own day."
        ),
        "history_sundays": say("every week is told by its Sunday; it was taken as the last day of the week."),
        "history_days_missing": say(
            "{column}: weeks in which days are missing: {count} (the first: {first}); those days were taken as closed."
        ),
        "history_week_incomplete": say(
            "{column}: weeks of which too few days are there to be added up: {count} (the first: {first}); they "
            "count as missing."
        ),
        "history_one_week": say("one week only: nothing can be learnt from it yet."),
        "history_few_weeks": say(
            "weeks counted: {count}. Within less than a year, what the season brings cannot be told from what your "
            "efforts bring."
        ),
        "history_gaps": say(
            "weeks without sales figures: {count} (the first: {first}). They count as missing, not as zero."
        ),
        "history_to_come": say(
            "weeks yet to come, with sales: {count} (from {first}; today is {today}). They are taken as they stand: "
            "check their dates."
        ),
        "history_unfinished": say("the week of {week} is not over yet (today is {today}); its sales are left out."),
        "history_closed": say(
            "no sales from the week of {first} to that of {last} (weeks: {count}). If you were closed, leave the "
            "zeros; if nobody counted, leave the cells empty."
        ),
        "history_closed_year": say(
            "a year or more without a sale, from the week of {first} to that of {last} (weeks: {count}). If nobody "
            "counted, leave the cells empty; if you were closed, start the file when you opened again."
        ),
        "history_slip": say(
            "{column}, week of {week}: {found}, where about {usual} is usual. It looks like a slip (a zero too many "
            "or too few); it is kept, and weighs little."
        ),
        "history_day_slip": say(
            "{column}, {day}: {found}, where about {usual} is usual that day of the week. It looks like a slip (a zero "
            "too many or too few); it is kept."
        ),
        "history_split_differs": say(
            "online and shop together differ from the total: weeks {count} (the first: {first}). The total is what "
            "counts."
        ),
    }


def _of_the_levers(language: Language) -> dict[str, str]:
    say = language.say
    return {
        "history_lever_unused": say("{lever} was never used: your weeks cannot say what it brings."),
        "history_lever_constant": say(
            "{lever} is the same every week: your weeks cannot say what it brings. Leave it out for some weeks, or "
            "change its amount."
        ),
        "history_needed": say("say which weeks are meant: --history FILE.csv."),
        "channel_told": say("{found}: write a lever, an equals sign and a channel: instagram_hours=instagram.hours."),
        "channel_lever": say("{found} is none of the levers of these weeks: {accepted}."),
        "channel_option": say("{found} is none of the channels of this firm; choose among: {accepted}."),
        "channel_twice_told": say(
            "{found} would all be {channel}: put them into one column, or say with --channel which of them it is, and "
            "none for the others."
        ),
        "history_attributed_alone": say(
            "customers are counted as those of {lever}, but not all of them: that count is not used. Add a column "
            "orders, or new_customers and returning_customers."
        ),
        "history_levers_together": say(
            "{one} and {other} are always used together: your weeks cannot say which of them brings what."
        ),
    }
