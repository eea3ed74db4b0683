"""One firm among many: what firms share is learnt from draws; a short firm leans on it, a long one hardly does."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm
from tests.weeks import believed, weeks_of_a_firm

from foulee.core.pooling.heard import END, Heard, hear
from foulee.core.pooling.pooled import KNOWLEDGE, leanings, lever_leanings, pooled
from foulee.core.pooling.population import LEAST_FIRMS, Population, Shared, share
from foulee.core.pooling.topics import Topic, topics
from foulee.core.response.fitting.fit import Effort, Fitted, Sampling, fit
from foulee.core.response.fitting.layout import NOISE
from foulee.core.response.fitting.noise import LEAST_NOISE
from foulee.core.response.fitting.problem import Problem, problem
from foulee.core.types import Floats

PAGE = Path(__file__).parents[2] / "docs" / "methode" / "pooling.md"
NOISES, QUICKS = Topic("", "noise"), Topic("paid_social", "quick")
LIGHT = Effort(draws=400, threads=1)


def normal_firm(middle: float, sd: float, *, trade: str = "bakery", topic: Topic = NOISES, draws: int = 4000) -> Heard:
    """A firm whose draws are a normal's quantiles, as if there were no chance in sampling."""
    scores = norm.ppf((np.arange(draws) + 0.5) / draws, middle, sd)
    counts = np.histogram(np.clip(scores, -END, END), np.linspace(-END, END, 161))[0]
    return Heard(trade=trade, weeks=52, effective=float(draws), said={topic: counts[None, :]})


def seen_with(error: float, at: float) -> Heard:
    """A firm whose weeks measure its score as `at`, with that standard error."""
    left = 1.0 / (1.0 + 1.0 / error**2)
    return normal_firm(at * left / error**2, left**0.5)


def by_quadrature(at: Floats, error: float) -> tuple[float, float]:
    """Mean and standard deviation of one more score, integrated by brute force over shift and squared spread."""
    shift, square = np.meshgrid(np.linspace(-4.0, 4.0, 801), np.linspace(0.0005, 0.9995, 1000), indexing="ij")
    density = norm.logpdf(shift, 0.0, np.sqrt(1.0 - square))
    for one in at:
        density += norm.logpdf(one, shift, np.sqrt(square + error**2))
    weight = np.exp(density - density.max())
    weight /= weight.sum()
    mean = float((weight * shift).sum())
    return mean, float((weight * (square + (shift - mean) ** 2)).sum()) ** 0.5


@pytest.mark.parametrize("error", [0.4, 1.0, 3.0])
def test_it_is_what_quadrature_gives_where_weeks_measure_with_a_known_error(error: float) -> None:
    at = np.random.default_rng(3).normal(0.8, np.hypot(0.5, error), 12)
    found = share([seen_with(error, one) for one in [*at, 0.0]])[-1][NOISES]
    mean, sd = by_quadrature(at, error)
    assert found.shift == pytest.approx(mean, abs=0.03)
    assert found.spread == pytest.approx(sd, abs=0.03)
    assert (found.firms, found.weeks) == (12, 12 * 52)


def test_peers_who_say_nothing_leave_the_common_prior() -> None:
    """However many they are: what chance puts into the draws of each must not add up."""
    rng = np.random.default_rng(1)
    edges = np.linspace(-END, END, 161)

    def silent() -> Heard:
        counts = np.histogram(np.clip(rng.standard_normal(2000), -END, END), edges)[0]
        return Heard(trade="bakery", weeks=12, effective=2000.0, said={NOISES: counts[None, :]})

    found = share([silent() for _ in range(300)])[0][NOISES]
    assert abs(found.shift) < 0.1
    assert found.spread == pytest.approx(1.0, abs=0.05)
    assert found.learnt < 0.1


def test_too_few_peers_teach_nothing() -> None:
    firms = [seen_with(0.5, 1.0) for _ in range(LEAST_FIRMS + 1)]
    assert all(NOISES in shared for shared in share(firms))
    assert all(not shared for shared in share(firms[1:]))
    assert share([]) == ()


def test_a_firm_never_hears_itself() -> None:
    """Its own weeks count once: they change what the others lean on, and not what it leans on."""
    others = [seen_with(0.4, at) for at in (0.2, 0.5, 0.1, 0.4, 0.3)]
    low, high = (share([seen_with(0.4, at), *others]) for at in (-2.0, 2.0))
    assert low[0][NOISES].shift == pytest.approx(high[0][NOISES].shift, rel=1e-9)
    assert low[0][NOISES].spread == pytest.approx(high[0][NOISES].spread, rel=1e-9)
    assert low[1][NOISES].shift < high[1][NOISES].shift


def test_trades_do_not_mix_what_is_the_firm_s_and_levers_only_where_a_trade_is_too_small() -> None:
    bakers = [normal_firm(1.0, 0.3) for _ in range(6)]
    florists = [normal_firm(-1.0, 0.3, trade="florist") for _ in range(6)]
    shared = share([*bakers, *florists])
    assert shared[0][NOISES].shift > 0.7
    assert shared[6][NOISES].shift < -0.7
    lone = replace(normal_firm(1.0, 0.3, topic=QUICKS), trade="garage")
    quick = [replace(normal_firm(1.0, 0.3, topic=QUICKS), trade=f"trade {one}") for one in range(5)]
    assert share([lone, *quick, *bakers])[0].keys() == {QUICKS}
    nameless = replace(lone, trade="")
    assert share([nameless, *quick, *bakers])[0].keys() == {QUICKS}


def test_one_firm_far_from_the_others_widens_what_is_shared() -> None:
    alike = [normal_firm(0.0, 0.2) for _ in range(8)]
    near, far = (share([normal_firm(0.0, 0.9), normal_firm(at, 0.2), *alike])[0][NOISES] for at in (0.0, 3.0))
    assert far.spread > near.spread + 0.2
    assert np.isfinite([far.shift, far.spread]).all()


# --- with firms of a known truth -------------------------------------------------------------------------------------


def quick_fit(ready: Problem, seed: int) -> Fitted:
    return fit(ready, Sampling(seed=seed, effort=LIGHT))


def a_firm(weeks: int, seed: int) -> Problem:
    """A quiet firm with one lever that adds 15 % at its usual effort: more than was believed of such levers."""
    history = weeks_of_a_firm(weeks=weeks, levers=1, effect=0.15, noise=0.06, seed=seed)
    return problem(history, believed(history))


@cache
def peers() -> tuple[Heard, ...]:
    return tuple(hear(quick_fit(a_firm(40, seed), seed), "bakery") for seed in range(8))


@cache
def placed(weeks: int) -> tuple[Fitted, Fitted, Shared]:
    """A firm alone, among its peers, and what these share."""
    ready = a_firm(weeks, 100)
    alone = quick_fit(ready, 1)
    shared = share([hear(alone, "bakery"), *peers()])[0]
    return alone, quick_fit(pooled(ready, shared), 1), shared


def natural(fitted: Fitted, place: int) -> Floats:
    """Draws of one parameter on its own scale."""
    mean, sd = fitted.problem.data.prior[:, place]
    column = list(fitted.problem.data.active).index(place)
    return mean + sd * fitted.scores[:, :, column].ravel()


def test_twelve_weeks_lean_on_peers_and_three_years_on_themselves() -> None:
    short, long = (lever_leanings(placed(weeks)[1], placed(weeks)[2])["lever 0"] for weeks in (12, 156))
    assert short.own < short.peers
    assert long.own > 2.0 * short.own
    assert long.own > long.peers
    noise_short, noise_long = (leanings(placed(weeks)[1], placed(weeks)[2])["noise"] for weeks in (12, 156))
    assert noise_short.peers > noise_short.own
    assert noise_long.own > noise_long.peers + noise_long.knowledge
    for one in (short, long, noise_short, noise_long):
        assert one.own + one.peers + one.knowledge == pytest.approx(1.0)
        assert one.firms == 8


def test_twelve_weeks_come_nearer_to_the_truth_with_peers_and_three_years_hardly_move() -> None:
    # Of a scale whose Student with five degrees varies by 6 %, less the noise that every shop has.
    truth = np.log(0.06 / np.sqrt(5.0 / 3.0) - LEAST_NOISE)
    (alone, among, _), (alone_long, among_long, _) = placed(12), placed(156)
    errors = [abs(natural(one, NOISE).mean() - truth) for one in (alone, among)]
    assert errors[1] < errors[0]
    assert natural(among, NOISE).std() < 0.85 * natural(alone, NOISE).std()
    pairs = ((among, alone), (among_long, alone_long))
    moved = [abs(natural(one, NOISE).mean() - natural(other, NOISE).mean()) for one, other in pairs]
    assert moved[1] < 0.5 * moved[0]


def test_a_fit_among_peers_is_the_lone_fit_with_its_draws_weighted() -> None:
    """The identity that the method rests on (Lunn et al. 2013): no other way of counting would agree."""
    alone, _, _ = placed(12)
    found = Population(shift=-0.5, spread=0.6, learnt=0.5, firms=9, weeks=468)
    among = quick_fit(pooled(alone.problem, {NOISES: found}), 5)
    scores = alone.scores[:, :, list(alone.problem.data.active).index(NOISE)].ravel()
    weight = norm.pdf(scores, found.shift, found.spread) / norm.pdf(scores)
    mean, sd = alone.problem.data.prior[:, NOISE]
    weighted = mean + sd * np.average(scores, weights=weight)
    assert natural(among, NOISE).mean() == pytest.approx(weighted, abs=0.04)


def test_only_what_is_shared_moves() -> None:
    ready = a_firm(52, 1)
    moved = pooled(ready, {QUICKS: Population(shift=1.0, spread=0.5, learnt=1.0, firms=9, weeks=9)})
    changed = np.flatnonzero((moved.data.prior != ready.data.prior).any(axis=0))
    assert tuple(changed) == topics(ready)[QUICKS]
    place = changed[0]
    mean, sd = ready.data.prior[:, place]
    assert moved.data.prior[:, place] == pytest.approx([mean + sd, 0.5 * sd])
    assert pooled(ready, {Topic("email", "quick"): KNOWLEDGE}).data.prior == pytest.approx(ready.data.prior)


def test_levers_of_one_kind_are_heard_together_and_moved_alike() -> None:
    history = weeks_of_a_firm(weeks=52, levers=2)
    ready = problem(history, believed(history))
    assert len(topics(ready)[QUICKS]) == 2
    assert hear(quick_fit(ready, 1), "").said[QUICKS].shape[0] == 2


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_s_example() -> None:
    """Six bakers measured as printed; what each leans on, and what it then believes."""
    rows = re.findall(
        r"^\| (\w+) \| (\d+) \| (\S+) ± (\S+) \| (\S+) ± (\S+) \| (\S+) ± (\S+) \| (\d+) \|$",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert len(rows) == 6
    told = [tuple(map(float, (text.replace("−", "-") for text in row[2:4]))) for row in rows]
    lessons = share([seen_with(error, at) for at, error in told])
    for row, (at, error), shared in zip(rows, told, lessons, strict=True):
        lean = shared[NOISES]
        own = 1.0 / error**2 / (1.0 / error**2 + 1.0 / lean.spread**2)
        found = (lean.shift, lean.spread, own * at + (1.0 - own) * lean.shift, (1.0 - own) ** 0.5 * lean.spread)
        printed = [float(text.replace("−", "-")) for text in row[4:8]]
        assert printed == pytest.approx(found, abs=0.006), row[0]
        assert int(row[8]) == round(100.0 * own)
