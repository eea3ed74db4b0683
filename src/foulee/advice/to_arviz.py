"""A reading's draws for ArviZ: named parameters on their own scale, by chain and draw."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from foulee.advice.reading import Reading
from foulee.core.response.fitting.effect_draws import quick_and_slow
from foulee.core.response.fitting.layout import FIRM, FIRM_NAMES, LEVER, LEVER_NAMES, MOST_BOND, QUICK, SLOW
from foulee.core.response.fitting.posterior import bought_online, logistic, posterior_parameters, prior_parameters
from foulee.core.response.fitting.problem import Problem
from foulee.core.types import Floats

PRIOR_DRAWS = 4000
EXTRA = "ArviZ is not installed: pip install 'foulee[analyst]'"

Scale = Callable[[Floats], Floats]

# From the real line to what a parameter means; trend, shock, season, calendar and controls are told as they are.
SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "level": np.exp,
        "noise": np.exp,
        "autocorrelation": np.tanh,
        "loss": logistic,
        "held_for": np.exp,
        "order": np.exp,
        "new": np.exp,
        "first": logistic,
        "kept": logistic,
        "active": np.exp,
        "size": np.exp,
        "bond": lambda values: MOST_BOND * logistic(values),
        "staying": logistic,
        "orders": np.exp,
        "orders_size": np.exp,
        "online": logistic,
        "online_noise": np.exp,
        "online_autocorrelation": np.tanh,
        "carryover": logistic,
        "half_saturation": np.exp,
        "split": np.exp,
        "capture": logistic,
    }
)


def to_arviz(reading: Reading) -> Any:  # noqa: ANN401 - an xarray.DataTree, which is not ours to import here
    """Hand the draws to ArviZ as a DataTree with `posterior` (chains, draws), `prior` and `observed_data`.

    A parameter is called by its name, a lever's by the lever's and its own (`instagram quick`): `quick` and `slow` are
    relative rises of demand, at once and after a year of usual effort; `carryover`, `loss`, `kept` … are shares, and
    `split` is a ratio of odds. Only what the sampler moved is there, as it drew it: followers, visits and reach are not
    weighed in. Raises ImportError where ArviZ is not installed.
    """
    try:
        from arviz_base import from_dict  # noqa: PLC0415 - an analyst's, which the product does without
    except ImportError as missing:
        raise ImportError(EXTRA) from missing
    fitted, seed = reading.fitted, reading.setup.seed
    chains, draws, _ = fitted.scores.shape
    after = own_scale(fitted.problem, posterior_parameters(fitted, seed=seed))
    before = own_scale(fitted.problem, prior_parameters(fitted.problem, seed=seed, draws=PRIOR_DRAWS))
    history = reading.history
    return from_dict(
        {
            # The posterior's draws come from all chains in turn.
            "posterior": {name: values.reshape(draws, chains).T for name, values in after.items()},
            "prior": {name: values.reshape(1, PRIOR_DRAWS) for name, values in before.items()},
            "observed_data": {"sales": history.sales},
        },
        coords={"week": [history.monday(week).isoformat() for week in range(history.weeks)]},
        dims={"sales": ["week"]},
    )


def own_scale(problem: Problem, natural: Floats) -> dict[str, Floats]:
    """What the sampler moved, each on its own scale (draws,), of parameters (draws, size)."""
    found = {name: SCALES.get(name, _as_it_is)(natural[:, place]) for place, name in enumerate(FIRM_NAMES)}
    found |= {name: natural[:, FIRM + place] for place, name in enumerate(problem.terms)}
    block = FIRM + problem.layout.linear
    table = natural[:, block:].reshape(natural.shape[0], problem.layout.levers, LEVER)
    quick, slow = quick_and_slow(problem.data, table[:, :, QUICK], table[:, :, SLOW])
    online = bought_online(problem, natural)
    for column, lever in enumerate(problem.history.names):
        own = {"quick": quick[:, column], "slow": slow[:, column], "online": online[:, column]}
        for place, name in enumerate(LEVER_NAMES):
            found[f"{lever} {name}"] = own.get(name, SCALES.get(name, _as_it_is)(table[:, column, place]))
    return {name: found[name] for name in problem.active_names}


def _as_it_is(values: Floats) -> Floats:
    return values
