"""What to do on a channel, in words: the same for the advice and for what the sliders try."""

from typing import Protocol

from foulee.core.types import MONTHS_PER_WEEK, Means
from foulee.reporting.labels import Labels


class Doing(Protocol):
    """What is put into one channel: hours a week in all; items a week, None for ads; money a month."""

    @property
    def name(self) -> str: ...
    @property
    def means(self) -> Means: ...
    @property
    def hours_week(self) -> float: ...
    @property
    def items_week(self) -> float | None: ...
    @property
    def budget_month(self) -> float: ...


def doing(effort: Doing, labels: Labels) -> str:
    """What to do on a channel and what it costs."""
    values: dict[str, object] = {"channel": labels.channel(effort.name), "week_hours": effort.hours_week}
    if effort.means is Means.ADS:
        return labels.sentence("channel", "ads", values | {"budget_money": effort.budget_month})
    made, weekly = _made(effort)
    values |= {"items_count": made, "item": _item(effort.name, made, labels)}
    return labels.sentence("channel", "hours" if weekly else "hours_month", values)


def rhythm(effort: Doing, labels: Labels) -> str:
    """How often something is made for a channel, without what it costs."""
    say = labels.language.say
    if effort.means is Means.ADS:
        return say("advertisements, looked after every week")
    made, weekly = _made(effort)
    template = say("{count} {item} a week") if weekly else say("{count} {item} a month")
    return template.format(count=labels.language.number(made), item=_item(effort.name, made, labels))


def _made(effort: Doing) -> tuple[float, bool]:
    """How many things are made, as people say it, and whether that is a week; else a month."""
    items = effort.items_week or 0.0
    return (plain(items), True) if items >= 1.0 else (plain(items / MONTHS_PER_WEEK), False)


def _item(name: str, count: float, labels: Labels) -> str:
    channel = labels.knowledge.channels[name]
    words = channel.one if labels.language.singular(count) else channel.item
    return words.get(labels.language.code)


def plain(count: float) -> float:
    """A count as people say it: two significant figures above a hundred, halves below five."""
    if count >= 100:  # noqa: PLR2004
        step = 10.0 ** (len(str(int(count))) - 2)
        return round(count / step) * step
    return round(count) if count >= 5 else round(count * 2) / 2 or 0.5  # noqa: PLR2004
