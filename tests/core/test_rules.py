"""Every rule, every outcome: a table of cases; and what a finding owes to whoever shows it."""

import datetime as dt
import math
import typing
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, NamedTuple

import pytest
from pydantic import BaseModel

from foulee.core.diagnosing.case import Answers, Case, Computed, Found, PresentChannel
from foulee.core.diagnosing.motives import MotiveFinding, MotiveReading, MotiveVerdict
from foulee.core.diagnosing.rules import RULES
from foulee.core.diagnosing.rules_words import counts_applause, names_everybody, names_nobody
from foulee.core.diagnosing.verdict import apply_rules, conclude
from foulee.core.diagnosing.website_seen import Landing, SeenWebsite
from foulee.core.types import Interval, Network, Objective, Question, Verdict
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.rulebooks import load_rules

N = Network
EMPTY = MotiveReading(findings=(), has_purpose=False, verdict=MotiveVerdict.EMPTY)
EVERYBODY_IS_THERE = MotiveFinding("everybody", "tout le monde y est", 0, 19)
KINDS = {"answer", "fact", "computed", "seen"}


def reading(verdict: str, *findings: MotiveFinding) -> MotiveReading:
    """Make what was understood of a motive."""
    return MotiveReading(findings, has_purpose=verdict in {"good", "mixed"}, verdict=MotiveVerdict(verdict))


def channel(network: Network, posts: float | None) -> PresentChannel:
    """Make a presence that is there already."""
    return PresentChannel(network=network, months=24.0, followers=300, posts_per_month=posts)


UNKNOWN = Answers(
    country="FR",
    consumers=True,
    has_premises=True,
    sells_online=False,
    people=None,
    kept_per_year=None,
    mission=False,
    promise=False,
    difference=False,
    objective=None,
    motive=EMPTY,
    metric="",
    metric_number=None,
    months_to_date=None,
    benefits=False,
    target_told=False,
    target_ages=None,
    asked=None,
    would_follow=None,
    champion="",
    hours_per_week=None,
    regular_hours=None,
    skills=None,
    trained=None,
    budget_per_month=None,
    validation_minutes=None,
    validation_days=None,
    outsourced=None,
    ideas_per_month=None,
    share_about_us=None,
    content_planned=None,
    site_exists=None,
    site_age_years=None,
    site_on_phone=None,
    site_seconds=None,
    site_visits_per_month=None,
    site_bounce=None,
    site_orders_per_month=None,
    channels=(),
    wanted=(),
    email_list=None,
    listing_claimed=None,
    rating=None,
    reviews=None,
    past_ads_spent=None,
    past_reached=None,
    past_online_orders=None,
    shop_tracked=None,
    asks_how_heard=None,
    complaints_known=None,
    answered_by="",
    reply_hours=None,
    procedures=None,
    answers_reviews=None,
    crisis_plan=None,
    accepts_criticism=None,
    ready_for_dialogue=None,
    constraints=(),
)

READY = replace(
    UNKNOWN,
    people=3.0,
    kept_per_year=0.75,
    mission=True,
    promise=True,
    difference=True,
    objective=Objective.SELL,
    motive=reading("good"),
    metric="cakes to order, a month",
    metric_number=40.0,
    months_to_date=24.0,
    benefits=True,
    target_told=True,
    target_ages=(30, 60),
    asked=60,
    would_follow=24,
    champion="Aline",
    hours_per_week=3.0,
    regular_hours=True,
    skills=frozenset({"photo", "writing"}),
    trained=True,
    budget_per_month=40.0,
    validation_minutes=5.0,
    validation_days=0.0,
    outsourced=False,
    ideas_per_month=12.0,
    share_about_us=0.3,
    content_planned=True,
    site_exists=True,
    site_age_years=2,
    site_on_phone=True,
    site_seconds=1.8,
    site_visits_per_month=900,
    site_bounce=0.41,
    wanted=(N.FACEBOOK,),
    email_list=150,
    listing_claimed=True,
    rating=4.6,
    reviews=80,
    past_ads_spent=0.0,
    shop_tracked=True,
    asks_how_heard=True,
    complaints_known=True,
    answered_by="Aline",
    reply_hours=5.0,
    procedures=True,
    answers_reviews=True,
    crisis_plan=True,
    accepts_criticism=True,
    ready_for_dialogue=True,
)

MODEL = Computed(
    chance_pays=0.8,
    gain=Interval(-400.0, 5200.0, 14000.0),
    breakeven_per_year=1.2,
    expected_per_year=Interval(0.4, 2.6, 6.0),
    customer_value=Interval(60.0, 140.0, 260.0),
    years=3.0,
    plan_networks=(N.GOOGLE_BUSINESS, N.FACEBOOK),
    plan_skills=frozenset({"photo"}),
    plan_items_per_month=9.0,
    plan_hours=2.4,
    cheapest_hours=0.4,
    wanted_hours=1.6,
    hours_available=3.0,
    target_use={N.FACEBOOK: 0.64, N.INSTAGRAM: 0.41, N.X: 0.12, N.YOUTUBE: 0.83},
    blue_ahead={"all": 0.91, "concave": 0.95, "threshold": 0.84, "far": 0.9},
)

NOTHING_COMPUTED = Computed(
    chance_pays=math.nan,
    gain=Interval(math.nan, math.nan, math.nan),
    breakeven_per_year=math.inf,
    expected_per_year=Interval(0.0, 0.0, 0.0),
    customer_value=Interval(0.0, 0.0, 0.0),
    years=3.0,
    plan_networks=(),
    plan_skills=frozenset(),
    plan_items_per_month=0.0,
    plan_hours=0.0,
    cheapest_hours=0.0,
    wanted_hours=0.0,
    hours_available=0.0,
    target_use={},
    blue_ahead={},
)


GOOD_SITE = SeenWebsite(since=dt.date(2026, 11, 22), landing=Landing.PAGE, on_phone=True, seconds=0.5)


class Row(NamedTuple):
    """A line of the table: a rule, what it must find (None: nothing), how the firm differs from READY."""

    rule: str
    outcome: str | None
    answers: dict[str, Any]
    computed: dict[str, Any]
    seen: SeenWebsite | None = None


def rows() -> Iterator[Row]:
    """Give the table, line by line."""
    for rule, outcome, answers in ANSWERED:
        yield Row(rule, outcome, answers, {})
    for rule, outcome, answers, computed in COMPUTED:
        yield Row(rule, outcome, answers, computed)
    for rule, outcome, answers, seen in SEEN:
        yield Row(rule, outcome, answers, {}, replace(GOOD_SITE, **seen))


ANSWERED: list[tuple[str, str | None, dict[str, Any]]] = [
    ("motive", "bad", {"motive": reading("bad", EVERYBODY_IS_THERE)}),
    ("motive", "mixed", {"motive": reading("mixed", EVERYBODY_IS_THERE)}),
    ("motive", "unclear", {"motive": reading("unclear")}),
    ("motive", "empty", {"motive": EMPTY}),
    ("motive", "good", {}),
    ("objective_measurable", "missing", {"objective": None, "metric": ""}),
    ("objective_measurable", "partial", {"months_to_date": None}),
    ("objective_measurable", "partial", {"metric": ""}),
    ("objective_measurable", "partial", {"objective": None}),
    ("objective_measurable", "complete", {}),
    ("vanity_metric", "vanity", {"metric": "Le nombre d’abonnés sur Instagram"}),
    ("vanity_metric", None, {}),
    ("vanity_metric", None, {"metric": ""}),
    ("benefits_named", "missing", {"benefits": False}),
    ("benefits_named", "named", {}),
    ("brand_words", "none", {"mission": False, "promise": False, "difference": False}),
    ("brand_words", "some", {"promise": False}),
    ("brand_words", "all", {}),
    ("one_target", "missing", {"target_told": False}),
    ("one_target", "too_wide", {"target_ages": (18, 75)}),
    ("one_target", "told", {}),
    ("one_target", "told", {"target_ages": None}),
    ("retention", "leaky", {"kept_per_year": 0.3}),
    ("retention", "once", {"kept_per_year": 0.06}),
    ("retention", None, {"kept_per_year": 0.5}),
    ("retention", "unknown", {"kept_per_year": None}),
    ("retention", "strong", {}),
    ("measuring_shop", "blind", {"shop_tracked": False, "asks_how_heard": False}),
    ("measuring_shop", "unknown", {"shop_tracked": None, "asks_how_heard": None}),
    ("measuring_shop", "tracked", {"shop_tracked": None}),
    ("measuring_shop", None, {"shop_tracked": False, "asks_how_heard": False, "has_premises": False}),
    (
        "past_ads",
        "lost",
        {
            "past_ads_spent": 500.0,
            "past_reached": 150_000,
            "past_online_orders": 6,
            "shop_tracked": False,
            "asks_how_heard": False,
        },
    ),
    ("past_ads", "lost_partly", {"past_ads_spent": 300.0, "shop_tracked": None, "asks_how_heard": None}),
    ("past_ads", None, {"past_ads_spent": 300.0}),
    ("past_ads", None, {}),
    ("champion", "missing", {"champion": ""}),
    ("champion", "missing", {"champion": "Personne pour l’instant"}),
    ("champion", "everybody", {"champion": "Toute l'équipe, à tour de rôle"}),
    ("champion", "named", {}),
    ("champion", None, {"champion": "", "people": 1.0}),
    ("champion", "named", {"champion": "Nous", "people": 1.0}),
    ("regular_hours", "no", {"regular_hours": False}),
    ("regular_hours", "yes", {}),
    ("hours", "unknown", {"hours_per_week": None}),
    ("budget", "tiny", {"budget_per_month": 0.0}),
    ("budget", "unknown", {"budget_per_month": None, "people": 12.0}),
    ("budget", "planned", {"people": 12.0}),
    ("budget", None, {"budget_per_month": None}),
    ("budget", None, {"budget_per_month": 0.0, "people": None}),
    ("validation", "slow", {"validation_days": 6.0}),
    ("validation", "heavy", {"validation_minutes": 20.0}),
    ("validation", "light", {}),
    ("validation", None, {"validation_days": None}),
    ("outsourced", "whole", {"outsourced": True, "champion": ""}),
    ("outsourced", "whole", {"outsourced": True, "champion": "tout le monde"}),
    ("outsourced", "helped", {"outsourced": True}),
    ("outsourced", None, {}),
    ("content_ideas", "none", {"ideas_per_month": 0.0}),
    ("content_ideas", "too_few", {"ideas_per_month": 4.0}),
    ("content_ideas", "enough", {"ideas_per_month": 8.0}),
    ("content_ideas", "unknown", {"ideas_per_month": None}),
    ("content_mix", "about_us", {"share_about_us": 0.8}),
    ("content_mix", "balanced", {}),
    ("content_planned", "no", {"content_planned": False}),
    ("content_planned", "yes", {}),
    ("website_exists", "none_needed", {"site_exists": False, "sells_online": True}),
    ("website_exists", "none_needed", {"site_exists": False, "consumers": False}),
    ("website_exists", "none", {"site_exists": False}),
    ("website_exists", "unknown", {"site_exists": None}),
    ("website_exists", None, {}),
    ("website_phone", "no", {"site_on_phone": False}),
    ("website_phone", "yes", {}),
    ("website_age", "old", {"site_age_years": 13}),
    ("website_age", None, {}),
    ("website_slow", "slow", {"site_seconds": 7.5}),
    ("website_slow", None, {}),
    ("bounce", "high", {"site_bounce": 0.64}),
    ("bounce", None, {"site_bounce": 0.64, "consumers": False}),
    ("bounce", "high", {"site_bounce": 0.66, "consumers": False}),
    ("bounce", None, {"site_bounce": 0.9, "site_visits_per_month": 40}),
    ("bounce", "low", {}),
    ("website_sells", "poor", {"sells_online": True, "site_orders_per_month": 3.0}),
    ("website_sells", "good", {"sells_online": True, "site_orders_per_month": 30.0}),
    ("website_sells", None, {"sells_online": True, "site_orders_per_month": 10.0}),
    ("website_sells", None, {"sells_online": True, "site_orders_per_month": 0.0, "site_visits_per_month": 0}),
    ("listing", "unclaimed", {"listing_claimed": False}),
    ("listing", "unknown", {"listing_claimed": None}),
    ("listing", "claimed", {}),
    ("listing", None, {"listing_claimed": False, "has_premises": False}),
    ("own_list", "none", {"email_list": 0}),
    ("own_list", "has", {}),
    ("own_list", None, {"email_list": 0, "wanted": ()}),
    ("own_list", None, {"email_list": 5}),
    ("sleeping_channels", "asleep", {"channels": (channel(N.FACEBOOK, 0.5), channel(N.INSTAGRAM, 8.0))}),
    ("sleeping_channels", "asleep", {"channels": (channel(N.YOUTUBE, 0.0),)}),
    ("sleeping_channels", "steady", {"channels": (channel(N.FACEBOOK, 6.0), channel(N.YOUTUBE, 1.0))}),
    ("sleeping_channels", None, {"channels": (channel(N.FACEBOOK, None), channel(N.NEWSLETTER, 1.0))}),
    ("too_many_channels", None, {}),
    ("misfit_network", "misfit", {"wanted": (N.X, N.FACEBOOK)}),
    ("misfit_network", None, {}),
    ("misfit_network", None, {"wanted": (N.NEWSLETTER,)}),
    ("who_answers", "nobody", {"answered_by": ""}),
    ("who_answers", "nobody", {"answered_by": "Celui qui voit le message"}),
    ("who_answers", "named", {}),
    ("who_answers", None, {"answered_by": "", "people": 1.0}),
    ("reply_time", "slow", {"reply_hours": 48.0}),
    ("reply_time", "quick", {}),
    ("reply_time", None, {"reply_hours": 20.0}),
    ("reply_time", "unknown", {"reply_hours": None}),
    ("complaints", "unknown", {"complaints_known": None}),
    ("complaints", "known", {}),
    ("procedures", "none", {"procedures": False}),
    ("procedures", "none_larger_firm", {"procedures": False, "people": 9.0}),
    ("procedures", "written", {}),
    ("crisis_plan", "none", {"crisis_plan": False}),
    ("crisis_plan", "ready", {}),
    ("reviews_answered", "no", {"answers_reviews": False}),
    ("reviews_answered", "yes", {}),
    ("reviews_answered", None, {"answers_reviews": False, "reviews": 0}),
    ("rating", "low", {"rating": 3.4}),
    ("rating", None, {"rating": 3.4, "reviews": 4}),
    ("rating", None, {"rating": 4.0}),
    ("rating", "high", {}),
    ("one_history", "scattered", {"wanted": (N.FACEBOOK, N.INSTAGRAM)}),
    ("one_history", None, {"wanted": (N.FACEBOOK, N.INSTAGRAM), "people": 1.0}),
    ("one_history", None, {}),
    ("criticism", "refuses", {"accepts_criticism": False}),
    ("criticism", "unknown", {"accepts_criticism": None}),
    ("criticism", "accepts", {}),
    ("dialogue", "refuses", {"ready_for_dialogue": False}),
    ("dialogue", "ready", {}),
    ("customers_ready", "not_asked", {"asked": None}),
    ("customers_ready", "not_asked", {"asked": 0, "would_follow": 0}),
    ("customers_ready", "not_asked", {"would_follow": None}),
    ("customers_ready", "too_few_asked", {"asked": 11, "would_follow": 2}),
    ("customers_ready", "few_follow", {"would_follow": 3}),
    ("customers_ready", "some", {"would_follow": 12}),
    ("customers_ready", "many", {}),
    ("regulated", "rules", {"constraints": ("alcohol", "health")}),
    ("regulated", None, {}),
    ("odds", "survey", {}),
    ("big_models", "many_wanted", {"wanted": (N.X, N.FACEBOOK, N.YOUTUBE, N.BLOG)}),
    ("big_models", None, {"wanted": (N.NEWSLETTER, N.GOOGLE_BUSINESS, N.FACEBOOK)}),
    ("pays", "likely", {}),
    ("breakeven", "covered", {}),
    ("steady_or_burst", "steady", {}),
    ("target_online", "common", {}),
    ("hours", "enough", {}),
    ("skills", "held", {}),
    ("skills", "unknown", {"skills": None}),
    ("skills", "lacking", {"skills": frozenset(), "trained": False}),
    ("skills", "trained", {"skills": frozenset({"writing"})}),
]

COMPUTED: list[tuple[str, str | None, dict[str, Any], dict[str, Any]]] = [
    ("hours", "none", {"hours_per_week": 0.0}, {"hours_available": 0.0}),
    ("hours", "too_few", {}, {"hours_available": 0.3}),
    (
        "budget",
        "none_larger_firm",
        {"budget_per_month": 0.0, "people": 12.0},
        {"hours_available": 2.0},
    ),
    ("budget", None, {"budget_per_month": 0.0, "people": 12.0}, {"hours_available": 6.0}),
    ("skills", None, {}, {"plan_skills": frozenset()}),
    ("content_ideas", None, {}, {"plan_items_per_month": 0.0}),
    ("too_many_channels", "too_many", {"wanted": (N.FACEBOOK, N.INSTAGRAM)}, {"wanted_hours": 5.9}),
    ("too_many_channels", "one_too_heavy", {}, {"wanted_hours": 5.9}),
    ("too_many_channels", "fits", {"channels": (channel(N.NEWSLETTER, 1.0),)}, {}),
    ("too_many_channels", None, {"hours_per_week": None}, {"wanted_hours": 5.9}),
    ("misfit_network", None, {"wanted": (N.X,)}, {"target_use": {N.X: 0.1, N.FACEBOOK: 0.2}}),
    ("misfit_network", None, {"wanted": (N.X,)}, {"target_use": {}}),
    ("target_online", "rare", {}, {"target_use": {N.FACEBOOK: 0.2, N.YOUTUBE: 0.6}}),
    ("target_online", None, {}, {"target_use": {N.FACEBOOK: 0.4}}),
    ("target_online", None, {}, {"target_use": {}}),
    ("pays", "nothing_fits", {}, {"plan_networks": (), "chance_pays": 0.0}),
    ("pays", "unlikely", {}, {"chance_pays": 0.2}),
    ("pays", "cannot_tell", {}, {"chance_pays": 0.5}),
    ("breakeven", "short", {}, {"breakeven_per_year": 4.0}),
    ("breakeven", None, {}, {"breakeven_per_year": math.inf}),
    ("breakeven", None, {}, {"plan_networks": ()}),
    ("steady_or_burst", "burst", {}, {"blue_ahead": {"all": 0.1, "concave": 0.15, "threshold": 0.02}}),
    ("steady_or_burst", "depends", {}, {"blue_ahead": {"all": 0.85, "concave": 0.97, "threshold": 0.4}}),
    ("steady_or_burst", "steady", {}, {"blue_ahead": {"all": 0.9, "far": math.nan}}),
    ("steady_or_burst", None, {}, {"blue_ahead": {}}),
    ("steady_or_burst", None, {}, {"plan_networks": ()}),
]
SEEN: list[tuple[str, str | None, dict[str, Any], dict[str, Any]]] = [
    ("website_exists", "seen_none", {}, {"landing": Landing.PARKED}),
    ("website_exists", "seen_none", {"site_exists": None}, {"landing": Landing.NOTHING}),
    ("website_exists", None, {}, {"landing": Landing.NOTHING}),
    ("website_exists", "none", {"site_exists": False}, {"landing": Landing.NOTHING}),
    ("website_exists", "seen_social", {}, {"landing": Landing.SOCIAL}),
    ("website_exists", "seen_one", {"site_exists": False}, {}),
    ("website_exists", "none", {"site_exists": False}, {"landing": Landing.GONE}),
    ("website_exists", "unknown", {"site_exists": None}, {"landing": Landing.REFUSED}),
    ("website_exists", None, {"site_exists": None}, {"landing": Landing.SCRIPT}),
    ("website_exists", None, {}, {"landing": Landing.TANGLED}),
    ("website_phone", "seen_no", {"site_on_phone": None}, {"on_phone": False}),
    ("website_phone", "seen_no_said_yes", {}, {"on_phone": False}),
    ("website_phone", "no", {"site_on_phone": False}, {"on_phone": False}),
    ("website_phone", "seen_yes", {"site_on_phone": None}, {}),
    ("website_phone", "seen_yes_said_no", {"site_on_phone": False}, {}),
    ("website_phone", "yes", {}, {}),
    ("website_phone", "yes", {}, {"on_phone": None}),
    ("website_slow", "slow", {"site_seconds": None}, {"seconds": 4.5}),
    ("website_slow", "slow", {"site_seconds": 7.5}, {"seconds": 0.5}),
    ("website_slow", "seen_slow", {"site_seconds": 2.0}, {"seconds": 4.5}),
    ("website_slow", None, {"site_seconds": None}, {"seconds": None}),
]


ROWS = tuple(rows())
FINDING = tuple(row for row in ROWS if row.outcome is not None)


def find(row: Row) -> Found | None:
    """Apply a row's rule to its case."""
    case = Case(answers=replace(READY, **row.answers), computed=replace(MODEL, **row.computed), seen=row.seen)
    return RULES[row.rule](case, load_rules().books[row.rule].limits)


def name(row: Row) -> str:
    """Name a row in the tests' report."""
    return f"{row.rule}-{row.outcome}"


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_rule_finds_what_it_should(row: Row) -> None:
    found = find(row)
    assert (found and found.outcome) == row.outcome


def test_every_rule_and_every_outcome_of_the_file_has_a_case() -> None:
    books = load_rules().books
    written = {(rule, outcome) for rule, book in books.items() for outcome in book.outcomes}
    assert {(row.rule, row.outcome) for row in FINDING} == written


@pytest.mark.parametrize("row", FINDING, ids=name)
def test_values_are_those_that_the_sentences_need(row: Row) -> None:
    found = find(row)
    assert found is not None
    texts = load_rules().texts[row.rule][found.outcome]
    needed = texts.says.names | (texts.do.names if texts.do else frozenset())
    assert set(found.values) == needed


@pytest.mark.parametrize("row", FINDING, ids=name)
def test_evidence_can_be_traced(row: Row) -> None:
    found = find(row)
    assert found is not None
    assert found.evidence
    grounds = load_rules().grounds[row.rule]
    facts = {(ground.fact, ground.value) for ground in grounds.values() if ground.fact}
    for key, value in found.evidence:
        kind, _, path = key.partition(":")
        assert kind in KINDS
        if kind == "seen":
            path, _, day = path.partition("@")
            assert row.seen
            assert dt.date.fromisoformat(day) == row.seen.since
        if kind in {"answer", "seen"}:
            assert stands_in(FirmFile, path), f"{path} is not in the firm's file"
        elif kind == "computed":
            assert path in {field.name for field in fields(Computed)}
        else:
            assert (path, value) in facts, f"{path} with {value} is not a limit of {row.rule}"


def stands_in(model: type[BaseModel], path: str) -> bool:
    """Whether a dotted path leads somewhere in a pydantic document, through its lists too."""
    head, _, rest = path.partition(".")
    if head not in model.model_fields:
        return False
    return not rest or any(stands_in(inner, rest) for inner in models_in(model.model_fields[head].annotation))


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """List the documents named in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from models_in(inner)


@pytest.mark.parametrize("computed", [MODEL, NOTHING_COMPUTED], ids=["computed", "nothing computed"])
def test_a_firm_that_knows_nothing_gets_an_answer(computed: Computed) -> None:
    texts = load_rules()
    reasons = apply_rules(Case(answers=UNKNOWN, computed=computed), RULES, texts.books)
    diagnosis = conclude(reasons, texts.limits)
    expected = Verdict.PREPARE if computed is MODEL else Verdict.NOT_NOW
    assert diagnosis.verdict is expected
    assert all(reason.hours is not None for reason in reasons if reason.severity != "strength")


def test_a_firm_that_is_ready_goes() -> None:
    texts = load_rules()
    reasons = apply_rules(Case(answers=READY, computed=MODEL), RULES, texts.books)
    diagnosis = conclude(reasons, texts.limits)
    assert diagnosis.verdict is Verdict.GO
    assert {reason.rule for reason in reasons if reason.severity in {"blocker", "do_first"}} == set()


def test_unknown_is_not_bad() -> None:
    """What only costs a question never blocks, apart from the one thing nothing can do without: a name."""
    texts = load_rules()
    reasons = apply_rules(Case(answers=UNKNOWN, computed=MODEL), RULES, texts.books)
    assert [reason.rule for reason in reasons if reason.severity == "blocker"] == ["champion"]


def test_each_question_has_rules_that_can_say_no() -> None:
    books = load_rules().books.values()
    blocking = {book.question for book in books for outcome in book.outcomes.values() if outcome.severity == "blocker"}
    assert blocking == set(Question)


def test_quoted_words_are_the_owner_s_own() -> None:
    found = find(Row("motive", "bad", {"motive": reading("bad", EVERYBODY_IS_THERE)}, {}))
    assert found is not None
    assert found.values == {"reason_text": "tout le monde y est"}


def test_lists_are_codes_between_commas() -> None:
    found = find(Row("misfit_network", "misfit", {"wanted": (N.X, N.X, N.FACEBOOK)}, {}))
    assert found is not None
    assert found.values["misfit_networks"] == "x"
    assert found.values["best_network"] == "facebook"


@pytest.mark.parametrize(
    "answer",
    [
        "tout le monde",
        "Tout le monde un peu",
        "un peu tout le monde",
        "l'équipe",
        "L’ÉQUIPE de vente",
        "toute l'équipe",
        "chacun son tour",
        "Nous tous",
        "nous",
        "celui qui a le temps",
        "n'importe qui",
        "selon les jours",
        "everyone",
        "Everybody in the shop",
        "the whole team",
        "all of us",
        "whoever is free",
        "us",
    ],
)
def test_a_team_is_not_a_person(answer: str) -> None:
    assert names_everybody(answer)
    assert not names_nobody(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Aline",
        "Marie, avec l'équipe",
        "mon mari et moi",
        "nous deux, Paul et Anne",
        "Toussaint",
        "Le fils, Bastien",
        "personne d'autre que moi",
        "nobody but me",
        "Ms. Usher",
        "une apprentie, Chloé",
        "June, or Tess for technique",
        "La salariée du caveau",
    ],
)
def test_a_person_is_a_person(answer: str) -> None:
    assert not names_everybody(answer)
    assert not names_nobody(answer)


@pytest.mark.parametrize(
    "answer",
    ["", " ", "—", "personne", "Personne pour l'instant", "nobody", "No one yet", "à définir", "on verra"],
)
def test_nobody_is_nobody(answer: str) -> None:
    assert names_nobody(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "nombre de likes",
        "J’aime",
        "1 000 abonnés sur Facebook",
        "followers",
        "vues par vidéo",
        "le nombre de fans",
        "reach and impressions",
        "subscribers on YouTube",
    ],
)
def test_applause_is_recognised(answer: str) -> None:
    assert counts_applause(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "cakes to order",
        "Demandes de soumission par mois",
        "Couverts par semaine, du mardi au jeudi soir",
        "abonnés à la newsletter",
        "abonnés au panier de légumes",
        "commandes venues des abonnés",
        "followers who become customers",
        "impressions vendues",
        "Premiers bilans auditifs par mois (11 aujourd'hui)",
        "Customers out of 100 who buy again the year after",
        "rendez-vous en vue",
    ],
)
def test_customers_are_not_applause(answer: str) -> None:
    assert not counts_applause(answer)
