"""The picture of what customers say: each network as published, and with their answers."""

from foulee.advice.customers import HeardSoFar, Use
from foulee.core.types import Interval
from foulee.knowledge.reader import Knowledge
from foulee.reporting.charts import Axis, Kind, Row, rows
from foulee.reporting.figures import Figure, Table
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language
from foulee.reporting.vegalite import Told

NOT_ASKED = "–"


def customers_figure(heard: HeardSoFar, knowledge: Knowledge, language: Language) -> Figure:
    """Draw, for each network, the published share and the share with the customers' answers, both with intervals."""
    labels, say = Labels(language, knowledge), language.say
    title = say("Who uses what: as published, and with what your customers say")
    content = [_row(use, labels) for use in heard.uses]
    axis = Axis(end=1.0, ticks={share: language.percent(share) for share in (0.0, 0.5, 1.0)})
    description = language.listed([f"{row.label} {row.told}" for row in content])
    return Figure(
        key="customers",
        title=title,
        picture=rows(Kind.PAIRS, content, axis, Told(key="customers", title=title, description=description)),
        caption=_caption(heard, language),
        table=Table(
            title=say("Share of those you want to speak to"),
            head=(say("Network"), say("Your customers"), say("Published"), say("Both together")),
            rows=tuple(_cells(use, labels) for use in heard.uses),
        ),
    )


def _row(use: Use, labels: Labels) -> Row:
    language = labels.language
    share = language.percent(use.share.p50)
    said = language.say("{yes} of {asked}").format(yes=use.told.yes, asked=use.told.asked) if use.told else ""
    return Row(
        label=_label(use, labels),
        told=f"{said} → {share}" if said else share,
        value=use.share,
        before=use.before if use.told else None,
        strong=use.told is not None,
    )


def _label(use: Use, labels: Labels) -> str:
    return labels.choice("Network", use.network) + (" *" if use.borrowed else "")


def _caption(heard: HeardSoFar, language: Language) -> tuple[str, ...]:
    say = language.say
    caption = [say("Dot: the likeliest share; line: 8 chances in 10.")]
    if any(use.told for use in heard.uses):
        caption.append(say("Ring and dashes under it: as published, before your customers' own answers."))
    if any(use.borrowed for use in heard.uses):
        caption.append(say("* No figure for your country: borrowed from another."))
    return tuple(caption)


def _cells(use: Use, labels: Labels) -> tuple[str, ...]:
    language = labels.language
    said = language.say("{yes} of {asked}").format(yes=use.told.yes, asked=use.told.asked) if use.told else NOT_ASKED
    return _label(use, labels), said, between(use.before, language), between(use.share, language)


def between(share: Interval, language: Language) -> str:
    """A share in the middle, then its ends."""
    low, mid, high = (language.percent(end) for end in share)
    return language.say("{mid} ({low} to {high})").format(low=low, mid=mid, high=high)
