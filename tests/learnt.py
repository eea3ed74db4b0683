"""What weeks might tell, made by hand: the spine's own beliefs again, or others, without any fit."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np

from foulee.advice.evidence import NOTHING_MORE, all_customers
from foulee.advice.model import Setup, shape_prior
from foulee.advice.parts import firm_parts
from foulee.advice.result import Advice, BeforeWeeks, TaughtLever, WeeksAdvice
from foulee.advice.weeks_read import LeverRead, WeeksRead, dump, load
from foulee.advice.with_weeks import lever_multiple
from foulee.core.history import LeverKind, Unit
from foulee.core.plans import Choice
from foulee.core.response.demand import seasonal_profile
from foulee.core.response.learnt import LearntLever, rises_of
from foulee.core.response.priors import Normals, draw_shapes
from foulee.core.types import Floats, Interval, Means, Verdict
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge

END = dt.date(2026, 11, 15)
YEARS = 8 * 52


def untaught(document: FirmFile, knowledge: Knowledge, setup: Setup, channels: tuple[str, ...]) -> WeeksRead:
    """Weeks that tell just what the spine believes, of the firm and of some channels used as is usual."""
    normals = Normals(setup.seed, setup.draws)
    parts = firm_parts(document, knowledge, normals, all_customers(document.target, NOTHING_MORE))
    shape = draw_shapes(shape_prior(knowledge), normals)
    firm, none = parts.firm, np.zeros(setup.draws)
    sales = (firm.level + firm.orders_rate * firm.active) * firm.basket
    season = np.log(seasonal_profile(np.array(parts.figures.season), YEARS, END.month))
    levers = []
    for name in channels:
        option, found = parts.option(name), rises_of(firm, parts.effects[name])
        usual = Choice(option=option, amount=option.typical)
        unit = Unit.HOURS if option.means is Means.HOURS else Unit.MONEY
        effort = usual.hours if unit is Unit.HOURS else 1.0 / lever_multiple(option, 1.0, unit)
        forms = shape_prior(knowledge)
        half, slope = np.empty(setup.draws), np.empty(setup.draws)
        for number, kind in enumerate(forms.weights):
            among = shape == number
            half[among] = forms.half_saturation[kind].draw(normals(f"half_saturation {name}"))[among]
            slope[among] = forms.slope[kind].draw(normals(f"slope {name}"))[among]
        draws = LearntLever(
            quick=found.quick,
            slow=found.year - found.quick,
            carryover=parts.effects[name].carryover,
            half_saturation=half,
            slope=slope,
            carried=none,
            held=none,
        )
        levers.append(lever_read(name, draws, unit=unit, usual=effort))
    return WeeksRead(
        start=dt.date(2025, 11, 17),
        end=END,
        counted=52,
        placed=False,
        digest="by hand",
        levers=tuple(levers),
        shape=shape,
        level=sales,
        trend=firm.yearly_trend,
        depreciation=firm.depreciation,
        design=season[:, None],
        linear=np.ones((setup.draws, 1)),
    )


def lever_read(channel: str, draws: LearntLever, **changes: Any) -> LeverRead:
    """A lever of the weeks."""
    values: dict[str, Any] = {
        "name": channel.replace(".", "_"),
        "kind": LeverKind.OTHER,
        "unit": Unit.HOURS,
        "channel": channel,
        "usual": 1.0,
        "most": 2.0,
        "told": 0.5,
        "finding": "probably",
        "before": Interval(0.0, 20.0, 90.0),
        "after": Interval(30.0, 50.0, 80.0),
        "chance_before": 0.7,
        "chance_after": 0.95,
        "taught": True,
    }
    return LeverRead(**values | changes, draws=draws)


def told(weeks: WeeksRead, **changes: Any) -> WeeksRead:
    """The same weeks with something else in them, as they are kept."""
    values: Mapping[str, Any] = {name: getattr(weeks, name) for name in weeks.__slots__}
    return load(dump(WeeksRead(**{**values, **changes})))


def steady(value: float, count: int) -> Floats:
    """The same in every draw."""
    return np.full(count, value)


# --- in an answer ----------------------------------------------------------------------------------------------------


def taught(**changes: object) -> TaughtLever:
    """A lever of the weeks."""
    values: dict[str, object] = {
        "name": "fiche",
        "channel": "google_business.hours",
        "unit": Unit.HOURS,
        "taught": True,
        "told": 0.5,
        "finding": "probably",
        "before": Interval(0.0, 20.0, 90.0),
        "after": Interval(30.0, 50.0, 80.0),
        "chance_before": 0.7,
        "chance_after": 0.95,
        "beyond": False,
    }
    return TaughtLever(**values | changes)  # type: ignore[arg-type] # values of several types


def weeks(advice: Advice, *levers: TaughtLever, **changes: object) -> WeeksAdvice:
    """What 149 weeks have in an advice; before them it was not to go."""
    paths = advice.projection.paths
    values: dict[str, object] = {
        "start": dt.date(2024, 1, 1),
        "end": dt.date(2026, 11, 15),
        "placed": True,
        "counted": 149,
        "since": 1,
        "levers": levers or (taught(),),
        "before": BeforeWeeks(
            verdict=Verdict.NOT_NOW,
            channels=(),
            gain=Interval(-2000.0, -500.0, 900.0),
            chance_pays=0.31,
            sales={name: paths[name].sales for name in ("red", "blue", "none")},
        ),
    }
    return WeeksAdvice(**values | changes)  # type: ignore[arg-type] # values of several types
