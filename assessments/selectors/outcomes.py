"""Outcomes: what was released, and what the trainee has opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Person, User
from assessments import permissions
from assessments.models import Release, ReleaseOpened, Submission
from assessments.states import ON_ITS_WAY, Outcome, State
from courses.models import Enrolment, QualificationVersion, Unit


def released_units(person: Person) -> dict[int, str]:
    """For each unit (primary key) with a released outcome: the latest, `met` or `not_yet_met`.

    Accreditation counts these. What a trainee sees is `opened_units`: a result is
    never met by surprise.
    """
    rows = Release.objects.filter(submission__trainee=person).order_by("at", "pk")
    return dict(rows.values_list("submission__unit_id", "outcome"))


def opened_units(person: Person) -> dict[int, str]:
    """As `released_units`, but only results that the person opened themselves."""
    rows = Release.objects.filter(submission__trainee=person, opened__isnull=False).order_by("at", "pk")
    return dict(rows.values_list("submission__unit_id", "outcome"))


def all_units_met(person: Person, version: QualificationVersion) -> bool:
    """Whether every unit of `version` is released as met for `person`."""
    units = set(Unit.objects.filter(version=version).values_list("pk", flat=True))
    outcomes = released_units(person)
    return bool(units) and all(outcomes.get(unit) == Outcome.MET for unit in units)


def updates_waiting(user: User) -> QuerySet[Release]:
    """Released results that `user` has not opened yet, newest first, with their units."""
    someone = permissions.person_of(user)
    if someone is None:
        return Release.objects.none()
    return (
        Release.objects.filter(submission__trainee=someone, opened__isnull=True)
        .select_related("submission__unit")
        .order_by("-at")
    )


@dataclass(frozen=True)
class UnitLine:
    """One unit as its trainee sees it. `status` never says more than they have opened.

    One of: not_begun, draft, sent, being_read, update, met, not_yet_met,
    resubmission_open, attempts_used, withdrawn.
    """

    unit: Unit
    submission: Submission | None
    status: str

    @property
    def update(self) -> bool:
        """Whether a result waits to be opened."""
        return self.status == "update"


def status_for_trainee(submission: Submission | None, *, unopened: bool) -> str:
    """What a trainee is told of a state; everything between allocation and release is one word."""
    if submission is None:
        return "not_begun"
    if unopened:
        return "update"
    state = State(submission.state)
    if state in ON_ITS_WAY:
        return "sent" if state == State.SUBMITTED else "being_read"
    return str(state)


def trainee_units(enrolment: Enrolment) -> list[UnitLine]:
    """Every unit of an enrolment with its status for the trainee; two queries."""
    opened = ReleaseOpened.objects.filter(release=OuterRef("pk"))
    unopened = Release.objects.filter(~Exists(opened), submission=OuterRef("pk"))
    submissions = {
        submission.unit_id: submission
        for submission in Submission.objects.filter(enrolment=enrolment).annotate(unopened=Exists(unopened))
    }
    lines = []
    for unit in Unit.objects.filter(version_id=enrolment.version_id).order_by("number"):
        submission = submissions.get(unit.pk)
        unread = bool(submission and submission.unopened)  # type: ignore[attr-defined]
        lines.append(UnitLine(unit, submission, status_for_trainee(submission, unopened=unread)))
    return lines
