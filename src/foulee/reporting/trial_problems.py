"""One clear sentence for each thing that stands in the way of a trial, or of its analysis."""

from foulee.reporting.language import Language


def trial_templates(language: Language) -> dict[str, str]:
    """Sentences by code of problem."""
    say = language.say
    return {
        "trial_lever": say("{found} is none of the levers named with --lever: {accepted}."),
        "trial_no_sales": say("No week of the last year has sales: a trial is compared with ordinary weeks."),
        "trial_unused": say("This lever was never used: say with --effort what a usual week of it would take."),
        "trial_not_counted": say(
            "Too few weeks of the trial have been counted: three with and three without are the least."
        ),
        "trial_not_followed": say(
            "The efforts noted do not follow the weeks drawn: with so little difference between them nothing was tried."
        ),
        "trial_too_few": say("Too few weeks are counted to tell the trial from the season: go on counting."),
        "trial_beside": say("The shop to compare with must be one of the columns named with --control."),
        "trial_no_new_customers": say("The weeks have no column new_customers."),
        "trial_result_lever": say("{file} is about “{found}”, which is no --lever of this command."),
        "trial_result": say(
            "{file} is no result of foulee trial-result, written with --format json and counted in sales."
        ),
        "schedule_empty": say("{file} holds no week of a trial of {lever}."),
        "schedule_gap": say(
            "{file}: the week of {found} does not follow the one before; a trial's weeks are in a row."
        ),
        "schedule_line": say(
            "{file}, line {line}: {found} is no week of a trial; write the week, then with or without: 2027-01-04,with."
        ),
    }
