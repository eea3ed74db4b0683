"""Are we ready? To be talked to: answers, complaints, reviews, one history (METHOD B5, D3, D7, D8)."""

from foulee.core.diagnosing.case import Case, Found
from foulee.core.diagnosing.rules_shared import Grounds, either, found, is_alone, listed, presences
from foulee.core.diagnosing.rules_words import names_everybody, names_nobody
from foulee.core.diagnosing.verdict import Limits


def who_answers(case: Case, limits: Limits) -> Found | None:
    """Ask: is it settled who answers customers? METHOD B5, D3."""
    name = case.answers.answered_by
    evidence: Grounds = {"answer:service.answered_by": name or None}
    if not names_nobody(name) and (is_alone(case, limits) or not names_everybody(name)):
        return found("named", evidence, answered_text=name)
    return None if is_alone(case, limits) else found("nobody", evidence)


def reply_time(case: Case, limits: Limits) -> Found | None:
    """Ask: do customers get an answer soon? METHOD B5, D3."""
    waited = case.answers.reply_hours
    evidence: Grounds = {"answer:service.reply_hours": waited}
    if waited is None:
        return found("unknown", evidence)
    if waited <= limits["quick_hours"]:
        return found("quick", evidence, reply_hours=waited)
    if waited <= limits["slow_hours"]:
        return None
    expected = limits["expected_hours"]
    fact: Grounds = {"fact:threshold.first_reply.facebook": expected}
    return found("slow", evidence | fact, reply_hours=waited, expected_hours=expected)


def complaints(case: Case, _limits: Limits) -> Found | None:
    """Ask: is it known what customers complain of? METHOD B5."""
    known = case.answers.complaints_known
    return found("known" if known else "unknown", {"answer:service.complaints": known})


def procedures(case: Case, limits: Limits) -> Found | None:
    """Ask: is it written down how to answer when things go wrong? METHOD B5, D8."""
    written, people = case.answers.procedures, case.answers.people
    if written is not False:
        return found("written", {"answer:service.procedures": written}) if written else None
    larger = people is not None and people > limits["few_count"]
    evidence: Grounds = {"answer:service.procedures": written, "answer:firm.people": people}
    return found("none_larger_firm" if larger else "none", evidence)


def crisis_plan(case: Case, _limits: Limits) -> Found | None:
    """Ask: is it settled who decides when a message causes an uproar? METHOD D8."""
    return either(case.answers.crisis_plan, "answer:service.crisis_plan", yes="ready", no="none")


def reviews_answered(case: Case, limits: Limits) -> Found | None:
    """Ask: are reviews answered? METHOD B5, E3."""
    a, expecting = case.answers, limits["expecting_pct"]
    if a.answers_reviews is None or a.reviews == 0:
        return None
    evidence: Grounds = {
        "answer:service.answers_reviews": a.answers_reviews,
        "answer:presence.reviews": a.reviews,
    }
    if a.answers_reviews:
        return found("yes", evidence)
    fact: Grounds = {"fact:discovery.reviews.us.expects_answer": expecting}
    return found("no", evidence | fact, expecting_pct=expecting)


def rating(case: Case, limits: Limits) -> Found | None:
    """Ask: are customers pleased, before more are drawn? METHOD B5."""
    stars, reviews = case.answers.rating, case.answers.reviews
    if stars is None or reviews is None or reviews < limits["reviews_needed"]:
        return None
    evidence: Grounds = {"answer:presence.rating": stars, "answer:presence.reviews": reviews}
    if stars >= limits["high_stars"]:
        return found("high", evidence, rating_stars=stars, reviews_count=reviews)
    return None if stars >= limits["low_stars"] else _low_rating(stars, reviews, evidence, limits)


def _low_rating(stars: float, reviews: int, evidence: Grounds, limits: Limits) -> Found:
    bad, good = limits["bad_count"], limits["good_count"]
    facts: Grounds = {"fact:threshold.tell.bad.persons.fr": bad, "fact:threshold.tell.good.persons.fr": good}
    return found("low", evidence | facts, rating_stars=stars, reviews_count=reviews, bad_count=bad, good_count=good)


def one_history(case: Case, limits: Limits) -> Found | None:
    """Ask: do a customer's messages meet in one place? METHOD D7."""
    people, places = case.answers.people, sorted(presences(case))
    if people is None or people <= limits["people_count"] or len(places) <= limits["places_count"]:
        return None
    return found("scattered", {"answer:firm.people": people, "answer:presence.channels": listed(places)})
