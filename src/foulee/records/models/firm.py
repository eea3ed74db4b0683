"""A firm and its file, as far as it is answered."""

import uuid

from django.db import models


class Firm(models.Model):
    """A firm and its answers so far.

    `answers`: raw values as `firm.toml` would hold them, dates as texts; `asked`: paths of the questions that were
    put, answered or not; `revision`: rises with each change, so that two tabs do not overwrite one another;
    `answered_at`: when an answer last changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=dict)
    asked = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=2, default="fr")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name or str(self.id)
