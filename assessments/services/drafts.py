"""The trainee writes: pieces of evidence and declarations, saved as they go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import permissions
from assessments.models import Declaration, DeclarationCode, Evidence, Submission
from assessments.services.steps import locked
from assessments.states import WRITABLE
from courses.models import Criterion, Enrolment, EvidenceKind, Unit
from foundation import clock
from foundation.exceptions import NotAllowed, Refused

#: A text longer than any account; what is longer belongs into a file.
MOST_CHARACTERS = 100_000
MOST_PIECES = 20
TYPED = ("title", "text", "witness_name", "witness_role", "witness_relationship")


@dataclass(frozen=True)
class Piece:
    """What was typed for one piece of evidence, and the revision that it was typed over.

    `criteria` are public ids of the criteria that it covers.
    """

    public_id: str
    revision: int
    text: str = ""
    title: str = ""
    criteria: frozenset[str] = frozenset()
    witness_name: str = ""
    witness_role: str = ""
    witness_relationship: str = ""


@dataclass
class Saved:
    """What came of saving: the rows as they stand, and the pieces that changed elsewhere."""

    submission: Submission
    pieces: list[Evidence] = field(default_factory=list)
    conflicts: list[Evidence] = field(default_factory=list)


def require_writable(user: User, submission: Submission) -> None:
    """Raise NotAllowed unless `user` is the trainee, and Refused once the work was sent."""
    permissions.require(permissions.can_write, user, submission)
    if submission.state not in WRITABLE:
        raise Refused(_("This was sent, so it stays as it is."), code="sent")


@transaction.atomic
def start(*, enrolment: Enrolment, unit: Unit, by: User) -> Submission:
    """The submission of an enrolment for a unit, with a piece to write in.

    Both are made on first use; a resubmission begins without a piece, too.

    Raises NotAllowed unless `by` is the trainee, and Refused for a unit of another
    version or an enrolment that has ended.
    """
    someone = permissions.require_person(by)
    if enrolment.person_id != someone.pk:
        raise NotAllowed(_("Only the trainee writes here."))
    if unit.version_id != enrolment.version_id:
        raise Refused(_("This unit belongs to another version of the qualification."))
    submission = Submission.objects.filter(enrolment=enrolment, unit=unit).first()
    if submission is None:
        if enrolment.state not in {Enrolment.State.LIVE, Enrolment.State.PAUSED}:
            raise Refused(_("Your enrolment has ended, so nothing new can be sent."))
        submission, _created = Submission.objects.get_or_create(
            enrolment=enrolment, unit=unit, defaults={"trainee": someone}
        )
    submission = locked(submission.pk, "unit", "trainee__user", "enrolment")
    if submission.is_writable and not submission.evidence.filter(sent_in__isnull=True).exists():
        kinds = unit.evidence_kinds or [EvidenceKind.REFLECTIVE_ACCOUNT]
        Evidence.objects.create(submission=submission, kind=kinds[0])
    return submission


@transaction.atomic
def add_piece(*, submission_id: int, by: User, kind: EvidenceKind | str) -> Evidence:
    """Begin another piece of evidence of a kind that suits the unit."""
    submission = locked(submission_id, "unit")
    require_writable(by, submission)
    kinds = submission.unit.evidence_kinds or EvidenceKind.values
    if kind not in kinds:
        raise Refused(_("Choose a kind of evidence that suits this unit."))
    if submission.evidence.filter(sent_in__isnull=True).count() >= MOST_PIECES:
        raise Refused(_("Twenty pieces are the most. Join some of them into one."))
    return Evidence.objects.create(submission=submission, kind=kind)


@transaction.atomic
def remove_piece(*, submission_id: int, public_id: str, by: User) -> None:
    """Take a piece out of the draft, with its files. Removing what is gone changes nothing."""
    from assessments.services.files import drop

    submission = locked(submission_id)
    require_writable(by, submission)
    piece = submission.evidence.filter(public_id=public_id, sent_in__isnull=True).first()
    if piece is None:
        return
    for file in piece.files.all():
        drop(file)
    piece.delete()


@transaction.atomic
def save_draft(
    *,
    submission_id: int,
    by: User,
    pieces: Sequence[Piece],
    declarations: Mapping[str, str] | None = None,
) -> Saved:
    """Save what was typed; a piece that changed elsewhere meanwhile is left alone and returned.

    A piece is in conflict when its stored revision is not the one that `Piece.revision`
    names and the words differ: nothing is overwritten, both texts can be shown.
    `declarations` maps each confirmed code to its words ("" for most); without it they
    stay as they are. Raises Refused once the work was sent.
    """
    submission = locked(submission_id)
    require_writable(by, submission)
    result = Saved(submission)
    criteria = dict(
        Criterion.objects.filter(outcome__unit_id=submission.unit_id).values_list("public_id", "pk")
    )
    rows = {
        piece.public_id: piece
        for piece in submission.evidence.filter(sent_in__isnull=True).prefetch_related("criteria")
    }
    for typed in pieces:
        piece = rows.get(typed.public_id)
        if piece is None:
            continue
        if len(typed.text) > MOST_CHARACTERS:
            raise Refused(_("This text is very long. Attach it as a file instead."), code="long")
        saved = _save_piece(piece, typed, criteria)
        (result.pieces if saved else result.conflicts).append(piece)
    if declarations is not None:
        _declare(submission, declarations)
    submission.saved_at = clock.now()
    submission.save(update_fields=["saved_at"])
    return result


def _save_piece(piece: Evidence, typed: Piece, criteria: Mapping[str, int]) -> bool:
    """Save one piece; False when it changed elsewhere since it was read."""
    changed = [name for name in TYPED if getattr(typed, name) != getattr(piece, name)]
    covers = {criteria[public_id] for public_id in typed.criteria if public_id in criteria}
    recover = covers != {criterion.pk for criterion in piece.criteria.all()}
    if not changed and not recover:
        return True
    if typed.revision != piece.revision:
        return False
    for name in changed:
        setattr(piece, name, getattr(typed, name))
    piece.revision += 1
    piece.saved_at = clock.now()
    piece.save(update_fields=[*changed, "revision", "saved_at"])
    if recover:
        piece.criteria.set(covers)
    return True


def _declare(submission: Submission, declarations: Mapping[str, str]) -> None:
    rows = {row.code: row for row in submission.declarations.all()}
    for code in DeclarationCode.values:
        row = rows.get(code)
        if code not in declarations:
            if row:
                row.delete()
        elif row is None:
            Declaration.objects.create(submission=submission, code=code, words=declarations[code])
        elif row.words != declarations[code]:
            row.words, row.confirmed_at = declarations[code], clock.now()
            row.save(update_fields=["words", "confirmed_at"])
