"""A firm's own weeks, as they were sent and as they were checked."""

from django.db import models

from foulee.records.models.firm import Firm
from foulee.records.models.person import Person


class WeeksFile(models.Model):
    """The file last sent, kept until another comes: what its columns are can be said again without sending it again.

    `told`: what was last said of its columns; `digest` of the bytes.
    """

    firm = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="weeks_file")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    body = models.BinaryField()
    told = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class Learnt(models.Model):
    """What the last reading of a firm's weeks tells for its answers: draws, which no page waits for.

    `reading`: number of the result that it was made with; `body`: the draws as bytes; `digest` of them; `version` that
    wrote them. Replaced by the next reading, and made again from the weeks at any time.
    """

    firm = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="learnt")
    reading = models.PositiveIntegerField()
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    body = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"learnt from reading {self.reading} of {self.firm_id}"


class Weeks(models.Model):
    """Weeks that were checked: never changed, a new import is a new row.

    `number` counts a firm's imports from 1; `file_name`, `digest`: of the file; `told`: levers and controls as somebody
    said; `history`: the checked weeks; `numbered`: its weeks were numbers without a year, so that no calendar applies;
    `problems`, `notes`: how many there were.
    """

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="weeks")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    told = models.JSONField()
    history = models.JSONField()
    numbered = models.BooleanField(default=False)
    problems = models.PositiveIntegerField(default=0)
    notes = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Imports are numbered."""

        constraints = (models.UniqueConstraint(fields=["firm", "number"], name="weeks_are_numbered"),)

    def __str__(self) -> str:
        return f"weeks {self.number} of {self.firm_id}"
