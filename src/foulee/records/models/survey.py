"""What the firm's customers say of themselves."""

from django.db import models

from foulee.records.models.firm import Firm


class Survey(models.Model):
    """A firm's survey: `code` is in its address on the poster; closed, it takes no more answers."""

    firm = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="survey")
    code = models.CharField(max_length=12, unique=True)
    offer = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"survey of {self.firm_id}"


class SurveyAnswer(models.Model):
    """One customer's three taps: no name, no address.

    `device`: a digest that changes every day and only serves to count a telephone once; `networks`: those used;
    `would_follow`, `follow_for`, `heard`: codes.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    device = models.CharField(max_length=64)
    day = models.DateField()
    networks = models.JSONField(default=list)
    would_follow = models.CharField(max_length=10, blank=True)
    follow_for = models.JSONField(default=list)
    heard = models.CharField(max_length=30, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """A device counts once a day."""

        constraints = (models.UniqueConstraint(fields=["survey", "device", "day"], name="once_a_day"),)

    def __str__(self) -> str:
        return f"answer of {self.day}"
