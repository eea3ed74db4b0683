"""Everything that the records hold about a firm, as plain values, to be taken away."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from foulee.records.models import (
    Event,
    Firm,
    Invitation,
    Job,
    Link,
    Membership,
    Person,
    Result,
    Step,
    Survey,
    SurveyAnswer,
    Weeks,
    WeeksFile,
)

# What opens or marks something, and says nothing of the firm; the body of a file is taken away as that file.
KEPT_BACK = frozenset({"secret", "digest", "device", "key", "body"})
DERIVED = frozenset({"Rendering", "Learnt"})  # made again from a result, or from weeks, at any time

Rows = list[dict[str, Any]]

TABLES: dict[str, Callable[[Firm], QuerySet[Any]]] = {
    "firm": lambda firm: Firm.objects.filter(id=firm.id),
    "members": lambda firm: Membership.objects.select_related("person").filter(firm=firm),
    "invitations": lambda firm: Invitation.objects.select_related("made_by").filter(firm=firm),
    "results": lambda firm: Result.objects.select_related("made_by").filter(firm=firm).order_by("kind", "number"),
    "weeks": lambda firm: Weeks.objects.select_related("made_by").filter(firm=firm).order_by("number"),
    "weeks_file": lambda firm: WeeksFile.objects.select_related("made_by").filter(firm=firm),
    "steps": lambda firm: Step.objects.select_related("done_by").filter(firm=firm),
    "links": lambda firm: Link.objects.select_related("made_by").filter(firm=firm),
    "survey": lambda firm: Survey.objects.filter(firm=firm),
    "survey_answers": lambda firm: SurveyAnswer.objects.filter(survey__firm=firm).order_by("made_at"),
    "jobs": lambda firm: Job.objects.filter(firm=firm).order_by("made_at"),
    "trail": lambda firm: Event.objects.select_related("person").filter(firm=firm).order_by("at"),
}


def rows_of(firm: Firm) -> dict[str, Rows]:
    """Every row about a firm, table by table; people by name and address."""
    return {name: [_plain(row) for row in table(firm)] for name, table in TABLES.items()}


def _plain(row: Model) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in KEPT_BACK]  # noqa: SLF001 - Django's API
    return {field.name: _told(row, field) for field in fields}


def _told(row: Model, field: Any) -> Any:  # noqa: ANN401 - a field of any kind
    if field.related_model is Person:
        person = getattr(row, field.name)
        return {"name": person.name, "email": person.email} if person else None
    return field.value_from_object(row)
