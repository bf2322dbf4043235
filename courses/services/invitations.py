"""Writes of inviting: keep a list, decide its open lines, invite whom it names, take one back.

All of a list or nothing; the same address is invited to a cohort once.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, override

from accounts import audit
from accounts.models import User
from casework.selectors import policy
from courses import permissions
from courses.lines import Row
from courses.models import Cohort, Invitation, InvitationBatch, InvitationLine
from courses.selectors.invitations import TOKEN_PURPOSE
from courses.selectors.judging import Judgement, judge
from courses.states import BATCH, BatchEvent, BatchState, Verdict
from foundation import clock, outbox
from foundation.exceptions import Refused
from foundation.sealed import lookup_digest
from foundation.transitions import target

#: Lists up to this length are sent at once; longer ones in the background.
AT_ONCE = 50
KEEP_UNSENT_DAYS = 7
KEEP_UNUSED_DAYS = 90


@dataclass(frozen=True)
class Outcome:
    """What became of the wish to invite: the list, and how many lines had changed meanwhile."""

    batch: InvitationBatch
    changed: int = 0


@transaction.atomic
def keep_list(*, cohort: Cohort, rows: Sequence[Row], by: User, file_name: str = "") -> InvitationBatch:
    """Keep a list with a verdict for each line. Nothing is sent.

    Raises NotAllowed unless `by` manages the cohort, Refused when there is no line.
    """
    permissions.require_manager(by, cohort)
    if not rows:
        raise Refused(_("Type at least one address, or choose a file."), code="empty")
    batch = InvitationBatch.objects.create(cohort=cohort, made_by=by, file_name=file_name[-120:])
    InvitationLine.objects.bulk_create(
        [
            InvitationLine(
                batch=batch,
                number=row.number,
                email=row.email[:320],
                name=row.name[:200],
                organisation_text=row.organisation[:200],
                organisation_id=judgement.organisation_id,
                verdict=judgement.verdict,
                why=judgement.why,
                details=judgement.details,
            )
            for row, judgement in zip(rows, judge(cohort, rows), strict=True)
        ],
        batch_size=200,
    )
    return batch


@transaction.atomic
def decide_line(*, batch_id: int, number: int, invite: bool, by: User) -> InvitationLine:
    """Say of a line that was left to the manager whether it is invited; can be changed until sending.

    Raises NotAllowed unless `by` manages the cohort, Refused once the list is on its way.
    """
    batch = _locked(batch_id, by)
    if batch.state != BatchState.READY:
        raise Refused(_("This list is on its way already."), code="sent")
    line = batch.lines.get(number=number)
    if line.verdict != Verdict.DECIDE and line.decided is None:
        raise Refused(_("There is nothing to decide about this line."), code="line")
    line.decided = invite
    line.verdict = Verdict.INVITE if invite else Verdict.LEFT_OUT
    line.save(update_fields=["decided", "verdict"])
    return line


@transaction.atomic
def invite(*, batch_id: int, by: User) -> Outcome:
    """Invite everybody whose line says so: all of them or nobody.

    The lines are judged again first. If one of them has changed since the manager
    looked, nothing is sent, the new verdicts are kept and `Outcome.changed` counts
    them. Asking twice invites once. Longer lists are sent by a task.
    """
    batch = _locked(batch_id, by)
    if batch.state != BatchState.READY:
        return Outcome(batch)
    changed = _judge_again(batch)
    if changed:
        return Outcome(batch, changed)
    wanted = batch.lines.filter(verdict=Verdict.INVITE).count()
    if not wanted:
        raise Refused(_("Nobody on this list can be invited. Mend it and upload it again."), code="nobody")
    batch.state = target(BATCH, BatchEvent.START, BatchState(batch.state))
    batch.sent_by, batch.problem = by, ""
    batch.save(update_fields=["state", "sent_by", "problem"])
    if wanted <= AT_ONCE:
        return Outcome(_send(batch))
    from courses.tasks import send_list

    transaction.on_commit(partial(send_list.enqueue, batch.pk))
    return Outcome(batch)


def send(*, batch_id: int) -> None:
    """Send a list that was started; what the task calls. May run twice: it sends once.

    When it cannot be sent whole, nothing is, and the list waits again with the reason.
    """
    try:
        with transaction.atomic():
            batch = InvitationBatch.objects.select_for_update().get(pk=batch_id)
            if batch.state != BatchState.SENDING:
                return
            Cohort.objects.select_for_update().get(pk=batch.cohort_id)
            if _judge_again(batch):
                _stop(batch, _("Some lines changed before this was sent. Look again, then invite."))
                return
            _send(batch)
    except Exception:
        with transaction.atomic():
            batch = InvitationBatch.objects.select_for_update().get(pk=batch_id)
            if batch.state == BatchState.SENDING:
                _stop(batch, _("This could not be sent, and nobody was invited. Try again."))
        raise


@transaction.atomic
def take_back(*, invitation_id: int, by: User) -> Invitation:
    """End an invitation that nobody has used; its link stops at once. Doing it twice changes nothing."""
    invitation = Invitation.objects.select_for_update().select_related("cohort").get(pk=invitation_id)
    permissions.require_manager(by, invitation.cohort)
    if invitation.accepted_at:
        raise Refused(_("This invitation has been used. Nothing was changed."), code="used")
    if invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        invitation.save(update_fields=["revoked_at"])
        audit.record(
            action="invitation.take_back", by=by, subject_kind="invitation", subject_id=invitation.public_id
        )
    return invitation


@transaction.atomic
def send_again(*, invitation_id: int, by: User) -> Invitation:
    """Send a new link for an invitation that waits or ran out; the old link stops."""
    invitation = Invitation.objects.select_for_update().select_related("cohort").get(pk=invitation_id)
    permissions.require_manager(by, invitation.cohort)
    if invitation.accepted_at or invitation.revoked_at:
        raise Refused(_("This invitation has been used or taken back. Nothing was sent."), code="used")
    _post(invitation, by, days=policy("invitation.days"))
    invitation.save()
    audit.record(
        action="invitation.send_again", by=by, subject_kind="invitation", subject_id=invitation.public_id
    )
    return invitation


@transaction.atomic
def forget_old() -> int:
    """Delete lists that waited seven days and invitations that nobody used within 90 days.

    Returns how many. Source: domain reference, section 8.
    """
    unsent = InvitationBatch.objects.filter(
        state=BatchState.READY, made_at__lt=clock.now() - dt.timedelta(days=KEEP_UNSENT_DAYS)
    )
    unused = Invitation.objects.filter(
        accepted_at__isnull=True, invited_at__lt=clock.now() - dt.timedelta(days=KEEP_UNUSED_DAYS)
    )
    lists, invitations = unsent.count(), unused.count()
    InvitationLine.objects.filter(batch__in=unsent).delete()
    unsent.delete()
    InvitationLine.objects.filter(invitation__in=unused).delete()
    unused.delete()
    return lists + invitations


def _locked(batch_id: int, by: User) -> InvitationBatch:
    """The list, with its row and its cohort's locked: two lists to one cohort wait for each other."""
    batch = InvitationBatch.objects.select_for_update().get(pk=batch_id)
    cohort = Cohort.objects.select_for_update().get(pk=batch.cohort_id)
    permissions.require_manager(by, cohort)
    return batch


def _judge_again(batch: InvitationBatch) -> int:
    lines = list(batch.lines.all())
    rows = [Row(line.number, line.email, line.name, line.organisation_text) for line in lines]
    changed = []
    for line, judgement in zip(lines, judge(batch.cohort, rows), strict=True):
        if _as_decided(line, judgement) == line.verdict:
            continue
        if judgement.verdict != Verdict.DECIDE:
            line.decided = None
        line.verdict, line.why, line.details = _as_decided(line, judgement), judgement.why, judgement.details
        line.organisation_id = judgement.organisation_id
        changed.append(line)
    InvitationLine.objects.bulk_update(
        changed, ["verdict", "why", "details", "organisation", "decided"], batch_size=200
    )
    return len(changed)


def _as_decided(line: InvitationLine, judgement: Judgement) -> Verdict:
    if judgement.verdict != Verdict.DECIDE or line.decided is None:
        return judgement.verdict
    return Verdict.INVITE if line.decided else Verdict.LEFT_OUT


def _send(batch: InvitationBatch) -> InvitationBatch:
    by = batch.sent_by
    assert by is not None
    lines = list(batch.lines.filter(verdict=Verdict.INVITE))
    days = policy("invitation.days")
    old = {
        invitation.email.lower(): invitation
        for invitation in Invitation.objects.select_for_update().filter(
            cohort=batch.cohort, revoked_at__isnull=True
        )
    }
    try:
        with transaction.atomic():
            for line in lines:
                line.invitation = _invite_one(batch, line, old.get(line.email.lower()), by, days)
    except IntegrityError as error:
        raise Refused(
            _("Somebody else invited one of these people just now. Nobody was invited twice. Try again.")
        ) from error
    InvitationLine.objects.bulk_update(lines, ["invitation"], batch_size=200)
    batch.state = target(BATCH, BatchEvent.FINISH, BatchState(batch.state))
    batch.sent_at = clock.now()
    batch.save(update_fields=["state", "sent_at"])
    audit.record(
        action="invitation.send",
        by=by,
        subject_kind="cohort",
        subject_id=batch.cohort.public_id,
        data={"list": batch.public_id, "people": len(lines)},
    )
    return batch


def _invite_one(
    batch: InvitationBatch, line: InvitationLine, old: Invitation | None, by: User, days: int
) -> Invitation:
    invitation = old or Invitation(cohort=batch.cohort, email=line.email.lower())
    invitation.name = line.name[:120] or invitation.name
    # A line that a manager let through with an unknown employer is invited without one.
    invitation.organisation_id = line.organisation_id
    _post(invitation, by, days=days)
    invitation.save()
    return invitation


def _post(invitation: Invitation, by: User, *, days: int) -> None:
    """Give an invitation a new link and queue its message. The caller saves."""
    token = secrets.token_urlsafe(32)
    invitation.token_digest = lookup_digest(token, purpose=TOKEN_PURPOSE)
    invitation.invited_by = by
    invitation.invited_at = clock.now()
    invitation.expires_at = clock.end_of_day(clock.today() + dt.timedelta(days=days))
    title, body = message(
        name=invitation.name,
        sender=sender_name(by),
        link=settings.PUBLIC_URL + reverse("courses:accept", args=[token]),
        last_day=invitation.last_day,
    )
    invitation.message = outbox.post(to=invitation.email, subject=title, body=body)


def sender_name(user: User) -> str:
    """The name that somebody who is invited would know the sender by."""
    person = getattr(user, "person", None)
    return person.practising_name if person else user.get_full_name()


def message(*, name: str, sender: str, link: str, last_day: dt.date) -> tuple[str, str]:
    """Subject and text of an invitation. Neither says what this site is or what it is about."""
    with override("en"):
        hello = _("Hello %(name)s,") % {"name": name.split(maxsplit=1)[0]} if name else _("Hello,")
        body = _(
            "%(hello)s\n\n%(sender)s has kept a place for you. This link opens it:\n%(link)s\n\n"
            "It works once, until %(last_day)s. You can open it when it suits you.\n\n"
            "If you did not expect this, you can leave it. Nothing happens then.\n"
        ) % {"hello": hello, "sender": sender, "link": link, "last_day": date_format(last_day)}
        return subject(), body


def subject() -> str:
    """What the mail is called in an inbox that somebody else may see."""
    return _("A place is ready for you")


def _stop(batch: InvitationBatch, problem: str) -> None:
    batch.state = target(BATCH, BatchEvent.STOP, BatchState(batch.state))
    batch.problem = problem
    batch.save(update_fields=["state", "problem"])
