"""Each thing that can be wrong with a firm's file, with the exact place where it is."""

import copy
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.reading import MOST_TOLD, check, load_firm, read
from foulee.reporting.history_problems import history_templates
from foulee.reporting.language import Language
from foulee.reporting.portfolio_problems import portfolio_templates
from foulee.reporting.problems import _templates, sentence, spoken
from foulee.reporting.trial_problems import trial_templates

TODAY = dt.date(2026, 11, 22)
LEAST = {"firm": {"name": "Le Fournil d'Aline", "trade": "bakery", "country": "FR"}}
ELSEWHERE = {  # told by the command line and by plans, not by the firm's file: tests/cli and tests/connectors
    "bad_change",
    "cannot_write",
    "bad_plan",
    "plan_columns",
    "plan_weeks",
    "plan_empty",
    "plan_name",
    "ambiguous_number",  # typed, not written in a file: tests/firmfile/test_numbers.py
    "ambiguous_decimals",
}

# code, path, and the answers that cause it (a list of paths and values, set in the smallest file that is right)
WRONG: list[tuple[str, str, dict[str, Any]]] = [
    ("missing", "firm.name", {"firm": {"trade": "bakery", "country": "FR"}}),
    ("missing", "firm.name", {"firm.name": "?"}),
    ("missing", "firm.trade", {"firm.trade": "  "}),
    ("missing", "firm", {"firm": "?"}),
    ("missing", "presence.channels[2].network", {"presence.channels": [{"network": "x"}, {"followers": 3}]}),
    ("unknown_key", "firm.zzzzzz", {"firm.zzzzzz": 3}),
    ("unknown_key", "firm.maregin", {"firm.maregin": 0.5}),
    ("unknown_key", "mean", {"mean": {"hours_per_week": 3}}),
    ("unknown_key", "presence.website.loads", {"presence.website.loads": 3}),
    ("unknown_key", "presence.channels[1].posts", {"presence.channels": [{"network": "x", "posts": 3}]}),
    ("not_a_choice", "firm.trade", {"firm.trade": "baker"}),
    ("not_a_choice", "firm.country", {"firm.country": "fr"}),
    ("not_a_choice", "firm.sells_where[2]", {"firm.sells_where": ["shop", "moon"]}),
    ("not_a_choice", "target.uses.myspace", {"target.asked": 30, "target.uses": {"myspace": 3}}),
    ("not_a_choice", "presence.wanted[1]", {"presence.wanted": ["friendster"]}),
    ("not_a_number", "firm.margin", {"firm.margin": True}),
    ("not_a_number", "means.hours_per_week", {"means.hours_per_week": "3,5"}),
    ("not_a_number", "firm.seasons[12]", {"firm.seasons": [1.0] * 11 + ["x"]}),
    ("not_a_whole_number", "firm.founded", {"firm.founded": 2019.5}),
    ("not_a_whole_number", "target.asked", {"target.asked": "30"}),
    ("not_true_or_false", "means.trained", {"means.trained": "yes"}),
    ("not_true_or_false", "presence.website.exists", {"presence.website.exists": 1}),
    ("not_a_text", "brand.mission", {"brand.mission": 3}),
    ("not_a_text", "content.topics[2]", {"content.topics": ["a", 2]}),
    ("not_a_list", "means.skills", {"means.skills": "photo"}),
    ("not_a_list", "presence.channels", {"presence.channels": {"network": "x"}}),
    ("not_a_date", "objective.by", {"objective.by": "30/06/2027"}),
    ("not_a_date", "presence.channels[1].since", {"presence.channels": [{"network": "x", "since": True}]}),
    ("not_a_section", "means", {"means": 3}),
    ("not_a_section", "presence.website", {"presence.website": True}),
    ("not_a_section", "presence.channels[1]", {"presence.channels": ["x"]}),
    ("not_a_section", "target.uses", {"target.uses": ["facebook"]}),
    ("not_accepted", "firm.people", {"firm.people": float("nan")}),
    ("not_accepted", "objective.number", {"objective.number": float("inf")}),
    ("percent_not_share", "firm.margin", {"firm.margin": 60}),
    ("percent_not_share", "presence.website.bounce", {"presence.website.bounce": 44.5}),
    ("must_be_at_most", "means.hours_per_week", {"means.hours_per_week": 81}),
    ("must_be_at_most", "firm.margin", {"firm.margin": 101}),
    ("must_be_at_most", "presence.rating", {"presence.rating": 5.1}),
    ("must_be_at_least", "means.hours_per_week", {"means.hours_per_week": -1}),
    ("must_be_at_least", "firm.seasons[3]", {"firm.seasons": [1, 1, -1] + [1] * 9}),
    ("must_be_at_least", "target.uses.facebook", {"target.asked": 30, "target.uses": {"facebook": -1}}),
    ("must_be_above", "firm.average_basket", {"firm.average_basket": 0}),
    ("text_too_long", "brand.mission", {"brand.mission": "a" * 2001}),
    ("text_too_long", "firm.name", {"firm.name": "a" * 201}),
    ("list_length", "firm.seasons", {"firm.seasons": [1.0] * 11}),
    ("list_length", "target.ages", {"target.ages": [20, 30, 40]}),
    ("list_length", "content.topics", {"content.topics": ["a"] * 51}),
    ("date_past", "objective.by", {"objective.by": TODAY}),
    ("year_to_come", "firm.founded", {"firm.founded": 2027}),
    ("year_to_come", "firm.founded", {"firm.founded": 2201}),
    ("must_be_at_least", "firm.people", {"firm.people": 0}),
    (
        "date_too_early",
        "presence.channels[1].since",
        {"presence.channels": [{"network": "x", "since": dt.date(2002, 12, 31)}]},
    ),
    ("year_to_come", "presence.website.built", {"presence.website.built": 2027}),
    (
        "date_to_come",
        "presence.channels[2].since",
        {"presence.channels": [{"network": "x", "since": TODAY}, {"network": "blog", "since": dt.date(2026, 11, 23)}]},
    ),
    ("seasons_empty", "firm.seasons", {"firm.seasons": [0.0] * 12}),
    ("ages_reversed", "target.ages", {"target.ages": [60, 30]}),
    (
        "hands_without_people",
        "means.other_hours_per_week",
        {"firm.people": 1, "means.hours_per_week": 3, "means.other_hours_per_week": 2},
    ),
    (
        "hours_above_week",
        "means.other_hours_per_week",
        {"means.hours_per_week": 50, "means.other_hours_per_week": 40},
    ),
    ("asked_missing", "target.uses.facebook", {"target.uses": {"facebook": 3}}),
    ("asked_missing", "target.would_follow", {"target.would_follow": 3}),
    ("more_than_asked", "target.uses.tiktok", {"target.asked": 30, "target.uses": {"facebook": 30, "tiktok": 31}}),
    ("more_than_asked", "target.would_follow", {"target.asked": 30, "target.would_follow": 31}),
    (
        "website_absent",
        "presence.website.visits_per_month",
        {"presence.website": {"exists": False, "visits_per_month": 40}},
    ),
    (
        "website_absent",
        "presence.website.orders_per_month",
        {"presence.website": {"exists": False, "orders_per_month": 4}},
    ),
    (
        "orders_above_visits",
        "presence.website.orders_per_month",
        {"presence.website": {"visits_per_month": 4, "orders_per_month": 5}},
    ),
    ("channel_twice", "presence.channels[2].network", {"presence.channels": [{"network": "x"}, {"network": "x"}]}),
    (
        "sales_do_not_add_up",
        "firm.sales_per_year",
        {
            "firm.sales_per_year": 1_000_000,
            "firm.active_customers": 100,
            "firm.orders_per_customer_per_year": 2,
            "firm.average_basket": 20,
        },
    ),
]
FILE = ["file_missing", "file_unreadable", "file_too_large", "not_utf8", "toml_syntax", "decimal_comma"]


def document(changes: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = copy.deepcopy(LEAST)
    for path, value in changes.items():
        *sections, name = path.split(".")
        inner = values
        for section in sections:
            inner = inner.setdefault(section, {})
        inner[name] = value
    return values


def problems(reading: Callable[[], object]) -> list[Problem]:
    with pytest.raises(FirmFileError) as caught:
        reading()
    return caught.value.problems


def told(problem: Problem) -> None:
    """Both languages must have a finished sentence, the French one with its own words."""
    french, english = sentence(problem, Language("fr")), sentence(problem, Language("en"))
    assert french != english
    for text in (french, english):
        assert problem.path in text
        assert "{" not in text.replace(str(problem.values.get("found", "")), "")
        assert "\n" not in text


@pytest.mark.parametrize(("code", "path", "changes"), WRONG, ids=[f"{code} {path}" for code, path, _ in WRONG])
def test_a_wrong_answer_is_told_where_it_is(code: str, path: str, changes: dict[str, Any]) -> None:
    found = problems(lambda: check(document(changes), today=TODAY))
    assert [(problem.code, problem.path) for problem in found] == [(code, path)]
    told(found[0])


@pytest.mark.parametrize("code", ["text_empty", "must_be_below"])
def test_sentences_kept_for_constraints_to_come(code: str) -> None:
    """No answer can cause these today: an empty text counts as unknown, and no limit is strict from above."""
    told(Problem(code, "firm.name", {"limit": 1, "found": 2}))


ON_PAGES = {"file_not_chosen", "nothing_typed", "changed_meanwhile", "share_not_percent"}  # tests/web


@pytest.mark.parametrize("code", sorted(ON_PAGES))
def test_sentences_of_the_pages_are_finished(code: str) -> None:
    problem = Problem(code, "firm.margin", {"found": "0.4", "wanted": "40"})
    french, english = spoken(problem, Language("fr")), spoken(problem, Language("en"))
    assert french != english
    assert "{" not in french + english


def test_every_code_has_a_case() -> None:
    here = (
        {code for code, _, _ in WRONG}
        | set(FILE)
        | ELSEWHERE
        | ON_PAGES
        | {"text_empty", "must_be_below", "unknown_key_near"}
    )
    english = Language("en")
    weeks = set(history_templates(english)) | set(trial_templates(english)) | set(portfolio_templates(english))
    assert set(_templates(english)) - weeks == here - weeks


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"#" * 1_000_001, "file_too_large"),
        (b"name = '\xe9'", "not_utf8"),
        (b"name = a", "toml_syntax"),
        (b"margin = 0,5", "decimal_comma"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, code: str) -> None:
    (problem,) = problems(lambda: read(data, today=TODAY))
    assert problem.code == code
    told(problem)


@pytest.mark.parametrize(
    ("name", "code"), [("none.toml", "file_missing"), (".", "file_unreadable"), ("\0", "file_unreadable")]
)
def test_a_file_that_is_not_there_says_so(tmp_path: Path, name: str, code: str) -> None:
    (problem,) = problems(lambda: load_firm(tmp_path / name, today=TODAY))
    assert problem.code == code
    told(problem)


def test_a_near_name_is_suggested() -> None:
    (problem,) = problems(lambda: check(document({"means.hours_per_weak": 3}), today=TODAY))
    assert problem.values["nearest"] == "hours_per_week"
    assert "hours_per_week ?" in sentence(problem, Language("fr")).replace("\u202f", " ")
    (far,) = problems(lambda: check(document({"means.zzz": 3}), today=TODAY))
    assert far.values["nearest"] == ""
    assert "champion" in str(far.values["accepted"])


def test_a_percentage_is_written_back_as_a_share() -> None:
    (problem,) = problems(lambda: check(document({"firm.margin": 60}), today=TODAY))
    assert problem.values["wanted"] == 0.6
    assert "0.6" in sentence(problem, Language("en"))


def test_everything_wrong_is_told_at_once_contradictions_too() -> None:
    changes = {
        "firm.margin": 60,
        "firm.trade": "baker",
        "firm.founded": 2030,
        "means.hours_per_weeks": 3,
        "means.budget_per_month": "?",
        "objective.by": dt.date(2020, 1, 1),
        "target.ages": [60, 30],
        "presence.channels": [{"network": "x"}, {"network": "x"}, {"network": "myspace"}],
    }
    found = problems(lambda: check(document(changes), today=TODAY))
    assert [(problem.code, problem.path) for problem in found] == [
        ("not_a_choice", "firm.trade"),
        ("percent_not_share", "firm.margin"),
        ("unknown_key", "means.hours_per_weeks"),
        ("not_a_choice", "presence.channels[3].network"),
        ("date_past", "objective.by"),
        ("year_to_come", "firm.founded"),
        ("ages_reversed", "target.ages"),
    ]


def test_of_problems_without_end_the_first_are_told() -> None:
    with pytest.raises(FirmFileError) as caught:
        check({"firm": {f"name{number}": 1 for number in range(50_000)}}, today=TODAY)
    assert len(caught.value.problems) == MOST_TOLD


def test_checking_leaves_the_values_as_they_were() -> None:
    values = document({"firm.margin": 60, "presence.website": {"built": "x"}})
    before = copy.deepcopy(values)
    problems(lambda: check(values, today=TODAY))
    assert values == before


@pytest.mark.parametrize("unknown", ["?", "", " ? "])
def test_a_question_mark_is_an_answer_not_given(unknown: str) -> None:
    changes = {"firm.margin": unknown, "means": unknown, "target.uses": {"facebook": unknown}, "objective.by": unknown}
    assert check(document(changes), today=TODAY) == check(LEAST, today=TODAY)


def test_a_date_may_be_a_text() -> None:
    assert check(document({"objective.by": "2027-06-30"}), today=TODAY).objective.by == dt.date(2027, 6, 30)


def test_sales_may_differ_by_a_factor_before_anything_is_asked() -> None:
    changes = {
        "firm.sales_per_year": 15_000,
        "firm.active_customers": 100,
        "firm.orders_per_customer_per_year": 2,
        "firm.average_basket": 20,
    }
    assert check(document(changes), today=TODAY).firm.sales_per_year == 15_000


@pytest.mark.parametrize("values", [None, [], 3, "firm"])
def test_a_document_that_is_no_table_is_told_too(values: Any) -> None:
    (problem,) = problems(lambda: check(values, today=TODAY))
    assert (problem.code, problem.path) == ("not_a_section", "")
