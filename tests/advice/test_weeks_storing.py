"""Weeks kept as JSON come back as they were, to the last bit."""

import datetime as dt
import json
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from tests.readings import MONDAY, some_weeks

from foulee.advice.weeks_storing import StoredWeeksError, dump_history, restore_history
from foulee.core.history import ExperimentResult, FirmHistory

TRIAL = ExperimentResult(lever="instagram", effect=0.1, error=0.05, start=MONDAY, weeks=8)


def whole() -> FirmHistory:
    """Weeks with everything that weeks can hold."""
    bare = some_weeks(6)
    gaps = np.array([1.0, np.nan, 3.0, 0.0, 0.1 + 0.2, 1e9])
    return replace(
        bare,
        levers=(replace(bare.levers[0], since=dt.date(2024, 3, 1), follows_demand=True, control="a"),),
        sales_online=gaps,
        sales_shop=gaps,
        new_customers=gaps,
        returning_customers=gaps,
        orders=gaps,
        attributed={"instagram": gaps},
        levels={"followers": gaps, "a": gaps},
        controls={"é🥖<b>": gaps},
        events={"christmas": gaps},
        experiments=(TRIAL, replace(TRIAL, effort=3.0, instead=1.0, sales=900.0)),
    )


@pytest.mark.parametrize("history", [some_weeks(), whole(), some_weeks(1)])
def test_weeks_come_back_to_the_last_bit(history: FirmHistory) -> None:
    text = json.dumps(dump_history(history), allow_nan=False)
    again = restore_history(json.loads(text))
    assert list(again.series()) == list(history.series())
    for name, values in history.series().items():
        np.testing.assert_array_equal(again.series()[name], values, err_msg=name)
    for item in fields(FirmHistory):
        if item.name in {"start", "experiments"}:
            assert getattr(again, item.name) == getattr(history, item.name)
    for one, other in zip(again.levers, history.levers, strict=True):
        assert replace(one, effort=history.sales) == replace(other, effort=history.sales)


def test_trials_kept_before_they_knew_what_they_compared_are_read() -> None:
    stored = dump_history(whole())
    for one in stored["experiments"]:
        del one["effort"], one["instead"], one["sales"]
    assert restore_history(stored).experiments == (TRIAL, TRIAL)


def test_what_was_not_counted_is_null() -> None:
    assert dump_history(some_weeks())["sales"][5] is None


@pytest.mark.parametrize(
    "change",
    [
        {"start": "yesterday"},
        {"start": "2025-01-07"},
        {"sales": None},
        {"sales": [1.0]},
        {"sales": ["bread"] * 40},
        {"levers": [{}]},
        {"levers": {"instagram": []}},
        {"events": {"christmas": [1.0]}},
    ],
)
def test_weeks_of_another_shape_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(StoredWeeksError):
        restore_history(dump_history(some_weeks()) | change)
