"""Answers that are each possible but cannot be true together."""

import datetime as dt
from collections.abc import Iterator

from foulee.firmfile.problems import Problem
from foulee.firmfile.schema import FirmFile

HOURS_IN_A_WORKING_WEEK = 80.0
FARTHEST = 4.0  # sales told and sales computed may differ by this factor before we ask
FIRST_YEAR = 2003  # the oldest of the networks that can be named opened in that year: an older date is a slip


def contradictions(document: FirmFile, *, today: dt.date) -> list[Problem]:
    """List what cannot hold together, or not on the day `today`."""
    checks = (_seasons, _dates, _ages, _hours, _asked, _website, _channels, _sales)
    return [problem for check in checks for problem in check(document, today)]


def _seasons(document: FirmFile, _today: dt.date) -> Iterator[Problem]:
    if document.firm.seasons is not None and sum(document.firm.seasons) <= 0.0:
        yield Problem("seasons_empty", "firm.seasons")


def _dates(document: FirmFile, today: dt.date) -> Iterator[Problem]:
    if document.objective.by and document.objective.by <= today:
        yield Problem("date_past", "objective.by", {"found": document.objective.by, "today": today})
    if document.firm.founded and document.firm.founded > today.year:
        yield Problem("year_to_come", "firm.founded", {"found": document.firm.founded, "today": today.year})
    built = document.presence.website.built
    if built and built > today.year:
        yield Problem("year_to_come", "presence.website.built", {"found": built, "today": today.year})
    for number, channel in enumerate(document.presence.channels, start=1):
        path = f"presence.channels[{number}].since"
        if channel.since and channel.since.year < FIRST_YEAR:
            yield Problem("date_too_early", path, {"found": channel.since, "year": str(FIRST_YEAR)})
        if channel.since and channel.since > today:
            yield Problem("date_to_come", path, {"found": channel.since, "today": today})


def _ages(document: FirmFile, _today: dt.date) -> Iterator[Problem]:
    ages = document.target.ages
    if ages and ages[0] > ages[1]:
        yield Problem("ages_reversed", "target.ages", {"found": f"{ages[0]}, {ages[1]}"})


def _hours(document: FirmFile, _today: dt.date) -> Iterator[Problem]:
    own, others = document.means.hours_per_week, document.means.other_hours_per_week
    people = document.firm.people
    if own is not None and others is not None and people is not None and others > 0 and people <= 1:
        yield Problem("hands_without_people", "means.other_hours_per_week", {"found": others, "people": people})
    total = (own or 0.0) + (others or 0.0)
    if total > HOURS_IN_A_WORKING_WEEK * max(1.0, people or 1.0):
        yield Problem("hours_above_week", "means.other_hours_per_week", {"found": total})


def _asked(document: FirmFile, _today: dt.date) -> Iterator[Problem]:
    target = document.target
    counts = {f"target.uses.{network}": count for network, count in target.uses.items()}
    if target.would_follow is not None:
        counts["target.would_follow"] = target.would_follow
    for path, count in counts.items():
        if target.asked is None:
            yield Problem("asked_missing", path, {"found": count})
        elif count > target.asked:
            yield Problem("more_than_asked", path, {"found": count, "asked": target.asked})


def _website(document: FirmFile, _today: dt.date) -> Iterator[Problem]:
    site = document.presence.website
    if site.exists is False:
        told = {"visits_per_month": site.visits_per_month, "orders_per_month": site.orders_per_month}
        for name, value in told.items():
            if value:
                yield Problem("website_absent", f"presence.website.{name}", {"found": value})
    elif None not in (site.orders_per_month, site.visits_per_month) and (
        (site.orders_per_month or 0.0) > (site.visits_per_month or 0)
    ):
        values = {"found": site.orders_per_month, "visits": site.visits_per_month}
        yield Problem("orders_above_visits", "presence.website.orders_per_month", values)


def _channels(document: FirmFile, _today: dt.date) -> Iterator[Problem]:
    seen = set()
    for number, channel in enumerate(document.presence.channels, start=1):
        if channel.network in seen:
            path = f"presence.channels[{number}].network"
            yield Problem("channel_twice", path, {"found": channel.network.value})
        seen.add(channel.network)


def _sales(document: FirmFile, _today: dt.date) -> Iterator[Problem]:
    firm = document.firm
    parts = (firm.active_customers, firm.orders_per_customer_per_year, firm.average_basket)
    if firm.sales_per_year is None or None in parts:
        return
    product = 1.0
    for part in parts:
        product *= part or 1.0
    if not 1 / FARTHEST <= product / firm.sales_per_year <= FARTHEST:
        values = {"found": firm.sales_per_year, "product": product}
        yield Problem("sales_do_not_add_up", "firm.sales_per_year", values)
