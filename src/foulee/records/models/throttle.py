"""How often something was done lately, without saying by whom."""

from django.db import models


class Throttle(models.Model):
    """Uses of one thing by one visitor until `ends_at`, when the row goes away; `digest` stands for both.

    The digest is keyed, so that neither the thing nor the visitor can be read from it.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    uses = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.uses} until {self.ends_at:%Y-%m-%d %H:%M}"
