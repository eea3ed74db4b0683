"""The look at a website as a job: asked for, done, tried again, kept."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.connectors import sites
from tests.loopback import Page, Web, html, moved, running
from tests.people import NOW, bakery

from foulee.actions.diagnosing import diagnose, rests_on, save_answer
from foulee.actions.jobs import run
from foulee.actions.measuring import LOOK, ask_for_look, keep_look, save_figures
from foulee.connectors.http import Permission
from foulee.core.diagnosing.website_seen import Landing, Reading, WebsiteObservation
from foulee.firmfile.answering import document_of, take
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.website_signs import load_signs
from foulee.records.models import Firm, Job, Result
from foulee.records.models.job import State
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import advice_of, latest
from foulee.records.queries.measuring import ADDRESS, look_of, website_of
from foulee.records.queries.operating import job_of

pytestmark = pytest.mark.django_db
HOST = "mabakery.test"
ADDRESS_OF = f"https://{HOST}/"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def web(settings: Any) -> Iterator[Web]:
    """Real servers that the jobs of these tests may reach."""
    with running() as started:
        authority = started.authority.cert_pem.bytes().decode("ascii")
        settings.DOOR_PERMISSION = Permission(routes=started.routes, authorities=authority)
        yield started


@pytest.fixture
def outside(web: Web) -> None:
    """A way out: one of the names that always answer."""
    web.site(load_signs().controls[0], {"/": html("here")})


@pytest.fixture
def firm() -> Firm:
    """A bakery."""
    return bakery()


def look_at(firm: Firm, address: str = ADDRESS_OF, at: dt.datetime = NOW) -> Job:
    """Ask for a look and do the job once."""
    asked = ask_for_look(firm=firm, address=address, by=None, now=at)
    run(asked.id, clock=lambda: at)
    asked.refresh_from_db()
    return asked


def seen(landing: Landing = Landing.PAGE, at: dt.datetime = NOW, **page: Any) -> WebsiteObservation:
    """A look that somebody might have had."""
    return WebsiteObservation(
        asked=ADDRESS_OF,
        looked_at=at,
        attempts=(),
        landing=landing,
        seconds=0.3,
        page=Reading(**({"on_phone": True} | page)),
    )


def test_a_look_is_kept_with_its_day_and_the_address_among_the_answers(web: Web, firm: Firm) -> None:
    web.site(HOST, sites.bakery())
    assert look_at(firm).state == State.DONE
    firm.refresh_from_db()
    assert take(firm.answers, ADDRESS) == ADDRESS_OF
    result = latest(firm, Kind.WEBSITE)
    assert result is not None
    assert (result.number, result.outcome, result.made_at) == (1, "page", NOW)
    look = look_of(result)
    assert look is not None
    assert look.page is not None
    assert look.page.title.startswith("Boulangerie Aline")
    assert look.looked_at == NOW


def test_each_look_is_a_result_of_its_own(web: Web, firm: Firm) -> None:
    web.site(HOST, sites.bakery())
    look_at(firm)
    look_at(firm, at=NOW + HOUR)
    numbers = Result.objects.filter(firm=firm, kind=Kind.WEBSITE).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]


def test_while_one_is_asked_for_no_other_is(firm: Firm) -> None:
    first = ask_for_look(firm=firm, address=ADDRESS_OF, by=None, now=NOW)
    again = ask_for_look(firm=firm, address=ADDRESS_OF, by=None, now=NOW)
    assert first.id == again.id
    assert Job.objects.count() == 1


def test_what_may_not_be_looked_at_fails_at_once_and_keeps_nothing(web: Web, firm: Firm) -> None:
    web.site(HOST, {"/": moved("http://169.254.169.254/")})
    asked = look_at(firm)
    assert (asked.state, asked.error, asked.attempts) == (State.FAILED, "refused_address", 1)
    assert latest(firm, Kind.WEBSITE) is None


def unanswered(web: Web, *hosts: str) -> None:
    """Let nobody listen at some hosts."""
    for host in hosts:
        for port in (443, 80):
            web.routes[host, port] = ("127.0.0.1", 1)


def tried_thrice(firm: Firm) -> list[tuple[str, str]]:
    """What a look comes to, try by try."""
    asked = ask_for_look(firm=firm, address=ADDRESS_OF, by=None, now=NOW)
    states = []
    for tries in range(3):
        at = NOW + tries * HOUR
        run(asked.id, clock=lambda at=at: at)  # type: ignore[misc]
        asked.refresh_from_db()
        states.append((asked.state, asked.error))
        assert latest(firm, Kind.WEBSITE) is None or tries == 2
    return states


@pytest.mark.usefixtures("outside")
def test_a_trouble_that_may_pass_is_tried_again_and_in_the_end_kept(web: Web, firm: Firm) -> None:
    unanswered(web, HOST, f"www.{HOST}")
    assert tried_thrice(firm) == [(State.WAITING, "connection"), (State.WAITING, "connection"), (State.DONE, "")]
    result = latest(firm, Kind.WEBSITE)
    assert result is not None
    assert result.outcome == "nothing"


def test_where_we_cannot_go_out_ourselves_nothing_is_kept_of_the_website(web: Web, firm: Firm) -> None:
    unanswered(web, HOST, f"www.{HOST}", *load_signs().controls)
    assert tried_thrice(firm) == [
        (State.WAITING, "no_network"),
        (State.WAITING, "no_network"),
        (State.FAILED, "no_network"),
    ]
    assert latest(firm, Kind.WEBSITE) is None
    firm.refresh_from_db()
    assert website_of(firm) is None


def test_a_site_that_answers_needs_no_way_out_to_be_proved(web: Web, firm: Firm) -> None:
    unanswered(web, *load_signs().controls)
    web.site(HOST, {"/": Page(b"no", 404)})
    assert look_at(firm).state == State.DONE
    assert not any(control in asked for control in load_signs().controls for asked in web.asked)


def test_that_nothing_answered_does_not_outweigh_the_owner_s_yes(firm: Firm) -> None:
    firm = save_answer(firm_id=firm.id, path=ADDRESS, answer=ADDRESS_OF, by=None, now=NOW)
    firm = save_answer(firm_id=firm.id, path="presence.website.exists", answer=True, by=None, now=NOW)
    keep_look(firm=firm, seen=seen(Landing.NOTHING), by=None, now=NOW)
    result = diagnose(firm=firm, by=None, now=NOW, today=NOW.date())
    assert result.inputs["website"]["landing"] == "nothing"
    assert "website_exists" not in {reason.rule for reason in advice_of(result).diagnosis.reasons}


def test_a_server_in_trouble_is_an_observation(web: Web, firm: Firm) -> None:
    web.site(HOST, {"/": Page(b"oops", 500)})
    assert look_at(firm).state == State.DONE
    result = latest(firm, Kind.WEBSITE)
    assert result is not None
    assert result.outcome == "broken"


def test_an_erased_firm_is_no_failure(web: Web, firm: Firm) -> None:
    web.site(HOST, {"/": html(sites.BAKERY)})
    asked = ask_for_look(firm=firm, address=ADDRESS_OF, by=None, now=NOW)
    Job.objects.filter(id=asked.id).update(firm=None)
    firm.delete()
    run(asked.id, clock=lambda: NOW)
    asked.refresh_from_db()
    assert asked.state == State.DONE


# --- what the answer rests on ------------------------------------------------------------------------------------


def test_what_was_seen_becomes_what_the_answer_rests_on(firm: Firm, knowledge: Knowledge) -> None:
    before, _ = rests_on(firm, document_of(firm.answers, NOW.date()), knowledge)
    assert "website" not in before
    firm = save_answer(firm_id=firm.id, path=ADDRESS, answer=ADDRESS_OF, by=None, now=NOW)
    keep_look(firm=firm, seen=seen(on_phone=False), by=None, now=NOW)
    inputs, evidence = rests_on(firm, document_of(firm.answers, NOW.date()), knowledge)
    assert inputs["website"] == {"since": "2026-11-22", "landing": "page", "on_phone": False, "seconds": 0.5}
    assert evidence.website is not None
    assert evidence.website.since == NOW.date()


def test_the_same_seen_again_changes_nothing(firm: Firm) -> None:
    firm = save_answer(firm_id=firm.id, path=ADDRESS, answer=HOST, by=None, now=NOW)
    keep_look(firm=firm, seen=seen(), by=None, now=NOW)
    first = website_of(firm)
    later = NOW + dt.timedelta(days=9)
    keep_look(firm=firm, seen=seen(at=later), by=None, now=later)
    assert website_of(firm) == first
    last = NOW + dt.timedelta(days=20)
    keep_look(firm=firm, seen=seen(at=last, on_phone=False), by=None, now=last)
    found = website_of(firm)
    assert found is not None
    assert (found.since, found.on_phone) == (last.date(), False)


def test_looks_at_another_address_do_not_count(firm: Firm) -> None:
    keep_look(firm=firm, seen=seen(), by=None, now=NOW)
    assert website_of(firm) is None  # no address told
    firm = save_answer(firm_id=firm.id, path=ADDRESS, answer="elsewhere.test", by=None, now=NOW)
    assert website_of(firm) is None


def test_a_look_kept_by_another_version_is_left_alone(firm: Firm) -> None:
    made = keep_look(firm=firm, seen=seen(), by=None, now=NOW)
    firm = save_answer(firm_id=firm.id, path=ADDRESS, answer=HOST, by=None, now=NOW)
    Result.objects.filter(id=made.id).delete()
    strange = Result(
        firm=firm,
        kind=Kind.WEBSITE,
        number=1,
        inputs={},
        digest="",
        payload={"odd": 1},
        method_version="0",
        made_at=NOW,
    )
    strange.save()
    assert look_of(strange) is None
    assert website_of(firm) is None


def test_a_look_comes_back_as_it_was(firm: Firm) -> None:
    look = replace(seen(title="a\u2028b", copyright_year=2009), certificate_days=-3, forced=None)
    made = keep_look(firm=firm, seen=look, by=None, now=NOW)
    assert look_of(Result.objects.get(id=made.id)) == look


# --- visits and orders -------------------------------------------------------------------------------------------


def test_only_figures_that_differ_are_saved(firm: Firm) -> None:
    revision = firm.revision
    answers = {
        path: take(firm.answers, path) for path in ("presence.website.bounce", "presence.website.visits_per_month")
    }
    save_figures(firm=firm, answers=answers, by=None, now=NOW)
    firm.refresh_from_db()
    assert firm.revision == revision
    save_figures(firm=firm, answers={"presence.website.visits_per_month": 800}, by=None, now=NOW)
    firm.refresh_from_db()
    assert take(firm.answers, "presence.website.visits_per_month") == 800
    assert job_of(firm, LOOK) is None
