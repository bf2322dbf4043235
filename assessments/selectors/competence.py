"""Those who judge, and what they are competent in today; constant queries however many there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from accounts.models import Person, Role
from accounts.roles import RoleName
from accounts.selectors import users_with_role
from assessments.models import Competence
from courses.models import Unit

JUDGING = (RoleName.ASSESSOR, RoleName.QUALITY_ASSURER, RoleName.LEAD_QUALITY_ASSURER)


@dataclass
class Judge:
    """Somebody who assesses or assures quality today, and the competences that stand for them."""

    person: Person
    roles: list[str] = field(default_factory=list)
    rows: list[Competence] = field(default_factory=list)

    @property
    def stands(self) -> list[tuple[str, list[Competence]]]:
        """Each kind of competence by its name, with its rows."""
        return [
            (str(label), [row for row in self.rows if row.kind == value])
            for value, label in Competence.Kind.choices
        ]


def judging_people() -> QuerySet[Person]:
    """Everybody who assesses or assures quality today, by name."""
    return Person.objects.filter(user__in=users_with_role(*JUDGING)).order_by("practising_name", "pk")


def judges(people: QuerySet[Person] | None = None) -> list[Judge]:
    """Those who judge (or of them those in `people`) with roles and competences; three queries."""
    found = {person.pk: Judge(person) for person in (judging_people() if people is None else people)}
    of_user = {judge.person.user_id: judge for judge in found.values() if judge.person.user_id is not None}
    for role in Role.objects.current().filter(name__in=JUDGING, user_id__in=of_user).order_by("pk"):
        judge, label = of_user[role.user_id], str(RoleName(role.name).label)
        if label not in judge.roles:
            judge.roles.append(label)
    rows = Competence.objects.current().filter(person_id__in=found).select_related("unit")
    for row in rows.order_by("unit__number", "since", "pk"):
        found[row.person_id].rows.append(row)
    return list(found.values())


def units_to_choose() -> QuerySet[Unit]:
    """The units of every version of the qualification, the newest version first."""
    return Unit.objects.select_related("version").order_by("-version__since", "-version_id", "number")
