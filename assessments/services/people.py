"""Competence of those who judge, and worries about somebody's safety."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person, User
from accounts.permissions import require_role
from accounts.roles import RoleName
from accounts.selectors import users_with_role
from accounts.services import notify
from assessments import permissions
from assessments.models import Competence, Submission, Worry
from courses.models import Unit
from foundation import clock, sealed
from foundation.exceptions import NotAllowed, Refused


@transaction.atomic
def record_competence(
    *, person: Person, kind: Competence.Kind | str, by: User, unit: Unit | None = None
) -> Competence:
    """Record a competence from today on. A lead quality assurer does it, never for themselves."""
    require_role(by, RoleName.LEAD_QUALITY_ASSURER)
    if person.user_id == by.pk:
        raise NotAllowed(_("Somebody else records your competence."))
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # a second click waits, and finds the row
    row, created = Competence.objects.get_or_create(
        person=person, kind=kind, unit=unit, until=None, defaults={"recorded_by": by}
    )
    if created:
        audit.record(
            action="competence.record",
            by=by,
            subject_kind="person",
            subject_id=person.public_id,
            data={"kind": str(kind), "unit": unit.public_id if unit else ""},
        )
    return row


@transaction.atomic
def end_competence(*, competence_id: int, by: User) -> Competence:
    """A competence stands until the end of today. A lead quality assurer does it, never for themselves.

    Ending one that has ended already changes nothing: a second click is no second act.
    """
    require_role(by, RoleName.LEAD_QUALITY_ASSURER)
    row = (
        Competence.objects.select_for_update(of=("self",))
        .select_related("person", "unit")
        .get(pk=competence_id)
    )
    if row.person.user_id == by.pk:
        raise NotAllowed(_("Somebody else records your competence."))
    if row.until is not None:
        return row
    row.until = clock.today()
    row.save(update_fields=["until"])
    audit.record(
        action="competence.end",
        by=by,
        subject_kind="person",
        subject_id=row.person.public_id,
        data={"kind": row.kind, "unit": row.unit.public_id if row.unit else ""},
    )
    return row


@transaction.atomic
def raise_worry(*, submission_id: int, by: User, words: str, urgent: bool = False) -> Worry:
    """Tell the safeguarding leads that somebody may be in danger.

    The words are sealed; no mail and no notice carries them. Raises NotAllowed unless
    `by` may read the work, and Refused without words.
    """
    submission = Submission.objects.get(pk=submission_id)
    permissions.require(permissions.can_read, by, submission)
    if not words.strip():
        raise Refused(_("Say in a few words what worries you."))
    worry = Worry.objects.create(
        submission=submission,
        raised_by=by,
        sealed_words=sealed.seal(words.strip(), place=Worry.PLACE),
        urgent=urgent,
    )
    audit.record(action="worry.raise", by=by, subject_kind="submission", subject_id=submission.public_id)
    for lead in users_with_role(RoleName.SAFEGUARDING_LEAD):
        notify(
            user=lead,
            kind="safeguarding.worry",
            title=_("Somebody is worried about a person"),
            link=f"/marking/worries/{worry.public_id}/",
        )
    return worry


@transaction.atomic
def read_worry(*, worry_id: int, by: User) -> str:
    """The words of a worry, for a safeguarding lead. Reading is an act and leaves a row."""
    require_role(by, RoleName.SAFEGUARDING_LEAD)
    worry = Worry.objects.select_for_update().get(pk=worry_id)
    if worry.seen_at is None:
        worry.seen_at, worry.seen_by = clock.now(), by
        worry.save(update_fields=["seen_at", "seen_by"])
    audit.record(action="worry.read", by=by, subject_kind="worry", subject_id=worry.public_id)
    return sealed.open_sealed(worry.sealed_words, place=Worry.PLACE)
