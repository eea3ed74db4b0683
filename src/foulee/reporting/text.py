"""The answer on one screen of the terminal."""

import textwrap
from collections.abc import Callable

from foulee.advice.result import Advice
from foulee.core.types import Severity
from foulee.knowledge.reader import Knowledge
from foulee.reporting.language import Language
from foulee.reporting.sketch import Curve, draw
from foulee.reporting.summary import Point, Summary, summarise

WIDTH = 78
HEIGHT = 6
STEPS_SHOWN = 4
COLOURS = ("red", "blue")

Style = Callable[[str, str], str]


def plain(text: str, _style: str) -> str:
    """Leave text as it is: for files, pipes and terminals without colour."""
    return text


def as_text(advice: Advice, knowledge: Knowledge, language: Language, style: Style = plain) -> str:
    """Write the answer for a terminal: verdict, what to do first, focus, the two curves, what is not known.

    `style(text, kind)` colours a piece of text; kinds are `title`, `strong`, `faint`, `red` and `blue`.
    """
    summary = summarise(advice, knowledge, language)
    parts = [
        _opening(summary, style),
        _weeks(summary, language, style),
        _first_steps(summary.first_steps, language, style),
        _focus(summary, language, style),
        _paths(advice, summary, language, style),
        _closing(summary, language, style),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _wrapped(text: str, bullet: str = "") -> str:
    indent = " " * len(bullet)
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=bullet,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _heading(text: str, style: Style) -> str:
    return style(text, "title")


def _opening(summary: Summary, style: Style) -> str:
    lines = [f"{summary.firm} — {style(summary.verdict, 'strong')}"]
    lines += [_wrapped(sentence, "  ") for sentence in summary.questions]
    if summary.channels:
        lines.append(_wrapped(summary.stakes, "  "))
    lines += [_wrapped(sentence, "  ") for sentence in summary.changes[:2]]
    return "\n".join(lines)


def _weeks(summary: Summary, language: Language, style: Style) -> str:
    """What the firm's own weeks have in the answer: both answers, then lever by lever."""
    if summary.unread:
        return "\n" + _wrapped(summary.unread, "  ")
    if summary.weeks is None:
        return ""
    lines = ["", _heading(language.say("What your weeks changed"), style)]
    lines += [_wrapped(told, "  ") for told in summary.weeks.rests_on]
    colon = "\u202f:" if language.code == "fr" else ":"
    before, both = summary.weeks.both.head[1], summary.weeks.both.rows
    moved = [f"{name}{colon} {now} ({before}{colon} {was})" for name, was, now in both if was != now]
    lines += [
        _wrapped(told, "  ") for told in moved or [language.say("The answer is the same as before your figures.")]
    ]
    lines += [_wrapped(f"{lever.name}{colon} {' '.join(lever.says)}", "  • ") for lever in summary.weeks.levers]
    return "\n".join(lines)


def _first_steps(points: tuple[Point, ...], language: Language, style: Style) -> str:
    if not points:
        return ""
    lines = ["", _heading(language.say("First of all"), style)]
    for point in points[:STEPS_SHOWN]:
        mark = "!" if point.severity is Severity.BLOCKER else "□"
        cost = f" ({point.cost})" if point.cost else ""
        lines.append(_wrapped(f"{point.do or point.says}{cost}", f"  {mark} "))
    left = len(points) - STEPS_SHOWN
    if left > 0:
        more = language.plural(
            "and {n} more thing, in the full report", "and {n} more things, in the full report", left
        )
        lines.append(style(f"    {more.format(n=left)}", "faint"))
    return "\n".join(lines)


def _focus(summary: Summary, language: Language, style: Style) -> str:
    lines = ["", _heading(language.say("Where"), style), _wrapped(summary.focus, "  ")]
    lines += [_wrapped(channel, "  • ") for channel in summary.channels]
    lines.append(_wrapped(f"{summary.target}, {summary.objective}.", "  "))
    if summary.asked:
        lines.append(_wrapped(summary.asked, "  "))
    return "\n".join(lines)


def _paths(advice: Advice, summary: Summary, language: Language, style: Style) -> str:
    if not advice.focus.channels:
        return ""
    paths = advice.projection.paths
    curves = [
        Curve(values=paths["red"].extra_sales.p50, dashed=True),
        Curve(values=paths["blue"].extra_sales.p50),
    ]
    rows = draw(curves, width=WIDTH - 4, height=HEIGHT)
    drawn = ["  " + "".join(style(sign, COLOURS[index]) if index >= 0 else sign for sign, index in row) for row in rows]
    burst, steady = (
        language.say("everything in three months, then nothing"),
        language.say("steadily, every week"),
    )
    legend = f"  {style('╌╌', 'red')} {burst}   {style('──', 'blue')} {steady}"
    axis = _axis(language)
    heading = _heading(language.say("Three years: extra sales a week"), style)
    return "\n".join(["", heading, *drawn, axis, legend, *(_wrapped(told, "  ") for told in summary.paths[:1])])


def _axis(language: Language) -> str:
    room = WIDTH - 4
    labels = [language.say("today"), language.say("1 year"), language.say("2 years"), language.say("3 years")]
    line = list(" " * (room + 8))
    for place, label in enumerate(labels):
        start = round(place * room / 3) - (len(label) if place == len(labels) - 1 else len(label) // 2 if place else 0)
        line[start : start + len(label)] = label
    return "  " + "".join(line).rstrip()


def _closing(summary: Summary, language: Language, style: Style) -> str:
    lines = [""]
    if summary.unknowns:
        lines.append(_heading(language.say("What matters most and is not known"), style))
        lines += [_wrapped(unknown, "  ? ") for unknown in summary.unknowns[:1]]
    lines += [_wrapped(summary.caveat, "  "), style(_wrapped(summary.footer), "faint")]
    return "\n".join(lines)
