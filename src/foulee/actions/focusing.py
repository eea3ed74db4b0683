"""The survey of a firm's customers: opened, answered, closed, emptied."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from foulee.actions.trail import note
from foulee.core.customers.survey import Follow, FollowFor, Heard
from foulee.core.types import Network
from foulee.records.models import Firm, Person, Survey, SurveyAnswer

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that another is taken for when it is typed from a poster
LENGTH = 6
TRIES = 20
LONGEST_OFFER = 120


class SurveyClosedError(Exception):
    """The survey takes no more answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one customer answered; a question that was left is None, or empty."""

    networks: tuple[Network, ...]
    would_follow: Follow | None = None
    follow_for: tuple[FollowFor, ...] = ()
    heard: Heard | None = None


# --- by the owner ------------------------------------------------------------------------------------------------


@transaction.atomic
def open_survey(*, firm: Firm, offer: str, by: Person | None, now: dt.datetime) -> Survey:
    """Open the firm's survey; the one it has already is given again."""
    Firm.objects.select_for_update().get(id=firm.id)
    found = Survey.objects.filter(firm=firm).first()
    if found is not None:
        return found
    made = _with_code(firm, offer, now)
    note("survey_opened", firm=firm, by=by, now=now)
    return made


def _with_code(firm: Firm, offer: str, now: dt.datetime) -> Survey:
    """A survey at a short address that no other has."""
    for _ in range(TRIES):
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        try:
            with transaction.atomic():
                return Survey.objects.create(firm=firm, code=code, offer=offer, made_at=now)
        except IntegrityError:
            continue
    raise RuntimeError("no short address is left")


@transaction.atomic
def change_offer(*, survey: Survey, offer: str, by: Person | None, now: dt.datetime) -> None:
    """Change what is offered in thanks; empty for nothing."""
    if Survey.objects.filter(pk=survey.pk).exclude(offer=offer).update(offer=offer):
        note("survey_offer_changed", firm=survey.firm, by=by, now=now)


@transaction.atomic
def close_survey(*, survey: Survey, by: Person | None, now: dt.datetime) -> None:
    """Take no more answers; those that came stay and count."""
    if Survey.objects.filter(pk=survey.pk, closed_at=None).update(closed_at=now):
        note("survey_closed", firm=survey.firm, by=by, now=now)


@transaction.atomic
def reopen_survey(*, survey: Survey, by: Person | None, now: dt.datetime) -> None:
    """Take answers again, at the same address: posters stay good."""
    if Survey.objects.filter(pk=survey.pk, closed_at__isnull=False).update(closed_at=None):
        note("survey_reopened", firm=survey.firm, by=by, now=now)


@transaction.atomic
def reset_survey(*, survey: Survey, by: Person | None, now: dt.datetime) -> int:
    """Erase the answers and return how many; results that were made with them stay as they are."""
    gone, _ = SurveyAnswer.objects.filter(survey=survey).delete()
    if gone:
        note("survey_emptied", firm=survey.firm, by=by, now=now, answers=gone)
    return gone


# --- by a customer -----------------------------------------------------------------------------------------------


def answer_survey(*, survey: Survey, given: Given, device: str, day: dt.date, now: dt.datetime) -> bool:
    """Keep a customer's answer; False, and nothing kept, where this device has answered on this day.

    The database's own constraint decides between two that come at once. Raises SurveyClosedError.
    """
    answer = SurveyAnswer(
        survey=survey,
        device=device,
        day=day,
        networks=[network.value for network in given.networks],
        would_follow=given.would_follow or "",
        follow_for=[code.value for code in given.follow_for],
        heard=given.heard or "",
        made_at=now,
    )
    try:
        with transaction.atomic():
            if Survey.objects.select_for_update().get(pk=survey.pk).closed_at is not None:
                raise SurveyClosedError
            answer.save(force_insert=True)
    except IntegrityError:
        return False
    return True
