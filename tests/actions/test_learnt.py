"""What a reading keeps for the firm's answers, and answers that rest on it."""

import datetime as dt

import pytest
from tests.people import NOW, bakery
from tests.readings import imported, some_weeks

from foulee.actions.diagnosing import diagnose, inputs_now, rests_on, save_answer
from foulee.actions.jobs import run
from foulee.actions.projecting import READ, ask_for_reading, is_read
from foulee.firmfile.answering import document_of
from foulee.knowledge import reader
from foulee.records.models import Firm, Job, Learnt
from foulee.records.models.job import State
from foulee.records.models.result import Kind
from foulee.records.queries.diagnosing import advice_of, latest
from foulee.records.queries.projecting import learnt_in, learnt_of

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
TODAY = NOW.date()


def done(firm: Firm, at: dt.datetime = NOW) -> Job:
    """The last reading that was asked for, done."""
    asked = Job.objects.filter(firm=firm, name=READ).latest("made_at")
    run(asked.id, clock=lambda: at)
    asked.refresh_from_db()
    return asked


def test_an_answer_rests_on_the_weeks_that_were_read() -> None:
    """Read and answered; other answers make the reading old; read again, the draws of the last are all that is kept."""
    firm = bakery()
    imported(firm, some_weeks(20))
    assert done(firm).state == State.DONE
    kept, weeks = Learnt.objects.get(firm=firm), learnt_of(firm)
    assert weeks is not None
    assert (weeks.digest, weeks.count, weeks.levers[0].channel) == (kept.digest, 4000, "instagram.hours")
    document, knowledge = document_of(firm.answers, TODAY), reader.load(TODAY)
    assert rests_on(firm, document, knowledge)[0] == inputs_now(firm, document, knowledge)
    result = diagnose(firm=firm, by=None, now=NOW, today=TODAY)
    advice = advice_of(result)
    assert result.inputs["weeks"] == kept.digest
    assert advice.weeks is not None
    assert advice.weeks.counted == 19
    assert diagnose(firm=firm, by=None, now=NOW, today=TODAY).pk == result.pk  # nothing new, nothing computed

    for path, answer, same in (("service.reply_hours", 3, True), ("firm.customers_kept_per_year", 0.5, False)):
        firm = save_answer(firm_id=firm.id, path=path, answer=answer, by=None, now=NOW + HOUR)
        assert is_read(firm, TODAY) is same, path

    ask_for_reading(firm=firm, by=None, now=NOW + HOUR)
    assert done(firm, NOW + HOUR).state == State.DONE
    assert Learnt.objects.get(firm=firm).reading == 2
    assert learnt_in([firm.id])[firm.id] != kept.digest  # with another belief before them, the same weeks tell another
    assert learnt_of(firm, kept.digest) is None  # an answer that rested on the last cannot be tried any more
    firm.delete()
    assert not Learnt.objects.exists()


def test_draws_of_another_version_are_as_none() -> None:
    """No answer waits for ever for weeks that this version cannot read."""
    firm = bakery()
    Learnt.objects.create(firm=firm, reading=1, version="learnt-0", digest="x", body=b"?", made_at=NOW)
    assert learnt_of(firm) is None
    assert learnt_in([firm.id]) == {}
    assert latest(firm, Kind.DIAGNOSIS) is None
