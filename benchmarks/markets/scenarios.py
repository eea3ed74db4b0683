"""Markets by scenario: the same kind of town, people whose minds work otherwise, a firm that spends otherwise."""

from dataclasses import dataclass, field

from benchmarks.markets.chance import Floats
from benchmarks.markets.people import Town

PLAN_WEEKS, RED_WEEKS = 156, 13
WARM_UP = 208  # weeks that are lived before the first is counted
YEAR = 52
VARIANTS = ("memory", "attitudes")
SCENARIOS = (
    "concave",
    "threshold",
    "lasting",
    "fleeting",
    "season",
    "placebo",
    "follows_demand",
    "two_levers",
    "growth",
    "wild",
    "on_off",
)


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of small firm: people within its reach, needs a week, basket, and how good its rivals are."""

    name: str
    people: tuple[int, int]
    rate: float
    basket: tuple[float, float]
    appeal: float
    known: float  # share of people who know it without any lever, roughly


TRADES = (
    Trade("bakery", (3000, 5000), 0.8, (6.0, 10.0), -1.6, 0.5),
    Trade("cafe", (4000, 6000), 0.4, (8.0, 14.0), -1.5, 0.35),
    Trade("restaurant", (5000, 8000), 0.17, (22.0, 38.0), -1.1, 0.3),
    Trade("shop", (5000, 8000), 0.14, (25.0, 50.0), -0.7, 0.25),
    Trade("eshop", (6000, 9000), 0.09, (40.0, 80.0), -0.2, 0.14),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Minded:
    """How the minds of a scenario work; ranges are drawn from, log-uniformly.

    `forgets`: chance a week that a layer of memory goes; `notice`: of one impression; `learn`, `remind`, `gate`: as in
    `Levers`; `habit`: what a good visit adds to liking; `most_habit`: how many add up; `tells`: a visit is told.
    """

    forgets: tuple[float, float] = (0.08, 0.25)
    notice: tuple[float, float] = (0.015, 0.09)
    learn: tuple[float, float] = (0.03, 0.2)
    remind: tuple[float, float] = (0.05, 0.4)
    gate: tuple[int, int] = (1, 1)
    habit: tuple[float, float] = (0.1, 0.25)
    most_habit: int = 3
    tells: tuple[float, float] = (0.01, 0.04)


ORDINARY = Minded()
MINDS = {
    "threshold": Minded(notice=(0.08, 0.3), gate=(3, 5), learn=(0.25, 0.7)),
    "lasting": Minded(
        forgets=(0.008, 0.02),
        learn=(0.03, 0.15),
        remind=(0.001, 0.01),
        habit=(0.3, 0.5),
        most_habit=5,
        tells=(0.06, 0.14),
    ),
    "fleeting": Minded(
        forgets=(0.15, 0.35),
        learn=(1e-9, 1e-8),
        remind=(0.5, 1.6),
        notice=(0.02, 0.12),
        habit=(0.02, 0.06),
        most_habit=1,
        tells=(0.002, 0.01),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A lever as the firm notes it. `per_unit`: impressions, posts or clicks that one euro or hour buys."""

    name: str
    kind: str
    unit: str
    way: int
    per_unit: float
    grain: float
    mean: float
    notice: float
    learn: float
    remind: float
    gate: int
    reached: float
    follows_demand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """A town, a firm, its levers and its weeks: everything but what happened.

    `season` (warm-up, window and plan weeks) multiplies needs, and so does `outside`, where there is growth.
    `bumps` (window weeks) multiply what the till shows: fairs, a closed street. `manner` (one for each lever) says how
    efforts are drawn.
    """

    scenario: str
    seed: int
    variant: str
    trade: str
    weeks: int
    town: Town
    levers: tuple[Lever, ...]
    manners: tuple[str, ...]
    season: Floats
    bumps: Floats
    weather: float
    noise_memory: float
    capture: float
    margin: float
    used_before: int
    controls: tuple[str, ...] = field(default=())

    @property
    def span(self) -> int:
        """All weeks: warm-up, window, three years after it."""
        return WARM_UP + self.weeks + PLAN_WEEKS

    @property
    def same_as(self) -> str:
        """`on_off` is the town, the firm and the weather of `concave`: only when it spends differs."""
        return "concave" if self.scenario == "on_off" else self.scenario

    @property
    def name(self) -> str:
        """What its folder is called."""
        return f"{self.variant}-{self.scenario}-{self.seed:03d}"
