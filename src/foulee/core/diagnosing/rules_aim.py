"""Are we ready? What for, for whom, and what became of what was tried (METHOD A2, B1, B6, B7, C1, D4, E1)."""

from foulee.core.diagnosing.case import Answers, Case, Found
from foulee.core.diagnosing.motives import MotiveVerdict
from foulee.core.diagnosing.rules_shared import Grounds, found
from foulee.core.diagnosing.rules_words import counts_applause
from foulee.core.diagnosing.verdict import Limits


def motive(case: Case, _limits: Limits) -> Found | None:
    """Ask: is the reason the owner's own, or everybody's? METHOD C1."""
    reading = case.answers.motive
    phrase = reading.findings[0].phrase if reading.findings else None
    evidence: Grounds = {"answer:objective.reason": phrase}
    if phrase is not None and reading.verdict in {MotiveVerdict.BAD, MotiveVerdict.MIXED}:
        return found(reading.verdict.value, evidence, reason_text=phrase)
    return found(reading.verdict.value, evidence)


def objective_measurable(case: Case, _limits: Limits) -> Found | None:
    """Ask: can the aim be counted, and by when? METHOD C1, E1."""
    a = case.answers
    evidence: Grounds = {
        "answer:objective.kind": a.objective,
        "answer:objective.metric": a.metric or None,
        "answer:objective.number": a.metric_number,
        "answer:objective.by": a.months_to_date is not None or None,
    }
    if a.objective is None and not a.metric:
        return found("missing", evidence)
    if a.months_to_date is None or None in evidence.values():
        return found("partial", evidence)
    return found("complete", evidence, left_months=a.months_to_date)


def vanity_metric(case: Case, limits: Limits) -> Found | None:
    """Ask: is applause counted instead of customers? METHOD B7."""
    metric = case.answers.metric
    if not counts_applause(metric):
        return None
    fact: Grounds = {"fact:long.like.no_effect.us": limits["likes_change_little"]}
    return found("vanity", fact | {"answer:objective.metric": metric}, metric_text=metric)


def benefits_named(case: Case, _limits: Limits) -> Found | None:
    """Ask: is it said what success would bring? METHOD E1."""
    told = case.answers.benefits
    return found("named" if told else "missing", {"answer:objective.benefits": told})


def brand_words(case: Case, _limits: Limits) -> Found | None:
    """Ask: is the firm told in the owner's own words? METHOD B1."""
    a = case.answers
    evidence: Grounds = {
        "answer:brand.mission": a.mission,
        "answer:brand.promise": a.promise,
        "answer:brand.difference": a.difference,
    }
    told = list(evidence.values())
    outcome = "all" if all(told) else "some" if any(told) else "none"
    return found(outcome, evidence)


def one_target(case: Case, limits: Limits) -> Found | None:
    """Ask: is one kind of people meant? METHOD D4."""
    told, ages = case.answers.target_told, case.answers.target_ages
    evidence: Grounds = {"answer:target.who": told}
    if not told:
        return found("missing", evidence)
    if ages is None or ages[1] - ages[0] <= limits["widest_count"]:
        return found("told", evidence)
    span: Grounds = {"answer:target.ages": f"{ages[0]}-{ages[1]}"}
    return found("too_wide", evidence | span, youngest_count=ages[0], oldest_count=ages[1])


def retention(case: Case, limits: Limits) -> Found | None:
    """Ask: do customers stay, before others are looked for? METHOD A2."""
    kept = case.answers.kept_per_year
    evidence: Grounds = {"answer:firm.customers_kept_per_year": kept}
    if kept is None:
        return found("unknown", evidence)
    if kept >= limits["strong"]:
        return found("strong", evidence, kept_pct=kept)
    if kept >= limits["leaky"]:
        return None
    return found("leaky" if kept >= limits["once"] else "once", evidence, kept_pct=kept)


def measuring_shop(case: Case, limits: Limits) -> Found | None:
    """Ask: will anyone know what came to the shop from it? METHOD B6, A2."""
    a = case.answers
    evidence: Grounds = {
        "answer:past.asks_how_heard": a.asks_how_heard,
        "answer:past.shop_tracked": a.shop_tracked,
    }
    if a.asks_how_heard or a.shop_tracked:
        fact: Grounds = {"fact:firms.online.fr.time_unknown": limits["unknown_pct"]}
        return found("tracked", evidence | fact, unknown_pct=limits["unknown_pct"])
    if not a.has_premises:
        return None
    return found("unknown" if a.asks_how_heard is None else "blind", evidence)


def past_ads(case: Case, _limits: Limits) -> Found | None:
    """Ask: where did the money of past advertising go? METHOD B6."""
    a = case.answers
    if not a.past_ads_spent or not a.has_premises or a.shop_tracked or a.asks_how_heard:
        return None
    if a.past_reached is None or a.past_online_orders is None:
        return found("lost_partly", _past(a), spent_money=a.past_ads_spent)
    return found(
        "lost",
        _past(a),
        spent_money=a.past_ads_spent,
        reached_count=a.past_reached,
        orders_count=a.past_online_orders,
    )


def _past(a: Answers) -> Grounds:
    return {
        "answer:past.ads_spent": a.past_ads_spent,
        "answer:past.people_reached": a.past_reached,
        "answer:past.online_orders": a.past_online_orders,
        "answer:past.shop_tracked": a.shop_tracked,
    }
