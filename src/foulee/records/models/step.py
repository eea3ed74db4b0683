"""A first step that the owner has ticked."""

from django.db import models

from foulee.records.models.firm import Firm
from foulee.records.models.person import Person


class Step(models.Model):
    """A step that is done; `rule` is the rule that asked for it."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="steps")
    rule = models.CharField(max_length=80)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """A step is done once."""

        constraints = (models.UniqueConstraint(fields=["firm", "rule"], name="one_tick"),)

    def __str__(self) -> str:
        return f"{self.rule} of {self.firm_id}"
