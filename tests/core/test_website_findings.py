"""What is found of a website: every rule, every outcome."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from foulee.core.diagnosing.website_findings import SITE_RULES, website_findings
from foulee.core.diagnosing.website_seen import (
    Attempt,
    Hidden,
    Landing,
    Links,
    Reading,
    SeenWebsite,
    WebsiteObservation,
    Weight,
    bare,
    kept_of,
)
from foulee.core.types import Severity
from foulee.knowledge.website_rules import load_website_rules

PAGE = Reading(
    title="Boulangerie Aline, Schœlcher",
    description="Du pain.",
    language="fr",
    words=200,
    on_phone=True,
    phone="05 96 61 00 00",
    phone_link=True,
    email=True,
    address=True,
    hours=True,
    business_types=("Bakery",),
    counting=("matomo",),
    buying=("words",),
    legal_notice=True,
)
GOOD = WebsiteObservation(
    asked="mabakery.test",
    looked_at=dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC),
    attempts=(Attempt(address="https://mabakery.test/", status=200),),
    landing=Landing.PAGE,
    address="https://mabakery.test/",
    status=200,
    https=True,
    certificate_days=60,
    forced=True,
    first_byte=0.2,
    seconds=0.4,
    page=PAGE,
    weight=Weight(page=30_000, parts=4, weighed=4, parts_bytes=500_000),
    links=Links(tried=7, broken=()),
)


class Row(NamedTuple):
    """A rule, what it must find (None: nothing), how look and page differ from the good ones."""

    rule: str
    outcome: str | None
    look: Mapping[str, Any] = MappingProxyType({})
    page: Mapping[str, Any] = MappingProxyType({})


def tried(*attempts: tuple[str, str, str]) -> dict[str, Any]:
    """Tries, each with its problem and the detail."""
    return {"attempts": tuple(Attempt(address=at, problem=what, detail=detail) for at, what, detail in attempts)}


NOT_A_SITE = tuple(landing for landing in Landing if landing is not Landing.PAGE)
S, W = "https://mabakery.test/", "https://www.mabakery.test/"
ROWS = [
    Row("reached", "page"),
    *(Row("reached", landing.value, {"landing": landing}) for landing in NOT_A_SITE),
    Row("address", None),
    Row("address", "detour", tried((S, "unresolved", ""), (W, "", "")) | {"address": W}),
    Row("address", None, tried((S, "connection", ""), ("http://mabakery.test/", "", ""))),
    Row("address", None, tried((S, "unresolved", ""), (W, "", "")) | {"landing": Landing.PARKED}),
    Row("https", "forced"),
    Row("https", "not_forced", {"forced": False}),
    Row("https", "held", {"forced": None}),
    Row("https", "none", {"https": False}),
    Row("https", None, {"https": False, "landing": Landing.SOCIAL}),
    *(
        Row("https", code, tried((S, "certificate", code)))
        for code in ("expired", "wrong_name", "self_signed", "incomplete")
    ),
    Row("https", "bad_certificate", tried((S, "certificate", "not_yet"))),
    Row("https", "expired", tried((S, "certificate", "expired")) | {"landing": Landing.UNSAFE, "page": None}),
    Row("certificate", "ends_soon", {"certificate_days": 14}),
    Row("certificate", "ends_soon", {"certificate_days": -1}),
    Row("certificate", None, {"certificate_days": 15}),
    Row("certificate", None, {"certificate_days": None}),
    Row("hidden", None),
    Row("hidden", "by_page", {"hidden": Hidden.BY_PAGE}),
    Row("hidden", "by_robots", {"hidden": Hidden.BY_ROBOTS}),
    Row("phone_screen", "made"),
    Row("phone_screen", "not_made", {}, {"on_phone": False}),
    Row("phone_screen", "made", {"landing": Landing.SCRIPT}),
    Row("speed", "fast"),
    Row("speed", None, {"seconds": 2.0}),
    Row("speed", "slow", {"seconds": 3.5}),
    Row("speed", None, {"seconds": None}),
    Row("weight", "light"),
    Row("weight", "heavy", {"weight": Weight(page=10, parts=1, weighed=1, parts_bytes=9_000_000)}),
    Row("weight", None, {"weight": Weight(page=10, parts=9, weighed=1, parts_bytes=1000)}),
    Row("weight", None, {"truncated": True}),
    Row("weight", None, {"weight": None}),
    Row("title", "good"),
    Row("title", "missing", {}, {"title": ""}),
    Row("title", "empty", {}, {"title": "Accueil", "title_empty": True}),
    Row("title", "long", {}, {"title": "x" * 71}),
    Row("description", "given"),
    Row("description", "missing", {}, {"description": ""}),
    Row("telephone", "link"),
    Row("telephone", "text", {}, {"phone_link": False}),
    Row("telephone", "none", {}, {"phone_link": False, "phone": ""}),
    Row("telephone", None, {"landing": Landing.SCRIPT}),
    Row("writing", "possible"),
    Row("writing", "possible", {}, {"email": False, "form": True}),
    Row("writing", "none", {}, {"email": False}),
    Row("place", "given"),
    Row("place", "none", {}, {"address": False}),
    Row("hours", "given"),
    Row("hours", "machines_only", {}, {"hours": False, "hours_marked": True}),
    Row("hours", "none", {}, {"hours": False}),
    Row("business_data", "given"),
    Row("business_data", "broken", {}, {"business_types": (), "business_broken": True}),
    Row("business_data", "none", {}, {"business_types": ()}),
    Row("acting", "online"),
    Row("acting", "online", {}, {"buying": (), "booking": ("planity",)}),
    Row("acting", "by_phone", {}, {"buying": ()}),
    Row("acting", "by_writing", {}, {"buying": (), "phone": ""}),
    Row("acting", "none", {}, {"buying": (), "phone": "", "email": False}),
    Row("counting", "counts"),
    Row("counting", "none", {}, {"counting": ()}),
    Row("counting", "follows_unasked", {}, {"tracking": ("meta_pixel",)}),
    Row("counting", "follows", {}, {"tracking": ("meta_pixel",), "consent": ("axeptio",)}),
    Row("links", "fine"),
    Row("links", "broken_one", {"links": Links(tried=7, broken=("a",))}),
    Row("links", "broken_many", {"links": Links(tried=7, broken=("a", "b"))}),
    Row("links", None, {"links": Links(tried=0, broken=())}),
    Row("links", None, {"links": None}),
    Row("letters", None),
    Row("letters", "garbled", {}, {"garbled": True}),
    Row("kept_up", None, {}, {"copyright_year": 2024}),
    Row("kept_up", "old", {}, {"copyright_year": 2023}),
    Row("kept_up", None, {"page": None}),
    Row("legal_notice", None),
    Row("legal_notice", "none", {}, {"legal_notice": False}),
    Row("legal_notice", None, {}, {"legal_notice": False, "language": "fr-ca"}),
    Row("legal_notice", None, {}, {"legal_notice": False, "language": "en"}),
]


def look_of(row: Row) -> WebsiteObservation:
    """The look of a row."""
    changes: dict[str, Any] = {"page": replace(PAGE, **row.page), **row.look}
    return replace(GOOD, **changes)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}-{row.outcome}")
def test_a_rule_finds_what_it_should_with_the_values_of_its_sentence(row: Row) -> None:
    found = SITE_RULES[row.rule](look_of(row), load_website_rules().books[row.rule].limits)
    assert (found and found.outcome) == row.outcome
    if found is not None:
        texts = load_website_rules().texts[row.rule][found.outcome]
        assert set(found.values) == texts.says.names | (texts.do.names if texts.do else frozenset())


def test_every_rule_and_every_outcome_of_the_file_has_a_case() -> None:
    books = load_website_rules().books
    assert list(books) == list(SITE_RULES)
    written = {(rule, outcome) for rule, book in books.items() for outcome in book.outcomes}
    assert {(row.rule, row.outcome) for row in ROWS if row.outcome} == written


def test_nothing_is_asked_of_a_good_site() -> None:
    found = website_findings(GOOD, load_website_rules().books)
    assert {reason.severity for reason in found} == {Severity.STRENGTH}
    assert len(found) >= 14


def test_what_to_put_right_first_stands_first() -> None:
    bad = replace(GOOD, https=False, page=replace(PAGE, description="", on_phone=False))
    severities = [reason.severity for reason in website_findings(bad, load_website_rules().books)]
    assert severities == sorted(severities, key=list(Severity).index)
    assert severities[0] is Severity.DO_FIRST


@pytest.mark.parametrize("landing", [landing for landing in NOT_A_SITE if landing is not Landing.SCRIPT])
def test_nothing_is_said_of_a_page_that_is_not_the_firms(landing: Landing) -> None:
    found = website_findings(replace(GOOD, landing=landing, weight=None, links=None), load_website_rules().books)
    assert {reason.rule for reason in found} <= {"reached", "certificate"}


def test_nothing_is_said_of_the_words_of_a_page_that_scripts_fill() -> None:
    found = website_findings(replace(GOOD, landing=Landing.SCRIPT), load_website_rules().books)
    assert {"telephone", "hours", "acting", "counting"}.isdisjoint(reason.rule for reason in found)


def test_what_is_kept_for_the_diagnosis() -> None:
    kept = kept_of(GOOD)
    assert kept == SeenWebsite(since=GOOD.day, landing=Landing.PAGE, on_phone=True, seconds=0.5)
    assert kept.works
    assert kept_of(replace(GOOD, landing=Landing.SCRIPT)).on_phone is None
    assert kept_of(replace(GOOD, landing=Landing.REFUSED)).works is None
    assert kept_of(replace(GOOD, landing=Landing.PARKED)).works is False


@pytest.mark.parametrize("typed", ["https://www.Mabakery.test/", "mabakery.test", "http://mabakery.test"])
def test_addresses_that_are_alike(typed: str) -> None:
    assert bare(typed) == "mabakery.test"
