"""One firm of a portfolio: what its answer rests on, when it may stand, what it is told beside its peers."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest
from tests.weeks import weeks_of_a_firm

from foulee.advice.portfolio import ALONE, Member, as_before, digest, own_seed, place
from foulee.advice.portfolio_storing import dump_heard, dump_shared, restore_heard, restore_shared
from foulee.advice.reading import ReadingSetup, made_ready
from foulee.core.pooling.heard import CENTRES, Heard
from foulee.core.pooling.pooled import pooled
from foulee.core.pooling.population import Population
from foulee.core.pooling.topics import Topic
from foulee.core.response.fitting.diagnostics import ess_bulk
from foulee.core.response.fitting.fit import Sampling, fit
from foulee.knowledge import reader
from foulee.knowledge.reader import Knowledge
from foulee.reporting.fit_telling import Shown
from foulee.reporting.language import Language
from foulee.reporting.portfolio_payload import leaning_words, placed_payload

DAY = dt.date(2026, 11, 28)
QUICK = Topic("paid_social", "quick")
PEERS = {QUICK: Population(shift=0.6, spread=0.5, learnt=0.8, firms=9, weeks=700)}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return reader.load(DAY)


def a_member() -> Member:
    history = weeks_of_a_firm(weeks=20, levers=1, effect=0.1, noise=0.1, seed=4)
    return Member(name="Aline", trade="bakery", history=history, setup=ReadingSetup(margin=0.6, weeks=52, seed=3))


def test_an_answer_rests_on_all_that_goes_into_it(knowledge: Knowledge) -> None:
    member = a_member()
    sales = member.history.sales.copy()
    sales[3] = np.nan
    changed = [
        replace(member, name="Bruno"),
        replace(member, trade="florist"),
        replace(member, assumed=("margin",)),
        replace(member, history=replace(member.history, sales=sales)),
        *(replace(member, setup=replace(member.setup, **one)) for one in ({"margin": 0.5}, {"seed": 4}, {"weeks": 60})),
    ]
    found = {digest(one, knowledge) for one in [member, a_member(), *changed]}
    assert len(found) == 1 + len(changed)


def test_and_not_on_the_day_it_is_asked_again(knowledge: Knowledge) -> None:
    """A portfolio read on two mornings is not fitted twice, unless a figure has aged."""
    tomorrow = reader.load(DAY + dt.timedelta(days=1))
    assert digest(a_member(), knowledge) == digest(a_member(), tomorrow)


def test_no_two_firms_share_their_luck() -> None:
    assert len({own_seed(seed, f"firm {number}") for seed in (1, 2) for number in range(500)}) == 1000
    assert all(0 <= own_seed(1, name) < 2**31 for name in ("", "é", "🥐", "x" * 1000))


def test_an_answer_stands_while_its_peers_have_hardly_moved() -> None:
    then = PEERS[QUICK]
    assert as_before(PEERS, {QUICK: replace(then, shift=0.64, spread=0.52)})
    assert not as_before(PEERS, {QUICK: replace(then, shift=0.7)})
    assert not as_before(PEERS, {QUICK: replace(then, spread=0.6)})
    assert not as_before(PEERS, {})
    assert as_before({}, {})


def test_what_is_kept_is_read_back() -> None:
    counts = np.random.default_rng(1).integers(0, 50, (2, CENTRES.size))
    heard = Heard(trade="bakery", weeks=20, effective=812.5, said={QUICK: counts})
    back = restore_heard(json.loads(json.dumps(dump_heard(heard))))
    assert (back.trade, back.weeks, back.effective) == ("bakery", 20, 812.5)
    np.testing.assert_array_equal(back.said[QUICK], counts)
    assert restore_shared(json.loads(json.dumps(dump_shared(PEERS)))) == PEERS


@pytest.mark.parametrize(
    "spoilt", [{}, {"trade": 1}, {"trade": "", "weeks": 1, "effective": 1, "said": [["", "", [1]]]}]
)
def test_what_was_spoilt_is_refused(spoilt: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        restore_heard(spoilt)


def test_a_short_run_tells_what_a_long_one_does(knowledge: Knowledge) -> None:
    """Means and spreads of all that is sampled, within what the draws of both leave open."""
    member = a_member()
    short = place(member, knowledge, PEERS).reading.fitted
    ready = pooled(made_ready(member.history, knowledge, member.setup), PEERS)
    long = fit(ready, Sampling(seed=11, effort=replace(ALONE, draws=2000)))
    assert short.scores.shape[1] < long.scores.shape[1]
    means, spreads, counts = (
        [measure(one.scores) for one in (short, long)]
        for measure in (lambda it: it.mean(axis=(0, 1)), lambda it: it.std(axis=(0, 1)), ess_bulk)
    )
    error = np.sqrt(spreads[0] ** 2 / counts[0] + spreads[1] ** 2 / counts[1])
    assert (np.abs(means[0] - means[1]) / error).max() < 4.0
    np.testing.assert_allclose(spreads[0], spreads[1], rtol=0.12)


def test_a_firm_is_told_what_it_leans_on(knowledge: Knowledge) -> None:
    member = a_member()
    placed = place(member, knowledge, PEERS)
    told = placed_payload(placed, member.trade, Shown(name=member.name), Language("en", "EUR"))
    lean = told["leans_on"]["levers"]["lever 0"]
    assert lean["own"] + lean["peers"] + lean["knowledge"] == pytest.approx(1.0, abs=0.001)
    assert lean["peers"] > 0.2
    # Of the slow effect nobody has told anything: no peers are claimed for the lever as a whole.
    assert lean["firms"] == 0
    assert told["leans_on"]["parameters"]["lever 0 quick"]["firms"] == 9
    assert "cpu_seconds" not in told["diagnostics"]
    alone = place(member, knowledge, {})
    assert all(one.peers == 0.0 for one in alone.parameters.values())
    assert placed.reading.levers["lever 0"].prior.roas_in_window != alone.reading.levers["lever 0"].prior.roas_in_window


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("firms", [0, 1, 12])
def test_its_parts_make_a_hundred(lang: str, firms: int) -> None:
    from foulee.core.pooling.pooled import Leaning

    for own, peers in ((0.333, 0.334), (0.005, 0.49), (1.0, 0.0), (0.0, 0.0), (0.996, 0.002)):
        lean = Leaning(own=own, peers=peers if firms else 0.0, knowledge=1.0 - own - peers, firms=firms)
        words = leaning_words(lean, Language(lang))
        shares = [
            int(word.rstrip("%").rstrip("\u202f")) for word in words.replace("\u202f%", "%").split() if "%" in word
        ]
        assert sum(shares) == 100, words
