"""The answer page: everything of the issue is on it, steps are ticked, what cannot be read is said."""

import copy
import dataclasses
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from tests.people import NOW, TODAY, Town, bakery_payload, diagnosed

from foulee.actions.diagnosing import diagnose
from foulee.advice.steps import step_key
from foulee.advice.storing import restore_reasons
from foulee.records.models import Event, Firm, Rendering, Result, Step

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PARTS = ("curves", "first", "where", "try", "years", "doing", "reasons", "law", "sources")


def answer(town: Town, number: int = 2, firm: Firm | None = None) -> str:
    return reverse("answer_number", args=[(firm or town.lone).id, number])


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def words(html: str) -> str:
    """What is read on a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def unreadable(town: Town, firm: Firm) -> Result:
    """An answer that another version kept in another shape."""
    return diagnosed(firm, 3, payload={"verdict": "perhaps"})


def first_rule(html: str) -> str:
    found = re.search(r'id="step-([\w-]+)"', html)
    assert found
    return found[1]


# --- what is on it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_everything_is_on_the_page_in_reading_order(town: Town, lang: str) -> None:
    html = text(town.holder(), answer(town) + f"?lang={lang}")
    places = [html.index(mark) for mark in ("<h1>", *(f'id="{part}"' for part in PARTS))]
    assert places == sorted(places)
    assert html.count("<h1>") == 1
    assert f'<html lang="{lang}">' in html


def test_the_verdict_comes_first_in_one_sentence(town: Town) -> None:
    html = text(town.holder(), answer(town))
    verdict = re.search(r"<h1>(.*?)</h1>", html)
    assert verdict
    assert verdict[1] == "Préparez-vous d’abord, vous irez ensuite."
    assert f"<title>{verdict[1]}" in html


def test_first_steps_say_their_hours_and_money(town: Town) -> None:
    first = text(town.holder(), answer(town)).split('id="first"')[1].split('id="where"')[0]
    steps = first.count('class="step')
    found = [reason["severity"] for reason in bakery_payload()["diagnosis"]["reasons"]]
    assert steps == found.count("blocker") + found.count("do_first") > 0
    assert first.count('class="cost"') == steps


def test_it_tells_why_not_the_others_what_one_more_costs_and_who_could_do_it(town: Town) -> None:
    html = words(text(town.holder(), answer(town)))
    expected = (
        "Pourquoi pas les autres",
        "pris aux autres ; en trois ans, entre",
        "Le faire vous-même, une fois formé",
        "Employer quelqu’un à temps partiel",
        "Confier à un indépendant",
        "Confier à une agence",
    )
    assert [told for told in expected if told not in html] == []


def test_every_reason_unfolds_to_what_it_rests_on(town: Town) -> None:
    html = text(town.holder(), answer(town))
    assert html.count('<details class="evidence">') >= 10
    numbers = set(re.findall(r'href="#source-(\d+)"', html))
    assert numbers
    assert all(f'id="source-{number}"' in html for number in numbers)


def test_a_table_stands_behind_every_picture(town: Town) -> None:
    html = text(town.holder(), answer(town))
    figures = re.findall(r"<figure id=.*?</figure>", html, re.DOTALL)
    assert len(figures) == 6
    assert all("<table" in figure and 'role="img"' in figure for figure in figures)


def test_the_page_asks_nobody_else(town: Town) -> None:
    html = text(town.holder(), answer(town))
    assert not re.search(r'<(?:script|img|link|iframe)[^>]*(?:src|href)="(?:https?:)?//', html)
    assert "style=" not in re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    assert "<script>" not in html


def test_the_words_are_made_once(town: Town) -> None:
    client = town.holder()
    first = text(client, answer(town))
    kept = Rendering.objects.filter(result__firm=town.lone).count()
    assert kept == 2  # the answer, and the sliders at rest
    assert words(text(client, answer(town))) == words(first)
    assert Rendering.objects.filter(result__firm=town.lone).count() == kept


# --- first steps -------------------------------------------------------------------------------------------------


def test_a_step_is_ticked_with_and_without_javascript(town: Town) -> None:
    client = town.holder()
    rule = first_rule(text(client, answer(town)))
    address = reverse("tick", args=[town.lone.id, rule])
    response = client.post(address, {"done": "1"})
    assert response.status_code == 302
    assert response["Location"] == f"{answer(town)}#step-{rule}"
    assert f'<li class="step done" id="step-{rule}">' in text(client, answer(town))
    piece = client.post(address, {"done": "0"}, headers=HTMX).content.decode()
    assert piece.strip().startswith(f'<li class="step" id="step-{rule}">')
    assert not Step.objects.filter(firm=town.lone).exists()


def test_a_double_tap_ticks_once(town: Town) -> None:
    client = town.holder()
    address = reverse("tick", args=[town.lone.id, first_rule(text(client, answer(town)))])
    for _ in range(2):
        assert client.post(address, {"done": "1"}, headers=HTMX).status_code == 200
    assert Step.objects.filter(firm=town.lone).count() == 1


def test_what_is_done_stays_done_after_a_newer_answer(town: Town) -> None:
    client = town.holder()
    rule = first_rule(text(client, answer(town)))
    client.post(reverse("tick", args=[town.lone.id, rule]), {"done": "1"})
    diagnosed(town.lone, 3)
    assert f'<li class="step done" id="step-{rule}">' in text(client, answer(town, 3))
    earlier = text(client, answer(town, 2))
    assert f'id="step-{rule}"' in earlier
    assert "hx-post" not in earlier.split('id="first"')[1].split('id="where"')[0]


def test_a_step_that_asks_something_else_by_now_is_not_done(town: Town) -> None:
    client = town.holder()
    rule = first_rule(text(client, answer(town)))
    client.post(reverse("tick", args=[town.lone.id, rule]), {"done": "1"})
    payload = copy.deepcopy(bakery_payload())
    reason = next(item for item in payload["diagnosis"]["reasons"] if item["rule"] == rule)
    reason["values"] = [*reason["values"], ["other_text", "otherwise"]]
    diagnosed(town.lone, 3, payload=payload)
    address = reverse("tick", args=[town.lone.id, rule])
    assert f'<li class="step" id="step-{rule}">' in text(client, answer(town, 3))
    client.post(address, {"done": "1"})
    assert f'<li class="step done" id="step-{rule}">' in text(client, answer(town, 3))
    assert Step.objects.filter(firm=town.lone).count() == 1
    client.post(address, {"done": "0"})
    assert not Step.objects.filter(firm=town.lone).exists()


def test_a_number_that_moves_a_little_asks_the_same() -> None:
    reason = restore_reasons(bakery_payload()["diagnosis"]["reasons"])[0]
    one, near, far = (
        step_key(dataclasses.replace(reason, values={"n_count": value, "n_text": "a"})) for value in (5.12, 5.13, 6.0)
    )
    assert one == near != far
    assert step_key(dataclasses.replace(reason, outcome="other")) != step_key(reason)


def test_once_all_is_done_it_says_what_now(town: Town) -> None:
    client = town.holder()
    html = text(client, answer(town))
    rules = re.findall(r'id="step-([\w-]+)"', html)
    assert "Tout est fait" not in words(html)
    assert 'id="all-done"' in html
    pieces = [
        client.post(reverse("tick", args=[town.lone.id, rule]), {"done": "1"}, headers=HTMX).content.decode()
        for rule in rules
    ]
    assert ["Tout est fait" in words(piece) for piece in pieces] == [False] * (len(rules) - 1) + [True]
    assert all('hx-swap-oob="true"' in piece for piece in pieces)
    html = text(client, answer(town))
    told = html.split('id="all-done"')[1].split("</div>")[0] + html.split('id="all-done"')[1].split("</div>")[1]
    assert "Tout est fait ? Mettez vos réponses à jour" in words(html).replace("\u202f", " ")
    assert reverse("answers", args=[town.lone.id]) in told
    assert reverse("diagnose", args=[town.lone.id]) in told
    assert "Tout est fait" not in words(text(client, answer(town, 1)))


def test_a_tick_that_did_not_arrive_can_be_told(town: Town) -> None:
    first = text(town.holder(), answer(town)).split('id="first"')[1].split('id="where"')[0]
    assert first.count("data-broken hidden") == first.count('class="step') > 0


def test_no_social_network_is_said_under_the_verdict(town: Town) -> None:
    said = "Préparez-vous d’abord, vous irez ensuite. Pas de réseau social pour l’instant : Fiche Google."
    shared = reverse("shared", args=[town.shared(town.lone).secret])
    for html in (text(town.holder(), answer(town)), text(Client(), shared)):
        assert said in words(html.split("<h1>")[1]).replace("\u202f", " ")


def test_a_reader_sees_the_ticks_and_has_no_box(town: Town) -> None:
    owner, reader = town.client("owner"), town.client("reader")
    rule = first_rule(text(owner, answer(town, firm=town.firm)))
    owner.post(reverse("tick", args=[town.firm.id, rule]), {"done": "1"})
    html = text(reader, answer(town, firm=town.firm))
    assert f'<li class="step done" id="step-{rule}">' in html
    assert '<form method="post"' not in html
    assert reader.post(reverse("tick", args=[town.firm.id, rule]), {"done": "0"}).status_code == 403
    assert Step.objects.filter(firm=town.firm).count() == 1
    assert Event.objects.filter(firm=town.firm, act="ticked", person=town.owner).count() == 1


@pytest.mark.parametrize("rule", ["nothing", "a" * 200, "law"])
def test_what_is_no_step_cannot_be_ticked(town: Town, rule: str) -> None:
    assert town.holder().post(reverse("tick", args=[town.lone.id, rule]), {"done": "1"}).status_code == 404
    assert not Step.objects.exists()


# --- earlier answers ---------------------------------------------------------------------------------------------


def test_an_earlier_answer_is_shown_as_it_was(town: Town) -> None:
    latest = f'<a href="{reverse("answer", args=[town.lone.id])}">'
    assert latest in text(town.holder(), answer(town, 1))
    assert latest not in text(town.holder(), answer(town, 2))
    html = text(town.holder(), answer(town, 9), 404)
    assert "Cette page n’existe pas" in html
    assert "Ce navigateur ne peut pas ouvrir ce dossier" not in html
    assert "Ce navigateur ne peut pas ouvrir ce dossier" in text(Client(), answer(town, 9), 404)
    assert "Ce navigateur ne peut pas ouvrir ce dossier" in text(town.holder(), "/firm/not-a-firm/", 404)
    assert "Cette page n’existe pas" in text(town.client("owner"), answer(town, 99, town.firm), 404)


def test_an_answer_of_another_shape_is_told_and_made_again(town: Town) -> None:
    unreadable(town, town.lone)
    client = town.holder()
    for name in ("answer_number", "strategy"):
        html = text(client, reverse(name, args=[town.lone.id, 3]), 410)
        assert "ne peut plus être montrée" in html
        assert reverse("diagnose", args=[town.lone.id]) in html
    assert client.post(reverse("tick", args=[town.lone.id, "aim"]), {"done": "1"}).status_code == 410


def test_whoever_may_not_answer_is_told_whom_to_ask(town: Town) -> None:
    unreadable(town, town.firm)
    html = text(town.client("reader"), answer(town, 3, town.firm), 410)
    assert "Demandez à qui vous l’a montrée" in html
    assert "<form" not in html
    link = town.shared(town.firm)
    html = text(Client(), reverse("shared", args=[link.secret]), 410)
    assert "Demandez à qui vous l’a montrée" in html


def test_an_answer_that_cannot_be_read_never_stands(town: Town) -> None:
    made = diagnose(firm=town.lone, by=None, now=NOW, today=TODAY)
    odd = diagnosed(town.lone, made.number + 1, payload={"old": True}, digest=made.digest, inputs=made.inputs)
    again = diagnose(firm=town.lone, by=None, now=NOW, today=TODAY)
    assert again.number == odd.number + 1


# --- the strategy ------------------------------------------------------------------------------------------------


def test_the_strategy_is_made_once_and_kept(town: Town) -> None:
    client = town.holder()
    address = reverse("strategy", args=[town.lone.id, 2])
    first = client.get(address)
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == 'inline; filename="Au-Pain-d-Aline.pdf"'
    assert client.get(address).content == first.content
    assert Rendering.objects.filter(name__startswith="strategy-fr@").count() == 1
