"""The prior: from quantities that people can discuss to the parameters of the recursion (MODEL §3).

Nothing here knows a number about the world: each quantity is given by the caller with its interval, from the
knowledge base or from the firm's own answers.
"""

from dataclasses import dataclass, replace

import numpy as np

from foulee.core.quantities import Quantity
from foulee.core.response.draws import FirmDraws, LeverDraws, ResponseDraws
from foulee.core.response.goodwill import year_of_effort
from foulee.core.response.saturation import scaled_hill
from foulee.core.types import WEEKS_PER_YEAR, Floats, Ints, Shape

RETENTION_EDGE = 0.002
CHANCE_EDGE = 1e-9
LEAST_REPEAT = 0.1  # share of the orders counted that are not first orders, at the least
LEAST_OWN_DEMAND = 0.2  # share of today's new customers that no presence can account for


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmPrior:
    """What is believed of the firm before its own weeks.

    `sales_per_year`, `basket`, `hour_cost` in money; `orders_per_year` per active customer; `kept_per_year`
    share of active customers still active a year later; `yearly_trend` log growth; `margin` share;
    `loss_per_year` share of the relationship stock lost in a year of silence.
    """

    sales_per_year: Quantity
    basket: Quantity
    orders_per_year: Quantity
    kept_per_year: Quantity
    yearly_trend: Quantity
    margin: Quantity
    hour_cost: Quantity
    loss_per_year: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapePrior:
    """Weights of the response shapes, and half-saturation (in typical efforts) and slope of each.

    `most_kept`: times that another shape may raise what the weeks told of the effect at the usual effort.
    """

    weights: dict[Shape, float]
    half_saturation: dict[Shape, Quantity]
    slope: dict[Shape, Quantity]
    most_kept: float = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverEffects:
    """What one lever brings at its typical effort, as draws of discussable quantities, each (draws,).

    `quick_customers`: extra new customers a week at once; `slow_customers`: extra new customers a week after a
    year, through reputation; `repeat_orders`: extra orders a year by existing customers, at once; `fewer_losses`:
    share of the yearly losses of customers avoided after a year. `carryover` weekly.
    """

    quick_customers: Floats
    slow_customers: Floats
    repeat_orders: Floats
    fewer_losses: Floats
    carryover: Floats


class Normals:
    """Standard normal draws by name: the same name gives the same draws, whatever the order asked in.

    So two plans are compared on the same luck, and adding a channel does not move the others.
    """

    def __init__(self, seed: int, count: int) -> None:
        self.seed = seed
        self.count = count

    def __call__(self, name: str) -> Floats:
        """Draws (count,) for the quantity called `name`."""
        return self._generator(name).standard_normal(self.count)

    def uniform(self, name: str) -> Floats:
        """Uniform draws (count,) for a choice called `name`."""
        return self._generator(name).random(self.count)

    def _generator(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, *name.encode("utf-8")])


def draw_firm(prior: FirmPrior, normals: Normals) -> FirmDraws:
    """Draw the firm so that a year without any action reproduces its sales.

    In a steady year orders are `O = C (1 - r + λ)` and new customers `N = (1 - r) C` (MODEL §1). Orders per active
    customer and year, as owners count them, include first orders: `λ` is what remains of them.
    """
    basket = prior.basket.draw(normals("basket"))
    orders = prior.sales_per_year.draw(normals("sales")) / basket / WEEKS_PER_YEAR
    counted = prior.orders_per_year.draw(normals("orders")) / WEEKS_PER_YEAR
    kept = np.clip(prior.kept_per_year.draw(normals("kept")), RETENTION_EDGE, 1.0 - RETENTION_EDGE)
    retention = kept ** (1.0 / WEEKS_PER_YEAR)
    rate = np.maximum(counted - (1.0 - retention), LEAST_REPEAT * counted)
    active = orders / (1.0 - retention + rate)
    loss = np.clip(prior.loss_per_year.draw(normals("loss")), RETENTION_EDGE, 1.0 - RETENTION_EDGE)
    return FirmDraws(
        level=(1.0 - retention) * active,
        yearly_trend=prior.yearly_trend.draw(normals("trend")),
        retention_logit=np.log(retention / (1.0 - retention)),
        orders_rate=rate,
        basket=basket,
        margin=np.clip(prior.margin.draw(normals("margin")), 0.0, 1.0),
        hour_cost=prior.hour_cost.draw(normals("hour_cost")),
        depreciation=1.0 - (1.0 - loss) ** (1.0 / WEEKS_PER_YEAR),
        active=active,
        staying=np.ones(normals.count),
        goodwill_new=np.zeros(normals.count),
        goodwill_loyal=np.zeros(normals.count),
    )


def draw_shapes(prior: ShapePrior, normals: Normals) -> Ints:
    """Which response shape each draw assumes, as indices of `tuple(Shape)` (draws,)."""
    weights = np.array([prior.weights[shape] for shape in Shape])
    return np.searchsorted(np.cumsum(weights / weights.sum())[:-1], normals.uniform("shape"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What is under way before the first week: effort in typical efforts, and for how many weeks.

    Each a number, or draws (draws,). `held`: how full the stock is, 1 after a year of typical effort, where that is
    known better than from the weeks.
    """

    multiple: float | Floats = 0.0
    weeks: float = 0.0
    held: Floats | None = None

    @property
    def any(self) -> bool:
        """Whether anything is under way."""
        return bool(np.any(np.asarray(self.multiple) > 0.0)) or self.held is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A lever before the first week: its effects at typical effort, and what is already under way.

    `form`: half-saturation and slope (draws,), where they are known otherwise than from the shapes.
    """

    effects: LeverEffects
    presence: Presence = Presence()
    form: tuple[Floats, Floats] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all levers share: response shapes, season (weeks,) or (weeks, draws), weekly discount rate.

    `shape` (draws,): which shape each draw assumes, where that is settled already.
    """

    shapes: ShapePrior
    season: Floats
    weekly_discount: float
    shape: Ints | None = None


def assemble(firm: FirmDraws, levers: dict[str, Lever], setting: Setting, normals: Normals) -> ResponseDraws:
    """Put firm, levers and shapes together into what the recursion reads.

    What is already under way explains part of today's sales: it is taken out of the demand without action, so
    that going on reproduces today's sales and stopping loses that part.
    """
    shape = draw_shapes(setting.shapes, normals) if setting.shape is None else setting.shape
    forms = {name: lever.form or _form(setting.shapes, shape, normals, name) for name, lever in levers.items()}
    response, held = _under_way(firm, levers, forms)
    levers = _held_to_today(firm, levers, response, held)
    bare = _without_presence(firm, levers, response, held)
    # What reaches existing customers is a share of today's orders and losses, as it is taken out of them.
    columns = [_lever(firm, bare.level, lever.effects, forms[name]) for name, lever in levers.items()]
    keys = ("carryover", "quick", "slow", "repeat", "loyal", "half_saturation", "slope")
    none = np.zeros((normals.count, 0))
    stacked = {key: np.stack([column[key] for column in columns], axis=1) if columns else none for key in keys}
    lever = LeverDraws(**stacked)
    return ResponseDraws(
        levers=tuple(levers),
        shape=shape,
        lever=lever,
        firm=replace(
            bare,
            goodwill_new=(lever.slow * held).sum(axis=1),
            goodwill_loyal=(lever.loyal * held).sum(axis=1),
        ),
        season=setting.season,
        weekly_discount=setting.weekly_discount,
        carried=_carried(levers, normals.count),
    )


def _carried(levers: dict[str, Lever], count: int) -> Floats:
    """Efforts under way (levers,), or (draws, levers) where any of them is known in draws."""
    multiples = [np.asarray(lever.presence.multiple, dtype=float) for lever in levers.values()]
    if all(multiple.ndim == 0 for multiple in multiples):
        return np.array(multiples)
    return np.stack([np.broadcast_to(multiple, count) for multiple in multiples], axis=1)


def _form(shapes: ShapePrior, shape: Ints, normals: Normals, name: str) -> tuple[Floats, Floats]:
    """Half-saturation and slope of a lever, each draw under its own response shape."""
    half = [shapes.half_saturation[kind].draw(normals(f"half_saturation {name}")) for kind in Shape]
    slope = [shapes.slope[kind].draw(normals(f"slope {name}")) for kind in Shape]
    return np.choose(shape, half), np.choose(shape, slope)


def _under_way(
    firm: FirmDraws, levers: dict[str, Lever], forms: dict[str, tuple[Floats, Floats]]
) -> tuple[Floats, Floats]:
    """Each lever's response to what is under way, and how full its stock is, 1 after a year (draws, levers)."""
    response, held = (np.zeros((firm.level.size, len(levers))) for _ in range(2))
    for column, (name, lever) in enumerate(levers.items()):
        response[:, column] = scaled_hill(np.asarray(lever.presence.multiple), *forms[name])
        if lever.presence.held is not None:
            held[:, column] = lever.presence.held
            continue
        filled = (1.0 - (1.0 - firm.depreciation) ** lever.presence.weeks) / firm.depreciation
        held[:, column] = response[:, column] * filled / year_of_effort(firm.depreciation)
    return response, held


def _held_to_today(firm: FirmDraws, levers: dict[str, Lever], response: Floats, held: Floats) -> dict[str, Lever]:
    """Cut the effects on new customers where what is under way would bring more than come today.

    Such draws contradict today's sales: a part of the customers comes of its own accord, the rest is the most
    that presence can have brought.
    """
    possible = (1.0 - LEAST_OWN_DEMAND) * firm.level
    kept = np.minimum(possible / np.maximum(_brought(levers, response, held), CHANCE_EDGE), 1.0)
    return {name: _cut(lever, kept) if lever.presence.any else lever for name, lever in levers.items()}


def _brought(levers: dict[str, Lever], response: Floats, held: Floats) -> Floats:
    """New customers a week whom what is under way brings (draws,)."""
    brought = np.zeros(response.shape[0])
    for column, lever in enumerate(levers.values()):
        brought += lever.effects.quick_customers * response[:, column]
        brought += lever.effects.slow_customers * held[:, column]
    return brought


def _cut(lever: Lever, kept: Floats) -> Lever:
    """The lever with the share `kept` (draws,) of its effects on new customers."""
    effects = replace(
        lever.effects,
        quick_customers=lever.effects.quick_customers * kept,
        slow_customers=lever.effects.slow_customers * kept,
    )
    return replace(lever, effects=effects)


def _without_presence(firm: FirmDraws, levers: dict[str, Lever], response: Floats, held: Floats) -> FirmDraws:
    """The firm without what is under way."""
    extra_orders, bond = np.zeros_like(firm.level), np.zeros_like(firm.level)
    for column, lever in enumerate(levers.values()):
        extra_orders += repeat_share(firm, lever.effects.repeat_orders) * response[:, column]
        bond += loyal_weight(firm, lever.effects.fewer_losses) * held[:, column]
    return replace(
        firm,
        level=firm.level - _brought(levers, response, held),
        orders_rate=firm.orders_rate / (1.0 + extra_orders),
        retention_logit=firm.retention_logit - bond,
    )


def _lever(firm: FirmDraws, level: Floats, effect: LeverEffects, form: tuple[Floats, Floats]) -> dict[str, Floats]:
    """The recursion's parameters: rises relative to `level` new customers a week, and to today's customers."""
    return {
        "carryover": effect.carryover,
        "quick": effect.quick_customers / level,
        "slow": effect.slow_customers / level,
        "repeat": repeat_share(firm, effect.repeat_orders),
        "loyal": loyal_weight(firm, effect.fewer_losses),
        "half_saturation": form[0],
        "slope": form[1],
    }


def loyal_weight(firm: FirmDraws, fewer_losses: Floats) -> Floats:
    """Rise of the log-odds of weekly retention that avoids the share `fewer_losses` of the losses (draws,)."""
    avoided = np.clip(fewer_losses, 0.0, 1.0 - RETENTION_EDGE)
    # From (r + (1-r) a) / ((1-r) (1-a)) ÷ r / (1-r); written so that no effect is exactly none.
    return np.log1p(np.exp(-firm.retention_logit) * avoided) - np.log1p(-avoided)


def repeat_share(firm: FirmDraws, extra_orders: Floats) -> Floats:
    """Relative rise of existing customers' orders that makes `extra_orders` a year (draws,)."""
    usual = WEEKS_PER_YEAR * firm.orders_rate * firm.active
    return extra_orders / np.maximum(usual, CHANCE_EDGE)
