"""What a trial can tell of a lever, under the firm's own noise, before a single week of it (METHOD B6).

The error of an estimate is computed on the trial's own weeks, by generalised least squares with a level, a trend and a
season taken out, the weeks already counted helping to know them; not by a formula for independent weeks (which it
meets where weeks are independent). Then what the lever is believed to bring, draw by draw, gives what would be seen.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from foulee.core.measuring.chances import POWER, RISK, normal_quantile, power
from foulee.core.measuring.noise import Noise, Whitening, outside, seasonal_columns, whitening
from foulee.core.measuring.schedule import carried, draw_efforts, washout_weeks
from foulee.core.measuring.worth import Worth, by_count, by_estimate, worth
from foulee.core.response.saturation import scaled_hill
from foulee.core.types import WEEKS_PER_YEAR, Floats, Ints

LONGEST = 156  # weeks: nobody runs a trial for longer than the house projects
LEAST_PAIRS = 3  # pairs of blocks, or as many weeks of anything else: with fewer, one lucky week decides
BOOST = 3.0  # times the usual effort, in a burst: enough to stand out, within what firms have tried
HALF = 0.5  # two areas alike are half of the firm each
SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)  # quantiles that stand for what is believed of the carryover, as likely each
NOTHING = 1e-9


class TrialKind(StrEnum):
    """Kinds of trial, the strongest evidence first."""

    ON_OFF = "on_off"  # weeks with and without, drawn at random
    NEW_CUSTOMERS = "new_customers"  # the same weeks, new customers counted apart
    AREA = "area"  # one of two like shops with, the other without
    BURST = "burst"  # some weeks at several times the usual effort
    CODE = "code"  # a code, a link, the question at the till


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is believed of a lever; arrays (draws,).

    `rise`: relative rise of sales at once, at its usual effort, 0 where it does nothing; `carryover` weekly;
    `half_saturation` (usual efforts) and `slope`: how it answers to more. `from_new`: share of the rise that comes from
    new customers; `caught`: customers counted as its own, for each one that it really brings (both None: not known).
    """

    rise: Floats
    carryover: Floats
    half_saturation: Floats
    slope: Floats
    from_new: Floats | None = None
    caught: Floats | None = None

    def answer(self, work: Floats) -> Floats:
        """Rise of the logarithm of sales (weeks, draws) for efforts still at work (weeks, draws), in usual efforts."""
        return np.log1p(self.rise * scaled_hill(work, self.half_saturation, self.slope))

    def usual(self) -> "Belief":
        """One draw: the medians, the rise among the draws in which there is one."""
        works = self.rise > NOTHING
        middle = {
            name: np.median(getattr(self, name), keepdims=True) for name in ("carryover", "half_saturation", "slope")
        }
        rise = np.median(self.rise[works], keepdims=True) if works.any() else np.zeros(1)
        new = None if self.from_new is None else np.median(self.from_new, keepdims=True)
        caught = None if self.caught is None else np.median(self.caught, keepdims=True)
        return Belief(rise=rise, from_new=new, caught=caught, **middle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The firm on which a trial would be made.

    `noise` of its weekly sales; `sales` a week; `counted` weeks already; `margin` share of sales; `cost` of the lever a
    week at its usual effort, hours paid in; `in_use`: whether it is used now. `customers` a week and `new_share` of
    them (None: not counted); `alike`: correlation of two like areas' sales, season and trend taken out (None: one
    area); `asking`: money a week to count at the till.
    """

    noise: Noise
    sales: float
    counted: int
    margin: float
    cost: float
    in_use: bool = True
    customers: float | None = None
    new_share: float | None = None
    alike: float | None = None
    asking: float = 0.0

    @property
    def usual(self) -> float:
        """Effort under way, in usual efforts."""
        return 1.0 if self.in_use else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the owner would give to know: `weeks`, and `money` all in; a burst is `boost` times the usual effort."""

    weeks: int = 26
    money: float = np.inf
    boost: float = BOOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A trial and what it would tell.

    `efforts` by week, in usual efforts, blocks of `block` weeks drawn at random (0: not drawn); `error` of the estimate
    and the `effect` that would be seen if the lever works as one would think (same unit: log of what is counted);
    `power`: chance of telling that effect from none; `assurance`: the same averaged over all that is believed, no
    effect included; `weeks_needed` for a power of `POWER`, None if no length gives it; `spend` during the trial;
    `foregone`: margin expected to be lost by it; `cost`: both, beyond going on as now (less than 0: it saves);
    `worth`: what knowing its result would be worth.
    """

    kind: TrialKind
    efforts: tuple[float, ...]
    block: int
    error: float
    effect: float
    power: float
    assurance: float
    weeks_needed: int | None
    spend: float
    foregone: float
    cost: float
    worth: Worth

    @property
    def weeks(self) -> int:
        """How long it lasts."""
        return len(self.efforts)

    @property
    def smallest(self) -> float:
        """The smallest relative rise that it would see, four times in five."""
        return float(np.expm1(self.error * (normal_quantile(1.0 - RISK / 2.0) + normal_quantile(POWER))))

    @property
    def tells(self) -> bool:
        """Whether it would tell."""
        return self.power >= POWER


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Which weighted sums of log sales estimate an effect: `weights` (weeks, columns), `errors` (columns,)."""

    weights: Floats
    errors: Floats


def contrast(columns: Floats, nuisance: Floats, made: Whitening, sd: float) -> Contrast:
    """The best unbiased estimate of what each of `columns` (weeks, columns) does, taken alone.

    `nuisance` (weeks, columns) is taken out; the error is infinite where it explains all there is.
    """
    own = outside(columns, nuisance, made)
    amounts = (own**2).sum(axis=0)
    told = amounts > NOTHING
    safe = np.where(told, amounts, 1.0)
    return Contrast(
        weights=np.where(told, made.turned(own) / safe, 0.0), errors=np.where(told, sd / np.sqrt(safe), np.inf)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """Designs trials for one firm and one lever; the weeks are drawn from `seed`."""

    ground: Ground
    belief: Belief
    limits: Limits
    seed: int

    def trials(self) -> tuple[Trial, ...]:
        """One trial of each kind that this firm could make: the shortest that tells, or else the longest allowed."""
        return tuple(trial for kind in TrialKind for trial in (self._best(kind),) if trial is not None)

    # --- one kind ------------------------------------------------------------------------------------------------

    def _best(self, kind: TrialKind) -> Trial | None:
        lengths = self._lengths(kind)
        if not lengths or not self._possible(kind):
            return None
        usual = self.belief.usual()
        needed = next((weeks for weeks in lengths if self._power(kind, weeks, usual) >= POWER), None)
        allowed = [weeks for weeks in lengths if weeks <= self.limits.weeks]
        if not allowed:
            return None
        return self._trial(kind, needed if needed in allowed else allowed[-1], needed)

    def _possible(self, kind: TrialKind) -> bool:
        ground, belief = self.ground, self.belief
        apart = ground.customers is not None and ground.new_share is not None and belief.from_new is not None
        return {
            TrialKind.NEW_CUSTOMERS: apart,
            TrialKind.AREA: ground.alike is not None and ground.counted > 1,
            TrialKind.CODE: ground.customers is not None and belief.caught is not None,
        }.get(kind, True)

    def _lengths(self, kind: TrialKind) -> range:
        """Lengths to try, in weeks."""
        block = self.block
        step = {TrialKind.ON_OFF: 2 * block, TrialKind.NEW_CUSTOMERS: 2 * block, TrialKind.BURST: 2}.get(kind, 1)
        return range(2 * block * LEAST_PAIRS, LONGEST + 1, step)

    @property
    def block(self) -> int:
        """Weeks after which what was done has worn off."""
        return washout_weeks(float(np.median(self.belief.carryover)))

    def _power(self, kind: TrialKind, weeks: int, usual: Belief) -> float:
        seen, error = self._seen(kind, self._efforts(kind, weeks), usual)
        return float(power(seen, error)[0])

    def _trial(self, kind: TrialKind, weeks: int, needed: int | None) -> Trial:
        efforts = self._efforts(kind, weeks)
        usual, error = self._seen(kind, efforts, self.belief.usual())
        seen, errors = self._seen(kind, efforts, self.belief)
        spend, beyond, foregone = self._money(kind, efforts)
        return Trial(
            kind=kind,
            efforts=efforts,
            block=self.block if kind in {TrialKind.ON_OFF, TrialKind.NEW_CUSTOMERS} else 0,
            error=float(error[0]),
            effect=float(abs(usual[0])),
            power=float(power(usual, error)[0]),
            assurance=float(power(seen, errors).mean()),
            weeks_needed=needed,
            spend=spend,
            foregone=foregone,
            cost=beyond + foregone,
            worth=self._worth(kind, seen, errors, weeks),
        )

    def _efforts(self, kind: TrialKind, weeks: int) -> tuple[float, ...]:
        """Efforts by week, in usual efforts."""
        usual, other = self.ground.usual, 1.0 - self.ground.usual
        if kind is TrialKind.AREA:
            return (other,) * weeks
        if kind is TrialKind.CODE:
            return (1.0,) * weeks
        if kind is TrialKind.BURST:
            return (self.limits.boost,) * (weeks // 2) + (usual,) * (weeks - weeks // 2)
        return draw_efforts(np.random.default_rng([self.seed, weeks]), weeks, self.block)

    # --- what would be seen --------------------------------------------------------------------------------------

    def _seen(self, kind: TrialKind, efforts: tuple[float, ...], belief: Belief) -> tuple[Floats, Floats]:
        """What the estimate would be in each draw (draws,), and its error (draws,).

        How much carries over is not known: the estimate is the mean over what it may be, and their scatter is part of
        the error.
        """
        if kind is TrialKind.CODE:
            return self._caught(len(efforts), belief)
        if kind is TrialKind.NEW_CUSTOMERS and belief.from_new is not None and self.ground.new_share is not None:
            belief = replace(belief, rise=belief.rise * belief.from_new / self.ground.new_share)
        weeks = np.arange(-self.ground.counted, len(efforts))
        rates = np.quantile(self.belief.carryover, SHARES)
        columns = self._at_work(weeks, efforts, rates) / max(*efforts, self.ground.usual)
        noise = self._noise(kind)
        found = contrast(columns, self._nuisance(kind, weeks), whitening(weeks, noise.autocorrelation), noise.sd)
        estimates = found.weights.T @ belief.answer(self._at_work(weeks, efforts, belief.carryover))
        errors = np.sqrt((found.errors**2).mean() + estimates.var(axis=0))
        return estimates.mean(axis=0), errors

    def _at_work(self, weeks: Ints, efforts: tuple[float, ...], carryover: Floats) -> Floats:
        """Efforts at work, the usual one before the trial: (weeks, …) as `carryover` is (…)."""
        trial = carried(np.array(efforts), carryover, self.ground.usual)
        before = np.full((int((weeks < 0).sum()), *trial.shape[1:]), self.ground.usual)
        return np.concatenate([before, trial])

    def _nuisance(self, kind: TrialKind, weeks: Ints) -> Floats:
        """What the analysis will take out."""
        if kind is TrialKind.AREA:  # the difference of two like areas has neither season nor trend
            return np.ones((weeks.size, 1))
        columns = seasonal_columns(weeks)
        drawn = kind is not TrialKind.BURST
        # A level of the trial's own: what else begins on its first day must not pass for the lever.
        return np.column_stack([columns, weeks >= 0]) if drawn and self.ground.counted else columns

    def _noise(self, kind: TrialKind) -> Noise:
        """Noise of what is compared."""
        noise, ground = self.ground.noise, self.ground
        if kind is TrialKind.AREA and ground.alike is not None:
            # Each area's noise is sd √(2/(1+r)) for their sum to have sd; their difference's is √(2(1-r)) times that.
            return noise.times(2.0 * float(np.sqrt((1.0 - ground.alike) / (1.0 + ground.alike))))
        if kind is TrialKind.NEW_CUSTOMERS and ground.customers is not None and ground.new_share is not None:
            # New customers are fewer than customers, and few people come by chance: counts vary as their number.
            more = 1.0 / (ground.customers * ground.new_share) - 1.0 / ground.customers
            return Noise(sd=float(np.sqrt(noise.sd**2 + more)), autocorrelation=noise.autocorrelation)
        return noise

    def _caught(self, weeks: int, belief: Belief) -> tuple[Floats, Floats]:
        """The rise as a count at the till tells it, and its error: few are counted, and nobody knows which share."""
        assert self.belief.caught is not None
        assert self.ground.customers is not None
        usual = self.belief.usual()
        assert usual.caught is not None
        rise, people = float(usual.rise[0]), self.ground.customers * weeks
        if rise < NOTHING:
            return np.log1p(belief.rise), np.full(belief.rise.size, np.inf)
        number = rise * people * float(usual.caught[0])
        doubt = float(np.std(np.log(self.belief.caught)))
        error = float(np.log1p(rise)) * float(np.sqrt(1.0 / number + doubt**2))
        return np.log1p(belief.rise), np.full(belief.rise.size, error)

    # --- money ---------------------------------------------------------------------------------------------------

    def _money(self, kind: TrialKind, efforts: tuple[float, ...]) -> tuple[float, float, float]:
        """What is put in during the trial, how much of it is beyond going on as now, and the margin to be lost."""
        ground, part = self.ground, HALF if kind is TrialKind.AREA else 1.0
        asked = ground.asking * len(efforts) if kind in {TrialKind.CODE, TrialKind.NEW_CUSTOMERS} else 0.0
        work = carried(np.array(efforts), self.belief.carryover, ground.usual)
        now = np.full((1, self.belief.rise.size), ground.usual)
        lost = np.exp(self.belief.answer(now)).mean() - np.exp(self.belief.answer(work)).mean(axis=1)
        spend = ground.cost * part * float(np.sum(efforts))
        beyond = spend - ground.cost * part * ground.usual * len(efforts)
        return spend + asked, beyond + asked, ground.margin * ground.sales * part * float(np.sum(lost))

    def _worth(self, kind: TrialKind, seen: Floats, errors: Floats, weeks: int) -> Worth:
        """What the result is worth: going on for a year, or not."""
        ground, belief = self.ground, self.belief
        benefit = WEEKS_PER_YEAR * (ground.margin * ground.sales * belief.rise - ground.cost)
        rng = np.random.default_rng([self.seed, weeks, *kind.encode()])  # by name: one kind does not move another
        if kind is TrialKind.CODE and belief.caught is not None and ground.customers is not None:
            told = by_count(belief.rise * belief.caught * ground.customers * weeks, rng)
        else:
            told = by_estimate(seen, errors, rng)
        return worth(told, benefit)


def choose(trials: tuple[Trial, ...], limits: Limits) -> Trial | None:
    """The cheapest trial that would tell and that the owner can afford; None: no affordable one can."""
    able = [trial for trial in trials if trial.tells and trial.weeks <= limits.weeks and trial.cost <= limits.money]
    return min(able, key=lambda trial: (max(trial.cost, 0.0), trial.weeks), default=None)
