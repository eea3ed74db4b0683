"""The pages of a firm's weeks: sent, said what they are, watched while they are read, and what they tell."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from tests.people import NOW, Town
from tests.readings import (
    a_duel,
    a_lever,
    a_reading,
    a_trial,
    brought,
    example_weeks,
    file_sent,
    imported,
    read,
    some_weeks,
)

from foulee.actions.operating import beat
from foulee.actions.projecting import READ, is_read
from foulee.advice.describing import Tells
from foulee.advice.read_result import KeptDuel, KeptLevel
from foulee.advice.storing import dump_as_read
from foulee.core.history import LeverKind, Unit
from foulee.core.projecting.verdicts import Verdict
from foulee.core.response.levels import Level, Measure, Part
from foulee.records.models import Firm, Job, Rendering, Weeks, WeeksFile
from foulee.records.models.job import State
from foulee.records.queries.projecting import history_of
from foulee.web.projecting.show import READINGS_OF_FIRM

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"
SHORT = b"week;sales;instagram;passage\n2025-W02;1000;2;40\n2025-W03;1100;0;50\n2025-W04;900;1;45\n"


def home(firm: Firm, more: str = "") -> str:
    """Address of a firm's weeks."""
    return f"/firm/{firm.id}/weeks/{more}"


def text_of(response: Any) -> str:
    """The page."""
    return str(response.content.decode())


def plain(page: str) -> str:
    """The same with ordinary spaces."""
    return re.sub(r"[\u202f\u00a0]", " ", page)


def send(client: Client, firm: Firm, body: bytes, name: str = "semaines.csv") -> Any:
    """Send a file."""
    return client.post(home(firm, "file/"), {"file": SimpleUploadedFile(name, body, content_type="text/csv")})


def say(client: Client, firm: Firm, **fields: str) -> Any:
    """Say what the columns of the file sent are."""
    held = WeeksFile.objects.get(firm=firm)
    return client.post(
        home(firm, "columns/"), {"file": held.digest, **{k.replace("_", "-"): v for k, v in fields.items()}}
    )


def lever(place: int = 0, **changes: str) -> dict[str, str]:
    """One column said to be an effort."""
    said = {"role": "lever", "kind": "organic_social", "unit": "hours"} | changes
    return {f"{name}_{place}": value for name, value in said.items()}


def checked_radio(page: str, name: str) -> str:
    """What is ticked among the choices of a name."""
    found = re.search(rf'name="{name}" value="(\w+)" checked', page)
    return found[1] if found else ""


# --- who may -----------------------------------------------------------------------------------------------------


def test_the_first_page_says_what_to_do_first(town: Town) -> None:
    owner = town.client("owner")
    page = text_of(owner.get(home(town.firm)))
    assert 'type="file"' in page
    assert "Que disent vos propres semaines" in page
    assert "What do your own weeks say?" in text_of(owner.get(home(town.firm) + "?lang=en"))


def test_a_reader_sees_but_sends_nothing(town: Town) -> None:
    reader = town.client("reader")
    assert 'type="file"' not in text_of(reader.get(home(town.firm)))
    assert send(reader, town.firm, SHORT).status_code == 403
    read(town.firm)
    page = reader.get(home(town.firm))
    assert page.status_code == 200
    assert "<form" not in text_of(page)
    assert reader.post(home(town.firm, "read/")).status_code == 403


def test_a_holder_without_account_may_send(town: Town) -> None:
    assert send(town.holder(), town.lone, SHORT).status_code == 302


def test_others_find_nothing(town: Town) -> None:
    read(town.firm)
    file_sent(town.firm)
    for client in (Client(), town.holder_of_another(), town.client("stranger")):
        for address in ("", "1/", "progress/", "columns/", "file/", "1/trial/0.ics"):
            assert client.get(home(town.firm, address)).status_code == 404
        assert send(client, town.firm, SHORT).status_code == 404


# --- sending -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "est vide"),
        (b"PK\x03\x04" + b"\x00" * 400, "CSV"),
        (b"%PDF-1.7\n", "CSV"),
        (b"<!doctype html><script>alert(1)</script>", "CSV"),
        (b"a,b,c\n1,2,3\n", "semaine"),
        (b"week;sales\n2025-W02;\n2025-W03;0\n", "vide"),
        (b"week;sales\n2025-W02;-5\n", "Ligne 2"),
        (b"week;sales\nyesterday;5\n", "Ligne 2"),
        (b"week;sales;<script>alert(1)</script>\n2025-W02;=1+1;3\n", ""),
        (b"\x00" * 50, ""),
        (b"x" * 1_000_001, "trop"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_kept(town: Town, body: bytes, said: str) -> None:
    response = send(town.client("owner"), town.firm, body)
    page = text_of(response)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in page
    assert said in page
    assert HOSTILE not in page
    assert not WeeksFile.objects.exists()


def test_a_files_name_is_told_as_it_is(town: Town) -> None:
    told = text_of(send(town.client("owner"), town.firm, b""))
    assert "semaines.csv est vide." in told


def test_no_file_is_told(town: Town) -> None:
    response = town.client("owner").post(home(town.firm, "file/"))
    assert response.status_code == 422


def test_a_bad_file_leaves_the_last_one_untouched(town: Town) -> None:
    file_sent(town.firm)
    assert send(town.client("owner"), town.firm, b"%PDF-1.7\n").status_code == 422
    assert bytes(WeeksFile.objects.get(firm=town.firm).body) == example_weeks()


def test_hostile_names_are_shown_as_text(town: Town) -> None:
    owner = town.client("owner")
    body = f'week;sales;"{HOSTILE}";=HYPERLINK();a\u202eb;🥖\n2025-W02;5;1;1;1;1\n2025-W03;6;0;1;0;2\n'.encode()
    assert send(owner, town.firm, body, name=f"../../{HOSTILE}\u202e.csv").status_code == 302
    page = text_of(owner.get(home(town.firm, "columns/")))
    assert HOSTILE not in page
    assert "\u202e" not in page
    assert "=HYPERLINK()" in page
    assert say(owner, town.firm, **lever(0), **lever(3)).status_code == 302
    assert [one["name"] for one in Weeks.objects.get().history["levers"]] == [HOSTILE, "🥖"]
    assert HOSTILE not in text_of(owner.get(home(town.firm)))


# --- what the columns are ----------------------------------------------------------------------------------------


def test_headings_are_guessed_and_what_was_read_is_said(town: Town) -> None:
    owner = town.client("owner")
    send(owner, town.firm, example_weeks())
    page = text_of(owner.get(home(town.firm, "columns/")))
    assert "156 semaines, du 2 janvier 2023 au 28 décembre 2025" in page
    assert "nouveaux clients" in page
    assert [checked_radio(page, f"role-{place}") for place in (0, 1)] == ["lever", "lever"]
    assert [checked_radio(page, f"unit-{place}") for place in (0, 1)] == ["hours", "money"]
    assert "Semaines sans chiffre de ventes" in page
    assert "--lever" not in page  # words of the command line


def test_without_a_file_one_is_asked_for(town: Town) -> None:
    owner = town.client("owner")
    for response in (owner.get(home(town.firm, "columns/")), owner.post(home(town.firm, "columns/"))):
        assert response.status_code == 302
        assert response["Location"] == home(town.firm, "file/")


def test_columns_become_efforts_and_signs_of_demand(town: Town) -> None:
    owner = town.client("owner")
    send(owner, town.firm, SHORT)
    said = lever(0, follows="yes", since="2024-03-01") | {"role_1": "control"}
    assert say(owner, town.firm, **said)["Location"] == home(town.firm)
    history = history_of(Weeks.objects.get(firm=town.firm))
    assert history is not None
    found = history.levers[0]
    assert (found.name, found.kind, found.unit) == ("instagram", LeverKind.ORGANIC_SOCIAL, Unit.HOURS)
    assert (found.follows_demand, found.since) == (True, dt.date(2024, 3, 1))
    assert list(history.controls) == ["passage"]
    assert Job.objects.get().name == READ


def test_the_same_file_twice_changes_nothing(town: Town) -> None:
    owner = town.client("owner")
    for _ in range(2):
        send(owner, town.firm, SHORT)
        say(owner, town.firm, **lever(0))
    assert (Weeks.objects.count(), Job.objects.count(), WeeksFile.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Dites d’une colonne au moins"),
        (lever(0, role="nothing"), "Dites d’une colonne au moins"),
        (lever(0, role="emperor"), "Dites d’une colonne au moins"),
        (lever(0, since="last spring"), "Ce n’est pas une date"),
        (lever(0, since="0001-01-01"), "Ce n’est pas une date"),
        (lever(0, since=HOSTILE), "Ce n’est pas une date"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_said_is_kept(town: Town, fields: dict[str, str], told: str) -> None:
    owner = town.client("owner")
    send(owner, town.firm, SHORT)
    response = say(owner, town.firm, **fields, role_1="control")
    page = text_of(response)
    assert response.status_code == 422
    assert told in page
    assert HOSTILE not in page
    assert checked_radio(page, "role-1") == "control"
    assert not Weeks.objects.exists()
    assert checked_radio(text_of(owner.get(home(town.firm, "columns/"))), "role-1") == "control"


def test_an_effort_that_is_no_number_is_told_by_its_line_and_the_choices_outlive_the_file(town: Town) -> None:
    owner = town.client("owner")
    rows = "".join(f"2025-W{week:02};{week + 900};{week % 3};{week % 4}\n" for week in range(2, 30))
    send(owner, town.firm, f"week;sales;radio;tracts\n{rows}2025-W30;950;lots;1\n".encode())
    response = say(owner, town.firm, **lever(0, kind="local_ads", unit="money"), role_1="nothing")
    assert response.status_code == 422
    assert "Ligne 30, radio" in text_of(response)
    send(owner, town.firm, f"week;sales;radio;tracts\n{rows}2025-W30;950;3;1\n".encode())  # corrected
    page = text_of(owner.get(home(town.firm, "columns/")))
    assert checked_radio(page, "role-0") == "lever"
    assert checked_radio(page, "role-1") == "nothing"  # although its heading looks like an effort


def test_another_file_sent_meanwhile_is_told(town: Town) -> None:
    owner = town.client("owner")
    send(owner, town.firm, SHORT)
    old = WeeksFile.objects.get().digest
    send(owner, town.firm, SHORT.replace(b"1000", b"1001"))
    fields = {"file": old, "role-0": "lever", "kind-0": "email", "unit-0": "hours"}
    response = owner.post(home(town.firm, "columns/"), fields)
    assert response.status_code == 422
    assert "Un autre fichier a été envoyé entre-temps" in text_of(response)
    assert not Weeks.objects.exists()


def test_sales_alone_ask_for_a_column_of_efforts(town: Town) -> None:
    owner = town.client("owner")
    send(owner, town.firm, b"week;sales\n2025-W02;5\n2025-W03;6\n")
    page = text_of(owner.get(home(town.firm, "columns/")))
    assert "aucun effort" in page
    assert say(owner, town.firm).status_code == 422


def test_too_many_readings_have_to_wait(town: Town) -> None:
    owner = town.client("owner")
    imported(town.firm)
    statuses = [owner.post(home(town.firm, "read/")).status_code for _ in range(READINGS_OF_FIRM + 1)]
    assert statuses == [302] * READINGS_OF_FIRM + [429]
    assert Job.objects.count() == 1  # asked many times, read once


# --- while it is read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "stage", "said"),
    [
        (State.WAITING, "", "Cela commence"),
        (State.RUNNING, "", "Cela commence"),
        (State.RUNNING, "opening", "On ouvre vos semaines"),
        (State.RUNNING, "fitting", "Le modèle s’ajuste"),
        (State.RUNNING, "drawing", "On tire au sort des milliers"),
        (State.RUNNING, "again", "Le calcul ne s’accorde pas"),
        (State.RUNNING, "answering", "On calcule ce que"),
        (State.RUNNING, "planning", "On cherche"),
        (State.RUNNING, "of another version", "Cela commence"),
    ],
)
def test_how_far_it_is(town: Town, state: State, stage: str, said: str) -> None:
    imported(town.firm)
    Job.objects.update(state=state, stage=stage)
    beat(now=timezone.now())
    owner = town.client("owner")
    page = text_of(owner.get(home(town.firm)))
    assert "Foulée lit vos semaines" in page
    assert 'hx-trigger="every 2s"' in page
    piece = owner.get(home(town.firm, "progress/"))
    for text in (page, text_of(piece)):
        assert said in text
    assert "HX-Refresh" not in piece


def test_that_nobody_works_is_told(town: Town) -> None:
    imported(town.firm)
    assert "foulee worker" in text_of(town.client("owner").get(home(town.firm)))


def test_the_page_is_fetched_again_once_it_is_over(town: Town) -> None:
    imported(town.firm)
    Job.objects.update(state=State.DONE)
    assert town.client("owner").get(home(town.firm, "progress/"))["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("part", "heard", "said", "silent"),
    [
        (Part.FOLLOWS, 1.0, "cela suit «", "en partie"),
        (Part.FOLLOWS, 0.4, "qu’en partie, 40", "sans risque"),
        (Part.FOLLOWS, 0.0, "pour être pesé sans risque", "combien de temps l’effet dure"),
        (Part.NOTHING, 0.0, "rien n’y suit", "sans risque"),
    ],
)
def test_what_part_followers_and_reach_had(town: Town, part: Part, heard: float, said: str, silent: str) -> None:
    level = Level(name="reach_<b>insta", measure=Measure.REACH, levers=(0,), bare=False)
    kept = KeptLevel(level=level, levers=("instagram_hours",), part=part, wild=1)
    page = plain(shown(town, levels=(kept,), heard=heard))
    assert 'id="levels"' in page
    assert "<b>insta" not in page
    assert "Portée (" in page
    assert said in page
    assert silent not in page


def test_a_reading_kept_before_levels_were_has_none(town: Town) -> None:
    kept = dump_as_read(a_reading())
    read(town.firm, payload={name: value for name, value in kept.items() if name not in {"levels", "heard"}})
    page = text_of(town.client("owner").get(home(town.firm)))
    assert 'id="levers"' in page
    assert 'id="levels"' not in page


def test_the_last_reading_stays_on_the_page_while_newer_weeks_are_read(town: Town) -> None:
    read(town.firm, inputs={"weeks": 0})
    imported(town.firm)
    page = text_of(town.client("owner").get(home(town.firm)))
    assert "Vos semaines sont relues" in page
    assert "instagram hours" in page


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("not_converged", "même au second essai"),
        ("no_sales", "n’a de ventes"),
        ("answers", "se contredisent"),
        ("worker_lost", "interrompue plusieurs fois"),
        ("ZeroDivisionError", "de notre faute"),
    ],
)
def test_a_refusal_says_why_and_the_last_good_reading_keeps_its_day(town: Town, error: str, said: str) -> None:
    owner = town.client("owner")
    imported(town.firm, at=NOW + dt.timedelta(days=9))
    Job.objects.update(state=State.FAILED, error=error)
    page = text_of(owner.get(home(town.firm)))
    assert said in page
    assert "n’ont pas pu être lues" in page
    read(town.firm, inputs={"weeks": 0})
    page = text_of(owner.get(home(town.firm)))
    assert said in page
    assert "la dernière bonne lecture, celle du 23 novembre 2026" in page
    assert "instagram hours" in page
    Job.objects.update(made_at=NOW - dt.timedelta(days=1))  # a reading was made since
    assert said not in text_of(owner.get(home(town.firm)))


def test_readings_that_rest_on_something_else_can_be_made_again(town: Town) -> None:
    imported(town.firm)
    Job.objects.all().delete()  # done, and purged
    read(town.firm)
    owner = town.client("owner")
    assert "ont changé depuis" in text_of(owner.get(home(town.firm)))
    assert not is_read(town.firm, NOW.date())
    assert owner.post(home(town.firm, "read/")).status_code == 302
    assert Job.objects.get().arguments["number"] == 1


def test_newer_weeks_that_nobody_read_are_told(town: Town) -> None:
    imported(town.firm)
    imported(town.firm, some_weeks(30))
    Job.objects.all().delete()
    read(town.firm)
    page = text_of(town.client("owner").get(home(town.firm)))
    assert "Des semaines plus récentes ont été envoyées" in page


# --- what it tells -----------------------------------------------------------------------------------------------


def shown(town: Town, lang: str = "fr", **changes: Any) -> str:
    """The page of a reading."""
    read(town.firm, a_reading(**changes))
    return text_of(town.client("owner").get(home(town.firm) + f"?lang={lang}"))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "fr",
            ("Avant vos chiffres", "Avec vos chiffres", "on aurait dit entre", "Pas régulier ou coup"),
        ),
        (
            "en",
            ("Before your figures", "With your figures", "one would have said between", "Steady pace or"),
        ),
    ],
)
def test_before_stands_beside_after_everywhere(town: Town, lang: str, words: tuple[str, ...]) -> None:
    page = shown(town, lang)
    for word in words:
        assert word in page
    assert page.count("<svg") == 6  # two halves, two pictures of rows in two widths each
    assert len(re.findall('id="sales-(?:before|with)-half-title"', page)) == 2
    assert page.count("<table") == 3


@pytest.mark.parametrize(
    ("finding", "headline"),
    [
        (
            "probably",
            "« instagram hours » rapporte probablement des ventes (9 chances sur 10).",
        ),
        ("no_effect_found", "Aucun effet de « instagram hours » n’a été trouvé dans vos semaines."),
        ("cannot_tell", "Vos semaines ne peuvent pas encore dire ce que rapportent vos efforts."),
        ("a code of tomorrow", "Vos semaines ne peuvent pas encore dire ce que rapportent vos efforts."),
    ],
)
def test_the_page_opens_with_the_most_useful_finding(town: Town, finding: str, headline: str) -> None:
    after = brought(3.0, 9.0, 30.0, 0.9)
    page = shown(town, levers=(a_lever(name="autre"), a_lever(finding=finding, after=after)))
    title = re.search(r"<h1>(.*?)</h1>", page)
    assert title is not None
    assert headline in re.sub(r"[\u202f\u00a0]", " ", title[1])


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.FIRST, "Le pas régulier fait mieux que le coup d’éclat (7 chances sur 10)"),
        (Verdict.SECOND, "Le coup d’éclat fait mieux que le pas régulier (3 chances sur 10)"),
        (Verdict.TIE, "trop petite pour compter"),
        (Verdict.CANNOT_TELL, "ne peuvent pas dire ce qui vaut mieux"),
    ],
)
def test_red_against_blue(town: Town, verdict: Verdict, said: str) -> None:
    duels = tuple(
        replace(kept, duel=a_duel(verdict=verdict)) if (kept.one, kept.other) == ("blue", "red") else kept
        for kept in a_reading().duels
    )
    page = plain(shown(town, duels=duels))
    assert said in page
    assert ("Cela dépend de la façon" in page) == (verdict is Verdict.CANNOT_TELL)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Tells.CONSTANT, "le même chaque semaine"),
        (Tells.TOGETHER, "va toujours avec « tracts"),
        (Tells.UNUSED, "n’a jamais servi"),
        (Tells.SEASON, "avec la saison"),
        (Tells.FEW_USES, "peu de semaines (80)"),
    ],
)
def test_why_nobody_can_tell(town: Town, why: Tells, said: str) -> None:
    assert said in plain(shown(town, levers=(a_lever(why=why, like="tracts"),)))


def test_an_effort_that_follows_demand_is_not_taken_at_its_word(town: Town) -> None:
    page = shown(town, levers=(a_lever(apart=True),))
    assert "Il suit la demande" in page
    assert "votre diagnostic s’en tient à ce qu’on voit" in page  # as it says itself: nothing was narrowed there


def test_an_effort_that_moves_like_sales_is_suspected(town: Town) -> None:
    assert "bouge tellement comme vos ventes" in shown(town, levers=(a_lever(apart=True, suspected=True),))


def test_a_model_that_is_unlike_the_firm_says_so(town: Town) -> None:
    page = shown(town, odd=("peak", "something of tomorrow"))
    assert "la plus forte semaine et something of tomorrow" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"told": 0.0}, "écartent les chiffres les plus hauts"),  # from 60 to 30
        ({"told": 0.0, "after": brought(0.0, 6.0, 59.0, 0.7)}, "n’en disent presque rien"),
        ({}, "ont resserré de 50"),
        ({"after": brought(0.0, 20.0, 60.0, 0.9)}, "la fourchette n’est pas plus étroite"),
    ],
)
def test_what_the_weeks_themselves_told(town: Town, changes: dict[str, Any], said: str) -> None:
    assert said in shown(town, levers=(a_lever(**changes),))


def test_what_would_tell_comes_with_its_weeks(town: Town) -> None:
    page = re.sub(r"[\u202f\u00a0]", " ", shown(town))
    assert "pendant 6 semaines à partir du 30 novembre 2026" in page
    assert "environ 120 €" in page
    response = town.client("reader").get(home(town.firm, "1/trial/0.ics"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(response.content.decode()).walk("VEVENT")
    assert len(events) == 6
    assert events[0].decoded("DTSTART") == dt.date(2026, 11, 30)


def test_where_no_trial_would_tell_the_page_says_what_would_help(town: Town) -> None:
    page = shown(town, levers=(a_lever(trial=a_trial(kind=None, efforts=())), a_lever(name="b", trial=None)))
    assert "Aucun essai à la portée" in page
    assert ".ics" not in page
    for place in (0, 1, 2, 10**9):
        assert town.client("owner").get(home(town.firm, f"1/trial/{place}.ics")).status_code == 404


def test_hostile_levers_are_text_everywhere(town: Town) -> None:
    page = shown(town, levers=(a_lever(name=HOSTILE, like=HOSTILE, why=Tells.TOGETHER),), beyond={"red": (HOSTILE,)})
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_a_reading_is_drawn_once_for_each_language(town: Town) -> None:
    first = shown(town)
    again = text_of(town.client("owner").get(home(town.firm) + "?lang=fr"))
    assert [part for part in (first, again) if "<svg" not in part] == []
    town.client("owner").get(home(town.firm) + "?lang=en")
    assert Rendering.objects.filter(name__startswith="reading-").count() == 2


def test_earlier_readings_stay_as_they_were(town: Town) -> None:
    read(town.firm, a_reading(levers=(a_lever(name="hier"),)))
    read(town.firm, a_reading(levers=(a_lever(name="aujourdhui"),)), number=2)
    owner = town.client("owner")
    page = text_of(owner.get(home(town.firm)))
    assert "aujourdhui" in page
    assert home(town.firm, "1/") in page
    earlier = text_of(owner.get(home(town.firm, "1/")))
    assert "hier" in earlier
    assert "aujourdhui" not in earlier
    assert owner.get(home(town.firm, "3/")).status_code == 404


def test_a_reading_of_another_version_is_told(town: Town) -> None:
    read(town.firm, payload={"levers": []})
    owner = town.client("owner")
    for address in ("", "1/"):
        page = owner.get(home(town.firm, address))
        assert page.status_code == 200
        assert "une autre version" in text_of(page)


def test_a_reading_without_paths_is_shown_all_the_same(town: Town) -> None:
    """An engine of tomorrow may leave a comparison out."""
    page = shown(town, duels=(KeptDuel(one="blue", other="none", duel=a_duel()),))
    assert "Ce que chaque effort a rapporté" in page


def test_the_answers_lead_here(town: Town) -> None:
    owner = town.client("owner")
    for address in (f"/firm/{town.firm.id}/answer/2/", f"/firm/{town.firm.id}/answers/", "/firms/"):
        assert home(town.firm) in text_of(owner.get(address))


def test_the_file_goes_away_with_everything_else(town: Town) -> None:
    file_sent(town.firm)
    owner = town.client("owner")
    taken = owner.get(f"/firm/{town.firm.id}/export/")
    archive = zipfile.ZipFile(io.BytesIO(taken.content))
    assert archive.read("weeks.csv") == example_weeks()
