"""The pictures of `foulee fit`: sales ahead before and with the weeks, what levers bring, what paths leave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from foulee.advice.reading import LeverReading, Reading
from foulee.core.history import Unit
from foulee.core.projecting.futures import NONE, Future
from foulee.core.types import Interval
from foulee.reporting.charts import Axis, Kind, Row, rows, ticks
from foulee.reporting.fans import highest_of, sales_fans
from foulee.reporting.figures import Figure, Table
from foulee.reporting.fit_levers import amount, between, one_unit, worth
from foulee.reporting.fit_paths import path_name, path_title, shown_paths
from foulee.reporting.language import Language
from foulee.reporting.reading_words import name_of
from foulee.reporting.vegalite import Told

DRAWN = ("blue", "red", NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One of two pictures side by side."""

    title: str
    drawing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Halves:
    """Weekly sales ahead as believed before the weeks and with them, on one scale, with the table behind."""

    title: str
    halves: tuple[Half, ...]
    caption: tuple[str, ...]
    table: Table


def sales_ahead(reading: Reading, language: Language) -> Halves:
    """Draw the fans before and with the weeks, side by side."""
    say, names = language.say, [name for name in DRAWN if name in shown_paths(reading)]
    believed = {
        "before": (say("Before your figures"), reading.futures.prior),
        "with": (say("With your figures"), reading.futures.posterior),
    }
    fans = {key: {name: futures[name].weekly for name in names} for key, (_, futures) in believed.items()}
    highest = highest_of(*fans.values())
    drawn = [
        Half(title=title, drawing=sales_fans(fans[key], highest, language, _alt(key, title, futures, names, language)))
        for key, (title, futures) in believed.items()
    ]
    return Halves(
        title=say("Your sales, week by week, over the {weeks} weeks ahead").format(weeks=reading.setup.weeks),
        halves=tuple(drawn),
        caption=_legend(names, language),
        table=_totals(reading, language),
    )


def _alt(key: str, title: str, futures: dict[str, Future], names: Sequence[str], language: Language) -> Told:
    """What a half says to those who do not see it."""
    told = [f"{path_name(name, language)} {between(futures[name].sales, language.money, language)}" for name in names]
    return Told(key=f"sales-{key}", title=title, description=language.listed(told))


def _legend(names: Sequence[str], language: Language) -> tuple[str, ...]:
    say = language.say
    legend = {
        "blue": say("Blue, solid: the effort of the last year, kept up every week."),
        "red": say("Red, dashed: the effort of all these weeks spent in the first three months, then nothing."),
        NONE: say("Grey, dotted: nothing more at all."),
    }
    bands = say("Each band holds what would happen 8 times in 10: the narrower, the more is known.")
    return (*(legend[name] for name in names), bands)


def _totals(reading: Reading, language: Language) -> Table:
    say, futures = language.say, reading.futures
    return Table(
        title=say("Sales in all"),
        head=(say("Path"), say("Before your figures"), say("With your figures")),
        rows=tuple(
            (
                path_title(name, language),
                between(futures.prior[name].sales, language.money, language),
                between(futures.posterior[name].sales, language.money, language),
            )
            for name in shown_paths(reading)
        ),
    )


# --- rows ------------------------------------------------------------------------------------------------------------


def effects(reading: Reading, language: Language) -> tuple[Figure, ...]:
    """What a unit of each lever brings, later effects included: one picture for hours, one for money."""
    groups = {
        unit: [lever for lever in reading.levers.values() if lever.unit is unit] for unit in (Unit.MONEY, Unit.HOURS)
    }
    return tuple(_effects(unit, levers, language) for unit, levers in groups.items() if levers)


def _effects(unit: Unit, levers: Sequence[LeverReading], language: Language) -> Figure:
    say = language.say
    title = say("Sales for {one}, later effects included").format(one=one_unit(unit, language))
    content = [
        Row(
            label=name_of(lever.name),
            told=amount(lever.posterior.roas_with_tail.p50, language),
            value=lever.posterior.roas_with_tail,
            before=lever.prior.roas_with_tail,
        )
        for lever in levers
    ]
    cells = tuple(
        (
            name_of(lever.name),
            worth(lever.prior.roas_with_tail, language),
            worth(lever.posterior.roas_with_tail, language),
            language.percent(lever.posterior.chance_positive),
        )
        for lever in levers
    )
    head = (say("Effort"), say("Before your figures"), say("With your figures"), say("Chance of an effect"))
    return _pairs(f"effects-{unit}", content, Table(title=title, head=head, rows=cells), language)


def gains(reading: Reading, language: Language) -> Figure | None:
    """What each path leaves beyond doing nothing; None where no path does anything."""
    say, names = language.say, [name for name in shown_paths(reading) if name != NONE]
    if not names:
        return None
    now, before = reading.futures.posterior, reading.futures.prior
    content = [
        Row(
            label=path_title(name, language),
            told=language.money(now[name].gain.p50),
            value=now[name].gain,
            before=before[name].gain,
            colour=name if name in {"red", "blue"} else "ink",
        )
        for name in names
    ]
    cells = tuple(
        (
            path_title(name, language),
            between(before[name].gain, language.money, language),
            between(now[name].gain, language.money, language),
            language.percent(now[name].chance_pays),
        )
        for name in names
    )
    title = say("What is left beyond doing nothing, efforts paid, in today's money")
    head = (say("Path"), say("Before your figures"), say("With your figures"), say("Chance that it pays"))
    return _pairs("gains", content, Table(title=title, head=head, rows=cells), language)


def _pairs(key: str, content: Sequence[Row], table: Table, language: Language) -> Figure:
    values = [value for row in content for value in (row.value, row.before) if value is not None]
    axis = _axis(values, lambda value: amount(value, language))
    description = language.listed([f"{row.label} {worth(row.value, language)}" for row in content])
    return Figure(
        key=key,
        title=table.title,
        picture=rows(Kind.PAIRS, content, axis, Told(key=key, title=table.title, description=description)),
        caption=(language.say("Solid: with your figures. Dashed, below: before them. 8 chances in 10 for each line."),),
        table=table,
    )


def _axis(values: Sequence[Interval], write: Callable[[float], str]) -> Axis:
    marks = ticks(max(value.p90 for value in values), min(0.0, *(value.p10 for value in values)))
    return Axis(start=min(marks), end=max(marks), ticks={mark: write(mark) for mark in marks})
