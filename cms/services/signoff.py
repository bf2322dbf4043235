"""Asking for sign-off, answering, and going live by what was signed.

Source: domain reference, section 5. `by=None` is the product itself: the
demonstration's loader asks so; consultants always answer as themselves.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _, override
from wagtail.models import Page, Revision

from accounts import audit
from accounts.models import User
from accounts.permissions import has_role
from accounts.roles import RoleName
from accounts.services import notify
from casework.selectors import policy
from cms import permissions, selectors
from cms.digests import content_digest
from cms.models import (
    ClearedRevision,
    Contribution,
    EditorTask,
    Payment,
    Reviewer,
    SignOff,
    SignOffReader,
    SignOffReasons,
    SignOffRequest,
)
from cms.states import REQUEST, Answer, RequestEvent, RequestState
from foundation import clock
from foundation.exceptions import Refused, TransitionRefused
from foundation.transitions import target

EVENTS = {Answer.CHANGES: RequestEvent.ASK_CHANGES, Answer.VETO: RequestEvent.VETO}
TASKS = {Answer.CHANGES: EditorTask.Kind.CHANGES_ASKED, Answer.VETO: EditorTask.Kind.VETOED}


@transaction.atomic
def name_readers(*, page: Page, consultants: Sequence[User], by: User | None) -> list[Reviewer]:
    """Name who reads `page`, and all below it, before it goes live.

    Raises NotAllowed unless `by` leads co-production, Refused when somebody is no
    consultant or when there are fewer than the policy asks for.
    """
    permissions.require(by is None or permissions.can_lead_co_production(by))
    wanted = policy("signoff.reviewers")
    if len({user.pk for user in consultants}) < wanted:
        raise Refused(_("Name at least %(count)d readers.") % {"count": wanted})
    if not all(has_role(user, RoleName.CONSULTANT) for user in consultants):
        raise Refused(_("Only consultants read for sign-off."))
    Page.objects.select_for_update().get(pk=page.pk)
    Reviewer.objects.filter(page_id=page.pk).exclude(consultant__in=consultants).delete()
    for user in consultants:
        Reviewer.objects.get_or_create(page_id=page.pk, consultant=user)
    audit.record(
        action="readers.name",
        by=by,
        subject_kind="page",
        subject_id=str(page.translation_key),
        data={"readers": sorted(user.public_id for user in consultants)},
    )
    return list(Reviewer.objects.filter(page_id=page.pk))


def _step(request: SignOffRequest, event: RequestEvent) -> None:
    request.state = target(REQUEST, event, RequestState(request.state))
    request.closed_at = clock.now()
    request.save(update_fields=["state", "closed_at"])


def _readers(page: Page, candidate: Page, by: User | None) -> list[tuple[User, bool]]:
    """Who is asked, and whether words of theirs stand in it. Raises Refused when the rule is not met."""
    users = [
        row.consultant for row in selectors.readers_of(page) if has_role(row.consultant, RoleName.CONSULTANT)
    ]
    needed = policy("signoff.reviewers")
    if len(users) < needed:
        raise Refused(
            _("This page needs %(count)d readers. The co-production lead names them.") % {"count": needed}
        )
    if by in users:
        raise Refused(_("You are one of its readers, so somebody else has to ask."))
    speaking = set(
        Contribution.objects.filter(pk__in=selectors.contributions_of(candidate)).values_list(
            "consultant_id", flat=True
        )
    )
    readers = [(user, user.pk in speaking) for user in users]
    if all(has_words for _user, has_words in readers):
        raise Refused(_("One reader must have no words in this page. The co-production lead names one more."))
    return readers


def _tell(user: User, request: SignOffRequest) -> None:
    """A notice and, if they like mail, a mail that says only that there is an update."""
    with override(user.language):
        notify(
            user=user,
            kind="cms.to_read",
            title=_("There is something for you to read"),
            body=_("About %(minutes)d minutes. It can wait as long as you like.")
            % {"minutes": request.minutes},
            link=reverse("cms:read", args=[request.public_id]),
        )


@transaction.atomic
def ask_for_sign_off(  # noqa: PLR0913 - an ask is its facts
    *,
    page: Page,
    by: User | None,
    revision: Revision | None = None,
    note: str = "",
    minutes: int = 10,
    paid: bool = True,
) -> SignOffRequest:
    """Ask the readers of a gated page about one revision: the latest unless told otherwise.

    Asking twice about the same revision is one request; asking about a newer one closes
    the older. Raises NotAllowed without an editor's role, and Refused when the page is
    not complete, lacks readers, holds words without a live consent, or was vetoed and
    nobody says what came of talking about it.
    """
    permissions.require(by is None or permissions.can_edit_content(by))
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not selectors.is_gated(page) or page.alias_of_id:
        raise Refused(_("This page does not need sign-off."))
    revision = revision or page.get_latest_revision()
    if revision is None:
        raise Refused(_("Save the page first, then ask for sign-off."))
    open_one = SignOffRequest.objects.filter(page_id=page.pk, state=RequestState.OPEN).first()
    if open_one is not None and open_one.revision_id == revision.pk:
        return open_one
    if ClearedRevision.objects.filter(revision_id=revision.pk).exists():
        raise Refused(_("This version is signed off already."))
    candidate = revision.as_object()
    candidate.full_clean()
    readers = _readers(page, candidate, by)
    dead = selectors.dead_contributions(candidate)
    if dead:
        raise Refused(
            _("There is no consent now for: %(codes)s. Take these words out, or ask the person first.")
            % {"codes": ", ".join(dead)}
        )
    last = SignOffRequest.objects.filter(page_id=page.pk).exclude(state=RequestState.REPLACED).first()
    if last is not None and last.state == RequestState.VETOED and not note.strip():
        raise Refused(_("A reader said no. Talk with them first, and write here what came of it."))
    if open_one is not None:
        _step(open_one, RequestEvent.REPLACE)
    request = SignOffRequest.objects.create(
        page_id=page.pk,
        revision_id=revision.pk,
        digest=content_digest(candidate),
        title=candidate.title[:255],
        language=page.locale.language_code,
        translation_key=page.translation_key or uuid.uuid4(),
        number=page.revisions.filter(pk__lte=revision.pk).count(),
        minutes=minutes,
        paid=paid,
        note=note.strip(),
        asked_by=by,
        asked_at=clock.now(),
    )
    audit.record(action="signoff.ask", by=by, subject_kind="sign_off", subject_id=request.public_id)
    for user, has_words in readers:
        SignOffReader.objects.create(request=request, consultant=user, has_words=has_words)
        if paid:
            _offer(user, request, instead_of=open_one)
        _tell(user, request)
    EditorTask.objects.filter(page_id=page.pk, kind__in=TASKS.values(), done_at__isnull=True).update(
        done_at=clock.now(), done_by=by
    )
    return request


def _offer(user: User, request: SignOffRequest, *, instead_of: SignOffRequest | None) -> None:
    """Offer payment for the reading; an offer for a revision that nobody read moves to the new one."""
    work = _("Reading “%(title)s”, version %(number)d") % {
        "title": request.title[:100],
        "number": request.number,
    }
    unread = instead_of is not None and not instead_of.answers.filter(consultant=user).exists()
    if unread and Payment.objects.filter(request=instead_of, consultant=user, paid_on=None).update(
        request=request, work=work
    ):
        return
    Payment.objects.create(consultant=user, work=work, request=request, offered_on=clock.today())


@transaction.atomic
def keep_draft_answer(*, request: SignOffRequest, by: User, answer: str, reasons: str) -> SignOffReader:
    """Keep what a reader has written so far; nobody else sees it."""
    permissions.require(permissions.can_answer(by, request))
    reader = SignOffReader.objects.select_for_update().get(request=request, consultant=by)
    reader.draft_answer = answer if answer in Answer.values else ""
    reader.draft_reasons = reasons
    reader.save(update_fields=["draft_answer", "draft_reasons"])
    return reader


@transaction.atomic
def answer(*, request: SignOffRequest, by: User, answer: Answer, reasons: str = "") -> SignOff:
    """Say yes, ask for changes, or veto, about exactly the revision that was asked about.

    The last yes clears the revision and makes it live; should that be impossible by then,
    the editors get a task. The same answer twice is one answer. Raises NotAllowed
    when `by` was not asked, TransitionRefused when the request is closed, Refused
    without reasons for anything but yes.
    """
    request = SignOffRequest.objects.select_for_update().get(pk=request.pk)
    answer = Answer(answer)
    given = SignOff.objects.filter(request=request, consultant=by).first()
    if given is not None and given.answer == answer:
        return given
    permissions.require(permissions.can_read_for_sign_off(by, request) and has_role(by, RoleName.CONSULTANT))
    if given is not None or request.state != RequestState.OPEN:
        raise TransitionRefused(
            _("This has moved on since the page was opened. Look at it again, then decide."),
            code="transition",
        )
    if answer != Answer.APPROVE and not reasons.strip():
        raise Refused({"reasons": [_("Say what should change, or why it should not go out.")]})
    revision = Revision.page_revisions.get(pk=request.revision_id)
    if content_digest(revision.as_object()) != request.digest:
        raise Refused(_("This text is not what you were asked about. Tell the editors; nothing was signed."))
    sign_off = SignOff.objects.create(
        request=request,
        consultant=by,
        page_id=request.page_id,
        revision_id=request.revision_id,
        digest=request.digest,
        answer=answer,
        at=clock.now(),
    )
    if reasons.strip():
        SignOffReasons.objects.create(sign_off=sign_off, text=reasons.strip())
    audit.record(
        action=f"signoff.{answer}",
        by=by,
        as_role=RoleName.CONSULTANT,
        subject_kind="sign_off",
        subject_id=request.public_id,
    )
    SignOffReader.objects.filter(request=request, consultant=by).update(draft_answer="", draft_reasons="")
    if answer != Answer.APPROVE:
        _step(request, EVENTS[answer])
        task = EditorTask.objects.open(kind=TASKS[answer], page_id=request.page_id, title=request.title)
        task.words = reasons.strip()
        task.save(update_fields=["words"])
    elif _all_said_yes(request):
        _clear(request)
    return sign_off


def _all_said_yes(request: SignOffRequest) -> bool:
    asked = set(request.readers.values_list("consultant_id", flat=True))
    said_yes = set(request.answers.filter(answer=Answer.APPROVE).values_list("consultant_id", flat=True))
    return bool(asked) and asked <= said_yes


def _clear(request: SignOffRequest) -> None:
    _step(request, RequestEvent.CLEAR)
    ClearedRevision.objects.create(
        request=request,
        page_id=request.page_id,
        revision_id=request.revision_id,
        digest=request.digest,
        at=clock.now(),
    )
    try:
        with transaction.atomic():
            _publish(request.page_id, request.revision_id)
    except Refused as refused:
        task = EditorTask.objects.open(
            kind=EditorTask.Kind.NOT_PUBLISHED, page_id=request.page_id, title=request.title
        )
        task.words = " ".join(refused.messages)
        task.save(update_fields=["words"])
    else:
        EditorTask.objects.open(kind=EditorTask.Kind.SIGNED_OFF, page_id=request.page_id, title=request.title)


def _publish(page_id: int, revision_id: int) -> None:
    """Exactly the signed revision, and without a name: the page's history must not say who signed."""
    revision = Revision.page_revisions.get(pk=revision_id, object_id=str(page_id))
    revision.publish(user=None, skip_permission_checks=True)


@transaction.atomic
def publish_cleared(*, page: Page, by: User | None) -> Page:
    """Put the last signed revision of a page live, for example after it was taken down.

    Raises NotAllowed without an editor's role and NotSignedOff with the reasons.
    """
    permissions.require(by is None or permissions.can_edit_content(by))
    Page.objects.select_for_update().get(pk=page.pk)
    cleared = selectors.last_cleared(page)
    if cleared is None:
        raise Refused(
            _("The readers have not signed this off. Ask for sign-off, then it goes live by itself.")
        )
    audit.record(action="page.publish", by=by, subject_kind="page", subject_id=str(page.translation_key))
    _publish(page.pk, cleared.revision_id)
    return Page.objects.get(pk=page.pk).specific
