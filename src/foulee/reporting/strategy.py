"""The strategy in four pages: what one hands to a banker, a partner or a team.

The answer again, with nothing computed anew, laid out for A4 paper: the answer, the plan, three years, the
costs and the rest follow each other without holes. Where the machine's fonts or a long list would make a fifth page,
the whole is set a little smaller. Nothing is fetched, from the web or from the disk.
"""

import base64
import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

from jinja2 import Environment
from markupsafe import Markup

from foulee.advice.result import Advice
from foulee.core.types import Severity
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge
from foulee.reporting.efforts import rhythm
from foulee.reporting.figures import Figure, Table
from foulee.reporting.html import environment, report_parts
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language
from foulee.reporting.printing import printable
from foulee.reporting.summary import Point

PAGES = 4
SIZES = (9.1, 8.4, 7.7, 7.1, 6.5, 6.0)  # points, the largest that fits is taken
FACE = "DejaVu Serif, Georgia, serif"
LETTERS = ('font-size="13px"', 'font-size="11px"')  # that face is broader than those of screens
WORDS_SHOWN = 280  # of the owner's own words: enough for a sentence or two
QUARTER = dt.timedelta(weeks=13)
CLOSED = {(12, 25), (1, 1)}  # month and day


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStep:
    """A first step on the calendar: the day by which the hours of the week get it done, "" where none are told."""

    point: Point
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart as an image of the page, with what it says to those who do not see it."""

    address: str
    told: str


def strategy_pdf(advice: Advice, knowledge: Knowledge, language: Language, *, firm: FirmFile) -> bytes:
    """Write the strategy as a tagged PDF (PDF/UA-1) of four A4 pages at most."""
    values = _values(advice, knowledge, language, firm)
    template = _environment().get_template("strategy.html.jinja")
    for size in SIZES:
        text = template.render(values | {"size": size})
        document = _laid_out(text)
        if len(document.pages) <= PAGES:
            break
    mark = hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=mark)
    return written


def _laid_out(text: str) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    from weasyprint import HTML  # noqa: PLC0415 - a large library, loaded only where a PDF is made
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    nowhere = URLFetcher(allowed_protocols=("data",))  # the charts, which stand in the page itself
    return HTML(string=text, url_fetcher=nowhere).render()


@cache
def _environment() -> Environment:
    made = environment()
    made.filters["placed"] = _placed
    return made


def _placed(drawn: Figure, *, narrow: bool = False) -> Picture:
    """A figure's chart, as an image that holds its own bytes."""
    text = drawn.picture.narrow if narrow else drawn.picture.wide
    root = ET.fromstring(text.replace(*LETTERS))  # noqa: S314 - our own SVG
    root.set("font-family", FACE)
    data = base64.b64encode(ET.tostring(root)).decode("ascii")
    described = next((part.text for part in root if part.tag.rpartition("}")[2] == "desc"), "") or ""
    return Picture(address=f"data:image/svg+xml;base64,{data}", told=f"{drawn.title}. {described}")


# --- what the pages hold -----------------------------------------------------------------------------------------


def _values(advice: Advice, knowledge: Knowledge, language: Language, firm: FirmFile) -> dict[str, Any]:
    parts = report_parts(advice, knowledge, language)
    named = printable(parts["summary"].firm) or language.say("Your firm")
    parts["summary"] = dataclasses.replace(parts["summary"], firm=named)
    labels = Labels(language, knowledge)
    steps = _calendar(advice, parts["summary"].first_steps, language)
    return parts | {
        "style": _style(),
        "language": language,
        "advice": advice,
        "date": language.date(advice.today),
        "place": printable(firm.firm.place or ""),
        "trade": labels.choice("Trade", advice.trade),
        "own_words": _own_words(firm, language),
        "aim": _aim(firm, language),
        "plan": _plan(advice, labels),
        "cited": _cited(parts),
        "steps": steps,
        "first_review": language.date(_friday(advice.today + QUARTER)),
        "end": language.month(advice.today + dt.timedelta(weeks=advice.projection.weeks)),
    }


@cache
def _style() -> Markup:
    sheet = (files("foulee.reporting") / "styles" / "strategy.css").read_text(encoding="utf-8")
    return Markup(sheet)  # noqa: S704 - our own style sheet


def _cited(parts: dict[str, Any]) -> dict[tuple[str, str], int]:
    """The sources that these pages name, numbered as they come: first steps, then the figures of the last page."""
    proofs = [proof for point in parts["summary"].first_steps for proof in point.proofs]
    for name in ("ways", "audiences"):
        proofs += parts["figures"][name].proofs if parts["figures"][name] else ()
    named = dict.fromkeys(source for proof in proofs for source in proof.sources)
    return {source: number for number, source in enumerate(named, start=1)}


def _own_words(firm: FirmFile, language: Language) -> str:
    """What makes the firm different, as its owner says it."""
    said = printable(firm.brand.difference or firm.brand.promise or firm.brand.mission or "")
    short = said if len(said) <= WORDS_SHOWN else said[:WORDS_SHOWN].rsplit(" ", 1)[0] + "…"
    return language.quoted(short) if short else ""


def _aim(firm: FirmFile, language: Language) -> str:
    """The objective in figures, where the owner gave them."""
    wanted = firm.objective
    if wanted.metric is None or wanted.number is None:
        return ""
    values = {"number": language.exact(wanted.number), "what": wanted.metric}
    if wanted.by is None:
        return language.say("Aim: {number} ({what}).").format(**values)
    return language.say("Aim: {number} ({what}) by {date}.").format(**values, date=language.date(wanted.by))


def _plan(advice: Advice, labels: Labels) -> Table | None:
    """The plan's channels with what each takes, and the whole; None where nothing is done."""
    focus = advice.focus
    if not focus.channels:
        return None
    language = labels.language
    lines = [
        (labels.channel(item.name), rhythm(item, labels), item.hours_week, item.budget_month) for item in focus.channels
    ]
    if len(lines) > 1:
        lines.append((language.say("In all"), "", focus.hours_week, focus.budget_month))
    return Table(
        title=language.say("What is done, every week of three years"),
        head=(
            language.say("Where"),
            language.say("What"),
            language.say("Hours a week, all in"),
            language.say("Money a month"),
        ),
        rows=tuple(
            (name, what, language.hours(hours) if hours else "–", language.money(money) if money else "–")
            for name, what, hours, money in lines
        ),
    )


def _calendar(advice: Advice, points: tuple[Point, ...], language: Language) -> list[FirstStep]:
    """First steps one after the other, each with the day by which the firm's hours a week get it done."""
    hours = {
        reason.rule: reason.hours or 0.0
        for reason in advice.diagnosis.reasons
        if reason.severity in {Severity.BLOCKER, Severity.DO_FIRST}
    }
    a_week = advice.focus.capacity.hours
    found, spent = [], 0.0
    for point in points:
        spent += hours[point.rule]
        day = advice.today + dt.timedelta(weeks=spent / a_week) if a_week > 0.0 else None
        found.append(FirstStep(point=point, by=language.date(_friday(day)) if day else ""))
    return found


def _friday(day: dt.date) -> dt.date:
    """The end of the working week in which a day falls; a week later where everybody is at home that day."""
    friday = day + dt.timedelta(days=(4 - day.weekday()) % 7)
    while (friday.month, friday.day) in CLOSED:
        friday += dt.timedelta(weeks=1)
    return friday
