"""What a firm's weeks told, as one self-contained page: no script, nothing fetched from outside."""

from functools import cache

from jinja2 import Environment

from foulee.advice.reading import Reading
from foulee.reporting.figures import Table
from foulee.reporting.fit_figures import effects, gains, sales_ahead
from foulee.reporting.fit_telling import Block, Shown, Told, tell_reading
from foulee.reporting.history import begun
from foulee.reporting.html import environment, report_style
from foulee.reporting.language import Language

LITTLE = 0.05  # of a parameter's first variance: less is as good as nothing


def as_html(reading: Reading, shown: Shown, language: Language) -> str:
    """Write a reading as one page, for the screen (phone first) and for paper."""
    told = tell_reading(reading, shown, language)
    page = {
        "style": report_style(),
        "lang": language.locale.replace("_", "-"),
        "say": language.say,
        "quoted": language.quoted,
        "told": told,
        "tables": {block.key: _table(block, told) for block in (*told.levers, *told.paths)},
        "ahead": sales_ahead(reading, language),
        "effects": effects(reading, language),
        "gains": gains(reading, language),
        "contraction": _contraction(reading, language),
        "problems": [begun(problem, language) for problem in shown.problems],
        "notes": [begun(note, language) for note in shown.notes],
    }
    return _environment().get_template("fit.html.jinja").render(page)


@cache
def _environment() -> Environment:
    return environment()


def _table(block: Block, told: Told) -> Table:
    return Table(title=block.title, head=told.head, rows=tuple((row.label, row.now, row.before) for row in block.rows))


def _contraction(reading: Reading, language: Language) -> Table:
    """How much the weeks taught of each quantity of the computation."""
    told = sorted(reading.contraction.items(), key=lambda pair: -pair[1])
    return Table(
        title=language.say("What the weeks took away of the first uncertainty (variance)"),
        head=(language.say("Quantity"), language.say("Taken away")),
        rows=tuple(
            (name, language.percent(share) if share >= LITTLE else language.say("next to nothing"))
            for name, share in told
        ),
    )
