"""One firm of a portfolio: what others may learn from it, and what it is told, its peers at its side."""

import hashlib
import json
from dataclasses import dataclass, field, replace

from foulee.advice.believing import beliefs
from foulee.advice.read_result import WEEKS_VERSION
from foulee.advice.reading import Reading, ReadingSetup, hour_cost_of, made_ready, read_weeks
from foulee.advice.weeks_storing import dump_history
from foulee.core.history import FirmHistory
from foulee.core.pooling.heard import Heard, hear
from foulee.core.pooling.pooled import Leaning, leanings, lever_leanings
from foulee.core.pooling.population import Population, Shared
from foulee.core.response.fitting.fit import Effort, NotConverged, Sampling, fit
from foulee.firmfile.problems import Problem
from foulee.knowledge.reader import Knowledge

PORTFOLIO_VERSION = f"portfolio-2 {WEEKS_VERSION}"
ALONE = Effort(threads=1)  # one firm, one core
SHORT = Effort(draws=500, most=1000, threads=1)  # enough for 600 draws to answer from, and for others to lean on
DRAWS = 600  # to answer from, where a firm alone is given 2000
NEAR = 0.1  # spreads of peers by which their middle may move, and share of it, before a firm is fitted again
SEEDS = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A firm of a portfolio, ready to be read: `trade` "" where nobody told it."""

    name: str
    trade: str
    history: FirmHistory
    setup: ReadingSetup
    assumed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    notes: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A firm read among its peers: its reading, and what its levers and its parameters lean on."""

    reading: Reading
    levers: dict[str, Leaning]
    parameters: dict[str, Leaning]


def own_seed(seed: int, name: str) -> int:
    """A firm's own seed, so that no two firms of a portfolio share their luck."""
    return int.from_bytes(hashlib.sha256(f"{seed} {name}".encode()).digest()[:8]) % SEEDS


def listen(member: Member, knowledge: Knowledge) -> Heard:
    """Fit a firm alone for what others may lean on: nothing where it will not converge. ValueError without sales."""
    ready = made_ready(member.history, knowledge, member.setup)
    try:
        fitted = fit(ready, Sampling(seed=member.setup.seed, effort=SHORT, harder=ALONE))
    except NotConverged:
        return Heard(trade=member.trade, weeks=0, effective=0.0, said={})
    return hear(fitted, member.trade)


def place(member: Member, knowledge: Knowledge, shared: Shared) -> Placed:
    """Read a firm's weeks with what its peers have in common. Raises as `read_weeks` does."""
    reading = read_weeks(member.history, knowledge, replace(member.setup, effort=SHORT, shared=shared, draws=DRAWS))
    fitted = reading.fitted
    return Placed(reading=reading, levers=lever_leanings(fitted, shared), parameters=leanings(fitted, shared))


def digest(member: Member, knowledge: Knowledge) -> str:
    """What a firm's answer rests on, its peers apart: weeks, what is believed before them, how they are read."""
    setup = member.setup
    believed = beliefs(member.history, knowledge, hour_cost_of(setup, knowledge))
    rests_on = {
        "version": PORTFOLIO_VERSION,
        "history": dump_history(member.history),
        "beliefs": repr(believed),
        "setup": [setup.margin, setup.weeks, setup.seed, setup.country.value, setup.hour_cost],
        "told": [member.name, member.trade, list(member.assumed)],
    }
    return hashlib.sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()


def as_before(then: Shared, now: Shared) -> bool:
    """Whether peers have moved so little that a firm's answer may stand."""
    return then.keys() == now.keys() and all(_near(then[topic], now[topic]) for topic in now)


def _near(then: Population, now: Population) -> bool:
    moved = abs(now.shift - then.shift) / now.spread
    return moved <= NEAR and abs(now.spread / then.spread - 1.0) <= NEAR
