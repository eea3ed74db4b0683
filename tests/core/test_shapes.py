"""The same firm under another response shape: what its weeks told is kept, what lies beyond them is not the same."""

from collections.abc import Callable

import numpy as np
import pytest

from foulee.core.quantities import Quantity, known
from foulee.core.response.draws import ResponseDraws
from foulee.core.response.priors import Normals, ShapePrior
from foulee.core.response.shapes import reshaped
from foulee.core.response.simulate import Efforts, simulate
from foulee.core.types import Floats, Shape

MakeDraws = Callable[..., ResponseDraws]
COUNT, WEEKS = 200, 104
FAR, LEAST_FAR = Quantity(4.0, 8.0, 16.0), 1.5
PRIOR = ShapePrior(
    weights={Shape.CONCAVE: 0.6, Shape.THRESHOLD: 0.2, Shape.FAR: 0.2},
    half_saturation={Shape.CONCAVE: known(1.0), Shape.THRESHOLD: known(1.3), Shape.FAR: FAR},
    slope={Shape.CONCAVE: known(1.0), Shape.THRESHOLD: known(3.0), Shape.FAR: known(1.0)},
)


def bent(make_draws: MakeDraws, efforts: Floats, shape: Shape = Shape.FAR) -> tuple[ResponseDraws, ResponseDraws]:
    """Draws under the concave response, and the same under another."""
    straight = make_draws(levers=1, count=COUNT, quick=0.1, slow=0.0, carryover=0.2, season=WEEKS)
    return straight, reshaped(straight, shape, PRIOR, Normals(1, COUNT), efforts[:, None])


def lift(draws: ResponseDraws, efforts: Floats) -> Floats:
    """Sales that the efforts add over the weeks (draws,)."""
    nothing = np.zeros(efforts.size)

    def sold(multiples: Floats) -> Floats:
        return simulate(draws, Efforts(multiples=multiples[:, None], hours=nothing, money=nothing)).new_customers

    return (sold(efforts) - sold(nothing)).sum(axis=1)


@pytest.mark.parametrize("shape", [Shape.THRESHOLD, Shape.FAR])
def test_what_the_efforts_made_brought_is_kept(make_draws: MakeDraws, shape: Shape) -> None:
    efforts = np.random.default_rng(1).gamma(4.0, 0.25, WEEKS)
    straight, other = bent(make_draws, efforts, shape)
    np.testing.assert_allclose(lift(other, efforts), lift(straight, efforts), rtol=1e-9)
    burst = np.full(WEEKS, 12.0)
    assert (np.abs(lift(other, burst) / lift(straight, burst) - 1.0) > 0.1).mean() > 0.9  # beyond them they part


@pytest.mark.parametrize("height", [1.0, 4.0])
def test_the_room_left_lies_beyond_the_largest_effort_made(make_draws: MakeDraws, height: float) -> None:
    efforts = np.where(np.arange(WEEKS) // 13 % 2 == 0, height, 0.0)
    _, far = bent(make_draws, efforts)
    middle = np.median(far.lever.half_saturation[:, 0])
    assert middle == pytest.approx(8.0 * height, rel=0.15)


def test_one_week_typed_too_high_is_no_height_that_was_held(make_draws: MakeDraws) -> None:
    """What counts is the effort carried: a wild week among steady ones moves it by what is left of it."""
    efforts = np.ones(WEEKS)
    efforts[50] = 10.0
    straight = make_draws(levers=1, count=COUNT, quick=0.1, slow=0.0, carryover=0.8, season=WEEKS)
    far = reshaped(straight, Shape.FAR, PRIOR, Normals(1, COUNT), efforts[:, None])
    carried = 0.8 * 1.0 + 0.2 * 10.0  # MODEL: carried = c before + (1 - c) effort
    assert np.median(far.lever.half_saturation[:, 0]) == pytest.approx(8.0 * carried, rel=0.15)


def test_a_lever_never_used_keeps_its_effect_and_its_usual_room(make_draws: MakeDraws) -> None:
    straight, far = bent(make_draws, np.zeros(WEEKS))
    np.testing.assert_array_equal(far.lever.quick, straight.lever.quick)
    assert np.median(far.lever.half_saturation) == pytest.approx(8.0, rel=0.15)
