"""The survey's life: opened once, answered once a day by each device, closed, emptied; and counted in the diagnosis."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from tests.people import NOW, TODAY, bakery, person

from foulee.actions.diagnosing import rests_on
from foulee.actions.focusing import (
    LETTERS,
    Given,
    SurveyClosedError,
    answer_survey,
    change_offer,
    close_survey,
    open_survey,
    reopen_survey,
    reset_survey,
)
from foulee.core.customers.survey import Follow, FollowFor, Heard, Told
from foulee.core.types import Network
from foulee.firmfile.answering import document_of
from foulee.knowledge.reader import Knowledge
from foulee.records.models import Event, Firm, Survey, SurveyAnswer
from foulee.records.queries.export import rows_of
from foulee.records.queries.focusing import ASKED, customers_of, has_answered, survey_by_code

NEXT_DAY = TODAY + dt.timedelta(days=1)
FACEBOOK_FAN = Given(
    networks=(Network.FACEBOOK,), would_follow=Follow.YES, follow_for=(FollowFor.NEWS,), heard=Heard.GOOGLE
)
ON_NONE = Given(networks=(), would_follow=Follow.NO)


def opened(offer: str = "") -> Survey:
    return open_survey(firm=bakery(person("owner")), offer=offer, by=person("owner"), now=NOW)


def answered(survey: Survey, device: str, given: Given = FACEBOOK_FAN, day: dt.date = TODAY) -> bool:
    return answer_survey(survey=survey, given=given, device=device, day=day, now=NOW)


# --- its life ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_firm_has_one_survey_at_one_short_address() -> None:
    first = opened()
    again = open_survey(firm=first.firm, offer="a coffee", by=None, now=NOW)
    assert (again.pk, again.code, again.offer) == (first.pk, first.code, "")
    assert len(first.code) == 6
    assert set(first.code) <= set(LETTERS)
    assert not set(LETTERS) & set("01ilo")  # taken for one another on a poster
    assert survey_by_code(first.code.upper()) == first
    assert opened().code != first.code


@pytest.mark.django_db
def test_each_step_is_in_the_trail_without_what_was_written() -> None:
    survey = opened("a coffee")
    change_offer(survey=survey, offer="a tea", by=None, now=NOW)
    change_offer(survey=survey, offer="a tea", by=None, now=NOW)  # nothing changes: nothing is noted
    close_survey(survey=survey, by=None, now=NOW)
    close_survey(survey=survey, by=None, now=NOW)
    reopen_survey(survey=survey, by=None, now=NOW)
    answered(survey, "a")
    reset_survey(survey=survey, by=None, now=NOW)
    events = Event.objects.filter(firm=survey.firm, act__startswith="survey").order_by("pk")
    assert [event.act for event in events] == [
        "survey_opened", "survey_offer_changed", "survey_closed", "survey_reopened", "survey_emptied",
    ]  # fmt: skip
    assert all("tea" not in str(event.values) and "coffee" not in str(event.values) for event in events)


@pytest.mark.django_db
def test_closed_it_takes_nothing_and_keeps_what_it_has() -> None:
    survey = opened()
    answered(survey, "a")
    close_survey(survey=survey, by=None, now=NOW)
    with pytest.raises(SurveyClosedError):
        answered(survey, "b")
    assert SurveyAnswer.objects.count() == 1
    reopen_survey(survey=survey, by=None, now=NOW)
    assert answered(survey, "b")


@pytest.mark.django_db
def test_emptied_it_starts_again_at_the_same_address() -> None:
    survey = opened()
    answered(survey, "a")
    answered(survey, "b")
    assert reset_survey(survey=survey, by=None, now=NOW) == 2
    assert reset_survey(survey=survey, by=None, now=NOW) == 0
    assert survey_by_code(survey.code) == survey
    assert customers_of(survey.firm) is None
    assert answered(survey, "a")


@pytest.mark.django_db
def test_emptying_one_firms_survey_leaves_the_others() -> None:
    mine, theirs = opened(), opened()
    answered(mine, "a")
    answered(theirs, "a")
    reset_survey(survey=mine, by=None, now=NOW)
    assert customers_of(theirs.firm) is not None


# --- once a day --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_device_counts_once_a_day_and_its_first_answer_stands() -> None:
    survey = opened()
    assert answered(survey, "a")
    assert not answered(survey, "a", ON_NONE)
    assert SurveyAnswer.objects.get().networks == ["facebook"]
    assert answered(survey, "b")
    assert answered(survey, "a", day=NEXT_DAY)
    assert has_answered(survey, "a", TODAY)
    assert not has_answered(survey, "b", NEXT_DAY)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_row() -> None:
    survey = opened()
    answered(survey, "a")
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.create(survey=survey, device="a", day=TODAY, made_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_taps_that_come_at_once_one_counts() -> None:
    survey = opened()

    def tapped(_number: int) -> bool:
        """Answer; SQLite in memory, as here, refuses at once where one on disk would wait for the other."""
        for _ in range(200):
            try:
                return answered(survey, "a")
            except OperationalError:
                time.sleep(0.01)
            finally:
                connection.close()
        raise AssertionError("locked for two seconds")

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(tapped, range(4))) == [False, False, False, True]
    assert SurveyAnswer.objects.count() == 1


# --- counted -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_answers_are_counted_question_by_question() -> None:
    survey = opened()
    answered(survey, "a")
    answered(survey, "b", ON_NONE)
    answered(survey, "c", Given(networks=(Network.FACEBOOK, Network.TIKTOK)))  # left the other questions
    found = customers_of(survey.firm)
    assert found is not None
    assert found.asked == 3
    assert set(found.uses) == set(ASKED)
    assert found.uses[Network.FACEBOOK] == Told(yes=2, asked=3)
    assert found.uses[Network.X] == Told(yes=0, asked=3)
    assert found.would_follow == Told(yes=1, asked=2)
    assert found.follow_for[FollowFor.NEWS] == 1
    assert found.heard[Heard.GOOGLE] == 1


@pytest.mark.django_db
def test_perhaps_is_not_yes() -> None:
    survey = opened()
    answered(survey, "a", Given(networks=(), would_follow=Follow.MAYBE))
    found = customers_of(survey.firm)
    assert found is not None
    assert found.would_follow == Told(yes=0, asked=1)


@pytest.mark.django_db
def test_a_result_rests_on_the_answers_and_new_ones_make_another(knowledge: Knowledge) -> None:
    survey = opened()

    def inputs(firm: Firm) -> dict[str, object]:
        return rests_on(firm, document_of(firm.answers, TODAY), knowledge)[0]

    nobody = inputs(survey.firm)
    answered(survey, "a")
    one = inputs(survey.firm)
    answered(survey, "b")
    two = inputs(survey.firm)
    assert "customers" not in nobody
    assert one["customers"] != two["customers"]
    reset_survey(survey=survey, by=None, now=NOW)
    assert inputs(survey.firm) == nobody


@pytest.mark.django_db
def test_taking_everything_away_holds_the_answers_and_no_device() -> None:
    survey = opened()
    answered(survey, "a device's digest")
    rows = rows_of(survey.firm)
    assert rows["survey"][0]["code"] == survey.code
    assert rows["survey_answers"][0]["networks"] == ["facebook"]
    assert "a device's digest" not in str(rows)


@pytest.mark.django_db
def test_erasing_the_firm_erases_its_survey() -> None:
    survey = opened()
    answered(survey, "a")
    survey.firm.delete()
    assert not Survey.objects.exists()
    assert not SurveyAnswer.objects.exists()
