"""The pictures of a reading: weekly sales before and with the weeks, what each lever brought, what each path leaves."""

from collections.abc import Mapping
from dataclasses import dataclass

from foulee.advice.read_result import KeptReading
from foulee.core.projecting.compare import Fan
from foulee.core.projecting.futures import Future
from foulee.core.types import WEEKS_PER_YEAR, Interval
from foulee.reporting.charts import Axis, Kind, Row, rows, ticks
from foulee.reporting.fans import highest_of, sales_fans
from foulee.reporting.figures import Figure, Table
from foulee.reporting.language import Language
from foulee.reporting.reading_words import between, name_of
from foulee.reporting.vegalite import Told

PATHS = ("blue", "red", "none")
WAYS = ("blue", "red", "best")  # what can be done, none left aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One of two pictures side by side."""

    title: str
    drawing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Weekly sales as believed before the weeks and with them, side by side on one scale, and the table behind."""

    title: str
    halves: tuple[Half, Half]
    caption: tuple[str, ...]
    table: Table


def path_names(language: Language) -> dict[str, str]:
    """What the paths are called."""
    say = language.say
    return {
        "blue": say("Steady pace"),
        "red": say("Splash"),
        "best": say("Best path found"),
        "none": say("Nothing more"),
    }


def beside(read: KeptReading, language: Language) -> Beside:
    """Draw the fans before and with the weeks."""
    say = language.say
    before, after = _fans(read.before), _fans(read.after)
    highest = highest_of(before, after)
    titles = (say("Before your figures"), say("With your figures"))
    halves = [
        Half(title=title, drawing=sales_fans(fans, highest, language, _told(key, title, futures, language)))
        for key, title, fans, futures in (
            ("before", titles[0], before, read.before),
            ("with", titles[1], after, read.after),
        )
    ]
    return Beside(
        title=say("Your sales, week by week, over the three years after {day}").format(day=language.date(read.end)),
        halves=(halves[0], halves[1]),
        caption=(
            say("Blue, solid: the effort of the last year, kept up every week."),
            say("Red, dashed: the effort of three years spent in the first three months, then nothing."),
            say("Grey, dotted: nothing more at all."),
            say("Each band holds what would happen 8 times in 10: the narrower, the more is known."),
        ),
        table=_fan_table(read, titles, language),
    )


def _fans(futures: dict[str, Future]) -> dict[str, Fan]:
    return {name: futures[name].weekly for name in PATHS if name in futures}


def _told(key: str, title: str, futures: dict[str, Future], language: Language) -> Told:
    """What a half says to those who do not see it."""
    names = path_names(language)
    told = [f"{names[name]} {between(futures[name].sales, language)}" for name in PATHS if name in futures]
    intro = language.say("Sales over three years: {paths}").format(paths=language.listed(told))
    return Told(key=f"sales-{key}", title=title, description=intro)


def _fan_table(read: KeptReading, titles: tuple[str, str], language: Language) -> Table:
    """The fans at the end of each year."""
    cells = fan_rows(_fans(read.before), _fans(read.after), read.horizon, language)
    title = language.say("Sales of the week at the end of each year")
    return Table(title=title, head=(language.say("Path"), *titles), rows=cells)


def fan_rows(
    before: Mapping[str, Fan], after: Mapping[str, Fan], weeks: int, language: Language
) -> tuple[tuple[str, ...], ...]:
    """Fans before and after at the end of each year, in words."""
    names = path_names(language)
    return tuple(
        (
            f"{names[name]}, {language.counted('{n} year', '{n} years', end // WEEKS_PER_YEAR)}",
            _at(before[name], end, language),
            _at(after[name], end, language),
        )
        for name in PATHS
        if name in after
        for end in range(WEEKS_PER_YEAR, weeks + 1, WEEKS_PER_YEAR)
    )


def _at(fan: Fan, week: int, language: Language) -> str:
    last = week - 1
    return between(Interval(float(fan.p10[last]), float(fan.p50[last]), float(fan.p90[last])), language)


# --- what each lever brought, what each path leaves -----------------------------------------------------------------


def brought(read: KeptReading, language: Language) -> Figure:
    """What each lever brought in sales, with the weeks and before them."""
    say = language.say
    content = [
        Row(
            label=name_of(lever.name),
            told=language.money(lever.after.sales_in_all.p50),
            value=lever.after.sales_in_all,
            before=lever.before.sales_in_all,
        )
        for lever in read.levers
    ]
    title = say("Sales that each effort brought, in all")
    table = Table(
        title=title,
        head=(say("Effort"), say("Before your figures"), say("With your figures"), say("Next one would bring")),
        rows=tuple(
            (
                name_of(lever.name),
                between(lever.before.sales_in_all, language),
                between(lever.after.sales_in_all, language),
                between(lever.after.marginal, language),
            )
            for lever in read.levers
        ),
    )
    return _pairs("brought", title, content, table, language)


def left(read: KeptReading, language: Language) -> Figure:
    """What each path leaves beyond doing nothing, hours and money paid."""
    say, names = language.say, path_names(language)
    content = [
        Row(
            label=names[name],
            told=language.money(read.after[name].gain.p50),
            value=read.after[name].gain,
            before=read.before[name].gain,
            colour=name if name in {"blue", "red"} else "ink",
        )
        for name in WAYS
        if name in read.after
    ]
    title = say("What is left after three years beyond doing nothing, hours and money paid")
    table = Table(
        title=title,
        head=(say("Path"), say("Before your figures"), say("With your figures"), say("Pays")),
        rows=tuple(
            (
                names[name],
                between(read.before[name].gain, language),
                between(read.after[name].gain, language),
                language.chances(read.after[name].chance_pays),
            )
            for name in WAYS
            if name in read.after
        ),
    )
    return _pairs("left", title, content, table, language)


def _pairs(key: str, title: str, content: list[Row], table: Table, language: Language) -> Figure:
    values = [row.value for row in content] + [row.before for row in content if row.before]
    marks = ticks(max(value.p90 for value in values), min(0.0, *(value.p10 for value in values)))
    axis = Axis(start=min(marks), end=max(marks), ticks={mark: language.money(mark) for mark in marks})
    description = language.listed([f"{row.label} {between(row.value, language)}" for row in content])
    return Figure(
        key=key,
        title=title,
        picture=rows(Kind.PAIRS, content, axis, Told(key=key, title=title, description=description)),
        caption=(language.say("Solid: with your figures. Dashed, below: before them. 8 chances in 10 for each line."),),
        table=table,
    )
