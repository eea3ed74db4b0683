"""Which of the firm's channels a lever of its weeks is: by what was said, else by its kind, its unit and its name."""

import re
from collections.abc import Iterable, Mapping

from foulee.core.history import LeverHistory, LeverKind, Unit
from foulee.core.plans import Option
from foulee.core.types import Means, Network
from foulee.firmfile.problems import FirmFileError, Problem

NONE = "none"  # said of a lever that is no channel
MEANS = {Unit.HOURS: Means.HOURS, Unit.MONEY: Means.ADS}
NETWORKS = {  # of the kinds that name one
    LeverKind.EMAIL: Network.NEWSLETTER,
    LeverKind.LOCAL_LISTING: Network.GOOGLE_BUSINESS,
    LeverKind.SEARCH: Network.GOOGLE_SEARCH,
    LeverKind.BLOG: Network.BLOG,
    LeverKind.PAID_SOCIAL: Network.FACEBOOK,  # one purchase shows advertisements on Facebook and Instagram alike
}
SHORT = {"insta": Network.INSTAGRAM, "ig": Network.INSTAGRAM, "fb": Network.FACEBOOK, "twitter": Network.X}


def channels_of(
    levers: Iterable[LeverHistory], options: tuple[Option, ...], told: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The option that each lever is, "" for a lever that is none; `told` by lever, `NONE` where it is none.

    Raises FirmFileError for a lever or an option that does not exist, and where two levers would be one option.
    """
    said, levers = dict(told or {}), tuple(levers)
    problems = _unknown(said, levers, options)
    found: dict[str, str] = {}
    for lever in levers:
        channel = said.get(lever.name, guessed(lever, options))
        found[lever.name] = "" if channel == NONE else channel
    used = [channel for channel in found.values() if channel]
    for channel in dict.fromkeys(name for name in used if used.count(name) > 1):
        names = ", ".join(name for name, own in found.items() if own == channel)
        problems.append(Problem("channel_twice_told", values={"found": names, "channel": channel}))
    if problems:
        raise FirmFileError(problems)
    return found


def _unknown(said: Mapping[str, str], levers: tuple[LeverHistory, ...], options: tuple[Option, ...]) -> list[Problem]:
    names, known = [lever.name for lever in levers], [option.name for option in options]
    problems = [
        Problem("channel_lever", values={"found": name, "accepted": ", ".join(names) or "—"})
        for name in said
        if name not in names
    ]
    return problems + [
        Problem("channel_option", values={"found": channel, "accepted": ", ".join([*known, NONE])})
        for channel in said.values()
        if channel not in {*known, NONE}
    ]


def without_twins(levers: tuple[LeverHistory, ...], options: tuple[Option, ...]) -> dict[str, str]:
    """The same where nobody can be asked: of two levers that would be one option, the one used most weeks is it."""
    found = {lever.name: guessed(lever, options) for lever in levers}
    by_use = sorted(levers, key=lambda lever: -int((lever.effort > 0.0).sum()))
    first = {channel: lever.name for lever in reversed(by_use) if (channel := found[lever.name])}
    return {name: channel if first.get(channel) == name else "" for name, channel in found.items()}


def guessed(lever: LeverHistory, options: tuple[Option, ...]) -> str:
    """The option that a lever is by its kind, its unit and its name; "" where none of the firm's is."""
    network = NETWORKS.get(lever.kind) or (_named(lever.name) if lever.kind is LeverKind.ORGANIC_SOCIAL else None)
    means = MEANS[lever.unit]
    return next((option.name for option in options if option.network is network and option.means is means), "")


def _named(name: str) -> Network | None:
    """The network that a name holds; none where it holds none, or two."""
    words = [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word]
    found = {Network(word) for word in words if word in set(Network)} | {SHORT[word] for word in words if word in SHORT}
    return found.pop() if len(found) == 1 else None
