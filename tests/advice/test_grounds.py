"""What two answers rest on: what was changed is found, and nothing else."""

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest

from foulee.advice.examples import example_bytes
from foulee.advice.grounds import Grounds, answers_moved, changes, outdated
from foulee.firmfile import toml
from foulee.firmfile.answering import CHANNELS, drop, put, take, undated
from foulee.firmfile.fields import fields
from foulee.knowledge.figures import figures
from foulee.knowledge.reader import Knowledge

DAY = dt.date(2026, 11, 22)


def answers() -> dict[str, Any]:
    found: dict[str, Any] = undated(toml.parse(example_bytes("boulangerie-martinique")))
    return found


def grounds(**values: Any) -> Grounds:
    inputs = {"answers": answers(), "figures": {"facts.a": [1.0], "trade.basket": [5.0, 6.0, 7.0], "country.x": [1.0]}}
    known: dict[str, Any] = {"inputs": inputs, "method_version": "one", "facts_date": DAY, "day": DAY}
    return Grounds(**known | values)


def with_inputs(**values: Any) -> Grounds:
    return grounds(inputs={**grounds().inputs, **values})


def test_the_same_grounds_differ_in_nothing() -> None:
    found = changes(grounds(), grounds())
    assert found.kinds == ()
    assert (found.answers, found.measured, found.figures, found.day) == ((), (), (), False)
    assert outdated(grounds(), grounds(), months=6) == ()


def test_every_answer_that_can_be_taken_away_is_the_one_found() -> None:
    told = [field.path for field in fields() if take(answers(), field.path) is not None]
    assert len(told) > 30
    for path in told:
        changed = answers()
        drop(changed, path)
        assert answers_moved(answers(), changed) == (path,)


def test_the_order_of_ticks_and_networks_is_no_answer() -> None:
    changed = answers()
    put(changed, "means.skills", list(reversed(take(changed, "means.skills") or ["photo", "writing"])))
    before = answers()
    put(before, "means.skills", sorted(take(changed, "means.skills")))
    put(before, CHANNELS, [{"network": "facebook"}, {"network": "instagram"}])
    put(changed, CHANNELS, [{"network": "instagram"}, {"network": "facebook"}])
    assert answers_moved(before, changed) == ()
    put(changed, CHANNELS, [{"network": "instagram"}, {"network": "facebook", "followers": 3}])
    assert answers_moved(before, changed) == (CHANNELS,)


def test_figures_that_changed_came_or_went() -> None:
    now = with_inputs(figures={"facts.a": [2.0], "trade.basket": [5.0, 6.0, 7.0], "facts.b": [3.0]})
    found = changes(grounds(), now).figures
    assert found is not None
    assert [(figure.name, figure.before, figure.after) for figure in found] == [
        ("facts.a", (1.0,), (2.0,)),
        ("country.x", (1.0,), ()),
        ("facts.b", (), (3.0,)),
    ]


@pytest.mark.parametrize(
    ("path", "other", "left_out"), [("firm.trade", "florist", "trade."), ("firm.country", "FR", "country.")]
)
def test_figures_of_another_trade_or_country_have_not_changed(path: str, other: str, left_out: str) -> None:
    changed = answers()
    put(changed, path, other)
    moved = {"facts.a": [2.0], "trade.basket": [9.0, 9.0, 9.0], "country.x": [2.0], "facts.of_the_other": [1.0]}
    found = changes(grounds(), with_inputs(answers=changed, figures=moved))
    assert found.answers == (path,)
    names = {figure.name for figure in found.figures or ()}
    assert "facts.a" in names
    assert not {name for name in names if name.startswith((left_out, "facts.of"))}


def test_figures_that_were_not_kept_are_not_known_to_have_changed() -> None:
    old = grounds(inputs={"answers": answers()}, facts_date=DAY - dt.timedelta(1))
    found = changes(old, grounds())
    assert found.figures is None
    assert found.kinds == ("facts",)


def test_measurements_are_compared_whatever_they_are() -> None:
    asked = with_inputs(customers={"asked": 3, "uses": {"facebook": [1, 3]}})
    assert changes(grounds(), asked).measured == ("customers",)
    assert changes(asked, asked).measured == ()
    assert changes(asked, grounds()).measured == ("customers",)


def test_why_an_answer_is_no_longer_up_to_date() -> None:
    changed = answers()
    put(changed, "means.hours_per_week", 40)
    later = Grounds(
        inputs={"answers": changed, "website": 2, "figures": grounds().inputs["figures"]},
        method_version="two",
        facts_date=DAY + dt.timedelta(1),
        day=DAY + dt.timedelta(200),
    )
    assert outdated(grounds(), later, months=6) == ("answers", "website", "method", "facts", "old")


def test_a_measurement_that_no_longer_counts() -> None:
    """The website's address was changed, and the new one was not looked at."""
    assert outdated(with_inputs(website={"landing": "own"}), grounds(), months=6) == ("gone",)


@pytest.mark.parametrize(("days", "old"), [(0, False), (182, False), (184, True), (4000, True), (-5, False)])
def test_an_answer_grows_old_by_itself(days: int, *, old: bool) -> None:
    codes = outdated(grounds(), grounds(day=DAY + dt.timedelta(days)), months=6)
    assert codes == (("old",) if old else ())


def test_figures_older_than_those_of_the_answer_do_not_make_it_outdated() -> None:
    """A knowledge base taken back to an earlier state."""
    assert outdated(grounds(), grounds(facts_date=DAY - dt.timedelta(30)), months=6) == ()


def test_nonsense_for_answers_is_no_answer() -> None:
    assert changes(grounds(inputs={}), grounds(inputs={"answers": None})).kinds == ()


# --- the figures that are kept -----------------------------------------------------------------------------------


def test_figures_are_those_of_the_trade_and_the_country(knowledge: Knowledge) -> None:
    bakery = figures(knowledge, trade="bakery", country="MQ")
    florist = figures(knowledge, trade="florist", country="MQ")
    assert bakery["trade.basket"] == list(knowledge.trades["bakery"].basket)
    assert bakery["priors.redundancy"] == [
        knowledge.priors["redundancy"].quantity.low,
        knowledge.priors["redundancy"].quantity.mid,
        knowledge.priors["redundancy"].quantity.high,
    ]
    assert "facts.trade.bakery.fr.ticket" in bakery
    assert "facts.trade.bakery.fr.ticket" not in florist
    assert {name for name in bakery if name.startswith("priors.")} == {f"priors.{name}" for name in knowledge.priors}


def test_a_changed_figure_is_named(knowledge: Knowledge) -> None:
    before = figures(knowledge, trade="bakery", country="MQ")
    name = next(name for name in before if name.startswith("facts."))
    after = deepcopy(before) | {name: [before[name][0] + 1.0]}
    found = changes(with_inputs(figures=before), with_inputs(figures=after)).figures
    assert found is not None
    assert [figure.name for figure in found] == [name]
