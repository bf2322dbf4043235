"""Giving words, consenting, withdrawing, bringing back, destroying.

Source: domain reference, section 5. The person who gave the words acts on them and
nobody else; `by=None` is the demonstration's loader and the housekeeping.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from casework.selectors import policy
from cms import permissions, uploads
from cms.models import Consent, Contribution, ContributionUse, EditorTask
from cms.signals import contribution_withdrawn
from cms.states import CONTRIBUTION, Channel, ContributionEvent, ContributionState, Credit, Edits
from foundation import clock
from foundation.exceptions import Refused
from foundation.public_ids import new_public_id
from foundation.transitions import target

NEEDS_NAME = (Credit.NAME, Credit.PSEUDONYM)


@dataclass(frozen=True)
class Terms:
    """What somebody agrees to. The plain default: signed-in readers, as part of the group."""

    scope: str = ""
    channels: Collection[Channel] = (Channel.WEB_SIGNED_IN,)
    languages: Collection[str] = ("en",)
    edits: Edits = Edits.ASK_FIRST
    credit: Credit = Credit.COLLECTIVE
    credited_as: str = ""
    not_consented_to: str = ""
    until: dt.date | None = None


def longest_until(since: dt.date) -> dt.date:
    """The last day that a consent from `since` may have (policy number `consent.months`)."""
    months = since.year * 12 + since.month - 1 + policy("consent.months", on=since)
    year, month = divmod(months, 12)
    for day in (since.day, 28):
        try:
            return dt.date(year, month + 1, day) - dt.timedelta(days=1)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def _lock(contribution: Contribution) -> Contribution:
    return Contribution.objects.select_for_update().get(pk=contribution.pk)


def _step(contribution: Contribution, event: ContributionEvent) -> None:
    contribution.state = target(CONTRIBUTION, event, ContributionState(contribution.state))


def _record(action: str, contribution: Contribution, by: User | None, **data: Any) -> None:
    audit.record(
        action=action,
        by=by,
        subject_kind="contribution",
        subject_id=contribution.public_id,
        data=data or None,
    )


@transaction.atomic
def give_words(  # noqa: PLR0913 - a contribution is its facts
    *,
    consultant: User,
    by: User | None,
    words: str,
    words_cy: str = "",
    kind: Contribution.Kind = Contribution.Kind.TEXT,
    code: str = "",
    about: str = "",
    note: str = "",
    seconds: int = 0,
    file: IO[bytes] | None = None,
    instead_of: Contribution | None = None,
) -> Contribution:
    """Keep what a consultant gives. For sound and pictures `words` is the transcript or description.

    Raises NotAllowed when `by` is somebody else, Refused when there are no words or the
    file is of the wrong kind.
    """
    permissions.require(by is None or (by == consultant and permissions.is_consultant(by)))
    words, words_cy = words.strip(), words_cy.strip()
    if not words:
        raise Refused({"words": [_("Write the words, or a description of the recording or picture.")]})
    kind = Contribution.Kind(kind)
    contribution = Contribution.prepare(
        words=words,
        words_cy=words_cy,
        consultant=consultant,
        kind=kind,
        code=code or f"C-{new_public_id()[:8].upper()}",
        about=about.strip(),
        note=note.strip(),
        given_at=clock.now(),
    )
    if kind != Contribution.Kind.TEXT:
        if file is None:
            raise Refused({"file": [_("Choose the file.")]})
        if kind == Contribution.Kind.IMAGE:
            kept = uploads.clean_picture(file)
            file_type = uploads.PICTURES[kept.name.rpartition(".")[2]]
        else:
            ending, file_type = uploads.checked(file, uploads.SOUND)
            file.seek(0)
            kept = ContentFile(file.read(), name=f"{new_public_id()}.{ending}")
            contribution.length = seconds
        contribution.file, contribution.file_type = kept, file_type
    contribution.save()
    _record("contribution.give", contribution, by, kind=kind, length=contribution.length)
    if instead_of is not None:
        old = _lock(instead_of)
        permissions.require(by is None or permissions.can_act_on(by, old))
        old.replacement = contribution
        old.save(update_fields=["replacement"])
        _tasks(EditorTask.Kind.NEW_WORDS, old)
    return contribution


def _problems(terms: Terms, since: dt.date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not terms.channels:
        problems["channels"] = [_("Choose at least one place where the words may stand.")]
    if not set(terms.languages) or not set(terms.languages) <= {"en", "cy"}:
        problems["languages"] = [_("Choose at least one language.")]
    if terms.credit in NEEDS_NAME and not terms.credited_as.strip():
        problems["credited_as"] = [_("Write the name that should stand below your words.")]
    if terms.until is not None:
        latest = longest_until(since)
        if terms.until < since:
            problems["until"] = [_("Choose a day that is still to come.")]
        elif terms.until > latest:
            problems["until"] = [
                _("Three years is the longest. Choose %(day)s or an earlier day.")
                % {"day": date_format(latest)}
            ]
    return problems


@transaction.atomic
def give_consent(
    *, contribution: Contribution, by: User | None, terms: Terms, since: dt.date | None = None
) -> Consent:
    """Give a consent, or change it: a change is a new row that ends the one before.

    Raises NotAllowed unless `by` gave the words, Refused with a message for each field,
    TransitionRefused when the words were withdrawn.
    """
    contribution = _lock(contribution)
    permissions.require(by is None or permissions.can_act_on(by, contribution))
    _step(contribution, ContributionEvent.CONSENT)
    since = since or clock.today()
    problems = _problems(terms, since)
    if problems:
        raise Refused(problems)
    named = terms.credit in NEEDS_NAME
    now = clock.now()
    Consent.objects.filter(
        contribution=contribution, withdrawn_at__isnull=True, replaced_at__isnull=True
    ).update(replaced_at=now)
    consent = Consent.objects.create(
        contribution=contribution,
        version=Consent.objects.filter(contribution=contribution).count() + 1,
        scope=terms.scope.strip(),
        **{channel.value: channel in set(terms.channels) for channel in Channel},
        languages=sorted(set(terms.languages)),
        edits=terms.edits,
        credit=terms.credit,
        credited_as=terms.credited_as.strip() if named else "",
        not_consented_to=terms.not_consented_to.strip(),
        since=since,
        until=terms.until or longest_until(since),
        given_at=now,
    )
    _record("consent.give", contribution, by, receipt=consent.receipt, version=consent.version)
    _task_where_not_covered(contribution)
    return consent


@transaction.atomic
def give_with_consent(*, terms: Terms, **facts: Any) -> Contribution:
    """Keep words and the consent for them together, or neither; see `give_words` and `give_consent`."""
    contribution = give_words(**facts)
    give_consent(contribution=contribution, by=facts["by"], terms=terms)
    return contribution


def _tasks(kind: EditorTask.Kind, contribution: Contribution) -> list[int]:
    """Open a task for each page that uses the words; returns the pages."""
    uses = ContributionUse.objects.filter(contribution=contribution).select_related("page")
    pages = {use.page_id: use.page for use in uses}
    for page_id, page in pages.items():
        EditorTask.objects.open(kind=kind, page_id=page_id, contribution=contribution, title=page.draft_title)
    return sorted(pages)


def _task_where_not_covered(contribution: Contribution) -> None:
    """A narrower consent may leave pages without the words: the editors hear of those."""
    contribution = Contribution.objects.prefetch_related("consents").get(pk=contribution.pk)
    for use in ContributionUse.objects.filter(contribution=contribution, live=True).select_related("page"):
        channel = getattr(use.page.specific_class, "consent_channel", Channel.WEB_PUBLIC)
        if contribution.shown(channel, use.page.locale.language_code) is None:
            EditorTask.objects.open(
                kind=EditorTask.Kind.CONSENT_ENDED,
                page_id=use.page_id,
                contribution=contribution,
                title=use.page.draft_title,
            )


@transaction.atomic
def withdraw(*, contribution: Contribution, by: User | None) -> Contribution:
    """Take words out, everywhere, at once. No reason is asked for. Doing it twice changes nothing.

    They are sealed for seven days (policy number `contribution.sealed_days`), so that a
    slip can be undone. Raises NotAllowed unless `by` gave them.
    """
    contribution = _lock(contribution)
    permissions.require(by is None or permissions.can_act_on(by, contribution))
    if contribution.state in {ContributionState.SEALED, ContributionState.DESTROYED}:
        return contribution
    _step(contribution, ContributionEvent.WITHDRAW)
    now = clock.now()
    contribution.withdrawn_at = now
    contribution.sealed_until = clock.today() + dt.timedelta(days=policy("contribution.sealed_days"))
    _record("contribution.withdraw", contribution, by)
    contribution.save(update_fields=["state", "withdrawn_at", "sealed_until"])
    Consent.objects.filter(
        contribution=contribution, withdrawn_at__isnull=True, replaced_at__isnull=True
    ).update(withdrawn_at=now)
    page_ids = _tasks(EditorTask.Kind.WORDS_WITHDRAWN, contribution)
    contribution_withdrawn.send(sender=Contribution, contribution=contribution, page_ids=page_ids)
    return contribution


@transaction.atomic
def bring_back(*, contribution: Contribution, by: User) -> Contribution:
    """Undo a withdrawal while the words are sealed. The consent is given anew, on the same terms.

    Raises NotAllowed unless `by` gave them, TransitionRefused when they are destroyed.
    """
    contribution = _lock(contribution)
    permissions.require(permissions.can_act_on(by, contribution))
    if contribution.state == ContributionState.HELD:
        return contribution
    _step(contribution, ContributionEvent.BRING_BACK)
    withdrawn_at = contribution.withdrawn_at
    contribution.withdrawn_at = contribution.sealed_until = None
    _record("contribution.bring_back", contribution, by)
    contribution.save(update_fields=["state", "withdrawn_at", "sealed_until"])
    last = Consent.objects.filter(contribution=contribution, withdrawn_at=withdrawn_at).first()
    if last is not None and last.until >= clock.today():
        give_consent(
            contribution=contribution,
            by=by,
            terms=Terms(
                scope=last.scope,
                channels=[channel for channel in Channel if getattr(last, channel.value)],
                languages=last.languages,
                edits=Edits(last.edits),
                credit=Credit(last.credit),
                credited_as=last.credited_as,
                not_consented_to=last.not_consented_to,
                until=last.until,
            ),
        )
    EditorTask.objects.filter(
        contribution=contribution, kind=EditorTask.Kind.WORDS_WITHDRAWN, done_at__isnull=True
    ).update(done_at=clock.now(), done_by=None)
    return contribution


@transaction.atomic
def destroy(*, contribution: Contribution, by: User | None) -> Contribution:
    """Destroy sealed words, their salt and their file. There is no way back from here.

    Raises NotAllowed unless `by` gave them, TransitionRefused when they are not sealed.
    """
    contribution = _lock(contribution)
    permissions.require(by is None or permissions.can_act_on(by, contribution))
    if contribution.state == ContributionState.DESTROYED:
        return contribution
    _step(contribution, ContributionEvent.DESTROY)
    file = contribution.file.name
    storage = contribution.file.storage
    contribution.sealed_words = contribution.sealed_words_cy = contribution.salt = contribution.note = ""
    contribution.file = ""
    contribution.destroyed_at = clock.now()
    _record("contribution.destroy", contribution, by)
    contribution.save(
        update_fields=["state", "sealed_words", "sealed_words_cy", "salt", "note", "file", "destroyed_at"]
    )
    if file:
        transaction.on_commit(partial(storage.delete, file))
    return contribution


def destroy_due() -> int:
    """Destroy what was sealed and whose last day is over; returns how many. Safe to run again."""
    due = Contribution.objects.filter(state=ContributionState.SEALED, sealed_until__lt=clock.today())
    count = 0
    for contribution in due:
        destroy(contribution=contribution, by=None)
        count += 1
    return count


def open_tasks_for_ended_consents(*, within_days: int = 28) -> int:
    """Tell the editors of pages whose words have no consent any more, or soon will not."""
    day = clock.today()
    opened = 0
    in_use = Contribution.objects.filter(uses__live=True, state=ContributionState.HELD).distinct()
    for contribution in in_use.prefetch_related("consents"):
        consent = contribution.current_consent()
        if consent is None:
            opened += len(_tasks(EditorTask.Kind.CONSENT_ENDED, contribution))
        elif consent.until <= day + dt.timedelta(days=within_days):
            opened += len(_tasks(EditorTask.Kind.CONSENT_ENDING, contribution))
    return opened
