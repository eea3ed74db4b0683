"""Truths from the literature that the recursion must agree with: Nerlove & Arrow, Sasieni, Mahajan & Muller."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize

from foulee.core.plans import Capacity, Choice, Option, steady
from foulee.core.projecting.best import best_path
from foulee.core.projecting.compare import project
from foulee.core.projecting.paths import burst
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.gradient import margin_and_gradient
from foulee.core.response.simulate import Efforts, discount_factors, no_effort, simulate
from foulee.core.types import Floats, Means, Network, Shape

MakeDraws = Callable[..., ResponseDraws]
FIXED = settings(derandomize=True, deadline=None, max_examples=40)
PAGE = Path(__file__).parents[2] / "docs" / "methode" / "best-path.md"
HORIZON = 260
MIDDLE = slice(60, 110)  # away from the first weeks and from the end of the horizon


def page_numbers() -> dict[str, float]:
    """Numbers of best-path.md by their symbol."""
    rows = re.findall(r"^\| [^|]* \| (\w+) \| ([0-9.]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {symbol: float(value) for symbol, value in rows}


NUMBERS = page_numbers()
PARAMETERS = (
    "level", "basket", "margin", "orders_rate", "retention", "discount", "quick", "slow", "depreciation", "carryover",
    "half_saturation",
)  # fmt: skip


def page_firm(make_draws: MakeDraws, weeks: int, **others: float) -> ResponseDraws:
    """The firm of best-path.md, an hour costing 20."""
    chosen = {name: NUMBERS[name] for name in PARAMETERS} | others
    return make_draws(season=weeks, hour_cost=20.0, **chosen)


# --- 1. Nerlove and Arrow ----------------------------------------------------------------------------------------


class Steady(NamedTuple):
    """A steady path's first-order condition: worth of a unit of response, and worth of a unit of effort."""

    response: float
    effort: float


def first_order(effort: float, number: dict[str, float]) -> Steady:
    """Left side of the page's last condition; with `repeat = loyal = 0` it is the closed form's."""
    rho, d, k, c = (
        1.0 / (1.0 + number["discount"]), number["depreciation"], number["half_saturation"], number["carryover"],
    )  # fmt: skip
    year, lam, unit = (1.0 - (1.0 - d) ** 52) / d, number["orders_rate"], number["basket"] * number["margin"]
    sigma, ell, beta = number["slow"] / year, number["loyal"] / year, number["repeat"]
    f = (1.0 + k) * effort / (effort + k)
    new = number["level"] * (1.0 + number["quick"] * f + sigma * f / d)
    odds = number["retention"] / (1.0 - number["retention"]) * np.exp(ell * f / d)
    kept = odds / (1.0 + odds)
    active = new / (1.0 - kept)
    later = rho * unit * lam * (1.0 + beta * f) / (1.0 - rho * kept)
    lasting = 1.0 / (1.0 - rho * (1.0 - d))
    response = (
        (unit + later) * number["level"] * (number["quick"] + sigma * lasting)
        + unit * lam * beta * active
        + later * active * kept * (1.0 - kept) * ell * lasting
    )
    return Steady(response, response * k * (1.0 + k) / (k + effort) ** 2 * (1.0 - c) / (1.0 - rho * c))


def closed_form(number: dict[str, float]) -> tuple[float, float, float]:
    """Worth of a customer, of a unit of response, and the best effort, as the page writes them."""
    rho, d, k, c = (
        1.0 / (1.0 + number["discount"]), number["depreciation"], number["half_saturation"], number["carryover"],
    )  # fmt: skip
    sigma = number["slow"] * d / (1.0 - (1.0 - d) ** 52)
    unit = number["basket"] * number["margin"]
    customer = unit * (1.0 + number["orders_rate"] * rho / (1.0 - rho * number["retention"]))
    response = number["level"] * customer * (number["quick"] + sigma / (1.0 - rho * (1.0 - d)))
    root = np.sqrt(k * (1.0 + k) * response * (1.0 - c) / (number["cost"] * (1.0 - rho * c)))
    return customer, response, float(root) - k


def test_the_page_gives_the_numbers_of_its_own_formulas() -> None:
    customer, response, best = closed_form(NUMBERS)
    assert customer == pytest.approx(NUMBERS["V"], rel=1e-4)
    assert response == pytest.approx(NUMBERS["A"], rel=1e-4)
    assert best == pytest.approx(NUMBERS["best"], rel=1e-4)
    full = brentq(lambda effort: first_order(effort, NUMBERS).effort - NUMBERS["cost"], 0.1, 10.0)
    assert full == pytest.approx(NUMBERS["best_full"], rel=1e-4)
    assert first_order(full, NUMBERS).response == pytest.approx(NUMBERS["A_full"], rel=1e-4)


def test_with_reputation_alone_the_condition_is_the_closed_form() -> None:
    alone = NUMBERS | {"repeat": 0.0, "loyal": 0.0}
    assert first_order(closed_form(NUMBERS)[2], alone).effort == pytest.approx(NUMBERS["cost"])


def best_of_the_firm(make_draws: MakeDraws) -> Floats:
    """What the product's own optimiser finds for the page's firm: efforts week by week, in typical efforts."""
    facebook = Option(
        name="facebook.hours",
        network=Network.FACEBOOK,
        means=Means.HOURS,
        minimum=0.4,
        typical=2.0,
        hours_fixed=0.0,
        hours_per_item=NUMBERS["cost"] / 20.0 / 2.0,
        hours_once=0.0,
    )
    plan = (Choice(option=facebook, amount=1.5),)
    found = best_path(page_firm(make_draws, HORIZON), plan, Capacity(hours=30.0, money=0.0, weeks=HORIZON))
    return found.multiples[:, 0]


def test_the_best_path_is_steady_and_at_the_level_of_the_closed_form(make_draws: MakeDraws) -> None:
    path = best_of_the_firm(make_draws)
    np.testing.assert_allclose(path[MIDDLE], NUMBERS["best"], rtol=0.01)
    assert path[MIDDLE].max() - path[MIDDLE].min() < 0.01
    assert path[-1] < 0.5 * NUMBERS["best"]  # nobody is left to pay back the last weeks


def test_a_tenth_of_an_error_in_the_level_would_be_seen(make_draws: MakeDraws) -> None:
    """Negative control: forgetting that the reputation lasts, or that customers come back, moves the level far."""
    path = best_of_the_firm(make_draws)[MIDDLE].mean()
    for forgotten in ("slow", "orders_rate"):
        assert abs(closed_form(NUMBERS | {forgotten: 0.0})[2] / path - 1.0) > 0.1


def test_week_by_week_the_first_effort_fills_the_carryover_and_the_rest_is_steady(make_draws: MakeDraws) -> None:
    """Without months or bounds: a general optimiser on weekly efforts, whatever the reputation at the start."""
    cost = discount_factors(NUMBERS["discount"], HORIZON) * NUMBERS["cost"]
    for reputation in (0.0, 2.0):
        draws = page_firm(make_draws, HORIZON, goodwill_new=reputation)

        def loss(efforts: Floats, draws: ResponseDraws = draws) -> tuple[float, Floats]:
            value, gradient = margin_and_gradient(draws, efforts[:, None])
            return float(cost @ efforts) - value, cost - gradient[:, 0]

        found = minimize(loss, np.ones(HORIZON), jac=True, bounds=[(0.0, 10.0)] * HORIZON, options={"maxiter": 60}).x
        assert found[0] == pytest.approx(NUMBERS["best"] / (1.0 - NUMBERS["carryover"]), rel=0.01)
        np.testing.assert_allclose(found[1:110], NUMBERS["best"], rtol=0.01)


def test_with_repeat_orders_and_bond_the_general_condition_holds(make_draws: MakeDraws) -> None:
    """The gradient of the whole recursion on a long steady path is the page's condition, at any effort."""
    draws = page_firm(make_draws, 600, repeat=NUMBERS["repeat"], loyal=NUMBERS["loyal"])
    for effort in (0.5, NUMBERS["best_full"], 3.0):
        _, gradient = margin_and_gradient(draws, np.full((600, 1), effort))
        now = gradient[300, 0] * (1.0 + NUMBERS["discount"]) ** 301
        assert now == pytest.approx(first_order(effort, NUMBERS).effort, rel=1e-5)


# --- 2. Steady against pulses ------------------------------------------------------------------------------------


def long_run(draws: ResponseDraws, cycle: Floats) -> float:
    """Mean weekly margin over the last cycle, once every stock has settled."""
    weeks = draws.season.size // cycle.size * cycle.size
    multiples = np.tile(cycle, weeks // cycle.size)[:, None]
    free = Efforts(multiples=multiples, hours=np.zeros(weeks), money=np.zeros(weeks))
    return float(simulate(draws, free).profit[0, -cycle.size :].mean())


def pulses(mean: float, weeks: int, on: int) -> Floats:
    """A cycle that spends the whole in its first weeks."""
    cycle = np.zeros(weeks)
    cycle[:on] = mean * weeks / on
    return cycle


firms = st.fixed_dictionaries(
    {
        "carryover": st.floats(0.0, 0.8),
        "quick": st.floats(0.0, 1.0),
        "slow": st.floats(0.0, 1.0),
        "depreciation": st.floats(0.04, 0.3),
        "retention": st.floats(0.7, 0.96),
    }
)
cycles = st.integers(2, 26).flatmap(lambda weeks: st.tuples(st.just(weeks), st.integers(1, weeks - 1)))


@FIXED
@given(firm=firms, half=st.floats(0.2, 10.0), mean=st.floats(0.05, 2.0), cycle=cycles)
def test_concave_response_even_spending_is_never_beaten_by_pulsing(
    make_draws: MakeDraws, firm: dict[str, float], half: float, mean: float, cycle: tuple[int, int]
) -> None:
    """Sasieni (1971), exact where profit is linear in the response: acquisition through quick and slow effects."""
    draws = make_draws(season=400, half_saturation=half, **firm)
    even = long_run(draws, np.full(cycle[0], mean))
    assert long_run(draws, pulses(mean, *cycle)) <= even * (1.0 + 1e-7)


@FIXED
@given(firm=firms, half=st.floats(0.2, 10.0), mean=st.floats(0.05, 2.0), cycle=cycles)
def test_concave_response_with_repeat_orders_and_bond_pulsing_wins_next_to_nothing(
    make_draws: MakeDraws, firm: dict[str, float], half: float, mean: float, cycle: tuple[int, int]
) -> None:
    """There the mechanisms multiply and the theorem is no longer exact: under a hundredth of what the plan gains."""
    draws = make_draws(season=400, half_saturation=half, repeat=0.2, loyal=0.3, **firm)
    even, none = long_run(draws, np.full(cycle[0], mean)), long_run(draws, np.zeros(cycle[0]))
    assert long_run(draws, pulses(mean, *cycle)) - even <= 0.01 * (even - none)


@FIXED
@given(firm=firms, slope=st.floats(2.0, 4.0), on=st.integers(4, 8), brief=st.floats(0.0, 0.4))
def test_s_shaped_response_with_a_small_total_pulsing_wins(
    make_draws: MakeDraws, firm: dict[str, float], slope: float, on: int, brief: float
) -> None:
    """Mahajan and Muller (1986): at `k (h-1)^(1/h)` some of the time rather than below the threshold all the time."""
    chosen = firm | {"carryover": brief, "quick": 0.2 + firm["quick"]}
    draws = make_draws(season=400, slope=slope, **chosen)
    mean = (slope - 1.0) ** (1.0 / slope) * on / 26.0
    none = long_run(draws, np.zeros(26))
    even, pulsed = long_run(draws, np.full(26, mean)), long_run(draws, pulses(mean, 26, on))
    assert pulsed - none > 1.1 * (even - none)


def test_the_same_total_well_above_the_threshold_is_better_spent_evenly(make_draws: MakeDraws) -> None:
    """Negative control: it is the small total that makes pulses win, not the S-shape alone."""
    draws = make_draws(season=400, slope=3.0, depreciation=0.05, retention=0.9)
    assert long_run(draws, pulses(2.0, 26, 8)) < long_run(draws, np.full(26, 2.0))


def thin_plan(make_draws: MakeDraws, multiple: float) -> tuple[ResponseDraws, dict[str, Efforts]]:
    """Red, blue and none of a plan at so many typical efforts, half of the draws concave and half with a threshold."""
    threshold = np.arange(40) >= 20
    draws = make_draws(
        count=40,
        discount=0.001,
        slope=np.where(threshold, 3.0, 1.0)[:, None],
        half_saturation=np.where(threshold, 1.3, 0.4)[:, None],
        quick=np.tile(np.linspace(0.1, 1.0, 20), 2)[:, None],
        slow=0.3,
        depreciation=0.006,
        retention=0.985,
    )
    shape = np.where(threshold, tuple(Shape).index(Shape.THRESHOLD), tuple(Shape).index(Shape.CONCAVE))
    option = Option(
        name="facebook.hours",
        network=Network.FACEBOOK,
        means=Means.HOURS,
        minimum=0.2,
        typical=2.0,
        hours_fixed=0.0,
        hours_per_item=0.5,
        hours_once=0.0,
    )
    plan = (Choice(option=option, amount=2.0 * multiple),)
    blue = steady(plan, 156)
    paths = {"none": no_effort(156, 1), "blue": blue, "red": burst(plan, blue)}
    return replace(draws, shape=shape), paths


def test_red_beats_blue_under_a_threshold_with_a_thin_plan_and_the_comparison_says_so(make_draws: MakeDraws) -> None:
    thin = project(*thin_plan(make_draws, 0.1), material=10.0)
    assert thin.by_shape[Shape.CONCAVE] > 0.9
    assert thin.by_shape[Shape.THRESHOLD] < 0.1


def test_blue_beats_red_under_both_with_a_plan_at_the_usual_effort(make_draws: MakeDraws) -> None:
    full = project(*thin_plan(make_draws, 1.5), material=10.0)
    assert full.by_shape[Shape.CONCAVE] > 0.9
    assert full.by_shape[Shape.THRESHOLD] > 0.9
