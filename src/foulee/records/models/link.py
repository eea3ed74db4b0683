"""A private link to a firm's file or to one of its results."""

import uuid

from django.db import models

from foulee.records.encrypted import EncryptedTextField
from foulee.records.models.firm import Firm
from foulee.records.models.person import Person
from foulee.records.models.result import Result


class Link(models.Model):
    """A private, revocable link.

    Without a result it opens the file itself, to go on answering; with one it shows that result and nothing else.
    The secret is found by its digest and shown again from its encrypted text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="links")
    result = models.ForeignKey(Result, null=True, on_delete=models.CASCADE, related_name="links")
    secret = EncryptedTextField()
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"
