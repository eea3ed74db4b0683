"""What customers answer moves the shares, the rule that asks for it, and, where it is strong enough, the choice."""

import pytest
from tests.people import TODAY

from foulee.advice.advise import advise
from foulee.advice.customers import heard_so_far
from foulee.advice.evidence import Evidence, all_customers, as_counted, from_counted, on_paper
from foulee.advice.examples import example
from foulee.advice.model import Setup, build
from foulee.advice.result import Advice, AudienceAdvice
from foulee.core.customers.survey import SurveyCounts, Told
from foulee.core.types import Network
from foulee.knowledge.audiences import audience
from foulee.knowledge.reader import Knowledge
from foulee.reporting.customers import what_asking_changed
from foulee.reporting.labels import Labels
from foulee.reporting.language import Language

FEW = Setup(today=TODAY, draws=300)
FIRM = "pme-quebec"  # asked 52 on paper


def said(asked: int, follow: int, **uses: int) -> Evidence:
    told = {network: Told(yes=uses.get(network.value, 0), asked=asked) for network in ASKED}
    return Evidence(customers=SurveyCounts(asked=asked, uses=told, would_follow=Told(yes=follow, asked=asked)))


ASKED = (Network.FACEBOOK, Network.INSTAGRAM, Network.WHATSAPP, Network.YOUTUBE, Network.TIKTOK)
ON_INSTAGRAM = said(120, 100, instagram=115, facebook=2)


def of(advice: Advice, network: Network) -> AudienceAdvice:
    return next(item for item in advice.focus.audiences if item.network is network)


@pytest.fixture(scope="module")
def moved(knowledge: Knowledge) -> Advice:
    return advise(example(FIRM, TODAY), knowledge, Setup(today=TODAY, draws=1000), ON_INSTAGRAM)


def test_shares_move_towards_what_customers_say(moved: Advice) -> None:
    instagram, facebook = of(moved, Network.INSTAGRAM), of(moved, Network.FACEBOOK)
    assert instagram.told == Told(yes=115 + 24, asked=120 + 52)
    assert instagram.before.p50 < instagram.share.p50 < 139 / 172
    assert facebook.told is not None
    assert facebook.told.yes / facebook.told.asked < facebook.share.p50 < facebook.before.p50
    assert instagram.share.p90 - instagram.share.p10 < instagram.before.p90 - instagram.before.p10


def test_strong_answers_change_the_choice_of_channel_and_it_is_said(moved: Advice, knowledge: Knowledge) -> None:
    now = {channel.name for channel in moved.focus.channels}
    assert moved.focus.unasked is not None
    assert "facebook.hours" in moved.focus.unasked
    assert "instagram.hours" in now
    assert "facebook.hours" not in now
    assert moved.focus.asked == 172
    told = what_asking_changed(moved.focus, Labels(Language("fr", "CAD", "QC"), knowledge))
    assert "changent le choix" in told
    assert "ne changent pas" not in told
    assert "172" in told


def test_the_rule_that_asks_reads_phones_and_paper_together(moved: Advice) -> None:
    (found,) = [reason for reason in moved.diagnosis.reasons if reason.rule == "customers_ready"]
    assert found.outcome == "many"
    assert found.values["asked_count"] == 172
    assert found.values["follow_pct"] == pytest.approx((100 + 21) / 172)


def test_nobody_asked_says_nothing_of_a_choice(knowledge: Knowledge) -> None:
    found = advise(example("salon-coiffure-presque-vide", TODAY), knowledge, FEW)
    assert found.focus.unasked is None
    assert found.focus.asked == 0
    assert what_asking_changed(found.focus, Labels(Language("fr"), knowledge)) == ""
    assert all(item.told is None and item.before == item.share for item in found.focus.audiences)


def test_no_evidence_is_as_if_none_had_been_passed(knowledge: Knowledge) -> None:
    document = example(FIRM, TODAY)
    plain, empty = build(document, knowledge, FEW), build(document, knowledge, FEW, Evidence(customers=SurveyCounts()))
    assert plain.audiences[Network.FACEBOOK].share == empty.audiences[Network.FACEBOOK].share
    assert plain.customers == empty.customers


def test_a_network_nobody_asked_about_keeps_its_published_share(knowledge: Knowledge) -> None:
    found = build(example(FIRM, TODAY), knowledge, FEW, ON_INSTAGRAM).audiences
    assert found[Network.SNAPCHAT].share == found[Network.SNAPCHAT].before
    assert found[Network.TIKTOK].share != found[Network.TIKTOK].before


# --- beside what is published ------------------------------------------------------------------------------------


def test_the_page_tells_the_shares_that_the_calculation_uses(knowledge: Knowledge) -> None:
    document = example(FIRM, TODAY)
    model = build(document, knowledge, FEW, ON_INSTAGRAM)
    heard = heard_so_far(document, knowledge, ON_INSTAGRAM)
    assert heard.ages == model.ages
    for use in heard.uses:
        share = model.audiences[use.network].share
        assert use.share == (share.low, share.mid, share.high)
        published = audience(knowledge, "QC", use.network, heard.ages).share
        assert use.before == (published.low, published.mid, published.high)


def test_the_more_have_answered_the_fewer_are_useful(knowledge: Knowledge) -> None:
    document = example("salon-coiffure-presque-vide", TODAY)
    left = [heard_so_far(document, knowledge, said(asked, 0)).left for asked in (1, 20, 60, 200)]
    assert left == sorted(left, reverse=True)
    assert left[0] > 20
    assert left[-1] == 0


# --- counts ------------------------------------------------------------------------------------------------------


def test_counts_on_paper_are_those_of_the_file() -> None:
    target = example(FIRM, TODAY).target
    found = on_paper(target)
    assert found.asked == target.asked == 52
    assert found.would_follow == Told(yes=21, asked=52)
    assert {network: told.yes for network, told in found.uses.items()} == dict(target.uses)
    assert all_customers(target, Evidence()).uses == found.uses
    assert on_paper(example("salon-coiffure-presque-vide", TODAY).target) == SurveyCounts()


def test_counts_kept_with_a_result_are_read_back() -> None:
    assert ON_INSTAGRAM.customers is not None
    assert from_counted(as_counted(ON_INSTAGRAM.customers)) == ON_INSTAGRAM.customers
    assert from_counted(None) is None
    without = SurveyCounts(asked=3, uses={Network.X: Told(yes=1, asked=3)})
    assert from_counted(as_counted(without)) == without
