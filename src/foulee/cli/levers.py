"""`--lever NAME=KIND[:hours|:money]`, `--control`, `--follows`, `--plan NAME=FILE.csv`: the same in every command."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from foulee.cli.main import mark
from foulee.connectors.files.history.frame import bytes_of
from foulee.connectors.files.history.plan import LeverPlan, read_lever_plan
from foulee.connectors.files.history.wanted import LeverSpec
from foulee.core.history import LeverHistory, LeverKind, Unit
from foulee.firmfile.problems import FirmFileError, Problem

OURS = frozenset({"none"})  # a plan called red or blue takes the place of ours

Command = Callable[..., Any]


def lever_options(command: Command) -> Command:
    """Add `--lever`, `--control` and `--follows`."""
    command = click.option(
        "--follows",
        multiple=True,
        metavar="NAME[:CONTROL]",
        help=mark("A lever whose effort follows demand (paid search always does), and the column that shows it."),
    )(command)
    command = click.option(
        "--control",
        "controls",
        multiple=True,
        metavar="NAME",
        help=mark("A column that follows demand and that no lever moves: searches, footfall."),
    )(command)
    return click.option(
        "--lever",
        "levers",
        multiple=True,
        metavar="NAME=KIND[:UNIT]",
        help=mark("A column that is a lever, its kind, and hours or money."),
    )(command)


def read_levers(told: tuple[str, ...], follows: tuple[str, ...] = ()) -> dict[str, LeverSpec]:
    """Read the options. Raises FirmFileError with every one that cannot be read."""
    levers: dict[str, LeverSpec] = {}
    problems = []
    named = {option.rpartition("=")[0].strip() for option in told}
    followed = [_followed(option, named) for option in follows]
    following = dict(followed)
    for option in told:
        spec = _spec(option, following)
        if spec is None:
            kinds = ", ".join(kind.value for kind in LeverKind)
            problems.append(Problem("lever_option", values={"found": option, "kinds": kinds}))
        elif spec.name in levers:
            problems.append(Problem("history_asked_twice", values={"found": spec.name}))
        else:
            levers[spec.name] = spec
    problems += [Problem("lever_follows", values={"found": name}) for name in following if name not in named]
    # One demand for a lever: of two that are told, neither may win in silence.
    problems += [
        Problem("history_asked_twice", values={"found": name})
        for name in following
        if len({control for own, control in followed if own == name}) > 1
    ]
    if problems:
        raise FirmFileError(problems)
    return levers


def _followed(option: str, named: set[str]) -> tuple[str, str | None]:
    """A lever that follows demand, and the column that shows that demand, if one is named; a name may hold a colon."""
    lever, colon, control = (part.strip() for part in option.rpartition(":"))
    if colon and option.strip() not in named and lever in named and control:
        return lever, control
    return option.strip(), None


def _spec(option: str, follows: Mapping[str, str | None]) -> LeverSpec | None:
    """One lever; the last `=` parts name and kind, since a column's name may hold one. None if it cannot be read."""
    name, equals, rest = option.rpartition("=")
    kind, colon, unit = (part.strip().lower() for part in rest.partition(":"))
    known = kind in set(LeverKind) and (unit in set(Unit) if colon else True)
    if not equals or not name.strip() or not known:
        return None
    return LeverSpec(
        name=name.strip(),
        kind=LeverKind(kind),
        unit=Unit(unit) if colon else None,
        follows_demand=True if name.strip() in follows else None,
        control=follows.get(name.strip()),
    )


def plan_option(command: Command) -> Command:
    """Add `--plan`."""
    return click.option(
        "--plan",
        "plans",
        multiple=True,
        metavar="NAME=FILE.csv",
        help=mark("A plan of your own: week, then one column per lever."),
    )(command)


def read_plans(told: tuple[str, ...], levers: tuple[LeverHistory, ...]) -> dict[str, LeverPlan]:
    """Read `--plan NAME=FILE.csv`. Raises FirmFileError with everything wrong in the first that cannot be used."""
    plans: dict[str, LeverPlan] = {}
    for option in told:
        name, equals, file = (part.strip() for part in option.partition("="))
        if not equals or not name or not file or name in OURS or name in plans:
            raise FirmFileError([Problem("lever_plan_option", values={"found": option})])
        plans[name] = read_lever_plan(bytes_of(file), file, levers)
    return plans
