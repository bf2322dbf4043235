"""A role is a row: who, what, how far, from when to when, granted by whom."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.organisations import DatedQuerySet, Organisation, dated_constraint
from accounts.roles import RoleName, Scope
from accounts.states import RequestState
from foundation import clock
from foundation.public_ids import PublicIdModel


class RoleQuerySet(DatedQuerySet):
    """Roles on a day; one that was ended in the middle of a day is over at once."""

    def current(self) -> Self:
        return super().current().filter(ended_at__isnull=True)


class Role(models.Model):
    """One role of one user. `scope_id` is the public id of the cohort or qualification.

    Purpose: least privilege that can be explained afterwards. Retention: six years
    after it ended, as the decisions that were made under it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles")
    name = models.CharField(max_length=32, choices=RoleName)
    scope = models.CharField(max_length=16, choices=Scope, default=Scope.WHOLE)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    scope_id = models.CharField(max_length=32, blank=True)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            dated_constraint("role"),
            # Two constraints, because a null organisation equals no other null.
            models.UniqueConstraint(
                fields=["user", "name", "scope", "scope_id"],
                condition=Q(until__isnull=True, organisation__isnull=True),
                name="role_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["user", "name", "scope", "scope_id", "organisation"],
                condition=Q(until__isnull=True, organisation__isnull=False),
                name="role_once_in_an_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(scope=Scope.ORGANISATION) | Q(organisation__isnull=False),
                name="role_names_its_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} as {self.name}"


class RoleGrant(models.Model):
    """Who granted a role. Nobody grants one to themselves; deciding roles need two."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_system = models.CharField(max_length=40, blank=True)
    granted_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "granted_by"], name="role_granted_once_by_each"),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=False) | ~Q(by_system=""), name="role_has_a_granter"
            ),
        ]

    def __str__(self) -> str:
        return f"grant of {self.role_id}"


class RoleRequest(PublicIdModel):
    """A role that two administrators grant together: one asks, another confirms.

    Purpose: nobody alone makes somebody a person who decides (domain reference,
    section 3). Lawful basis: public task. Retention: six years, as the role's.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_requests")
    name = models.CharField(max_length=32, choices=RoleName)
    scope = models.CharField(max_length=16, choices=Scope, default=Scope.WHOLE)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    scope_id = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(state=RequestState.WAITING),
                name="role_asked_for_once",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("user")), name="role_not_asked_for_oneself"),
            models.CheckConstraint(
                condition=~Q(state=RequestState.CONFIRMED)
                | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by")) & ~Q(answered_by=F("user"))),
                name="role_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.user_id}"
