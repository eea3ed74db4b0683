"""Which trial would tell, and what one has told: for the terminal, and as plain values."""

import math
from typing import Any

from foulee.advice.experiments import Counted, TrialAdvice
from foulee.core.history import Unit
from foulee.core.measuring.analysis import Analysis, Finding
from foulee.core.measuring.design import LONGEST, Trial, TrialKind
from foulee.core.measuring.schedule import Schedule
from foulee.reporting.calendar_file import CalendarWriter
from foulee.reporting.language import Language

VERSION = 1


def trial_text(advice: TrialAdvice, language: Language) -> str:
    """Say which trial to make, first in one sentence; then all of them; then the weeks."""
    lines = [_answer(advice, language), "", *_before(advice, language), "", *_table(advice, language)]
    lines += ["", *_notes(advice, language)]
    if advice.chosen is not None:
        lines += ["", *_weeks(advice, advice.chosen, language)]
    return "\n".join(lines) + "\n"


def kind_name(kind: TrialKind, language: Language) -> str:
    """What a kind of trial is called."""
    say = language.say
    return {
        TrialKind.ON_OFF: say("weeks with and weeks without, drawn at random"),
        TrialKind.NEW_CUSTOMERS: say("the same weeks, counting new customers"),
        TrialKind.AREA: say("one shop with, the other without"),
        TrialKind.BURST: say("a burst, then back to usual"),
        TrialKind.CODE: say("a code, or the question at the till"),
    }[kind]


def _answer(advice: TrialAdvice, language: Language) -> str:
    say, chosen = language.say, advice.chosen
    if chosen is None:
        return say(
            "No trial of {lever} that you can afford would tell what it brings: your sales move more by themselves."
        ).format(lever=language.quoted(advice.lever))
    told = say(
        "Do this for {lever}: {trial}, over {weeks} weeks. If it works as one would think, you would see it {chances}."
    )
    return told.format(
        lever=language.quoted(advice.lever),
        trial=kind_name(chosen.kind, language),
        weeks=chosen.weeks,
        chances=language.chances(chosen.power),
    )


def _before(advice: TrialAdvice, language: Language) -> list[str]:
    say, ground = language.say, advice.ground
    usual = language.hours(advice.effort) if advice.unit is Unit.HOURS else language.money(advice.effort)
    use = (
        say("{lever}: {effort} in a usual week, {money} all in.")
        if ground.in_use
        else say("{lever}: not in use now; {effort} in a usual week, {money} all in.")
    )
    noise = (
        say(
            "Your sales: about {sales} a week; too few weeks to see how they move by themselves (other shops: {noise})."
        )
        if advice.lent
        else say("Your sales: about {sales} a week; season apart, a week moves by {noise} by itself.")
    )
    believed = say(
        "Before any trial: {chances} that it does anything; if it does, about {rise} more sales, {money} a week."
    )
    return [
        use.format(lever=advice.lever, effort=usual, money=language.money(advice.cost)),
        noise.format(sales=language.money(ground.sales), noise=language.percent(ground.noise.spread)),
        believed.format(
            chances=language.chances(advice.works),
            rise=language.percent(advice.gives),
            money=language.money(advice.gives * ground.sales),
        ),
    ]


def _table(advice: TrialAdvice, language: Language) -> list[str]:
    say = language.say
    heads = (
        say("trial"),
        say("weeks"),
        say("sees it"),
        say("smallest seen"),
        say("costs"),
        say("knowing is worth"),
        say("would need"),
    )
    rows = [heads, *(_row(advice, trial, language) for trial in advice.trials)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _row(advice: TrialAdvice, trial: Trial, language: Language) -> tuple[str, ...]:
    needed = (
        language.counted("{n} week", "{n} weeks", trial.weeks_needed)
        if trial.weeks_needed is not None
        else language.say("more than {weeks} weeks").format(weeks=LONGEST)
    )
    seen = language.percent(trial.smallest) if trial.kind is not TrialKind.CODE else "–"
    return (
        ("* " if trial is advice.chosen else "  ") + kind_name(trial.kind, language),
        str(trial.weeks),
        language.percent(trial.power),
        seen if trial.smallest < 1.0 else f"> {language.percent(1.0)}",
        language.money(trial.cost),
        language.money(trial.worth.money),
        needed,
    )


def _notes(advice: TrialAdvice, language: Language) -> list[str]:
    say = language.say
    notes = [
        say("sees it: chance of telling the effect one would think of from none, with one false alarm in twenty."),
        say("smallest seen: the rise of what is counted that four such trials in five would see."),
        say("costs: beyond going on as now, the margin one would expect to lose included; below zero, it saves."),
        say("knowing is worth: over a year, through going on or stopping with better reason."),
        say("A trial of some weeks tells what a lever brings at once, not the reputation it builds over years."),
    ]
    if advice.chosen is not None and advice.chosen.cost > advice.chosen.worth.money:
        notes.append(
            say("This trial costs more than knowing is worth: make it only if you want to know for longer than a year.")
        )
    if advice.chosen is None:
        notes += _what_would_help(advice, language)
    if advice.assumed:
        names = {"margin": say("your margin (--margin)"), "hour_cost": say("the price of an hour (--firm)")}
        told = language.listed([names[name] for name in advice.assumed])
        notes.append(say("Taken from what is usual, since not said: {what}.").format(what=told))
    return notes


def _what_would_help(advice: TrialAdvice, language: Language) -> list[str]:
    """What would make a trial possible."""
    say, ground = language.say, advice.ground
    ways = [say("more weeks, or more money for it")]
    if ground.customers is None or ground.new_share is None:
        ways.append(say("counting new customers apart (columns orders and new_customers)"))
    if ground.alike is None:
        ways.append(say("two shops alike, one with and one without (--alike)"))
    ways.append(say("a larger effort, whose effect would stand out"))
    until = say("Until then, what is believed of {lever} is not from your weeks.")
    return [
        say("What could make one possible:"),
        *(f"  – {way}" for way in ways),
        until.format(lever=language.quoted(advice.lever)),
    ]


def _weeks(advice: TrialAdvice, trial: Trial, language: Language) -> list[str]:
    writer = CalendarWriter(trial.kind, advice.effort, advice.unit, language)
    schedule = advice.schedule(trial)
    lines = [language.say("The weeks, each from Monday to Sunday:")]
    return lines + [
        f"  {schedule.monday(week).isoformat()}  {writer.title(advice.lever, effort)}"
        for week, effort in enumerate(schedule.efforts)
    ]


def trial_payload(advice: TrialAdvice, language: Language) -> dict[str, Any]:
    """The same as plain values."""
    ground = advice.ground
    return {
        "version": VERSION,
        "lever": advice.lever,
        "kind": advice.kind.value,
        "unit": advice.unit.value,
        "effort_week": _number(advice.effort),
        "cost_week": _number(advice.cost),
        "in_use": ground.in_use,
        "sales_week": _number(ground.sales),
        "noise": {
            "sd": _number(ground.noise.sd),
            "autocorrelation": _number(ground.noise.autocorrelation),
            "lent": advice.lent,
        },
        "margin": _number(ground.margin),
        "assumed": list(advice.assumed),
        "chance_works": _number(advice.works),
        "rise_if_works": _number(advice.gives),
        "chosen": None if advice.chosen is None else advice.chosen.kind.value,
        "words": _answer(advice, language),
        "trials": {trial.kind.value: _trial(advice, trial) for trial in advice.trials},
    }


def _trial(advice: TrialAdvice, trial: Trial) -> dict[str, Any]:
    schedule = advice.schedule(trial)
    return {
        "tells": trial.tells,
        "weeks": trial.weeks,
        "weeks_needed": trial.weeks_needed,
        "block": trial.block,
        "power": _number(trial.power),
        "assurance": _number(trial.assurance),
        "error": _number(trial.error),
        "effect": _number(trial.effect),
        "smallest_seen": _number(trial.smallest),
        "spend": _number(trial.spend),
        "foregone": _number(trial.foregone),
        "cost": _number(trial.cost),
        "chance_changes": _number(trial.worth.changes),
        "worth": _number(trial.worth.money),
        "schedule": [
            {"week": schedule.monday(week).isoformat(), "effort": _number(effort)}
            for week, effort in enumerate(schedule.efforts)
        ],
    }


# --- what a trial has told -------------------------------------------------------------------------------------------


def result_text(found: Analysis, counted: Counted, language: Language) -> str:
    """Say what a trial has told."""
    say = language.say
    low, mid, high = (_signed(value, language) for value in found.rise)
    lines = [
        _finding(found, counted, language).format(lever=language.quoted(found.result.lever)),
        "",
        say(
            "Difference between its weeks: {mid} (8 chances in 10 between {low} and {high}); {chances} of a rise."
        ).format(mid=mid, low=low, high=high, chances=language.chances(found.chance_positive)),
        _per_effort(found, counted, language),
        language.counted("{n} week of the trial was counted.", "{n} weeks of the trial were counted.", found.counted),
    ]
    if found.by_chance is None:
        lines.append(say("These weeks were not drawn at random: whatever else changed with them counts too."))
    else:
        lines.append(
            say("Had the weeks been drawn otherwise, as much would have been seen in {share} of the draws.").format(
                share=language.percent(found.by_chance)
            )
        )
    if found.wild:
        lines.append(
            language.counted(
                "{n} week was left out, too far from all others.",
                "{n} weeks were left out, too far from all others.",
                len(found.wild),
            )
        )
    return "\n".join(lines) + "\n"


def _finding(found: Analysis, counted: Counted, language: Language) -> str:
    say, new = language.say, counted is Counted.NEW_CUSTOMERS
    if found.finding is Finding.FOUND:
        if found.rise.p50 < 0.0:
            return say("{lever} goes with fewer sales, more clearly than chance would do.")
        return say("{lever} brings new customers.") if new else say("{lever} brings sales.")
    if found.finding is Finding.PROBABLE:
        if found.rise.p50 < 0.0:
            return say("{lever} probably brings nothing: its weeks were rather below the others.")
        return (
            say("{lever} probably brings new customers, yet chance could have done it.")
            if new
            else say("{lever} probably brings sales, yet chance could have done it.")
        )
    if found.finding is Finding.NONE_FOUND:
        return say("No effect of {lever} was found, and one as large as was thought would have been seen.")
    return say("This trial cannot tell whether {lever} brings anything.")


def _per_effort(found: Analysis, counted: Counted, language: Language) -> str:
    say, result = language.say, found.result
    if counted is Counted.NEW_CUSTOMERS:
        return say("New customers for a hundred units of effort: {value} (standard error {error}).").format(
            value=language.number(100.0 * result.effect), error=language.number(100.0 * result.error)
        )
    return say("Sales for one unit of effort: {value} (standard error {error}).").format(
        value=language.exact(round(result.effect, 2)), error=language.exact(round(result.error, 2))
    )


def _signed(share: float, language: Language) -> str:
    sign = "+" if share >= 0.0 else "\u2212"
    return f"{sign}{language.percent(abs(share))}"


def result_payload(found: Analysis, counted: Counted, schedule: Schedule, language: Language) -> dict[str, Any]:
    """The same as plain values."""
    result = found.result
    return {
        "version": VERSION,
        "lever": result.lever,
        "counted": counted.value,
        "start": result.start.isoformat(),
        "weeks": result.weeks,
        "weeks_counted": found.counted,
        "finding": found.finding.value,
        "words": _finding(found, counted, language).format(lever=language.quoted(result.lever)),
        "rise": {"p10": _number(found.rise.p10), "p50": _number(found.rise.p50), "p90": _number(found.rise.p90)},
        "chance_positive": _number(found.chance_positive),
        "effect_per_unit": _number(result.effect),
        "error": _number(result.error),
        "effort": None if result.effort is None else _number(result.effort),
        "instead": None if result.instead is None else _number(result.instead),
        "sales": None if result.sales is None else _number(result.sales),
        "by_chance": None if found.by_chance is None else _number(found.by_chance),
        "followed": _number(found.followed),
        "noise": {"sd": _number(found.noise.sd), "autocorrelation": _number(found.noise.autocorrelation)},
        "weeks_left_out": list(found.wild),
        "drawn": bool(schedule.block),
    }


def _number(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None
