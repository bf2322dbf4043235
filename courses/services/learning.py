"""Writes of learning: complete and undo, keep the place, pause, go on, take more time.

People say for themselves what is complete. Nothing here has a penalty, and each act
is for the enrolment's own person alone.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts import audit
from accounts.models import User
from casework.selectors import policy
from cms.digests import content_digest
from courses import permissions
from courses.models import Enrolment, ModuleCompletion, Place, SectionCompletion
from courses.selectors.outline import module_line
from courses.selectors.progress import may_extend
from courses.states import ENROLMENT, LEARNING, EnrolmentEvent, EnrolmentState
from foundation import clock
from foundation.exceptions import Refused
from foundation.transitions import target


def _locked(enrolment_id: int, by: User) -> Enrolment:
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrolment_id)
    )
    permissions.require_own(by, enrolment)
    return enrolment


def _learning(enrolment_id: int, by: User) -> Enrolment:
    enrolment = _locked(enrolment_id, by)
    if enrolment.state == EnrolmentState.WITHDRAWN:
        raise Refused(_("You are not enrolled now. Your cohort’s manager can take you back."), code="state")
    return enrolment


@transaction.atomic
def complete_section(*, enrolment_id: int, section: Page, by: User) -> bool:
    """Note that somebody has done a section; `section` is a page as it is served.

    Returns whether the module is complete now. Twice is once.
    """
    enrolment = _learning(enrolment_id, by)
    module = section.get_parent().specific
    SectionCompletion.objects.get_or_create(
        enrolment=enrolment,
        section_key=section.translation_key,
        defaults={
            "module_key": module.translation_key,
            "revision_id": section.live_revision_id,
            "digest": content_digest(section),
        },
    )
    return _settle_module(enrolment, module)


def _settle_module(enrolment: Enrolment, module: Page) -> bool:
    """Complete the module if all of its sections of today are, or all that it once stood on."""
    done = set(
        SectionCompletion.objects.filter(enrolment=enrolment, module_key=module.translation_key).values_list(
            "section_key", flat=True
        )
    )
    row = ModuleCompletion.objects.filter(enrolment=enrolment, module_key=module.translation_key).first()
    if row is not None and row.undone_at is None:
        return True
    if row is not None and row.section_keys and done >= {_uuid(key) for key in row.section_keys}:
        row.undone_at = None
        row.save(update_fields=["undone_at"])
        return True
    keys = [section.key for section in module_line(module).sections]
    if not keys or not done >= set(keys):
        return False
    ModuleCompletion.objects.update_or_create(
        enrolment=enrolment,
        module_key=module.translation_key,
        defaults={
            "way": ModuleCompletion.Way.SECTIONS,
            "section_keys": [str(key) for key in keys],
            "revision_id": module.live_revision_id,
            "digest": content_digest(module),
            "completed_at": clock.now(),
            "undone_at": None,
        },
    )
    return True


def _uuid(text: str) -> object:
    from uuid import UUID

    return UUID(str(text))


@transaction.atomic
def undo_section(*, enrolment_id: int, section: Page, by: User) -> None:
    """Take back that a section is done; a module that stood on it is open again."""
    enrolment = _learning(enrolment_id, by)
    SectionCompletion.objects.filter(enrolment=enrolment, section_key=section.translation_key).delete()
    module_key = section.get_parent().translation_key
    row = ModuleCompletion.objects.filter(enrolment=enrolment, module_key=module_key).first()
    if row is not None and row.undone_at is None and str(section.translation_key) in row.section_keys:
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])


@transaction.atomic
def complete_module(*, enrolment_id: int, module: Page, way: str, by: User) -> ModuleCompletion:
    """Note that somebody did a module by its summary or its alternative: every way counts the same.

    Raises Refused for another way, or where the module does not offer it.
    """
    enrolment = _learning(enrolment_id, by)
    offered = {
        ModuleCompletion.Way.SUMMARY: module.summary,
        ModuleCompletion.Way.ALTERNATIVE: module.alternative,
    }
    if not offered.get(ModuleCompletion.Way(way) if way in ModuleCompletion.Way.values else None):
        raise Refused(_("This module does not offer that."), code="way")
    row, created = ModuleCompletion.objects.get_or_create(
        enrolment=enrolment,
        module_key=module.translation_key,
        defaults={
            "way": way,
            "revision_id": module.live_revision_id,
            "digest": content_digest(module),
        },
    )
    if not created and row.undone_at is not None:
        row.way, row.section_keys, row.undone_at = way, [], None
        row.revision_id, row.digest, row.completed_at = (
            module.live_revision_id,
            content_digest(module),
            clock.now(),
        )
        row.save()
    return row


@transaction.atomic
def undo_module(*, enrolment_id: int, module: Page, by: User) -> None:
    """Take back that a module was done by its summary or its alternative. Sections stay as they are."""
    enrolment = _learning(enrolment_id, by)
    ModuleCompletion.objects.filter(
        enrolment=enrolment, module_key=module.translation_key, undone_at__isnull=True
    ).exclude(way=ModuleCompletion.Way.SECTIONS).update(undone_at=clock.now())


@transaction.atomic
def opened(*, enrolment_id: int, section: Page) -> None:
    """Somebody opened a section: it becomes their place, and a pause is over."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment_id)
    place = Place.objects.filter(enrolment=enrolment).first()
    if place is None or place.section_key != section.translation_key:
        Place.objects.update_or_create(
            enrolment=enrolment,
            defaults={
                "module_key": section.get_parent().translation_key,
                "section_key": section.translation_key,
                "block_id": "",
                "heading": "",
            },
        )
    if enrolment.state == EnrolmentState.PAUSED:
        _move(enrolment, EnrolmentEvent.RESUME)


@transaction.atomic
def keep_place(*, enrolment_id: int, section: Page, block_id: str, by: User) -> None:
    """Keep where in a section somebody is, so that another device opens there.

    The heading is looked up in the page; an unknown block changes nothing.
    """
    enrolment = _learning(enrolment_id, by)
    heading = heading_before(section, block_id)
    if heading is None:
        return
    Place.objects.update_or_create(
        enrolment=enrolment,
        defaults={
            "module_key": section.get_parent().translation_key,
            "section_key": section.translation_key,
            "block_id": block_id,
            "heading": heading[:200],
        },
    )


def heading_before(section: Page, block_id: str) -> str | None:
    """The last heading before a block, empty where there is none, None for an unknown block."""
    heading = ""
    for child in section.body:
        if child.block_type == "heading":
            heading = str(child.value["text"])
        if str(child.id) == block_id:
            return heading
    return None


@transaction.atomic
def pause(*, enrolment_id: int, by: User) -> Enrolment:
    """Pause: one act, no reason, no end date. Twice is once."""
    enrolment = _locked(enrolment_id, by)
    if enrolment.state == EnrolmentState.LIVE:
        _move(enrolment, EnrolmentEvent.PAUSE)
    return enrolment


@transaction.atomic
def resume(*, enrolment_id: int, by: User) -> Enrolment:
    """Go on after a pause; opening a section does the same."""
    enrolment = _locked(enrolment_id, by)
    if enrolment.state == EnrolmentState.PAUSED:
        _move(enrolment, EnrolmentEvent.RESUME)
    return enrolment


def _move(enrolment: Enrolment, event: EnrolmentEvent) -> None:
    enrolment.state = target(ENROLMENT, event, EnrolmentState(enrolment.state))
    enrolment.paused_at = clock.now() if event == EnrolmentEvent.PAUSE else None
    enrolment.save(update_fields=["state", "paused_at"])


@transaction.atomic
def extend(*, enrolment_id: int, by: User) -> Enrolment:
    """Take the first extension: it is theirs, no reason asked. Twice is once.

    Raises Refused where there is no date to move.
    """
    enrolment = _locked(enrolment_id, by)
    if enrolment.extended_at is not None:
        return enrolment
    if not may_extend(enrolment) or enrolment.due_on is None:
        raise Refused(_("There is no date to move."), code="date")
    before = enrolment.due_on
    enrolment.due_on = before + dt.timedelta(days=policy("extension.days"))
    enrolment.extended_at = clock.now()
    enrolment.save(update_fields=["due_on", "extended_at"])
    audit.record(
        action="enrolment.extend",
        by=by,
        subject_kind="enrolment",
        subject_id=enrolment.public_id,
        data={"from": before.isoformat(), "to": enrolment.due_on.isoformat()},
    )
    return enrolment


@transaction.atomic
def explain_exit(*, enrolment_id: int, by: User, by_shift: bool) -> None:
    """Note that the way out was explained, and whether three presses of Shift lead there."""
    enrolment = _locked(enrolment_id, by)
    if enrolment.exit_explained_at is None:
        enrolment.exit_explained_at = clock.now()
        enrolment.save(update_fields=["exit_explained_at"])
    if by.exit_by_shift != by_shift:
        by.exit_by_shift = by_shift
        by.save(update_fields=["exit_by_shift"])


@transaction.atomic
def withdraw(*, enrolment_id: int, by: User) -> Enrolment:
    """Leave a cohort. What was done stays; a manager can take the person back."""
    enrolment = _locked(enrolment_id, by)
    if enrolment.state in LEARNING:
        _move(enrolment, EnrolmentEvent.WITHDRAW)
        audit.record(
            action="enrolment.withdraw", by=by, subject_kind="enrolment", subject_id=enrolment.public_id
        )
    return enrolment
