"""Work to be done by a worker: rows hold the truth, the queue only wakes somebody up."""

import uuid

from django.db import models

from foulee.records.models.firm import Firm


class State(models.TextChoices):
    """Life of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """A job: `name` of the act, `arguments` for it, a lease while somebody works on it.

    `due_at`: not before; `attempts`: tries begun; `leased_until`: whoever runs it renews this, and when it has
    passed somebody else may begin again; `error`: why the last try failed, in a code; `key`: at most one open job of
    this key; `stage`: how far the work is, in a code, where it says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    firm = models.ForeignKey(Firm, null=True, on_delete=models.CASCADE, related_name="jobs")
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=120, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=20, blank=True, default="")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One open job for each key; found by what is due."""

        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=["waiting", "running"]) & ~models.Q(key=""),
                name="one_open_job_per_key",
            ),
        )
        indexes = (models.Index(fields=["state", "due_at"], name="due_jobs"),)

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class Tick(models.Model):
    """One beat of a periodic work: unique, so that among several workers one alone does it."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        """Once for each beat."""

        constraints = (models.UniqueConstraint(fields=["name", "at"], name="one_beat"),)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"
