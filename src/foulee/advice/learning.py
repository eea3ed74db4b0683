"""From a reading of a firm's weeks to what the spine takes of it: draws, at the end of the weeks, under every shape."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from foulee.advice.evidence import NOTHING_MORE, Evidence, all_customers
from foulee.advice.indicating import levels_heard
from foulee.advice.lever_channels import channels_of
from foulee.advice.model import DRAWS, Setup, shape_prior
from foulee.advice.options import options
from foulee.advice.own_beliefs import OwnBeliefs
from foulee.advice.parts import firm_parts
from foulee.advice.reading import LeverReading, Reading, ReadingSetup, events_ahead, read_weeks
from foulee.advice.reading_setup import Said, reading_setup
from foulee.advice.weeks_read import LeverRead, WeeksRead, rounded
from foulee.core.history import FirmHistory
from foulee.core.response.ahead import drifting, on_average
from foulee.core.response.closures import closed_ahead
from foulee.core.response.draws import ResponseDraws, joined
from foulee.core.response.fitting.fit import Step, unheard
from foulee.core.response.fitting.layout import FIRM, QUICK, SLOW
from foulee.core.response.fitting.posterior import Money, own_efforts, posterior_parameters, window
from foulee.core.response.fitting.problem import Problem, future_design
from foulee.core.response.learnt import NIL, LearntLever, rises
from foulee.core.response.priors import Normals, draw_shapes
from foulee.core.response.saturation import scaled_hill
from foulee.core.response.shapes import reshaped
from foulee.core.response.simulate import Efforts, after
from foulee.core.response.weighing import borne_out
from foulee.core.types import WEEKS_PER_YEAR, Floats, Ints, Shape
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge

AHEAD = 8 * WEEKS_PER_YEAR  # weeks whose calendar is kept: three years, for an answer asked for five years later
BENT_SEED = 47
CLOSED = -40.0  # log of demand in a week of closure, as good as none
NOTHING = -9.0  # a score so low that an effect is nil


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a firm when its weeks are read.

    `channels`: the option that each lever is, "" for none; `evidence`: what was learnt otherwise; `placed`: whether the
    weeks have a place in the calendar.
    """

    document: FirmFile
    knowledge: Knowledge
    channels: dict[str, str]
    evidence: Evidence = NOTHING_MORE
    placed: bool = True


def learn_weeks(
    document: FirmFile, history: FirmHistory, knowledge: Knowledge, setup: Setup, told: Mapping[str, str] | None = None
) -> Evidence:
    """What a firm's own weeks tell for its advice: evidence that `advise` and `build` take.

    `told`: the channel that a lever is, by lever, "none" where it is none; the others are known by kind, unit and name.
    Raises NotConverged, and FirmFileError where two levers would be one channel.
    """
    known = Known(
        document=document,
        knowledge=knowledge,
        channels=channels_of(history.levers, options(document, knowledge), told),
    )
    reading, _ = reading_setup(Said(document=document), history, knowledge, weeks=setup.weeks, seed=setup.seed)
    return Evidence(weeks=read_and_learn(history, known, reading)[1])


def read_and_learn(
    history: FirmHistory, known: Known, setup: ReadingSetup, *, heard: Callable[[Step], None] = unheard
) -> tuple[Reading, WeeksRead]:
    """Read weeks from what the firm's advice believes, and what it then takes of them. Raises NotConverged."""
    reading = read_weeks(history, known.knowledge, knowing(setup, known), heard=heard)
    return reading, learn(reading, known)


def knowing(setup: ReadingSetup, known: Known) -> ReadingSetup:
    """The same setup where what is believed of the firm's channels before its weeks holds what the spine believes."""
    normals, customers = Normals(setup.seed, DRAWS), all_customers(known.document.target, known.evidence)
    parts = firm_parts(known.document, known.knowledge, normals, customers)
    return replace(setup, own=OwnBeliefs(parts=parts, channels=known.channels, placed=known.placed).laid_on)


def learn(reading: Reading, known: Known) -> WeeksRead:
    """What a reading tells for the spine."""
    fitted, history, setup = reading.fitted, reading.history, reading.setup
    every = max(fitted.scores.shape[0] * fitted.scores.shape[1] // DRAWS, 1)
    natural = posterior_parameters(fitted, seed=setup.seed, thin=every)
    ready = fitted.problem
    natural = natural[levels_heard(ready, natural, known.knowledge, setup.seed).places]
    bent = _bent(ready, natural, known.knowledge, setup)
    ahead = drifting(on_average(bent.draws, bent.natural), ready)
    found = [_alone(ahead, bent.natural, ready, setup, column) for column in range(len(history.levers))]
    return rounded(
        WeeksRead(
            start=history.start,
            end=history.monday(history.weeks) - dt.timedelta(days=1),
            counted=int(history.counted.sum()),
            placed=known.placed,
            digest="",
            levers=tuple(
                _lever(reading.levers[name], draws, known.channels.get(name, ""))
                for name, draws in zip(history.names, found, strict=True)
            ),
            shape=ahead.shape,
            level=_level(on_average(bent.draws, bent.natural), own_efforts(ready)),
            trend=ahead.firm.yearly_trend,
            depreciation=ahead.firm.depreciation,
            design=np.column_stack(
                [
                    future_design(ready, AHEAD, events_ahead(history, setup.country, AHEAD)),
                    closed_ahead(history.sales, AHEAD),
                ]
            ),
            linear=np.column_stack(
                [bent.natural[:, FIRM : FIRM + ready.layout.linear], np.full(bent.natural.shape[0], CLOSED)]
            ),
        )
    )


class _Bent(NamedTuple):
    """Draws over the weeks, each under its own shape, and the parameters (draws, size) they were made from."""

    draws: ResponseDraws
    natural: Floats


def _bent(ready: Problem, natural: Floats, knowledge: Knowledge, setup: ReadingSetup) -> _Bent:
    """Every draw under the shape that the spine's own draw of this number assumes, as far as the weeks bear it out."""
    normals, shapes = Normals(setup.seed, natural.shape[0]), shape_prior(knowledge)
    shape, past = draw_shapes(shapes, normals), window(ready, natural, _money(setup))
    multiples = own_efforts(ready).multiples
    parts: list[ResponseDraws] = []
    rows: list[Ints] = []
    for number, kind in enumerate(Shape):
        among = np.flatnonzero(shape == number)
        some = past.take(among)
        bent, place = reshaped(some, kind, shapes, Normals(setup.seed, among.size), multiples), np.arange(among.size)
        if kind is not Shape.CONCAVE and ready.history.levers and among.size:
            rng = np.random.default_rng([setup.seed, BENT_SEED, number])
            place = borne_out(ready, natural[among], bent, some, rng)
        parts.append(bent.take(place))
        rows.append(among[place])
    back = np.argsort(np.concatenate([np.flatnonzero(shape == number) for number in range(len(parts))]))
    return _Bent(joined(parts).take(back), natural[np.concatenate(rows)[back]])


def _money(setup: ReadingSetup) -> Money:
    """Money is the spine's affair: here nothing costs or earns."""
    return Money(margin=setup.margin, hour_cost=0.0, weekly_discount=0.0)


def _level(ahead: ResponseDraws, efforts: Efforts) -> Floats:
    """Sales a week as the firm stands when its weeks end, going on as it does then (draws,)."""
    then = after(ahead, efforts, ahead.season)
    firm, lever = then.firm, then.lever
    response = scaled_hill(then.start[0], lever.half_saturation, lever.slope)
    new = firm.level * (1.0 + (lever.quick * response).sum(axis=1) + firm.goodwill_new)
    again = firm.orders_rate * (1.0 + (lever.repeat * response).sum(axis=1)) * firm.active
    level: Floats = (new + again) * firm.basket
    return level


def _alone(ahead: ResponseDraws, natural: Floats, ready: Problem, setup: ReadingSetup, column: int) -> LearntLever:
    """One lever as it stands when the weeks end."""
    own = ahead.only((ahead.levers[column],))
    others = natural.copy()
    for other in range(ready.layout.levers):
        if other != column:
            others[:, [ready.layout.lever(other, part) for part in (QUICK, SLOW)]] = NOTHING
    # What the lever alone had built up before the first week.
    before = window(ready, others, _money(setup)).firm.goodwill_new
    efforts = own_efforts(ready)
    mine = replace(efforts, multiples=efforts.multiples[:, [column]])
    then = after(replace(own, firm=replace(own.firm, goodwill_new=before)), mine, own.season)
    lever = then.lever
    found = rises(
        own.firm, quick=lever.quick[:, 0], slow=lever.slow[:, 0], repeat=lever.repeat[:, 0], loyal=lever.loyal[:, 0]
    )
    some = lever.slow[:, 0] > NIL
    return LearntLever(
        quick=found.quick,
        slow=np.maximum(found.year - found.quick, 0.0),
        carryover=lever.carryover[:, 0],
        half_saturation=lever.half_saturation[:, 0],
        slope=lever.slope[:, 0],
        carried=then.start[0][:, 0],
        held=np.where(some, then.firm.goodwill_new / np.where(some, lever.slow[:, 0], 1.0), 0.0),
    )


def _lever(read: LeverReading, draws: LearntLever, channel: str) -> LeverRead:
    return LeverRead(
        name=read.name,
        kind=read.kind,
        unit=read.unit,
        channel=channel,
        usual=read.usual,
        most=read.most,
        told=read.told,
        finding=read.finding.value,
        before=read.prior.roas_with_tail,
        after=read.posterior.roas_with_tail,
        chance_before=read.prior.chance_positive,
        chance_after=read.posterior.chance_positive,
        taught=read.most > 0.0 and not read.apart,
        draws=draws,
    )
