"""Weeks and readings in the database: as they were put in, taken away with the firm's file, gone with the firm."""

import json

import numpy as np
import pytest
from django.core.serializers.json import DjangoJSONEncoder
from tests.people import NOW, bakery
from tests.readings import a_reading, file_sent, imported, read, some_weeks

from foulee.advice.storing import dump_as_read
from foulee.records.models import Firm, Result, Weeks, WeeksFile
from foulee.records.queries.export import rows_of
from foulee.records.queries.projecting import history_of, latest_weeks, reading_of, sent_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Firm:
    """A bakery."""
    return bakery()


def test_weeks_come_out_of_the_database_to_the_last_bit(firm: Firm) -> None:
    history = some_weeks()
    imported(firm, history)
    weeks = latest_weeks(firm)
    assert weeks is not None
    again = history_of(weeks)
    assert again is not None
    np.testing.assert_array_equal(again.sales, history.sales)
    np.testing.assert_array_equal(again.levers[0].effort, history.levers[0].effort)


def test_a_reading_comes_out_of_the_database_to_the_last_bit(firm: Firm) -> None:
    read(firm)
    found = reading_of(Result.objects.get(firm=firm))
    assert found is not None
    assert dump_as_read(found) == dump_as_read(a_reading())
    np.testing.assert_array_equal(found.after["blue"].weekly.p10, a_reading().after["blue"].weekly.p10)


def test_what_another_version_kept_is_not_guessed(firm: Firm) -> None:
    imported(firm)
    Weeks.objects.update(history={"weeks": []})
    weeks = latest_weeks(firm)
    assert weeks is not None
    assert history_of(weeks) is None
    assert reading_of(read(firm, payload={"levers": 3})) is None


def test_the_last_weeks_are_the_firm_s_own(firm: Firm) -> None:
    imported(bakery())
    assert latest_weeks(firm) is None
    assert sent_file(firm) is None


def test_everything_is_taken_away_with_the_file(firm: Firm) -> None:
    file_sent(firm)
    imported(firm)
    read(firm)
    rows = json.loads(json.dumps(rows_of(firm), cls=DjangoJSONEncoder))
    assert rows["weeks"][0]["history"]["sales"][5] is None
    assert rows["weeks_file"][0]["name"] == "semaines.csv"
    assert "body" not in rows["weeks_file"][0]  # taken away as the file itself
    assert [row["kind"] for row in rows["results"]] == ["reading"]


def test_everything_goes_with_the_firm(firm: Firm) -> None:
    file_sent(firm)
    imported(firm)
    firm.delete()
    assert not Weeks.objects.exists()
    assert not WeeksFile.objects.exists()


def test_imports_are_numbered_for_each_firm(firm: Firm) -> None:
    other = bakery()
    imported(firm)
    imported(firm, some_weeks(30))
    imported(other, at=NOW)
    assert list(Weeks.objects.filter(firm=firm).values_list("number", flat=True)) == [1, 2]
    assert Weeks.objects.get(firm=other).number == 1
