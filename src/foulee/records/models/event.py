"""The trail of who changed what."""

from django.db import models

from foulee.records.models.firm import Firm
from foulee.records.models.person import Person


class Event(models.Model):
    """One act: `act` in a code, `values` what it was about, without what the owner wrote."""

    firm = models.ForeignKey(Firm, null=True, on_delete=models.CASCADE, related_name="events")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    act = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        """Read by firm, newest first."""

        indexes = (models.Index(fields=["firm", "-at"], name="trail"),)

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"
