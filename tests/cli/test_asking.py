"""`foulee new` typed answer by answer, and `foulee explain`."""

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.cli.asking import UNKNOWN
from foulee.firmfile.answering import presences, problems_of
from foulee.firmfile.fields import fields
from foulee.firmfile.reading import load_firm
from foulee.firmfile.typed import parse
from foulee.knowledge.texts import load_questions

Run = Callable[..., Result]
DAY = ("--today", "2026-11-22")
TODAY = dt.date(2026, 11, 22)
CORE = ["Le Fournil d'Aline", "1", "2"]
FIXED = settings(derandomize=True, deadline=None, max_examples=150)
KNOWN = {field.path: field for field in fields()}


def order(least: int) -> list[str]:
    """Paths in the order in which they are asked, the core apart."""
    asked = [question for question in load_questions().questions if not question.path.startswith("presence.channels.")]
    paths = [
        question.path for question in sorted(asked, key=lambda item: item.ask_first) if question.ask_first <= least
    ]
    assert paths[:3] == ["firm.name", "firm.trade", "firm.country"]
    return paths[3:]


def typed(answers: dict[str, list[str]], *, least: int = 3, end: str | None = "stop") -> str:
    """What to type so that these questions get these answers and the others none."""
    lines = list(CORE)
    for path in order(least):
        lines += answers.get(path, ["?"])
        if path in answers:
            answers = {key: value for key, value in answers.items() if key != path}
        if not answers:
            break
    return "\n".join([*lines, *([end] if end else [])]) + "\n"


def written(run: Run, told: str, *words: str) -> dict[str, Any]:
    run("new", *DAY, *words, typed=told)
    data = Path("firm.toml").read_bytes()
    load_firm("firm.toml", today=TODAY)
    return tomllib.loads(data.decode())


def test_numbers_of_choices_decimal_commas_and_lists(run: Run) -> None:
    answers = {
        "firm.average_basket": ["8,50 €"],
        "firm.sales_per_year": ["320 000"],
        "firm.sells_where": ["1, online"],
        "firm.seasons": ["0,8; 0,8; 1; 1; 1; 1; 1; 1; 1; 1; 1; 1,5"],
        "firm.margin": ["0,6"],
        "target.ages": ["30, 60"],
        "target.asked": ["38"],
        "target.uses": ["facebook 35, instagram: 12"],
        "objective.by": ["2027-06-30"],
        "means.trained": ["oui"],
        "content.topics": ["Le pain ; Le four"],
        "presence.website.exists": ["n"],
    }
    values = written(run, typed(answers), "--lang", "fr")
    assert values["firm"] | {"name": ""} == {
        "name": "",
        "trade": "bakery",
        "country": "MQ",
        "average_basket": 8.5,
        "sales_per_year": 320_000,
        "sells_where": ["shop", "online"],
        "seasons": [0.8, 0.8, *[1] * 9, 1.5],
        "margin": 0.6,
    }
    assert values["target"] == {"ages": [30, 60], "asked": 38, "uses": {"facebook": 35, "instagram": 12}}
    assert values["objective"]["by"] == dt.date(2027, 6, 30)
    assert values["means"]["trained"] is True
    assert values["content"]["topics"] == ["Le pain", "Le four"]
    assert values["presence"]["website"]["exists"] is False


def test_a_wrong_answer_is_asked_again_and_leaves_no_trace(run: Run) -> None:
    answers = {
        "firm.margin": ["60", "beaucoup", "0,6"],
        "firm.founded": ["2031", "?"],
        "presence.website.built": ["2031", "?"],
    }
    values = written(run, typed(answers))
    assert values["firm"]["margin"] == 0.6
    assert "founded" not in values["firm"]
    assert "presence" not in values


def test_what_contradicts_an_earlier_answer_of_another_part_is_asked_again(run: Run) -> None:
    """One person alone, then two hours of other people's help: said at once, not after the last question."""
    answers = {"firm.people": ["1"], "means.hours_per_week": ["3"], "means.other_hours_per_week": ["2", "?"]}
    values = written(run, typed(answers))
    assert values["means"] == {"hours_per_week": 3}
    found = problems_of("firm.people", 1, {"means": {"hours_per_week": 3, "other_hours_per_week": 2}}, TODAY)
    assert [problem.code for problem in found] == ["hands_without_people"]


def test_name_trade_and_country_cannot_be_skipped(run: Run) -> None:
    told = "\n?\nAline\n\nbaker\n1\nMars\nFR\nstop\n"
    assert written(run, told)["firm"] == {"name": "Aline", "trade": "bakery", "country": "FR"}


@pytest.mark.parametrize("word", ["stop", "fin", "STOP"])
def test_stopping_saves_what_was_given(run: Run, word: str) -> None:
    values = written(run, typed({"firm.sales_per_year": ["5000"]}, end=word))
    assert values["firm"]["sales_per_year"] == 5000


def test_the_end_of_the_input_saves_what_was_given(run: Run) -> None:
    values = written(run, typed({"firm.sales_per_year": ["5000"]}, end=None))
    assert values["firm"]["sales_per_year"] == 5000


def test_the_end_of_the_input_before_the_country_saves_nothing(run: Run, tmp_path: Path) -> None:
    result = run("new", *DAY, typed="Aline\n1\n", code=2)
    assert "firm.country" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_presences_are_asked_one_by_one_and_kept_when_stopping_among_them(run: Run) -> None:
    answers = {"presence.channels": ["facebook, 2", "2021-05-01", "640", "6", "?", "120", "stop"]}
    values = written(run, typed(answers, end=None))
    assert values["presence"]["channels"] == [
        {"network": "facebook", "since": dt.date(2021, 5, 1), "followers": 640, "posts_per_month": 6},
        {"network": "instagram", "followers": 120},
    ]


def test_a_presence_told_twice_is_asked_again(run: Run) -> None:
    values = written(run, typed({"presence.channels": ["x, x", "x", "?", "?", "?"]}))
    assert values["presence"]["channels"] == [{"network": "x"}]


def test_the_short_way_asks_less(run: Run) -> None:
    assert 3 < len(order(2)) < len(order(3)) / 2
    asked = run("new", *DAY, "--short", typed="\n".join(CORE) + "\n" + "?\n" * len(order(2))).stdout
    assert asked.count("Example:") == len(order(2)) + 3


def test_a_file_that_exists_is_kept_unless_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "firm.toml").write_text("mine", encoding="utf-8")
    run("new", *DAY, typed="n\n")
    assert (tmp_path / "firm.toml").read_text(encoding="utf-8") == "mine"
    written(run, "y\n" + typed({}))


def test_a_place_where_nothing_can_be_written_is_said_before_the_questions(run: Run) -> None:
    result = run("new", *DAY, "--out", "nowhere/firm.toml", code=2)
    assert "cannot be written" in result.stderr
    assert result.stdout == ""


def test_the_file_holds_the_questions_in_the_language_asked(run: Run) -> None:
    written(run, typed({}), "--lang", "fr")
    assert "# Comment s'appelle votre entreprise ?" in Path("firm.toml").read_text(encoding="utf-8").replace(
        "\u202f", " "
    )


@FIXED
@given(
    st.sampled_from(sorted(KNOWN)),
    st.text("0123456789,;.:=-[]{} \"'²abcxyé€$%\u202f", max_size=25) | st.text(max_size=10),
)
def test_whatever_is_typed_is_an_answer_or_a_problem(path: str, told: str) -> None:
    field = KNOWN[path]
    answer = parse(told.strip(), field)
    if told.strip() not in UNKNOWN and (field.kind != "tables" or isinstance(answer, list)):
        problems_of(path, presences(answer) if field.kind == "tables" else answer, {}, TODAY)


# --- explain ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("path", sorted(KNOWN))
def test_every_field_is_explained(run: Run, path: str, lang: str) -> None:
    question = load_questions().find(path)
    assert question is not None
    told = run("explain", path, "--lang", lang).stdout
    assert told.splitlines()[0] == path
    for words in (question.ask, question.why, question.example):
        assert words.get(lang) in told
    for choice in KNOWN[path].choices:
        assert f"\n  {choice}: " in told


def test_the_last_part_of_a_name_is_enough_where_there_is_only_one(run: Run) -> None:
    assert run("explain", "hours_per_week").stdout.splitlines()[0] == "means.hours_per_week"


@pytest.mark.parametrize(
    ("field", "near"),
    [("promise", "brand.promise, service.promise"), ("means.hours_per_weak", "means.hours_per_week"), ("zzzzzz", "")],
)
def test_near_names_are_suggested(run: Run, field: str, near: str) -> None:
    result = run("explain", field, code=2)
    assert result.stdout == ""
    assert near in result.stderr
    assert len(result.stderr.splitlines()) == (2 if near else 1)
