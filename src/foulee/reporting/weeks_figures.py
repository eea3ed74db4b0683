"""Weekly sales under the plan, before a firm's weeks and with them, side by side."""

from foulee.advice.result import Advice
from foulee.core.projecting.compare import Fan
from foulee.core.types import Interval
from foulee.reporting.fans import highest_of, sales_fans
from foulee.reporting.figures import Table
from foulee.reporting.language import Language
from foulee.reporting.reading_figures import Beside, Half, fan_rows, path_names
from foulee.reporting.reading_words import between
from foulee.reporting.vegalite import Told
from foulee.reporting.weeks_told import titles

PATHS = ("blue", "red", "none")


def sales_beside(advice: Advice, language: Language) -> Beside | None:
    """Weekly sales under the plan, before the weeks and with them, on one scale; None without weeks or without plan."""
    if advice.weeks is None or not advice.focus.channels:
        return None
    say, heads = language.say, titles(language)
    after = {name: advice.projection.paths[name].sales for name in PATHS}
    before = advice.weeks.before.sales
    highest = highest_of(before, after)
    halves = [
        Half(title=title, drawing=sales_fans(fans, highest, language, told, from_today=True))
        for title, fans, told in (
            (heads[0], before, _told_fans("before", heads[0], before, language)),
            (heads[1], after, _told_fans("with", heads[1], after, language)),
        )
    ]
    rows = fan_rows(before, after, advice.projection.weeks, language)
    return Beside(
        title=say("Your sales, week by week, over the next three years"),
        halves=(halves[0], halves[1]),
        caption=(
            say("Blue, solid: this plan, held every week."),
            say("Red, dashed: the same effort spent in the first three months, then nothing."),
            say("Grey, dotted: nothing more at all."),
            _bands(before["blue"], after["blue"], language),
        ),
        table=Table(title=say("Sales of the week at the end of each year"), head=(say("Path"), *heads), rows=rows),
    )


def _bands(before: Fan, after: Fan, language: Language) -> str:
    """What the bands say; weeks may leave open more than had been assumed of sales, and the picture then shows it."""
    if float(after.p90[-1] - after.p10[-1]) <= float(before.p90[-1] - before.p10[-1]):
        return language.say("Each band holds what would happen 8 times in 10: the narrower, the more is known.")
    return language.say(
        "Each band holds what would happen 8 times in 10. It is wider with your figures: from year to year, your sales "
        "leave more open than we had assumed."
    )


def _told_fans(key: str, title: str, fans: dict[str, Fan], language: Language) -> Told:
    """What a half says to those who do not see it."""
    names = path_names(language)
    last = {name: Interval(*(float(part[-1]) for part in (fan.p10, fan.p50, fan.p90))) for name, fan in fans.items()}
    told = [f"{names[name]} {between(last[name], language)}" for name in PATHS]
    intro = language.say("Sales of the last week: {paths}").format(paths=language.listed(told))
    return Told(key=f"weeks-{key}", title=title, description=intro)
