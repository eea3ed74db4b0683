"""Is it in our interest? What the model expects, and what others found (METHOD A1 to A3, B6, B10, D6, E4)."""

from math import isfinite

from foulee.core.diagnosing.case import Case, Computed, Found
from foulee.core.diagnosing.rules_shared import Grounds, found, listed, social_wanted
from foulee.core.diagnosing.verdict import Limits


def pays(case: Case, limits: Limits) -> Found | None:
    """Ask: will the best plan bring back its hours and its money? METHOD A1, B10, C4."""
    computed = case.computed
    chance = computed.chance_pays
    evidence: Grounds = {
        "computed:plan_networks": listed(computed.plan_networks),
        "computed:chance_pays": chance,
        "computed:gain": computed.gain.p50,
    }
    if not computed.plan_networks:
        return found("nothing_fits", evidence)
    if chance < limits["unlikely"]:
        return found("unlikely", evidence, **_expected(computed))
    return found("likely" if chance >= limits["likely"] else "cannot_tell", evidence, **_expected(computed))


def _expected(computed: Computed) -> dict[str, float | str]:
    return {
        "plan_networks": listed(computed.plan_networks),
        "chance_pct": computed.chance_pays,
        "low_money": computed.gain.p10,
        "high_money": computed.gain.p90,
        "years_count": computed.years,
    }


def breakeven(case: Case, _limits: Limits) -> Found | None:
    """Ask: how much more must be sold, and how much is expected? METHOD A2, B6."""
    computed = case.computed
    needed, expected = computed.breakeven_per_year, computed.expected_per_year
    if not computed.plan_networks or not isfinite(needed):
        return None
    evidence: Grounds = {
        "computed:breakeven_per_year": needed,
        "computed:expected_per_year": expected.p50,
        "computed:customer_value": computed.customer_value.p50,
    }
    return found(
        "covered" if expected.p50 > needed else "short",
        evidence,
        needed_money=needed,
        low_money=expected.p10,
        high_money=expected.p90,
        value_money=computed.customer_value.p50,
        years_count=computed.years,
    )


def steady_or_burst(case: Case, limits: Limits) -> Found | None:
    """Ask: does a steady pace end ahead of one big push, whatever the response? METHOD A1, A3."""
    ahead = {shape: chance for shape, chance in case.computed.blue_ahead.items() if isfinite(chance)}
    if not case.computed.plan_networks or "all" not in ahead:
        return None
    if min(ahead.values()) > limits["ahead"]:
        outcome = "steady"
    else:
        outcome = "burst" if max(ahead.values()) < limits["behind"] else "depends"
    return found(outcome, {"computed:blue_ahead": ahead["all"]}, blue_pct=ahead["all"])


def odds(_case: Case, limits: Limits) -> Found | None:
    """Ask: what have other small firms found? METHOD E4."""
    shares = {name: limits[name] for name in ("profitable_pct", "unprofitable_pct", "unknown_pct")}
    evidence: Grounds = {
        "fact:firms.online.fr.time_profitable": shares["profitable_pct"],
        "fact:firms.online.fr.time_not_profitable": shares["unprofitable_pct"],
        "fact:firms.online.fr.time_unknown": shares["unknown_pct"],
    }
    return found("survey", evidence, **shares)


def big_models(case: Case, limits: Limits) -> Found | None:
    """Ask: is the firm doing as large brands do? METHOD D6."""
    wanted = social_wanted(case)
    if len(wanted) < limits["many_count"]:
        return None
    evidence: Grounds = {"answer:presence.wanted": listed(wanted)}
    return found("many_wanted", evidence, wanted_count=len(wanted), wanted_networks=listed(wanted))
