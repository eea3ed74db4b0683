"""Tables, one file each."""

from foulee.records.models.event import Event
from foulee.records.models.firm import Firm
from foulee.records.models.invitation import Invitation
from foulee.records.models.job import Job, Tick
from foulee.records.models.link import Link
from foulee.records.models.membership import Membership
from foulee.records.models.person import Person
from foulee.records.models.result import Rendering, Result
from foulee.records.models.step import Step
from foulee.records.models.survey import Survey, SurveyAnswer
from foulee.records.models.throttle import Throttle
from foulee.records.models.weeks import Learnt, Weeks, WeeksFile

__all__ = [
    "Event",
    "Firm",
    "Invitation",
    "Job",
    "Learnt",
    "Link",
    "Membership",
    "Person",
    "Rendering",
    "Result",
    "Step",
    "Survey",
    "SurveyAnswer",
    "Throttle",
    "Tick",
    "Weeks",
    "WeeksFile",
]
