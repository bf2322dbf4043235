"""Sending, taking back, more time, withdrawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_role
from accounts.roles import RoleName
from assessments import permissions
from assessments.models import (
    Allocation,
    Decision,
    DeclarationCode,
    Evidence,
    Submission,
    SubmissionVersion,
    VersionCoverage,
    VersionCriterion,
    VersionDeclaration,
    VersionEvidence,
    VersionEvidenceWords,
    VersionFile,
    VersionWords,
)
from assessments.selectors import sending as reads
from assessments.services.steps import apply, locked
from assessments.states import ON_ITS_WAY, Event, State
from casework import working_days
from casework.selectors import policy
from courses.models import Criterion, Enrolment
from foundation import clock
from foundation.exceptions import Refused


class Incomplete(Refused):
    """Something is missing; `problems` says what and where."""

    def __init__(self, problems: list[reads.Problem]) -> None:
        self.problems = problems
        super().__init__([ValidationError(problem.message) for problem in problems])


@transaction.atomic
def submit(*, submission_id: int, by: User, number: int) -> SubmissionVersion:
    """Send the draft as version `number`: copy and freeze all of it.

    `number` is the version that the sender's page was about to send, so that a second
    click finds the first one's work and returns it. Raises Incomplete with everything
    that is missing, and Refused when the enrolment has ended.
    """
    submission = locked(submission_id, "enrolment", "trainee")
    permissions.require(permissions.can_write, by, submission)
    latest = submission.versions.order_by("-number").first()
    if latest and latest.number == number and submission.state in ON_ITS_WAY:
        return latest
    if submission.enrolment.state not in {Enrolment.State.LIVE, Enrolment.State.PAUSED}:
        raise Refused(_("Your enrolment has ended, so nothing new can be sent."))
    criteria = reads.unit_criteria(submission.unit_id)
    # Only a release opens a second attempt, so nothing can have been met before the first.
    met = reads.met_before(submission) if submission.is_resubmission else {}
    pieces = reads.draft_pieces(submission)
    if submission.is_writable:
        found = reads.problems(submission, pieces, criteria, met)
        if found:
            raise Incomplete(found)
    submission.sent_at = clock.now()
    days = policy("marking.working_days")
    submission.read_by = working_days.add(clock.today(), days, submission.trainee.nation)
    next_number = latest.number + 1 if latest else 1
    apply(submission, Event.SUBMIT, by=by, version_number=next_number, also=("sent_at", "read_by"))
    version = SubmissionVersion.objects.create(
        submission=submission,
        number=next_number,
        attempt=submission.attempt,
        sent_by=by,
        sent_at=submission.sent_at,
    )
    frozen = _freeze_criteria(version, criteria, met)
    _freeze_evidence(version, frozen, [piece for piece in pieces if not reads.is_empty(piece)])
    _freeze_declarations(version, submission)
    submission.evidence.filter(sent_in__isnull=True).update(sent_in=version)
    return version


def _freeze_criteria(
    version: SubmissionVersion, criteria: Iterable[Criterion], met: dict[int, Decision]
) -> dict[int, VersionCriterion]:
    rows = VersionCriterion.objects.bulk_create(
        VersionCriterion(
            version=version,
            criterion=criterion,
            code=criterion.code,
            text=criterion.text,
            outcome_code=criterion.outcome.code,
            outcome_title=criterion.outcome.title,
            position=position,
            carried_from=met.get(criterion.pk),
        )
        for position, criterion in enumerate(criteria, start=1)
    )
    return {row.criterion_id: row for row in rows}


def _freeze_evidence(
    version: SubmissionVersion, criteria: dict[int, VersionCriterion], pieces: list[Evidence]
) -> None:
    words = [
        VersionEvidenceWords(**{name: getattr(piece, name).strip() for name in VersionEvidenceWords.WORDS})
        for piece in pieces
    ]
    frozen = VersionEvidence.objects.bulk_create(
        VersionEvidence(
            version=version,
            kind=piece.kind,
            position=position,
            word_count=len(said.text.split()),
            words_digest=said.digest(),
        )
        for position, (piece, said) in enumerate(zip(pieces, words, strict=True), start=1)
    )
    coverage: list[VersionCoverage] = []
    files: list[VersionFile] = []
    for piece, copy, said in zip(pieces, frozen, words, strict=True):
        said.evidence = copy
        for criterion in piece.criteria.all():
            row = criteria[criterion.pk]
            if row.carried_from_id is None:
                coverage.append(VersionCoverage(evidence=copy, criterion=row))
        files += [
            VersionFile(
                evidence=copy, file=file, sha256=file.sha256, size=file.size, media_type=file.media_type
            )
            for file in piece.files.all()
        ]
    VersionEvidenceWords.objects.bulk_create(words)
    VersionCoverage.objects.bulk_create(coverage)
    VersionFile.objects.bulk_create(files)


def _freeze_declarations(version: SubmissionVersion, submission: Submission) -> None:
    rows = list(submission.declarations.all())
    VersionDeclaration.objects.bulk_create(
        VersionDeclaration(
            version=version, code=row.code, confirmed_at=row.confirmed_at, with_words=bool(row.words)
        )
        for row in rows
    )
    said = next((row.words for row in rows if row.code == DeclarationCode.AI), "")
    if said:
        VersionWords.objects.create(version=version, ai_use=said)


def may_take_back(submission: Submission) -> bool:
    """Whether the trainee may still take it back: nobody holds it and nobody began to read it."""
    if submission.state != State.SUBMITTED:
        return False
    latest = submission.events.filter(event__in=[Event.SUBMIT, Event.BEGIN]).order_by("-number").first()
    return latest is not None and latest.event == Event.SUBMIT


@transaction.atomic
def take_back(*, submission_id: int, by: User) -> Submission:
    """Take a sent version back while nobody reads it; it does not use up an attempt.

    The sent version stays on record; what was written becomes the draft again. Taking
    back what is a draft already changes nothing.
    """
    submission = locked(submission_id)
    permissions.require(permissions.can_write, by, submission)
    if submission.is_writable:
        return submission
    if not may_take_back(submission):
        raise Refused(_("Somebody was chosen to read it, so it stays sent."), code="allocated")
    event = Event.TAKE_BACK_RESUBMISSION if submission.is_resubmission else Event.TAKE_BACK
    latest = submission.versions.order_by("-number")[0]
    apply(submission, event, by=by, version_number=latest.number)
    submission.evidence.filter(sent_in=latest).update(sent_in=None)
    return submission


@transaction.atomic
def extend(*, submission_id: int, by: User) -> Submission:
    """More time for a resubmission: once, by the trainee, without a reason or evidence."""
    submission = locked(submission_id)
    permissions.require(permissions.can_write, by, submission)
    if submission.state != State.RESUBMISSION_OPEN or submission.resubmit_by is None:
        raise Refused(_("There is no date here to move."))
    if submission.extended_at is None:
        submission.resubmit_by += dt.timedelta(days=policy("extension.days"))
        submission.extended_at = clock.now()
        submission.save(update_fields=["resubmit_by", "extended_at"])
    return submission


@transaction.atomic
def withdraw(*, submission_id: int, by: User, reason: str) -> Submission:
    """End a submission because its trainee leaves. A programme manager does it, with a reason."""
    submission = locked(submission_id)
    require_role(by, RoleName.PROGRAMME_MANAGER)
    if not reason.strip():
        raise Refused(_("Say why this ends."))
    apply(submission, Event.WITHDRAW, by=by, reason=reason.strip())
    submission.allocations.filter(ended_at__isnull=True).update(
        ended_at=clock.now(), ended=Allocation.Ended.WITHDRAWN
    )
    return submission
