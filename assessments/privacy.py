"""What the tables of assessments keep about people."""

from django.utils.translation import gettext_lazy as _

from accounts.privacy import Basis, Topic, register_table
from assessments.models import (
    Allocation,
    Competence,
    DecidedTicks,
    Decision,
    DecisionAct,
    DecisionWords,
    Declaration,
    Evidence,
    EvidenceFile,
    Judgement,
    Passage,
    QualityReview,
    QualityReviewWords,
    Release,
    ReleaseOpened,
    RuleTicks,
    SamplingDraw,
    SamplingPeriod,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    Verdict,
    VerdictWords,
    VersionCoverage,
    VersionCriterion,
    VersionDeclaration,
    VersionEvidence,
    VersionEvidenceWords,
    VersionFile,
    VersionWords,
    Worry,
)

WITH_EVIDENCE = _(
    "Three years after you were certified. Without a certificate, two years after you last did something."
)
WITH_DECISION = _("The bare decision with the work it is about; its words after six years.")

register_table(
    Submission,
    topic=Topic.ASSESSMENT,
    name=_("Your work for a unit"),
    purpose=_("To assess a unit."),
    basis=Basis.CONTRACT,
    starts=_("When you begin to write or attach something."),
    ends=WITH_EVIDENCE,
    rows=lambda user: Submission.objects.filter(trainee__user=user).select_related("unit"),
    gives=("unit", "attempt", "created_at", "saved_at", "sent_at"),
    companions=(SubmissionEvent, Declaration),
)
register_table(
    Evidence,
    topic=Topic.ASSESSMENT,
    name=_("Evidence that you are working on"),
    purpose=_("What you write and attach is safe until you send it."),
    basis=Basis.CONTRACT,
    starts=_("When you write or attach something."),
    ends=WITH_EVIDENCE,
    rows=lambda user: Evidence.objects.filter(submission__trainee__user=user),
    gives=("kind", "title", "text", "created_at", "saved_at"),
)
register_table(
    EvidenceFile,
    topic=Topic.ASSESSMENT,
    name=_("Files that you attached"),
    purpose=_("Your assessor sees what you show. Hidden details are taken out of the file first."),
    basis=Basis.CONTRACT,
    starts=_("When you attach a file."),
    ends=WITH_EVIDENCE,
    rows=lambda user: EvidenceFile.objects.filter(evidence__submission__trainee__user=user),
    gives=("name", "size", "uploaded_at"),
)
register_table(
    VersionEvidenceWords,
    topic=Topic.ASSESSMENT,
    name=_("Evidence as you sent it"),
    purpose=_("It can be shown afterwards what exactly was assessed."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you send your work."),
    ends=WITH_EVIDENCE,
    rows=lambda user: VersionEvidenceWords.objects.filter(
        evidence__version__submission__trainee__user=user, blanked_at__isnull=True
    ),
    gives=("title", "text"),
    companions=(
        SubmissionVersion,
        VersionCriterion,
        VersionEvidence,
        VersionCoverage,
        VersionFile,
        VersionDeclaration,
        VersionWords,
    ),
)
register_table(
    Release,
    topic=Topic.ASSESSMENT,
    name=_("Results that you were given"),
    purpose=_("You read what was decided, when you choose to."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When a result is released to you."),
    ends=WITH_DECISION,
    rows=lambda user: Release.objects.filter(
        submission__trainee__user=user, pk__in=ReleaseOpened.objects.values("release")
    ),
    gives=("outcome", "at"),
    companions=(ReleaseOpened,),
)
register_table(
    DecisionWords,
    topic=Topic.ASSESSMENT,
    name=_("What your assessor wrote to you"),
    purpose=_("You learn what is met, what is not yet, and what to do next."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When your work is decided."),
    ends=WITH_DECISION,
    rows=lambda user: DecisionWords.objects.filter(
        decision__act__in=Release.objects.filter(
            submission__trainee__user=user, pk__in=ReleaseOpened.objects.values("release")
        ).values("act")
    ).select_related("decision"),
    gives=lambda row: {
        "outcome": row.decision.get_outcome_display(),
        "comment": row.comment,
        "action": row.action,
    },
    companions=(Decision, DecisionAct, DecidedTicks),
)
register_table(
    Competence,
    topic=Topic.ASSESSMENT,
    name=_("What you are competent to assess"),
    purpose=_("Work is judged by people who know it."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When it is recorded."),
    ends=_("Six years after it ended."),
    rows=lambda user: Competence.objects.filter(person__user=user),
    gives=("kind", "since", "until"),
)
register_table(
    Allocation,
    topic=Topic.ASSESSMENT,
    name=_("Work that you assess"),
    purpose=_("One assessor at a time, and none who is close to the trainee."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When work is given to you, or you take it."),
    ends=WITH_DECISION,
    rows=lambda user: Allocation.objects.filter(assessor__user=user),
    gives=("since", "ended_at"),
    companions=(RuleTicks, Judgement, Passage),
)
register_table(
    QualityReview,
    topic=Topic.ASSESSMENT,
    name=_("Checks of how work was assessed"),
    purpose=_("The same work is judged alike, whoever assesses it."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When work is drawn for a check."),
    ends=WITH_DECISION,
    companions=(QualityReviewWords, Verdict, VerdictWords, SamplingDraw, SamplingPeriod),
)
register_table(
    Worry,
    topic=Topic.RECORDS,
    name=_("A worry about somebody's safety"),
    purpose=_(
        "To protect somebody who may be in danger. Its words are sealed; safeguarding leads alone read them."
    ),
    basis=Basis.LEGAL_DUTY,
    starts=_("When an assessor is worried."),
    ends=_("One year where it was unfounded; else as the safeguarding record."),
)
