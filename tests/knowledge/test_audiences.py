"""Use by age: known answers, what is borrowed, and the numbers of docs/methode/audience.md."""

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from foulee.core.audience import (
    LAST_AGE,
    LendingRules,
    UseByAge,
    UsePoint,
    band_overlap,
    beta_quantiles,
    estimate_use,
    inverse_logit,
    logit,
    people_by_band,
    share_between,
    told_by_customers,
)
from foulee.core.quantities import Z90, Quantity, Scale
from foulee.core.types import Floats, Network
from foulee.knowledge.audiences import (
    AudienceEstimate,
    audience,
    comparisons,
    observed_spread,
    pyramid,
    target_share,
)
from foulee.knowledge.reader import Knowledge, load

TODAY = dt.date(2026, 11, 22)
PAGE = Path(__file__).parents[2] / "docs" / "methode" / "audience.md"
BANDS = ((18, 34), (35, 54), (55, 99))
RULES = LendingRules(level_sd=0.7, shape_sd=0.6, reach_in_bands=1.5)
PEOPLE = np.array([0.25, 0.35, 0.4])
LENDER = UseByAge(
    bands=BANDS, log_odds=logit(np.array([0.8, 0.5, 0.2])), sd=np.array([0.1, 0.1, 0.2]), own_figures=True
)
ADULTS = np.ones(3)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(TODAY)


def only(band: int) -> Floats:
    return np.eye(3)[band]


def width(share: Quantity) -> float:
    low, high = logit(np.array([share.low, share.high]))
    return float(high - low)


# --- the estimate --------------------------------------------------------------------------------------------------


def test_with_a_precise_figure_of_its_own_the_estimate_is_that_figure() -> None:
    found = estimate_use(LENDER, PEOPLE, [UsePoint(35, 54, 0.3, 0.01)], RULES)
    share = found.share(only(1))
    assert found.own_figures
    assert share.mid == pytest.approx(0.3, abs=0.001)
    assert share.high - share.low < 0.01


def test_a_precise_figure_on_all_ages_fixes_their_average() -> None:
    found = estimate_use(LENDER, PEOPLE, [UsePoint(18, LAST_AGE, 0.3, 0.005)], RULES)
    assert found.share(PEOPLE).mid == pytest.approx(0.3, abs=0.002)
    shares = inverse_logit(found.log_odds)
    assert shares[0] > shares[1] > shares[2]  # the pattern by age remains the lender's


def test_without_any_figure_it_is_the_lenders_and_wider() -> None:
    found = estimate_use(LENDER, PEOPLE, [], RULES)
    assert not found.own_figures
    assert_allclose(found.log_odds, LENDER.log_odds)
    assert_allclose(found.sd**2, 0.7**2 + 0.6**2 + LENDER.sd**2)
    assert width(found.share(ADULTS)) > 3.0 * width(LENDER.share(ADULTS))


def test_the_further_from_a_figure_the_more_borrowed_and_the_wider() -> None:
    found = estimate_use(LENDER, PEOPLE, [UsePoint(18, 34, 0.5, 0.1)], RULES)
    shift = np.abs(found.log_odds - LENDER.log_odds)
    assert shift[0] > shift[1] > shift[2] > 0.0
    assert found.sd[0] < found.sd[1] < found.sd[2]


def test_a_vague_figure_hardly_counts_and_two_agreeing_count_more() -> None:
    vague = estimate_use(LENDER, PEOPLE, [UsePoint(35, 54, 0.1, 20.0)], RULES)
    assert_allclose(vague.log_odds, LENDER.log_odds, atol=0.02)
    one = estimate_use(LENDER, PEOPLE, [UsePoint(35, 54, 0.3, 0.5)], RULES)
    two = estimate_use(LENDER, PEOPLE, [UsePoint(35, 54, 0.3, 0.5)] * 2, RULES)
    assert two.sd[1] < one.sd[1]
    assert abs(two.share(only(1)).mid - 0.3) < abs(one.share(only(1)).mid - 0.3)


@given(st.floats(0.02, 0.95), st.floats(0.05, 1.0), st.integers(0, 2))
def test_on_one_band_it_is_the_textbook_conditional_normal(share: float, sd: float, band: int) -> None:
    """On a single band the average is the band itself, so nothing is linearised: the answer is exact."""
    found = estimate_use(LENDER, PEOPLE, [UsePoint(*BANDS[band], share, sd)], RULES)
    distance = np.subtract.outer(np.arange(3), np.arange(3)) / RULES.reach_in_bands
    prior = 0.7**2 + 0.36 * np.exp(-0.5 * distance**2) + np.diag(LENDER.sd**2)
    gain = prior[:, band] / (prior[band, band] + sd**2)
    gap = float(logit(np.array(share)) - LENDER.log_odds[band])
    assert_allclose(found.log_odds, LENDER.log_odds + gain * gap, atol=1e-9)
    assert_allclose(found.sd**2, np.diag(prior) - gain * prior[band], atol=1e-9)


def test_ages_are_shared_out() -> None:
    assert_allclose(band_overlap(BANDS, 25, 44), [10 / 17, 0.5, 0.0])
    assert_allclose(band_overlap(BANDS, 12, 15), [1.0, 0.0, 0.0])  # none inside: the nearest
    steps = [(0, 19, 0.2), (20, 59, 0.5), (60, 99, 0.3)]
    assert share_between(steps, 0, 99) == pytest.approx(1.0)
    assert share_between(steps, 10, 29) == pytest.approx(0.1 + 0.125)
    assert_allclose(people_by_band(steps, ((0, 19), (20, 99))), [0.2, 0.8])


# --- what the owner's own customers say ----------------------------------------------------------------------------


@pytest.mark.parametrize(("yes", "no"), [(0.4, 3.0), (1.0, 1.0), (2.5, 7.0), (30.0, 31.0), (0.8, 60.0), (300.0, 20.0)])
def test_quantiles_of_a_beta_law(yes: float, no: float) -> None:
    levels = np.array([0.05, 0.1, 0.5, 0.9, 0.95])
    assert_allclose(beta_quantiles(yes, no, levels), stats.beta(yes, no).ppf(levels), atol=1e-3)


@pytest.mark.parametrize(("uses", "asked"), [(0, 0), (3, 10), (45, 60), (60, 60), (0, 60)])
def test_answers_of_customers_update_the_share(uses: int, asked: int) -> None:
    before = Quantity(0.3, 0.5, 0.7, Scale.LOGIT)
    weight = 0.25 / (0.4 / (2.0 * Z90)) ** 2 - 1.0
    law = stats.beta(0.5 * weight + uses, 0.5 * weight + asked - uses)
    after = told_by_customers(before, uses, asked)
    assert_allclose([after.low, after.mid, after.high], law.ppf([0.1, 0.5, 0.9]), atol=1e-3)


def test_sixty_answers_outweigh_what_was_borrowed() -> None:
    after = told_by_customers(Quantity(0.2, 0.4, 0.6, Scale.LOGIT), 48, 60)
    assert 0.7 < after.mid < 0.8
    assert after.high - after.low < 0.2


# --- the real countries --------------------------------------------------------------------------------------------


def test_a_country_without_figures_has_the_lenders_by_age(knowledge: Knowledge) -> None:
    for start, end in knowledge.usage.bands:
        found = audience(knowledge, "XX", Network.FACEBOOK, (start, end))
        name = f"{start}plus" if end == LAST_AGE else f"{start}_{end}"
        fact = knowledge.facts[f"usage.facebook.us.{name}.2025"]
        assert found.borrowed
        assert found.share.mid == pytest.approx(fact.value / 100.0, abs=1e-9)
        assert fact.low is not None
        assert fact.high is not None
        assert found.share.low < fact.low / 100.0
        assert fact.high / 100.0 < found.share.high


def test_own_figures_are_told_and_narrow_the_interval(knowledge: Knowledge) -> None:
    own = audience(knowledge, "QC", Network.FACEBOOK, (18, 99))
    borrowed = audience(knowledge, "XX", Network.FACEBOOK, (18, 99))
    assert own.facts == ("usage.facebook.qc.adults.2024", "usage.facebook.qc.18_34.2024")
    assert not own.borrowed
    assert width(own.share) < width(borrowed.share)
    assert own.share.mid == pytest.approx(0.76, abs=0.02)


def test_martinique_borrows_from_france_what_it_lacks(knowledge: Knowledge) -> None:
    island = audience(knowledge, "MQ", Network.LINKEDIN, (35, 44))
    france = audience(knowledge, "FR", Network.LINKEDIN, (35, 44))
    assert island.borrowed
    assert island.facts == france.facts
    assert island.share.mid == pytest.approx(france.share.mid, abs=1e-9)
    assert width(island.share) > width(france.share)


def test_every_country_and_network_has_an_estimate(knowledge: Knowledge) -> None:
    for country in knowledge.countries:
        assert sum(share for *_, share in pyramid(knowledge, country)) == pytest.approx(1.0, abs=0.01)
        assert 0.7 < target_share(knowledge, country, (18, 99)) < 0.9
        for network in knowledge.usage.lender:
            share = audience(knowledge, country, network, (18, 99)).share
            assert 0.0 < share.low < share.mid < share.high < 1.0


def test_a_newsletter_has_no_audience_by_age(knowledge: Knowledge) -> None:
    with pytest.raises(KeyError):
        audience(knowledge, "FR", Network.NEWSLETTER, (18, 99))


# --- the page ------------------------------------------------------------------------------------------------------


def page() -> str:
    return " ".join(PAGE.read_text(encoding="utf-8").split())


def rows(title: str) -> list[list[str]]:
    """Cells of the table of the page whose header begins with a title."""
    lines = PAGE.read_text(encoding="utf-8").replace("−", "-").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {title} |"))
    body = lines[start + 2 :]
    length = next((number for number, line in enumerate(body) if not line.startswith("|")), len(body))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body[:length]]


def ages_of(cell: str) -> tuple[int, int]:
    start, end = re.fullmatch(r"(\d+)(?:\+|–(\d+))", cell).groups()  # type: ignore[union-attr]
    return int(start), int(end or LAST_AGE)


def percents(found: AudienceEstimate) -> tuple[int, int, int]:
    return round(100 * found.share.mid), round(100 * found.share.low), round(100 * found.share.high)


def test_the_worked_example_of_the_page(knowledge: Knowledge) -> None:
    usage = knowledge.usage
    told = rows("age")
    assert [ages_of(row[0]) for row in told] == list(usage.bands)
    people = people_by_band(pyramid(knowledge, "QC"), usage.bands)
    for row, weight in zip(told, people / people.sum(), strict=True):
        ages = ages_of(row[0])
        lender = audience(knowledge, "XX", Network.TIKTOK, ages)
        own = audience(knowledge, "QC", Network.TIKTOK, ages)
        shift = float(logit(np.array(own.share.mid)) - logit(np.array(lender.share.mid)))
        middle, low, high = percents(own)
        expected = [
            f"{100 * weight:.0f}",
            f"{100 * lender.share.mid:.0f}",
            f"{shift:+.2f}",
            str(middle),
            f"{low}–{high}",
        ]
        assert row[1:] == expected


def test_the_sentences_of_the_worked_example(knowledge: Knowledge) -> None:
    point = next(one for one in comparisons(knowledge) if one.fact == "usage.tiktok.qc.18_34.2024")
    assert f"would give {100 * point.borrowed:.0f}% at these ages" in page()
    assert f"a difference of −{abs(point.difference):.2f} in log-odds" in page()
    for ages, sentence in (
        ((18, 34), "For people aged 18 to 34 the estimate is {}%, between {} and {}."),
        ((25, 54), "it is {}%, between {} and {};"),
    ):
        assert sentence.format(*percents(audience(knowledge, "QC", Network.TIKTOK, ages))) in page()
    without = percents(audience(knowledge, "XX", Network.TIKTOK, (25, 54)))
    assert "would have {}%, between {} and {}.".format(*without) in page()


def test_the_comparison_points_of_the_page(knowledge: Knowledge) -> None:
    found = comparisons(knowledge)
    expected = [
        [one.country, one.network.value, f"{100 * one.borrowed:.0f}", f"{100 * one.own:.0f}", f"{one.difference:+.2f}"]
        for one in found
    ]
    told = rows("country")
    assert [[*row[:2], *row[3:]] for row in told] == expected
    assert [ages_of(row[2]) for row in told] == [one.ages for one in found]


def test_the_declared_spreads_are_those_of_the_page_and_of_the_points(knowledge: Knowledge) -> None:
    usage = knowledge.usage
    level, shape = observed_spread(comparisons(knowledge))
    assert f"the root mean square difference is {level:.2f}; `level_sd` is {usage.level_sd}" in page()
    assert f"adds to that level is {shape:.2f}; `shape_sd` is {usage.shape_sd}" in page()
    for name in ("level_sd", "shape_sd", "reach_in_bands", "definition_sd"):
        assert f"`{name}` = {getattr(usage, name)}" in page()
    assert 0.8 < level / usage.level_sd < 1.25
    assert 0.8 < shape / usage.shape_sd < 1.25
