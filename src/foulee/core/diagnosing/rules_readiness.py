"""Are we ready? Who, when, with what, and what there is to say (METHOD A4, B2, C2 to C4, D2)."""

from foulee.core.diagnosing.case import Case, Found
from foulee.core.diagnosing.rules_shared import Grounds, either, found, is_alone, listed
from foulee.core.diagnosing.rules_words import names_everybody, names_nobody
from foulee.core.diagnosing.verdict import Limits


def champion(case: Case, limits: Limits) -> Found | None:
    """Ask: is one person in charge? METHOD C3."""
    name = case.answers.champion
    evidence: Grounds = {"answer:means.champion": name or None}
    if names_nobody(name):
        return None if is_alone(case, limits) else found("missing", evidence)
    if names_everybody(name) and not is_alone(case, limits):
        return found("everybody", evidence, champion_text=name)
    return found("named", evidence, champion_text=name)


def regular_hours(case: Case, _limits: Limits) -> Found | None:
    """Ask: do the hours come round at a set time? METHOD C3, B10."""
    return either(case.answers.regular_hours, "answer:means.regular_hours")


def hours(case: Case, _limits: Limits) -> Found | None:
    """Ask: are there hours enough for one presence at least? METHOD C4, A4, B2."""
    told, computed = case.answers.hours_per_week, case.computed
    available, cheapest = computed.hours_available, computed.cheapest_hours
    evidence: Grounds = {"answer:means.hours_per_week": told}
    if told is None:
        return found("unknown", evidence)
    evidence |= {"computed:hours_available": available, "computed:cheapest_hours": cheapest}
    if available <= 0.0:
        return found("none", evidence)
    outcome = "too_few" if available < cheapest else "enough"
    return found(outcome, evidence, available_hours=available, cheapest_hours=cheapest)


def budget(case: Case, limits: Limits) -> Found | None:
    """Ask: is there a budget, or is the firm small enough to do without? METHOD C4."""
    people, money = case.answers.people, case.answers.budget_per_month
    evidence: Grounds = {"answer:means.budget_per_month": money, "answer:firm.people": people}
    if money:
        return found("planned", evidence, budget_money=money)
    if people is None:
        return None
    if people > limits["tiny_count"]:
        return found("unknown", evidence) if money is None else _no_budget(case, limits)
    if money is None:
        return None
    fact: Grounds = {"fact:firms.online.fr.spends_300_or_less": limits["little_pct"]}
    return found("tiny", evidence | fact, little_pct=limits["little_pct"])


def _no_budget(case: Case, limits: Limits) -> Found | None:
    people, available = case.answers.people or 0.0, case.computed.hours_available
    if available >= limits["enough_hours"]:
        return None
    evidence: Grounds = {
        "answer:means.budget_per_month": 0.0,
        "answer:firm.people": people,
        "computed:hours_available": available,
        "fact:cost.freelance.fr.light.middle": limits["helper_count"],
    }
    return found(
        "none_larger_firm",
        evidence,
        people_count=people,
        available_hours=available,
        helper_count=limits["helper_count"],
    )


def skills(case: Case, _limits: Limits) -> Found | None:
    """Ask: can somebody do what the plan calls for? METHOD B2."""
    a, needed = case.answers, case.computed.plan_skills
    if not needed:
        return None
    if a.skills is None:
        return found("unknown", {"answer:means.skills": None, "computed:plan_skills": listed(sorted(needed))})
    evidence: Grounds = {
        "answer:means.skills": listed(sorted(a.skills)),
        "computed:plan_skills": listed(sorted(needed)),
    }
    missing = listed(sorted(needed - a.skills))
    if not missing:
        return found("held", evidence, plan_skills=listed(sorted(needed)))
    evidence |= {"answer:means.trained": a.trained}
    return found("trained" if a.trained else "lacking", evidence, missing_skills=missing)


def validation(case: Case, limits: Limits) -> Found | None:
    """Ask: is approval quick and light? METHOD D2."""
    days, minutes = case.answers.validation_days, case.answers.validation_minutes
    evidence: Grounds = {"answer:means.validation_days": days, "answer:means.validation_minutes": minutes}
    if days is not None and days > limits["slow_days"]:
        return found("slow", evidence, wait_days=days)
    if minutes is not None and minutes > limits["heavy_count"]:
        making = limits["making_count"]
        fact: Grounds = {"fact:effort.photo_post.default": making}
        return found("heavy", evidence | fact, approval_count=minutes, making_count=making)
    return None if days is None or minutes is None else found("light", evidence)


def outsourced(case: Case, _limits: Limits) -> Found | None:
    """Ask: would the whole presence be handed to somebody outside? METHOD C3."""
    a = case.answers
    if not a.outsourced:
        return None
    evidence: Grounds = {
        "answer:means.outsourced": a.outsourced,
        "answer:means.champion": a.champion or None,
    }
    if names_nobody(a.champion) or names_everybody(a.champion):
        return found("whole", evidence)
    return found("helped", evidence, champion_text=a.champion)


def content_ideas(case: Case, limits: Limits) -> Found | None:
    """Ask: is there enough to show for the plan? METHOD C2, A4."""
    ideas, needed = case.answers.ideas_per_month, case.computed.plan_items_per_month
    evidence: Grounds = {"answer:content.ideas_per_month": ideas, "computed:plan_items_per_month": needed}
    if ideas is None:
        return found("unknown", evidence)
    if ideas <= 0.0:
        return found("none", evidence)
    if not needed > 0.0:
        return None
    outcome = "too_few" if ideas < limits["enough_share"] * needed else "enough"
    return found(outcome, evidence, ideas_count=ideas, needed_count=needed)


def content_mix(case: Case, limits: Limits) -> Found | None:
    """Ask: is the talk of more than oneself? METHOD C2."""
    share = case.answers.share_about_us
    if share is None:
        return None
    evidence: Grounds = {"answer:content.share_about_us": share}
    if share <= limits["most_pct"]:
        return found("balanced", evidence, share_pct=share)
    fact: Grounds = {"fact:long.own_social.informational": limits["informing_sells"]}
    return found("about_us", evidence | fact, share_pct=share)


def content_planned(case: Case, _limits: Limits) -> Found | None:
    """Ask: is next month's content known? METHOD C2, B10."""
    return either(case.answers.content_planned, "answer:content.planned")
