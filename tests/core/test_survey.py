"""Customers' counts: put together question by question, and weighed as a statistician would."""

import re
from pathlib import Path

import pytest
from scipy import stats

from foulee.core.audience import EDGE, in_effect
from foulee.core.customers.survey import (
    Follow,
    FollowFor,
    Heard,
    SurveyCounts,
    Told,
    share_told,
    tally,
    together,
    updated,
    useful_answers,
    with_answers,
)
from foulee.core.quantities import Z90, Quantity, Scale
from foulee.core.types import Network
from foulee.knowledge.reader import Knowledge

FACEBOOK, TIKTOK, X = Network.FACEBOOK, Network.TIKTOK, Network.X
BEFORE = Quantity(0.41, 0.64, 0.82, Scale.LOGIT)
LEVELS = [0.1, 0.5, 0.9]
AT_MOST = 150.0


def counts(asked: int, would: int | None = None, **uses: int) -> SurveyCounts:
    return SurveyCounts(
        asked=asked,
        uses={Network(name): Told(yes=yes, asked=asked) for name, yes in uses.items()},
        would_follow=None if would is None else Told(yes=would, asked=asked),
    )


# --- the arithmetic ----------------------------------------------------------------------------------------------


def beta_of(before: Quantity) -> tuple[float, float]:
    """The Beta with the middle and the spread of a published share, written out anew."""
    spread = (before.high - before.low) / (2.0 * Z90)
    mean = min(max(before.mid, EDGE), 1.0 - EDGE)
    weight = max(mean * (1.0 - mean) / spread**2 - 1.0, 1.0)
    return mean * weight, (1.0 - mean) * weight


@pytest.mark.parametrize(("yes", "asked"), [(0, 12), (9, 12), (20, 38), (60, 60), (1, 400)])
@pytest.mark.parametrize("at_most", [30.0, AT_MOST, 1e12])
def test_an_updated_share_is_the_beta_binomial_one(yes: int, asked: int, at_most: float) -> None:
    """Against SciPy's quantiles: the published Beta, plus the answers as if there were `in_effect` of them."""
    first, second = beta_of(BEFORE)
    worth = 1.0 / (1.0 / asked + 1.0 / at_most)
    expected = stats.beta.ppf(LEVELS, first + worth * yes / asked, second + worth * (asked - yes) / asked)
    found = updated(BEFORE, Told(yes=yes, asked=asked), at_most)
    assert [found.low, found.mid, found.high] == pytest.approx(list(expected), abs=2e-3)


@pytest.mark.parametrize(("yes", "asked"), [(0, 1), (3, 7), (24, 60), (60, 60)])
def test_the_answers_alone_tell_a_share_by_jeffreys_prior(yes: int, asked: int) -> None:
    worth = 1.0 / (1.0 / asked + 1.0 / AT_MOST)
    expected = stats.beta.ppf(LEVELS, worth * yes / asked + 0.5, worth * (asked - yes) / asked + 0.5)
    assert list(share_told(Told(yes=yes, asked=asked), AT_MOST)) == pytest.approx(list(expected), abs=2e-3)


def test_nobody_asked_leaves_everything_open() -> None:
    found = share_told(Told(yes=0, asked=0), AT_MOST)
    assert found.p10 < 0.05
    assert found.p90 > 0.95
    assert updated(BEFORE, None, AT_MOST) is BEFORE
    assert updated(BEFORE, Told(yes=0, asked=0), AT_MOST) is BEFORE


def test_answers_of_volunteers_are_never_worth_more_than_the_limit() -> None:
    worth = [in_effect(asked, AT_MOST) for asked in (1, 10, 100, 10_000)]
    assert worth == sorted(worth)
    assert worth[0] == pytest.approx(150 / 151)
    assert worth[2] == pytest.approx(60.0)
    assert worth[3] < AT_MOST
    crowd = updated(BEFORE, Told(yes=9_000, asked=10_000), AT_MOST)
    assert crowd.high - crowd.low > 0.05  # ten thousand do not make it certain


def test_more_answers_draw_the_share_towards_the_customers() -> None:
    shares = [updated(BEFORE, Told(yes=asked // 10, asked=asked), AT_MOST).mid for asked in (10, 20, 50, 100, 300)]
    assert shares == sorted(shares, reverse=True)
    assert 0.1 < shares[-1] < 0.25 < BEFORE.mid


# --- how many are useful -----------------------------------------------------------------------------------------


def test_useful_answers_grow_with_doubt_and_with_what_answers_are_worth() -> None:
    narrow, wide = Quantity(0.58, 0.6, 0.62, Scale.LOGIT), Quantity(0.2, 0.6, 0.9, Scale.LOGIT)
    assert useful_answers(narrow, AT_MOST) == 0  # already known better than any counter could tell
    assert useful_answers(narrow, AT_MOST) <= useful_answers(BEFORE, AT_MOST) <= useful_answers(wide, AT_MOST)
    limits = [useful_answers(wide, at_most) for at_most in (20.0, 50.0, 100.0, 1e9)]
    assert limits == sorted(limits)
    assert limits[0] < limits[-1]


def test_beyond_the_useful_answers_ten_more_bring_less_than_a_point() -> None:
    enough = useful_answers(BEFORE, AT_MOST)

    def width(asked: int) -> float:
        found = with_answers(BEFORE, asked, AT_MOST)
        return found.high - found.low

    assert width(enough) - width(enough + 10) < 0.01
    assert width(enough - 10) - width(enough) >= 0.01


# --- together ----------------------------------------------------------------------------------------------------


def test_paper_and_phones_add_up_question_by_question() -> None:
    found = together(counts(40, 12, facebook=22, tiktok=6), counts(15, 5, facebook=9, tiktok=1, x=2))
    assert found.asked == 55
    assert found.uses == {
        FACEBOOK: Told(yes=31, asked=55),
        TIKTOK: Told(yes=7, asked=55),
        X: Told(yes=2, asked=15),  # the paper did not ask about it: counted over the phones alone
    }
    assert found.would_follow == Told(yes=17, asked=55)


def test_a_question_asked_on_one_side_only_stands_alone() -> None:
    assert together(counts(40), counts(10, 4)).would_follow == Told(yes=4, asked=10)
    assert together(counts(40, 4), counts(10)).would_follow == Told(yes=4, asked=40)
    assert together(counts(40), counts(10)).would_follow is None


def test_nothing_on_one_side_leaves_the_other_as_it_is() -> None:
    phones = SurveyCounts(
        asked=2, uses={FACEBOOK: Told(yes=1, asked=2)}, follows={Follow.YES: 1}, follow_for={FollowFor.NEWS: 1},
        heard={Heard.GOOGLE: 2},
    )  # fmt: skip
    assert together(SurveyCounts(), phones) == phones
    paper = counts(40, 12, facebook=22)
    assert together(paper, SurveyCounts()) == paper
    assert together(SurveyCounts(), SurveyCounts()).asked == 0


def test_adding_does_not_depend_on_the_order() -> None:
    one, other = counts(40, 12, facebook=22), counts(15, facebook=9, x=2)
    assert together(one, other).uses == together(other, one).uses


def test_codes_are_counted_and_what_is_unknown_is_left_out() -> None:
    found = tally(["google", "google", "friend", "", "<script>", "GOOGLE"], Heard)
    assert found[Heard.GOOGLE] == 2
    assert found[Heard.FRIEND] == 1
    assert sum(found.values()) == 3
    assert list(found) == list(Heard)


# --- the page that explains it -----------------------------------------------------------------------------------

PAGE = Path(__file__).parents[2] / "docs" / "methode" / "survey.md"
ROW = r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+)–(\d+) \| (\d+) \| (\d+)–(\d+) \|$"
WORKED = re.findall(ROW, PAGE.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row[0])
def test_the_pages_table_is_what_the_code_computes(row: tuple[str, ...]) -> None:
    asked, yes, worth, *shares = (int(cell) for cell in row)
    told = Told(yes=yes, asked=asked)
    alone, both = share_told(told, AT_MOST), updated(BEFORE, told, AT_MOST)
    found = [alone.p50, alone.p10, alone.p90, both.mid, both.low, both.high]
    assert [round(100 * share) for share in found] == shares
    assert round(in_effect(asked, AT_MOST)) == worth


def test_the_pages_other_numbers_are_right(knowledge: Knowledge) -> None:
    text = PAGE.read_text("utf-8")
    assert len(WORKED) == 5
    assert knowledge.prior("survey.at_most").mid == AT_MOST == float(re.search(r"is (\d+), an assumption", text)[1])  # type: ignore[index]
    assert useful_answers(BEFORE, AT_MOST) == int(re.search(r"Here that is (\d+)\.", text)[1])  # type: ignore[index]
    assert round(sum(beta_of(BEFORE))) == int(re.search(r"weighs as (\d+) people", text)[1])  # type: ignore[index]
