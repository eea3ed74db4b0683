"""A first step that the owner has ticked."""

from django.db import models

from foulee.records.models.firm import Firm
from foulee.records.models.person import Person


class Step(models.Model):
    """A step that is done: `rule` asked for it, `key` is what it asked then (advice.steps); another is not done."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="steps")
    rule = models.CharField(max_length=80)
    key = models.CharField(max_length=100)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """A step is done once."""

        constraints = (models.UniqueConstraint(fields=["firm", "rule"], name="one_tick"),)

    def __str__(self) -> str:
        return f"{self.rule} of {self.firm_id}"
