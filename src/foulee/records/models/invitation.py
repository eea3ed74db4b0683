"""An invitation to join a firm, sent by e-mail."""

from django.db import models

from foulee.core.roles import GIVEN
from foulee.records.models.firm import Firm
from foulee.records.models.person import Person


class Invitation(models.Model):
    """An invitation: its secret is in the mail alone, the table holds its digest."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in GIVEN])
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        """One open invitation for each address in each firm."""

        constraints = (
            models.UniqueConstraint(
                fields=["firm", "email"], condition=models.Q(accepted_at=None), name="one_open_invitation"
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"
