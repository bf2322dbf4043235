"""Who can read a piece, and who cannot and why; constant queries however many assessors there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import Person, Role
from accounts.roles import RoleName
from assessments.models import Allocation, Submission
from assessments.permissions.competence import competent_since
from assessments.permissions.independence import Tie, ties
from assessments.states import WITH_ASSESSOR


@dataclass(frozen=True)
class Choice:
    """One assessor for one piece."""

    person: Person
    with_them: int
    competent: dt.date | None
    ties: tuple[Tie, ...]

    @property
    def can(self) -> bool:
        """Whether the piece can be given to them."""
        return not self.ties and self.competent is not None

    @property
    def why_not(self) -> str:
        """Why not, in words."""
        if self.ties:
            return ". ".join(tie.text for tie in self.ties)
        return _("Occupational and assessing competence are not both on record for this unit")


@dataclass
class Choices:
    """Everybody who assesses, parted into those who can and those who cannot read a piece."""

    submission: Submission
    all: list[Choice]

    @cached_property
    def can(self) -> list[Choice]:
        """Those who can, fewest pieces first: that is whose turn it is."""
        return sorted(
            (choice for choice in self.all if choice.can),
            key=lambda choice: (choice.with_them, choice.person.practising_name),
        )

    @property
    def cannot(self) -> list[Choice]:
        """Those who cannot, by name."""
        return sorted(
            (choice for choice in self.all if not choice.can),
            key=lambda choice: choice.person.practising_name,
        )


def assessors() -> list[Person]:
    """Everybody who holds the role of assessor today."""
    roles = Role.objects.current().filter(name=RoleName.ASSESSOR)
    return list(
        Person.objects.filter(user__is_active=True, user__roles__in=roles)
        .select_related("user")
        .distinct()
        .order_by("practising_name", "pk")
    )


def choices(submission: Submission) -> Choices:
    """Who can read `submission`, and who cannot and why."""
    people = assessors()
    found = ties(people, submission)
    since = competent_since(people, submission.unit)
    loads = dict(
        Allocation.objects.filter(
            Q(submission__state__in=WITH_ASSESSOR), ended_at__isnull=True, assessor__in=people
        )
        .values_list("assessor_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return Choices(
        submission,
        [
            Choice(
                someone,
                loads.get(someone.pk, 0),
                since.get(someone.pk),
                tuple(found.get(someone.pk, ())),
            )
            for someone in people
        ],
    )
