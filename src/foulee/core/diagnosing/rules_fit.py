"""Does it suit us? The owner's ways and the customers' habits (METHOD E2, E3)."""

from foulee.core.diagnosing.case import Case, Found
from foulee.core.diagnosing.rules_shared import Grounds, best_network, either, found, listed
from foulee.core.diagnosing.verdict import Limits


def criticism(case: Case, _limits: Limits) -> Found | None:
    """Ask: is criticism in public accepted? METHOD E3."""
    answer = case.answers.accepts_criticism
    unknown = found("unknown", {"answer:philosophy.accepts_criticism": None})
    return either(answer, "answer:philosophy.accepts_criticism", yes="accepts", no="refuses") or unknown


def dialogue(case: Case, _limits: Limits) -> Found | None:
    """Ask: is the owner willing to talk with customers in public? METHOD E3."""
    answer = case.answers.ready_for_dialogue
    return either(answer, "answer:philosophy.ready_for_dialogue", yes="ready", no="refuses")


def customers_ready(case: Case, limits: Limits) -> Found | None:
    """Ask: are the firm's own customers ready to follow it? METHOD E2."""
    asked, follow, ask = case.answers.asked, case.answers.would_follow, limits["ask_count"]
    evidence: Grounds = {"answer:target.asked": asked, "answer:target.would_follow": follow}
    if not asked or follow is None:
        silent = limits["silent_pct"]
        fact: Grounds = {"fact:firms.online.fr.no_customer_survey": silent}
        return found("not_asked", evidence | fact, ask_count=ask, silent_pct=silent)
    if asked < limits["enough_count"]:
        return found("too_few_asked", evidence, asked_count=asked, follow_count=follow, ask_count=ask)
    share = follow / asked
    outcome = "few_follow" if share < limits["few_pct"] else "some" if share < limits["many_pct"] else "many"
    return found(outcome, evidence, asked_count=asked, follow_pct=share)


def target_online(case: Case, limits: Limits) -> Found | None:
    """Ask: are the people to talk to on any network at all? METHOD E2, B3."""
    best = best_network(case)
    if best is None or limits["rare_pct"] <= best[1] < limits["common_pct"]:
        return None
    outcome = "rare" if best[1] < limits["rare_pct"] else "common"
    return found(outcome, {"computed:target_use": best[1]}, best_network=best[0], best_pct=best[1])


def regulated(case: Case, _limits: Limits) -> Found | None:
    """Ask: does the law restrict what this firm may publish? METHOD E3."""
    constraints = listed(case.answers.constraints)
    if not constraints:
        return None
    return found("rules", {"answer:philosophy.constraints": constraints}, law_constraints=constraints)
