"""The report's figures: each a picture, a caption, the table behind it and what it rests on."""

import datetime as dt
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from foulee.advice.result import Advice, AudienceAdvice
from foulee.core.planning import Way, WayCost
from foulee.core.projecting.compare import Fan
from foulee.core.types import WEEKS_PER_YEAR, Interval, Shape
from foulee.knowledge.reader import Knowledge
from foulee.reporting.charts import Axis, Kind, Picture, Projected, Row, curve_legend, emblem, rows, ticks
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language
from foulee.reporting.summary import Proof, Summary
from foulee.reporting.vegalite import Told

QUARTER_WEEKS = 13
CANDIDATES_SHOWN = 6

Writer = Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in words: its title, the heads of its columns, and rows whose first cell is their head."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture with its caption, its table and what it rests on."""

    key: str
    title: str
    picture: Picture
    caption: tuple[str, ...]
    table: Table
    proofs: tuple[Proof, ...] = ()


class Figures:
    """Draws the figures of one advice, in one language."""

    def __init__(self, advice: Advice, knowledge: Knowledge, language: Language, summary: Summary) -> None:
        self.advice = advice
        self.knowledge = knowledge
        self.language = language
        self.summary = summary
        self.say = language.say
        self.labels = Labels(language, knowledge)

    # --- three years -------------------------------------------------------------------------------------------

    def curves(self) -> Figure | None:
        """The red and the blue curve; None where nothing is done."""
        if not self.advice.focus.channels:
            return None
        return curves(self.advice, self.language, key="curves", description=" ".join(self.summary.paths))

    def shapes(self) -> Figure | None:
        """Chances of the steady pace under each response shape; None where nothing is done."""
        known = {shape: chance for shape, chance in self.advice.projection.by_shape.items() if math.isfinite(chance)}
        if not self.advice.focus.channels or not known:
            return None
        title = self.say("Which earns more in three years? It depends on how your customers react")
        names = self._shape_names()
        cells = [(names[shape], self.language.percent(chance), chance) for shape, chance in known.items()]
        told = Told(key="shapes", title=title, description=self.summary.paths[1])
        content = [Row(label=name, told=told_, value=Interval(0.0, chance, 1.0)) for name, told_, chance in cells]
        return Figure(
            key="shapes",
            title=title,
            picture=rows(Kind.SHARES, content, self._percents(), told),
            caption=(
                self.say(
                    "Blue, solid: chances that the steady pace has earned more. Red, dashed: those of the splash."
                ),
                self.say("Sales alone cannot tell which of the three is yours."),
            ),
            table=Table(
                title=self.say("Chances that the steady pace earns more"),
                head=(self.say("If …"), self.say("Steady pace"), self.say("Splash")),
                rows=tuple((name, told_, self.language.percent(1.0 - chance)) for name, told_, chance in cells),
            ),
        )

    def _shape_names(self) -> dict[Shape, str]:
        return {
            Shape.CONCAVE: self.say("each hour brings a little less"),
            Shape.THRESHOLD: self.say("a threshold must be passed"),
            Shape.FAR: self.say("your effort is far from the ceiling"),
        }

    def gains(self) -> Figure | None:
        """What each path leaves in the end; None where nothing is done."""
        if not self.advice.focus.channels:
            return None
        names = {"blue": self.say("Steady pace"), "red": self.say("Splash"), "best": self.say("Best path found")}
        paths = self.advice.projection.paths
        content = [
            Row(
                label=label,
                told=self.language.money(paths[name].gain.p50),
                value=paths[name].gain,
                colour="ink" if name == "best" else name,
            )
            for name, label in names.items()
        ]
        title = self.say("What is left after three years, hours and money paid")
        description = self.language.listed([f"{row.label} {self.money(row.value)}" for row in content])
        return Figure(
            key="gains",
            title=title,
            picture=rows(
                Kind.DOTS,
                content,
                self._moneys([row.value for row in content]),
                Told(key="gains", title=title, description=description),
            ),
            caption=self._gain_caption(content),
            table=self._gain_table(names),
        )

    def _gain_caption(self, content: list[Row]) -> tuple[str, ...]:
        told = self.say("Dot: the middle; line: 8 chances in 10.")
        loses = any(row.value.p10 < 0.0 for row in content)
        return (told, self.say("Left of zero, you lose.")) if loses else (told,)

    def _gain_table(self, names: dict[str, str]) -> Table:
        paths = self.advice.projection.paths
        return Table(
            title=self.say("What each path leaves, and what it takes"),
            head=(
                self.say("Path"),
                self.say("What it leaves"),
                self.say("Chance that it pays"),
                self.say("Hours in all"),
                self.say("Money in all"),
            ),
            rows=tuple(
                (
                    label,
                    self.money(paths[name].gain),
                    self.language.percent(paths[name].chance_pays),
                    self.language.number(round(paths[name].hours)),
                    self.language.money(paths[name].money),
                )
                for name, label in names.items()
            ),
        )

    # --- where -------------------------------------------------------------------------------------------------

    def audiences(self) -> Figure | None:
        """Who uses what among the target, before and after the customers' own answers."""
        found = sorted(self.advice.focus.audiences, key=lambda audience: -audience.share.p50)
        if not found:
            return None
        title = self.say("Who uses what, among those you want to speak to")
        chosen = {channel.network for channel in self.advice.focus.channels}
        content = [
            Row(
                label=self.labels.network(audience.network) + (" *" if audience.borrowed else ""),
                told=self.language.percent(audience.share.p50),
                value=audience.share,
                before=audience.before if _asked(audience) else None,
                strong=audience.network in chosen,
            )
            for audience in found
        ]
        description = self.language.listed([f"{row.label} {row.told}" for row in content])
        told = Told(key="audiences", title=title, description=description)
        return Figure(
            key="audiences",
            title=title,
            picture=rows(Kind.PAIRS if any(map(_asked, found)) else Kind.DOTS, content, self._percents(), told),
            caption=self._audience_caption(found),
            table=self._audience_table(found),
            proofs=self._facts(fact for audience in found for fact in audience.facts),
        )

    def _audience_caption(self, found: list[AudienceAdvice]) -> tuple[str, ...]:
        caption = [self.say("Dot: the likeliest share; line: 8 chances in 10.")]
        if any(_asked(audience) for audience in found):
            caption.append(self.say("Ring and dashes under it: as published, before your customers' own answers."))
        if any(audience.borrowed for audience in found):
            caption.append(self.say("* No figure for your country: borrowed from another."))
        return tuple(caption)

    def _audience_table(self, found: list[AudienceAdvice]) -> Table:
        return Table(
            title=self.say("Share and number of those you want to speak to"),
            head=(self.say("Network"), self.say("Share"), self.say("People"), self.say("Before your answers")),
            rows=tuple(
                (
                    self.labels.network(audience.network) + (" *" if audience.borrowed else ""),
                    self._told(audience.share, self.language.percent),
                    self._told(audience.people, self._people),
                    self._told(audience.before, self.language.percent) if _asked(audience) else "–",
                )
                for audience in found
            ),
        )

    def _people(self, count: float) -> str:
        return self.language.number(float(f"{count:.2g}"))

    def candidates(self) -> Table | None:
        """The best of the plans that were compared."""
        plans = self.advice.focus.candidates[:CANDIDATES_SHOWN]
        if not plans:
            return None
        return Table(
            title=self.say("The plans compared, likeliest best first"),
            head=(
                self.say("Plan"),
                self.say("Hours a week"),
                self.say("Money a month"),
                self.say("What it leaves in three years"),
                self.say("Chance that it is best"),
            ),
            rows=tuple(
                (
                    self.language.listed([self.labels.channel(name) for name in plan.channels]) or self.say("Nothing"),
                    self.language.hours(plan.hours_week) if plan.hours_week else self.language.number(0),
                    self.language.money(plan.budget_month),
                    self.money(plan.gain),
                    self.language.percent(plan.chance_best),
                )
                for plan in plans
            ),
        )

    # --- ways of having it done --------------------------------------------------------------------------------

    def ways(self) -> Figure | None:
        """The yearly cost of the four ways; None where nothing is done."""
        if not self.advice.focus.channels:
            return None
        title = self.say("What a year costs, all in")
        content = [
            Row(label=self._way(way), told=self.language.money(way.total.p50), value=way.total)
            for way in self.advice.ways
        ]
        axis = self._moneys([way.total for way in self.advice.ways])
        told = Told(key="ways", title=title, description=" ".join(self.summary.ways))
        return Figure(
            key="ways",
            title=title,
            picture=rows(Kind.BARS, content, axis, told),
            caption=(
                self.say("Bar: the middle; line: 8 chances in 10. Your own hours are counted at what they cost."),
            ),
            table=self._way_table(),
            proofs=self._prices(),
        )

    def _way(self, way: WayCost) -> str:
        return self.labels.sentence("ways", way.way)

    def _way_table(self) -> Table:
        return Table(
            title=self.say("The yearly cost of each way"),
            head=(
                self.say("Way"),
                self.say("All in"),
                self.say("Of which money paid out"),
                self.say("Your hours a week"),
            ),
            rows=tuple(
                (
                    self._way(way),
                    self.money(way.total),
                    self.money(way.paid),
                    self.language.hours(way.owner_hours.p50 / WEEKS_PER_YEAR),
                )
                for way in self.advice.ways
            ),
        )

    def _prices(self) -> tuple[Proof, ...]:
        """Where prices come from; those without a source are said to be assumptions."""
        country = self.knowledge.countries[self.advice.country]
        facts = {
            Way.ONESELF: (country.help.training.once,),
            Way.PART_TIME: (country.help.part_time.hour,),
            Way.FREELANCE: country.help.freelance.facts,
            Way.AGENCY: country.help.agency.facts,
        }
        proofs: list[Proof] = []
        for way in self.advice.ways:
            known = [fact for fact in facts[way.way] if fact]
            assumed = Proof(text=self._way(way), status=self.labels.sentence("status", "assumption"))
            proofs += self._facts(known) or [assumed]
        return tuple(proofs)

    # --- words -------------------------------------------------------------------------------------------------

    def money(self, value: Interval) -> str:
        """An interval of money: its middle, then its ends."""
        return with_ends(value, self.language.money, self.language)

    def _told(self, value: Interval, write: Writer) -> str:
        return with_ends(value, write, self.language)

    def _percents(self) -> Axis:
        return Axis(end=1.0, ticks={share: self.language.percent(share) for share in (0.0, 0.5, 1.0)})

    def _moneys(self, values: list[Interval]) -> Axis:
        """An axis of money, from zero or below."""
        marks = ticks(max(0.0, *(value.p90 for value in values)), min(0.0, *(value.p10 for value in values)))
        return Axis(start=marks[0], end=marks[-1], ticks={mark: self.language.money(mark) for mark in marks})

    def _facts(self, keys: Iterable[str]) -> tuple[Proof, ...]:
        return tuple(self._fact(key) for key in dict.fromkeys(keys))

    def _fact(self, key: str) -> Proof:
        fact = self.knowledge.facts[key]
        sources = (self.knowledge.sources[source] for source in fact.source)
        return Proof(
            text=f"{self.labels.fact(key)} ({fact.year})",
            sources=tuple((source.title, source.url) for source in sources),
            status=self.labels.sentence("status", fact.status),
        )


def curves(shown: Projected, language: Language, *, key: str, description: str) -> Figure:
    """The red and the blue curve with their fans, and the table behind them."""
    title = language.say("Three years: extra sales a week")
    return Figure(
        key=key,
        title=title,
        picture=emblem(shown, language, Told(key=key, title=title, description=description)),
        caption=(
            *curve_legend(language),
            language.say("Thick line: the middle of what is possible; pale band: 8 chances in 10."),
            language.say("Bumps and dips follow your busy and quiet months."),
        ),
        table=_quarters(shown, language),
    )


def _quarters(shown: Projected, language: Language) -> Table:
    paths = shown.projection.paths
    starts = range(0, shown.projection.weeks, QUARTER_WEEKS)
    months = (language.month(shown.today + dt.timedelta(weeks=start)) for start in starts)
    cells = (_by_quarter(paths[name].extra_sales, starts, language) for name in ("blue", "red"))
    return Table(
        title=language.say("Extra sales in an ordinary week of each quarter: middle, and 8 chances in 10"),
        head=(language.say("Quarter from"), language.say("Steady pace"), language.say("Splash")),
        rows=tuple(zip(months, *cells, strict=True)),
    )


def _by_quarter(fan: Fan, starts: range, language: Language) -> list[str]:
    lines = (fan.p10, fan.p50, fan.p90)
    slices = (slice(start, start + QUARTER_WEEKS) for start in starts)
    means = (Interval(*(float(np.mean(line[part])) for line in lines)) for part in slices)
    return [with_ends(mean, language.money, language) for mean in means]


def with_ends(value: Interval, write: Writer, language: Language) -> str:
    """An interval in words: its middle, then its ends."""
    low, mid, high = (write(end) for end in value)
    return language.say("{mid} ({low} to {high})").format(low=low, mid=mid, high=high)


def _asked(audience: AudienceAdvice) -> bool:
    """Whether the firm's customers moved the share."""
    return audience.before != audience.share
