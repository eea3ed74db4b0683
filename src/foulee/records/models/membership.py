"""What a person is to a firm."""

from django.db import models

from foulee.core.roles import GIVEN
from foulee.records.models.firm import Firm
from foulee.records.models.person import Person


class Membership(models.Model):
    """A person's role in a firm: one at a time."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in GIVEN])
    made_at = models.DateTimeField()

    class Meta:
        """One role for each person in each firm."""

        constraints = (models.UniqueConstraint(fields=["firm", "person"], name="one_role_per_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.firm_id}"
