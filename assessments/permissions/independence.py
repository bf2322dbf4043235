"""Who may judge whom. The field is small, so ties are normal: they are found, never asked for.

Source: domain reference, section 4: the assessor is not the trainee, nor of the same
employer, nor line manager, supervisor, witness or in a declared relationship; the
quality assurer did not assess the piece. A relationship counts in both directions and
for a year after it ended (default); employers count today.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import DeclaredRelationship, Employment, Person
from assessments.models import QualityReview, Submission, VersionEvidenceWords
from courses.models import EvidenceKind
from foundation import clock

LOOK_BACK = dt.timedelta(days=365)

Kind = DeclaredRelationship.Kind


@dataclass(frozen=True)
class Tie:
    """Why somebody cannot judge a piece: a code for the audit, words for the page."""

    code: str
    text: str


def fold(name: str) -> frozenset[str]:
    """A name as a set of plain lower-case words, so that order and accents do not matter."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = (
        " " if not character.isalnum() else character
        for character in plain
        if not unicodedata.combining(character)
    )
    return frozenset("".join(letters).split())


def _recent_relationships() -> Q:
    recent = Q(until__isnull=True) | Q(until__gte=clock.today() - LOOK_BACK)
    return recent & Q(since__lte=clock.today())


def _relationship_tie(row: DeclaredRelationship) -> Tie:
    code = f"relationship.{row.kind}"
    if row.kind not in {Kind.LINE_MANAGER, Kind.SUPERVISOR, Kind.WITNESS}:
        # What a personal tie is stays with those who declared it.
        return Tie("relationship", _("A tie was declared. What it is stays with the person who declared it"))
    name = str(row.get_kind_display())
    if row.until and row.until < clock.today():
        month = date_format(row.until, "F Y")
        return Tie(code, _("%(tie)s until %(month)s") % {"tie": name, "month": month})
    return Tie(code, name)


def witness_names(submission: Submission) -> list[frozenset[str]]:
    """The names of the witnesses in what was sent, folded."""
    names = VersionEvidenceWords.objects.filter(
        evidence__version__submission=submission, evidence__kind=EvidenceKind.WITNESS_TESTIMONY
    ).exclude(witness_name="")
    return [fold(name) for name in names.values_list("witness_name", flat=True)]


def ties(people: Iterable[Person], submission: Submission) -> dict[int, list[Tie]]:
    """The ties of each of `people` to a submission, by person's primary key; four queries.

    These hold for whoever assesses; a quality assurer must besides not have assessed it.
    """
    people = list(people)
    ids = [someone.pk for someone in people]
    trainee = submission.trainee_id
    found: dict[int, list[Tie]] = defaultdict(list)
    if trainee in ids:
        found[trainee].append(Tie("self", _("This is their own work")))
    employers = Employment.objects.current().filter(person_id=trainee).values("organisation_id")
    colleagues = Employment.objects.current().filter(person_id__in=ids, organisation_id__in=employers)
    for employment in colleagues.exclude(person_id=trainee).select_related("organisation"):
        text = _("Same employer as the trainee: %(employer)s") % {"employer": employment.organisation.name}
        found[employment.person_id].append(Tie("employer", text))
    relationships = DeclaredRelationship.objects.filter(
        _recent_relationships(),
        Q(person_id__in=ids, other_id=trainee) | Q(other_id__in=ids, person_id=trainee),
    )
    for row in relationships:
        found[row.person_id if row.other_id == trainee else row.other_id].append(_relationship_tie(row))
    reviewers = QualityReview.objects.filter(submission=submission, reviewer_id__in=ids)
    for reviewer_id in set(reviewers.values_list("reviewer_id", flat=True)):
        found[reviewer_id].append(Tie("reviewed", _("Took part before, as its quality assurer")))
    witnesses = witness_names(submission)
    for someone in people:
        if witnesses and fold(someone.practising_name) in witnesses:
            found[someone.pk].append(Tie("witness", _("Named as a witness in this work")))
    return dict(found)


def ties_of(someone: Person, submission: Submission) -> list[Tie]:
    """The ties of one person to a submission."""
    return ties([someone], submission).get(someone.pk, [])


def closed_trainees(someone: Person) -> set[int]:
    """Primary keys of the persons whose work `someone` may not judge: two queries, whatever waits."""
    employers = Employment.objects.current().filter(person=someone).values("organisation_id")
    colleagues = Employment.objects.current().filter(organisation_id__in=employers)
    closed = set(colleagues.values_list("person_id", flat=True)) | {someone.pk}
    pairs = DeclaredRelationship.objects.filter(
        _recent_relationships(), Q(person=someone) | Q(other=someone)
    ).values_list("person_id", "other_id")
    for pair in pairs:
        closed.update(pair)
    return closed
