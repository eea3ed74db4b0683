"""Earlier answers, two of them compared, one made again, one answer tried: never a result changed."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.people import NOW, Town, bakery, bakery_payload, diagnosed

from foulee.actions.diagnosing import diagnose, save_answer
from foulee.advice.storing import dump
from foulee.firmfile.answering import put, take
from foulee.records.models import Event, Firm, Result, Survey, SurveyAnswer, Throttle
from foulee.records.models.result import UnchangeableError
from foulee.reporting.language import Language
from foulee.web.diagnosing.freshness import grounds_of
from foulee.web.diagnosing.supposing import TRIES, _key, both, with_answer
from foulee.web.throttle import HOUR, digest_of

pytestmark = pytest.mark.django_db

HOURS = "means.hours_per_week"


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def versions(firm: Firm, **asked: Any) -> str:
    return reverse("versions", args=[firm.id], query=asked or None)


def compared(firm: Firm, before: int, after: int) -> str:
    return reverse("compare", args=[firm.id, before, after])


def made(firm: Firm, number: int, **values: Any) -> Result:
    """An answer of this number, like `diagnosed` but for some of its values."""
    found = diagnosed(firm, number)
    copy = {field.attname: getattr(found, field.attname) for field in Result._meta.concrete_fields}
    found.delete()
    return Result.objects.create(**copy | values)


def payload(**diagnosis: Any) -> dict[str, Any]:
    found = deepcopy(bakery_payload())
    found["diagnosis"] |= diagnosis
    return found


# --- the list ----------------------------------------------------------------------------------------------------


def test_the_list_tells_of_each_answer_what_it_said_and_rests_on(town: Town) -> None:
    shown = text(town.client("reader").get(versions(town.firm, lang="en")))
    assert shown.index("24 November 2026") < shown.index("23 November 2026")
    assert "Prepare first, then go." in shown
    assert "Google" in shown
    assert "Asked without an account." in shown
    assert re.search(r"\d+ answers of yours, figures checked up to \d+ \w+ \d{4}, calculation", shown)
    assert compared(town.firm, 1, 2) in shown
    assert compared(town.firm, 0, 1) not in shown


def test_whoever_asked_is_named(town: Town) -> None:
    made(town.firm, 3, made_by_id=town.owner.pk)
    assert "Demandé par Owner." in text(town.client("reader").get(versions(town.firm)))


@pytest.mark.parametrize(("zone", "day"), [("America/Martinique", "12 décembre"), ("Europe/Paris", "13 décembre")])
def test_an_answer_has_the_day_of_where_the_installation_is(town: Town, zone: str, day: str) -> None:
    made_at = dt.datetime(2026, 12, 13, 1, 30, tzinfo=dt.UTC)  # late on the 12th in Martinique
    town.link.result = diagnosed(town.firm, 3, made_at=made_at)
    town.link.save()
    with timezone.override(zone):
        for page in ("versions", "links"):
            assert day in text(town.client("owner").get(reverse(page, args=[town.firm.id])))
        assert day in text(town.client("owner").get(reverse("firms")))
        assert f"{grounds_of(town.link.result).day.day} décembre" == day


def test_a_firm_without_answer_has_an_empty_list_that_says_what_to_do(town: Town) -> None:
    firm = bakery()
    shown = text(town.holder(firm).get(versions(firm)))
    assert reverse("questions", args=[firm.id]) in shown
    assert "<select" not in shown


def test_many_answers_come_page_by_page(town: Town) -> None:
    for number in range(3, 24):
        diagnosed(town.firm, number)
    client = town.client("reader")
    numbers = [
        re.findall(r"/answer/(\d+)/", text(client.get(versions(town.firm, page=page)))) for page in (1, 2, 3, "0", "x")
    ]
    assert numbers[0][0] == "23"
    assert numbers[1][-1] == "1"
    assert numbers[2] == []
    assert numbers[3] == numbers[4] == numbers[0]
    for page in ("9" * 30, "-1", "²", "1.5", "<b>"):
        assert client.get(versions(town.firm, page=page)).status_code == 200


def test_an_answer_of_an_unknown_version_is_listed_all_the_same(town: Town) -> None:
    made(town.firm, 3, payload={"shape": "other"}, inputs={}, outcome="<i>perhaps</i>", method_version="spine-99")
    shown = text(town.client("reader").get(versions(town.firm, lang="en")))
    assert "&lt;i&gt;perhaps&lt;/i&gt;" in shown
    assert "0 answers of yours" in shown


# --- choosing two ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), [(1, 2), (2, 1)])
def test_any_two_can_be_compared_the_earlier_first(town: Town, before: int, after: int) -> None:
    client = town.client("reader")
    chosen = client.get(versions(town.firm, before=before, after=after))
    assert (chosen.status_code, chosen["Location"]) == (302, compared(town.firm, 1, 2))
    assert client.get(compared(town.firm, 2, 1))["Location"] == compared(town.firm, 1, 2)


@pytest.mark.parametrize(
    ("before", "after"),
    [("1", "1"), ("", ""), ("1", ""), ("1", "99"), ("x", "<b>"), ("9" * 40, "1"), ("-1", "2"), ("²", "1")],
)
def test_two_that_cannot_be_compared_are_said_beside_the_choice(town: Town, before: str, after: str) -> None:
    response = town.client("reader").get(versions(town.firm, before=before, after=after, lang="en"))
    assert response.status_code == 422
    assert "Choose two different diagnoses." in text(response)
    assert "<b>" not in text(response)


def test_an_answer_compared_with_itself_is_that_answer(town: Town) -> None:
    assert town.client("reader").get(compared(town.firm, 2, 2))["Location"] == reverse(
        "answer_number", args=[town.firm.id, 2]
    )


@pytest.mark.parametrize("numbers", [(1, 3), (0, 1), (7, 9), (1, 10**30)])
def test_numbers_that_do_not_exist_are_not_found(town: Town, numbers: tuple[int, int]) -> None:
    assert town.client("owner").get(compared(town.firm, *numbers)).status_code == 404


def test_another_firms_answers_are_not_reached_through_ones_own(town: Town) -> None:
    diagnosed(town.lone, 3)
    assert town.client("owner").get(compared(town.firm, 1, 3)).status_code == 404
    assert town.client("owner").get(compared(town.lone, 1, 3)).status_code == 404
    assert town.holder().get(compared(town.lone, 1, 3)).status_code == 200


# --- what has changed --------------------------------------------------------------------------------------------


def test_nothing_has_moved_between_two_answers_alike(town: Town) -> None:
    shown = text(town.client("reader").get(compared(town.firm, 1, 2) + "?lang=en"))
    assert "<h1>Nothing that counts has moved.</h1>" in shown
    assert "Your answers are the same." in shown
    assert "The calculation is the same." in shown
    assert "Only the day changed" in shown


def test_a_comparison_opens_with_what_moved_and_lists_what_was_answered_otherwise(town: Town) -> None:
    answers = deepcopy(town.firm.answers)
    put(answers, HOURS, 7)
    put(answers, "brand.promise", "<script>alert(1)</script> \u202e=1+1 🥖")
    made(town.firm, 3, payload=payload(verdict="go"), outcome="go", inputs={"answers": answers})
    shown = text(town.client("reader").get(compared(town.firm, 2, 3) + "?lang=en"))
    assert "<h1>The answer changes: it was “Prepare first, then go”, it is now “Go, at your own pace”.</h1>" in shown
    assert "2 answers of yours" in shown
    assert re.search(r"2 hours?.*→.*7 hours", re.sub(r"<[^>]+>", "", shown))
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown


def test_a_step_that_was_ticked_is_done_and_the_others_are_no_longer_asked(town: Town) -> None:
    reasons = bakery_payload()["diagnosis"]["reasons"]
    first = [reason["rule"] for reason in reasons if reason["severity"] in {"blocker", "do_first"}]
    town.client("owner").post(reverse("tick", args=[town.firm.id, first[0]]), {"done": "1"})
    made(town.firm, 3, payload=payload(reasons=[reason for reason in reasons if reason["rule"] not in first[:2]]))
    shown = text(town.client("reader").get(compared(town.firm, 2, 3) + "?lang=en"))
    assert "what to do first has changed" in shown
    assert shown.index("<h3>Done</h3>") < shown.index("<h3>No longer asked</h3>")
    assert "<h3>New</h3>" not in shown


def test_figures_and_method_that_changed_are_named(town: Town) -> None:
    inputs = {"answers": town.firm.answers}
    made(town.firm, 3, inputs=inputs | {"figures": {"priors.redundancy": [0.1, 0.2, 0.3], "facts.gone": [1.0]}})
    made(town.firm, 4, inputs=inputs | {"figures": {"priors.redundancy": [0.1, 0.4, 0.5]}}, method_version="spine-9")
    shown = re.sub(r"<[^>]+>", "", text(town.client("reader").get(compared(town.firm, 3, 4) + "?lang=en")))
    assert "2 published figures changed." in shown
    assert re.search(r"20% \(10% to 30%\) → .*40% \(10% to 50%\)", shown)
    assert "a figure that is no longer used" in shown
    assert "then spine-9." in shown
    assert "cannot be put down to one of them alone" in shown


def test_where_figures_were_not_kept_only_their_date_is_told(town: Town) -> None:
    made(town.firm, 3, facts_date=dt.date(2027, 1, 31))
    shown = text(town.client("reader").get(compared(town.firm, 2, 3) + "?lang=en"))
    assert "then 31 January 2027); which ones changed was not kept." in shown


def test_an_answer_that_cannot_be_read_is_compared_as_far_as_it_goes(town: Town) -> None:
    answers = deepcopy(town.firm.answers)
    put(answers, HOURS, 7)
    made(town.firm, 3, payload={"shape": "other"}, inputs={"answers": answers}, outcome="go", method_version="spine-9")
    shown = text(town.client("reader").get(compared(town.firm, 2, 3) + "?lang=en"))
    assert "The answer changes" in shown
    assert "its figures cannot be compared" in shown
    assert "1 answer of yours" in shown
    assert "then spine-9." in shown


@pytest.mark.parametrize("inputs", [{}, {"answers": None}, {"answers": {}, "figures": {}}])
def test_an_answer_that_kept_little_is_compared_too(town: Town, inputs: dict[str, Any]) -> None:
    made(town.firm, 3, inputs=inputs, facts_date=None)
    assert town.client("reader").get(compared(town.firm, 2, 3)).status_code == 200


# --- a result is never changed -----------------------------------------------------------------------------------


@contextmanager
def watched() -> Iterator[list[str]]:
    """Every statement that would change a result."""
    found: list[str] = []

    def look(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        if re.match(r'\s*(update|delete from|replace into)\s+"records_result"', sql, re.IGNORECASE):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def test_a_result_refuses_to_be_changed(town: Town) -> None:
    result = Result.objects.get(firm=town.firm, number=1)
    result.outcome = "go"
    for change in (
        result.save,
        lambda: Result.objects.filter(firm=town.firm).update(outcome="go"),
        lambda: town.firm.results.update(outcome="go"),
        lambda: Result.objects.bulk_update([result], ["outcome"]),
        lambda: Result.objects.update_or_create(pk=result.pk, defaults={"outcome": "go"}),
    ):
        with pytest.raises(UnchangeableError), transaction.atomic():
            change()
    result.refresh_from_db()
    assert result.outcome == bakery_payload()["diagnosis"]["verdict"]


def test_nothing_that_is_done_with_a_firm_changes_a_result(town: Town) -> None:
    """At the level of the database: answering, ticking, comparing, printing and sharing leave every result alone."""
    before = list(Result.objects.order_by("pk").values())
    client, firm = town.client("owner"), town.firm
    with watched() as changed:
        client.post(reverse("question", args=[firm.id, HOURS]), {"answer": "5"})
        client.post(reverse("tick", args=[firm.id, bakery_payload()["diagnosis"]["reasons"][0]["rule"]]), {"done": "1"})
        client.post(reverse("links", args=[firm.id]), {"what": "answer"})
        for address in (
            reverse("answer_number", args=[firm.id, 1]),
            reverse("answer_number", args=[firm.id, 2]),
            versions(firm),
            compared(firm, 1, 2),
            reverse("suppose", args=[firm.id]),
            reverse("firms"),
        ):
            assert client.get(address).status_code == 200, address
    assert changed == []
    assert list(Result.objects.order_by("pk").values()) == before
    assert [name for name in connection.introspection.table_names() if name == "records_result"], "the name looked for"


# --- made again --------------------------------------------------------------------------------------------------


def answer_again(client: Client, firm: Firm) -> Any:
    return client.post(reverse("diagnose", args=[firm.id]))


@pytest.fixture
def current(town: Town) -> Result:
    """An answer that rests on what is known now, made now."""
    from foulee.actions.diagnosing import digest_of, rests_on
    from foulee.firmfile.answering import document_of
    from foulee.knowledge import reader

    now = timezone.now()
    today, firm = timezone.localdate(now), town.firm
    knowledge = reader.load(today)
    inputs, _ = rests_on(firm, document_of(firm.answers, today), knowledge)
    digest = digest_of(inputs, bakery_payload()["method_version"], str(knowledge.facts_date))
    return made(firm, 3, inputs=inputs, digest=digest, made_at=now, facts_date=knowledge.facts_date)


def notices(client: Client, firm: Firm) -> str:
    return text(client.get(reverse("answer", args=[firm.id]) + "?lang=en", follow=True))


def test_an_answer_up_to_date_offers_nothing_and_asked_again_stays(town: Town, current: Result) -> None:
    client = town.client("owner")
    assert "Redo it" not in notices(client, town.firm)
    assert answer_again(client, town.firm)["Location"] == reverse("answer_number", args=[town.firm.id, 3])
    assert Result.objects.filter(firm=town.firm).count() == 3


def test_answers_changed_and_changed_back_leave_the_answer_up_to_date(town: Town, current: Result) -> None:
    client, own = town.client("owner"), take(town.firm.answers, HOURS)
    save_answer(firm_id=town.firm.id, path=HOURS, answer=7, by=town.owner, now=NOW)
    assert "Answers have changed since." in notices(client, town.firm)
    save_answer(firm_id=town.firm.id, path=HOURS, answer=own, by=town.owner, now=NOW)
    assert "Redo it" not in notices(client, town.firm)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"method_version": "spine-0"}, "The calculation has changed since."),
        ({"facts_date": dt.date(2020, 1, 1)}, "Published figures were checked again since."),
        ({"made_at": timezone.now() - dt.timedelta(days=200)}, "It was made more than 6 months ago."),
    ],
)
def test_what_has_moved_on_offers_to_make_it_again(
    town: Town, current: Result, values: dict[str, Any], says: str
) -> None:
    copy = {field.attname: getattr(current, field.attname) for field in Result._meta.concrete_fields}
    current.delete()
    Result.objects.create(**copy | values)
    shown = notices(town.client("owner"), town.firm)
    assert says in shown
    assert "Redo it" in shown
    assert "Redo it" not in notices(town.client("reader"), town.firm), "who may not answer may not ask either"
    shown = text(town.client("owner").get(reverse("firms") + "?lang=en"))
    assert says in shown


def test_customers_who_answer_the_survey_make_it_outdated(town: Town, current: Result) -> None:
    survey = Survey.objects.create(firm=town.firm, code="abc", made_at=NOW)
    SurveyAnswer.objects.create(survey=survey, device="d", day=NOW.date(), networks=["facebook"], made_at=NOW)
    says = "Customers have answered your survey since."
    assert says in notices(town.client("owner"), town.firm)
    assert says in text(town.client("owner").get(reverse("firms") + "?lang=en"))


def test_made_again_it_has_a_new_number_and_shows_the_difference(town: Town, current: Result) -> None:
    before = Result.objects.filter(pk=current.pk).values().get()
    save_answer(firm_id=town.firm.id, path=HOURS, answer=7, by=town.owner, now=NOW)
    with watched() as changed:
        response = answer_again(town.client("owner"), town.firm)
    assert response["Location"] == compared(town.firm, 3, 4)
    assert changed == []
    assert Result.objects.filter(pk=current.pk).values().get() == before
    assert take(Result.objects.get(firm=town.firm, number=4).inputs["answers"], HOURS) == 7


def test_an_old_answer_is_made_again_although_nothing_else_has_changed(town: Town, current: Result) -> None:
    later = current.made_at + dt.timedelta(days=200)
    again = diagnose(firm=town.firm, by=None, now=later, today=later.date())
    assert again.number == 4
    assert diagnose(firm=town.firm, by=None, now=later, today=later.date()).number == 4


# --- one answer tried --------------------------------------------------------------------------------------------


def supposed(firm: Firm, field: str = HOURS, *, now: bool = False) -> str:
    return reverse("supposed", args=[firm.id, field]) + ("?now=1&lang=en" if now else "?lang=en")


def attempt(client: Client, firm: Firm, answer: str = "7", field: str = HOURS) -> Any:
    return client.post(reverse("question", args=[firm.id, field]), {"answer": answer, "back": "try"})


def test_the_answers_that_weigh_most_come_first_and_all_are_there(town: Town) -> None:
    shown = text(town.client("owner").get(reverse("suppose", args=[town.firm.id])))
    first, others = shown.split("<details", 1)
    assert reverse("question", args=[town.firm.id, HOURS]) + "?back=try" in first
    assert first.count("?back=try") <= 8
    assert others.count("?back=try") > 40


def test_trying_saves_nothing(town: Town, current: Result) -> None:
    client = town.client("owner")
    before = Firm.objects.filter(pk=town.firm.pk).values().get(), Event.objects.count(), Result.objects.count()
    assert attempt(client, town.firm)["Location"] == reverse("supposed", args=[town.firm.id, HOURS])
    waiting = text(client.get(supposed(town.firm)))
    assert "two or three seconds" in waiting
    shown = text(client.get(supposed(town.firm, now=True)))
    assert "If you answered “7 hours a week” rather than" in shown
    assert "Keep this answer" in shown
    after = Firm.objects.filter(pk=town.firm.pk).values().get(), Event.objects.count(), Result.objects.count()
    assert after == before
    within = text(client.get(supposed(town.firm, now=True), headers={"HX-Request": "true"}))
    assert "<html" not in within
    assert 'class="moving done"' in within


def test_what_is_tried_is_computed_on_the_same_draws(town: Town, current: Result) -> None:
    """The answer as it stands is the one that is kept: same day, seed and draws on both sides."""
    today = timezone.localdate(current.made_at)
    before, after = both(town.firm, current, with_answer(town.firm.answers, HOURS, 7), today)
    assert dump(before) == bakery_payload()
    assert (before.today, before.seed, before.draws) == (after.today, after.seed, after.draws)
    assert after.focus.capacity.hours == 7


def test_the_answer_tried_can_be_kept(town: Town, current: Result) -> None:
    client = town.client("owner")
    attempt(client, town.firm)
    response = client.post(reverse("keep_supposed", args=[town.firm.id, HOURS]))
    assert response["Location"] == compared(town.firm, 3, 4)
    assert take(Firm.objects.get(pk=town.firm.pk).answers, HOURS) == 7
    again = client.post(reverse("keep_supposed", args=[town.firm.id, HOURS]))
    assert again["Location"] == reverse("suppose", args=[town.firm.id]), "sent twice, kept once"
    assert Result.objects.filter(firm=town.firm).count() == 4


def test_an_answer_changed_in_another_tab_is_not_overwritten(town: Town, current: Result) -> None:
    client = town.client("owner")
    attempt(client, town.firm)
    save_answer(firm_id=town.firm.id, path=HOURS, answer=4, by=town.owner, now=NOW)
    response = client.post(reverse("keep_supposed", args=[town.firm.id, HOURS]) + "?lang=en", follow=True)
    assert "Nothing was saved." in text(response)
    assert "Keep this answer" not in text(response)
    assert take(Firm.objects.get(pk=town.firm.pk).answers, HOURS) == 4
    assert Result.objects.filter(firm=town.firm).count() == 3


def test_ones_own_answer_tried_moves_nothing(town: Town, current: Result) -> None:
    client = town.client("owner")
    attempt(client, town.firm, str(take(town.firm.answers, HOURS)))
    shown = text(client.get(supposed(town.firm)))
    assert "That is already your answer." in shown
    assert "Keep this answer" not in shown


@pytest.mark.parametrize("answer", ["", "-3", "many", "9" * 100, "<b>2</b>", "=1+1", "🥖"])
def test_a_bad_answer_is_refused_where_it_was_typed(town: Town, answer: str) -> None:
    response = attempt(town.client("owner"), town.firm, answer)
    assert response.status_code == 422
    assert 'name="back" value="try"' in text(response)
    assert "<b>2" not in text(response)


def test_hostile_words_tried_are_words(town: Town, current: Result) -> None:
    client = town.client("owner")
    attempt(client, town.firm, "<script>alert(1)</script> =1+1 \u202e 🥖", "brand.promise")
    shown = text(client.get(supposed(town.firm, "brand.promise")))
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert "\u202e" not in shown


def test_nothing_tried_yet_leads_to_the_list(town: Town) -> None:
    client, home = town.client("owner"), reverse("suppose", args=[town.firm.id])
    assert client.get(supposed(town.firm))["Location"] == home
    assert client.post(reverse("keep_supposed", args=[town.firm.id, HOURS]))["Location"] == home
    assert client.get(supposed(town.firm, "no.such.answer")).status_code == 404
    assert client.post(reverse("keep_supposed", args=[town.firm.id, "no.such.answer"])).status_code == 404


def test_before_the_first_answer_there_is_nothing_to_compare_with(town: Town) -> None:
    firm = bakery()
    client = town.holder(firm)
    assert client.get(reverse("suppose", args=[firm.id]))["Location"] == reverse("answer", args=[firm.id])


def test_one_visitors_tries_are_not_anothers(town: Town, current: Result) -> None:
    attempt(town.client("owner"), town.firm)
    assert town.client("champion").get(supposed(town.firm)).status_code == 302


def test_tries_are_counted(town: Town, current: Result) -> None:
    client = town.client("owner")
    attempt(client, town.firm)
    Throttle.objects.create(
        digest=digest_of(f"suppose:person {town.owner.pk}"),
        uses=TRIES,
        ends_at=timezone.now() + dt.timedelta(seconds=HOUR),
    )
    assert client.get(supposed(town.firm, now=True)).status_code == 429
    within = client.get(supposed(town.firm, now=True), headers={"HX-Request": "true"})
    assert within["HX-Redirect"].endswith("?now=1")


def test_customers_who_answer_meanwhile_make_a_comparison_anew(town: Town, current: Result) -> None:
    def name() -> str:
        return _key(town.firm, current, town.firm.answers, NOW.date(), Language("fr"))

    before = name()
    assert name() == before
    survey = Survey.objects.create(firm=town.firm, code="abc", made_at=NOW)
    SurveyAnswer.objects.create(survey=survey, device="d", day=NOW.date(), networks=["facebook"], made_at=NOW)
    assert name() != before


def test_a_session_keeps_the_last_tries_only(town: Town, current: Result) -> None:
    client = town.client("owner")
    for path in ("brand.mission", "brand.promise", "brand.difference", "firm.place", HOURS, "means.champion",
                 "objective.reason", "means.budget_per_month", "presence.email_list"):  # fmt: skip
        attempt(client, town.firm, "2" if path != "firm.place" else "Le Marin", path)
    assert len(client.session["tentative"]) == 8
    assert f"{town.firm.id}:brand.mission" not in client.session["tentative"]
