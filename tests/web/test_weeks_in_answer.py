"""The answer page of a firm whose weeks were read: what they changed, what is old, what can be tried."""

import datetime as dt

import pytest
from django.urls import reverse
from tests.learnt import taught, weeks
from tests.people import NOW, Town, bakery_payload, diagnosed
from tests.readings import imported, read

from foulee.actions.diagnosing import save_answer
from foulee.actions.projecting import READ
from foulee.advice.storing import dump_as_read, restore
from foulee.advice.weeks_read import VERSION
from foulee.records.models import Firm, Job, Learnt, Result
from foulee.records.models.job import State
from foulee.records.queries.people import told_to

pytestmark = pytest.mark.django_db
DIGEST = "digest of the draws"
LONG_AGO = NOW - dt.timedelta(days=900)  # whatever the clock says


def learnt(firm: Firm, digest: str = DIGEST) -> Learnt:
    return Learnt.objects.create(firm=firm, reading=1, version=VERSION, digest=digest, body=b"", made_at=NOW)


def answered(firm: Firm, number: int = 3, name: str = "fiche") -> Result:
    """An answer that rests on the firm's weeks."""
    payload = bakery_payload()
    told = dump_as_read(weeks(restore(payload), taught(name=name)))
    inputs = {"answers": firm.answers, "weeks": DIGEST}
    return diagnosed(firm, number, payload=payload | {"weeks": told}, inputs=inputs)


def page(town: Town, number: int = 3, lang: str = "en") -> str:
    address = reverse("answer_number", args=[town.lone.id, number]) + f"?lang={lang}"
    response = town.holder().get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("lang", "titles"),
    [
        ("fr", ("Ce que vos semaines ont changé", "Avant vos chiffres", "Avec vos chiffres")),
        ("en", ("What your weeks changed", "Before your figures", "With your figures")),
    ],
)
def test_before_and_with_ones_figures_on_the_page(town: Town, lang: str, titles: tuple[str, ...]) -> None:
    learnt(town.lone)
    answered(town.lone)
    html = page(town, lang=lang)
    assert all(title in html for title in titles)
    assert html.index('id="curves"') < html.index('id="weeks"') < html.index('id="where"')
    assert 'id="weeks"' not in page(town, number=2, lang=lang)


def test_names_of_columns_are_only_text(town: Town) -> None:
    learnt(town.lone)
    answered(town.lone, name="<script>alert(1)</script>=1+1\u202e")
    html = page(town)
    assert "<script>alert" not in html
    assert "\u202e" not in html


def test_an_answer_is_old_once_the_weeks_were_read_again(town: Town) -> None:
    kept = learnt(town.lone)
    answered(town.lone)
    assert "Your weeks were read since." not in page(town)
    assert 'id="try"' in page(town)
    kept.digest = "digest of other draws"
    kept.save()
    html = page(town)
    assert "Your weeks were read since." in html
    assert 'id="try"' not in html  # what was not kept cannot be tried


def test_an_answer_without_weeks_is_old_once_they_were_read(town: Town) -> None:
    learnt(town.lone)
    assert "Your weeks were read since." in page(town, number=2)


def test_the_list_of_answers_says_how_many_weeks_each_rests_on(town: Town) -> None:
    learnt(town.lone)
    answered(town.lone)
    html = town.holder().get(reverse("versions", args=[town.lone.id]) + "?lang=en").content.decode()
    assert html.count("149 weeks of sales") == 1  # the two earlier answers rest on none


def test_the_list_of_files_knows_it_too(town: Town) -> None:
    learnt(town.lone)
    answered(town.lone)
    told = told_to([town.lone, town.firm])
    assert (told[town.lone.id].weeks, told[town.lone.id].weeks_now) == (DIGEST, DIGEST)
    assert (told[town.firm.id].weeks, told[town.firm.id].weeks_now) == (None, None)


def test_weeks_are_read_again_behind_an_answer_that_was_changed(town: Town) -> None:
    """Once: asking for the answer again, or in another tab, does not read them twice."""
    firm = town.lone
    imported(firm, at=LONG_AGO)
    Job.objects.filter(firm=firm, name=READ).update(state=State.DONE)
    read(firm, inputs={"weeks": 1})
    save_answer(
        firm_id=firm.id, path="firm.customers_kept_per_year", answer=0.5, by=None, now=LONG_AGO + dt.timedelta(hours=1)
    )
    asked = Job.objects.filter(firm=firm, name=READ, state=State.WAITING)
    assert not asked.exists()
    for _ in range(2):
        assert town.holder().post(reverse("diagnose", args=[firm.id])).status_code == 302
    assert asked.count() == 1
