"""Quality assurance: a verdict per criterion, then agreed or returned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person, User
from accounts.services import notify
from assessments import permissions
from assessments.models import (
    Decision,
    DecisionAct,
    DrawReason,
    QualityReview,
    QualityReviewWords,
    SamplingDraw,
    Submission,
    Verdict,
    VerdictWords,
)
from assessments.permissions.competence import MISSING, is_competent
from assessments.permissions.independence import ties_of
from assessments.services import sampling
from assessments.services.steps import apply, locked
from assessments.states import Event, State
from foundation.exceptions import NotAllowed, Refused, TransitionRefused

Answer = Verdict.Answer
Result = QualityReview.Result


@dataclass(frozen=True)
class Said:
    """The quality assurer's answer to one decision."""

    answer: str
    note: str = ""


def latest_act(submission: Submission) -> DecisionAct:
    """The act of deciding that stands."""
    return (
        DecisionAct.objects.filter(version__submission=submission)
        .select_related("version")
        .order_by("-version__number", "-number")[0]
    )


def _reviewer(submission: Submission, act: DecisionAct, by: User) -> Person:
    """The person behind `by`, if they are independent. Everything else is refused with words."""
    reviewer = permissions.require_person(by)
    if not permissions.is_reviewer(by):
        raise NotAllowed(_("Your role does not allow this."))
    tied = [tie for tie in ties_of(reviewer, submission) if tie.code != "reviewed"]
    if act.assessor_id == reviewer.pk or tied:
        raise NotAllowed(_("You have a tie to this piece, so somebody else reviews it."))
    if submission.state != State.IN_QUALITY_ASSURANCE:
        raise TransitionRefused(
            _("Somebody else has given a verdict meanwhile. Look at it again; your words are below."),
            code="transition",
        )
    permissions.require(permissions.may_review, by, submission)
    if not is_competent(reviewer, submission.unit):
        raise Refused(MISSING, code="competence")
    return reviewer


def _check(decisions: list[Decision], verdicts: Mapping[str, Said], reasons: str, result: Result) -> None:
    """Raise Refused naming everything that is missing or does not fit `result`."""
    missing = []
    answers = set()
    for decision in decisions:
        said = verdicts.get(decision.public_id)
        words = {"code": decision.criterion.code}
        if said is None or said.answer not in Answer.values:
            missing.append(_("Give a verdict on %(code)s") % words)
            continue
        answers.add(said.answer)
        if said.answer != Answer.AGREE and not said.note.strip():
            missing.append(_("Write a note for %(code)s") % words)
    if not reasons.strip():
        missing.append(_("Write your reasons"))
    if not missing and result == Result.AGREED and Answer.RETURN in answers:
        missing.append(_("You return one of the criteria, so the whole goes back to the assessor"))
    if not missing and result == Result.RETURNED and Answer.RETURN not in answers:
        missing.append(_("Say which criterion goes back, and why"))
    if missing:
        raise Refused([Refused(text) for text in missing])


def _review(  # noqa: PLR0913, PLR0917 - a review is its facts
    submission: Submission,
    act: DecisionAct,
    by: User,
    result: Result,
    verdicts: Mapping[str, Said],
    reasons: str,
) -> QualityReview:
    reviewer = _reviewer(submission, act, by)
    decisions = list(act.decisions.select_related("criterion"))
    _check(decisions, verdicts, reasons, result)
    words = QualityReviewWords(reasons=reasons.strip())
    review = QualityReview.objects.create(
        act=act,
        submission=submission,
        reviewer=reviewer,
        assessor_id=act.assessor_id,
        trainee_id=submission.trainee_id,
        result=result,
        words_digest=words.digest(),
    )
    words.review = review
    words.save()
    notes = [VerdictWords(note=verdicts[decision.public_id].note.strip()) for decision in decisions]
    rows = Verdict.objects.bulk_create(
        Verdict(
            review=review,
            decision=decision,
            answer=verdicts[decision.public_id].answer,
            words_digest=note.digest(),
        )
        for decision, note in zip(decisions, notes, strict=True)
    )
    for row, note in zip(rows, notes, strict=True):
        note.verdict = row
    VerdictWords.objects.bulk_create(notes)
    return review


def _repeated(act: DecisionAct, by: User, result: Result) -> QualityReview | None:
    """The same person's same verdict on the same act: a second click."""
    return QualityReview.objects.filter(act=act, reviewer__user=by, result=result).first()


@transaction.atomic
def agree(*, submission_id: int, by: User, verdicts: Mapping[str, Said], reasons: str) -> QualityReview:
    """Agree with all decisions and clear the piece for release.

    `verdicts` maps each decision's public id to an answer. Raises NotAllowed for
    somebody with a tie, Refused when an answer, note or reason is missing or one says
    "return", TransitionRefused when somebody else was faster.
    """
    submission = locked(submission_id, "unit")
    act = latest_act(submission)
    before = _repeated(act, by, Result.AGREED)
    if before:
        return before
    review = _review(submission, act, by, Result.AGREED, verdicts, reasons)
    apply(submission, Event.AGREE, by=by, version_number=act.version.number)
    return review


@transaction.atomic
def return_to_assessment(
    *, submission_id: int, by: User, verdicts: Mapping[str, Said], reasons: str
) -> QualityReview:
    """Return the piece to its assessor, who decides again; at least one criterion says why."""
    submission = locked(submission_id, "unit")
    act = latest_act(submission)
    before = _repeated(act, by, Result.RETURNED)
    if before:
        return before
    review = _review(submission, act, by, Result.RETURNED, verdicts, reasons)
    apply(submission, Event.RETURN, by=by, version_number=act.version.number)
    if act.assessor.user:
        notify(
            user=act.assessor.user,
            kind="assessment.returned",
            title=_("A piece came back to you with a note"),
            link=f"/marking/{submission.public_id}/",
        )
    return review


@transaction.atomic
def choose(*, submission_id: int, by: User) -> SamplingDraw:
    """Choose a decided piece that was not drawn, before it is released."""
    submission = locked(submission_id)
    permissions.require(permissions.may_review, by, submission)
    act = latest_act(submission)
    apply(submission, Event.SAMPLE, by=by, version_number=act.version.number)
    drawn = act.draws.order_by("pk")[0]
    return SamplingDraw.objects.create(
        act=act,
        period=sampling.current_period(),
        submission=submission,
        assessor_id=act.assessor_id,
        unit_id=submission.unit_id,
        reason=DrawReason.CHOSEN,
        number=drawn.number,
        percent=drawn.percent,
        by=by,
    )
