"""Reads for inviting: a list with its sentence, invitations that wait, a link's invitation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from courses import permissions
from courses.models import Invitation, InvitationBatch
from courses.states import Verdict
from foundation.sealed import lookup_digest

TOKEN_PURPOSE = "invitation"  # noqa: S105 - the name of a use, not a secret


@dataclass(frozen=True)
class Counts:
    """How many lines of a list have each verdict."""

    invite: int = 0
    mend: int = 0
    decide: int = 0
    left_out: int = 0

    @property
    def lines(self) -> int:
        return self.invite + self.mend + self.decide + self.left_out


def counts(batch: InvitationBatch) -> Counts:
    """One query: the verdicts of a list, counted."""
    found = dict(batch.lines.order_by().values_list("verdict").annotate(Count("pk")))
    return Counts(**{verdict.value: found.get(verdict.value, 0) for verdict in Verdict})


def batches_for(user: User) -> QuerySet[InvitationBatch]:
    """The lists of the cohorts that `user` manages."""
    return InvitationBatch.objects.filter(cohort__in=permissions.cohorts_managed_by(user)).select_related(
        "cohort", "made_by"
    )


def invitations_for(user: User) -> QuerySet[Invitation]:
    """Invitations to the cohorts that `user` manages which nobody has used or taken back."""
    return (
        Invitation.objects.filter(
            cohort__in=permissions.cohorts_managed_by(user), accepted_at__isnull=True, revoked_at__isnull=True
        )
        .select_related("cohort", "organisation")
        .order_by("-invited_at", "-pk")
    )


def sent_to_cohorts_of(user: User) -> QuerySet[Invitation]:
    """Every invitation to a cohort that `user` manages, used or not: what they may act on."""
    return Invitation.objects.filter(cohort__in=permissions.cohorts_managed_by(user))


def progress(batch: InvitationBatch) -> tuple[int, int]:
    """How many of a list's messages have left, and how many there are."""
    found = batch.lines.filter(invitation__isnull=False).aggregate(
        all=Count("pk"), left=Count("pk", filter=Q(invitation__message__sent_at__isnull=False))
    )
    return found["left"], found["all"]


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation that a link belongs to, while it can be used; else None, for every reason alike."""
    return (
        Invitation.objects.usable()
        .select_related("cohort", "organisation", "invited_by")
        .filter(token_digest=lookup_digest(token, purpose=TOKEN_PURPOSE))
        .first()
    )
