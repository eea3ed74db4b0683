"""What was computed, kept as it was on its day."""

import uuid
from typing import Any, NoReturn

from django.db import models

from foulee.records.models.firm import Firm
from foulee.records.models.person import Person


class Kind(models.TextChoices):
    """What was computed."""

    DIAGNOSIS = "diagnosis"
    WEBSITE = "website"
    READING = "reading"


class UnchangeableError(Exception):
    """Somebody tried to change a result: a new one is made instead."""


class Unchangeable(models.QuerySet["Result"]):
    """Results in bulk: found, made, erased with their firm, never changed."""

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's signature
        """Refuse."""
        raise UnchangeableError(", ".join(sorted(kwargs)))


class Result(models.Model):
    """One result, dated and never changed afterwards.

    `number` counts the firm's results of a kind from 1; `inputs`: what it was computed from (answers, measurements);
    `digest` of the inputs; `outcome`: its verdict in one code, for lists; `payload`: the result itself;
    `facts_date`: when a fact of the knowledge base was last checked; `revision` of the answers it was made from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.PositiveIntegerField()
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=40, blank=True)
    payload = models.JSONField()
    method_version = models.CharField(max_length=40)
    seed = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    facts_date = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = Unchangeable.as_manager()

    class Meta:
        """Results of a kind are numbered."""

        constraints = (models.UniqueConstraint(fields=["firm", "kind", "number"], name="results_are_numbered"),)
        indexes = (models.Index(fields=["firm", "kind", "-number"], name="latest_result"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.firm_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Keep a new result; refuse to change one."""
        if not self._state.adding:
            raise UnchangeableError(str(self))
        super().save(*args, **kwargs)


class Rendering(models.Model):
    """A result in words and pictures, kept because it cannot change: `name` says which, in which language."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="renderings")
    name = models.CharField(max_length=60)
    body = models.BinaryField()

    class Meta:
        """One of each."""

        constraints = (models.UniqueConstraint(fields=["result", "name"], name="one_rendering"),)

    def __str__(self) -> str:
        return f"{self.name} of {self.result_id}"
