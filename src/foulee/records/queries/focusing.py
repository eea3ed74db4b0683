"""Questions asked of the records about what customers said."""

import datetime as dt

from foulee.core.customers.survey import Follow, FollowFor, Heard, SurveyCounts, Told, tally
from foulee.core.types import Network
from foulee.records.models import Firm, Survey, SurveyAnswer

ASKED = (  # the networks that a customer is asked about, in this order
    Network.FACEBOOK,
    Network.INSTAGRAM,
    Network.WHATSAPP,
    Network.YOUTUBE,
    Network.TIKTOK,
    Network.SNAPCHAT,
    Network.PINTEREST,
    Network.LINKEDIN,
    Network.X,
)


def survey_of(firm: Firm) -> Survey | None:
    """The firm's survey, if it has one."""
    return Survey.objects.filter(firm=firm).first()


def survey_by_code(code: str) -> Survey | None:
    """The survey at a short address; capitals, as telephones begin with, do not matter."""
    return Survey.objects.select_related("firm").filter(code=code.lower()).first()


def has_answered(survey: Survey, device: str, day: dt.date) -> bool:
    """Whether this device has answered on this day."""
    return SurveyAnswer.objects.filter(survey=survey, device=device, day=day).exists()


def answers_to(survey: Survey) -> int:
    """How many answers a survey has."""
    return SurveyAnswer.objects.filter(survey=survey).count()


def last_answer_at(survey: Survey) -> dt.datetime | None:
    """When the last answer came."""
    return SurveyAnswer.objects.filter(survey=survey).order_by("-made_at").values_list("made_at", flat=True).first()


def customers_of(firm: Firm) -> SurveyCounts | None:
    """What customers answered on their telephones; None where nobody has."""
    fields = ("networks", "would_follow", "follow_for", "heard")
    rows = list(SurveyAnswer.objects.filter(survey__firm=firm).values_list(*fields))
    if not rows:
        return None
    networks, follows, follow_for, heard = zip(*rows, strict=True)
    used = tally((code for codes in networks for code in codes), Network)
    follow = tally(follows, Follow)
    told = sum(follow.values())
    return SurveyCounts(
        asked=len(rows),
        uses={network: Told(yes=used[network], asked=len(rows)) for network in ASKED},
        would_follow=Told(yes=follow[Follow.YES], asked=told) if told else None,
        follows=follow,
        follow_for=tally((code for codes in follow_for for code in codes), FollowFor),
        heard=tally(heard, Heard),
    )
