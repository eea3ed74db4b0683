"""The answer as one printable page: no script, nothing fetched from outside, the same bytes for the same advice."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from foulee.advice.result import Advice
from foulee.core.types import Verdict
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.schema import Status
from foulee.reporting.figures import Figure, Figures
from foulee.reporting.language import Language
from foulee.reporting.summary import Point, Proof, Summary, summarise
from foulee.reporting.vegalite import theme_css
from foulee.reporting.weeks_figures import sales_beside

SAFE = ("https://", "http://")
MANY = 6  # things to do first beyond which the printed page sets them in two columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A channel outside the focus: why, and what adding it would take where there is room for it."""

    why: str
    adding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLine:
    """One line of the legal checklist, with its sources and how the text was seen."""

    rule: str
    do: str
    sources: tuple[tuple[str, str], ...]
    status: str


def as_html(advice: Advice, knowledge: Knowledge, language: Language) -> str:
    """Write the answer as one self-contained page, for the screen (phone first) and for A4 paper."""
    page = {"style": report_style(), "date": language.date(advice.today), **report_parts(advice, knowledge, language)}
    return _environment().get_template("report.html.jinja").render(page)


def report_parts(advice: Advice, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    """What the report's templates are filled with."""
    summary = summarise(advice, knowledge, language)
    figures = Figures(advice, knowledge, language, summary)
    law = _law(advice, knowledge, language)
    drawn = {
        "curves": figures.curves(),
        "audiences": figures.audiences(),
        "gains": figures.gains(),
        "shapes": figures.shapes(),
        "ways": figures.ways(),
    }
    return {
        "lang": language.locale.replace("_", "-"),
        "say": language.say,
        "plural": language.plural,
        "summary": summary,
        "not_now": advice.diagnosis.verdict is Verdict.NOT_NOW,
        "many": len(summary.first_steps) > MANY,
        "questions": [_cut(question) for question in summary.questions],
        "figures": drawn,
        "candidates": figures.candidates(),
        "beside": sales_beside(advice, language),
        "outside": _outside(advice, summary),
        "law": law,
        "priors": _assumed_priors(knowledge, language),
        "prior_count": len(knowledge.priors),
        "sources": _sources(_proofs(summary, drawn.values()), law),
    }


@cache
def _environment() -> Environment:
    return environment()


def environment() -> Environment:
    """Templates escape everything; what is missing is an error, not a blank."""
    made = Environment(
        loader=PackageLoader("foulee.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return add_filters(made)


def add_filters(environment: Environment) -> Environment:
    """Give an environment the filters that the report's templates use."""
    environment.filters["drawing"] = Markup  # the SVG of charts.py, whose texts are escaped there
    environment.filters["addresses"] = _addresses
    return environment


def _addresses(written: str) -> list[str]:
    """The web addresses of a source, which may name several; nothing else becomes a link."""
    parts = (part.strip() for part in written.split(" ; "))
    return [part for part in parts if part.startswith(SAFE)]


@cache
def report_style() -> Markup:
    """The style sheet of the printed pages."""
    sheet = (files("foulee.reporting") / "styles" / "report.css").read_text(encoding="utf-8")
    return Markup(theme_css() + sheet)  # noqa: S704 - our own style sheet


def _cut(question: str) -> tuple[str, str]:
    """A question and its answer, from the sentence that holds both."""
    asked, mark, answer = question.partition("?")
    return asked + mark, answer.strip()


def _outside(advice: Advice, summary: Summary) -> list[Outside]:
    """Why not the others, each with what one more presence would take."""
    adding = {
        more.name: told
        for more, told in zip(advice.focus.one_more, summary.one_more, strict=True)
        if more.fits  # where nothing fits, the reason already says so
    }
    return [
        Outside(why=why, adding=adding.get(f"{reason.network}.{reason.means}", ""))
        for reason, why in zip(advice.focus.why_not, summary.why_not, strict=True)
    ]


def _law(advice: Advice, knowledge: Knowledge, language: Language) -> list[LawLine]:
    seen = _law_statuses(language)
    return [
        LawLine(
            rule=entry.rule.get(language.code),
            do=entry.do.get(language.code),
            sources=() if entry.status is Status.ASSUMPTION else _named(entry.source, knowledge),
            status=seen[entry.status],
        )
        for entry in knowledge.law
        if entry.id in advice.law
    ]


def _law_statuses(language: Language) -> dict[Status, str]:
    """How each line of law was seen: a text of law is read, not measured."""
    summed_up = language.say("read in a summary, not in the official text")
    return {
        Status.SEEN: language.say("read in the text"),
        Status.SECOND_HAND: summed_up,
        Status.UNCLEAR: summed_up,
        Status.CALCULATED: summed_up,
        Status.ASSUMPTION: language.say("not read in any text: check before relying on it"),
    }


def _named(keys: tuple[str, ...], knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    return tuple((knowledge.sources[key].title, knowledge.sources[key].url) for key in keys)


def _assumed_priors(knowledge: Knowledge, language: Language) -> list[str]:
    """The quantities of the computation that no published figure feeds."""
    return [prior.label.get(language.code) for prior in knowledge.priors.values() if prior.status == "assumption"]


def _proofs(summary: Summary, figures: Iterable[Figure | None]) -> Iterable[Proof]:
    points: tuple[Point, ...] = summary.first_steps + summary.advice + summary.strengths
    for point in points:
        yield from point.proofs
    for figure in figures:
        if figure is not None:
            yield from figure.proofs


def _sources(proofs: Iterable[Proof], law: list[LawLine]) -> dict[tuple[str, str], int]:
    """Every source named on the page with its number, in the order in which it is first named."""
    named = [source for proof in proofs for source in proof.sources]
    named += [source for line in law for source in line.sources]
    return {source: number for number, source in enumerate(dict.fromkeys(named), start=1)}
