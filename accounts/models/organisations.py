"""Organisations, who works where, and who is close to whom: all as dated rows."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.public_ids import PublicIdModel


class Nation(models.TextChoices):
    """The four nations, whose law and bank holidays differ."""

    ENGLAND = "E", _("England")
    WALES = "W", _("Wales")
    SCOTLAND = "S", _("Scotland")
    NORTHERN_IRELAND = "NI", _("Northern Ireland")


class DatedQuerySet(models.QuerySet):
    """Rows that hold from a day to a day, the last day included; no last day means still."""

    def on(self, day: dt.date) -> Self:
        """The rows that hold on `day` (a London calendar day)."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def current(self) -> Self:
        return self.on(clock.today())


def dated_constraint(name: str) -> models.CheckConstraint:
    """A row ends on the day it began, or later."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=f"{name}_ends_after_start"
    )


class Organisation(PublicIdModel):
    """An organisation that employs advocates, or one of the programme's own."""

    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("Employing organisation")
        PROGRAMME = "programme", _("Programme partner")

    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.EMPLOYER)
    nation = models.CharField(max_length=2, choices=Nation)
    region = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Employment(models.Model):
    """Where somebody works, from a day to a day."""

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="employments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="employments")
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            dated_constraint("employment"),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(until__isnull=True),
                name="employment_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.organisation_id}"


class DeclaredRelationship(models.Model):
    """A tie that forbids one person to judge the other; it counts in both directions."""

    class Kind(models.TextChoices):
        LINE_MANAGER = "line_manager", _("Line manager")
        SUPERVISOR = "supervisor", _("Supervisor")
        WITNESS = "witness", _("Witness")
        PERSONAL = "personal", _("Personal or family")
        OTHER = "other", _("Another tie")

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="relationships_to")
    kind = models.CharField(max_length=16, choices=Kind)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            dated_constraint("relationship"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="relationship_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.person_id} and {self.other_id}"
